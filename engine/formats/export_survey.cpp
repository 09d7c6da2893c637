#include "engine/formats/export_survey.h"

#include <algorithm>
#include <unordered_set>

#include <fmt/ranges.h>

#include "engine/formats/export_argument.h"
#include "engine/formats/export_meta.h"
#include "engine/formats/export_origin.h"
#include "engine/formats/export_spec.h"

namespace whittle {
namespace {

constexpr std::size_t kMaxNamed = 40;

const Json::array_t& listAt(const Json& object, std::string_view key) {
    static const Json::array_t kNone;
    const Json* list = optionalField(object, key);
    return list && list->is_array() ? list->get_ref<const Json::array_t&>() : kNone;
}

class Survey {
public:
    explicit Survey(const Error& first) : m_first(first.message) {}

    void program(const Json& program) {
        const Json* module = optionalField(program, "graph_module");
        if (!module) return;
        if (const Json* signature = optionalField(*module, "signature")) specs(*signature);
        if (const Json* root = optionalField(*module, "graph")) graph(*root, 0);
    }

    std::string text() const {
        if (m_found.empty()) return {};
        std::vector<std::string> shown = m_found;
        if (shown.size() < m_messages.size()) shown.push_back(fmt::format("{} more", m_messages.size() - shown.size()));
        return fmt::format("; not read either: {}", fmt::join(shown, "; "));
    }

private:
    void note(const std::string& message, const std::string& where) {
        if (message == m_first || !m_messages.insert(message).second) return;
        if (m_found.size() < kMaxNamed) m_found.push_back(fmt::format("{} ({})", message, where));
    }

    void specs(const Json& signature) {
        for (const Json& spec : listAt(signature, "input_specs")) {
            const Result<Tagged> tagged = exportUnion(spec, "an input spec");
            constexpr std::array<std::string_view, 3> kOwnForm{"user_input", "constant_input", kExportToken};
            if (tagged && std::ranges::find(kOwnForm, tagged->tag) == kOwnForm.end() && std::ranges::find(kExportInputs, tagged->tag, &ExportInputKind::tag) == kExportInputs.end())
                note(fmt::format("an input of kind '{}'", tagged->tag), "the signature");
        }
        for (const Json& spec : listAt(signature, "output_specs")) {
            const Result<Tagged> tagged = exportUnion(spec, "an output spec");
            if (tagged && tagged->tag != kExportToken && std::ranges::find(kExportOutputs, tagged->tag, &ExportOutputKind::tag) == kExportOutputs.end())
                note(fmt::format("an output of kind '{}'", tagged->tag), "the signature");
        }
    }

    void graph(const Json& graph, int depth) {
        const ArgumentScope scope{.value = [](std::string_view) -> Result<ValueId> { return ValueId(); },
                                  .graph = [&](const Json& json) -> Result<Arg> {
                                      const Json* inner = optionalField(json, "graph");
                                      if (inner && depth < kMaxGraphDepth) this->graph(*inner, depth + 1);
                                      return Arg();
                                  }};
        for (const Json& node : listAt(graph, "nodes")) {
            const Json* target = optionalField(node, "target");
            const bool ordered = target && target->is_string() && exportOperator(target->get_ref<const std::string&>()) == kExportWithEffects;
            const std::span<const Json> inputs = listAt(node, "inputs");
            for (const Json& input : ordered ? inputs.subspan(std::min<std::size_t>(2, inputs.size())) : inputs)
                if (const Json* value = optionalField(input, "arg"))
                    if (const Result<Arg> read = exportArgument(*value, scope); !read) note(read.error().message, describeExportNode(node));
        }
        Symbols symbols;
        if (const Json* values = optionalField(graph, "tensor_values"); values && values->is_object())
            for (const auto& [name, meta] : values->items())
                if (const Result<TensorMeta> read = exportTensorMeta(meta, symbols); !read)
                    note(read.error().message, fmt::format("the type of '{}'", name.substr(0, 80)));
    }

    const std::string m_first;
    std::unordered_set<std::string> m_messages;
    std::vector<std::string> m_found;  // the first of them, each with its place
};

}  // namespace

std::string alsoUnread(const Json& program, const Error& first) {
    Survey survey(first);
    survey.program(program);
    return survey.text();
}

}  // namespace whittle
