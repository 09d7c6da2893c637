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

// Case files number the user inputs; a mutation names the input.
std::optional<std::size_t> userInputIndex(const Graph& graph, std::string_view name) {
    std::size_t index = 0;
    for (const GraphInput& input : graph.inputs()) {
        if (input.kind != InputKind::User) continue;
        if (graph.value(input.value).name == name) return index;
        ++index;
    }
    return std::nullopt;
}

// The key under which the expected tensor of output `at` is stored.
std::string expectedKey(const Graph& graph, std::size_t at) {
    const GraphOutput& output = graph.outputs()[at];
    if (output.kind == OutputKind::BufferMutation) return "mut." + output.target;
    if (output.kind == OutputKind::InputMutation) return fmt::format("mut.in.{}", userInputIndex(graph, output.target).value_or(0));
    const auto before = graph.outputs().first(at);
    return fmt::format("out.{}", std::ranges::count_if(before, [](const GraphOutput& o) { return o.kind == OutputKind::User; }));
}

constexpr std::string_view kMutated = "mut.", kMutatedInput = "mut.in.";

// What a buffer or user input that the program does not write to holds after the run: what it held before.
std::optional<Tensor> untouched(const Ran& ran, std::string_view key) {
    std::size_t user = 0;
    for (const GraphInput& input : ran.graph.inputs()) {
        const bool isUser = input.kind == InputKind::User;
        const Datum& datum = isUser && user < ran.inputs.size() ? ran.inputs[user] : input.data;
        if (isUser ? key == fmt::format("{}{}", kMutatedInput, user++) : key == fmt::format("{}{}", kMutated, input.target))
            return asComparable(datum);
    }
    return std::nullopt;
}

class Judge {
public:
    explicit Judge(const CaseTensors& expected) : m_expected(expected) {}

    /// `declared` is the program's own type of the output; null for what is none.
    void compare(const std::string& key, std::optional<Tensor> actual, Tolerance tolerance, const TensorType* declared = nullptr) {
        const Tensor& wanted = m_expected.at(key);
        ++m_report.compared;
        if (!actual) return mismatch(key, fmt::format("expected {}, got None", wanted.describe()));
        if (declared && actual->sizes() != wanted.sizes() && isDeclaredSo(*actual, *declared) && withoutOnes(*actual) == withoutOnes(wanted)) {
            m_report.notes.push_back(fmt::format("{}: the program itself declares {}, recorded is {}", key, declared->text(), wanted.describe()));
            actual = actual->contiguous().viewAs(wanted.sizes());
        }
        if (declared && (wanted.dtype() != declared->dtype || (actual->dtype() != declared->dtype && actual->dtype() != wideDType(declared->dtype))))
            return mismatch(key, fmt::format("expected {}, got {} ({} in the program)", wanted.describe(), actual->describe(), declared->text()));
        const Comparison comparison = compareTensors(wanted, *actual, tolerance);
        m_report.maxAbsError = std::max(m_report.maxAbsError, comparison.maxAbsError);
        m_report.maxRelError = std::max(m_report.maxRelError, comparison.maxRelError);
        if (comparison.ok) return;
        if (asNearToFloat64(key, wanted, *actual)) m_report.byFloat64.push_back(key);
        else mismatch(key, comparison.reason);
    }
    void mismatch(const std::string& key, const std::string& reason) {
        m_report.ok = false;
        m_report.mismatches.push_back(fmt::format("{}: {}", key, reason));
    }
    CheckReport take() { return std::move(m_report); }

private:
    static Sizes withoutOnes(const Tensor& tensor) {
        Sizes sizes = tensor.sizes();
        std::erase(sizes, 1);
        return sizes;
    }
    static bool isDeclaredSo(const Tensor& actual, const TensorType& declared) {
        return std::ranges::equal(declared.sizes, actual.sizes(), [](const SymInt& a, Index b) { return a.is(b); });
    }
    bool asNearToFloat64(const std::string& key, const Tensor& wanted, const Tensor& actual) const {
        constexpr double kFactor = 2;
        const auto reference = key.starts_with("out.") ? m_expected.find("ref64." + key.substr(4)) : m_expected.end();
        if (reference == m_expected.end() || !isFloating(wanted.dtype())) return false;
        const Comparison pytorch = compareTensors(reference->second, wanted, {.rtol = 0, .atol = 0});
        const Comparison ours = compareTensors(reference->second, actual, {.rtol = 0, .atol = kFactor * pytorch.maxAbsError});
        return ours.ok && ours.rmse <= kFactor * pytorch.rmse;
    }

    const CaseTensors& m_expected;
    CheckReport m_report;
};

// From the coarsest floating dtype to the finest.
constexpr DType kCoarseness[] = {DType::BF16, DType::F16, DType::F32, DType::F64};

}  // namespace

Tolerance checkTolerance(const Graph& graph, const Arg& output, const WantedTolerance& wanted, const Tensor& expected) {
    std::size_t coarsest = std::size(kCoarseness) - 1;
    std::vector<bool> seen(graph.valueIdBound());
    std::vector<ValueId> open;
    const auto visit = [&](ValueId id) {
        if (seen[static_cast<std::size_t>(id.index())]) return;
        seen[static_cast<std::size_t>(id.index())] = true;
        open.push_back(id);
    };
    forEachValue(output, visit);
    while (!open.empty()) {
        const Value& value = graph.value(open.back());
        open.pop_back();
        if (const TensorType* type = asTensorType(value.type))
            for (std::size_t i = 0; i < coarsest; ++i)
                if (kCoarseness[i] == type->dtype) coarsest = i;
        if (value.producer.valid())
            for (const ValueId input : graph.node(value.producer).inputs()) visit(input);
    }
    const Tolerance tolerance = scaledTo(dtypeTolerance(kCoarseness[coarsest]), expected);
    return {.rtol = wanted.rtol.value_or(tolerance.rtol), .atol = wanted.atol.value_or(tolerance.atol)};
}

Result<CheckReport> checkCase(const Ran& ran, const CaseTensors& expected, const WantedTolerance& wanted, const std::string& file) {
    Judge judge(expected);
    std::set<std::string> unused;
    for (const auto& [key, tensor] : expected)
        if (isOfTheCall(key) && (key.starts_with("out.") || key.starts_with(kMutated))) unused.insert(key);
    const std::size_t recorded = unused.size();
    for (std::size_t i = 0; i < ran.outputs.size(); ++i) {
        const std::string key = expectedKey(ran.graph, i);
        if (unused.erase(key) == 0) continue;
        const GraphOutput& output = ran.graph.outputs()[i];
        const ValueId* value = output.value.as<ValueId>();
        judge.compare(key, asComparable(ran.outputs[i]), checkTolerance(ran.graph, output.value, wanted, expected.at(key)),
                      value && output.kind == OutputKind::User ? asTensorType(ran.graph.type(*value)) : nullptr);
    }
    if (unused.size() == recorded)
        return fail(Code::NotFound, "{} holds none of the graph's outputs; tensors named out.0, out.1, ... are expected", file);
    for (const std::string& key : unused) {
        if (const std::optional<Tensor> held = untouched(ran, key)) judge.compare(key, held, {.rtol = 0, .atol = 0});
        else judge.mismatch(key, "expected, but the graph has no such output");
    }
    return judge.take();
}

}  // namespace whittle::cli
