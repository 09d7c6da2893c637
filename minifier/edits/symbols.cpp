// Makes what is symbolic simpler: a smaller number for a symbol, no range, no symbol at all.
#include <algorithm>

#include "minifier/edits/apply.h"
#include "minifier/edits/fit_data.h"
#include "minifier/edits/passes.h"
#include "minifier/edits/resizing.h"
#include "minifier/edits/retyping.h"

namespace whittle {
namespace {

Result<SymbolInfo*> requireSymbol(Graph& graph, const std::string& name) {
    const auto found = graph.symbols.find(name);
    if (found == graph.symbols.end()) return fail(Code::Verify, "edit.38: there is no symbol {}", name);
    return &found->second;
}

bool mentions(const Type& type, const std::string& symbol) {
    bool found = false;
    mapSizes(type, [&](const SymInt& size) {
        found = found || size.symbols().contains(symbol);
        return size;
    });
    return found;
}

}  // namespace

Result<void> apply(Graph& graph, const ResizeSymbol& edit, const Capture&) {
    WHITTLE_TRY(SymbolInfo * info, requireSymbol(graph, edit.symbol));
    if (edit.size < info->min.value_or(1) || edit.size > info->max.value_or(edit.size))
        return fail(Code::Verify, "edit.39: {} may not be {}", edit.symbol, edit.size);
    const Capture now = Capture::ofInputs(graph);
    if (!now.symbol(edit.symbol)) return fail(Code::Verify, "edit.40: no input binds symbol {}", edit.symbol);
    const auto sizes = [&](std::string_view name) { return name == edit.symbol ? std::optional(edit.size) : now.symbol(name); };
    const std::vector<GraphInput> inputs(graph.inputs().begin(), graph.inputs().end());
    for (const GraphInput& input : inputs) {
        const Value& value = graph.value(input.value);
        if (std::holds_alternative<std::monostate>(input.data) || !mentions(value.type, edit.symbol)) continue;
        Result<Datum> data = fitted(input.data, value.type, sizes).context("resizing %{}", value.name);
        WHITTLE_TRY(Datum fit, std::move(data));
        graph.setInputData(input.value, std::move(fit));
    }
    info->hint = edit.size;
    return {};
}

Result<void> apply(Graph& graph, const FixSymbol& edit, const Capture&) {
    WHITTLE_TRY_VOID(requireSymbol(graph, edit.symbol));
    const auto value = Capture::ofInputs(graph).symbol(edit.symbol);
    if (!value) return fail(Code::Verify, "edit.40: no input binds symbol {}", edit.symbol);
    const auto number = [&](std::string_view name) {
        return name == edit.symbol ? std::optional(SymInt(*value)) : std::nullopt;
    };
    mapTypes(graph, [&](const Type& type) {
        return mapSizes(type, [&](const SymInt& size) { return size.substitute(number); });
    });
    graph.symbols.erase(edit.symbol);
    return {};
}

Result<void> apply(Graph& graph, const DropRange& edit, const Capture&) {
    WHITTLE_TRY(SymbolInfo * info, requireSymbol(graph, edit.symbol));
    info->min.reset();
    info->max.reset();
    return {};
}

Result<void> apply(Graph& graph, const SimplifySize& edit, const Capture&) {
    WHITTLE_TRY_VOID(requireSymbol(graph, edit.symbol));
    const Capture now = Capture::ofInputs(graph);
    const auto sizes = [&](std::string_view name) { return now.symbol(name); };
    std::set<ValueId> changed;
    const std::vector<GraphInput> inputs(graph.inputs().begin(), graph.inputs().end());
    for (const GraphInput& input : inputs) {
        const TensorType* old = asTensorType(graph.type(input.value));
        if (!old || std::ranges::none_of(old->sizes, [&](const SymInt& size) { return size.text() == edit.expression; })) continue;
        TensorType type = *old;
        for (SymInt& size : type.sizes)
            if (size.text() == edit.expression) size = SymInt::symbol(edit.symbol);
        const Tensor* tensor = asTensor(input.data);
        if (!type.strides.empty()) {
            if (!tensor) return fail(Code::Verify, "edit.48: %{} has strides and no data to tell their order", graph.value(input.value).name);
            type.strides = denseStrides(*tensor, type.sizes);
        }
        if (tensor) {
            Result<Datum> data = fitted(input.data, type, sizes).context("resizing %{}", graph.value(input.value).name);
            WHITTLE_TRY(Datum fit, std::move(data));
            graph.setInputData(input.value, std::move(fit));
        }
        graph.setType(input.value, std::move(type));
        changed.insert(input.value);
    }
    if (changed.empty()) return fail(Code::Verify, "edit.49: no input has the size {}", edit.expression);
    return retypeReaders(graph, std::move(changed), {});
}

namespace {

class ShrinkSymbolsPass final : public ReductionPass {
public:
    std::string_view name() const override { return "shrink-symbols"; }
    std::string_view summary() const override { return "Gives symbols smaller values, in every input that they size."; }
    std::vector<Edit> propose(const Graph& graph) const override {
        std::vector<Edit> edits;
        const Capture now = Capture::ofInputs(graph);
        for (const auto& [name, info] : graph.symbols)
            if (const auto value = now.symbol(name))
                for (const std::int64_t size : sizesBelow(*value, std::max<std::int64_t>(info.min.value_or(1), 1)))
                    edits.push_back(ResizeSymbol{name, size});
        return edits;
    }
    bool composable() const override { return false; }
    bool refines() const override { return true; }
};

class SimplifySymbolsPass final : public ReductionPass {
public:
    std::string_view name() const override { return "simplify-symbols"; }
    std::string_view summary() const override { return "Makes symbols the numbers that they are, or drops their ranges."; }
    std::vector<Edit> propose(const Graph& graph) const override {
        std::vector<Edit> edits;
        for (const auto& [name, info] : graph.symbols) {
            edits.push_back(FixSymbol{name});
            if (info.min || info.max) edits.push_back(DropRange{name});
        }
        return edits;
    }
    // Once a symbol is a number, its range is gone.
    bool composable() const override { return false; }
    bool refines() const override { return true; }
};

class SimplifySizesPass final : public ReductionPass {
public:
    std::string_view name() const override { return "simplify-sizes"; }
    std::string_view summary() const override { return "Makes sizes that are computed from a symbol the symbol itself."; }
    std::vector<Edit> propose(const Graph& graph) const override {
        std::vector<Edit> edits;
        std::set<std::string> seen;
        for (const GraphInput& input : graph.inputs())
            if (const TensorType* type = asTensorType(graph.type(input.value)))
                for (const SymInt& size : type->sizes)
                    if (!size.symbolName() && seen.insert(size.text()).second)
                        for (const std::string& symbol : size.symbols()) edits.push_back(SimplifySize{size.text(), symbol});
        return edits;
    }
    bool composable() const override { return false; }
    bool refines() const override { return true; }
};

}  // namespace

std::unique_ptr<ReductionPass> simplifySizesPass() { return std::make_unique<SimplifySizesPass>(); }
std::unique_ptr<ReductionPass> shrinkSymbolsPass() { return std::make_unique<ShrinkSymbolsPass>(); }
std::unique_ptr<ReductionPass> simplifySymbolsPass() { return std::make_unique<SimplifySymbolsPass>(); }

}  // namespace whittle
