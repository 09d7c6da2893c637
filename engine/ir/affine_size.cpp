#include "engine/ir/affine_size.h"

namespace whittle {

std::optional<std::int64_t> AffineSize::symbolWhere(std::int64_t size) const {
    std::int64_t scaled = 0, value = 0;
    if (__builtin_sub_overflow(size, rest, &scaled)) return std::nullopt;
    if (factor == -1) return __builtin_sub_overflow(std::int64_t{0}, scaled, &value) ? std::nullopt : std::optional(value);
    if (scaled % factor != 0) return std::nullopt;
    return scaled / factor;
}

std::optional<AffineSize> affineSize(const SymInt& size) {
    if (size.isConstant() || size == SymInt::overflow()) return std::nullopt;
    const auto& terms = size.terms();
    if (terms.size() != 1 || terms[0].factors.size() != 1 || terms[0].factors[0]->fn != SymFn::Symbol) return std::nullopt;
    return AffineSize{terms[0].coefficient, terms[0].factors[0]->name, size.constantTerm()};
}

}  // namespace whittle
