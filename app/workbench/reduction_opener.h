// Opens a reduction by its folder, whoever began it: its graph, with the settings that it was begun with. One that another process is at is there to be
// watched then, one that nobody is at to be resumed.
#pragma once

#include "app/workbench/node_minify.h"

namespace whittle {

class ReductionOpener : public QObject {
    Q_OBJECT
public:
    ReductionOpener(JobRunner& jobs, SettingsReader read, MinifyForm& form, NodeMinify& nodes, QObject* parent = nullptr);

    void open(const QString& folder);
    /// The document and the form have this graph now.
    void onOpened(const QString& path, const GraphRef& graph);
    bool isOpening() const { return m_isReading || m_wanted || m_waits; }

signals:
    void graphWanted(const GraphSource& source);
    void shown();                       ///< the form shows the reduction, and knows who is at it
    void changed();                     ///< isOpening()
    void refused(const QString& text);  ///< there is none that can be opened

private:
    void look();

    JobRunner& m_jobs;
    SettingsReader m_read;
    MinifyForm& m_form;
    NodeMinify& m_nodes;
    bool m_isReading = false;
    std::optional<MinifySettings> m_wanted;  // whose graph is being opened
    bool m_waits = false;                    // for the form to have looked at the folder
};

}  // namespace whittle
