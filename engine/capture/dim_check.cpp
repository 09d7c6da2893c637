// Whether a call meets what was concluded about a program's sizes: what PyTorch checks of an exported program, in its words, and the
// conditions that it drops.
#include "engine/capture/dim_inference.h"
#include "engine/ir/affine_size.h"

namespace whittle {
namespace {

class Checking {
public:
    explicit Checking(const DimInference& inference) : m_of(inference) {}

    Result<void> check(std::span<const CallValue> values) {
        if (values.size() != m_of.parameters.size()) return fail(Code::Argument, "the program takes {} arguments, not {}", m_of.parameters.size(), values.size());
        for (std::size_t i = 0; i < m_of.inputs.size(); ++i) {
            const DimInput& input = m_of.inputs[i];
            const CallValue* value = input.source.in(values);
            if (!value) return fail(Code::Argument, "Expected an input at {}, but there is none", input.path);
            WHITTLE_TRY_VOID(input.example.tensor() ? tensor(i, *value) : scalar(input, *value));
        }
        for (const DimCondition& condition : m_of.conditions) WHITTLE_TRY_VOID(holds(condition));
        return {};
    }

private:
    Result<void> scalar(const DimInput& input, const CallValue& value) const {
        if (value.value.index() == input.example.value.index() && value.text() == input.example.text()) return {};
        return fail(Code::Argument, "Expected input at {} to be equal to {}, but got {}", input.path, input.example.text(), value.text());
    }

    Result<void> tensor(std::size_t index, const CallValue& value) {
        const DimInput& input = m_of.inputs[index];
        const auto& dims = m_of.dims[index];
        const TensorArg* tensor = value.tensor();
        if (!tensor) return fail(Code::Argument, "Expected input at {} to be a tensor, but got {}", input.path, value.text());
        if (tensor->sizes.size() != dims.size()) {
            std::vector<std::string> sizes;
            for (const DimConclusion& dim : dims) sizes.push_back(dim.size.text());
            return fail(Code::Argument, "Unexpected number of dimensions in input at {}.shape (expected torch.Size([{}]), got torch.Size([{}]))", input.path, fmt::join(sizes, ", "),
                        fmt::join(tensor->sizes, ", "));
        }
        const DType expected = input.example.tensor()->dtype;
        if (tensor->dtype != expected)
            return fail(Code::Argument, "Expected input at {} to be {}, but got {}", input.path, dtypeInfo(expected).torchName, dtypeInfo(tensor->dtype).torchName);
        for (std::size_t d = 0; d < dims.size(); ++d) WHITTLE_TRY_VOID(size(input, dims[d], d, tensor->sizes[d]));
        return {};
    }

    Result<void> size(const DimInput& input, const DimConclusion& dim, std::size_t d, std::int64_t got) {
        const auto known = dim.size.evaluate([&](std::string_view name) { return lookup(name); });
        if (known) {
            if (*known != got) return fail(Code::Argument, "Expected input at {} to be equal to {}, but got {}", input.sizePath(d), *known, got);
        } else if (const auto affine = affineSize(dim.size)) {
            const auto value = affine->symbolWhere(got);
            if (!value)
                return fail(Code::Argument, "Expected input {}.shape[{}] = {} to be of the form {}, where {} is an integer", nameOf(input), d, got, dim.size.text(), affine->symbol);
            m_values.insert_or_assign(affine->symbol, *value);
        }
        // Symbols begin at 2, and 0 and 1 are run all the same, as long as no condition was answered by that; but a bound that the user gave holds.
        const std::int64_t least = dim.said.kind == DimSpec::Kind::Named ? 0 : 2;
        if (dim.range.min && *dim.range.min > least && dim.size.symbolName() && got < *dim.range.min)
            return fail(Code::Argument, "Expected input at {} to be >= {}, but got {}", input.sizePath(d), *dim.range.min, got);
        if (dim.range.max && got > *dim.range.max) return fail(Code::Argument, "Expected input at {} to be <= {}, but got {}", input.sizePath(d), *dim.range.max, got);
        return {};
    }

    const std::string& nameOf(const DimInput& input) const { return m_of.parameters[static_cast<std::size_t>(input.source.root)]; }

    std::optional<std::int64_t> lookup(std::string_view name) const {
        const auto found = m_values.find(name);
        return found == m_values.end() ? std::nullopt : std::optional(found->second);
    }

    Result<void> holds(const DimCondition& condition) const {
        if (condition.onlyARunKnows) return {};
        const auto value = condition.condition.evaluate([&](std::string_view name) { return lookup(name); });
        if (!value) return std::unexpected(value.error());
        if (*value) return {};
        std::vector<std::string> sizes;
        for (const std::string& name : condition.condition.symbols()) sizes.push_back(fmt::format("{} = {}", name, *lookup(name)));
        return fail(Code::Argument, "Runtime assertion failed for expression {} with {}, asked by {}", condition.condition.text(), fmt::join(sizes, ", "), condition.cause.text());
    }

    const DimInference& m_of;
    std::map<std::string, std::int64_t, std::less<>> m_values;
};

}  // namespace

Result<void> checkInputs(const DimInference& inference, std::span<const CallValue> inputs) { return Checking(inference).check(inputs); }

}  // namespace whittle
