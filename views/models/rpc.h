// What can be asked of the window by programs: methods in tables, by name, with what each takes, in words that a person reads too. JSON-RPC 2.0 is how
// they are called (rpc_dispatcher.h) from another process or from the console; here is what a method sees of it.
#pragma once

#include <functional>
#include <map>

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QString>

#include "engine/base/result.h"

namespace whittle {

/// The first five are the protocol's own.
enum class RpcCode {
    Parse = -32700,
    Request = -32600,
    Method = -32601,
    Params = -32602,
    Internal = -32603,
    Refused = -32000,   ///< it cannot be done now, or not by a program
    Failed = -32001,    ///< it was tried
    TimedOut = -32002,
    Busy = -32003,      ///< too much was asked at once
};

struct RpcError {
    RpcCode code = RpcCode::Failed;
    QString message;
};

/// The result as compact JSON: a worker may have written a large one.
using RpcAnswer = std::expected<QByteArray, RpcError>;
using RpcDone = std::function<void(RpcAnswer answer)>;

QByteArray compactJson(const QJsonObject& object);
/// A text as JSON, in quotes.
QByteArray quotedJson(const QString& text);
std::unexpected<RpcError> rpcError(RpcCode code, const QString& message);
std::unexpected<RpcError> rpcError(const Error& error);

struct RpcParam {
    enum class Type { Text, Whole, Number, Flag };
    enum class Need { Optional, Required };
    QString name;
    QString what;
    Type type = Type::Text;
    Need need = Need::Optional;
    double least = 0, most = 1e9;  ///< of numbers
};

/// One call, with params that are as the method wants them.
struct RpcCall {
    QJsonObject params;
    RpcDone done;            ///< exactly once, now or later, in the GUI thread; a copy that is dropped uncalled answers that too
    QObject* owner = nullptr;  ///< who asks: what is done for nobody else goes with it

    bool has(const char* name) const { return params.contains(QLatin1String(name)); }
    QString text(const char* name, const QString& otherwise = {}) const { return params.value(QLatin1String(name)).toString(otherwise); }
    double number(const char* name, double otherwise) const { return params.value(QLatin1String(name)).toDouble(otherwise); }
    int whole(const char* name, int otherwise) const { return params.value(QLatin1String(name)).toInt(otherwise); }
    bool flag(const char* name, bool otherwise = false) const { return params.value(QLatin1String(name)).toBool(otherwise); }
};

struct RpcMethod {
    QString name;  ///< "view.fit"
    QString what;  ///< a sentence
    QList<RpcParam> params;
    std::function<void(const RpcCall& call)> call;
};

/// "file, model (optional)", for people.
QString paramsText(const RpcMethod& method);
QJsonObject describeMethod(const RpcMethod& method);

/// Null, an object by name or a list in order, as `method` takes them. Errors: Params, which names what was wrong and what there is.
std::expected<QJsonObject, RpcError> checkParams(const RpcMethod& method, const QJsonValue& params);

/// What is typed into the console: `method`, or `method {"file": "a.pt2"}`.
struct TypedRequest {
    QString method;
    QJsonValue params;  ///< null: none
};
/// Errors: Parse, with where.
std::expected<TypedRequest, RpcError> parseTyped(const QString& text);
/// The other way round.
QString typedText(const QString& method, const QJsonObject& params);

}  // namespace whittle
