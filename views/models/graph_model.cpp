#include "views/models/graph_model.h"

#include <array>

#include "views/models/format.h"

namespace whittle {
namespace {

struct ColumnDef {
    const char* title;
    QVariant (*text)(const SceneBox& box, int row);
    QVariant (*sortKey)(const SceneBox& box, int row);
};

template <QString SceneBox::*field>
QVariant textOf(const SceneBox& box, int) {
    return box.*field;
}

constexpr std::array<ColumnDef, GraphModel::ColumnCount> kColumns{{
    {QT_TRANSLATE_NOOP("whittle::GraphModel", "#"), [](const SceneBox&, int row) -> QVariant { return formatCount(row); },
     [](const SceneBox&, int row) -> QVariant { return row; }},
    {QT_TRANSLATE_NOOP("whittle::GraphModel", "Name"),
     [](const SceneBox& box, int) -> QVariant { return box.name.isEmpty() ? box.title : box.name; },
     textOf<&SceneBox::name>},
    {QT_TRANSLATE_NOOP("whittle::GraphModel", "Operator"), textOf<&SceneBox::op>, textOf<&SceneBox::op>},
    {QT_TRANSLATE_NOOP("whittle::GraphModel", "Type"), textOf<&SceneBox::type>, textOf<&SceneBox::type>},
    {QT_TRANSLATE_NOOP("whittle::GraphModel", "Module"), textOf<&SceneBox::modulePath>, textOf<&SceneBox::modulePath>},
    {QT_TRANSLATE_NOOP("whittle::GraphModel", "Source"), textOf<&SceneBox::source>, textOf<&SceneBox::source>},
}};

}  // namespace

void GraphModel::setContent(ContentRef content) {
    beginResetModel();
    m_content = std::move(content);
    endResetModel();
}

int GraphModel::rowCount(const QModelIndex& parent) const { return parent.isValid() || !m_content ? 0 : m_content->count(); }
int GraphModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant GraphModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ColumnDef& column = kColumns[static_cast<std::size_t>(index.column())];
    const SceneBox& box = m_content->boxes()[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole: return column.text(box, index.row());
        case Qt::ToolTipRole: return column.text(box, index.row());
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::AlignVCenter | (index.column() == OrderColumn ? Qt::AlignRight : Qt::AlignLeft));
        case SortRole: return column.sortKey(box, index.row());
        case BoxRole: return index.row();
        default: return {};
    }
}

QVariant GraphModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount) return {};
    return tr(kColumns[static_cast<std::size_t>(section)].title);
}

}  // namespace whittle
