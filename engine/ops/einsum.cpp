// Einstein summation: letters name dimensions; a letter absent from the output is summed over. The reference
// walks output and summed letters directly; the decomposition contracts operand after operand with bmm.
// Proof: tests/engine/ops/einsum_test.cpp.
#include <algorithm>
#include <map>
#include <string>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

// Letters of the equation, one string an operand. A dimension under "..." gets a name that is no letter: '0' for
// the last one, '1' for the one before it, so that operands of different rank align at their end.
struct Equation {
    std::vector<std::string> operands;
    std::string output;
    std::map<char, SymInt> sizes;
};

constexpr int kMostEllipsis = 10;

std::string ellipsisNames(int count) {
    std::string out;
    for (int i = count; i-- > 0;) out += static_cast<char>('0' + i);
    return out;
}

Result<std::string> lettersOf(std::string_view term, int rank, int ellipsisRank) {
    std::string out;
    const std::size_t dots = term.find("...");
    const int named = static_cast<int>(std::count_if(term.begin(), term.end(), [](char c) { return c != '.'; }));
    const int hidden = dots == std::string_view::npos ? 0 : (rank < 0 ? ellipsisRank : rank - named);
    for (std::size_t i = 0; i < term.size(); ++i) {
        if (i == dots) {
            if (hidden < 0 || hidden > kMostEllipsis)
                return fail(Code::Shape, "einsum.2: the term '{}' does not fit a tensor of rank {}", term, rank);
            out += ellipsisNames(hidden);
            i += 2;
        } else if (std::isalpha(static_cast<unsigned char>(term[i]))) {
            out += term[i];
        } else {
            return fail(Code::Argument, "einsum.1: unexpected '{}' in the term '{}'; only letters and '...' are allowed", term[i], term);
        }
    }
    if (rank >= 0 && static_cast<int>(out.size()) != rank)
        return fail(Code::Shape, "einsum.2: the term '{}' does not fit a tensor of rank {}", term, rank);
    return out;
}

// Without "->": ellipsis dimensions first, then letters that occur once, in alphabetical order.
std::string implicitOutput(const Equation& equation, int ellipsisRank) {
    std::map<char, int> uses;
    for (const std::string& operand : equation.operands)
        for (const char c : operand) ++uses[c];
    std::string out = ellipsisNames(ellipsisRank);
    for (const auto& [letter, count] : uses)
        if (count == 1 && std::isalpha(static_cast<unsigned char>(letter))) out += letter;
    return out;
}

Result<Equation> parseEquation(const OpCall& call) {
    std::string text(call.text("equation"));
    std::erase(text, ' ');
    const auto types = call.listTypes("tensors");
    const std::size_t arrow = text.find("->");
    Equation out;
    int ellipsisRank = 0;
    std::string_view inputs = std::string_view(text).substr(0, arrow);
    for (std::size_t start = 0; start <= inputs.size();) {
        const std::size_t comma = std::min(inputs.find(',', start), inputs.size());
        if (out.operands.size() == types.size())
            return fail(Code::Argument, "einsum.3: the equation '{}' has more terms than the {} tensors", text, types.size());
        WHITTLE_TRY(std::string letters, lettersOf(inputs.substr(start, comma - start), types[out.operands.size()]->rank(), 0));
        ellipsisRank = std::max(ellipsisRank, static_cast<int>(std::count_if(letters.begin(), letters.end(), [](char c) { return c <= '9'; })));
        out.operands.push_back(std::move(letters));
        start = comma + 1;
    }
    if (out.operands.size() != types.size())
        return fail(Code::Argument, "einsum.3: the equation '{}' has {} terms for {} tensors", text, out.operands.size(), types.size());
    if (arrow == std::string::npos) out.output = implicitOutput(out, ellipsisRank);
    else {
        WHITTLE_TRY(out.output, lettersOf(std::string_view(text).substr(arrow + 2), -1, ellipsisRank));
    }
    for (std::size_t i = 0; i < types.size(); ++i) {
        if (types[i]->dtype != types[0]->dtype || types[i]->dtype == DType::Bool)
            return fail(Code::Type, "einsum.4: tensor {} is {}, the first is {}: one number dtype is needed", i, types[i]->text(),
                        types[0]->text());
        for (std::size_t d = 0; d < out.operands[i].size(); ++d) {
            const char letter = out.operands[i][d];
            const SymInt& size = types[i]->sizes[d];
            const auto [entry, fresh] = out.sizes.try_emplace(letter, size);
            if (fresh || size.is(1) || entry->second == size) continue;
            if (differ(entry->second, size) && !entry->second.is(1))
                return fail(Code::Shape, "einsum.5: '{}' is {} in tensor {} and {} before", letter, size.text(), i, entry->second.text());
            if (entry->second.is(1) || size.isConstant()) entry->second = size;
        }
    }
    for (std::size_t i = 0; i < out.output.size(); ++i)
        if (!out.sizes.contains(out.output[i]) || out.output.find(out.output[i], i + 1) != std::string::npos)
            return fail(Code::Argument, "einsum.6: the output letter '{}' of '{}' must occur in an input, and once in the output",
                        out.output[i], text);
    return out;
}

Result<Types> einsumType(const OpCall& call) {
    if (call.inputCount() == 0) return fail(Code::Argument, "einsum.3: at least one tensor is needed");
    WHITTLE_TRY(const Equation equation, parseEquation(call));
    SymSizes sizes;
    for (const char letter : equation.output) sizes.push_back(equation.sizes.at(letter));
    return resized(call.type(0), std::move(sizes));
}

bool has(std::string_view text, char letter) { return text.find(letter) != std::string_view::npos; }

// A tensor and the letter of each of its dimensions.
struct Term {
    Tensor tensor;
    std::string letters;
};

// How far the term moves along each of `letters`; a repeated letter walks the diagonal, a size of 1 stays.
Sizes stridesAlong(std::string_view letters, const Term& term) {
    Sizes out(letters.size(), 0);
    for (std::size_t d = 0; d < term.letters.size(); ++d)
        if (term.tensor.sizes()[d] != 1) out[letters.find(term.letters[d])] += term.tensor.strides()[d];
    return out;
}

template <class T>
void sumProducts(const std::vector<Term>& terms, const std::vector<Sizes>& strides, const Sizes& sizes, std::size_t kept, T* out) {
    using Sum = std::conditional_t<std::is_integral_v<T>, std::uint64_t, std::conditional_t<kIsComplex<T>, T, double>>;
    const Index outputs = elementCount(std::span(sizes).first(kept)), addends = elementCount(std::span(sizes).subspan(kept));
    Sizes at(sizes.size(), 0), offsets(terms.size(), 0);
    const auto advance = [&](std::size_t from, std::size_t to) {  // an odometer over dimensions [from, to)
        for (std::size_t d = to; d-- > from;) {
            for (std::size_t i = 0; i < offsets.size(); ++i) offsets[i] += strides[i][d];
            if (++at[d] < sizes[d]) return;
            for (std::size_t i = 0; i < offsets.size(); ++i) offsets[i] -= strides[i][d] * sizes[d];
            at[d] = 0;
        }
    };
    for (Index o = 0; o < outputs; ++o, advance(0, kept)) {
        Sum sum{};
        for (Index t = 0; t < addends; ++t, advance(kept, sizes.size())) {
            Sum addend{1};
            for (std::size_t i = 0; i < terms.size(); ++i) addend *= static_cast<Sum>(terms[i].tensor.data<T>()[offsets[i]]);
            sum += addend;
        }
        out[o] = static_cast<T>(sum);
    }
}

// The terms' letters that are in `needed`, each once.
std::string lettersIn(const std::vector<Term>& terms, std::string_view needed) {
    std::string out;
    for (const Term& term : terms)
        for (const char letter : term.letters)
            if (has(needed, letter) && !has(out, letter)) out += letter;
    return out;
}

// The product of the terms, summed over the letters that `kept` lacks.
Term summedProduct(const std::vector<Term>& terms, std::string kept) {
    std::string letters = kept;
    for (const Term& term : terms)
        for (const char letter : term.letters)
            if (!has(letters, letter)) letters += letter;
    Sizes sizes(letters.size(), 1);
    std::vector<Sizes> strides;
    for (const Term& term : terms) {
        for (std::size_t d = 0; d < term.letters.size(); ++d)
            if (const Index size = term.tensor.sizes()[d]; size != 1) sizes[letters.find(term.letters[d])] = size;
        strides.push_back(stridesAlong(letters, term));
    }
    Tensor out = Tensor::empty(terms.front().tensor.dtype(), Sizes(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(kept.size())));
    visitArithmetic(out.dtype(), [&](auto tag) {
        using T = decltype(tag);
        sumProducts<T>(terms, strides, sizes, kept.size(), out.mutableData<T>());
    });
    return {std::move(out), std::move(kept)};
}

// From left to right, a pair at a time, what only one of a pair has summed before they are multiplied: as PyTorch does it, which shows where
// sums overflow or hold an infinity.
Result<void> einsumReference(KernelCall& call) {
    WHITTLE_TRY(const Equation equation, parseEquation(call));
    const std::vector<const Tensor*> tensors = call.tensors("tensors");
    if (tensors.size() == 1 && equation.sizes.size() == equation.output.size()) {  // nothing to sum: a view
        call.setOutput(0, tensors[0]->asStrided(call.outputSizes(), stridesAlong(equation.output, {*tensors[0], equation.operands[0]}), tensors[0]->offset()));
        return {};
    }
    const DType compute = computeDType(call.outputType().dtype);
    Term result{tensors[0]->to(compute), equation.operands[0]};
    for (std::size_t i = 1; i < tensors.size(); ++i) {
        Term next{tensors[i]->to(compute), equation.operands[i]};
        std::string needed = equation.output;
        for (std::size_t later = i + 1; later < tensors.size(); ++later) needed += equation.operands[later];
        result = summedProduct({result}, lettersIn({result}, needed + next.letters));
        next = summedProduct({next}, lettersIn({next}, needed + result.letters));
        result = summedProduct({result, next}, lettersIn({result, next}, needed));
    }
    result = summedProduct({result}, equation.output);
    finish(call, 0, result.tensor);
    return {};
}

// --- decomposition ---------------------------------------------------------------------------------------

struct Operand {
    ValueId value;
    std::string letters;  // no letter twice
};

// Dimensions in the order of `letters`, which are the operand's own.
Result<ValueId> ordered(OpBuilder& build, const Operand& operand, std::string_view letters) {
    if (operand.letters == letters) return operand.value;
    Arg::List dims;
    for (const char letter : letters) dims.push_back(static_cast<std::int64_t>(operand.letters.find(letter)));
    return build.one("aten.permute.default", {{"self", operand.value}, {"dims", std::move(dims)}});
}

// Sums over letters that neither the output nor a later operand needs.
Result<Operand> summed(OpBuilder& build, Operand operand, std::string_view needed) {
    Arg::List dims;
    std::string left;
    for (std::size_t i = 0; i < operand.letters.size(); ++i)
        if (has(needed, operand.letters[i])) left += operand.letters[i];
        else dims.push_back(static_cast<std::int64_t>(i));
    if (dims.empty()) return operand;
    const DType dtype = asTensorType(build.type(operand.value))->dtype;
    WHITTLE_TRY(const ValueId value, build.one("aten.sum.dim_IntList", {{"self", operand.value}, {"dim", std::move(dims)}, {"dtype", dtype}}));
    return Operand{value, left};
}

SymSizes sizesOf(OpBuilder& build, const Operand& operand, std::string_view letters) {
    SymSizes out;
    for (const char letter : letters) out.push_back(asTensorType(build.type(operand.value))->sizes[operand.letters.find(letter)]);
    return out;
}

// a x b with bmm: shared letters that stay are the batch, shared letters that go are summed.
Result<Operand> contracted(OpBuilder& build, Operand a, Operand b, std::string_view needed, const std::vector<ValueId>& sources) {
    WHITTLE_TRY(a, summed(build, std::move(a), std::string(needed) + b.letters));
    WHITTLE_TRY(b, summed(build, std::move(b), std::string(needed) + a.letters));
    std::string batch, inner, left, right;
    for (const char c : a.letters) (has(b.letters, c) ? (has(needed, c) ? batch : inner) : left) += c;
    for (const char c : b.letters)
        if (!has(a.letters, c)) right += c;
    for (const std::string& letters : {batch, inner})
        if (sizesOf(build, a, letters) != sizesOf(build, b, letters))
            return fail(Code::Unsupported, "einsum.7: a letter has size 1 in one tensor and another size in the other");
    const SymInt n = product(sizesOf(build, a, batch)), k = product(sizesOf(build, a, inner));
    const SymInt rows = product(sizesOf(build, a, left)), columns = product(sizesOf(build, b, right));
    SymSizes sizes = sizesOf(build, a, batch + left);
    for (const SymInt& size : sizesOf(build, b, right)) sizes.push_back(size);
    WHITTLE_TRY(ValueId x, ordered(build, a, batch + left + inner));
    WHITTLE_TRY(ValueId y, ordered(build, b, batch + inner + right));
    WHITTLE_TRY(x, viewTo(build, x, {n, rows, k}, sources));
    WHITTLE_TRY(y, viewTo(build, y, {n, k, columns}, sources));
    WHITTLE_TRY(const ValueId out, build.one("aten.bmm.default", {{"self", x}, {"mat2", y}}));
    WHITTLE_TRY(const ValueId shaped, viewTo(build, out, sizes, sources));
    return Operand{shaped, batch + left + right};
}

Result<std::vector<ValueId>> einsumDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const Equation equation, parseEquation(call));
    std::vector<ValueId> values;
    forEachValue(call.arg("tensors"), [&](ValueId id) { values.push_back(id); });
    for (const std::string& letters : equation.operands)
        for (std::size_t i = 0; i < letters.size(); ++i)
            if (letters.find(letters[i], i + 1) != std::string::npos)
                return fail(Code::Unsupported, "einsum.8: the letter '{}' occurs twice in the term '{}'", letters[i], letters);
    Operand result{values[0], equation.operands[0]};
    for (std::size_t i = 1; i < values.size(); ++i) {
        std::string needed = equation.output;
        for (std::size_t later = i + 1; later < values.size(); ++later) needed += equation.operands[later];
        WHITTLE_TRY(result, contracted(build, std::move(result), {values[i], equation.operands[i]}, needed, values));
    }
    WHITTLE_TRY(result, summed(build, std::move(result), equation.output));
    WHITTLE_TRY(const ValueId out, ordered(build, result, equation.output));
    return std::vector{out};
}

constexpr OpDef kOps[] = {
    {.name = "aten.einsum.default", .schema = "einsum(str equation, Tensor[] tensors, *, int[]? path=None) -> Tensor",
     .summary = "Sums of products along named dimensions, as in \"bij,bjk->bik\".", .inferType = einsumType,
     .reference = einsumReference, .complex = einsumReference, .decompose = einsumDecompose},
};

}  // namespace

std::span<const OpDef> einsumOps() { return kOps; }

}  // namespace whittle::ops
