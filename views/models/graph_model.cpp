#include "views/models/graph_model.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "views/models/format.h"

namespace whittle {
namespace {

const QString kSort = QStringLiteral("sort");

struct ColumnDef {
    const char* title;
    QString SceneBox::*text;  ///< null: the place in execution order
};

constexpr std::array<ColumnDef, GraphModel::ColumnCount> kColumns{{
    {QT_TRANSLATE_NOOP("whittle::GraphModel", "#"), nullptr},
    {QT_TRANSLATE_NOOP("whittle::GraphModel", "Name"), &SceneBox::name},
    {QT_TRANSLATE_NOOP("whittle::GraphModel", "Operator"), &SceneBox::op},
    {QT_TRANSLATE_NOOP("whittle::GraphModel", "Type"), &SceneBox::type},
    {QT_TRANSLATE_NOOP("whittle::GraphModel", "Module"), &SceneBox::modulePath},
    {QT_TRANSLATE_NOOP("whittle::GraphModel", "Source"), &SceneBox::source},
}};

const ColumnDef& columnAt(int column) { return kColumns[static_cast<std::size_t>(column)]; }

}  // namespace

GraphModel::GraphModel(JobRunner& jobs, QObject* parent) : QAbstractTableModel(parent), m_jobs(jobs) {}

void GraphModel::setContent(ContentRef content) {
    beginResetModel();
    m_content = std::move(content);
    m_boxes.clear();
    m_rows.clear();
    endResetModel();
    arrange();
}

void GraphModel::sort(int column, Qt::SortOrder order) {
    if (column < 0 || column >= ColumnCount || (column == m_column && order == m_direction)) return;
    m_column = column;
    m_direction = order;
    arrange();
}

void GraphModel::arrange() {
    m_jobs.cancel(this, kSort);
    if (!m_content) return;
    if (m_column == OrderColumn && m_direction == Qt::AscendingOrder) return show({});
    m_jobs.submit(
        this, kSort, [content = m_content, column = m_column, direction = m_direction](const CancelToken&) { return orderOf(*content, column, direction); },
        [this](Order order) { show(std::move(order)); });
}

// On a worker. Equal texts stay in execution order.
GraphModel::Order GraphModel::orderOf(const GraphContent& content, int column, Qt::SortOrder direction) {
    Order out;
    out.boxes.resize(static_cast<std::size_t>(content.count()));
    std::iota(out.boxes.begin(), out.boxes.end(), 0);
    const bool down = direction == Qt::DescendingOrder;
    if (const auto text = columnAt(column).text) {
        const auto textOf = [&](int box) -> const QString& { return content.items()[static_cast<std::size_t>(box)].*text; };
        std::ranges::stable_sort(out.boxes, [&](int a, int b) { return down ? textOf(b) < textOf(a) : textOf(a) < textOf(b); });
    } else if (down) {
        std::ranges::reverse(out.boxes);
    }
    out.rows.resize(out.boxes.size());
    for (std::size_t row = 0; row < out.boxes.size(); ++row) out.rows[static_cast<std::size_t>(out.boxes[row])] = static_cast<int>(row);
    return out;
}

void GraphModel::show(Order order) {
    if (order.boxes.empty() && m_boxes.empty()) return;
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<int> held;
    for (const QModelIndex& one : before) held.push_back(boxAt(one.row()));
    m_boxes = std::move(order.boxes);
    m_rows = std::move(order.rows);
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) after << index(rowOf(held[static_cast<std::size_t>(i)]), before[i].column());
    changePersistentIndexList(before, after);
    emit layoutChanged({}, VerticalSortHint);
}

int GraphModel::rowCount(const QModelIndex& parent) const { return parent.isValid() || !m_content ? 0 : m_content->count(); }
int GraphModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant GraphModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const int place = boxAt(index.row());
    const SceneBox& box = m_content->boxes()[static_cast<std::size_t>(place)];
    switch (role) {
        case Qt::DisplayRole:
        case Qt::ToolTipRole:
            if (index.column() == OrderColumn) return formatCount(place);
            return index.column() == NameColumn && box.name.isEmpty() ? box.title : box.*columnAt(index.column()).text;
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::AlignVCenter | (index.column() == OrderColumn ? Qt::AlignRight : Qt::AlignLeft));
        case BoxRole: return place;
        default: return {};
    }
}

QVariant GraphModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount) return {};
    return tr(columnAt(section).title);
}

}  // namespace whittle
