#include "app/cli/bench/cliffs.h"

#include <algorithm>
#include <array>

namespace whittle::bench {
namespace {

constexpr std::chrono::seconds kPatience{300};
constexpr double kCallMs = 0.02;  // what a call may take whatever it computes: work for less is not compared by its size

struct SizePair {
    int odd, even;
};
constexpr std::array<SizePair, 5> kSizes{{{1, 2}, {7, 8}, {127, 128}, {1000, 1024}, {4097, 4096}}};
constexpr std::array<SizePair, 4> kLengths{{{1, 2}, {7, 8}, {127, 128}, {1000, 1024}}};
constexpr std::array<SizePair, 10> kBatches{{{1, 2}, {2, 4}, {3, 4}, {5, 8}, {7, 8}, {13, 16}, {16, 32}, {31, 32}, {33, 32}, {63, 64}}};
constexpr std::array<SizePair, 6> kChannels{{{1, 2}, {3, 4}, {7, 8}, {63, 64}, {65, 64}, {127, 128}}};
constexpr std::array<SizePair, 4> kImages{{{7, 8}, {27, 28}, {55, 56}, {57, 56}}};

// $N is the size under test, $R the number of rows that makes tensors of about 16 MB with the even one.
struct SizeFamily {
    std::string_view name, summary;
    std::span<const SizePair> sizes;
    std::string_view text;
};

constexpr SizeFamily kSizeFamilies[] = {
    {"cliff-pointwise", "gelu(x) + y, rows of odd length", kSizes, R"(whittle 1
graph @pointwise {
  input %x : f32[$R,$N]
  input %y : f32[$R,$N]
  %gelu = aten.gelu.default(%x) : f32[$R,$N]
  %add = aten.add.Tensor(%gelu, %y) : f32[$R,$N]
  return %add
}
)"},
    {"cliff-broadcast", "x * column + row, rows of odd length", kSizes, R"(whittle 1
graph @broadcast {
  input %x : f32[$R,$N]
  input %column : f32[$R,1]
  input %row : f32[$N]
  %mul = aten.mul.Tensor(%x, %column) : f32[$R,$N]
  %add = aten.add.Tensor(%mul, %row) : f32[$R,$N]
  return %add
}
)"},
    {"cliff-softmax", "softmax of rows of odd length", kSizes, R"(whittle 1
graph @softmax {
  input %x : f32[$R,$N]
  %softmax = aten.softmax.int(%x, -1) : f32[$R,$N]
  return %softmax
}
)"},
    {"cliff-layer-norm", "layer_norm of rows of odd length", kSizes, R"(whittle 1
graph @layer_norm {
  param %weight : f32[$N] = "weight"
  param %bias : f32[$N] = "bias"
  input %x : f32[$R,$N]
  %norm = aten.layer_norm.default(%x, [$N], %weight, %bias) : f32[$R,$N]
  return %norm
}
)"},
    {"cliff-sum-rows", "sum of each row of odd length", kSizes, R"(whittle 1
graph @sum_rows {
  input %x : f32[$R,$N]
  %sum = aten.sum.dim_IntList(%x, [1]) : f32[$R]
  return %sum
}
)"},
    {"cliff-sum-columns", "sum of each of an odd number of columns", kSizes, R"(whittle 1
graph @sum_columns {
  input %x : f32[$R,$N]
  %sum = aten.sum.dim_IntList(%x, [0]) : f32[$N]
  return %sum
}
)"},
    {"cliff-transposed", "x.t() + y, rows of odd length", kSizes, R"(whittle 1
graph @transposed {
  input %t : f32[$N,$R]
  input %y : f32[$R,$N]
  %x = aten.permute.default(%t, [1, 0]) : f32[$R,$N]
  %add = aten.add.Tensor(%x, %y) : f32[$R,$N]
  return %add
}
)"},
    {"cliff-softmax-columns", "softmax of each of an odd number of columns", kSizes, R"(whittle 1
graph @softmax {
  input %x : f32[$R,$N]
  %softmax = aten.softmax.int(%x, 0) : f32[$R,$N]
  return %softmax
}
)"},
    {"cliff-cumsum", "running sums of rows of odd length", kSizes, R"(whittle 1
graph @cumsum {
  input %x : f32[$R,$N]
  %cumsum = aten.cumsum.default(%x, 1) : f32[$R,$N]
  return %cumsum
}
)"},
    {"cliff-matmul-m", "N x 1024 times 1024 x 1024", kSizes, R"(whittle 1
graph @matmul {
  input %x : f32[$N,1024]
  input %y : f32[1024,1024]
  %mm = aten.mm.default(%x, %y) : f32[$N,1024]
  return %mm
}
)"},
    {"cliff-matmul-k", "1024 x N times N x 1024", kSizes, R"(whittle 1
graph @matmul {
  input %x : f32[1024,$N]
  input %y : f32[$N,1024]
  %mm = aten.mm.default(%x, %y) : f32[1024,1024]
  return %mm
}
)"},
    {"cliff-matmul-n", "1024 x 1024 times 1024 x N", kSizes, R"(whittle 1
graph @matmul {
  input %x : f32[1024,1024]
  input %y : f32[1024,$N]
  %mm = aten.mm.default(%x, %y) : f32[1024,$N]
  return %mm
}
)"},
    {"cliff-linear-batch", "linear 1024 to 1024, batch N", kBatches, R"(whittle 1
graph @linear {
  param %weight : f32[1024,1024] = "weight"
  param %bias : f32[1024] = "bias"
  input %x : f32[$N,1024]
  %linear = aten.linear.default(%x, %weight, %bias) : f32[$N,1024]
  return %linear
}
)"},
    {"cliff-conv-batch", "3x3 convolution, 64 channels, 28x28, batch N", kBatches, R"(whittle 1
graph @conv {
  param %weight : f32[64,64,3,3] = "weight"
  input %x : f32[$N,64,28,28]
  %conv = aten.convolution.default(%x, %weight, none, [1, 1], [1, 1], [1, 1], false, [0, 0], 1) : f32[$N,64,28,28]
  return %conv
}
)"},
    {"cliff-conv-channels", "3x3 convolution, N to N channels, 56x56, batch 4", kChannels, R"(whittle 1
graph @conv {
  param %weight : f32[$N,$N,3,3] = "weight"
  input %x : f32[4,$N,56,56]
  %conv = aten.convolution.default(%x, %weight, none, [1, 1], [1, 1], [1, 1], false, [0, 0], 1) : f32[4,$N,56,56]
  return %conv
}
)"},
    {"cliff-conv-image", "3x3 convolution, 64 channels, NxN, batch 8", kImages, R"(whittle 1
graph @conv {
  param %weight : f32[64,64,3,3] = "weight"
  input %x : f32[8,64,$N,$N]
  %conv = aten.convolution.default(%x, %weight, none, [1, 1], [1, 1], [1, 1], false, [0, 0], 1) : f32[8,64,$N,$N]
  return %conv
}
)"},
    {"cliff-attention", "causal attention, 8 heads of 64, N tokens", kLengths, R"(whittle 1
graph @attention {
  input %q : f32[1,8,$N,64]
  input %k : f32[1,8,$N,64]
  input %v : f32[1,8,$N,64]
  %out = aten.scaled_dot_product_attention.default(%q, %k, %v, is_causal=true) : f32[1,8,$N,64]
  return %out
}
)"},
};

// $X is the input of the operator under test and its one definition: as the layout says, or plain.
struct Layout {
    std::string_view label, definition, plain;
};
constexpr Layout kLayouts[] = {
    {"transposed", "input %t : f32[2048,2048]\n  %x = aten.permute.default(%t, [1, 0]) : f32[2048,2048]", "input %x : f32[2048,2048]"},
    {"every other column", "input %t : f32[2048,4096]\n  %x = aten.slice.Tensor(%t, 1, 0, 4096, 2) : f32[2048,2048]", "input %x : f32[2048,2048]"},
    {"part of wider rows", "input %t : f32[2048,2055]\n  %x = aten.slice.Tensor(%t, 1, 3, 2051) : f32[2048,2048]", "input %x : f32[2048,2048]"},
    {"one row expanded", "input %t : f32[1,2048]\n  %x = aten.expand.default(%t, [2048, 2048]) : f32[2048,2048]", "input %x : f32[2048,2048]"},
};
struct LayoutFamily {
    std::string_view name, summary, operation;
};
constexpr LayoutFamily kLayoutFamilies[] = {
    {"cliff-layout-pointwise", "gelu(x) + y, x in another layout",
     "  input %y : f32[2048,2048]\n  %gelu = aten.gelu.default(%x) : f32[2048,2048]\n  %out = aten.add.Tensor(%gelu, %y) : f32[2048,2048]\n"},
    {"cliff-layout-softmax", "softmax of rows, x in another layout", "  %out = aten.softmax.int(%x, -1) : f32[2048,2048]\n"},
    {"cliff-layout-sum", "sums of rows, x in another layout", "  %out = aten.sum.dim_IntList(%x, [1]) : f32[2048]\n"},
    {"cliff-layout-matmul", "x times a matrix, x in another layout",
     "  input %y : f32[2048,512]\n  %out = aten.mm.default(%x, %y) : f32[2048,512]\n"},
};

CliffFamily ofSizes(const SizeFamily& family) {
    constexpr int kElements = 1 << 22;
    CliffFamily out{.name = std::string(family.name), .summary = std::string(family.summary), .points = {}};
    for (const auto& [odd, even] : family.sizes) {
        const std::string rows = std::to_string(kElements / even);
        const auto text = [&](int size) { return substituted(std::string(family.text), {{"R", rows}, {"N", std::to_string(size)}}); };
        out.points.push_back({.label = std::to_string(odd), .neighbour = std::to_string(even), .text = text(odd), .neighbourText = text(even)});
    }
    return out;
}

CliffFamily ofLayouts(const LayoutFamily& family) {
    CliffFamily out{.name = std::string(family.name), .summary = std::string(family.summary), .points = {}};
    // Inputs stand before nodes; the layout's own node may come between, since only its users must follow it.
    for (const Layout& layout : kLayouts) {
        const auto text = [&](std::string_view definition) {
            return fmt::format("whittle 1\ngraph @layout {{\n  {}\n{}  return %out\n}}\n", definition, family.operation);
        };
        out.points.push_back({.label = std::string(layout.label), .neighbour = "plain", .text = text(layout.definition), .neighbourText = text(layout.plain)});
    }
    return out;
}

class Measurement {
public:
    Measurement(const EngineOptions& options, const MachineRoof& limits, const CancelToken& cancel) : m_options(options), m_limits(limits), m_cancel(cancel) {}

    Result<void> run(const CliffFamily& family, CliffRow& row) {
        WHITTLE_TRY(Contestant own, Contestant::start("whittle", {m_options.program.string(), "bench-worker"},
                                                      {fmt::format("OMP_NUM_THREADS={}", m_options.threads)}));
        for (const CliffPoint& point : family.points) {
            WHITTLE_TRY(CliffTimes times, measure(own, point));
            row.points.push_back(std::move(times));
        }
        return {};
    }

private:
    Result<CliffTimes> measure(Contestant& own, const CliffPoint& point) {
        std::array<double, 2> leastMs{};
        std::vector<Lane> lanes;
        for (const auto& [label, text] : {std::pair(point.label, point.text), std::pair(point.neighbour, point.neighbourText)}) {
            WHITTLE_TRY(const Json opened, own.ask({{"do", "open"}, {"slot", lanes.size()}, {"text", text}, {"seed", m_options.seed}}, kPatience, m_cancel)
                                               .context("opening the graph of size {}", label));
            const Work work{.flops = opened.value("flops", 0.0), .flopsBf16 = opened.value("flops_bf16", 0.0), .bytes = opened.value("bytes", 0.0)};
            leastMs[lanes.size()] = std::max(roofline(work, m_limits).leastMs, kCallMs);
            WHITTLE_TRY_VOID(own.ask({{"do", "compile"}, {"slot", lanes.size()}, {"kernels", m_options.kernels}}, kPatience, m_cancel).context("compiling the graph of size {}", label));
            lanes.push_back({.name = label, .contestant = &own, .question = {{"do", "run"}, {"slot", lanes.size()}}});
        }
        WHITTLE_TRY_VOID(measureInTurns(lanes, m_options.rounds, m_cancel).context("running the graphs of sizes {} and {}", point.label, point.neighbour));
        CliffTimes times{.label = point.label, .neighbour = point.neighbour, .ms = lanes[0].leastMs(), .neighbourMs = lanes[1].leastMs()};
        if (times.neighbourMs > 0) times.ratio = times.ms / times.neighbourMs * leastMs[1] / leastMs[0];
        return times;
    }

    const EngineOptions& m_options;
    const MachineRoof& m_limits;
    const CancelToken& m_cancel;
};

}  // namespace

std::vector<CliffFamily> cliffFamilies() {
    std::vector<CliffFamily> out;
    for (const SizeFamily& family : kSizeFamilies) out.push_back(ofSizes(family));
    for (const LayoutFamily& family : kLayoutFamilies) out.push_back(ofLayouts(family));
    return out;
}

const CliffTimes* CliffRow::worst() const {
    const auto found = std::ranges::max_element(points, {}, &CliffTimes::ratio);
    return found == points.end() ? nullptr : &*found;
}

void compareThreads(CliffRow& row, const CliffRow& one) {
    for (std::size_t i = 0; i < std::min(row.points.size(), one.points.size()); ++i) {
        const double ratio = one.points[i].ms > 0 ? row.points[i].ms / one.points[i].ms : 0;
        if (ratio <= row.besideOneThread) continue;
        row.besideOneThread = ratio;
        row.besideOneThreadAt = row.points[i].label;
    }
}

Result<CliffRow> measureCliffs(const CliffFamily& family, const EngineOptions& options, const MachineRoof& limits, const CancelToken& cancel) {
    CliffRow row{.name = family.name, .summary = family.summary, .threads = options.threads, .failure = {}, .points = {}};
    if (const Result<void> done = Measurement(options, limits, cancel).run(family, row); !done) {
        if (done.error().code == Code::Cancelled) return std::unexpected(done.error());
        row.failure = done.error();
    }
    return row;
}

}  // namespace whittle::bench
