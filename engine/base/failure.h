// A failure of the program under test, as data: what the compiler or the compiled program did wrong.
// Engine, minifier, command and window all speak of failures with this one type. (An Error, by
// contrast, is about Whittle's own input or state.)
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace whittle {

enum class FailureKind {
    ImportError,
    CompileError,
    Crash,        // died by a signal
    Hang,         // ran past its time limit
    OutOfMemory,  // ran past its memory limit
    RunError,
    WrongResult,
    NonDeterministic,
};
std::string_view failureKindName(FailureKind kind);  ///< "compile_error", "crash", ...
std::optional<FailureKind> parseFailureKind(std::string_view name);

struct Failure {
    FailureKind kind = FailureKind::RunError;
    std::string signature;  ///< normalised: two runs of one bug give one signature
    std::string phase;      ///< "import", "pass:NAME", "lower", "codegen", "run", "compare"
    std::string node;       ///< names of the failing nodes in the graph, ", " between them; empty when unknown
    std::string message;    ///< first line, as the user should read it
    std::string detail;     ///< everything else: worst index, signal, tail of stderr

    friend bool operator==(const Failure&, const Failure&) = default;
};

/// One line without numbers, addresses, quoted node names and paths, so that two runs of one bug
/// agree: "input 3 of 'mm_7' at 0x7f.. in /tmp/x.py" -> "input # of '_' at # in _". Pure.
std::string normaliseSignature(std::string_view text);

}  // namespace whittle
