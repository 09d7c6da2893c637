// Every recorded log against expected.json, which another parser wrote.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "engine/base/files.h"
#include "engine/formats/trace/guard_tree.h"
#include "engine/formats/trace/trace_log.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;
using namespace whittle::trace;

namespace {

QJsonArray list(const std::vector<std::string>& texts) {
    QJsonArray out;
    for (const std::string& text : texts) out.append(toQ(text));
    return out;
}

QJsonValue orNull(const std::optional<std::int64_t>& number) { return number ? QJsonValue(qint64{*number}) : QJsonValue(QJsonValue::Null); }

QJsonObject metricsOf(const Metrics& m) {
    QJsonObject out{{"co_name", toQ(m.function)},
                    {"co_firstlineno", orNull(m.firstLine)},
                    {"cache_size", orNull(m.cacheSize)},
                    {"accumulated_cache_size", orNull(m.accumulatedCacheSize)},
                    {"guard_count", orNull(m.guards)},
                    {"shape_env_guard_count", orNull(m.shapeGuards)},
                    {"graph_op_count", orNull(m.graphOps)},
                    {"graph_node_count", orNull(m.graphNodes)},
                    {"graph_input_count", orNull(m.graphInputs)},
                    {"fail_type", m.failType.empty() ? QJsonValue(QJsonValue::Null) : QJsonValue(toQ(m.failType))},
                    {"restart_reasons", list(m.restartReasons)}};
    if (m.hasGuardedCode) out["has_guarded_code"] = *m.hasGuardedCode;
    return out;
}

void extend(QJsonObject& object, const QString& key, const QJsonArray& more) {
    if (more.isEmpty()) return;
    QJsonArray all = object[key].toArray();
    for (const QJsonValue& value : more) all.append(value);
    object[key] = all;
}

// What the reference says of an id; ids that come again after a reset are one there, the later values winning.
void add(QJsonObject& out, const TraceLog& log, const Compile& compile) {
    out["attempts"] = std::max(out["attempts"].toInt(), compile.attempts);
    if (!compile.recompileReasons.empty()) out["recompile_reasons"] = list(compile.recompileReasons);
    if (compile.started && !compile.stack.empty()) {  // else it is what an earlier compile of the frame told
        const StackFrame& frame = compile.stack.back();
        // A name that the log lost is a null to the reference.
        out["frame"] = QJsonArray{frame.file.starts_with('#') ? QJsonValue(QJsonValue::Null) : QJsonValue(toQ(frame.file)), frame.line, toQ(frame.function)};
        out["stack_depth"] = int(compile.stack.size());
    }
    QJsonArray inputs, guards, breaks, specialisations, cache;
    QJsonObject symbols;
    for (const Input& input : compile.inputs) inputs.append(toQ(input.source));
    for (const Symbol& symbol : compile.symbols)
        if (!symbol.unbacked) symbols[toQ(symbol.name)] = QJsonArray{toQ(symbol.source), toQ(symbol.hint), toQ(symbol.range)};
    for (const ShapeGuard& guard : compile.shapeGuards) guards.append(toQ(guard.expression));
    for (const GraphBreak& one : compile.breaks) breaks.append(QString("Graph break in user code at %1:%2").arg(toQ(one.user.file)).arg(one.user.line));
    for (const Specialisation& one : compile.specialisations) specialisations.append(QJsonArray{toQ(one.symbol), toQ(one.value), toQ(one.reason)});
    for (const CacheEvent& event : compile.cache)
        if (event.cache == "fx_graph_cache") cache.append(toQ(event.outcome));
    extend(out, "inputs", inputs);
    extend(out, "shape_guards", guards);
    extend(out, "graph_breaks", breaks);
    extend(out, "specialisations", specialisations);
    extend(out, "fx_cache", cache);
    if (!symbols.isEmpty()) out["symbols"] = symbols;
    if (compile.error && compile.error->traceback) out["error_last_line"] = toQ(compile.error->lastLine);
    if (compile.guards) {
        const auto text = log.payload(log.content().records[*compile.guards]);
        const auto tree = text ? parseGuardTree(*text) : Result<GuardTree>(fail(Code::Io, "no payload"));
        out["guard_leaves"] = tree ? tree->checkCount() : -1;
    }
    if (const Metrics* metrics = compile.forward()) {
        out["metrics"] = metricsOf(*metrics);
        out["status"] = toQ(std::string(statusName(compile.status())));
    }
}

QJsonObject compilesOf(const TraceLog& log) {
    QJsonObject out;
    for (const Compile& compile : log.content().compiles) {
        if (!compile.id.any()) continue;
        const QString name = toQ(compile.id.text());
        QJsonObject one = out[name].toObject();
        add(one, log, compile);
        out[name] = one;
    }
    return out;
}

QString text(const QJsonValue& value) {
    if (value.isObject()) return QString::fromUtf8(QJsonDocument(value.toObject()).toJson());
    if (value.isArray()) return QString::fromUtf8(QJsonDocument(value.toArray()).toJson());
    return value.toVariant().toString();
}

// Field by field, so that a difference names its place.
void compare(const QJsonObject& got, const QJsonObject& want, const QString& where) {
    QStringList keys = want.keys();
    for (const QString& key : got.keys())
        if (!want.contains(key)) keys.append(key);
    for (const QString& key : keys) {
        const QString at = where + "/" + key;
        if (got[key].isObject() && want[key].isObject()) {
            compare(got[key].toObject(), want[key].toObject(), at);
        } else {
            QVERIFY2(got[key] == want[key], qPrintable(at + ": got " + text(got[key]) + ", want " + text(want[key])));
        }
        if (QTest::currentTestFailed()) return;
    }
}

}  // namespace

class ReferenceTest : public QObject {
    Q_OBJECT
private slots:
    void a_log_reads_as_the_reference_does_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QJsonObject>("want");
        const auto bytes = readFile(sample("torch_trace/torch26/expected.json"));
        VERIFY_OK(bytes);
        const QJsonObject logs = QJsonDocument::fromJson(QByteArray::fromStdString(*bytes)).object()["logs"].toObject();
        QVERIFY(logs.size() >= 17);
        for (const QString& name : logs.keys()) QTest::newRow(qPrintable(name)) << name << logs[name].toObject();
    }
    void a_log_reads_as_the_reference_does() {
        QFETCH(QString, file);
        QFETCH(QJsonObject, want);
        auto log = TraceLog::open(sample("torch_trace/torch26/" + file.toStdString()));
        VERIFY_OK(log);
        VERIFY_OK(log->more());
        const LogContent& content = log->content();
        QCOMPARE(int(content.records.size()), want["records"].toInt());
        QCOMPARE(int(content.strings.size()), want["strings"].toInt());
        QJsonArray ranks;
        for (const std::int64_t rank : content.ranks) ranks.append(qint64{rank});
        QCOMPARE(ranks, want["ranks"].toArray());
        QJsonObject kinds, artifacts, phases;
        for (std::size_t i = 0; i < content.kinds.size(); ++i) kinds[toQ(content.kinds[i])] = qint64(content.kindCounts[i]);
        for (const auto& [name, count] : content.artifactCounts) artifacts[toQ(name)] = qint64(count);
        for (const TimeEvent& event : content.events) phases[QString(event.phase)] = phases[QString(event.phase)].toInt() + 1;
        compare(kinds, want["kinds"].toObject(), "kinds");
        compare(artifacts, want["artifacts"].toObject(), "artifacts");
        compare(phases, want["chromium_phases"].toObject(), "chromium_phases");
        compare(compilesOf(*log), want["compiles"].toObject(), "compiles");
        const QJsonObject stats = want["stats"].toObject();
        const ReadingFacts& facts = content.facts;
        // The reference leaves the CR of CR LF in, and then no checksum fits; here it is removed.
        const bool crLf = facts.crLines.count > 0;
        QCOMPARE(crLf, file.contains("crlf"));
        QCOMPARE(int(facts.payloadsOk), crLf ? 0 : stats["payload_ok"].toInt());
        QCOMPARE(int(facts.payloadsOkWithoutCr), crLf ? stats["payload_hash_mismatch"].toInt() : 0);
        QCOMPARE(int(facts.payloadsDamaged.count + facts.payloadsMissing.count), crLf ? 0 : stats["payload_hash_mismatch"].toInt());
        QCOMPARE(int(facts.foreignLines.count), stats["bad_prefix"].toInt());
        QCOMPARE(int(facts.blankLines), stats["blank_lines"].toInt());
        QCOMPARE(int(facts.badJson.count), stats["bad_json"].toInt());
    }
};

WHITTLE_TEST(ReferenceTest)
#include "reference_test.moc"
