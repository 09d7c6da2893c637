#include "views/models/tensor_fetch.h"

#include <algorithm>

#include "views/models/text.h"

namespace whittle {
namespace {

const QString kFetch = QStringLiteral("fetch");
constexpr int kRestMs = 150;
constexpr Index kMostElements = static_cast<Index>(kMostFetched / sizeof(double));

std::vector<AxisRange> wholeOf(const Sizes& sizes) {
    std::vector<AxisRange> out;
    for (const Index size : sizes) out.push_back({.first = 0, .count = size});
    return out;
}

// Why the three cannot be laid over each other; empty where they can. A compiler that is wrong may hand out anything.
QString problemOf(const ThreeTensors& tensors, const std::vector<AxisRange>& part) {
    Sizes sizes;
    for (const AxisRange& range : part) sizes.push_back(range.count);
    const auto fits = [&](const Tensor& one) { return one.defined() && one.sizes() == sizes && isComplex(one.dtype()) == isComplex(tensors.eager.dtype()); };
    if (fits(tensors.eager) && fits(tensors.compiled) && fits(tensors.exact)) return {};
    return TensorFetch::tr("The runs have tensors here that cannot be compared: compiled %1, eager %2, float64 %3.")
        .arg(toQString(tensors.compiled.describe()), toQString(tensors.eager.describe()), toQString(tensors.exact.describe()));
}

}  // namespace

bool ShownTensors::isWhole() const { return part == wholeOf(sizes); }

bool ShownTensors::holds(std::span<const Index> position) const {
    for (std::size_t i = 0; i < part.size() && i < position.size(); ++i)
        if (position[i] < part[i].first || position[i] >= part[i].first + part[i].count) return false;
    return true;
}

std::vector<AxisRange> fittingPart(const Sizes& sizes, std::span<const Index> position, Index most) {
    std::vector<AxisRange> out = wholeOf(sizes);
    if (elementCount(sizes) <= most) return out;
    const auto at = [&](std::size_t axis) { return axis < position.size() ? std::clamp<Index>(position[axis], 0, std::max<Index>(sizes[axis] - 1, 0)) : 0; };
    Index held = 1;
    for (std::size_t i = sizes.size(); i-- > 0;) {
        const bool isLast = sizes.size() - i <= 2;
        const Index count = isLast ? std::min(sizes[i], std::max<Index>(most / std::max<Index>(held, 1), 1)) : 1;
        out[i] = {.first = std::min(at(i) / count * count, sizes[i] - count), .count = count};
        held *= count;
    }
    return out;
}

TensorFetch::TensorFetch(NumericsController& numerics, JobRunner& jobs, QObject* parent) : QObject(parent), m_numerics(numerics), m_jobs(jobs) {
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &TensorFetch::run);
    connect(&numerics, &NumericsController::valuesChanged, this, [this] { show(-1); });
}

void TensorFetch::show(int value) {
    if (value == m_value && m_state != State::Failed) return;
    m_rest.stop();
    m_jobs.cancel(this, kFetch);
    m_value = value;
    m_shown = nullptr;
    m_error.clear();
    if (value < 0) return setState(State::None);
    fetch({});
}

void TensorFetch::showPart(std::vector<Index> position) {
    if (m_value >= 0) fetch(position);
}

void TensorFetch::stop() {
    if (m_state != State::Fetching) return;
    m_rest.stop();
    m_jobs.cancel(this, kFetch);
    m_error = tr("Stopped.");
    setState(State::Failed);
}

void TensorFetch::fetch(const std::vector<Index>& position) {
    const ComparedValue& value = m_numerics.values()[static_cast<std::size_t>(m_value)];
    const NumericsRunRef& run = m_numerics.run();
    if (run) {
        Result<std::optional<ThreeTensors>> kept = keptTensors(value, m_numerics.memory());
        if (kept && *kept) return take({**std::move(kept), value.dtype, value.sizes, wholeOf(value.sizes)});
    }
    if (!run || !m_numerics.service().fetch) {
        m_error = run ? tr("This value was not kept.") : tr("The values can be looked at when the comparison has ended.");
        return setState(State::Failed);
    }
    m_wanted = {.tensors = {}, .dtype = value.dtype, .sizes = value.sizes, .part = fittingPart(value.sizes, position, kMostElements)};
    m_rest.start();
    setState(State::Fetching);
}

void TensorFetch::run() {
    const ComparedValue& value = m_numerics.values()[static_cast<std::size_t>(m_value)];
    const WantedValue what{.name = value.name, .apart = value.tapped == TappedIn::Apart, .ranges = m_wanted.isWhole() ? std::vector<AxisRange>() : m_wanted.part};
    m_jobs.submit(
        this, kFetch,
        [work = m_numerics.service().fetch, graph = m_numerics.graph(), settings = m_numerics.settings(), what](const CancelToken& cancel) { return work(*graph, settings, what, cancel); },
        [this](Result<ThreeTensors> tensors) {
            if (!tensors) {
                m_error = ::whittle::errorText(tensors.error());
                return setState(State::Failed);
            }
            m_wanted.tensors = *std::move(tensors);
            take(std::move(m_wanted));
        });
}

void TensorFetch::take(ShownTensors tensors) {
    m_error = problemOf(tensors.tensors, tensors.part);
    if (!m_error.isEmpty()) return setState(State::Failed);
    for (Tensor* one : {&tensors.tensors.compiled, &tensors.tensors.eager, &tensors.tensors.exact}) *one = one->contiguous();
    m_shown = std::make_shared<const ShownTensors>(std::move(tensors));
    setState(State::Ready);
}

void TensorFetch::setState(State state) {
    m_state = state;
    emit changed();
}

}  // namespace whittle
