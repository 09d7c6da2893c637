// What PyTorch says of a matrix that LAPACK could not work on: found from the number that LAPACK leaves, by a word in the name of
// what was asked for (PyTorch 2.6: ATen/native/BatchLinearAlgebra.cpp).
#include <algorithm>

#include "engine/ops/all_ops.h"
#include "engine/ops/linalg.h"
#include "engine/ops/op_def.h"

namespace whittle::ops {
namespace {

struct Failure {
    std::string_view word;
    std::string_view text;  ///< {0}: LAPACK's number
};
// The first whose word is in the name.
constexpr Failure kFailures[] = {
    {"inv", "The diagonal element {0} is zero, the inversion could not be completed because the input matrix is singular."},
    {"solve", "The solver failed because the input matrix is singular."},
    {"cholesky", "The factorization could not be completed because the input is not positive-definite (the leading minor of order {0} is not "
                 "positive-definite)."},
    {"svd", "The algorithm failed to converge because the input matrix is ill-conditioned or has too many repeated singular values (error code: {0})."},
    {"eig", "The algorithm failed to converge because the input matrix is ill-conditioned or has too many repeated eigenvalues (error code: {0})."},
    {"lstsq", "The least squares solution could not be computed because the input matrix does not have full rank (error code: {0})."},
    {"lu_factor", "U[{0},{0}] is zero and using it on lu_solve would result in a division by zero. If you still want to perform the factorization, "
                  "consider calling linalg.lu(A, pivot) or linalg.lu_factor_ex(A, pivot)"},
};

std::string textOf(std::string_view name, std::int64_t code) {
    if (code < 0) return fmt::format("Argument {} has illegal value. Most certainly there is a bug in the implementation calling the backend library.", -code);
    const auto row = std::ranges::find_if(kFailures, [&](const Failure& failure) { return name.find(failure.word) != name.npos; });
    return row == std::end(kFailures) ? fmt::format("Unknown error code: {}.", code) : fmt::format(fmt::runtime(row->text), code);
}

Result<void> refuse(std::string_view name, const Tensor& info, bool batched) {
    for (Index i = 0; i < info.numel(); ++i) {
        const std::int64_t code = info.flatInt(i);
        if (code == 0) continue;
        if (!batched) return fail(Code::Run, "{}: {}", name, textOf(name, code));
        return fail(Code::Run, "{}: (Batch element {}): {}", name, i, textOf(name, code));
    }
    return {};
}

Result<Types> checkErrorsType(const OpCall& call) {
    const TensorType& info = call.type("info");
    if (info.dtype != DType::I32) return fail(Code::Type, "_linalg_check_errors.1: info must be i32, it is {}", info.text());
    if (call.flag("is_matrix") && info.rank() != 0 && !info.numel().is(1))
        return fail(Code::Shape, "_linalg_check_errors.2: of one matrix info has one element, it is {}", info.text());
    return Types{};
}

Result<void> checkErrorsReference(KernelCall& call) { return refuse(call.text("api_name"), call.tensor("info"), !call.flag("is_matrix")); }

constexpr OpDef kOps[] = {
    {.name = "aten._linalg_check_errors.default", .schema = "_linalg_check_errors(Tensor info, str api_name, *, bool is_matrix) -> ()",
     .summary = "Fails the run when LAPACK's number for a matrix is not zero.", .inferType = checkErrorsType, .reference = checkErrorsReference},
};

}  // namespace

Result<void> refuseFailed(std::string_view op, const Tensor& info) { return refuse(spoken(op), info, info.rank() != 0); }

std::span<const OpDef> linalgErrorsOps() { return kOps; }

}  // namespace whittle::ops
