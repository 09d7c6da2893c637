#include "engine/ops/pool_windows.h"

#include "engine/ir/size_decider.h"

namespace whittle::ops {

int pooledDims(const OpCall& call, std::string_view argument) { return call.schema().arg(argument)->listSize; }

Result<void> checkPoolRank(const OpCall& call, int spatial) {
    const TensorType& self = call.type("self");
    if (self.rank() == spatial + 1 || self.rank() == spatial + 2) {
        for (std::size_t i = self.rank() == spatial + 2 ? 1 : 0; i < self.sizes.size(); ++i)
            if (decided(self.sizes[i], SymRelation::Eq, 0).value_or(false)) return fail(Code::Shape, "{}.9: only the batch may be empty, got {}", call.schema().name, self.text());
        return {};
    }
    return fail(Code::Shape, "{}.1: expected an input of rank {} or {}, got {}", call.schema().name, spatial + 1, spatial + 2, self.text());
}

namespace {

Result<std::vector<std::int64_t>> perAxis(const OpCall& call, std::string_view name, int spatial, std::int64_t missing) {
    if (!call.schema().arg(name)) return std::vector<std::int64_t>(static_cast<std::size_t>(spatial), missing);
    WHITTLE_TRY(std::vector<std::int64_t> values, call.integers(name));
    if (values.size() == 1) values.resize(static_cast<std::size_t>(spatial), values[0]);
    if (static_cast<int>(values.size()) != spatial)
        return fail(Code::Argument, "{}.2: argument '{}' has {} values for {} dimensions", call.schema().name, name, values.size(), spatial);
    return values;
}

// With ceil_mode the last window must still start inside the input or its left padding: that is the second bound.
SymInt slidingSize(const Slide& axis, const SymInt& in) {
    const SymInt room = in + (2 * axis.pad - axis.dilation * (axis.kernel - 1) - 1);
    if (!axis.ceil) return floorDiv(room, axis.stride) + 1;
    return min(floorDiv(room + (axis.stride - 1), axis.stride) + 1, floorDiv(in + (axis.pad + axis.stride - 1), axis.stride));
}

}  // namespace

Result<Windows> windowsOf(const OpCall& call) {
    const std::string_view op = call.schema().name;
    Windows out;
    out.spatial = pooledDims(call, "kernel_size");
    WHITTLE_TRY_VOID(checkPoolRank(call, out.spatial));
    WHITTLE_TRY(const auto kernel, perAxis(call, "kernel_size", out.spatial, 1));
    WHITTLE_TRY(const auto pad, perAxis(call, "padding", out.spatial, 0));
    WHITTLE_TRY(const auto dilation, perAxis(call, "dilation", out.spatial, 1));
    auto stride = kernel;
    if (!call.symInts("stride").empty()) {
        WHITTLE_TRY(stride, perAxis(call, "stride", out.spatial, 1));
    }
    constexpr std::int64_t kMost = 1 << 30;
    for (int i = 0; i < out.spatial; ++i) {
        const auto k = static_cast<std::size_t>(i);
        Slide& axis = out.axis(i);
        axis = {kernel[k], stride[k], pad[k], dilation[k], call.flag("ceil_mode")};
        if (axis.kernel < 1 || axis.stride < 1 || axis.dilation < 1 || axis.pad < 0 ||
            std::max({axis.kernel, axis.stride, axis.dilation}) > kMost)
            return fail(Code::Argument, "{}.3: kernel {}, stride {}, dilation {} must be positive, padding {} not negative", op,
                        axis.kernel, axis.stride, axis.dilation, axis.pad);
        if (axis.pad > ((axis.kernel - 1) * axis.dilation + 1) / 2)
            return fail(Code::Argument, "{}.4: padding should be at most half of the effective kernel size, got padding {}, kernel "
                                        "{} and dilation {}", op, axis.pad, axis.kernel, axis.dilation);
    }
    return out;
}

Result<SymSizes> pooledSizes(const OpCall& call, const Windows& windows) {
    const TensorType& self = call.type("self");
    SymSizes sizes = self.sizes;
    for (int i = 0; i < windows.spatial; ++i) {
        SymInt& size = sizes[sizes.size() - static_cast<std::size_t>(windows.spatial - i)];
        size = slidingSize(windows.axis(i), size);
        if (decided(size, SymRelation::Lt, 1).value_or(false))
            return fail(Code::Shape, "{}.5: the kernel is larger than the padded input {}", call.schema().name, self.text());
    }
    return sizes;
}

Volume volumeOf(const Sizes& sizes, int spatial) {
    const auto lead = sizes.size() - static_cast<std::size_t>(spatial);
    Volume out{elementCount(std::span(sizes).first(lead)), {1, 1, 1}};
    std::copy(sizes.begin() + static_cast<std::ptrdiff_t>(lead), sizes.end(), out.sides.end() - spatial);
    return out;
}

}  // namespace whittle::ops
