// Nothing here is clever about instructions: LLVM folds a splat of a loaded scalar into the multiply-add that uses it,
// and with all addresses in A being one pointer plus constants, no register is lost to addressing.
#include "engine/codegen/gemm_microkernel.h"

#include "engine/codegen/tile_microkernel.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/IntrinsicsX86.h>
#include <llvm/IR/Module.h>

namespace whittle {
namespace {

constexpr int kUnroll = 4;  // steps of depth a round; the loop's own instructions then disappear behind the sums

class Emitter {
public:
    Emitter(llvm::Module& module, const MicroKernelShape& shape)
        : m_shape(shape), m_module(module), m_build(module.getContext()),
          m_sum(shape.number == PanelNumber::F64 ? m_build.getDoubleTy() : m_build.getFloatTy()),
          m_vector(llvm::FixedVectorType::get(m_sum, static_cast<unsigned>(shape.lanes))) {}

    llvm::Function& emit(const std::string& name) {
        llvm::Type* pointer = m_build.getPtrTy();
        m_function = llvm::Function::Create(llvm::FunctionType::get(m_build.getVoidTy(), {pointer}, false), llvm::Function::ExternalLinkage, name, m_module);
        // 512-bit registers even where LLVM's model of the CPU shies away from them.
        m_function->addFnAttr("prefer-vector-width", "512");
        m_function->addFnAttr("min-legal-vector-width", std::to_string(m_shape.lanes * sumBytes() * 8));
        m_build.SetInsertPoint(block("entry"));
        m_a = argument(0, pointer);
        m_b = argument(1, pointer);
        m_c = argument(2, pointer);
        m_depth = argument(3, m_build.getInt64Ty());
        m_cStep = argument(4, m_build.getInt64Ty());
        m_rows = argument(5, m_build.getInt64Ty());
        m_columns = argument(6, m_build.getInt64Ty());
        m_accumulate = m_build.CreateTrunc(argument(7, m_build.getInt64Ty()), m_build.getInt1Ty());

        m_sums.assign(static_cast<std::size_t>(m_shape.rows * m_shape.vectors), llvm::Constant::getNullValue(m_vector));
        llvm::Value* rounds = m_build.CreateUDiv(m_depth, m_build.getInt64(kUnroll));
        loop(rounds, kUnroll);
        loop(m_build.CreateURem(m_depth, m_build.getInt64(kUnroll)), 1);
        store();
        return *m_function;
    }

private:
    llvm::BasicBlock* block(const char* name) { return llvm::BasicBlock::Create(m_module.getContext(), name, m_function); }

    llvm::Value* argument(int index, llvm::Type* type) {  // all members of MicroKernelCall are 8 bytes
        return m_build.CreateLoad(type, offset(m_function->getArg(0), index * 8));
    }
    llvm::Value* offset(llvm::Value* pointer, std::int64_t bytes) { return m_build.CreateConstGEP1_64(m_build.getInt8Ty(), pointer, static_cast<std::uint64_t>(bytes)); }

    int sumBytes() const { return m_shape.number == PanelNumber::F64 ? 8 : 4; }  // those of a panel element too

    // `count` rounds of `steps` of depth each, over m_a, m_b and m_sums.
    void loop(llvm::Value* count, int steps) {
        llvm::BasicBlock *before = m_build.GetInsertBlock(), *body = block("depth"), *after = block("next");
        m_build.CreateCondBr(m_build.CreateICmpEQ(count, m_build.getInt64(0)), after, body);
        m_build.SetInsertPoint(body);
        auto* left = m_build.CreatePHI(m_build.getInt64Ty(), 2);
        std::vector<llvm::Value*> carried = m_sums;
        carried.insert(carried.end(), {m_a, m_b});
        std::vector<llvm::PHINode*> phis;
        for (llvm::Value* value : carried) phis.push_back(m_build.CreatePHI(value->getType(), 2));
        left->addIncoming(count, before);
        for (std::size_t i = 0; i < phis.size(); ++i) phis[i]->addIncoming(carried[i], before);
        m_a = phis[m_sums.size()];
        m_b = phis[m_sums.size() + 1];
        for (std::size_t i = 0; i < m_sums.size(); ++i) m_sums[i] = phis[i];
        for (int step = 0; step < steps; ++step) multiply(step);
        llvm::Value* nextA = offset(m_a, std::int64_t{steps} * m_shape.depthStep * sumBytes());
        llvm::Value* nextB = offset(m_b, std::int64_t{steps} * m_shape.columns() * sumBytes());
        llvm::Value* remaining = m_build.CreateSub(left, m_build.getInt64(1));
        left->addIncoming(remaining, body);
        for (std::size_t i = 0; i < m_sums.size(); ++i) phis[i]->addIncoming(m_sums[i], body);
        phis[m_sums.size()]->addIncoming(nextA, body);
        phis[m_sums.size() + 1]->addIncoming(nextB, body);
        m_build.CreateCondBr(m_build.CreateICmpEQ(remaining, m_build.getInt64(0)), after, body);
        m_build.SetInsertPoint(after);
        std::vector<llvm::Value*> done = m_sums;
        done.insert(done.end(), {nextA, nextB});
        for (std::size_t i = 0; i < done.size(); ++i) {
            auto* phi = m_build.CreatePHI(done[i]->getType(), 2);
            phi->addIncoming(carried[i], before);
            phi->addIncoming(done[i], body);
            if (i < m_sums.size()) m_sums[i] = phi;
            else (i == m_sums.size() ? m_a : m_b) = phi;
        }
    }

    // One step of depth: every row's element times every vector of B.
    void multiply(int step) {
        llvm::Type* loaded = m_shape.number == PanelNumber::Bf16Pair ? m_build.getInt32Ty() : m_sum;
        std::vector<llvm::Value*> b;
        for (int v = 0; v < m_shape.vectors; ++v)
            b.push_back(m_build.CreateAlignedLoad(m_vector, offset(m_b, std::int64_t{step * m_shape.columns() + v * m_shape.lanes} * sumBytes()), llvm::Align(4)));
        for (int r = 0; r < m_shape.rows; ++r) {
            llvm::Value* one = m_build.CreateAlignedLoad(loaded, offset(m_a, (std::int64_t{step} * m_shape.depthStep + std::int64_t{r} * m_shape.rowStep) * sumBytes()), llvm::Align(4));
            llvm::Value* splat = m_build.CreateVectorSplat(static_cast<unsigned>(m_shape.lanes), one);
            for (int v = 0; v < m_shape.vectors; ++v) {
                llvm::Value*& sum = m_sums[static_cast<std::size_t>(r * m_shape.vectors + v)];
                if (m_shape.number == PanelNumber::Bf16Pair) {
                    auto* pairs = llvm::FixedVectorType::get(m_build.getBFloatTy(), static_cast<unsigned>(m_shape.lanes * 2));
                    sum = m_build.CreateIntrinsic(llvm::Intrinsic::x86_avx512bf16_dpbf16ps_512, {},
                                                  {sum, m_build.CreateBitCast(splat, pairs), m_build.CreateBitCast(b[static_cast<std::size_t>(v)], pairs)});
                } else {
                    sum = m_build.CreateIntrinsic(llvm::Intrinsic::fma, {m_vector}, {splat, b[static_cast<std::size_t>(v)], sum});
                }
            }
        }
    }

    llvm::Value* place(int row, int vector) {
        llvm::Value* start = m_build.CreateGEP(m_sum, m_c, m_build.CreateMul(m_cStep, m_build.getInt64(static_cast<std::uint64_t>(row))));
        return offset(start, std::int64_t{vector} * m_shape.lanes * sumBytes());
    }
    llvm::Value* sum(int row, int vector) const { return m_sums[static_cast<std::size_t>(row * m_shape.vectors + vector)]; }

    void store() {
        llvm::BasicBlock *whole = block("whole"), *edge = block("edge"), *done = block("done");
        llvm::Value* isWhole = m_build.CreateAnd(m_build.CreateICmpEQ(m_rows, m_build.getInt64(static_cast<std::uint64_t>(m_shape.rows))),
                                                 m_build.CreateICmpEQ(m_columns, m_build.getInt64(static_cast<std::uint64_t>(m_shape.columns()))));
        m_build.CreateCondBr(isWhole, whole, edge);
        m_build.SetInsertPoint(whole);
        llvm::BasicBlock *add = block("add"), *overwrite = block("overwrite");
        m_build.CreateCondBr(m_accumulate, add, overwrite);
        m_build.SetInsertPoint(add);
        storeWhole(true);
        m_build.CreateBr(done);
        m_build.SetInsertPoint(overwrite);
        storeWhole(false);
        m_build.CreateBr(done);
        m_build.SetInsertPoint(edge);
        storeEdge(done);
        m_build.SetInsertPoint(done);
        m_build.CreateRetVoid();
    }

    void storeWhole(bool add) {
        for (int r = 0; r < m_shape.rows; ++r)
            for (int v = 0; v < m_shape.vectors; ++v) {
                llvm::Value* to = place(r, v);
                llvm::Value* value = sum(r, v);
                if (add) value = m_build.CreateFAdd(value, m_build.CreateAlignedLoad(m_vector, to, llvm::Align(4)));
                m_build.CreateAlignedStore(value, to, llvm::Align(4));
            }
    }

    void storeEdge(llvm::BasicBlock* done) {
        std::vector<llvm::Value*> stored, loaded;  // which lanes, by vector
        for (int v = 0; v < m_shape.vectors; ++v) {
            std::vector<llvm::Constant*> columns;
            for (int lane = 0; lane < m_shape.lanes; ++lane) columns.push_back(m_build.getInt64(static_cast<std::uint64_t>(v * m_shape.lanes + lane)));
            stored.push_back(m_build.CreateICmpULT(llvm::ConstantVector::get(columns), m_build.CreateVectorSplat(static_cast<unsigned>(m_shape.lanes), m_columns)));
            loaded.push_back(m_build.CreateAnd(stored.back(), m_build.CreateVectorSplat(static_cast<unsigned>(m_shape.lanes), m_accumulate)));
        }
        for (int r = 0; r < m_shape.rows; ++r) {
            llvm::BasicBlock* row = block("row");
            m_build.CreateCondBr(m_build.CreateICmpULT(m_build.getInt64(static_cast<std::uint64_t>(r)), m_rows), row, done);
            m_build.SetInsertPoint(row);
            for (int v = 0; v < m_shape.vectors; ++v) {
                llvm::Value* to = place(r, v);
                llvm::Value* before = m_build.CreateMaskedLoad(m_vector, to, llvm::Align(4), loaded[static_cast<std::size_t>(v)], llvm::Constant::getNullValue(m_vector));
                m_build.CreateMaskedStore(m_build.CreateFAdd(sum(r, v), before), to, llvm::Align(4), stored[static_cast<std::size_t>(v)]);
            }
        }
        m_build.CreateBr(done);
    }

    const MicroKernelShape& m_shape;
    llvm::Module& m_module;
    llvm::IRBuilder<> m_build;
    llvm::Type* m_sum;
    llvm::FixedVectorType* m_vector;
    llvm::Function* m_function = nullptr;
    llvm::Value *m_a = nullptr, *m_b = nullptr, *m_c = nullptr, *m_depth = nullptr, *m_cStep = nullptr, *m_rows = nullptr, *m_columns = nullptr, *m_accumulate = nullptr;
    std::vector<llvm::Value*> m_sums;
};

}  // namespace

CodeRequest microKernelRequest(const MicroKernelShape& shape) {
    if (shape.unit == MatrixUnit::Tiles) return {"gemm_tiles", [shape](llvm::Module& module) -> llvm::Function& { return emitTileMicroKernel(module, shape, "gemm_tiles"); }};
    const std::string name = fmt::format("gemm_{}x{}", shape.rows, shape.columns());
    return {name, [shape, name](llvm::Module& module) -> llvm::Function& { return Emitter(module, shape).emit(name); }};
}

MicroKernel microKernelOf(const MicroKernelShape& shape, NativeFunction code) {
    return {shape, reinterpret_cast<MicroKernelFn>(code.address), std::move(code.code), code.source, code.milliseconds};
}

Result<MicroKernel> compileMicroKernel(CpuJit& jit, const MicroKernelShape& shape) {
    const CodeRequest request = microKernelRequest(shape);
    WHITTLE_TRY(std::vector<NativeFunction> made, jit.make({&request, 1}, {}));
    return microKernelOf(shape, std::move(made.front()));
}

}  // namespace whittle
