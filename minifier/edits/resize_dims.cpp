// Makes tensors smaller: one class of equal sizes at a time, all of them to 1 before that. What an operator, or the
// failure, does not take stays as large as it must be.
#include <algorithm>
#include <set>

#include "minifier/edits/apply.h"
#include "minifier/edits/passes.h"
#include "minifier/edits/resizing.h"

namespace whittle {

Result<void> apply(Graph& graph, const ResizeDims& edit, const Capture&) {
    const Graph before = graph;
    const DimClasses classes(before);
    std::vector<DimClasses::Slot> slots;
    for (const DimRef& dim : edit.dims) {
        WHITTLE_TRY_VOID(requireValue(before, dim.value));
        const DimClasses::Slot slot = classes.slotOf(dim);
        if (slot < 0 || classes.size(slot) < 0)
            return fail(Code::Verify, "edit.37: %{} has no dimension {} of a known size", before.value(dim.value).name, dim.dim);
        slots.push_back(slot);
    }
    Resizing resizing(before, classes);
    WHITTLE_TRY_VOID(resizing.plan(slots, edit.size));
    return resizing.commit(graph, edit.last ? Keep::Last : Keep::First);
}

namespace {

class ResizeDimsPass final : public ReductionPass {
public:
    std::string_view name() const override { return "shrink-dims"; }
    std::string_view summary() const override { return "Makes dimensions smaller, with all sizes that must be equal to them."; }

    std::vector<Edit> propose(const Graph& graph) const override {
        const DimClasses classes(graph);
        const std::vector<std::pair<DimRef, DimClasses::Slot>> free = freeClasses(classes);
        std::vector<Edit> edits;
        if (free.size() > 1)
            if (ResizeDims all = allToOne(graph, classes, free); all.dims.size() > 1) edits.push_back(std::move(all));
        for (const auto& [dim, slot] : free)
            for (const std::int64_t size : sizesBelow(classes.size(slot))) {
                edits.push_back(ResizeDims{{dim}, size});
                // What the failure needs may lie in the other half of the data. Where all of it is alike, this is the same graph.
                if (size == classes.size(slot) / 2 || size == classes.size(slot) - 1) edits.push_back(ResizeDims{{dim}, size, true});
            }
        return edits;
    }
    // An accepted one changes which sizes hang together.
    bool composable() const override { return false; }
    bool refines() const override { return true; }

private:
    // Those that are no multiple of others: a product follows its factors.
    static std::vector<std::pair<DimRef, DimClasses::Slot>> freeClasses(const DimClasses& classes) {
        std::set<DimClasses::Slot> products;
        for (const DimClasses::Multiple& one : classes.multiples()) products.insert(classes.classOf(one.whole));
        auto free = classes.leaders();
        std::erase_if(free, [&](const auto& one) { return products.contains(one.second); });
        return free;
    }

    using Classes = std::span<const std::pair<DimRef, DimClasses::Slot>>;

    // A plan is worked out in one pass over the graph or a few. Large graphs get enough of them to leave out a few classes
    // among a hundred, small ones as many as they need.
    static int mostPlans(const Graph& graph) { return std::max(32, 50'000 / static_cast<int>(graph.nodes().size() + 1)); }

    // As many of them as can be at once, found by halving.
    static ResizeDims allToOne(const Graph& graph, const DimClasses& classes, Classes free) {
        Resizing resizing(graph, classes);
        std::vector<DimClasses::Slot> slots;
        ResizeDims edit{.dims = {}, .size = 1};
        int plans = 0;
        const auto add = [&](const auto& self, Classes some) -> void {
            if (++plans > mostPlans(graph)) return;
            const std::size_t before = slots.size();
            for (const auto& [dim, slot] : some) slots.push_back(slot);
            if (resizing.plan(slots, 1)) {
                for (const auto& [dim, slot] : some) edit.dims.push_back(dim);
                return;
            }
            slots.resize(before);
            if (some.size() < 2) return;
            self(self, some.first(some.size() / 2));
            self(self, some.subspan(some.size() / 2));
        };
        add(add, free);
        return edit;
    }
};

}  // namespace

std::unique_ptr<ReductionPass> resizeDimsPass() { return std::make_unique<ResizeDimsPass>(); }

}  // namespace whittle
