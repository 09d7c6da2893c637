// The versions of the open graph side by side in one list: as opened, after each pass of the compiler, by kernel, reduced, and other files that
// the user put beside it. Which one is looked at, which one it is held against, and which rewrite is pointed at.
#pragma once

#include <vector>

#include <QObject>

#include "views/models/study_controller.h"

namespace whittle {

struct Stage {
    enum class Kind { Opened, Pass, Kernels, Reduced, File, Entry };
    Kind kind = Kind::Opened;
    QString name;   ///< of the pass; of a file its path; of an entry of a cache its number
    GraphRef graph;
    std::shared_ptr<const PassRecord> pass = {};  ///< of a Pass: what it rewrote, and how long it took

    std::span<const Rewrite> rewrites() const { return pass ? std::span<const Rewrite>(pass->rewrites) : std::span<const Rewrite>(); }
    bool changesNothing() const { return kind == Kind::Pass && rewrites().empty(); }
};

/// What identifies a stage when the list is made anew.
using StageKey = std::pair<Stage::Kind, QString>;

class StageController : public QObject {
    Q_OBJECT
public:
    explicit StageController(StudyController& study, QObject* parent = nullptr);

    const std::vector<Stage>& stages() const { return m_stages; }  ///< empty while no graph is open
    QString title(int stage) const;                                ///< "As opened", "After decompose"

    int current() const { return m_current; }  ///< -1: none
    const Stage* currentStage() const { return at(m_current); }
    void setCurrent(int stage);
    /// To the next stage (1) or the one before (-1), past passes that changed nothing.
    void step(int direction);

    int base() const { return m_base; }  ///< what current() is held against, -1: nothing
    const Stage* baseStage() const { return at(m_base); }
    void setBase(int stage);
    /// The base follows: always the stage before current().
    bool comparesPrevious() const { return m_comparesPrevious; }
    void comparePrevious();
    bool isComparing() const { return m_base >= 0 && m_base != m_current; }

    int rewrite() const { return m_rewrite; }  ///< index into the current stage's, -1: none
    void setRewrite(int rewrite);

    const Stage* reducedStage() const { return at(find({Stage::Kind::Reduced, {}})); }  ///< null: there is none
    QString titleOfReduced() const { return title(find({Stage::Kind::Reduced, {}})); }
    /// The best graph of a reduction; null: there is none.
    void setReduced(GraphRef graph);
    /// Another file's graph at the end of the list; the same path replaces it. It becomes the current stage, held against the one that was.
    void addFile(const QString& path, GraphRef graph);
    /// The graphs of two entries of a cache at the end of the list, in the place of those before; the second is the current stage, held against the first.
    void addEntries(const QString& before, GraphRef beforeGraph, const QString& after, GraphRef afterGraph);

signals:
    void stagesChanged();
    void currentChanged();  ///< or base()
    void rewriteChanged();

private:
    const Stage* at(int stage) const { return stage < 0 || stage >= static_cast<int>(m_stages.size()) ? nullptr : &m_stages[static_cast<std::size_t>(stage)]; }
    int find(const StageKey& key) const;
    void rebuild();

    StudyController& m_study;
    std::vector<Stage> m_stages;
    std::vector<Stage> m_files;    // and entries, behind
    GraphRef m_opened, m_reduced;
    int m_current = -1, m_base = -1, m_rewrite = -1;
    bool m_comparesPrevious = false;
};

}  // namespace whittle
