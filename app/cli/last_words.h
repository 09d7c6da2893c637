// Where in the compiler or in compiled code this process is, for whoever sees it die or stops it: a crash of compiled code must not end a command
// without a word.
#pragma once

#include <string_view>

namespace whittle::cli {

/// From here on a deadly signal says on standard error where it struck, and then ends the process as it would have.
void catchCrashes();
/// What begins now, "kernel k3 (nodes add_2, relu_3)"; as much as there is room for. Empty: nothing that has a name.
void nowIn(std::string_view where);
/// Writes it, if there is something, behind `before`: for signal handlers.
void writeWhere(std::string_view before);

}  // namespace whittle::cli
