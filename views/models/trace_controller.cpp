#include "views/models/trace_controller.h"

#include <chrono>
#include <mutex>

#include <QCryptographicHash>
#include <QFileInfo>

#include "engine/base/files.h"
#include "engine/formats/trace/artifact_file.h"
#include "engine/formats/trace/time_spans.h"
#include "views/models/release.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kRead = QStringLiteral("read");
const QString kMore = QStringLiteral("more");
const QString kDescribe = QStringLiteral("describe");
const QString kText = QStringLiteral("text");
const QString kGraph = QStringLiteral("graph");
const QString kExport = QStringLiteral("export");
constexpr int kProgressMs = 50;

// Of every trace a folder of its own, the same each time.
std::string folderName(const QString& path) {
    const QByteArray digest = QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha256).toHex().left(8);
    return trace::safeFileName(QFileInfo(path).fileName().toStdString()) + "-" + digest.toStdString();
}

}  // namespace

// A job that was cancelled may still be in the trace when the next one begins.
struct TraceController::Held {
    explicit Held(trace::Trace from) : trace(std::move(from)) {}
    trace::Trace trace;
    std::mutex inUse;

    using Progress = trace::TraceLog::Progress;
    static Result<TraceContentRef> read(const std::shared_ptr<Held>& held, trace::TraceLog::End end, const CancelToken& cancel, const Progress& progress) {
        const std::lock_guard lock(held->inUse);
        WHITTLE_TRY(const bool news, held->trace.more(end, cancel, progress));
        if (!news && held->hasContent) return TraceContentRef();
        WHITTLE_TRY(TraceContentRef content, TraceContent::build({held, &held->trace}, cancel));
        held->hasContent = true;
        return content;
    }

private:
    bool hasContent = false;
};

TraceController::TraceController(JobRunner& jobs, QObject* parent) : QObject(parent), m_jobs(jobs) {
    m_follow.setSingleShot(true);
    m_follow.setInterval(kFollowMs);
    connect(&m_follow, &QTimer::timeout, this, [this] { readOn(false); });
}

void TraceController::setState(State state) {
    m_state = state;
    emit stateChanged();
}

void TraceController::open(const QString& path) {
    m_isFollowing = false;
    emit followingChanged();
    read(path, Purpose::Open);
}

void TraceController::offer(const QString& path) { read(path, Purpose::Offer); }

void TraceController::reload() {
    if (m_content) read(m_path, Purpose::Reload);
}

void TraceController::read(const QString& path, Purpose purpose) {
    m_requested = QFileInfo(path).absoluteFilePath();
    m_error.clear();
    m_done = m_all = 0;
    m_follow.stop();
    setState(State::Reading);
    struct Answer {
        std::shared_ptr<Held> held;
        TraceContentRef content;
    };
    const bool follows = purpose == Purpose::Reload && m_isFollowing;
    m_jobs.submit(
        this, kRead,
        [this, file = toPath(m_requested), follows](const CancelToken& cancel, const JobChannel& channel) -> Result<Answer> {
            WHITTLE_TRY(trace::Trace trace, trace::Trace::open(file));
            Answer out{.held = std::make_shared<Held>(std::move(trace)), .content = nullptr};
            auto last = std::chrono::steady_clock::now();
            const auto tell = [&](std::uint64_t done, std::uint64_t all) {
                const auto now = std::chrono::steady_clock::now();
                if (now - last < std::chrono::milliseconds(kProgressMs)) return;
                last = now;
                channel.post([this, done, all] {
                    m_done = static_cast<qint64>(done);
                    m_all = static_cast<qint64>(all);
                    emit progressChanged();
                });
            };
            WHITTLE_TRY(out.content, Held::read(out.held, follows ? trace::TraceLog::End::MayGrow : trace::TraceLog::End::Final, cancel, tell));
            return out;
        },
        [this, purpose](Result<Answer> answer) {
            if (!answer) {
                const Code code = answer.error().code;
                const bool isNone = purpose == Purpose::Offer && (code == Code::Unsupported || code == Code::NotFound || code == Code::Io);
                if (!isNone) m_error = ::whittle::errorText(answer.error());
                const QString given = m_requested;
                setState(!isNone ? State::Failed : m_content ? State::Ready : State::NoTrace);
                if (m_isFollowing && !m_isReadingOn) m_follow.start();
                if (isNone) emit noTrace(given);
                return;
            }
            const bool isNew = purpose != Purpose::Reload;
            if (isNew) {
                // What they bring is of the trace before.
                for (const QString& tag : {kText, kGraph}) m_jobs.cancel(this, tag);
                m_isReadingText = m_isOpeningGraph = false;
                m_isFollowing = m_endsFollowing = false;
                m_selected = {};
                m_window = {};
                m_span = -1;
                m_text = {};
                m_filter.clear();
            }
            m_jobs.cancel(this, kMore);
            m_isReadingOn = false;
            m_path = m_requested;
            releaseElsewhere(std::exchange(m_held, answer->held));
            take(std::move(answer->content));
            setState(State::Ready);
            if (isNew) {
                emit filterChanged();
                emit windowChanged();
                emit spanChanged();
                emit textChanged();
                emit followingChanged();
                emit opened(m_path);
            } else if (m_isFollowing) {
                m_follow.start();
            }
        });
}

void TraceController::readOn(bool isLast) {
    if (!m_held || m_isReadingOn) return;
    m_isReadingOn = true;
    m_jobs.submit(
        this, kMore,
        [held = m_held, isLast](const CancelToken& cancel) { return Held::read(held, isLast ? trace::TraceLog::End::Final : trace::TraceLog::End::MayGrow, cancel, {}); },
        [this, isLast](Result<TraceContentRef> content) {
            m_isReadingOn = false;
            if (!content) {
                m_error = ::whittle::errorText(content.error());
                m_isFollowing = m_endsFollowing = false;
                emit followingChanged();
                return emit stateChanged();
            }
            if (*content) take(*std::move(content));
            if (m_isFollowing) m_follow.start();
            else if (std::exchange(m_endsFollowing, false) && !isLast) readOn(true);
        });
}

void TraceController::setFollowing(bool follows) {
    if (!m_content || follows == m_isFollowing) return;
    m_isFollowing = follows;
    m_follow.stop();
    // What was taken as the end of the log is none while it grows: it is read anew.
    if (follows || m_state == State::Reading) reload();
    else if (m_isReadingOn) m_endsFollowing = true;
    else readOn(true);
    emit followingChanged();
}

void TraceController::take(TraceContentRef content) {
    TraceContentRef before = std::exchange(m_content, std::move(content));
    // A log that was read anew may have other compiles in other places.
    TraceTarget selected = m_selected;
    if (before && selected.isSubject()) {
        const QString label = selected.log >= 0 ? before->logs()[static_cast<std::size_t>(selected.log)].label : QString();
        selected = m_content->find(label, before->name(selected));
        if (!selected.isSubject() && m_content->name(m_selected) == before->name(m_selected)) selected = m_selected;
    }
    if (!selected.isSubject())
        for (int row = 0; row < m_content->stacks()->count() && !selected.isSubject(); ++row) selected = m_content->stacks()->row(row).target;
    const bool isOther = selected != m_selected || !before;
    m_selected = selected;
    const double whole = m_content->timeline()->microseconds;
    if (whole > 0) m_window.setLeast(std::min(1.0, 1.0 / whole));
    if (m_span >= static_cast<int>(m_content->timeline()->spans.size())) m_span = -1;
    emit contentChanged();
    if (isOther) emit selectionChanged();
    describe();
    releaseElsewhere(std::move(before));
}

void TraceController::stop() {
    if (m_state != State::Reading) return;
    m_jobs.cancel(this, kRead);
    setState(m_content ? State::Ready : State::NoTrace);
    if (m_isFollowing && m_held && !m_isReadingOn) m_follow.start();
}

void TraceController::close() {
    for (const QString& tag : {kRead, kMore, kDescribe, kText, kGraph}) m_jobs.cancel(this, tag);
    m_follow.stop();
    m_isFollowing = m_endsFollowing = m_isReadingOn = m_isReadingText = m_isDescribing = m_isOpeningGraph = false;
    releaseElsewhere(std::exchange(m_held, nullptr));
    releaseElsewhere(std::exchange(m_content, nullptr));
    m_path.clear();
    m_error.clear();
    m_selected = {};
    m_compile.reset();
    m_text = {};
    m_span = -1;
    setState(State::NoTrace);
    emit contentChanged();
    emit selectionChanged();
    emit compileChanged();
    emit textChanged();
    emit followingChanged();
}

void TraceController::dismissError() {
    m_error.clear();
    setState(m_content ? State::Ready : State::NoTrace);
}

void TraceController::select(const TraceTarget& target) {
    const TraceTarget wanted = target.subject();
    if (!m_content || wanted == m_selected || (wanted.isSubject() && m_content->name(wanted).isEmpty())) return;
    m_selected = wanted;
    emit selectionChanged();
    describe();
}

void TraceController::describe() {
    const bool isSame = m_compile && m_compile->of == m_selected;
    m_isDescribing = m_selected.isSubject();
    if (!isSame) {
        m_compile.reset();
        emit compileChanged();
    }
    if (!m_isDescribing) return m_jobs.cancel(this, kDescribe);
    m_jobs.submit(
        this, kDescribe, [content = m_content, target = m_selected](const CancelToken& cancel) { return TraceDescriber::describe(*content, target, cancel); },
        [this](Result<TraceCompileRef> compile) {
            m_isDescribing = false;
            if (!compile) return;  // only when it was cancelled, or is gone: another comes
            releaseElsewhere(std::exchange(m_compile, *std::move(compile)));
            emit compileChanged();
        });
}

void TraceController::showText(const TraceTarget& target) {
    if (!m_content || !target.isText() || (target == m_text.of && !m_isReadingText && m_text.error.isEmpty())) return;
    m_isReadingText = true;
    m_text = {.of = target, .name = m_content->name(target), .lines = nullptr, .error = {}};
    emit textChanged();
    m_jobs.submit(
        this, kText,
        [content = m_content, target](const CancelToken&) -> Result<TextLinesRef> {
            WHITTLE_TRY(const std::string text, content->text(target));
            return std::make_shared<const TextLines>(toQString(text));
        },
        [this](Result<TextLinesRef> lines) {
            m_isReadingText = false;
            if (lines) m_text.lines = *std::move(lines);
            else m_text.error = ::whittle::errorText(lines.error());
            emit textChanged();
        });
}

QString TraceController::rank(const TraceTarget& target) const {
    return m_content && target.log >= 0 && m_content->logs().size() > 1 ? toQString(m_content->logs()[static_cast<std::size_t>(target.log)].rankOption) : QString();
}

void TraceController::openGraph(const TraceTarget& target) {
    if (!canOpenGraph(target)) return;
    // Those of a debug folder are files already.
    if (const trace::DebugFile* file = m_content->debugFile(target)) return emit graphReady(fromPath(file->path), target);
    m_isOpeningGraph = true;
    std::filesystem::path path = toPath(m_graphFolder) / folderName(m_path);
    if (m_content->logs().size() > 1) path /= trace::safeFileName(m_content->logs()[static_cast<std::size_t>(target.log)].label.toStdString());
    path /= trace::artifactFile(*m_content->compile(target), *m_content->artifact(target));
    emit stateChanged();
    m_jobs.submit(
        this, kGraph,
        [content = m_content, target, path](const CancelToken&) -> Result<bool> {
            WHITTLE_TRY(const std::string text, content->text(target));
            WHITTLE_TRY_VOID(writeFileAtomic(path, text));
            return true;
        },
        [this, target, path, name = m_content->name(target)](Result<bool> written) {
            m_isOpeningGraph = false;
            emit stateChanged();
            if (written) emit graphReady(fromPath(path), target);
            else emit graphFailed(name, ::whittle::errorText(written.error()));
        });
}

void TraceController::exportTo(const QString& path) {
    if (!canExport()) return;
    m_isExporting = true;
    m_jobs.submit(
        this, kExport,
        [held = m_held, file = toPath(path)](const CancelToken& cancel) -> Result<bool> {
            const std::lock_guard lock(held->inUse);
            WHITTLE_TRY_VOID(trace::writeChromeTrace(held->trace, file, cancel));
            return true;
        },
        [this, path, from = m_path](Result<bool> written) {
            m_isExporting = false;
            if (written) emit exported(path, from);
            else emit exportFailed(path, ::whittle::errorText(written.error()));
        });
}

void TraceController::setTab(Tab tab) {
    if (tab == m_tab) return;
    m_tab = tab;
    emit tabChanged();
}

void TraceController::setDetail(Detail detail) {
    if (detail == m_detail) return;
    m_detail = detail;
    emit tabChanged();
}

void TraceController::setFilter(const QString& words) {
    if (words == m_filter) return;
    m_filter = words;
    emit filterChanged();
}

void TraceController::setWindow(const TimeWindow& window) {
    if (window == m_window) return;
    m_window = window;
    emit windowChanged();
}

void TraceController::selectSpan(int span) {
    if (!m_content || span == m_span || span >= static_cast<int>(m_content->timeline()->spans.size())) return;
    m_span = span;
    if (span >= 0) {
        const double whole = m_content->timeline()->microseconds;
        const TraceSpan& shown = m_content->timeline()->spans[static_cast<std::size_t>(span)];
        TimeWindow window = m_window;
        window.reveal(shown.start / whole, (shown.start + shown.duration) / whole);
        setWindow(window);
    }
    emit spanChanged();
}

}  // namespace whittle
