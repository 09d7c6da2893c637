#include "engine/formats/export_newer.h"

#include <algorithm>
#include <array>

#include <fmt/ranges.h>

namespace whittle {
namespace {

constexpr std::size_t kMaxKept = 64 << 10;  // of one field's text
constexpr std::size_t kMaxNamed = 20;

constexpr struct {
    std::string_view name;
    std::array<std::string_view, 9> known;
} kParts[] = {  // by Part
    {"program", {"graph_module", "opset_version", "range_constraints", "schema_version", "verifiers", "torch_version", "guards_code"}},
    {"graph_module", {"graph", "signature", "module_call_graph", "metadata", "treespec_namedtuple_fields"}},
    {"graph",
     {"inputs", "outputs", "nodes", "tensor_values", "sym_int_values", "sym_bool_values", "is_single_tensor_return", "custom_obj_values",
      "sym_float_values"}},
    {"node", {"target", "inputs", "outputs", "metadata", "is_hop_single_tensor_return", "name"}},
    {"argument", {"name", "arg", "kind"}},
};

}  // namespace

void NewerFields::look(Part part, const Json& object) {
    if (!object.is_object()) return;
    const auto& row = kParts[static_cast<int>(part)];
    for (const auto& [key, value] : object.get_ref<const Json::object_t&>()) {
        if (std::find(row.known.begin(), row.known.end(), key) != row.known.end()) continue;
        ++m_seen[{part, key}];
        if (part != Part::Program && part != Part::GraphModule) continue;
        std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
        if (text.size() <= kMaxKept) m_kept[fmt::format("{}{}.{}", kNewerField, row.name, key)] = std::move(text);
    }
}

std::vector<std::string> NewerFields::notes() const {
    std::vector<std::string> names;
    for (const auto& [field, count] : m_seen) {
        if (names.size() == kMaxNamed) {
            names.push_back("...");
            break;
        }
        const std::string_view part = kParts[static_cast<int>(field.first)].name;
        names.push_back(count == 1 ? fmt::format("'{}' of the {}", field.second.substr(0, 60), part)
                                   : fmt::format("'{}' of {} {}s", field.second.substr(0, 60), count, part));
    }
    if (names.empty()) return {};
    return {fmt::format("the program has fields that are newer than schema 8.20, and not understood: {}", fmt::join(names, ", "))};
}

}  // namespace whittle
