#include "engine/ops/sizes.h"

#include <algorithm>

#include "engine/ir/size_decider.h"
#include "engine/ir/sym_atom.h"

namespace whittle::ops {

bool differ(const SymInt& a, const SymInt& b) {
    return !decided(a, SymRelation::Eq, b).value_or(true);
}

bool isOne(const SymInt& size) { return decided(size, SymRelation::Eq, 1).value_or(false); }

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

namespace {

std::string_view operatorOf(SymFn fn) {
    switch (fn) {
        case SymFn::FloorDiv: return "_operator.floordiv";
        case SymFn::Mod: return "_operator.mod";
        case SymFn::Max: return "torch.sym_max";
        case SymFn::Min: return "torch.sym_min";
        case SymFn::Symbol: break;
    }
    return {};
}

// `a` and `b` put together; what does not change the other one is left out.
Result<Arg> joined(OpBuilder& build, std::string_view op, std::int64_t neutral, const Arg& a, const Arg& b) {
    const auto isNeutral = [&](const Arg& arg) { return arg.as<std::int64_t>() && *arg.as<std::int64_t>() == neutral; };
    if (isNeutral(a)) return b;
    if (isNeutral(b)) return a;
    WHITTLE_TRY(const ValueId made, build.one(op, {{"a", a}, {"b", b}}));
    return Arg(made);
}

// The size as a tensor's dimension tells it, or a number itself. Nothing when none has it.
Result<std::optional<Arg>> readSize(OpBuilder& build, const SymInt& size, std::span<const ValueId> from) {
    for (const ValueId source : from) {
        if (const NumberType* number = asNumberType(build.type(source)); number && number->kind == NumberType::Kind::Int && number->expr == size)
            return Arg(source);
        const TensorType* type = asTensorType(build.type(source));
        for (int i = 0; type && i < type->rank(); ++i)
            if (type->sizes[static_cast<std::size_t>(i)] == size) {
                WHITTLE_TRY(const ValueId read, build.one("aten.sym_size.int", {{"self", source}, {"dim", i}}));
                return Arg(read);
            }
    }
    return std::nullopt;
}

Result<Arg> factorArg(OpBuilder& build, const SymInt::Atom& atom, std::span<const ValueId> from) {
    if (atom.fn == SymFn::Symbol) return sizeArg(build, SymInt::symbol(atom.name), from);
    WHITTLE_TRY(std::optional<Arg> whole, readSize(build, sizeOf(atom), from));
    if (whole) return *std::move(whole);
    WHITTLE_TRY(Arg a, sizeArg(build, atom.args[0], from));
    WHITTLE_TRY(Arg b, sizeArg(build, atom.args[1], from));
    WHITTLE_TRY(const ValueId made, build.one(operatorOf(atom.fn), {{"a", std::move(a)}, {"b", std::move(b)}}));
    return Arg(made);
}

// A size that no tensor has, such as that of two dimensions folded into one: worked out from its symbols.
Result<Arg> computedSize(OpBuilder& build, const SymInt& size, std::span<const ValueId> from) {
    Arg sum(size.constantTerm());
    for (const SymInt::Term& term : size.terms()) {
        Arg product(term.coefficient);
        for (const auto& factor : term.factors) {
            WHITTLE_TRY(const Arg one, factorArg(build, *factor, from));
            WHITTLE_TRY(product, joined(build, "_operator.mul", 1, product, one));
        }
        WHITTLE_TRY(sum, joined(build, "_operator.add", 0, sum, product));
    }
    return sum;
}

}  // namespace

Result<Arg> sizeArg(OpBuilder& build, const SymInt& size, std::span<const ValueId> from) {
    if (const auto known = size.constant()) return Arg(*known);
    WHITTLE_TRY(std::optional<Arg> read, readSize(build, size, from));
    if (read) return *std::move(read);
    if (size.symbolName()) return fail(Code::Unsupported, "no dimension at hand has the size {}", size.text());
    return computedSize(build, size, from);
}

Result<Arg> sizeArgs(OpBuilder& build, std::span<const SymInt> sizes, std::span<const ValueId> from) {
    const auto symbolic = std::count_if(sizes.begin(), sizes.end(), [](const SymInt& s) { return !s.isConstant(); });
    const bool empty = std::any_of(sizes.begin(), sizes.end(), [](const SymInt& s) { return s.is(0); });  // any size would fit for -1
    Arg::List out;
    for (const SymInt& size : sizes) {
        if (symbolic == 1 && !empty && !size.isConstant()) {
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
