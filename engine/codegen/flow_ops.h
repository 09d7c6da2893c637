// Loops and branches of a function under construction, with values that go through them.
#pragma once

#include <string>

#include <llvm/IR/IRBuilder.h>

namespace whittle {

class FlowOps {
public:
    explicit FlowOps(llvm::IRBuilder<>& ir) : m_ir(ir) {}

    /// for (v = from; v < to; v += step), rotated. `carried` goes through the iterations: body(v, carried) gives the next.
    template <class Body>
    llvm::Value* loopCarrying(llvm::Value* from, llvm::Value* to, int step, const std::string& name, llvm::Value* carried, Body&& body) {
        llvm::BasicBlock* head = block(name + ".loop");
        llvm::BasicBlock* done = block(name + ".done");
        llvm::BasicBlock* before = m_ir.GetInsertBlock();
        m_ir.CreateCondBr(m_ir.CreateICmpSLT(from, to), head, done);
        m_ir.SetInsertPoint(head);
        llvm::PHINode* v = m_ir.CreatePHI(m_ir.getInt64Ty(), 2, name);
        v->addIncoming(from, before);
        llvm::PHINode* current = carried ? m_ir.CreatePHI(carried->getType(), 2) : nullptr;
        if (current) current->addIncoming(carried, before);
        llvm::Value* after = body(v, current);
        llvm::Value* next = m_ir.CreateNSWAdd(v, m_ir.getInt64(static_cast<std::uint64_t>(step)));
        llvm::BasicBlock* end = m_ir.GetInsertBlock();
        v->addIncoming(next, end);
        if (current) current->addIncoming(after, end);
        m_ir.CreateCondBr(m_ir.CreateICmpSLT(next, to), head, done);
        m_ir.SetInsertPoint(done);
        if (!carried) return nullptr;
        llvm::PHINode* result = m_ir.CreatePHI(carried->getType(), 2);
        result->addIncoming(carried, before);
        result->addIncoming(after, end);
        return result;
    }

    template <class Body>
    void loop(llvm::Value* from, llvm::Value* to, int step, const std::string& name, Body&& body) {
        loopCarrying(from, to, step, name, nullptr, [&](llvm::Value* v, llvm::Value*) -> llvm::Value* {
            body(v);
            return nullptr;
        });
    }

    /// then() where the condition holds; `otherwise` is the carried value elsewhere, if there is one.
    template <class Then>
    llvm::Value* onlyIf(llvm::Value* condition, llvm::Value* otherwise, Then&& then) {
        llvm::BasicBlock* inside = block("then");
        llvm::BasicBlock* join = block("join");
        llvm::BasicBlock* before = m_ir.GetInsertBlock();
        m_ir.CreateCondBr(condition, inside, join);
        m_ir.SetInsertPoint(inside);
        llvm::Value* value = then();
        llvm::BasicBlock* end = m_ir.GetInsertBlock();
        m_ir.CreateBr(join);
        m_ir.SetInsertPoint(join);
        if (!otherwise) return nullptr;
        llvm::PHINode* result = m_ir.CreatePHI(otherwise->getType(), 2);
        result->addIncoming(value, end);
        result->addIncoming(otherwise, before);
        return result;
    }

    template <class Result>
    struct Either {
        Result yes, no;
        llvm::BasicBlock *yesEnd, *noEnd;  ///< where they come from
    };
    /// yes() or no(); the builder is left where they meet.
    template <class Yes, class No>
    auto either(llvm::Value* condition, Yes&& yes, No&& no) -> Either<decltype(yes())> {
        llvm::BasicBlock* ifYes = block("yes");
        llvm::BasicBlock* ifNo = block("no");
        llvm::BasicBlock* join = block("join");
        m_ir.CreateCondBr(condition, ifYes, ifNo);
        m_ir.SetInsertPoint(ifYes);
        auto first = yes();
        llvm::BasicBlock* yesEnd = m_ir.GetInsertBlock();
        m_ir.CreateBr(join);
        m_ir.SetInsertPoint(ifNo);
        auto second = no();
        llvm::BasicBlock* noEnd = m_ir.GetInsertBlock();
        m_ir.CreateBr(join);
        m_ir.SetInsertPoint(join);
        return {std::move(first), std::move(second), yesEnd, noEnd};
    }

private:
    llvm::BasicBlock* block(const std::string& name) {
        return llvm::BasicBlock::Create(m_ir.getContext(), name, m_ir.GetInsertBlock()->getParent());
    }

    llvm::IRBuilder<>& m_ir;
};

}  // namespace whittle
