// Values that others stand in for, told to each reader as a pass comes to it: telling all readers at every replacement costs the
// square of the graph's size.
#pragma once

#include <unordered_map>

#include "engine/ir/graph.h"

namespace whittle {

class Replacements {
public:
    /// From now on `with`, which nothing replaces, stands for `of`.
    void add(ValueId of, ValueId with) { m_with.emplace(of, with); }
    /// Lets a node read what stands there now.
    void tell(Graph& graph, NodeId reader) const;
    /// To be called once all nodes behind the first replaced value were told.
    void tellOutputs(Graph& graph) const;

private:
    std::unordered_map<ValueId, ValueId> m_with;
};

}  // namespace whittle
