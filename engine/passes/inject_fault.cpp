#include "engine/passes/inject_fault.h"

#include <algorithm>

#include <fmt/ranges.h>

#include "engine/ops/fault.h"
#include "engine/ops/op_builder.h"

namespace whittle {
namespace {

constexpr FailureKind kInjectable[] = {FailureKind::CompileError, FailureKind::Crash,    FailureKind::Hang,
                                       FailureKind::OutOfMemory,  FailureKind::RunError, FailureKind::WrongResult};

}  // namespace

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
        const auto kind = parseFailureKind(part.substr(equals + 1));
        if (!kind || std::find(std::begin(kInjectable), std::end(kInjectable), *kind) == std::end(kInjectable)) {
            std::vector<std::string_view> known;
            for (const FailureKind one : kInjectable) known.push_back(failureKindName(one));
            return fail(Code::Argument, "'{}' in '{}' is no fault that can be injected; there are: {}", part.substr(equals + 1),
                        part, fmt::join(known, ", "));
        }
        out.push_back({std::string(part.substr(0, equals)), *kind});
    }
    return out;
}

Result<Rewrites> injectFault(Graph& graph, const PassContext& context) {
    struct Site {
        NodeId node;
        FailureKind kind;
    };
    std::vector<Site> sites;
    for (const Node& node : graph.nodes())
        for (const Injection& injection : context.inject)
            if (namesOperator(injection.op, node.op) && !node.outputs.empty() && asTensorType(graph.type(node.output()))) {
                sites.push_back({node.id, injection.kind});
                break;
            }
    Rewrites rewrites;
    for (const Site& site : sites) {
        const Node node = graph.node(site.node);
        const std::size_t next = static_cast<std::size_t>(graph.position(site.node)) + 1;
        const NodeId before = next < graph.nodes().size() ? graph.nodes()[next].id : NodeId();
        OpBuilder build(graph, node.origin, before);
        WHITTLE_TRY(const ValueId faulty, build.one(kFaultOp, {{"self", node.output()},
                                                              {"kind", std::string(failureKindName(site.kind))},
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
