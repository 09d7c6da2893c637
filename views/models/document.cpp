#include "views/models/document.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>

#include "views/models/release.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kOpen = QStringLiteral("open");

constexpr const char* kLookThere = QT_TRANSLATE_NOOP("whittle::Document", "Look at the file where the message says. If it came from PyTorch as it is, save the model again with torch.export.save.");

// Kinds of errors that are not here say themselves what to do.
constexpr struct {
    Code code;
    const char* hint;
} kHints[] = {
    {Code::Io, QT_TRANSLATE_NOOP("whittle::Document", "See whether the file is still there and may be read by you.")},
    {Code::Format, QT_TRANSLATE_NOOP("whittle::Document", "The file may be cut short, or of another kind than it seems. Save the model again with torch.export.save, or open its .pt2, export JSON, .wtl or the text of gm.print_readable().")},
    {Code::NotFound, QT_TRANSLATE_NOOP("whittle::Document", "Keep a file together with those it was written with; tensors that it lacks can be given by --inputs.")},
    {Code::Type, kLookThere},
    {Code::Shape, kLookThere},
    {Code::Verify, kLookThere},
    {Code::Limit, QT_TRANSLATE_NOOP("whittle::Document", "Close other graphs and programs, or export a smaller part of the model.")},
    {Code::Internal, QT_TRANSLATE_NOOP("whittle::Document", "This is a fault of Whittle: copy the message, and report it with the file.")},
};

// What, where, and what to try. The name of the kind is for programs.
QString wordsOf(const Error& error) {
    QString text = toQString(error.message);
    for (const std::string& line : error.context) text += QStringLiteral("\n  while ") + toQString(line);
    const auto hint = std::ranges::find(kHints, error.code, [](const auto& row) { return row.code; });
    return hint == std::end(kHints) ? text : text + QStringLiteral("\n\n") + Document::tr(hint->hint);
}

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
        m_error = wordsOf(result.error());
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
