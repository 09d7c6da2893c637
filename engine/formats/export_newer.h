// Fields of an export JSON that no schema up to 8.20 has: a newer PyTorch wrote them. They are told to the user, and
// those of the program as a whole are kept in the graph's metadata, so that a writer can put them back.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/formats/json.h"

namespace whittle {

inline const std::string kNewerField = "newer.";  ///< + "program.NAME" or "graph_module.NAME": JSON text, a metadata key

class NewerFields {
public:
    enum class Part { Program, GraphModule, Graph, Node, Argument };
    void look(Part part, const Json& object);

    /// One line for all of them, or nothing.
    std::vector<std::string> notes() const;
    const std::map<std::string, std::string>& kept() const { return m_kept; }

private:
    std::map<std::pair<Part, std::string>, int> m_seen;  // how many objects have it
    std::map<std::string, std::string> m_kept;
};

}  // namespace whittle
