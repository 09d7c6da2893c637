// Convolutions as products: a row of A is what the window sees of one output pixel, channels innermost, a column of B one filter. Each thread lays
// out the rows of a stretch of pixels and multiplies them while they are in its cache; a window of one pixel sees the image as it lies.
#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <mutex>

#include <fmt/ranges.h>
#include <omp.h>

#include "engine/kernels/convolution_window.h"
#include "engine/kernels/gemm/candidates.h"
#include "engine/kernels/gemm/product.h"
#include "engine/kernels/result_place.h"
#include "engine/kernels/run_trace.h"
#include "engine/kernels/session_state.h"
#include "engine/ops/layout.h"
#include "engine/ops/product_kernels.h"

namespace whittle::gemm {
namespace {

constexpr std::size_t kMostSpatial = 3;
constexpr Index kStretchBytes = 256 << 10;  // of rows laid out at a time: a part of the second-level cache
constexpr Index kFewestRows = 56;           // whole tiles of 14 and of 7 rows; fewer use B too little

// Sizes and steps of the spatial dimensions, missing ones in front being of size 1.
using Spatial = std::array<Index, kMostSpatial>;

Spatial spatialOf(std::span<const Index> values, Index otherwise) {
    Spatial out;
    out.fill(otherwise);
    std::ranges::copy(values, out.end() - static_cast<std::ptrdiff_t>(values.size()));
    return out;
}

struct Windows {
    Spatial in, kernel, out, stride, padding, dilation;
    Index channels = 0, elementSize = 0;

    Index taps() const { return kernel[0] * kernel[1] * kernel[2]; }
    Index pixels() const { return out[0] * out[1] * out[2]; }
    Index inPixels() const { return in[0] * in[1] * in[2]; }
    // Whether row p is pixel p as it lies.
    bool areTheImage() const { return taps() == 1 && in == out && std::ranges::all_of(stride, [](Index s) { return s == 1; }) && std::ranges::all_of(padding, [](Index p) { return p == 0; }); }

    // What the window sees of output pixel `pixel`, counted over all images: taps() times the channels, 0 outside.
    void layOut(const std::byte* images, Index pixel, std::byte* row) const {
        const auto bytes = static_cast<std::size_t>(channels * elementSize);
        const std::byte* image = images + static_cast<std::size_t>(pixel / pixels() * inPixels()) * bytes;
        const Index inside = pixel % pixels();
        const Spatial at{inside / (out[1] * out[2]), inside / out[2] % out[1], inside % out[2]};
        Spatial first;
        for (std::size_t i = 0; i < kMostSpatial; ++i) first[i] = at[i] * stride[i] - padding[i];
        const auto put = [&](const std::byte* from, Index count) {
            const auto size = static_cast<std::size_t>(count) * bytes;
            if (from) std::memcpy(row, from, size);
            else std::memset(row, 0, size);
            row += size;
        };
        for (Index a = 0; a < kernel[0]; ++a)
            for (Index b = 0; b < kernel[1]; ++b) {
                const Index z = first[0] + a * dilation[0], y = first[1] + b * dilation[1];
                if (z < 0 || z >= in[0] || y < 0 || y >= in[1]) {
                    put(nullptr, kernel[2]);
                    continue;
                }
                const std::byte* line = image + static_cast<std::size_t>((z * in[1] + y) * in[2]) * bytes;
                if (dilation[2] == 1) {  // neighbours in the line, where they are inside
                    const Index from = std::clamp(first[2], Index{0}, in[2]), to = std::clamp(first[2] + kernel[2], from, in[2]);
                    const Index before = std::clamp(-first[2], Index{0}, kernel[2]);
                    put(nullptr, before);
                    put(line + static_cast<std::size_t>(from) * bytes, to - from);
                    put(nullptr, kernel[2] - before - (to - from));
                } else {
                    for (Index c = 0; c < kernel[2]; ++c) {
                        const Index x = first[2] + c * dilation[2];
                        put(x >= 0 && x < in[2] ? line + static_cast<std::size_t>(x) * bytes : nullptr, 1);
                    }
                }
            }
    }
};

Windows windowsOf(const ConvolutionWindow& window, const Tensor& input, const Tensor& weight, const Sizes& out) {
    const auto spatial = [](const Sizes& sizes) { return spatialOf(std::span(sizes).subspan(2), 1); };
    return {.in = spatial(input.sizes()), .kernel = spatial(weight.sizes()), .out = spatial(out), .stride = spatialOf(window.stride, 1),
            .padding = spatialOf(window.padding, 0), .dilation = spatialOf(window.dilation, 1), .channels = input.dim(1),
            .elementSize = static_cast<Index>(dtypeSize(input.dtype()))};
}

}  // namespace

Result<std::string> claimConvolution(const OpCall& call, KernelSession& session, Epilogue epilogue) {
    if (!epilogue.empty() && !isCompiled(epilogue)) return fail(Code::Unsupported, "own kernels go on with compiled code only");
    const TensorType &input = call.type("input"), &weight = call.type("weight");
    if (input.rank() < 3 || input.rank() > 2 + static_cast<int>(kMostSpatial) || input.rank() != weight.rank())
        return fail(Code::Unsupported, "the input is {}, a batch with 1 to 3 spatial dimensions is needed", input.text());
    const auto window = windowOf(call, input.sizes.size() - 2);
    if (!window) return fail(Code::Unsupported, "{}", window.error().message);
    if (window->transposed) return fail(Code::Unsupported, "own kernels do not convolve the other way");
    if (window->groups != 1) return fail(Code::Unsupported, "own kernels do not convolve in groups");
    return session.state().gemm.claimProduct(input.dtype);
}

Result<void> runConvolution(KernelCall& call, KernelSession& session, Epilogue epilogue) {
    const Tensor &image = call.tensor("input"), &weight = call.tensor("weight");
    const Sizes sizes = call.outputSizes();
    if (image.numel() == 0 || weight.numel() == 0 || elementCount(sizes) == 0) return fail(Code::Unsupported, "own kernels do not convolve empty tensors");
    WHITTLE_TRY(const ConvolutionWindow window, windowOf(call, image.sizes().size() - 2));
    Session& own = session.state().gemm;
    WHITTLE_TRY(const Tile tile, own.product(image.dtype()));
    const Tensor input = ops::inLayout(image, ops::channelsLastStrides(image.sizes()));
    const Windows windows = windowsOf(window, input, weight, sizes);
    const CompiledTail* tail = isCompiled(epilogue) ? epilogue.front().tail : nullptr;
    Tensor out;
    if (!tail) out = takeResult(call).asStrided(sizes, ops::channelsLastStrides(sizes), 0);

    const Index filters = weight.dim(0), depth = windows.channels * windows.taps(), rows = sizes[0] * windows.pixels();
    // Filters with their channels innermost, as the rows are.
    Tensor turned;
    std::once_flag once;  // by the thread that comes first, unless panels are there
    PackedWeights ofThisRun(std::numeric_limits<std::size_t>::max());
    Product product{.dtype = image.dtype(), .n = filters, .k = depth, .a = {nullptr, depth, 1, {0}}, .b = {nullptr, 1, depth, {0}}, .added = {}, .tail = tail,
                    .weight = weight.storage(),
                    .store = call.isWeight("weight") ? nullptr : &ofThisRun,
                    .makeB = [&] {
                        std::call_once(once, [&] { turned = ops::inLayout(weight, ops::channelsLastStrides(weight.sizes())); });
                        return std::as_const(turned).data<std::byte>();
                    },
                    .bName = fmt::format("filters {} {{{}}}", static_cast<const void*>(weight.data<std::byte>()), fmt::join(weight.strides(), ","))};
    Tensor bias;
    if (const Tensor* given = call.optionalTensor("bias")) {
        bias = given->contiguous();
        product.added = Matrices{bias.data<std::byte>(), 0, 1, {0}};
    }
    std::byte* const result = tail ? nullptr : out.mutableData<std::byte>();
    if (windows.areTheImage()) {
        product.m = rows;
        product.a.data = input.data<std::byte>();
        product.out = result;
        multiply(product, tile, own);
    } else {
        const Index rowBytes = depth * windows.elementSize, stretch = std::min(rows, std::max(kStretchBytes / rowBytes / kFewestRows, Index{1}) * kFewestRows);
        const int threads = threadsFor(static_cast<double>(rows) * static_cast<double>(filters) * static_cast<double>(depth));
        const Scratch laid(own, static_cast<std::size_t>(stretch * rowBytes * threads));
        SpanRecorder* const spans = ThreadSpan::wanted();
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (threads > 1)
        for (Index first = 0; first < rows; first += stretch) {
            const ThreadSpan span(spans, omp_get_thread_num());
            std::byte* to = laid.data() + omp_get_thread_num() * stretch * rowBytes;
            Product part = product;
            part.m = std::min(stretch, rows - first);
            part.threads = 1;
            part.a.data = to;
            part.firstRow = first;
            if (result) part.out = result + first * filters * windows.elementSize;
            for (Index row = 0; row < part.m; ++row) windows.layOut(input.data<std::byte>(), first + row, to + row * rowBytes);
            multiply(part, tile, own);
        }
    }
    if (tail) return {};
    call.setOutput(0, std::move(out));
    if (call.layout() != ResultLayout::Fastest) ops::layOut(call, 0, ops::convLayout(call, sizes));
    return {};
}

}  // namespace whittle::gemm
