// Arithmetic on sizes: reading a tensor's sizes, Python's operators on symbolic numbers, and the
// assertions that export leaves behind. Proof: the samples with symbolic sizes.
#include <cmath>

#include "engine/ops/all_ops.h"
#include "engine/ops/kernel_call.h"

namespace whittle::ops {
namespace {

Types intType(SymInt value) { return {NumberType{NumberType::Kind::Int, std::move(value)}}; }

Result<Types> symSizeType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    if (self.rank() == 0) return fail(Code::Shape, "sym_size.1: a tensor of rank 0 has no dim {}", dim);
    return intType(self.sizes[static_cast<std::size_t>(dim)]);
}

Result<void> symSizeReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    call.setOutput(0, Datum(self.dim(call.checkedDim("dim", self.rank()))));
    return {};
}

Result<Types> symNumelType(const OpCall& call) { return intType(call.type("self").numel()); }

Result<void> symNumelReference(KernelCall& call) {
    call.setOutput(0, Datum(call.tensor("self").numel()));
    return {};
}

// Integer arithmetic: the type carries the expression, so the run-time value is the type's constant.
using IntFn = SymInt (*)(const SymInt&, const SymInt&);

template <IntFn fn>
Result<Types> intType2(const OpCall& call) {
    for (const char* name : {"a", "b"})
        if (call.scalarCategory(name) == Scalar::Category::Float)
            return fail(Code::Type, "{}.1: argument '{}' is a float, an integer is needed", call.schema().name, name);
    return intType(fn(call.symInt("a"), call.symInt("b")));
}

template <IntFn fn>
Result<void> intReference2(KernelCall& call) {
    const SymInt result = fn(call.symInt("a"), call.symInt("b"));
    WHITTLE_TRY(const std::int64_t value, result.evaluate([](std::string_view) { return std::nullopt; }));
    call.setOutput(0, Datum(value));
    return {};
}

SymInt addSym(const SymInt& a, const SymInt& b) { return a + b; }
SymInt subSym(const SymInt& a, const SymInt& b) { return a - b; }
SymInt mulSym(const SymInt& a, const SymInt& b) { return a * b; }
SymInt floorDivSym(const SymInt& a, const SymInt& b) { return floorDiv(a, b); }
SymInt modSym(const SymInt& a, const SymInt& b) { return mod(a, b); }
SymInt maxSym(const SymInt& a, const SymInt& b) { return max(a, b); }
SymInt minSym(const SymInt& a, const SymInt& b) { return min(a, b); }

Result<Types> boolType(const OpCall&) { return Types{NumberType{NumberType::Kind::Bool, {}}}; }

template <bool (*fn)(double, double)>
Result<void> compareReference(KernelCall& call) {
    call.setOutput(0, Datum(fn(call.number("a"), call.number("b"))));
    return {};
}

bool eq(double a, double b) { return a == b; }
bool ne(double a, double b) { return a != b; }
bool lt(double a, double b) { return a < b; }
bool le(double a, double b) { return a <= b; }
bool gt(double a, double b) { return a > b; }
bool ge(double a, double b) { return a >= b; }

Result<Types> nothingType(const OpCall&) { return Types{}; }

Result<void> assertScalarReference(KernelCall& call) {
    if (call.flag("self")) return {};
    return fail(Code::Run, "assertion failed: {}", call.text("assert_msg"));
}

constexpr OpDef kOps[] = {
    {.name = "aten.sym_size.int", .schema = "sym_size.int(Tensor self, int dim) -> SymInt",
     .summary = "The size of one dimension, as a number.", .inferType = symSizeType, .reference = symSizeReference, .complex = symSizeReference},
    {.name = "aten.sym_numel.default", .schema = "sym_numel(Tensor self) -> SymInt",
     .summary = "The number of elements, as a number.", .inferType = symNumelType, .reference = symNumelReference, .complex = symNumelReference},
    {.name = "_operator.add", .schema = "add(SymInt a, SymInt b) -> SymInt", .summary = "a + b on sizes.",
     .inferType = intType2<addSym>, .reference = intReference2<addSym>},
    {.name = "_operator.sub", .schema = "sub(SymInt a, SymInt b) -> SymInt", .summary = "a - b on sizes.",
     .inferType = intType2<subSym>, .reference = intReference2<subSym>},
    {.name = "_operator.mul", .schema = "mul(SymInt a, SymInt b) -> SymInt", .summary = "a * b on sizes.",
     .inferType = intType2<mulSym>, .reference = intReference2<mulSym>},
    {.name = "_operator.floordiv", .schema = "floordiv(SymInt a, SymInt b) -> SymInt",
     .summary = "a // b on sizes, rounding down.", .inferType = intType2<floorDivSym>,
     .reference = intReference2<floorDivSym>},
    {.name = "_operator.mod", .schema = "mod(SymInt a, SymInt b) -> SymInt",
     .summary = "a % b on sizes, with the sign of b.", .inferType = intType2<modSym>, .reference = intReference2<modSym>},
    {.name = "torch.sym_max", .schema = "sym_max(SymInt a, SymInt b) -> SymInt", .summary = "The larger of two sizes.",
     .inferType = intType2<maxSym>, .reference = intReference2<maxSym>},
    {.name = "torch.sym_min", .schema = "sym_min(SymInt a, SymInt b) -> SymInt", .summary = "The smaller of two sizes.",
     .inferType = intType2<minSym>, .reference = intReference2<minSym>},
    {.name = "_operator.eq", .schema = "eq(Scalar a, Scalar b) -> SymBool", .summary = "a == b on numbers.",
     .inferType = boolType, .reference = compareReference<eq>},
    {.name = "_operator.ne", .schema = "ne(Scalar a, Scalar b) -> SymBool", .summary = "a != b on numbers.",
     .inferType = boolType, .reference = compareReference<ne>},
    {.name = "_operator.lt", .schema = "lt(Scalar a, Scalar b) -> SymBool", .summary = "a < b on numbers.",
     .inferType = boolType, .reference = compareReference<lt>},
    {.name = "_operator.le", .schema = "le(Scalar a, Scalar b) -> SymBool", .summary = "a <= b on numbers.",
     .inferType = boolType, .reference = compareReference<le>},
    {.name = "_operator.gt", .schema = "gt(Scalar a, Scalar b) -> SymBool", .summary = "a > b on numbers.",
     .inferType = boolType, .reference = compareReference<gt>},
    {.name = "_operator.ge", .schema = "ge(Scalar a, Scalar b) -> SymBool", .summary = "a >= b on numbers.",
     .inferType = boolType, .reference = compareReference<ge>},
    {.name = "aten._assert_scalar.default", .schema = "_assert_scalar(Scalar self, str assert_msg) -> ()",
     .summary = "Fails the run when a condition on sizes is false.", .inferType = nothingType,
     .reference = assertScalarReference},
};

}  // namespace

std::span<const OpDef> symbolicOps() { return kOps; }

}  // namespace whittle::ops
