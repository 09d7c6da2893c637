// im2col lays the windows of planes out as columns; col2im adds columns back into planes. Proof: tests/golden/ops/unfold.
#include <array>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/lower.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

struct Windows {
    std::array<std::int64_t, 2> kernel{}, dilation{}, pad{}, stride{};
    std::array<SymInt, 2> count;  // windows along each side

    std::int64_t taps() const { return kernel[0] * kernel[1]; }
};

Result<Windows> windowsOf(const OpCall& call, const SymInt& height, const SymInt& width) {
    const std::string_view op = call.schema().name;
    Windows out;
    const auto read = [&](std::string_view name, std::array<std::int64_t, 2>& to, std::int64_t least) -> Result<void> {
        WHITTLE_TRY(std::vector<std::int64_t> values, call.integers(name));
        if (values.size() == 1) values.push_back(values[0]);
        if (values.size() != 2 || std::min(values[0], values[1]) < least || std::max(values[0], values[1]) > (1 << 20))
            return fail(Code::Argument, "{}.1: argument '{}' must be one or two values from {}", op, name, least);
        to = {values[0], values[1]};
        return {};
    };
    WHITTLE_TRY_VOID(read("kernel_size", out.kernel, 1));
    WHITTLE_TRY_VOID(read("dilation", out.dilation, 1));
    WHITTLE_TRY_VOID(read("padding", out.pad, 0));
    WHITTLE_TRY_VOID(read("stride", out.stride, 1));
    for (std::size_t i = 0; i < 2; ++i) {
        const SymInt& size = i == 0 ? height : width;
        out.count[i] = floorDiv(size + (2 * out.pad[i] - out.dilation[i] * (out.kernel[i] - 1) - 1), out.stride[i]) + 1;
        if (const auto known = out.count[i].constant(); known && *known < 1)
            return fail(Code::Shape, "{}.2: the kernel does not fit into planes of {} by {}", op, height.text(), width.text());
    }
    return out;
}

// --- im2col ---

Result<Types> im2colType(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (self.rank() != 3 && self.rank() != 4) return fail(Code::Shape, "im2col.3: expected an input of rank 3 or 4, got {}", self.text());
    const auto rank = self.sizes.size();
    WHITTLE_TRY(const Windows w, windowsOf(call, self.sizes[rank - 2], self.sizes[rank - 1]));
    SymSizes sizes(self.sizes.begin(), self.sizes.end() - 2);
    sizes.back() = sizes.back() * w.taps();
    sizes.push_back(w.count[0] * w.count[1]);
    return resized(self, std::move(sizes));
}

/// Calls f(column element, plane element) for every pair inside the plane, over [channels * taps, windows] of one sample.
template <class F>
void forEachPair(const Windows& w, Index channels, Index height, Index width, F f) {
    const Index rows = w.count[0].constant().value_or(0), columns = w.count[1].constant().value_or(0);
    Index k = 0;
    for (Index c = 0; c < channels; ++c)
        for (Index kh = 0; kh < w.kernel[0]; ++kh)
            for (Index kw = 0; kw < w.kernel[1]; ++kw)
                for (Index h = 0; h < rows; ++h)
                    for (Index x = 0; x < columns; ++x, ++k) {
                        const Index row = h * w.stride[0] - w.pad[0] + kh * w.dilation[0], column = x * w.stride[1] - w.pad[1] + kw * w.dilation[1];
                        if (row >= 0 && row < height && column >= 0 && column < width) f(k, (c * height + row) * width + column);
                    }
}

Result<void> im2colReference(KernelCall& call) {
    const Tensor self = call.tensor("self").contiguous();
    const int rank = self.rank();
    const Index height = self.dim(rank - 2), width = self.dim(rank - 1), channels = self.dim(rank - 3), batch = rank == 4 ? self.dim(0) : 1;
    WHITTLE_TRY(const Windows w, windowsOf(call, height, width));
    Tensor out = Tensor::zeros(self.dtype(), call.outputSizes());
    const Index perSample = batch > 0 ? out.numel() / batch : 0;
    visitDType(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index n = 0; n < batch; ++n)
            forEachPair(w, channels, height, width, [&](Index k, Index p) { to[n * perSample + k] = self.data<T>()[n * channels * height * width + p]; });
    });
    call.setOutput(0, std::move(out));
    return {};
}

Result<void> im2colLower(const OpCall& call, LoopBuilder& loops) {
    const TensorType& self = call.type("self");
    const auto rank = self.sizes.size();
    const SymInt &height = self.sizes[rank - 2], &width = self.sizes[rank - 1];
    WHITTLE_TRY(const Windows w, windowsOf(call, height, width));
    SymSizes from = loops.index();
    const SymInt window = from.back(), tap = from[from.size() - 2];
    const SymInt row = floorDiv(window, w.count[1]) * w.stride[0] - w.pad[0] + mod(floorDiv(tap, w.kernel[1]), w.kernel[0]) * w.dilation[0];
    const SymInt column = mod(window, w.count[1]) * w.stride[1] - w.pad[1] + mod(tap, w.kernel[1]) * w.dilation[1];
    from.back() = row;
    from[from.size() - 2] = floorDiv(tap, w.taps());
    from.push_back(column);
    const DType dtype = loops.type().dtype;
    const auto load = [&] { return loops.at(call.arg("self"), from); };
    if (w.pad[0] == 0 && w.pad[1] == 0) {
        loops.store(load());
        return {};
    }
    const auto within = [&](const SymInt& p, const SymInt& size) {
        return (loops.position(p) >= 0.0) & binary(LoopOp::Lt, loops.position(p), loops.position(size));
    };
    loops.store(loops.masked(within(row, height) & within(column, width), load, loops.integer(dtype, 0)));
    return {};
}

// --- col2im ---

Result<Types> col2imType(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (self.rank() != 2 && self.rank() != 3) return fail(Code::Shape, "col2im.3: expected an input of rank 2 or 3, got {}", self.text());
    const SymSizes size = call.symInts("output_size");
    if (size.size() != 2) return fail(Code::Argument, "col2im.4: output_size has {} values, 2 are needed", size.size());
    WHITTLE_TRY(const Windows w, windowsOf(call, size[0], size[1]));
    const SymInt& taps = self.sizes[self.sizes.size() - 2];
    if (const auto known = taps.constant(); (known && *known % w.taps() != 0) || differ(self.sizes.back(), w.count[0] * w.count[1]))
        return fail(Code::Shape, "col2im.5: {} does not hold {} by {} windows of {} elements", self.text(), w.count[0].text(), w.count[1].text(), w.taps());
    SymSizes sizes(self.sizes.begin(), self.sizes.end() - 1);
    sizes.back() = floorDiv(taps, w.taps());
    sizes.insert(sizes.end(), size.begin(), size.end());
    return resized(self, std::move(sizes));
}

Result<void> col2imReference(KernelCall& call) {
    const Sizes size = call.sizes("output_size");
    WHITTLE_TRY(const Windows w, windowsOf(call, size[0], size[1]));
    const DType dtype = call.outputType().dtype, wide = isFloating(dtype) ? DType::F64 : DType::I64;
    const Tensor self = dense(call.tensor("self"), wide);
    Tensor out = Tensor::zeros(wide, call.outputSizes());
    const Index channels = out.dim(out.rank() - 3), batch = out.rank() == 4 ? out.dim(0) : 1;
    const Index perSample = batch > 0 ? self.numel() / batch : 0;
    visitCompute(wide, [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index n = 0; n < batch; ++n)
            forEachPair(w, channels, size[0], size[1], [&](Index k, Index p) { to[n * channels * size[0] * size[1] + p] += self.data<T>()[n * perSample + k]; });
    });
    finish(call, 0, out);
    return {};
}

constexpr OpDef kOps[] = {
    {.name = "aten.im2col.default", .schema = "im2col(Tensor self, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor",
     .summary = "The windows of planes, one a column.", .inferType = im2colType, .reference = im2colReference, .lower = im2colLower},
    {.name = "aten.col2im.default", .schema = "col2im(Tensor self, SymInt[2] output_size, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor",
     .summary = "Columns added back into the planes that im2col took them from.", .inferType = col2imType, .reference = col2imReference},
};

}  // namespace

std::span<const OpDef> unfoldOps() { return kOps; }

}  // namespace whittle::ops
