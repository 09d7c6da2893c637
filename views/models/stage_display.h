// What the centre of the window shows: the stage that is looked at; beside it what it is held against, or the reduced graph.
#pragma once

#include <QObject>

#include "views/models/graph_comparison.h"
#include "views/models/stages.h"

namespace whittle {

class StageDisplay : public QObject {
    Q_OBJECT
public:
    StageDisplay(StageController& stages, GraphComparison& comparison, GraphController& left, GraphController& right, QObject* parent = nullptr);

    bool isTwoSided() const { return m_right != nullptr; }
    const QString& leftTitle() const { return m_leftTitle; }    ///< empty: the graph as it was opened, alone
    const QString& rightTitle() const { return m_rightTitle; }

signals:
    void changed();

private:
    void update();
    void markRewrite();

    StageController& m_stages;
    GraphComparison& m_comparison;
    GraphController& m_leftController;
    GraphController& m_rightController;
    GraphRef m_left, m_right;
    QString m_leftTitle, m_rightTitle;
};

/// The nodes of a rewrite: those that were looked at, and those that stand there now.
OverlayRef rewriteMarks(const Rewrite& rewrite);

}  // namespace whittle
