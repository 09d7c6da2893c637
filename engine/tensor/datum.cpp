#include "engine/tensor/datum.h"

namespace whittle {

std::string describe(const Datum& datum) {
    struct Visitor {
        std::string operator()(std::monostate) const { return "None"; }
        std::string operator()(const Tensor& tensor) const { return tensor.describe(); }
        std::string operator()(std::int64_t value) const { return fmt::format("int {}", value); }
        std::string operator()(double value) const { return fmt::format("float {}", value); }
        std::string operator()(bool value) const { return value ? "bool True" : "bool False"; }
    };
    return std::visit(Visitor{}, datum);
}

}  // namespace whittle
