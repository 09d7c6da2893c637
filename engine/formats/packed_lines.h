// Lines of text as one compressed block, such as what a session keeps of a run. Written and read a line at a time, so that no side holds the whole text; what
// is read may come from anyone.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/cancel.h"
#include "engine/base/result.h"

namespace whittle {

class LinePacker {
public:
    /// `most`: bytes that the block may have.
    explicit LinePacker(std::size_t most);
    ~LinePacker();
    LinePacker(const LinePacker&) = delete;
    LinePacker& operator=(const LinePacker&) = delete;

    /// Of a line without its end. Errors: Limit once the block is larger than it may be; nothing more can be added then.
    Result<void> add(std::string_view line);
    /// The block; nothing can be added any more. Errors: as add().
    Result<std::string> finish();

private:
    Result<void> write(std::string_view text, int flush);
    struct Stream;
    std::unique_ptr<Stream> m_stream;
    std::size_t m_most;
    std::string m_out;
};

/// A few bytes can say that they are terabytes: whoever reads them says how many there may be.
struct PackedLimits {
    std::uint64_t text = std::uint64_t{512} << 20;  ///< bytes of all lines
    std::uint64_t line = std::uint64_t{128} << 20;  ///< bytes of one
};

/// Gives the lines to `take` one after the other, until it has an error. Errors: Format for a block that is damaged or not whole, Limit for one beyond its limits,
/// Cancelled; those of `take`.
Result<void> unpackLines(std::string_view packed, const PackedLimits& limits, const CancelToken& cancel, const std::function<Result<void>(std::string_view line)>& take);

}  // namespace whittle
