// Convolutions as products: a row of A is what the window sees of one output pixel, channels innermost, a column of B one filter. Rows are
// laid out for a stretch of pixels at a time; a window of one pixel sees the image as it lies.
#include <algorithm>
#include <array>
#include <cstring>

#include <fmt/ranges.h>

#include "engine/kernels/convolution_window.h"
#include "engine/kernels/gemm/candidates.h"
#include "engine/kernels/gemm/product.h"
#include "engine/kernels/result_place.h"
#include "engine/kernels/session_state.h"
#include "engine/ops/layout.h"
#include "engine/ops/product_kernels.h"

namespace whittle::gemm {
namespace {

constexpr std::size_t kMostSpatial = 3;
constexpr Index kStretchBytes = Index{4} << 20;  // of rows laid out at a time, which the last-level cache keeps until they are packed

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
        for (Index a = 0; a < kernel[0]; ++a)
            for (Index b = 0; b < kernel[1]; ++b)
                for (Index c = 0; c < kernel[2]; ++c, row += bytes) {
                    const Index z = first[0] + a * dilation[0], y = first[1] + b * dilation[1], x = first[2] + c * dilation[2];
                    const bool isInside = z >= 0 && z < in[0] && y >= 0 && y < in[1] && x >= 0 && x < in[2];
                    if (isInside) std::memcpy(row, image + static_cast<std::size_t>((z * in[1] + y) * in[2] + x) * bytes, bytes);
                    else std::memset(row, 0, bytes);
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
    Product product{.dtype = image.dtype(), .n = filters, .k = depth, .a = {nullptr, depth, 1, {0}}, .b = {nullptr, 1, depth, {0}}, .added = {}, .tail = tail,
                    .weight = call.isWeight("weight") ? weight.storage() : nullptr,
                    .makeB = [&] {
                        if (!turned.defined()) turned = ops::inLayout(weight, ops::channelsLastStrides(weight.sizes()));
                        return turned.data<std::byte>();
                    },
                    .bName = fmt::format("filters {} {{{}}}", static_cast<const void*>(weight.data<std::byte>()), fmt::join(weight.strides(), ","))};
    Tensor bias;
    if (const Tensor* given = call.optionalTensor("bias")) {
        bias = given->contiguous();
        product.added = Matrices{bias.data<std::byte>(), 0, 1, {0}};
    }
    const bool asItLies = windows.areTheImage();
    const Index rowBytes = depth * windows.elementSize, stretch = asItLies ? rows : std::min(rows, std::max<Index>(kStretchBytes / rowBytes, 64));
    std::optional<Scratch> laid;
    if (!asItLies) laid.emplace(own, static_cast<std::size_t>(stretch * rowBytes));
    const int threads = threadsFor(static_cast<double>(rows) * static_cast<double>(filters) * static_cast<double>(depth));
    for (Index first = 0; first < rows; first += stretch) {
        product.m = std::min(stretch, rows - first);
        product.firstRow = first;
        if (!tail) product.out = out.mutableData<std::byte>() + first * filters * windows.elementSize;
        product.a.data = input.data<std::byte>();
        if (laid) {
            product.a.data = laid->data();
#pragma omp parallel for schedule(static) num_threads(threads) if (threads > 1)
            for (Index row = 0; row < product.m; ++row) windows.layOut(input.data<std::byte>(), first + row, laid->data() + row * rowBytes);
        }
        multiply(product, tile, own);
    }
    if (tail) return {};
    call.setOutput(0, std::move(out));
    if (call.layout() != ResultLayout::Fastest) ops::layOut(call, 0, ops::convLayout(call, sizes));
    return {};
}

}  // namespace whittle::gemm
