#include "engine/formats/trace/text_lines.h"

#include "engine/formats/trace/text_parts.h"

namespace whittle::trace {
namespace {

// "y = f(x)  # net.py:3 in forward (...)": the line of the user that a message ends with.
StackFrame userOf(std::string_view text) {
    StackFrame out;
    const std::size_t hash = text.rfind("  # ");
    if (hash == text.npos) return out;
    const std::string_view place = text.substr(hash + 4);
    const std::size_t in = place.find(" in "), colon = place.rfind(':', in);
    if (in == place.npos || colon == place.npos) return out;
    out.file = place.substr(0, colon);
    out.line = clampedInt(jsonInt(place.substr(colon + 1, in - colon - 1)));
    const std::string_view function = place.substr(in + 4);
    out.function = function.substr(0, function.find(' '));
    return out;
}

using Take = void (*)(Compile&, RecordIndex, std::string_view text);

// Recompiling function f in /net.py:2\n    triggered by the following guard failure(s):\n    - 0/0: ...
void takeRecompile(Compile& compile, RecordIndex, std::string_view text) {
    compile.recompileReasons.clear();
    forEachLine(text, [&](std::string_view line) {
        const std::string_view said = trimmed(line);
        if (said.starts_with("Recompiling function ")) {
            const std::string_view rest = said.substr(21);
            const std::size_t in = rest.find(" in "), colon = rest.rfind(':');
            if (in == rest.npos || colon == rest.npos || colon < in) return;
            compile.stack = {{.file = std::string(rest.substr(in + 4, colon - in - 4)),
                              .line = clampedInt(jsonInt(rest.substr(colon + 1))),
                              .function = std::string(rest.substr(0, in))}};
        } else if (said.starts_with("- ")) {
            compile.recompileReasons.emplace_back(said.substr(2));
        } else if (!said.empty() && !said.starts_with("triggered by") && !compile.recompileReasons.empty()) {
            compile.recompileReasons.back() += "\n" + std::string(said);  // more failures of the same entry, when all are asked for
        }
    });
}

void takeBreak(Compile& compile, RecordIndex record, std::string_view text) {
    compile.breaks.push_back(parseGraphBreak(text));
    compile.breaks.back().record = record;
}

// create_symbol s0 = 6 for L['x'].size()[0] [2, int_oo] <user's line>
void takeCreateSymbol(Compile& compile, RecordIndex record, std::string_view text) {
    const std::size_t equals = text.find(" = "), source = text.find(" for "), range = text.find(" [", source);
    if (equals == text.npos || source == text.npos || range == text.npos || source < equals) return;
    // A source has brackets of its own, but no blank before one.
    const std::size_t end = text.find(']', range);
    if (end == text.npos) return;
    compile.symbols.push_back({.name = std::string(text.substr(14, equals - 14)),
                               .hint = std::string(text.substr(equals + 3, source - equals - 3)),
                               .range = std::string(text.substr(range + 1, end - range)),
                               .source = std::string(text.substr(source + 5, range - source - 5)),
                               .user = userOf(text.substr(end)),
                               .record = record});
}

// create_unbacked_symint u0 [-int_oo, int_oo] ...
void takeUnbacked(Compile& compile, RecordIndex record, std::string_view text) {
    const std::size_t name = text.find(' '), range = text.find(" [", name + 1), end = text.find(']', range);
    if (name == text.npos || range == text.npos || end == text.npos) return;
    compile.symbols.push_back({.name = std::string(text.substr(name + 1, range - name - 1)), .range = std::string(text.substr(range + 1, end - range)),
                               .unbacked = true, .user = userOf(text.substr(end)), .record = record});
}

// eval Eq(s1, s0) [guard added] <user's line>
void takeEval(Compile& compile, RecordIndex record, std::string_view text) {
    const std::size_t added = text.find(" [guard added]");
    if (added == text.npos) return;
    compile.shapeGuards.push_back({.expression = std::string(text.substr(5, added - 5)), .user = userOf(text), .record = record});
}

// set_replacement s1 = 8 (range_refined_to_singleton) VR[8, 8]: a number makes it a specialisation.
void takeReplacement(Compile& compile, RecordIndex record, std::string_view text) {
    const std::size_t equals = text.find(" = "), reason = text.find(" (", equals);
    if (equals == text.npos || reason == text.npos) return;
    const std::string_view value = text.substr(equals + 3, reason - equals - 3);
    if (!jsonInt(value)) return;
    const std::size_t end = text.find(')', reason);
    compile.specialisations.push_back({.symbol = std::string(text.substr(16, equals - 16)), .value = std::string(value),
                                       .reason = std::string(text.substr(reason + 2, end == text.npos ? end : end - reason - 2)), .record = record});
}

// A message is told by how it begins, since "dynamic" and others come without a channel.
constexpr struct {
    std::string_view start, channel;
    Take take;
    bool begins;  ///< a new compile
} kMessages[] = {
    {"create_env", "dynamic", nullptr, true},
    {"create_symbol ", "dynamic", takeCreateSymbol, false},
    {"create_unbacked_sym", "dynamic", takeUnbacked, false},
    {"eval ", "dynamic", takeEval, false},
    {"runtime_assert ", "dynamic", nullptr, false},
    {"set_replacement ", "dynamic", takeReplacement, false},
    {"produce_guards", "dynamic", nullptr, false},
    {"Recompiling function ", "recompiles", takeRecompile, true},
    {"Graph break", "graph_breaks", takeBreak, false},
};

const auto* messageOf(std::string_view text) {
    const auto found = std::find_if(std::begin(kMessages), std::end(kMessages), [&](const auto& row) { return text.starts_with(row.start); });
    return found == std::end(kMessages) ? nullptr : &*found;
}

constexpr struct {
    std::string_view channel;
    ArtifactForm form;
} kForms[] = {
    {"guards", ArtifactForm::Guards},       {"verbose_guards", ArtifactForm::Guards}, {"graph_code", ArtifactForm::Graph},
    {"aot_graphs", ArtifactForm::Graph},    {"aot_joint_graph", ArtifactForm::Graph}, {"post_grad_graphs", ArtifactForm::Graph},
    {"pre_grad_graphs", ArtifactForm::Graph}, {"output_code", ArtifactForm::Code},    {"kernel_code", ArtifactForm::Code},
};

ArtifactForm formOf(std::string_view channel) {
    const auto found = std::find_if(std::begin(kForms), std::end(kForms), [&](const auto& row) { return row.channel == channel; });
    return found == std::end(kForms) ? ArtifactForm::Text : found->form;
}

}  // namespace

std::optional<TextLine> parseTextLine(std::string_view rest) {
    TextLine out;
    bool any = false;
    while (rest.starts_with('[')) {
        const std::size_t end = rest.find(']');
        if (end == rest.npos) break;
        const std::string_view word = rest.substr(1, end - 1);
        if (word.starts_with("__")) out.channel = word.substr(2);
        else if (const auto name = parseCompileName(word); name && !out.compile) out.compile = name;
        else break;
        any = true;
        rest.remove_prefix(end + 1);
        if (rest.starts_with(' ')) rest.remove_prefix(1);
    }
    out.text = rest;
    if (!any && !messageOf(rest)) return {};
    return out;
}

TextKey TextKey::of(const LogPrefix& prefix, const TextLine& line) {
    return {.process = prefix.process, .module = std::string(prefix.module), .channel = std::string(line.channel), .line = prefix.line,
            .compile = line.compile.value_or(CompileName())};
}

bool TextKey::matches(const LogPrefix& prefix, const TextLine& of) const {
    const CompileName name = of.compile.value_or(CompileName());
    return process == prefix.process && line == prefix.line && module == prefix.module && channel == of.channel && compile.id == name.id &&
           compile.attempt == name.attempt;
}

bool continuesMessage(const LogPrefix& prefix, const TextLine& line) {
    if (messageOf(line.text)) return false;
    return !line.channel.empty() || prefix.level == 'E' || prefix.level == 'W';
}

void takeText(CompileJoiner& joiner, const TextKey& key, Record record, std::string_view text) {
    const auto* message = messageOf(text);
    const std::string channel = !key.channel.empty() ? key.channel : message ? std::string(message->channel) : "messages";
    record.attempt = key.compile.attempt;
    record.compile = joiner.compileFor(key.compile.id, key.compile.attempt, message && message->begins);
    const RecordIndex index = joiner.add(record, channel);
    joiner.content().facts.textLog = true;
    Compile& compile = joiner.content().compiles[record.compile];
    compile.fromText = true;
    // Only the newest attempt's symbols and conditions hold.
    if (message && message->start == "create_env") {
        compile.started = true;
        if (record.attempt + 1 > compile.attempts) {
            compile.symbols.clear();
            compile.shapeGuards.clear();
            compile.specialisations.clear();
        }
    }
    compile.attempts = std::max(compile.attempts, record.attempt + 1);
    if (message && message->take) message->take(compile, index, text);
    const bool isTree = text.find("TREE_GUARD_MANAGER:") != text.npos;
    if (isTree) compile.guards = index;
    const bool isLine = text.find('\n') == text.npos && formOf(channel) == ArtifactForm::Text;  // such are said elsewhere, or nothing to open
    if (!isLine && (formOf(channel) != ArtifactForm::Guards || isTree)) joiner.addArtifact(compile, channel, formOf(channel), record.attempt, index);
}

}  // namespace whittle::trace
