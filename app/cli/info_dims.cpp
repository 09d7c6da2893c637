#include "app/cli/info_dims.h"

#include <algorithm>

#include <fmt/ranges.h>

#include "app/cli/print_text.h"
#include "engine/base/files.h"
#include "engine/capture/dim_acceptance.h"
#include "engine/capture/dim_inference.h"
#include "engine/dispatch/call_sequence.h"

namespace whittle::cli {
namespace {

constexpr std::string_view kFixedNote = "sizes that stand in the file as numbers were fixed when it was traced: nodes that have them specialise here too";

struct Asked {
    DimInference inference;
    std::string example;
    struct Call {
        std::string text;
        std::optional<Error> refused;
    };
    std::vector<Call> calls;
    std::optional<std::vector<DimGap>> gaps;  ///< nothing: the user said something of sizes, and not all were asked about

    int status() const {
        const bool refused = std::ranges::any_of(calls, [](const Call& call) { return call.refused.has_value(); });
        return refused || !inference.conflicts.empty() ? kCheckFailed : kOk;
    }
};

Result<ShapeSpec> specOf(const DimsOptions& options) {
    if (options.spec.empty()) return ShapeSpec{DimSpec{.kind = options.dims == "dynamic" ? DimSpec::Kind::Dynamic : DimSpec::Kind::Auto, .name = {}}};
    std::error_code unused;
    if (!std::filesystem::is_regular_file(options.spec, unused)) return parseShapeSpec(options.spec).context("reading the specification");
    WHITTLE_TRY(const std::string text, readFile(options.spec));
    return parseShapeSpec(text).context("reading {}", options.spec);
}

// One call, or several.
Result<std::vector<SequencedCall>> callsFrom(const std::string& text, const Graph& graph) {
    WHITTLE_TRY(whittle::Json json, parseJson(text));
    const bool isOne = json.is_object() && !json.contains("calls");
    return parseCalls(isOne ? whittle::Json::array({std::move(json)}) : json, graph, 0);
}

Result<Asked> ask(OpenedGraph opened, const DimsOptions& options) {
    WHITTLE_TRY(const ShapeSpec spec, specOf(options));
    const auto graph = std::make_shared<const Graph>(std::move(opened.graph));
    WHITTLE_TRY(SequencedCall example, exampleCall(*graph));
    Asked out;
    out.example = std::move(example.text);
    WHITTLE_TRY(out.inference, inferDims(dimProgramOf(graph), example.arguments, spec));
    if (options.spec.empty()) out.gaps = acceptedWrongly(out.inference, *graph);
    for (const std::string& text : options.calls) {
        WHITTLE_TRY(const std::vector<SequencedCall> calls, callsFrom(text, *graph).context("reading --dims-call {}", text));
        for (const SequencedCall& call : calls) {
            const Result<void> verdict = checkInputs(out.inference, call.arguments);
            out.calls.push_back({call.text, verdict ? std::nullopt : std::optional(verdict.error())});
        }
    }
    return out;
}

std::string rangeText(const SymRange& range) {
    return fmt::format("[{}, {}]", range.min ? std::to_string(*range.min) : "-inf", range.max ? std::to_string(*range.max) : "inf");
}

std::vector<std::string> reasonsOf(const DimConclusion& dim) {
    std::vector<std::string> out;
    for (const DimCause& cause : dim.causes()) out.push_back(fmt::format("{}: {}", cause.condition, cause.text()));
    if (dim.isOfSmallExample()) out.emplace_back("sizes of 0 and 1 are numbers: give an example of 2 or more");
    return out;
}

void printTable(const DimInference& inference) {
    using Row = std::array<std::string, 7>;
    std::vector<Row> rows{{"input", "dim", "example", "said", "is", "size", "range"}};
    std::vector<std::vector<std::string>> reasons{{"forced by"}};
    for (std::size_t i = 0; i < inference.inputs.size(); ++i) {
        const std::string name = inference.inputs[i].nameFrom(inference.parameters);
        for (std::size_t d = 0; d < inference.dims[i].size(); ++d) {
            const DimConclusion& dim = inference.dims[i][d];
            rows.push_back({name, std::to_string(d), std::to_string(dim.example), dim.said.text(), std::string(dim.stateText()), dim.size.text(), dim.isDynamic() ? rangeText(dim.range) : ""});
            reasons.push_back(reasonsOf(dim));
        }
        if (!inference.inputs[i].example.tensor()) {
            rows.push_back({name, "", inference.inputs[i].example.text(), "", "static", "", ""});
            reasons.emplace_back();
        }
    }
    std::array<std::size_t, 7> widths{};
    for (const Row& row : rows)
        for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], row[c].size());
    for (std::size_t r = 0; r < rows.size(); ++r) {
        std::string line = " ";
        for (std::size_t c = 0; c < rows[r].size(); ++c) line += fmt::format(" {:{}} ", rows[r][c], widths[c]);
        const std::string indent(line.size() + 1, ' ');
        for (std::size_t i = 0; i < reasons[r].size(); ++i) line += (i == 0 ? " " : "\n" + indent) + reasons[r][i];
        while (line.ends_with(' ')) line.pop_back();
        fmt::print("{}\n", line);
    }
}

std::string whenText(const DimCondition& condition) {
    if (condition.onlyARunKnows) return "   (depends on data: only a run can check it)";
    return condition.ofSmallSizes ? "   (sizes from 2 meet it)" : "";
}

std::string callText(const DimGap& gap) {
    std::vector<std::string> inputs;
    for (const auto& [name, shape] : gap.call) inputs.push_back(fmt::format("{}={}", name, shape));
    return fmt::format("{}", fmt::join(inputs, ", "));
}

void printGaps(const std::vector<DimGap>& gaps) {
    if (gaps.empty()) {
        printText("\nthe file itself checks all that the program asks of its inputs' sizes\n");
        return;
    }
    printText("\nwhat the program asks and the file itself does not check\n");
    for (const DimGap& gap : gaps) {
        printText("  {}   asked by {}\n", gap.cause.condition, gap.cause.text());
        if (gap.call.empty()) printText("    no small call was found that the file accepts and that breaks it\n");
        else printText("    the file accepts {}{}\n", callText(gap), gap.ofSmallSizes ? " (sizes from 2 meet it)" : "");
    }
}

void print(const Asked& asked, const std::vector<std::string>& notes) {
    const DimInference& inference = asked.inference;
    printText("{}, recorded with {}\n\n", inference.program, asked.example);
    printTable(inference);
    for (const auto& [size, range] : inference.ranges)
        if (const auto name = size.symbolName(); name && name->starts_with('u')) printText("\n  {} in {}: only a run knows it\n", *name, rangeText(range));
    if (!inference.conditions.empty()) printText("\nconditions, which each call has to meet as well\n");
    for (const DimCondition& each : inference.conditions) printText("  {}   asked by {}{}\n", each.condition.text(), each.cause.text(), whenText(each));
    if (!inference.conflicts.empty()) {
        printText("\n{}\n", inference.message());
        for (const DimConflict& conflict : inference.conflicts)
            for (const DimCause& cause : conflict.because) printText("\n{}: {} was asked by {}", conflict.about, cause.condition, cause.text());
        printText("\n\nwhat the program accepts, to paste\n\n{}", shapeSpecCode(inference.fixedSpec));
    }
    if (asked.gaps) printGaps(*asked.gaps);
    if (!asked.calls.empty()) printText("\ncalls\n");
    for (const Asked::Call& call : asked.calls) printText("  {}: {}\n", call.text, call.refused ? "refused: " + call.refused->message : "accepted");
    printText("\nnote: {}\n", kFixedNote);
    for (const std::string& note : notes) printText("note: {}\n", note);
}

Json causeJson(const DimCause& cause) {
    Json out{{"condition", cause.condition}, {"node", cause.node}, {"op", cause.op}, {"stated", cause.stated}, {"text", cause.text()}};
    if (cause.origin) {
        out["file"] = cause.origin->file;
        out["line"] = cause.origin->line;
        out["code"] = cause.origin->code;
    }
    return out;
}

Json causesJson(const std::vector<DimCause>& causes) {
    Json out = Json::array();
    for (const DimCause& cause : causes) out.push_back(causeJson(cause));
    return out;
}

Json rangeJson(const SymRange& range) {
    const auto end = [](const std::optional<std::int64_t>& value) { return value ? Json(*value) : Json(nullptr); };
    return Json::array({end(range.min), end(range.max)});
}

Json dimJson(const DimConclusion& dim) {
    const auto orNull = [](const std::optional<DimCause>& cause) { return cause ? causeJson(*cause) : Json(nullptr); };
    return {{"example", dim.example}, {"said", dim.said.text()}, {"is", dim.stateText()},          {"size", dim.size.text()},
            {"range", rangeJson(dim.range)}, {"forced_by", causesJson(dim.because)}, {"min_forced_by", orNull(dim.min)}, {"max_forced_by", orNull(dim.max)}};
}

Json gapsJson(const std::optional<std::vector<DimGap>>& gaps) {
    if (!gaps) return nullptr;
    Json out = Json::array();
    for (const DimGap& gap : *gaps) {
        Json call = Json::object();
        for (const auto& [name, shape] : gap.call) call[name] = shape;
        out.push_back({{"forced_by", causeJson(gap.cause)}, {"sizes_from_2_meet_it", gap.ofSmallSizes}, {"accepted_call", gap.call.empty() ? Json(nullptr) : call}});
    }
    return out;
}

Json json(const std::string& file, const Asked& asked, std::vector<std::string> notes) {
    const DimInference& inference = asked.inference;
    Json inputs = Json::array(), conditions = Json::array(), ranges = Json::object(), conflicts = Json::array(), fixes = Json::array(), calls = Json::array();
    for (std::size_t i = 0; i < inference.inputs.size(); ++i) {
        Json dims = Json::array();
        for (const DimConclusion& dim : inference.dims[i]) dims.push_back(dimJson(dim));
        inputs.push_back({{"source", inference.inputs[i].source.text}, {"example", inference.inputs[i].example.text()}, {"dims", dims}});
    }
    for (const DimCondition& each : inference.conditions)
        conditions.push_back({{"condition", each.condition.text()}, {"forced_by", causeJson(each.cause)},
                              {"checked", each.onlyARunKnows ? "run" : "call"}, {"sizes_from_2_meet_it", each.ofSmallSizes}});
    for (const auto& [size, range] : inference.ranges) ranges[size.text()] = rangeJson(range);
    for (const DimConflict& each : inference.conflicts) conflicts.push_back({{"about", each.about}, {"text", each.text}, {"because", causesJson(each.because)}});
    for (const DimFix& fix : inference.fixes) fixes.push_back({{"name", fix.name}, {"lines", fix.lines()}});
    for (const Asked::Call& call : asked.calls) calls.push_back({{"call", call.text}, {"accepted", !call.refused}, {"reason", call.refused ? call.refused->message : ""}});
    notes.insert(notes.begin(), std::string(kFixedNote));
    return {{"file", file},           {"program", inference.program}, {"example", asked.example}, {"inputs", inputs},
            {"conditions", conditions}, {"ranges", ranges},             {"conflicts", conflicts},   {"message", inference.message()},
            {"fixes", fixes},         {"accepted_spec", shapeSpecCode(inference.fixedSpec)}, {"calls", calls}, {"unchecked", gapsJson(asked.gaps)}, {"notes", notes}};
}

}  // namespace

void addDimsOptions(CLI::App& command, DimsOptions& options) {
    command.add_option("--dims", options.dims, "which sizes of the inputs may vary: auto infers each; dynamic does too, and fails where one may not")
        ->check(CLI::IsMember({"auto", "dynamic"}));
    command.add_option("--dims-spec", options.spec,
                       "what you say of each size, checked against the program: Python's dynamic_shapes or JSON such as {\"x\": [\"b\", \"auto\", 8]}, or a file with it");
    command.add_option("--dims-call", options.calls, "a call to check against the conclusions, or a list of them, as JSON: {\"x\": \"f32[4,8]\"}; repeatable")
        ->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

int runInfoDims(const std::string& file, OpenedGraph opened, const DimsOptions& options, bool asJson) {
    const std::vector<std::string> notes = opened.notes;
    const Result<Asked> asked = ask(std::move(opened), options).context("inferring the sizes of {}", file);
    if (!asked) return reportError(asked.error(), asJson);
    if (asJson) printJson(json(file, *asked, notes));
    else print(*asked, notes);
    return asked->status();
}

}  // namespace whittle::cli
