#include "engine/kernels/attention/score_code.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "engine/ops/op_builder.h"
#include "engine/passes/decompose.h"
#include "engine/schedule/lowering.h"

namespace whittle::attention {
namespace {

constexpr std::string_view kScoreOperands = "score_mod_other_buffers", kMaskOperands = "mask_mod_other_buffers";
constexpr std::array<std::string_view, kTileKernels> kNames = {"visible_keys", "masked_scores", "plain_scores"};

// Symbols of the loops that say where the tile lies, as the members of TilePlace.
struct PlaceSymbol {
    std::string_view name;
    Index TilePlace::* member;
};
constexpr PlaceSymbol kPlaces[] = {{"tile_batch", &TilePlace::batch}, {"tile_head", &TilePlace::head}, {"tile_row", &TilePlace::row},   {"tile_key", &TilePlace::key},
                                   {"tile_rows", &TilePlace::rows},   {"tile_keys", &TilePlace::keys}, {"tile_pitch", &TilePlace::pitch}};
constexpr std::string_view kRowLoop = "tile_r", kKeyLoop = "tile_k";

SymInt symbol(std::string_view name) { return SymInt::symbol(name); }

// The two graphs in one, still over single elements: products -> scale -> score_mod -> mask.
struct Joined {
    Graph graph;
    ValueId product, plain, masked, visible;
    std::unordered_map<ValueId, SymInt> positions;
    std::vector<ScoreLoops::Operand> operands;
};

void addSymbols(Graph& graph, const Type& type) {
    const auto add = [&](const SymInt& expr) {
        for (const std::string& name : expr.symbols()) graph.symbols.try_emplace(name);
    };
    if (const TensorType* tensor = asTensorType(type)) std::ranges::for_each(tensor->sizes, add);
    else if (const NumberType* number = asNumberType(type)) add(number->expr);
}

// The body's nodes, with `leading` for its first inputs; then come the positions and what the list holds. Answers its result.
ValueId inlineGraph(Joined& to, const Graph& body, std::vector<ValueId> leading, std::string_view list) {
    const SymInt positions[] = {symbol("tile_batch"), symbol("tile_head"), symbol("tile_row") + symbol(kRowLoop), symbol("tile_key") + symbol(kKeyLoop)};
    std::unordered_map<ValueId, ValueId> known;
    for (std::size_t i = 0; i < body.inputs().size(); ++i) {
        const Value& input = body.value(body.inputs()[i].value);
        if (i < leading.size()) {
            known.emplace(input.id, leading[i]);
            continue;
        }
        const ValueId own = to.graph.addInput({}, input.name, input.type);
        addSymbols(to.graph, input.type);
        known.emplace(input.id, own);
        const std::size_t at = i - leading.size();
        if (at < std::size(positions)) to.positions.emplace(own, positions[at]);
        else to.operands.push_back({list, at - std::size(positions), own, input.type});
    }
    for (const Node& node : body.nodes()) {
        Graph::NodeSpec spec{.name = node.name, .op = node.op, .args = node.args, .origin = node.origin};
        for (NamedArg& arg : spec.args) forEachValue(arg.value, [&](ValueId& id) { id = known.at(id); });
        for (const ValueId id : node.outputs) {
            spec.outputTypes.push_back(body.type(id));
            addSymbols(to.graph, body.type(id));
        }
        const NodeId made = to.graph.addNode(std::move(spec));
        for (std::size_t i = 0; i < node.outputs.size(); ++i) known.emplace(node.outputs[i], to.graph.node(made).outputs[i]);
    }
    return known.at(*body.outputs()[0].value.as<ValueId>());
}

Result<Joined> joinGraphs(const OpCall& call) {
    Joined out;
    out.graph.name = "scores";
    OpBuilder build(out.graph, std::make_shared<const Origin>());
    out.product = out.graph.addInput({}, "product", TensorType{DType::F32, {}, {}, {}});
    WHITTLE_TRY(const ValueId scaled, build.one("aten.mul.Scalar", {{"self", out.product}, {"other", call.number("scale")}}));
    out.plain = inlineGraph(out, call.graph("score_mod"), {scaled}, kScoreOperands);
    const DType dtype = std::get<TensorType>(out.graph.type(out.plain)).dtype;
    if (dtype == DType::F64) return fail(Code::Unsupported, "score_mod gives f64");
    if (dtype != DType::F32) {
        WHITTLE_TRY(out.plain, build.one("aten._to_copy.default", {{"self", out.plain}, {"dtype", DType::F32}}));
    }
    out.visible = inlineGraph(out, **maskGraph(call), {}, kMaskOperands);
    constexpr double kNone = -std::numeric_limits<double>::infinity();
    WHITTLE_TRY(out.masked, build.one("aten.where.ScalarOther", {{"condition", out.visible}, {"self", out.plain}, {"other", kNone}}));
    for (const PlaceSymbol& place : kPlaces)
        if (out.graph.symbols.contains(std::string(place.name))) return fail(Code::Unsupported, "a size has the name {}", place.name);
    for (const std::string_view loop : {kRowLoop, kKeyLoop})
        if (out.graph.symbols.contains(std::string(loop))) return fail(Code::Unsupported, "a size has the name {}", loop);
    for (const ValueId id : {out.plain, out.masked, out.visible}) out.graph.addOutput({id});  // replaceUses keeps these up to date
    WHITTLE_TRY_VOID(decompose(out.graph, {}));
    const std::vector<ValueId> results = out.graph.outputValues();
    out.plain = results[0];
    out.masked = results[1];
    out.visible = results[2];
    return out;
}

// Sizes that only a run knows are read off the operands, where they stand alone.
std::set<std::string> symbolsOfOperands(const ScoreLoops& loops) {
    std::set<std::string> out;
    const auto add = [&](const SymInt& expr) {
        if (auto name = expr.symbolName()) out.insert(*std::move(name));
    };
    for (const ScoreLoops::Operand& operand : loops.operands)
        if (const TensorType* tensor = asTensorType(operand.type)) std::ranges::for_each(tensor->sizes, add);
        else if (const NumberType* number = asNumberType(operand.type)) add(number->expr);
    return out;
}

bool asks(const LoopKernel& kernel, std::string_view name) { return std::ranges::find(kernel.symbols, name) != kernel.symbols.end(); }

void learn(std::map<std::string, std::int64_t, std::less<>>& known, const SymInt& declared, std::int64_t value) {
    if (auto name = declared.symbolName()) known.try_emplace(*std::move(name), value);
}

}  // namespace

const GraphRef* maskGraph(const OpCall& call) {
    const Arg::List& mask = call.list("block_mask");
    return mask.empty() ? nullptr : mask.back().as<GraphRef>();
}

Result<ScoreLoops> lowerScores(const OpCall& call) {
    if (!maskGraph(call)) return fail(Code::Unsupported, "the block mask has no graph");
    WHITTLE_TRY(Joined joined, joinGraphs(call));
    ScoreLoops out;
    out.operands = std::move(joined.operands);
    const std::set<std::string> known = symbolsOfOperands(out);
    const ValueId roots[kTileKernels] = {joined.visible, joined.masked, joined.plain};
    for (std::size_t i = 0; i < kTileKernels; ++i) {
        const PointPlan plan{.name = std::string(kNames[i]), .root = roots[i],
                             .ranges = {{std::string(kRowLoop), symbol("tile_rows")}, {std::string(kKeyLoop), symbol("tile_keys")}},
                             .sizes = {symbol("tile_rows"), symbol("tile_pitch")}, .offset = symbol("tile_pitch") * symbol(kRowLoop) + symbol(kKeyLoop),
                             .element = roots[i] == joined.visible ? ValueId() : joined.product, .positions = joined.positions};
        Result<LoopKernel> kernel = lowerPoints(joined.graph, plan);
        if (!kernel && kernel.error().code == Code::Unsupported)
            return fail(Code::Unsupported, "{} cannot be compiled: {}", roots[i] == joined.visible ? "mask_mod" : "score_mod", kernel.error().message);
        WHITTLE_TRY(out.kernels[i], std::move(kernel));
        for (const std::string& name : out.kernels[i].symbols)
            if (!known.contains(name) && std::ranges::find(kPlaces, name, &PlaceSymbol::name) == std::end(kPlaces))
                return fail(Code::Unsupported, "the size {} is that of no captured tensor", name);
    }
    const LoopKernel& mask = out.kernels[static_cast<std::size_t>(TileKernel::Visible)];
    out.bounds = MaskBounds(mask);
    out.maskByBatch = asks(mask, "tile_batch");
    out.maskByHead = asks(mask, "tile_head");
    return out;
}

// --- the session -----------------------------------------------------------------------------------------------------

Result<ScoreSession::Entry*> ScoreSession::find(const OpCall& call) {
    if (!maskGraph(call)) return fail(Code::Unsupported, "the block mask has no graph");
    const GraphRef &score = *call.arg("score_mod").as<GraphRef>(), &mask = *maskGraph(call);
    const auto scale = std::bit_cast<std::uint64_t>(call.number("scale"));  // which may be no number
    for (const auto& entry : m_entries)
        if (entry->score == score && entry->mask == mask && entry->scale == scale) return entry.get();
    WHITTLE_TRY(ScoreLoops loops, lowerScores(call));
    auto entry = std::make_unique<Entry>(Entry{score, mask, scale, std::make_shared<ScoreCode>(), {}});
    for (std::size_t i = 0; i < kTileKernels; ++i) {
        std::string fingerprint = kernelFingerprint(loops.kernels[i]);
        const auto known = std::ranges::find(m_kernels, fingerprint, [](const auto& kernel) -> const std::string& { return kernel->fingerprint; });
        if (known != m_kernels.end()) {
            entry->kernels[i] = *known;
            continue;
        }
        auto kernel = std::make_shared<Kernel>(Kernel{loops.kernels[i], std::move(fingerprint), {}, {}});
        WHITTLE_TRY_VOID(m_gemm.withJit([&](CpuJit& jit) -> Result<void> {
            WHITTLE_TRY(kernel->plan, jit.plan(kernel->loops));
            return {};
        }));
        entry->kernels[i] = m_kernels.emplace_back(std::move(kernel));
    }
    const auto alike = std::ranges::find(m_entries, entry->kernels, [](const auto& other) { return other->kernels; });
    entry->code->name = alike != m_entries.end() ? (*alike)->code->name : fmt::format("scores-{}", m_entries.size() + 1);
    entry->code->loops = std::move(loops);
    return m_entries.emplace_back(std::move(entry)).get();
}

Result<std::string> ScoreSession::claim(const OpCall& call) {
    const std::lock_guard lock(m_mutex);
    WHITTLE_TRY(const Entry* const entry, find(call));
    for (const std::shared_ptr<Kernel>& kernel : entry->kernels) {
        const std::pair wanted(kernel, entry->code->name);
        if (!kernel->code && std::ranges::find(m_wanted, wanted) == m_wanted.end()) m_wanted.push_back(wanted);
    }
    return entry->code->name;
}

Result<std::shared_ptr<const ScoreCode>> ScoreSession::code(const OpCall& call) {
    const std::lock_guard lock(m_mutex);
    WHITTLE_TRY(const Entry* const entry, find(call));
    for (std::size_t i = 0; i < kTileKernels; ++i) {
        Kernel& kernel = *entry->kernels[i];
        if (!kernel.code)
            WHITTLE_TRY_VOID(m_gemm.withJit([&](CpuJit& jit) -> Result<void> {
                WHITTLE_TRY(std::vector<NativeFunction> made, jit.make({&kernel.plan.request, 1}, {}));
                kernel.code = std::make_shared<const CompiledKernel>(kernel.plan.with(std::move(made.front())));
                return {};
            }));
        if (!entry->code->kernels[i]) entry->code->kernels[i] = kernel.code;  // once, before anybody reads it
    }
    return entry->code;
}

std::vector<ScoreSession::Wanted> ScoreSession::wanted() {
    const std::lock_guard lock(m_mutex);
    std::vector<Wanted> out;
    for (const auto& [kernel, name] : m_wanted) out.push_back({name, printKernel(kernel->loops), kernel->plan.request, kernel->plan.vector});
    return out;
}

void ScoreSession::takeCode(std::span<const NativeFunction> code) {
    const std::lock_guard lock(m_mutex);
    for (std::size_t i = 0; i < std::min(code.size(), m_wanted.size()); ++i) {
        Kernel& kernel = *m_wanted[i].first;
        if (!kernel.code) kernel.code = std::make_shared<const CompiledKernel>(kernel.plan.with(code[i]));
    }
    m_wanted.clear();
}

// --- one call --------------------------------------------------------------------------------------------------------

Result<BoundScores> BoundScores::bind(std::shared_ptr<const ScoreCode> code, const KernelCall& call) {
    BoundScores out;
    std::map<std::string, std::int64_t, std::less<>> known;
    std::unordered_map<ValueId, const std::byte*> data;
    for (const ScoreLoops::Operand& operand : code->loops.operands) {
        const Datum datum = call.datum(call.list(operand.list)[operand.at]);
        if (const auto* tensor = std::get_if<Tensor>(&datum)) {
            const TensorType* declared = asTensorType(operand.type);
            for (std::size_t d = 0; d < declared->sizes.size(); ++d) learn(known, declared->sizes[d], tensor->sizes()[d]);
            data.emplace(operand.value, out.m_held.emplace_back(tensor->contiguous()).data<std::byte>());
        } else if (const auto* number = std::get_if<std::int64_t>(&datum)) {
            if (const NumberType* declared = asNumberType(operand.type)) learn(known, declared->expr, *number);
        }
    }
    const SymInt::Lookup lookup = [&](std::string_view name) -> std::optional<std::int64_t> {
        const auto found = known.find(name);
        return found == known.end() ? std::nullopt : std::optional(found->second);
    };
    // The machine code trusts the sizes that it was made for.
    for (const ScoreLoops::Operand& operand : code->loops.operands) {
        const Datum datum = call.datum(call.list(operand.list)[operand.at]);
        const auto* tensor = std::get_if<Tensor>(&datum);
        for (std::size_t d = 0; tensor && d < tensor->sizes().size(); ++d) {
            const SymInt& declared = asTensorType(operand.type)->sizes[d];
            WHITTLE_TRY(const std::int64_t size, declared.evaluate(lookup));
            if (size != tensor->sizes()[d]) return fail(Code::Unsupported, "a captured tensor has the size {} where {} = {}", tensor->sizes()[d], declared.text(), size);
        }
    }
    for (std::size_t k = 0; k < kTileKernels; ++k) {
        const LoopKernel& kernel = code->loops.kernels[k];
        for (const LoopGuard& guard : kernel.guards) {
            WHITTLE_TRY(const std::int64_t left, guard.left.evaluate(lookup));
            WHITTLE_TRY(const std::int64_t right, guard.right.evaluate(lookup));
            if (left != right) return fail(Code::Unsupported, "{} = {} does not equal {} = {} in a graph of flex_attention", guard.left.text(), left, guard.right.text(), right);
        }
        Bound& bound = out.m_bound[k];
        for (std::size_t i = 0; i < kernel.buffers.size(); ++i) {
            const LoopBuffer& buffer = kernel.buffers[i];
            const auto operand = data.find(buffer.value);
            if (buffer.role == LoopBuffer::Role::Output) bound.out = static_cast<int>(i);
            else if (operand == data.end()) bound.in = static_cast<int>(i);
            bound.buffers.push_back(operand == data.end() ? nullptr : const_cast<std::byte*>(operand->second));  // read only
        }
        for (const std::string& name : kernel.symbols) {
            const auto* place = std::ranges::find(kPlaces, name, &PlaceSymbol::name);
            bound.places.push_back(place == std::end(kPlaces) ? -1 : static_cast<int>(place - std::begin(kPlaces)));
            const auto value = known.find(name);
            if (bound.places.back() < 0 && value == known.end()) return fail(Code::Unsupported, "the size {} is not known", name);
            bound.symbols.push_back(value == known.end() ? 0 : value->second);
        }
    }
    out.m_code = std::move(code);
    return out;
}

bool BoundScores::run(TileKernel kernel, const TilePlace& place, const float* products, void* out) const {
    const Bound& bound = m_bound[static_cast<std::size_t>(kernel)];
    std::vector<void*> buffers = bound.buffers;
    if (bound.in >= 0) buffers[static_cast<std::size_t>(bound.in)] = const_cast<float*>(products);  // read only
    buffers[static_cast<std::size_t>(bound.out)] = out;
    std::vector<std::int64_t> symbols = bound.symbols;
    for (std::size_t i = 0; i < symbols.size(); ++i)
        if (bound.places[i] >= 0) symbols[i] = place.*kPlaces[bound.places[i]].member;
    return m_code->kernels[static_cast<std::size_t>(kernel)]->run(buffers.data(), symbols.data(), 0, place.rows).check < 0;
}

}  // namespace whittle::attention
