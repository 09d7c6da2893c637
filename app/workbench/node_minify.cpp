#include "app/workbench/node_minify.h"

#include "minifier/edits/slice_to.h"
#include "views/models/text.h"

namespace whittle {
namespace {

// Of the settings of all oracles, those that a comparison was made with count for ours.
MinifySettings settingsOf(const MinifyForm& form, const NodeMinify::Wish& wish) {
    MinifySettings out = form.settings();
    out.oracle = QStringLiteral("engine");
    out.signature = QStringLiteral("exact");
    for (const auto& [option, text] : wish.compiler) out.oracleSettings.insert_or_assign(option, text);
    out.node = wish.node;
    return out;
}

}  // namespace

NodeMinify::NodeMinify(JobRunner& jobs, MinifyController& minify, MinifyForm& form, QObject* parent) : QObject(parent), m_jobs(jobs), m_minify(minify), m_form(form) {
    connect(&form, &MinifyForm::checked, this, &NodeMinify::look);
}

void NodeMinify::start(Wish wish) {
    if (!wish.graph) return;
    if (m_minify.isRunning()) return emit refused(tr("A reduction is running: stop it first."));
    m_isSlicing = true;
    m_jobs.submit(
        this, QStringLiteral("slice"), [graph = wish.graph, node = wish.node.toStdString()](const CancelToken&) { return sliceTo(*graph, node); },
        [this, wish](Result<Graph> slice) {
            m_isSlicing = false;
            if (slice) begin(wish, *std::move(slice));
            else emit refused(::whittle::errorText(slice.error()));
            emit changed();
        });
    emit changed();
}

void NodeMinify::begin(const Wish& wish, Graph slice) {
    const auto part = std::make_shared<const Graph>(std::move(slice));
    m_minify.setGraph(part);
    m_isWaiting = true;
    m_form.setGraph(part, wish.file, wish.folderBase);
    m_form.setSettings(settingsOf(m_form, wish));
    emit prepared();
}

void NodeMinify::look() {
    if (!m_isWaiting || m_form.isChecking() || m_form.settings().outputFolder.isEmpty()) return;
    m_isWaiting = false;
    if (m_form.hasProblems()) emit refused(tr("The settings of the reduction need a look before it can start."));
    else m_minify.start(m_form.settings());
    emit changed();
}

}  // namespace whittle
