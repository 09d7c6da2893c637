// The parsing half of the text form of kernels. The text may come from anyone: sizes, depth, names and scopes are checked here, and
// every error says line and column; what machine code relies on besides is left to checkKernel.
#include <bit>
#include <charconv>
#include <set>
#include <unordered_map>

#include "engine/base/decimal.h"
#include "engine/loops/kernel_text.h"
#include "engine/loops/kernel_words.h"

namespace whittle {
namespace {

constexpr std::size_t kMaxBytes = 1 << 20, kMaxLines = 20'000, kMaxLoops = 64, kMaxBuffers = 1024;

bool isWordChar(char c) { return loops_text::isPlain(c); }

template <class T>
std::optional<T> wholeNumber(std::string_view text, int base = 10) {
    T value{};
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
    return value;
}

// "b12" with the letter b is 12.
std::optional<std::size_t> numbered(std::string_view word, char letter) {
    if (word.size() < 2 || word.front() != letter) return std::nullopt;
    return wholeNumber<std::size_t>(word.substr(1));
}

std::optional<LoopOp> opNamed(std::string_view name) {
    for (int i = 0; i <= static_cast<int>(LoopOp::Ge); ++i)
        if (const auto op = static_cast<LoopOp>(i); loopOpInfo(op).name == name) return op;
    return std::nullopt;
}
std::optional<Combiner> combinerNamed(std::string_view name) {
    for (int i = 0; i <= static_cast<int>(Combiner::All); ++i)
        if (const auto combiner = static_cast<Combiner>(i); combinerName(combiner) == name) return combiner;
    return std::nullopt;
}

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) {}

    Result<LoopKernel> parse() {
        if (m_text.size() > kMaxBytes) return fail(Code::Limit, "the text has {} bytes, at most {} are accepted", m_text.size(), kMaxBytes);
        WHITTLE_TRY_VOID(header());
        while (nextLine()) WHITTLE_TRY_VOID(statement());
        if (m_number > kMaxLines) return fail(Code::Limit, "the text has more than {} lines", kMaxLines);
        WHITTLE_TRY_VOID(finish());
        // What breaks a rule is the text's fault here, not a lowering's.
        if (Result<void> checked = checkKernel(m_kernel); !checked) return fail(Code::Verify, "{}", checked.error().message);
        return std::move(m_kernel);
    }

private:
    // --- lines and characters ---

    bool nextLine() {
        while (m_next < m_text.size()) {
            const std::size_t end = std::min(m_text.find('\n', m_next), m_text.size());
            m_line = m_text.substr(m_next, end - m_next);
            if (m_line.ends_with('\r')) m_line.remove_suffix(1);
            m_next = end + 1;
            m_at = 0;
            if (++m_number > kMaxLines) return false;
            if (m_line.find_first_not_of(' ') != std::string_view::npos) return true;
        }
        return false;
    }
    template <class... Args>
    std::unexpected<Error> failHere(Code code, fmt::format_string<Args...> text, Args&&... args) const {
        return fail(code, "{}:{}: {}", m_number, m_at + 1, fmt::format(text, std::forward<Args>(args)...));
    }
    std::unexpected<Error> unexpected(std::string_view wanted) const {
        const std::string_view rest = m_line.substr(std::min(m_at, m_line.size()), 24);
        return rest.empty() ? failHere(Code::Format, "expected {}, found the end of the line", wanted)
                            : failHere(Code::Format, "expected {}, found '{}'", wanted, rest);
    }
    void blanks() {
        while (m_at < m_line.size() && m_line[m_at] == ' ') ++m_at;
    }
    bool eat(std::string_view token) {
        blanks();
        if (!m_line.substr(m_at).starts_with(token)) return false;
        m_at += token.size();
        return true;
    }
    Result<void> expect(std::string_view token) {
        if (eat(token)) return {};
        return unexpected(fmt::format("'{}'", token));
    }
    std::string_view peekWord() {
        blanks();
        std::size_t end = m_at;
        while (end < m_line.size() && isWordChar(m_line[end])) ++end;
        return m_line.substr(m_at, end - m_at);
    }
    std::string_view word() {
        const std::string_view out = peekWord();
        m_at += out.size();
        return out;
    }
    Result<void> lineEnds() {
        blanks();
        if (m_at == m_line.size()) return {};
        return unexpected("the end of the line");
    }
    Result<std::string> quotedText() {
        WHITTLE_TRY_VOID(expect("\""));
        std::string out;
        while (m_at < m_line.size() && m_line[m_at] != '"') {
            if (m_line[m_at] != '\\') {
                out += m_line[m_at++];
                continue;
            }
            const std::string_view rest = m_line.substr(m_at + 1);
            if (rest.starts_with('"') || rest.starts_with('\\')) {
                out += rest.front();
                m_at += 2;
            } else if (const auto byte = rest.starts_with('x') && rest.size() > 2 ? wholeNumber<std::uint8_t>(rest.substr(1, 2), 16) : std::nullopt) {
                out += static_cast<char>(*byte);
                m_at += 4;
            } else {
                return unexpected("one of \\\", \\\\ and \\xHH");
            }
        }
        WHITTLE_TRY_VOID(expect("\""));
        return out;
    }

    // --- parts ---

    // The expression in the next `length` characters of the line.
    Result<SymInt> index(std::size_t length) {
        blanks();
        const std::size_t end = std::min(length, m_line.size());
        std::string_view text = m_line.substr(m_at, end > m_at ? end - m_at : 0);
        while (text.ends_with(' ')) text.remove_suffix(1);
        Result<SymInt> value = parseSymInt(text);
        if (!value) return failHere(value.error().code, "{}", value.error().message);
        if (value->symbols().contains("overflow")) return failHere(Code::Limit, "'{}' leaves 64 bits or is too large", text.substr(0, 80));
        m_at = end;
        return value;
    }
    // One that reads what is in scope only.
    Result<SymInt> knownIndex(std::size_t end) {
        blanks();
        const std::size_t start = m_at;
        WHITTLE_TRY(SymInt value, index(end));
        for (const std::string& name : value.symbols())
            if (!m_scope.contains(name)) {
                m_at = start;
                return failHere(Code::Format, "'{}' is no size and no loop around this line", name);
            }
        return value;
    }
    Result<SymInt> bracketed(bool known) {
        WHITTLE_TRY_VOID(expect("["));
        const std::size_t end = m_line.find(']', m_at);
        if (end == std::string_view::npos) return unexpected("an index and ']'");
        WHITTLE_TRY(SymInt value, known ? knownIndex(end) : index(end));
        WHITTLE_TRY_VOID(expect("]"));
        return value;
    }
    Result<DType> dtype() {
        const std::string_view name = peekWord();
        const auto known = parseDType(name);
        if (!known) return unexpected("a dtype");
        if (static_cast<int>(*known) >= kRealDTypeCount) return failHere(Code::Unsupported, "loops know real numbers only, not {}", name);
        m_at += name.size();
        return *known;
    }
    // What may be read by a name from here on, until the loop around it ends.
    Result<void> define(std::string_view name) {
        if (name.empty()) return unexpected("a name");
        if (!m_names.insert(std::string(name)).second) {
            m_at -= name.size();
            return failHere(Code::Format, "'{}' is there already", name);
        }
        m_scope.insert(std::string(name));
        m_defined.push_back({std::string(name), m_loops.size()});
        return {};
    }

    // Whether a value, or a number, comes next.
    bool atOperand() {
        const std::string_view name = peekWord();
        if (numbered(name, 'v') || name == "true" || name == "false" || name == "inf" || name == "nan") return true;
        const char c = m_at < m_line.size() ? m_line[m_at] : ' ';
        return c == '-' || (c >= '0' && c <= '9');
    }
    // An operand: a value, or the text of a number, whose dtype the rest of the line may tell.
    struct Operand {
        ExprId value;
        std::string_view number = {};
        std::optional<DType> dtype = std::nullopt;
        std::size_t at = 0;
    };
    Result<Operand> operand() {
        blanks();
        Operand out{.at = m_at};
        if (numbered(peekWord(), 'v')) {
            const std::string name(word());
            const auto known = m_values.find(name);
            if (known == m_values.end()) {
                m_at = out.at;
                return failHere(Code::Format, "no value {} can be read here", name);
            }
            out.value = known->second;
            return out;
        }
        if (!atOperand()) return unexpected("a value or a number");
        const auto partOfNumber = [&](char c) { return isWordChar(c) || c == '-' || c == '+' || c == '(' || c == ')'; };
        std::size_t end = m_at;
        while (end < m_line.size() && partOfNumber(m_line[end])) ++end;
        out.number = m_line.substr(m_at, end - m_at);
        m_at = end;
        if (m_line.substr(m_at).starts_with(':')) {
            ++m_at;
            WHITTLE_TRY(out.dtype, dtype());
        }
        return out;
    }
    Result<ExprId> resolved(const Operand& operand, std::optional<DType> plain) {
        if (operand.value.valid()) return operand.value;
        const std::size_t here = std::exchange(m_at, operand.at);
        const bool truth = operand.number == "true" || operand.number == "false";
        const std::optional<DType> wanted = truth ? DType::Bool : operand.dtype ? operand.dtype : plain;
        if (!wanted) return failHere(Code::Format, "the dtype of {} is not known: write {}:f32 or another", operand.number, operand.number);
        Expr out;
        if (truth) {
            out = Expr::integer(m_kernel.exprs, DType::Bool, operand.number == "true");
        } else if (isFloating(*wanted)) {
            const auto value = real(operand.number);
            if (!value) return failHere(Code::Format, "'{}' is no number", operand.number);
            out = Expr::number(m_kernel.exprs, *wanted, *value);
        } else {
            const auto value = wholeNumber<std::int64_t>(operand.number);
            if (!value) return failHere(Code::Format, "'{}' is no whole number of 64 bits", operand.number);
            out = Expr::integer(m_kernel.exprs, *wanted, *value);
        }
        m_at = here;
        return out.id();
    }
    static std::optional<double> real(std::string_view text) {
        if (text.starts_with("nan(0x") && text.ends_with(')')) {
            const auto bits = wholeNumber<std::uint64_t>(text.substr(6, text.size() - 7), 16);
            return bits ? std::optional(std::bit_cast<double>(*bits)) : std::nullopt;
        }
        const std::string owned(text);
        if (owned.find_first_of("xX(") != std::string::npos) return std::nullopt;  // what strtod takes besides
        char* end = nullptr;
        const double value = decimal(owned.c_str(), &end);
        if (owned.empty() || *end != '\0') return std::nullopt;
        return value;
    }

    // --- the lines ---

    Result<void> header() {
        if (!nextLine()) return fail(Code::Format, "1:1: expected 'kernel', found the end of the text");
        WHITTLE_TRY_VOID(expect("kernel "));
        blanks();
        if (m_line.substr(m_at).starts_with('"')) {
            WHITTLE_TRY(m_kernel.name, quotedText());
        } else {
            m_kernel.name = word();
        }
        if (m_kernel.name.empty() || m_kernel.name.starts_with("llvm.")) return failHere(Code::Format, "expected the kernel's name, which is not empty and does not begin with 'llvm.'");
        WHITTLE_TRY_VOID(expect("("));
        while (!eat(")")) {
            if (!m_kernel.symbols.empty()) WHITTLE_TRY_VOID(expect(","));
            const std::string name(word());
            WHITTLE_TRY_VOID(define(name));
            m_kernel.symbols.push_back(name);
            if (eat("in ")) WHITTLE_TRY_VOID(declared(name));
        }
        if (eat(loops_text::kTurnwise)) m_kernel.turnwise = true;
        return lineEnds();
    }

    // The rest of "s0 in [4, inf]".
    Result<void> declared(const std::string& name) {
        const auto end = [&](std::string_view open, std::string_view after) -> Result<std::optional<std::int64_t>> {
            if (eat(open)) return std::nullopt;
            blanks();
            const std::size_t length = m_line.find(after, m_at);
            const auto value = length == std::string_view::npos ? std::nullopt : wholeNumber<std::int64_t>(m_line.substr(m_at, length - m_at));
            if (!value) return unexpected(fmt::format("a whole number of 64 bits or {}, then '{}'", open, after));
            m_at = length;
            return value;
        };
        SymRange range;
        WHITTLE_TRY_VOID(expect("["));
        WHITTLE_TRY(range.min, end(loops_text::kNoLeast, ","));
        WHITTLE_TRY_VOID(expect(","));
        WHITTLE_TRY(range.max, end(loops_text::kNoLargest, "]"));
        if (range.isEmpty()) return failHere(Code::Format, "no value is in [{}, {}]", *range.min, *range.max);
        if (range == kAnySize) return failHere(Code::Format, "any size is written without a range");
        WHITTLE_TRY_VOID(expect("]"));
        m_kernel.sizes.emplace(name, range);
        return {};
    }

    Result<void> statement() {
        blanks();
        if (m_at % 2 != 0 || m_at < 2) return failHere(Code::Format, "lines are indented by two blanks for each loop around them, and two more");
        const std::size_t depth = m_at / 2 - 1;
        if (depth > m_loops.size()) return failHere(Code::Format, "expected at most {} blanks before this line", 2 * m_loops.size() + 2);
        WHITTLE_TRY_VOID(leaveLoops(depth));
        const std::string_view first = peekWord();
        if (m_loops.empty() && !m_inBody) {
            if (std::ranges::find(loops_text::kRoles, first, &loops_text::RoleWord::word) != std::end(loops_text::kRoles)) return buffer();
            if (first == "check") return check();
            if (first == "require") return require();
        }
        m_inBody = true;
        if (const auto number = numbered(first, 'b'); number && m_line.substr(m_at + first.size()).starts_with('[')) return store(*number);
        if (!m_kernel.stores.empty()) return unexpected("a store, as on the line before");
        if (first == "for") return loop();
        return value();
    }

    Result<void> buffer() {
        if (m_kernel.buffers.size() >= kMaxBuffers) return failHere(Code::Limit, "more than {} buffers", kMaxBuffers);
        LoopBuffer out;
        out.role = std::ranges::find(loops_text::kRoles, word(), &loops_text::RoleWord::word)->role;
        const std::size_t number = m_kernel.buffers.size();
        WHITTLE_TRY_VOID(expect(fmt::format("b{}:", number)));
        WHITTLE_TRY(out.dtype, dtype());
        WHITTLE_TRY_VOID(expect("["));
        while (!eat("]")) {
            if (!out.sizes.empty()) WHITTLE_TRY_VOID(expect(","));
            // "Max(1, s0)" has a comma of its own.
            std::size_t end = m_at;
            for (int inside = 0; end < m_line.size() && (inside > 0 || (m_line[end] != ',' && m_line[end] != ']')); ++end)
                inside += m_line[end] == '(' ? 1 : m_line[end] == ')' ? -1 : 0;
            if (end == m_line.size()) return unexpected("a size and ']'");
            WHITTLE_TRY(SymInt size, index(end));
            out.sizes.push_back(std::move(size));
        }
        if (eat(loops_text::kChannelsLast)) out.order = MemoryOrder::ChannelsLast;
        if (eat(loops_text::kOverwritten)) out.overwritten = true;
        if (eat("#")) {
            WHITTLE_TRY_VOID(expect("%"));
            if (m_line.substr(m_at).starts_with('"')) {
                WHITTLE_TRY(out.note, quotedText());
            } else {
                out.note = word();
            }
        }
        out.value = ValueId(static_cast<std::int32_t>(number));
        m_kernel.buffers.push_back(std::move(out));
        return lineEnds();
    }

    Result<void> check() {
        word();
        WHITTLE_TRY_VOID(expect(fmt::format("c{}:", m_kernel.checks.size())));
        LoopCheck out;
        WHITTLE_TRY(out.message, quotedText());
        WHITTLE_TRY_VOID(expect("size "));
        WHITTLE_TRY(out.size, index(m_line.size()));
        m_kernel.checks.push_back(std::move(out));
        return {};
    }

    Result<void> require() {
        word();
        const std::size_t middle = m_line.find("==", m_at);
        if (middle == std::string_view::npos) return unexpected("two sizes and '=='");
        LoopGuard out;
        WHITTLE_TRY(out.left, knownIndex(middle));
        WHITTLE_TRY_VOID(expect("=="));
        WHITTLE_TRY(out.right, knownIndex(m_line.size()));
        m_kernel.guards.push_back(std::move(out));
        return {};
    }

    Result<void> loop() {
        if (m_loops.size() >= kMaxLoops) return failHere(Code::Limit, "more than {} loops inside each other", kMaxLoops);
        word();
        Loop out{.var = {std::string(word()), {}}, .line = m_number};
        const std::string name = out.var.name;
        WHITTLE_TRY_VOID(define(name));
        m_defined.back().depth = m_loops.size() + 1;
        WHITTLE_TRY_VOID(expect("in "));
        std::size_t end = m_line.find_last_not_of(' ') + 1;
        constexpr std::string_view kParallel = " parallel";
        out.parallel = m_line.substr(0, end).ends_with(kParallel) && end > m_at + kParallel.size();
        if (out.parallel) end -= kParallel.size();
        m_scope.erase(name);
        WHITTLE_TRY(out.var.extent, knownIndex(end));
        m_scope.insert(name);
        if (const auto extent = out.var.extent.constant(); extent && *extent < 0) return failHere(Code::Format, "a loop of {} steps", *extent);
        m_loops.push_back(std::move(out));
        return {};
    }

    Result<void> store(std::size_t buffer) {
        if (buffer >= m_kernel.buffers.size()) return failHere(Code::Format, "there is no buffer b{}", buffer);
        word();
        LoopStore out{.buffer = static_cast<int>(buffer), .offset = {}, .value = {}};
        WHITTLE_TRY(out.offset, bracketed(true));
        if (const std::string_view name = word(); !name.empty()) {
            out.combiner = combinerNamed(name);
            if (!out.combiner) return failHere(Code::Format, "'{}' joins nothing: sum, product, max, min, any and all do", name);
        }
        WHITTLE_TRY_VOID(expect("="));
        WHITTLE_TRY(const Operand value, operand());
        WHITTLE_TRY(out.value, resolved(value, m_kernel.buffers[buffer].dtype));
        m_kernel.stores.push_back(std::move(out));
        return lineEnds();
    }

    // "v0 = add v1, v2 : f32", "v0 sum= v1", "g0 = v1 below 8".
    Result<void> value() {
        const std::string_view name = word();
        if (const auto combiner = combinerNamed(peekWord())) return reduce(name, *combiner);
        WHITTLE_TRY_VOID(expect("="));
        if (atOperand()) return indirect(name);
        LoopExpr out;
        const std::string_view opName = peekWord();
        const auto op = opNamed(opName);
        const bool hasLine = op && *op != LoopOp::Const && *op != LoopOp::Reduce && *op != LoopOp::Indirect;
        if (!hasLine) return unexpected("an operation");
        out.op = *op;
        m_at += opName.size();
        std::size_t end = m_line.rfind(':');  // before it, a constant may have one
        if (end == std::string_view::npos || end < m_at) end = m_line.size();
        std::vector<Operand> operands;
        if (out.op == LoopOp::Load) {
            const auto number = numbered(word(), 'b');
            if (!number || *number >= m_kernel.buffers.size()) return unexpected("a buffer of this kernel before it");
            out.buffer = static_cast<int>(*number);
            WHITTLE_TRY(out.index, bracketed(true));
        } else if (out.op == LoopOp::IndexValue) {
            WHITTLE_TRY(out.index, knownIndex(end));
        } else if (out.op == LoopOp::Scan) {
            const auto combiner = combinerNamed(word());
            if (!combiner) return unexpected("what joins before it");
            out.combiner = *combiner;
            WHITTLE_TRY_VOID(expect("along "));
            const std::string along(word());
            if (!m_scope.contains(along)) return failHere(Code::Format, "'{}' is no loop around this line", along);
            out.index = SymInt::symbol(along);
            m_scans.push_back(m_loops.size());
        }
        if (atOperand()) {
            do {
                WHITTLE_TRY(Operand one, operand());
                operands.push_back(one);
            } while (eat(","));
        }
        if (eat("if ")) {
            WHITTLE_TRY(Operand mask, operand());
            operands.push_back(mask);
        }
        if (out.op == LoopOp::Check) {
            WHITTLE_TRY_VOID(expect("else "));
            const auto number = numbered(word(), 'c');
            if (!number || *number >= m_kernel.checks.size()) return unexpected("a check of this kernel before it");
            out.integer = static_cast<std::int64_t>(*number);
        }
        WHITTLE_TRY_VOID(expect(":"));
        WHITTLE_TRY(out.dtype, dtype());
        if (const int wanted = loopOpInfo(out.op).operands; wanted >= 0 && operands.size() != static_cast<std::size_t>(wanted))
            return failHere(Code::Format, "{} takes {} operands, not {}", opName, wanted, operands.size());
        out.args = m_kernel.exprs.indirects(out.index);
        if (out.op == LoopOp::Scan) out.args.clear();
        for (std::size_t i = 0; i < operands.size(); ++i) {
            std::optional<DType> other;
            if (operands.size() == 2 && operands[1 - i].value.valid()) other = m_kernel.exprs[operands[1 - i].value].dtype;
            const bool isMask = out.op == LoopOp::Load;
            WHITTLE_TRY(const ExprId arg, resolved(operands[i], isMask ? DType::Bool : loops_text::plainDType(out.op, out.dtype, i, other)));
            out.args.push_back(arg);
        }
        WHITTLE_TRY_VOID(lineEnds());
        return add(name, std::move(out));
    }

    Result<void> add(std::string_view name, LoopExpr expr) {
        if (!numbered(name, 'v')) return failHere(Code::Format, "a value is named v0, v1, ..., not '{}'", name);
        if (!m_valueNames.insert(std::string(name)).second) return failHere(Code::Format, "{} is there already", name);
        const ExprId id = m_kernel.exprs.add(std::move(expr));
        m_lineOf.try_emplace(id, m_number);
        m_values[std::string(name)] = id;
        m_valueDepths.push_back({std::string(name), m_loops.size()});
        return {};
    }

    // Its loops end with the next line, which tells how many they are.
    Result<void> reduce(std::string_view name, Combiner combiner) {
        word();
        WHITTLE_TRY_VOID(expect("="));
        WHITTLE_TRY(const Operand element, operand());
        const bool wide = eat("in f64");
        WHITTLE_TRY(const ExprId arg, resolved(element, std::nullopt));
        m_reduce = Reduction{std::string(name), {.op = LoopOp::Reduce, .dtype = wide ? DType::F64 : m_kernel.exprs[arg].dtype, .args = {arg}, .combiner = combiner}};
        return lineEnds();
    }

    Result<void> indirect(std::string_view name) {
        WHITTLE_TRY(const Operand position, operand());
        LoopExpr out{.op = LoopOp::Indirect, .dtype = DType::I64};
        WHITTLE_TRY(const ExprId arg, resolved(position, DType::I64));
        out.args = {arg};
        WHITTLE_TRY_VOID(expect("below "));
        WHITTLE_TRY(SymInt extent, knownIndex(m_line.size()));
        WHITTLE_TRY_VOID(define(name));
        out.ranges = {{std::string(name), std::move(extent)}};
        m_lineOf.try_emplace(m_kernel.exprs.add(std::move(out)), m_number);
        return {};
    }

    // --- scopes ---

    template <class Defined>
    static void leave(std::vector<Defined>& all, std::size_t depth, auto&& forget) {
        while (!all.empty() && all.back().depth > depth) {
            forget(all.back().name);
            all.pop_back();
        }
    }

    // The line before was the last of a reduction when loops end; a kernel's own loops go on to the end.
    Result<void> leaveLoops(std::size_t depth) {
        if (!m_reduce) {
            if (depth < m_loops.size()) return failHere(Code::Format, "expected {} blanks before this line: loops end with a reduction only", 2 * m_loops.size() + 2);
            return {};
        }
        if (depth == m_loops.size()) return failHere(Code::Format, "the reduction into {} is over no loop", m_reduce->name);
        Reduction done = *std::exchange(m_reduce, std::nullopt);
        for (std::size_t i = depth; i < m_loops.size(); ++i) {
            if (m_loops[i].parallel) return fail(Code::Format, "{}:1: a reduction's loop cannot be parallel", m_loops[i].line);
            done.expr.ranges.push_back(m_loops[i].var);
        }
        m_loops.resize(depth);
        if (!m_scans.empty() && m_scans.back() > depth) return failHere(Code::Format, "a running value is inside a reduction");
        leave(m_defined, depth, [&](const std::string& name) { m_scope.erase(name); });
        leave(m_valueDepths, depth, [&](const std::string& name) { m_values.erase(name); });
        return add(done.name, std::move(done.expr));
    }

    Result<void> finish() {
        if (m_kernel.stores.empty()) return fail(Code::Format, "{}:1: expected a store, found the end of the text", m_number + 1);
        for (const Loop& loop : m_loops) {
            if (loop.parallel && m_kernel.parallel < static_cast<int>(m_kernel.ranges.size()))
                return fail(Code::Format, "{}:1: a parallel loop inside one that is not", loop.line);
            m_kernel.parallel += loop.parallel;
            m_kernel.ranges.push_back(loop.var);
        }
        for (const Loop& loop : m_loops)
            for (const std::string& name : loop.var.extent.symbols())
                if (std::ranges::find(m_kernel.symbols, name) == m_kernel.symbols.end())
                    return fail(Code::Format, "{}:1: the steps of a loop around a store are counted by sizes only, not by '{}'", loop.line, name);
        return everyLineIsRead();
    }

    // Nothing is computed in vain: a line that is read nowhere is a mistake in the text, and has no place in the kernel.
    Result<void> everyLineIsRead() const {
        std::vector<bool> read(m_kernel.exprs.size(), false);
        const auto mark = [&](ExprId id) { read[static_cast<std::size_t>(id.index())] = true; };
        for (const LoopStore& store : m_kernel.stores) {
            mark(store.value);
            for (const ExprId named : m_kernel.exprs.indirects(store.offset)) mark(named);
        }
        for (std::size_t i = read.size(); i-- > 0;) {
            const LoopExpr& expr = m_kernel.exprs.all()[i];
            if (read[i])
                for (const ExprId arg : expr.args) mark(arg);
            else if (expr.op != LoopOp::Const)
                return fail(Code::Format, "{}:1: nothing reads what this line computes", m_lineOf.at(ExprId(static_cast<std::int32_t>(i))));
        }
        return {};
    }

    struct Loop {
        LoopVar var;
        bool parallel = false;
        std::size_t line = 0;
    };
    struct Reduction {
        std::string name;
        LoopExpr expr;
    };
    struct Defined {
        std::string name;
        std::size_t depth = 0;
    };

    std::string_view m_text, m_line;
    std::size_t m_next = 0, m_at = 0, m_number = 0;
    LoopKernel m_kernel;
    bool m_inBody = false;                  // past buffers, checks and guards
    std::vector<Loop> m_loops;              // open
    std::optional<Reduction> m_reduce;      // whose loops end with the next line
    std::set<std::string, std::less<>> m_names, m_scope;  // of indices: all there were, and those that can be read
    std::vector<Defined> m_defined, m_valueDepths;        // innermost last
    std::set<std::string, std::less<>> m_valueNames;
    std::unordered_map<std::string, ExprId> m_values;     // that can be read
    std::unordered_map<ExprId, std::size_t> m_lineOf;
    std::vector<std::size_t> m_scans;       // loops around each
};

}  // namespace

Result<LoopKernel> parseKernel(std::string_view text) { return Parser(text).parse(); }

}  // namespace whittle
