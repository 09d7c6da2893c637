// How every line of PyTorch's logs begins, traces and TORCH_LOGS text alike:
//   [rank0]:V1122 11:19:11.881000 3594 torch/_dynamo/utils.py:1072] ...
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace whittle::trace {

struct LogPrefix {
    char level = 'V';
    std::optional<int> rank;
    int month = 0, day = 0;       ///< the log has no year and no time zone
    std::int64_t microseconds = 0;  ///< since midnight
    std::int64_t process = 0;
    std::string_view module;      ///< of the one who logs, relative to PyTorch
    int line = 0;
    std::string_view rest;        ///< behind "] "
};

/// Nothing for any other line.
std::optional<LogPrefix> parsePrefix(std::string_view line);

/// What a compile is called: `[!autograd/]frame/compile[_attempt]`. PyTorch counts anew after a reset, so one log may have a
/// name several times.
struct CompileId {
    std::optional<std::int64_t> autograd, frame, compile;

    bool any() const { return autograd || frame || compile; }
    std::string text(int attempt = 0) const;
    friend auto operator<=>(const CompileId&, const CompileId&) = default;
};

struct CompileName {
    CompileId id;
    int attempt = 0;
};

/// "0/1", "!0/-/-", "3/0_1"; nothing for other words.
std::optional<CompileName> parseCompileName(std::string_view text);

}  // namespace whittle::trace
