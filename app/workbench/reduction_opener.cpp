#include "app/workbench/reduction_opener.h"

#include <utility>

#include "views/models/text.h"

namespace whittle {
namespace {

const QString kRead = QStringLiteral("read");

}  // namespace

ReductionOpener::ReductionOpener(JobRunner& jobs, SettingsReader read, MinifyForm& form, NodeMinify& nodes, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_read(std::move(read)), m_form(form), m_nodes(nodes) {
    connect(&form, &MinifyForm::checked, this, &ReductionOpener::look);
    connect(&nodes, &NodeMinify::taken, this, &ReductionOpener::shown);
}

void ReductionOpener::open(const QString& folder) {
    if (!m_read) return;
    m_wanted.reset();
    m_waits = false;
    m_isReading = true;
    m_jobs.submit(
        this, kRead,
        [read = m_read, folder](const CancelToken&) -> Result<MinifySettings> {
            const std::optional<JobRecord> job = readJobRecord(toPath(folder));
            if (!job) return fail(Code::NotFound, "{} holds no reduction that could go on", folder.toStdString());
            WHITTLE_TRY(MinifySettings settings, read(*job));
            settings.outputFolder = folder;
            return settings;
        },
        [this](Result<MinifySettings> settings) {
            m_isReading = false;
            if (settings) m_wanted = *std::move(settings);
            else emit refused(::whittle::errorText(settings.error()));
            emit changed();
            if (m_wanted) emit graphWanted(m_wanted->source());
        });
    emit changed();
}

void ReductionOpener::onOpened(const QString& path, const GraphRef& graph) {
    m_waits = false;
    const std::optional<MinifySettings> wanted = std::exchange(m_wanted, std::nullopt);
    if (!wanted || wanted->file != path) return emit changed();  // somebody opened another one meanwhile
    if (wanted->node.isEmpty()) {
        m_waits = true;
        m_form.setSettings(*wanted);
    } else {
        m_nodes.start({.graph = graph, .node = wanted->node, .source = wanted->source(), .folderBase = wanted->outputFolder, .compiler = {}, .begun = wanted});
    }
    emit changed();
}

void ReductionOpener::look() {
    if (!m_waits || m_form.isChecking()) return;
    m_waits = false;
    emit shown();
    emit changed();
}

}  // namespace whittle
