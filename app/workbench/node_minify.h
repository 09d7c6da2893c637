// "Minify this": reduces what one node needs, or some nodes alone, with our compiler as it was compared with, as soon as the minify form has looked at its
// settings and found a folder.
#pragma once

#include "views/models/minify_controller.h"
#include "views/models/minify_form.h"

namespace whittle {

class NodeMinify : public QObject {
    Q_OBJECT
public:
    struct Wish {
        GraphRef graph;
        QString node;        ///< empty: all of the graph, or these
        std::vector<NodeId> nodes = {};  ///< alone, written to a file of their own, which the command reads then
        GraphSource source;  ///< of the graph
        QString folderBase;  ///< of the output folder to suggest; of `nodes` what their file is called
        std::optional<std::map<QString, QString>> compiler = {};  ///< settings of the run of our compiler that has the node wrong; empty: as the form stands
        std::optional<MinifySettings> begun = {};  ///< of a reduction that there is already: only shown, in the folder that it has
    };

    NodeMinify(JobRunner& jobs, MinifyController& minify, MinifyForm& form, MinifySlice slice, QObject* parent = nullptr);
    void start(Wish wish);
    /// Another graph is to be reduced, or this one otherwise.
    void cancel();
    bool isPreparing() const { return m_isSlicing || m_part; }

signals:
    void prepared();                    ///< the form shows the part that will be reduced
    void taken();                       ///< it shows the one that was begun, and knows who is at it
    void changed();                     ///< isPreparing()
    void refused(const QString& text);  ///< why it does not start

private:
    struct Part {
        GraphRef graph;
        GraphSource source;
        QString folderBase;
    };
    static Result<Part> partOf(const Wish& wish, const MinifySlice& slice, const CancelToken& cancel);
    void begin(const Wish& wish, Part part);
    void look();

    JobRunner& m_jobs;
    MinifyController& m_minify;
    MinifyForm& m_form;
    MinifySlice m_slice;
    bool m_isSlicing = false, m_isBegun = false;
    GraphRef m_part;  // that waits until the form has looked; null: none does
};

}  // namespace whittle
