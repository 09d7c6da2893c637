// The keys of all actions as a table that can be edited: what has which key, what it had at first, and who has a key already.
#pragma once

#include <QAbstractTableModel>

namespace whittle {

/// Keys are written as QKeySequence::PortableText: "Ctrl+F"; empty: none.
struct ShortcutRow {
    QString id;     ///< of the action; empty: a key that a view has of its own and that cannot be changed
    QString what;
    QString place;  ///< "View › Theme"
    QString keys, standard;
    QStringList taken;  ///< of a view's own: the keys as conflicts see them, where `keys` are words
};

class ShortcutList : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { What, Place, Keys, ColumnCount };
    enum Role { ChangedRole = Qt::UserRole, FixedRole };

    explicit ShortcutList(QList<ShortcutRow> rows, QObject* parent = nullptr) : QAbstractTableModel(parent), m_rows(std::move(rows)) {}

    const ShortcutRow& row(int row) const { return m_rows[row]; }
    bool isFixed(int row) const { return m_rows[row].id.isEmpty(); }
    bool isChanged(int row) const { return m_rows[row].keys != m_rows[row].standard; }
    bool hasChanges() const;
    /// The row that has these keys, not counting `except`; -1: they are free.
    int userOf(const QString& keys, int except) const;
    /// What stands against giving the keys to the row, in words; empty: nothing.
    QString conflict(int row, const QString& keys) const;
    /// Takes them from whoever had them. Not where that is a view's own, nor for a fixed row: false.
    bool setKeys(int row, const QString& keys);
    bool reset(int row) { return setKeys(row, m_rows[row].standard); }
    void resetAll();

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void keysChanged(const QString& id, const QString& keys);

private:
    void store(int row, const QString& keys);
    QList<ShortcutRow> m_rows;
};

}  // namespace whittle
