#include "app/cli/bench/minify_suite.h"

#include <algorithm>

#include "minifier/edits/graph_size.h"

namespace whittle::bench {
namespace {

// Candidates about nodes and nothing else: as the simulation counts them.
int aboutNodes(const MinifyResult& result) {
    constexpr std::string_view kPasses[] = {"hint", "halves", "essentials", "remove-nodes"};
    int count = 0;
    for (const PassWorth& pass : result.history.passes())
        if (std::ranges::find(kPasses, pass.pass) != std::end(kPasses)) count += pass.tried;
    return count;
}

Result<MinifyResult> reduceOne(const MinifyCase& what, int seed, const std::filesystem::path& folder, const MinifySuiteOptions& options, const CancelToken& cancel) {
    WHITTLE_TRY(const Graph graph, minifyGraph(what, seed, options.samples));
    WHITTLE_TRY(const std::unique_ptr<Oracle> oracle, minifyOracle(what, options.program));
    WHITTLE_TRY(MinifyResult result, minify(graph, *oracle, {.outputFolder = folder, .jobs = options.jobs, .repeat = what.repeat, .program = options.program}, {}, cancel));
    if (result.status == MinifyResult::Status::Stopped) return fail(Code::Cancelled, "{}", result.note);
    if (result.status != MinifyResult::Status::Minimal) return fail(Code::Run, "{}", result.note);
    return result;
}

Result<void> reduce(MinifyRow& row, const MinifySuiteOptions& options, const CancelToken& cancel) {
    const MinifyCase& what = row.what;
    const std::filesystem::path folder = options.scratch / what.name;
    double seconds = 0, search = 0;
    bool minimal = true;
    int nodes = 0;
    for (int seed = 1; seed <= std::max(1, what.seeds); ++seed) {
        WHITTLE_TRY(row.result, reduceOne(what, what.seeds > 0 ? seed : 0, what.seeds > 0 ? folder / std::to_string(seed) : folder, options, cancel));
        row.meanAboutNodes += aboutNodes(row.result) / static_cast<double>(std::max(1, what.seeds));
        seconds += row.result.seconds;
        search += row.result.searchSeconds;
        minimal = minimal && row.result.oneMinimal;
        nodes = std::max(nodes, row.result.nodesAfter);
    }
    // Of several the last, but for what all of them have to meet.
    row.result.seconds = seconds;
    row.result.searchSeconds = search;
    row.result.oneMinimal = minimal;
    row.result.nodesAfter = nodes;
    row.elementsLeft = inputElements(row.result.graph);
    std::error_code none;
    row.needsData = std::filesystem::exists(row.result.reproducer / "inputs.safetensors", none);
    return {};
}

bool isNamed(const std::string& name, const std::string& word) { return name == word || name.starts_with(word + '-'); }

std::string withTarget(auto value, auto wanted) { return wanted > 0 ? fmt::format("{} ({})", value, wanted) : fmt::format("{}", value); }

}  // namespace

bool MinifyRow::meetsTargets() const {
    return trouble.empty() && result.oneMinimal && result.nodesAfter <= what.wantedOperators &&
           (what.wantedCandidates == 0 || result.candidatesToFewest <= what.wantedCandidates) &&
           (what.wantedMean == 0 || meanAboutNodes <= what.wantedMean) &&
           (what.wantedSeconds == 0 || result.seconds <= what.wantedSeconds);
}

Result<std::vector<MinifyCase>> chosenCases(const std::vector<std::string>& words) {
    std::vector<MinifyCase> chosen;
    const std::vector<MinifyCase> all = minifyCases();
    if (words.empty()) return all;
    for (const std::string& word : words) {
        const std::size_t before = chosen.size();
        std::ranges::copy_if(all, std::back_inserter(chosen), [&](const MinifyCase& one) { return isNamed(one.name, word); });
        if (chosen.size() == before) return fail(Code::NotFound, "the suite minify has no case '{}'; whittle bench --list names them", word);
    }
    return chosen;
}

Result<std::vector<MinifyRow>> runMinifySuite(const MinifySuiteOptions& options, const std::function<void(const MinifyCase&)>& begins,
                                              const CancelToken& cancel) {
    std::vector<MinifyRow> rows;
    for (const MinifyCase& what : options.cases) {
        begins(what);
        MinifyRow row{.what = what, .trouble = {}, .result = {}};
        if (Result<void> done = reduce(row, options, cancel); !done) {
            if (done.error().code == Code::Cancelled) return std::unexpected(std::move(done).error());
            row.trouble = done.error().describe();
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

cli::Json minifyRowsJson(std::span<const MinifyRow> rows) {
    cli::Json out = cli::Json::array();
    for (const MinifyRow& row : rows) {
        const MinifyResult& r = row.result;
        cli::Json json{{"name", row.what.name}, {"ok", row.meetsTargets()}};
        if (!row.trouble.empty()) json["trouble"] = row.trouble;
        json.update({{"nodes_before", r.nodesBefore}, {"nodes_after", r.nodesAfter}, {"candidates", r.candidates}, {"candidates_to_fewest", r.candidatesToFewest}, {"about_nodes", row.meanAboutNodes},
                     {"cache_hits", r.cacheHits}, {"speculated", r.speculated}, {"seconds", r.seconds}, {"search_seconds", r.searchSeconds},
                     {"inputs_after", r.inputsAfter}, {"elements_after", row.elementsLeft}, {"needs_data_file", row.needsData}, {"one_minimal", r.oneMinimal},
                     {"wanted_candidates", row.what.wantedCandidates}, {"wanted_about_nodes", row.what.wantedMean}, {"wanted_nodes", row.what.wantedOperators}, {"wanted_seconds", row.what.wantedSeconds}});
        out.push_back(std::move(json));
    }
    return out;
}

std::string minifyRowsText(std::span<const MinifyRow> rows) {
    std::string text = fmt::format("{:24} {:>6} {:>10} {:>11} {:>12} {:>6} {:>9} {:>5} {:>12} {:>7}\n", "at most, where wanted: ()", "nodes", "left", "to fewest", "about nodes", "all", "elements", "data",
                                   "seconds", "search");
    for (const MinifyRow& row : rows) {
        const MinifyResult& r = row.result;
        if (!row.trouble.empty()) {
            text += fmt::format("{:24} {}\n", row.what.name, row.trouble);
            continue;
        }
        text += fmt::format("{:24} {:>6} {:>10} {:>11} {:>12} {:>6} {:>9} {:>5} {:>12} {:>6.1f}%{}\n", row.what.name, r.nodesBefore, withTarget(r.nodesAfter, row.what.wantedOperators),
                            row.what.seeds > 0 ? std::string("-") : withTarget(r.candidatesToFewest, row.what.wantedCandidates),
                            row.what.wantedMean > 0 ? fmt::format("{:.1f} ({:.1f})", row.meanAboutNodes, row.what.wantedMean) : fmt::format("{:.0f}", row.meanAboutNodes), r.candidates, row.elementsLeft, row.needsData ? "yes" : "no",
                            withTarget(fmt::format("{:.1f}", r.seconds), row.what.wantedSeconds), r.seconds > 0 ? 100 * r.searchSeconds / r.seconds : 0.0,
                            row.meetsTargets() ? "" : "  missed");
    }
    return text + "Candidates until the fewest operators; those that only leave out nodes, of \"hybrid\" the mean of several reductions beside that of a simulation; all until\n"
                  "no single edit is left; search: what is neither an oracle nor a file.\n"
                  "PyTorch's minifier takes turns on other cases, with --peer.\n";
}

}  // namespace whittle::bench
