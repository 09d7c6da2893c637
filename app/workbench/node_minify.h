// "Minify this": reduces what one node needs, with our compiler as it was compared with, as soon as the minify form has looked at its settings and found a folder.
#pragma once

#include "views/models/minify_controller.h"
#include "views/models/minify_form.h"

namespace whittle {

class NodeMinify : public QObject {
    Q_OBJECT
public:
    struct Wish {
        GraphRef graph;
        QString node;
        GraphSource source;  ///< of the graph
        QString folderBase;  ///< of the output folder to suggest
        std::map<QString, QString> compiler;  ///< settings of the run that has the node wrong
        std::optional<MinifySettings> begun = {};  ///< of a reduction that there is already: only shown, in the folder that it has
    };

    NodeMinify(JobRunner& jobs, MinifyController& minify, MinifyForm& form, QObject* parent = nullptr);
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
    void begin(const Wish& wish, Graph slice);
    void look();

    JobRunner& m_jobs;
    MinifyController& m_minify;
    MinifyForm& m_form;
    bool m_isSlicing = false, m_isBegun = false;
    GraphRef m_part;  // that waits until the form has looked; null: none does
};

}  // namespace whittle
