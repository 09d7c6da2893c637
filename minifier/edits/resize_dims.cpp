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
    return resizing.commit(graph);
}

namespace {

// Up to here every size below a class's is tried, above it fractions: 5 of 8 may matter, 3,001 of 4,096 hardly.
constexpr std::int64_t kTriedOneByOne = 64;

// The extreme first, then what leaves half, three quarters, ...
std::vector<std::int64_t> sizesBelow(std::int64_t size) {
    std::vector<std::int64_t> sizes{1, 2, 3, size / 2, size - size / 4, size - size / 8};
    if (size <= kTriedOneByOne) sizes.push_back(size - 1);
    std::set<std::int64_t> seen{0};
    std::erase_if(sizes, [&](std::int64_t one) { return one >= size || !seen.insert(one).second; });
    return sizes;
}

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
            for (const std::int64_t size : sizesBelow(classes.size(slot))) edits.push_back(ResizeDims{{dim}, size});
        return edits;
    }
    // An accepted one changes which sizes hang together.
    bool composable() const override { return false; }

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

    // As many of them as can be at once. Cost: two plans a class that cannot, for each halving of their number.
    static ResizeDims allToOne(const Graph& graph, const DimClasses& classes, Classes free) {
        Resizing resizing(graph, classes);
        std::vector<DimClasses::Slot> slots;
        ResizeDims edit{.dims = {}, .size = 1};
        const auto add = [&](const auto& self, Classes some) -> void {
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
