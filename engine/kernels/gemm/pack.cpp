#include "engine/kernels/gemm/pack.h"

#include "engine/kernels/gemm/lanes.h"

namespace whittle::gemm {
namespace {

// Rows become columns: three rounds of exchanging halves, pairs and elements.
WHITTLE_LANES_INLINE void transpose(Lanes (&x)[8]) {
    Lanes t[8];
    for (int i = 0; i < 8; i += 2) {
        t[i] = __builtin_shufflevector(x[i], x[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
        t[i + 1] = __builtin_shufflevector(x[i], x[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
    for (int i = 0; i < 8; i += 4)
        for (int j = 0; j < 2; ++j) {
            x[i + 2 * j] = __builtin_shufflevector(t[i + j], t[i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
            x[i + 2 * j + 1] = __builtin_shufflevector(t[i + j], t[i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        }
    for (int i = 0; i < 4; ++i) {
        const Lanes low = x[i], high = x[i + 4];
        x[i] = __builtin_shufflevector(low, high, 0, 1, 2, 3, 8, 9, 10, 11);
        x[i + 4] = __builtin_shufflevector(low, high, 4, 5, 6, 7, 12, 13, 14, 15);
    }
}

// Eight depths of up to eight lines. `lines` are there, `room` are stored.
template <class T>
WHITTLE_LANES_INLINE void packBlock(const T* from, Index across, Index lines, Index room, Index width, float* to) {
    Lanes block[kLanes];
    for (Index i = 0; i < kLanes; ++i) block[i] = i < lines ? load(from + i * across) : splat(0);
    transpose(block);
    if (room == kLanes)
        for (Index i = 0; i < kLanes; ++i) store(to + i * width, block[i]);
    else
        for (Index i = 0; i < kLanes; ++i) std::memcpy(to + i * width, &block[i], static_cast<std::size_t>(room) * sizeof(float));
}

// Lines are contiguous in depth. A cache line of each is used up before the next, as lines that are a power of two apart
// push each other out of the nearest cache; what is written meanwhile stays there.
template <class T>
WHITTLE_LANES void packTransposed(const T* from, Index across, Index count, Index depth, Index width, float* to) {
    constexpr Index kAtOnce = 64 / sizeof(T);
    Index done = 0;
    for (; done + kLanes <= depth; done += std::min(kAtOnce, (depth - done) / kLanes * kLanes))
        for (Index c = 0; c < width; c += kLanes)
            for (Index k = done; k < std::min(done + kAtOnce, depth - kLanes + 1); k += kLanes)
                packBlock(from + c * across + k, across, count - c, std::min(width - c, kLanes), width, to + k * width + c);
    for (Index k = done; k < depth; ++k)
        for (Index i = 0; i < width; ++i) to[k * width + i] = i < count ? static_cast<float>(from[i * across + k]) : 0.0f;
}

template <class T>
WHITTLE_LANES void packRows(const T* from, Index depthStep, Index count, Index depth, Index width, float* to) {
    for (Index k = 0; k < depth; ++k, to += width) {
        loadRow(from + k * depthStep, 1, count, to);
        std::fill(to + count, to + width, 0.0f);
    }
}

template <class From, class To>
void packAny(const From* from, Index across, Index depthStep, Index count, Index depth, Index width, To* to) {
    for (Index k = 0; k < depth; ++k, to += width) {
        for (Index i = 0; i < count; ++i) to[i] = static_cast<To>(from[i * across + k * depthStep]);
        std::fill(to + count, to + width, To{});
    }
}

// One step of depth beside the next, of lines that lie side by side.
WHITTLE_LANES void packPairRow(const BFloat16* first, const BFloat16* second, Index count, Index width, std::uint32_t* to) {
    Index i = 0;
#if defined(__x86_64__)
    for (; i + kLanes <= count; i += kLanes) {
        const __m128i a = _mm_loadu_si128(reinterpret_cast<const __m128i*>(first + i)), b = _mm_loadu_si128(reinterpret_cast<const __m128i*>(second + i));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to + i), _mm_unpacklo_epi16(a, b));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to + i + kLanes / 2), _mm_unpackhi_epi16(a, b));
    }
#endif
    for (; i < count; ++i) to[i] = first[i].bits | static_cast<std::uint32_t>(second[i].bits) << 16;
    std::fill(to + count, to + width, 0u);
}

// Two steps of depth side by side. Lines that are contiguous in depth already hold pairs, so those are moved as the f32
// that they are not; nothing computes with them.
void packPairs(const BFloat16* from, Index across, Index depthStep, Index count, Index depth, Index width, std::uint32_t* to) {
    const Index pairs = depth / 2;
    if (depthStep == 1 && across % 2 == 0 && reinterpret_cast<std::uintptr_t>(from) % sizeof(float) == 0)
        packTransposed(reinterpret_cast<const float*>(from), across / 2, count, pairs, width, reinterpret_cast<float*>(to));
    else if (across == 1)
        for (Index k = 0; k < pairs; ++k) packPairRow(from + 2 * k * depthStep, from + (2 * k + 1) * depthStep, count, width, to + k * width);
    else
        for (Index k = 0; k < pairs; ++k)
            for (Index i = 0; i < width; ++i) {
                const BFloat16* first = from + i * across + 2 * k * depthStep;
                to[k * width + i] = i < count ? first[0].bits | static_cast<std::uint32_t>(first[depthStep].bits) << 16 : 0;
            }
    if (depth % 2 != 0)
        for (Index i = 0; i < width; ++i) to[pairs * width + i] = i < count ? from[i * across + (depth - 1) * depthStep].bits : 0;
}

}  // namespace

void packPanel(PanelNumber number, const PanelSource& source, Index first, Index count, Index from, Index depth, Index width, void* to) {
    const Index start = first * source.across + from * source.depth;
    if (number == PanelNumber::F64)
        return packAny(reinterpret_cast<const double*>(source.data) + start, source.across, source.depth, count, depth, width, static_cast<double*>(to));
    if (number == PanelNumber::Bf16Pair)
        return packPairs(reinterpret_cast<const BFloat16*>(source.data) + start, source.across, source.depth, count, depth, width, static_cast<std::uint32_t*>(to));
    visitShort(source.dtype, [&](auto tag) {
        const auto* data = reinterpret_cast<const decltype(tag)*>(source.data) + start;
        auto* out = static_cast<float*>(to);
        if (source.across == 1) packRows(data, source.depth, count, depth, width, out);
        else if (source.depth == 1) packTransposed(data, source.across, count, depth, width, out);
        else packAny(data, source.across, source.depth, count, depth, width, out);
    });
}

}  // namespace whittle::gemm
