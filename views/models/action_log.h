// What was done in the window, as command lines that do the same; for reading, copying, and running again as a script.
#pragma once

#include <QAbstractTableModel>
#include <QDateTime>

namespace whittle {

class ActionLog : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Time, What, Command, ColumnCount };
    static constexpr int kMost = 5000;  ///< the oldest go first

    explicit ActionLog(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    /// `command`: quoted as a shell wants it; empty where the command has nothing that does the same.
    void add(const QString& what, const QString& command, const QDateTime& when = QDateTime::currentDateTime());
    void clear();
    QString command(int row) const { return m_entries[row].command; }
    /// For sh: each with its time in a comment above it; what has no command is a comment alone.
    QString script(const QString& program) const;

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_entries.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Entry {
        QDateTime when;
        QString what, command;
    };
    struct ColumnDef;
    static const ColumnDef kColumns[];
    QList<Entry> m_entries;
};

}  // namespace whittle
