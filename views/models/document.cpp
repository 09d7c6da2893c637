#include "views/models/document.h"

#include <utility>

#include <QFileInfo>

#include "views/models/release.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kOpen = QStringLiteral("open");

}  // namespace

Document::Document(JobRunner& jobs, Opener opener, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_opener(std::move(opener)) {}

QString Document::title() const { return QFileInfo(path()).fileName(); }

void Document::open(const GraphSource& source) {
    m_requested = source;
    m_requested.file = QFileInfo(source.file).absoluteFilePath();
    if (!source.inputs.isEmpty()) m_requested.inputs = QFileInfo(source.inputs).absoluteFilePath();
    m_error.clear();
    setState(State::Opening);
    m_jobs.submit(
        this, kOpen, [opener = m_opener, source = m_requested](const CancelToken&) { return opener(toPath(source.file), source.options()); },
        [this](Result<OpenedGraph> result) { show(std::move(result)); });
}

void Document::show(Result<OpenedGraph> result) {
    if (!result) {
        m_error = ::whittle::errorText(result.error());
        return setState(State::Failed);
    }
    GraphRef before = std::exchange(m_graph, std::make_shared<const Graph>(std::move(result->graph)));
    m_source = m_requested;
    m_format = toQString(result->format);
    m_notes.clear();
    for (const std::string& note : result->notes) m_notes << toQString(note);
    setState(State::Open);
    emit opened(path());
    releaseElsewhere(std::move(before));
}

void Document::cancel() {
    m_jobs.cancel(this, kOpen);
    if (m_state == State::Opening) setState(m_graph ? State::Open : State::Empty);
}

void Document::close() {
    m_jobs.cancel(this, kOpen);
    releaseElsewhere(std::exchange(m_graph, nullptr));
    m_source = {};
    m_error.clear();
    m_notes.clear();
    setState(State::Empty);
}

void Document::dismissError() {
    if (m_state == State::Failed) setState(m_graph ? State::Open : State::Empty);
}

void Document::setState(State state) {
    m_state = state;
    emit stateChanged();
}

}  // namespace whittle
