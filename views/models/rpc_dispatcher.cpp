#include "views/models/rpc_dispatcher.h"

#include <memory>
#include <utility>

#include <QJsonArray>
#include <QJsonDocument>

namespace whittle {
namespace {

const QByteArray kNoId = QByteArrayLiteral("null");
constexpr qsizetype kMostOfAName = 100;  // of what is said back

// Answers once, and also when whoever was to answer is gone without a word.
class Once {
public:
    explicit Once(RpcDone done) : m_done(std::move(done)) {}
    ~Once() { answer(rpcError(RpcCode::Failed, RpcDispatcher::tr("what was asked for went away before it was there"))); }
    Once(const Once&) = delete;
    Once& operator=(const Once&) = delete;
    void answer(RpcAnswer answer) {
        if (const RpcDone done = std::exchange(m_done, nullptr)) done(std::move(answer));
    }

private:
    RpcDone m_done;
};

// As JSON; nothing for what is none.
QByteArray idOf(const QJsonValue& id) {
    if (id.isNull()) return kNoId;
    if (!id.isString() && !id.isDouble()) return {};
    const QByteArray list = QJsonDocument(QJsonArray{id}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

}  // namespace

QByteArray rpcLine(const QByteArray& id, const RpcAnswer& answer) {
    QByteArray line;
    line.reserve((answer ? answer->size() : 0) + id.size() + 64);  // an answer may be megabytes, which are copied once here
    line += QByteArrayLiteral("{\"jsonrpc\":\"2.0\",\"id\":");
    line += id;
    if (answer) (line += QByteArrayLiteral(",\"result\":")) += *answer;
    else line += QByteArrayLiteral(",\"error\":") + compactJson({{QStringLiteral("code"), static_cast<int>(answer.error().code)}, {QStringLiteral("message"), answer.error().message}});
    line += '}';
    return line;
}

void RpcDispatcher::add(RpcMethod method) {
    const QString name = method.name;
    m_methods.insert_or_assign(name, std::move(method));
}

void RpcDispatcher::call(const QString& name, const QJsonValue& params, QObject* owner, RpcDone done) {
    const auto method = m_methods.find(name);
    if (method == m_methods.end())
        return done(rpcError(RpcCode::Method, tr("there is no method '%1'; 'methods' lists all of them").arg(name.left(kMostOfAName))));
    auto checked = checkParams(method->second, params);
    if (!checked) return done(std::unexpected(std::move(checked).error()));
    const auto once = std::make_shared<Once>(std::move(done));
    method->second.call({.params = *std::move(checked), .done = [once](RpcAnswer answer) { once->answer(std::move(answer)); }, .owner = owner});
}

void RpcDispatcher::handleOne(const QJsonValue& request, QObject* owner, std::function<void(QByteArray)> answer) {
    const auto refuse = [&](const QByteArray& id, const QString& why) { answer(rpcLine(id, rpcError(RpcCode::Request, why))); };
    if (!request.isObject()) return refuse(kNoId, tr("a request is an object with jsonrpc, method, params and id"));
    const QJsonObject object = request.toObject();
    const QJsonValue given = object.value(QLatin1String("id")), method = object.value(QLatin1String("method"));
    const bool wantsAnswer = !given.isUndefined();
    const QByteArray id = wantsAnswer ? idOf(given) : kNoId;
    if (id.isEmpty()) return refuse(kNoId, tr("id is a text, a number or null"));
    if (object.value(QLatin1String("jsonrpc")).toString() != QLatin1String("2.0")) return refuse(id, tr("jsonrpc is \"2.0\""));
    if (!method.isString()) return refuse(id, tr("method is the name of a method"));
    call(method.toString(), object.value(QLatin1String("params")), owner, [id, wantsAnswer, answer = std::move(answer)](const RpcAnswer& result) {
        answer(wantsAnswer ? rpcLine(id, result) : QByteArray());
    });
}

void RpcDispatcher::handleBatch(const QJsonArray& requests, QObject* owner, std::function<void(QByteArray)> answer) {
    if (requests.isEmpty()) return answer(rpcLine(kNoId, rpcError(RpcCode::Request, tr("there is no request in the list"))));
    if (requests.size() > kMostOfABatch) return answer(rpcLine(kNoId, rpcError(RpcCode::Busy, tr("%1 requests at once; at most %2 are taken").arg(requests.size()).arg(kMostOfABatch))));
    struct Gathered {
        qsizetype left;
        QByteArray lines;
        std::function<void(QByteArray)> answer;
    };
    const auto all = std::make_shared<Gathered>(Gathered{requests.size(), {}, std::move(answer)});
    for (const QJsonValue& request : requests)
        handleOne(request, owner, [all](const QByteArray& line) {
            if (!line.isEmpty()) all->lines += (all->lines.isEmpty() ? "[" : ",") + line;
            if (--all->left == 0) all->answer(all->lines.isEmpty() ? QByteArray() : all->lines + ']');
        });
}

void RpcDispatcher::handle(const QByteArray& line, QObject* owner, std::function<void(QByteArray)> answer) {
    if (line.size() > kMostBytes) return answer(rpcLine(kNoId, rpcError(RpcCode::Request, tr("a line has at most %1 bytes").arg(kMostBytes))));
    QJsonParseError mistake{};
    const QJsonDocument document = QJsonDocument::fromJson(line, &mistake);
    if (mistake.error != QJsonParseError::NoError)
        return answer(rpcLine(kNoId, rpcError(RpcCode::Parse, tr("this line is no JSON: %1 at byte %2").arg(mistake.errorString()).arg(mistake.offset))));
    if (document.isArray()) return handleBatch(document.array(), owner, std::move(answer));
    handleOne(document.object(), owner, std::move(answer));
}

}  // namespace whittle
