#include "views/models/session_result.h"

#include <atomic>
#include <mutex>

#include <QCoreApplication>
#include <QJsonValue>
#include <QLocale>

#include "engine/formats/packed_lines.h"
#include "engine/ir/structural_hash.h"
#include "views/models/text.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMostDepth = 64;
constexpr int kMostValues = 16'000'000;  // of a line: a value costs 16 bytes and more

QString words(const char* text) { return QCoreApplication::translate("SessionFile", text); }

// Before the library builds a tree without limits.
Result<void> checkSize(std::string_view text) {
    int depth = 0, values = 0;
    bool inText = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inText) {
            if (c == '\\') ++i;
            else if (c == '"') inText = false;
            continue;
        }
        if (c == '"') inText = true;
        else if (c == ',' || c == '[' || c == '{') ++values;
        if (c == '[' || c == '{') ++depth;
        else if (c == ']' || c == '}') --depth;
        if (depth > kMostDepth) return fail(Code::Limit, "nested deeper than {} levels", kMostDepth);
        if (values > kMostValues) return fail(Code::Limit, "more than {} values", kMostValues);
    }
    return {};
}

}  // namespace

PackedResult packResult(const QString& graph, const QDateTime& made, const std::vector<ResultTeller>& ways) {
    PackedResult out{.made = made, .graph = graph, .data = {}};
    for (const ResultTeller& way : ways) {
        LinePacker packer(static_cast<std::size_t>(kMostResultBytes));
        const Result<void> told = way([&](std::string_view what, const Json& is) {
            return packer.add(Json{{"what", what}, {"is", is}}.dump(-1, ' ', false, Json::error_handler_t::replace));
        });
        if (const Result<std::string> packed = told ? packer.finish() : std::unexpected(told.error()); packed) {
            out.data = QByteArray(packed->data(), static_cast<qsizetype>(packed->size()));
            return out;
        }
        out.isShort = true;
    }
    return out;
}

Result<void> unpackResult(const PackedResult& result, const CancelToken& cancel, const TellResult& take) {
    const std::string_view packed(result.data.constData(), static_cast<std::size_t>(result.data.size()));
    return unpackLines(packed, {}, cancel, [&](std::string_view line) -> Result<void> {
        WHITTLE_TRY_VOID(checkSize(line));
        const Json json = Json::parse(line, nullptr, false);
        if (!json.is_object() || !json.contains("what") || !json["what"].is_string() || !json.contains("is")) return fail(Code::Format, "a line of the result is none");
        return take(json["what"].get_ref<const std::string&>(), json["is"]);
    });
}

QJsonObject resultToJson(const PackedResult& result) {
    QJsonObject out{{QStringLiteral("version"), kResultVersion}, {QStringLiteral("made"), result.made.toUTC().toString(Qt::ISODate)}, {QStringLiteral("graph"), result.graph}};
    if (result.isShort) out.insert(QStringLiteral("short"), true);
    if (!result.data.isEmpty()) out.insert(QStringLiteral("data"), QString::fromLatin1(result.data.toBase64()));
    return out;
}

PackedResult resultFromJson(const QJsonValue& json) {
    const auto wrong = [](const char* why) { return PackedResult{.made = {}, .graph = {}, .data = {}, .trouble = words(why)}; };
    const QJsonObject object = json.toObject();
    const QJsonValue version = object.value(QLatin1String("version")), data = object.value(QLatin1String("data"));
    if (!json.isObject() || !version.isDouble()) return wrong(QT_TRANSLATE_NOOP("SessionFile", "it is no result"));
    if (version.toDouble() > kResultVersion) return wrong(QT_TRANSLATE_NOOP("SessionFile", "it was written by a newer Whittle"));
    PackedResult out{.made = QDateTime::fromString(object.value(QLatin1String("made")).toString(), Qt::ISODate), .graph = object.value(QLatin1String("graph")).toString(), .data = {}, .isShort = object.value(QLatin1String("short")).toBool()};
    if (!out.made.isValid() || out.graph.isEmpty() || !(data.isString() || data.isUndefined())) return wrong(QT_TRANSLATE_NOOP("SessionFile", "it is no result"));
    const QString text = data.toString();
    if (text.size() > kMostResultBytes / 3 * 4 + 4) return wrong(QT_TRANSLATE_NOOP("SessionFile", "it is too large"));
    const auto bytes = QByteArray::fromBase64Encoding(text.toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes) return wrong(QT_TRANSLATE_NOOP("SessionFile", "it is not in base64"));
    out.data = *bytes;
    return out;
}

QString graphMark(const Graph& graph) {
    Hasher hasher;
    hasher.add(structuralHash(graph));
    for (const GraphInput& input : graph.inputs()) hasher.add(graph.value(input.value).name);
    for (const Node& node : graph.nodes()) hasher.add(node.name);
    return toQString(hasher.finish().hex());
}

std::function<QString()> graphMarkOf(GraphRef graph) {
    struct Kept {
        std::mutex mutex;
        GraphRef graph;
        QString mark;
    };
    auto kept = std::make_shared<Kept>();
    kept->graph = std::move(graph);
    return [kept] {
        const std::lock_guard lock(kept->mutex);
        if (kept->graph) kept->mark = graphMark(*std::exchange(kept->graph, nullptr));
        return kept->mark;
    };
}

struct SessionResult::State {
    std::mutex mutex;
    std::function<PackedResult()> pack;
    PackedResult packed;
    std::atomic<bool> isPacked = false;
};

SessionResult::SessionResult(PackedResult packed) : m_state(std::make_unique<State>()) {
    m_state->packed = std::move(packed);
    m_state->isPacked = true;
}
SessionResult::SessionResult(std::function<PackedResult()> pack) : m_state(std::make_unique<State>()) { m_state->pack = std::move(pack); }
SessionResult::~SessionResult() = default;

const PackedResult& SessionResult::packed() const {
    const std::lock_guard lock(m_state->mutex);
    if (m_state->pack) m_state->packed = std::exchange(m_state->pack, nullptr)();
    m_state->isPacked = true;
    return m_state->packed;
}

bool SessionResult::isPacked() const { return m_state->isPacked; }

QString fromSessionText(const QString& status, const QDateTime& made) {
    if (!made.isValid()) return status;
    return QCoreApplication::translate("whittle", "%1 – from the session, made %2").arg(status, QLocale().toString(made.toLocalTime(), QLocale::ShortFormat));
}

}  // namespace whittle
