"""Products, distances and statistics."""
import torch

from .build import BOOL, F16, F32, F64, FLOATS, I64, NAN

two = (F32, F64)
pick = lambda name, rows: {name: (lambda S, schema: rows(S))}
nans = lambda S, dtype=F32: torch.where(S.t(4, 5, dtype=dtype) > 2, torch.tensor(NAN, dtype=dtype), S.t(4, 5, dtype=dtype))


def forms(S, schema):
    """var, std and their means, however they are asked for."""
    names = [a.name for a in schema.arguments]
    for dtype in FLOATS + [I64]:
        yield (S.t(3, 4, dtype=dtype), *([1] if "dim" in names else []))
    if "unbiased" in names:
        yield (S.t(3, 4), *([[0]] if "dim" in names else []), False)
    if "correction" in names:
        yield from [(S.t(3, 4), [0], {"correction": 2}), (S.t(3, 4), None, {"correction": 0}), (S.t(3, 4), [0, 1], {"correction": 1, "keepdim": True})]
    yield (S.t(1, 1), *([1] if "dim" in names else []))


def norms(S, schema):
    names = [a.name for a in schema.arguments]
    typed = {"dtype": F64} if "dtype" in names else {}
    for dtype in FLOATS:
        for p in (2, 1, 0, 3.5, float("inf")):
            dim = [[1]] if "dim" in names else []
            keep = [False] if "dim" in names else []
            yield (S.t(3, 4, dtype=dtype), p, *dim, *keep, typed)
    if "dim" in names:
        yield from [(S.t(3, 4), None, [0, 1], True, typed), (S.t(3, 4), 2, [-1], True, typed), (S.t(3, 4), 2, [2], False, typed)]


def quantile(S, schema):
    scalar = schema.overload_name == "scalar"
    level = lambda *values, dtype=F32: values[0] if scalar else torch.tensor(values, dtype=dtype)
    for dtype in two:
        yield (S.t(4, 5, dtype=dtype), level(0.4, 0.75, dtype=dtype))
    for rest in [(0,), (1, True), (-1,), (None, True), (2,)]:
        yield (S.t(4, 5), level(0.3, 0.5, 1.0), *rest)
    for how in ("lower", "higher", "midpoint", "nearest", "other"):
        yield (S.t(4, 5), level(0.37, 0.5), 1, {"interpolation": how})
    yield (nans(S), level(0.5, 0.1), 1)
    yield (S.t(4, 5), level(1.5))
    yield (S.t(4, 5, dtype=I64), level(0.5))
    yield (S.t(0), level(0.5))
    if not scalar:
        yield (S.t(4, 5), torch.tensor(0.25), 0)


def rows_apart(S, schema):
    rest = (2.0, None) if schema.name.endswith("_cdist_forward") else ()
    for dtype in two:
        yield (S.t(4, 3, dtype=dtype), S.t(5, 3, dtype=dtype), *rest)
    yield (S.t(2, 4, 3), S.t(2, 5, 3), *rest)
    yield (S.t(4, 3), S.t(5, 2), *rest)
    if "euclidean" in schema.name:
        return
    for p in (1.0, 0.0, 3.5, float("inf")):
        yield (S.t(4, 3), S.t(5, 3), p, *rest[1:])
    yield (S.t(4, 0), S.t(5, 0), *(rest or (2.0,)))
    if not rest:
        yield from [(S.t(2, 1, 4, 3), S.t(3, 5, 3)), (S.t(4, 3), S.t(5, 3), -1.0)]


def similar(S, schema):
    for dtype in two:
        yield (S.t(4, 5, dtype=dtype), S.t(4, 5, dtype=dtype))
    yield from [(S.t(4, 5), S.t(4, 5), 0), (S.t(4, 1, 5), S.t(3, 5), -1), (S.t(4, 5), S.t(4, 5), 1, 0.5), (torch.zeros(4, 5), S.t(4, 5)), (S.t(4, 5, dtype=I64), S.t(4, 5, dtype=I64)), (S.t(4, 5), S.t(4, 5), 2)]


def added(one, other, result):
    def samples(S, schema):
        for dtype in (F32, F64, I64):
            yield (S.t(*result, dtype=dtype), S.t(*one, dtype=dtype), S.t(*other, dtype=dtype))
            yield (S.t(*result, dtype=dtype), S.t(*one, dtype=dtype), S.t(*other, dtype=dtype), {"beta": 2, "alpha": 3})
        yield (S.t(*result), S.t(*one), S.t(*other), {"beta": 0.5, "alpha": -1.5})
        yield (torch.full(result, NAN), S.t(*one), S.t(*other), {"beta": 0})
        yield (S.t(result[-1]), S.t(*one), S.t(*other))
        yield (S.t(7, 9), S.t(*one), S.t(*other))
    return samples


def same(S, schema):
    for dtype in (F32, I64, BOOL, F16):
        x = S.t(3, 4, dtype=dtype)
        yield from [(x, x.clone()), (x, S.t(3, 4, dtype=dtype)), (x, x[:2])]
    yield (torch.tensor([NAN]), torch.tensor([NAN]))
    yield (S.t(3, 4).t(), S.t(4, 3))


TABLE = {
    **pick("tensordot", lambda S: [(S.t(2, 3, 4, dtype=d), S.t(4, 3, 5, dtype=d), [1, 2], [1, 0]) for d in two] + [(S.t(2, 3), S.t(4), [], []), (S.t(3), S.t(3), [0], [0]), (S.t(2, 3), S.t(4, 3), [-1], [-1]), (S.t(2, 3), S.t(4, 2), [1], [0]), (S.t(2, 3), S.t(3, 2), [1], [0, 1]), (S.t(2, 3, dtype=I64), S.t(3, 2, dtype=I64), [1], [0])]),
    **pick("inner", lambda S: [(S.t(2, 3, dtype=d), S.t(4, 3, dtype=d)) for d in (F32, F64, I64)] + [(S.t(3), S.t(3)), (S.t(), S.t(2, 3)), (S.t(2, 2, 3), S.t(4, 3)), (S.t(2, 3), S.t(4, 2))]),
    "addbmm": added((2, 3, 4), (2, 4, 5), (3, 5)), "addr": added((3,), (5,), (3, 5)),
    **pick("ger", lambda S: [(S.t(3), S.t(4)), (S.t(3, dtype=I64), S.t(4, dtype=I64)), (S.t(3, 2), S.t(4))]),
    **pick("cross", lambda S: [(S.t(2, 3, dtype=d), S.t(2, 3, dtype=d)) for d in (F32, F64, I64)] + [(S.t(3, 4), S.t(3, 4), 0), (S.t(3, 3), S.t(3, 3)), (S.t(3, 3), S.t(3, 3), -1), (S.t(2, 4), S.t(2, 4)), (S.t(3), S.t(3)), (S.t(2, 3), S.t(3, 2), 1), (S.t(2, 3), S.t(1, 3))]),
    **pick("bilinear", lambda S: [(S.t(4, 3, dtype=d), S.t(4, 2, dtype=d), S.t(5, 3, 2, dtype=d), S.t(5, dtype=d)) for d in two] + [(S.t(2, 4, 3), S.t(2, 4, 2), S.t(5, 3, 2), None), (S.t(4, 3), S.t(4, 2), S.t(5, 2, 2), None), (S.t(3), S.t(2), S.t(5, 3, 2), None)]),
    **pick("_trilinear", lambda S: [(S.t(4, 3), S.t(5, 3, 2), S.t(4, 2), [1, 3], [0], [1, 2], [2, 3]), (S.t(4, 3), S.t(4, 3), S.t(4, 3), [], [], [], [1]), (S.t(2, 3), S.t(2, 3), S.t(3), [], [], [0], [0, 1])]),
    "cdist": (rows_apart, {"loose": True}), "_cdist_forward": (rows_apart, {"loose": True}), "_euclidean_dist": (rows_apart, {"loose": True}),
    **pick("pdist", lambda S: [(S.t(4, 3, dtype=d),) for d in two] + [(S.t(4, 3), p) for p in (1.0, 0.0, 3.5, float("inf"), -1.0)] + [(S.t(1, 3),), (S.t(4),), (S.t(4, 3, dtype=I64),)]),
    **pick("_pdist_forward", lambda S: [(S.t(4, 3, dtype=d),) for d in two] + [(S.t(4, 3), p) for p in (1.0, 0.0, 3.5, float("inf"))]),
    **pick("dist", lambda S: [(S.t(4, 3, dtype=d), S.t(4, 3, dtype=d)) for d in two] + [(S.t(4, 3), S.t(3), p) for p in (1, 0, 3.5, float("inf"))]),
    **pick("pairwise_distance", lambda S: [(S.t(4, 3, dtype=d), S.t(4, 3, dtype=d)) for d in two] + [(S.t(4, 3), S.t(3), 1.0), (S.t(4, 3), S.t(4, 3), 2.0, 1e-6, True), (S.t(3), S.t(3)), (S.t(4, 3), S.t(4, 2))]),
    "cosine_similarity": similar,
    "norm.Scalar": norms, "norm.ScalarOpt_dim": norms, "norm.ScalarOpt_dim_dtype": norms, "norm.ScalarOpt_dtype": norms,
    **pick("renorm", lambda S: [(S.t(3, 4, dtype=d), 2, 0, 3.0) for d in two] + [(S.t(3, 4), 1, 1, 2), (S.t(2, 3, 4), 2, -1, 1.5), (S.t(3, 4), 2, 0, 100.0), (S.t(3), 2, 0, 1.0), (S.t(3, 4), -1, 0, 1.0)]),
    "equal": same, "is_same_size": same,
    **pick("allclose", lambda S: [(x, x.clone()) for x in (S.t(3, 4), S.t(3, 4, dtype=I64))] + [(S.t(3, 4), S.t(3, 4)), (torch.tensor([NAN]), torch.tensor([NAN])), (torch.tensor([NAN]), torch.tensor([NAN]), 1e-5, 1e-8, True)]),
    **pick("nanmedian", lambda S: [(nans(S, d),) for d in two] + [(S.t(5, dtype=I64),), (torch.full((3,), NAN),), (S.t(),)]),
    **pick("nanmedian.dim", lambda S: [(torch.tensor([[1.0, NAN, 3.0, 2.0, 7.0], [NAN, NAN, NAN, 4.0, 5.0]], dtype=d), dim) for d in two for dim in (1, -1)] + [(S.distinct(3, 4), 0, True), (S.distinct(3, 4, dtype=I64), 1), (S.t(), 0), (S.t(0, 3), 0), (S.t(3), 1)]),
    **pick("mode", lambda S: [(torch.tensor([[1, 2, 2, 3, 1, 2], [4, 4, 1, 1, 1, 4]], dtype=d),) for d in (F32, I64, F64)] + [(torch.tensor([[1, 2], [1, 3], [2, 3]]), 0, True), (torch.tensor(3),), (S.t(3, 0),), (S.t(3), 2)]),
    "quantile": quantile, "quantile.scalar": quantile, "nanquantile": quantile, "nanquantile.scalar": quantile,
    **pick("histc", lambda S: [(S.t(4, 5, dtype=d), 5) for d in two] + [(S.t(20), 4, -2, 2), (S.t(20), 10, 0, 3.5), (torch.ones(4), 3), (S.t(3), 0), (S.t(3), 4, 2, -2), (S.t(3, dtype=I64), 4)]),
    **pick("nanmean", lambda S: [(nans(S, d),) for d in two] + [(nans(S), 1), (nans(S), [0, 1], True), (nans(S), 0, False, {"dtype": F64}), (S.t(3, dtype=I64),), (torch.full((2, 3), NAN), 1)]),
    "var_mean": forms, "std_mean": forms,
    **pick("msort", lambda S: [(S.distinct(4, 3, dtype=d),) for d in (F32, I64)] + [(S.t(),), (S.t(0, 3),)]),
    **pick("cov", lambda S: [(S.t(3, 5, dtype=d),) for d in (F32, F64, I64)] + [(S.t(5),), (S.t(3, 5), {"correction": 0}), (S.t(3, 1),), (S.t(2, 3, 4),), (S.t(3, 5, dtype=BOOL),)]),
    **pick("corrcoef", lambda S: [(S.t(3, 5, dtype=d),) for d in two] + [(S.t(5),), (S.t(2, 3, 4),)]),
}
