// `whittle diff`: one graph against others, node by node. What cannot be read is told and does not keep the rest from being compared.
#include <algorithm>
#include <memory>

#include "app/cli/command.h"
#include "engine/ir/diff_filter.h"

namespace whittle::cli {
namespace {

struct Options {
    std::vector<std::string> files;
    std::string filter = "differs";
    bool json = false;
};

struct Given {
    std::string file;
    char letter = 'A';
    Result<OpenedGraph> opened = fail(Code::NotFound, "not read yet");
};

// Those that could be read, the base first, and what was found.
struct Compared {
    std::vector<const Given*> given;
    std::vector<const Graph*> graphs;
    ManyDiff diff;
    DiffFilter filter;
};

const Node& nodeOf(const Compared& it, const ManyDiffRow& row) {
    if (row.base.valid()) return it.graphs[0]->node(row.base);
    const auto found = std::ranges::find_if(row.others, [](const DiffCell& cell) { return !cell.isAbsent(); });
    return it.graphs[static_cast<std::size_t>(found - row.others.begin()) + 1]->node(found->node);
}

std::string_view stateOf(const ManyDiffRow& row, const DiffCell& cell) {
    if (cell.isAbsent()) return "absent";
    if (cell.isChanged()) return "changed";
    return row.base.valid() ? "same" : "added";
}

Json inputsOf(const Graph& graph, const std::vector<ValueId>& ids) {
    Json out = Json::array();
    for (const ValueId id : ids) out.push_back(graph.value(id).name);
    return out;
}

Json graphJson(const Given& one) {
    Json out{{"letter", std::string(1, one.letter)}, {"file", one.file}};
    if (one.opened) out["nodes"] = one.opened->graph.nodes().size();
    else out["error"] = one.opened.error().describe();
    return out;
}

Json rowJson(const Compared& it, const ManyDiffRow& row) {
    const Node& node = nodeOf(it, row);
    Json graphs = Json::object();
    graphs["A"] = {{"state", row.base.valid() ? "base" : "absent"}};
    for (std::size_t i = 0; i < row.others.size(); ++i) {
        const DiffCell& cell = row.others[i];
        Json one{{"state", stateOf(row, cell)}};
        if (!cell.isAbsent()) one["node"] = it.graphs[i + 1]->node(cell.node).name;
        if (cell.isChanged()) one["what"] = cell.what;
        graphs[std::string(1, it.given[i + 1]->letter)] = std::move(one);
    }
    return {{"node", node.name}, {"operator", node.op}, {"graphs", std::move(graphs)}};
}

void printJsonOf(const std::vector<Given>& all, const Compared& it) {
    Json graphs = Json::array(), rows = Json::array();
    for (const Given& one : all) {
        Json out = graphJson(one);
        if (const auto found = std::ranges::find(it.given, &one); found != it.given.end() && found != it.given.begin()) {
            const ManyDiff::Other& sums = it.diff.others[static_cast<std::size_t>(found - it.given.begin()) - 1];
            out.update({{"same", sums.same}, {"changed", sums.changed}, {"absent", sums.absent}, {"added", sums.added},
                        {"added_inputs", inputsOf(one.opened->graph, sums.addedInputs)}, {"removed_inputs", inputsOf(*it.graphs[0], sums.removedInputs)},
                        {"outputs_differ", sums.outputsChanged}});
        }
        graphs.push_back(std::move(out));
    }
    for (const ManyDiffRow& row : it.diff.rows)
        if (accepts(it.filter, row, it.graphs)) rows.push_back(rowJson(it, row));
    printJson({{"graphs", std::move(graphs)}, {"rows", std::move(rows)}});
}

void printText(const std::vector<Given>& all, const Compared& it) {
    for (const Given& one : all) {
        if (!one.opened) continue;  // told already
        fmt::print("{}  {}: {} nodes", one.letter, one.file, one.opened->graph.nodes().size());
        if (const auto found = std::ranges::find(it.given, &one); found != it.given.begin()) {
            const ManyDiff::Other& sums = it.diff.others[static_cast<std::size_t>(found - it.given.begin()) - 1];
            fmt::print(", {} the same, {} changed, {} absent, {} added{}", sums.same, sums.changed, sums.absent, sums.added, sums.outputsChanged ? ", other outputs" : "");
            for (const ValueId id : sums.removedInputs) fmt::print("\n     input {} is gone", it.graphs[0]->value(id).name);
            for (const ValueId id : sums.addedInputs) fmt::print("\n     input {} is new", one.opened->graph.value(id).name);
        }
        fmt::print("\n");
    }
    bool isFirst = true;
    for (const ManyDiffRow& row : it.diff.rows) {
        if (!accepts(it.filter, row, it.graphs)) continue;
        if (std::exchange(isFirst, false)) fmt::print("\n");
        const Node& node = nodeOf(it, row);
        fmt::print("{} ({})", node.name, node.op);
        if (!row.base.valid()) fmt::print("  A absent");
        for (std::size_t i = 0; i < row.others.size(); ++i) {
            const DiffCell& cell = row.others[i];
            fmt::print("  {} {}", it.given[i + 1]->letter, stateOf(row, cell));
            if (const std::string* name = cell.isAbsent() ? nullptr : &it.graphs[i + 1]->node(cell.node).name; name && *name != node.name) fmt::print(" as {}", *name);
            if (cell.isChanged()) fmt::print(": {}", cell.what);
        }
        fmt::print("\n");
    }
}

int runDiff(const Options& options) {
    const int count = static_cast<int>(options.files.size());
    if (count > kMostDiffGraphs) return reportError({Code::Limit, fmt::format("{} graphs, at most {} can be compared at once", count, kMostDiffGraphs), {}}, options.json);
    Result<DiffFilter> filter = parseDiffFilter(options.filter, count).context("reading --filter");
    if (!filter) return reportError(filter.error(), options.json);
    std::vector<Given> all;
    for (const std::string& file : options.files)
        all.push_back({file, diffLetter(static_cast<int>(all.size())), openGraph(file, {.fillMissing = false, .check = DataCheck::Later})});
    if (!all[0].opened) return reportError(all[0].opened.error(), options.json);
    Compared it;
    for (const Given& one : all) {
        if (one.opened) {
            it.given.push_back(&one);
            it.graphs.push_back(&one.opened->graph);
        } else if (!options.json) {
            reportError(one.opened.error(), false);
        }
    }
    const bool isWhole = it.given.size() == all.size();
    if (it.given.size() < 2) return options.json ? reportError(all[1].opened.error(), true) : kBadInput;
    // By their places among those that could be read.
    for (DiffFilter::Term& term : filter->terms) {
        if (term.graph < 0) continue;
        const auto found = std::ranges::find(it.given, &all[static_cast<std::size_t>(term.graph)]);
        if (found == it.given.end()) return reportError({Code::Argument, fmt::format("--filter: {} could not be read", diffLetter(term.graph)), {}}, options.json);
        term.graph = static_cast<int>(found - it.given.begin());
    }
    it.filter = *std::move(filter);
    Result<ManyDiff> diff = diffMany(*it.graphs[0], std::span(it.graphs).subspan(1), interruptToken());
    if (!diff) return reportError(diff.error(), options.json);
    it.diff = *std::move(diff);
    if (options.json) printJsonOf(all, it);
    else printText(all, it);
    if (!isWhole) return kBadInput;
    return std::ranges::all_of(it.diff.others, &ManyDiff::Other::isSame) ? kOk : kCheckFailed;
}

}  // namespace

void addDiff(CLI::App& app, Selection& selection) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("diff", "One graph against others, node by node: the same, changed or absent, and what only others have");
    command->add_option("FILE", options->files, "the graph, then those that it is held against")->required()->expected(2, -1);
    command->add_option("--filter", options->filter,
                        "which nodes: differs, same, changed, absent, each also of one graph as in changed:B, only:C, what:operator, what:arguments, what:type, and words of names and operators; all have to hold; '' for all nodes")
        ->capture_default_str();
    command->add_flag("--json", options->json, "one JSON object on standard output");
    command->footer("Graphs are called A (the first), B, C, …. Exit status: 0 no difference, 1 a difference, 2 one could not be read.");
    command->callback([&selection, options] { selection.run = [options] { return runDiff(*options); }; });
}

}  // namespace whittle::cli
