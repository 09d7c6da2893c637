#include "app/cli/run_check.h"

#include <algorithm>
#include <set>

namespace whittle::cli {
namespace {

std::optional<Tensor> asComparable(const Datum& datum) {
    if (const Tensor* tensor = asTensor(datum)) return *tensor;
    if (const auto* integer = std::get_if<std::int64_t>(&datum)) return Tensor::of<std::int64_t>(std::span(integer, 1), {});
    if (const auto* real = std::get_if<double>(&datum)) return Tensor::scalar(DType::F64, *real);
    if (const auto* flag = std::get_if<bool>(&datum)) return Tensor::scalar(DType::Bool, *flag ? 1 : 0);
    return std::nullopt;
}

// The key under which the expected tensor of output `at` is stored.
std::string expectedKey(const Graph& graph, std::size_t at) {
    const GraphOutput& output = graph.outputs()[at];
    if (output.kind == OutputKind::BufferMutation) return "mut." + output.target;
    int index = 0;
    if (output.kind == OutputKind::InputMutation) {
        for (const GraphInput& input : graph.inputs()) {
            if (input.kind != InputKind::User) continue;
            if (graph.value(input.value).name == output.target) break;
            ++index;
        }
        return fmt::format("mut.in.{}", index);
    }
    for (std::size_t i = 0; i < at; ++i)
        if (graph.outputs()[i].kind == OutputKind::User) ++index;
    return fmt::format("out.{}", index);
}

}  // namespace

Result<CheckReport> checkOutputs(const Graph& graph, std::span<const Datum> outputs,
                                 const std::map<std::string, Tensor>& expected, Tolerance tolerance,
                                 const std::string& file) {
    CheckReport report;
    int compared = 0;
    std::set<std::string> unused;
    for (const auto& [key, tensor] : expected)
        if (key.starts_with("out.") || key.starts_with("mut.")) unused.insert(key);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const std::string key = expectedKey(graph, i);
        const auto found = expected.find(key);
        if (found == expected.end()) continue;
        ++compared;
        unused.erase(key);
        const std::optional<Tensor> actual = asComparable(outputs[i]);
        if (!actual) {
            report.ok = false;
            report.mismatches.push_back(fmt::format("{}: expected {}, got None", key, found->second.describe()));
            continue;
        }
        const Comparison comparison = compareTensors(found->second, *actual, tolerance);
        report.maxAbsError = std::max(report.maxAbsError, comparison.maxAbsError);
        report.maxRelError = std::max(report.maxRelError, comparison.maxRelError);
        if (!comparison.ok) {
            report.ok = false;
            report.mismatches.push_back(fmt::format("{}: {}", key, comparison.reason));
        }
    }
    if (compared == 0)
        return fail(Code::NotFound, "{} holds none of the graph's outputs; tensors named out.0, out.1, ... are expected", file);
    for (const std::string& key : unused) {
        report.ok = false;
        report.mismatches.push_back(fmt::format("{}: expected, but the graph has no such output", key));
    }
    return report;
}

}  // namespace whittle::cli
