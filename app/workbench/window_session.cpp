#include "app/workbench/window_session.h"

#include <algorithm>
#include <utility>

#include <QCryptographicHash>
#include <QFileDialog>
#include <QFileInfo>
#include <QPlainTextEdit>

#include "app/workbench/main_window.h"
#include "engine/base/version.h"
#include "views/models/item_key.h"
#include "views/stages/comparison_panel.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kHash = QStringLiteral("hash");
const QString kDifferingNodes = QStringLiteral("differs");
constexpr qint64 kHashBlock = 1 << 20;

QString hashOf(const QString& path, const CancelToken& cancel) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (QByteArray block = file.read(kHashBlock); !block.isEmpty(); block = file.read(kHashBlock)) {
        if (cancel.cancelled()) return {};
        hash.addData(block);
    }
    return QStringLiteral("sha256:") + QString::fromLatin1(hash.result().toHex());
}

constexpr qsizetype kMostIsolated = 100'000;

constexpr std::pair<Highlight::Kind, const char*> kHighlights[] = {{Highlight::Kind::Producers, "producers"}, {Highlight::Kind::Users, "users"}, {Highlight::Kind::Ways, "ways"}};

std::optional<Highlight::Kind> highlightKind(const QString& name) {
    for (const auto& [kind, known] : kHighlights)
        if (name == QLatin1String(known)) return kind;
    return std::nullopt;
}

QString highlightName(Highlight::Kind kind) {
    const auto* const found = std::ranges::find(kHighlights, kind, &std::pair<Highlight::Kind, const char*>::first);
    return found == std::end(kHighlights) ? QString() : QString::fromLatin1(found->second);
}

bool isSession(const QString& path) { return path.endsWith(QLatin1String(".whittle"), Qt::CaseInsensitive); }

}  // namespace

WindowSession::WindowSession(MainWindow& window, JobRunner& jobs, const QString& stateFolder, int layoutVersion)
    : QObject(&window), m_window(window), m_jobs(jobs), m_session(jobs, stateFolder, QString::fromLatin1(kVersion)),
      m_results({.jobs = jobs, .study = window.study(), .numerics = window.numerics(), .stances = window.stances(), .present = [&window](const std::function<void()>& show) { window.undo().quietly(show); }}) {
    addParts(layoutVersion);
    m_session.setResults([this] { return m_results.all(); },
                         [this](const SessionResults& results) {
                             m_fileTrouble.clear();
                             m_resultTrouble.clear();
                             m_results.wait(results);
                             if (!m_wantedFile.isEmpty()) return;  // else there is nothing that they could be of
                             m_results.forgetWaiting();
                         });
    watch();
}

void WindowSession::addParts(int layoutVersion) {
    for (SessionPart part : {documentPart(), graphPart(), windowPart(layoutVersion), minifyPart(), notesPart(), profilePart(), bookmarksPart(), dimsPart(), stancePart(), tracePart(), numericsPart(), comparisonPart()}) m_session.add(std::move(part));
}

SessionPart WindowSession::documentPart() {
    return {.name = QStringLiteral("document"),
            .save =
                [this] {
                    const bool isFound = m_wantedFile.isEmpty();
                    const GraphSource& source = isFound ? m_source : m_wantedSource;
                    QJsonObject out{{QStringLiteral("file"), isFound ? m_file : m_wantedFile},
                                    {QStringLiteral("hash"), isFound && !m_hash.isEmpty() ? m_hash : m_wantedHash}};
                    if (!source.model.isEmpty()) out.insert(QStringLiteral("model"), source.model);
                    if (!source.inputs.isEmpty()) out.insert(QStringLiteral("inputs"), source.inputs);
                    if (source.seed != 0) out.insert(QStringLiteral("seed"), QString::number(source.seed));  // a number of JSON holds 53 bits of it
                    return out;
                },
            .restore = [this](SessionReader& from, const QString& folder) -> std::function<void()> {
                const QString file = from.text("file", {}, 4096), hash = from.text("hash", {}, 256);
                if (isSession(file)) from.refuse("file", tr("is a session and no graph"));
                GraphSource source{.file = {}, .model = from.text("model", {}, 4096), .inputs = from.text("inputs", {}, 4096)};
                bool isSeed = true;
                source.seed = from.text("seed", QStringLiteral("0"), 20).toULongLong(&isSeed);
                if (!isSeed) from.refuse("seed", tr("is no seed"));
                return [this, file, hash, source, folder] {
                    m_wantedFile = file;
                    m_wantedHash = hash;
                    m_wantedSource = source;
                    m_awaited.clear();
                    if (!file.isEmpty()) openGraphFile(file, folder);
                };
            }};
}

SessionPart WindowSession::graphPart() {
    return {.name = QStringLiteral("graph"),
            .save =
                [this] {
                    const Place place = m_place ? *m_place : shownPlace();
                    QJsonObject folds;
                    for (const auto& [key, open] : place.folds) folds.insert(key, open);
                    QJsonObject out{{QStringLiteral("folds"), folds}, {QStringLiteral("query"), place.query}, {QStringLiteral("selected"), place.selected}};
                    const RampLook& ramp = m_window.graph().rampLook();
                    out.insert(QStringLiteral("ramp"), rampScaleName(ramp.scale));
                    out.insert(QStringLiteral("clip"), ramp.clipPercent);
                    if (!place.isolated.isEmpty() && place.isolated.size() <= kMostIsolated) {
                        QJsonObject isolated;
                        for (const QString& key : place.isolated) isolated.insert(key, true);
                        out.insert(QStringLiteral("isolated"), isolated);
                    }
                    if (!place.highlight.isEmpty())
                        out.insert(QStringLiteral("highlight"), QJsonObject{{QStringLiteral("kind"), place.highlight}, {QStringLiteral("from"), place.from}, {QStringLiteral("to"), place.to}});
                    if (place.zoom <= 0) return out;
                    out.insert(QStringLiteral("zoom"), place.zoom);
                    out.insert(QStringLiteral("x"), place.centre.x());
                    out.insert(QStringLiteral("y"), place.centre.y());
                    return out;
                },
            .restore = [this](SessionReader& from, const QString&) -> std::function<void()> {
                Place place;
                place.folds = from.flags("folds");
                place.selected = from.text("selected", {}, 4096);
                place.query = from.text("query", {}, 4096);
                const std::map<QString, bool> isolated = from.flags("isolated");
                if (static_cast<qsizetype>(isolated.size()) > kMostIsolated) from.refuse("isolated", tr("has more than %1 entries").arg(kMostIsolated));
                for (const auto& [key, is] : isolated)
                    if (is) place.isolated << key;
                const std::map<QString, QString> highlight = from.texts("highlight");
                const auto text = [&](const char* key) {
                    const auto found = highlight.find(QLatin1String(key));
                    return found == highlight.end() ? QString() : found->second.left(4096);
                };
                place.highlight = text("kind");
                place.from = text("from");
                place.to = text("to");
                if (!place.highlight.isEmpty() && !highlightKind(place.highlight)) from.refuse("highlight", tr("is none that this Whittle has"));
                place.zoom = from.number("zoom", 0, 0, 1000);
                place.centre = {from.number("x", 0, -1e9, 1e9), from.number("y", 0, -1e9, 1e9)};
                const std::optional<RampLook::Scale> scale = parseRampScale(from.text("ramp", rampScaleName({}), 32));
                if (!scale) from.refuse("ramp", tr("has to be measured, linear or logarithmic"));
                const RampLook ramp{scale.value_or(RampLook::Scale::AsMeasured), from.integer("clip", 0, 0, 49)};
                return [this, place, ramp] {
                    for (GraphController* graph : {&m_window.graph(), &m_window.reducedGraph()}) graph->setRampLook(ramp);
                    m_place.reset();
                    if (!m_wantedFile.isEmpty()) m_place = place;  // else there is nothing that it could be of
                };
            }};
}

SessionPart WindowSession::windowPart(int layoutVersion) {
    return {.name = QStringLiteral("window"),
            .save =
                [this, layoutVersion] {
                    return QJsonObject{{QStringLiteral("layoutVersion"), layoutVersion},
                                       {QStringLiteral("docks"), QString::fromLatin1(m_window.saveState(layoutVersion).toBase64())}};
                },
            .restore = [this, layoutVersion](SessionReader& from, const QString&) -> std::function<void()> {
                const int version = from.integer("layoutVersion", 0, 0, 1 << 30);
                const auto state = QByteArray::fromBase64Encoding(from.text("docks").toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
                if (!state) from.refuse("docks", tr("is not in base64"));
                // Of other docks than there are now: those stay as they are.
                if (!state || version != layoutVersion) return {};
                return [this, layoutVersion, bytes = *state] { m_window.restoreState(bytes, layoutVersion); };
            }};
}

SessionPart WindowSession::minifyPart() {
    return {.name = QStringLiteral("minify"),
            .save =
                [this] {
                    const MinifySettings settings = m_settings ? *m_settings : m_window.minifyForm().settings();
                    QJsonObject options;
                    for (const auto& [option, text] : settings.oracleSettings) options.insert(option, text);
                    return QJsonObject{{QStringLiteral("oracle"), settings.oracle},     {QStringLiteral("options"), options},
                                       {QStringLiteral("signature"), settings.signature}, {QStringLiteral("jobs"), settings.jobs},
                                       {QStringLiteral("repeat"), settings.repeat},     {QStringLiteral("budget"), settings.budget},
                                       {QStringLiteral("maxCandidates"), settings.maxCandidates}, {QStringLiteral("output"), settings.outputFolder}};
                },
            .restore = [this](SessionReader& from, const QString&) -> std::function<void()> {
                MinifySettings settings;
                settings.oracle = from.text("oracle", settings.oracle, 64);
                bool isKnown = false;
                for (const OracleInfo& oracle : m_window.minifyForm().oracles()) isKnown = isKnown || oracle.name == settings.oracle;
                if (!isKnown && from.has("oracle")) from.refuse("oracle", tr("is none that this Whittle has"));
                settings.oracleSettings = from.texts("options");
                settings.signature = from.text("signature", settings.signature, 4096);
                settings.jobs = from.integer("jobs", 1, 1, 256);
                settings.repeat = from.integer("repeat", 0, 0, 10000);
                settings.budget = from.number("budget", 0, 0, 1e9);
                settings.maxCandidates = from.integer("maxCandidates", 0, 0, 1000000000);
                settings.outputFolder = from.text("output", {}, 4096);
                return [this, settings] {
                    m_settings = settings;
                    if (!m_wantedFile.isEmpty()) return;
                    applySettings();
                    m_window.undo().begin();
                };
            }};
}

// Times differ from run to run, so what was in sight is kept as parts of the whole.
SessionPart WindowSession::profilePart() {
    static const QStringList tabs{QStringLiteral("run"), QStringLiteral("compile")};  // as ProfileController::Tab
    return {.name = QStringLiteral("profile"),
            .save =
                [this] {
                    const ProfileController& profile = m_window.profile();
                    const Sight sight = m_sight.value_or(Sight{profile.tab(), profile.window().begin(), profile.window().end()});
                    return QJsonObject{{QStringLiteral("tab"), tabs[sight.tab]}, {QStringLiteral("begin"), sight.begin}, {QStringLiteral("end"), sight.end}};
                },
            .restore = [this](SessionReader& from, const QString&) -> std::function<void()> {
                const auto tab = tabs.indexOf(from.text("tab", tabs.first(), 64));
                if (tab < 0) from.refuse("tab", tr("is none that this Whittle has"));
                const double begin = from.number("begin", 0, 0, 1), end = from.number("end", 1, 0, 1);
                if (begin >= end) from.refuse("end", tr("is not after the beginning"));
                return [this, sight = Sight{static_cast<int>(tab), begin, end}] {
                    m_sight = sight;
                    if (m_wantedFile.isEmpty()) showSight();
                };
            }};
}

void WindowSession::showSight() {
    if (!m_sight) return;
    const Sight sight = *std::exchange(m_sight, std::nullopt);
    m_window.profile().setTab(static_cast<ProfileController::Tab>(sight.tab));
    m_window.profile().setWindow(sight.begin, sight.end);
}

// It does not wait for a graph: a trace is no part of one.
SessionPart WindowSession::tracePart() {
    static const QStringList tabs{QStringLiteral("compiles"), QStringLiteral("causes"), QStringLiteral("timeline"), QStringLiteral("ranks"), QStringLiteral("kernels")};          // as TraceController::Tab
    static const QStringList details{QStringLiteral("overview"), QStringLiteral("artifacts"), QStringLiteral("guards"), QStringLiteral("symbols"), QStringLiteral("metrics")};  // and Detail
    return {.name = QStringLiteral("trace"),
            .save =
                [this] {
                    const TraceController& trace = m_window.trace();
                    TracePlace place = m_tracePlace.value_or(TracePlace{.path = trace.path(), .log = {}, .compile = {}, .filter = trace.filter()});
                    if (!m_tracePlace && trace.content()) {
                        place.compile = trace.content()->name(trace.selected());
                        if (trace.selected().log >= 0) place.log = trace.content()->logs()[static_cast<std::size_t>(trace.selected().log)].label;
                    }
                    return QJsonObject{{QStringLiteral("path"), place.path}, {QStringLiteral("log"), place.log}, {QStringLiteral("compile"), place.compile}, {QStringLiteral("filter"), place.filter},
                                       {QStringLiteral("tab"), tabs[trace.tab()]}, {QStringLiteral("detail"), details[trace.detail()]}};
                },
            .restore = [this](SessionReader& from, const QString&) -> std::function<void()> {
                const TracePlace place{.path = from.text("path", {}, 4096), .log = from.text("log", {}, 4096), .compile = from.text("compile", {}, 4096), .filter = from.text("filter", {}, 4096)};
                const auto tab = tabs.indexOf(from.text("tab", tabs.first(), 64)), detail = details.indexOf(from.text("detail", details.first(), 64));
                if (tab < 0) from.refuse("tab", tr("is none that this Whittle has"));
                if (detail < 0) from.refuse("detail", tr("is none that this Whittle has"));
                return [this, place, tab, detail] {
                    TraceController& trace = m_window.trace();
                    trace.setTab(static_cast<TraceController::Tab>(tab));
                    trace.setDetail(static_cast<TraceController::Detail>(detail));
                    m_tracePlace.reset();
                    if (place.path.isEmpty()) return;
                    m_tracePlace = place;
                    trace.open(place.path);
                };
            }};
}

SessionPart WindowSession::dimsPart() {
    return {.name = QStringLiteral("dims"),
            .save =
                [this] {
                    const ShapeSpec& spec = m_said ? *m_said : m_window.dims().spec();
                    const bool saysNothing = spec == ShapeSpec{DimSpec{.kind = DimSpec::Kind::Auto, .name = {}}};
                    QJsonObject out;
                    if (!saysNothing) out.insert(QStringLiteral("spec"), toQString(shapeSpecCode(spec)));
                    return out;
                },
            .restore = [this](SessionReader& from, const QString&) -> std::function<void()> {
                Result<ShapeSpec> spec = ShapeSpec{DimSpec{.kind = DimSpec::Kind::Auto, .name = {}}};
                if (from.has("spec")) spec = parseShapeSpec(from.text("spec").toStdString());
                if (!spec) from.refuse("spec", toQString(spec.error().message));
                else if (spec->isNothing()) from.refuse("spec", tr("says nothing"));
                return [this, spec = spec ? *std::move(spec) : ShapeSpec()] {
                    m_said = spec;
                    if (m_wantedFile.isEmpty()) applySaid();
                };
            }};
}

// Calls stand there as in a file of calls. Whether they are the graph's is found when that is open.
SessionPart WindowSession::stancePart() {
    return {.name = QStringLiteral("stances"),
            .save =
                [this] {
                    StanceController& stances = m_window.stances();
                    const Calls now = m_calls.value_or(Calls{stances.calls().json().dump(), stances.settings(), stances.isLive()});
                    return QJsonObject{{QStringLiteral("calls"), QString::fromStdString(now.calls)},   {QStringLiteral("stances"), now.settings.stances.join(u',')},
                                       {QStringLiteral("dynamic"), now.settings.dynamic},             {QStringLiteral("backend"), now.settings.backend},
                                       {QStringLiteral("warm"), now.settings.warm},                   {QStringLiteral("limit"), now.settings.limit},
                                       {QStringLiteral("skipGuards"), now.settings.skipGuards},       {QStringLiteral("live"), now.isLive}};
                },
            .restore = [this](SessionReader& from, const QString&) -> std::function<void()> {
                Calls calls;
                StanceSettings& settings = calls.settings;
                const auto oneOf = [&](const char* key, QString& value, std::initializer_list<const char*> known) {
                    value = from.text(key, value, 64);
                    if (std::ranges::none_of(known, [&](const char* one) { return value == QLatin1String(one); })) from.refuse(key, tr("is none that this Whittle has"));
                };
                calls.calls = from.text("calls", {}, 1 << 20).toStdString();
                const StanceSettings standard;
                settings.stances = from.text("stances", settings.stances.join(u','), 4096).split(u',', Qt::SkipEmptyParts);
                for (const QString& stance : std::as_const(settings.stances))
                    if (!standard.stances.contains(stance)) from.refuse("stances", tr("names one that this Whittle has not"));
                oneOf("dynamic", settings.dynamic, {"auto", "true", "false"});
                oneOf("backend", settings.backend, {"whittle", "eager", "aot_eager"});
                settings.warm = from.integer("warm", 0, 0, 999);
                settings.limit = from.integer("limit", 8, 1, 9999);
                settings.skipGuards = from.flag("skipGuards", false);
                calls.isLive = from.flag("live", false);
                return [this, calls] {
                    m_calls = calls;
                    if (m_wantedFile.isEmpty()) showCalls();
                };
            }};
}

SessionPart WindowSession::comparisonPart() {
    constexpr qsizetype kMostFiles = 200;
    return {.name = QStringLiteral("comparison"),
            .save =
                [this] {
                    const Compared now = m_compared ? *m_compared : Compared{m_window.stages().choice(), m_window.otherFiles().all(), m_window.comparisonPanel().filter().text()};
                    QJsonArray kept, files;
                    for (const StageKey& key : now.choice.kept) kept.append(QJsonObject{{QStringLiteral("stage"), stageKeyText(key)}});
                    for (const QString& file : now.files) files.append(QJsonObject{{QStringLiteral("file"), file}});
                    const auto text = [](const std::optional<StageKey>& key) { return key ? stageKeyText(*key) : QString(); };
                    return QJsonObject{{QStringLiteral("current"), text(now.choice.current)}, {QStringLiteral("base"), text(now.choice.base)},
                                       {QStringLiteral("previous"), now.choice.comparesPrevious}, {QStringLiteral("kept"), kept},
                                       {QStringLiteral("files"), files}, {QStringLiteral("filter"), now.filter}};
                },
            .restore = [this](SessionReader& from, const QString& folder) -> std::function<void()> {
                Compared read{.choice = {}, .files = {}, .filter = from.text("filter", kDifferingNodes, 4096)};
                const auto keyOf = [](SessionReader& reader, const char* key) {
                    const QString text = reader.text(key, {}, 5000);
                    const std::optional<StageKey> found = parseStageKey(text);
                    if (!found && !text.isEmpty()) reader.refuse(key, tr("names no stage"));
                    return found;
                };
                read.choice.current = keyOf(from, "current");
                read.choice.base = keyOf(from, "base");
                read.choice.comparesPrevious = from.flag("previous", false);
                for (SessionReader& each : from.objects("kept", kMostFiles))
                    if (const std::optional<StageKey> key = keyOf(each, "stage")) read.choice.kept.push_back(*key);
                for (SessionReader& each : from.objects("files", kMostFiles)) read.files << each.text("file", {}, 4096);
                read.files.removeAll(QString());
                // Files that went with the session into another folder are found there, and called so.
                const auto place = [folder](const QString& file) {
                    const QString beside = folder + u'/' + QFileInfo(file).fileName();
                    return !QFileInfo::exists(file) && QFileInfo::exists(beside) ? QFileInfo(beside).absoluteFilePath() : file;
                };
                const auto move = [&](StageKey& key) {
                    if (key.first == Stage::Kind::File) key.second = place(key.second);
                };
                for (QString& file : read.files) file = place(file);
                for (StageKey& key : read.choice.kept) move(key);
                for (std::optional<StageKey>* key : {&read.choice.current, &read.choice.base})
                    if (*key) move(**key);
                return [this, read] {
                    m_compared = read;
                    if (m_wantedFile.isEmpty()) showCompared();
                };
            }};
}

// Stages that a compilation has to make first are held against each other when they are there.
void WindowSession::showCompared() {
    if (!m_compared) return;
    const Compared kept = *std::exchange(m_compared, std::nullopt);
    m_window.comparisonPanel().filter().setText(kept.filter);
    for (const QString& file : kept.files) m_window.otherFiles().add(file);
    m_window.stages().setChoice(kept.choice);
}

void WindowSession::showTrace(const QString& path) {
    if (!m_tracePlace) return;
    const TracePlace place = *std::exchange(m_tracePlace, std::nullopt);
    if (place.path != path) return;  // somebody opened another one meanwhile
    TraceController& trace = m_window.trace();
    if (const TraceTarget found = trace.content()->find(place.log, place.compile); found.isSubject()) trace.select(found);
    trace.setFilter(place.filter);
}

void WindowSession::showCalls() {
    if (!m_calls) return;
    const Calls kept = *std::exchange(m_calls, std::nullopt);
    StanceController& stances = m_window.stances();
    StanceInput input{.calls = {}, .settings = kept.settings};
    Result<QList<CallRow>> calls;
    if (!kept.calls.empty()) calls = CallsModel::parseText(kept.calls, stances.calls().parameters());
    if (calls) input.calls = *std::move(calls);
    else m_window.notice().say(tr("The calls of this session are none of this graph: %1").arg(toQString(calls.error().message)));
    stances.setInput(input);
    stances.setLive(kept.isLive);
}

void WindowSession::applySaid() {
    if (m_said) m_window.dims().setSpec(*std::exchange(m_said, std::nullopt));
}

SessionPart WindowSession::numericsPart() {
    return {.name = QStringLiteral("numerics"),
            .save =
                [this] {
                    QJsonArray bounds;
                    for (const auto& [dtype, most] : m_window.numerics().bounds().most)
                        bounds.append(QJsonObject{{QStringLiteral("dtype"), toQString(dtypeName(dtype))}, {QStringLiteral("most"), most}});
                    return QJsonObject{{QStringLiteral("bounds"), bounds}};
                },
            .restore = [this](SessionReader& from, const QString&) -> std::function<void()> {
                ErrorBounds bounds;
                for (SessionReader& each : from.objects("bounds", 32)) {
                    const std::optional<DType> dtype = parseDType(each.text("dtype", {}, 32).toStdString());
                    if (!dtype) each.refuse("dtype", tr("is none that this Whittle has"));
                    bounds.most[dtype.value_or(DType::F32)] = each.number("most", 0, 0, 1e300);
                }
                return [this, bounds] { m_window.undo().quietly([&] { m_window.numerics().setBounds(bounds); }); };
            }};
}

SessionPart WindowSession::notesPart() {
    return {.name = QStringLiteral("notes"),
            .save = [this] { return QJsonObject{{QStringLiteral("text"), m_window.notes().toPlainText()}}; },
            .restore = [this](SessionReader& from, const QString&) -> std::function<void()> {
                return [this, text = from.text("text")] { m_window.notes().setPlainText(text); };
            }};
}

SessionPart WindowSession::bookmarksPart() {
    return {.name = QStringLiteral("bookmarks"),
            .save =
                [this] {
                    QJsonArray list;
                    for (const Bookmark& one : m_bookmarks ? *m_bookmarks : m_window.bookmarks().all())
                        list.append(QJsonObject{{QStringLiteral("item"), one.key}, {QStringLiteral("label"), one.label}});
                    return QJsonObject{{QStringLiteral("list"), list}};
                },
            .restore = [this](SessionReader& from, const QString&) -> std::function<void()> {
                QList<Bookmark> all;
                for (SessionReader& each : from.objects("list", Bookmarks::kMost)) {
                    all << Bookmark{each.text("item", {}, 4096), each.text("label", {}, Bookmarks::kLongestLabel)};
                    if (!isItemKey(all.last().key)) each.refuse("item", tr("names no node, input, output or module"));
                }
                return [this, all] {
                    m_bookmarks = all;
                    if (!m_wantedFile.isEmpty()) return;
                    showBookmarks();
                    m_window.undo().begin();
                };
            }};
}

void WindowSession::showBookmarks() {
    if (m_bookmarks) m_window.bookmarks().setAll(*std::exchange(m_bookmarks, std::nullopt));
}

// A graph that went with its session into another folder is found there.
void WindowSession::openGraphFile(const QString& path, const QString& folder) {
    const QString beside = folder + u'/' + QFileInfo(path).fileName();
    const QString found = QFileInfo::exists(path) ? path : QFileInfo::exists(beside) ? beside : QString();
    m_awaited = found.isEmpty() ? QString() : QFileInfo(found).absoluteFilePath();
    if (!found.isEmpty()) return openWanted(found, folder);
    m_window.notice().say(tr("The graph of this session is not there: %1").arg(path), {{tr("&Locate it…"), [this, path] { locate(path); }}});
}

// Its inputs are found as the graph is.
void WindowSession::openWanted(const QString& path, const QString& folder) {
    GraphSource source = m_wantedFile.isEmpty() ? m_source : m_wantedSource;
    source.file = path;
    const QString beside = folder + u'/' + QFileInfo(source.inputs).fileName();
    if (!source.inputs.isEmpty() && !QFileInfo::exists(source.inputs) && QFileInfo::exists(beside)) source.inputs = beside;
    m_window.openGraph(source);
}

void WindowSession::locate(const QString& missing) {
    auto* dialog = new QFileDialog(&m_window, tr("Where is %1?").arg(QFileInfo(missing).fileName()), QFileInfo(missing).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_awaited = QFileInfo(path).absoluteFilePath();
        openWanted(path, QFileInfo(path).path());
    });
    dialog->open();
}

void WindowSession::leaveGraph(const QString& path) {
    const bool isWanted = path == m_awaited || path == m_wantedFile;
    const QString left = m_wantedFile.isEmpty() ? m_file : m_wantedFile;
    if (!isWanted) {
        if (!left.isEmpty() && path != left) m_session.leaveFile();
        m_place.reset();
        m_bookmarks.reset();
        if (path != left) m_window.bookmarks().setAll({});  // its names are of the other graph
        m_settings.reset();
        m_sight.reset();
        m_calls.reset();
        m_compared.reset();
        m_said.reset();
        m_results.forgetWaiting();
        m_wantedHash.clear();
    }
    m_awaited.clear();
    m_wantedFile.clear();
    m_wantedSource = {};
    m_file = path;
    m_source = m_window.document().source();
    m_hash.clear();
}

void WindowSession::beforeGraph() {
    showBookmarks();
    if (m_place) m_window.graph().setFolds(m_place->folds);
}

void WindowSession::afterGraph() {
    applySettings();
    showSight();
    showCalls();
    showCompared();
    applySaid();
    m_results.show(m_window.document().graph());
    hashFile(m_file);
    m_session.touch();
}

void WindowSession::applySettings() {
    if (!m_settings) return;
    MinifySettings settings = *std::exchange(m_settings, std::nullopt);
    settings.file = m_source.file;
    settings.model = m_source.model;
    settings.inputs = m_source.inputs;
    settings.seed = m_source.seed;
    if (settings.outputFolder.isEmpty()) settings.outputFolder = m_window.minifyForm().settings().outputFolder;
    m_window.setMinifySettings(settings);
}

WindowSession::Place WindowSession::shownPlace() {
    GraphController& graph = m_window.graph();
    Place place{.folds = graph.folds(), .selected = {}, .query = graph.query(), .zoom = 0, .centre = {}};
    if (!graph.scene()) return place;
    place.selected = itemKey(*graph.scene(), graph.selected());
    place.isolated = graph.isolatedKeys();
    if (const std::optional<Highlight>& highlight = graph.highlighted()) {
        place.highlight = highlightName(highlight->kind);
        place.from = itemKey(*graph.scene(), highlight->item);
        place.to = itemKey(*graph.scene(), highlight->other);
    }
    place.zoom = m_window.graphView().canvas().zoom();
    place.centre = m_window.graphView().canvas().visibleScene().center();
    return place;
}

void WindowSession::showPlace() {
    GraphController& graph = m_window.graph();
    if (!m_place || graph.state() != GraphController::State::Ready || graph.isFolding() || !m_awaited.isEmpty() || m_results.isWaiting() || m_window.otherFiles().isReading()) return;
    if (const QStringList isolated = std::exchange(m_place->isolated, {}); !isolated.isEmpty()) {
        m_window.undo().expectIsolated(isolated);
        graph.isolate(isolated);
        if (graph.isFolding()) return;  // the rest is of that part
    }
    const Place place = *std::exchange(m_place, std::nullopt);
    m_window.graphView().search().setText(place.query);
    showHighlight(place);
    if (!place.selected.isEmpty()) graph.select(findItem(*graph.scene(), place.selected));
    if (place.zoom > 0) m_window.graphView().canvas().showPlace(place.zoom, place.centre);
}

void WindowSession::showHighlight(const Place& place) {
    GraphController& graph = m_window.graph();
    const std::optional<Highlight::Kind> kind = highlightKind(place.highlight);
    const int from = kind ? findItem(*graph.scene(), place.from) : -1;
    if (from < 0) return;
    if (*kind == Highlight::Kind::Ways) return graph.highlightWays(from, findItem(*graph.scene(), place.to));
    graph.select(from);
    graph.highlight(*kind);
}

// One notice for all of it: another would take its place.
void WindowSession::tellTroubles() {
    QList<NoticeBar::Choice> choices;
    if (!m_fileTrouble.isEmpty()) choices << NoticeBar::Choice{tr("&Locate another…"), [this, path = m_file] { locate(path); }};
    m_window.notice().say(QStringList{m_fileTrouble, m_resultTrouble}.join(u' ').trimmed(), choices);
}

void WindowSession::hashFile(const QString& path) {
    m_isHashing = true;
    m_jobs.submit(
        this, kHash, [path](const CancelToken& cancel) { return hashOf(path, cancel); },
        [this, path](const QString& hash) {
            m_isHashing = false;
            m_hash = hash;
            m_session.touch();
            const QString wanted = std::exchange(m_wantedHash, {});
            if (wanted.isEmpty() || hash.isEmpty() || wanted == hash) return;
            m_fileTrouble = tr("%1 has changed since the session was saved. Folds and selection are kept where the names are still there.").arg(QFileInfo(path).fileName());
            tellTroubles();
        });
}

// Everything that a part keeps.
void WindowSession::watch() {
    const auto touch = [this] { m_session.touch(); };
    GraphController& graph = m_window.graph();
    connect(&graph, &GraphController::stateChanged, this, &WindowSession::showPlace);
    connect(&graph, &GraphController::sceneChanged, this, [this] {
        if (m_window.graph().scene()) m_session.touch();
    });
    connect(&graph, &GraphController::overlayChanged, this, [this] {
        if (m_window.graph().scene()) m_session.touch();
    });
    connect(&graph, &GraphController::selectionChanged, this, [this](int item) {
        if (item >= 0) m_session.touch();
    });
    connect(&m_window.graphView().canvas(), &GraphCanvas::viewChanged, this, [this] {
        if (m_window.graph().scene()) m_session.touch();
    });
    connect(&graph, &GraphController::highlightChanged, this, [this] {
        if (m_window.graph().scene()) m_session.touch();
    });
    connect(&m_results, &WindowResults::changed, this, touch);
    connect(&m_results, &WindowResults::shown, this, &WindowSession::showPlace);
    connect(&m_results, &WindowResults::refused, this, [this](const QString& text) {
        m_resultTrouble = text;
        tellTroubles();
    });
    connect(&m_window.otherFiles(), &OtherFiles::changed, this, &WindowSession::showPlace);
    connect(&m_window.stages(), &StageController::currentChanged, this, [this] {
        if (m_window.graph().scene()) m_session.touch();
    });
    connect(&m_window.numerics(), &NumericsController::boundsChanged, this, touch);
    connect(&m_session, &Session::saved, this, [this] {
        if (const QString text = m_results.leftOutText(); !text.isEmpty()) m_window.notice().say(text);
    });
    connect(&m_window.minifyForm(), &MinifyForm::edited, this, touch);
    connect(&m_window.notes(), &QPlainTextEdit::textChanged, this, touch);
    connect(&m_window.bookmarks(), &Bookmarks::changed, this, touch);
    connect(&m_window.dims(), &DimsController::specChanged, this, [this] {
        if (m_window.dims().graph()) m_session.touch();
    });
    connect(&m_window.dims(), &DimsController::stateChanged, this, [this] {
        if (m_window.dims().graph()) m_session.touch();
    });
    connect(&m_window.profile(), &ProfileController::tabChanged, this, touch);
    connect(&m_window.profile(), &ProfileController::windowChanged, this, touch);
    TraceController& trace = m_window.trace();
    connect(&trace, &TraceController::opened, this, &WindowSession::showTrace);
    connect(&trace, &TraceController::opened, this, touch);
    connect(&trace, &TraceController::selectionChanged, this, touch);
    connect(&trace, &TraceController::filterChanged, this, touch);
    connect(&trace, &TraceController::tabChanged, this, touch);
    connect(&m_window.stances(), &StanceController::inputChanged, this, touch);
    connect(&m_window.stages(), &StageController::currentChanged, this, [this] {
        if (!m_window.stages().stages().empty()) m_session.touch();
    });
    connect(&m_window.comparisonPanel().filter(), &QLineEdit::textEdited, this, touch);
    connect(&m_session, &Session::failed, this, [this] { m_window.notice().say(m_session.errorText()); });
    connect(&m_session, &Session::opened, &m_window, &MainWindow::onSession);
    connect(&m_session, &Session::saved, &m_window, &MainWindow::onSession);
}

void WindowSession::save() { m_session.path().isEmpty() ? saveAs() : m_session.save(); }

void WindowSession::saveAs() {
    const QString graph = m_window.document().path();
    const QString start = !m_session.path().isEmpty() ? m_session.path()
                          : graph.isEmpty()           ? QStringLiteral("session.whittle")
                                                      : QFileInfo(graph).path() + u'/' + QFileInfo(graph).completeBaseName() + QStringLiteral(".whittle");
    auto* dialog = new QFileDialog(&m_window, tr("Save session"), start);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Whittle sessions (*.whittle)"));
    dialog->setDefaultSuffix(QStringLiteral("whittle"));
    connect(dialog, &QFileDialog::fileSelected, &m_session, &Session::saveAs);
    dialog->open();
}

}  // namespace whittle
