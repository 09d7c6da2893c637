"""Reductions, scans, sorting and softmax."""
import torch

from .build import ALL, BF16, BOOL, F16, F32, F64, FLOATS, I8, I32, I64, INF, N, NAN, U8, special, vary


def also(table_samples, rows):
    """The samples of one table entry, then the rows that `rows(S)` gives."""
    def samples(S, schema):
        yield from table_samples(S, schema)
        yield from rows(S)
    return samples


def awkward(*rest):
    """Inputs that reductions trip over."""
    def rows(S):
        yield (S.t(2, 0), *rest, N("over nothing"))
        yield (S.t(0, 3), *rest, N("nothing to reduce into"))
        yield (torch.tensor([[1.0, NAN], [2.0, 3.0]]), *rest, N("NaN"))
        yield (torch.tensor([[INF, -INF], [INF, 1.0]]), *rest, N("infinities"))
        yield (S.t(2, 3, 4).permute(2, 0, 1), *rest, N("permuted"))
        yield (S.t(17, 9), *rest, N("more elements"))
        yield (torch.full((3, 300), 0.1, dtype=F16), *rest, N("many halves"))
        yield (torch.full((2, 300), 0.1, dtype=BF16), *rest, N("many bfloats"))
        yield (torch.full((2, 4), 100, dtype=I8), *rest, N("narrow integers"))
        yield (torch.full((2, 4), 200, dtype=U8), *rest, N("bytes"))
        yield (torch.ones(3, 3, dtype=BOOL), *rest, N("bools"))
    return rows


LIST = [[0], [1], [0, 1], [-1], [], None, [0, 0], [2], [-3]]
over = lambda rest, **table: also(vary(table), awkward(*rest))
distinct = lambda rest, **table: also(vary(table, draw="distinct"), lambda S: (
    (S.distinct(4, 5, dtype=d), *rest) for d in ALL if d != BOOL))


def finite(rows):
    """Without infinities: the mean of one depends on the order that PyTorch's running mean takes them in."""
    return lambda S: (row for row in rows(S) if row[-1] != "infinities")


def corrected(S):
    for correction in [0, 1, 2, 3, 0.5, None]:
        yield (S.t(3, 3), [1], {"correction": correction})
        yield (S.t(3, 3), None, {"correction": correction, "keepdim": True})
    yield from finite(awkward([1]))(S)


TABLE = {
    **{name: over(()) for name in ("sum", "mean", "prod", "any", "all", "argmax", "argmin", "max", "min", "aminmax", "nansum",
                                   "count_nonzero", "amax", "amin", "std", "var")},
    **{name: over(([1],), dim=LIST) for name in ("sum.dim_IntList", "mean.dim", "logsumexp", "any.dims", "all.dims")},
    **{name: over((1,)) for name in ("prod.dim_int", "max.dim", "min.dim", "any.dim", "all.dim")},
    "argmax": over((), dim=[None, 0, 1, -1, 2], keepdim=[..., True]), "argmin": over((), dim=[None, 0, 1, -1, 2], keepdim=[..., True]),
    "amax": over(([1],), dim=LIST[:-3] + [[2]]), "amin": over(([1],), dim=LIST[:-3] + [[2]]),
    "aminmax": over((), dim=[None, 0, -1, 2], keepdim=[..., True]),
    "nansum": over(([1],), dim=LIST), "count_nonzero": over((), dim=[None, 0, -1, 2]),
    "count_nonzero.dim_IntList": over(([1],), dim=[[0], [1], [0, 1], [-1], [], [0, 0], [2]]),
    **{f"{name}.correction": also(vary({"dim": LIST}), corrected) for name in ("var", "std", "var_mean", "std_mean")},
    **{f"{name}.dim": also(vary({"dim": LIST, "unbiased": [True, False]}), finite(awkward([1]))) for name in ("var", "std", "var_mean", "std_mean")},
    "linalg_vector_norm": over((2, [1]), ord=[2, 1, 0, INF, -INF, 3, 0.5, -1], dim=LIST[:-3] + [[2]]),
    **{name: also(vary({"dim": [0, 1, -1, 2]}), awkward(1)) for name in ("cumsum", "cumprod", "logcumsumexp", "cummax", "cummin")},
    **{name: also(vary({"dim": [1, 0, -1, 2], "half_to_float": [False, True]}), lambda S: (
        row for row in ([(*r[:-1], False, r[-1]) for r in awkward(1)(S)]))) for name in ("_softmax", "_log_softmax")},
    **{name: also(vary({"dim": [1, 0, -1, 2]}, layouts=True), awkward(1)) for name in ("softmax.int", "log_softmax.int")},
    "sort": distinct((0,), dim=[-1, 0, 1, 2], descending=[..., True]),
    "argsort": distinct((0,), dim=[-1, 0, 1, 2], descending=[..., True]),
    "sort.stable": also(vary({"dim": [..., 0, 2], "stable": [True, False, None], "descending": [..., True]}, draw="distinct"), lambda S: (
        (S.t(4, 6, dtype=d), {"stable": True, "descending": down}, N("equals keep their order")) for d in ALL for down in (False, True))),
    "topk": also(vary({"k": [2, 0, 1, 3, 5, -1], "dim": [..., 0, 2], "largest": [..., False], "sorted": [...]}, draw="distinct", skip=["expanded"]), lambda S: (
        row for row in [(S.distinct(3, 5), 5, -1), (torch.tensor([1.0, NAN, 3.0, -INF]), 2), (torch.tensor([1.0, NAN, 3.0]), 2, 0, False)])),
    "kthvalue": vary({"k": [1, 2, 3, 0, 5], "dim": [..., 0, 2], "keepdim": [..., True]}, draw="distinct", skip=["expanded"]),
    "median.dim": vary({"dim": [0, 1, -1, 2], "keepdim": [..., True]}, draw="distinct"),
    "median": also(vary({}, draw="distinct"), lambda S: ((torch.tensor([[1.0, NAN], [0.0, 2.0]]),), (S.t(0),))),
}


def boundaries(S):
    return torch.tensor([-2.0, -0.5, 0.0, 1.0, 3.0])


def buckets(S, schema):
    for dtype in ALL:
        if dtype != BOOL:
            yield (S.t(3, 4, dtype=dtype), boundaries(S).to(dtype).sort()[0])
    for right in (False, True):
        yield (torch.tensor([-2.0, 0.0, 3.0, 5.0, -7.0]), boundaries(S), {"right": right}, N("at the edges"))
        yield (S.t(4), boundaries(S), {"right": right, "out_int32": True})
    for note, one in S.layouts():
        yield (one, boundaries(S), note)
    yield (special(), boundaries(S), N("special values"))
    yield (S.t(3), torch.empty(0), N("no boundaries"))
    yield (S.t(3, dtype=I64), boundaries(S), N("two dtypes"))
    yield (S.t(3, dtype=F64), boundaries(S), N("two float dtypes"))
    yield (S.t(3), S.t(2, 3), N("boundaries of rank 2"))
    yield (S.t(3), None, N("no boundaries given"))


def searched(S, schema):
    for dtype in ALL:
        if dtype != BOOL:
            yield (boundaries(S).to(dtype).sort()[0], S.t(3, 4, dtype=dtype))
    sequence = S.t(2, 5).sort(-1)[0]
    yield (sequence, S.t(2, 3))
    for right in (False, True):
        yield (boundaries(S), torch.tensor([-2.0, 0.0, 3.0, 5.0]), {"right": right}, N("at the edges"))
        yield (sequence, S.t(2, 3), {"right": right, "out_int32": True})
    for side in ("left", "right", "middle"):
        yield (boundaries(S), S.t(4), {"side": side})
    yield (boundaries(S), S.t(4), {"side": "left", "right": True}, N("side and right disagree"))
    unsorted = S.distinct(5)
    yield (unsorted, S.t(4), {"sorter": unsorted.argsort()}, N("sorter"))
    for note, one in S.layouts():
        yield (boundaries(S), one, note)
    yield (boundaries(S), special(), N("special values"))
    yield (sequence, S.t(3, 3), N("other leading sizes"))
    yield (boundaries(S), S.t(3, dtype=I64), N("two dtypes"))
    yield (torch.empty(0), S.t(3), N("nothing to search"))
    yield (S.t(), S.t(3), N("0-d sequence"))
    yield (None, S.t(3), N("no sequence"))


def one_searched(S, schema):
    """bucketize and searchsorted of a number."""
    swapped = schema.name.endswith("bucketize")
    pose = lambda number, sequence, *rest: (number, sequence, *rest) if swapped else (sequence, number, *rest)
    for dtype in (F32, F64, I64, I32, F16):
        yield pose(1, boundaries(S).to(dtype).sort()[0])
    for number in (0.5, -7, 9, 0, NAN, INF):
        for right in (False, True):
            yield pose(number, boundaries(S), {"right": right})
    yield pose(1, boundaries(S), {"out_int32": True})
    yield pose(1, torch.empty(0), N("nothing to search"))
    yield pose(1, S.t(2, 3), N("boundaries of rank 2"))
    yield pose(None, boundaries(S), N("no number"))
    yield pose(1, None, N("no boundaries"))


TABLE |= {"bucketize.Tensor": buckets, "searchsorted.Tensor": searched, "bucketize.Scalar": one_searched, "searchsorted.Scalar": one_searched}
