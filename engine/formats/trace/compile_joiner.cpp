#include "engine/formats/trace/compile_joiner.h"

namespace whittle::trace {
namespace {

// Their text is part of the joined data; they are short, or cut when they are not.
constexpr std::string_view kWantedArtifacts[] = {"recompile_reasons", "dynamo_graph_break_reason", "dynamo_error"};

bool beginsCompile(const Envelope& envelope, std::string_view artifact) {
    return envelope.kind == "dynamo_start" || artifact == "recompile_reasons";
}

std::string artifactName(const Envelope& envelope) {
    return envelope.kind == "artifact" ? jsonWords(jsonMember(envelope.body, "name")) : std::string();
}

}  // namespace

bool CompileJoiner::wantsPayload(const Envelope& envelope) {
    if (envelope.kind == "chromium_event") return true;
    const std::string name = artifactName(envelope);
    return std::find(std::begin(kWantedArtifacts), std::end(kWantedArtifacts), name) != std::end(kWantedArtifacts);
}

std::uint32_t CompileJoiner::kindIndex(std::string_view kind) {
    const auto [place, isNew] = m_kinds.try_emplace(std::string(kind), static_cast<std::uint32_t>(m_content.kinds.size()));
    if (isNew) {
        m_content.kinds.emplace_back(kind);
        m_content.kindCounts.push_back(0);
    }
    ++m_content.kindCounts[place->second];
    return place->second;
}

std::uint32_t CompileJoiner::eventName(std::string_view name) {
    const auto [place, isNew] = m_events.try_emplace(std::string(name), static_cast<std::uint32_t>(m_content.eventNames.size()));
    if (isNew) m_content.eventNames.emplace_back(name);
    return place->second;
}

std::string CompileJoiner::fileName(std::string_view id) {
    if (const auto text = jsonString(id)) return *text;  // not how PyTorch writes it, but no reason to lose it
    const auto number = jsonInt(id);
    if (!number) return {};
    const auto found = m_content.strings.find(*number);
    if (found != m_content.strings.end()) return found->second;
    Trouble& missing = m_content.facts.missingStrings;
    if (missing.count++ == 0) missing.firstLine = m_line;
    return fmt::format("#{}", *number);
}

// Stacks are long and only their last frame is wanted: the others are skipped.
StackFrame CompileJoiner::innermost(std::string_view list) {
    const auto frames = jsonElements(list);
    if (!frames || frames->empty()) return {};
    Stack one = stack("[" + std::string(frames->back()) + "]");
    return one.empty() ? StackFrame() : std::move(one[0]);
}

// A reset makes PyTorch count from 0/0 again: what begins again under a name that began already is another compile.
std::uint32_t CompileJoiner::compileFor(const CompileId& id, int attempt, bool begins) {
    if (!id.any()) return 0;
    const auto [place, isNew] = m_current.try_emplace(id, 0);
    int occurrence = 1;
    if (!isNew) {
        const Compile& current = m_content.compiles[place->second];
        const bool again = begins && attempt == 0 && (current.started || current.forward());
        if (!again) return place->second;
        occurrence = current.occurrence + 1;
    }
    place->second = static_cast<std::uint32_t>(m_content.compiles.size());
    m_content.compiles.push_back({.id = id, .occurrence = occurrence});
    return place->second;
}

RecordIndex CompileJoiner::add(Record record, std::string_view kind) {
    record.kind = kindIndex(kind);
    m_content.records.push_back(record);
    return static_cast<RecordIndex>(m_content.records.size() - 1);
}

const StackFrame* CompileJoiner::codeOf(const CompileId& id) const {
    CompileId first = id;
    first.compile = 0;
    const auto found = m_current.find(first);
    if (found == m_current.end() || m_content.compiles[found->second].stack.empty()) return nullptr;
    return &m_content.compiles[found->second].stack.back();
}

void CompileJoiner::nameExpression(const Compile& compile, std::string_view id) {
    if (const auto number = jsonInt(id)) m_expressions[{placeOf(compile), *number}] = static_cast<int>(compile.expressions.size()) - 1;
}

int CompileJoiner::expressionOf(const Compile& compile, std::string_view id) const {
    const auto number = jsonInt(id);
    const auto found = number ? m_expressions.find({placeOf(compile), *number}) : m_expressions.end();
    return found == m_expressions.end() ? -1 : found->second;
}

void CompileJoiner::addArtifact(Compile& compile, std::string_view kind, ArtifactForm form, int attempt, RecordIndex record, std::string where) {
    const int count = ++m_artifactNames[{placeOf(compile), std::string(kind)}];
    compile.artifacts.push_back({.name = count > 1 ? fmt::format("{}.{}", kind, count) : std::string(kind),
                                 .kind = std::string(kind),
                                 .form = form,
                                 .attempt = attempt,
                                 .record = record,
                                 .where = std::move(where)});
}

void CompileJoiner::take(const Envelope& envelope, Record record, std::string_view payload, bool hasPayload) {
    m_line = record.line;
    if (envelope.rank) {
        m_content.rank = envelope.rank;
        m_content.ranks.insert(*envelope.rank);
    }
    std::string name = artifactName(envelope);
    record.attempt = envelope.attempt;
    record.compile = compileFor(envelope.id, envelope.attempt, beginsCompile(envelope, name));
    const RecordIndex index = add(record, envelope.kind);
    if (envelope.kind == "str") {
        const auto pair = jsonElements(envelope.body);
        const auto id = pair && pair->size() == 2 ? jsonInt((*pair)[1]) : std::nullopt;
        if (id) m_content.strings[*id] = jsonWords((*pair)[0]);
        return;
    }
    if (envelope.kind == "artifact") ++m_content.artifactCounts[name];
    Compile& compile = m_content.compiles[record.compile];
    compile.attempts = std::max(compile.attempts, static_cast<int>(std::min<std::int64_t>(std::int64_t{envelope.attempt} + 1, 1'000'000)));
    RecordNews news{.envelope = envelope, .compile = compile, .index = index, .record = m_content.records[index], .payload = payload,
                    .hasPayload = hasPayload, .name = std::move(name)};
    const RecordKind* kind = findRecordKind(envelope.kind);
    if (kind && kind->take) kind->take(*this, news);
    const bool isListed = envelope.kind == "artifact" || (hasPayload && envelope.kind != "chromium_event") || (kind && kind->listed);
    if (!isListed) return;
    const std::string_view called = envelope.kind == "artifact" && !news.name.empty() ? std::string_view(news.name) : envelope.kind;
    const ArtifactForm form = envelope.kind == "artifact" ? artifactForm(called) : kind ? kind->form : ArtifactForm::Text;
    std::string where;
    for (const std::string_view key : {"filename", "url", "name"})
        if (where.empty() && envelope.kind != "artifact") where = jsonWords(jsonMember(envelope.body, key));
    addArtifact(compile, called, form, envelope.attempt, index, std::move(where));
}

}  // namespace whittle::trace
