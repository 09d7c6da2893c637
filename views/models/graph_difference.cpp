#include "views/models/graph_difference.h"

#include <algorithm>
#include <utility>

#include <QCoreApplication>

#include "views/models/text.h"

namespace whittle {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(whittle::GraphDifference)
};

// The classes of NodeOverlay::Scale::Difference.
enum Mark { Removed, Added, Changed, AbsentInSome, ChangedInSome };

Mark markOfBase(const ManyDiffRow& row) {
    const auto count = static_cast<std::ptrdiff_t>(row.others.size());
    const auto absent = std::ranges::count_if(row.others, &DiffCell::isAbsent), changed = std::ranges::count_if(row.others, &DiffCell::isChanged);
    if (absent == count) return Removed;
    if (absent > 0) return AbsentInSome;
    return changed == count ? Changed : ChangedInSome;
}

OverlayRef overlayOf(std::unordered_map<std::string, double> values, QStringList classes) {
    auto overlay = std::make_shared<NodeOverlay>();
    overlay->key = QStringLiteral("difference");
    overlay->title = Words::tr("Difference");
    overlay->scale = NodeOverlay::Scale::Difference;
    overlay->classes = std::move(classes);
    overlay->values = std::move(values);
    return overlay;
}

OverlayRef marksOfBase(const GraphDifference& difference) {
    std::unordered_map<std::string, double> values;
    for (const ManyDiffRow& row : difference.diff.rows) {
        if (!row.base.valid() || !row.differs()) continue;
        values.emplace(difference.graph(0).node(row.base).name, markOfBase(row));
    }
    QStringList classes{Words::tr("removed"), Words::tr("added"), Words::tr("changed")};
    if (difference.others() > 1) classes = {Words::tr("only here"), Words::tr("added"), Words::tr("changed in all"), Words::tr("absent in some"), Words::tr("changed in some")};
    return overlayOf(std::move(values), std::move(classes));
}

OverlayRef marksOfOther(const GraphDifference& difference, int other) {
    std::unordered_map<std::string, double> values;
    for (const ManyDiffRow& row : difference.diff.rows) {
        const DiffCell& cell = row.others[static_cast<std::size_t>(other)];
        if (cell.isAbsent() || !row.differsIn(other + 1)) continue;
        values.emplace(difference.graph(other + 1).node(cell.node).name, row.base.valid() ? Changed : Added);
    }
    return overlayOf(std::move(values), {Words::tr("removed"), Words::tr("added"), Words::tr("changed")});
}

}  // namespace

bool GraphDifference::isEmpty() const { return std::ranges::all_of(diff.others, &ManyDiff::Other::isSame); }

std::vector<const Graph*> GraphDifference::graphList() const {
    std::vector<const Graph*> out;
    for (const ComparedGraph& one : graphs) out.push_back(one.graph.get());
    return out;
}

NodeId GraphDifference::node(int index, int graph) const { return graph == 0 ? row(index).base : row(index).others[static_cast<std::size_t>(graph - 1)].node; }

int GraphDifference::firstWith(int index) const {
    int graph = 0;
    while (!node(index, graph).valid()) ++graph;
    return graph;
}

int GraphDifference::rowOf(int graph, NodeId node) const {
    const auto& known = rows[static_cast<std::size_t>(graph)];
    const auto found = known.find(node);
    return found == known.end() ? -1 : found->second;
}

QStringList edgeSentences(const GraphDifference& difference, int other) {
    const ManyDiff::Other& sums = difference.diff.others[static_cast<std::size_t>(other)];
    QStringList out;
    for (const ValueId id : sums.removedInputs) out << Words::tr("input %1 is gone").arg(toQString(difference.graph(0).value(id).name));
    for (const ValueId id : sums.addedInputs) out << Words::tr("input %1 is new").arg(toQString(difference.graph(other + 1).value(id).name));
    if (sums.outputsChanged) out << Words::tr("outputs differ");
    return out;
}

QString GraphDifference::summary(int other) const {
    const ManyDiff::Other& sums = diff.others[static_cast<std::size_t>(other)];
    QStringList parts;
    if (sums.absent) parts << Words::tr("%Ln removed", nullptr, static_cast<int>(sums.absent));
    if (sums.added) parts << Words::tr("%Ln added", nullptr, static_cast<int>(sums.added));
    if (sums.changed) parts << Words::tr("%Ln changed", nullptr, static_cast<int>(sums.changed));
    parts << edgeSentences(*this, other);
    if (parts.isEmpty()) return Words::tr("No difference in %Ln nodes", nullptr, static_cast<int>(sums.same));
    parts << Words::tr("%Ln the same", nullptr, static_cast<int>(sums.same));
    return parts.join(QStringLiteral(", "));
}

Result<DifferenceRef> differenceOf(std::vector<ComparedGraph> graphs, const CancelToken& cancel, const std::function<void(int, int)>& progress) {
    auto out = std::make_shared<GraphDifference>();
    out->graphs = std::move(graphs);
    const std::vector<const Graph*> list = out->graphList();
    WHITTLE_TRY(out->diff, diffMany(*list.front(), std::span(list).subspan(1), cancel, progress));
    out->rows.resize(list.size());
    for (int row = 0; row < static_cast<int>(out->diff.rows.size()); ++row) {
        out->differing += out->row(row).differs();
        for (int graph = 0; graph < static_cast<int>(list.size()); ++graph)
            if (const NodeId node = out->node(row, graph); node.valid()) out->rows[static_cast<std::size_t>(graph)].emplace(node, row);
    }
    out->marks.push_back(marksOfBase(*out));
    for (int other = 0; other < out->others(); ++other) out->marks.push_back(marksOfOther(*out, other));
    return DifferenceRef(std::move(out));
}

}  // namespace whittle
