#include "engine/formats/export_origin.h"

#include <charconv>

namespace whittle {
namespace {

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

void readModuleStack(std::string_view stack, Origin& origin) {
    while (!stack.empty()) {  // innermost last
        const std::size_t split = stack.rfind(';');
        const std::string_view entry = split == stack.npos ? stack : stack.substr(split + 1);
        stack = split == stack.npos ? std::string_view() : stack.substr(0, split);
        const Module module = readModule(entry);
        if (module.type.empty() || module.type.starts_with('_')) continue;  // "_empty_nn_module_stack_from_metadata_hook"
        origin.modulePath = module.path;
        origin.moduleType = module.type;
        return;
    }
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
    return out;
}

}  // namespace whittle
