// Fractional max pooling: windows of one size at places that advance by uneven steps, which a random number of each plane
// decides. The numbers are an operand, so nothing is drawn here. Proof: tests/golden/ops/pool.
#include <cmath>
#include <limits>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

struct Plan {
    int planeAxis = 0;  // of the channels; the pooled dimensions follow
    Sizes window, outputs;
};

Result<Plan> planOf(const OpCall& call, int spatial, const TensorType& input) {
    const std::string& op = call.schema().name;
    Plan plan;
    for (const auto& [name, to] : {std::pair{"kernel_size", &plan.window}, std::pair{"output_size", &plan.outputs}}) {
        WHITTLE_TRY(const std::vector<std::int64_t> given, call.integers(name));
        if (static_cast<int>(given.size()) != spatial) return fail(Code::Argument, "{}.1: {} has {} values, {} are needed", op, name, given.size(), spatial);
        to->assign(given.begin(), given.end());
    }
    if (input.rank() != spatial + 1 && input.rank() != spatial + 2)
        return fail(Code::Shape, "{}.2: expected a tensor of rank {} or {}, got {}", op, spatial + 1, spatial + 2, input.text());
    plan.planeAxis = input.rank() - spatial - 1;
    for (int i = plan.planeAxis == 0 ? 0 : 1; i < input.rank(); ++i)
        if (input.sizes[at(i)].is(0)) return fail(Code::Shape, "{}.3: expected input to have non-zero size for non-batch dimensions, got {}", op, input.text());
    for (int i = 0; i < spatial; ++i) {
        const auto size = input.sizes[at(plan.planeAxis + 1 + i)].constant();
        if (plan.window[at(i)] < 1 || plan.outputs[at(i)] < 1)
            return fail(Code::Argument, "{}.4: kernel_size {} and output_size {} must be positive", op, plan.window[at(i)], plan.outputs[at(i)]);
        // Volumes need an element more than planes.
        if (size && plan.outputs[at(i)] + plan.window[at(i)] - (spatial == 2 ? 1 : 0) > *size)
            return fail(Code::Shape, "{}.5: a window of {} for {} outputs is too large relative to the input {}", op, plan.window[at(i)],
                        plan.outputs[at(i)], input.text());
    }
    return plan;
}

template <int spatial>
Result<Types> poolType(const OpCall& call) {
    const TensorType &self = call.type("self"), &samples = call.type("random_samples");
    const std::string& op = call.schema().name;
    if (!isFloating(self.dtype)) return fail(Code::Type, "{}.6: the input is {}, a floating dtype is needed", op, self.text());
    WHITTLE_TRY(const Plan plan, planOf(call, spatial, self));
    if (samples.dtype != self.dtype) return fail(Code::Type, "{}.7: Expect _random_samples to have the same dtype as input, they are {} and {}", op, samples.text(), self.text());
    const auto count = plan.planeAxis == 0 ? SymInt(1) : self.sizes[0];
    const auto known = samples.rank() == 3 ? (samples.sizes[0] - count).constant() : std::nullopt;
    if (samples.rank() != 3 || (known && *known < 0) || differ(samples.sizes[1], self.sizes[at(plan.planeAxis)]) || differ(samples.sizes[2], spatial))
        return fail(Code::Shape, "{}.8: _random_samples is {}, sizes [N,C,{}] are needed for {}", op, samples.text(), spatial, self.text());
    SymSizes sizes(self.sizes.begin(), self.sizes.begin() + plan.planeAxis + 1);
    for (const Index size : plan.outputs) sizes.push_back(size);
    TensorType values = withSizes(self, sizes), places = values;
    places.dtype = DType::I64;
    return Types{values, places};
}

/// Where the windows of one dimension start; each step is rounded to the dtype as PyTorch's arithmetic does. Errors: Run where the
/// sample, which PyTorch takes for a fraction, leads outside.
template <class T>
Result<Sizes> starts(T sample, Index in, Index out, Index window) {
    using C = std::conditional_t<std::is_same_v<T, double>, double, float>;
    const auto rounded = [](C x) { return static_cast<C>(static_cast<T>(x)); };
    Sizes places(static_cast<std::size_t>(out));
    if (out > 1) {
        const C alpha = rounded(rounded(static_cast<C>(in - window)) / rounded(static_cast<C>(out - 1))), u = static_cast<C>(sample);
        const C last = static_cast<C>(in);
        if (!(std::abs(u * alpha) <= last)) return fail(Code::Run, "random_samples has {}, a fraction was expected", static_cast<double>(u));
        const auto shift = static_cast<Index>(rounded(u * alpha));
        for (Index i = 0; i + 1 < out; ++i) {
            const Index place = static_cast<Index>(std::clamp(rounded(rounded(static_cast<C>(i) + u) * alpha), -3 * last, 3 * last)) - shift;
            if (place < 0 || place > in - window) return fail(Code::Run, "random_samples has {}, by which a window starts at {} of {}", static_cast<double>(u), place, in);
            places[static_cast<std::size_t>(i)] = place;
        }
    }
    places.back() = in - window;
    return places;
}

template <int spatial>
Result<void> poolReference(KernelCall& call) {
    WHITTLE_TRY(const Plan plan, planOf(call, spatial, call.type("self")));
    const Tensor self = call.tensor("self").contiguous(), samples = call.tensor("random_samples").contiguous();
    Tensor values = Tensor::empty(self.dtype(), call.outputSizes(0)), places = Tensor::empty(DType::I64, call.outputSizes(1));
    // As volumes, those without a depth of depth 1.
    std::array<Index, 3> in{1, 1, 1}, out{1, 1, 1}, window{1, 1, 1};
    for (int i = 0; i < spatial; ++i) {
        const std::size_t to = at(3 - spatial + i);
        in[to] = self.dim(plan.planeAxis + 1 + i);
        out[to] = plan.outputs[at(i)];
        window[to] = plan.window[at(i)];
    }
    const Index inSize = in[0] * in[1] * in[2], planes = self.numel() / inSize;
    Result<void> placed;
    visitReal(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        using C = std::conditional_t<std::is_same_v<T, double>, double, float>;
        if constexpr (!std::is_integral_v<T>) {
            T* value = values.mutableData<T>();
            std::int64_t* place = places.mutableData<std::int64_t>();
            for (Index p = 0; p < planes; ++p) {
                const T *plane = self.data<T>() + p * inSize, *sample = samples.data<T>() + p * spatial;
                // Planes give their samples width first, volumes depth first.
                std::array<Sizes, 3> start{Sizes{0}};
                for (int i = 0; i < spatial; ++i) {
                    const std::size_t axis = at(3 - spatial + i);
                    Result<Sizes> found = starts(sample[spatial == 2 ? 1 - i : i], in[axis], out[axis], window[axis]);
                    if (!found) {
                        placed = std::unexpected(std::move(found).error());
                        return;
                    }
                    start[axis] = *std::move(found);
                }
                for (const Index d : start[0])
                    for (const Index h : start[1])
                        for (const Index w : start[2]) {
                            C largest = -std::numeric_limits<C>::infinity();
                            Index found = (d * in[1] + h) * in[2] + w;
                            for (Index i = d; i < d + window[0]; ++i)
                                for (Index j = h; j < h + window[1]; ++j)
                                    for (Index k = w; k < w + window[2]; ++k) {
                                        const Index index = (i * in[1] + j) * in[2] + k;
                                        const auto x = static_cast<C>(plane[index]);
                                        if (x > largest || std::isnan(x)) largest = x, found = index;
                                    }
                            *value++ = static_cast<T>(largest);
                            *place++ = found;
                        }
            }
        }
    });
    WHITTLE_TRY_VOID(placed);
    call.setOutput(0, std::move(values));
    call.setOutput(1, std::move(places));
    return {};
}

template <int spatial>
Result<Types> backwardType(const OpCall& call) {
    const TensorType &grad = call.type("grad_output"), &self = call.type("self"), &indices = call.type("indices");
    const std::string& op = call.schema().name;
    WHITTLE_TRY(const Plan plan, planOf(call, spatial, self));
    SymSizes sizes(self.sizes.begin(), self.sizes.begin() + plan.planeAxis + 1);
    for (const Index size : plan.outputs) sizes.push_back(size);
    for (const TensorType* type : {&grad, &indices}) {
        bool same = type->sizes.size() == sizes.size();
        for (std::size_t i = 0; same && i < sizes.size(); ++i) same = !differ(type->sizes[i], sizes[i]);
        if (!same) return fail(Code::Shape, "{}.8: {} is given where sizes {} are needed", op, type->text(), sizesText(sizes));
    }
    if (!isFloating(self.dtype) || grad.dtype != self.dtype || indices.dtype != DType::I64)
        return fail(Code::Type, "{}.6: one floating dtype and indices of i64 are needed, not {}, {} and {}", op, grad.text(), self.text(), indices.text());
    return resized(self, self.sizes);
}

// Each gradient goes to the element it was taken from.
template <int spatial>
Result<void> backwardReference(KernelCall& call) {
    WHITTLE_TRY(const Plan plan, planOf(call, spatial, call.type("self")));
    const Tensor grad = dense(call.tensor("grad_output"), DType::F64), indices = call.tensor("indices").contiguous();
    Tensor out = Tensor::zeros(DType::F64, call.outputSizes());
    Index inSize = 1, outSize = 1;
    for (int i = 0; i < spatial; ++i) {
        inSize *= call.tensor("self").dim(plan.planeAxis + 1 + i);
        outSize *= plan.outputs[at(i)];
    }
    double* to = out.mutableData<double>();
    for (Index i = 0; i < grad.numel(); ++i) {
        const std::int64_t index = indices.data<std::int64_t>()[i];
        if (index < 0 || index >= inSize) return fail(Code::Run, "{}.9: index {} is outside a plane of {} elements", call.schema().name, index, inSize);
        to[i / outSize * inSize + index] += grad.data<double>()[i];
    }
    finish(call, 0, out);
    return {};
}

#define WHITTLE_POOL(op, n, spatial, what)                                                                                              \
    {.name = "aten." op ".default",                                                                                                     \
     .schema = op "(Tensor self, int[" n "] kernel_size, int[" n "] output_size, Tensor random_samples) -> (Tensor, Tensor)",           \
     .summary = "The largest element of windows at uneven steps over " what ", and its place.", .inferType = poolType<spatial>,         \
     .reference = poolReference<spatial>},                                                                                              \
    {.name = "aten." op "_backward.default",                                                                                            \
     .schema = op "_backward(Tensor grad_output, Tensor self, int[" n "] kernel_size, int[" n "] output_size, Tensor indices) -> Tensor", \
     .summary = "Gradient of " op ".", .inferType = backwardType<spatial>, .reference = backwardReference<spatial>}

constexpr OpDef kOps[] = {
    WHITTLE_POOL("fractional_max_pool2d", "2", 2, "planes"),
    WHITTLE_POOL("fractional_max_pool3d", "3", 3, "volumes"),
};

#undef WHITTLE_POOL

}  // namespace

std::span<const OpDef> fractionalPoolOps() { return kOps; }

}  // namespace whittle::ops
