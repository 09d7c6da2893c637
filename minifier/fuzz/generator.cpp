#include "minifier/fuzz/generator.h"

#include <numeric>

#include "minifier/fuzz/draw_args.h"

namespace whittle {
namespace {

// Draws for one node before another operator is tried. Draws are cheap, and some operators want luck.
constexpr int kDrawsPerOp = 8;

// Operators that are tried in vain before a graph is taken as it is.
constexpr int kPatience = 400;

const OpDef& drawOp(Random& random, std::span<const DrawnOp> ops) {
    const int total = std::accumulate(ops.begin(), ops.end(), 0, [](int sum, const DrawnOp& one) { return sum + one.weight; });
    int left = random.below(total);
    for (const DrawnOp& one : ops)
        if ((left -= one.weight) < 0) return *one.op;
    return *ops.back().op;
}

}  // namespace

RandomGraph randomGraph(std::uint64_t seed, std::uint64_t number, int maxNodes, std::span<const DrawnOp> ops) {
    Draft draft(seed, number);
    // Small graphs as often as large ones: they fail by themselves, and take no time to minify.
    const int wanted = draft.random().between(1, draft.random().between(1, maxNodes));
    for (int made = 0, tried = 0; made < wanted && tried < kPatience; ++tried) {
        const OpDef& op = drawOp(draft.random(), ops);
        for (int draw = 0; draw < kDrawsPerOp; ++draw) {
            std::optional<std::vector<NamedArg>> args = drawArgs(draft, op);
            if (!args || !draft.add(op, *std::move(args))) continue;
            ++made;
            break;
        }
    }
    draft.finish();
    RandomGraph out{.graph = draft.graph(), .inputs = {draft.inputs().begin(), draft.inputs().end()},
                    .bindings = {draft.bindings().begin(), draft.bindings().end()}, .seed = seed, .number = number};
    if (out.graph.symbols.empty()) out.bindings.resize(1);
    return out;
}

Graph RandomGraph::withData(std::size_t run) const {
    Graph out = graph;
    const Binding& binding = bindings[run];
    const auto evaluate = [&](const SymInt& size) {
        return *size.evaluate([&](std::string_view name) -> std::optional<std::int64_t> {  // the draft evaluated it before
            const auto found = binding.find(std::string(name));
            return found == binding.end() ? std::nullopt : std::optional(found->second);
        });
    };
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const DraftInput& input = inputs[i];
        const TensorType& type = *asTensorType(graph.type(input.value));
        Sizes sizes;
        for (const SymInt& size : type.sizes) sizes.push_back(evaluate(size));
        const bool isWeight = graph.inputOf(input.value)->kind != InputKind::User;
        const Random random = Random::forPart(Random::forPart(seed ^ 0x5eed, number).next(), i * 16 + (isWeight ? 0 : run));
        Tensor data = makeInputData(random, type.dtype, sizes, input.filling.kind, evaluate(input.filling.bound), input.layout);
        // On record, so that files and workers, who get the elements row by row, lay them out again.
        TensorType recorded = type;
        if (!data.isContiguous()) recorded.strides.assign(data.strides().begin(), data.strides().end());
        out.setType(input.value, std::move(recorded));
        out.setInputData(input.value, std::move(data));
    }
    return out;
}

}  // namespace whittle
