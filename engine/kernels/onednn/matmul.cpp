#include "engine/kernels/onednn/matmul.h"

#include <algorithm>

#include "engine/kernels/compiled_tail.h"
#include "engine/kernels/result_place.h"
#include "engine/kernels/session_state.h"

namespace whittle::dnn {
namespace {

// Whether oneDNN multiplies this dtype on this CPU at all and can go on so, asked with a small product of the call's kind.
Result<std::string> claimDType(DType dtype, KernelSession& session, Epilogue epilogue) {
    const auto square = [&] { return Operand{dtype, {16, 16}, {16, 1}}; };
    const Matmul probe{.a = square(), .b = square(), .out = square(), .bias = {}, .post = isCompiled(epilogue) ? Epilogue() : epilogue};
    WHITTLE_TRY([[maybe_unused]] const std::string name, session.state().dnn.implementation(probe));
    return version() + " matmul";
}

std::optional<Sizes> constants(const SymSizes& sizes) {
    Sizes out;
    for (const SymInt& size : sizes) {
        const auto value = size.constant();
        if (!value || *value == 0) return std::nullopt;
        out.push_back(*value);
    }
    return out;
}

// A product as the types tell it: `b` transposed where it is a linear layer's weight.
struct Asked {
    const TensorType& a;
    const TensorType& b;
    bool transposed = false, biased = false;
};

// The name of the code that will run, where the sizes say it; else whether there is any for the dtype.
Result<std::string> claimProblem(const Asked& asked, KernelSession& session, Epilogue epilogue) {
    const auto a = constants(asked.a.sizes), b = constants(asked.b.sizes);
    WHITTLE_TRY(std::string anyName, claimDType(asked.a.dtype, session, epilogue));
    if (!a || !b || a->size() < 2 || b->size() < 2) return anyName;
    const DType dtype = asked.a.dtype;
    Matmul problem{.a = {dtype, *a, contiguousStrides(*a)}, .b = {dtype, *b, contiguousStrides(*b)}, .out = {}, .bias = {}, .post = isCompiled(epilogue) ? Epilogue() : epilogue};
    if (asked.transposed) {
        const Index k = a->back();
        problem.a = {dtype, {elementCount(*a) / k, k}, {k, 1}};
        std::swap(problem.b.sizes[0], problem.b.sizes[1]);
        std::swap(problem.b.strides[0], problem.b.strides[1]);
    }
    Sizes out = problem.a.sizes;
    out.back() = problem.b.sizes.back();
    problem.out = {dtype, out, contiguousStrides(out)};
    if (asked.biased) problem.bias = Operand{dtype, {1, out.back()}, {out.back(), 1}};
    return session.state().dnn.implementation(problem);
}

// A tensor that oneDNN takes where it lies: rows or columns contiguous, nothing overlapping. Else a copy.
Tensor matrix(const Tensor& tensor) {
    const Sizes &sizes = tensor.sizes(), &strides = tensor.strides();
    const std::size_t rank = sizes.size();
    const bool rows = strides[rank - 1] == 1 && strides[rank - 2] >= sizes[rank - 1];
    const bool columns = strides[rank - 2] == 1 && strides[rank - 1] >= sizes[rank - 2];
    bool nests = rows || columns;
    for (std::size_t i = 0; i + 2 < rank; ++i)
        nests = nests && strides[i] >= std::max(sizes[rank - 2] * strides[rank - 2], sizes[rank - 1] * strides[rank - 1]);
    return nests ? tensor : tensor.contiguous();
}

Tensor transposed(const Tensor& matrix) {
    return matrix.asStrided({matrix.dim(1), matrix.dim(0)}, {matrix.strides()[1], matrix.strides()[0]}, matrix.offset());
}

// The result goes to the tail in parts: of some rows, or of some matrices of a batch. As a whole where it is small, or has more dimensions.
Result<void> multiplyInParts(KernelSession& session, Matmul problem, const Pointers& data, const CompiledTail& tail) {
    constexpr Index kFewestRows = 32;              // fewer are multiplied at a part of the speed
    constexpr Index kFewestAdds = Index{4} << 20;  // a part costs microseconds besides
    constexpr Index kMostBytes = Index{1} << 20;
    KernelSession::State& state = session.state();
    const DType dtype = problem.out.dtype;
    const auto size = static_cast<Index>(dtypeSize(dtype));
    const Sizes& out = problem.out.sizes;
    const bool isBatch = out.size() == 3;
    const Index n = out.back(), rows = elementCount(out) / n, work = rows * n * problem.a.sizes.back();
    const Index units = out[0], unitRows = rows / units, unitBytes = unitRows * n * size;
    const Index fewest = std::max(isBatch ? Index{1} : kFewestRows, std::min(kFewestAdds / std::max<Index>(work / units, 1), kMostBytes / unitBytes));
    const Index each = std::min(units, std::max(isBatch ? Index{1} : rowsOfPart(rows, n, dtype), fewest));
    const int threads = threadsFor(work);
    if (out.size() > 3 || (isBatch && problem.packed) || each == units) {
        const gemm::Scratch scratch(state.gemm, static_cast<std::size_t>(rows * n * size));
        Pointers whole = data;
        whole.out = scratch.data();
        WHITTLE_TRY_VOID(state.dnn.run(problem, whole));
        tail.whole(scratch.data(), dtype, rows, n, threads);
        return {};
    }
    const Index count = (units + each - 1) / each, bytes = each * unitBytes;
    Matmul last = problem;
    const auto take = [&](Matmul& part, Index some) {
        part.a.sizes[0] = part.out.sizes[0] = some;
        if (isBatch) part.b.sizes[0] = some;
    };
    take(last, units - (count - 1) * each);
    take(problem, each);
    const gemm::Scratch scratch(state.gemm, static_cast<std::size_t>(bytes * threads));
    const auto at = [&](int thread) { return scratch.data() + thread * bytes; };
    const auto from = [&](const void* first, Index piece, const Operand& operand) { return static_cast<const std::byte*>(first) + piece * each * operand.strides[0] * size; };
    const Pieces pieces{.count = count,
                        .ownSecond = isBatch,
                        .place = [&](Index piece, int thread) {
                            Pointers place = data;
                            place.first = from(data.first, piece, problem.a);
                            if (isBatch) place.second = from(data.second, piece, problem.b);
                            place.out = at(thread);
                            return place;
                        },
                        .done = [&](Index piece, int thread) {
                            tail(at(thread), n, {piece * each * unitRows, 0, std::min(each, units - piece * each) * unitRows, n});
                        }};
    return state.dnn.runEach(problem, last, pieces, threads);
}

// `second` names the argument that `b` is or is a view of; the result is computed with these sizes.
Result<void> multiply(KernelCall& call, KernelSession& session, const Tensor& a, const Tensor& b, std::string_view second, const Tensor* bias,
                      const Sizes& sizes, Epilogue epilogue) {
    if (elementCount(sizes) == 0 || a.numel() == 0) return fail(Code::Unsupported, "oneDNN does not multiply empty matrices");
    const bool compiled = isCompiled(epilogue);
    const Tensor left = matrix(a), right = matrix(b);
    Tensor out = compiled ? Tensor() : takeResult(call).viewAs(sizes);
    std::vector<PostOp> post(epilogue.begin(), epilogue.end());
    for (PostOp& op : post)
        if (op.operand.defined()) op.operand = op.operand.contiguous().viewAs(sizes);
    Matmul problem{.a = operandOf(left), .b = operandOf(right), .out = {a.dtype(), sizes, contiguousStrides(sizes)}, .bias = {}};
    if (bias) problem.bias = operandOf(*bias);
    problem.packed = call.isWeight(second) && right.storage() == b.storage();
    const Pointers data{left.data<std::byte>(), right.data<std::byte>(), bias ? bias->data<std::byte>() : nullptr,
                        compiled ? nullptr : out.mutableData<std::byte>(), problem.packed ? b.storage() : nullptr};
    if (compiled) return multiplyInParts(session, problem, data, *epilogue.front().tail);
    problem.post = post;
    WHITTLE_TRY_VOID(session.state().dnn.run(problem, data));
    call.setOutput(0, out.viewAs(call.outputSizes()));
    return {};
}

// A row [n] or [1, n] as [1, n]; PyTorch also lets full matrices and columns be added.
bool isRow(const TensorType& type, const SymInt& n) {
    if (type.rank() == 1) return type.sizes[0] == n;
    return type.rank() == 2 && type.sizes[0].is(1) && type.sizes[1] == n;
}

}  // namespace

Result<std::string> claimMatmul(const OpCall& call, KernelSession& session, Epilogue epilogue) { return claimProblem({.a = call.type(0), .b = call.type(1)}, session, epilogue); }

Result<std::string> claimBatched(const OpCall& call, KernelSession& session, Epilogue epilogue) {
    const SymSizes &a = call.type(0).sizes, &b = call.type(1).sizes;
    const bool same = a.size() >= 2 && a.size() == b.size() && std::equal(a.begin(), a.end() - 2, b.begin());
    if (!same) return fail(Code::Unsupported, "{} and {} differ in their batch dimensions", call.type(0).text(), call.type(1).text());
    return claimProblem({.a = call.type(0), .b = call.type(1)}, session, epilogue);
}

Result<void> runMatmul(KernelCall& call, KernelSession& session, Epilogue epilogue) {
    return multiply(call, session, call.input(0), call.input(1), call.schema().args[1].name, nullptr, call.outputSizes(), epilogue);
}

Result<std::string> claimLinear(const OpCall& call, KernelSession& session, Epilogue epilogue) {
    const TensorType& weight = call.type("weight");
    if (weight.rank() != 2) return fail(Code::Unsupported, "the weight is a vector");
    if (weight.dtype != call.type("input").dtype) return fail(Code::Unsupported, "input and weight have two dtypes");
    if (const TensorType* bias = call.optionalType("bias"); bias && !isRow(*bias, weight.sizes[0]))
        return fail(Code::Unsupported, "the bias {} is not one row", bias->text());
    return claimProblem({.a = call.type("input"), .b = weight, .transposed = true, .biased = call.optionalType("bias") != nullptr}, session, epilogue);
}

Result<void> runLinear(KernelCall& call, KernelSession& session, Epilogue epilogue) {
    const Tensor input = call.tensor("input").contiguous(), &weight = call.tensor("weight");
    const Index k = weight.dim(1), n = weight.dim(0), m = k == 0 ? 0 : input.numel() / k;
    if (m == 0 || n == 0) return fail(Code::Unsupported, "oneDNN does not multiply empty matrices");
    const Tensor* bias = call.optionalTensor("bias");
    Tensor row;
    if (bias) row = bias->contiguous().viewAs({1, n});
    return multiply(call, session, input.viewAs({m, k}), transposed(weight), "weight", bias ? &row : nullptr, {m, n}, epilogue);
}

Result<std::string> claimAddmm(const OpCall& call, KernelSession& session, Epilogue epilogue) {
    for (const char* name : {"alpha", "beta"})
        if (call.number(name) != 1) return fail(Code::Unsupported, "{} is {}, not 1", name, call.number(name));
    if (!isRow(call.type("self"), call.type("mat2").sizes[1]))
        return fail(Code::Unsupported, "what is added, {}, is not one row", call.type("self").text());
    return claimProblem({.a = call.type("mat1"), .b = call.type("mat2"), .biased = true}, session, epilogue);
}

Result<void> runAddmm(KernelCall& call, KernelSession& session, Epilogue epilogue) {
    const Tensor row = call.tensor("self").contiguous().viewAs({1, call.tensor("mat2").dim(1)});
    return multiply(call, session, call.tensor("mat1"), call.tensor("mat2"), "mat2", &row, call.outputSizes(), epilogue);
}

std::string_view packedFactor(const OpCall& call) {
    const Schema& schema = call.schema();
    return schema.arg("weight") ? "weight" : std::string_view(schema.args[schema.arg("beta") ? 2 : 1].name);
}

Result<std::string> claimProduct(KernelSession& session) { return claimDType(DType::F32, session, {}); }

Result<Tensor> product(const Tensor& a, const Tensor& b, KernelSession& session) {
    if (a.numel() == 0 || b.numel() == 0) return fail(Code::Unsupported, "oneDNN does not multiply empty matrices");
    const bool shared = b.dim(0) == 1 && a.dim(0) != 1;  // one matrix for all: the batch is rows
    const Tensor left = matrix(shared ? a.viewAs({1, a.dim(0) * a.dim(1), a.dim(2)}) : a), right = matrix(b);
    Tensor out = Tensor::empty(a.dtype(), {left.dim(0), left.dim(1), b.dim(2)});
    const Matmul problem{.a = operandOf(left), .b = operandOf(right), .out = operandOf(out), .bias = {}, .post = {}};
    WHITTLE_TRY_VOID(session.state().dnn.run(problem, {left.data<std::byte>(), right.data<std::byte>(), nullptr, out.mutableData<std::byte>(), nullptr}));
    return out.viewAs({a.dim(0), a.dim(1), b.dim(2)});
}

}  // namespace whittle::dnn
