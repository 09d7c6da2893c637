#include "views/models/graph_model.h"

#include <algorithm>
#include <array>

#include "views/models/format.h"

namespace whittle {
namespace {

struct ColumnDef {
    const char* key;
    const char* title;
    QString SceneBox::*text;  ///< null: the place in execution order
};

constexpr std::array<ColumnDef, GraphModel::ColumnCount> kColumns{{
    {"order", QT_TRANSLATE_NOOP("whittle::GraphModel", "#"), nullptr},
    {"name", QT_TRANSLATE_NOOP("whittle::GraphModel", "Name"), &SceneBox::name},
    {"operator", QT_TRANSLATE_NOOP("whittle::GraphModel", "Operator"), &SceneBox::op},
    {"type", QT_TRANSLATE_NOOP("whittle::GraphModel", "Type"), &SceneBox::type},
    {"module", QT_TRANSLATE_NOOP("whittle::GraphModel", "Module"), &SceneBox::modulePath},
    {"source", QT_TRANSLATE_NOOP("whittle::GraphModel", "Source"), &SceneBox::source},
}};

const ColumnDef& columnAt(int column) { return kColumns[static_cast<std::size_t>(column)]; }

}  // namespace

void GraphModel::setContent(ContentRef content) {
    reset([&] { m_content = std::move(content); });
}

// Equal texts stay in execution order.
SortedModel::Sorter GraphModel::sorterOf(int column, Qt::SortOrder direction) const {
    if (const auto text = columnAt(column).text)
        return [content = m_content, text, direction](std::vector<int>& boxes) {
            sortByKey(boxes, direction, [&](int box) { return content->items()[static_cast<std::size_t>(box)].*text; });
        };
    if (direction == Qt::AscendingOrder) return nullptr;
    return [](std::vector<int>& boxes) { std::ranges::reverse(boxes); };
}

int GraphModel::rowCount(const QModelIndex& parent) const { return parent.isValid() || !m_content ? 0 : m_content->count(); }
int GraphModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant GraphModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const int place = itemAt(index.row());
    const SceneBox& box = m_content->boxes()[static_cast<std::size_t>(place)];
    switch (role) {
        case Qt::DisplayRole:
        case Qt::ToolTipRole:
            if (index.column() == OrderColumn) return formatCount(place);
            return index.column() == NameColumn && box.name.isEmpty() ? box.title : box.*columnAt(index.column()).text;
        case Qt::EditRole: return index.column() == OrderColumn ? QVariant(place) : QVariant();
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::AlignVCenter | (index.column() == OrderColumn ? Qt::AlignRight : Qt::AlignLeft));
        case BoxRole: return place;
        default: return {};
    }
}

QVariant GraphModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    if (role == Qt::DisplayRole) return tr(columnAt(section).title);
    if (role == Qt::EditRole) return QLatin1String(columnAt(section).key);
    return {};
}

}  // namespace whittle
