#include "engine/loops/kernel.h"

#include "engine/loops/listing.h"

#include <algorithm>
#include <set>

#include "engine/loops/stores.h"

namespace whittle {

SymInt LoopKernel::parallelExtent() const {
    SymInt out(1);
    for (int i = 0; i < parallel; ++i) out = out * ranges[static_cast<std::size_t>(i)].extent;
    return out;
}

SymInt LoopKernel::points() const {
    SymInt out(1);
    for (const LoopVar& range : ranges) out = out * range.extent;
    return out;
}

Placement placeExprs(const LoopKernel& kernel) {
    const ExprPool& pool = kernel.exprs;
    std::vector<bool> needed(pool.size(), false);
    for (const LoopStore& store : kernel.stores) {
        needed[static_cast<std::size_t>(store.value.index())] = true;
        for (const ExprId named : pool.indirects(store.offset)) needed[static_cast<std::size_t>(named.index())] = true;
    }
    for (std::size_t i = pool.size(); i-- > 0;)
        if (needed[i])
            for (const ExprId arg : pool.all()[i].args) needed[static_cast<std::size_t>(arg.index())] = true;

    // Where a variable is bound: a level of the nest, or the Reduce that owns it.
    std::unordered_map<std::string, int> levelOf;
    for (std::size_t i = 0; i < kernel.ranges.size(); ++i) levelOf[kernel.ranges[i].name] = static_cast<int>(i) + 1;
    std::unordered_map<std::string, ExprId> ownerOf;
    for (std::size_t i = 0; i < pool.size(); ++i)
        if (needed[i] && pool.all()[i].op == LoopOp::Reduce)
            for (const LoopVar& range : pool.all()[i].ranges) ownerOf[range.name] = ExprId(static_cast<std::int32_t>(i));

    Placement out;
    out.levels.resize(kernel.ranges.size() + 1);
    std::vector<std::set<std::string>> vars(pool.size());  // free variables, loops' and reductions'
    for (std::size_t i = 0; i < pool.size(); ++i) {
        if (!needed[i]) continue;
        const LoopExpr& expr = pool.all()[i];
        for (const std::string& name : expr.index.symbols())
            if (levelOf.contains(name) || ownerOf.contains(name)) vars[i].insert(name);
        for (const ExprId arg : expr.args) {
            const auto& below = vars[static_cast<std::size_t>(arg.index())];
            vars[i].insert(below.begin(), below.end());
        }
        for (const LoopVar& range : expr.ranges) {
            vars[i].erase(range.name);
            for (const std::string& name : range.extent.symbols())
                if (levelOf.contains(name)) vars[i].insert(name);
        }
        // The innermost reduction whose variable it reads owns it: the one that comes first, since inner
        // reductions are operands of outer ones.
        ExprId owner;
        int level = 0;
        for (const std::string& name : vars[i]) {
            if (const auto found = ownerOf.find(name); found != ownerOf.end()) {
                if (!owner.valid() || found->second < owner) owner = found->second;
            } else {
                level = std::max(level, levelOf.at(name));
            }
        }
        const ExprId id(static_cast<std::int32_t>(i));
        if (owner.valid()) out.bodies[owner].push_back(id);
        else out.levels[static_cast<std::size_t>(level)].push_back(id);
    }
    return out;
}

std::vector<std::string> freeSymbols(const LoopKernel& kernel) {
    std::set<std::string> names;
    std::set<std::string> bound;
    for (const LoopVar& range : kernel.ranges) {
        bound.insert(range.name);
        names.merge(range.extent.symbols());
    }
    for (const LoopExpr& expr : kernel.exprs.all()) {
        names.merge(expr.index.symbols());
        for (const LoopVar& range : expr.ranges) {
            bound.insert(range.name);
            names.merge(range.extent.symbols());
        }
    }
    for (const LoopStore& store : kernel.stores) names.merge(store.offset.symbols());
    for (const LoopGuard& guard : kernel.guards) {
        names.merge(guard.left.symbols());
        names.merge(guard.right.symbols());
    }
    std::vector<std::string> out;
    std::set_difference(names.begin(), names.end(), bound.begin(), bound.end(), std::back_inserter(out));
    return out;
}

void nameSizes(LoopKernel& kernel, const SymRanges& declared) {
    kernel.symbols = freeSymbols(kernel);
    SymRanges known;
    for (const std::string& name : kernel.symbols)
        if (const auto found = declared.find(name); found != declared.end()) known.insert(*found);
    kernel.sizes = std::move(known);
}

namespace {

Result<void> checkExpr(const LoopKernel& kernel, std::size_t at) {
    const LoopExpr& expr = kernel.exprs.all()[at];
    const auto wrong = [&](std::string_view rule) {
        return fail(Code::Internal, "kernel {}: expression %{} ({}) breaks the rule: {}", kernel.name, at,
                    loopOpInfo(expr.op).name, rule);
    };
    const auto type = [&](std::size_t i) { return kernel.exprs[expr.args[i]].dtype; };
    const auto namedIndirects = [&](std::size_t others) -> Result<void> {
        const std::vector<ExprId> named = kernel.exprs.indirects(expr.index);
        if (expr.args.size() != named.size() + others || !std::equal(named.begin(), named.end(), expr.args.begin()))
            return wrong("the indirects of its index, then at most a bool mask");
        return {};
    };
    const int operands = loopOpInfo(expr.op).operands;
    if (operands >= 0 && static_cast<int>(expr.args.size()) != operands) return wrong("operand count");
    for (const ExprId arg : expr.args)
        if (!arg.valid() || static_cast<std::size_t>(arg.index()) >= at) return wrong("operands come before users");
    switch (expr.op) {
        case LoopOp::Load:
            if (expr.buffer < 0 || static_cast<std::size_t>(expr.buffer) >= kernel.buffers.size()) return wrong("a buffer that exists");
            if (expr.dtype != kernel.buffers[static_cast<std::size_t>(expr.buffer)].dtype) return wrong("the buffer's dtype");
            if (kernel.buffers[static_cast<std::size_t>(expr.buffer)].role != LoopBuffer::Role::Input) return wrong("a buffer that does not change");
            if (kernel.buffers[static_cast<std::size_t>(expr.buffer)].overwritten && std::ranges::none_of(kernel.stores, [&](const LoopStore& s) { return s.offset == expr.index; }))
                return wrong("a buffer that is written over is read where its elements are stored");
            return namedIndirects(maskOf(kernel.exprs, expr).valid() ? 1 : 0);
        case LoopOp::IndexValue:
            if (expr.dtype != DType::I64) return wrong("an i64 value");
            return namedIndirects(0);
        case LoopOp::Indirect:
            if (type(0) != DType::I64 || expr.dtype != DType::I64) return wrong("an i64 position");
            if (expr.ranges.size() != 1) return wrong("one name");
            return {};
        case LoopOp::Check:
            if (expr.args.size() < 2 || expr.args.size() > 3 || type(0) != DType::Bool || type(1) != expr.dtype ||
                (expr.args.size() == 3 && type(2) != DType::Bool))
                return wrong("a bool, a value of its dtype, at most a bool mask");
            if (expr.integer < 0 || static_cast<std::size_t>(expr.integer) >= kernel.checks.size()) return wrong("a check that exists");
            return {};
        case LoopOp::Scan: {
            // The loop runs in order, and nothing else runs inside it.
            const auto name = expr.index.symbolName();
            if (!name || kernel.ranges.empty() || kernel.ranges.back().name != *name ||
                kernel.parallel >= static_cast<int>(kernel.ranges.size()))
                return wrong("along the innermost loop, which is not parallel");
            break;
        }
        case LoopOp::Reduce:
            if (type(0) != expr.dtype && !isWideSum(kernel.exprs, expr)) return wrong("elements of its dtype, or a sum of f32 in f64");
            break;
        case LoopOp::Const:
        case LoopOp::Cast: return {};
        case LoopOp::Select:
            if (type(0) != DType::Bool || type(1) != expr.dtype || type(2) != expr.dtype) return wrong("bool, then two of its dtype");
            return {};
        default: break;
    }
    if (type(0) != type(expr.args.size() - 1)) return wrong("operands of one dtype");
    if (arithmeticDType(type(0)) != type(0)) return wrong("no arithmetic in 16-bit floats");
    const bool shifts = expr.op == LoopOp::ShiftLeft || expr.op == LoopOp::ShiftRight;
    if (shifts && (isFloating(type(0)) || type(0) == DType::Bool)) return wrong("an integer operand");
    if (!loopOpInfo(expr.op).libm.empty() && !isFloating(type(0))) return wrong("a floating operand");
    const bool joins = expr.op == LoopOp::Reduce || expr.op == LoopOp::Scan;
    const LoopOp op = joins ? combinerOp(expr.combiner) : expr.op;
    const bool onBits = op == LoopOp::Not || op == LoopOp::And || op == LoopOp::Or || op == LoopOp::Xor;
    if (onBits && isFloating(type(0))) return wrong("operands that are no floats");
    if (!joins && expr.dtype != (expr.op >= LoopOp::Eq ? DType::Bool : type(0))) return wrong("a result of its operands' dtype, or a bool of a comparison");
    return {};
}

}  // namespace

Result<void> checkKernel(const LoopKernel& kernel) {
    for (std::size_t i = 0; i < kernel.exprs.size(); ++i) WHITTLE_TRY_VOID(checkExpr(kernel, i));
    for (const auto& [name, range] : kernel.sizes)
        if (std::ranges::find(kernel.symbols, name) == kernel.symbols.end() || range == kAnySize || range.isEmpty())
            return fail(Code::Internal, "kernel {}: what is declared of {} is of no parameter, says nothing or leaves no value", kernel.name, name);
    // The steps of a loop are counted before it runs, by what does not change inside other reductions.
    std::set<std::string> countable(kernel.symbols.begin(), kernel.symbols.end());
    for (const LoopVar& range : kernel.ranges) countable.insert(range.name);
    for (std::size_t i = 0; i < kernel.exprs.size(); ++i)
        if (const LoopExpr& expr = kernel.exprs.all()[i]; expr.op == LoopOp::Reduce)
            for (const LoopVar& range : expr.ranges)
                if (const auto names = range.extent.symbols(); !std::ranges::includes(countable, names))
                    return fail(Code::Internal, "kernel {}: expression %{} runs {} over {} steps, of which not all names are sizes or loops of the kernel", kernel.name, i, range.name, range.extent.text());
    const std::vector<std::size_t> levels = storeLevels(kernel, placeExprs(kernel));
    for (std::size_t i = 0; i < levels.size(); ++i)
        if (levels[i] < static_cast<std::size_t>(kernel.parallel))
            return fail(Code::Internal, "kernel {}: several steps would store the same element of b{}", kernel.name, kernel.stores[i].buffer);
    for (const LoopStore& store : kernel.stores) {
        const LoopBuffer& buffer = kernel.buffers[static_cast<std::size_t>(store.buffer)];
        const bool writable = buffer.role == LoopBuffer::Role::Update || (buffer.role == LoopBuffer::Role::Output && !store.combiner);
        if (!writable || buffer.dtype != kernel.exprs[store.value].dtype)
            return fail(Code::Internal, "kernel {}: a store of {} into %{} of {}", kernel.name,
                        dtypeName(kernel.exprs[store.value].dtype), buffer.note, dtypeName(buffer.dtype));
        if (const std::string why = whyShared(kernel, store); !why.empty()) return fail(Code::Internal, "kernel {}: {}, and steps run on any thread", kernel.name, why);
    }
    for (const std::string& name : freeSymbols(kernel))
        if (std::find(kernel.symbols.begin(), kernel.symbols.end(), name) == kernel.symbols.end())
            return fail(Code::Internal, "kernel {}: {} is neither a loop variable nor a parameter", kernel.name, name);
    return {};
}

}  // namespace whittle
