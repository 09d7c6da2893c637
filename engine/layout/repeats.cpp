#include "engine/layout/repeats.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>

namespace whittle::layout {
namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }

// Where the numbers of a label are.
std::vector<std::pair<std::size_t, std::size_t>> numbersIn(const std::string& label) {
    std::vector<std::pair<std::size_t, std::size_t>> numbers;
    for (std::size_t begin = 0; begin < label.size();) {
        std::size_t end = begin;
        while (end < label.size() && isDigit(label[end])) ++end;
        if (end > begin) numbers.emplace_back(begin, end);
        begin = end + 1;
    }
    return numbers;
}

// "9" -> "10", "09" -> "10": as text, for nobody says how long it may be.
std::string oneMore(std::string number) {
    for (std::size_t i = number.size(); i-- > 0; number[i] = '0')
        if (number[i] != '9') {
            ++number[i];
            return number;
        }
    return "1" + number;
}

class Joiner {
public:
    Joiner(PathGroups groups, std::span<const std::string> paths, std::span<const int> kinds, std::span<const Edge> edges)
        : m_groups(std::move(groups)), m_paths(paths), m_kinds(kinds), m_operands(edges.begin(), edges.end()), m_count(static_cast<int>(paths.size())) {
        std::ranges::sort(m_operands, [](const Edge& a, const Edge& b) { return std::pair(a.to, a.input) < std::pair(b.to, b.input); });
        m_firstOperand.resize(paths.size() + 1);
        for (const Edge& edge : m_operands) ++m_firstOperand[at(edge.to) + 1];
        for (std::size_t box = 0; box < paths.size(); ++box) m_firstOperand[box + 1] += m_firstOperand[box];
        m_boxes.resize(m_groups.groups.size());
        m_inside.resize(m_groups.groups.size() + 1);
        for (int box = 0; box < m_count; ++box)
            for (int group = m_groups.group[at(box)]; group >= 0; group = m_groups.groups[at(group)].parent) m_boxes[at(group)].push_back(box);
        for (std::size_t group = 0; group < m_groups.groups.size(); ++group) m_inside[at(m_groups.groups[group].parent + 1)].push_back(static_cast<int>(group));
    }

    PathGroups join() {
        m_run.assign(m_groups.groups.size(), -1);
        m_triedIn.assign(m_groups.groups.size(), 0);
        for (const std::vector<int>& siblings : m_inside) findRuns(siblings);
        if (m_runs.empty()) return std::move(m_groups);
        m_now.resize(m_groups.groups.size());
        write(-1, -1);
        for (int& group : m_groups.group) group = group < 0 ? -1 : m_now[at(group)];
        m_groups.groups = std::move(m_out);
        return std::move(m_groups);
    }

private:
    struct Operand {
        int reader = 0;  // which box of the block
        int input = 0;
        int producer = 0;  // which box of the block before
        int output = 0;
        bool operator==(const Operand&) const = default;
    };
    using Link = std::vector<Operand>;  // what a block takes of the one before

    const PathGroup& group(int index) const { return m_groups.groups[at(index)]; }
    const std::vector<int>& boxesOf(int group) const { return m_boxes[at(group)]; }
    std::span<const Edge> operandsOf(int box) const { return std::span(m_operands).subspan(m_firstOperand[at(box)], m_firstOperand[at(box) + 1] - m_firstOperand[at(box)]); }

    // Which box of the group; -1: it is outside.
    int placeIn(int group, int box) const {
        const std::vector<int>& boxes = boxesOf(group);
        const auto found = std::ranges::lower_bound(boxes, box);
        return found != boxes.end() && *found == box ? static_cast<int>(found - boxes.begin()) : -1;
    }

    // What the box is, or is in, beside the groups of `parent`: boxes are counted first, then groups. -1: it is outside of `parent`.
    int besides(int parent, int box) const {
        int item = box;
        for (int around = m_groups.group[at(box)]; around != parent; around = group(around).parent) {
            if (around < 0) return -1;
            item = m_count + around;
        }
        return item;
    }

    void findRuns(const std::vector<int>& siblings) {
        if (siblings.size() < kFewestRepeats) return;
        std::map<std::string_view, std::vector<int>> byLabel;
        for (const int each : siblings) byLabel[group(each).label].push_back(each);
        for (const int first : siblings) {
            if (m_run[at(first)] >= 0) continue;
            std::vector<int> longest;
            for (std::size_t number = 0; number < numbersIn(group(first).label).size(); ++number)
                if (std::vector<int> blocks = runFrom(first, number, byLabel); blocks.size() > longest.size()) longest = std::move(blocks);
            if (longest.size() < kFewestRepeats) continue;
            for (const int block : longest) m_run[at(block)] = static_cast<int>(m_runs.size());
            m_runs.push_back(std::move(longest));
        }
    }

    // As far as it goes, counting up the label's number of that place.
    std::vector<int> runFrom(int first, std::size_t number, const std::map<std::string_view, std::vector<int>>& byLabel) {
        std::vector<int> blocks{first};
        std::optional<Link> link;
        std::set<int> free;
        for (++m_try;;) {
            m_triedIn[at(blocks.back())] = m_try;
            const std::string& label = group(blocks.back()).label;
            const auto numbers = numbersIn(label);
            if (number >= numbers.size()) return blocks;
            const auto [begin, end] = numbers[number];
            const auto next = byLabel.find(label.substr(0, begin) + oneMore(label.substr(begin, end - begin)) + label.substr(end));
            if (next == byLabel.end()) return blocks;
            const auto found = std::ranges::find_if(next->second, [&](int candidate) {  // a module that runs several times is several groups
                if (m_run[at(candidate)] >= 0 || !isAlike(blocks.back(), candidate)) return false;
                std::optional<Link> own = linkOf(blocks.back(), candidate);
                if (!own || (link && own != link) || comesBack(blocks.front(), candidate, free)) return false;
                link = std::move(own);
                return true;
            });
            if (found == next->second.end()) return blocks;
            blocks.push_back(*found);
        }
    }

    bool isAlike(int a, int b) const {
        if (boxesOf(a).size() != boxesOf(b).size()) return false;
        for (std::size_t place = 0; place < boxesOf(a).size(); ++place) {
            const int one = boxesOf(a)[place], other = boxesOf(b)[place];
            if (m_kinds[at(one)] != m_kinds[at(other)]) return false;
            if (std::string_view(m_paths[at(one)]).substr(group(a).path.size()) != std::string_view(m_paths[at(other)]).substr(group(b).path.size())) return false;
            const auto isSame = [&](const Edge& x, const Edge& y) {
                const int producer = placeIn(a, x.from);
                return x.input == y.input && producer == placeIn(b, y.from) && (producer < 0 || x.output == y.output);
            };
            if (!std::ranges::equal(operandsOf(one), operandsOf(other), isSame)) return false;
        }
        return true;
    }

    // None: it takes nothing, or something of a block further back.
    std::optional<Link> linkOf(int before, int block) const {
        Link link;
        const int parent = group(block).parent;
        for (std::size_t place = 0; place < boxesOf(block).size(); ++place)
            for (const Edge& edge : operandsOf(boxesOf(block)[place]))
                if (const int producer = placeIn(before, edge.from); producer >= 0) link.push_back({static_cast<int>(place), edge.input, producer, edge.output});
                else if (const int item = besides(parent, edge.from); isTried(item)) return std::nullopt;
        return link.empty() ? std::nullopt : std::optional(std::move(link));
    }

    bool isTried(int item) const { return item >= m_count && m_triedIn[at(item - m_count)] == m_try; }

    // Whether something between leads from the run to the block. `free`: items that are known not to come from the run, nor will when it is
    // longer: they lead to its last block.
    bool comesBack(int first, int block, std::set<int>& free) const {
        const int parent = group(block).parent, begin = boxesOf(first).front();
        std::vector<int> ahead{m_count + block};
        while (!ahead.empty()) {
            const int item = ahead.back();
            ahead.pop_back();
            const std::span<const int> boxes = item < m_count ? std::span(&item, 1) : std::span(boxesOf(item - m_count));
            for (const int box : boxes)
                for (const Edge& edge : operandsOf(box)) {
                    if (edge.from < begin) continue;  // boxes are in execution order
                    const int producer = besides(parent, edge.from);
                    if (producer == item || producer < 0) continue;
                    if (!isTried(producer)) {
                        if (free.insert(producer).second) ahead.push_back(producer);
                    } else if (item != m_count + block) {
                        return true;
                    }
                }
        }
        return false;
    }

    void write(int parent, int around) {
        for (const int each : m_inside[at(parent + 1)]) {
            const int run = m_run[at(each)];
            if (run < 0) {
                add(each, around);
            } else if (const std::vector<int>& blocks = m_runs[at(run)]; blocks.front() == each) {
                const int place = static_cast<int>(m_out.size());
                m_out.push_back({around, group(each).label, group(each).path, static_cast<int>(blocks.size())});
                for (const int block : blocks) add(block, place);
            }
        }
    }

    void add(int each, int around) {
        m_now[at(each)] = static_cast<int>(m_out.size());
        m_out.push_back({around, group(each).label, group(each).path});
        write(each, m_now[at(each)]);
    }

    PathGroups m_groups;
    std::span<const std::string> m_paths;
    std::span<const int> m_kinds;
    std::vector<Edge> m_operands;  // by reader, each one's in their order
    std::vector<std::size_t> m_firstOperand;  // by box, one more at the end
    int m_count = 0;
    std::vector<std::vector<int>> m_boxes;   // by group: at any depth, ascending
    std::vector<std::vector<int>> m_inside;  // by group, the outermost first: groups
    std::vector<int> m_run;                  // by group: index into m_runs, -1: none
    std::vector<std::vector<int>> m_runs;
    std::vector<int> m_triedIn;  // by group: the last attempt that took it
    int m_try = 0;
    std::vector<PathGroup> m_out;
    std::vector<int> m_now;  // by group: where it is in m_out
};

}  // namespace

PathGroups joinRepeats(PathGroups groups, std::span<const std::string> paths, std::span<const int> kinds, std::span<const Edge> edges) {
    return Joiner(std::move(groups), paths, kinds, edges).join();
}

}  // namespace whittle::layout
