// A study of smallGraph() as a worker might tell it, for tests of what shows kernels.
#pragma once

#include "engine/runtime/worker.h"
#include "tests/views/models/models_support.h"

namespace whittle::test {

inline constexpr const char* kSmallLoops =
    "kernel k0_tanh_mul_add()\n"
    "  in  b0: f32[16]  # %linear\n"
    "  out b1: f32[16]  # %add\n"
    "  for i0 in 16 parallel\n"
    "    v0 = load b0[i0] : f32\n"
    "    v1 = tanh v0 : f32\n"
    "    v2 = mul v1, v0 : f32\n"
    "    v3 = add v2, v0 : f32\n"
    "    b1[i0] = v3\n";

/// A library's product, loops for what a pass made of gelu and for the addition, and a node on its reference kernel. `linearBy`: who computes the product.
inline Study smallStudy(const std::string& linearBy = "onednn", double linearMs = 0.1) {
    Study study;
    CompileReport& report = study.report;
    report.milliseconds = 12;
    report.passes = {{.name = "decompose", .milliseconds = 1, .rewrites = {{.rule = "gelu", .before = {{"gelu", "aten.gelu.default"}}, .after = {{"tanh", "aten.tanh.default"}, {"mul", "aten.mul.Tensor"}}, .detail = {}}}, .after = {}}};
    KernelRecord product{.name = "linear", .kind = linearBy, .nodes = {"linear"}, .sources = {"net.py:10"}, .library = true, .implementation = "brgemm:avx512_core"};
    KernelRecord loops{.name = "k0_tanh_mul_add", .kind = "loops", .nodes = {"tanh", "mul", "add"}, .sources = {"net.py:11", "net.py:12"}, .implementation = "llvm"};
    loops.loopIr = kSmallLoops;
    loops.loopNodes = {"", "linear", "add", "", "tanh", "tanh", "mul", "add", "add"};
    loops.llvmIr = "define void @k(ptr %0) {\n  %v0 = load float, ptr %0\n  %v1 = call float @tanh(float %v0)\n  %v2 = fmul float %v1, %v0\n  %v3 = fadd float %v2, %v0\n  store float %v3, ptr %0\n  ret void\n}\n";
    loops.emittedIr = "define void @k(ptr %0) {\n" + loops.llvmIr.substr(loops.llvmIr.find('\n') + 1);
    loops.assembly = "k:\n\tmovss\t(%rdi), %xmm0\n\tcall\ttanhf\n\tmulss\t%xmm1, %xmm0\n\taddss\t%xmm1, %xmm0\n\tmovss\t%xmm0, (%rdi)\n\tretq\n";
    loops.code = "compiled";
    loops.lines = {.emittedIr = {0, 5, 6, 7, 8, 9, 1}, .llvmIr = {0, 5, 6, 7, 8, 9, 1}, .assembly = {0, 5, 6, 7, 8, 9, 1}};
    KernelRecord odd{.name = "mystery", .kind = "eager", .nodes = {"mystery"}, .sources = {"net.py:13"}, .implementation = "reference"};
    report.kernels = {product, loops, odd};
    const auto candidate = [&](const char* name, double estimated) {
        return CandidateRecord{.name = name, .implementation = std::string(name) + ":x", .refusal = {}, .chosen = name == linearBy, .estimatedMs = estimated, .measuredMs = {}};
    };
    ChoiceRecord choice{.site = "linear", .op = "aten.linear.default", .operands = "f32[2,8] f32[8,8]", .candidates = {candidate("onednn", 0.01), candidate("gemm", 0.012)},
                        .by = linearBy == "onednn" ? "estimate" : "forced", .reason = linearBy + " is estimated to take the least time"};
    choice.candidates.push_back({.name = "reference", .implementation = {}, .refusal = "a library can", .estimatedMs = {}, .measuredMs = {}});
    report.choices = {choice};
    study.profile.milliseconds = linearMs + 0.1;
    study.profile.kernelMs = {linearMs, 0.06, 0.02};
    study.profile.kernelWork = {{.bytesRead = 300e3, .bytesWritten = 100e3, .flops = 800e3}, {.bytesRead = 60, .bytesWritten = 60, .flops = 400}, {.bytesRead = 60, .bytesWritten = 60, .flops = 0}};
    // 200 µs of a run: the library tells of no threads, the loops ran on two.
    study.trace = {.kernels = {{.kernel = 0, .thread = 0, .begin = 0, .end = 100'000}, {.kernel = 1, .thread = 0, .begin = 110'000, .end = 170'000}, {.kernel = 2, .thread = 0, .begin = 175'000, .end = 195'000}},
                   .chunks = {{.kernel = 1, .thread = 0, .begin = 115'000, .end = 165'000}, {.kernel = 1, .thread = 1, .begin = 120'000, .end = 160'000}},
                   .end = 200'000, .threads = 2, .leftOut = 0};
    report.phases = {{"passes", 2}, {"codegen", 9}};
    report.memory.given = {{.name = "x", .bytes = 64, .isWeight = false}, {.name = "w", .bytes = 256, .isWeight = true}};
    report.memory.values = {{.name = "linear", .offset = 0, .bytes = 64, .first = 0, .last = 1, .over = {}, .node = "linear"}};
    report.memory.outside = {{.name = "add", .reason = "a result", .node = "add", .bytes = 64, .first = 1, .last = 2, .isResult = true},
                             {.name = "later", .reason = "the run finds out its size", .node = "add", .bytes = {}, .first = 1, .last = 1, .isResult = false}};
    study.roof = MachineRoof{.fmaF32 = 100, .fmaBf16 = 200, .triad = 8, .triadNt = 10, .isa = "avx512", .caches = {{.level = 1, .bytes = 64000, .triad = 80}}, .threads = 2};
    return study;
}

}  // namespace whittle::test
