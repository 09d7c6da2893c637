#include "engine/runtime/input_binding.h"

#include <algorithm>
#include <limits>
#include <set>

namespace whittle {
namespace {

constexpr std::int64_t kUnbound = std::numeric_limits<std::int64_t>::min();

bool fits(const TensorType& type, const Datum& datum) {
    const Tensor* tensor = asTensor(datum);
    return tensor && tensor->dtype() == type.dtype && tensor->rank() == type.rank() &&
           std::ranges::equal(tensor->sizes(), type.sizes, [](Index size, const SymInt& wanted) { return wanted.is(size); });
}

}  // namespace

bool InputBinding::plain(const SymInt& size, std::vector<Dimension>& out) const {
    if (const auto constant = size.constant()) {
        out.push_back({*constant, -1});
        return true;
    }
    const auto name = size.symbolName();
    if (!name) return false;
    out.push_back({0, static_cast<int>(std::ranges::lower_bound(m_symbols, *name) - m_symbols.begin())});
    return true;
}

InputBinding::InputBinding(const Graph& graph) {
    std::set<std::string> symbols;
    for (const GraphInput& input : graph.inputs())
        if (const TensorType* type = asTensorType(graph.type(input.value)))
            for (const SymInt& size : type->sizes) symbols.merge(size.symbols());
        else if (const NumberType* number = asNumberType(graph.type(input.value)))
            symbols.merge(number->expr.symbols());
    m_symbols.assign(symbols.begin(), symbols.end());
    for (const std::string& symbol : m_symbols) {
        const auto info = graph.symbols.find(symbol);
        const bool known = info != graph.symbols.end();
        m_ranges.push_back({known && info->second.min ? *info->second.min : std::numeric_limits<std::int64_t>::min() + 1,
                            known && info->second.max ? *info->second.max : std::numeric_limits<std::int64_t>::max()});
    }
    for (std::size_t i = 0; i < graph.inputs().size(); ++i) {
        const GraphInput& input = graph.inputs()[i];
        const Type& declared = graph.type(input.value);
        const TensorType* type = asTensorType(declared);
        if (input.kind != InputKind::User) {
            m_isPlain &= type && fits(*type, input.data);
            continue;
        }
        Input one{.position = i, .dtype = type ? type->dtype : DType::I64, .isTensor = type != nullptr, .dimensions = {}};
        const NumberType* number = asNumberType(declared);
        if (type) {
            for (const SymInt& size : type->sizes) m_isPlain &= plain(size, one.dimensions);
        } else {
            m_isPlain &= number && number->kind == NumberType::Kind::Int && plain(number->expr, one.dimensions);
        }
        m_users.push_back(std::move(one));
    }
}

std::optional<std::vector<std::int64_t>> InputBinding::match(const Graph& graph, std::span<const Datum> userInputs) const {
    if (!m_isPlain || (!userInputs.empty() && userInputs.size() != m_users.size())) return std::nullopt;
    std::vector<std::int64_t> values(m_symbols.size(), kUnbound);
    const auto meets = [&](const Dimension& dimension, std::int64_t actual) {
        if (dimension.symbol < 0) return dimension.size == actual;
        std::int64_t& value = values[static_cast<std::size_t>(dimension.symbol)];
        const Range& range = m_ranges[static_cast<std::size_t>(dimension.symbol)];
        if (value == kUnbound) value = actual;
        return value == actual && actual >= range.min && actual <= range.max;
    };
    for (std::size_t i = 0; i < m_users.size(); ++i) {
        const Input& input = m_users[i];
        const Datum& datum = userInputs.empty() ? graph.inputs()[input.position].data : userInputs[i];
        if (!input.isTensor) {
            const auto* number = std::get_if<std::int64_t>(&datum);
            if (!number || !meets(input.dimensions.front(), *number)) return std::nullopt;
            continue;
        }
        const Tensor* tensor = asTensor(datum);
        if (!tensor || tensor->dtype() != input.dtype || tensor->sizes().size() != input.dimensions.size()) return std::nullopt;
        for (std::size_t d = 0; d < input.dimensions.size(); ++d)
            if (!meets(input.dimensions[d], tensor->sizes()[d])) return std::nullopt;
    }
    if (std::ranges::find(values, kUnbound) != values.end()) return std::nullopt;
    return values;
}

}  // namespace whittle
