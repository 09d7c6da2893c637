// The symbols of one recording and what is known of them. Decides conditions on sizes from the sizes of the call that is recorded, and
// keeps each decision, with the node that forced it, as a guard; equalities replace symbols, bounds narrow their ranges.
// Follows PyTorch 2.6's ShapeEnv (torch/fx/experimental/symbolic_shapes.py) in what becomes a guard and how it reads; unlike it, no
// condition is ever dropped.
#pragma once

#include <map>

#include "engine/ir/graph.h"
#include "engine/ir/size_decider.h"
#include "engine/ir/sym_range.h"

namespace whittle {

/// How a size of an input is traced.
enum class DimPolicy {
    Static,    ///< as a number
    Dynamic,   ///< as a symbol of its own
    Duck,      ///< as a symbol that all equal sizes share
    Unbacked,  ///< as a symbol without a value
};

struct SymbolRecord {
    std::string name;                  ///< "s0"; of a float "zf0", without a value "u0"
    std::optional<std::int64_t> hint;  ///< the value in the call that was recorded; none: unbacked
    std::vector<std::string> sources;  ///< "L['x'].size()[0]"; the first one stands for it in guards
    bool isSize = true;                ///< else a number, which may be negative
    bool mustStayDynamic = false;      ///< the user said so
};

/// A condition that was decided while recording.
struct ShapeFact {
    SymCondition condition;  ///< as it held
    OriginRef cause;         ///< the user's line that asked; null: the input itself
    std::optional<std::size_t> node = {};  ///< what asked, among the recording's nodes; nothing: the function's own code
    NodeId given = {};                     ///< of the graph that is recorded, where the function is one
};

/// The facts, by index, that ended the range of a symbol; nothing: as it began.
struct RangeCause {
    std::optional<std::size_t> min, max;
};

/// What is checked before a recording is used again.
struct ShapeGuard {
    SymCondition condition;  ///< over the names of sources, such as "L['x'].size()[0]", as symbols
    std::string text;        ///< as PyTorch writes it: "2 <= L['x'].size()[0]"
    OriginRef cause;         ///< null: where the symbol comes from
    std::optional<std::size_t> node = {};  ///< what asked, among the recording's nodes
};

class ShapeEnv final : public SizeDecider {
public:
    /// A dimension or stride of an input. Sizes of 0 and 1 stay numbers, unless Unbacked.
    SymInt addSize(std::int64_t value, const std::string& source, DimPolicy policy, SymRange range = {2, std::nullopt}, bool mustStayDynamic = false);
    /// A stride that follows from sizes: a guard where it is not a number.
    void addFollowing(const SymInt& size, const std::string& source) { m_inputs.push_back({source, size, true}); }
    /// An integer argument, which may be any number.
    SymInt addInteger(std::int64_t value, const std::string& source);
    /// A number of the user's own, in which sizes of inputs are said to be expressed.
    SymInt addRoot(std::int64_t value, SymRange range) { return SymInt::symbol(addSymbol("s", value, {}, range, true)); }
    /// A number that only a run knows, such as what item() gives.
    SymInt addUnbacked(SymRange range);
    /// A float argument as a tensor: takes part in no condition, but has a name.
    std::string addFloat(const std::string& source);

    /// Errors are kept (see error()): a condition on a symbol without value answers false, unless an operator asks (see setCause) and
    /// every size from 2 gives one answer.
    bool decide(const SymCondition& condition) override;
    /// Takes to hold what a run has to check, since it depends on what only a run knows.
    void assume(const SymCondition& condition);
    /// Facts in which both sides have factors in common say more without them: s0*s1 == 3*s0 makes s1 a number. PyTorch leaves them.
    void deduce();
    /// The value is needed as a number: decides that the size equals its hint.
    std::int64_t specialize(const SymInt& size);

    /// With every replacement known so far.
    SymInt simplify(const SymInt& size) const;
    SymCondition simplify(const SymCondition& condition) const;
    std::optional<bool> known(const SymCondition& condition) const;
    std::optional<std::int64_t> hint(const SymInt& size) const;

    void setCause(OriginRef cause, std::optional<std::size_t> node = {}, NodeId given = {}) {
        m_cause = std::move(cause);
        m_node = node;
        m_given = given;
    }
    const std::vector<SymbolRecord>& symbols() const { return m_symbols; }
    const std::vector<ShapeFact>& facts() const { return m_facts; }
    /// What was answered by sizes being 2 or more, and is no fact: sizes of 0 and 1 would have been answered otherwise.
    const std::vector<ShapeFact>& answeredByLeastSize() const { return m_byLeastSize; }
    /// What bounds the symbol.
    RangeCause rangeCause(std::string_view symbol) const;
    /// The fact that replaced the symbol.
    std::optional<std::size_t> replacementCause(std::string_view symbol) const;
    const SymRanges& ranges() const { return m_ranges; }
    const std::map<std::string, SymInt, std::less<>>& replacements() const { return m_replacements; }
    /// The first condition that could not be decided. Unsupported: "Could not guard on data-dependent expression u0 > 3".
    const std::optional<Error>& error() const { return m_error; }
    void forgetError() { m_error.reset(); }

    /// The guards, in PyTorch's order: equalities of sources, conditions in the order they were asked, ranges.
    /// Errors: Argument when a dimension that must stay dynamic did not.
    Result<std::vector<ShapeGuard>> guards() const;
    /// Over the names of sources, as symbols, instead of ours.
    SymInt named(const SymInt& size) const;
    /// A condition over symbols as one over sources.
    ShapeGuard guardOf(const SymCondition& condition, OriginRef cause, std::optional<std::size_t> node = {}) const;

private:
    struct Input {
        std::string source;
        SymInt size;      // as it was made
        bool isSize;
    };

    std::string addSymbol(std::string_view prefix, std::optional<std::int64_t> hint, const std::string& source, SymRange range, bool isSize);
    void learn(const SymCondition& condition);
    void replaceBy(const SymCondition& equality);
    void noteLeastSize(const SymCondition& answered);
    SymRanges rangesFromZero() const;
    SymRanges unbackedFrom2() const;
    SymRanges sizesFrom2() const;
    SymInt withoutExactQuotients(const SymInt& size) const;
    std::string_view sourceOf(std::string_view symbol) const;

    std::vector<SymbolRecord> m_symbols;
    std::vector<Input> m_inputs;
    std::map<std::int64_t, std::string> m_ducks;  // by value
    SymRanges m_ranges;
    std::map<std::string, SymInt, std::less<>> m_replacements;
    std::vector<ShapeFact> m_facts, m_byLeastSize;
    std::map<std::string, RangeCause, std::less<>> m_rangeCauses;
    std::map<std::string, std::size_t, std::less<>> m_replacementCauses;
    OriginRef m_cause;
    std::optional<std::size_t> m_node;
    NodeId m_given;
    std::optional<Error> m_error;
    int m_unbacked = 0;
};

}  // namespace whittle
