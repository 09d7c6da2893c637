// Replaces what inputs and weights hold by something that can be said in a few words: a compiler that breaks on any
// data breaks on zeros, and then nobody needs the data.
#include "engine/ops/layout.h"
#include "minifier/edits/apply.h"
#include "minifier/edits/data_size.h"
#include "minifier/edits/passes.h"

namespace whittle {
namespace {

// From the simplest on. A seed an input, so that two inputs of one type do not hold the same numbers.
constexpr Fill kTried[] = {Fill::Zeros, Fill::Ones, Fill::Arange, Fill::Integers, Fill::Uniform, Fill::Normal};

TensorFill fillOf(const Graph& graph, ValueId input, Fill how) {
    if (how == Fill::Zeros || how == Fill::Ones || how == Fill::Arange) return {how};
    const auto inputs = graph.inputs();
    const auto place = std::ranges::find(inputs, input, &GraphInput::value) - inputs.begin();
    return {how, static_cast<std::uint64_t>(place) % kFillSeeds};
}

std::optional<Tensor> filledLike(const Graph& graph, ValueId input, Fill how) {
    const Tensor& old = *asTensor(graph.inputOf(input)->data);
    std::optional<Tensor> made = filled(fillOf(graph, input, how), old.dtype(), old.sizes());
    if (made && ops::sharesNoPlace(old)) made = ops::inLayout(*std::move(made), old.strides());
    return made;
}

class FillInputsPass final : public ReductionPass {
public:
    std::string_view name() const override { return "fill-inputs"; }
    std::string_view summary() const override {
        return "Fills inputs and weights with zeros, ones, counted or random numbers in place of their data.";
    }
    // All inputs at once, then parts of them, then each by itself; each time the simplest filling first.
    std::vector<Edit> propose(const Graph& graph) const override {
        std::vector<ValueId> open;
        for (const GraphInput& input : graph.inputs())
            if (const Tensor* tensor = asTensor(input.data); tensor && dataSize(*tensor).kind > 0) open.push_back(input.value);
        std::vector<Edit> edits;
        const auto propose = [&](std::span<const ValueId> inputs, std::span<const Fill> fillings) {
            for (const Fill how : fillings) {
                FillInputs edit{.inputs = {}, .how = how};
                for (const ValueId id : inputs)
                    if (gains(graph, id, how)) edit.inputs.push_back(id);
                if (edit.inputs.size() == inputs.size() || (inputs.size() > 1 && edit.inputs.size() > 1)) edits.push_back(std::move(edit));
            }
        };
        if (open.size() > 1) propose(open, std::array{Fill::Zeros, Fill::Ones, Fill::Uniform, Fill::Normal});
        for (std::size_t size = (open.size() + 1) / 2; size > 1; size = (size + 1) / 2)
            for (std::size_t begin = 0; begin < open.size() && size < open.size(); begin += size)
                propose(std::span(open).subspan(begin, std::min(size, open.size() - begin)), std::array{Fill::Zeros});
        for (const ValueId id : open) propose({&id, 1}, kTried);
        return edits;
    }
    // The first proposals are already all of them.
    bool composable() const override { return false; }
    bool refines() const override { return true; }

private:
    static bool gains(const Graph& graph, ValueId id, Fill how) {
        const Tensor& old = *asTensor(graph.inputOf(id)->data);
        const auto made = filledLike(graph, id, how);
        return made && dataSize(*made).kind < dataSize(old).kind;
    }
};

}  // namespace

Result<void> apply(Graph& graph, const FillInputs& edit, const Capture&) {
    for (const ValueId id : edit.inputs) {
        WHITTLE_TRY_VOID(requireValue(graph, id));
        const GraphInput* input = graph.inputOf(id);
        if (!input || !asTensor(input->data))
            return fail(Code::Verify, "edit.16: %{} is not an input that holds a tensor", graph.value(id).name);
        std::optional<Tensor> made = filledLike(graph, id, edit.how);
        if (!made)
            return fail(Code::Verify, "edit.17: %{} is {}, which cannot be filled with {}", graph.value(id).name,
                        typeText(graph.type(id)), fillName(edit.how));
        graph.setInputData(id, *std::move(made));
    }
    return {};
}

std::unique_ptr<ReductionPass> fillInputsPass() { return std::make_unique<FillInputsPass>(); }

}  // namespace whittle
