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

constexpr std::string_view kOfTheCall[] = {"in.", "out.", "mut.", "ref64."};

InputSpec specOf(const Tensor& tensor, InputKind kind, std::string target) {
    return {.type = typeOf(Datum(tensor)), .data = tensor, .kind = kind, .target = std::move(target)};
}

// torch.export writes a name as a Python identifier: what is no letter or digit becomes '_', letters become small.
bool isSpelled(std::string_view identifier, std::string_view name) {
    return std::ranges::equal(identifier, name, [](unsigned char a, unsigned char b) {
        return std::isalnum(b) ? std::tolower(a) == std::tolower(b) : a == '_';
    });
}

bool isOfTheCall(std::string_view key) {
    return std::ranges::any_of(kOfTheCall, [&](std::string_view prefix) { return key.starts_with(prefix); });
}

}  // namespace

Result<InputSpec> GivenTensors::parameter(std::string_view name, std::size_t users) const {
    bool anyWeights = false, lifted = false;
    for (const auto& row : kLifted) {
        if (!name.starts_with(row.prefix)) continue;
        lifted = true;
        const std::string* found = nullptr;
        for (const auto& [key, tensor] : m_tensors) {
            if (isOfTheCall(key)) continue;
            anyWeights = true;
            if (!isSpelled(name.substr(row.prefix.size()), key)) continue;
            if (found) return fail(Code::Format, "'{}' may be '{}' or '{}' of {}", name, *found, key, m_file);
            found = &key;
        }
        if (found) return specOf(m_tensors.at(*found), row.kind, *found);
    }
    const std::string key = fmt::format("in.{}", users);
    const auto found = m_tensors.find(key);
    if (found != m_tensors.end() && !(lifted && anyWeights)) return specOf(found->second, InputKind::User, {});
    if (lifted) return fail(Code::Type, "input '{}' has no type: {} has no weight of that name", name, m_file);
    return fail(Code::Type, "input '{}' has no type: {} has no '{}'", name, m_file, key);
}

Result<InputSpec> GivenTensors::attribute(std::string_view path) const {
    const auto found = m_tensors.find(std::string(path));
    // A parameter or a buffer: the text does not say which. As a buffer it may be written to, as some are.
    if (found != m_tensors.end()) return specOf(found->second, InputKind::Buffer, found->first);
    return fail(Code::Type, "attribute 'self.{}' has no type: {} has no tensor of that name", path.substr(0, 80), m_file);
}

}  // namespace whittle::fx
