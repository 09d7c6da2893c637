// Joins the records of a log by compile, one at a time and in order.
#pragma once

#include <map>
#include <unordered_map>

#include "engine/formats/trace/envelope.h"
#include "engine/formats/trace/trace_log.h"

namespace whittle::trace {

/// One record as it was just read; the slices live as long as the call.
struct RecordNews {
    const Envelope& envelope;
    Compile& compile;
    RecordIndex index = 0;
    Record& record;
    std::string_view payload;  ///< only if it was wanted
    bool hasPayload = false;
    std::string name;          ///< of an artifact record, else empty
};

class CompileJoiner {
public:
    explicit CompileJoiner(LogContent& content) : m_content(content) { m_content.compiles.resize(1); }

    /// Whether the joiner reads the payload of such a record; others are only indexed.
    static bool wantsPayload(const Envelope& envelope);
    /// Takes the record in; its kind and compile are set here.
    void take(const Envelope& envelope, Record record, std::string_view payload, bool hasPayload);

    /// For TORCH_LOGS text, which has no envelopes.
    std::uint32_t compileFor(const CompileId& id, int attempt, bool begins);
    RecordIndex add(Record record, std::string_view kind);

    LogContent& content() { return m_content; }
    std::string fileName(std::string_view id);      ///< "#17" for one that the log never said
    Stack stack(std::string_view list) { return parseStack(list, [this](std::string_view id) { return fileName(id); }); }
    StackFrame innermost(std::string_view list);
    std::uint32_t eventName(std::string_view name);

    /// A tensor of the program, described before its source is told.
    using TensorKey = std::pair<std::int64_t, std::int64_t>;
    std::map<TensorKey, Input> tensors;

    /// The code that the frame of an id is about, as its first compile told; null: it never began.
    const StackFrame* codeOf(const CompileId& id) const;

    /// The newest expression of each id, an index into its compile's expressions: Python uses ids again.
    void nameExpression(const Compile& compile, std::string_view id);
    int expressionOf(const Compile& compile, std::string_view id) const;  ///< -1: none

    /// The artifact under a name that its compile has not yet. Texts that are no artifact of the log give none.
    void addArtifact(Compile& compile, std::string_view kind, ArtifactForm form, int attempt, RecordIndex record, std::string where = {});

private:
    std::uint32_t kindIndex(std::string_view kind);
    std::uint32_t placeOf(const Compile& compile) const { return static_cast<std::uint32_t>(&compile - m_content.compiles.data()); }

    LogContent& m_content;
    std::unordered_map<std::string, std::uint32_t> m_kinds, m_events;
    std::map<CompileId, std::uint32_t> m_current;  ///< the newest of each id
    std::map<std::pair<std::uint32_t, std::string>, int> m_artifactNames;
    std::map<std::pair<std::uint32_t, std::int64_t>, int> m_expressions;
    std::uint64_t m_line = 0;
};

/// What a kind of record means; in record_kinds.cpp.
struct RecordKind {
    std::string_view name;
    void (*take)(CompileJoiner&, RecordNews&);
    ArtifactForm form = ArtifactForm::Text;  ///< of its payload
    bool listed = false;                     ///< as an artifact, also without a payload
};
const RecordKind* findRecordKind(std::string_view name);
/// How the payload of an artifact record of this name reads.
ArtifactForm artifactForm(std::string_view name);

// The groups of record_kinds.cpp, each in its own file.
void takeStart(CompileJoiner&, RecordNews&);
void takeMetrics(CompileJoiner&, RecordNews&);
void takeArtifact(CompileJoiner&, RecordNews&);
void takeTensor(CompileJoiner&, RecordNews&);
void takeSource(CompileJoiner&, RecordNews&);
void takeSymbol(CompileJoiner&, RecordNews&);
void takeUnbackedSymbol(CompileJoiner&, RecordNews&);
void takeGuard(CompileJoiner&, RecordNews&);
void takeDetailedGuard(CompileJoiner&, RecordNews&);
void takeExpression(CompileJoiner&, RecordNews&);
void takeSpecialisation(CompileJoiner&, RecordNews&);
void takeExportProblem(CompileJoiner&, RecordNews&);
void takeEvent(CompileJoiner&, RecordNews&);

/// "Graph break in user code at F:L" and the reason below, as trace and TORCH_LOGS text have them.
GraphBreak parseGraphBreak(std::string_view text);

}  // namespace whittle::trace
