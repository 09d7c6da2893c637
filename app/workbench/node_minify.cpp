#include "app/workbench/node_minify.h"

#include <algorithm>
#include <utility>

#include "minifier/edits/slice_to.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kSlice = QStringLiteral("slice");
const QString kOracle = QStringLiteral("engine");

// Of the settings of all oracles, those that a comparison was made with count for ours; what it did without stands as it comes.
MinifySettings settingsOf(const MinifyForm& form, const NodeMinify::Wish& wish) {
    MinifySettings out = form.settings();
    out.oracle = kOracle;
    out.signature = QStringLiteral("exact");
    if (const auto ours = std::ranges::find(form.oracles(), kOracle, &OracleInfo::name); ours != form.oracles().end())
        for (const SettingInfo& setting : ours->settings) out.oracleSettings.erase(setting.option);
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
    cancel();
    m_isSlicing = true;
    m_jobs.submit(
        this, kSlice, [graph = wish.graph, node = wish.node.toStdString()](const CancelToken&) { return sliceTo(*graph, node); },
        [this, wish](Result<Graph> slice) {
            m_isSlicing = false;
            if (slice) begin(wish, *std::move(slice));
            else emit refused(::whittle::errorText(slice.error()));
            emit changed();
        });
    emit changed();
}

void NodeMinify::cancel() {
    if (!isPreparing()) return;
    m_jobs.cancel(this, kSlice);
    m_isSlicing = false;
    m_part = nullptr;
    emit changed();
}

void NodeMinify::begin(const Wish& wish, Graph slice) {
    if (m_minify.isRunning()) return emit refused(tr("A reduction is running: stop it first."));  // one that was started meanwhile
    m_part = std::make_shared<const Graph>(std::move(slice));
    m_minify.setGraph(m_part);
    m_form.setGraph(m_part, wish.source, wish.folderBase);
    m_isBegun = wish.begun.has_value();
    m_form.setSettings(m_isBegun ? *wish.begun : settingsOf(m_form, wish));
    if (!m_isBegun) emit prepared();
}

void NodeMinify::look() {
    if (!m_part || m_form.isChecking() || m_form.settings().outputFolder.isEmpty()) return;
    const bool isStill = m_minify.original() == std::exchange(m_part, nullptr) && !m_minify.isRunning();
    if (!isStill) return emit changed();
    if (m_isBegun) emit taken();
    else if (m_form.hasProblems()) emit refused(tr("The settings of the reduction need a look before it can start."));
    else m_minify.start(m_form.settings());
    emit changed();
}

}  // namespace whittle
