// Requests to the window with what was answered: those that were typed, and those that would do what was done by hand. For reading, and to make a script of.
#pragma once

#include <QAbstractTableModel>
#include <QDateTime>

#include "views/models/rpc_dispatcher.h"

namespace whittle {

class ConsoleModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Time, Request, Answer, ColumnCount };
    enum class State { Waiting, Answered, Failed, Done };  ///< Done: by hand, or by a program
    static constexpr int kMost = 2000;               ///< the oldest go first
    static constexpr qsizetype kMostOfAnswer = 64 << 10;  ///< letters that are kept of one

    explicit ConsoleModel(RpcDispatcher& dispatcher, QObject* parent = nullptr) : QAbstractTableModel(parent), m_dispatcher(dispatcher) {}

    const RpcDispatcher& dispatcher() const { return m_dispatcher; }

    /// `method {json}`: its row is there at once, the answer when it comes.
    void submit(const QString& line);
    /// What was just done. Not listed when the last row is the same request; `replaces`: that takes the place of the last row of the same method.
    enum class Repeat { Listed, Replaces };
    void addDone(const QString& method, const QJsonObject& params, Repeat repeat = Repeat::Listed);
    void clear();

    State state(int row) const { return m_rows[row].state; }
    QString request(int row) const { return m_rows[row].request; }
    /// All that is kept of it, on several lines.
    QString answerText(int row) const;
    /// Requests that did something, as JSON-RPC, one a line: what `--rpc -` takes. Each waits until what the one before began is through, as a person did.
    QString script() const;

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void answered(int row);

private:
    struct Row {
        quint64 id = 0;
        QDateTime when;
        QString request;
        QString method;
        QJsonValue params;
        State state = State::Done;
        QString answer;
        qsizetype left = 0;  // letters of the answer that are not kept
    };
    void append(Row row);
    void answer(quint64 id, const RpcAnswer& answer);
    static QString shortAnswer(const Row& row);

    RpcDispatcher& m_dispatcher;
    QList<Row> m_rows;
    quint64 m_lastId = 0;
};

}  // namespace whittle
