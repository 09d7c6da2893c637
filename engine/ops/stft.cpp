// Short-time Fourier transforms: stft cuts a signal into overlapping windows and transforms each; istft adds
// them up again and divides by the windows' own sum. Proof: tests/golden/ops/fft.
#include <cmath>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/fft_signal.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

/// The numbers both directions are given, defaults filled in. Lengths of windows are known integers.
struct Frame {
    Index fft = 0, hop = 0, window = 0;
    bool onesided = true;

    Index bins() const { return onesided ? fft / 2 + 1 : fft; }
};

bool isSet(const OpCall& call, std::string_view name) { return call.schema().arg(name) && !call.isNone(name); }

Result<Frame> frameOf(const OpCall& call, bool realByDefault) {
    const std::string_view op = call.schema().name;
    Frame out;
    WHITTLE_TRY(out.fft, call.integer("n_fft"));
    out.hop = out.fft / 4;
    out.window = out.fft;
    if (isSet(call, "hop_length")) {
        WHITTLE_TRY(out.hop, call.integer("hop_length"));
    }
    if (isSet(call, "win_length")) {
        WHITTLE_TRY(out.window, call.integer("win_length"));
    }
    out.onesided = isSet(call, "onesided") ? call.flag("onesided") : realByDefault;
    if (out.fft <= 0) return fail(Code::Argument, "{}.1: expected n_fft > 0, but got n_fft={}", op, out.fft);
    if (out.hop <= 0) return fail(Code::Argument, "{}.2: expected hop_length > 0, but got hop_length={}", op, out.hop);
    if (out.window <= 0 || out.window > out.fft)
        return fail(Code::Argument, "{}.3: expected 0 < win_length <= n_fft, but got win_length={}", op, out.window);
    if (const TensorType* window = call.optionalType("window"); window && (window->rank() != 1 || differ(window->sizes[0], out.window)))
        return fail(Code::Shape, "{}.4: expected a 1D window tensor of size equal to win_length={}, but got {}", op, out.window, window->text());
    return out;
}

/// The window in the middle of n_fft elements; ones when none is given.
std::vector<Complex> windowOf(const KernelCall& call, const Frame& frame) {
    std::vector<Complex> out(static_cast<std::size_t>(frame.fft));
    const Tensor* given = call.optionalTensor("window");
    const Index left = (frame.fft - frame.window) / 2;
    for (Index i = 0; i < frame.window; ++i) out[static_cast<std::size_t>(left + i)] = given ? given->flatComplex(i) : Complex(1);
    return out;
}

bool windowIsComplex(const OpCall& call) {
    const TensorType* window = call.optionalType("window");
    return window && isComplex(window->dtype);
}

// --- stft ---

struct Stft {
    Frame frame;
    Index pad = 0;  ///< on each side of the signal
};

Result<Stft> stftOf(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (!isInexact(self.dtype))
        return fail(Code::Type, "stft.5: expected a tensor of floating point or complex values, got {}", self.text());
    if (self.dtype == DType::F16 || self.dtype == DType::BF16)
        return fail(Code::Type, "stft.5: Unsupported dtype {}; cast the input to float32", dtypeInfo(self.dtype).torchName);
    if (self.rank() != 1 && self.rank() != 2) return fail(Code::Shape, "stft.6: expected a 1D or 2D tensor, got {}", self.text());
    const bool complex = isComplex(self.dtype) || windowIsComplex(call);
    Stft out;
    WHITTLE_TRY(out.frame, frameOf(call, !complex));
    if (complex && out.frame.onesided)
        return fail(Code::Argument, "stft.7: Cannot have onesided output if window or input is complex");
    if (call.schema().arg("center") && call.flag("center")) {
        out.pad = out.frame.fft / 2;
        const std::string_view mode = call.text("pad_mode");
        if (mode != "reflect" && mode != "constant")
            return fail(Code::Unsupported, "stft.8: pad_mode '{}' is not supported; reflect and constant are", mode);
        const auto length = self.sizes.back().constant();
        if (mode == "reflect" && length && out.pad >= *length)
            return fail(Code::Shape, "stft.9: Padding size should be less than the corresponding input dimension, but got padding ({0}, {0}) for {1}",
                        out.pad, self.text());
    }
    return out;
}

bool wantsComplex(const OpCall& call) {
    if (isSet(call, "return_complex")) return call.flag("return_complex");
    return isComplex(call.type("self").dtype) || windowIsComplex(call);
}

Result<Types> stftType(const OpCall& call) {
    WHITTLE_TRY(const Stft stft, stftOf(call));
    if (!isSet(call, "return_complex") && !wantsComplex(call))
        return fail(Code::Argument, "stft.10: stft requires the return_complex parameter be given for real inputs");
    const TensorType& self = call.type("self");
    const SymInt length = self.sizes.back() + 2 * stft.pad;
    if (const auto known = length.constant(); known && *known < stft.frame.fft)
        return fail(Code::Shape, "stft.1: expected 0 < n_fft < {}, but got n_fft={}", *known, stft.frame.fft);
    SymSizes sizes(self.sizes.begin(), self.sizes.end() - 1);
    sizes.push_back(stft.frame.bins());
    sizes.push_back(floorDiv(length - stft.frame.fft, stft.frame.hop) + 1);
    const bool complex = wantsComplex(call);
    if (!complex) sizes.push_back(2);
    return Types{TensorType{complex ? complexOf(self.dtype) : realOf(self.dtype), std::move(sizes), {}, self.device}};
}

Tensor transposed(const Tensor& x) {
    Sizes sizes = x.sizes(), strides = x.strides();
    std::swap(sizes[sizes.size() - 1], sizes[sizes.size() - 2]);
    std::swap(strides[strides.size() - 1], strides[strides.size() - 2]);
    return x.asStrided(std::move(sizes), std::move(strides), x.offset());
}

/// Element i of a signal that continues past its ends as the padding says.
Complex padded(const Complex* signal, Index length, Index i, bool reflect) {
    if (i >= 0 && i < length) return signal[i];
    if (!reflect) return 0;
    return signal[i < 0 ? -i : 2 * (length - 1) - i];
}

Result<void> stftReference(KernelCall& call) {
    WHITTLE_TRY(const Stft stft, stftOf(call));
    const Frame& frame = stft.frame;
    const Tensor self = dense(call.tensor("self"), DType::C128);
    const std::vector<Complex> window = windowOf(call, frame);
    const bool reflect = stft.pad > 0 && call.text("pad_mode") == "reflect", complex = wantsComplex(call);
    const Index length = self.dim(self.rank() - 1), rows = self.rank() == 2 ? self.dim(0) : 1;
    const Index frames = call.outputSizes()[static_cast<std::size_t>(self.rank())], bins = frame.bins();
    const double scale = call.flag("normalized") ? 1 / std::sqrt(static_cast<double>(frame.fft)) : 1;
    Sizes sizes = call.outputSizes();
    if (!complex) sizes.pop_back();
    std::swap(sizes[sizes.size() - 1], sizes[sizes.size() - 2]);  // window by window; the answer is the transposed view
    Tensor out = Tensor::empty(DType::C128, sizes);
    auto* to = out.mutableData<Complex>();
    FftLine line(frame.fft, FftDirection::Forward);
    std::vector<Complex> piece(window.size()), spectrum(window.size());
    for (Index r = 0; r < rows; ++r, to += bins * frames)
        for (Index t = 0; t < frames; ++t) {
            for (Index i = 0; i < frame.fft; ++i)
                piece[static_cast<std::size_t>(i)] =
                    wrapMul(padded(self.data<Complex>() + r * length, length, t * frame.hop + i - stft.pad, reflect), window[static_cast<std::size_t>(i)]);
            line.run(piece.data(), 1, spectrum.data());
            for (Index k = 0; k < bins; ++k) to[t * bins + k] = spectrum[static_cast<std::size_t>(k)] * scale;
        }
    const Tensor spectra = transposed(out.to(complexOf(call.outputType().dtype)));
    call.setOutput(0, complex ? spectra : spectra.viewAsReal());
    return {};
}

// --- istft ---

struct Istft {
    Frame frame;
    SymInt start, end;  ///< of the answer, in the signal with its padding
};

Result<Istft> istftOf(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (!isComplex(self.dtype))
        return fail(Code::Type, "istft.5: istft requires a complex-valued input tensor matching the output from stft with return_complex=True.");
    if (self.rank() != 2 && self.rank() != 3) return fail(Code::Shape, "istft.6: expected a tensor with 2 or 3 dimensions, got {}", self.text());
    Istft out;
    WHITTLE_TRY(out.frame, frameOf(call, !call.flag("return_complex")));
    if (out.frame.onesided && call.flag("return_complex"))
        return fail(Code::Argument, "istft.7: cannot have onesided output if window or input is complex");
    const SymInt &bins = self.sizes[self.sizes.size() - 2], &frames = self.sizes.back();
    if (differ(bins, out.frame.bins()))
        return fail(Code::Shape, "istft.8: expected the frequency dimension (3rd to the last) of the input tensor to match n_fft / 2 + 1 or n_fft: {} is not {}",
                    bins.text(), out.frame.bins());
    const SymInt whole = (frames - 1) * out.frame.hop + out.frame.fft;
    out.start = call.flag("center") ? out.frame.fft / 2 : 0;
    out.end = !call.isNone("length") ? out.start + call.symInt("length") : call.flag("center") ? whole - out.frame.fft / 2 : whole;
    return out;
}

Result<Types> istftType(const OpCall& call) {
    WHITTLE_TRY(const Istft istft, istftOf(call));
    const TensorType& self = call.type("self");
    SymSizes sizes(self.sizes.begin(), self.sizes.end() - 2);
    sizes.push_back(istft.end - istft.start);
    return Types{TensorType{call.flag("return_complex") ? self.dtype : realOf(self.dtype), std::move(sizes), {}, self.device}};
}

Result<void> istftReference(KernelCall& call) {
    WHITTLE_TRY(const Istft istft, istftOf(call));
    const Frame& frame = istft.frame;
    const Tensor self = dense(call.tensor("self"), DType::C128);
    const std::vector<Complex> window = windowOf(call, frame);
    const Index bins = frame.bins(), frames = self.dim(self.rank() - 1), rows = self.rank() == 3 ? self.dim(0) : 1;
    const Index whole = (frames - 1) * frame.hop + frame.fft, start = istft.start.constant().value_or(0);
    const Index length = call.outputSizes().back(), end = std::min(start + length, whole);
    const double scale = 1 / (call.flag("normalized") ? std::sqrt(static_cast<double>(frame.fft)) : static_cast<double>(frame.fft));
    std::vector<Complex> envelope(static_cast<std::size_t>(whole));
    for (Index t = 0; t < frames; ++t)
        for (Index i = 0; i < frame.fft; ++i) {
            const Complex w = window[static_cast<std::size_t>(i)];
            envelope[static_cast<std::size_t>(t * frame.hop + i)] += wrapMul(w, w);
        }
    for (Index i = start; i < end; ++i)
        if (std::abs(envelope[static_cast<std::size_t>(i)]) <= 1e-11)
            return fail(Code::Run, "istft: window overlap add min: 1; the windows leave element {} of the signal without weight", i - start);
    Tensor out = Tensor::zeros(DType::C128, call.outputSizes());
    auto* to = out.mutableData<Complex>();
    FftLine line(frame.fft, FftDirection::Backward);
    std::vector<Complex> spectrum(window.size()), piece(window.size()), sum(envelope.size());
    for (Index r = 0; r < rows; ++r) {
        std::fill(sum.begin(), sum.end(), Complex{});
        const Complex* from = self.data<Complex>() + r * bins * frames;
        for (Index t = 0; t < frames; ++t) {
            for (Index k = 0; k < frame.fft; ++k) {
                const bool mirrored = k >= bins;
                const Complex value = from[(mirrored ? frame.fft - k : k) * frames + t];
                const bool real = frame.onesided && (k == 0 || 2 * k == frame.fft);
                spectrum[static_cast<std::size_t>(k)] = real ? Complex(value.real()) : mirrored ? std::conj(value) : value;
            }
            line.run(spectrum.data(), 1, piece.data());
            for (Index i = 0; i < frame.fft; ++i)
                sum[static_cast<std::size_t>(t * frame.hop + i)] += wrapMul(piece[static_cast<std::size_t>(i)] * scale, window[static_cast<std::size_t>(i)]);
        }
        for (Index i = start; i < end; ++i)
            to[r * length + i - start] = divide(sum[static_cast<std::size_t>(i)], envelope[static_cast<std::size_t>(i)]);
    }
    finish(call, 0, out);
    return {};
}

#define WHITTLE_FRAME "Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, "

constexpr OpDef kOps[] = {
    {.name = "aten.stft.default",
     .schema = "stft(" WHITTLE_FRAME "bool normalized=False, bool? onesided=None, bool? return_complex=None) -> Tensor",
     .summary = "Fourier transforms of overlapping windows of a signal.", .inferType = stftType, .reference = stftReference, .complex = stftReference},
    {.name = "aten.stft.center",
     .schema = "stft.center(" WHITTLE_FRAME "bool center=True, str pad_mode=\"reflect\", bool normalized=False, bool? onesided=None, bool? return_complex=None) -> Tensor",
     .summary = "Fourier transforms of overlapping windows of a padded signal.", .inferType = stftType, .reference = stftReference, .complex = stftReference},
    {.name = "aten.istft.default",
     .schema = "istft(" WHITTLE_FRAME "bool center=True, bool normalized=False, bool? onesided=None, SymInt? length=None, bool return_complex=False) -> Tensor",
     .summary = "The signal that stft made.", .inferType = istftType, .reference = istftReference, .complex = istftReference},
};

#undef WHITTLE_FRAME

}  // namespace

std::span<const OpDef> stftOps() { return kOps; }

}  // namespace whittle::ops
