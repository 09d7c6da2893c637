#include "engine/ops/sizes.h"

#include <algorithm>

namespace whittle::ops {

bool differ(const SymInt& a, const SymInt& b) {
    const auto gap = (a - b).constant();
    return gap && *gap != 0;
}

SymInt product(std::span<const SymInt> sizes) {
    SymInt count(1);
    for (const SymInt& size : sizes) count = count * size;
    return count;
}

std::string sizesText(std::span<const SymInt> sizes) {
    std::string out = "[";
    for (const SymInt& size : sizes) {
        if (out.size() > 1) out += ",";
        out += size.text();
    }
    return out + "]";
}

TensorType withSizes(const TensorType& from, SymSizes sizes) { return {from.dtype, std::move(sizes), {}, from.device}; }
Types resized(const TensorType& from, SymSizes sizes) { return {withSizes(from, std::move(sizes))}; }

Result<Arg> sizeArg(OpBuilder& build, const SymInt& size, std::span<const ValueId> from) {
    if (const auto known = size.constant()) return Arg(*known);
    for (const ValueId source : from) {
        const TensorType* type = asTensorType(build.type(source));
        for (int i = 0; type && i < type->rank(); ++i)
            if (type->sizes[static_cast<std::size_t>(i)] == size) {
                WHITTLE_TRY(const ValueId read, build.one("aten.sym_size.int", {{"self", source}, {"dim", i}}));
                return Arg(read);
            }
    }
    return fail(Code::Unsupported, "no dimension at hand has the size {}", size.text());
}

Result<Arg> sizeArgs(OpBuilder& build, std::span<const SymInt> sizes, std::span<const ValueId> from) {
    const auto symbolic = std::count_if(sizes.begin(), sizes.end(), [](const SymInt& s) { return !s.isConstant(); });
    Arg::List out;
    for (const SymInt& size : sizes) {
        if (symbolic == 1 && !size.isConstant()) {
            out.push_back(-1);
            continue;
        }
        WHITTLE_TRY(Arg one, sizeArg(build, size, from));
        out.push_back(std::move(one));
    }
    return Arg(std::move(out));
}

ValueId valueArg(const OpCall& call, std::string_view name) {
    const ValueId* value = call.arg(name).as<ValueId>();
    return value ? *value : ValueId();
}

Result<ValueId> viewTo(OpBuilder& build, ValueId value, const SymSizes& sizes, std::span<const ValueId> from) {
    if (asTensorType(build.type(value))->sizes == sizes) return value;
    std::vector<ValueId> sources(from.begin(), from.end());
    sources.push_back(value);
    WHITTLE_TRY(Arg size, sizeArgs(build, sizes, sources));
    return build.one("aten.view.default", {{"self", value}, {"size", std::move(size)}});
}

}  // namespace whittle::ops
