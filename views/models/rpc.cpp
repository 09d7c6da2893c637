#include "views/models/rpc.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include "views/models/text.h"

namespace whittle {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("whittle::Rpc", text); }

struct TypeRow {
    const char* name;  // as JSON calls it
    const char* what;  // in an error
    bool (*fits)(const QJsonValue& value);
};
constexpr std::array<TypeRow, 4> kTypes{{
    {"string", QT_TRANSLATE_NOOP("whittle::Rpc", "a text"), [](const QJsonValue& value) { return value.isString(); }},
    {"integer", QT_TRANSLATE_NOOP("whittle::Rpc", "a whole number"), [](const QJsonValue& value) { return value.isDouble() && value.toDouble() == std::floor(value.toDouble()); }},
    {"number", QT_TRANSLATE_NOOP("whittle::Rpc", "a number"), [](const QJsonValue& value) { return value.isDouble(); }},
    {"boolean", QT_TRANSLATE_NOOP("whittle::Rpc", "true or false"), [](const QJsonValue& value) { return value.isBool(); }},
}};
const TypeRow& rowOf(RpcParam::Type type) { return kTypes[static_cast<std::size_t>(type)]; }

QString takes(const RpcMethod& method) {
    return method.params.isEmpty() ? tr("%1 takes nothing").arg(method.name) : tr("%1 takes: %2").arg(method.name, paramsText(method));
}

}  // namespace

QByteArray compactJson(const QJsonObject& object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); }

QByteArray quotedJson(const QString& text) {
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

std::unexpected<RpcError> rpcError(RpcCode code, const QString& message) { return std::unexpected(RpcError{code, message}); }
std::unexpected<RpcError> rpcError(const Error& error) { return rpcError(error.code == Code::Argument ? RpcCode::Params : RpcCode::Failed, errorText(error)); }

QString paramsText(const RpcMethod& method) {
    QStringList names;
    for (const RpcParam& param : method.params) names << (param.need == RpcParam::Need::Required ? param.name : tr("%1 (optional)").arg(param.name));
    return names.join(QStringLiteral(", "));
}

QJsonObject describeMethod(const RpcMethod& method) {
    QJsonArray params;
    for (const RpcParam& param : method.params)
        params.append(QJsonObject{{QStringLiteral("name"), param.name},
                                  {QStringLiteral("what"), param.what},
                                  {QStringLiteral("type"), QLatin1String(rowOf(param.type).name)},
                                  {QStringLiteral("required"), param.need == RpcParam::Need::Required}});
    return {{QStringLiteral("name"), method.name}, {QStringLiteral("what"), method.what}, {QStringLiteral("params"), params}};
}

std::expected<QJsonObject, RpcError> checkParams(const RpcMethod& method, const QJsonValue& params) {
    QJsonObject named;
    if (params.isArray()) {
        const QJsonArray list = params.toArray();
        if (list.size() > method.params.size()) return rpcError(RpcCode::Params, tr("there are %1 params; %2").arg(list.size()).arg(takes(method)));
        for (qsizetype i = 0; i < list.size(); ++i) named.insert(method.params[i].name, list[i]);
    } else if (params.isObject()) {
        named = params.toObject();
    } else if (!params.isNull() && !params.isUndefined()) {
        return rpcError(RpcCode::Params, tr("params are an object or a list; %1").arg(takes(method)));
    }
    qsizetype known = 0;
    for (const RpcParam& param : method.params) {
        const auto given = named.constFind(param.name);
        if (given == named.constEnd()) {
            if (param.need == RpcParam::Need::Required) return rpcError(RpcCode::Params, tr("%1 is missing; %2").arg(param.name, takes(method)));
            continue;
        }
        ++known;
        const TypeRow& type = rowOf(param.type);
        if (!type.fits(*given)) return rpcError(RpcCode::Params, tr("%1 is %2: %3").arg(param.name, tr(type.what), param.what));
        if (given->isDouble() && (given->toDouble() < param.least || given->toDouble() > param.most))
            return rpcError(RpcCode::Params, tr("%1 is from %2 to %3").arg(param.name).arg(param.least).arg(param.most));
    }
    if (known == named.size()) return named;
    for (const QString& name : named.keys()) {
        const bool isKnown = std::any_of(method.params.begin(), method.params.end(), [&](const RpcParam& param) { return param.name == name; });
        if (!isKnown) return rpcError(RpcCode::Params, tr("there is no '%1'; %2").arg(name.left(100), takes(method)));
    }
    return named;
}

std::expected<TypedRequest, RpcError> parseTyped(const QString& text) {
    const QString line = text.trimmed();
    const qsizetype end = line.indexOf(QRegularExpression(QStringLiteral("[\\s{\\[]")));
    TypedRequest request{.method = line.left(end), .params = QJsonValue::Null};
    const QString rest = end < 0 ? QString() : line.mid(end).trimmed();
    if (request.method.isEmpty()) return rpcError(RpcCode::Parse, tr("a request is the name of a method, then perhaps {\"name\": value}"));
    if (rest.isEmpty()) return request;
    QJsonParseError mistake{};
    const QByteArray json = rest.toUtf8();
    const QJsonDocument document = QJsonDocument::fromJson(json, &mistake);
    if (mistake.error != QJsonParseError::NoError)
        return rpcError(RpcCode::Parse, tr("behind %1 no JSON stands: %2 at “%3”").arg(request.method, mistake.errorString(), QString::fromUtf8(json.mid(mistake.offset, 20))));
    request.params = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    return request;
}

QString typedText(const QString& method, const QJsonObject& params) {
    return params.isEmpty() ? method : method + u' ' + QString::fromUtf8(compactJson(params));
}

}  // namespace whittle
