#include "engine/formats/trace/artifact_file.h"

namespace whittle::trace {

std::string safeFileName(std::string_view name) {
    std::string out;
    for (const char c : name) out += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == ' ' ? c : '_';
    if (out.empty() || out[0] == '.') out.insert(0, "_");
    return out.substr(0, 200);
}

std::filesystem::path artifactFile(const Compile& compile, const Artifact& artifact) {
    return std::filesystem::path(safeFileName(compile.id.any() ? compile.name() : "no_compile")) / (safeFileName(artifact.name) + std::string(formExtension(artifact.form)));
}

}  // namespace whittle::trace
