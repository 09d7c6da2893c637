#include "views/models/node_overlays.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>

#include "engine/kernels/node_work.h"
#include "views/models/format.h"
#include "views/models/text.h"

namespace whittle {
namespace {

NodeOverlay begin(const GraphOverlay& row, NodeOverlay::Scale scale) {
    NodeOverlay overlay;
    overlay.key = QString::fromLatin1(row.key);
    overlay.title = graphOverlayTitle(row);
    overlay.scale = scale;
    return overlay;
}

std::optional<std::int64_t> tracedSize(const Graph& graph, const SymInt& size) {
    if (const auto constant = size.constant()) return *constant;
    const Result<std::int64_t> traced = size.evaluate([&](std::string_view symbol) -> std::optional<std::int64_t> {
        const auto found = graph.symbols.find(std::string(symbol));
        return found == graph.symbols.end() ? std::nullopt : found->second.hint;
    });
    return traced ? std::optional(*traced) : std::nullopt;
}

QString flopsText(double flops) {
    constexpr const char* kUnits[] = {"FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP"};
    std::size_t unit = 0;
    for (; flops >= 999.5 && unit + 1 < std::size(kUnits); ++unit) flops /= 1000;
    return formatRate(flops) + u' ' + QLatin1String(kUnits[unit]);
}

// Calls `f(name, values)` for every node with its results and every input that is shown as a box.
template <class F>
void forEachBox(const Graph& graph, F&& f) {
    for (const GraphInput& input : graph.inputs())
        if (input.kind == InputKind::User) f(graph.value(input.value).name, std::span(&input.value, 1));
    for (const Node& node : graph.nodes()) f(node.name, std::span(node.outputs));
}

// Of several results the first tensor's.
OverlayRef byDtype(const GraphOverlay& row, const Graph& graph) {
    NodeOverlay overlay = begin(row, NodeOverlay::Scale::Classes);
    for (int i = 0; i < kDTypeCount; ++i) overlay.classes << toQString(dtypeName(static_cast<DType>(i)));  // all, so that each has one colour in every graph
    const auto dtypeOf = [&](std::span<const ValueId> values) -> std::optional<DType> {
        for (const ValueId value : values)
            if (const TensorType* type = asTensorType(graph.type(value))) return type->dtype;
        return std::nullopt;
    };
    forEachBox(graph, [&](const std::string& name, std::span<const ValueId> values) {
        if (const auto dtype = dtypeOf(values)) overlay.values.emplace(name, static_cast<double>(*dtype));
    });
    return std::make_shared<const NodeOverlay>(std::move(overlay));
}

OverlayRef byBytes(const GraphOverlay& row, const Graph& graph) {
    NodeOverlay overlay = begin(row, NodeOverlay::Scale::Logarithmic);
    overlay.unit = QStringLiteral("B");
    overlay.text = [](double bytes) { return formatBytes(static_cast<quint64>(std::max(0.0, bytes))); };
    forEachBox(graph, [&](const std::string& name, std::span<const ValueId> values) {
        double bytes = 0;
        for (const ValueId value : values) {
            const std::optional<double> known = bytesOf(graph, value);
            if (!known) return;
            bytes += *known;
        }
        overlay.values.emplace(name, bytes);
    });
    return std::make_shared<const NodeOverlay>(std::move(overlay));
}

// Of what libraries compute, where nearly all arithmetic is; symbols as they were while tracing.
OverlayRef byFlops(const GraphOverlay& row, const Graph& graph) {
    NodeOverlay overlay = begin(row, NodeOverlay::Scale::Logarithmic);
    overlay.text = flopsText;
    const SizeOf sizeOf = [&](const SymInt& size) -> Result<std::int64_t> {
        if (const auto traced = tracedSize(graph, size)) return *traced;
        return fail(Code::NotFound, "a size that is not known");
    };
    for (const Node& node : graph.nodes())
        if (const auto work = nodeWork(graph, node, sizeOf); work && work->flops > 0) overlay.values.emplace(node.name, work->flops);
    return std::make_shared<const NodeOverlay>(std::move(overlay));
}

OverlayRef byUsers(const GraphOverlay& row, const Graph& graph) {
    NodeOverlay overlay = begin(row, NodeOverlay::Scale::Logarithmic);
    overlay.text = [](double count) { return formatCount(static_cast<qint64>(count + 0.5)); };
    const UseMap uses(graph);
    forEachBox(graph, [&](const std::string& name, std::span<const ValueId> values) {
        std::vector<NodeId> users;
        double returned = 0;
        for (const ValueId value : values) {
            users.insert(users.end(), uses.users(value).begin(), uses.users(value).end());
            returned += uses.isOutput(value) ? 1 : 0;
        }
        std::sort(users.begin(), users.end());
        users.erase(std::unique(users.begin(), users.end()), users.end());
        overlay.values.emplace(name, static_cast<double>(users.size()) + returned);
    });
    return std::make_shared<const NodeOverlay>(std::move(overlay));
}

constexpr std::array<GraphOverlay, 4> kOverlays{{
    {"dtype", QT_TRANSLATE_NOOP("GraphOverlay", "Dtype"), byDtype},
    {"bytes", QT_TRANSLATE_NOOP("GraphOverlay", "Memory of results"), byBytes},
    {"flops", QT_TRANSLATE_NOOP("GraphOverlay", "Arithmetic of products"), byFlops},
    {"users", QT_TRANSLATE_NOOP("GraphOverlay", "Number of users"), byUsers},
}};

}  // namespace

std::span<const GraphOverlay> graphOverlays() { return kOverlays; }

const GraphOverlay* findGraphOverlay(const QString& key) {
    const auto found = std::ranges::find_if(kOverlays, [&](const GraphOverlay& row) { return key == QLatin1String(row.key); });
    return found == kOverlays.end() ? nullptr : &*found;
}

QString graphOverlayTitle(const GraphOverlay& row) { return QCoreApplication::translate("GraphOverlay", row.title); }

std::optional<double> bytesOf(const Graph& graph, ValueId value) {
    const TensorType* type = asTensorType(graph.type(value));
    if (!type) return std::holds_alternative<std::monostate>(graph.type(value)) ? std::optional(0.0) : std::nullopt;
    double bytes = static_cast<double>(dtypeSize(type->dtype));
    for (const SymInt& size : type->sizes) {
        const auto traced = tracedSize(graph, size);
        if (!traced) return std::nullopt;
        bytes *= static_cast<double>(*traced);
    }
    return bytes;
}

}  // namespace whittle
