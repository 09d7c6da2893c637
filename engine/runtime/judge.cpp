#include "engine/runtime/judge.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace whittle {
namespace {

constexpr Index kSmallTensor = 1000;  // below this a few rounding errors dominate the mean

// How bad, worst last: outputs are compared by it before they are by how far off they are.
enum class Rank { Value, Infinity, NotANumber, Type };

struct Finding {
    std::string_view what;  // "value", "nan", ...
    std::string message;
    Rank rank = Rank::Type;
    double excess = 0;      // over what it may be, among findings of one rank
};

std::string place(const Tensor& tensor, Index position) {
    const Sizes strides = contiguousStrides(tensor.sizes());
    std::string text = "[";
    for (std::size_t i = 0; i < strides.size(); ++i) {
        text += fmt::format("{}{}", i ? ", " : "", strides[i] ? position / strides[i] : 0);
        if (strides[i]) position %= strides[i];
    }
    return text + "]";
}

std::string inAll(Index wrong, const Tensor& tensor) {
    return wrong == 1 ? std::string() : fmt::format("; so {} of {} elements", wrong, tensor.numel());
}

// A mask mismatch counts only where eager and float64 agree with each other against the compiled run:
// an overflow that eager has too is the program's own.
template <class Is>
std::optional<Finding> maskMismatch(std::string_view what, Rank rank, const Tensor& compiled, const Tensor& eager,
                                    const Tensor& reference, Is is) {
    Index wrong = 0, first = 0;
    for (Index i = 0; i < compiled.numel(); ++i) {
        const auto mine = is(compiled.flat(i));
        if (mine == is(eager.flat(i)) || mine == is(reference.flat(i))) continue;
        if (wrong++ == 0) first = i;
    }
    if (wrong == 0) return std::nullopt;
    return Finding{what, fmt::format("at {} it is {}, eager has {}, float64 has {}{}", place(compiled, first), compiled.flat(first),
                                     eager.flat(first), reference.flat(first), inAll(wrong, compiled)),
                   rank, static_cast<double>(wrong) / static_cast<double>(compiled.numel())};
}

// Root mean square of a - b over the elements that are finite in both.
double rmse(const Tensor& a, const Tensor& b) {
    double sum = 0;
    Index count = 0;
    for (Index i = 0; i < a.numel(); ++i) {
        const double difference = a.flat(i) - b.flat(i);
        if (!std::isfinite(difference)) continue;
        sum += difference * difference;
        ++count;
    }
    return count ? std::sqrt(sum / static_cast<double>(count)) : 0;
}

// Of the angle between them, over the elements that are finite in both; 1 where one has no direction.
double cosine(const Tensor& a, const Tensor& b) {
    double both = 0, ofA = 0, ofB = 0;
    for (Index i = 0; i < a.numel(); ++i) {
        const double x = a.flat(i), y = b.flat(i);
        if (!std::isfinite(x) || !std::isfinite(y)) continue;
        both += x * y;
        ofA += x * x;
        ofB += y * y;
    }
    const double lengths = std::sqrt(ofA) * std::sqrt(ofB);
    return lengths > 0 ? both / lengths : 1;
}

bool isHalf(DType dtype) { return dtype == DType::F16 || dtype == DType::BF16; }

std::optional<Finding> judgeFloats(const Tensor& compiled, const Tensor& eager, const Tensor& reference,
                                   Tolerance tolerance) {
    if (auto found = maskMismatch("nan", Rank::NotANumber, compiled, eager, reference, [](double x) { return std::isnan(x); })) return found;
    if (auto found = maskMismatch("inf", Rank::Infinity, compiled, eager, reference, [](double x) { return std::isinf(x) ? (x > 0 ? 1 : -1) : 0; })) return found;
    const Comparison against = compareTensors(reference, compiled, tolerance);
    if (against.ok) return std::nullopt;
    const double factor = isHalf(compiled.dtype()) || compiled.numel() < kSmallTensor ? 3 : 2;
    const double mine = rmse(reference, compiled), eagers = rmse(reference, eager);
    const double allowed = factor * eagers + tolerance.atol / 10;
    if (mine <= allowed) return std::nullopt;
    return Finding{"value", fmt::format("{} (root mean square error against float64: compiled {:.3g}, eager {:.3g}; cosine {:.6g})",
                                        against.reason, mine, eagers, cosine(reference, compiled)),
                   Rank::Value, mine / allowed};
}

// Parts of complex numbers are judged as the floats they are.
Tensor inParts(const Tensor& tensor) { return isComplex(tensor.dtype()) ? tensor.viewAsReal() : tensor; }

std::optional<Finding> judgeIntegers(const Tensor& compiled, const Tensor& eager, const Tensor& reference) {
    Index wrong = 0, worst = 0;
    double furthest = -1;
    for (Index i = 0; i < compiled.numel(); ++i) {
        const std::int64_t mine = compiled.flatInt(i), theirs = eager.flatInt(i);
        if (mine == theirs || mine == reference.flatInt(i)) continue;
        ++wrong;
        const double off = std::abs(static_cast<double>(mine) - static_cast<double>(theirs));
        if (off <= furthest) continue;
        furthest = off;
        worst = i;
    }
    if (wrong == 0) return std::nullopt;
    return Finding{"value", fmt::format("at {} it is {}, eager has {}{}", place(compiled, worst), compiled.flatInt(worst),
                                        eager.flatInt(worst), inAll(wrong, compiled)),
                   Rank::Value, static_cast<double>(wrong)};
}

double misplaced(const Tensor& a, const Tensor& b) {
    double count = 0;
    for (Index i = 0; i < a.numel(); ++i) count += a.flatInt(i) != b.flatInt(i) ? 1 : 0;
    return count;
}

int kindOf(double x) { return std::isnan(x) ? 2 : std::isinf(x) ? (x > 0 ? 1 : -1) : 0; }

double maskChanges(const Tensor& a, const Tensor& b) {
    double count = 0;
    for (Index i = 0; i < a.numel(); ++i) count += kindOf(a.flat(i)) != kindOf(b.flat(i)) ? 1 : 0;
    return count;
}

// Whether runs that only round otherwise are as far from eager as the compiled one: then the program is ill-conditioned here.
bool isRounding(const Finding& finding, Tensor compiled, const Tensor& eager, const std::vector<std::vector<Datum>>& disturbed,
                std::size_t output) {
    constexpr double kRoom = 4;  // a few runs see most of what can happen, not the worst
    const bool isMask = finding.what != "value", isFloat = isFloating(compiled.dtype());
    const auto distance = !isFloat ? misplaced : isMask ? maskChanges : rmse;
    double theirs = 0;
    bool leaps = false;
    std::vector<bool> leapt(static_cast<std::size_t>(eager.numel()));
    for (const std::vector<Datum>& run : disturbed) {
        const Tensor* tensor = output < run.size() ? asTensor(run[output]) : nullptr;
        if (!tensor) continue;
        const Tensor parts = inParts(*tensor);
        if (parts.sizes() != eager.sizes()) return true;  // even its size hangs on a rounding
        theirs = std::max(theirs, distance(parts, eager));
        for (Index i = 0; isFloat && !isMask && i < eager.numel(); ++i)
            if (kindOf(parts.flat(i)) != kindOf(eager.flat(i))) leaps = leapt[static_cast<std::size_t>(i)] = true;
    }
    // What a rounding turns into NaN or infinity (the logarithm of a sum that cancels) is as far off as can be: it has no distance.
    if (leaps) {
        Tensor rest = Tensor::empty(DType::F64, eager.sizes());
        double* to = rest.mutableData<double>();
        for (Index i = 0; i < eager.numel(); ++i) to[i] = leapt[static_cast<std::size_t>(i)] ? NAN : compiled.flat(i);
        compiled = rest;
    }
    return (theirs > 0 || leaps) && distance(compiled, eager) <= kRoom * theirs;
}

// Two numbers of one kind. Integers and bools are exact; a float gets the room that an f32 tensor gets.
bool sameNumber(const Datum& a, const Datum& b) {
    if (const auto* integer = std::get_if<std::int64_t>(&a)) return *integer == std::get<std::int64_t>(b);
    if (const auto* flag = std::get_if<bool>(&a)) return *flag == std::get<bool>(b);
    if (const auto* real = std::get_if<double>(&a))
        return compareTensors(Tensor::scalar(DType::F64, std::get<double>(b)), Tensor::scalar(DType::F64, *real),
                              dtypeTolerance(DType::F32)).ok;
    return true;  // None and None
}

// What can be said without the float64 run: nothing (agrees), a finding, or that float64 must decide.
struct FirstLook {
    std::optional<Finding> finding;
    bool differs = false;
};

FirstLook lookAt(const Datum& compiled, const Datum& eager, std::optional<Tolerance> tolerance) {
    const Tensor* mine = asTensor(compiled);
    const Tensor* other = asTensor(eager);
    if (!mine || !other) {
        const bool sameKind = !mine && !other && compiled.index() == eager.index();
        if (sameKind && sameNumber(compiled, eager)) return {};
        return {Finding{sameKind ? "value" : "kind", fmt::format("it is {}, eager has {}", describe(compiled), describe(eager)),
                        sameKind ? Rank::Value : Rank::Type},
                false};
    }
    const auto differ = [&](std::string_view what) {
        return FirstLook{Finding{what, fmt::format("it is {}, eager has {}", mine->describe(), other->describe())}, false};
    };
    if (mine->dtype() != other->dtype()) return differ("dtype");
    if (mine->sizes() != other->sizes()) return differ("shape");
    return {std::nullopt, !compareTensors(*other, *mine, tolerance.value_or(scaledTo(dtypeTolerance(mine->dtype()), *other))).ok};
}

Failure wrongResult(const std::string& output, const Finding& finding) {
    return {.kind = FailureKind::WrongResult,
            .signature = fmt::format("wrong {}", finding.what),
            .phase = "compare",
            .node = {},
            .message = fmt::format("{} has a wrong {}", output, finding.what),
            .detail = finding.message};
}

}  // namespace

Result<std::optional<Failure>> judgeOutputs(const Judgement& judgement) {
    if (judgement.compiled.size() != judgement.eager.size())
        return wrongResult("output 0", {"kind", fmt::format("there are {} outputs, eager has {}", judgement.compiled.size(),
                                                   judgement.eager.size())});
    std::optional<std::vector<Datum>> reference;
    std::vector<std::vector<Datum>> disturbed;
    bool hasMore = judgement.disturbed != nullptr;
    const auto excused = [&](const Finding& finding, const Tensor& compiled, const Tensor& eager, std::size_t output) -> Result<bool> {
        while (!isRounding(finding, compiled, eager, disturbed, output)) {
            if (!hasMore) return false;
            WHITTLE_TRY(std::vector<std::vector<Datum>> more, judgement.disturbed());
            hasMore = !more.empty();
            std::ranges::move(more, std::back_inserter(disturbed));
        }
        return true;
    };
    std::optional<Finding> worst;
    std::size_t worstOutput = 0;
    std::vector<std::size_t> wrong;
    const auto note = [&](std::size_t output, const Finding& finding) {
        wrong.push_back(output);
        if (worst && std::pair(finding.rank, finding.excess) <= std::pair(worst->rank, worst->excess)) return;
        worst = finding;
        worstOutput = output;
    };
    for (std::size_t i = 0; i < judgement.compiled.size(); ++i) {
        const FirstLook look = lookAt(judgement.compiled[i], judgement.eager[i], judgement.tolerance);
        if (look.finding) {
            note(i, *look.finding);
            continue;
        }
        if (!look.differs) continue;
        if (!reference) {
            WHITTLE_TRY(reference, judgement.reference());
        }
        const Tensor compiled = inParts(std::get<Tensor>(judgement.compiled[i]));
        const Tensor eager = inParts(std::get<Tensor>(judgement.eager[i]));
        const Tensor* wide = i < reference->size() ? asTensor((*reference)[i]) : nullptr;
        Tensor exact = wide ? inParts(*wide) : eager;
        if (exact.sizes() != eager.sizes()) exact = eager;  // sizes that depend on rounded data
        const auto finding =
            isFloating(compiled.dtype())
                ? judgeFloats(compiled, eager, exact, judgement.tolerance.value_or(scaledTo(dtypeTolerance(compiled.dtype()), exact)))
                : judgeIntegers(compiled, eager, exact);
        if (!finding) continue;
        WHITTLE_TRY(const bool isNobodysFault, excused(*finding, compiled, eager, i));
        if (!isNobodysFault) note(i, *finding);
    }
    if (!worst) return std::nullopt;
    if (wrong.size() > 1) worst->message += fmt::format("; wrong are outputs {}, this is the worst", fmt::join(wrong, ", "));
    return wrongResult(worstOutput < judgement.names.size() ? judgement.names[worstOutput] : fmt::format("output {}", worstOutput), *worst);
}

}  // namespace whittle
