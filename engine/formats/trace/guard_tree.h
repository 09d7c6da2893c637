// The guards of one compile as PyTorch prints them: managers that walk to a value, and the checks made there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace whittle::trace {

struct GuardNode {
    int parent = -1;           ///< index of its manager; -1 for the root and for checks behind all managers
    int depth = 0;
    bool isManager = false;
    std::string kind;          ///< "GuardManager", "TENSOR_MATCH"
    std::string source;        ///< of a manager: "L['x']"
    std::string accessedBy;    ///< of a manager: "DictGetItemGuardAccessor('x')"
    std::string type;          ///< of a manager in newer logs: "<class 'int'>"
    std::string code;          ///< of a check: "L['k'] == 3"; of a manager what else stands there
    std::string userCode;      ///< the line of the user that made it necessary
    std::string userPlace;     ///< "net.py:17 in forward"
};

struct GuardTree {
    std::vector<GuardNode> nodes;           ///< in the order of the checks
    std::optional<double> latencyMicroseconds;  ///< of all checks together, in newer logs
    std::vector<std::string> notes;         ///< lines that are no guards

    int checkCount() const;
};

/// Errors: Format when the text has no guard tree; Limit past a million lines.
Result<GuardTree> parseGuardTree(std::string_view text);

}  // namespace whittle::trace
