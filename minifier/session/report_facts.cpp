#include "minifier/session/report_facts.h"

#include <algorithm>

#include "engine/formats/export_py.h"
#include "engine/ir/structural_hash.h"

namespace whittle {
namespace {

struct KindWords {
    FailureKind kind;
    std::string_view before, after;  ///< around the operators, as a title
    std::string_view expected;
};
constexpr std::string_view kAsEager = "Compiled, the graph gives what it gives in eager mode.";
constexpr KindWords kKinds[] = {
    {FailureKind::ImportError, "Import of ", " fails", "The graph can be read: it is valid and runs in eager mode."},
    {FailureKind::CompileError, "Compilation of ", " fails", "The graph compiles: it runs in eager mode."},
    {FailureKind::Crash, "Crash in compiled ", "", "No crash: in eager mode the graph runs, or raises an error that can be caught."},
    {FailureKind::Hang, "Hang in compiled ", "", "Compiling and running end, as they do in eager mode."},
    {FailureKind::OutOfMemory, "Out of memory in compiled ", "", "No more memory than the graph's values need."},
    {FailureKind::RunError, "Error in compiled ", "", kAsEager},
    {FailureKind::WrongResult, "Wrong result of compiled ", "", kAsEager},
    {FailureKind::NonDeterministic, "Unsteady result of compiled ", "", "The same result in every run."},
};

const KindWords& wordsOf(FailureKind kind) { return *std::ranges::find(kKinds, kind, &KindWords::kind); }

// "aten.add.Tensor" -> "add", "mylib.op.default" -> "mylib.op".
std::string shortName(std::string_view op) {
    const std::size_t dot = op.find('.');
    if (dot == std::string_view::npos) return std::string(op);
    const std::string_view space = op.substr(0, dot), rest = op.substr(dot + 1);
    const std::string_view name = rest.substr(0, rest.find('.'));
    constexpr std::string_view kKnown[] = {"aten", "prims", "higher_order", "_operator"};
    const bool known = std::ranges::find(kKnown, space) != std::end(kKnown);
    return known ? std::string(name) : fmt::format("{}.{}", space, name);
}

}  // namespace

std::string operatorWords(const Graph& graph) {
    std::vector<std::string> names;
    for (const Node& node : graph.nodes())
        if (std::string name = shortName(node.op); std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    constexpr std::size_t kNamed = 3;
    if (names.empty()) return "an empty graph";
    if (names.size() > kNamed + 1)
        return fmt::format("{} and {} more", fmt::join(names.begin(), names.begin() + kNamed, ", "), names.size() - kNamed);
    if (names.size() == 1) return names.front();
    return fmt::format("{} and {}", fmt::join(names.begin(), names.end() - 1, ", "), names.back());
}

std::string fingerprint(const MinifyResult& result) {
    if (result.failure.signature.empty()) return {};
    return Hasher().add(structuralHash(result.graph)).add(failureKindName(result.failure.kind)).add(std::string_view(result.failure.signature)).finish().hex();
}

std::string failureTitle(const Failure& failure, const Graph& graph) {
    const KindWords& words = wordsOf(failure.kind);
    std::string title = fmt::format("{}{}{}", words.before, operatorWords(graph), words.after);
    if (!failure.message.empty()) title += ": " + failure.message;
    std::ranges::replace_if(title, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    constexpr std::size_t kLongest = 200;
    if (title.size() <= kLongest) return title;
    std::size_t end = kLongest;
    while ((static_cast<unsigned char>(title[end]) & 0xc0) == 0x80) --end;  // not inside a character
    return title.substr(0, end) + "…";
}

std::string failurePlace(const Failure& failure) {
    constexpr int kNamed = 4;
    if (failure.node.empty()) return {};
    std::size_t end = 0;
    int names = 1, hidden = 0;
    for (std::size_t at = failure.node.find(", "); at != std::string::npos; at = failure.node.find(", ", at + 1), ++names)
        if (names == kNamed) end = at;
    if (names > kNamed) hidden = names - kNamed;
    return fmt::format("at node{} {}{}", names == 1 ? "" : "s", hidden > 0 ? failure.node.substr(0, end) : failure.node, hidden > 0 ? fmt::format(" and {} more", hidden) : "");
}

std::string_view expectedInstead(FailureKind kind) { return wordsOf(kind).expected; }

std::string programText(const Graph& graph) {
    constexpr std::size_t kMost = 40'000;  // a screen shows some 5,000
    std::string text = printFx(graph);
    if (text.size() <= kMost) return text;
    const std::size_t end = text.rfind('\n', kMost);
    const auto more = std::count(text.begin() + static_cast<std::ptrdiff_t>(end), text.end(), '\n') - 1;
    text.resize(end);
    return text + fmt::format("\n# {} more lines\n", more);
}

}  // namespace whittle
