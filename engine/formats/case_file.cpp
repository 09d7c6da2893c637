#include "engine/formats/case_file.h"

#include <algorithm>
#include <charconv>

#include "engine/formats/safetensors.h"

namespace whittle {
namespace {

// A 0-d tensor stands for a number when the graph wants one.
Result<Datum> numberFrom(const Tensor& tensor, NumberType::Kind kind, const std::string& key) {
    if (tensor.numel() != 1)
        return fail(Code::Shape, "'{}' is {}, but the graph wants one number there", key, tensor.describe());
    if (kind == NumberType::Kind::Float) return Datum(tensor.flat(0));
    if (kind == NumberType::Kind::Bool) return Datum(tensor.flat(0) != 0);
    return Datum(tensor.flatInt(0));
}

// Keys "in.0", "in.2", ... by number.
std::map<std::int64_t, std::string> inputKeys(const CaseTensors& tensors) {
    constexpr std::string_view kPrefix = "in.";
    std::map<std::int64_t, std::string> out;
    for (const auto& [key, tensor] : tensors) {
        std::int64_t number = 0;
        const char *first = key.data() + kPrefix.size(), *last = key.data() + key.size();
        if (key.starts_with(kPrefix) && std::from_chars(first, last, number).ptr == last) out.emplace(number, key);
    }
    return out;
}

}  // namespace

Result<CaseTensors> readCase(const std::string& path, const std::string& model) {
    WHITTLE_TRY(CaseTensors tensors, readSafetensors(path));
    if (model.empty()) return tensors;
    const std::string prefix = model + ".";
    CaseTensors out;
    for (auto& [key, tensor] : tensors) {
        const bool own = key.starts_with(prefix);
        if (own || !out.contains(key)) out.insert_or_assign(own ? key.substr(prefix.size()) : key, std::move(tensor));
    }
    return out;
}

bool isOfTheCall(std::string_view key) {
    constexpr std::string_view kNumbered[] = {"in.", "out.", "ref64."};
    const auto isNumbered = [&](std::string_view prefix) {
        return key.starts_with(prefix) && key.size() > prefix.size() && key.find_first_not_of("0123456789", prefix.size()) == key.npos;
    };
    return key.starts_with("mut.") || std::ranges::any_of(kNumbered, isNumbered);
}

Result<std::vector<Datum>> caseInputs(const Graph& graph, const CaseTensors& tensors, const std::string& path, MayLackInputs lack) {
    std::vector<const GraphInput*> wanted;
    for (const GraphInput& input : graph.inputs())
        if (input.kind == InputKind::User) wanted.push_back(&input);
    const std::map<std::int64_t, std::string> keys = inputKeys(tensors);
    if (keys.empty() && (lack == MayLackInputs::Yes || wanted.empty())) return std::vector<Datum>();
    if (keys.size() < wanted.size())
        return fail(Code::NotFound, "{} has {} of the graph's {} inputs: no tensor for input '{}'", path, keys.size(), wanted.size(),
                    graph.value(wanted[keys.size()]->value).name);
    if (keys.size() > wanted.size())
        return fail(Code::Argument, "{} holds '{}', but the graph has only {} inputs", path, keys.rbegin()->second, wanted.size());
    std::vector<Datum> inputs;
    for (const auto& [number, key] : keys) {
        const Type& type = graph.type(wanted[inputs.size()]->value);
        const Tensor& tensor = tensors.at(key);
        if (const NumberType* numberType = asNumberType(type)) {
            WHITTLE_TRY(Datum value, numberFrom(tensor, numberType->kind, key));
            inputs.push_back(std::move(value));
        } else {
            inputs.emplace_back(tensor);
        }
    }
    return inputs;
}

}  // namespace whittle
