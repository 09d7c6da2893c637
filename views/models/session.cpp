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

SessionContent Session::collect() const {
    SessionContent content;
    content.program = m_program;
    content.saved = QDateTime::currentDateTimeUtc();
    for (const SessionPart& part : m_parts) content.parts.insert_or_assign(part.name, part.save());
    return content;
}

void Session::read(const QString& file, std::function<void(const SessionContent&)> show) {
    m_isReading = true;  // a newer one takes the place of an older one
    m_error.clear();
    emit changed();
    m_jobs.submit(
        this, kOpen, [file](const CancelToken&) { return readSessionFile(file); },
        [this, show = std::move(show)](Result<SessionContent> content) {
            m_isReading = false;
            if (!content) return fail(::whittle::errorText(content.error()));
            show(*content);
        });
}

void Session::open(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    read(absolute, [this, absolute](const SessionContent& content) {
        take(content, QFileInfo(absolute).absolutePath());
        if (!m_error.isEmpty()) return;
        m_path = absolute;
        m_isModified = false;
        emit changed();
        emit opened(absolute);
    });
}

void Session::take(const SessionContent& content, const QString& folder) {
    QString error;
    std::vector<std::function<void()>> apply;
    for (const SessionPart& part : m_parts)
        if (const auto found = content.parts.find(part.name); found != content.parts.end()) {
            SessionReader reader(found->second, QStringLiteral("parts.") + part.name, error);
            apply.push_back(part.restore(reader, folder));
        }
    if (!error.isEmpty()) return fail(tr("The session cannot be opened: %1.").arg(error));
    m_isTaking = true;
    for (const auto& each : apply)
        if (each) each();
    m_isTaking = false;
    m_hasContent = true;
}

void Session::saveAs(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    m_path = absolute;
    m_savesAgain = m_isSaving;
    if (m_isSaving) return;  // two at once might end in the wrong order
    m_isSaving = true;
    m_error.clear();
    m_isModified = false;  // what changes from now on is not in the file
    emit changed();
    m_jobs.submit(
        this, kSave, [absolute, content = collect()](const CancelToken&) { return writeSessionFile(absolute, content); },
        [this, absolute](const Result<void>& written) {
            m_isSaving = false;
            if (std::exchange(m_savesAgain, false)) return save();
            if (!written) {
                m_isModified = true;
                return fail(::whittle::errorText(written.error()));
            }
            emit changed();
            emit saved(absolute);
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
    m_isKeeping = true;
    SessionContent content = collect();
    content.parts.insert_or_assign(kOwnPart, QJsonObject{{kOwnPath, m_path}});
    m_jobs.submit(
        this, kAutosave, [file = autosaveFile(), content, gate = m_gate](const CancelToken&) -> Result<void> {
            const std::lock_guard lock(gate->mutex);
            if (gate->closed) return {};
            return writeSessionFile(file, content);
        },
        [this](const Result<void>& written) {
            m_isKeeping = false;
            if (!written) fail(::whittle::errorText(written.error()));
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
        // Kept aside by this window from now on.
        if (leftover.kind == Leftover::Kind::Crashed) discard(leftover);
    });
}

void Session::discard(const Leftover& leftover) {
    QFile::remove(leftover.file);
    m_leftovers.removeIf([&](const Leftover& each) { return each.file == leftover.file; });
    emit leftoversChanged();
}

bool Session::finish() {
    m_timer.stop();
    if (m_isModified && m_hasContent && !(m_path.isEmpty() && !m_lock)) {
        const Result<void> written = writeSessionFile(m_path.isEmpty() ? QDir(m_stateFolder).absoluteFilePath(kLast) : m_path, collect());
        if (!written) {
            fail(::whittle::errorText(written.error()));
            return false;
        }
        m_isModified = false;
    }
    const std::lock_guard lock(m_gate->mutex);
    m_gate->closed = true;
    if (m_lock) QFile::remove(autosaveFile());
    return true;
}

void Session::fail(const QString& text) {
    m_error = text;
    emit changed();
    emit failed();
}

}  // namespace whittle
