// What is open, as one file: saved and opened on request, kept aside while the window is used, and offered again after a crash.
// Each part of the window adds what it has to keep.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QObject>
#include <QTimer>

#include "views/models/job_runner.h"
#include "views/models/session_file.h"

class QLockFile;

namespace whittle {

/// What one part of the window keeps. A new view adds its own with Session::add().
struct SessionPart {
    QString name;  ///< in the file
    std::function<QJsonObject()> save;
    /// Checks everything and changes nothing; what comes back does it, once all parts were found right. `folder`: of the session.
    std::function<std::function<void()>(SessionReader& from, const QString& folder)> restore;
};

class Session : public QObject {
    Q_OBJECT
public:
    static constexpr int kAutosaveMs = 3000;  ///< after a change

    /// `stateFolder` holds what is kept aside; empty: nothing is. `program` is written into the file.
    Session(JobRunner& jobs, QString stateFolder, QString program, QObject* parent = nullptr);
    ~Session() override;

    void add(SessionPart part) { m_parts.push_back(std::move(part)); }
    /// What runs found: `save` gives what there is, the same pointer as long as it is the same; `restore` gets what a session has when it is taken, behind the parts.
    void setResults(std::function<SessionResults()> save, std::function<void(const SessionResults& results)> restore);

    const QString& path() const { return m_path; }  ///< empty: it has no file
    bool isModified() const { return m_isModified; }
    bool isBusy() const { return m_isReading || !m_writing.empty(); }
    const QString& errorText() const { return m_error; }

    /// Reads on a worker; when anything in the file is wrong, nothing of it is taken. What is open is saved before, or kept as the last.
    void open(const QString& path);
    void save() { saveAs(m_path); }
    /// Nothing is written that open() would refuse.
    void saveAs(const QString& path);
    /// Saves what has changed and has no file from then on: the file is of what is about to be left.
    void leaveFile();
    /// Something changed that a part keeps.
    void touch();
    void setAutosaveDelay(int ms) { m_timer.setInterval(ms); }

    struct Leftover {
        enum class Kind { Crashed, Closed };  ///< Closed: the window's last, without a file
        Kind kind = Kind::Crashed;
        QString file;     ///< in the state folder
        QString path;     ///< of the session that it is of; empty: it had none
        QString document; ///< the graph's file
        QDateTime saved;
    };
    /// What other windows left behind; those that still run do not count. Filled by look().
    const QList<Leftover>& leftovers() const { return m_leftovers; }
    void look();
    void restore(const Leftover& leftover);
    void discard(const Leftover& leftover);
    /// The window closes: a session with a file is saved there, one without kept as the last. Waits for the disk. False: it could not be
    /// written, which failed() has told.
    bool finish();

signals:
    void changed();
    void opened(const QString& path);
    void saved(const QString& path);
    void failed();
    void leftoversChanged();

private:
    std::optional<SessionContent> collect();
    std::vector<std::function<void()>> check(const SessionContent& content, const QString& folder, QString& error) const;
    void take(const SessionContent& content, const QString& folder);
    bool queue(const QString& file);
    void write();
    bool keep();
    QString keptFile() const;
    QString lastFile() const;
    void forget(const QString& leftover);
    void drop(const QStringList& replaced);
    void read(const QString& file, std::function<void(const SessionContent&)> show);
    void autosave();
    QString autosaveFile() const;
    static QString resultsFileOf(const QString& keptFile);
    static void removeKept(const QString& file);
    void fail(const QString& text);

    JobRunner& m_jobs;
    QString m_stateFolder, m_program;
    std::vector<SessionPart> m_parts;
    std::function<SessionResults()> m_saveResults;
    std::function<void(const SessionResults&)> m_restoreResults;
    std::optional<SessionResults> m_keptResults = SessionResults();  // that the file beside the autosave holds; nothing: who knows
    QString m_path, m_error;
    bool m_isModified = false, m_isTaking = false, m_hasContent = false;
    bool m_isReading = false, m_isKeeping = false;
    QStringList m_replaced;  // files of leftovers that are open here, until this window has kept what was in them
    struct Write {
        SessionContent content;
        QStringList replaced;
    };
    using Writes = std::map<QString, Write>;  // by file
    Writes m_waiting;             // for the one on its way: two at once might end in the wrong order
    Writes::node_type m_writing;  // on its way
    struct Gate;
    std::shared_ptr<Gate> m_gate;  // nothing is written behind finish()
    QTimer m_timer;
    std::unique_ptr<QLockFile> m_lock;  // tells others that this window lives
    QList<Leftover> m_leftovers;
};

}  // namespace whittle
