#include "engine/base/system_facts.h"

#include <fstream>
#include <iterator>
#include <utility>

#include <sys/utsname.h>

namespace whittle {
namespace {

// As the kernel spells them on x86 ("flags") and on ARM ("Features").
constexpr std::pair<std::string_view, std::string_view> kExtensions[] = {
    {"avx", "AVX"},           {"avx2", "AVX2"},           {"fma", "FMA"},
    {"f16c", "F16C"},         {"avx512f", "AVX-512F"},    {"avx512_vnni", "AVX-512-VNNI"},
    {"avx512_bf16", "AVX-512-BF16"}, {"avx512_fp16", "AVX-512-FP16"}, {"amx_tile", "AMX"},
    {"asimd", "NEON"},        {"asimdhp", "FP16"},        {"bf16", "BF16"},
    {"sve", "SVE"},           {"sve2", "SVE2"},
};

std::string contentOf(const char* file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// What follows the first line that starts with `key`, up to its end.
std::string_view lineAfter(std::string_view text, std::string_view key) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (const std::string_view line = text.substr(at, end - at); line.starts_with(key)) return line.substr(key.size());
        at = end + 1;
    }
    return {};
}

std::string_view afterColon(std::string_view line) {
    const std::size_t colon = line.find(": ");
    return colon == std::string_view::npos ? std::string_view() : line.substr(colon + 2);
}

}  // namespace

std::string cpuModel() {
    const std::string text = contentOf("/proc/cpuinfo");
    if (const std::string_view name = afterColon(lineAfter(text, "model name")); !name.empty()) return std::string(name);
    utsname system{};
    return ::uname(&system) == 0 ? system.machine : "unknown";
}

std::string cpuExtensions(std::string_view cpuinfo) {
    std::string_view flags = afterColon(lineAfter(cpuinfo, "flags"));
    if (flags.empty()) flags = afterColon(lineAfter(cpuinfo, "Features"));
    const std::string padded = " " + std::string(flags) + " ";
    std::string out;
    for (const auto& [flag, name] : kExtensions)
        if (padded.find(" " + std::string(flag) + " ") != std::string::npos) (out += out.empty() ? "" : " ") += name;
    return out;
}

std::string cpuExtensions() { return cpuExtensions(contentOf("/proc/cpuinfo")); }

std::string systemName() {
    std::string_view name;
    const std::string release = contentOf("/etc/os-release");
    name = lineAfter(release, "PRETTY_NAME=");
    if (name.size() > 1 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    utsname system{};
    if (::uname(&system) != 0) return std::string(name);
    // Of the kernel's release only the version: what follows may name a build or its host.
    std::string_view version = system.release;
    version = version.substr(0, version.find_first_not_of("0123456789."));
    std::string out(name);
    if (!out.empty()) out += ", ";
    return out + system.sysname + " " + std::string(version) + " " + system.machine;
}

}  // namespace whittle
