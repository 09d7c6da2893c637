#include "engine/formats/trace/guard_tree.h"

#include <algorithm>
#include <charconv>

#include "engine/formats/trace/text_parts.h"

namespace whittle::trace {
namespace {

constexpr std::size_t kMostLines = 1'000'000;

bool isManagerKind(std::string_view kind) {
    return kind.ends_with("GuardManager") || kind.ends_with("KeyValueManager") || kind == "KeyManager" || kind == "ValueManager" ||
           kind.ends_with("GuardAccessor");
}

struct ManagerField {
    std::string_view key;
    std::string GuardNode::*field;
};
constexpr ManagerField kFields[] = {{"source=", &GuardNode::source}, {"accessed_by=", &GuardNode::accessedBy}, {"type=", &GuardNode::type}, {"tag_safe=", nullptr}};

// "source=L['x'], accessed_by=FrameLocalsGuardAccessor(key='x', framelocals_idx=0), type=<class 'int'>, tag_safe=(True, False)"
void readManager(std::string_view text, GuardNode& node) {
    // Values hold commas and equal signs themselves, so a field ends where the next known one begins.
    std::vector<std::pair<std::size_t, const ManagerField*>> found;
    std::size_t from = 0;
    for (const ManagerField& field : kFields) {
        std::size_t at = text.find(field.key, from);
        while (at != text.npos && at > 0 && text.substr(at - std::min<std::size_t>(at, 2), 2) != ", ") at = text.find(field.key, at + 1);
        if (at == text.npos) continue;
        found.emplace_back(at, &field);
        from = at + field.key.size();
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto [at, field] = found[i];
        const std::size_t start = at + field->key.size();
        const std::size_t end = i + 1 < found.size() ? found[i + 1].first - 2 : text.size();
        if (field->field) node.*field->field = trimmed(text.substr(start, end - start));
    }
    if (found.empty()) node.code = trimmed(text);
}

// "L['k'] == 3      # return x * k  # net.py:3 in forward (why)"
void readCheck(std::string_view text, GuardNode& node) {
    const std::size_t place = text.rfind("  # ");
    if (place == text.npos) {
        node.code = trimmed(text);
        return;
    }
    node.userPlace = trimmed(text.substr(place + 4));
    text = text.substr(0, place);
    if (const std::size_t code = text.find("  # "); code != text.npos) {
        node.userCode = trimmed(text.substr(code + 4));
        text = text.substr(0, code);
    }
    node.code = trimmed(text);
}

std::optional<double> latencyOf(std::string_view line) {
    const std::size_t at = line.find("latency = ");
    if (at == line.npos) return {};
    double value = 0;
    const char* start = line.data() + at + 10;
    const auto [end, trouble] = std::from_chars(start, line.data() + line.size(), value);
    if (trouble != std::errc()) return {};
    const std::string_view unit = trimmed(std::string_view(end, static_cast<std::size_t>(line.data() + line.size() - end)));
    if (unit == "ms") return value * 1000;
    return unit == "us" ? std::optional(value) : std::nullopt;
}

}  // namespace

int GuardTree::checkCount() const {
    return static_cast<int>(std::count_if(nodes.begin(), nodes.end(), [](const GuardNode& node) { return !node.isManager; }));
}

Result<GuardTree> parseGuardTree(std::string_view text) {
    const std::size_t start = text.find("TREE_GUARD_MANAGER:");
    if (start == text.npos) return fail(Code::Format, "no guard tree: the line 'TREE_GUARD_MANAGER:' was expected");
    GuardTree out;
    std::vector<int> path;  // the newest manager of each depth
    std::size_t at = text.find('\n', start);
    std::size_t lines = 0;
    while (at != text.npos && at + 1 < text.size()) {
        if (++lines > kMostLines) return fail(Code::Limit, "a guard tree of more than {} lines", kMostLines);
        std::string_view line = text.substr(at + 1, text.find('\n', at + 1) - at - 1);
        at = text.find('\n', at + 1);
        GuardNode node;
        while (line.starts_with("| ")) {
            line.remove_prefix(2);
            ++node.depth;
        }
        if (!line.starts_with("+- ")) {
            if (const auto latency = latencyOf(line)) out.latencyMicroseconds = latency;
            else if (!trimmed(line).empty()) out.notes.emplace_back(trimmed(line));
            continue;
        }
        line.remove_prefix(3);
        const std::size_t end = line.find_first_of(": ");
        node.kind = line.substr(0, end);
        node.isManager = isManagerKind(node.kind);
        std::string_view rest = end == line.npos ? std::string_view() : line.substr(end);
        if (rest.starts_with(':')) rest.remove_prefix(1);
        rest = trimmed(rest);
        node.isManager ? readManager(rest, node) : readCheck(rest, node);
        const int depth = std::min(node.depth, static_cast<int>(path.size()));
        path.resize(static_cast<std::size_t>(depth));
        node.parent = path.empty() ? -1 : path.back();
        if (node.isManager) path.push_back(static_cast<int>(out.nodes.size()));
        else path.push_back(node.parent);  // so that a line too deep after a check still has a manager above it
        out.nodes.push_back(std::move(node));
    }
    return out;
}

}  // namespace whittle::trace
