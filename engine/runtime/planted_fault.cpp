#include "engine/runtime/planted_fault.h"

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstring>
#include <limits>
#include <random>
#include <thread>
#include <unistd.h>

#include "engine/tensor/convert.h"

namespace whittle {
namespace {

[[noreturn]] void crash(int signal) {
#ifdef WHITTLE_SANITIZED
    std::signal(signal, SIG_DFL);  // whoever watches must see the signal, not the sanitizer's report
#endif
    std::raise(signal);
    std::signal(SIGABRT, SIG_DFL);
    std::abort();
}

[[noreturn]] void hang() {
    for (;;) std::this_thread::sleep_for(std::chrono::seconds(1));
}

// Touches what it takes. Half of the machine is enough to say so where nothing limits us.
[[noreturn]] void exhaustMemory() {
    constexpr std::size_t kChunk = std::size_t{16} << 20;
    const auto machine = static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    std::vector<std::unique_ptr<char[]>> taken;
    while (taken.size() * kChunk < machine / 2) {
        taken.emplace_back(new char[kChunk]);
        std::memset(taken.back().get(), 1, kChunk);
    }
    throw std::bad_alloc();
}

// One element in seven: a NaN in each would say less of where it comes from.
Tensor withNaN(const Tensor& value) {
    constexpr Index kEvery = 7;
    const Tensor source = value.contiguous();
    Tensor out = Tensor::empty(source.dtype(), source.sizes());
    convertElements(source, out);
    visitDType(out.dtype(), [&](auto tag) {
        using T = decltype(tag);
        if constexpr (!std::is_integral_v<T>)
            for (Index i = 0; i < out.numel(); i += kEvery) out.mutableData<T>()[i] = T(std::numeric_limits<float>::quiet_NaN());
    });
    return out;
}

// Every third element, so that neither a slice nor a normalisation hides it, and by more than any tolerance.
Tensor perturbed(const Tensor& value) {
    const Tensor source = value.contiguous();
    Tensor out = Tensor::empty(source.dtype(), source.sizes());
    visitDType(source.dtype(), [&](auto tag) {
        using T = decltype(tag);
        const T* from = source.data<T>();
        T* to = out.mutableData<T>();
        for (Index i = 0; i < source.numel(); ++i) {
            to[i] = from[i];
            if (i % 3 != 0) continue;
            if constexpr (kIsComplex<T>) {
                to[i] = std::isfinite(std::abs(from[i])) ? from[i] + T(1) + T(std::abs(from[i])) : T{};
            } else if constexpr (std::is_same_v<T, bool>) {
                to[i] = !from[i];
            } else if constexpr (std::is_integral_v<T>) {
                to[i] = static_cast<T>(from[i] ^ T{1});  // stays in range: an index must not become a crash
            } else {
                const auto x = static_cast<double>(static_cast<std::conditional_t<std::is_same_v<T, double>, double, float>>(from[i]));
                to[i] = T(static_cast<std::conditional_t<std::is_same_v<T, double>, double, float>>(std::isfinite(x) ? x + 1 + std::fabs(x) : 0.0));
            }
        }
    });
    return out;
}

}  // namespace

bool strikes(const PlantedFault& fault) {
    if (fault.rate >= 1) return true;
    std::random_device chance;  // that nothing seeds: the point is that runs differ
    return std::uniform_real_distribution()(chance) < fault.rate;
}

Result<Tensor> strike(const PlantedFault& fault, const Tensor& value) {
    if (!strikes(fault)) return value;
    switch (fault.kind) {
        case FailureKind::CompileError: return value;  // that time has passed
        case FailureKind::Crash: crash(fault.name == "abort" ? SIGABRT : fault.name == "sigfpe" ? SIGFPE : SIGSEGV);
        case FailureKind::Hang: hang();
        case FailureKind::OutOfMemory: exhaustMemory();
        case FailureKind::WrongResult: return fault.name == "nan" ? withNaN(value) : perturbed(value);
        default: break;
    }
    return fail(Code::Run, "injected fault at {}", fault.op);
}

}  // namespace whittle
