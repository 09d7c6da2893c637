// Records about what a compile depends on: its inputs, its symbols, what was decided about them.
#include <map>

#include "engine/formats/trace/compile_joiner.h"

namespace whittle::trace {
namespace {

constexpr std::size_t kMostWaiting = 100'000;  // tensors that were described and whose source never came

std::vector<std::string> words(std::string_view list) {
    std::vector<std::string> out;
    if (const auto elements = jsonElements(list))
        for (const std::string_view element : *elements) out.push_back(jsonWords(element));
    return out;
}

std::optional<CompileJoiner::TensorKey> keyOf(std::string_view body) {
    const auto describer = jsonInt(jsonMember(body, "describer_id")), id = jsonInt(jsonMember(body, "id"));
    if (!describer || !id) return {};
    return CompileJoiner::TensorKey(*describer, *id);
}

StackFrame userOf(CompileJoiner& joiner, const RecordNews& news) { return joiner.innermost(jsonMember(news.envelope.body, "user_stack")); }

void addGuard(CompileJoiner& joiner, RecordNews& news) {
    const std::string_view body = news.envelope.body;
    news.compile.shapeGuards.push_back({.expression = jsonWords(jsonMember(body, "expr")),
                                        .computedBy = joiner.expressionOf(news.compile, jsonMember(body, "expr_node_id")),
                                        .user = userOf(joiner, news),
                                        .record = news.index});
}

}  // namespace

void takeTensor(CompileJoiner& joiner, RecordNews& news) {
    const auto key = keyOf(news.envelope.body);
    const auto members = jsonMembers(news.envelope.body);
    if (!key || !members) return;
    if (joiner.tensors.size() >= kMostWaiting) joiner.tensors.clear();
    Input& input = joiner.tensors[*key] = {};
    for (const auto& [name, value] : *members) {
        if (name == "dtype") input.dtype = jsonWords(value);
        if (name == "device") input.device = jsonWords(value);
        if (name == "size") input.size = words(value);
        if (name == "stride") input.stride = words(value);
        if (name == "is_parameter") input.isParameter = jsonBool(value).value_or(false);
        if (name == "requires_grad") input.requiresGrad = jsonBool(value).value_or(false);
    }
    // "device(type='cuda', index=0)" as people write it.
    if (const std::size_t type = input.device.find("type='"); type != input.device.npos) {
        const std::string all = input.device;
        input.device = all.substr(type + 6, all.find('\'', type + 6) - type - 6);
        if (const std::size_t index = all.find("index="); index != all.npos) input.device += ":" + all.substr(index + 6, all.find_first_of(",)", index) - index - 6);
    }
}

// It comes after its tensor, if it is of one.
void takeSource(CompileJoiner& joiner, RecordNews& news) {
    Input input;
    if (const auto key = keyOf(news.envelope.body))
        if (const auto found = joiner.tensors.extract(*key); !found.empty()) input = std::move(found.mapped());
    input.source = jsonWords(jsonMember(news.envelope.body, "source"));
    news.compile.inputs.push_back(std::move(input));
}

void takeSymbol(CompileJoiner& joiner, RecordNews& news) {
    const std::string_view body = news.envelope.body;
    news.compile.symbols.push_back({.name = jsonWords(jsonMember(body, "symbol")),
                                    .hint = jsonWords(jsonMember(body, "val")),
                                    .range = jsonWords(jsonMember(body, "vr")),
                                    .source = jsonWords(jsonMember(body, "source")),
                                    .user = userOf(joiner, news),
                                    .record = news.index});
}

void takeUnbackedSymbol(CompileJoiner& joiner, RecordNews& news) {
    takeSymbol(joiner, news);
    Symbol& symbol = news.compile.symbols.back();
    symbol.unbacked = true;
    news.compile.expressions.push_back({.text = symbol.name, .method = {}, .parts = {}, .user = symbol.user, .record = news.index});
    joiner.nameExpression(news.compile, jsonMember(news.envelope.body, "node_id"));
}

// Arguments are told as texts, numbers among them, and apart from that the ids of those that are expressions.
void takeExpression(CompileJoiner& joiner, RecordNews& news) {
    const std::string_view body = news.envelope.body;
    const std::vector<Expression>& before = news.compile.expressions;
    Expression made{.text = jsonWords(jsonMember(body, "result")), .method = jsonWords(jsonMember(body, "method")), .parts = {}, .user = userOf(joiner, news), .record = news.index};
    for (std::string& text : words(jsonMember(body, "arguments"))) made.parts.push_back({.text = std::move(text)});
    std::multimap<std::string_view, ExpressionPart*> unexplained;  // of one text in order
    for (ExpressionPart& part : made.parts) unexplained.emplace(part.text, &part);
    if (const auto ids = jsonElements(jsonMember(body, "argument_ids")))
        for (const std::string_view id : *ids) {
            const int known = joiner.expressionOf(news.compile, id);
            const auto part = known < 0 ? unexplained.end() : unexplained.lower_bound(before[static_cast<std::size_t>(known)].text);
            if (part == unexplained.end() || part->first != before[static_cast<std::size_t>(known)].text) continue;
            part->second->expression = known;
            unexplained.erase(part);
        }
    news.compile.expressions.push_back(std::move(made));
    joiner.nameExpression(news.compile, jsonMember(body, "result_id"));
}

void takeGuard(CompileJoiner& joiner, RecordNews& news) {
    std::vector<ShapeGuard>& guards = news.compile.shapeGuards;
    // A draft export tells each in full first.
    if (!guards.empty() && guards.back().detailed && guards.back().expression == jsonWords(jsonMember(news.envelope.body, "expr"))) guards.back().detailed = false;
    else addGuard(joiner, news);
}

void takeDetailedGuard(CompileJoiner& joiner, RecordNews& news) {
    addGuard(joiner, news);
    news.compile.shapeGuards.back().detailed = true;
}

void takeSpecialisation(CompileJoiner& joiner, RecordNews& news) {
    const std::string_view body = news.envelope.body;
    news.compile.specialisations.push_back({.symbol = jsonWords(jsonMember(body, "symbol")),
                                            .value = jsonWords(jsonMember(body, "value")),
                                            .reason = jsonWords(jsonMember(body, "reason")),
                                            .sources = words(jsonMember(body, "sources")),
                                            .user = userOf(joiner, news),
                                            .record = news.index});
}

void takeExportProblem(CompileJoiner& joiner, RecordNews& news) {
    const std::string_view body = news.envelope.body;
    ExportProblem problem{.kind = std::string(news.envelope.kind),
                          .computedBy = joiner.expressionOf(news.compile, jsonMember(body, "expr_node_id")),
                          .user = userOf(joiner, news),
                          .record = news.index};
    for (const std::string_view key : {"op", "expr"})
        if (problem.subject.empty()) problem.subject = jsonWords(jsonMember(body, key));
    for (const std::string_view key : {"reason", "result"})
        if (problem.detail.empty()) problem.detail = jsonWords(jsonMember(body, key));
    news.compile.problems.push_back(std::move(problem));
}

}  // namespace whittle::trace
