#include "engine/kernels/site.h"

#include <algorithm>
#include <map>

#include "engine/ir/text.h"
#include "engine/kernels/epilogue.h"
#include "engine/ops/op_def.h"

namespace whittle {
namespace {

constexpr std::int64_t kUsualSize = 64;      // of a symbol that nothing is known of
constexpr std::size_t kMostAfter = 8;        // pointwise nodes after a site

class Cutter {
public:
    Cutter(const Graph& graph, Site& site) : m_graph(graph), m_site(site) {}

    Result<void> add(const Node& node, std::string name) {
        std::vector<NamedArg> args = node.args;
        for (NamedArg& arg : args) WHITTLE_TRY_VOID(replace(arg.value));
        std::vector<Type> types;
        for (const ValueId output : node.outputs) types.push_back(known(m_graph.type(output)));
        const NodeId id = m_site.graph.addNode({.name = std::move(name), .op = node.op, .args = std::move(args), .outputTypes = std::move(types),
                                                .outputNames = {}, .origin = std::make_shared<const Origin>(), .before = {}});
        const Node& made = m_site.graph.node(id);
        for (std::size_t i = 0; i < node.outputs.size(); ++i) m_made.emplace(node.outputs[i], made.outputs[i]);
        return {};
    }

    void tellAssumed() {
        for (const auto& [name, value] : m_values) m_site.assumed.push_back(fmt::format("{} = {}{}", name, value.number, value.isHint ? " (hint)" : ""));
    }

private:
    struct Known {
        std::int64_t number;
        bool isHint;
    };

    std::int64_t valueOf(std::string_view name) {
        const auto [place, isNew] = m_values.try_emplace(std::string(name), Known{kUsualSize, false});
        if (!isNew) return place->second.number;
        const auto found = m_graph.symbols.find(std::string(name));
        if (found == m_graph.symbols.end()) return kUsualSize;
        const SymbolInfo& info = found->second;
        if (info.hint) place->second = {*info.hint, true};
        else place->second.number = std::max(std::min(kUsualSize, info.max.value_or(kUsualSize)), info.min.value_or(0));
        return place->second.number;
    }

    SymInt known(const SymInt& expr) {
        return expr.substitute([this](std::string_view name) { return std::optional<SymInt>(valueOf(name)); });
    }

    Type known(const Type& type) {
        if (const TensorType* tensor = asTensorType(type)) {
            TensorType out = *tensor;
            out.strides.clear();
            for (SymInt& size : out.sizes) size = known(size);
            return out;
        }
        if (const NumberType* number = asNumberType(type); number && number->kind == NumberType::Kind::Int) {
            NumberType out = *number;
            out.expr = known(number->expr);
            return out;
        }
        return type;
    }

    Result<void> replace(Arg& arg) {
        if (auto* list = std::get_if<Arg::List>(&arg.value)) {
            for (Arg& item : *list) WHITTLE_TRY_VOID(replace(item));
            return {};
        }
        if (arg.as<GraphRef>()) return fail(Code::Unsupported, "a graph among its arguments");
        const auto* id = arg.as<ValueId>();
        if (!id) return {};
        const Type type = known(m_graph.type(*id));
        if (const NumberType* number = asNumberType(type)) {
            const auto constant = number->kind == NumberType::Kind::Int ? number->expr.constant() : std::nullopt;
            if (!constant) return fail(Code::Unsupported, "%{} is a number that only a run tells", m_graph.value(*id).name);
            arg = Arg(*constant);
            return {};
        }
        if (const auto made = m_made.find(*id); made != m_made.end()) {
            arg = Arg(made->second);
            return {};
        }
        const GraphInput* given = m_graph.inputOf(*id);
        const bool weight = given && given->kind != InputKind::User;
        const std::string name = fmt::format("{}{}", weight ? "w" : "x", m_made.size());
        const ValueId input = m_site.graph.addInput({.value = {}, .kind = weight ? InputKind::Parameter : InputKind::User, .target = weight ? name : "", .data = {}}, name, type);
        if (const TensorType* tensor = asTensorType(type)) m_site.operands += (m_site.operands.empty() ? "" : " ") + tensor->text();
        m_made.emplace(*id, input);
        arg = Arg(input);
        return {};
    }

    const Graph& m_graph;
    Site& m_site;
    std::unordered_map<ValueId, ValueId> m_made;
    std::map<std::string, Known> m_values;
};

// The only reader of the value, where a library may do it: pointwise, over tensors like the value.
const Node* followerOf(const Graph& graph, const UseMap& uses, ValueId value, int before) {
    if (uses.isOutput(value) || uses.users(value).size() != 1) return nullptr;
    const Node& next = graph.node(uses.users(value).front());
    if (next.outputs.size() != 1 || !postOpOf(next, value) || !sameShape(graph.type(value), graph.type(next.output()))) return nullptr;
    const std::vector<ValueId> inputs = next.inputs();
    const bool there = std::ranges::all_of(inputs, [&](ValueId id) {
        if (id == value) return true;
        const NodeId producer = graph.value(id).producer;
        return sameShape(graph.type(id), graph.type(value)) && (!producer.valid() || graph.position(producer) < before);
    });
    return there ? &next : nullptr;
}

double bytesOf(const Graph& graph, ValueId id) {
    const TensorType* type = asTensorType(graph.type(id));
    const auto count = type ? type->numel().constant() : std::nullopt;
    return count ? static_cast<double>(*count) * static_cast<double>(dtypeSize(type->dtype)) : 0;
}

}  // namespace

std::string Site::text() const { return printGraph(graph, findSchema, {.origins = TextOrigins::Hide}); }

Result<Site> makeSite(const Graph& graph, const Node& node, const UseMap* uses) {
    Site site;
    site.graph.name = kSiteNode;
    Cutter cutter(graph, site);
    WHITTLE_TRY_VOID(cutter.add(node, std::string(kSiteNode)));
    const Node* last = &node;
    while (uses && last->outputs.size() == 1 && site.after.size() < kMostAfter) {
        const Node* next = followerOf(graph, *uses, last->output(), graph.position(node.id));
        if (!next) break;
        WHITTLE_TRY_VOID(cutter.add(*next, fmt::format("after{}", site.after.size())));
        site.after.push_back(next->id);
        last = next;
    }
    cutter.tellAssumed();
    for (const ValueId output : site.graph.nodes().back().outputs) site.graph.addOutput({.value = Arg(output), .kind = OutputKind::User, .target = {}});
    for (const GraphInput& input : site.graph.inputs()) site.bytes += bytesOf(site.graph, input.value);
    for (const ValueId output : site.node().outputs) site.resultBytes += bytesOf(site.graph, output);
    site.bytes += site.resultBytes;
    const auto sizeOf = [](const SymInt& size) -> Result<std::int64_t> {
        if (const auto constant = size.constant()) return *constant;
        return fail(Code::NotFound, "{} is not known", size.text());
    };
    if (const auto work = nodeWork(site.graph, site.node(), sizeOf)) site.work = *work;
    return site;
}

}  // namespace whittle
