#include "engine/formats/fx_given.h"

#include <algorithm>
#include <cctype>

#include "engine/formats/fx_import.h"

namespace whittle::fx {
namespace {

constexpr struct {
    std::string_view prefix;
    InputKind kind;
} kLifted[] = {{"p_", InputKind::Parameter}, {"b_", InputKind::Buffer}, {"c_", InputKind::Constant}};

InputSpec specOf(const Tensor& tensor, InputKind kind, std::string target) {
    return {.type = typeOf(Datum(tensor)), .data = tensor, .kind = kind, .target = std::move(target)};
}

// torch.export writes a name as a Python identifier: what is no letter or digit becomes '_', letters become small. Where Dynamo
// captured the model it is the name that Dynamo had for it, L['self'].fc.weight as "l__self___fc_weight".
bool isSpelled(std::string_view identifier, std::string_view name) {
    if (identifier.starts_with("l__"))
        if (const std::size_t end = identifier.find("___", 3); end != identifier.npos && isSpelled(identifier.substr(end + 3), name)) return true;
    return std::ranges::equal(identifier, name, [](unsigned char a, unsigned char b) {
        return std::isalnum(b) ? std::tolower(a) == std::tolower(b) : a == '_';
    });
}

bool isLifted(std::string_view name) {
    return std::ranges::any_of(kLifted, [&](const auto& row) { return name.starts_with(row.prefix); });
}

}  // namespace

Result<std::optional<InputSpec>> GivenTensors::weight(std::string_view name) const {
    for (const auto& row : kLifted) {
        if (!name.starts_with(row.prefix)) continue;
        const std::string* found = nullptr;
        for (const auto& [key, tensor] : m_tensors) {
            if (isOfTheCall(key) || !isSpelled(name.substr(row.prefix.size()), key)) continue;
            if (found) return fail(Code::Format, "'{}' may be '{}' or '{}' of {}", name, *found, key, m_file);
            found = &key;
        }
        if (found) return specOf(m_tensors.at(*found), row.kind, *found);
    }
    return std::nullopt;
}

bool GivenTensors::anyWeights() const {
    return std::ranges::any_of(m_tensors, [](const auto& entry) { return !isOfTheCall(entry.first); });
}

bool GivenTensors::lacks(std::string_view name) const {
    if (!isLifted(name) || !anyWeights()) return false;
    const Result<std::optional<InputSpec>> found = weight(name);
    return found && !*found;
}

Result<InputSpec> GivenTensors::parameter(std::string_view name, std::size_t users) const {
    WHITTLE_TRY(std::optional<InputSpec> lifted, weight(name));
    if (lifted) return *std::move(lifted);
    const std::string key = fmt::format("in.{}", users);
    const auto found = m_tensors.find(key);
    if (found != m_tensors.end() && !(isLifted(name) && anyWeights())) return specOf(found->second, InputKind::User, {});
    if (isLifted(name)) return fail(Code::Type, "input '{}' has no type: {} has no weight of that name", name, m_file);
    return fail(Code::Type, "input '{}' has no type: {} has no '{}'", name, m_file, key);
}

Result<InputSpec> GivenTensors::attribute(std::string_view path) const {
    const auto found = m_tensors.find(std::string(path));
    // A parameter or a buffer: the text does not say which. As a buffer it may be written to, as some are.
    if (found != m_tensors.end()) return specOf(found->second, InputKind::Buffer, found->first);
    return fail(Code::Type, "attribute 'self.{}' has no type: {} has no tensor of that name", path.substr(0, 80), m_file);
}

}  // namespace whittle::fx
