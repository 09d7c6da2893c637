#include "minifier/session/portable.h"

namespace whittle {
namespace {

constexpr std::string_view kBefore = " \t\n=,:;'\"`([{<";
constexpr std::string_view kAfter = " \t\n,:;'\"`)]}>";

// '/' begins a path where no word goes on and a name follows: not in "a / b", "and/or", "https://x".
bool beginsPath(std::string_view text, std::size_t at) {
    if (text[at] != '/' || at + 1 == text.size()) return false;
    if (at > 0 && kBefore.find(text[at - 1]) == std::string_view::npos) return false;
    return text[at + 1] != '/' && kAfter.find(text[at + 1]) == std::string_view::npos;
}

}  // namespace

std::string withoutFolders(std::string_view text) {
    std::string out;
    std::size_t i = 0;
    while (i < text.size()) {
        if (!beginsPath(text, i)) {
            out += text[i++];
            continue;
        }
        // A quoted path may hold blanks; it ends with its quote.
        const char before = i > 0 ? text[i - 1] : ' ';
        std::size_t end = std::min(text.find_first_of(kAfter, i), text.size());
        if (before == '\'' || before == '"')
            if (const std::size_t quote = text.find(before, i); quote != std::string_view::npos && text.substr(i, quote - i).find('\n') == std::string_view::npos)
                end = quote;
        const std::string_view path = text.substr(i, end - i);
        out += path.substr(path.rfind('/') + 1);
        i = end;
    }
    return out;
}

Failure withoutFolders(Failure failure) {
    failure.message = withoutFolders(failure.message);
    failure.detail = withoutFolders(failure.detail);
    return failure;
}

Graph withoutFolders(Graph graph) {
    std::unordered_map<OriginRef, OriginRef> shared;  // many nodes have one origin
    for (const Node& node : graph.nodes()) {
        OriginRef& cut = shared[node.origin];
        if (!cut) {
            Origin origin = *node.origin;
            origin.file = origin.file.substr(origin.file.rfind('/') + 1);
            origin.stackTrace = withoutFolders(origin.stackTrace);
            cut = std::make_shared<const Origin>(std::move(origin));
        }
        graph.setOrigin(node.id, cut);
        std::vector<NamedArg> args = node.args;
        bool any = false;
        for (NamedArg& arg : args)
            forEachGraph(arg.value, [&](GraphRef& inner) {
                inner = std::make_shared<const Graph>(withoutFolders(*inner));
                any = true;
            });
        if (any) graph.setArgs(node.id, std::move(args));
    }
    return graph;
}

}  // namespace whittle
