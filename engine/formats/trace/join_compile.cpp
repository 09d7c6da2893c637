// Records about a compile as a whole: its start, its end, what it failed on, why it was compiled again.
#include "engine/formats/trace/compile_joiner.h"
#include "engine/formats/trace/text_parts.h"

namespace whittle::trace {
namespace {

// One string an entry; newer versions write a lone text rather than a list. PyTorch pads the code of a guard to a column.
std::vector<std::string> reasons(std::string_view payload) {
    std::vector<std::string> out;
    if (const auto list = jsonElements(trimmed(payload))) {
        for (const std::string_view element : *list) out.emplace_back(trimmed(jsonWords(element)));
    } else if (!trimmed(payload).empty()) {
        out.push_back(jsonString(trimmed(payload)).value_or(std::string(trimmed(payload))));
    }
    return out;
}

std::string lastLine(std::string_view text) {
    while (text.ends_with('\n') || text.ends_with(' ')) text.remove_suffix(1);
    const std::size_t end = text.rfind('\n');
    return std::string(end == text.npos ? text : text.substr(end + 1));
}

CompileError& errorOf(Compile& compile) { return compile.error ? *compile.error : compile.error.emplace(); }

// The line that Python ends a traceback with: "torch._dynamo.exc.Unsupported: ...". PyTorch puts advice behind it.
void readTraceback(std::string_view payload, CompileError& error) {
    error.lastLine = lastLine(payload);
    forEachLine(payload, [&](std::string_view line) {
        const std::size_t colon = line.find(": ");
        if (!error.type.empty() || line.empty() || line[0] == ' ' || line.starts_with("Traceback") || colon == line.npos) return;
        const std::string_view type = line.substr(0, colon);
        if (type.find(' ') != type.npos) return;
        const std::size_t dot = type.rfind('.');
        error.type = dot == type.npos ? type : type.substr(dot + 1);
        error.reason = line.substr(colon + 2);
    });
}

void takeCacheEvent(RecordNews& news) {
    for (const std::string_view cache : {"fx_graph_cache", "aotautograd_cache"})
        for (const std::string_view outcome : {"hit", "miss", "bypass"})
            if (news.name == fmt::format("{}_{}", cache, outcome))
                news.compile.cache.push_back({.cache = std::string(cache), .outcome = std::string(outcome), .record = news.index});
}

constexpr struct {
    std::string_view key;
    std::optional<std::int64_t> Metrics::*field;
} kCounts[] = {
    {"co_firstlineno", &Metrics::firstLine},
    {"cache_size", &Metrics::cacheSize},
    {"accumulated_cache_size", &Metrics::accumulatedCacheSize},
    {"guard_count", &Metrics::guards},
    {"shape_env_guard_count", &Metrics::shapeGuards},
    {"graph_op_count", &Metrics::graphOps},
    {"graph_node_count", &Metrics::graphNodes},
    {"graph_input_count", &Metrics::graphInputs},
    {"fail_user_frame_lineno", &Metrics::failLine},
};
constexpr struct {
    std::string_view key;
    std::optional<double> Metrics::*field;
} kTimes[] = {
    {"start_time", &Metrics::start},
    {"entire_frame_compile_time_s", &Metrics::totalSeconds},
    {"backend_compile_time_s", &Metrics::backendSeconds},
    {"inductor_compile_time_s", &Metrics::inductorSeconds},
    {"code_gen_time_s", &Metrics::codegenSeconds},
};
constexpr struct {
    std::string_view key;
    std::string Metrics::*field;
} kWords[] = {
    {"co_name", &Metrics::function},          {"co_filename", &Metrics::file},
    {"fail_type", &Metrics::failType},        {"fail_reason", &Metrics::failReason},
    {"fail_user_frame_filename", &Metrics::failFile},
};

Metrics readMetrics(const Envelope& envelope, RecordIndex record) {
    Metrics out{.kind = std::string(envelope.kind), .record = record};
    const auto members = jsonMembers(envelope.body);
    if (!members) return out;
    for (const auto& [key, value] : *members) {
        const auto hasKey = [&](const auto& row) { return row.key == key; };
        if (const auto row = std::find_if(std::begin(kCounts), std::end(kCounts), hasKey); row != std::end(kCounts)) out.*row->field = jsonInt(value);
        if (const auto row = std::find_if(std::begin(kTimes), std::end(kTimes), hasKey); row != std::end(kTimes)) out.*row->field = jsonNumber(value);
        if (const auto row = std::find_if(std::begin(kWords), std::end(kWords), hasKey); row != std::end(kWords)) out.*row->field = jsonWords(value);
        if (key == "has_guarded_code") out.hasGuardedCode = jsonBool(value);
        if (key == "restart_reasons")
            if (const auto list = jsonElements(value))
                for (const std::string_view reason : *list) out.restartReasons.push_back(jsonWords(reason));
    }
    return out;
}

}  // namespace

void takeStart(CompileJoiner& joiner, RecordNews& news) {
    news.compile.started = true;
    news.compile.stack = joiner.stack(jsonMember(news.envelope.body, "stack"));
}

void takeMetrics(CompileJoiner&, RecordNews& news) {
    Metrics metrics = readMetrics(news.envelope, news.index);
    if (metrics.kind == "compilation_metrics" && !metrics.failType.empty()) {
        CompileError& error = errorOf(news.compile);
        error.type = metrics.failType;
        error.reason = metrics.failReason;
        error.user = {.file = metrics.failFile, .line = clampedInt(metrics.failLine)};
    }
    news.compile.metrics.push_back(std::move(metrics));
}

void takeArtifact(CompileJoiner& joiner, RecordNews& news) {
    if (news.name == "recompile_reasons") {
        news.compile.recompileReasons = reasons(news.payload);
        if (const StackFrame* code = joiner.codeOf(news.compile.id); code && news.compile.stack.empty()) news.compile.stack = {*code};
    } else if (news.name == "dynamo_graph_break_reason") {
        news.compile.breaks.push_back(parseGraphBreak(news.payload));
        news.compile.breaks.back().record = news.index;
    } else if (news.name == "dynamo_error") {
        CompileError& error = errorOf(news.compile);
        readTraceback(news.payload, error);
        error.traceback = news.index;
    } else {
        takeCacheEvent(news);
    }
}

GraphBreak parseGraphBreak(std::string_view text) {
    GraphBreak out;
    const std::size_t traceback = std::min(text.find("\nTraceback (most recent call last)"), text.find("\nUser code traceback:"));
    out.detail = trimmed(text.substr(0, traceback));
    const std::string_view first = firstLine(text);
    if (const std::size_t at = first.find(" in user code at "); at != first.npos) {
        const std::string_view place = first.substr(at + 17);
        const std::size_t colon = place.rfind(':');
        out.user.file = place.substr(0, colon);
        if (colon != place.npos) out.user.line = clampedInt(jsonInt(trimmed(place.substr(colon + 1))));
    }
    // Since 2.7 the cause stands in a paragraph of its own, below a general sentence.
    const std::string_view detail = out.detail;
    for (const std::string_view key : {"\nReason: ", "\nGraph Break Reason: "}) {
        const std::size_t at = detail.find(key);
        if (at == detail.npos) continue;
        const std::string_view said = detail.substr(at + key.size());
        const std::size_t paragraph = said.find("\n\n");
        const bool isGeneral = firstLine(said).starts_with("Encountered graph break") && paragraph != said.npos;
        out.reason = firstLine(isGeneral ? said.substr(paragraph + 2) : said);
    }
    if (out.reason.empty()) out.reason = first;
    return out;
}

}  // namespace whittle::trace
