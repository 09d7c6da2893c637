#include "engine/layout/path_groups.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string_view>

namespace whittle::layout {
namespace {

constexpr std::size_t kDeepest = 64;

std::size_t at(int index) { return static_cast<std::size_t>(index); }

std::vector<std::string_view> partsOf(std::string_view path) {
    std::vector<std::string_view> parts;
    while (!path.empty() && parts.size() < kDeepest) {
        const std::size_t dot = parts.size() + 1 < kDeepest ? path.find('.') : std::string_view::npos;
        parts.push_back(path.substr(0, dot));
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    }
    return parts;
}

// A group on the way: boxes and groups inside, in execution order of their first box.
struct Branch {
    std::string label, path;
    std::vector<int> boxes;
    std::vector<std::unique_ptr<Branch>> branches;
};

class Grouper {
public:
    Grouper(std::span<const std::string> paths, std::span<const Edge> edges) : m_edges(edges), m_item(paths.size(), -1) {
        for (const std::string& path : paths) m_parts.push_back(partsOf(path));
    }

    PathGroups group() {
        Branch root;
        std::vector<int> boxes(m_parts.size()), edges(m_edges.size());
        for (std::size_t i = 0; i < boxes.size(); ++i) boxes[i] = static_cast<int>(i);
        for (std::size_t i = 0; i < edges.size(); ++i) edges[i] = static_cast<int>(i);
        split(root, boxes, edges, 0);
        m_out.group.assign(m_parts.size(), -1);
        write(root, -1);
        return std::move(m_out);
    }

private:
    // What stands side by side in a group: boxes whose paths end here, one each, and the boxes that share the next part of theirs.
    struct Item {
        std::vector<int> boxes;
        std::string_view part;  // empty: one box by itself
    };

    void split(Branch& into, const std::vector<int>& boxes, const std::vector<int>& edges, std::size_t depth) {
        std::vector<Item> items;
        std::map<std::string_view, std::size_t> byPart;
        for (const int box : boxes) {
            const bool ends = m_parts[at(box)].size() <= depth;
            const std::string_view part = ends ? std::string_view() : m_parts[at(box)][depth];
            const auto [place, isNew] = ends ? std::pair(byPart.end(), true) : byPart.try_emplace(part, items.size());
            if (isNew) items.push_back({{box}, part});
            else items[place->second].boxes.push_back(box);
        }
        items = apart(std::move(items), edges);
        number(items);
        std::vector<std::vector<int>> inner(items.size());
        for (const int edge : edges)
            if (const int item = m_item[at(m_edges[at(edge)].from)]; item == m_item[at(m_edges[at(edge)].to)]) inner[at(item)].push_back(edge);
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (items[i].boxes.size() == 1) {
                into.boxes.push_back(items[i].boxes.front());
                continue;
            }
            auto branch = std::make_unique<Branch>();
            branch->label = items[i].part;
            branch->path = depth == 0 ? branch->label : into.path + "." + branch->label;
            split(*branch, items[i].boxes, inner[i], depth + 1);
            // A group that holds one group only is that one, under both names.
            if (branch->boxes.empty() && branch->branches.size() == 1) {
                std::unique_ptr<Branch> only = std::move(branch->branches.front());
                only->label = branch->label + "." + only->label;
                branch = std::move(only);
            }
            into.branches.push_back(std::move(branch));
        }
    }

    void number(const std::vector<Item>& items) {
        for (std::size_t i = 0; i < items.size(); ++i)
            for (const int box : items[i].boxes) m_item[at(box)] = static_cast<int>(i);
    }

    // Takes items away that nothing leads to, then those that lead nowhere. What is left runs in circles, or lies between two; in execution
    // order each stretch of one item becomes an item, and then lines lead forwards only.
    std::vector<Item> apart(std::vector<Item> items, const std::vector<int>& edges) {
        number(items);
        std::vector<bool> circles(items.size(), true);
        for (const bool forwards : {true, false}) {
            std::vector<std::vector<int>> next(items.size());
            std::vector<int> before(items.size(), 0), ready;
            for (const int edge : edges) {
                int from = m_item[at(m_edges[at(edge)].from)], to = m_item[at(m_edges[at(edge)].to)];
                if (!forwards) std::swap(from, to);
                if (from == to || !circles[at(from)] || !circles[at(to)]) continue;
                next[at(from)].push_back(to);
                ++before[at(to)];
            }
            for (std::size_t i = 0; i < items.size(); ++i)
                if (circles[i] && before[i] == 0) ready.push_back(static_cast<int>(i));
            while (!ready.empty()) {
                const int item = ready.back();
                ready.pop_back();
                circles[at(item)] = false;
                for (const int after : next[at(item)])
                    if (--before[at(after)] == 0) ready.push_back(after);
            }
        }
        if (std::ranges::find(circles, true) == circles.end()) return items;
        std::vector<int> boxes;
        std::vector<Item> out;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (circles[i]) boxes.insert(boxes.end(), items[i].boxes.begin(), items[i].boxes.end());
            else out.push_back(std::move(items[i]));
        }
        std::sort(boxes.begin(), boxes.end());
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            const int item = m_item[at(boxes[i])];
            if (i > 0 && item == m_item[at(boxes[i - 1])]) out.back().boxes.push_back(boxes[i]);
            else out.push_back({{boxes[i]}, items[at(item)].part});
        }
        std::sort(out.begin(), out.end(), [](const Item& a, const Item& b) { return a.boxes.front() < b.boxes.front(); });
        return out;
    }

    void write(const Branch& branch, int parent) {
        for (const int box : branch.boxes) m_out.group[at(box)] = parent;
        for (const std::unique_ptr<Branch>& inner : branch.branches) {
            const int group = static_cast<int>(m_out.groups.size());
            m_out.groups.push_back({parent, inner->label, inner->path});
            write(*inner, group);
        }
    }

    std::vector<std::vector<std::string_view>> m_parts;  // by box
    std::span<const Edge> m_edges;
    std::vector<int> m_item;  // by box, while its level is split
    PathGroups m_out;
};

}  // namespace

PathGroups groupByPath(std::span<const std::string> paths, std::span<const Edge> edges) { return Grouper(paths, edges).group(); }

}  // namespace whittle::layout
