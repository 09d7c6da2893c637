#include "engine/runtime/where_wrong.h"

#include <algorithm>
#include <unordered_map>

#include "engine/eager/interpreter.h"
#include "engine/kernels/eager_kernels.h"
#include "engine/runtime/judge.h"
#include "engine/runtime/kernel_nodes.h"

namespace whittle {
namespace {

using Values = std::unordered_map<std::string, Datum>;  // by name

class Search {
public:
    explicit Search(const WorkerJob& job) : m_job(job) {}

    Result<std::optional<WrongSite>> run() {
        WHITTLE_TRY(const auto plain, compile(m_job.graph, m_job.compile));
        m_kernels = kernelNodes(m_job.graph, plain->report());
        std::vector<std::string> all, handedOut;
        for (const Node& node : m_job.graph.nodes()) addTensors(node, all);
        for (const KernelNodes& kernel : m_kernels)
            if (!kernel.nodes.empty()) addTensors(*std::ranges::find(m_job.graph.nodes(), kernel.nodes.back(), &Node::name), handedOut);
        WHITTLE_TRY(std::optional<std::string> node, firstWrong(std::move(all)));
        if (!node) {
            WHITTLE_TRY(node, firstWrong(std::move(handedOut)));
        }
        if (!node) return std::nullopt;
        WrongSite site{.node = *node, .kernel = {}};
        for (const KernelNodes& kernel : m_kernels)
            if (std::ranges::find(kernel.nodes, *node) != kernel.nodes.end()) site.kernel = kernel.nodes;
        return site;
    }

private:
    void addTensors(const Node& node, std::vector<std::string>& names) const {
        for (const ValueId id : node.outputs)
            if (asTensorType(m_job.graph.type(id))) names.push_back(m_job.graph.value(id).name);
    }

    // The first node in execution order with a wrong value among those named: what it reads was looked at before.
    Result<std::optional<std::string>> firstWrong(std::vector<std::string> names) {
        std::ranges::sort(names);
        names.erase(std::unique(names.begin(), names.end()), names.end());
        WHITTLE_TRY(Values compiled, compiledValues(std::move(names)));
        Values suspects;  // eager's
        WHITTLE_TRY_VOID(interpretEach(Precision::AsGiven, [&](const Node&, const std::string& name, const Datum& eager) -> Result<bool> {
            const auto mine = compiled.find(name);
            if (mine == compiled.end()) return true;
            WHITTLE_TRY(const bool differs, isWrong(mine->second, eager, eager));
            if (differs) suspects.emplace(name, eager);
            else compiled.erase(mine);
            return true;
        }));
        std::optional<std::string> found;
        if (suspects.empty()) return found;
        WHITTLE_TRY_VOID(interpretEach(Precision::Float64, [&](const Node& node, const std::string& name, const Datum& exact) -> Result<bool> {
            const auto eager = suspects.find(name);
            if (eager == suspects.end()) return true;
            WHITTLE_TRY(const bool wrong, isWrong(compiled.at(name), eager->second, exact));
            if (wrong) found = node.name;
            return !wrong;
        }));
        return found;
    }

    Result<Values> compiledValues(std::vector<std::string> names) const {
        CompileOptions options = m_job.compile;
        options.taps = std::move(names);
        WHITTLE_TRY(const auto executable, compile(m_job.graph, options));
        std::vector<Tapped> taps;
        WHITTLE_TRY_VOID(executable->runWith({}, {.taps = &taps}));
        Values out;
        for (Tapped& tap : taps) out.emplace(std::move(tap.name), std::move(tap.datum));
        return out;
    }

    Result<bool> isWrong(const Datum& compiled, const Datum& eager, const Datum& exact) const {
        const auto reference = [&]() -> Result<std::vector<Datum>> { return std::vector{exact}; };
        WHITTLE_TRY(const auto verdict, judgeOutputs({.compiled = std::span(&compiled, 1), .eager = std::span(&eager, 1), .reference = reference, .tolerance = m_job.tolerance}));
        return verdict.has_value();
    }

    // Until `look` has seen enough.
    Result<void> interpretEach(Precision precision, const std::function<Result<bool>(const Node&, const std::string&, const Datum&)>& look) const {
        CancelSource stop;
        Result<bool> goes = true;
        EagerKernels kernels(m_job.compile.cache);
        InterpretOptions options{.precision = precision, .seed = m_job.compile.seed, .cancel = stop.token()};
        if (m_job.eagerLibraries) options.kernels = &kernels;
        options.afterNode = [&](const Node& node, std::span<const Datum> outputs, double) {
            for (std::size_t i = 0; i < node.outputs.size() && i < outputs.size() && goes && *goes; ++i)
                goes = look(node, m_job.graph.value(node.outputs[i]).name, outputs[i]);
            if (!goes || !*goes) stop.cancel();
        };
        const Result<InterpretResult> run = interpret(m_job.graph, {}, options);
        if (!goes) return std::unexpected(std::move(goes).error());
        if (!run && *goes) return std::unexpected(run.error());
        return {};
    }

    const WorkerJob& m_job;
    std::vector<KernelNodes> m_kernels;
};

}  // namespace

Result<std::optional<WrongSite>> whereWrong(const WorkerJob& job) { return Search(job).run(); }

}  // namespace whittle
