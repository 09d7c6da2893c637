#include "engine/formats/fx_signature.h"

#include <algorithm>

#include "engine/formats/fx_lexer.h"

namespace whittle::fx {
namespace {

constexpr std::string_view kTitle = "Graph signature:";

constexpr struct {
    std::string_view word;
    InputKind kind;
} kInputWords[] = {{"USER_INPUT", InputKind::User},
                   {"PARAMETER", InputKind::Parameter},
                   {"BUFFER", InputKind::Buffer},
                   {"CONSTANT_TENSOR", InputKind::Constant}};

constexpr struct {
    std::string_view word;
    OutputKind kind;
} kOutputWords[] = {{"USER_OUTPUT", OutputKind::User},
                    {"BUFFER_MUTATION", OutputKind::BufferMutation},
                    {"USER_INPUT_MUTATION", OutputKind::InputMutation}};

/// One spec as either form says it.
struct Spec {
    std::string name, word, target;
    bool persistent = true;
};

void addInput(Signature& out, Spec spec) {
    for (const auto& row : kInputWords)
        if (row.word == spec.word && !spec.name.empty())
            out.inputs.insert_or_assign(std::move(spec.name), Signature::Input{row.kind, std::move(spec.target), spec.persistent});
}

void addOutput(Signature& out, Spec spec) {
    Signature::Output output;
    for (const auto& row : kOutputWords)
        if (row.word == spec.word && row.kind != OutputKind::User) output = {row.kind, std::move(spec.target)};
    out.outputs.push_back(std::move(output));
}

class TokenReader {
public:
    explicit TokenReader(std::string_view text) : m_text(text) {}

    Result<void> open() {
        WHITTLE_TRY(m_tokens, tokenise(m_text));
        return {};
    }
    bool more() const { return m_at + 1 < m_tokens.size(); }
    Token next() { return m_tokens[more() ? m_at++ : m_at]; }
    bool eat(std::string_view source) {
        if (!more() || m_tokens[m_at].source != source) return false;
        ++m_at;
        return true;
    }
    /// KEY = VALUE at this place, as a string's content or a word.
    std::optional<std::string> field(std::string_view key) {
        if (m_at + 2 >= m_tokens.size() || m_tokens[m_at].source != key || m_tokens[m_at + 1].source != "=") return std::nullopt;
        const Token value = m_tokens[m_at + 2];
        m_at += 3;
        return value.kind == TokenKind::String ? m_tokens.text(m_at - 1) : std::string(value.source);
    }

private:
    std::string_view m_text;
    Tokens m_tokens;
    std::size_t m_at = 0;
};

// ExportGraphSignature(input_specs=[InputSpec(kind=<InputKind.PARAMETER: 2>, arg=TensorArgument(name='p_w'), target='w', persistent=None), ...
Result<Signature> readRepr(std::string_view text) {
    TokenReader tokens(text);
    WHITTLE_TRY_VOID(tokens.open());
    Signature out;
    bool isInput = true, open = false;
    Spec spec;
    const auto finish = [&] {
        if (open && isInput) addInput(out, std::move(spec));
        if (open && !isInput) addOutput(out, std::move(spec));
        spec = {};
    };
    while (tokens.more()) {
        if (tokens.eat("InputSpec")) finish(), isInput = open = true;
        else if (tokens.eat("OutputSpec")) finish(), isInput = false, open = true;
        else if (tokens.eat("InputKind") || tokens.eat("OutputKind")) tokens.eat("."), spec.word = tokens.next().source;
        else if (const auto name = tokens.field("name"); name && spec.name.empty()) spec.name = *name;
        else if (const auto target = tokens.field("target")) spec.target = *target;
        else if (const auto persistent = tokens.field("persistent")) spec.persistent = *persistent != "False";
        else tokens.next();
    }
    finish();
    if (out.inputs.empty() && out.outputs.empty()) return fail(Code::Format, "no specification in the graph signature");
    return out;
}

// p_w: PARAMETER target='w' persistent=True
Result<Spec> readLine(std::string_view line) {
    TokenReader tokens(line);
    WHITTLE_TRY_VOID(tokens.open());
    Spec spec;
    if (!tokens.eat(":")) {
        spec.name = tokens.next().source;
        while (tokens.more() && !tokens.eat(":")) tokens.next();  // a literal among the outputs
    }
    if (!tokens.more()) return fail(Code::Format, "expected NAME: KIND, found '{}'", line.substr(0, 60));
    spec.word = tokens.next().source;
    while (tokens.more())
        if (const auto target = tokens.field("target")) spec.target = *target;
        else if (const auto persistent = tokens.field("persistent")) spec.persistent = *persistent != "False";
        else tokens.next();
    return spec;
}

std::string_view trimmed(std::string_view line, std::string_view blanks) {
    const std::size_t start = line.find_first_not_of(blanks);
    if (start == line.npos) return {};
    return line.substr(start, line.find_last_not_of(" \t") + 1 - start);
}

std::string_view takeLine(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

// `# inputs` and `# outputs` stand above the lines of each.
Result<Signature> readLines(std::string_view text, bool comments) {
    Signature out;
    bool inputs = true;
    while (!text.empty()) {
        const std::string_view line = takeLine(text);
        if (comments ? !line.starts_with('#') : !line.empty() && line.front() != ' ') break;
        const std::string_view content = trimmed(comments ? line.substr(1) : line, " \t");
        if (content.starts_with('#')) inputs = trimmed(content, "# ") == "inputs";
        if (content.empty() || content.starts_with('#')) continue;
        WHITTLE_TRY(Spec spec, readLine(content));
        inputs ? addInput(out, std::move(spec)) : addOutput(out, std::move(spec));
    }
    return out;
}

void leaves(const Arg& arg, std::vector<const Arg*>& out) {
    if (const Arg::List* list = arg.as<Arg::List>())
        for (const Arg& item : *list) leaves(item, out);
    else out.push_back(&arg);
}

}  // namespace

Result<std::optional<Signature>> readSignature(std::string_view text) {
    for (std::size_t at = text.find(kTitle); at != text.npos; at = text.find(kTitle, at + 1)) {
        const bool comments = at >= 2 && text.substr(at - 2, 2) == "# ";
        const std::size_t start = comments ? at - 2 : at;
        if (start > 0 && text[start - 1] != '\n') continue;
        std::string_view rest = text.substr(at + kTitle.size());
        const std::string_view first = trimmed(takeLine(rest), " \t");
        return first.empty() ? readLines(rest, comments) : readRepr(first);
    }
    return std::nullopt;
}

std::string signatureText(const Graph& graph, const py::Names& names) {
    const auto isUsers = [](const auto& one) { return one.kind == decltype(one.kind)::User; };
    if (std::ranges::all_of(graph.inputs(), isUsers) && std::ranges::all_of(graph.outputs(), isUsers)) return {};
    std::string out = fmt::format("\n# {}\n#     # inputs\n", kTitle);
    for (const GraphInput& input : graph.inputs())
        for (const auto& row : kInputWords) {
            if (row.kind != input.kind) continue;
            out += fmt::format("#     {}: {}", names.of(input.value), row.word);
            if (input.kind != InputKind::User) out += " target=" + py::quote(input.target);
            if (input.kind == InputKind::Buffer) out += input.persistent ? " persistent=True" : " persistent=False";
            out += '\n';
        }
    out += "#\n#     # outputs\n";
    for (const GraphOutput& output : graph.outputs()) {
        const auto* row = std::ranges::find(kOutputWords, output.kind, [](const auto& r) { return r.kind; });
        std::string target = output.target;
        if (output.kind == OutputKind::InputMutation)  // an input goes by its name in the text
            for (const GraphInput& input : graph.inputs())
                if (graph.value(input.value).name == target) target = names.of(input.value);
        std::vector<const Arg*> values;
        leaves(output.value, values);  // as the reader of a list takes them
        for (const Arg* value : values)
            out += fmt::format("#     {}: {}{}\n", py::literal(*value, names, py::Infinity::Bare), row->word,
                               output.kind == OutputKind::User ? "" : " target=" + py::quote(target));
    }
    return out;
}

}  // namespace whittle::fx
