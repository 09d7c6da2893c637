#include "engine/formats/packed_lines.h"

#include <algorithm>
#include <array>
#include <limits>

#include <zlib.h>

namespace whittle {
namespace {

constexpr std::size_t kStep = std::size_t{64} << 10;
constexpr int kLevel = 4;  // half the time of the usual one, a tenth larger

// zlib takes 32 bits at a time.
void give(z_stream& stream, std::string_view& text) {
    const std::size_t count = std::min<std::size_t>(text.size(), std::numeric_limits<int>::max());
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // zlib reads it only
    stream.avail_in = static_cast<uInt>(count);
    text.remove_prefix(count);
}

}  // namespace

struct LinePacker::Stream {
    z_stream z{};
    bool isGood = deflateInit(&z, kLevel) == Z_OK;
    Stream() = default;
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    ~Stream() {
        if (isGood) deflateEnd(&z);
    }
};

LinePacker::LinePacker(std::size_t most) : m_stream(std::make_unique<Stream>()), m_most(most) {}

LinePacker::~LinePacker() = default;

Result<void> LinePacker::add(std::string_view line) {
    WHITTLE_TRY_VOID(write(line, Z_NO_FLUSH));
    return write("\n", Z_NO_FLUSH);
}

Result<std::string> LinePacker::finish() {
    WHITTLE_TRY_VOID(write({}, Z_FINISH));
    return std::move(m_out);
}

Result<void> LinePacker::write(std::string_view text, int flush) {
    if (!m_stream->isGood) return fail(Code::Internal, "zlib does not start");
    z_stream& z = m_stream->z;
    std::array<char, kStep> step;
    do {
        give(z, text);
        do {
            z.next_out = reinterpret_cast<Bytef*>(step.data());
            z.avail_out = static_cast<uInt>(step.size());
            if (deflate(&z, text.empty() ? flush : Z_NO_FLUSH) == Z_STREAM_ERROR) return fail(Code::Internal, "zlib does not compress");
            m_out.append(step.data(), step.size() - z.avail_out);
            if (m_out.size() > m_most) return fail(Code::Limit, "it takes more than {} bytes compressed", m_most);
        } while (z.avail_out == 0);
    } while (!text.empty());
    return {};
}

Result<void> unpackLines(std::string_view packed, const PackedLimits& limits, const CancelToken& cancel, const std::function<Result<void>(std::string_view line)>& take) {
    z_stream z{};
    if (inflateInit(&z) != Z_OK) return fail(Code::Internal, "zlib does not start");
    const std::unique_ptr<z_stream, int (*)(z_stream*)> ended(&z, inflateEnd);
    std::array<char, kStep> step;
    std::string line;
    std::uint64_t total = 0;
    int status = Z_OK;
    while (status != Z_STREAM_END) {
        WHITTLE_TRY_VOID(cancel.check());
        if (z.avail_in == 0) give(z, packed);
        z.next_out = reinterpret_cast<Bytef*>(step.data());
        z.avail_out = static_cast<uInt>(step.size());
        status = inflate(&z, Z_NO_FLUSH);
        if (status == Z_BUF_ERROR) return fail(Code::Format, "the compressed block ends too early");
        if (status != Z_OK && status != Z_STREAM_END) return fail(Code::Format, "the compressed block is damaged: {}", z.msg ? z.msg : "zlib cannot read it");
        std::string_view text(step.data(), step.size() - z.avail_out);
        total += text.size();
        if (total > limits.text) return fail(Code::Limit, "the compressed block holds more than {} bytes", limits.text);
        for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
            line.append(text.substr(0, end));
            text.remove_prefix(end + 1);
            WHITTLE_TRY_VOID(take(line));
            line.clear();
        }
        line.append(text);
        if (line.size() > limits.line) return fail(Code::Limit, "a line of the compressed block has more than {} bytes", limits.line);
    }
    if (!line.empty()) return fail(Code::Format, "the last line of the compressed block has no end");
    return {};
}

}  // namespace whittle
