// What commands print for people: texts of files and logs among it, which must not command the terminal.
#pragma once

#include <cstdio>
#include <utility>

#include <fmt/format.h>

#include "engine/base/utf8.h"

namespace whittle::cli {

template <class... Args>
void printText(std::FILE* to, fmt::format_string<Args...> text, Args&&... args) {
    fmt::print(to, "{}", printable(fmt::format(text, std::forward<Args>(args)...)));
}
template <class... Args>
void printText(fmt::format_string<Args...> text, Args&&... args) {
    printText(stdout, text, std::forward<Args>(args)...);
}

}  // namespace whittle::cli
