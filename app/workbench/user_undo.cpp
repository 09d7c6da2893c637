#include "app/workbench/user_undo.h"

#include <algorithm>

namespace whittle {
namespace {

constexpr int kMostSteps = 200;    // of a large graph a step keeps a name and a fold for each of its modules
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

// Of several modules how many.
QString foldChange(const GraphContent& content, const std::vector<bool>& was, const std::vector<bool>& is) {
    int unfolded = 0, folded = 0, last = -1;
    for (std::size_t group = 0; group < is.size(); ++group) {
        if (is[group] == was[group]) continue;
        ++(is[group] ? unfolded : folded);
        last = content.count() + static_cast<int>(group);
    }
    if (unfolded + folded == 1) return (unfolded ? UserUndo::tr("unfold %1") : UserUndo::tr("fold %1")).arg(bookmarkName(QStringLiteral("module:") + content.foldKey(last)));
    if (folded == 0 && unfolded > 0) return UserUndo::tr("unfold %Ln modules", nullptr, unfolded);
    if (unfolded == 0 && folded > 0) return UserUndo::tr("fold %Ln modules", nullptr, folded);
    return UserUndo::tr("fold or unfold");
}

// By changedSetting(); options of an oracle are called as the command calls them.
QString settingChange(const QString& setting) {
    static constexpr std::pair<const char*, const char*> kWords[] = {
        {"folder", QT_TRANSLATE_NOOP("whittle::UserUndo", "output folder")}, {"oracle", QT_TRANSLATE_NOOP("whittle::UserUndo", "oracle")},
        {"signature", QT_TRANSLATE_NOOP("whittle::UserUndo", "which failures count")}, {"jobs", QT_TRANSLATE_NOOP("whittle::UserUndo", "candidates at once")},
        {"repeat", QT_TRANSLATE_NOOP("whittle::UserUndo", "runs of each candidate")}, {"budget", QT_TRANSLATE_NOOP("whittle::UserUndo", "time")},
        {"candidates", QT_TRANSLATE_NOOP("whittle::UserUndo", "most candidates")}};
    if (setting.isEmpty()) return UserUndo::tr("change of the reduction");
    const auto found = std::ranges::find_if(kWords, [&](const auto& row) { return setting == QLatin1String(row.first); });
    return UserUndo::tr("change of the reduction: %1").arg(found == std::end(kWords) ? setting : UserUndo::tr(found->second));
}

QString bookmarkChange(const QList<Bookmark>& before, const QList<Bookmark>& after) {
    const auto one = [](const QList<Bookmark>& longer, const QList<Bookmark>& shorter) {
        const auto isNew = [&](const Bookmark& each) { return std::ranges::find(shorter, each.key, &Bookmark::key) == shorter.end(); };
        const auto found = std::ranges::find_if(longer, isNew);
        return found == longer.end() ? QString() : bookmarkName(found->key);
    };
    if (after.size() > before.size()) return UserUndo::tr("bookmark %1").arg(one(after, before));
    if (after.size() < before.size()) return UserUndo::tr("remove the bookmark of %1").arg(one(before, after));
    for (qsizetype row = 0; row < after.size(); ++row)
        if (after[row].key == before[row].key && after[row].label != before[row].label) return UserUndo::tr("rename the bookmark of %1").arg(bookmarkName(after[row].key));
    return UserUndo::tr("move a bookmark");
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
void UserUndo::note(Watched<T>& watched, const std::function<QString()>& words, const QString& detail) {
    T now = watched.get();
    if (now == watched.last) return;
    const QString text = m_isUndoing ? QString() : words();
    T before = std::exchange(watched.last, now);
    if (!m_isUndoing) m_stack.push(new Change<T>(*this, watched, std::move(before), std::move(now), text, detail));
}

UserUndo::UserUndo(GraphController& graph, Bookmarks& bookmarks, MinifyForm& form, DimsController& dims, RecentFiles& recent, StanceController& stances, QObject* parent) : QObject(parent) {
    m_folds = {{}, [&graph] { return graph.folds(); }, [&graph](const FoldChoices& folds) { graph.setFolds(folds); }};
    m_bookmarks = {{}, [&bookmarks] { return bookmarks.all(); }, [&bookmarks](const QList<Bookmark>& all) { bookmarks.setAll(all); }};
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
    m_said = {{}, [&dims] { return dims.spec(); }, [&dims](const ShapeSpec& spec) { dims.setSpec(spec); }};
    m_recent = {{}, [&recent] { return recent.files(); }, [&recent](const QList<GraphSource>& files) { recent.setFiles(files); }};
    m_stances = {{}, [&stances] { return stances.input(); }, [&stances](const StanceInput& input) { stances.setInput(input); }};
    m_stack.setUndoLimit(kMostSteps);
    begin();
    connect(&graph, &GraphController::sceneChanged, this, [this, &graph] { noteFolds(graph.scene()); });
    connect(&bookmarks, &Bookmarks::changed, this, [this] { note(m_bookmarks, [this] { return bookmarkChange(m_bookmarks.last, m_bookmarks.get()); }, {}); });
    connect(&form, &MinifyForm::edited, this, [this] {
        const QString setting = changedSetting(m_settings.last, m_settings.get());
        note(m_settings, [&] { return settingChange(setting); }, setting);
    });
    connect(&form, &MinifyForm::settingsChanged, this, [this] { m_settings.last = m_settings.get(); });
    connect(&stances, &StanceController::inputChanged, this, [this] { note(m_stances, [] { return tr("change of the calls"); }, {}); });
    connect(&dims, &DimsController::edited, this, [this] { note(m_said, [] { return tr("change of what is said of sizes"); }, {}); });
    connect(&recent, &RecentFiles::changed, this, [this] {
        const QList<GraphSource> now = m_recent.get();
        if (now.size() < m_recent.last.size()) note(m_recent, [] { return tr("forget files"); }, {});
        else m_recent.last = now;  // one more was opened, which is not undone
    });
}

void UserUndo::noteFolds(const SceneRef& scene) {
    const bool isSame = scene && !m_content.owner_before(scene->content()) && !scene->content().owner_before(m_content);
    const auto words = [&] {
        const std::optional<bool> repeats = repeatsChoice(m_folds.get());
        if (repeats && repeats != repeatsChoice(m_folds.last)) return *repeats ? tr("repeated blocks as one card") : tr("repeated blocks one by one");
        return isSame ? foldChange(*scene->content(), m_open, scene->open()) : tr("fold or unfold");
    };
    note(m_folds, words, {});
    m_content = scene ? scene->content() : nullptr;
    m_open = scene ? scene->open() : std::vector<bool>();
}

void UserUndo::begin() {
    m_stack.clear();
    m_folds.last = m_folds.get();
    m_bookmarks.last = m_bookmarks.get();
    m_settings.last = m_settings.get();
    m_said.last = m_said.get();
    m_recent.last = m_recent.get();
    m_stances.last = m_stances.get();
}

}  // namespace whittle
