// TORCH_LOGS text as a second form of a trace: the same prefix, then "[0/1] [__recompiles] text". A message of several lines
// repeats the prefix on each.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/formats/trace/compile_joiner.h"

namespace whittle::trace {

struct TextLine {
    std::optional<CompileName> compile;
    std::string_view channel;  ///< "guards"; empty for messages without one
    std::string_view text;
};

/// Nothing when the text behind a prefix is in no such form.
std::optional<TextLine> parseTextLine(std::string_view rest);

/// What makes two lines parts of one message: who logged it, for which compile, to which channel.
struct TextKey {
    std::int64_t process = 0;
    std::string module, channel;
    int line = 0;
    CompileName compile;

    static TextKey of(const LogPrefix& prefix, const TextLine& line);
    bool matches(const LogPrefix& prefix, const TextLine& line) const;
};

/// Whether a line goes on with the message before it, which has the same key.
bool continuesMessage(const LogPrefix& prefix, const TextLine& line);

/// Takes a whole message in.
void takeText(CompileJoiner& joiner, const TextKey& key, Record record, std::string_view text);

}  // namespace whittle::trace
