// The versions of the open graph side by side in one list: as opened, after each pass of the compiler, by kernel, reduced, and other files that
// the user put beside it. Which one is looked at, which one others are held against and which those are, and which rewrite is pointed at.
#pragma once

#include <optional>
#include <vector>

#include <QObject>

#include "views/models/study_controller.h"

namespace whittle {

struct Stage {
    enum class Kind { Opened, Pass, Kernels, Reduced, File, Entry };
    Kind kind = Kind::Opened;
    QString name;   ///< of the pass; of a file its path; of an entry of a cache its number
    GraphRef graph;  ///< null: of a file that is being read, or could not be
    std::shared_ptr<const PassRecord> pass = {};  ///< of a Pass: what it rewrote, and how long it took
    QString error = {};  ///< of a file that could not be read

    std::span<const Rewrite> rewrites() const { return pass ? std::span<const Rewrite>(pass->rewrites) : std::span<const Rewrite>(); }
    bool changesNothing() const { return kind == Kind::Pass && rewrites().empty(); }
};

/// What identifies a stage when the list is made anew.
using StageKey = std::pair<Stage::Kind, QString>;
/// "opened", "pass:fuse-attention", "file:/tmp/a.pt2": of sessions.
QString stageKeyText(const StageKey& key);
std::optional<StageKey> parseStageKey(const QString& text);

/// What of the stages is shown, by name: it holds for stages that are not there yet, and again when they come back.
struct StageChoice {
    std::optional<StageKey> current, base;
    bool comparesPrevious = false;
    std::vector<StageKey> kept;  ///< held against the base whatever is current
    friend bool operator==(const StageChoice&, const StageChoice&) = default;
};

class StageController : public QObject {
    Q_OBJECT
public:
    explicit StageController(StudyController& study, QObject* parent = nullptr);

    const std::vector<Stage>& stages() const { return m_stages; }  ///< empty while no graph is open
    QString title(int stage) const;                                ///< "As opened", "After decompose"

    int current() const { return m_current; }  ///< -1: none
    const Stage* currentStage() const { return at(m_current); }
    void setCurrent(int stage);
    /// To the next stage (1) or the one before (-1), past passes that changed nothing and files without a graph.
    void step(int direction);

    int base() const { return m_base; }  ///< what others are held against, -1: nothing
    const Stage* baseStage() const { return at(m_base); }
    /// -1: and nothing is kept in the comparison either.
    void setBase(int stage);
    /// The base follows: always the stage before current().
    bool comparesPrevious() const { return m_choice.comparesPrevious; }
    void comparePrevious();

    /// What is held against the base, in the order of the list: current(), where it is another one, and those that are kept. Empty: nothing is compared.
    const std::vector<int>& others() const { return m_others; }
    bool isComparing() const { return !m_others.empty(); }
    /// Of others(), the one that stands beside the base: current(), where it is one of them. -1: none.
    int beside() const;
    /// Another one of others() beside, in a round.
    void stepBeside(int direction);
    /// Stays in the comparison when another stage becomes current. The first one is held against what is current, or as opened.
    bool isKept(int stage) const;
    void setKept(int stage, bool kept);

    int rewrite() const { return m_rewrite; }  ///< index into the current stage's, -1: none
    void setRewrite(int rewrite);

    const Stage* reducedStage() const { return at(find({Stage::Kind::Reduced, {}})); }  ///< null: there is none
    QString titleOfReduced() const { return title(find({Stage::Kind::Reduced, {}})); }
    /// The best graph of a reduction; null: there is none.
    void setReduced(GraphRef graph);
    /// Another file at the end of the list, kept in the comparison; the same path replaces it. With its graph it becomes the current stage; without one it is being
    /// read, or has its error.
    void addFile(const QString& path, GraphRef graph, const QString& error = {});
    void removeFile(const QString& path);
    /// The graphs of two entries of a cache at the end of the list, in the place of those before; the second is the current stage, held against the first alone.
    void addEntries(const QString& before, GraphRef beforeGraph, const QString& after, GraphRef afterGraph);

    const StageChoice& choice() const { return m_choice; }
    void setChoice(StageChoice choice);

signals:
    void stagesChanged();
    void currentChanged();  ///< or base(), or others()
    void rewriteChanged();

private:
    const Stage* at(int stage) const { return stage < 0 || stage >= static_cast<int>(m_stages.size()) ? nullptr : &m_stages[static_cast<std::size_t>(stage)]; }
    int find(const StageKey& key) const;
    std::optional<StageKey> keyOf(int stage) const;
    void rebuild();
    void follow();

    StudyController& m_study;
    std::vector<Stage> m_stages;
    std::vector<Stage> m_files;    // and entries, behind
    std::vector<int> m_others;
    GraphRef m_opened, m_reduced;
    StageChoice m_choice;
    std::optional<StageKey> m_awaited;  // a file that becomes current with its graph
    int m_current = -1, m_base = -1, m_rewrite = -1;
};

}  // namespace whittle
