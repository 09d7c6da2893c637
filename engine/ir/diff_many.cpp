#include "engine/ir/diff_many.h"

#include <algorithm>
#include <utility>

namespace whittle {
namespace {

std::size_t at(NodeId id) { return static_cast<std::size_t>(id.index()); }

class ManyAligner {
public:
    ManyAligner(const Graph& base, std::span<const Graph* const> others) : m_base(base), m_others(others), m_extraOf(others.size()) {
        m_out.others.resize(others.size());
        m_baseRows.reserve(base.nodes().size());
        for (const Node& node : base.nodes()) m_baseRows.push_back({node.id, std::vector<DiffCell>(others.size())});
        m_extrasAfter.resize(base.nodes().size() + 1);
        for (std::size_t i = 0; i < others.size(); ++i) m_extraOf[i].assign(others[i]->nodeIdBound(), -1);
    }

    Result<ManyDiff> run(const CancelToken& cancel, const std::function<void(int, int)>& progress) {
        const int count = static_cast<int>(m_others.size()), all = count * (count + 1) / 2;
        int done = 0;
        const auto step = [&]() -> Result<void> {
            if (progress) progress(done, all);
            ++done;
            return cancel.check();
        };
        for (std::size_t other = 0; other < m_others.size(); ++other) {
            WHITTLE_TRY_VOID(step());
            GraphDiff diff = diffGraphs(m_base, *m_others[other]);
            std::vector<bool> placed(m_others[other]->nodeIdBound(), false);  // of what the base lacks
            for (std::size_t earlier = 0; earlier < other; ++earlier) {
                WHITTLE_TRY_VOID(step());
                if (m_out.others[earlier].added > 0 && diff.count(DiffKind::Added) > 0) placeByEarlier(earlier, other, diff, placed);
            }
            take(std::move(diff), other, placed);
        }
        interleave();
        return std::move(m_out);
    }

private:
    // Nodes that the base lacks and an earlier graph has go into its rows.
    void placeByEarlier(std::size_t earlier, std::size_t other, const GraphDiff& diff, std::vector<bool>& placed) {
        std::vector<bool> isAdded(placed.size(), false);
        for (const DiffRow& row : diff.rows)
            if (row.kind == DiffKind::Added) isAdded[at(row.after)] = true;
        GraphDiff between = diffGraphs(*m_others[earlier], *m_others[other]);
        for (DiffRow& row : between.rows) {
            if (!row.before.valid() || !row.after.valid() || !isAdded[at(row.after)] || placed[at(row.after)]) continue;
            const int extra = m_extraOf[earlier][at(row.before)];
            if (extra < 0 || !m_extras[static_cast<std::size_t>(extra)].others[other].isAbsent()) continue;
            m_extras[static_cast<std::size_t>(extra)].others[other] = {row.after, row.aspects, std::move(row.what)};
            m_extraOf[other][at(row.after)] = extra;
            placed[at(row.after)] = true;
        }
    }

    void take(GraphDiff diff, std::size_t other, const std::vector<bool>& placed) {
        ManyDiff::Other& sums = m_out.others[other];
        std::size_t place = 0;  // behind which of the base's nodes what it lacks stands
        for (DiffRow& row : diff.rows) {
            if (row.before.valid()) place = static_cast<std::size_t>(m_base.position(row.before)) + 1;
            switch (row.kind) {
                case DiffKind::Same: ++sums.same; break;
                case DiffKind::Changed: ++sums.changed; break;
                case DiffKind::Removed: ++sums.absent; continue;
                case DiffKind::Added:
                    ++sums.added;
                    if (!placed[at(row.after)]) addExtra(row.after, other, place);
                    continue;
            }
            m_baseRows[static_cast<std::size_t>(m_base.position(row.before))].others[other] = {row.after, row.aspects, std::move(row.what)};
        }
        sums.addedInputs = std::move(diff.addedInputs);
        sums.removedInputs = std::move(diff.removedInputs);
        sums.outputsChanged = diff.outputsChanged;
    }

    void addExtra(NodeId node, std::size_t other, std::size_t place) {
        const int extra = static_cast<int>(m_extras.size());
        m_extras.push_back({{}, std::vector<DiffCell>(m_others.size())});
        m_extras.back().others[other].node = node;
        m_extraOf[other][at(node)] = extra;
        m_extrasAfter[place].push_back(extra);
    }

    void interleave() {
        m_out.rows.reserve(m_baseRows.size() + m_extras.size());
        for (std::size_t place = 0; place < m_extrasAfter.size(); ++place) {
            if (place > 0) m_out.rows.push_back(std::move(m_baseRows[place - 1]));
            for (const int extra : m_extrasAfter[place]) m_out.rows.push_back(std::move(m_extras[static_cast<std::size_t>(extra)]));
        }
    }

    const Graph& m_base;
    std::span<const Graph* const> m_others;
    std::vector<ManyDiffRow> m_baseRows;           // by position
    std::vector<ManyDiffRow> m_extras;             // that the base lacks
    std::vector<std::vector<int>> m_extrasAfter;   // by how many of the base's nodes stand before
    std::vector<std::vector<int>> m_extraOf;       // by other and its node id; -1: the base has it
    ManyDiff m_out;
};

}  // namespace

bool ManyDiffRow::differs() const {
    return !base.valid() || std::ranges::any_of(others, [](const DiffCell& cell) { return cell.isAbsent() || cell.isChanged(); });
}

Result<ManyDiff> diffMany(const Graph& base, std::span<const Graph* const> others, const CancelToken& cancel, const std::function<void(int, int)>& progress) {
    if (others.size() >= static_cast<std::size_t>(kMostDiffGraphs)) return fail(Code::Limit, "{} graphs, at most {} can be compared at once", others.size() + 1, kMostDiffGraphs);
    return ManyAligner(base, others).run(cancel, progress);
}

}  // namespace whittle
