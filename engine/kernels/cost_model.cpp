#include "engine/kernels/cost_model.h"

#include <algorithm>
#include <cmath>

#include "engine/kernels/gemm/vectors.h"

namespace whittle {
namespace {

// GFLOP/s a thread on a Zen 4 core (f32 peak 114, bf16 dot products 232). Measured: oneDNN and our kernels in f32 and bf16, attention,
// the reference kernel. Set by kind, not measured: f64 and AVX2 as half of f32, oneDNN's reference code like ours, loops and parts. Another CPU
// moves all rows alike, so the order of candidates stands.
struct Reach {
    std::string_view library;
    std::string_view part;   // of the implementation's name; empty: any
    DType dtype;
    bool anyDType;
    double perThread;
    bool threaded;
    std::string_view why;
};

constexpr DType kAny = DType::F32;
constexpr Reach kReach[] = {
    // Written to be right, not fast: scalar code, every element through the memory.
    {"onednn", "ref", kAny, true, 0.6, true, "oneDNN's reference code"},
    {"onednn", "", DType::BF16, false, 200, true, "dot products of bfloat16 pairs"},
    {"onednn", "", kAny, true, 100, true, "vector code that oneDNN generates"},
    // The micro-kernel alone reaches the peak; packing the operands takes the rest.
    {"gemm", "avx512_bf16", DType::BF16, false, 180, true, "dot products of bfloat16 pairs"},
    {"gemm", "", DType::F64, false, 46, true, "our micro-kernel in f64"},
    {"gemm", "avx2", kAny, true, 46, true, "our micro-kernel in f32, on half as many lanes"},
    {"gemm", "", kAny, true, 92, true, "our micro-kernel in f32"},
    // Softmax between two products, all in the second cache.
    {"attention", "", kAny, true, 62, true, "two products and a softmax, tiled"},
    // The products at a library's speed; what stands between them is counted as bytes.
    {"parts", "", DType::F64, false, 30, true, "its parts, each by its own kernel"},
    {"parts", "", kAny, true, 60, true, "its parts, each by its own kernel"},
    // A dot product an element, without a tile that stays in registers.
    {"loops", "", kAny, true, 4, true, "loops without tiles"},
    {"reference", "", kAny, true, 0.5, false, "the reference kernel, one thread and scalar code"},
};

constexpr double kBandwidth = 24.5, kMostBandwidth = 42;  // GB/s: of one thread, and of all
constexpr double kPerMs = 1e6;                            // of a GFLOP/s or GB/s
constexpr double kCallMs = 0.003;                         // a step of an executable, whatever it does
constexpr double kWorthThreads = 2e6;                     // flops from which libraries wake threads
constexpr double kSoftmaxPasses = 6;                      // over the scores, written and read, when attention runs in parts

const Reach* reachOf(const CostQuestion& question, DType dtype) {
    const auto* row = std::ranges::find_if(kReach, [&](const Reach& r) {
        return r.library == question.library && (r.anyDType || r.dtype == dtype) && question.implementation.find(r.part) != std::string_view::npos;
    });
    return row == std::end(kReach) ? nullptr : row;
}

// What a product in whole tiles computes beyond the result, as a factor.
double tileWaste(const NodeWork& work, const CostQuestion& question, DType dtype) {
    if (question.tileRows == 0 || work.m <= 0 || work.n <= 0) return 1;
    if (dtype != DType::F64 && std::min(work.m, work.n) <= static_cast<double>(gemm::kMostVectors)) return 1;  // has code of its own
    const auto up = [](double size, int tile) { return std::ceil(size / tile) * tile; };
    return up(work.m, question.tileRows) * up(work.n, question.tileColumns) / (work.m * work.n);
}

}  // namespace

std::optional<Cost> estimateCost(const Site& site, const CostQuestion& question) {
    const TensorType* operand = site.work.operand.valid() ? asTensorType(site.graph.type(site.work.operand)) : nullptr;
    if (!operand || site.work.flops <= 0) return std::nullopt;
    const Reach* reach = reachOf(question, operand->dtype);
    if (!reach) return std::nullopt;
    const int threads = reach->threaded && site.work.flops >= kWorthThreads ? std::max(question.threads, 1) : 1;
    const double bandwidth = std::min(kBandwidth * threads, kMostBandwidth) * kPerMs;
    double bytes = site.bytes + 2 * site.resultBytes * (question.followersLeft > 0 ? 1 : 0);
    if (question.library == "parts") bytes += kSoftmaxPasses * site.work.keptApart * static_cast<double>(dtypeSize(operand->dtype));
    const double compute = site.work.flops * tileWaste(site.work, question, operand->dtype) / (reach->perThread * threads * kPerMs);
    const double calls = kCallMs * (question.followersLeft > 0 ? 2 : 1);
    // Parts run one after the other: what they keep between them is not hidden behind arithmetic.
    const double together = question.library == "parts" ? compute + bytes / bandwidth : std::max(compute, bytes / bandwidth);
    return Cost{together + calls, reach->why};
}

}  // namespace whittle
