#include "views/models/shortcut_list.h"

#include <algorithm>
#include <array>

namespace whittle {
namespace {

struct ColumnDef {
    const char* title;
    QString ShortcutRow::*text;
};
constexpr std::array<ColumnDef, ShortcutList::ColumnCount> kColumns{{
    {QT_TRANSLATE_NOOP("whittle::ShortcutList", "What"), &ShortcutRow::what},
    {QT_TRANSLATE_NOOP("whittle::ShortcutList", "Where"), &ShortcutRow::place},
    {QT_TRANSLATE_NOOP("whittle::ShortcutList", "Keys"), &ShortcutRow::keys},
}};

}  // namespace

bool ShortcutList::hasChanges() const {
    return std::ranges::any_of(m_rows, [](const ShortcutRow& row) { return row.keys != row.standard; });
}

int ShortcutList::userOf(const QString& keys, int except) const {
    if (keys.isEmpty()) return -1;
    for (int row = 0; row < m_rows.size(); ++row)
        if (row != except && (m_rows[row].taken.isEmpty() ? m_rows[row].keys == keys : m_rows[row].taken.contains(keys))) return row;
    return -1;
}

QString ShortcutList::conflict(int row, const QString& keys) const {
    const int user = userOf(keys, row);
    if (user < 0) return {};
    const ShortcutRow& other = m_rows[user];
    if (isFixed(user)) return tr("%1 is a key of the view itself (“%2”) and cannot be given to something else.").arg(keys, other.what);
    return tr("%1 is the key of “%2” (%3), which would lose it.").arg(keys, other.what, other.place);
}

bool ShortcutList::setKeys(int row, const QString& keys) {
    const int user = userOf(keys, row);
    if (isFixed(row) || (user >= 0 && isFixed(user))) return false;
    if (user >= 0) store(user, {});
    store(row, keys);
    return true;
}

// Row by row would fail where two have swapped their keys: all are taken back, then told.
void ShortcutList::resetAll() {
    QList<int> changed;
    for (int row = 0; row < m_rows.size(); ++row)
        if (isChanged(row)) changed << row;
    for (const int row : changed) store(row, {});
    for (const int row : changed) store(row, m_rows[row].standard);
}

void ShortcutList::store(int row, const QString& keys) {
    if (m_rows[row].keys == keys) return;
    m_rows[row].keys = keys;
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    emit keysChanged(m_rows[row].id, keys);
}

QVariant ShortcutList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ShortcutRow& row = m_rows[index.row()];
    switch (role) {
        case Qt::DisplayRole: return row.*kColumns[static_cast<std::size_t>(index.column())].text;
        case Qt::ToolTipRole:
            if (row.id.isEmpty()) return tr("A key of the view itself; it stays as it is.");
            return isChanged(index.row()) ? row.standard.isEmpty() ? tr("Changed; at first it has no key.") : tr("Changed; at first it is %1.").arg(row.standard) : QString();
        case ChangedRole: return isChanged(index.row());
        case FixedRole: return row.id.isEmpty();
        default: return {};
    }
}

QVariant ShortcutList::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount) return {};
    return tr(kColumns[static_cast<std::size_t>(section)].title);
}

}  // namespace whittle
