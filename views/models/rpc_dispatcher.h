// JSON-RPC 2.0 over a table of methods: one line in, one line out. Whatever comes in is answered in words; nothing of it is trusted.
#pragma once

#include "views/models/rpc.h"

namespace whittle {

class RpcDispatcher : public QObject {
    Q_OBJECT
public:
    static constexpr int kMostOfABatch = 100;
    static constexpr qsizetype kMostBytes = 256 << 10;  ///< of a line: reading that much takes 4 ms

    using QObject::QObject;

    void add(RpcMethod method);  ///< in the place of one of that name
    const std::map<QString, RpcMethod>& methods() const { return m_methods; }

    /// One line of a peer's. `answer` is called exactly once, now or later: with a line to send back, without its end, or with nothing for what wants no answer.
    void handle(const QByteArray& line, QObject* owner, std::function<void(QByteArray)> answer);
    /// By name, for who has taken the line apart.
    void call(const QString& method, const QJsonValue& params, QObject* owner, RpcDone done);

private:
    void handleOne(const QJsonValue& request, QObject* owner, std::function<void(QByteArray)> answer);
    void handleBatch(const QJsonArray& requests, QObject* owner, std::function<void(QByteArray)> answer);

    std::map<QString, RpcMethod> m_methods;
};

/// A line that answers; `id` as JSON.
QByteArray rpcLine(const QByteArray& id, const RpcAnswer& answer);

}  // namespace whittle
