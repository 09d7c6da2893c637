#include "app/workbench/user_undo.h"

#include <algorithm>

namespace whittle {
namespace {

constexpr qint64 kMergeMs = 1500;  // letters typed one after the other are one change

// Which setting differs; empty for several.
QString changedSetting(const MinifySettings& a, const MinifySettings& b) {
    QStringList changed;
    const auto look = [&](const char* name, const auto& one, const auto& other) {
        if (one != other) changed << QLatin1String(name);
    };
    look("folder", a.outputFolder, b.outputFolder);
    look("oracle", a.oracle, b.oracle);
    look("signature", a.signature, b.signature);
    look("jobs", a.jobs, b.jobs);
    look("repeat", a.repeat, b.repeat);
    look("budget", a.budget, b.budget);
    look("candidates", a.maxCandidates, b.maxCandidates);
    for (const auto* one : {&a, &b})
        for (const auto& [option, text] : one->oracleSettings) {
            const auto& other = one == &a ? b.oracleSettings : a.oracleSettings;
            const auto found = other.find(option);
            if ((found == other.end() || found->second != text) && !changed.contains(option)) changed << option;
        }
    return changed.size() == 1 ? changed.first() : QString();
}

}  // namespace

template <class T>
class UserUndo::Change final : public QUndoCommand {
public:
    Change(UserUndo& owner, Watched<T>& watched, T before, T after, const QString& text, QString detail)
        : QUndoCommand(text), m_owner(owner), m_watched(watched), m_before(std::move(before)), m_after(std::move(after)), m_detail(std::move(detail)) {
        m_age.start();
    }
    int id() const override { return 1; }
    void undo() override { show(m_before); }
    void redo() override {
        if (std::exchange(m_isDone, true)) show(m_after);  // the first time the user did it
    }
    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = dynamic_cast<const Change*>(other);
        if (!next || m_detail.isEmpty() || next->m_detail != m_detail || m_age.elapsed() > kMergeMs) return false;
        m_after = next->m_after;
        m_age.restart();
        return true;
    }

private:
    void show(const T& value) {
        const QScopedValueRollback busy(m_owner.m_isUndoing, true);
        m_watched.last = value;
        m_watched.set(value);
    }

    UserUndo& m_owner;
    Watched<T>& m_watched;
    T m_before, m_after;
    QString m_detail;
    QElapsedTimer m_age;
    bool m_isDone = false;
};

template <class T>
void UserUndo::note(Watched<T>& watched, const QString& text, const QString& detail) {
    T now = watched.get();
    if (now == watched.last) return;
    T before = std::exchange(watched.last, now);
    if (!m_isUndoing) m_stack.push(new Change<T>(*this, watched, std::move(before), std::move(now), text, detail));
}

UserUndo::UserUndo(GraphController& graph, MinifyForm& form, RecentFiles& recent, StanceController& stances, QObject* parent) : QObject(parent) {
    m_folds = {{}, [&graph] { return graph.folds(); }, [&graph](const FoldChoices& folds) { graph.setFolds(folds); }};
    m_settings = {{}, [&form] {
                      MinifySettings settings = form.settings();
                      settings.resume = false;  // the folder says so
                      return settings;
                  },
                  [&form](MinifySettings settings) {
                      settings.file = form.settings().file;  // which graph it is of nobody set
                      settings.node = form.settings().node;
                      form.setSettings(settings);
                  }};
    m_recent = {{}, [&recent] { return recent.paths(); }, [&recent](const QStringList& paths) { recent.setPaths(paths); }};
    m_stances = {{}, [&stances] { return stances.input(); }, [&stances](const StanceInput& input) { stances.setInput(input); }};
    begin();
    connect(&graph, &GraphController::sceneChanged, this, [this] { note(m_folds, tr("fold or unfold"), {}); });
    connect(&form, &MinifyForm::edited, this, [this] { note(m_settings, tr("change of the reduction"), changedSetting(m_settings.last, m_settings.get())); });
    connect(&form, &MinifyForm::settingsChanged, this, [this] { m_settings.last = m_settings.get(); });
    connect(&stances, &StanceController::inputChanged, this, [this] { note(m_stances, tr("change of the calls"), {}); });
    connect(&recent, &RecentFiles::changed, this, [this] {
        const QStringList now = m_recent.get();
        if (now.size() < m_recent.last.size()) note(m_recent, tr("forget files"), {});
        else m_recent.last = now;  // one more was opened, which is not undone
    });
}

void UserUndo::begin() {
    m_stack.clear();
    m_folds.last = m_folds.get();
    m_settings.last = m_settings.get();
    m_recent.last = m_recent.get();
    m_stances.last = m_stances.get();
}

}  // namespace whittle
