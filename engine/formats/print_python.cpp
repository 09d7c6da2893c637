#include "engine/formats/print_python.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "engine/base/python_keywords.h"
#include "engine/ops/op_def.h"

namespace whittle::py {
namespace {

constexpr OperatorWord kOperators[] = {
    {"+", "_operator.add"}, {"-", "_operator.sub"}, {"*", "_operator.mul"},  {"/", "_operator.truediv"}, {"//", "_operator.floordiv"},
    {"%", "_operator.mod"}, {"**", "_operator.pow"}, {"==", "_operator.eq"}, {"!=", "_operator.ne"},     {"<", "_operator.lt"},
    {"<=", "_operator.le"}, {">", "_operator.gt"},  {">=", "_operator.ge"},  {"@", "_operator.matmul"},  {"&", "_operator.and_"},
    {"|", "_operator.or_"}, {"^", "_operator.xor"}, {"<<", "_operator.lshift"}, {">>", "_operator.rshift"}};

// Beside Python's keywords, the names that FX text and our scripts use themselves.
constexpr std::string_view kReserved[] = {"self", "torch", "device", "inf", "nan", "math", "float", "getattr", "Ellipsis", "slice", "pytree", "fx_pytree"};

const OperatorWord* operatorWord(std::string_view op) {
    const auto* row = std::find_if(std::begin(kOperators), std::end(kOperators), [&](const auto& r) { return r.op == op; });
    return row == std::end(kOperators) ? nullptr : row;
}

bool isTuple(const Node& node) {
    const Schema* schema = findSchema(node.op);
    if (node.outputs.size() > 1) return true;
    return schema && schema->returns.size() == 1 && schema->returns[0].isList;
}

// An unread result of a tuple has no statement: the operator's rule gives its type again when the text is read.
bool isShown(const Node& node, ValueId output, const UseMap& uses) {
    return !isTuple(node) || !findOp(node.op) || !uses.unused(output);
}

constexpr std::string_view kFormatNames[] = {"torch.contiguous_format", "torch.channels_last", "torch.channels_last_3d",
                                             "torch.preserve_format"};

/// One statement; `reads` in the order of the arguments.
struct Line {
    std::string name;
    std::string annotation;
    std::string value;
    std::vector<std::string> reads;
    const Origin* origin = nullptr;
};

// What a graph's forward returns: PyTorch wants a bare value of a condition or a score, a tuple of any other.
enum class Returns { Tuple, Bare };

class BodyPrinter {
public:
    BodyPrinter(const Graph& graph, const Names& names, int indent, Infinity infinity, Returns returns)
        : m_graph(graph), m_names(names), m_indent(static_cast<std::size_t>(indent), ' '), m_infinity(infinity), m_returns(returns),
          m_uses(graph) {}

    std::string print() {
        for (const Node& node : m_graph.nodes()) addNode(node);
        std::string out = m_indent + "def forward(self";
        for (const GraphInput& input : m_graph.inputs()) {
            const std::string type = annotation(m_graph.type(input.value));
            out += ", " + m_names.of(input.value) + (type.empty() ? "" : ": \"" + type + '"');
        }
        out += "):\n";
        const std::vector<std::string> tails = lifetimes();
        const Origin* last = nullptr;
        for (std::size_t i = 0; i < m_lines.size(); ++i) {
            const Line& line = m_lines[i];
            out += originComment(line.origin, last, i == 0);
            last = line.origin;
            out += fmt::format("{}    {}{} = {}{}\n", m_indent, line.name,
                               line.annotation.empty() ? "" : ": \"" + line.annotation + '"', line.value, tails[i]);
        }
        return out + m_indent + "    return " + result() + '\n' + innerClasses();
    }

private:
    // One class a graph, named as the attribute that forward reads.
    std::string innerClasses() const {
        std::string out;
        for (const auto& [inner, returns] : m_inner) {
            const std::string& name = m_names.of(inner);
            const int deeper = static_cast<int>(m_indent.size()) + 4;
            out += fmt::format("\n{}class {}(torch.nn.Module):\n{}{}{} = {}()\n", m_indent, name,
                               BodyPrinter(*inner, Names(*inner), deeper, m_infinity, returns).print(), m_indent, name, name);
        }
        return out;
    }

    void addInner(Line& user, const Graph* inner, const SchemaArg* schema) {
        const std::string& name = m_names.of(inner);
        read(user, name);
        if (std::any_of(m_inner.begin(), m_inner.end(), [&](const auto& known) { return known.first == inner; })) return;
        const bool bare = schema && (schema->singleResult || schema->kind == ArgKind::Any) && inner->outputs().size() == 1;
        m_inner.emplace_back(inner, bare ? Returns::Bare : Returns::Tuple);
        m_lines.push_back({.name = name, .annotation = {}, .value = "self." + name, .reads = {}, .origin = user.origin});
    }

    void readAll(Line& line, const Arg& arg, const SchemaArg* schema) {
        if (const auto* value = arg.as<ValueId>()) read(line, m_names.of(*value));
        if (const auto* inner = arg.as<GraphRef>()) addInner(line, inner->get(), schema);
        if (const auto* list = arg.as<Arg::List>())
            for (const Arg& item : *list) readAll(line, item, schema);
    }

    void addNode(const Node& node) {
        Line line;
        line.origin = node.origin.get();
        const Schema* schema = findSchema(node.op);
        for (const NamedArg& arg : node.args) readAll(line, arg.value, schema ? schema->arg(arg.name) : nullptr);
        line.value = callText(node);
        const bool tuple = isTuple(node);
        line.name = tuple || node.outputs.empty() ? m_names.of(node.id) : m_names.of(node.output());
        if (!tuple && !node.outputs.empty()) line.annotation = annotation(m_graph.type(node.output()));
        const std::string tupleName = line.name;
        m_lines.push_back(std::move(line));
        if (!tuple) return;
        for (std::size_t i = 0; i < node.outputs.size(); ++i) {
            const ValueId id = node.outputs[i];
            if (!isShown(node, id, m_uses)) continue;
            Line select{.name = m_names.of(id), .annotation = annotation(m_graph.type(id)),
                        .value = fmt::format("{}[{}]", tupleName, i), .origin = node.origin.get()};
            read(select, tupleName);
            m_lines.push_back(std::move(select));
        }
    }

    // Names come from files: nothing but a dotted name may reach a script that somebody runs.
    static std::string pathText(std::string_view name) {
        std::string out;
        for (const char c : name) out += std::isalnum(static_cast<unsigned char>(c)) || c == '.' ? c : '_';
        return out;
    }

    static void read(Line& line, const std::string& name) {
        if (std::find(line.reads.begin(), line.reads.end(), name) == line.reads.end()) line.reads.push_back(name);
    }

    std::string callText(const Node& node) const {
        if (const OperatorWord* word = operatorWord(node.op); word && node.args.size() == 2)
            return fmt::format("{} {} {}", literal(node.args[0].value, m_names, m_infinity), word->text,
                               literal(node.args[1].value, m_names, m_infinity));
        const bool plain = node.op.starts_with("torch.") || node.op.starts_with("math.");
        std::string out = (plain ? "" : "torch.ops.") + pathText(node.op) + '(';
        const Schema* schema = findSchema(node.op);
        bool positional = true;
        for (std::size_t i = 0; i < node.args.size(); ++i) {
            const NamedArg& arg = node.args[i];
            if (schema) positional = positional && i < schema->args.size() && schema->args[i].name == arg.name && !schema->args[i].keywordOnly;
            else positional = positional && (arg.name.empty() || arg.name == fmt::format("arg{}", i));
            const std::string value = argText(arg.value, schema ? schema->arg(arg.name) : nullptr);
            if (i > 0 && !value.empty()) out += ", ";
            if (!positional) out += pathText(arg.name) + " = ";
            out += value;
        }
        return out + ')';
    }

    // The brackets that PyTorch's function wants where the schema is ours.
    std::string argText(const Arg& arg, const SchemaArg* schema) const {
        const Arg::List* list = arg.as<Arg::List>();
        if (!schema || !list || (!schema->isTuple && !schema->variadic && schema->kind != ArgKind::Dict)) return literal(arg, m_names, m_infinity);
        std::string out;
        for (const Arg& item : *list) {
            if (!out.empty()) out += ", ";
            const Arg::List* entry = item.as<Arg::List>();
            if (schema->kind == ArgKind::Dict && entry && entry->size() == 2)
                out += literal((*entry)[0], m_names, m_infinity) + ": " + literal((*entry)[1], m_names, m_infinity);
            else
                out += literal(item, m_names, m_infinity);
        }
        if (schema->variadic) return out;
        if (schema->kind == ArgKind::Dict) return '{' + out + '}';
        return '(' + out + (list->size() == 1 ? ",)" : ")");
    }

    // FX's rule: after the statement that reads a name last, the name is set to None; so is a result nobody reads.
    std::vector<std::string> lifetimes() const {
        std::unordered_map<std::string, std::size_t> lastUse;
        for (const ValueId id : m_graph.outputValues()) lastUse[m_names.of(id)] = m_lines.size();
        for (std::size_t i = m_lines.size(); i-- > 0;)
            for (const std::string& name : m_lines[i].reads) lastUse.try_emplace(name, i);
        std::vector<std::string> tails;
        for (std::size_t i = 0; i < m_lines.size(); ++i) {
            std::string freed;
            for (const std::string& name : m_lines[i].reads)
                if (lastUse.at(name) == i) freed += name + " = ";
            if (!lastUse.contains(m_lines[i].name)) freed += m_lines[i].name + " = ";
            tails.push_back(freed.empty() ? "" : ";  " + freed + "None");
        }
        return tails;
    }

    static bool samePlace(const Origin& a, const Origin& b) {
        return a.file == b.file && a.line == b.line && a.code == b.code && a.function == b.function;
    }
    // Comments are one line each whatever the origin holds, so that no origin can add code to a script.
    static std::string oneLine(std::string_view text) {
        std::string out;
        for (const char c : text.substr(0, text.find('\n'))) out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
        return out;
    }
    std::string originComment(const Origin* origin, const Origin* last, bool first) const {
        static const Origin kNone;
        if (samePlace(*origin, last ? *last : kNone)) return {};
        const std::string gap = first ? "" : "\n";
        if (origin->file.empty()) return gap + m_indent + "    # No stacktrace found for following nodes\n";
        return fmt::format("{}{}    # File: {}:{} in {}, code: {}\n", gap, m_indent, oneLine(origin->file), origin->line,
                           origin->function.empty() ? "forward" : oneLine(origin->function), oneLine(origin->code));
    }

    std::string result() const {
        if (m_returns == Returns::Bare) return literal(m_graph.outputs()[0].value, m_names, m_infinity);
        std::string out = "(";
        for (const GraphOutput& output : m_graph.outputs()) out += literal(output.value, m_names, m_infinity) + ", ";
        if (m_graph.outputs().empty()) return "()";
        out.pop_back();
        if (m_graph.outputs().size() > 1) out.pop_back();
        return out + ')';
    }

    const Graph& m_graph;
    const Names& m_names;
    std::string m_indent;
    Infinity m_infinity;
    Returns m_returns;
    UseMap m_uses;
    std::vector<Line> m_lines;
    std::vector<std::pair<const Graph*, Returns>> m_inner;  // in the order of their first use
};

std::string joinSizes(const SymSizes& sizes) {
    std::string out;
    for (const SymInt& size : sizes) out += (out.empty() ? "" : ", ") + size.text();
    return out;
}

}  // namespace

std::span<const OperatorWord> operatorWords() { return kOperators; }

// Results that no statement shows come last, so that they take no name from those that are shown.
Names::Names(const Graph& graph) {
    for (const std::string_view word : kPythonKeywords) m_used.emplace(word, 1);
    for (const std::string_view word : kReserved) m_used.emplace(word, 1);
    const UseMap uses(graph);
    for (const GraphInput& input : graph.inputs()) m_values.emplace(input.value, unique(graph.value(input.value).name));
    for (const Node& node : graph.nodes())
        for (const ValueId id : node.outputs)
            if (isShown(node, id, uses)) m_values.emplace(id, unique(graph.value(id).name));
    for (const Node& node : graph.nodes())
        if (node.outputs.empty() || isTuple(node)) m_nodes.emplace(node.id, unique(node.name));
    for (const Node& node : graph.nodes())
        for (const NamedArg& arg : node.args)
            forEachGraph(arg.value, [&](const GraphRef& inner) {
                // A digit at the end, as FX's own names have: no attribute of torch.nn.Module is called so.
                const bool plain = !inner->name.empty() && std::isdigit(static_cast<unsigned char>(inner->name.back()));
                if (!m_inner.contains(inner.get())) m_inner.emplace(inner.get(), unique(plain ? inner->name : inner->name + "_0"));
            });
    for (const ValueId id : graph.values())
        if (!m_values.contains(id)) m_values.emplace(id, unique(graph.value(id).name));
}

std::string Names::unique(std::string_view wanted) {
    std::string name;
    for (const char c : wanted) name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
    if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0]))) name.insert(0, "_");
    const auto [entry, fresh] = m_used.try_emplace(name, 1);
    if (fresh) return name;
    for (;;) {
        std::string candidate = fmt::format("{}_{}", name, m_used[name]++);
        if (m_used.try_emplace(candidate, 1).second) return candidate;
    }
}

std::string quote(std::string_view text) {
    const char mark = text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos ? '"' : '\'';
    std::string out(1, mark);
    for (const char c : text) {
        if (c == mark || c == '\\') (out += '\\') += c;
        else if (c == '\n') out += "\\n";
        else if (c == '\t') out += "\\t";
        else if (c == '\r') out += "\\r";
        else if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        else out += c;
    }
    return out + mark;
}

std::string literal(double value, Infinity infinity) {
    const bool call = infinity == Infinity::Call;
    if (std::isnan(value)) return call ? "float('nan')" : "nan";
    if (std::isinf(value)) return value > 0 ? (call ? "float('inf')" : "inf") : (call ? "float('-inf')" : "-inf");
    std::string out = fmt::format("{}", value);
    if (out.find_first_of(".e") == std::string::npos) out += ".0";
    return out;
}

std::string literal(const Arg& arg, const Names& names, Infinity infinity) {
    struct Visitor {
        const Names& names;
        Infinity infinity;
        std::string operator()(std::monostate) const { return "None"; }
        std::string operator()(ValueId id) const { return names.of(id); }
        std::string operator()(bool value) const { return value ? "True" : "False"; }
        std::string operator()(std::int64_t value) const { return std::to_string(value); }
        std::string operator()(double value) const { return literal(value, infinity); }
        std::string operator()(const std::string& value) const { return quote(value); }
        std::string operator()(DType value) const { return fmt::format("torch.{}", dtypeInfo(value).torchName); }
        std::string operator()(const Device& value) const {
            return value.index < 0 ? fmt::format("device(type={})", quote(value.type))
                                   : fmt::format("device(type={}, index={})", quote(value.type), value.index);
        }
        std::string operator()(Layout) const { return "torch.strided"; }
        std::string operator()(MemoryFormat value) const { return std::string(kFormatNames[static_cast<std::size_t>(value)]); }
        std::string operator()(const Arg::List& list) const {
            std::string out;
            for (const Arg& item : list) out += (out.empty() ? "" : ", ") + literal(item, names, infinity);
            return '[' + out + ']';
        }
        std::string operator()(const GraphRef& inner) const { return names.of(inner.get()); }
    };
    return std::visit(Visitor{names, infinity}, arg.value);
}

std::string annotation(const Type& type) {
    if (const NumberType* number = asNumberType(type)) {
        if (number->kind == NumberType::Kind::Int) return fmt::format("Sym({})", number->expr.text());
        return number->kind == NumberType::Kind::Float ? "float" : "bool";
    }
    const TensorType* tensor = asTensorType(type);
    if (!tensor) return {};
    std::string out = fmt::format("{}[{}]", tensor->dtype == DType::Bool ? "b8" : dtypeName(tensor->dtype), joinSizes(tensor->sizes));
    if (!tensor->strides.empty()) out += fmt::format("[{}]", joinSizes(tensor->strides));
    if (tensor->device != Device()) out += tensor->device.text();
    // It stands between double quotes.
    std::erase_if(out, [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < ' '; });
    return out;
}

std::string forward(const Graph& graph, const Names& names, int indent, Infinity infinity) {
    return BodyPrinter(graph, names, indent, infinity, Returns::Tuple).print();
}

bool hasSpelling(std::string_view op) {
    const bool plainName = std::all_of(op.begin(), op.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.';
    });
    if (!plainName || op.find("..") != std::string_view::npos) return false;
    if (operatorWord(op) || op.starts_with("torch.sym_") || op.starts_with("math.")) return true;
    if (op.starts_with("higher_order.")) return std::count(op.begin(), op.end(), '.') == 1;
    return std::count(op.begin(), op.end(), '.') == 2 && !op.starts_with("whittle.") && !op.starts_with("_operator.");
}

}  // namespace whittle::py
