// A module as people read it, and which of its lines comes from which line of the kernel's listing. The texts are those of code without lines:
// debug information is taken off first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <llvm/IR/Module.h>

namespace whittle {

/// `lines`: by line of the text, from 0, a line of the listing (DebugLines), from 1; 0: none. Empty where the module has no lines.
struct LinedText {
    std::string text;
    std::vector<int> lines;
};

/// Takes the lines off the module, which is otherwise left as it is. (A copy would tell predecessors in another order.)
LinedText takeLines(llvm::Module& module);

/// The lines of `text`, assembly of the module without lines, told by that of the same module with them, `lined`: instruction by instruction. Empty where
/// the two are not the same instructions.
std::vector<int> assemblyLines(std::string_view text, std::string_view lined);

}  // namespace whittle
