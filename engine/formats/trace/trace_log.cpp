#include "engine/formats/trace/trace_log.h"

#include "engine/base/md5.h"
#include "engine/formats/json.h"
#include "engine/formats/trace/compile_joiner.h"
#include "engine/formats/trace/text_lines.h"

namespace whittle::trace {
namespace {

constexpr std::size_t kMostKept = 16 << 20;   // of a payload that is read while indexing
constexpr std::uint64_t kMostShown = 1ull << 30;
constexpr int kPollEvery = 4096;              // lines

void note(Trouble& trouble, std::uint64_t line) {
    if (trouble.count++ == 0) trouble.firstLine = line;
}

// The digest of a payload that comes line by line, with and without the CRs that a transfer may have added.
class PayloadDigest {
public:
    void line(std::string_view text, bool hadCr) {
        if (hadCr && !m_withCr) m_withCr = m_plain;
        m_plain.add(m_any ? "\n" : "");
        m_plain.add(text);
        if (m_withCr) {
            m_withCr->add(m_any ? "\n" : "");
            m_withCr->add(text);
            if (hadCr) m_withCr->add("\r");
        }
        m_any = true;
    }
    PayloadCheck check(std::string_view expected) {
        const std::string plain = m_plain.hex();
        if (!m_withCr) return plain == expected ? PayloadCheck::Ok : PayloadCheck::Mismatch;
        if (m_withCr->hex() == expected) return PayloadCheck::Ok;
        return plain == expected ? PayloadCheck::OkWithoutCr : PayloadCheck::Mismatch;
    }

private:
    Md5 m_plain;
    std::optional<Md5> m_withCr;
    bool m_any = false;
};

}  // namespace

struct TraceLog::State {
    // A record of which the last payload line may not be read yet.
    struct Pending {
        Record record;
        std::string header;  ///< the JSON; the envelope points into it
        Envelope envelope;
        std::string payload;
        PayloadDigest digest;
        bool wanted = false, hasPayload = false;
        std::optional<TextKey> text;  ///< a message of TORCH_LOGS text, collected in `payload`
    };

    explicit State(LineReader from) : reader(std::move(from)) {}

    void commit();
    void takeLine(const LineReader::Line& line);
    bool isWhole() const;
    void beginRecord(const LineReader::Line& line, const LogPrefix& prefix);
    void beginMessage(const LineReader::Line& line, const LogPrefix& prefix, const TextLine& text);

    LineReader reader;
    LogContent content;
    CompileJoiner joiner{content};
    std::unique_ptr<Pending> pending;
    mutable std::shared_ptr<const LogContent> snapshot;
};

// While the log may grow: nothing can be missing of it.
bool TraceLog::State::isWhole() const {
    if (pending->text) return false;
    if (pending->envelope.digest.empty()) return true;
    PayloadDigest digest = pending->digest;
    return pending->hasPayload && digest.check(pending->envelope.digest) != PayloadCheck::Mismatch;
}

void TraceLog::State::commit() {
    if (!pending) return;
    Pending& p = *pending;
    if (p.text) {
        takeText(joiner, *p.text, p.record, p.payload);
    } else {
        ReadingFacts& facts = content.facts;
        if (!p.envelope.digest.empty()) {
            p.record.check = p.digest.check(p.envelope.digest);
            if (p.record.check == PayloadCheck::Ok) ++facts.payloadsOk;
            else if (p.record.check == PayloadCheck::OkWithoutCr) ++facts.payloadsOkWithoutCr;
            else note(p.hasPayload ? facts.payloadsDamaged : facts.payloadsMissing, p.record.line);
        }
        joiner.take(p.envelope, p.record, p.payload, p.hasPayload);
    }
    pending.reset();
}

void TraceLog::State::beginRecord(const LineReader::Line& line, const LogPrefix& prefix) {
    auto next = std::make_unique<Pending>();
    next->header = prefix.rest;
    const auto envelope = parseEnvelope(next->header);
    if (!envelope) return note(content.facts.badJson, content.facts.lines);
    next->envelope = *envelope;
    if (!next->envelope.rank && prefix.rank) next->envelope.rank = *prefix.rank;
    next->wanted = CompileJoiner::wantsPayload(*envelope);
    next->record = {.offset = line.offset, .line = content.facts.lines, .microseconds = prefix.microseconds,
                    .headerBytes = static_cast<std::uint32_t>(line.size)};
    pending = std::move(next);
}

void TraceLog::State::beginMessage(const LineReader::Line& line, const LogPrefix& prefix, const TextLine& text) {
    pending = std::make_unique<Pending>();
    pending->text = TextKey::of(prefix, text);
    pending->payload = text.text;
    pending->record = {.offset = line.offset, .line = content.facts.lines, .microseconds = prefix.microseconds,
                       .headerBytes = static_cast<std::uint32_t>(line.size)};
}

void TraceLog::State::takeLine(const LineReader::Line& line) {
    ReadingFacts& facts = content.facts;
    ++facts.lines;
    facts.bytes = line.offset + line.size;
    if (line.hadCr) note(facts.crLines, facts.lines);
    if (!line.ended) facts.cutAtEnd = true;
    const bool isPayload = line.text.starts_with('\t');
    if (line.cut) note(facts.longLines, facts.lines);
    if (isPayload && pending && !pending->text) {
        const std::string_view text = line.text.substr(1);
        pending->digest.line(text, line.hadCr);
        if (pending->wanted && pending->payload.size() + text.size() < kMostKept) {
            if (pending->hasPayload) pending->payload += '\n';
            pending->payload += text;
        }
        pending->hasPayload = true;
        pending->record.payloadBytes = line.offset + line.size - pending->record.offset - pending->record.headerBytes;
        return;
    }
    if (isPayload) return note(facts.strayPayloads, facts.lines);
    if (line.text.empty()) {
        ++facts.blankLines;
        return;
    }
    const auto prefix = line.cut ? std::nullopt : parsePrefix(line.text);
    if (prefix && prefix->rest.starts_with('{')) {
        commit();
        return beginRecord(line, *prefix);
    }
    const auto text = prefix ? parseTextLine(prefix->rest) : std::nullopt;
    if (!text) {
        // Another program's output: the record before it may go on behind it.
        if (!line.cut) note(facts.foreignLines, facts.lines);
        return;
    }
    if (pending && pending->text && pending->text->matches(*prefix, *text) && continuesMessage(*prefix, *text)) {
        if (pending->payload.size() + text->text.size() < kMostKept) pending->payload.append("\n").append(text->text);
        pending->record.payloadBytes = line.offset + line.size - pending->record.offset - pending->record.headerBytes;
        return;
    }
    commit();
    beginMessage(line, *prefix, *text);
}

TraceLog::TraceLog(std::unique_ptr<State> state) : m_state(std::move(state)) {}
TraceLog::TraceLog(TraceLog&&) noexcept = default;
TraceLog& TraceLog::operator=(TraceLog&&) noexcept = default;
TraceLog::~TraceLog() = default;

Result<TraceLog> TraceLog::open(const std::filesystem::path& path) {
    WHITTLE_TRY(LineReader reader, LineReader::open(path));
    auto state = std::make_unique<State>(std::move(reader));
    state->content.file = path;
    return TraceLog(std::move(state));
}

Result<bool> TraceLog::more(End end, const CancelToken& cancel, const Progress& progress) {
    State& state = *m_state;
    WHITTLE_TRY(const std::uint64_t size, state.reader.fileSize());
    if (size < state.reader.position())
        return fail(Code::Io, "{} became shorter while it was read; open it again", state.content.file.string());
    const std::uint64_t linesBefore = state.content.facts.lines;
    const std::size_t recordsBefore = state.content.records.size();
    for (int count = 0;; ++count) {
        if (count % kPollEvery == 0) {
            if (progress) progress(state.reader.position(), size);
            WHITTLE_TRY_VOID(cancel.check());
        }
        WHITTLE_TRY(const std::optional<LineReader::Line> line, state.reader.next());
        if (!line) break;
        if (!line->ended && end == End::MayGrow) {
            state.reader.seek(line->offset);
            break;
        }
        state.takeLine(*line);
    }
    if (state.pending && (end == End::Final || state.isWhole())) state.commit();
    const bool news = state.content.facts.lines != linesBefore || state.content.records.size() != recordsBefore;
    if (news) state.snapshot.reset();
    if (progress) progress(state.reader.position(), std::max(size, state.reader.position()));
    return news;
}

const LogContent& TraceLog::content() const { return m_state->content; }

std::shared_ptr<const LogContent> TraceLog::snapshot() const {
    if (!m_state->snapshot) m_state->snapshot = std::make_shared<const LogContent>(m_state->content);
    return m_state->snapshot;
}

Result<std::string> TraceLog::header(const Record& record) const {
    WHITTLE_TRY(const std::string line, m_state->reader.read(record.offset, record.headerBytes));
    const auto prefix = parsePrefix(line);
    if (!prefix) return fail(Code::Io, "line {} of {} changed since it was read", record.line, m_state->content.file.string());
    std::string_view json = prefix->rest;
    while (json.ends_with('\n') || json.ends_with('\r')) json.remove_suffix(1);
    return std::string(json);
}

Result<std::string> TraceLog::payload(const Record& record) const {
    // A message of TORCH_LOGS text may be one line; a record's payload is on lines of its own.
    if (record.payloadBytes > kMostShown) return fail(Code::Limit, "the payload of line {} has {} bytes, more than can be shown", record.line, record.payloadBytes);
    WHITTLE_TRY(const std::string text, m_state->reader.read(record.offset, record.headerBytes + record.payloadBytes));
    std::string out;
    std::optional<TextKey> key;
    bool any = false;
    std::size_t at = 0;
    while (at < text.size()) {
        std::string_view line = std::string_view(text).substr(at, text.find('\n', at) - at);
        at += line.size() + 1;
        if (record.check != PayloadCheck::Ok && line.ends_with('\r')) line.remove_suffix(1);
        if (line.starts_with('\t')) {
            line.remove_prefix(1);
        } else {
            const auto prefix = parsePrefix(line);
            const auto message = prefix ? parseTextLine(prefix->rest) : std::nullopt;
            if (!message || (key && !key->matches(*prefix, *message))) continue;
            if (!key) key = TextKey::of(*prefix, *message);
            line = message->text;
        }
        if (any) out += '\n';
        out += line;
        any = true;
    }
    return out;
}

Result<std::string> TraceLog::text(const Record& record) const {
    if (record.payloadBytes > 0) return payload(record);
    WHITTLE_TRY(const std::string json, header(record));
    const auto envelope = parseEnvelope(json);
    if (!envelope) return std::string();
    const Result<Json> body = parseJson(envelope->body);
    return body ? body->dump(2, ' ', false, Json::error_handler_t::replace) : std::string(envelope->body);
}

Result<Stack> TraceLog::stack(const Record& record, std::string_view key) const {
    WHITTLE_TRY(const std::string json, header(record));
    const auto envelope = parseEnvelope(json);
    if (!envelope) return Stack();
    std::string_view list = jsonMember(envelope->body, key);
    if (list.empty()) list = jsonMember(json, key);
    return parseStack(list, [&](std::string_view id) -> std::string {
        if (const auto text = jsonString(id)) return *text;
        const auto number = jsonInt(id);
        if (!number) return {};
        const auto found = m_state->content.strings.find(*number);
        return found == m_state->content.strings.end() ? fmt::format("#{}", *number) : found->second;
    });
}

bool looksLikeTraceLog(std::string_view start) {
    std::size_t at = 0;
    while (at < start.size()) {
        std::string_view line = start.substr(at, start.find('\n', at) - at);
        at += line.size() + 1;
        const auto prefix = parsePrefix(line);
        if (prefix && (prefix->rest.starts_with('{') || parseTextLine(prefix->rest))) return true;
    }
    return false;
}

std::vector<std::string> ReadingFacts::notes() const {
    std::vector<std::string> out;
    const auto say = [&](const Trouble& trouble, std::string_view one, std::string_view many) {
        if (trouble.count == 0) return;
        out.push_back(trouble.count == 1 ? fmt::format("line {}: {}", trouble.firstLine, one)
                                         : fmt::format("{} {}, the first is line {}", trouble.count, many, trouble.firstLine));
    };
    if (!textLog) say(foreignLines, "text that is no record, kept out", "lines are no records and were kept out");
    say(badJson, "the record's JSON is broken, it was left out", "records with broken JSON were left out");
    say(strayPayloads, "a payload without its record was left out", "payload lines without their records were left out");
    say(longLines, "the line is longer than 64 MiB and was left out", "lines longer than 64 MiB were left out");
    say(payloadsDamaged, "the record's payload does not have the checksum that it was written with", "payloads do not have the checksums that they were written with");
    say(payloadsMissing, "the record's payload is missing", "payloads are missing");
    say(crLines, "ends with CR LF, the CR was removed", "lines end with CR LF, the CRs were removed");
    say(missingStrings, "a file name is not in the log; its number is shown", "file names are not in the log; their numbers are shown");
    if (cutAtEnd) out.push_back(fmt::format("the log ends in the middle of line {}", lines));
    return out;
}

}  // namespace whittle::trace
