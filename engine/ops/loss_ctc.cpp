// Connectionist temporal classification: the likelihood of a sequence of classes over all ways to stretch it, with blanks
// between and repetition, by the forward and backward variables of Graves et al. (2006). In logarithms and f64.
// Proof: tests/golden/ops/loss.
#include <cmath>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/index_layout.h"
#include "engine/ops/positions.h"
#include "engine/ops/reduction_mode.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

constexpr double kNever = -INFINITY;

double logSum(double a, double b) {
    const double top = std::max(a, b);
    return top == kNever ? kNever : top + std::log(std::exp(a - top) + std::exp(b - top));
}

// --- types -----------------------------------------------------------------------------------------------

bool hasNumbers(const OpCall& call) { return !call.optionalType("input_lengths"); }

Result<void> checkOperands(const OpCall& call) {
    const std::string& op = call.schema().name;
    const TensorType &x = call.type("log_probs"), &targets = call.type("targets");
    const bool one = op == "ctc_loss" && x.rank() == 2;  // without a batch
    if (!isFloating(x.dtype) || (x.rank() != 3 && !one))
        return fail(Code::Shape, "{}.1: log_probs is {}, floating [time, batch, classes] is needed", op, x.text());
    // ctc_loss makes i64 of them, whatever they are.
    if (op != "ctc_loss" && targets.dtype != DType::I64 && targets.dtype != DType::I32)
        return fail(Code::Type, "{}.2: the targets are {}, class numbers are needed", op, targets.text());
    const SymInt batch = one ? SymInt(1) : x.sizes[1];
    if (targets.rank() < 1 || targets.rank() > 2 || (targets.rank() == 2 && differ(targets.sizes[0], batch)))
        return fail(Code::Shape, "{}.3: the targets are {}, all of them in a row or [batch, length] is needed", op, targets.text());
    WHITTLE_TRY(const std::int64_t blank, call.integer("blank"));
    if (const auto classes = x.sizes.back().constant(); blank < 0 || (classes && blank >= *classes))
        return fail(Code::Argument, "{}.4: blank must be in label range, it is {} of {}", op, blank, x.sizes.back().text());
    for (const char* name : {"input_lengths", "target_lengths"}) {
        SymInt count;
        if (hasNumbers(call)) {
            WHITTLE_TRY(const std::vector<std::int64_t> lengths, call.integers(name));
            count = static_cast<std::int64_t>(lengths.size());
            const auto time = x.sizes[0].constant();
            for (const std::int64_t length : lengths)
                if (length < 0 || (name[0] == 'i' && time && length > *time))
                    return fail(Code::Argument, "{}.6: '{}' holds {}, at most {} can be", op, name, length, x.sizes[0].text());
        } else {
            const TensorType& lengths = call.type(name);
            if (!isIntegral(lengths.dtype)) return fail(Code::Type, "{}.2: '{}' is {}, integers are needed", op, name, lengths.text());
            count = lengths.numel();
        }
        if (differ(count, batch)) return fail(Code::Shape, "{}.5: '{}' must be of size batch_size, {}, it has {}", op, name, batch.text(), count.text());
    }
    return {};
}

SymInt statesOf(const OpCall& call) {
    if (!hasNumbers(call)) return dataDependentSize();
    std::int64_t longest = 0;
    for (const std::int64_t length : call.integers("target_lengths").value_or(std::vector<std::int64_t>{})) longest = std::max(longest, length);
    return 2 * longest + 1;
}

Result<Types> forwardType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkOperands(call));
    const TensorType& x = call.type("log_probs");
    return Types{withSizes(x, {x.sizes[1]}), withSizes(x, {x.sizes[1], x.sizes[0], statesOf(call)})};
}

Result<Types> lossType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkOperands(call));
    WHITTLE_TRY(const ReductionMode mode, reductionMode(call));
    const TensorType& x = call.type("log_probs");
    return Types{withSizes(x, mode == ReductionMode::None && x.rank() == 3 ? SymSizes{x.sizes[1]} : SymSizes{})};
}

Result<Types> backwardType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkOperands(call));
    const TensorType& x = call.type("log_probs");
    for (const char* name : {"grad", "neg_log_likelihood", "log_alpha"}) {
        const TensorType& type = call.type(name);
        const int rank = std::string_view(name) == "log_alpha" ? 3 : 1;
        if (type.dtype != x.dtype || type.rank() != rank || differ(type.sizes[0], x.sizes[1]))
            return fail(Code::Shape, "{}.7: '{}' is {}, {} dimensions for the batch of {} in its dtype are needed", call.schema().name, name, type.text(), rank, x.text());
    }
    return Types{withSizes(x, x.sizes)};
}

// --- kernels ---------------------------------------------------------------------------------------------

/// One sequence of the batch: classes at odd states, blanks at even ones.
struct Sequence {
    const double* x;  ///< [time, batch, classes] from this one's first element
    Index step, steps, blank;
    std::vector<Index> classes;

    Index states() const { return 2 * static_cast<Index>(classes.size()) + 1; }
    Index at(Index state) const { return state % 2 ? classes[static_cast<std::size_t>(state / 2)] : blank; }
    double probability(Index t, Index state) const { return x[t * step + at(state)]; }
    /// A state two before is reached directly when there is another class in it.
    bool skips(Index state) const { return state > 1 && at(state) != at(state - 2); }
};

struct Batch {
    Tensor x;
    std::vector<Sequence> sequences;
};

std::vector<std::int64_t> lengthsOf(const KernelCall& call, const char* name) {
    if (hasNumbers(call)) return call.integers(name).value_or(std::vector<std::int64_t>{});
    const Tensor lengths = call.tensor(name).to(DType::I64).contiguous();
    return {lengths.data<std::int64_t>(), lengths.data<std::int64_t>() + lengths.numel()};
}

// Errors: Run for lengths and classes that only the data tells.
Result<Batch> read(const KernelCall& call) {
    const std::string& op = call.schema().name;
    Batch out{.x = dense(call.tensor("log_probs"), DType::F64), .sequences = {}};
    const Tensor targets = call.tensor("targets").to(DType::I64).contiguous();
    const Index time = out.x.dim(0), count = out.x.rank() == 3 ? out.x.dim(1) : 1, classes = out.x.dim(out.x.rank() - 1);
    const auto steps = lengthsOf(call, "input_lengths"), lengths = lengthsOf(call, "target_lengths");
    Index next = 0;
    for (Index b = 0; b < count; ++b) {
        const Index length = lengths[static_cast<std::size_t>(b)], used = steps[static_cast<std::size_t>(b)];
        const Index first = targets.rank() == 2 ? b * targets.dim(1) : next;
        const Index room = targets.rank() == 2 ? targets.dim(1) : targets.numel() - next;
        if (length < 0 || length > room) return fail(Code::Run, "{}.8: a target has {} classes where {} are left", op, length, room);
        if (used < 0 || used > time) return fail(Code::Run, "{}.8: an input has {} of {} steps", op, used, time);
        next += length;
        Sequence one{.x = out.x.data<double>() + b * classes, .step = count * classes, .steps = used, .blank = call.size("blank"), .classes = {}};
        for (Index i = first; i < first + length; ++i) {
            const std::int64_t c = targets.data<std::int64_t>()[i];
            if (c < 0 || c >= classes) return fail(Code::Run, "{}.9: target {} is out of bounds, there are {} classes", op, c, classes);
            one.classes.push_back(c);
        }
        out.sequences.push_back(std::move(one));
    }
    if (targets.rank() == 1 && next != targets.numel())
        return fail(Code::Run, "{}.8: the targets are {} classes, their lengths add up to {}", op, targets.numel(), next);
    return out;
}

/// Fills alpha[t * width + state], the log likelihood of what leads there, and answers the negative one of the whole.
double forward(const Sequence& s, double* alpha, Index width) {
    if (s.steps == 0) return s.classes.empty() ? 0 : INFINITY;
    const Index states = s.states();
    for (Index t = 0; t < s.steps; ++t)
        for (Index k = 0; k < states; ++k) {
            const double* before = alpha + (t - 1) * width;
            double ways = t == 0 ? (k < 2 ? 0 : kNever) : before[k];
            if (t > 0 && k > 0) ways = logSum(ways, before[k - 1]);
            if (t > 0 && s.skips(k)) ways = logSum(ways, before[k - 2]);
            alpha[t * width + k] = ways + s.probability(t, k);
        }
    const double* last = alpha + (s.steps - 1) * width;
    return -logSum(last[states - 1], states > 1 ? last[states - 2] : kNever);
}

Index widthOf(const Batch& batch) {
    Index states = 1;
    for (const Sequence& s : batch.sequences) states = std::max(states, s.states());
    return states;
}

// What lies behind the end of a sequence is unspecified in PyTorch; -inf here.
Result<void> forwardReference(KernelCall& call) {
    WHITTLE_TRY(const Batch batch, read(call));
    const Index width = widthOf(batch), time = batch.x.dim(0), count = static_cast<Index>(batch.sequences.size());
    Tensor losses = Tensor::empty(DType::F64, {count}), alpha = Tensor::empty(DType::F64, {count, time, width});
    double* to = alpha.mutableData<double>();
    std::fill_n(to, alpha.numel(), kNever);
    for (Index b = 0; b < count; ++b) losses.mutableData<double>()[b] = forward(batch.sequences[static_cast<std::size_t>(b)], to + b * time * width, width);
    finish(call, 0, losses);
    finish(call, 1, alpha);
    return {};
}

Result<void> lossReference(KernelCall& call) {
    WHITTLE_TRY(const Batch batch, read(call));
    WHITTLE_TRY(const ReductionMode mode, reductionMode(call));
    const Index width = widthOf(batch), count = static_cast<Index>(batch.sequences.size());
    std::vector<double> alpha(static_cast<std::size_t>(batch.x.dim(0) * width));
    Tensor losses = Tensor::empty(DType::F64, {count});
    double* to = losses.mutableData<double>();
    for (Index b = 0; b < count; ++b) {
        const Sequence& one = batch.sequences[static_cast<std::size_t>(b)];
        to[b] = forward(one, alpha.data(), width);
        if (call.flag("zero_infinity") && to[b] == INFINITY) to[b] = 0;
        if (mode == ReductionMode::Mean) to[b] /= static_cast<double>(std::max<std::size_t>(one.classes.size(), 1));
    }
    const Tensor out = reduced(losses, mode);
    finish(call, 0, out.rank() == static_cast<int>(call.outputSizes().size()) ? out : out.viewAs(call.outputSizes()));
    return {};
}

// Adds the gradient of one sequence; `alpha` is what forward saved.
void backward(const Sequence& s, const double* alpha, Index width, double loss, double grad, double* out, Index classes) {
    const Index states = s.states();
    std::vector<double> beta(static_cast<std::size_t>(states), kNever), next;
    for (Index t = s.steps - 1; t >= 0; --t) {
        next = beta;
        std::vector<double> through(static_cast<std::size_t>(classes), kNever);  // by class: all ways through it at this step
        for (Index k = 0; k < states; ++k) {
            const auto after = [&](Index to) { return to < states ? next[static_cast<std::size_t>(to)] : kNever; };
            double ways = t == s.steps - 1 ? (k + 2 >= states ? 0 : kNever) : logSum(after(k), after(k + 1));
            if (t < s.steps - 1 && k + 2 < states && s.skips(k + 2)) ways = logSum(ways, after(k + 2));
            beta[static_cast<std::size_t>(k)] = ways + s.probability(t, k);
            double& sum = through[static_cast<std::size_t>(s.at(k))];
            sum = logSum(sum, alpha[t * width + k] + beta[static_cast<std::size_t>(k)]);
        }
        for (Index c = 0; c < classes; ++c) {
            const double log = s.x[t * s.step + c];
            out[t * s.step + c] = (std::exp(log) - std::exp(through[static_cast<std::size_t>(c)] + loss - log)) * grad;
        }
    }
}

Result<void> backwardReference(KernelCall& call) {
    WHITTLE_TRY(const Batch batch, read(call));
    const Tensor grad = dense(call.tensor("grad"), DType::F64), losses = dense(call.tensor("neg_log_likelihood"), DType::F64);
    const Tensor alpha = dense(call.tensor("log_alpha"), DType::F64);
    const Index time = batch.x.dim(0), classes = batch.x.dim(2), width = alpha.dim(2);
    if (alpha.dim(1) != time || width < widthOf(batch))
        return fail(Code::Run, "{}.7: log_alpha is {}, {} steps of {} states are needed", call.schema().name, alpha.describe(), time, widthOf(batch));
    Tensor out = Tensor::zeros(DType::F64, batch.x.sizes());
    double* to = out.mutableData<double>();
    for (std::size_t b = 0; b < batch.sequences.size(); ++b) {
        const auto i = static_cast<Index>(b);
        const double loss = losses.data<double>()[i];
        if (call.flag("zero_infinity") && loss == INFINITY) continue;
        backward(batch.sequences[b], alpha.data<double>() + i * time * width, width, loss, grad.data<double>()[i], to + i * classes, classes);
    }
    finish(call, 0, out);
    return {};
}

#define WHITTLE_CTC(overload, suffix, lengths)                                                                                       \
    {.name = "aten._ctc_loss." overload,                                                                                             \
     .schema = "_ctc_loss" suffix "(Tensor log_probs, Tensor targets, " lengths " input_lengths, " lengths                           \
               " target_lengths, int blank=0, bool zero_infinity=False) -> (Tensor, Tensor)",                                        \
     .summary = "ctc_loss of every sequence, with the forward variables.", .inferType = forwardType, .reference = forwardReference}, \
    {.name = "aten._ctc_loss_backward." overload,                                                                                    \
     .schema = "_ctc_loss_backward" suffix "(Tensor grad, Tensor log_probs, Tensor targets, " lengths " input_lengths, " lengths     \
               " target_lengths, Tensor neg_log_likelihood, Tensor log_alpha, int blank, bool zero_infinity=False) -> Tensor",       \
     .summary = "Gradient of _ctc_loss.", .inferType = backwardType, .reference = backwardReference}
#define WHITTLE_CTC_LOSS(overload, lengths)                                                                                          \
    {.name = "aten.ctc_loss." overload,                                                                                              \
     .schema = "ctc_loss." overload "(Tensor log_probs, Tensor targets, " lengths " input_lengths, " lengths                         \
               " target_lengths, int blank=0, int reduction=1, bool zero_infinity=False) -> Tensor",                                 \
     .summary = "Negative log likelihood of sequences of classes, over all alignments.", .inferType = lossType, .reference = lossReference}

constexpr OpDef kOps[] = {
    WHITTLE_CTC("default", "", "int[]"),
    WHITTLE_CTC("Tensor", ".Tensor", "Tensor"),
    WHITTLE_CTC_LOSS("IntList", "int[]"),
    WHITTLE_CTC_LOSS("Tensor", "Tensor"),
};

#undef WHITTLE_CTC_LOSS
#undef WHITTLE_CTC

}  // namespace

std::span<const OpDef> ctcLossOps() { return kOps; }

}  // namespace whittle::ops
