#include "tests/opcases/op_list.h"

#include <nlohmann/json.hpp>

namespace whittle::test {

std::string_view howItRuns(const OpDef& op) {
    if (!op.functional.empty()) return "in place";
    if (op.lower) return "loops";
    return op.decompose ? "decomposition" : "kernel";
}

std::string listOpsAsJson() {
    nlohmann::json out = nlohmann::json::array();
    for (const OpDef* op : allOps())
        out.push_back({{"name", op->name}, {"schema", op->schema}, {"family", opFamily(op->name)}, {"summary", op->summary},
                       {"how", howItRuns(*op)}, {"functional", op->functional}});
    return out.dump(1);
}

}  // namespace whittle::test
