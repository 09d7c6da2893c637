// The texts of one kernel: the user's lines, loops, LLVM IR before and after optimisation, assembly; and how their lines belong together. Immutable, made on a
// worker: the user's files are read for it where they are on this machine.
#pragma once

#include <memory>
#include <vector>

#include "views/models/code_lexer.h"
#include "views/models/kernel_content.h"
#include "views/models/line_links.h"
#include "views/models/text_lines.h"

namespace whittle {

struct CodePage {
    enum class Kind { Source, LoopIr, EmittedIr, LlvmIr, Assembly };
    Kind kind = Kind::Source;
    QString title;  ///< "net.py", "Loop IR"
    QString note;   ///< what to know of the text, "net.py is not on this machine: …"; may be empty
    CodeLanguage language = CodeLanguage::Python;
    TextLinesRef text;
    int firstLine = 0;  ///< of the user's file: where the kernel's first node stands, from 0
};

/// A function in machine code: the kernel's own, or one that a library calls.
struct CodeUnit {
    QString name;
    std::vector<CodePage> pages;  ///< those there are; numbers of texts in `links`
    LineLinks links;
};

struct KernelCode {
    int kernel = 0;
    std::vector<CodeUnit> units;  ///< at least one
    QString none;                 ///< why there is no code but the user's; empty: there is

    /// Errors: Cancelled. Cost: the texts' length.
    static Result<std::shared_ptr<const KernelCode>> build(const KernelContentRef& content, int kernel, const CancelToken& cancel);
};

using KernelCodeRef = std::shared_ptr<const KernelCode>;

}  // namespace whittle
