#include "engine/ops/all_ops.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <unordered_map>

namespace whittle {
namespace {

struct Family {
    std::string_view name;  // one word; the window colours nodes by it
    std::span<const OpDef> (*ops)();
};

constexpr Family kFamilies[] = {
    {"fault", ops::faultOps},
    {"symbolic", ops::symbolicOps},
    {"view", ops::viewOps},
    {"view", ops::resizeOps},
    {"view", ops::viewFormsOps},
    {"slicing", ops::slicingOps},
    {"join", ops::joinOps},
    {"matmul", ops::matmulOps},
    {"einsum", ops::einsumOps},
    {"conv", ops::convOps},
    {"conv", ops::convFormsOps},
    {"pool", ops::poolOps},
    {"pool", ops::fractionalPoolOps},
    {"resample", ops::resampleOps},
    {"attention", ops::attentionOps},
    {"attention", ops::attentionBackwardOps},
    {"attention", ops::flexAttentionOps},
    {"control", ops::higherOrderOps},
    {"norm", ops::layerNormOps},
    {"norm", ops::groupNormOps},
    {"norm", ops::batchNormOps},
    {"norm", ops::batchNormBackwardOps},
    {"norm", ops::batchNormFormsOps},
    {"norm", ops::weightNormOps},
    {"quantize", ops::quantizeOps},
    {"softmax", ops::softmaxOps},
    {"loss", ops::lossOps},
    {"loss", ops::nllLossOps},
    {"loss", ops::compositeLossOps},
    {"loss", ops::ctcLossOps},
    {"loss", ops::multilabelLossOps},
    {"pointwise", ops::pointwiseUnaryOps},
    {"pointwise", ops::pointwiseBinaryOps},
    {"activation", ops::activationOps},
    {"activation", ops::activationBackwardOps},
    {"comparison", ops::comparisonOps},
    {"factory", ops::factoryOps},
    {"factory", ops::windowOps},
    {"prims", ops::primOps},
    {"random", ops::randomFactoryOps},
    {"random", ops::distributionOps},
    {"random", ops::countOps},
    {"random", ops::dropoutOps},
    {"random", ops::inductorRandomOps},
    {"reduction", ops::reductionOps},
    {"reduction", ops::segmentOps},
    {"index", ops::indexOps},
    {"index", ops::scatterOps},
    {"index", ops::maskedIndexOps},
    {"rearrange", ops::partScatterOps},
    {"rearrange", ops::rearrangeOps},
    {"stacking", ops::stackingOps},
    {"difference", ops::differenceOps},
    {"difference", ops::finiteDifferenceOps},
    {"positional", ops::positionOps},
    {"positional", ops::uniqueOps},
    {"symbolic", ops::metadataOps},
    {"recurrent", ops::recurrentOps},
    {"product", ops::productOps},
    {"distance", ops::distanceOps},
    {"statistics", ops::statisticsOps},
    {"special", ops::specialOps},
    {"elementwise_more", ops::pointwiseMoreOps},
    {"padding", ops::padOps},
    {"upsample", ops::upsampleOps},
    {"unfold", ops::unfoldOps},
    {"grid", ops::gridOps},
    {"embedding_bag", ops::embeddingBagOps},
    {"gradient", ops::convBackwardOps},
    {"gradient", ops::poolBackwardOps},
    {"gradient", ops::viewBackwardOps},
    {"sort", ops::sortOps},
    {"complex", ops::complexOps},
    {"fft", ops::fftOps},
    {"fft", ops::stftOps},
    {"linalg", ops::linalgErrorsOps},
    {"linalg", ops::linalgFactorOps},
    {"linalg", ops::linalgSolveOps},
    {"linalg", ops::linalgProductOps},
    {"linalg", ops::householderOps},
    {"linalg", ops::linalgFormsOps},
};

struct Table {
    struct Entry {
        const OpDef* op;
        Schema schema;
        std::string_view family;
    };
    std::unordered_map<std::string_view, Entry> byName;
    std::vector<const OpDef*> inOrder;
};

// Built once on first use; const afterwards. A schema that does not parse is a bug in the table
// itself, caught by ops_table_test, so it ends the program rather than every caller's patience.
const Table& table() {
    static const Table kTable = [] {
        Table out;
        for (const Family& family : kFamilies)
            for (const OpDef& op : family.ops()) {
                Result<Schema> schema = parseSchema(op.schema);
                if (!schema || !out.byName.try_emplace(op.name, Table::Entry{&op, *std::move(schema), family.name}).second) {
                    fmt::print(stderr, "operator table: {}: {}\n", op.name,
                               schema ? "listed twice" : schema.error().describe());
                    std::abort();
                }
                out.inOrder.push_back(&op);
            }
        std::sort(out.inOrder.begin(), out.inOrder.end(),
                  [](const OpDef* a, const OpDef* b) { return a->name < b->name; });
        return out;
    }();
    return kTable;
}

}  // namespace

const OpDef* findOp(std::string_view name) {
    const auto found = table().byName.find(name);
    return found == table().byName.end() ? nullptr : found->second.op;
}

const Schema* findSchema(std::string_view name) {
    const auto found = table().byName.find(name);
    return found == table().byName.end() ? nullptr : &found->second.schema;
}

bool drawsRandom(std::string_view op, std::span<const NamedArg> args) {
    const OpDef* def = findOp(op);
    bool inside = false;
    for (const NamedArg& arg : args)
        forEachGraph(arg.value, [&](const GraphRef& graph) {
            inside = inside || std::ranges::any_of(graph->nodes(), [](const Node& node) { return drawsRandom(node.op, node.args); });
        });
    if (inside) return true;
    if (!def || !def->random) return false;
    const Schema& schema = *findSchema(op);
    const SchemaArg* mode = schema.arg("train") ? schema.arg("train") : schema.arg("training");
    if (!mode) return true;
    const auto given = std::find_if(args.begin(), args.end(), [&](const NamedArg& arg) { return arg.name == mode->name; });
    const Arg* value = given != args.end() ? &given->value : mode->defaultValue ? &*mode->defaultValue : nullptr;
    const bool* flag = value ? value->as<bool>() : nullptr;
    return !flag || *flag;
}

std::string_view opFamily(std::string_view name) {
    const auto found = table().byName.find(name);
    return found == table().byName.end() ? std::string_view() : found->second.family;
}

std::span<const OpDef* const> allOps() { return table().inOrder; }

}  // namespace whittle
