// Loop kernels as text, with all that makes two kernels the same code. kernel_parse.cpp reads it back.
#include <bit>
#include <cmath>
#include <limits>

#include <fmt/ranges.h>

#include "engine/loops/kernel.h"
#include "engine/loops/kernel_words.h"
#include "engine/loops/listing.h"

namespace whittle {
namespace {

std::string sizesText(const SymSizes& sizes) {
    std::vector<std::string> parts;
    for (const SymInt& size : sizes) parts.push_back(size.text());
    return fmt::format("{}", fmt::join(parts, ","));
}

// "s0 in [4, 64], s1".
std::string sizeList(const LoopKernel& kernel) {
    std::vector<std::string> parts;
    const auto end = [](const std::optional<std::int64_t>& value, std::string_view open) { return value ? std::to_string(*value) : std::string(open); };
    for (const std::string& name : kernel.symbols) {
        const auto known = kernel.sizes.find(name);
        parts.push_back(known == kernel.sizes.end() ? name : fmt::format("{} in [{}, {}]", name, end(known->second.min, loops_text::kNoLeast), end(known->second.max, loops_text::kNoLargest)));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::string_view roleWord(LoopBuffer::Role role) {
    return std::ranges::find(loops_text::kRoles, role, &loops_text::RoleWord::role)->word;
}

// The shortest digits that give the same number again; a NaN that is not the usual one by its bits.
std::string realText(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const bool usual = bits << 1 == std::bit_cast<std::uint64_t>(std::numeric_limits<double>::quiet_NaN()) << 1;
    if (std::isnan(value) && !usual) return fmt::format("nan(0x{:x})", bits);
    return fmt::format("{}", value);
}

std::string word(bool holds, std::string_view text) { return holds ? " " + std::string(text) : ""; }

class Printer {
public:
    explicit Printer(const LoopKernel& kernel) : m_kernel(kernel), m_placement(placeExprs(kernel)) {}

    KernelListing list() {
        m_listing.values.emplace_back();
        m_listing.text = fmt::format("kernel {}({}){}\n", loops_text::plainOrQuoted(m_kernel.name), sizeList(m_kernel), word(m_kernel.turnwise, loops_text::kTurnwise));
        for (std::size_t i = 0; i < m_kernel.buffers.size(); ++i) {
            const LoopBuffer& b = m_kernel.buffers[i];
            line(1, fmt::format("{:3} b{}: {}[{}]{}{}{}", roleWord(b.role), i, dtypeName(b.dtype), sizesText(b.sizes),
                                 word(b.order == MemoryOrder::ChannelsLast, loops_text::kChannelsLast), word(b.overwritten, loops_text::kOverwritten),
                                 b.note.empty() ? "" : "  # %" + loops_text::plainOrQuoted(b.note)), b.value);
        }
        int indent = 1;
        for (std::size_t i = 0; i < m_kernel.checks.size(); ++i)
            line(indent, fmt::format("check c{}: {} size {}", i, loops_text::quoted(m_kernel.checks[i].message), m_kernel.checks[i].size.text()), m_kernel.checks[i].value);
        for (const LoopGuard& guard : m_kernel.guards)
            line(indent, fmt::format("require {} == {}", guard.left.text(), guard.right.text()));
        emit(m_placement.levels[0], indent);
        for (std::size_t i = 0; i < m_kernel.ranges.size(); ++i) {
            m_listing.loopLines[m_kernel.ranges[i].name] = m_lines + 1;
            line(indent++, fmt::format("for {} in {}{}", m_kernel.ranges[i].name, m_kernel.ranges[i].extent.text(),
                                       static_cast<int>(i) < m_kernel.parallel ? " parallel" : ""));
            emit(m_placement.levels[i + 1], indent);
        }
        for (const LoopStore& store : m_kernel.stores) {
            const LoopBuffer& buffer = m_kernel.buffers[static_cast<std::size_t>(store.buffer)];
            m_listing.storeLines.push_back(m_lines + 1);
            line(indent, fmt::format("b{}[{}] {}= {}", store.buffer, store.offset.text(), store.combiner ? combinerName(*store.combiner) : "", ref(store.value, buffer.dtype)), buffer.value);
        }
        return std::move(m_listing);
    }

private:
    void line(int indent, const std::string& text, ValueId value = {}) {
        m_listing.text.append(static_cast<std::size_t>(indent) * 2, ' ');
        m_listing.text += text + "\n";
        m_listing.values.push_back(value);
        ++m_lines;
    }
    // Constants stand where they are used; everything else has a line and a number of its own.
    std::string ref(ExprId id, std::optional<DType> plain = std::nullopt) {
        const LoopExpr& expr = m_kernel.exprs[id];
        if (expr.op != LoopOp::Const) return fmt::format("v{}", m_numbers.try_emplace(id, m_numbers.size()).first->second);
        if (expr.dtype == DType::Bool) return expr.integer ? "true" : "false";
        const std::string number = isFloating(expr.dtype) ? realText(expr.real) : fmt::format("{}", expr.integer);
        return plain == expr.dtype ? number : fmt::format("{}:{}", number, dtypeName(expr.dtype));
    }
    std::optional<DType> plainDType(const LoopExpr& expr, std::size_t i) const {
        std::optional<DType> other;
        if (expr.args.size() == 2)
            if (const LoopExpr& beside = m_kernel.exprs[expr.args[1 - i]]; beside.op != LoopOp::Const) other = beside.dtype;
        return loops_text::plainDType(expr.op, expr.dtype, i, other);
    }
    // An index names its indirects, so they are not written again.
    std::string operandText(const LoopExpr& expr, std::size_t i) {
        const bool ofIndex = expr.op == LoopOp::Load || expr.op == LoopOp::IndexValue;
        if (ofIndex) return maskOf(m_kernel.exprs, expr) == expr.args[i] ? " if " + ref(expr.args[i]) : "";
        return (expr.op == LoopOp::Check && i == 2 ? " if " : i == 0 ? " " : ", ") + ref(expr.args[i], plainDType(expr, i));
    }
    void emit(const std::vector<ExprId>& ids, int indent) {
        for (const ExprId id : ids) {
            const LoopExpr& expr = m_kernel.exprs[id];
            if (expr.op == LoopOp::Const) continue;
            const ValueId maker = m_kernel.exprs.makerOf(id);
            if (expr.op == LoopOp::Reduce) {
                int depth = indent;
                for (const LoopVar& range : expr.ranges) {
                    m_listing.loopLines.try_emplace(range.name, m_lines + 1);
                    line(depth++, fmt::format("for {} in {}", range.name, range.extent.text()), maker);
                }
                if (const auto body = m_placement.bodies.find(id); body != m_placement.bodies.end()) emit(body->second, depth);
                const std::string value = ref(expr.args[0]);
                m_listing.lineOf[id] = m_lines + 1;
                line(depth, fmt::format("{} {}= {}{}", ref(id), combinerName(expr.combiner), value, isWideSum(m_kernel.exprs, expr) ? " in f64" : ""), maker);
                continue;
            }
            m_listing.lineOf[id] = m_lines + 1;
            std::string text{loopOpInfo(expr.op).name};
            if (expr.op == LoopOp::Load) text += fmt::format(" b{}[{}]", expr.buffer, expr.index.text());
            if (expr.op == LoopOp::IndexValue) text += " " + expr.index.text();
            if (expr.op == LoopOp::Scan) text += fmt::format(" {} along {}", combinerName(expr.combiner), expr.index.text());
            for (std::size_t i = 0; i < expr.args.size(); ++i) text += operandText(expr, i);
            if (expr.op == LoopOp::Indirect) {
                const LoopVar& named = expr.ranges.front();
                line(indent, fmt::format("{} ={} below {}", named.name, text.substr(loopOpInfo(expr.op).name.size()), named.extent.text()), maker);
                continue;
            }
            if (expr.op == LoopOp::Check) text += fmt::format(" else c{}", expr.integer);
            line(indent, fmt::format("{} = {} : {}", ref(id), text, dtypeName(expr.dtype)), maker);
        }
    }

    const LoopKernel& m_kernel;
    Placement m_placement;
    std::unordered_map<ExprId, std::size_t> m_numbers;
    int m_lines = 1;  // the first names the kernel
    KernelListing m_listing;
};

}  // namespace

KernelListing listKernel(const LoopKernel& kernel) { return Printer(kernel).list(); }

std::string printKernel(const LoopKernel& kernel) { return listKernel(kernel).text; }

std::string kernelFingerprint(const LoopKernel& kernel) {
    LoopKernel plain = kernel;
    plain.name.clear();
    for (LoopBuffer& buffer : plain.buffers) buffer.note.clear();
    return printKernel(plain);
}

}  // namespace whittle
