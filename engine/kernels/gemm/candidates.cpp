#include "engine/kernels/gemm/candidates.h"

#include <algorithm>

#include "engine/kernels/gemm/product.h"
#include "engine/kernels/gemm/vectors.h"
#include "engine/kernels/onednn/matmul.h"
#include "engine/kernels/result_place.h"
#include "engine/kernels/session_state.h"
#include "engine/ops/elementwise.h"

namespace whittle::gemm {
namespace {

Result<std::string> claimDType(DType dtype, KernelSession& session, Epilogue epilogue) {
    if (!epilogue.empty() && !isCompiled(epilogue)) return fail(Code::Unsupported, "own matrix kernels go on with compiled code only");
    return session.state().gemm.claimProduct(dtype);
}

// a and b: batches of matrices with the same leading sizes, b (a view of) the argument `second`; `added`, with the rank of the result, expands to it.
Result<void> multiplyInto(KernelCall& call, KernelSession& session, const Tensor& a, const Tensor& b, std::string_view second, const Tensor* added, double alpha, double beta, Epilogue epilogue) {
    if (a.numel() == 0 || b.numel() == 0) return fail(Code::Unsupported, "own matrix kernels do not multiply empty matrices");
    Session& own = session.state().gemm;
    WHITTLE_TRY(const Tile tile, own.product(a.dtype()));
    const CompiledTail* tail = isCompiled(epilogue) ? epilogue.front().tail : nullptr;
    Tensor out = tail ? Tensor() : takeResult(call);
    Product product{.dtype = a.dtype(), .m = a.dim(a.rank() - 2), .n = b.dim(b.rank() - 1), .k = a.dim(a.rank() - 1), .a = matrices(a), .b = matrices(b),
                    .added = {}, .alpha = alpha, .beta = beta, .out = tail ? nullptr : out.mutableData<std::byte>(), .tail = tail, .weight = call.isWeight(second) ? b.storage() : nullptr};
    if (added && beta != 0) {  // with beta 0 even a NaN does not count
        Sizes sizes = a.sizes();
        sizes.back() = product.n;
        product.added = matrices(added->asStrided(sizes, ops::broadcastStrides(*added, sizes), added->offset()));
    }
    multiply(product, tile, own);
    if (!tail) call.setOutput(0, std::move(out));
    return {};
}

}  // namespace

Result<std::string> claimProduct(const OpCall& call, KernelSession& session, Epilogue epilogue) { return claimDType(call.type(0).dtype, session, epilogue); }

Result<std::string> claimBatched(const OpCall& call, KernelSession& session, Epilogue epilogue) {
    const SymSizes &a = call.type(0).sizes, &b = call.type(1).sizes;
    const bool same = a.size() >= 2 && a.size() == b.size() && std::equal(a.begin(), a.end() - 2, b.begin());
    if (!same) return fail(Code::Unsupported, "{} and {} differ in their batch dimensions", call.type(0).text(), call.type(1).text());
    return claimDType(call.type(0).dtype, session, epilogue);
}

Result<std::string> claimLinear(const OpCall& call, KernelSession& session, Epilogue epilogue) {
    const TensorType& weight = call.type("weight");
    if (weight.rank() != 2) return fail(Code::Unsupported, "the weight is a vector");
    if (weight.dtype != call.type("input").dtype) return fail(Code::Unsupported, "input and weight have two dtypes");
    if (const TensorType* bias = call.optionalType("bias"); bias && bias->rank() > 1)
        return fail(Code::Unsupported, "the bias {} is not one row", bias->text());
    return claimDType(weight.dtype, session, epilogue);
}

// A few vectors meet the other factor where it lies, and only what all products of a batch share is kept.
std::string_view packedFactor(const OpCall& call) {
    const std::string_view name = dnn::packedFactor(call);
    const TensorType &factor = call.type(name), &rows = call.type(call.schema().arg("beta") ? 1 : 0);
    const bool turned = name == "weight";
    SymInt m = rows.rank() < 2 ? SymInt(1) : rows.sizes[rows.sizes.size() - 2], matrices(1);
    if (turned)
        for (std::size_t i = 0; i + 2 < rows.sizes.size(); ++i) m = m * rows.sizes[i];
    for (std::size_t i = 0; i + 2 < factor.sizes.size(); ++i) matrices = matrices * factor.sizes[i];
    const auto isFew = [&](const SymInt& size) { return factor.dtype != DType::F64 && size.constant().value_or(kMostVectors + 1) <= kMostVectors; };
    const bool few = isFew(m) || (factor.rank() >= 2 && isFew(factor.sizes[factor.sizes.size() - (turned ? 2 : 1)]));
    return few || !matrices.is(1) ? std::string_view() : name;
}

std::vector<std::string> productTiles(const OpCall& call, KernelSession& session) { return session.state().gemm.productTiles(call.type(0).dtype); }

std::vector<std::string> rowTiles(const OpCall& call, KernelSession& session) { return session.state().gemm.rowTiles(call.type(0).dtype); }

Result<void> runProduct(KernelCall& call, KernelSession& session, Epilogue epilogue) { return multiplyInto(call, session, call.input(0), call.input(1), call.schema().args[1].name, nullptr, 1, 1, epilogue); }

Result<void> runLinear(KernelCall& call, KernelSession& session, Epilogue epilogue) {
    const Tensor &input = call.tensor("input"), &weight = call.tensor("weight");
    const Index k = weight.dim(1);
    const Tensor rows = input.rank() == 2 ? input : input.contiguous().viewAs({k == 0 ? 0 : input.numel() / k, k});
    const Tensor turned = weight.asStrided({k, weight.dim(0)}, {weight.strides()[1], weight.strides()[0]}, weight.offset());
    return multiplyInto(call, session, rows, turned, "weight", call.optionalTensor("bias"), 1, 1, epilogue);
}

Result<void> runAdded(KernelCall& call, KernelSession& session, Epilogue epilogue) {
    return multiplyInto(call, session, call.input(1), call.input(2), call.schema().args[2].name, &call.tensor("self"), call.number("alpha"), call.number("beta"), epilogue);
}

}  // namespace whittle::gemm
