"""Linear algebra in further forms: Householder reflections, tolerances that are tensors, Vandermonde matrices, tensors as matrices."""
import torch

from .build import ALL, F16, F32, F64, I8, I64, INF, N, NAN
from .linear import DTYPES, layouts, positive, well, wrong


def any_matrix(S, *shape, dtype=F32):
    return S.t(*shape, dtype=dtype, low=-2, high=2)


def factored(S, schema):
    for matrix, note in layouts(well)(S):
        yield (matrix, note)
    for shape in ((4, 2), (2, 4), (2, 4, 3), (3, 0), (0, 3), (1, 3), (3, 1)):
        yield (any_matrix(S, *shape),)
    for row in wrong(False)(S):
        yield row


def reflected(S, *shape, dtype=F32):
    return torch.geqrf(any_matrix(S, *shape, dtype=dtype))


def multiplied_out(S, schema):
    for dtype in DTYPES:
        for shape in ((3, 3), (4, 2), (2, 4, 3), (2, 1, 3, 2)):
            yield reflected(S, *shape, dtype=dtype)
    a, tau = reflected(S, 4, 3)
    yield (a, tau[:2], N("fewer reflections"))
    yield (a, tau[:0], N("no reflections"))
    yield (a.t().contiguous().t(), tau, N("transposed"))
    yield (a.contiguous(), tau, N("row-major"))
    yield (torch.zeros(3, 0), torch.zeros(0), N("no columns"))
    yield (torch.zeros(0, 3, 2), torch.zeros(0, 2), N("an empty batch"))
    yield (*reflected(S, 2, 4), N("wide"))
    yield (a, torch.zeros(4), N("more reflections than columns"))
    yield (a, tau.double(), N("two dtypes"))
    yield (a, tau[None], N("tau of another rank"))
    yield (a.half(), tau.half(), N("halves"))
    yield (a[0], tau, N("a vector"))


def applied(S, schema):
    for dtype in DTYPES:
        for left in (True, False):
            for transpose in (True, False):
                a, tau = reflected(S, 4, 3, dtype=dtype)
                yield (a, tau, any_matrix(S, 4, 2, dtype=dtype) if left else any_matrix(S, 2, 4, dtype=dtype), left, transpose)
    a, tau = reflected(S, 2, 3, 3)
    yield (a, tau, any_matrix(S, 2, 3, 4), N("a batch"))
    yield (a, tau, any_matrix(S, 2, 4, 3).transpose(1, 2), N("transposed"))
    a, tau = reflected(S, 4, 3)
    for left in (True, False):
        yield (a, tau[:2], any_matrix(S, 4, 4), left, N("fewer reflections"))
    yield (a, tau, any_matrix(S, 4, 0), N("no columns"))
    yield (a, tau, any_matrix(S, 3, 2), N("sizes differ"))
    yield (a, tau, any_matrix(S, 4, 2), False, N("the other side"))
    yield (a, tau, any_matrix(S, 4, 2, dtype=F64), N("two dtypes"))
    yield (a, tau.double(), any_matrix(S, 4, 2), N("two dtypes"))
    yield (a, tau, any_matrix(S, 2, 4, 2), N("a batch beside none"))
    yield (a, torch.zeros(4), any_matrix(S, 4, 2), N("more reflections than columns"))
    yield (a, tau, any_matrix(S, 4), N("a vector"))


def low_rank(S, *shape, dtype=F32):
    """One singular value is 0, the others are far from it."""
    a = well(S, *shape, dtype=dtype)
    a[..., -1] = a[..., 0]
    return a


def tolerant(names, matrices=((well, False), (low_rank, False), (positive, True))):
    """`names`: of the tolerances; the first by position where the schema has it so."""
    by_position = names[0] in ("rcond", "tol")

    def samples(S, schema):
        def pose(matrix, hermitian=False, note=None, **given):
            given = {name: torch.as_tensor(value) for name, value in given.items()}
            tail = (N(note),) if note else ()
            if by_position:
                return (matrix, given.get(names[0], torch.tensor(1e-3)), hermitian, *tail)
            return (matrix, {"hermitian": hermitian, **given}, *tail)
        for make, hermitian in matrices:
            for dtype in DTYPES:
                yield pose(make(S, 3, 3, dtype=dtype), hermitian, **{names[0]: 1e-3})
            yield pose(make(S, 2, 3, 3), hermitian, **{names[0]: [1e-3, 0.5]})
            yield pose(make(S, 2, 3, 3), hermitian)
        first, last = names[0], names[-1]
        yield pose(well(S, 4, 2), **{first: 1e-2})
        yield pose(well(S, 2, 4), **{first: 1e-2})
        yield pose(well(S, 3, 3), **{first: [0.1, 0.5, 100.0]}, note="more tolerances than matrices")
        yield pose(well(S, 3, 3), **{last: torch.tensor(0.5, dtype=F64)})
        yield pose(well(S, 3, 3).t(), **{first: 0.0})
        if len(names) == 2:
            yield pose(well(S, 3, 3), atol=0.5, rtol=1e-2)
            yield pose(well(S, 2, 3, 3), atol=[0.0, 0.5])
            yield pose(low_rank(S, 3, 3))
        yield pose(well(S, 0, 3, 3), **{first: 1e-3}, note="an empty batch")
        yield pose(torch.zeros(3, 0), **{first: 1e-3}, note="no columns")
        yield pose(S.t(3), **{first: 1e-3}, note="a vector")
        yield pose(S.t(2, 3), True, **{first: 1e-3}, note="not square")
        yield pose(S.t(2, 2, dtype=I64), **{first: 1e-3}, note="integers")
        yield pose(S.t(2, 2, dtype=F16), **{first: 1e-3}, note="halves")
        yield pose(well(S, 2, 2), **{first: torch.tensor(1j)}, note="a complex tolerance")
        yield pose(well(S, 3, 3, 3), **{first: [1e-3, 1e-3]}, note="does not broadcast")
    return samples


def powers(batched):
    def samples(S, schema):
        pose = lambda x, n=..., *note: (x, *(() if n is ... else ({"N": n},)), *note) if batched else (x, *(() if n is ... else (n,)), *note)
        for dtype in ALL:
            yield pose(S.t(4, dtype=dtype))
        for n in (2, 3, 6, 1, 0, -1):
            yield pose(S.t(4), n)
        yield pose(S.t(4, dtype=I8), 3)
        yield pose(S.t(8)[::2], 3, N("every second"))
        yield pose(torch.tensor([0.0, INF, NAN, -1.0]))
        yield pose(S.t(0), 3, N("empty"))
        yield pose(S.t(), N("0-d")) if not batched else pose(S.t(), 3, N("0-d"))
        yield pose(S.t(2, 3), 4, N("a matrix"))
        if not batched:
            for n in (0, 1, 2, 5, None):
                yield (S.t(4), n, True)
            yield (S.t(3, dtype=I64), 4, True)
        else:
            yield pose(S.t(2, 3, 2).transpose(0, 1), 3, N("transposed"))
            yield pose(S.t(1))
            yield pose(S.t(3, 2))
            yield pose(S.t(3, 2, dtype=I64), 3)
    return samples


def inverses(S, schema):
    for dtype in DTYPES:
        yield (well(S, 6, 6, dtype=dtype).reshape(2, 3, 6), 2)
        yield (well(S, 6, 6, dtype=dtype).reshape(6, 3, 2), 1)
        yield (well(S, 4, 4, dtype=dtype).reshape(2, 2, 2, 2),)
    yield (well(S, 3, 3), 1)
    yield (well(S, 6, 6).t().reshape(6, 2, 3), 1, N("transposed"))
    yield (well(S, 8, 8).reshape(2, 2, 2, 8), 3)
    yield (well(S, 4, 4).reshape(4, 2, 2).permute(1, 2, 0), 2, N("permuted"))
    for ind in (0, -1, 4):
        yield (well(S, 4, 4).reshape(2, 2, 4), ind, N("no such split"))
    yield (S.t(2, 3, 4), 1, N("not square"))
    yield (torch.zeros(2, 2, 4), 2, N("singular"))
    yield (S.t(2, 2, dtype=I64), 1, N("integers"))


def solved(S, schema):
    for dtype in DTYPES:
        yield (well(S, 6, 6, dtype=dtype).reshape(2, 3, 6), S.t(2, 3, dtype=dtype))
        yield (well(S, 6, 6, dtype=dtype).reshape(6, 2, 3), S.t(6, dtype=dtype))
        yield (well(S, 4, 4, dtype=dtype).reshape(2, 2, 2, 2), S.t(2, 2, dtype=dtype), [0, 2])
    yield (well(S, 3, 3), S.t(3))
    yield (well(S, 6, 6).reshape(2, 6, 3), S.t(6), [0, 2])
    yield (well(S, 6, 6).reshape(2, 3, 6), S.t(3, 2).t(), N("transposed"))
    yield (well(S, 6, 6).reshape(2, 3, 6), S.t(2, 3), [-1])
    yield (well(S, 4, 4), S.t(4), [])
    yield (S.t(2, 3, 4), S.t(2), N("not square"))
    yield (torch.zeros(2, 2, 4), S.t(2, 2), N("singular"))
    yield (well(S, 4, 4), S.t(4, dtype=F64), N("two dtypes"))
    yield (well(S, 4, 4), S.t(4), [3], N("no such dimension"))
    yield (S.t(4, 4, dtype=I64), S.t(4, dtype=I64), N("integers"))


def norms(pairs_only):
    def samples(S, schema):
        listed_dim = any(a.name == "dim" for a in schema.arguments)
        pose = lambda x, dims, *rest: (x, dims, *rest) if listed_dim else (x, *rest)
        for dtype in (*DTYPES, I64, F16):
            yield pose(S.t(3, 4, dtype=dtype), [0, 1])
        for dims in ([0, 1], [1, 0], [-1, -2], [0, 2], *([] if pairs_only else [[0], [1], [], [2]])):
            yield pose(S.t(2, 3, 4), dims)
            yield pose(S.t(2, 3, 4), dims, True)
        yield pose(S.t(4, 3).t(), [0, 1], N("transposed"))
        yield pose(S.t(0, 3), [0, 1], N("empty"))
        yield pose(S.t(1, 1), [0, 1], True)
        for dims in ([0, 1, 2], [0, 0], [0, 3]):
            yield pose(S.t(2, 3, 4), dims, N("refused"))
        yield pose(S.t(3), [0, 1], N("a vector"))
    return samples


LOOSE = {"loose": True}
TABLE = {
    "geqrf": (factored, LOOSE), "linalg_householder_product": (multiplied_out, LOOSE), "orgqr": (multiplied_out, LOOSE), "ormqr": (applied, LOOSE),
    "linalg_pinv.atol_rtol_tensor": (tolerant(("atol", "rtol")), LOOSE), "linalg_pinv.rcond_tensor": (tolerant(("rcond",)), LOOSE),
    "linalg_matrix_rank.atol_rtol_tensor": tolerant(("atol", "rtol")), "linalg_matrix_rank.tol_tensor": tolerant(("tol",)),
    "frobenius_norm.dim": (norms(False), LOOSE), "nuclear_norm": (norms(True), LOOSE), "nuclear_norm.dim": (norms(True), LOOSE),
    "linalg_vander": (powers(True), LOOSE), "vander": (powers(False), LOOSE), "linalg_tensorinv": (inverses, LOOSE), "linalg_tensorsolve": (solved, LOOSE),
}
