#include "app/workbench/user_undo.h"

#include <algorithm>

#include <QScopedValueRollback>

#include "app/workbench/actions.h"
#include "app/workbench/undo_words.h"

namespace whittle {
namespace {

constexpr int kMostSteps = 200;    // of a large graph a step keeps a name and a fold for each of its modules
constexpr qint64 kMergeMs = 1500;  // letters typed one after the other are one change

std::map<QString, QKeySequence> keysOf(const Actions& actions) {
    std::map<QString, QKeySequence> out;
    for (const QAction* action : actions.all()) out.emplace(action->objectName(), action->shortcut());
    return out;
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
        setText(next->text());  // it says what there is now
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

UserUndo::UserUndo(const Sources& sources, QObject* parent) : QObject(parent) {
    const auto& [graph, reduced, bookmarks, form, dims, recent, stances, searches, numerics, study, stages, actions] = sources;
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
    m_searches = {{}, [&searches] { return searches.saved(); }, [&searches](const QList<SavedSearch>& saved) { searches.setSaved(saved); }};
    m_look = {{}, [&graph] { return Look{graph.colorBy(), graph.rampLook()}; },
              [&graph, &reduced](const Look& look) {
                  graph.setColorBy(look.colorBy);
                  for (GraphController* each : {&graph, &reduced}) each->setRampLook(look.ramp);
              }};
    m_isolated = {{}, [&graph] { return graph.isolatedKeys(); }, [&graph](const QStringList& keys) { graph.isolate(keys); }};
    m_bounds = {{}, [&numerics] { return numerics.bounds(); }, [&numerics](const ErrorBounds& bounds) { numerics.setBounds(bounds); }};
    m_forced = {{}, [&study] { return study.settings().forced; },
                [&study](const Forced& forced) {
                    StudySettings settings = study.settings();
                    settings.forced = forced;
                    study.stop();
                    study.start(settings);
                }};
    m_stages = {{}, [&stages] { return stages.choice(); }, [&stages](const StageChoice& choice) { stages.setChoice(choice); }};
    m_keys = {{}, [&actions] { return keysOf(actions); },
              [&actions](const Keys& keys) {
                  for (const auto& [id, key] : keys) actions.setKeys(id, key);
              }};
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
    connect(&searches, &SavedSearches::changed, this, [this] { note(m_searches, [this] { return searchChange(m_searches.last, m_searches.get()); }, {}); });
    connect(&graph, &GraphController::overlayChanged, this, [this] {
        note(m_look, [this] { return m_look.last.colorBy == m_look.get().colorBy ? tr("change of the scale of colours") : tr("other colours"); }, QStringLiteral("look"));
    });
    // While a part is on its way nothing else is shown yet.
    const auto noteIsolated = [this, &graph] {
        if (!graph.isFolding() && graph.state() == GraphController::State::Ready) note(m_isolated, [this] { return m_isolated.get().isEmpty() ? tr("show the whole graph") : tr("show a part alone"); }, {});
    };
    connect(&graph, &GraphController::stateChanged, this, noteIsolated);
    connect(&numerics, &NumericsController::boundsChanged, this, [this] { note(m_bounds, [] { return tr("change of the tolerances"); }, QStringLiteral("bounds")); });
    connect(&study, &StudyController::stateChanged, this, [this] { note(m_forced, [this] { return forcedChange(m_forced.last, m_forced.get()); }, {}); });
    connect(&stages, &StageController::currentChanged, this, [this, &stages] { note(m_stages, [&stages] { return stageChange(stages); }, QStringLiteral("stage")); });
    connect(&actions, &Actions::keysChanged, this, [this] { note(m_keys, [] { return tr("change of keys"); }, QStringLiteral("keys")); });
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
    forAll([](auto& watched) { watched.last = watched.get(); });
}

void UserUndo::quietly(const std::function<void()>& act) {
    const QScopedValueRollback busy(m_isUndoing, true);
    act();
    forAll([](auto& watched) { watched.last = watched.get(); });
}

}  // namespace whittle
