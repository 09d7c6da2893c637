#include "engine/formats/xz.h"

#include <algorithm>
#include <memory>
#include <string_view>

#include <lzma.h>

namespace whittle {
namespace {

constexpr std::size_t kMaxContent = std::size_t{512} << 20;
constexpr std::uint64_t kMaxMemory = std::uint64_t{256} << 20;
constexpr std::string_view kMagic("\xfd" "7zXZ\0", 6);

}  // namespace

bool looksLikeXz(std::span<const std::byte> bytes) {
    return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()).starts_with(kMagic);
}

Result<std::string> unpackXz(std::span<const std::byte> bytes) {
    lzma_stream stream = LZMA_STREAM_INIT;
    if (lzma_stream_decoder(&stream, kMaxMemory, LZMA_CONCATENATED) != LZMA_OK) return fail(Code::Internal, "liblzma does not start");
    const std::unique_ptr<lzma_stream, decltype(&lzma_end)> closer(&stream, lzma_end);
    stream.next_in = reinterpret_cast<const std::uint8_t*>(bytes.data());
    stream.avail_in = bytes.size();
    std::string out;
    std::size_t step = std::size_t{1} << 20;
    for (;;) {
        const std::size_t had = out.size();
        // One spare byte shows an overrun; what is added stays unwritten until lzma writes it.
        out.resize_and_overwrite(std::min(had + step, kMaxContent + 1), [](char*, std::size_t size) { return size; });
        step = std::max(step, out.size());                  // doubling: the copies stay linear
        stream.next_out = reinterpret_cast<std::uint8_t*>(out.data()) + had;
        stream.avail_out = out.size() - had;
        const lzma_ret status = lzma_code(&stream, LZMA_FINISH);
        out.resize(out.size() - stream.avail_out);
        if (out.size() > kMaxContent) return fail(Code::Limit, "the packed file holds more than {} bytes", kMaxContent);
        if (status == LZMA_STREAM_END) return out;
        if (status == LZMA_MEMLIMIT_ERROR) return fail(Code::Limit, "unpacking asks for more than {} bytes of memory", kMaxMemory);
        if (status != LZMA_OK) return fail(Code::Format, "the packed data is damaged or cut short (xz status {})", static_cast<int>(status));
    }
}

}  // namespace whittle
