#include "app/workbench/node_minify.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>

#include "engine/formats/wtl.h"
#include "minifier/edits/slice_to.h"
#include "views/models/output_folder.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kSlice = QStringLiteral("slice");
const QString kOracle = QStringLiteral("engine");

// Of the settings of all oracles, those that a comparison was made with count for ours; what it did without stands as it comes.
MinifySettings settingsOf(const MinifyForm& form, const NodeMinify::Wish& wish) {
    MinifySettings out = form.settings();
    out.node = wish.node;
    if (!wish.compiler) return out;
    out.oracle = kOracle;
    out.signature = QStringLiteral("exact");
    if (const auto ours = std::ranges::find(form.oracles(), kOracle, &OracleInfo::name); ours != form.oracles().end())
        for (const SettingInfo& setting : ours->settings) out.oracleSettings.erase(setting.option);
    for (const auto& [option, text] : *wish.compiler) out.oracleSettings.insert_or_assign(option, text);
    return out;
}

// "gpt-part.wtl", "gpt-part-2.wtl", ...: the first that does not exist.
QString freshFile(const QString& base) {
    for (int i = 1;; ++i)
        if (const QString file = i == 1 ? base + QStringLiteral(".wtl") : QStringLiteral("%1-%2.wtl").arg(base).arg(i); !QFileInfo::exists(file)) return file;
}

}  // namespace

NodeMinify::NodeMinify(JobRunner& jobs, MinifyController& minify, MinifyForm& form, MinifySlice slice, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_minify(minify), m_form(form), m_slice(std::move(slice)) {
    connect(&form, &MinifyForm::checked, this, &NodeMinify::look);
}

void NodeMinify::start(Wish wish) {
    if (!wish.graph) return;
    if (m_minify.isRunning()) return emit refused(tr("A reduction is running: stop it first."));
    cancel();
    m_isSlicing = true;
    m_jobs.submit(
        this, kSlice, [wish, slice = m_slice](const CancelToken& cancel) { return partOf(wish, slice, cancel); },
        [this, wish](Result<Part> part) {
            m_isSlicing = false;
            if (part) begin(wish, *std::move(part));
            else emit refused(::whittle::errorText(part.error()));
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

// What is reduced has to be there for the command too: some nodes alone are in no file yet.
Result<NodeMinify::Part> NodeMinify::partOf(const Wish& wish, const MinifySlice& slice, const CancelToken& cancel) {
    Part part{.graph = wish.graph, .source = wish.source, .folderBase = wish.folderBase};
    if (!wish.nodes.empty() && wish.nodes.size() < wish.graph->nodes().size()) {
        if (!slice) return fail(Code::Unsupported, "there is nothing here that could run the graph for the values that these nodes read");
        WHITTLE_TRY(Graph nodes, slice(*wish.graph, wish.nodes, wish.source.seed, cancel));
        const QString file = freshFile(wish.folderBase);
        std::error_code trouble;
        std::filesystem::create_directories(toPath(file).parent_path(), trouble);  // what went wrong the writing says
        WHITTLE_TRY_VOID(writeWtl(nodes, toPath(file)));
        part = {.graph = std::make_shared<const Graph>(std::move(nodes)), .source = {.file = file}, .folderBase = file.chopped(4) + QStringLiteral("-reduced")};
    } else if (!wish.node.isEmpty()) {
        WHITTLE_TRY(Graph needed, sliceTo(*wish.graph, wish.node.toStdString()));
        part.graph = std::make_shared<const Graph>(std::move(needed));
    }
    return part;
}

void NodeMinify::begin(const Wish& wish, Part part) {
    if (m_minify.isRunning()) return emit refused(tr("A reduction is running: stop it first."));  // one that was started meanwhile
    m_part = std::move(part.graph);
    m_minify.setGraph(m_part);
    m_form.setGraph(m_part, part.source, part.folderBase);
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
