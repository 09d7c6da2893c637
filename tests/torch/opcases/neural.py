"""Products, convolutions, pooling, resizing, normalisation and attention. Their sums have many terms: looser."""
import torch

from .build import ALL, BF16, BOOL, F16, F32, F64, FLOATS, I8, I32, I64, INF, N, NAN, U8

last = torch.channels_last
LOOSE = {"loose": True}


def product(a, b, wrong, more=()):
    """Two factors: every dtype, layouts, empty sizes, then pairs that do not fit."""
    def samples(S, schema):
        for dtype in ALL:
            yield (S.t(*a, dtype=dtype), S.t(*b, dtype=dtype))
        for x, y in [(F32, F64), (F16, F32), (I64, F32), (F16, BF16)]:
            yield (S.t(*a, dtype=x), S.t(*b, dtype=y), N("two dtypes"))
        if len(a) > 1:
            yield (S.t(*a[:-2], a[-1], a[-2]).transpose(-1, -2), S.t(*b), N("first transposed"))
        if len(b) > 1:
            yield (S.t(*a), S.t(*b[:-2], b[-1], b[-2]).transpose(-1, -2), N("second transposed"))
        yield (S.t(*a[:-1], 2 * a[-1])[..., ::2], S.t(*b), N("every second"))
        yield (torch.tensor([[NAN, INF], [0.0, 1.0]])[(0,) * (2 - len(a))] if len(a) < 3 else S.t(*a), S.t(*b) if len(a) >= 3 else torch.ones((2,) * len(b)), N("special values"))
        for x, y in more:
            yield (S.t(*x), S.t(*y))
        for x, y in wrong:
            yield (S.t(*x), S.t(*y), N("does not fit"))
        yield (S.t(*a), None, N("no tensor"))
    return samples


def added(shapes, wrong, more=()):
    """addmm and its kind: beta, alpha and a broadcast first tensor."""
    c, a, b = shapes

    def samples(S, schema):
        for dtype in ALL:
            yield (S.t(*c, dtype=dtype), S.t(*a, dtype=dtype), S.t(*b, dtype=dtype))
        for beta, alpha, dtype in [(2, 1, F32), (1, 0.5, F32), (0, 1, F32), (0, 0, F32), (0.5, -1.5, F16), (2, 3, I64), (1.5, 1, I64), (1, 2, BF16), (0.5, 2, F64)]:
            yield (S.t(*c, dtype=dtype), S.t(*a, dtype=dtype), S.t(*b, dtype=dtype), {"beta": beta, "alpha": alpha})
        yield (torch.full(c, NAN), S.t(*a), S.t(*b), {"beta": 0}, N("beta 0 ignores NaN"))
        yield (S.t(c[-1]), S.t(*a), S.t(*b), N("a row"))
        yield (S.t(), S.t(*a), S.t(*b), N("0-d"))
        yield (S.t(*c), S.t(*a[:-2], a[-1], a[-2]).transpose(-1, -2), S.t(*b), N("transposed"))
        if len(c) > 1:  # addmv copies its first tensor, so there another dtype goes by chance
            yield (S.t(*c, dtype=F64), S.t(*a), S.t(*b), N("two dtypes"))
        for x, y, z in more:
            yield (S.t(*x), S.t(*y), S.t(*z))
        for x, y, z in wrong:
            yield (S.t(*x), S.t(*y), S.t(*z), N("does not fit"))
        yield (S.t(*c), S.t(*a), None, N("no tensor"))
    return samples


def linear(S, schema):
    for dtype in ALL:
        yield (S.t(3, 4, dtype=dtype), S.t(5, 4, dtype=dtype), S.t(5, dtype=dtype))
    for shape in [(4,), (2, 3, 4), (0, 4), (2, 0, 4), (1, 4), (2, 2, 3, 4)]:
        yield (S.t(*shape), S.t(5, 4), S.t(5))
        yield (S.t(*shape), S.t(5, 4), None)
    yield (S.t(4, 3).t(), S.t(4, 5).t(), S.t(5), N("transposed"))
    yield (S.t(2, 4, 3).transpose(1, 2), S.t(5, 4), S.t(5), N("transposed batch"))
    yield (S.t(3, 4), S.t(4), None, N("weight of rank 1"))
    yield (S.t(3, 0), S.t(5, 0), S.t(5), N("inner size 0"))
    yield (S.t(3, 4), S.t(5, 3), None, N("does not fit"))
    yield (S.t(3, 4), S.t(5, 4), S.t(4), N("bias does not fit"))
    yield (S.t(3, 4), S.t(5, 4, dtype=F64), None, N("two dtypes"))
    yield (S.t(3, 4), S.t(2, 5, 4), None, N("weight of rank 3"))


EQUATIONS = [("ij,jk->ik", (2, 3), (3, 4)), ("bij,bjk->bik", (2, 2, 3), (2, 3, 2)), ("ij->ji", (2, 3)), ("ii->i", (3, 3)), ("ii", (3, 3)), ("i,i->", (4,), (4,)), ("i,j->ij", (2,), (3,)),
             ("ij->", (2, 3)), ("ij->j", (2, 3)), ("...ij,...jk->...ik", (2, 2, 3), (2, 3, 2)), ("bhqd,bhkd->bhqk", (1, 2, 3, 2), (1, 2, 2, 2)), ("ij,jk", (2, 3), (3, 4)), ("ij,kj->ik", (2, 3), (4, 3)),
             ("i,ij,j->", (2,), (2, 3), (3,)), ("ij,ij->ij", (2, 3), (2, 3)), ("ij,ij->ij", (1, 3), (2, 3)), ("bn,anm,bm->ba", (2, 3), (4, 3, 2), (2, 2)), ("...->...", (2, 3)), ("a b, b c -> a c", (2, 3), (3, 2)),
             ("ij,jk->ik", (2, 3), (4, 2)), ("ij,jk->iz", (2, 3), (3, 2)), ("ij->ii", (2, 2)), ("ijk->ij", (2, 3)), ("ij,jk->ik", (2, 3)), ("i1->i", (2, 3)), ("ij->ij->ij", (2, 3))]


def einsum(S, schema):
    for dtype in ALL:
        yield ("ij,jk->ik", [S.t(2, 3, dtype=dtype), S.t(3, 2, dtype=dtype)])
    for equation, *shapes in EQUATIONS:
        yield (equation, [S.t(*shape) for shape in shapes])
    yield ("ij,jk->ik", [S.t(3, 2).t(), S.t(2, 3).t()], N("transposed"))
    yield ("ij,jk->ik", [S.t(2, 0), S.t(0, 3)], N("inner size 0"))
    yield ("ij,jk->ik", [S.t(2, 3), S.t(3, 2, dtype=F64)], N("two dtypes"))
    yield ("i->i", [], N("no tensors"))


def convolved(rank, transposed, general=False, padding_text=False):
    """Every convolution: one weight per group, strides, dilations, layouts, refusals."""
    size = {1: (7,), 2: (6, 5), 3: (4, 5, 4)}[rank]

    def samples(S, schema):
        def row(batch=2, c=4, out=3, k=3, stride=1, padding=0, dilation=1, groups=1, output_padding=0, dtype=F32, bias=True, x=None, w=None, note=None, other=None):
            out = out * groups if groups > 1 else out
            x = x if x is not None else S.t(*((batch,) if batch is not None else ()), c, *size, dtype=dtype)
            shape = (c, out // groups) if transposed else (out, c // groups)
            w = w if w is not None else S.t(*shape, *[k] * rank, dtype=other or dtype)
            b = S.t(out, dtype=dtype) if bias else None
            many = lambda v: list(v) if isinstance(v, (list, tuple)) else [v] * rank
            tail = (N(note),) if note else ()
            if general:
                return (x, w, b, many(stride), many(padding), many(dilation), transposed, many(output_padding), groups, *tail)
            if padding_text:
                return (x, w, b, many(stride), padding if padding else "valid", many(dilation), groups, *tail)
            if transposed:
                return (x, w, b, many(stride), many(padding), many(output_padding), groups, many(dilation), *tail)
            return (x, w, b, many(stride), many(padding), many(dilation), groups, *tail)
        # PyTorch adds up transposed volumes of f16 in f16.
        for dtype in (ALL if rank < 3 else [F32, F64, BF16, I64] if transposed else FLOATS + [I64]):
            yield row(dtype=dtype)
        for changed in [dict(bias=False), dict(stride=2), dict(dilation=2), dict(groups=2), dict(k=1), dict(c=4, groups=4, out=1), dict(batch=1), dict(batch=0)]:
            yield row(**changed)
        if padding_text:
            for changed in [dict(padding="same"), dict(padding="same", k=2), dict(padding="same", dilation=2), dict(padding="same", stride=2), dict(padding="full"), dict(padding="same", k=4, groups=2)]:
                yield row(**changed)
        else:
            for changed in [dict(padding=1), dict(padding=2, stride=2), dict(stride=2, padding=1, dilation=2), dict(padding=-1), dict(padding=list(range(rank))), dict(stride=list(range(1, rank + 1)))]:
                yield row(**changed)
        if transposed:
            for changed in [dict(stride=2, output_padding=1), dict(stride=3, output_padding=[2, 1, 0][:rank], padding=1), dict(output_padding=1), dict(stride=2, groups=2, padding=1)]:
                yield row(**changed)
        for changed in [dict(stride=0, note="stride 0"), dict(dilation=0, note="dilation 0"), dict(k=9, note="kernel is larger"), dict(c=3, groups=2, note="groups do not divide"),
                        dict(other=F64, note="two dtypes"), dict(w=S.t(3, 3, *[3] * rank), note="channels differ"), dict(w=S.t(3, 4), note="weight's rank"), dict(x=S.t(3), note="input's rank")]:
            yield row(**changed)
        if not general:
            yield row(batch=None, note="no batch")
        perm = (0, *range(2, rank + 2), 1)
        back = (0, rank + 1, *range(1, rank + 1))
        yield row(x=S.t(2, 4, *size).permute(perm).contiguous().permute(back), note="channels last")
        yield row(x=S.t(2, *size, 4).permute(back), stride=2, note="channels last")
        yield row(x=S.t(2, *size, 4).permute(back), w=S.t(*((4, 3) if transposed else (3, 4)), *[3] * rank).permute(perm).contiguous().permute(back), note="both channels last")
        yield row(x=S.t(2, 8, *size)[:, ::2], note="every second channel")
        yield row(x=S.t(2, 4, *size[::-1]).permute(0, 1, *range(rank + 1, 1, -1)), note="transposed")
    return samples


def pooled(rank, kind, indices=False):
    size = {1: (7,), 2: (6, 7), 3: (4, 5, 6)}[rank]

    def samples(S, schema):
        def row(k=2, stride=None, padding=0, dilation=1, ceil=False, x=None, dtype=F32, note=None, **kwargs):
            x = x if x is not None else S.t(2, 3, *size, dtype=dtype)
            many = lambda v: list(v) if isinstance(v, (list, tuple)) else [v] * rank
            args = [x, many(k), [] if stride is None else many(stride), many(padding)]
            if kind == "max":
                args.append(many(dilation))
            return (*args, ceil, kwargs, *((N(note),) if note else ()))
        for dtype in ALL:
            yield row(dtype=dtype)
        for changed in [dict(k=3), dict(k=3, stride=1), dict(k=3, stride=2, padding=1), dict(ceil=True), dict(k=3, stride=2, ceil=True, padding=1), dict(k=list(range(2, rank + 2))), dict(stride=list(range(1, rank + 1))),
                        dict(k=1), dict(k=2, stride=3, ceil=True)]:
            yield row(**changed)
        if kind == "max":
            yield row(dilation=2)
            yield row(k=3, padding=1, dilation=2, ceil=True, x=S.t(1, 2, *(1,) * rank), note="steps over all there is")
            yield row(dilation=0, note="dilation 0")
            special_input = S.t(1, 1, *size)
            special_input.reshape(-1)[3] = NAN
            special_input.reshape(-1)[0] = -INF
            yield row(x=special_input, note="NaN")
            yield row(x=torch.full((1, 1, *size), -INF), k=3, padding=1, note="all -inf")
        else:
            yield row(k=3, padding=1, count_include_pad=False)
            yield row(k=3, padding=1, count_include_pad=False, ceil=True, stride=2)
            if rank > 1:
                yield row(divisor_override=3)
                yield row(divisor_override=0, note="divisor 0")
        for changed in [dict(padding=2, note="too much padding"), dict(k=9, note="window is larger"), dict(stride=0, note="stride 0"), dict(padding=-1, note="negative padding"), dict(x=S.t(3), note="input's rank"),
                        dict(x=S.t(3, *size), note="no batch"), dict(x=S.t(0, 3, *size), note="empty batch"), dict(x=S.t(2, 0, *size), note="no channels"), dict(k=0, note="window 0")]:
            yield row(**changed)
        back = (0, rank + 1, *range(1, rank + 1))
        yield row(x=S.t(2, *size, 3).permute(back), note="channels last")
        yield row(x=S.t(2, 3, *size[::-1]).permute(0, 1, *range(rank + 1, 1, -1)), note="transposed")
        yield row(x=S.t(2, 1, *size).expand(2, 3, *size), note="expanded")
    return samples


def adaptive(rank):
    size = {1: (7,), 2: (6, 7), 3: (4, 5, 6)}[rank]

    def samples(S, schema):
        for dtype in ALL:
            yield (S.t(2, 3, *size, dtype=dtype), [3] * rank)
        for out in [[1] * rank, list(size), [2] * rank, [5] * rank, [0] * rank, [10] * rank, [-1] * rank, [2] * (rank + 1), [3, 2, 1][:rank]]:
            yield (S.t(2, 3, *size), out)
        yield (S.t(3, *size), [2] * rank, N("no batch"))
        yield (S.t(0, 3, *size), [2] * rank, N("empty batch"))
        yield (S.t(2, 3, *([0] * rank)), [2] * rank, N("nothing to pool"))
        yield (S.t(3), [2] * rank, N("input's rank"))
        yield (S.t(2, *size, 3).permute(0, rank + 1, *range(1, rank + 1)), [2] * rank, N("channels last"))
        yield (S.t(2, *size, 3).permute(0, rank + 1, *range(1, rank + 1)), [1] * rank, N("channels last to 1"))
        yield (S.t(2, 3, *size[::-1]).permute(0, 1, *range(rank + 1, 1, -1)), [3] * rank, N("transposed"))
        yield (torch.full((1, 1, *size), NAN), [2] * rank, N("NaN"))
        yield (None, [2] * rank, N("no tensor"))
    return samples


def resized(linear):
    def samples(S, schema):
        tail = lambda align: (align,) if linear else ()
        for dtype in ALL:
            yield (S.t(2, 3, 4, 5, dtype=dtype), [6, 3], *tail(False), None)
        for channels, size in ((3, [6, 3]), (3, [9, 11]), (5, [3, 8])):  # of more than four channels PyTorch has another kernel
            for align in ((False, True) if linear else (False,)):
                yield (S.t(1, channels, 4, 5, dtype=U8, low=0, high=256), size, *tail(align), None, N("bytes"))
        for align in ((False, True) if linear else (False,)):
            for size in [[8, 10], [4, 5], [2, 2], [1, 1], [7, 4], [1, 5]]:
                yield (S.t(1, 2, 4, 5), size, *tail(align), None)
            for factors in [[2.0, 2.0], [1.5, 0.5], [0.7, 2.3], [1.0, 1.0]]:
                yield (S.t(1, 2, 4, 5), None, *tail(align), factors)
        yield (S.t(2, 4, 5, 3).permute(0, 3, 1, 2), [6, 7], *tail(False), None, N("channels last"))
        yield (S.t(1, 2, 5, 4).transpose(2, 3), [6, 7], *tail(False), None, N("transposed"))
        yield (S.t(0, 2, 4, 5), [6, 7], *tail(False), None, N("empty batch"))
        for x, size, factors in [((1, 2, 4, 5), [0, 2], None), ((1, 2, 4, 5), None, None), ((1, 2, 4, 5), [4, 4], [2.0, 2.0]), ((2, 4, 5), [4, 4], None), ((1, 2, 4, 5), [4], None), ((1, 2, 4, 5), None, [2.0]), ((1, 2, 0, 5), [4, 4], None)]:
            yield (S.t(*x), size, *tail(False), factors, N("refused"))
    return samples


PADS = [([1, 2],), ([0, 1, 2, 0],), ([1, 0, 0, 1, 1, 1],), ([-1, 2],), ([-1, -1],), ([0, 0],), ([],), ([1],), ([1] * 10,), ([-3, -3],), ([-5, 0],), ([2, 1], 1.5), ([1, 1], -3), ([1, 1], INF)]


def padded(S, schema):
    for dtype in ALL:
        yield (S.t(2, 3, 4, dtype=dtype), [1, 2])
        yield (S.t(2, 3, 4, dtype=dtype), [1, 2], 2)
    for row in PADS:
        yield (S.t(2, 3, 4), *row)
    for note, one in S.layouts():
        yield (one, [1, 1] if one.dim() else [], note)
    yield (S.t(2, 3, dtype=I64), [1, 1], 2.5, N("a float with integers"))
    yield (S.t(0, 3), [0, 0, 1, 1], N("nothing to pad"))
    yield (None, [1, 1], N("no tensor"))


def padding_modes(S, schema):
    for dtype in ALL:
        yield (S.t(2, 3, 4, dtype=dtype), [1, 2])
        yield (S.t(2, 3, 4, dtype=dtype), [1, 2], "reflect")
        yield (S.t(2, 3, 4, dtype=dtype), [1, 2], "replicate")
    for row in PADS[:8]:
        yield (S.t(2, 3, 4), row[0], "constant", 1.5)
    for mode in ["reflect", "replicate", "circular"]:
        for shape, pads in [((2, 3, 5), [2, 1]), ((1, 2, 4, 5), [1, 2, 2, 1]), ((2, 4, 5), [1, 2, 2, 1]), ((3, 5), [1, 1]), ((1, 2, 3, 4, 5), [1, 1, 2, 1, 1, 2]), ((2, 3, 4), [4, 0]), ((2, 3, 4), [3, 3]),
                            ((2, 3, 4), [-1, 1]), ((2, 3, 4), [0, 0]), ((4,), [1, 1]), ((2, 3, 4), [1, 1, 1, 1, 1, 1]), ((2, 3, 4), [1])]:
            yield (S.t(*shape), pads, mode)
    yield (S.t(2, 4, 5, 3).permute(0, 3, 1, 2), [1, 1, 1, 1], "reflect", N("channels last"))
    yield (S.t(2, 4, 5, 3).permute(0, 3, 1, 2), [1, 1, 1, 1], "constant", 0.0, N("channels last"))
    yield (S.t(2, 3, 4), [1, 1], "mirror", N("no such mode"))
    yield (S.t(2, 3, 4), [1, 1], "reflect", 1.0, N("reflect takes no value"))


def shuffles(S, schema):
    inverse = "unshuffle" in schema.name
    shape = (2, 2, 4, 6) if inverse else (2, 8, 2, 3)
    for dtype in ALL:
        yield (S.t(*shape, dtype=dtype), 2)
    for factor in [1, 2, 3, 0, -1]:
        yield (S.t(*shape), factor)
    yield (S.t(*shape[1:]), 2, N("no batch"))
    yield (S.t(0, *shape[1:]), 2, N("empty"))
    yield (S.t(shape[0], *shape[2:], shape[1]).permute(0, 3, 1, 2), 2, N("channels last"))
    yield (S.t(*shape[:2], *shape[:1:-1]).transpose(2, 3), 2, N("transposed"))
    yield (S.t(4, 4), 2, N("rank 2"))
    yield (S.t(2, 6, 3, 3), 2, N("does not divide"))
    yield (None, 2, N("no tensor"))


def layer_norms(native):
    def samples(S, schema):
        def row(x, shape, w=True, b=True, eps=1e-5, note=None, dtype=F32):
            tail = (N(note),) if note else ()
            return (x, shape, S.t(*shape, dtype=dtype) if w else None, S.t(*shape, dtype=dtype) if b else None, eps, *tail)
        for dtype in ALL:
            yield row(S.t(2, 3, 4, dtype=dtype), [4], dtype=dtype)
            yield row(S.t(2, 4, dtype=dtype), [4], False, False)
        for shape in [[3, 4], [2, 3, 4], [4]]:
            yield row(S.t(2, 3, 4), shape)
            yield row(S.t(2, 3, 4), shape, True, False, 0.1)
            yield row(S.t(2, 3, 4), shape, False, True)
        yield row(S.t(4, 3).t(), [4], note="transposed")
        yield row(S.t(2, 4, 3).transpose(1, 2), [3, 4], note="transposed")
        yield row(S.t(2, 3, 2, 4).to(memory_format=last), [4], note="channels last")
        yield row(torch.full((2, 4), 1000.25), [4], note="no variance")
        yield row(torch.full((2, 4), 0.5, dtype=F16), [4], dtype=F32, note="halves with float weights")
        yield row(S.t(2, 4, dtype=BF16), [4], dtype=F32, note="bfloats with float weights")
        yield row(torch.tensor([[NAN, 1.0], [2.0, 1.0]]), [2], note="special values")
        yield row(S.t(0, 4), [4], note="empty")
        yield row(S.t(2, 0), [0], note="over nothing")
        yield row(S.t(2, 4), [3], note="sizes differ")
        yield row(S.t(2, 4), [], note="no sizes")
        yield row(S.t(4), [2, 4], note="too many sizes")
        yield (S.t(2, 4), [4], S.t(3), None, 1e-5, N("weight does not fit"))
        yield (S.t(2, 4), [4], None, S.t(2, 4), 1e-5, N("bias does not fit"))
    return samples


def rms_norms(S, schema):
    for dtype in ALL:
        yield (S.t(2, 3, 4, dtype=dtype), [4], S.t(4, dtype=dtype), 1e-5)
    for shape in [[3, 4], [2, 3, 4], [4]]:
        yield (S.t(2, 3, 4), shape)
        yield (S.t(2, 3, 4), shape, S.t(*shape))
        yield (S.t(2, 3, 4), shape, None, 0.1)
    yield (S.t(4, 3).t(), [4], S.t(4), N("transposed"))
    yield (S.t(2, 4, dtype=F16), [4], S.t(4, dtype=F32), N("halves with float weights"))
    yield (S.t(0, 4), [4], N("empty"))
    yield (torch.tensor([[NAN, 1.0], [INF, 1.0]]), [2], N("special values"))
    yield (S.t(2, 4), [3], N("sizes differ"))
    yield (S.t(2, 4), [], N("no sizes"))
    yield (S.t(2, 4), [4], S.t(3), N("weight does not fit"))


def group_norms(native):
    def samples(S, schema):
        def row(shape=(2, 4, 3), groups=2, w=True, dtype=F32, x=None, note=None, eps=1e-5):
            x = x if x is not None else S.t(*shape, dtype=dtype)
            n, c, rest = x.shape[0], x.shape[1] if x.dim() > 1 else 1, 1
            for size in x.shape[2:]:
                rest *= size
            weights = (S.t(c, dtype=dtype), S.t(c, dtype=dtype)) if w else (None, None)
            tail = (N(note),) if note else ()
            return (x, *weights, n, c, rest, groups, eps, *tail) if native else (x, groups, *weights, eps, *tail)
        for dtype in ALL:
            yield row(dtype=dtype)
        for changed in [dict(w=False), dict(groups=1), dict(groups=4), dict(shape=(2, 4)), dict(shape=(1, 4, 2, 3)), dict(shape=(0, 4, 3), note="empty"), dict(shape=(2, 4, 2, 2, 2)), dict(eps=0.1),
                        dict(x=S.t(2, 2, 3, 4).permute(0, 3, 1, 2), note="channels last"), *([] if native else [dict(x=S.t(2, 3, 4).transpose(1, 2), note="transposed")]), dict(shape=(2, 4, 0), note="over nothing"),
                        dict(x=torch.full((1, 2, 3), 2.0), note="no variance"), dict(groups=3, note="groups do not divide"), dict(groups=0, note="no groups"), dict(groups=-1, note="negative groups")]:
            yield row(**changed)
        if not native:
            yield (S.t(2, 4, 3), 2, S.t(3), None, N("weight does not fit"))
            yield (S.t(4), 2, N("rank 1"))
    return samples


def batch_norms(style):
    """`style` says what the operator takes after its input: statistics, training, momentum, a switch for cuDNN."""
    def samples(S, schema):
        def row(shape=(3, 4, 2), w=True, training=False, x=None, dtype=F32, stats=True, momentum=0.1, eps=1e-5, note=None):
            x = x if x is not None else S.t(*shape, dtype=dtype)
            c = x.shape[1] if x.dim() > 1 else 1
            dtype = x.dtype
            weights = (S.t(c, dtype=dtype), S.t(c, dtype=dtype)) if w else (None, None)
            mean = (S.t(c, dtype=dtype), S.positive(c, dtype=dtype)) if stats else (None, None)
            tail = (N(note),) if note else ()
            if style == "no_training":
                return (x, *weights, *mean, momentum, eps, *tail)
            if style == "no_stats":
                return (x, *weights, True, momentum, eps, *tail)
            if style == "batch_norm":
                return (x, *weights, *mean, training, momentum, eps, False, *tail)
            return (x, *weights, *mean, training, momentum, eps, *tail)
        trains, updates = style in ("native", "functional"), style == "functional"  # the other one writes where its schema says nothing
        for dtype in ALL:
            yield row(dtype=dtype)
        for changed in [dict(w=False), dict(shape=(3, 4)), dict(shape=(2, 4, 2, 3)), dict(shape=(2, 4, 2, 2, 2)), dict(eps=0.1), dict(x=S.t(2, 2, 3, 4).permute(0, 3, 1, 2), note="channels last"),
                        dict(x=S.t(4, 3).t(), note="transposed"), dict(x=S.t(2, 3, 4).transpose(1, 2), note="transposed"), dict(shape=(0, 4, 2), note="empty"), dict(shape=(1, 4, 2)), dict(x=S.t(4), note="rank 1")]:
            yield row(**changed)
            if trains:
                yield row(training=True, stats=updates, **changed)
        if trains:
            yield row(training=True, stats=updates, momentum=0.5)
            yield row(shape=(1, 4), training=True, stats=updates, note="one value a channel")
        if style in ("native", "batch_norm"):
            yield row(stats=False, training=True, note="no statistics")
        yield row(x=torch.tensor([[NAN, 1.0], [INF, 1.0]]), note="special values")
        wrong = row()
        if style == "batch_norm":  # the others trust their caller
            yield (wrong[0], S.t(3), *wrong[2:], N("weight does not fit"))
            yield row(stats=False, note="no statistics to use")
        yield (None, *wrong[1:], N("no tensor"))
    return samples


def instance_norms(S, schema):
    """With the statistics of the input, or in inference; updating running ones writes where the schema says nothing."""
    def row(shape=(2, 4, 3), own=True, w=True, stats=False, x=None, dtype=F32, eps=1e-5, note=None):
        x = x if x is not None else S.t(*shape, dtype=dtype)
        c = x.shape[1] if x.dim() > 1 else 1
        weights = (S.t(c, dtype=x.dtype), S.t(c, dtype=x.dtype)) if w else (None, None)
        running = (S.t(c, dtype=x.dtype), S.positive(c, dtype=x.dtype)) if stats else (None, None)
        return (x, *weights, *running, own, 0.1, eps, False, *((N(note),) if note else ()))
    for dtype in ALL:
        yield row(dtype=dtype)
    for changed in [dict(w=False), dict(shape=(2, 4, 2, 3)), dict(shape=(1, 4, 2, 2, 2)), dict(eps=0.1), dict(x=S.t(2, 2, 3, 4).permute(0, 3, 1, 2), note="channels last"), dict(x=S.t(2, 3, 4).transpose(1, 2), note="transposed"),
                    dict(own=False, stats=True), dict(own=False, stats=True, shape=(2, 4, 2, 3)), dict(own=False, note="no statistics to use"), dict(x=torch.tensor([[[NAN, 1.0], [INF, 1.0]]]), note="special values"), dict(shape=(4,), note="rank 1")]:
        yield row(**changed)
    good = row()
    yield (good[0], S.t(3), *good[2:], N("weight does not fit"))
    yield (None, *good[1:], N("no tensor"))


def attended(flash):
    def samples(S, schema):
        def row(b=1, h=2, q=3, k=3, e=4, v=None, dtype=F32, note=None, mask=None, causal=False, lead=None, **kwargs):
            lead = lead if lead is not None else (b, h)
            draw = lambda *shape: S.t(*shape, dtype=dtype, low=-2, high=2)
            qkv = (draw(*lead, q, e), draw(*lead, k, e), draw(*lead, k, v or e))
            tail = (N(note),) if note else ()
            if flash:
                return (*qkv, 0.0, causal, {**({"attn_mask": mask} if mask is not None else {}), **kwargs}, *tail)
            return (*qkv, mask, 0.0, causal, kwargs, *tail)
        for dtype in ALL:
            yield row(dtype=dtype)
        for changed in [dict(causal=True), dict(q=2, k=4), dict(q=4, k=2, causal=True), dict(q=2, k=4, causal=True), dict(scale=0.5), dict(b=2, h=1), dict(q=1, k=1), dict(mask=S.t(3, 3)), dict(mask=S.t(1, 2, 3, 3)),
                        dict(e=1), dict(q=5, k=7, e=8), dict(causal=True, dtype=F64), dict(mask=S.t(1, 1, 3, 3))]:
            yield row(**changed)
        if not flash:
            hidden = torch.ones(3, 3, dtype=BOOL)
            hidden[1] = False
            # A mask together with is_causal is refused by some of PyTorch's kernels and taken by others: left out.
            for changed in [dict(mask=S.t(3, 3, dtype=BOOL)), dict(mask=hidden, note="a row sees nothing"), dict(v=2), dict(lead=()), dict(lead=(3,)), dict(mask=S.t(2, 1, 1, 3), b=2), dict(q=0), dict(k=0, note="no keys"),
                            dict(mask=S.t(2, 3), note="mask does not fit"), dict(mask=S.t(3, 3, dtype=I64), note="mask of integers"),
                            dict(mask=torch.full((3, 3), -INF), note="all masked"), dict(dtype=F16, mask=S.t(3, 3, dtype=F16)), dict(dtype=BF16, causal=True)]:
                yield row(**changed)
            yield (S.t(1, 4, 3, 2), S.t(1, 2, 3, 2), S.t(1, 2, 3, 2), {"enable_gqa": True}, N("grouped heads"))
            yield (S.t(1, 4, 3, 2), S.t(1, 3, 3, 2), S.t(1, 3, 3, 2), {"enable_gqa": True}, N("groups do not divide"))
            yield (S.t(4), S.t(4), S.t(4), N("rank 1"))
        turned = lambda: S.t(1, 3, 2, 4).transpose(1, 2)
        yield (turned(), turned(), turned(), N("heads transposed"))
        yield (S.t(1, 2, 3, 4), S.t(1, 2, 3, 5), S.t(1, 2, 3, 4), N("widths differ"))
        yield (S.t(1, 2, 3, 4), S.t(1, 2, 3, 4, dtype=F64), S.t(1, 2, 3, 4), N("two dtypes"))
        yield (None, S.t(1, 2, 3, 4), S.t(1, 2, 3, 4), N("no tensor"))
    return samples


def attention_gradients(S, schema):
    forward = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu

    def row(q=3, k=3, dtype=F32, causal=False, note=None, **named):
        draw = lambda length: S.t(2, 2, length, 4, dtype=dtype, low=-2, high=2)
        query, key, value = draw(q), draw(k), draw(k)
        out, sums = forward(query, key, value, 0.0, causal, **named)
        return [draw(q), query, key, value, out, sums, 0.0, causal, named, *((N(note),) if note else ())]
    for dtype in (F32, F64, BF16):
        yield row(dtype=dtype)
        yield row(dtype=dtype, causal=True)
    for changed in [dict(q=2, k=5), dict(q=5, k=2), dict(scale=0.3), dict(attn_mask=S.t(3, 3)), dict(attn_mask=S.t(2, 1, 3, 3))]:
        yield row(**changed)
    good = row()
    for place, wrong, note in [(0, good[0].double(), "gradient of another dtype"), (3, S.t(2, 2, 3, 5), "widths differ"), (1, good[1][0], "rank"), (2, None, "no key"), (8, {"attn_mask": S.t(3, 3, dtype=I64)}, "mask of integers"),
                               (8, {"attn_mask": S.t(3, 4)}, "mask does not fit")]:
        yield (*good[:place], wrong, *good[place + 1:], N(note))


def loose(samples):
    return (samples, LOOSE)


TABLE = {name: loose(samples) for name, samples in {
    "mm": product((2, 3), (3, 4), [((2, 3), (2, 3)), ((3,), (3, 4)), ((2, 2, 3), (3, 4))], [((2, 0), (0, 3)), ((0, 3), (3, 2)), ((1, 1), (1, 1)), ((17, 9), (9, 5))]),
    "bmm": product((2, 2, 3), (2, 3, 4), [((2, 2, 3), (3, 3, 4)), ((2, 2, 3), (2, 2, 4)), ((2, 3), (3, 4))], [((0, 2, 3), (0, 3, 4)), ((2, 2, 0), (2, 0, 3)), ((3, 1, 5), (3, 5, 1))]),
    "mv": product((2, 3), (3,), [((2, 3), (2,)), ((2, 3), (3, 1)), ((3,), (3,))], [((2, 0), (0,)), ((0, 3), (3,)), ((1, 1), (1,)), ((17, 9), (9,))]),
    "dot": product((4,), (4,), [((3,), (4,)), ((2, 2), (4,)), ((), (1,))], [((0,), (0,)), ((1,), (1,)), ((100,), (100,))]),
    "outer": product((3,), (4,), [((2, 2), (4,)), ((3,), (2, 2)), ((), (2,))], [((0,), (3,)), ((3,), (0,)), ((1,), (1,))]),
    "matmul": product((2, 3), (3, 4), [((2, 3), (2, 3)), ((), (3,)), ((2, 2, 3), (3, 3, 4)), ((3,), (4,))], [
        ((3,), (3,)), ((3,), (3, 4)), ((2, 3), (3,)), ((2, 2, 3), (3, 4)), ((2, 3), (2, 3, 4)), ((2, 2, 3), (2, 3, 4)), ((2, 1, 2, 3), (3, 3, 2)), ((3,), (2, 3, 4)), ((2, 2, 3), (3,)), ((2, 0), (0, 3)), ((0, 2, 3), (3, 4)), ((1, 2, 3), (5, 3, 2))]),
    "addmm": added(((2, 4), (2, 3), (3, 4)), [((3, 4), (2, 3), (3, 4)), ((2, 4), (2, 3), (2, 4)), ((2, 4), (3,), (3, 4))], [((1, 4), (2, 3), (3, 4)), ((2, 4), (2, 0), (0, 4)), ((0, 4), (0, 3), (3, 4)), ((2, 1), (2, 3), (3, 4))]),
    "addmv": added(((2,), (2, 3), (3,)), [((3,), (2, 3), (3,)), ((2,), (2, 3), (2,)), ((2,), (3,), (3,))], [((1,), (2, 3), (3,)), ((2,), (2, 0), (0,)), ((0,), (0, 3), (3,))]),
    "baddbmm": added(((2, 2, 4), (2, 2, 3), (2, 3, 4)), [((3, 2, 4), (2, 2, 3), (2, 3, 4)), ((2, 2, 4), (2, 2, 3), (2, 2, 4)), ((2, 4), (2, 3), (3, 4))], [((2, 4), (2, 2, 3), (2, 3, 4)), ((1, 1, 4), (2, 2, 3), (2, 3, 4)), ((2, 2, 4), (2, 2, 0), (2, 0, 4))]),
    "linear": linear, "einsum": einsum,
    "conv1d": convolved(1, False), "conv2d": convolved(2, False), "conv3d": convolved(3, False), "conv_transpose1d": convolved(1, True), "conv_transpose2d.input": convolved(2, True), "conv_transpose3d.input": convolved(3, True),
    "conv1d.padding": convolved(1, False, padding_text=True), "conv2d.padding": convolved(2, False, padding_text=True), "conv3d.padding": convolved(3, False, padding_text=True),
    "convolution": lambda S, schema: (row for rank, turned in [(2, False), (2, True), (1, False)] for row in convolved(rank, turned, general=True)(S, schema)),
    "max_pool1d": pooled(1, "max"), "max_pool2d": pooled(2, "max"), "max_pool3d": pooled(3, "max"), "max_pool2d_with_indices": pooled(2, "max"), "max_pool3d_with_indices": pooled(3, "max"), "max_pool1d_with_indices": pooled(1, "max"),
    "avg_pool1d": pooled(1, "avg"), "avg_pool2d": pooled(2, "avg"), "avg_pool3d": pooled(3, "avg"),
    "adaptive_avg_pool1d": adaptive(1), "adaptive_avg_pool2d": adaptive(2), "_adaptive_avg_pool2d": adaptive(2), "adaptive_avg_pool3d": adaptive(3), "_adaptive_avg_pool3d": adaptive(3),
    "adaptive_max_pool1d": adaptive(1), "adaptive_max_pool2d": adaptive(2), "adaptive_max_pool3d": adaptive(3),
    "upsample_nearest2d.vec": resized(False), "upsample_bilinear2d.vec": resized(True), "upsample_bicubic2d.vec": resized(True), "_upsample_nearest_exact2d.vec": resized(False),
    "constant_pad_nd": padded, "pad": padding_modes, "pixel_shuffle": shuffles, "pixel_unshuffle": shuffles,
    "layer_norm": layer_norms(False), "native_layer_norm": layer_norms(True), "rms_norm": rms_norms, "group_norm": group_norms(False), "native_group_norm": group_norms(True),
    "batch_norm": batch_norms("batch_norm"), "native_batch_norm": batch_norms("native"), "_native_batch_norm_legit_functional": batch_norms("functional"),
    "_native_batch_norm_legit_no_training": batch_norms("no_training"), "_native_batch_norm_legit.no_stats": batch_norms("no_stats"),
    "instance_norm": instance_norms, "_scaled_dot_product_flash_attention_for_cpu_backward": attention_gradients, "scaled_dot_product_attention": attended(False), "_scaled_dot_product_flash_attention_for_cpu": attended(True),
}.items()}
