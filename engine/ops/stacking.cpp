// Joins and splits with shapes of their own: hstack, block_diag, meshgrid, tensor_split. Proof: tests/golden/ops/indexing.
#include <algorithm>

#include "engine/ops/all_ops.h"
#include "engine/ops/index_layout.h"
#include "engine/ops/positions.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

std::size_t at(int axis) { return static_cast<std::size_t>(axis); }

Arg::List tensorsOf(const OpCall& call) {
    const Arg::List* list = call.arg("tensors").as<Arg::List>();
    return list ? *list : Arg::List{};
}

// --- at least so many dimensions ---

// One dimension becomes a row; a plane gets its third dimension at the end.
ValueId atLeast(Steps& steps, ValueId x, int rank) {
    if (rank >= 1 && steps.rank(x) == 0) x = steps("aten.unsqueeze.default", {x, 0});
    if (rank >= 2 && steps.rank(x) == 1) x = steps("aten.unsqueeze.default", {x, 0});
    if (rank >= 3 && steps.rank(x) == 2) x = steps("aten.unsqueeze.default", {x, 2});
    return x;
}

template <int rank>
Result<std::vector<ValueId>> atLeastDecompose(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    const ValueId x = atLeast(steps, steps.value("self"), rank);
    if (x != steps.value("self")) return steps.done(x);
    return steps.done(steps("aten.alias.default", {x}));
}

template <int rank>
Arg::List allAtLeast(Steps& steps, const OpCall& call) {
    Arg::List out;
    for (const Arg& one : tensorsOf(call))
        if (const ValueId* x = one.as<ValueId>()) out.push_back(atLeast(steps, *x, rank));
    return out;
}

template <int rank>
Result<std::vector<ValueId>> eachAtLeastDecompose(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    std::vector<ValueId> out;
    for (const Arg& one : tensorsOf(call)) {
        const ValueId x = atLeast(steps, *one.as<ValueId>(), rank);
        out.push_back(x == *one.as<ValueId>() ? steps("aten.alias.default", {x}) : x);
    }
    return steps.done(std::move(out));
}

// Sequences of several lengths side by side, the shorter ones filled up at one end.
Result<std::vector<ValueId>> padSequenceDecompose(const OpCall& call, OpBuilder& build) {
    const auto types = call.listTypes("sequences");
    if (types.empty()) return fail(Code::Argument, "pad_sequence.1: received an empty list of sequences");
    const std::string_view side = call.text("padding_side");
    if (side != "left" && side != "right")
        return fail(Code::Argument, "pad_sequence.2: Expected padding_side to be one of left or right, but got {}.", side);
    std::int64_t longest = 0;
    for (const TensorType* type : types) {
        if (type->rank() == 0 || type->rank() != types[0]->rank())
            return fail(Code::Shape, "pad_sequence.3: sequences of one rank, 1 or more, are needed, not {} beside {}", type->text(), types[0]->text());
        for (std::size_t i = 1; i < type->sizes.size(); ++i)
            if (differ(type->sizes[i], types[0]->sizes[i]))
                return fail(Code::Shape, "pad_sequence.4: {} does not fit beside {}", type->text(), types[0]->text());
        const auto length = type->sizes[0].constant();
        if (!length) return fail(Code::Unsupported, "pad_sequence.5: the sequence {} has a symbolic length", type->text());
        longest = std::max(longest, *length);
    }
    Steps steps(call, build);
    Arg::List padded;
    for (const Arg& one : call.list("sequences")) {
        const ValueId x = steps.to(*one.as<ValueId>(), types[0]->dtype);
        const std::int64_t missing = longest - steps.type(x).sizes[0].constant().value_or(0);
        Arg::List pad(2 * (types[0]->sizes.size() - 1), Arg(0));
        pad.push_back(side == "left" ? missing : 0);
        pad.push_back(side == "left" ? 0 : missing);
        padded.push_back(steps("aten.constant_pad_nd.default", {x, Arg(std::move(pad)), call.arg("padding_value")}));
    }
    return steps.done(steps("aten.stack.default", {Arg(std::move(padded)), call.flag("batch_first") ? 0 : 1}));
}

template <int rank, int axis>
Result<std::vector<ValueId>> stackDecompose(const OpCall& call, OpBuilder& build) {
    if (tensorsOf(call).empty()) return fail(Code::Argument, "{}.1: expects a non-empty TensorList", call.schema().name);
    Steps steps(call, build);
    return steps.done(steps("aten.cat.default", {Arg(allAtLeast<rank>(steps, call)), axis}));
}

// Along the second dimension, except that lines are joined end to end.
Result<std::vector<ValueId>> hstackDecompose(const OpCall& call, OpBuilder& build) {
    if (tensorsOf(call).empty()) return fail(Code::Argument, "hstack.1: expects a non-empty TensorList");
    Steps steps(call, build);
    Arg::List parts = allAtLeast<1>(steps, call);
    const int axis = steps.rank(*parts[0].as<ValueId>()) == 1 ? 0 : 1;
    return steps.done(steps("aten.cat.default", {Arg(std::move(parts)), axis}));
}

// Lines become columns.
Result<std::vector<ValueId>> columnsDecompose(const OpCall& call, OpBuilder& build) {
    if (tensorsOf(call).empty()) return fail(Code::Argument, "column_stack.1: expects a non-empty TensorList");
    Steps steps(call, build);
    Arg::List parts;
    for (const Arg& one : tensorsOf(call)) {
        ValueId x = *one.as<ValueId>();
        if (steps.rank(x) == 0) x = steps("aten.unsqueeze.default", {x, 0});
        if (steps.rank(x) == 1) x = steps("aten.unsqueeze.default", {x, 1});
        parts.push_back(x);
    }
    return steps.done(steps("aten.cat.default", {Arg(std::move(parts)), 1}));
}

Result<std::vector<ValueId>> catDecompose(const OpCall& call, OpBuilder& build) { return forwardTo("aten.cat.default", call, build); }

// --- block_diag ---

Result<Types> blockDiagType(const OpCall& call) {
    TensorType out;
    SymInt rows(0), columns(0);
    for (int i = 0; i < call.inputCount(); ++i) {
        const TensorType& in = call.type(i);
        if (in.rank() > 2) return fail(Code::Shape, "block_diag.1: Input tensors must have 2 or fewer dimensions. Input {} is {}", i, in.text());
        out.dtype = i == 0 ? in.dtype : promoteTypes(out.dtype, in.dtype);
        out.device = in.device;
        rows = rows + (in.rank() == 2 ? in.sizes[0] : SymInt(1));
        columns = columns + (in.rank() == 0 ? SymInt(1) : in.sizes.back());
    }
    out.sizes = {rows, columns};
    if (call.inputCount() == 0) out.sizes = {1, 0};
    return Types{std::move(out)};
}

Result<void> blockDiagReference(KernelCall& call) {
    Tensor out = Tensor::zeros(call.outputType().dtype, call.outputSizes());
    const Index width = out.dim(1);
    Index row = 0, column = 0;
    visitDType(out.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (int i = 0; i < call.inputCount(); ++i) {
            const Tensor part = call.input(i).to(out.dtype()).contiguous();
            const Index rows = part.rank() == 2 ? part.dim(0) : 1, columns = part.rank() == 0 ? 1 : part.sizes().back();
            for (Index r = 0; r < rows; ++r)
                std::copy_n(part.data<T>() + r * columns, columns, to + (row + r) * width + column);
            row += rows;
            column += columns;
        }
    });
    call.setOutput(0, std::move(out));
    return {};
}

// --- broadcasting together ---

Result<std::vector<ValueId>> broadcastDecompose(const OpCall& call, OpBuilder& build) {
    SymSizes sizes;
    for (const TensorType* type : call.listTypes("tensors")) {
        WHITTLE_TRY(sizes, broadcastSizes(sizes, type->sizes));
    }
    Steps steps(call, build);
    std::vector<ValueId> out;
    const Arg size = steps.sizes(sizes);
    for (const Arg& one : tensorsOf(call)) out.push_back(steps("aten.expand.default", {one, size}));
    return steps.done(std::move(out));
}

// Each line varies along its own dimension; "xy" swaps the first two.
Result<std::vector<ValueId>> meshgridDecompose(const OpCall& call, OpBuilder& build) {
    const bool named = call.schema().arg("indexing") != nullptr;
    const std::string indexing(named ? call.text("indexing") : "ij");
    if (indexing != "ij" && indexing != "xy")
        return fail(Code::Argument, "meshgrid.1: indexing must be one of \"xy\" or \"ij\", but received: {}", indexing);
    Arg::List parts = tensorsOf(call);
    SymSizes sizes;
    for (const TensorType* type : call.listTypes("tensors")) {
        if (type->rank() > 1) return fail(Code::Shape, "meshgrid.2: Expected scalar or 1D tensor in the tensor list but got: {}", type->text());
        sizes.push_back(type->rank() == 0 ? SymInt(1) : type->sizes[0]);
    }
    if (parts.empty()) return fail(Code::Argument, "meshgrid.3: expects a non-empty TensorList");
    for (const TensorType* type : call.listTypes("tensors"))
        if (type->dtype != call.listTypes("tensors")[0]->dtype)
            return fail(Code::Type, "meshgrid.4: expects all tensors to have the same dtype, one is {}", type->text());
    const bool swap = indexing == "xy" && parts.size() >= 2;
    Steps steps(call, build);
    const Arg size = steps.sizes(sizes);
    std::vector<ValueId> out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        SymSizes line(parts.size(), 1);
        line[i] = sizes[i];
        ValueId x = steps.view(*parts[i].as<ValueId>(), line);
        x = steps("aten.expand.default", {x, size});
        out.push_back(swap ? steps("aten.transpose.int", {x, 0, 1}) : x);
    }
    return steps.done(std::move(out));
}

Result<std::vector<ValueId>> cartesianDecompose(const OpCall& call, OpBuilder& build) {
    const Arg::List parts = tensorsOf(call);
    if (parts.empty()) return fail(Code::Argument, "cartesian_prod.1: expects a non-empty TensorList");
    Steps steps(call, build);
    for (const Arg& one : parts)
        if (const int rank = steps.rank(*one.as<ValueId>()); rank != 1)
            return fail(Code::Shape, "cartesian_prod.2: Expect a 1D vector, but got a tensor of rank {}", rank);
    if (parts.size() == 1) return steps.done(steps("aten.alias.default", {parts[0]}));
    const std::vector<ValueId> grid = steps.several("aten.meshgrid.default", {Arg(parts)}, parts.size());
    Arg::List lines;
    for (const ValueId one : grid) lines.push_back(steps("aten.flatten.using_ints", {one}));
    return steps.done(steps("aten.stack.default", {Arg(std::move(lines)), 1}));
}

// Choices of r positions in ascending order.
Result<std::vector<Sizes>> choices(Index count, Index r, bool repeats) {
    std::vector<Sizes> out;
    Sizes pick(static_cast<std::size_t>(r), 0);
    for (std::size_t i = 0; i < pick.size(); ++i) pick[i] = repeats ? 0 : static_cast<Index>(i);
    if (count == 0 || (!repeats && r > count)) return out;
    constexpr std::size_t kMost = 1 << 22;
    while (true) {
        out.push_back(pick);
        if (out.size() > kMost) return fail(Code::Limit, "combinations.2: {} of {} are more than {} rows", r, count, kMost);
        std::size_t i = pick.size();
        while (i-- > 0)
            if (pick[i] < count - 1 - (repeats ? 0 : static_cast<Index>(pick.size() - 1 - i))) break;
        if (i == static_cast<std::size_t>(-1)) return out;
        ++pick[i];
        for (std::size_t k = i + 1; k < pick.size(); ++k) pick[k] = repeats ? pick[i] : pick[k - 1] + 1;
    }
}

Result<Types> combinationsType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const std::int64_t r, call.integer("r"));
    if (self.rank() != 1 || r < 0 || r > 64)
        return fail(Code::Shape, "combinations.1: Expect a 1D vector and a small non-negative r, but got {} and {}", self.text(), r);
    if (r == 0) return resized(self, {0});
    // n * (n - 1) * ... / r!, or with repetition n * (n + 1) * ... / r!
    SymInt count(1);
    for (std::int64_t i = 0; i < r; ++i) count = floorDiv(count * (self.sizes[0] + (call.flag("with_replacement") ? i : -i)), i + 1);
    return resized(self, {max(count, 0), r});
}

Result<void> combinationsReference(KernelCall& call) {
    const Tensor self = call.tensor("self").contiguous();
    if (call.size("r") == 0) {
        call.setOutput(0, Tensor::empty(self.dtype(), {0}));
        return {};
    }
    WHITTLE_TRY(const std::vector<Sizes> picks, choices(self.numel(), call.size("r"), call.flag("with_replacement")));
    Tensor out = Tensor::empty(self.dtype(), {static_cast<Index>(picks.size()), call.size("r")});
    visitDType(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (const Sizes& pick : picks)
            for (const Index i : pick) *to++ = self.data<T>()[i];
    });
    call.setOutput(0, std::move(out));
    return {};
}

// --- splits ---

Result<int> splitAxis(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (self.rank() == 0) return fail(Code::Shape, "{}.1: expected at least a 1-dimensional tensor, got {}", call.schema().name, self.text());
    return call.dim("dim", self.rank());
}

// The first parts are one longer when the sections do not divide the dimension.
Result<std::vector<ValueId>> sectionsDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const int axis, splitAxis(call));
    WHITTLE_TRY(const std::int64_t sections, call.integer("sections"));
    const SymInt size = call.type("self").sizes[at(axis)];
    const auto known = size.constant();
    if (sections <= 0 || sections > (1 << 20)) return fail(Code::Argument, "tensor_split.2: number of sections must be larger than 0, got {}", sections);
    if (!known) return fail(Code::Unsupported, "tensor_split.3: the dimension has the symbolic size {}", size.text());
    Arg::List lengths;
    for (std::int64_t i = 0; i < sections; ++i) lengths.push_back(*known / sections + (i < *known % sections ? 1 : 0));
    return build.call("aten.split_with_sizes.default", {{"self", call.arg("self")}, {"split_sizes", std::move(lengths)}, {"dim", axis}});
}

std::vector<ValueId> cutAt(Steps& steps, ValueId self, const Arg::List& indices, int axis) {
    std::vector<ValueId> out;
    Arg start = 0;
    for (const Arg& end : indices) {
        out.push_back(steps("aten.slice.Tensor", {self, axis, start, end}));
        start = end;
    }
    out.push_back(steps("aten.slice.Tensor", {self, axis, start}));
    return out;
}

Result<std::vector<ValueId>> indicesDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const int axis, splitAxis(call));
    Steps steps(call, build);
    const Arg& given = call.arg("indices");
    const Arg::List indices = given.as<Arg::List>() ? *given.as<Arg::List>() : Arg::List{given};
    return steps.done(cutAt(steps, steps.value("self"), indices, axis));
}

// Positions that only a run knows; how many parts they make is the tensor's size. A number of parts in a tensor is not
// taken: no graph has results without number.
Result<Types> splitByTensorType(const OpCall& call) {
    WHITTLE_TRY(const int axis, splitAxis(call));
    const TensorType &self = call.type("self"), &where = call.type("tensor_indices_or_sections");
    if (where.dtype != DType::I64) return fail(Code::Type, "tensor_split.4: expected tensor_indices_or_sections to have dtype of long, but got {}", where.text());
    if (where.rank() > 1) return fail(Code::Shape, "tensor_split.5: expected tensor_indices_or_sections to be a zero-dimensional or one-dimensional tensor, but got {}", where.text());
    const auto count = where.rank() == 1 ? where.sizes[0].constant() : std::nullopt;
    if (!count) return fail(Code::Unsupported, "tensor_split.6: how many parts {} makes is only known when the program runs", where.text());
    TensorType part = withSizes(self, self.sizes);
    if (*count > 0) part.sizes[at(axis)] = dataDependentSize();
    return Types(static_cast<std::size_t>(*count) + 1, Type(part));
}

Result<void> splitByTensorReference(KernelCall& call) {
    const Tensor &self = call.tensor("self"), &where = call.tensor("tensor_indices_or_sections");
    WHITTLE_TRY(const int axis, splitAxis(call));
    const Index size = self.dim(axis), step = self.strides()[at(axis)];
    const auto clamped = [&](Index index) { return std::clamp<Index>(index < 0 ? index + size : index, 0, size); };
    Index start = 0;
    for (Index i = 0; i <= where.numel(); ++i) {
        const Index end = i < where.numel() ? clamped(where.flatInt(i)) : size;
        Sizes sizes = self.sizes();
        sizes[at(axis)] = std::max<Index>(end - start, 0);
        call.setOutput(static_cast<int>(i), self.asStrided(std::move(sizes), self.strides(), self.offset() + start * step));
        start = end;
    }
    return {};
}

// hsplit and its kind: the dimension is fixed, the sections must divide it.
template <int axis, bool sections>
Result<std::vector<ValueId>> splitAlong(const OpCall& call, OpBuilder& build) {
    const TensorType& self = call.type("self");
    const std::string_view op = call.schema().name;
    const int dim = op == "hsplit" && self.rank() == 1 ? 0 : axis;
    if (self.rank() <= dim || (axis == 0 && self.rank() < 2)) return fail(Code::Shape, "{}.1: requires a tensor with at least {} dimensions, got {}", op, std::max(dim + 1, axis == 0 ? 2 : 1), self.text());
    Steps steps(call, build);
    if constexpr (!sections) {
        const Arg& given = call.arg("indices");
        const Arg::List indices = given.as<Arg::List>() ? *given.as<Arg::List>() : Arg::List{given};
        return steps.done(cutAt(steps, steps.value("self"), indices, dim));
    } else {
        WHITTLE_TRY(const std::int64_t count, call.integer("sections"));
        const auto known = self.sizes[at(dim)].constant();
        if (count <= 0 || (known && *known % count != 0))
            return fail(Code::Shape, "{}.2: attempted to split along dimension {} of {}, but its size is not divisible by {}", op, dim, self.text(), count);
        return build.call("aten.tensor_split.sections", {{"self", call.arg("self")}, {"sections", count}, {"dim", dim}});
    }
}

Result<std::vector<ValueId>> splitDecompose(const OpCall& call, OpBuilder& build) { return forwardTo("aten.split.Tensor", call, build); }
Result<std::vector<ValueId>> splitSizesDecompose(const OpCall& call, OpBuilder& build) {
    return forwardTo("aten.split_with_sizes.default", call, build);
}
Result<std::vector<ValueId>> chunkDecompose(const OpCall& call, OpBuilder& build) { return forwardTo("aten.chunk.default", call, build); }

#define WHITTLE_MADE_OF(op, overload, args, result, text, fn) \
    {.name = "aten." op "." overload, .schema = op "." overload "(" args ") -> " result, .summary = text, .inferType = decomposedType, \
     .decompose = fn}
#define WHITTLE_JOIN(op, text, fn) \
    {.name = "aten." op ".default", .schema = op "(Tensor[] tensors) -> Tensor", .summary = text, .inferType = decomposedType, .decompose = fn}

constexpr OpDef kOps[] = {
    WHITTLE_JOIN("hstack", "Joins along the second dimension; lines end to end.", hstackDecompose),
    WHITTLE_JOIN("vstack", "Joins along the first dimension; lines are rows.", (stackDecompose<2, 0>)),
    WHITTLE_JOIN("row_stack", "Joins along the first dimension; lines are rows.", (stackDecompose<2, 0>)),
    WHITTLE_JOIN("dstack", "Joins along the third dimension.", (stackDecompose<3, 2>)),
    WHITTLE_JOIN("column_stack", "Joins along the second dimension; lines are columns.", columnsDecompose),
    {.name = "aten.concat.default", .schema = "concat(Tensor[] tensors, int dim=0) -> Tensor", .summary = "As cat.",
     .inferType = decomposedType, .decompose = catDecompose},
    {.name = "aten.concatenate.default", .schema = "concatenate(Tensor[] tensors, int dim=0) -> Tensor", .summary = "As cat.",
     .inferType = decomposedType, .decompose = catDecompose},
    {.name = "aten.atleast_1d.default", .schema = "atleast_1d(Tensor self) -> Tensor", .summary = "With a dimension added to a number.",
     .inferType = decomposedType, .decompose = atLeastDecompose<1>},
    {.name = "aten.atleast_2d.default", .schema = "atleast_2d(Tensor self) -> Tensor", .summary = "With dimensions added up to two.",
     .inferType = decomposedType, .decompose = atLeastDecompose<2>},
    {.name = "aten.atleast_3d.default", .schema = "atleast_3d(Tensor self) -> Tensor", .summary = "With dimensions added up to three.",
     .inferType = decomposedType, .decompose = atLeastDecompose<3>},
    {.name = "aten.block_diag.default", .schema = "block_diag(Tensor[] tensors) -> Tensor",
     .summary = "A matrix with the inputs as blocks on its diagonal, else 0.", .inferType = blockDiagType, .reference = blockDiagReference, .complex = blockDiagReference},
    {.name = "aten.broadcast_tensors.default", .schema = "broadcast_tensors(Tensor[] tensors) -> Tensor[]",
     .summary = "Each input at the size they all broadcast to.", .inferType = decomposedType, .decompose = broadcastDecompose},
    {.name = "aten.meshgrid.default", .schema = "meshgrid(Tensor[] tensors) -> Tensor[]",
     .summary = "Grids of coordinates, one dimension a line.", .inferType = decomposedType, .decompose = meshgridDecompose},
    WHITTLE_MADE_OF("meshgrid", "indexing", "Tensor[] tensors, *, str indexing", "Tensor[]", "Grids of coordinates, one dimension a line.", meshgridDecompose),
    WHITTLE_JOIN("cartesian_prod", "All tuples with one element of each line.", cartesianDecompose),
    {.name = "aten.combinations.default", .schema = "combinations(Tensor self, int r=2, bool with_replacement=False) -> Tensor",
     .summary = "All choices of r elements of a line, one a row.", .inferType = combinationsType, .reference = combinationsReference, .complex = combinationsReference},
    WHITTLE_MADE_OF("atleast_1d", "Sequence", "Tensor[] tensors", "Tensor[]", "Each tensor with at least one dimension.", eachAtLeastDecompose<1>),
    WHITTLE_MADE_OF("atleast_2d", "Sequence", "Tensor[] tensors", "Tensor[]", "Each tensor with at least two dimensions.", eachAtLeastDecompose<2>),
    WHITTLE_MADE_OF("atleast_3d", "Sequence", "Tensor[] tensors", "Tensor[]", "Each tensor with at least three dimensions.", eachAtLeastDecompose<3>),
    {.name = "aten.pad_sequence.default",
     .schema = "pad_sequence(Tensor[] sequences, bool batch_first=False, float padding_value=0., str padding_side=\"right\") -> Tensor",
     .summary = "Sequences of several lengths side by side, the shorter ones padded.", .inferType = decomposedType, .decompose = padSequenceDecompose},
    WHITTLE_MADE_OF("tensor_split", "sections", "Tensor(a) self, SymInt sections, int dim=0", "Tensor(a)[]", "Parts of nearly equal size.", sectionsDecompose),
    WHITTLE_MADE_OF("tensor_split", "indices", "Tensor(a) self, SymInt[] indices, int dim=0", "Tensor(a)[]", "Parts between positions.", indicesDecompose),
    {.name = "aten.tensor_split.tensor_indices_or_sections",
     .schema = "tensor_split.tensor_indices_or_sections(Tensor(a) self, Tensor tensor_indices_or_sections, int dim=0) -> Tensor(a)[]",
     .summary = "Parts between positions that a tensor holds.", .inferType = splitByTensorType, .reference = splitByTensorReference, .complex = splitByTensorReference},
    WHITTLE_MADE_OF("hsplit", "int", "Tensor(a) self, int sections", "Tensor(a)[]", "Equal parts of the second dimension.", (splitAlong<1, true>)),
    WHITTLE_MADE_OF("hsplit", "array", "Tensor(a) self, int[] indices", "Tensor(a)[]", "Parts of the second dimension.", (splitAlong<1, false>)),
    WHITTLE_MADE_OF("vsplit", "int", "Tensor(a) self, int sections", "Tensor(a)[]", "Equal parts of the first dimension.", (splitAlong<0, true>)),
    WHITTLE_MADE_OF("vsplit", "array", "Tensor(a) self, int[] indices", "Tensor(a)[]", "Parts of the first dimension.", (splitAlong<0, false>)),
    WHITTLE_MADE_OF("dsplit", "int", "Tensor(a) self, int sections", "Tensor(a)[]", "Equal parts of the third dimension.", (splitAlong<2, true>)),
    WHITTLE_MADE_OF("dsplit", "array", "Tensor(a) self, int[] indices", "Tensor(a)[]", "Parts of the third dimension.", (splitAlong<2, false>)),
    WHITTLE_MADE_OF("split", "sizes", "Tensor(a) self, SymInt[] split_size, int dim=0", "Tensor(a)[]", "As split_with_sizes.", splitSizesDecompose),
    WHITTLE_MADE_OF("unsafe_split", "Tensor", "Tensor self, SymInt split_size, int dim=0", "Tensor[]", "As split.", splitDecompose),
    {.name = "aten.unsafe_split_with_sizes.default",
     .schema = "unsafe_split_with_sizes(Tensor self, SymInt[] split_sizes, int dim=0) -> Tensor[]", .summary = "As split_with_sizes.",
     .inferType = decomposedType, .decompose = splitSizesDecompose},
    {.name = "aten.unsafe_chunk.default", .schema = "unsafe_chunk(Tensor self, int chunks, int dim=0) -> Tensor[]", .summary = "As chunk.",
     .inferType = decomposedType, .decompose = chunkDecompose},
};

#undef WHITTLE_JOIN
#undef WHITTLE_MADE_OF

}  // namespace

std::span<const OpDef> stackingOps() { return kOps; }

}  // namespace whittle::ops
