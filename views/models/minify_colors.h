// Colours the graph by what a reduction has made of each node, as it goes: what is left as it was, what is left and simpler, what went.
#pragma once

#include <QObject>

#include "views/models/graph_controller.h"
#include "views/models/minify_controller.h"

namespace whittle {

/// Of the nodes and inputs of `shown`, one of the two others. Nodes are told apart by their ids, which edits keep.
OverlayRef reductionOverlay(const Graph& original, const Graph& best, const Graph& shown);

class MinifyColors : public QObject {
    Q_OBJECT
public:
    /// Offers an overlay for each of the two graphs as long as there is something to show.
    MinifyColors(JobRunner& jobs, MinifyController& minify, GraphController& original, GraphController& reduced, QObject* parent = nullptr);
    bool isBusy() const { return m_working; }

private:
    void follow();

    JobRunner& m_jobs;
    MinifyController& m_minify;
    GraphController& m_original;
    GraphController& m_reduced;
    bool m_working = false;
    GraphRef m_colored;  // the best graph that the present overlays, or those on their way, are of
};

}  // namespace whittle
