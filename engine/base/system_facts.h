// Which machine and system this is, in words, for reports: nothing that names its owner, its host or a place on it.
#pragma once

#include <string>
#include <string_view>

namespace whittle {

/// "AMD EPYC 9R14 96-Core Processor": the CPU's own name where the system tells it, else the architecture.
std::string cpuModel();
/// The instruction sets that change what a compiler emits, "AVX2 FMA AVX-512F"; empty when the system does not tell.
std::string cpuExtensions();
/// Of the text of /proc/cpuinfo. Pure.
std::string cpuExtensions(std::string_view cpuinfo);
/// "Debian GNU/Linux 12 (bookworm), Linux 6.1 x86_64".
std::string systemName();

}  // namespace whittle
