#include "engine/passes/pipeline.h"

#include <algorithm>
#include <chrono>

#include <fmt/ranges.h>

#include "engine/ops/check.h"
#include "engine/passes/channels_last.h"
#include "engine/passes/decompose.h"
#include "engine/passes/fold_batch_norm.h"
#include "engine/passes/fold_constants.h"
#include "engine/passes/fuse_attention.h"
#include "engine/passes/inject_fault.h"
#include "engine/passes/merge_equal.h"
#include "engine/passes/prepack.h"
#include "engine/passes/remove_dead.h"

namespace whittle {
namespace {

constexpr PassDef kPasses[] = {
    {"inject-fault", "Plants the faults asked for with --inject; does nothing otherwise.", injectFault},
    {"fuse-attention", "Makes attention that is written out one operator, where a library computes it whole; a NaN or infinity in what a mask hides may show or vanish.", fuseAttention},
    {"decompose", "Replaces composite operators by the simpler ones they consist of.", decompose},
    {"fold-constants", "Computes what depends on weights only.", foldConstants},
    {"fold-batch-norm", "Makes a batch norm after a convolution part of the convolution's weights.", foldBatchNorm},
    {"merge-equal", "Lets nodes that compute the same thing be one.", mergeEqual},
    {"remove-dead", "Removes nodes that nothing reads.", removeDead},
    {"channels-last", "Leaves results of convolutions with the channels innermost, as their kernels compute them.", channelsLast, PassStage::Memory},
    {"prepack", "Keeps weights in the order in which their kernels read them.", prepack, PassStage::Memory},
};

Result<Rewrites> runOne(const PassDef& pass, Graph& graph, const PassContext& context) {
    const std::size_t ids = graph.nodeIdBound(), nodes = graph.nodes().size();
    WHITTLE_TRY(Rewrites rewrites, pass.run(graph, context));
    // One that tried and took it back has left ids behind.
    const bool isAsBefore = pass.stage == PassStage::Memory || (rewrites.empty() && graph.nodeIdBound() == ids && graph.nodes().size() == nodes);
    if (!isAsBefore) WHITTLE_TRY_VOID(checkGraph(graph));
    return rewrites;
}

bool isLeftOut(std::size_t place, const PipelineOptions& options) {
    return std::ranges::find(options.skip, kPasses[place].name) != options.skip.end() || (options.limit >= 0 && static_cast<std::int64_t>(place) >= options.limit);
}

}  // namespace

RewrittenNode rewritten(const Node& node) { return {node.name, node.op}; }

std::string rewriteText(const Rewrite& rewrite) {
    const auto list = [](const std::vector<RewrittenNode>& nodes) {
        std::string out;
        for (const RewrittenNode& node : nodes) out += fmt::format("{}{} ({})", out.empty() ? "" : ", ", node.name, node.op.empty() ? "a weight" : node.op);
        return out.empty() ? "nothing" : out;
    };
    return list(rewrite.before) + " -> " + list(rewrite.after) + (rewrite.detail.empty() ? "" : ": " + rewrite.detail);
}

std::span<const PassDef> allPasses() { return kPasses; }

std::vector<std::string> passesLeftOut(PassStage stage, const PipelineOptions& options) {
    std::vector<std::string> out;
    for (std::size_t place = 0; place < std::size(kPasses); ++place)
        if (kPasses[place].stage == stage && isLeftOut(place, options)) out.emplace_back(kPasses[place].name);
    return out;
}

Result<std::vector<PassRecord>> runPasses(Graph& graph, const PassContext& context, const PipelineOptions& options) {
    for (const std::string& name : options.skip)
        if (std::none_of(std::begin(kPasses), std::end(kPasses), [&](const PassDef& pass) { return pass.name == name; })) {
            std::vector<std::string_view> known;
            for (const PassDef& pass : kPasses) known.push_back(pass.name);
            return fail(Code::Argument, "there is no pass '{}'; the passes are: {}", name, fmt::join(known, ", "));
        }
    std::vector<PassRecord> records;
    for (std::size_t place = 0; place < std::size(kPasses); ++place) {
        const PassDef& pass = kPasses[place];
        if (options.stage && pass.stage != *options.stage) continue;
        WHITTLE_TRY_VOID(options.cancel.check());
        PassRecord record{.name = std::string(pass.name)};
        record.skipped = isLeftOut(place, options);
        if (!record.skipped) {
            if (options.entering) options.entering(fmt::format("pass:{}", pass.name));
            const auto start = std::chrono::steady_clock::now();
            Result<Rewrites> rewrites = runOne(pass, graph, context).context("pass:{}", pass.name);
            if (!rewrites) return std::unexpected(std::move(rewrites).error());
            record.rewrites = *std::move(rewrites);
            record.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
            if (options.snapshots == Snapshots::Keep) record.after = std::make_shared<const Graph>(graph);
            if (options.passed) options.passed(record);
        }
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace whittle
