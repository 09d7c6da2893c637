// Which rows of a comparison of several graphs are wanted, as one line of words: the field above the table in the window and `whittle diff --filter`.
#pragma once

#include <string_view>

#include "engine/ir/diff_many.h"

namespace whittle {

/// All of its terms have to hold; none at all: every row.
struct DiffFilter {
    enum class Kind {
        Text,     ///< in a name or an operator of the node in any graph
        Differs,  ///< changed, or only the base or only that graph has it
        Same,
        Changed,
        Absent,
        Only,     ///< no other graph has it
        What,     ///< an aspect of a change
    };
    struct Term {
        Kind kind = Kind::Text;
        int graph = -1;        ///< 0: the base; -1: any, of Same all
        unsigned aspects = 0;  ///< of What
        std::string text;      ///< of Text, in small letters
    };
    std::vector<Term> terms;
};

/// "differs", "changed:B", "absent:A", "only:C", "same", "what:type" (or operator, arguments), and words to be found in names and operators.
/// `graphs`: how many there are with the base. Errors: Argument for a graph that there is not, or an aspect.
Result<DiffFilter> parseDiffFilter(std::string_view text, int graphs);

/// `graphs`: the base, then the others.
bool accepts(const DiffFilter& filter, const ManyDiffRow& row, std::span<const Graph* const> graphs);

}  // namespace whittle
