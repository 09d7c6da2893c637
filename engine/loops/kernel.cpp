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
            return namedIndirects(maskOf(kernel.exprs, expr).valid() ? 1 : 0);
        case LoopOp::IndexValue: return namedIndirects(0);
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
    return {};
}

}  // namespace

Result<void> checkKernel(const LoopKernel& kernel) {
    for (std::size_t i = 0; i < kernel.exprs.size(); ++i) WHITTLE_TRY_VOID(checkExpr(kernel, i));
    for (const LoopStore& store : kernel.stores) {
        const LoopBuffer& buffer = kernel.buffers[static_cast<std::size_t>(store.buffer)];
        const bool writable = buffer.role == LoopBuffer::Role::Update || (buffer.role == LoopBuffer::Role::Output && !store.combiner);
        if (!writable || buffer.dtype != kernel.exprs[store.value].dtype)
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
            m_out += fmt::format("  {} b{}: {}[{}]{}{}\n", b.role == LoopBuffer::Role::Input ? "in " : b.role == LoopBuffer::Role::Output ? "out" : "upd", i,
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
            line(indent, fmt::format("b{}[{}] {}= {}", store.buffer, store.offset.text(), store.combiner ? combinerName(*store.combiner) : "", ref(store.value)));
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
    // An index names its indirects, so they are not written again.
    std::string operandText(const LoopExpr& expr, std::size_t i) {
        const bool ofIndex = expr.op == LoopOp::Load || expr.op == LoopOp::IndexValue;
        if (ofIndex) return maskOf(m_kernel.exprs, expr) == expr.args[i] ? " if " + ref(expr.args[i]) : "";
        return (expr.op == LoopOp::Check && i == 2 ? " if " : i == 0 ? " " : ", ") + ref(expr.args[i]);
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
                line(depth, fmt::format("{} {}= {}{}", ref(id), combinerName(expr.combiner), value, isWideSum(m_kernel.exprs, expr) ? " in f64" : ""));
                continue;
            }
            std::string text{loopOpInfo(expr.op).name};
            if (expr.op == LoopOp::Load) text += fmt::format(" b{}[{}]", expr.buffer, expr.index.text());
            if (expr.op == LoopOp::IndexValue) text += " " + expr.index.text();
            if (expr.op == LoopOp::Scan) text += fmt::format(" {} along {}", combinerName(expr.combiner), expr.index.text());
            for (std::size_t i = 0; i < expr.args.size(); ++i) text += operandText(expr, i);
            if (expr.op == LoopOp::Indirect) {
                const LoopVar& named = expr.ranges.front();
                line(indent, fmt::format("{} ={} below {}", named.name, text.substr(loopOpInfo(expr.op).name.size()), named.extent.text()));
                continue;
            }
            if (expr.op == LoopOp::Check) text += fmt::format(" else \"{}\"", m_kernel.checks[static_cast<std::size_t>(expr.integer)].message);
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
