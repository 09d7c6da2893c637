#include "engine/runtime/machine_roof.h"

#include <algorithm>
#include <array>
#include <barrier>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace whittle {
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

double gigaflops(const Fma& fma, int threads, int tries) {
    constexpr std::int64_t kRounds = 400'000;  // 2 to 8 ms
    std::vector<float> results(static_cast<std::size_t>(threads) * 16);  // a cache line each
    const double seconds = bestSeconds(threads, tries, [&](int thread) { results[static_cast<std::size_t>(thread) * 16] = fma.run(kRounds); });
    return fma.flopsPerRound * static_cast<double>(kRounds) * threads / seconds / 1e9;
}

enum class Stores { Ordinary, PastCache };

// As wide as registers are, or the instructions would be the limit and not the cache. The count is a multiple of 16.
using Triad = void (*)(float* to, const float* a, const float* b, std::size_t count);

#if defined(__x86_64__)
__attribute__((target("avx512f"))) void triadAvx512(float* to, const float* a, const float* b, std::size_t count) {
    const __m512 factor = _mm512_set1_ps(3.0f);
    for (std::size_t i = 0; i < count; i += 16) _mm512_store_ps(to + i, _mm512_fmadd_ps(factor, _mm512_load_ps(b + i), _mm512_load_ps(a + i)));
}

__attribute__((target("avx2,fma"))) void triadAvx2(float* to, const float* a, const float* b, std::size_t count) {
    const __m256 factor = _mm256_set1_ps(3.0f);
    for (std::size_t i = 0; i < count; i += 8) _mm256_store_ps(to + i, _mm256_fmadd_ps(factor, _mm256_load_ps(b + i), _mm256_load_ps(a + i)));
}

void triadPastCache(float* to, const float* a, const float* b, std::size_t count) {
    const __m128 factor = _mm_set1_ps(3.0f);
    for (std::size_t i = 0; i < count; i += 4) _mm_stream_ps(to + i, _mm_add_ps(_mm_load_ps(a + i), _mm_mul_ps(factor, _mm_load_ps(b + i))));
}
#endif

void triadPortable(float* to, const float* a, const float* b, std::size_t count) {
    using Four = float __attribute__((vector_size(16)));
    for (std::size_t i = 0; i < count; i += 4) *reinterpret_cast<Four*>(to + i) = *reinterpret_cast<const Four*>(a + i) + 3.0f * *reinterpret_cast<const Four*>(b + i);
}

Triad triadFor(Stores stores) {
#if defined(__x86_64__)
    if (stores == Stores::PastCache) return triadPastCache;
    if (__builtin_cpu_supports("avx512f")) return triadAvx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return triadAvx2;
#else
    (void)stores;
#endif
    return triadPortable;
}

// Three arrays, of which each thread has a part of its own and touches it first.
class TriadArrays {
public:
    TriadArrays(std::size_t bytes, int threads) : m_each(bytes / sizeof(float) / static_cast<std::size_t>(threads) / kPart * kPart), m_threads(threads) {
        for (Array& array : m_arrays)
            array.reset(static_cast<float*>(std::aligned_alloc(4096, (std::max(m_each, kPart) * static_cast<std::size_t>(threads) + kPart) * sizeof(float))));
        if (!isMade()) return;
        bestSeconds(threads, 1, [&](int thread) {
            for (std::size_t which = 0; which < m_arrays.size(); ++which) std::fill_n(part(which, thread), m_each, 1.0f);
        });
    }

    bool isMade() const { return m_each > 0 && std::ranges::all_of(m_arrays, [](const Array& array) { return array != nullptr; }); }

    /// GB/s of STREAM's triad, a = b + s * c, `rounds` times without a pause.
    double measure(Stores stores, int rounds, int tries) const {
        const Triad triad = triadFor(stores);
        const double seconds = bestSeconds(m_threads, tries, [&](int thread) {
            for (int i = 0; i < rounds; ++i) triad(part(0, thread), part(1, thread), part(2, thread), m_each);
        });
        return 3.0 * static_cast<double>(m_each) * rounds * m_threads * sizeof(float) / seconds / 1e9;
    }
    std::size_t bytes() const { return 3 * m_each * static_cast<std::size_t>(m_threads) * sizeof(float); }

private:
    struct Free {
        void operator()(float* memory) const { std::free(memory); }
    };
    using Array = std::unique_ptr<float, Free>;
    static constexpr std::size_t kPart = std::size_t{1} << 10;  // floats: keeps every part aligned
    static constexpr std::size_t kSkew = 5 * 16;
    // Apart by more than whole pages, or CPUs would take loads for ones of what was just stored.
    float* part(std::size_t which, int thread) const { return m_arrays[which].get() + m_each * static_cast<std::size_t>(thread) + which * kSkew; }

    std::size_t m_each;
    int m_threads;
    std::array<Array, 3> m_arrays;
};

// As Linux tells them of the first CPU; the last level is one for all threads, those below are each core's own.
std::vector<CacheRoof> dataCaches(int threads) {
    std::vector<CacheRoof> out;
    for (int index = 0; index < 8; ++index) {
        const std::string folder = "/sys/devices/system/cpu/cpu0/cache/index" + std::to_string(index);
        std::string type;
        int level = 0;
        std::uint64_t kibibytes = 0;
        if (!(std::ifstream(folder + "/type") >> type) || !(std::ifstream(folder + "/level") >> level) || !(std::ifstream(folder + "/size") >> kibibytes)) continue;
        if (type != "Instruction") out.push_back({.level = level, .bytes = kibibytes * 1024, .triad = 0});
    }
    std::ranges::sort(out, {}, &CacheRoof::level);
    for (CacheRoof& cache : out)
        if (&cache != &out.back()) cache.bytes *= static_cast<std::uint64_t>(threads);
    return out;
}

// Half of what the caches hold, so that nothing else has to leave them.
void measureCaches(std::vector<CacheRoof>& caches, int threads, int tries) {
    constexpr double kBytesATry = 64 << 20;  // some milliseconds, even of the fastest
    for (CacheRoof& cache : caches) {
        const TriadArrays arrays(cache.bytes / 6, threads);
        if (arrays.isMade()) cache.triad = arrays.measure(Stores::Ordinary, std::max(1, static_cast<int>(kBytesATry / static_cast<double>(arrays.bytes()))), tries);
    }
    std::erase_if(caches, [](const CacheRoof& cache) { return cache.triad == 0; });
}

}  // namespace

MachineRoof measureRoof(int threads, RoofCare care) {
    const bool isQuick = care == RoofCare::Quick;
    const int fmaTries = isQuick ? 8 : 60, triadTries = isQuick ? 3 : 12;
    MachineRoof roof{.caches = dataCaches(threads), .threads = threads};
    const Fma f32 = fmaF32();
    roof.isa = f32.isa;
    roof.fmaF32 = gigaflops(f32, threads, fmaTries);
    if (const auto bf16 = fmaBf16()) roof.fmaBf16 = gigaflops(*bf16, threads, fmaTries);
    measureCaches(roof.caches, threads, triadTries);
    const TriadArrays arrays(std::size_t{96} << 20, threads);  // that no last-level cache holds
    if (!arrays.isMade()) return roof;
    roof.triad = arrays.measure(Stores::Ordinary, 1, triadTries);
    roof.triadNt = arrays.measure(Stores::PastCache, 1, triadTries);
    return roof;
}

}  // namespace whittle
