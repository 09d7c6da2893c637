// segment_reduce: sums, means, extremes and products over consecutive pieces of one dimension, whose lengths or ends are an
// operand. Proof: tests/golden/ops/reduction.
#include <cmath>
#include <limits>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/positions.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

enum class Way { Max, Mean, Min, Sum, Prod };

Result<Way> wayOf(const OpCall& call) {
    constexpr std::pair<std::string_view, Way> kWays[] = {
        {"max", Way::Max}, {"mean", Way::Mean}, {"min", Way::Min}, {"sum", Way::Sum}, {"prod", Way::Prod}};
    for (const auto& [name, way] : kWays)
        if (call.text("reduce") == name) return way;
    return fail(Code::Argument, "segment_reduce.1: unsupported reduction given! {}", call.text("reduce"));
}

// Offsets name both ends of every piece, so there is one more of them. Both given, offsets count.
std::string_view piecesName(const OpCall& call) { return call.isNone("offsets") ? "lengths" : "offsets"; }

Result<Types> segmentType(const OpCall& call) {
    const TensorType& data = call.type("data");
    WHITTLE_TRY_VOID(wayOf(call));
    WHITTLE_TRY(const int axis, call.dim("axis", data.rank()));
    if (!call.isNone("indices")) return fail(Code::Argument, "segment_reduce.2: indices based reduction is not supported yet.");
    if (call.isNone("lengths") && call.isNone("offsets")) return fail(Code::Argument, "segment_reduce.3: Either lengths or offsets must be defined.");
    const TensorType& pieces = call.type(piecesName(call));
    if (!isFloating(data.dtype)) return fail(Code::Type, "segment_reduce.4: the data is {}, a floating dtype is needed", data.text());
    if (pieces.dtype != DType::I64 && pieces.dtype != DType::I32)
        return fail(Code::Type, "segment_reduce.5: {} is {}, i64 or i32 is needed", piecesName(call), pieces.text());
    if (pieces.rank() > data.rank() || axis != pieces.rank() - 1)
        return fail(Code::Shape, "segment_reduce.6: Expected axis to be the last dimension of {} but got {}", piecesName(call), axis);
    for (std::size_t i = 0; i + 1 < pieces.sizes.size(); ++i)
        if (differ(pieces.sizes[i], data.sizes[i]))
            return fail(Code::Shape, "segment_reduce.7: {} is {}, its leading sizes must be those of {}", piecesName(call), pieces.text(), data.text());
    SymSizes sizes = data.sizes;
    sizes[static_cast<std::size_t>(axis)] = call.isNone("offsets") ? pieces.sizes.back() : pieces.sizes.back() - 1;
    return resized(data, std::move(sizes));
}

// Where every piece starts and how long it is; the length of the dimension bounds both.
struct Piece {
    Index start, length;
};

Result<std::vector<Piece>> piecesOf(const KernelCall& call, Index outer, Index size) {
    const bool byOffsets = !call.isNone("offsets");
    const Tensor given = call.tensor(piecesName(call)).to(DType::I64).contiguous();
    const std::int64_t* numbers = given.data<std::int64_t>();
    const Index each = given.sizes().back();
    std::vector<Piece> out;
    for (Index o = 0; o < outer; ++o, numbers += each) {
        Index end = byOffsets && each ? numbers[0] : 0;
        for (Index i = byOffsets ? 1 : 0; i < each; ++i) {
            const Index start = end;
            if (start < 0 || start > size) return fail(Code::Run, "segment_reduce.9: a piece starts at {}, outside a dimension of {}", start, size);
            if (byOffsets && numbers[i] > size) return fail(Code::Run, "segment_reduce.9: a piece ends at {}, outside a dimension of {}", numbers[i], size);
            const Index length = byOffsets ? std::max<Index>(numbers[i], -1) - start : numbers[i];
            if (length < 0) return fail(Code::Run, "segment_reduce.8: {} contains a piece of the negative length {}", piecesName(call), length);
            if (length > size - start)
                return fail(Code::Run, "segment_reduce.9: a piece from {} to {} is outside a dimension of {}", start,
                            start + std::min(length, std::numeric_limits<Index>::max() - start), size);
            out.push_back({start, length});
            end = start + length;
        }
        if (!byOffsets && !call.flag("unsafe") && end != size)
            return fail(Code::Run, "segment_reduce.10: Expected all rows of lengths along axis to sum to {}, one sums to {}", size, end);
    }
    return out;
}

double startOf(Way way) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    return way == Way::Max ? -kInfinity : way == Way::Min ? kInfinity : way == Way::Prod ? 1 : 0;
}

double joined(Way way, double sum, double x) {
    switch (way) {
        case Way::Max: return std::isnan(x) ? x : std::max(sum, x);
        case Way::Min: return std::isnan(x) ? x : std::min(sum, x);
        case Way::Prod: return sum * x;
        default: return sum + x;
    }
}

Result<void> segmentReference(KernelCall& call) {
    WHITTLE_TRY(const Way way, wayOf(call));
    const Tensor data = dense(call.tensor("data"), DType::F64);
    const int axis = call.checkedDim("axis", data.rank());
    const Rows rows(data.sizes(), axis);
    WHITTLE_TRY(const std::vector<Piece> pieces, piecesOf(call, rows.outer, rows.length));
    Tensor out = Tensor::empty(DType::F64, call.outputSizes());
    const bool given = !call.isNone("initial");
    const double start = given ? call.number("initial") : startOf(way);
    double* to = out.mutableData<double>();
    const Index each = rows.outer ? static_cast<Index>(pieces.size()) / rows.outer : 0;
    for (Index p = 0; p < static_cast<Index>(pieces.size()); ++p) {
        const Piece& piece = pieces[static_cast<std::size_t>(p)];
        const double* from = data.data<double>() + (p / each * rows.length + piece.start) * rows.step;
        for (Index inner = 0; inner < rows.step; ++inner) {
            double value = start;
            for (Index i = 0; i < piece.length; ++i) value = joined(way, value, from[i * rows.step + inner]);
            if (way == Way::Mean && piece.length == 0 && !given) value = NAN;
            else if (way == Way::Mean && piece.length > 0) value /= static_cast<double>(piece.length);
            *to++ = value;
        }
    }
    finish(call, 0, out);
    return {};
}

constexpr OpDef kOps[] = {
    {.name = "aten.segment_reduce.default",
     .schema = "segment_reduce(Tensor data, str reduce, *, Tensor? lengths=None, Tensor? indices=None, Tensor? offsets=None, int axis=0,"
               " bool unsafe=False, Scalar? initial=None) -> Tensor",
     .summary = "Sum, mean, extreme or product of each piece of a dimension.", .inferType = segmentType, .reference = segmentReference},
};

}  // namespace

std::span<const OpDef> segmentOps() { return kOps; }

}  // namespace whittle::ops
