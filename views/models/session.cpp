#include "views/models/session.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLockFile>
#include <QUuid>

#include <mutex>
#include <utility>

#include "views/models/text.h"

namespace whittle {
namespace {

const QString kOpen = QStringLiteral("open"), kSave = QStringLiteral("save"), kAutosave = QStringLiteral("autosave"), kLook = QStringLiteral("look");
const QString kSuffix = QStringLiteral(".whittle"), kLockSuffix = QStringLiteral(".lock");
const QString kResultsSuffix = QStringLiteral(".results");  // of the file beside an autosave: results change seldom, and may be large
const QString kLast = QStringLiteral("last.whittle"), kAutosaves = QStringLiteral("autosave-");
// Of its own part: what a file in the state folder is of.
const QString kOwnPart = QStringLiteral("session"), kOwnPath = QStringLiteral("path"), kDocument = QStringLiteral("document"), kFile = QStringLiteral("file");

QList<Session::Leftover> findLeftovers(const QString& folder, const QString& own) {
    QList<Session::Leftover> out;
    const auto add = [&](const QString& file, Session::Leftover::Kind kind) {
        const Result<SessionContent> content = readSessionFile(file);
        if (!content) return;  // never complete, so nothing to offer
        const auto part = [&](const QString& name, const QString& key) {
            const auto found = content->parts.find(name);
            return found == content->parts.end() ? QString() : found->second.value(key).toString();
        };
        out.append({kind, file, part(kOwnPart, kOwnPath), part(kDocument, kFile), content->saved.toLocalTime()});
    };
    const QDir dir(folder);
    for (const QFileInfo& file : dir.entryInfoList({kAutosaves + u'*' + kSuffix}, QDir::Files, QDir::Time)) {
        if (file.absoluteFilePath() == own) continue;
        QLockFile lock(file.absoluteFilePath() + kLockSuffix);
        lock.setStaleLockTime(0);  // held as long as its process lives, however long that is
        if (lock.tryLock(0)) add(file.absoluteFilePath(), Session::Leftover::Kind::Crashed);
    }
    if (dir.exists(kLast)) add(dir.absoluteFilePath(kLast), Session::Leftover::Kind::Closed);
    return out;
}

// Before anybody has to wait for the gate.
void packAll(const SessionResults& results) {
    for (const auto& [name, result] : results) (void)result->packed();
}

}  // namespace

struct Session::Gate {
    std::mutex mutex;
    bool closed = false;
};

Session::Session(JobRunner& jobs, QString stateFolder, QString program, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_stateFolder(std::move(stateFolder)), m_program(std::move(program)), m_gate(std::make_shared<Gate>()) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(kAutosaveMs);
    connect(&m_timer, &QTimer::timeout, this, &Session::autosave);
    if (m_stateFolder.isEmpty() || !QDir().mkpath(m_stateFolder)) return;
    // Several windows may run in one process.
    const QString name = QStringLiteral("%1%2-%3").arg(kAutosaves).arg(QCoreApplication::applicationPid()).arg(QUuid::createUuid().toString(QUuid::Id128).left(8));
    auto lock = std::make_unique<QLockFile>(QDir(m_stateFolder).absoluteFilePath(name + kSuffix + kLockSuffix));
    lock->setStaleLockTime(0);
    if (lock->tryLock(0)) m_lock = std::move(lock);
}

Session::~Session() = default;

QString Session::autosaveFile() const {
    return m_lock ? m_lock->fileName().chopped(kLockSuffix.size()) : QString();
}

// Nothing that could not be read again; failed() has told what that is.
std::optional<SessionContent> Session::collect() {
    SessionContent content;
    content.program = m_program;
    content.saved = QDateTime::currentDateTimeUtc();
    for (const SessionPart& part : m_parts) content.parts.insert_or_assign(part.name, part.save());
    if (m_saveResults) content.results = m_saveResults();
    QString error;
    check(content, {}, error);
    if (error.isEmpty()) return content;
    fail(tr("The session cannot be saved: %1.").arg(error));
    return std::nullopt;
}

void Session::setResults(std::function<SessionResults()> save, std::function<void(const SessionResults& results)> restore) {
    m_saveResults = std::move(save);
    m_restoreResults = std::move(restore);
}

// Of a file in the state folder that is no autosave, and of any other: empty.
QString Session::resultsFileOf(const QString& keptFile) {
    return QFileInfo(keptFile).fileName().startsWith(kAutosaves) ? keptFile.chopped(kSuffix.size()) + kResultsSuffix : QString();
}

void Session::removeKept(const QString& file) {
    QFile::remove(file);
    if (const QString beside = resultsFileOf(file); !beside.isEmpty()) QFile::remove(beside);
}

void Session::read(const QString& file, std::function<void(const SessionContent&)> show) {
    m_isReading = true;  // a newer one takes the place of an older one
    m_error.clear();
    emit changed();
    m_jobs.submit(
        this, kOpen,
        [file](const CancelToken&) {
            Result<SessionContent> content = readSessionFile(file);
            if (const QString beside = resultsFileOf(file); content && !beside.isEmpty() && QFile::exists(beside)) {
                Result<SessionContent> kept = readSessionFile(beside);
                if (kept) content->results = std::move(kept->results);
                else content->results.insert_or_assign(QString(), std::make_shared<const SessionResult>(PackedResult{.made = {}, .graph = {}, .data = {}, .trouble = ::whittle::errorText(kept.error())}));
            }
            return content;
        },
        [this, show = std::move(show)](Result<SessionContent> content) {
            m_isReading = false;
            if (!content) return fail(::whittle::errorText(content.error()));
            show(*content);
        });
}

void Session::open(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    read(absolute, [this, absolute](const SessionContent& content) {
        const bool isOlder = absolute == m_path && (m_isModified || m_writing);  // than the window that it is of
        const std::optional<SessionContent> newest = isOlder ? collect() : content;
        if (newest) take(*newest, QFileInfo(absolute).absolutePath());
        if (!m_error.isEmpty()) return;
        m_path = absolute;
        m_isModified = false;
        m_replaced.clear();
        emit changed();
        emit opened(absolute);
    });
}

// A part that is absent is read as an empty one: nothing of the session before stays.
std::vector<std::function<void()>> Session::check(const SessionContent& content, const QString& folder, QString& error) const {
    std::vector<std::function<void()>> apply;
    for (const SessionPart& part : m_parts) {
        const auto found = content.parts.find(part.name);
        SessionReader reader(found == content.parts.end() ? QJsonObject() : found->second, QStringLiteral("parts.") + part.name, error);
        apply.push_back(part.restore(reader, folder));
    }
    return apply;
}

void Session::take(const SessionContent& content, const QString& folder) {
    QString error;
    const std::vector<std::function<void()>> apply = check(content, folder, error);
    if (!error.isEmpty()) return fail(tr("The session cannot be opened: %1.").arg(error));
    if (!keep()) return;
    m_isTaking = true;
    for (const auto& each : apply)
        if (each) each();
    if (m_restoreResults) m_restoreResults(content.results);
    m_isTaking = false;
    m_hasContent = true;
}

void Session::saveAs(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    m_error.clear();
    if (!queue(absolute)) return;
    m_path = absolute;
    m_isModified = false;  // what changes from now on is not in the file
    write();
    emit changed();
}

void Session::leaveFile() {
    if (m_path.isEmpty()) return;
    m_error.clear();
    keep();
    m_path.clear();
    emit changed();
}

// Where what is open goes without being asked; empty: nowhere.
QString Session::keptFile() const {
    return m_path.isEmpty() && m_lock ? lastFile() : m_path;
}

QString Session::lastFile() const { return QDir(m_stateFolder).absoluteFilePath(kLast); }

bool Session::keep() {
    const QString file = keptFile();
    if (!m_isModified || !m_hasContent || file.isEmpty()) return true;
    if (!queue(file)) return false;
    write();
    return true;
}

bool Session::queue(const QString& file) {
    std::optional<SessionContent> content = collect();
    if (content) m_waiting.insert_or_assign(file, Write{std::move(*content), m_replaced});
    return content.has_value();
}

void Session::write() {
    if (m_writing || m_waiting.empty()) return;
    m_writing = m_waiting.extract(m_waiting.begin());
    m_jobs.submit(
        this, kSave, [file = m_writing.key(), content = m_writing.mapped().content, gate = m_gate](const CancelToken&) -> Result<void> {
            packAll(content.results);
            const std::lock_guard lock(gate->mutex);
            if (gate->closed) return {};
            return writeSessionFile(file, content);
        },
        [this](const Result<void>& written) {
            const QString file = m_writing.key();
            const QStringList replaced = m_writing.mapped().replaced;
            m_writing = {};
            const bool isLatest = !m_waiting.contains(file);
            write();
            if (!isLatest) return;
            if (!written) {
                m_isModified = true;
                return fail(::whittle::errorText(written.error()));
            }
            drop(replaced);
            emit changed();
            if (file == lastFile()) forget(file);  // it is another than the one on offer
            else emit saved(file);
        });
}

void Session::touch() {
    if (m_isTaking) return;
    m_hasContent = true;
    if (!std::exchange(m_isModified, true)) emit changed();
    if (m_lock && !m_timer.isActive()) m_timer.start();  // never put off by further changes
}

void Session::autosave() {
    if (m_isKeeping) return m_timer.start();
    std::optional<SessionContent> content = collect();
    if (!content) return;
    m_isKeeping = true;
    content->parts.insert_or_assign(kOwnPart, QJsonObject{{kOwnPath, m_path}});
    SessionContent results{.parts = {}, .program = content->program, .saved = content->saved, .results = std::exchange(content->results, {})};
    const bool isNew = m_keptResults != results.results;
    m_keptResults = results.results;
    m_jobs.submit(
        this, kAutosave,
        [file = autosaveFile(), content = std::move(*content), results = std::move(results), isNew, gate = m_gate](const CancelToken&) -> Result<void> {
            packAll(results.results);
            const std::lock_guard lock(gate->mutex);
            if (gate->closed) return {};
            if (isNew) WHITTLE_TRY_VOID(writeSessionFile(resultsFileOf(file), results));
            return writeSessionFile(file, content);
        },
        [this, replaced = m_replaced](const Result<void>& written) {
            m_isKeeping = false;
            if (!written) m_keptResults.reset();
            if (!written) return fail(::whittle::errorText(written.error()));
            drop(replaced);
        });
}

void Session::look() {
    if (m_stateFolder.isEmpty()) return;
    m_jobs.submit(
        this, kLook, [folder = m_stateFolder, own = autosaveFile()](const CancelToken&) { return findLeftovers(folder, own); },
        [this](QList<Leftover> found) {
            m_leftovers = std::move(found);
            emit leftoversChanged();
        });
}

void Session::restore(const Leftover& leftover) {
    read(leftover.file, [this, leftover](const SessionContent& content) {
        take(content, QFileInfo(leftover.path.isEmpty() ? leftover.file : leftover.path).absolutePath());
        if (!m_error.isEmpty()) return;
        m_path = leftover.path;
        m_isModified = true;
        emit changed();
        if (m_lock) m_timer.start();
        m_replaced.clear();
        if (leftover.kind != Leftover::Kind::Crashed) return;
        m_replaced.append(leftover.file);
        forget(leftover.file);
    });
}

void Session::discard(const Leftover& leftover) {
    removeKept(leftover.file);
    forget(leftover.file);
}

void Session::forget(const QString& leftover) {
    if (m_leftovers.removeIf([&](const Leftover& each) { return each.file == leftover; }) > 0) emit leftoversChanged();
}

// Their content was written to a file of this window's.
void Session::drop(const QStringList& replaced) {
    for (const QString& file : replaced) removeKept(file);
    m_replaced.removeIf([&](const QString& file) { return replaced.contains(file); });
}

bool Session::finish() {
    m_timer.stop();
    const QString kept = keptFile();
    if (m_isModified && m_hasContent && !kept.isEmpty() && !queue(kept)) return false;
    // What is on its way is written again: its error would reach nobody any more.
    Writes all = m_waiting;
    if (m_writing) all.try_emplace(m_writing.key(), m_writing.mapped());
    Result<void> written;
    {
        const std::lock_guard lock(m_gate->mutex);
        for (auto each = all.begin(); written && each != all.end(); ++each) written = writeSessionFile(each->first, each->second.content);
        m_gate->closed = written.has_value();
    }
    if (!written) {
        m_isModified = true;
        fail(::whittle::errorText(written.error()));
        return false;
    }
    for (const auto& [file, write] : all) drop(write.replaced);
    m_waiting.clear();
    m_isModified = false;
    if (m_lock) removeKept(autosaveFile());
    return true;
}

void Session::fail(const QString& text) {
    m_error = text;
    emit changed();
    emit failed();
}

}  // namespace whittle
