#include "engine/formats/export_origin.h"

#include <charconv>

namespace whittle {
namespace {

constexpr const char* kOwnKey = "whittle";
constexpr std::pair<const char*, std::string Origin::*> kOwnTexts[] = {
    {"fx", &Origin::name},   {"op", &Origin::op},  {"module", &Origin::modulePath},  {"type", &Origin::moduleType}, {"file", &Origin::file},
    {"code", &Origin::code}, {"function", &Origin::function}, {"trace", &Origin::stackTrace}};

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

bool isTorch(std::string_view file) {
    return file.starts_with("torch/") || file.find("site-packages/torch/") != file.npos ||
           file.find("dist-packages/torch/") != file.npos;
}

// `File "net.py", line 17, in forward`
bool readFrame(std::string_view line, Origin& frame) {
    constexpr std::string_view kFile = "File \"", kLine = "\", line ", kIn = ", in ";
    if (!line.starts_with(kFile)) return false;
    const std::size_t lineAt = line.find(kLine);
    if (lineAt == line.npos) return false;
    frame.file = line.substr(kFile.size(), lineAt - kFile.size());
    const std::string_view rest = line.substr(lineAt + kLine.size());
    const auto [end, status] = std::from_chars(rest.data(), rest.data() + rest.size(), frame.line);
    if (status != std::errc()) return false;
    const std::size_t in = rest.find(kIn);
    frame.function = in == rest.npos ? "" : rest.substr(in + kIn.size());
    frame.code.clear();
    return true;
}

struct Module {
    std::string_view path, type;
};

// `key,path,type`: commas inside parentheses belong to the path ("layer.slice(1, None, None)").
Module readModule(std::string_view entry) {
    std::size_t comma[2] = {};
    int found = 0, depth = 0;
    for (std::size_t i = 0; i < entry.size() && found < 2; ++i) {
        if (entry[i] == '(') ++depth;
        if (entry[i] == ')') --depth;
        if (entry[i] == ',' && depth == 0) comma[found++] = i;
    }
    if (found < 2) return {};
    return {entry.substr(comma[0] + 1, comma[1] - comma[0] - 1), entry.substr(comma[1] + 1)};
}

// PyTorch's entry for nodes without modules begins like this: "_empty_nn_module_stack_from_metadata_hook".
constexpr std::string_view kNoModule = "_empty_nn_module_stack";

void readModuleStack(std::string_view stack, Origin& origin) {
    while (!stack.empty()) {  // innermost last
        const std::size_t split = stack.rfind(';');
        const std::string_view entry = split == stack.npos ? stack : stack.substr(split + 1);
        stack = split == stack.npos ? std::string_view() : stack.substr(0, split);
        const Module module = readModule(entry);
        if (module.type.empty() || module.type.starts_with(kNoModule)) continue;
        origin.modulePath = module.path;
        origin.moduleType = module.type;
        return;
    }
}

std::optional<Json> ownPart(const Json& metadata) {
    const Json* text = optionalField(metadata, kOwnKey);
    if (!text || !text->is_string()) return std::nullopt;
    Result<Json> own = parseJson(text->get_ref<const std::string&>());
    if (!own || !own->is_object()) return std::nullopt;
    return *std::move(own);
}

}  // namespace

void readStackTrace(std::string_view trace, Origin& origin) {
    Origin frame, chosen;
    bool any = false, chosenIsTorch = true;
    const auto keep = [&] {
        if (!any || (isTorch(frame.file) && !chosenIsTorch)) return;
        chosenIsTorch = isTorch(frame.file);
        chosen = frame;
    };
    while (!trace.empty()) {
        const std::size_t end = std::min(trace.find('\n'), trace.size());
        const std::string_view line = trimmed(trace.substr(0, end));
        trace.remove_prefix(std::min(end + 1, trace.size()));
        if (line.starts_with("File \"")) keep();
        if (readFrame(line, frame)) any = true;
        else if (any && frame.code.empty()) frame.code = line;
    }
    keep();
    origin.file = std::move(chosen.file);
    origin.line = chosen.line;
    origin.function = std::move(chosen.function);
    origin.code = std::move(chosen.code);
}

Origin exportOrigin(const Json& metadata) {
    Origin out;
    const auto text = [&](std::string_view key) -> std::string {
        const Json* field = optionalField(metadata, key);
        return field && field->is_string() ? field->get_ref<const std::string&>() : std::string();
    };
    out.stackTrace = text("stack_trace");
    readStackTrace(out.stackTrace, out);
    const std::string modules = text("nn_module_stack");
    readModuleStack(modules, out);
    if (const std::optional<Json> own = ownPart(metadata)) {
        for (const auto& [key, member] : kOwnTexts)
            if (const Json* field = optionalField(*own, key); field && field->is_string()) out.*member = field->get<std::string>();
        if (const Json* line = optionalField(*own, "line"))
            if (const Result<std::int64_t> number = asInt(*line, "line"); number && *number >= 0 && *number <= INT32_MAX)
                out.line = static_cast<int>(*number);
        if (const Json* from = optionalField(*own, "from"); from && from->is_array())
            for (const Json& name : *from)
                if (name.is_string()) out.from.push_back(name.get<std::string>());
    }
    return out;
}

std::optional<std::string> keptNodeName(const Json& metadata) {
    const std::optional<Json> own = ownPart(metadata);
    const Json* name = own ? optionalField(*own, "node") : nullptr;
    if (!name || !name->is_string()) return std::nullopt;
    return name->get<std::string>();
}

std::map<std::string, std::string> originMetadata(const Origin& origin, const std::string& nodeName) {
    std::map<std::string, std::string> out;
    if (!origin.stackTrace.empty()) {
        out["stack_trace"] = origin.stackTrace;
    } else if (!origin.file.empty()) {
        out["stack_trace"] = fmt::format("File \"{}\", line {}, in {}\n    {}", origin.file, origin.line, origin.function, origin.code);
    }
    if (!origin.moduleType.empty())
        out["nn_module_stack"] = fmt::format("L__self__{}{},{},{}", origin.modulePath.empty() ? "" : "_", origin.modulePath,
                                             origin.modulePath, origin.moduleType);
    // Whatever does not read back from these stands in our own key.
    Json own = Json::object();
    const Origin back = exportOrigin(Json(out));
    for (const auto& [key, member] : kOwnTexts)
        if (origin.*member != back.*member) own[key] = origin.*member;
    if (origin.line != back.line) own["line"] = origin.line;
    if (!origin.from.empty()) own["from"] = origin.from;
    if (!nodeName.empty()) own["node"] = nodeName;
    if (!own.empty()) out[kOwnKey] = own.dump(-1, ' ', true, Json::error_handler_t::replace);
    return out;
}

std::string exportOperator(std::string_view target) {
    constexpr std::string_view kPrefix = "torch.ops.";
    return std::string(target.starts_with(kPrefix) ? target.substr(kPrefix.size()) : target);
}

// 8.2 has no node names: the name of a single result is the FX node's, unless our writer noted another.
std::string exportNodeName(const Json& json) {
    if (const Json* metadata = optionalField(json, "metadata"))
        if (std::optional<std::string> kept = keptNodeName(*metadata)) return *std::move(kept);
    if (const Json* name = optionalField(json, "name"); name && name->is_string()) return name->get<std::string>();
    const Json* outputs = optionalField(json, "outputs");
    if (!outputs || !outputs->is_array() || outputs->size() != 1 || !outputs->front().is_object() || outputs->front().empty())
        return {};
    const Json& result = outputs->front().begin().value();
    for (const std::string_view key : {"name", "as_name"})
        if (const Json* name = optionalField(result, key); name && name->is_string()) return name->get<std::string>();
    return {};
}

std::string describeExportNode(const Json& json) {
    const Json* target = optionalField(json, "target");
    const Json* metadata = optionalField(json, "metadata");
    const std::string where = metadata ? exportOrigin(*metadata).where() : std::string();
    return fmt::format("node '{}' ({}{}{})", exportNodeName(json),
                       target && target->is_string() ? exportOperator(target->get_ref<const std::string&>()) : "no target",
                       where.empty() ? "" : ", ", where);
}

}  // namespace whittle
