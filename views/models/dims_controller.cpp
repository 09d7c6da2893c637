#include "views/models/dims_controller.h"

#include <algorithm>
#include <utility>

#include "engine/capture/graph_function.h"
#include "engine/dispatch/example_call.h"
#include "engine/ops/check.h"
#include "views/models/dim_words.h"
#include "views/models/release.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kInfer = QStringLiteral("infer");

DimSpec hintOf(DimSpec::Kind kind) { return {.kind = kind, .name = {}}; }

const ShapeSpec& autoOfAll() {
    static const ShapeSpec kAuto{hintOf(DimSpec::Kind::Auto)};
    return kAuto;
}

QString saidBefore(const Error& error) { return toQString(error.message); }

}  // namespace

struct DimsController::Answer {
    std::vector<std::string> parameters;
    std::vector<CallValue> example;
    QString exampleText;
    std::vector<DimInput> inputs;  // with what is said, or Dim.AUTO where that cannot be said of them
    Result<std::shared_ptr<const DimInference>> inference;

    static Result<Answer> of(const GraphRef& graph, const ShapeSpec& spec, const CancelToken& cancel) {
        WHITTLE_TRY_VOID(checkSupportedNodes(*graph));
        WHITTLE_TRY(SequencedCall call, exampleCall(*graph));
        Answer out{.parameters = parametersOf(*graph), .example = std::move(call.arguments), .exampleText = toQString(call.text), .inputs = {}, .inference = nullptr};
        Result<std::vector<DimInput>> said = saidInputs(out.parameters, out.example, spec);
        if (!said) {
            out.inference = std::unexpected(std::move(said).error());
            WHITTLE_TRY(out.inputs, saidInputs(out.parameters, out.example, autoOfAll()));
            return out;
        }
        out.inputs = *std::move(said);
        Result<DimInference> inference = inferDims(dimProgramOf(graph, cancel), out.example, spec);
        if (inference) out.inference = std::make_shared<const DimInference>(*std::move(inference));
        else out.inference = std::unexpected(std::move(inference).error());
        return out;
    }
};

DimsController::DimsController(JobRunner& jobs, QObject* parent) : QObject(parent), m_jobs(jobs), m_spec(autoOfAll()) {}

void DimsController::setGraph(GraphRef graph) {
    m_jobs.cancel(this, kInfer);
    m_graph = std::move(graph);
    m_state = m_graph ? State::Ready : State::NoGraph;  // who hears of what follows asks for it
    m_spec = autoOfAll();
    m_follows = false;
    m_parameters.clear();
    m_example.clear();
    m_exampleText.clear();
    forgetAnswer();
    setInputs({});
    emit specChanged();
    emit stateChanged();
}

void DimsController::start() {
    if (m_state == State::NoGraph) return;
    m_follows = true;
    m_jobs.submit(
        this, kInfer, [graph = m_graph, spec = m_spec](const CancelToken& cancel) { return Answer::of(graph, spec, cancel); },
        [this](Result<Answer> answer) { show(std::move(answer)); });
    setState(State::Running);
}

void DimsController::stop() {
    if (m_state != State::Running) return;
    m_jobs.cancel(this, kInfer);
    m_follows = false;
    forgetAnswer();
    setState(State::Ready);
}

void DimsController::forgetAnswer() {
    releaseElsewhere(std::exchange(m_inference, nullptr));  // it holds a graph of its own
    m_error.clear();
}

void DimsController::show(Result<Answer> answer) {
    forgetAnswer();
    if (!answer) {
        m_error = ::whittle::errorText(answer.error());
        return setState(State::Failed);
    }
    m_parameters = std::move(answer->parameters);
    m_example = std::move(answer->example);
    m_exampleText = std::move(answer->exampleText);
    if (answer->inference) m_inference = *std::move(answer->inference);
    else m_error = ::whittle::errorText(answer->inference.error());
    if (m_inputs.size() == answer->inputs.size()) m_inputs = std::move(answer->inputs);
    else setInputs(std::move(answer->inputs));
    tidy();
    setState(m_inference ? State::Done : State::Failed);
}

void DimsController::setInputs(std::vector<DimInput> inputs) {
    m_inputs = std::move(inputs);
    m_places.clear();
    for (std::size_t i = 0; i < m_inputs.size(); ++i) {
        if (!m_inputs[i].example.tensor()) m_places.push_back({i, std::nullopt});
        for (std::size_t d = 0; d < m_inputs[i].dims.size(); ++d) m_places.push_back({i, d});
    }
    emit inputsChanged();
}

QString DimsController::statusText() const {
    switch (m_state) {
        case State::NoGraph: return tr("Open a graph to see which of its sizes may vary");
        case State::Ready: return m_inputs.empty() ? tr("Not inferred yet") : tr("Stopped");
        case State::Running: return tr("Inferring…");
        case State::Failed: return tr("Not inferred");
        case State::Done: break;
    }
    if (isRefuted()) return tr("The program refutes %n of your statements", nullptr, static_cast<int>(m_inference->conflicts.size()));
    int vary = 0, all = 0;
    for (const auto& dims : m_inference->dims)
        for (const DimConclusion& dim : dims) {
            ++all;
            vary += dim.isDynamic() ? 1 : 0;
        }
    return all == 0 ? tr("No input has a size") : tr("%1 of %n sizes may vary", nullptr, all).arg(vary);
}

bool DimsController::saysNothing() const { return m_spec == autoOfAll(); }

// Said of every dimension alike it is said in one word, as the command does.
void DimsController::tidy() {
    for (const DimSpec::Kind kind : {DimSpec::Kind::Auto, DimSpec::Kind::Dynamic}) {
        bool all = true;
        for (const DimInput& input : m_inputs)
            for (const DimSpec& dim : input.dims) all = all && dim == hintOf(kind);
        const bool hasDims = std::ranges::any_of(m_inputs, [](const DimInput& input) { return !input.dims.empty(); });
        if (all && hasDims) m_spec = ShapeSpec{hintOf(kind)};
    }
}

void DimsController::setSpec(ShapeSpec spec) {
    if (spec == m_spec) return;
    m_spec = std::move(spec);
    if (!m_inputs.empty())
        if (Result<std::vector<DimInput>> inputs = saidInputs(m_parameters, m_example, m_spec)) m_inputs = *std::move(inputs);
    tidy();
    emit specChanged();
    if (m_follows) start();
}

void DimsController::change(ShapeSpec spec) {
    setSpec(std::move(spec));
    emit edited();
}

QString DimsController::take(const QString& text) {
    Result<ShapeSpec> spec = parseShapeSpec(text.toStdString());
    if (!spec) return saidBefore(spec.error());
    if (!m_inputs.empty()) {
        const Result<std::vector<DimInput>> inputs = saidInputs(m_parameters, m_example, *spec);
        if (!inputs) return saidBefore(inputs.error());
        if (const Result<void> fits = checkSaid(*inputs); !fits) return saidBefore(fits.error());
        *spec = written(*inputs);
    }
    change(*std::move(spec));
    return {};
}

// A name that stands elsewhere has its range, unless this says another one: that is then the name's.
Result<std::vector<DimInput>> DimsController::said(int place, const QString& text) const {
    WHITTLE_TRY(DimSpec dim, parseDimSpec(text.toStdString()));
    const DimPlace& at = m_places[static_cast<std::size_t>(place)];
    std::vector<DimInput> inputs = m_inputs;
    DimSpec& changed = inputs[at.input].dims[*at.dim];
    changed = hintOf(DimSpec::Kind::Static);
    for (DimInput& input : inputs)
        for (DimSpec& other : input.dims) {
            if (!dim.hasName() || !other.hasName() || other.name != dim.name) continue;
            if (dim.range == kAnySize) dim.range = other.range;
            else other.range = dim.range;
        }
    changed = std::move(dim);
    WHITTLE_TRY_VOID(checkSaid(inputs));
    return inputs;
}

QString DimsController::problemOf(int place, const QString& text) const {
    const Result<std::vector<DimInput>> inputs = said(place, text);
    return inputs ? QString() : saidBefore(inputs.error());
}

QString DimsController::say(int place, const QString& text) {
    const Result<std::vector<DimInput>> inputs = said(place, text);
    if (!inputs) return saidBefore(inputs.error());
    change(written(*inputs));
    return {};
}

QString DimsController::setRange(const QString& name, const SymRange& range) {
    if (range.isEmpty()) return tr("The least size of %1 is larger than the most").arg(name);
    std::vector<DimInput> inputs = m_inputs;
    for (DimInput& input : inputs)
        for (DimSpec& dim : input.dims)
            if (dim.hasName() && dim.name == name.toStdString()) dim.range = range;
    if (const Result<void> fits = checkSaid(inputs); !fits) return saidBefore(fits.error());
    change(written(inputs));
    return {};
}

void DimsController::sayOfAll(DimSpec::Kind hint) { change(ShapeSpec{hintOf(hint)}); }

void DimsController::applyFixes() {
    if (isRefuted()) change(ShapeSpec(m_inference->fixedSpec));
}

QString DimsController::nameOf(int place) const { return toQString(m_inputs[m_places[static_cast<std::size_t>(place)].input].nameFrom(m_parameters)); }

const DimSpec* DimsController::saidOf(int place) const {
    const DimPlace& at = m_places[static_cast<std::size_t>(place)];
    return at.dim ? &m_inputs[at.input].dims[*at.dim] : nullptr;
}

const DimConclusion* DimsController::conclusionOf(int place) const {
    const DimPlace& at = m_places[static_cast<std::size_t>(place)];
    return m_inference && at.dim ? &m_inference->dims[at.input][*at.dim] : nullptr;
}

std::vector<const DimConflict*> DimsController::conflictsOf(int place) const {
    std::vector<const DimConflict*> out;
    const DimConclusion* dim = conclusionOf(place);
    if (!dim) return out;
    const DimPlace& at = m_places[static_cast<std::size_t>(place)];
    const std::string size = m_inputs[at.input].sizeText(*at.dim);
    for (const DimConflict& conflict : m_inference->conflicts)
        if (conflict.about == size || (dim->said.hasName() && conflict.about == dim->said.name)) out.push_back(&conflict);
    return out;
}

QString DimsController::fixesCode() const {
    QStringList lines;
    if (m_inference)
        for (const DimFix& fix : m_inference->fixes)
            for (const std::string& line : fix.lines()) lines << toQString(line);
    return lines.join(u'\n');
}

QString DimsController::conflictsText() const {
    QStringList lines;
    if (m_inference)
        for (const DimConflict& conflict : m_inference->conflicts) lines << toQString(conflict.text);
    return lines.join(u'\n');
}

QString DimsController::whyText(int place) const {
    const DimConclusion* dim = conclusionOf(place);
    if (!m_inference) return tr("Nothing inferred yet.");
    if (!dim) return tr("It is no tensor, and has no size.");
    if (dim->isOfSmallExample()) return tr("Sizes of 0 and 1 are numbers: give an example of 2 or more.");
    if (!dim->isDynamic()) return tr("You said so.");
    return tr("Nothing forced it: it may be any size in %1.").arg(dimRangeText(dim->range));
}

void DimsController::setState(State state) {
    m_state = state;
    emit stateChanged();
}

NodeId shownNode(const Graph& shown, const Graph& opened, NodeId node) {
    if (!node.valid()) return {};
    if (&shown == &opened) return node;
    const Node& wanted = opened.node(node);
    const auto nodes = shown.nodes();
    const auto same = std::ranges::find_if(nodes, [&](const Node& one) { return one.name == wanted.name && one.op == wanted.op; });
    if (same != nodes.end()) return same->id;
    const auto made = std::ranges::find_if(nodes, [&](const Node& one) { return std::ranges::find(one.origin->from, wanted.name) != one.origin->from.end(); });
    return made == nodes.end() ? NodeId() : made->id;
}

}  // namespace whittle
