#include "engine/passes/inject_fault.h"

#include <algorithm>

#include <fmt/ranges.h>

#include "engine/ops/fault.h"
#include "engine/ops/op_builder.h"

namespace whittle {
namespace {

std::string whatItDoes(const Injection& injection) {
    const std::string_view name = injection.name.empty() ? failureKindName(injection.kind) : injection.name;
    return injection.rate < 1 ? fmt::format("{}@{}", name, injection.rate) : std::string(name);
}

}  // namespace

std::string Injection::text() const { return fmt::format("{}={}", op, whatItDoes(*this)); }

bool namesOperator(std::string_view wanted, std::string_view op) {
    if (wanted == op) return true;
    const std::size_t space = op.find('.'), overload = op.rfind('.');
    if (space == std::string_view::npos) return false;
    if (overload != space && wanted == op.substr(0, overload)) return true;
    return wanted == op.substr(space + 1) || (overload > space && wanted == op.substr(space + 1, overload - space - 1));
}

Result<std::vector<Injection>> parseInjections(std::string_view text) {
    std::vector<Injection> out;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos || equals == 0)
            return fail(Code::Argument, "'{}' is not of the form OP=KIND, for example gelu=wrong_result", part);
        const auto fault = parseFault(part.substr(equals + 1));
        if (!fault) {
            std::vector<std::string_view> known;
            for (const FaultWord& one : faultWords()) known.push_back(one.name);
            return fail(Code::Argument, "'{}' in '{}' is no fault that can be injected; there are: {}; @0.3 behind one lets it strike in 3 of 10 runs",
                        part.substr(equals + 1), part, fmt::join(known, ", "));
        }
        out.push_back({std::string(part.substr(0, equals)), fault->word->kind, fault->word->name, fault->rate});
    }
    return out;
}

bool canStrike(const Injection& injection, const Graph& graph, const Node& node) {
    const TensorType* type = node.outputs.empty() ? nullptr : asTensorType(graph.type(node.output()));
    return type && (injection.name != "nan" || isFloating(type->dtype) || isComplex(type->dtype));
}

Result<Rewrites> injectFault(Graph& graph, const PassContext& context) {
    struct Site {
        NodeId node;
        std::string fault;
    };
    std::vector<Site> sites;
    for (const Node& node : graph.nodes())
        for (const Injection& injection : context.inject)
            if (namesOperator(injection.op, node.op) && canStrike(injection, graph, node)) {
                sites.push_back({node.id, whatItDoes(injection)});
                break;
            }
    Rewrites rewrites;
    for (const Site& site : sites) {
        const Node node = graph.node(site.node);
        const std::size_t next = static_cast<std::size_t>(graph.position(site.node)) + 1;
        const NodeId before = next < graph.nodes().size() ? graph.nodes()[next].id : NodeId();
        OpBuilder build(graph, node.origin, before);
        WHITTLE_TRY(const ValueId faulty, build.one(kFaultOp, {{"self", node.output()},
                                                              {"kind", site.fault},
                                                              {"op", node.op},
                                                              {"node", node.name}},
                                                    "fault_" + node.name));
        graph.replaceUses(node.output(), faulty);  // the fault too, for a moment
        const NodeId fault = graph.value(faulty).producer;
        std::vector<NamedArg> args = graph.node(fault).args;
        args[0].value = node.output();
        graph.setArgs(fault, std::move(args));
        rewrites.push_back({"inject-fault", {rewritten(node)}, {rewritten(node), rewritten(graph.node(fault))}});
    }
    return rewrites;
}

}  // namespace whittle
