#include "app/cli/bench/limits.h"

#include <algorithm>
#include <array>
#include <barrier>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace whittle::bench {
namespace {

using Clock = std::chrono::steady_clock;

// Each chain of dependent multiply-adds takes 4 to 5 cycles a link and the machine starts up to two a cycle, so ten
// chains or more keep it busy; twelve accumulators fit into 16 registers too.
constexpr int kChains = 12;

// Runs `rounds` links of all chains; answers a number that depends on all of them, so that none can be left out.
using ChainKernel = float (*)(std::int64_t rounds);

struct Fma {
    const char* isa;
    double flopsPerRound;
    ChainKernel run;
};

#if defined(__x86_64__)
__attribute__((target("avx512f"))) float chainsAvx512(std::int64_t rounds) {
    __m512 sums[kChains];
    for (int i = 0; i < kChains; ++i) sums[i] = _mm512_set1_ps(static_cast<float>(i));
    const __m512 factor = _mm512_set1_ps(0.5f), addend = _mm512_set1_ps(1.0f);
    for (std::int64_t round = 0; round < rounds; ++round) {
#pragma GCC unroll 12
        for (int i = 0; i < kChains; ++i) sums[i] = _mm512_fmadd_ps(sums[i], factor, addend);
    }
    for (int i = 1; i < kChains; ++i) sums[0] = _mm512_add_ps(sums[0], sums[i]);
    return _mm512_cvtss_f32(sums[0]);
}

__attribute__((target("avx512f,avx512bf16"))) float chainsBf16(std::int64_t rounds) {
    __m512 sums[kChains];
    for (int i = 0; i < kChains; ++i) sums[i] = _mm512_set1_ps(static_cast<float>(i));
    const __m512bh one = _mm512_cvtne2ps_pbh(_mm512_set1_ps(1.0f), _mm512_set1_ps(1.0f));
    for (std::int64_t round = 0; round < rounds; ++round) {
#pragma GCC unroll 12
        for (int i = 0; i < kChains; ++i) sums[i] = _mm512_dpbf16_ps(sums[i], one, one);
    }
    for (int i = 1; i < kChains; ++i) sums[0] = _mm512_add_ps(sums[0], sums[i]);
    return _mm512_cvtss_f32(sums[0]);
}

__attribute__((target("avx2,fma"))) float chainsAvx2(std::int64_t rounds) {
    __m256 sums[kChains];
    for (int i = 0; i < kChains; ++i) sums[i] = _mm256_set1_ps(static_cast<float>(i));
    const __m256 factor = _mm256_set1_ps(0.5f), addend = _mm256_set1_ps(1.0f);
    for (std::int64_t round = 0; round < rounds; ++round) {
#pragma GCC unroll 12
        for (int i = 0; i < kChains; ++i) sums[i] = _mm256_fmadd_ps(sums[i], factor, addend);
    }
    for (int i = 1; i < kChains; ++i) sums[0] = _mm256_add_ps(sums[0], sums[i]);
    return _mm256_cvtss_f32(sums[0]);
}
#endif

float chainsPortable(std::int64_t rounds) {
    using Four = float __attribute__((vector_size(16)));
    Four sums[kChains];
    for (int i = 0; i < kChains; ++i) sums[i] = Four{} + static_cast<float>(i);
    const Four factor = Four{} + 0.5f, addend = Four{} + 1.0f;
    for (std::int64_t round = 0; round < rounds; ++round) {
#pragma GCC unroll 12
        for (int i = 0; i < kChains; ++i) sums[i] = sums[i] * factor + addend;
    }
    for (int i = 1; i < kChains; ++i) sums[0] += sums[i];
    return sums[0][0];
}

Fma fmaF32() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) return {"avx512", 2.0 * 16 * kChains, chainsAvx512};
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return {"avx2", 2.0 * 8 * kChains, chainsAvx2};
#endif
    return {"128-bit", 2.0 * 4 * kChains, chainsPortable};
}

// Each of the 16 lanes adds two products.
std::optional<Fma> fmaBf16() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bf16")) return Fma{"avx512_bf16", 4.0 * 16 * kChains, chainsBf16};
#endif
    return std::nullopt;
}

// Runs `work(thread)` on all threads at once, `tries` times; answers the shortest time that all of them took.
template <class Work>
double bestSeconds(int threads, int tries, const Work& work) {
    double best = 1e9;
    Clock::time_point start;
    std::barrier together(threads);
    const auto body = [&](int thread) {
        for (int i = 0; i < tries; ++i) {
            together.arrive_and_wait();
            if (thread == 0) start = Clock::now();
            work(thread);
            together.arrive_and_wait();
            if (thread == 0) best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
        }
    };
    std::vector<std::thread> others;
    for (int thread = 1; thread < threads; ++thread) others.emplace_back(body, thread);
    body(0);
    for (std::thread& other : others) other.join();
    return best;
}

double gigaflops(const Fma& fma, int threads) {
    constexpr std::int64_t kRounds = 400'000;  // 2 to 8 ms
    std::vector<float> results(static_cast<std::size_t>(threads) * 16);  // a cache line each
    const double seconds = bestSeconds(threads, 60, [&](int thread) { results[static_cast<std::size_t>(thread) * 16] = fma.run(kRounds); });
    return fma.flopsPerRound * static_cast<double>(kRounds) * threads / seconds / 1e9;
}

enum class Stores { Ordinary, PastCache };

void triadPart(float* to, const float* a, const float* b, std::size_t count, Stores stores) {
    using Four = float __attribute__((vector_size(16)));
    for (std::size_t i = 0; i + 4 <= count; i += 4) {
        const Four sum = *reinterpret_cast<const Four*>(a + i) + 3.0f * *reinterpret_cast<const Four*>(b + i);
#if defined(__x86_64__)
        if (stores == Stores::PastCache) {
            _mm_stream_ps(to + i, reinterpret_cast<__m128>(sum));
            continue;
        }
#else
        (void)stores;
#endif
        *reinterpret_cast<Four*>(to + i) = sum;
    }
}

// STREAM's triad, a = b + s * c, over arrays that no last-level cache holds; each thread touches its part first.
std::array<double, 2> triads(int threads) {
    constexpr std::size_t kPart = std::size_t{1} << 12;             // floats: keeps every part aligned
    constexpr std::size_t kBytes = std::size_t{96} << 20;           // an array
    const std::size_t each = kBytes / sizeof(float) / static_cast<std::size_t>(threads) / kPart * kPart;
    const auto allocate = [&] {
        return std::unique_ptr<float, decltype(&std::free)>(
            static_cast<float*>(std::aligned_alloc(4096, each * static_cast<std::size_t>(threads) * sizeof(float))), std::free);
    };
    const auto a = allocate(), b = allocate(), c = allocate();
    if (!a || !b || !c) return {};
    const auto part = [&](const auto& array, int thread) { return array.get() + each * static_cast<std::size_t>(thread); };
    bestSeconds(threads, 1, [&](int thread) {
        for (const auto* array : {&a, &b, &c}) std::fill_n(part(*array, thread), each, 1.0f);
    });
    std::array<double, 2> out{};
    for (const Stores stores : {Stores::Ordinary, Stores::PastCache}) {
        const double seconds = bestSeconds(threads, 12, [&](int thread) { triadPart(part(a, thread), part(b, thread), part(c, thread), each, stores); });
        out[stores == Stores::PastCache] = 3.0 * static_cast<double>(each) * threads * sizeof(float) / seconds / 1e9;
    }
    return out;
}

}  // namespace

Limits measureLimits(int threads) {
    Limits limits;
    const Fma f32 = fmaF32();
    limits.isa = f32.isa;
    limits.fmaF32 = gigaflops(f32, threads);
    if (const auto bf16 = fmaBf16()) limits.fmaBf16 = gigaflops(*bf16, threads);
    const auto [triad, triadNt] = triads(threads);
    limits.triad = triad;
    limits.triadNt = triadNt;
    return limits;
}

}  // namespace whittle::bench
