// Which lines of a kernel's texts belong together: the user's lines, loops, LLVM IR, assembly. Code is tied by the line of the loop IR that each of its lines
// was made from, the user's lines by the nodes of the opened graph.
#pragma once

#include <cstdint>
#include <vector>

namespace whittle {

class LineLinks {
public:
    /// What a line is part of, or a node.
    struct Focus {
        std::vector<int> loopLines;       ///< of the loop IR, from 1, ascending
        std::vector<std::int32_t> nodes;  ///< by id, ascending
        bool isEmpty() const { return loopLines.empty() && nodes.empty(); }
        friend bool operator==(const Focus&, const Focus&) = default;
    };

    /// By line of the loop IR, from 0.
    void setLoopNodes(std::vector<std::vector<std::int32_t>> nodes);
    /// A text of code, by line the line of the loop IR (from 1; 0: none); shorter than the text: none behind. Answers its number, from 0.
    int addCode(std::vector<int> loopLines);
    /// A text of the user's, by line its nodes. Likewise.
    int addSource(std::vector<std::vector<std::int32_t>> nodes);

    Focus at(int text, int line) const;
    Focus of(std::int32_t node) const;
    /// Ascending.
    std::vector<int> lines(const Focus& focus, int text) const;

private:
    struct Text {
        std::vector<int> loopLines;
        std::vector<std::vector<std::int32_t>> nodes;
    };
    Focus ofNodes(std::vector<std::int32_t> nodes) const;

    std::vector<std::vector<std::int32_t>> m_loopNodes;
    std::vector<Text> m_texts;
};

}  // namespace whittle
