#include "views/models/action_log.h"

#include <QLocale>

namespace whittle {

struct ActionLog::ColumnDef {
    const char* title;
    QString (*text)(const Entry& entry);
};
const ActionLog::ColumnDef ActionLog::kColumns[] = {
    {QT_TR_NOOP("Time"), [](const Entry& entry) { return QLocale().toString(entry.when.time(), QLocale::LongFormat).section(u' ', 0, 0); }},
    {QT_TR_NOOP("What"), [](const Entry& entry) { return entry.what; }},
    {QT_TR_NOOP("Command"), [](const Entry& entry) { return entry.command.isEmpty() ? tr("– no command does this") : entry.command; }},
};

void ActionLog::add(const QString& what, const QString& command, const QDateTime& when) {
    if (m_entries.size() == kMost) {
        beginRemoveRows({}, 0, 0);
        m_entries.removeFirst();
        endRemoveRows();
    }
    const int row = static_cast<int>(m_entries.size());
    beginInsertRows({}, row, row);
    m_entries.append({when, what, command});
    endInsertRows();
}

void ActionLog::clear() {
    beginResetModel();
    m_entries.clear();
    endResetModel();
}

QString ActionLog::script(const QString& program) const {
    const auto comment = [](QString text) { return QStringLiteral("# ") + text.replace(u'\n', u' ').replace(u'\r', u' ') + u'\n'; };
    QString out = QStringLiteral("#!/bin/sh\n") + comment(tr("What was done in %1.").arg(program));
    for (const Entry& entry : m_entries) {
        out += u'\n' + comment(entry.when.toString(Qt::ISODate) + u' ' + entry.what);
        out += entry.command.isEmpty() ? comment(tr("No command does this.")) : entry.command + u'\n';
    }
    return out;
}

QVariant ActionLog::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Entry& entry = m_entries[index.row()];
    if (role == Qt::DisplayRole) return kColumns[index.column()].text(entry);
    if (role == Qt::EditRole && index.column() == Time) return entry.when.toString(Qt::ISODate);
    if (role == Qt::EditRole && index.column() == Command) return entry.command;
    if (role == Qt::ToolTipRole) return entry.command.isEmpty() ? tr("The command has nothing that does the same.") : entry.command;
    return {};
}

QVariant ActionLog::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount) return {};
    return tr(kColumns[section].title);
}

}  // namespace whittle
