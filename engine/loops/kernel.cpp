#include "engine/loops/kernel.h"

#include <algorithm>
#include <set>

#include <fmt/ranges.h>

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
    for (const LoopStore& store : kernel.stores) needed[static_cast<std::size_t>(store.value.index())] = true;
    for (std::size_t i = pool.size(); i-- > 0;)
        if (needed[i])
            for (const ExprId arg : pool.all()[i].args) needed[static_cast<std::size_t>(arg.index())] = true;

    // Where a variable is bound: a level of the nest, or the Reduce that owns it.
    std::unordered_map<std::string, int> levelOf;
    for (std::size_t i = 0; i < kernel.ranges.size(); ++i) levelOf[kernel.ranges[i].name] = static_cast<int>(i) + 1;
    std::unordered_map<std::string, ExprId> ownerOf;
    for (std::size_t i = 0; i < pool.size(); ++i)
        if (needed[i])
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

namespace {

Result<void> checkExpr(const LoopKernel& kernel, std::size_t at) {
    const LoopExpr& expr = kernel.exprs.all()[at];
    const auto wrong = [&](std::string_view rule) {
        return fail(Code::Internal, "kernel {}: expression %{} ({}) breaks the rule: {}", kernel.name, at,
                    loopOpInfo(expr.op).name, rule);
    };
    const auto type = [&](std::size_t i) { return kernel.exprs[expr.args[i]].dtype; };
    const int operands = loopOpInfo(expr.op).operands;
    if (operands >= 0 && static_cast<int>(expr.args.size()) != operands) return wrong("operand count");
    for (const ExprId arg : expr.args)
        if (!arg.valid() || static_cast<std::size_t>(arg.index()) >= at) return wrong("operands come before users");
    switch (expr.op) {
        case LoopOp::Load:
            if (expr.buffer < 0 || static_cast<std::size_t>(expr.buffer) >= kernel.buffers.size()) return wrong("a buffer that exists");
            if (expr.dtype != kernel.buffers[static_cast<std::size_t>(expr.buffer)].dtype) return wrong("the buffer's dtype");
            if (expr.args.size() > 1 || (expr.args.size() == 1 && type(0) != DType::Bool)) return wrong("at most a bool mask");
            return {};
        case LoopOp::Const:
        case LoopOp::Cast:
        case LoopOp::IndexValue: return {};
        case LoopOp::Select:
            if (type(0) != DType::Bool || type(1) != expr.dtype || type(2) != expr.dtype) return wrong("bool, then two of its dtype");
            return {};
        default: break;
    }
    if (type(0) != type(expr.args.size() - 1)) return wrong("operands of one dtype");
    if (arithmeticDType(type(0)) != type(0)) return wrong("no arithmetic in 16-bit floats");
    if (!loopOpInfo(expr.op).libm.empty() && !isFloating(type(0))) return wrong("a floating operand");
    return {};
}

}  // namespace

Result<void> checkKernel(const LoopKernel& kernel) {
    for (std::size_t i = 0; i < kernel.exprs.size(); ++i) WHITTLE_TRY_VOID(checkExpr(kernel, i));
    for (const LoopStore& store : kernel.stores) {
        const LoopBuffer& buffer = kernel.buffers[static_cast<std::size_t>(store.buffer)];
        if (buffer.role != LoopBuffer::Role::Output || buffer.dtype != kernel.exprs[store.value].dtype)
            return fail(Code::Internal, "kernel {}: a store of {} into %{} of {}", kernel.name,
                        dtypeName(kernel.exprs[store.value].dtype), buffer.note, dtypeName(buffer.dtype));
    }
    for (const std::string& name : freeSymbols(kernel))
        if (std::find(kernel.symbols.begin(), kernel.symbols.end(), name) == kernel.symbols.end())
            return fail(Code::Internal, "kernel {}: {} is neither a loop variable nor a parameter", kernel.name, name);
    return {};
}

namespace {

std::string sizesText(const SymSizes& sizes) {
    std::vector<std::string> parts;
    for (const SymInt& size : sizes) parts.push_back(size.text());
    return fmt::format("{}", fmt::join(parts, ","));
}

class Printer {
public:
    explicit Printer(const LoopKernel& kernel) : m_kernel(kernel), m_placement(placeExprs(kernel)) {}

    std::string print() {
        m_out = fmt::format("kernel {}({})\n", m_kernel.name, fmt::join(m_kernel.symbols, ", "));
        for (std::size_t i = 0; i < m_kernel.buffers.size(); ++i) {
            const LoopBuffer& b = m_kernel.buffers[i];
            m_out += fmt::format("  {} b{}: {}[{}]{}{}\n", b.role == LoopBuffer::Role::Input ? "in " : "out", i,
                                 dtypeName(b.dtype), sizesText(b.sizes),
                                 b.order == MemoryOrder::ChannelsLast ? " channels_last" : "", b.note.empty() ? "" : "  # %" + b.note);
        }
        int indent = 1;
        for (const LoopGuard& guard : m_kernel.guards)
            line(indent, fmt::format("require {} == {}", guard.left.text(), guard.right.text()));
        emit(m_placement.levels[0], indent);
        for (std::size_t i = 0; i < m_kernel.ranges.size(); ++i) {
            line(indent++, fmt::format("for {} in {}{}", m_kernel.ranges[i].name, m_kernel.ranges[i].extent.text(),
                                       static_cast<int>(i) < m_kernel.parallel ? " parallel" : ""));
            emit(m_placement.levels[i + 1], indent);
        }
        for (const LoopStore& store : m_kernel.stores)
            line(indent, fmt::format("b{}[{}] = {}", store.buffer, store.offset.text(), ref(store.value)));
        return std::move(m_out);
    }

private:
    void line(int indent, const std::string& text) {
        m_out.append(static_cast<std::size_t>(indent) * 2, ' ');
        m_out += text + "\n";
    }
    // Constants stand where they are used; everything else has a line and a number of its own.
    std::string ref(ExprId id) {
        const LoopExpr& expr = m_kernel.exprs[id];
        if (expr.op != LoopOp::Const) return fmt::format("v{}", m_numbers.try_emplace(id, m_numbers.size()).first->second);
        if (expr.dtype == DType::Bool) return expr.integer ? "true" : "false";
        return isFloating(expr.dtype) ? fmt::format("{}", expr.real) : fmt::format("{}", expr.integer);
    }
    void emit(const std::vector<ExprId>& ids, int indent) {
        for (const ExprId id : ids) {
            const LoopExpr& expr = m_kernel.exprs[id];
            if (expr.op == LoopOp::Const) continue;
            if (expr.op == LoopOp::Reduce) {
                int depth = indent;
                for (const LoopVar& range : expr.ranges)
                    line(depth++, fmt::format("for {} in {}", range.name, range.extent.text()));
                if (const auto body = m_placement.bodies.find(id); body != m_placement.bodies.end()) emit(body->second, depth);
                const std::string value = ref(expr.args[0]);
                line(depth, fmt::format("{} {}= {}", ref(id), combinerName(expr.combiner), value));
                continue;
            }
            std::string text{loopOpInfo(expr.op).name};
            if (expr.op == LoopOp::Load) text += fmt::format(" b{}[{}]", expr.buffer, expr.index.text());
            if (expr.op == LoopOp::IndexValue) text += " " + expr.index.text();
            for (std::size_t i = 0; i < expr.args.size(); ++i)
                text += (expr.op == LoopOp::Load ? " if " : i == 0 ? " " : ", ") + ref(expr.args[i]);
            line(indent, fmt::format("{} = {} : {}", ref(id), text, dtypeName(expr.dtype)));
        }
    }

    const LoopKernel& m_kernel;
    Placement m_placement;
    std::unordered_map<ExprId, std::size_t> m_numbers;
    std::string m_out;
};

}  // namespace

std::string printKernel(const LoopKernel& kernel) { return Printer(kernel).print(); }

std::string kernelFingerprint(const LoopKernel& kernel) {
    LoopKernel plain = kernel;
    plain.name.clear();
    for (LoopBuffer& buffer : plain.buffers) buffer.note.clear();
    return printKernel(plain);
}

}  // namespace whittle
