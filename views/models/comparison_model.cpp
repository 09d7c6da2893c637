#include "views/models/comparison_model.h"

#include <algorithm>
#include <utility>

#include "views/models/format.h"
#include "views/models/release.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kFilter = QStringLiteral("filter");

struct AspectText {
    DiffAspect aspect;
    const char* text;
};
constexpr AspectText kAspects[] = {{kDiffersInOperator, QT_TRANSLATE_NOOP("whittle::ComparisonModel", "operator")},
                                   {kDiffersInType, QT_TRANSLATE_NOOP("whittle::ComparisonModel", "type")},
                                   {kDiffersInArguments, QT_TRANSLATE_NOOP("whittle::ComparisonModel", "arguments")}};

const Node& nodeOf(const GraphDifference& difference, int row) {
    const int graph = difference.firstWith(row);
    return difference.graph(graph).node(difference.node(row, graph));
}

// What differs most comes last.
int rankOf(const GraphDifference& difference, int row, int graph) {
    if (!difference.node(row, graph).valid()) return 2;
    return graph > 0 && difference.row(row).others[static_cast<std::size_t>(graph - 1)].isChanged() ? 1 : 0;
}

QString letterText(int graph) { return QString(QLatin1Char(diffLetter(graph))); }

}  // namespace

QString cellText(const GraphDifference& difference, int row, int graph) {
    const NodeId node = difference.node(row, graph);
    if (!node.valid()) return ComparisonModel::tr("absent");
    if (graph == 0) return ComparisonModel::tr("there");
    const DiffCell& cell = difference.row(row).others[static_cast<std::size_t>(graph - 1)];
    QStringList aspects;
    for (const AspectText& one : kAspects)
        if (cell.aspects & one.aspect) aspects << ComparisonModel::tr(one.text);
    const QString state = cell.isChanged() ? ComparisonModel::tr("changed: %1").arg(aspects.join(QStringLiteral(", ")))
                          : difference.row(row).base.valid() ? ComparisonModel::tr("same")
                                                             : ComparisonModel::tr("added");
    const std::string &name = difference.graph(graph).node(node).name, &first = nodeOf(difference, row).name;
    return name == first ? state : ComparisonModel::tr("%1, as %2").arg(state, toQString(name));
}

QString changesText(const GraphDifference& difference, int row) {
    QStringList parts;
    for (int other = 0; other < difference.others(); ++other) {
        const DiffCell& cell = difference.row(row).others[static_cast<std::size_t>(other)];
        if (!cell.isChanged()) continue;
        parts << (difference.others() > 1 ? letterText(other + 1) + QStringLiteral(": ") : QString()) + toQString(cell.what);
    }
    return parts.join(QStringLiteral("  "));
}

ComparisonModel::ComparisonModel(GraphComparison& comparison, QObject* parent) : SortedModel(comparison.jobs(), parent), m_comparison(comparison) {
    connect(&comparison, &GraphComparison::changed, this, [this] {
        if (m_comparison.difference() == m_difference && m_difference) return;
        m_comparison.jobs().cancel(this, kFilter);
        m_filtering = false;
        auto gone = std::exchange(m_picked, nullptr);
        reset([&] { m_difference = nullptr; });
        releaseElsewhere(std::move(gone));
        pick();
    });
    pick();
}

void ComparisonModel::setFilter(const QString& text) {
    if (text == m_filterText) return;
    m_filterText = text;
    pick();
}

void ComparisonModel::pick() {
    const DifferenceRef difference = m_comparison.difference();
    Result<DiffFilter> filter = parseDiffFilter(m_filterText.toStdString(), difference ? static_cast<int>(difference->graphs.size()) : kMostDiffGraphs);
    m_mistake = filter ? QString() : toQString(filter.error().message);
    if (!difference || !filter) return emit filterChanged();
    m_filtering = true;
    m_comparison.jobs().submit(
        this, kFilter,
        [difference, filter = *std::move(filter)](const CancelToken& cancel) {
            auto picked = std::make_shared<Picked>();
            const std::vector<const Graph*> graphs = difference->graphList();
            const int count = static_cast<int>(difference->diff.rows.size());
            picked->items.assign(static_cast<std::size_t>(count), -1);
            for (int row = 0; row < count && !cancel.cancelled(); ++row) {
                if (!accepts(filter, difference->row(row), graphs)) continue;
                picked->items[static_cast<std::size_t>(row)] = static_cast<int>(picked->rows.size());
                picked->rows.push_back(row);
            }
            return PickedRef(std::move(picked));
        },
        [this, difference](PickedRef picked) {
            m_filtering = false;
            reset([&] {
                std::swap(m_picked, picked);
                m_difference = difference;
            });
            releaseElsewhere(std::move(picked));
            emit filterChanged();
        });
    emit filterChanged();
}

int ComparisonModel::rowOfDifference(int row) const {
    if (!m_picked || row < 0 || row >= static_cast<int>(m_picked->items.size())) return -1;
    const int item = m_picked->items[static_cast<std::size_t>(row)];
    return item < 0 ? -1 : rowOf(item);
}

int ComparisonModel::otherOfColumn(int column) const { return column > FirstGraphColumn && column < FirstGraphColumn + graphs() ? column - FirstGraphColumn - 1 : -1; }

SortedModel::Sorter ComparisonModel::sorterOf(int column, Qt::SortOrder direction) const {
    if (!m_difference || (column == OrderColumn && direction == Qt::AscendingOrder)) return nullptr;
    const auto sorted = [difference = m_difference, picked = m_picked, direction](auto key) -> Sorter {
        return [difference, picked, direction, key](std::vector<int>& items) {
            sortByKey(items, direction, [&](int item) { return key(*difference, picked->rows[static_cast<std::size_t>(item)]); });
        };
    };
    if (column == OrderColumn) return sorted([](const GraphDifference&, int row) { return row; });
    if (column == NodeColumn) return sorted([](const GraphDifference& difference, int row) { return nodeOf(difference, row).name; });
    if (column == OperatorColumn) return sorted([](const GraphDifference& difference, int row) { return nodeOf(difference, row).op; });
    if (column < FirstGraphColumn + graphs()) return sorted([graph = column - FirstGraphColumn](const GraphDifference& difference, int row) { return rankOf(difference, row, graph); });
    return sorted([](const GraphDifference& difference, int row) { return changesText(difference, row); });
}

int ComparisonModel::rowCount(const QModelIndex& parent) const { return parent.isValid() || !m_difference || !m_picked ? 0 : static_cast<int>(m_picked->rows.size()); }
int ComparisonModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : FirstGraphColumn + graphs() + 1; }

QVariant ComparisonModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const int row = m_picked->rows[static_cast<std::size_t>(itemAt(index.row()))], column = index.column(), graph = column - FirstGraphColumn;
    if (role == RowRole) return row;
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (column == OrderColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::EditRole && column == OrderColumn) return row;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    if (column == OrderColumn) return formatCount(row);
    if (column == NodeColumn) return toQString(nodeOf(*m_difference, row).name);
    if (column == OperatorColumn) return toQString(nodeOf(*m_difference, row).op);
    if (graph >= graphs()) return changesText(*m_difference, row);
    const QString text = cellText(*m_difference, row, graph);
    const DiffCell* const cell = graph > 0 ? &m_difference->row(row).others[static_cast<std::size_t>(graph - 1)] : nullptr;
    return role == Qt::ToolTipRole && cell && cell->isChanged() ? text + u'\n' + toQString(cell->what) : text;
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const int graph = section - FirstGraphColumn;
    const bool isGraph = graph >= 0 && graph < graphs();
    if (role == Qt::ToolTipRole && isGraph) {
        const QString title = m_difference->graphs[static_cast<std::size_t>(graph)].title;
        return graph == 0 ? tr("%1: what the others are held against").arg(title) : title + u'\n' + m_difference->summary(graph - 1);
    }
    if (role == Qt::EditRole) {
        if (isGraph) return letterText(graph);
        return QLatin1String(section == OrderColumn ? "order" : section == NodeColumn ? "node" : section == OperatorColumn ? "operator" : "what");
    }
    if (role != Qt::DisplayRole) return {};
    if (isGraph) return QStringLiteral("%1  %2").arg(letterText(graph), m_difference->graphs[static_cast<std::size_t>(graph)].title);
    return section == OrderColumn ? tr("#") : section == NodeColumn ? tr("Node") : section == OperatorColumn ? tr("Operator") : tr("What changed");
}

}  // namespace whittle
