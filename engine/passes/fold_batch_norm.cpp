#include "engine/passes/fold_batch_norm.h"

#include <algorithm>
#include <cmath>

#include "engine/ops/op_call.h"
#include "engine/passes/weights.h"

namespace whittle {
namespace {

// The forms of a norm by running statistics; the first only where it does not train.
constexpr std::string_view kNorms[] = {"aten.batch_norm.default", "aten._native_batch_norm_legit_no_training.default"};
constexpr std::string_view kConvolution = "aten.convolution.default";

// One parameter of the norm or the convolution a channel; `otherwise` where there is none.
struct PerChannel {
    const Tensor* tensor = nullptr;
    double otherwise = 0;
    double at(Index channel) const { return tensor ? tensor->flat(channel) : otherwise; }
};

// The weight with each output channel times its factor, multiplied in double and rounded once.
template <class T>
Tensor scaledAs(const Tensor& weight, const std::vector<double>& factors) {
    Tensor out = weight.contiguous();
    T* element = out.mutableData<T>();
    const Index each = factors.empty() ? 0 : out.numel() / static_cast<Index>(factors.size());
    for (const double factor : factors)
        for (Index i = 0; i < each; ++i, ++element) *element = static_cast<T>(static_cast<double>(*element) * factor);
    return out;
}
Tensor scaled(const Tensor& weight, const std::vector<double>& factors) {
    if (weight.dtype() == DType::F32) return scaledAs<float>(weight, factors);
    return scaledAs<double>(weight.to(DType::F64), factors).to(weight.dtype());
}

class Folder {
public:
    explicit Folder(Graph& graph) : m_graph(graph), m_weights(graph) {}

    // Whether `norm` now is a convolution with other weights.
    bool fold(const Node& norm, const Node& convolution) {
        const auto types = [&](ValueId id) -> const Type& { return m_graph.type(id); };
        const auto n = OpCall::bind(*findOp(norm.op), norm.args, types), c = OpCall::bind(*findOp(kConvolution), convolution.args, types);
        if (!n || !c || (n->schema().arg("training") && n->flag("training")) || c->flag("transposed") || m_graph.type(norm.outputs[0]) != m_graph.type(convolution.output())) return false;
        const Tensor* weight = weightOf(*c, "weight");
        PerChannel scale{nullptr, 1}, shift, mean, variance, bias;
        const bool known = weight && isFloating(weight->dtype()) && parameter(*n, "weight", *weight, scale) && parameter(*n, "bias", *weight, shift) &&
                           parameter(*n, "running_mean", *weight, mean) && parameter(*n, "running_var", *weight, variance) &&
                           parameter(*c, "bias", *weight, bias) && mean.tensor && variance.tensor;
        if (!known) return false;
        const auto eps = n->knownNumber("eps");
        if (!eps) return false;
        const Index channels = weight->dim(0);
        std::vector<double> factors, newBias;
        for (Index k = 0; k < channels; ++k) {
            const double factor = scale.at(k) / std::sqrt(variance.at(k) + *eps);
            factors.push_back(factor);
            newBias.push_back((bias.at(k) - mean.at(k)) * factor + shift.at(k));
        }
        const DType dtype = weight->dtype();
        const ValueId w = m_weights.add(m_graph, convolution.name + "_folded_weight", scaled(*weight, factors),
                                        TensorType{dtype, {weight->sizes().begin(), weight->sizes().end()}, {}, {}});
        const ValueId b = m_weights.add(m_graph, convolution.name + "_folded_bias", Tensor::of<double>(newBias, {channels}).to(dtype),
                                        TensorType{dtype, {SymInt(channels)}, {}, {}});
        std::vector<NamedArg> args;
        for (const SchemaArg& arg : c->schema().args)
            args.push_back({arg.name, arg.name == "weight" ? Arg(w) : arg.name == "bias" ? Arg(b) : c->arg(arg.name)});
        const OriginRef origins[] = {convolution.origin, norm.origin};
        m_graph.setArgs(convolution.id, std::move(args));
        m_graph.setOrigin(convolution.id, mergeOrigins(origins));
        m_graph.replaceUses(norm.outputs[0], convolution.output());
        return true;
    }

private:
    const Tensor* weightOf(const OpCall& call, std::string_view name) const {
        const auto* id = call.arg(name).as<ValueId>();
        return id ? m_weights.find(*id) : nullptr;
    }

    // Whether the argument is None or a weight with one element a channel, of the convolution's dtype.
    bool parameter(const OpCall& call, std::string_view name, const Tensor& weight, PerChannel& out) const {
        out.tensor = weightOf(call, name);
        if (!out.tensor) return call.isNone(name);
        return out.tensor->dtype() == weight.dtype() && out.tensor->rank() == 1 && out.tensor->dim(0) == weight.dim(0);
    }

    Graph& m_graph;
    Weights m_weights;
};

}  // namespace

Result<Rewrites> foldBatchNorm(Graph& graph, const PassContext&) {
    const UseMap uses(graph);
    std::vector<NodeId> norms;
    for (const Node& node : graph.nodes()) {
        const auto unread = [&](ValueId id) { return id == node.outputs[0] || uses.unused(id); };
        if (std::ranges::find(kNorms, node.op) != std::end(kNorms) && std::ranges::all_of(node.outputs, unread)) norms.push_back(node.id);
    }
    Folder folder(graph);
    std::vector<NodeId> folded;
    Rewrites rewrites;
    for (const NodeId id : norms) {
        const Node norm = graph.node(id);
        const ValueId input = norm.inputs().front();
        const NodeId producer = graph.value(input).producer;
        if (!producer.valid() || graph.node(producer).op != kConvolution || uses.users(input).size() != 1 || uses.isOutput(input)) continue;
        const Node convolution = graph.node(producer);
        if (!folder.fold(norm, convolution)) continue;
        folded.push_back(id);
        rewrites.push_back({"fold-batch-norm", {rewritten(convolution), rewritten(norm)}, {rewritten(convolution)}});
    }
    graph.removeNodes(folded);
    return rewrites;
}

}  // namespace whittle
