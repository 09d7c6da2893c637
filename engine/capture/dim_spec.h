// What a user says about the sizes of a program's inputs, as torch.export's dynamic_shapes: per dimension inferred, dynamic, fixed, a name
// with a range, or a multiple of a name and a rest. Read from Python's text or JSON, and written as Python that can be pasted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/result.h"
#include "engine/ir/sym_range.h"

namespace whittle {

struct DimSpec {
    enum class Kind {
        Auto,     ///< infer: a symbol, related to others, or one value; never an error
        Dynamic,  ///< infer, but it must not become one value
        Static,   ///< the example's size
        Int,      ///< this size
        Named,    ///< any size within a range, equal wherever the name stands
        Derived,  ///< factor * name + rest
    };
    Kind kind = Kind::Static;
    std::int64_t value = 0;      ///< of Int
    std::string name;            ///< of Named, and of what Derived is derived from
    SymRange range = kAnySize;   ///< of the name
    std::int64_t factor = 1, rest = 0;

    static DimSpec named(std::string name, SymRange range = kAnySize);
    /// Of the dimension itself: that of the name, derived.
    SymRange ownRange() const;
    bool hasName() const { return kind == Kind::Named || kind == Kind::Derived; }
    /// As Python writes it, names by their name: "Dim.AUTO", "b", "4*_b", "a + 1", "8".
    std::string text() const;
    friend bool operator==(const DimSpec&, const DimSpec&) = default;
};

/// "Dim('b', min=6, max=64)".
std::string definitionText(const std::string& name, const SymRange& range);

/// Of one argument, or of all of them: nothing said, a dimension, one a dimension or item in order, or by the number or name of each.
struct ShapeSpec {
    using List = std::vector<ShapeSpec>;
    using Dict = std::vector<std::pair<std::string, ShapeSpec>>;
    std::variant<std::monostate, DimSpec, List, Dict> value;

    ShapeSpec();
    ShapeSpec(DimSpec dim);  // NOLINT: a specification is any of these
    ShapeSpec(List list);    // NOLINT
    ShapeSpec(Dict dict);    // NOLINT

    template <class T>
    const T* as() const { return std::get_if<T>(&value); }
    bool isNothing() const { return value.index() == 0; }
    friend bool operator==(const ShapeSpec& a, const ShapeSpec& b);
};

/// Python: `b = Dim('b', max=64)` lines, then `{'x': (b, Dim.AUTO), 'y': {0: 2*b + 1}}`, with or without `dynamic_shapes =` in front; or JSON:
/// {"x": ["b", "auto"], "y": {"0": "2*b + 1"}}, where a name that needs a range is {"name": "b", "min": 2, "max": 64}.
/// Errors: Format with line and column; Limit past 100 levels of nesting.
Result<ShapeSpec> parseShapeSpec(std::string_view text);

/// Of one dimension, as a person types it: what parseShapeSpec reads there, and None; names may stand without a definition.
Result<DimSpec> parseDimSpec(std::string_view text);

/// Python to paste before torch.export.export: definitions of the names, then `dynamic_shapes = {...}`. parseShapeSpec reads it back.
std::string shapeSpecCode(const ShapeSpec& spec);
/// The same in one line of JSON. A dict in the place of an input may not have a key "name" of a hint or a name: that is a name with its range.
std::string shapeSpecJson(const ShapeSpec& spec);

/// A change to what a name stands for that removes a contradiction: `b = a`, `f = 8`, `b = Dim('b', min=6, max=64)`, `b = 4*_b`.
struct DimFix {
    std::string name;
    DimSpec to;
    /// As PyTorch suggests it; a name that only comes with the fix is on a line before.
    std::vector<std::string> lines() const;
    friend bool operator==(const DimFix&, const DimFix&) = default;
};

/// The specification with every use of the fixed names changed.
ShapeSpec withFixes(const ShapeSpec& spec, const std::vector<DimFix>& fixes);

}  // namespace whittle
