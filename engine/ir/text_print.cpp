// The printing half of the text form; text_parse.cpp reads what this writes.
#include <bit>
#include <cmath>
#include <iterator>

#include "engine/ir/text.h"
#include "engine/ir/text_words.h"

namespace whittle {
namespace {

using namespace text;

// JSON's escapes; bytes above 0x7f pass through, so any string survives a round trip.
std::string quoted(std::string_view raw) {
    std::string out = "\"";
    for (const char c : raw) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20)
                    out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
                else
                    out += c;
        }
    }
    return out + '"';
}

std::string nameText(std::string_view name) { return allOf(name, isNameChar) ? std::string(name) : quoted(name); }

std::string pathText(std::string_view path) {
    return allOf(path, isPathChar) && !isOriginWord(path) ? std::string(path) : quoted(path);
}

std::string floatText(double value) {
    constexpr std::uint64_t kPlainNan = 0x7ff8000000000000ull;
    if (std::isnan(value)) {
        const auto bits = std::bit_cast<std::uint64_t>(value);
        return bits == kPlainNan ? "nan" : fmt::format("nan({:#x})", bits);
    }
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    std::string out = fmt::format("{}", value);  // the shortest text that reads back to the same bits
    if (out.find_first_of(".e") == std::string::npos) out += ".0";  // "1" would read as an integer
    return out;
}

std::string deviceText(const Device& device) {
    const bool plain = allOf(device.type, isIdentifierChar) && isAlpha(device.type.front()) &&
                       device.type != kNonPersistent;
    return plain ? device.text() : quoted(device.text());
}

std::string printType(const Type& type) {
    const TensorType* tensor = asTensorType(type);
    if (!tensor || tensor->device == Device{}) return typeText(type);
    TensorType onCpu = *tensor;
    onCpu.device = Device{};
    return onCpu.text() + " " + deviceText(tensor->device);
}

std::string valueText(const Graph& graph, ValueId id) {
    // A graph under edit may read a value that is gone; views still want to show it.
    if (!graph.contains(id)) return fmt::format("%\"removed value {}\"", id.index());
    return "%" + nameText(graph.value(id).name);
}

// How a graph inside an argument prints: whole, at a depth of indentation; or, in a message, by name and size.
struct Style {
    const SchemaLookup& schemas;
    TextOrigins origins = TextOrigins::Show;
    int depth = 0;
    bool briefly = false;
};
std::string bodyText(const Graph& graph, const Style& style);

std::string innerText(const Graph& inner, const Style& style) {
    const std::string head = "graph @" + nameText(inner.name);
    if (style.briefly) return fmt::format("{} ({} node{})", head, inner.nodes().size(), inner.nodes().size() == 1 ? "" : "s");
    return fmt::format("{} {{\n{}{:{}}}}", head, bodyText(inner, style), "", 2 * style.depth);
}

std::string argText(const Graph& graph, const Arg& arg, const Style& style) {
    struct Visitor {
        const Graph& graph;
        const Style& style;
        std::string operator()(std::monostate) const { return "none"; }
        std::string operator()(ValueId id) const { return valueText(graph, id); }
        std::string operator()(bool value) const { return value ? "true" : "false"; }
        std::string operator()(std::int64_t value) const { return std::to_string(value); }
        std::string operator()(double value) const { return floatText(value); }
        std::string operator()(const std::string& value) const { return quoted(value); }
        std::string operator()(DType value) const { return std::string(dtypeName(value)); }
        std::string operator()(const Device& value) const { return "device(" + quoted(value.text()) + ")"; }
        std::string operator()(Layout value) const { return fmt::format("layout({})", wordOf(kLayouts, value)); }
        std::string operator()(MemoryFormat value) const {
            return fmt::format("memory_format({})", wordOf(kMemoryFormats, value));
        }
        std::string operator()(const Arg::List& items) const {
            std::string out;
            for (const Arg& item : items) {
                if (!out.empty()) out += ", ";
                out += argText(graph, item, style);
            }
            return "[" + out + "]";
        }
        std::string operator()(const GraphRef& inner) const { return innerText(*inner, style); }
    };
    return std::visit(Visitor{graph, style}, arg.value);
}

// Arguments stand by position as long as they are the schema's next ones; from the first gap on, by name.
std::string argsText(const Graph& graph, const Node& node, const Schema* schema, const Style& style) {
    std::string out;
    bool positional = true;
    for (std::size_t i = 0; i < node.args.size(); ++i) {
        const auto& [name, value] = node.args[i];
        if (schema)
            positional = positional && i < schema->args.size() && schema->args[i].name == name &&
                         !schema->args[i].keywordOnly;
        else
            positional = positional && name.empty();
        if (i > 0) out += ", ";
        if (!positional) out += (isIdentifier(name) ? name : quoted(name)) + "=";
        out += argText(graph, value, style);
    }
    return out;
}

std::string callText(const Graph& graph, const Node& node, const Style& style) {
    const Schema* schema = style.schemas ? style.schemas(node.op) : nullptr;
    return fmt::format("{}({})", isOpName(node.op) ? node.op : quoted(node.op), argsText(graph, node, schema, style));
}

std::string inputText(const Graph& graph, const GraphInput& input) {
    const Value& value = graph.value(input.value);
    std::string out = fmt::format("{} %{} : {}", wordOf(kInputKinds, input.kind), nameText(value.name),
                                  printType(value.type));
    if (input.kind != InputKind::User || !input.target.empty() || !input.persistent)
        out += " = " + quoted(input.target);
    if (const auto* integer = std::get_if<std::int64_t>(&input.data)) out += fmt::format(" = {}", *integer);
    if (const auto* real = std::get_if<double>(&input.data)) out += " = " + floatText(*real);
    if (const auto* flag = std::get_if<bool>(&input.data)) out += *flag ? " = true" : " = false";
    if (!input.persistent) out += fmt::format(" {}", kNonPersistent);
    return out;
}

std::string originText(const Node& node) {
    const Origin& origin = *node.origin;
    std::string out;
    if (!origin.file.empty() || origin.line != 0) out += " " + pathText(origin.file);
    if (origin.line != 0) out += fmt::format(":{}", origin.line);
    for (const OriginPart& part : kOriginParts) {
        const std::string& text = origin.*part.field;
        const bool implied = part.field == &Origin::name && text == node.name;
        if (text.empty() || implied) continue;
        out += fmt::format(" {} {}", part.word, part.field == &Origin::code ? quoted(text) : pathText(text));
    }
    for (std::size_t i = 0; i < origin.from.size(); ++i)
        out += (i == 0 ? fmt::format(" {} ", kFrom) : ", ") + pathText(origin.from[i]);
    return out.empty() ? out : "  @" + out;
}

std::string nodeText(const Graph& graph, const Node& node, const Style& style) {
    std::string names, types;
    for (const ValueId id : node.outputs) {
        if (!names.empty()) {
            names += ", ";
            types += ", ";
        }
        names += valueText(graph, id);
        types += printType(graph.type(id));
    }
    std::string out = names.empty() ? std::string() : names + " = ";
    out += callText(graph, node, style);
    if (node.outputs.empty() || graph.value(node.outputs.front()).name != node.name) out += " as " + nameText(node.name);
    if (!types.empty()) out += " : " + types;
    if (style.origins == TextOrigins::Show && node.origin) out += originText(node);
    return out;
}

std::string symbolText(const std::string& name, const SymbolInfo& info) {
    const auto bound = [](const std::optional<std::int64_t>& value, std::string_view open) {
        return value ? std::to_string(*value) : std::string(open);
    };
    std::string out = "symbol " + nameText(name);
    if (info.min || info.max) out += fmt::format(" in [{}, {}]", bound(info.min, "-inf"), bound(info.max, "inf"));
    if (info.hint) out += fmt::format(" hint {}", *info.hint);
    return out;
}

// Neighbouring results share one `return` line; an update has a line of its own.
std::string outputsText(const Graph& graph, const Style& style) {
    const std::string indent(static_cast<std::size_t>(2 * style.depth + 2), ' ');
    std::string out;
    bool inReturn = false;
    for (const GraphOutput& output : graph.outputs()) {
        const std::string value = argText(graph, output.value, {style.schemas, style.origins, style.depth + 1});
        if (output.kind == OutputKind::User) {
            out += (inReturn ? ", " : (out.empty() ? "" : "\n") + indent + "return ") + value;
            inReturn = true;
        } else {
            if (!out.empty()) out += "\n";
            out += fmt::format("{}update {} {} = {}", indent, wordOf(kUpdateKinds, output.kind), quoted(output.target), value);
            inReturn = false;
        }
    }
    return out.empty() ? out : out + "\n";
}

// The statements of a graph that stands `style.depth` graphs deep.
std::string bodyText(const Graph& graph, const Style& style) {
    const std::string indent(static_cast<std::size_t>(2 * style.depth + 2), ' ');
    const Style inside{style.schemas, style.origins, style.depth + 1};  // of graphs among a node's arguments
    std::string out;
    for (const auto& [name, info] : graph.symbols) out += indent + symbolText(name, info) + "\n";
    for (const auto& [key, value] : graph.metadata) out += fmt::format("{}meta {} = {}\n", indent, nameText(key), quoted(value));
    for (const GraphInput& input : graph.inputs()) out += indent + inputText(graph, input) + "\n";
    for (const Node& node : graph.nodes()) out += indent + nodeText(graph, node, inside) + "\n";
    return out + outputsText(graph, style);
}

}  // namespace

std::string printArg(const Graph& graph, const Arg& arg) {
    return argText(graph, arg, {.schemas = {}, .briefly = true});
}

std::string printNode(const Graph& graph, const Node& node, const SchemaLookup& schemas) {
    return callText(graph, node, {.schemas = schemas, .briefly = true});
}

std::string printGraph(const Graph& graph, const SchemaLookup& schemas, TextOptions options) {
    return fmt::format("whittle {}\ngraph @{} {{\n{}}}\n", kVersion, nameText(graph.name),
                       bodyText(graph, {schemas, options.origins}));
}

}  // namespace whittle
