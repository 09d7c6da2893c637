// Discrete Fourier transforms over dimensions of a tensor: ATen's three primitives and the whole torch.fft
// module over them. All are one thing, told apart by a Form: what is real, what is complex, and the sign of the
// exponent. Computed in double whatever the dtype. Proof: tests/golden/ops/fft.
#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/fft_signal.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

std::size_t at(int axis) { return static_cast<std::size_t>(axis); }

// --- which dimensions, how long ---

Result<std::string_view> normOf(const OpCall& call) {
    const std::string_view norm = call.isNone("norm") ? "backward" : call.text("norm");
    if (norm == "backward" || norm == "forward" || norm == "ortho") return norm;
    return fail(Code::Argument, "{}.4: Invalid normalization mode: \"{}\"; use backward, ortho or forward", call.schema().name, norm);
}

/// The length an input dimension of `size` stands for when none is asked for.
SymInt signalLength(FftForm form, const SymInt& size, bool last) {
    return form.kind == FftKind::ToReal && last ? (size - 1) * 2 : size;
}

Result<FftAxes> checkedAxes(const OpCall& call, FftForm form, std::vector<int> dims, SymSizes lengths) {
    const TensorType& self = call.type("self");
    const std::string_view op = call.schema().name;
    for (std::size_t i = 0; i < dims.size(); ++i) {
        if (lengths[i].is(-1)) lengths[i] = signalLength(form, self.sizes[at(dims[i])], i + 1 == dims.size());
        if (const auto known = lengths[i].constant(); known && *known < 1)
            return fail(Code::Argument, "{}.3: Invalid number of data points ({}) specified", op, *known);
    }
    return FftAxes{std::move(dims), std::move(lengths)};
}

// n and dim of the one-dimensional forms.
Result<FftAxes> oneAxis(const OpCall& call, FftForm form) {
    WHITTLE_TRY(const int dim, call.dim("dim", call.type("self").rank()));
    if (call.type("self").rank() == 0) return fail(Code::Shape, "{}.2: the input needs at least one dimension", call.schema().name);
    return checkedAxes(call, form, {dim}, {call.isNone("n") ? SymInt(-1) : call.symInt("n")});
}

// s and dim of the others: s without dim means the last dimensions, neither means all.
Result<FftAxes> someAxes(const OpCall& call, FftForm form) {
    const int rank = call.type("self").rank();
    const std::string_view op = call.schema().name;
    const bool hasSizes = !call.isNone("s"), hasDims = !call.isNone("dim");
    SymSizes lengths = hasSizes ? call.symInts("s") : SymSizes{};
    std::vector<int> dims;
    if (hasDims) {
        WHITTLE_TRY(const std::vector<std::int64_t> given, call.integers("dim"));
        if (!given.empty()) {
            WHITTLE_TRY(dims, call.dims("dim", rank));  // "FFT dims must be unique"
        }
    } else {
        const int count = hasSizes ? static_cast<int>(lengths.size()) : rank;
        if (count > rank)
            return fail(Code::Argument, "{}.5: Got shape with {} values but input tensor only has {} dimensions.", op, count, rank);
        for (int d = rank - count; d < rank; ++d) dims.push_back(d);
    }
    if (!hasSizes) lengths.assign(dims.size(), SymInt(-1));
    if (lengths.size() != dims.size())
        return fail(Code::Argument, "{}.6: When given, dim and shape arguments must have the same length", op);
    if (dims.empty() && form.kind != FftKind::Plain)
        return fail(Code::Argument, "{}.7: {} must transform at least one axis", op, op);
    return checkedAxes(call, form, std::move(dims), std::move(lengths));
}

Result<FftAxes> moduleAxes(const OpCall& call, FftForm form) {
    return call.schema().arg("n") ? oneAxis(call, form) : someAxes(call, form);
}

// --- the torch.fft module ---

Result<DType> signalDType(const OpCall& call, FftForm form) {
    const DType self = call.type("self").dtype;
    const std::string_view op = call.schema().name;
    if (self == DType::F16 || self == DType::BF16)
        return fail(Code::Type, "{}.1: Unsupported dtype {}; cast the input to float32", op, dtypeInfo(self).torchName);
    if (form.kind == FftKind::ToComplex && isComplex(self))
        return fail(Code::Type, "{}.1: expects a real input tensor, but got {}", op, call.type("self").text());
    return floatOf(self, call.precision());
}

template <FftKind kind, FftDirection direction>
Result<Types> moduleType(const OpCall& call) {
    constexpr FftForm kForm{kind, direction};
    WHITTLE_TRY(const DType dtype, signalDType(call, kForm));
    WHITTLE_TRY(const FftAxes axes, moduleAxes(call, kForm));
    WHITTLE_TRY_VOID(normOf(call));
    return Types{fftType(call.type("self"), dtype, kForm, axes, FftSpectrum::Half)};
}

// Which norm scales depends on the way only: "backward" scales the transforms whose exponent is positive.
double moduleScale(const OpCall& call, FftForm form, const FftAxes& axes) {
    const double n = axes.points();
    const std::string_view norm = normOf(call).value_or("backward");
    if (norm == "ortho") return 1 / std::sqrt(n);
    return (norm == "forward") == (form.direction == FftDirection::Forward) ? 1 / n : 1;
}

template <FftKind kind, FftDirection direction>
Result<void> moduleReference(KernelCall& call) {
    constexpr FftForm kForm{kind, direction};
    WHITTLE_TRY(const FftAxes axes, moduleAxes(call, kForm));
    finish(call, 0, fourier(call.tensor("self"), kForm, axes, FftSpectrum::Half, moduleScale(call, kForm, axes)));
    return {};
}

// --- ATen's primitives ---

Result<FftAxes> primitiveAxes(const OpCall& call, FftForm form) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const std::vector<std::int64_t> given, call.integers("dim"));
    std::vector<int> dims;
    if (!given.empty()) {
        WHITTLE_TRY(dims, call.dims("dim", self.rank()));
    } else if (form.kind != FftKind::Plain) {
        return fail(Code::Argument, "{}.2: at least one dimension must be transformed", call.schema().name);
    }
    WHITTLE_TRY(const std::int64_t normalization, call.integer("normalization"));
    if (normalization < 0 || normalization > 2)
        return fail(Code::Argument, "{}.4: Unsupported normalization type {}; 0 is none, 1 by the root of the length, 2 by the length", call.schema().name, normalization);
    SymSizes lengths;
    for (const int d : dims) lengths.push_back(self.sizes[at(d)]);
    if (form.kind == FftKind::ToReal) lengths.back() = call.symInt("last_dim_size");
    return checkedAxes(call, form, std::move(dims), std::move(lengths));
}

FftForm primitiveForm(const OpCall& call, FftKind kind) {
    const bool backward = kind == FftKind::ToReal || (kind == FftKind::Plain && !call.flag("forward"));
    return {kind, backward ? FftDirection::Backward : FftDirection::Forward};
}

FftSpectrum spectrumOf(const OpCall& call) {
    return call.schema().arg("onesided") && !call.flag("onesided") ? FftSpectrum::Full : FftSpectrum::Half;
}

template <FftKind kind>
Result<Types> primitiveType(const OpCall& call) {
    const TensorType& self = call.type("self");
    const bool wantsComplex = kind != FftKind::ToComplex;
    if (wantsComplex ? !isComplex(self.dtype) : self.dtype != DType::F32 && self.dtype != DType::F64)
        return fail(Code::Type, "{}.1: expects a {} input, got {}", call.schema().name, wantsComplex ? "complex" : "float32 or float64", self.text());
    const FftForm form = primitiveForm(call, kind);
    WHITTLE_TRY(const FftAxes axes, primitiveAxes(call, form));
    return Types{fftType(self, self.dtype, form, axes, spectrumOf(call))};
}

template <FftKind kind>
Result<void> primitiveReference(KernelCall& call) {
    const FftForm form = primitiveForm(call, kind);
    WHITTLE_TRY(const FftAxes axes, primitiveAxes(call, form));
    const double n = axes.points();
    const Index mode = call.size("normalization");  // 0: none, 1: by sqrt(n), 2: by n
    const double scale = mode == 0 ? 1 : mode == 1 ? 1 / std::sqrt(n) : 1 / n;
    finish(call, 0, fourier(call.tensor("self"), form, axes, spectrumOf(call), scale));
    return {};
}

// --- frequencies and shifts ---

template <bool half>
Result<Types> frequenciesType(const OpCall& call) {
    const SymInt n = call.symInt("n");
    if (const auto known = n.constant(); known && *known < 1)
        return fail(Code::Argument, "{}.1: n must be positive, got {}", call.schema().name, *known);
    const DType dtype = call.dtype("dtype").value_or(defaultFloat(call.precision()));
    if (!isFloating(dtype)) return fail(Code::Type, "{}.2: needs a floating dtype, got {}", call.schema().name, dtypeName(dtype));
    const Device* device = call.arg("device").as<Device>();
    return Types{TensorType{dtype, {half ? floorDiv(n, 2) + 1 : n}, {}, device ? *device : Device{}}};
}

template <bool half>
Result<void> frequenciesReference(KernelCall& call) {
    const Index n = call.size("n"), count = call.outputSizes()[0];
    const double unit = 1 / (static_cast<double>(n) * call.number("d"));
    Tensor out = Tensor::empty(DType::F64, {count});
    double* to = out.mutableData<double>();
    for (Index i = 0; i < count; ++i) to[i] = static_cast<double>(half || i < (n + 1) / 2 ? i : i - n) * unit;
    finish(call, 0, out);
    return {};
}

Result<Types> shiftType(const OpCall& call) {
    WHITTLE_TRY_VOID(call.dims("dim", call.type("self").rank()));
    const TensorType& self = call.type("self");
    return resized(self, self.sizes);
}

// A dimension turned by half its length, as two slices joined.
template <bool inverse>
Result<void> shiftReference(KernelCall& call) {
    const Tensor self = call.tensor("self").contiguous();
    Tensor out = Tensor::empty(self.dtype(), self.sizes());
    const std::vector<int> dims = call.checkedDims("dim", self.rank());
    const Sizes strides = contiguousStrides(self.sizes());
    visitDType(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        const T* from = self.data<T>();
        T* to = out.mutableData<T>();
        for (Index i = 0; i < self.numel(); ++i) {
            Index place = i;
            for (const int d : dims) {
                const Index size = self.dim(d), stride = strides[at(d)], here = i / stride % size;
                place += ((here + (inverse ? (size + 1) / 2 : size / 2)) % size - here) * stride;
            }
            to[place] = from[i];
        }
    });
    call.setOutput(0, std::move(out));
    return {};
}

#define WHITTLE_FFT(op, args, text, kind, direction)                                                                 \
    {.name = "aten." op ".default", .schema = op "(Tensor self, " args ", str? norm=None) -> Tensor", .summary = text,  \
     .inferType = moduleType<FftKind::kind, FftDirection::direction>,                                                \
     .reference = moduleReference<FftKind::kind, FftDirection::direction>,                                           \
     .complex = moduleReference<FftKind::kind, FftDirection::direction>}
// The forms over one, two and any number of dimensions.
#define WHITTLE_FFTS(op, text, kind, direction)                                                                      \
    WHITTLE_FFT(op, "SymInt? n=None, int dim=-1", text, kind, direction),                                            \
    WHITTLE_FFT(op "2", "SymInt[1]? s=None, int[1] dim=[-2,-1]", text " Over two dimensions.", kind, direction),     \
    WHITTLE_FFT(op "n", "SymInt[1]? s=None, int[1]? dim=None", text " Over any number of dimensions.", kind, direction)
#define WHITTLE_PRIMITIVE(op, args, text, kind)                                                                      \
    {.name = "aten." op ".default", .schema = op "(Tensor self, " args ") -> Tensor", .summary = text,               \
     .inferType = primitiveType<FftKind::kind>, .reference = primitiveReference<FftKind::kind>,                      \
     .complex = primitiveReference<FftKind::kind>}
#define WHITTLE_FREQUENCIES(op, text, half)                                                                          \
    {.name = "aten." op ".default",                                                                                  \
     .schema = op "(int n, float d=1.0, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor", \
     .summary = text, .inferType = frequenciesType<half>, .reference = frequenciesReference<half>}
#define WHITTLE_SHIFT(op, text, inverse)                                                                             \
    {.name = "aten." op ".default", .schema = op "(Tensor self, int[1]? dim=None) -> Tensor", .summary = text,       \
     .inferType = shiftType, .reference = shiftReference<inverse>, .complex = shiftReference<inverse>}

constexpr OpDef kOps[] = {
    WHITTLE_PRIMITIVE("_fft_c2c", "SymInt[] dim, int normalization, bool forward", "Fourier transform of complex numbers.", Plain),
    WHITTLE_PRIMITIVE("_fft_r2c", "int[] dim, int normalization, bool onesided", "Fourier transform of real numbers.", ToComplex),
    WHITTLE_PRIMITIVE("_fft_c2r", "int[] dim, int normalization, SymInt last_dim_size", "The real signal of a half spectrum.", ToReal),
    WHITTLE_FFTS("fft_fft", "Fourier transform.", Plain, Forward),
    WHITTLE_FFTS("fft_ifft", "Inverse Fourier transform.", Plain, Backward),
    WHITTLE_FFTS("fft_rfft", "Fourier transform of a real signal, half the spectrum.", ToComplex, Forward),
    WHITTLE_FFTS("fft_irfft", "The real signal of half a spectrum.", ToReal, Backward),
    WHITTLE_FFTS("fft_hfft", "The real spectrum of half a symmetric signal.", ToReal, Forward),
    WHITTLE_FFTS("fft_ihfft", "Half the symmetric signal of a real spectrum.", ToComplex, Backward),
    WHITTLE_FREQUENCIES("fft_fftfreq", "The frequencies of a spectrum, the negative ones last.", false),
    WHITTLE_FREQUENCIES("fft_rfftfreq", "The frequencies of half a spectrum.", true),
    WHITTLE_SHIFT("fft_fftshift", "Moves frequency zero to the middle.", false),
    WHITTLE_SHIFT("fft_ifftshift", "Moves frequency zero back to the start.", true),
};

#undef WHITTLE_SHIFT
#undef WHITTLE_FREQUENCIES
#undef WHITTLE_PRIMITIVE
#undef WHITTLE_FFTS
#undef WHITTLE_FFT

}  // namespace

std::span<const OpDef> fftOps() { return kOps; }

}  // namespace whittle::ops
