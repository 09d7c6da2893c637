// Tile registers by number: 0 and 1 hold sums, 2 a tile of A, 3 and 4 tiles of B. The CPU renames them, so that one step need not wait
// for another. What does not fill a tile goes through a whole one in memory: the last steps of depth with zeros behind them, sums at an edge.
#include "engine/codegen/tile_microkernel.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/IntrinsicsX86.h>
#include <llvm/IR/Module.h>

namespace whittle {
namespace {

constexpr int kPairs = 16;      // of depth in a tile
constexpr int kLanes = 16;      // four-byte elements in a row of a tile
constexpr int kRowBytes = 64;
constexpr int kSums = 0, kA = 2, kB = 3;

class TileEmitter {
public:
    TileEmitter(llvm::Module& module, const MicroKernelShape& shape) : m_shape(shape), m_module(module), m_build(module.getContext()) {}

    llvm::Function& emit(const std::string& name) {
        llvm::Type* pointer = m_build.getPtrTy();
        m_function = llvm::Function::Create(llvm::FunctionType::get(m_build.getVoidTy(), {pointer}, false), llvm::Function::ExternalLinkage, name, m_module);
        m_function->addFnAttr("prefer-vector-width", "512");
        m_function->addFnAttr("min-legal-vector-width", "512");
        m_build.SetInsertPoint(block("entry"));
        m_a = argument(0, pointer);
        m_b = argument(1, pointer);
        m_c = argument(2, pointer);
        m_depth = argument(3, m_build.getInt64Ty());
        m_cStep = argument(4, m_build.getInt64Ty());
        m_rows = argument(5, m_build.getInt64Ty());
        m_columns = argument(6, m_build.getInt64Ty());
        llvm::Value* accumulate = m_build.CreateTrunc(argument(7, m_build.getInt64Ty()), m_build.getInt1Ty());
        m_edge = memory(m_shape.rows * rowBytes());
        m_lastA = memory(m_shape.rows * kRowBytes);
        m_lastB = memory(kPairs * rowBytes());

        llvm::Value* isEdge = m_build.CreateNot(m_build.CreateAnd(m_build.CreateICmpEQ(m_rows, number(m_shape.rows)), m_build.CreateICmpEQ(m_columns, number(m_shape.columns()))));
        llvm::Value* sums = m_build.CreateSelect(isEdge, m_edge, m_c);
        llvm::Value* sumStep = m_build.CreateSelect(isEdge, number(rowBytes()), m_build.CreateMul(m_cStep, number(4)));
        when(accumulate, [&] {
            when(isEdge, [&] { copyEdge(m_c, m_cStep, m_edge, number(m_shape.columns())); });
            for (int v = 0; v < kTileVectors; ++v) load(kSums + v, offset(sums, v * kRowBytes), sumStep);
        }, [&] {
            for (int v = 0; v < kTileVectors; ++v) m_build.CreateIntrinsic(llvm::Intrinsic::x86_tilezero, {}, {tile(kSums + v)});
        });
        wholeSteps();
        llvm::Value* rest = m_build.CreateURem(m_depth, number(kPairs));
        when(m_build.CreateICmpNE(rest, number(0)), [&] { lastSteps(rest); });
        for (int v = 0; v < kTileVectors; ++v)
            m_build.CreateIntrinsic(llvm::Intrinsic::x86_tilestored64, {}, {tile(kSums + v), offset(sums, v * kRowBytes), sumStep});
        when(isEdge, [&] { copyEdge(m_edge, number(m_shape.columns()), m_c, m_cStep); });
        m_build.CreateRetVoid();
        return *m_function;
    }

private:
    int rowBytes() const { return m_shape.columns() * 4; }  // of B and of sums
    llvm::ConstantInt* number(std::int64_t value) { return m_build.getInt64(static_cast<std::uint64_t>(value)); }
    llvm::ConstantInt* tile(int index) { return m_build.getInt8(static_cast<std::uint8_t>(index)); }
    llvm::BasicBlock* block(const char* name) { return llvm::BasicBlock::Create(m_module.getContext(), name, m_function); }
    llvm::FixedVectorType* vector() { return llvm::FixedVectorType::get(m_build.getInt32Ty(), kLanes); }
    llvm::Value* offset(llvm::Value* pointer, std::int64_t bytes) { return m_build.CreateConstGEP1_64(m_build.getInt8Ty(), pointer, static_cast<std::uint64_t>(bytes)); }
    llvm::Value* row(llvm::Value* pointer, llvm::Value* stepBytes, int index) { return m_build.CreateGEP(m_build.getInt8Ty(), pointer, m_build.CreateMul(stepBytes, number(index))); }
    llvm::Value* argument(int index, llvm::Type* type) { return m_build.CreateLoad(type, offset(m_function->getArg(0), index * 8)); }  // all members of MicroKernelCall are 8 bytes

    llvm::Value* memory(int bytes) {
        llvm::AllocaInst* place = m_build.CreateAlloca(llvm::ArrayType::get(m_build.getInt8Ty(), static_cast<std::uint64_t>(bytes)));
        place->setAlignment(llvm::Align(64));
        return place;
    }

    template <class Then>
    void when(llvm::Value* condition, Then&& then) {
        when(condition, std::forward<Then>(then), [] {});
    }
    template <class Then, class Else>
    void when(llvm::Value* condition, Then&& then, Else&& otherwise) {
        llvm::BasicBlock *yes = block("yes"), *no = block("no"), *after = block("after");
        m_build.CreateCondBr(condition, yes, no);
        m_build.SetInsertPoint(yes);
        then();
        m_build.CreateBr(after);
        m_build.SetInsertPoint(no);
        otherwise();
        m_build.CreateBr(after);
        m_build.SetInsertPoint(after);
    }

    void load(int index, llvm::Value* from, llvm::Value* stepBytes) {
        m_build.CreateIntrinsic(llvm::Intrinsic::x86_tileloadd64, {}, {tile(index), from, stepBytes});
    }
    void multiply(llvm::Value* a, llvm::Value* aStep, llvm::Value* b) {
        load(kA, a, aStep);
        for (int v = 0; v < kTileVectors; ++v) {
            load(kB + v, offset(b, v * kRowBytes), number(rowBytes()));
            m_build.CreateIntrinsic(llvm::Intrinsic::x86_tdpbf16ps, {}, {tile(kSums + v), tile(kA), tile(kB + v)});
        }
    }

    // As far as tiles are whole; m_a and m_b end behind them.
    void wholeSteps() {
        llvm::Value* steps = m_build.CreateUDiv(m_depth, number(kPairs));
        llvm::BasicBlock *before = m_build.GetInsertBlock(), *body = block("depth"), *after = block("next");
        m_build.CreateCondBr(m_build.CreateICmpEQ(steps, number(0)), after, body);
        m_build.SetInsertPoint(body);
        auto *left = m_build.CreatePHI(m_build.getInt64Ty(), 2), *a = m_build.CreatePHI(m_build.getPtrTy(), 2), *b = m_build.CreatePHI(m_build.getPtrTy(), 2);
        multiply(a, number(m_shape.rowStep * 4), b);
        llvm::Value *nextA = offset(a, kRowBytes), *nextB = offset(b, std::int64_t{kPairs} * rowBytes()), *remaining = m_build.CreateSub(left, number(1));
        m_build.CreateCondBr(m_build.CreateICmpEQ(remaining, number(0)), after, body);
        left->addIncoming(steps, before);
        left->addIncoming(remaining, body);
        a->addIncoming(m_a, before);
        a->addIncoming(nextA, body);
        b->addIncoming(m_b, before);
        b->addIncoming(nextB, body);
        m_build.SetInsertPoint(after);
        for (auto [place, next] : {std::pair{&m_a, nextA}, std::pair{&m_b, nextB}}) {
            auto* phi = m_build.CreatePHI(m_build.getPtrTy(), 2);
            phi->addIncoming(*place, before);
            phi->addIncoming(next, body);
            *place = phi;
        }
    }

    llvm::Value* firstLanes(llvm::Value* count, int from) {
        std::vector<llvm::Constant*> lanes;
        for (int lane = 0; lane < kLanes; ++lane) lanes.push_back(number(from + lane));
        return m_build.CreateICmpULT(llvm::ConstantVector::get(lanes), m_build.CreateVectorSplat(kLanes, count));
    }
    llvm::Value* maskedLoad(llvm::Value* from, llvm::Value* mask) {
        return m_build.CreateMaskedLoad(vector(), from, llvm::Align(4), mask, llvm::Constant::getNullValue(vector()));
    }

    // `rest` steps of depth, with zeros in the place of what lies behind them: there may be anything, a NaN too.
    void lastSteps(llvm::Value* rest) {
        llvm::Value* some = firstLanes(rest, 0);
        for (int r = 0; r < m_shape.rows; ++r)
            m_build.CreateAlignedStore(maskedLoad(offset(m_a, std::int64_t{r} * m_shape.rowStep * 4), some), offset(m_lastA, r * kRowBytes), llvm::Align(64));
        for (int k = 0; k < kPairs; ++k) {
            llvm::Value* there = m_build.CreateVectorSplat(kLanes, m_build.CreateICmpULT(number(k), rest));
            for (int v = 0; v < kTileVectors; ++v) {
                const std::int64_t at = k * rowBytes() + v * kRowBytes;
                m_build.CreateAlignedStore(maskedLoad(offset(m_b, at), there), offset(m_lastB, at), llvm::Align(64));
            }
        }
        multiply(m_lastA, number(kRowBytes), m_lastB);
    }

    // The rows and columns that the call has; steps in elements.
    void copyEdge(llvm::Value* from, llvm::Value* fromStep, llvm::Value* to, llvm::Value* toStep) {
        llvm::Value *fromBytes = m_build.CreateMul(fromStep, number(4)), *toBytes = m_build.CreateMul(toStep, number(4));
        for (int r = 0; r < m_shape.rows; ++r) {
            llvm::Value* there = m_build.CreateVectorSplat(kLanes, m_build.CreateICmpULT(number(r), m_rows));
            for (int v = 0; v < kTileVectors; ++v) {
                llvm::Value* mask = m_build.CreateAnd(there, firstLanes(m_columns, v * kLanes));
                m_build.CreateMaskedStore(maskedLoad(offset(row(from, fromBytes, r), v * kRowBytes), mask), offset(row(to, toBytes, r), v * kRowBytes), llvm::Align(4), mask);
            }
        }
    }

    const MicroKernelShape& m_shape;
    llvm::Module& m_module;
    llvm::IRBuilder<> m_build;
    llvm::Function* m_function = nullptr;
    llvm::Value *m_a = nullptr, *m_b = nullptr, *m_c = nullptr, *m_depth = nullptr, *m_cStep = nullptr, *m_rows = nullptr, *m_columns = nullptr;
    llvm::Value *m_edge = nullptr, *m_lastA = nullptr, *m_lastB = nullptr;  // whole tiles in memory
};

}  // namespace

llvm::Function& emitTileMicroKernel(llvm::Module& module, const MicroKernelShape& shape, const std::string& name) { return TileEmitter(module, shape).emit(name); }

}  // namespace whittle
