// Every edit that any pass proposes for a graph, with what becomes of it: the list that a 1-minimal result is 1-minimal over.
#pragma once

#include "engine/base/hash.h"
#include "minifier/edits/edit.h"

namespace whittle {

struct SingleEdit {
    std::string pass;
    std::string text;                    ///< editText()
    std::shared_ptr<const Graph> graph;  ///< the candidate; null when the edit does not apply or leaves the graph no smaller
    Hash128 hash;                        ///< of the candidate
    std::string why;                     ///< there is none
    bool ranIntoLimit = false;           ///< that is why, so with more time there may be one
};

/// An error of applyEdit() that says nothing about the edit.
inline bool saysNothing(const Error& error) { return error.code == Code::Cancelled || error.code == Code::Io; }

/// In the order of the passes and of what they propose. Errors: those of applyEdit() that say nothing about the edit.
Result<std::vector<SingleEdit>> singleEdits(const Graph& graph, const Capture& capture);

}  // namespace whittle
