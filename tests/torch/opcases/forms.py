"""Further forms of operators: other names of views, their gradients, windows, finite differences, fractional pooling."""
import torch

from .build import ALL, BF16, BOOL, F16, F32, F64, FLOATS, I8, I16, I32, I64, INF, N, NAN, U8, special

C64, C128 = torch.complex64, torch.complex128
aten = torch.ops.aten


def moved(axes, refused):
    """A view by axes: every dtype and layout, other axes, and axes that are not there."""
    def samples(S, schema):
        for dtype in (*ALL, C64):
            yield (S.t(2, 3, 4, dtype=dtype), *axes[0])
        for row in axes:
            yield (S.t(2, 3, 4), *row)
            yield (S.t(4, 2, 3).permute(1, 2, 0), *row, N("permuted"))
        yield (S.t(2, 3, 8)[:, :, ::2], *axes[0], N("every second"))
        yield (S.t(2, 3, 1).expand(2, 3, 4), *axes[0], N("expanded"))
        yield (S.t(0, 3, 4), *axes[0], N("empty"))
        for row in refused:
            yield (S.t(2, 3, 4), *row, N("refused"))
        yield (None, *axes[0], N("no tensor"))
    return samples


def plain(refused=(), dtypes=(*ALL, C64)):
    """A view that takes nothing else."""
    def samples(S, schema):
        for dtype in dtypes:
            yield (S.t(2, 3, dtype=dtype),)
        for note, tensor in S.layouts():
            yield (tensor, note)
        yield (S.t(1),)
        yield (S.t(2, 0, 3),)
        for shape in refused:
            yield (S.t(*shape), N("refused"))
        yield (None, N("no tensor"))
    return samples


def adjoints(S, schema):
    for dtype in (*FLOATS, I64, BOOL, C64, C128):
        yield (S.t(2, 3, dtype=dtype),)
    yield (S.t(3, 4, dtype=C64).t(), N("transposed"))
    yield (S.t(3, 8)[:, ::2], N("every second"))
    yield (S.t(3, 1).expand(3, 4), N("expanded"))
    yield (S.t(0, 4),)
    yield (S.t(1, 4),)
    for dtype in (F32, I64, C64):
        yield (S.t(dtype=dtype), N("0-d"))
    for _ in range(3):
        yield (S.t(4, 2),)
    for shape in ((3,), (2, 3, 4), (1,), (0,)):
        yield (S.t(*shape), N("no matrix"))


def broadcasts(S, schema):
    for dtype in (*ALL, C64):
        yield (S.t(3, 1, dtype=dtype), [3, 4])
    for shape, size in (((3,), [2, 3]), ((3, 1), [2, 3, 4]), ((1,), [5]), ((), [2, 2]), ((), []), ((2, 3), [2, 3]), ((2, 3), [-1, 3]), ((2, 1), [-1, 4]), ((1, 3), [0, 3]), ((0, 1), [0, 2])):
        yield (S.t(*shape), size)
    yield (S.t(4, 3).t(), [2, 3, 4], N("transposed"))
    yield (S.t(3, 8)[:, ::2], [2, 3, 4], N("every second"))
    for shape, size in (((3,), [4]), ((2, 3), [3]), ((2, 3), []), ((3,), [-1, 3]), ((3,), [2, -2])):
        yield (S.t(*shape), size, N("refused"))


def sums_to(S, schema):
    for dtype in ALL:
        yield (S.t(2, 3, 4, dtype=dtype), [3, 1])
    for size in ([2, 3, 4], [1, 3, 4], [1, 1, 1], [3, 4], [4], [1], [1, 4], [], [2, 1, 4], [1, 1]):
        yield (S.t(2, 3, 4), size)
    yield (S.t(4, 3).t(), [1, 4], N("transposed"))
    yield (S.t(4, 3).t(), [3, 4], N("transposed"))
    yield (S.t(0, 3), [1, 3], N("empty"))
    for size in ([2, 3, 4, 1], [5], [2, 4], [3, 3, 4], [0], [-1]):
        yield (S.t(2, 3, 4), size, N("refused"))


def aliased(S, schema):
    for dtype in (*ALL, C64):
        yield (S.t(2, 6, dtype=dtype), [3, 4], [4, 1])
    for size, stride in (([12], [1]), ([2, 3, 2], [6, 2, 1]), ([6, 2], [1, 6]), ([3, 3], [1, 1]), ([], []), ([0, 2], [2, 1]), ([4], [0]), ([2, 6], [6, 1])):
        yield (S.t(2, 6), size, stride)
    for _ in range(3):
        yield (S.t(4, 3), [3, 4], [4, 1])
    for size, stride in (([3], [1, 1]), ([2, 2], [1]), ([-1], [1])):
        yield (S.t(2, 6), size, stride, N("refused"))


def narrowed(S, schema):
    start = lambda value, dtype=I64: torch.tensor(value, dtype=dtype)
    for dtype in (*ALL, C64):
        yield (S.t(4, 3, dtype=dtype), 0, start(1), 2)
    for dim, at, length in ((0, 0, 4), (1, 2, 1), (-1, 0, 3), (0, -1, 1), (0, -3, 2), (0, 4, 0), (1, 1, 0), (-2, 2, 2)):
        yield (S.t(4, 3), dim, start(at), length)
    for dtype in (I32, I16, I8, U8):
        yield (S.t(4, 3), 0, start(1, dtype), 2)
    yield (S.t(3, 4).t(), 1, start(1), 2, N("transposed"))
    yield (S.t(4, 3), 0, start(3), 2, N("past the end"))
    yield (S.t(4, 3), 2, start(0), 1, N("no such dimension"))
    yield (S.t(4, 3), 0, start(0), -1, N("negative length"))
    yield (S.t(4, 3), 0, torch.tensor([1]), 2, N("a vector"))
    yield (S.t(4, 3), 0, torch.tensor(1.0), 2, N("a float"))
    yield (S.t(4, 3), 0, start(-5), 2, N("before the start"))


def split_by_tensors(S, schema):
    """At positions; a number of parts would give as many results as only the data tells."""
    for dtype in (*ALL, C64):
        yield (S.t(7, 3, dtype=dtype), torch.tensor([2, 5]))
    for places in ([3], [1, 2, 3], [0, 7], [4, 2], [-2], [9], [0], [2, 2], []):
        yield (S.t(7, 3), torch.tensor(places, dtype=I64))
    for dim in (1, -1, -2):
        yield (S.t(4, 5), torch.tensor([1, 3]), dim)
    yield (S.t(3, 6).t(), torch.tensor([2, 3]), N("transposed"))
    yield (S.t(0, 3), torch.tensor([1]), N("empty"))
    yield (S.t(4), torch.tensor([1, 3]), 1, N("no such dimension"))
    yield (S.t(4), torch.tensor([[1, 3]]), N("a matrix"))
    yield (S.t(4), torch.tensor([1, 3], dtype=I32), N("int32"))
    yield (S.t(4), torch.tensor([1.0]), N("floats"))
    yield (S.t(), torch.tensor([1]), N("0-d"))


def several(S, schema):
    """Lists of tensors of several ranks."""
    for dtype in (*ALL, C64):
        yield ([S.t(dtype=dtype), S.t(3, dtype=dtype), S.t(2, 3, dtype=dtype), S.t(2, 3, 4, dtype=dtype), S.t(1, 2, 1, 2, dtype=dtype)],)
    yield ([],)
    yield ([S.t(4, 3).t(), S.t(8)[::2], S.t(3, 1).expand(3, 4)], N("views"))
    yield ([S.t(0), S.t(2, 0)], N("empty"))
    yield ([S.t(2), S.t(3, dtype=I64)], N("two dtypes"))
    yield ([S.t(2), None], N("no tensor"))


def sequences(S, schema):
    for dtype in ALL:
        yield ([S.t(3, dtype=dtype), S.t(5, dtype=dtype), S.t(1, dtype=dtype)],)
    for first in (False, True):
        for side in ("right", "left"):
            yield ([S.t(3, 2), S.t(1, 2), S.t(4, 2)], first, 0.0, side)
            yield ([S.t(2, 2, 3), S.t(4, 2, 3)], first, -1.5, side)
    yield ([S.t(3), S.t(5)], True, 7.0)
    yield ([S.t(3)], True)
    yield ([S.t(0), S.t(2)], False, NAN)
    yield ([S.t(2, 4).t(), S.t(2, 2)], True, N("transposed"))
    yield ([S.t(2), S.t(3, dtype=F64)], True, N("two dtypes"))
    yield ([S.t(2, dtype=I64), S.t(3, dtype=I64)], True, 2.5, N("a float with integers"))
    yield ([], N("no sequences"))
    yield ([S.t(3), S.t(2)], False, 0.0, "middle", N("no such side"))
    yield ([S.t(3, 2), S.t(2, 4)], N("other sizes"))
    yield ([S.t(3), S.t()], N("0-d"))


def reread(S, schema):
    """Bits as another dtype, of the same size, smaller and larger."""
    for source, to in ((F32, I32), (I32, F32), (F64, I64), (I64, F64), (F16, I16), (BF16, I16), (I16, F16), (U8, I8), (I8, U8), (F32, F32), (BOOL, U8), (C64, F64), (F64, C64)):
        yield (S.t(3, 4, dtype=source), to)
    for source, to in ((F32, F16), (F32, U8), (I64, I32), (F64, F32), (I64, I8), (I16, U8), (C64, F32), (F16, U8)):
        yield (S.t(3, 4, dtype=source), to, N("smaller"))
    for source, to in ((I32, I64), (U8, I32), (I16, I64), (U8, I16), (I8, I32), (F32, C64), (I32, F64)):
        yield (S.t(3, 8, dtype=source), to, N("larger"))
    for to in (I32, I16, U8):
        yield (special(F32), to, N("special values"))
    yield (S.t(dtype=F32), I32, N("0-d"))
    yield (S.t(0, 4), I16, N("empty"))
    yield (S.t(4, 3).t(), I32, N("transposed"))
    yield (S.t(2, 3, 8).transpose(0, 1), I16, N("transposed outside"))
    yield (S.t(2, 3, 8, dtype=I32).transpose(0, 1), I64, N("transposed outside"))
    yield (S.t(), I16, N("0-d to another size"))
    yield (S.t(4, 3).t(), I16, N("transposed to another size"))
    yield (S.t(2, 3), I64, N("does not divide"))
    yield (S.t(3, 8)[:, ::2], U8, N("every second"))
    yield (None, I32, N("no tensor"))


def gradients_of_views(take, dtypes=(*ALL, C64)):
    """`take` is (the view, its input's sizes, rows of its other arguments, refused gradients and arguments)."""
    view, sizes, rows, refused = take

    def samples(S, schema):
        for dtype in dtypes:
            y = view(torch.zeros(sizes), *rows[0])
            yield (S.t(*y.shape, dtype=dtype), list(sizes), *rows[0])
        for row in rows:
            y = view(torch.zeros(sizes), *row)
            yield (S.t(*y.shape), list(sizes), *row)
            yield (S.t(*y.shape[::-1]).permute(*range(y.dim() - 1, -1, -1)), list(sizes), *row, N("permuted"))
        for shape, row in refused:
            yield (S.t(*shape), list(sizes), *row, N("refused"))
        yield (None, list(sizes), *rows[0], N("no tensor"))
    return samples


def prelus(S, schema):
    for dtype in FLOATS:
        yield (S.t(3, 4, dtype=dtype), S.t(3, 4, dtype=dtype), S.t(3, 4, dtype=dtype))
        yield (special(dtype), special(dtype), special(dtype))
    yield (S.t(2, 3, 4), S.t(2, 3, 4), S.t(1, 3, 1), N("a weight each channel"))
    yield (S.t(2, 3), S.t(2, 3), S.t(1, 1), N("one weight"))
    for note, tensor in S.layouts():
        yield (tensor, tensor, tensor, note)
    for shape in ((5,), (2, 2, 2), (0, 3)):
        yield (S.t(*shape), S.t(*shape), S.t(*shape))
    yield (S.t(2, 3), S.t(2, 4), S.t(2, 3), N("sizes differ"))
    yield (S.t(2, 3), S.t(2, 3), S.t(4), N("weight does not fit"))
    yield (None, S.t(2, 3), S.t(2, 3), N("no tensor"))


def logits(S, schema):
    chance = lambda *shape, dtype=F32: S.t(*shape, dtype=dtype, low=0, high=1)
    for dtype in FLOATS:
        yield (S.t(3, 4, dtype=dtype), chance(3, 4, dtype=dtype))
        yield (S.t(5, dtype=dtype), torch.tensor([-0.5, 0.0, 0.5, 1.0, 1.5], dtype=dtype), 0.25)
        yield (S.t(5, dtype=dtype), torch.tensor([-0.5, 0.25, 0.5, 0.75, NAN], dtype=dtype))
    for eps in (None, 0.0, 0.125, 0.5, 0.75):
        yield (S.t(6), chance(6), eps)
    for note, tensor in S.layouts(draw=chance):
        yield (tensor, tensor, note)
    yield (S.t(2, 3), chance(3), N("broadcasts"))
    yield (S.t(3), chance(3, dtype=F64), N("two dtypes"))
    yield (S.t(3, dtype=I64), S.t(3, dtype=I64), N("integers"))
    yield (S.t(3), chance(4), N("sizes differ"))


def window(*rows):
    def samples(S, schema):
        for dtype in (*FLOATS, I64, BOOL):
            yield (8, *rows[0], {"dtype": dtype})
        for length in (0, 1, 2, 3, 4, 5, 7, 16, 33):
            for row in rows:
                yield (length, *row)
        yield (1, *rows[0], {"dtype": F64})
        yield (0, *rows[0], {"dtype": F16})
        for dtype in FLOATS:
            yield (13, *rows[-1], {"dtype": dtype})
        yield (-1, *rows[0], N("negative"))
        yield (None, *rows[0], N("no length"))
        yield (4, *rows[0], {"dtype": I32}, N("integers"))
    return samples


def slopes(kind):
    """torch.gradient. `kind` says how the spacing is given: a number, numbers, coordinates, or not at all."""
    def samples(S, schema):
        listed_dim = str(next(a.type for a in schema.arguments if a.name == "dim")).startswith("List")
        lines = lambda *sizes: [S.distinct(size).sort().values + torch.arange(size) for size in sizes]

        def pose(x, dims, order=1, spacing=..., note=None):
            kwargs = {"edge_order": order}
            if dims is not None:
                kwargs["dim"] = list(dims) if listed_dim else dims[0]
            count = x.dim() if dims is None else len(dims)
            if spacing is not ...:
                if spacing is not None:
                    kwargs["spacing"] = spacing
            elif kind == "numbers":
                kwargs["spacing"] = [1.5, 2, 0.5, 3][:count]
            elif kind == "number" and listed_dim:
                kwargs["spacing"] = 2
            elif kind == "coordinates":
                kwargs["spacing"] = lines(*(x.shape[d] for d in (range(x.dim()) if dims is None else dims)))
            return (x, kwargs, *((N(note),) if note else ()))
        one, all_dims = (1,), None if not listed_dim else (0, 1)
        for dtype in ALL:
            yield pose(S.t(4, 5, dtype=dtype), one)
        for dtype in (F32, F64, I64):
            yield pose(S.t(4, 5, dtype=dtype), all_dims, 2)
        for order in (1, 2):
            yield pose(S.t(3, 4), one, order)
            yield pose(S.t(3, 4), (-1,), order)
            yield pose(S.t(5, 4).t(), all_dims, order, note="transposed")
            yield pose(S.t(order + 1, order + 2), all_dims, order)
            yield pose(S.t(order, 3), (0,), order, note="too few")
        if kind == "number":
            yield pose(S.t(4, 5), one, 1, 0.5)
            yield pose(S.t(4, 5), one, 2, -3)
        yield pose(S.t(4, 5), one, 3, note="no such order")
        yield pose(S.t(4, 5), (2,), 1, [1.0] if kind == "numbers" else lines(4) if kind == "coordinates" else ..., "no such dimension")
        if kind == "numbers":
            yield pose(S.t(4, 5), one, 1, [1.0, 2.0], "one number too many")
            yield pose(S.t(4, 5), one, 1, [], "no numbers")
        if kind == "coordinates":
            yield pose(S.t(4, 5), one, 1, lines(4, 5), "one line too many")
            yield pose(S.t(4, 5), one, 1, [S.t(5, 1)], "no line")
            yield pose(S.t(4, 5), one, 1, lines(4), "a line of another size")
        yield pose(S.t(4, 5, dtype=U8), one, note="bytes")
    return samples


def safe(S, schema):
    for dtype in (*FLOATS, I64, BOOL):
        yield (S.t(2, 3, 4, dtype=dtype), -1)
    hidden = torch.tensor([[1.0, -INF, 2.0], [-INF, -INF, -INF], [NAN, 1.0, 0.0], [INF, 1.0, 0.0]])
    for dim in (0, 1, -1):
        yield (hidden, dim, N("rows that are hidden"))
        yield (hidden.t(), dim, N("transposed"))
    for dtype in FLOATS:
        yield (hidden.to(dtype), 1, N("rows that are hidden"))
        yield (S.t(3, 4), 1, dtype)
    yield (S.t(3, dtype=I64), 0, F32)
    yield (S.t(), 0, N("0-d"))
    yield (S.t(0, 3), 1, N("empty"))
    yield (S.t(2, 3), 2, N("no such dimension"))
    yield (None, 0, N("no tensor"))


def masked_reads(put):
    def samples(S, schema):
        def pose(shape, index_shape, fill=0, dtype=F32, only=None, note=None):
            dims = range(len(shape)) if only is None else only
            indices = [S.integers(-2 * size, 2 * size, index_shape) if d in dims else None for d, size in enumerate(shape)]
            taken = [index for index in indices if index is not None]
            rest = [size for d, size in enumerate(shape) if d not in dims]
            mask = torch.ones(index_shape, dtype=BOOL)
            for d, index in zip(dims, taken):
                mask &= (index >= 0) & (index < shape[d])
            mask = mask.reshape(*index_shape, *[1] * len(rest)) if rest and only == [0] else mask
            x = S.t(*shape, dtype=dtype)
            values = S.t(*torch.ops.aten._unsafe_index(x, [None if i is None else i.clamp(0, 0) for i in indices]).shape, dtype=dtype)
            return (x, mask, indices, values if put else fill, *((N(note),) if note else ()))
        for dtype in ALL:
            yield pose((3, 4), (5,), dtype=dtype)
        for fill in (1, -2.5, 0, 7):
            yield pose((4,), (6,), fill)
            yield pose((3, 4), (2, 3), fill)
        yield pose((3, 4), (5,), only=[0])
        yield pose((2, 3, 4), (2, 2), 2)
        yield pose((1, 1), (4,))
        x, mask, indices, last = pose((3, 4), (5,))
        yield (x.t().contiguous().t(), mask, indices, last, N("transposed"))
        yield (x, mask[:3], indices, last, N("mask does not fit"))
        yield (x, mask, [*indices, indices[0]], last, N("too many indices"))
        yield (x, mask, [indices[0].float(), indices[1]], last, N("floats"))
    return samples


def fractional(dims, backward=False):
    sizes = (6, 7) if dims == 2 else (6, 7, 6)
    op = getattr(aten, f"fractional_max_pool{dims}d")

    def samples(S, schema):
        def pose(window=2, out=3, x=None, u=None, dtype=F32, note=None):
            many = lambda v: list(v) if isinstance(v, (list, tuple)) else [v] * dims
            x = S.distinct(2, 3, *sizes, dtype=dtype) if x is None else x
            batch = x.shape[0] if x.dim() == dims + 2 else 1
            u = S.t(batch, x.shape[-dims - 1], dims, dtype=x.dtype, low=0, high=1) if u is None else u
            tail = (N(note),) if note else ()
            if not backward:
                return (x, many(window), many(out), u, *tail)
            _, indices = op(x, many(window), many(out), u)
            return (S.t(*indices.shape, dtype=dtype), x, many(window), many(out), indices, *tail)
        for dtype in FLOATS:
            yield pose(dtype=dtype)
            yield pose(1, 2, dtype=dtype)
        for window, out in ((1, 4), (2, 1), (3, 2), (2, 2), ([1, 2, 3][:dims], [3, 2, 2][:dims]), (1, 1), (4, 1)):
            yield pose(window, out)
        yield pose(x=S.distinct(3, *sizes), note="no batch")
        yield pose(x=S.distinct(2, *sizes[::-1], 3).permute(0, dims + 1, *range(dims, 0, -1)), note="permuted")
        yield pose(x=S.distinct(0, 3, *sizes), u=S.t(0, 3, dims), note="empty batch")
        if not backward:
            hole = S.distinct(1, 1, *sizes)
            hole.reshape(-1)[3], hole.reshape(-1)[0] = NAN, -INF
            yield pose(x=hole, note="NaN")
            yield pose(x=torch.full((1, 2, *sizes), -INF), note="all -inf")
            yield pose(u=torch.zeros(2, 3, dims))
            yield pose(u=S.t(2, 3, dims, dtype=F64, low=0, high=1), note="two dtypes")
            yield pose(u=S.t(2, 2, dims, low=0, high=1), note="samples of another size")
            yield pose(u=S.t(2, dims, low=0, high=1), note="samples of another rank")
            yield pose(u=S.t(1, 3, dims, low=0, high=1), note="too few samples")
            yield pose(7, 3, note="window too large")
            yield pose([2] * (dims + 1), 3, note="too many sizes")
            yield pose(2, [3] * (dims + 1), note="too many sizes")
            yield pose(x=S.t(*sizes), u=S.t(1, 3, dims), note="rank")
            yield pose(x=S.t(2, 0, *sizes), u=S.t(2, 0, dims), note="no channels")
        else:
            grad, x, window, out, indices = pose()
            yield (grad[..., :-1], x, window, out, indices, N("gradient of another size"))
            yield (grad, x, window, [2] * dims, indices, N("other outputs"))
    return samples


def labels(style):
    """`style`: the loss itself, with its mask, or the gradient."""
    def samples(S, schema):
        def pose(shape=(3, 4), target=None, reduction=1, dtype=F32, x=None, note=None):
            x = S.t(*shape, dtype=dtype) if x is None else x
            if target is None:
                target = torch.stack([torch.randperm(shape[-1], generator=S.generator) for _ in range(shape[0])]) if len(shape) == 2 else torch.randperm(x.numel(), generator=S.generator).reshape(shape)
                if x.numel() and shape[-1:] and shape[-1] > 1:
                    target[..., 1 + int(S.integers(0, shape[-1] - 1, ())):] = -1
            tail = (N(note),) if note else ()
            if style != "gradient":
                return (x, target, reduction, *tail)
            loss, marks = aten.multilabel_margin_loss_forward(x, target, reduction)
            return (S.t(*loss.shape, dtype=dtype), x, target, reduction, marks, *tail)
        for dtype in (F32, F64):
            for reduction in (0, 1, 2):
                yield pose(dtype=dtype, reduction=reduction)
                yield pose((5,), dtype=dtype, reduction=reduction)
        for reduction in (0, 1, 2):
            yield pose((2, 1), reduction=reduction)
            yield pose((), reduction=reduction)
        yield pose(target=torch.tensor([[0, 1, 2, 3], [-1, 0, 0, 0], [3, -1, 2, 1]]), note="all, none, and some")
        yield pose(x=S.t(4, 3).t(), note="transposed")
        yield pose((1, 7))
        if style == "gradient":
            grad, x, target, reduction, marks = pose(reduction=0)
            yield (grad, x, target, reduction, marks[:2], N("mask does not fit"))
            yield (grad, x, target[:2], reduction, marks, N("target does not fit"))
        else:
            for dtype in (F16, I64):
                yield pose(dtype=dtype, note="a dtype that has none")
            for target in ([[0, 1, 2, 4]] * 3, [[-2, 0, 1, 2]] * 3):
                yield pose(target=torch.tensor(target), note="no such class")
            yield pose(target=torch.zeros(3, 3, dtype=I64), note="target of another size")
            yield pose(target=torch.zeros(4, dtype=I64), note="target of another rank")
            yield pose(target=torch.zeros(3, 4, dtype=I32), note="int32")
            yield pose((2, 3, 4), target=torch.zeros(2, 3, 4, dtype=I64), note="rank 3")
            yield pose((3, 0), target=torch.zeros(3, 0, dtype=I64), note="no classes")
    return samples


def segments(S, schema):
    def pose(reduce="sum", shape=(7, 2), lengths=(2, 0, 4, 1), offsets=None, axis=0, dtype=F32, index=I64, x=None, note=None, **more):
        kwargs = {"axis": axis, **more}
        if lengths is not None:
            kwargs["lengths"] = torch.tensor(lengths, dtype=index)
        if offsets is not None:
            kwargs["offsets"] = torch.tensor(offsets, dtype=index)
        return (S.t(*shape, dtype=dtype) if x is None else x, reduce, kwargs, *((N(note),) if note else ()))
    ways = ("sum", "mean", "max", "min", "prod")
    for reduce in ways:
        for dtype in (F32, F64, BF16):
            yield pose(reduce, dtype=dtype)
        yield pose(reduce, lengths=None, offsets=[0, 2, 2, 6, 7])
        yield pose(reduce, initial=2)
        yield pose(reduce, (3, 5), [[2, 3], [0, 5], [5, 0]], axis=1)
    for changed in (dict(index=I32), dict(dtype=F16), dict(shape=(7,)), dict(unsafe=True), dict(lengths=[2, 3], unsafe=True), dict(lengths=[7]), dict(lengths=None, offsets=[1, 3, 6]),
                    dict(shape=(7, 2, 3)), dict(x=S.t(2, 7).t(), note="transposed"), dict(shape=(0, 2), lengths=[0, 0]), dict(shape=(7, 0)),
                    dict(x=torch.tensor([[NAN, 1.0], [1.0, 2.0], [3.0, NAN], [1.0, 1.0], [2.0, INF], [0.0, -INF], [1.0, 1.0]]), reduce="max"),
                    dict(x=torch.tensor([[NAN, 1.0], [1.0, 2.0], [3.0, NAN], [1.0, 1.0], [2.0, INF], [0.0, -INF], [1.0, 1.0]]), reduce="mean")):
        yield pose(**changed)
    for changed in (dict(reduce="median"), dict(lengths=[2, 3]), dict(lengths=[9, -2]), dict(lengths=None), dict(axis=1), dict(axis=2), dict(dtype=I64), dict(index=F32), dict(indices=torch.tensor([0])),
                    dict(shape=(7,), lengths=[[7]], axis=1)):
        yield pose(note="refused", **changed)


def rates(S, schema):
    for dtype in FLOATS:
        yield (S.t(4, 5, dtype=dtype, low=0, high=4),)
        yield (S.t(3, 7, dtype=dtype, low=0, high=60),)
    for note, tensor in S.layouts(draw=lambda *shape, dtype=F32: S.t(*shape, dtype=dtype, low=0, high=20)):
        yield (tensor, note)
    yield (torch.tensor([0.0, 1e-3, 9.99, 10.0, 10.5, 100.0, 1e4, 1e6]), N("where the way changes"))
    yield (torch.zeros(5), N("nothing happens"))
    for value in (-1.0, NAN, -INF):
        yield (torch.tensor([1.0, value]), N("no rate"))
    yield (S.t(3, dtype=I64, low=0, high=4), N("integers"))
    yield (None, N("no tensor"))


def hinted(deprecated):
    def samples(S, schema):
        from .neural import convolved
        hints = (False, False, True) + (() if deprecated else (True,))
        for rank, turned in ((2, False), (2, True), (1, False)):
            for row in convolved(rank, turned, general=True)(S, schema):
                note = row[-1:] if isinstance(row[-1], N) else ()
                yield (*row[:len(row) - len(note)], *hints, *note)
    return samples


def by_mode(S, schema):
    from .neural import convolved
    for rank in (1, 2):
        yield from convolved(rank, False, padding_text=True)(S, schema)


def updated_norms():
    def samples(S, schema):
        def pose(shape=(3, 4, 2), w=True, dtype=F32, x=None, momentum=0.1, eps=1e-5, note=None):
            x = S.t(*shape, dtype=dtype) if x is None else x
            c = x.shape[1] if x.dim() > 1 else 1
            weights = (S.t(c, dtype=dtype), S.t(c, dtype=dtype)) if w else (None, None)
            return (x, *weights, S.t(c, dtype=dtype), S.positive(c, dtype=dtype), momentum, eps, *((N(note),) if note else ()))
        for dtype in FLOATS + [I64]:
            yield pose(dtype=dtype)
        for changed in (dict(w=False), dict(shape=(3, 4)), dict(shape=(2, 4, 2, 3)), dict(shape=(2, 4, 2, 2, 2)), dict(eps=0.1), dict(momentum=0.5), dict(momentum=0.0), dict(momentum=1.0), dict(shape=(2, 1, 3)),
                        dict(x=S.t(2, 2, 3, 4).permute(0, 3, 1, 2), note="channels last"), dict(x=S.t(4, 3).t(), note="transposed"), dict(x=S.t(2, 3, 4).transpose(1, 2), note="transposed"),
                        dict(x=torch.tensor([[NAN, 1.0], [INF, 1.0]]), note="special values"), dict(shape=(5, 3)), dict(shape=(2, 6, 2)), dict(shape=(4, 2, 3, 2))):
            yield pose(**changed)
        yield pose(x=S.t(4), note="rank 1")
        yield (None, *pose()[1:], N("no tensor"))
    return samples


def updated_norm_gradients(S, schema):
    for dtype in (F32, F64):
        for shape in ((3, 4, 2), (3, 4), (2, 4, 2, 2)):
            x, w, mean, var = S.t(*shape, dtype=dtype), S.t(4, dtype=dtype), S.t(4, dtype=dtype), S.positive(4, dtype=dtype)
            _, saved, inverse = aten._native_batch_norm_legit.no_stats(x, w, None, True, 0.1, 1e-5)
            for update in (True, False):
                yield (S.t(*shape, dtype=dtype), x, w, mean, var, saved, inverse, update, 1e-5, [True, True, True], torch.zeros(0, dtype=U8))


TABLE = {
    "broadcast_to": broadcasts, "ravel": plain(), "lift": plain(), "lift_fresh": plain(), "matrix_H": adjoints,
    "moveaxis.int": moved([(0, 2), (2, 0), (-1, 1), (1, 1)], [(0, 3), (-4, 0)]),
    "moveaxis.intlist": moved([([0, 1], [1, 2]), ([0], [2]), ([2, 0], [0, -1]), ([], []), ([0, 1, 2], [2, 1, 0]), ([-1], [0])],
                              [([0], [3]), ([0, 1], [2]), ([0, 0], [1, 2]), ([0, 1], [1, 1]), ([-4], [0])]),
    **{f"atleast_{rank}d.Sequence": several for rank in (1, 2, 3)}, "pad_sequence": sequences,
    "_reshape_alias": aliased, "narrow.Tensor": narrowed, "tensor_split.tensor_indices_or_sections": split_by_tensors, "sum_to_size": sums_to,
    "view.dtype": (reread, {"no_float64": True}),  # the bits are those of the dtype on record
    "select_backward": gradients_of_views((aten.select.int, (3, 4, 2), [(0, 1), (1, 0), (-1, 1), (2, -2), (1, -4)], [((4, 2), (3, 0)), ((4, 2), (0, 3)), ((3, 2), (0, 1))])),
    "slice_backward": gradients_of_views((aten.slice.Tensor, (3, 4, 2), [(0, 1, 3, 1), (1, 0, 4, 2), (-1, 0, 9, 1), (1, -3, -1, 1), (1, 2, 2, 1), (1, 3, 1, 1)], [((4, 2), (3, 0, 1, 1)), ((3, 4, 2), (0, 0, 2, 1)), ((3, 4, 2), (0, 0, 3, 0))])),
    "diagonal_backward": gradients_of_views((aten.diagonal, (3, 4, 2), [(0, 0, 1), (1, 0, 1), (-1, 0, 1), (0, 1, 2), (0, -1, 0), (5, 0, 1)], [((2, 3), (0, 0, 0)), ((2, 3), (0, 0, 3)), ((2, 2), (0, 0, 1))])),
    "unfold_backward": gradients_of_views((aten.unfold, (6, 4), [(0, 3, 2), (0, 2, 1), (1, 4, 1), (-1, 2, 3), (0, 1, 1), (0, 6, 1), (1, 1, 2)], [((2, 4, 3), (2, 3, 2))]), ALL),
    "_prelu_kernel_backward": prelus, "logit_backward": logits,
    "hann_window": window(()), "hann_window.periodic": window((True,), (False,)), "hamming_window": window(()), "hamming_window.periodic": window((True,), (False,)),
    "hamming_window.periodic_alpha": window((True, 0.25), (False, 0.75)), "hamming_window.periodic_alpha_beta": window((True, 0.25, 0.5), (False, 0.75, -0.25)),
    "blackman_window": window(()), "blackman_window.periodic": window((True,), (False,)), "bartlett_window": window(()), "bartlett_window.periodic": window((True,), (False,)),
    "kaiser_window": window(()), "kaiser_window.periodic": window((True,), (False,)), "kaiser_window.beta": window((True, 6.5), (False, 3.0), (False, 0.0)),
    "gradient.scalarint": slopes("number"), "gradient.scalararray": slopes("number"), "gradient.array": slopes("none"), "gradient.scalarrayint": slopes("numbers"),
    "gradient.scalarrayarray": slopes("numbers"), "gradient.tensorarrayint": slopes("coordinates"), "gradient.tensorarray": slopes("coordinates"),
    "_safe_softmax": safe, "_unsafe_masked_index": masked_reads(False), "_unsafe_masked_index_put_accumulate": masked_reads(True),
    **{f"fractional_max_pool{dims}d": fractional(dims) for dims in (2, 3)}, **{f"fractional_max_pool{dims}d_backward": fractional(dims, True) for dims in (2, 3)},
    "multilabel_margin_loss": labels("loss"), "multilabel_margin_loss_forward": labels("forward"), "multilabel_margin_loss_backward": labels("gradient"),
    "segment_reduce": (segments, {"loose": True}), "poisson": (rates, {"no_float64": True}),
    "_convolution": hinted(False), "_convolution.deprecated": hinted(True), "_convolution_mode": by_mode,
    "_batch_norm_with_update_functional": updated_norms(), "_batch_norm_no_update": updated_norms(), "batch_norm_backward": (updated_norm_gradients, {"loose": True}),
}
