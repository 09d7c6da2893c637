#include "engine/formats/tensor_fill.h"

#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include "engine/formats/print_python.h"
#include "engine/ops/random_draw.h"

namespace whittle {
namespace {

// How many integers from 0 on the dtype holds exactly.
Index countable(DType dtype) {
    if (dtype == DType::Bool) return 0;  // for which PyTorch has no arange
    if (isFloating(dtype)) return Index{1} << ops::mantissaBits(dtype);
    return dtype == DType::U8 ? 256 : Index{1} << std::min<std::size_t>(8 * dtypeSize(dtype) - 1, 62);
}

std::span<const std::byte> bytesOf(const Tensor& contiguous) { return {contiguous.data<std::byte>(), contiguous.byteSize()}; }

bool sameBytes(const Tensor& a, const Tensor& b) { return std::ranges::equal(bytesOf(a), bytesOf(b)); }

constexpr Fill kDrawn[] = {Fill::Integers, Fill::Uniform, Fill::Normal};

// Elements of a draw that stay the same however many more are drawn: of normal numbers, which come in blocks whose last
// one may overlap the others, the first alone.
constexpr Index kGlance = 8;
Index telling(Fill how, Index count) { return how == Fill::Normal ? 1 : std::min(count, kGlance); }

struct Beginnings {
    // By way of filling, seed, and whether the tensor is long enough for blocks.
    std::array<std::array<std::array<std::optional<Tensor>, 2>, kFillSeeds>, std::size(kDrawn)> drawn;
};

const Beginnings& beginningsOf(DType dtype) {
    static const auto kAll = [] {
        std::array<Beginnings, kRealDTypeCount> all;
        for (std::size_t i = 0; i < all.size(); ++i)
            for (std::size_t how = 0; how < std::size(kDrawn); ++how)
                for (std::uint64_t seed = 0; seed < kFillSeeds; ++seed)
                    for (const bool blocks : {false, true})
                        all[i].drawn[how][seed][blocks] =
                            filled({kDrawn[how], seed}, static_cast<DType>(i), {blocks ? Index{16} : kGlance});
        return all;
    }();
    return kAll[static_cast<std::size_t>(dtype)];
}

bool beginsAs(const Tensor& tensor, Fill how, const Tensor& beginning) {
    const auto size = static_cast<std::size_t>(telling(how, tensor.numel())) * dtypeSize(tensor.dtype());
    return std::memcmp(tensor.data<std::byte>(), beginning.data<std::byte>(), size) == 0;
}

// Every element the same bits as the first.
bool isUniform(const Tensor& contiguous) {
    const auto bytes = bytesOf(contiguous);
    return std::memcmp(bytes.data(), bytes.data() + dtypeSize(contiguous.dtype()), bytes.size() - dtypeSize(contiguous.dtype())) == 0;
}

Tensor firstElement(const Tensor& contiguous) { return contiguous.asStrided({}, {}, contiguous.offset()); }

// What Python's literal of the element gives: not every NaN is the one that float('nan') names.
bool literalTells(const Tensor& tensor) {
    if (!isFloating(tensor.dtype())) return true;
    std::vector<double> values;
    for (Index i = 0; i < tensor.numel(); ++i) {
        const double value = tensor.flat(i);
        values.push_back(std::isnan(value) ? std::numeric_limits<double>::quiet_NaN() : value);
    }
    return sameBytes(Tensor::of<double>(values, tensor.sizes()).to(tensor.dtype()), tensor);
}

Tensor elementsAt(const Tensor& contiguous, std::span<const Index> positions) {
    Tensor out = Tensor::empty(contiguous.dtype(), {static_cast<Index>(positions.size())});
    const std::size_t size = dtypeSize(out.dtype());
    auto* to = out.mutableData<std::byte>();
    for (std::size_t i = 0; i < positions.size(); ++i)
        std::memcpy(to + i * size, contiguous.data<std::byte>() + static_cast<std::size_t>(positions[i]) * size, size);
    return out;
}

std::string elementText(const Tensor& tensor, Index position) {
    if (tensor.dtype() == DType::Bool) return tensor.flatInt(position) ? "True" : "False";
    if (isFloating(tensor.dtype())) return py::literal(tensor.flat(position), py::Infinity::Call);
    return std::to_string(tensor.flatInt(position));
}

std::string nested(const Tensor& tensor, std::size_t axis, Index& position) {
    if (axis == tensor.sizes().size()) return elementText(tensor, position++);
    std::string out;
    for (Index i = 0; i < tensor.sizes()[axis]; ++i) out += (i ? ", " : "") + nested(tensor, axis + 1, position);
    return '[' + out + ']';
}

std::string tupleText(std::span<const Index> sizes) {
    std::string out = fmt::format("{}", fmt::join(sizes, ", "));
    return '(' + out + (sizes.size() == 1 ? ",)" : ")");
}

std::string tensorText(const Tensor& tensor, std::string_view dtype) {
    Index position = 0;
    return fmt::format("torch.tensor({}{})", nested(tensor, 0, position), dtype);
}

}  // namespace

std::string_view fillName(Fill how) {
    constexpr std::string_view kNames[] = {"zeros", "ones", "one value", "counted numbers", "random integers", "random numbers",
                                           "normal random numbers", "a list", "anything"};
    return kNames[static_cast<std::size_t>(how)];
}

DrawnIntegers drawnIntegers(DType dtype) {
    if (dtype == DType::Bool) return {0, 2};
    return isFloating(dtype) ? DrawnIntegers{-4, 5} : DrawnIntegers{0, 4};
}

std::optional<Tensor> filled(const TensorFill& fill, DType dtype, Sizes sizes) {
    const Index count = elementCount(sizes);
    if (fill.how == Fill::Zeros) return Tensor::zeros(dtype, std::move(sizes));
    if (fill.how == Fill::Ones) return Tensor::full(dtype, std::move(sizes), 1);
    if (isComplex(dtype)) return std::nullopt;
    if (fill.how == Fill::Arange) {
        if (count > countable(dtype)) return std::nullopt;
        std::vector<std::int64_t> numbers(static_cast<std::size_t>(count));
        for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<std::int64_t>(i);
        return Tensor::of<std::int64_t>(numbers, std::move(sizes)).to(dtype);
    }
    Generator generator(fill.seed);
    const auto [from, to] = drawnIntegers(dtype);
    if (fill.how == Fill::Integers)
        return ops::drawIntegers(generator, dtype, count, from, static_cast<std::uint64_t>(to - from)).viewAs(std::move(sizes));
    if (!isFloating(dtype)) return std::nullopt;
    if (fill.how == Fill::Uniform) return ops::drawUniform(generator, dtype, count, 0, 1).viewAs(std::move(sizes));
    if (fill.how == Fill::Normal) {
        const ops::NormalPath path = ops::normalPath(sizes, contiguousStrides(sizes));
        return ops::drawNormal(generator, dtype, count, 0, 1, path).viewAs(std::move(sizes));
    }
    return std::nullopt;
}

TensorFill describeFill(const Tensor& given) {
    if (given.numel() == 0) return {Fill::Zeros};
    const Tensor tensor = given.contiguous();
    const auto is = [&](const TensorFill& fill) {
        const auto made = filled(fill, tensor.dtype(), tensor.sizes());
        return made && sameBytes(*made, tensor);
    };
    if (isUniform(tensor)) {
        const Tensor first = firstElement(tensor);
        for (const Fill how : {Fill::Zeros, Fill::Ones})
            if (sameBytes(*filled({how}, tensor.dtype(), {}), first)) return {how};
        if (!isComplex(tensor.dtype()) && literalTells(first)) return {Fill::Full};
    }
    if (isComplex(tensor.dtype())) return {Fill::Opaque};
    if (tensor.flat(0) == 0 && tensor.numel() > 1 && tensor.flat(1) == 1 && is({Fill::Arange})) return {Fill::Arange};
    const Beginnings& beginnings = beginningsOf(tensor.dtype());
    const bool blocks = tensor.numel() >= 16;
    for (std::size_t how = 0; how < std::size(kDrawn); ++how)
        for (std::uint64_t seed = 0; seed < kFillSeeds; ++seed)
            if (const auto& beginning = beginnings.drawn[how][seed][blocks];
                beginning && beginsAs(tensor, kDrawn[how], *beginning) && is({kDrawn[how], seed}))
                return {kDrawn[how], seed};
    const bool few = static_cast<std::size_t>(tensor.numel()) <= kMostListed;
    const std::vector<Index> odd = few ? std::vector<Index>() : nonZeroPositions(tensor, kMostListed + 1);
    if (odd.size() <= kMostListed && literalTells(few ? tensor : elementsAt(tensor, odd))) return {Fill::Listed};
    return {Fill::Opaque};
}

std::vector<Index> nonZeroPositions(const Tensor& given, std::size_t most) {
    const Tensor tensor = given.contiguous();
    const std::size_t size = dtypeSize(tensor.dtype());
    constexpr std::array<std::byte, 16> kZero{};
    const std::byte* data = tensor.data<std::byte>();
    std::vector<Index> out;
    for (Index i = 0; i < tensor.numel() && out.size() < most; ++i)
        if (std::memcmp(data + static_cast<std::size_t>(i) * size, kZero.data(), size) != 0) out.push_back(i);
    return out;
}

std::string fillExpression(const TensorFill& fill, const Tensor& given) {
    const Tensor tensor = given.contiguous();
    const std::string sizes = tupleText(tensor.sizes());
    const std::string dtype = fmt::format(", dtype=torch.{}", dtypeInfo(tensor.dtype()).torchName);
    const std::string drawn = fmt::format("{}, generator=torch.Generator().manual_seed({}){}", sizes, fill.seed, dtype);
    const auto [from, to] = drawnIntegers(tensor.dtype());
    switch (fill.how) {
        case Fill::Zeros: return fmt::format("torch.zeros({}{})", sizes, dtype);
        case Fill::Ones: return fmt::format("torch.ones({}{})", sizes, dtype);
        case Fill::Full: return fmt::format("torch.full({}, {}{})", sizes, elementText(tensor, 0), dtype);
        case Fill::Arange:
            return fmt::format("torch.arange({}{}){}", tensor.numel(), dtype, tensor.rank() == 1 ? "" : ".reshape(" + sizes + ")");
        case Fill::Integers: return fmt::format("torch.randint({}, {}, {})", from, to, drawn);
        case Fill::Uniform: return fmt::format("torch.rand({})", drawn);
        case Fill::Normal: return fmt::format("torch.randn({})", drawn);
        case Fill::Listed: break;
        case Fill::Opaque: return {};
    }
    if (static_cast<std::size_t>(tensor.numel()) <= kMostListed) return tensorText(tensor, dtype);
    const std::vector<Index> odd = nonZeroPositions(tensor, kMostListed);
    const Tensor positions = Tensor::of<std::int64_t>(odd, {static_cast<Index>(odd.size())});
    return fmt::format("torch.zeros({}{}).scatter(0, {}, {}){}", tensor.numel(), dtype, tensorText(positions, ""),
                       tensorText(elementsAt(tensor, odd), dtype), tensor.rank() == 1 ? "" : ".reshape(" + sizes + ")");
}

}  // namespace whittle
