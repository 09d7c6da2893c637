"""Linear algebra. Matrices are small, well conditioned unless the case says otherwise, and of every dtype and layout.

Vectors of a decomposition are unique up to a sign (or a phase): samples whose signs depend on the LAPACK at hand are not
recorded; tests/engine/ops/linalg_test.cpp checks those by multiplying back.
"""
import torch

from .build import BF16, F16, F32, F64, I64, INF, N, listed

C64, C128 = torch.complex64, torch.complex128
DTYPES = [F32, F64, C64, C128]


def well(S, *shape, dtype=F32):
    """Far from singular: a dominant diagonal."""
    rows, columns = shape[-2:]
    return S.t(*shape, dtype=dtype, low=-2, high=2) + 8 * torch.eye(rows, columns).to(dtype) * torch.linspace(1, 2, columns).to(dtype)


def positive(S, *shape, dtype=F32):
    a = S.t(*shape, dtype=dtype, low=-1, high=1)
    return a @ a.mH + (shape[-1] * torch.eye(shape[-1])).to(dtype)


def layouts(make):
    """(matrix, note) of one maker in every dtype and layout."""
    def each(S):
        for dtype in DTYPES:
            yield make(S, 3, 3, dtype=dtype), N(str(dtype).removeprefix("torch."))
        yield make(S, 2, 4, 4), N("a batch")
        yield make(S, 2, 1, 2, 2, dtype=C64), N("two batch dimensions")
        yield make(S, 3, 3).t(), N("transposed")
        yield make(S, 2, 3, 3).transpose(1, 2), N("a batch transposed")
        yield make(S, 3, 3).expand(2, 3, 3), N("expanded")
        yield make(S, 3, 3)[:2, :2], N("a corner")
        yield make(S, 1, 1), N("one element")
        yield make(S, 0, 0), N("no elements")
        yield make(S, 0, 3, 3), N("an empty batch")
        yield make(S, 6, 6), N("larger")
    return each


def wrong(square=True, rest=(), halves=True):
    def each(S):
        for dtype in (I64, F16, BF16) if halves else (I64,):  # PyTorch's matrix_exp of halves is infinite
            yield (S.t(2, 2, dtype=dtype), *rest, N("a dtype that has none"))
        yield (S.t(3), *rest, N("a vector"))
        if square:
            yield (S.t(2, 3), *rest, N("not square"))
    return each


def square(*rest, make=well, extra=(), options=({},), halves=True):
    def rows(S):
        for matrix, note in layouts(make)(S):
            for option in options:
                yield (matrix, *rest, option, note)
        yield from wrong(True, rest, halves)(S)
        for one in extra:
            yield one(S)
    return listed(rows)


singular = lambda *rest: lambda S: (torch.tensor([[1.0, 2.0], [2.0, 4.0]]), *rest, N("singular"))
singular_batch = lambda *rest: lambda S: (torch.stack([torch.eye(2), torch.zeros(2, 2)]), *rest, N("one of a batch singular"))
indefinite = lambda *rest: lambda S: (torch.tensor([[1.0, 2.0], [2.0, 1.0]]), *rest, N("not positive-definite"))
indefinite_batch = lambda *rest: lambda S: (torch.stack([torch.eye(2), -torch.eye(2)]), *rest, N("one of a batch not positive-definite"))
ANY = ((3, 3), (4, 2), (2, 4), (2, 3, 2), (1, 3), (3, 1), (0, 2), (2, 0), (0, 0), (0, 2, 3))


def rectangular(options=({},), positional=()):
    def rows(S):
        for shape in ANY:
            for option in options:
                yield (S.t(*shape), *positional, option)
        for dtype in DTYPES:
            yield (S.t(4, 3, dtype=dtype), *positional, options[0])
        yield (S.t(3, 4).t(), *positional, options[0], N("transposed"))
        yield from wrong(False, positional)(S)
    return listed(rows)


def solve(S):
    for dtype in DTYPES:
        yield (well(S, 3, 3, dtype=dtype), S.t(3, 2, dtype=dtype))
        yield (well(S, 3, 3, dtype=dtype), S.t(2, 3, dtype=dtype), {"left": False})
    yield (well(S, 3, 3), S.t(3), N("a vector"))
    yield (well(S, 2, 3, 3), S.t(2, 3), N("a batch of vectors"))
    yield (well(S, 2, 3, 3), S.t(3), N("one vector for a batch"))
    yield (well(S, 2, 3, 3), S.t(2, 3, 4))
    yield (well(S, 2, 3, 3), S.t(3, 4), N("B broadcasts"))
    yield (well(S, 3, 3), S.t(2, 3, 4), N("A broadcasts"))
    yield (well(S, 3, 3).t(), S.t(4, 3).t(), N("transposed"))
    yield (well(S, 0, 0), S.t(0, 2))
    yield (well(S, 3, 3), S.t(2, 2), N("sizes that do not fit"))
    yield (well(S, 3, 3), S.t(3), {"left": False}, N("a vector on the left"))
    yield (S.t(2, 3), S.t(2, 1), N("not square"))
    yield (well(S, 3, 3), S.t(3, 2, dtype=F64), N("two dtypes"))
    yield (S.t(2, 2, dtype=I64), S.t(2, 2, dtype=I64), N("integers"))
    yield (torch.tensor([[1.0, 2.0], [2.0, 4.0]]), S.t(2, 1), N("singular"))
    yield (torch.stack([torch.eye(2), torch.zeros(2, 2)]), S.t(2, 2, 1), N("one of a batch singular"))


def solve_ex(S):
    for row in solve(S):
        # Beside a zero pivot the result is whatever is left of the division.
        if not (isinstance(row[-1], N) and "singular" in row[-1]):
            yield row
    yield (torch.tensor([[1.0, 2.0], [2.0, 4.0]]), S.t(2, 1), {"check_errors": True}, N("singular"))


def factors(S, dtype=F32, *shape):
    lu, pivots = torch.linalg.lu_factor(well(S, *(shape or (3, 3)), dtype=dtype))
    return lu, pivots


def lu_solve(S):
    for dtype in DTYPES:
        for left in (True, False):
            for adjoint in (True, False):
                yield (*factors(S, dtype), S.t(3, 3, dtype=dtype), {"left": left, "adjoint": adjoint})
    yield (*factors(S, F32, 2, 3, 3), S.t(3, 2), N("B broadcasts"))
    yield (*factors(S), S.t(2, 2), N("sizes that do not fit"))


def old_lu_solve(S):
    for dtype in DTYPES:
        lu, pivots = factors(S, dtype)
        yield (S.t(3, 2, dtype=dtype), lu, pivots)


def unpack(S):
    for shape in ((3, 3), (4, 2), (2, 4), (2, 3, 3)):
        lu, pivots = torch.linalg.lu_factor(S.t(*shape))
        yield (lu, pivots)


def cholesky_solve(S):
    for dtype in DTYPES:
        for upper in (False, True):
            factor = torch.linalg.cholesky(positive(S, 3, 3, dtype=dtype), upper=upper)
            yield (S.t(3, 2, dtype=dtype), factor, upper)
    yield (S.t(2, 3, 2), torch.linalg.cholesky(positive(S, 3, 3)), N("the factor broadcasts"))
    yield (S.t(2, 2), torch.linalg.cholesky(positive(S, 3, 3)), N("sizes that do not fit"))


def cholesky_inverse(S):
    for dtype in DTYPES:
        for upper in (False, True):
            yield (torch.linalg.cholesky(positive(S, 3, 3, dtype=dtype), upper=upper), upper)


def triangular(S):
    for dtype in DTYPES:
        for upper in (True, False):
            for left in (True, False):
                for unit in (True, False):
                    yield (well(S, 3, 3, dtype=dtype), S.t(3, 3, dtype=dtype), {"upper": upper, "left": left, "unitriangular": unit})
    yield (well(S, 2, 3, 3), S.t(3, 2), {"upper": True}, N("B broadcasts"))
    yield (well(S, 3, 3).t(), S.t(2, 3).t(), {"upper": False}, N("transposed"))
    yield (torch.zeros(2, 2), S.t(2, 2), {"upper": True}, N("a zero diagonal"))
    yield (well(S, 3, 3), S.t(2, 2), {"upper": True}, N("sizes that do not fit"))


def old_triangular(S):
    for dtype in DTYPES:
        for upper in (True, False):
            for transpose in (True, False):
                for unit in (True, False):
                    yield (S.t(3, 2, dtype=dtype), well(S, 3, 3, dtype=dtype), upper, transpose, unit)
    yield (S.t(3, 2), well(S, 2, 3, 3), N("B broadcasts"))


def pinv(S):
    for dtype in DTYPES:
        yield (S.t(4, 3, dtype=dtype), 1e-5)
    for shape in ((2, 4), (2, 3, 2), (0, 3), (3, 0)):
        yield (S.t(*shape), 1e-5)
    yield (torch.tensor([[1.0, 2.0], [2.0, 4.0]]), 1e-3, N("singular"))
    yield (positive(S, 3, 3), 1e-5, True, N("hermitian"))
    yield (positive(S, 3, 3, dtype=C64), 1e-5, True, N("hermitian"))


def pinv_limits(S):
    for limits in ({}, {"atol": 1.0}, {"rtol": 0.5}, {"atol": 0.5, "rtol": 0.1}):
        yield (S.t(4, 3, dtype=F64), limits)
        yield (torch.diag(torch.tensor([4.0, 1.0, 0.25])), limits)
    yield (positive(S, 3, 3), {"hermitian": True})


def rank(S):
    for shape in ((3, 3), (4, 2), (2, 3, 3), (0, 2)):
        yield (S.t(*shape), 0.5)
    yield (torch.tensor([[1.0, 2.0], [2.0, 4.0]]), 1e-4)
    yield (positive(S, 3, 3), 0.5, True)


def rank_limits(S):
    for limits in ({}, {"atol": 1.5}, {"rtol": 0.3}):
        for dtype in DTYPES:
            yield (torch.diag(torch.tensor([4.0, 1.0, 0.0])).to(dtype), limits)
    yield (torch.ones(3, 3), {"hermitian": True})


def lstsq(S):
    for dtype in DTYPES:
        yield (well(S, 4, 3, dtype=dtype), S.t(4, 2, dtype=dtype))
        yield (well(S, 2, 3, dtype=dtype), S.t(2, 2, dtype=dtype), N("more unknowns than equations"))
    yield (well(S, 2, 4, 3), S.t(2, 4, 1))
    yield (S.t(4, 3), S.t(3, 2), N("sizes that do not fit"))


def norms(S):
    for dtype in DTYPES:
        yield (S.t(3, 4, dtype=dtype),)
        for order in (1, -1, 2, -2, INF, -INF):
            yield (S.t(3, 4, dtype=dtype), order)
            yield (S.t(3, 4, dtype=dtype), order, [1], True)
    for order in (0, 3, 0.5):
        yield (S.t(4), order)
    for dims in ([0], [0, 2], [2, 0], [0, 1, 2], [3], [0, 0]):
        yield (S.t(2, 3, 4), 1, dims)
        yield (S.t(2, 3, 4), None, dims)
    yield (S.t(2, 3), 1, {"dtype": F64})
    yield (S.t(2, 3), 3, N("no matrix norm"))
    yield (S.t(2, 3, 4), 1, N("which dimensions?"))
    yield (S.t(2, 3, dtype=I64), N("integers"))


def named_norms(S):
    for order in ("fro", "nuc"):
        for dtype in DTYPES:
            yield (S.t(3, 4, dtype=dtype), order)
        yield (S.t(2, 3, 4), order, [0, 2], True)
        yield (S.t(3), order, N("a vector"))
    yield (S.t(3, 3), "max", N("no such norm"))


def matrix_norms(S):
    for dtype in DTYPES:
        for order in (1, -1, 2, -2, INF, -INF):
            yield (S.t(2, 3, 4, dtype=dtype), order)
    yield (S.t(2, 3, 4), 1, [0, 1], True)
    yield (S.t(3, 4), 3, N("no matrix norm"))
    yield (S.t(3), 1, N("a vector"))


def named_matrix_norms(S):
    for order in (..., "fro", "nuc"):
        yield (S.t(2, 3, 4),) if order is ... else (S.t(2, 3, 4), order, [2, 0])


def conds(S):
    for dtype in DTYPES:
        for order in (None, 2, -2, 1, -1, INF, -INF):
            yield (well(S, 3, 3, dtype=dtype), order)
    yield (S.t(4, 3),)
    yield (S.t(4, 3), 1, N("not square"))
    yield (torch.ones(2, 2), 1, N("singular"))
    yield (well(S, 2, 3, 3), INF)


def chains(S):
    for dtype in (F32, F64, C64, I64):
        yield ([S.t(2, 3, dtype=dtype), S.t(3, 4, dtype=dtype), S.t(4, 2, dtype=dtype)],)
    yield ([S.t(2, 3), S.t(3, 4)],)
    yield ([S.t(2, 3), S.t(4, 4)], N("sizes that do not fit"))


def multi(S):
    yield from chains(S)
    yield ([S.t(3), S.t(3, 4), S.t(4)], N("vectors at the ends"))
    yield ([S.t(3), S.t(3, 4)],)
    yield ([S.t(3, 4)], N("only one"))


def crosses(S):
    for dtype in (*DTYPES, I64, F16):
        yield (S.t(2, 3, dtype=dtype), S.t(2, 3, dtype=dtype))
    yield (S.t(3, 2), S.t(3, 2), {"dim": 0})
    yield (S.t(4, 1, 3), S.t(1, 2, 3), N("broadcasts"))
    yield (S.t(3, 4).t(), S.t(4, 3), N("transposed"))
    yield (S.t(2, 3), S.t(2, 3, dtype=F64), N("promotes"))
    yield (S.t(2, 4), S.t(2, 4), N("not three"))
    yield (S.t(3), S.t(2, 3), N("different ranks"))


def vecdots(S):
    for dtype in DTYPES:
        yield (S.t(2, 3, dtype=dtype), S.t(2, 3, dtype=dtype))
    yield (S.t(2, 3), S.t(3), N("broadcasts"))
    yield (S.t(2, 3), S.t(2, 3), {"dim": 0})
    yield (S.t(2, 3), S.t(2, 4), N("does not broadcast"))


def krons(S):
    for dtype in (*DTYPES, I64):
        yield (S.t(2, 3, dtype=dtype), S.t(3, 2, dtype=dtype))
    yield (S.t(2), S.t(2, 3))
    yield (S.t(2, 3), S.t())
    yield (S.t(2, dtype=I64), S.t(2))


def diagonals(S):
    yield (S.t(2, 3, 4),)
    yield (S.t(2, 3, 4), {"offset": 1, "dim1": 0, "dim2": 1})


MODES = ({"mode": "reduced"}, {"mode": "complete"}, {"mode": "r"})
BOTH = ({}, {"upper": True})
TABLE = {
    "linalg_cholesky_ex": square(make=positive, options=BOTH, extra=(indefinite({"check_errors": True}),)),
    "linalg_cholesky": square(make=positive, options=BOTH, extra=(indefinite(), indefinite_batch())),
    "cholesky": square(make=positive, options=BOTH, extra=(indefinite(),)),
    "linalg_qr": rectangular(MODES), "qr": rectangular(({"some": True}, {"some": False})),
    **{name: rectangular() for name in ("linalg_lu_factor_ex", "linalg_lu_factor", "linalg_lu")}, "lu_unpack": listed(unpack),
    "linalg_eigvalsh": square(make=positive, options=({}, {"UPLO": "U"})), "linalg_svdvals": rectangular(),
    "linalg_det": square(extra=(singular(),)), "det": square(extra=(singular(),)), "_linalg_det": square(extra=(singular(),)),
    "linalg_slogdet": square(extra=(singular(),)), "slogdet": square(extra=(singular(),)), "_linalg_slogdet": square(extra=(singular(),)),
    "logdet": square(extra=(singular(), lambda S: (torch.diag(torch.tensor([1.0, -2.0])), N("negative")))),
    "linalg_inv": square(extra=(singular(), singular_batch())), "inverse": square(extra=(singular(),)),
    "linalg_inv_ex": square(extra=(singular({"check_errors": True}),)),
    "linalg_solve": listed(solve), "linalg_solve_ex": listed(solve_ex), "_linalg_solve_ex": listed(solve_ex),
    "linalg_lu_solve": listed(lu_solve), "lu_solve": listed(old_lu_solve),
    "cholesky_solve": listed(cholesky_solve), "cholesky_inverse": listed(cholesky_inverse),
    "linalg_solve_triangular": listed(triangular), "triangular_solve": listed(old_triangular),
    "linalg_pinv": listed(pinv), "linalg_pinv.atol_rtol_float": listed(pinv_limits), "pinverse": listed(lambda S: ((S.t(3, 2), 1e-5),)),
    "linalg_matrix_rank": listed(rank), "linalg_matrix_rank.atol_rtol_float": listed(rank_limits), "linalg_lstsq": listed(lstsq),
    "linalg_norm": listed(norms), "linalg_norm.ord_str": listed(named_norms),
    "linalg_matrix_norm": listed(matrix_norms), "linalg_matrix_norm.str_ord": listed(named_matrix_norms),
    "linalg_cond": listed(conds), "linalg_cond.p_str": listed(lambda S: ((well(S, 3, 3), p) for p in ("fro", "nuc"))),
    **{name: listed(lambda S: ((well(S, 2, 3, 3, dtype=d) / 8, n) for d in DTYPES for n in (0, 1, 2, 3, 5, -1, -2)))
       for name in ("linalg_matrix_power", "matrix_power")},
    **{name: square(make=lambda S, *shape, dtype=F32: S.t(*shape, dtype=dtype, low=-1, high=1), halves=False) for name in ("linalg_matrix_exp", "matrix_exp")},
    "linalg_multi_dot": listed(multi), "chain_matmul": listed(chains), "linalg_cross": listed(crosses),
    "linalg_vecdot": listed(vecdots), "kron": listed(krons), "linalg_diagonal": listed(diagonals),
    "linalg_matmul": listed(lambda S: ((S.t(2, 3, 4, dtype=d), S.t(4, 2, dtype=d)) for d in DTYPES)),
}


def unsigned(maker, *, is_square, options=({},)):
    """What does not hang on signs: nothing to decompose, and what is refused."""
    def rows(S):
        for option in options:
            yield (maker(S, 0, 0), option, N("no elements"))
            yield (maker(S, 0, 3, 3), option, N("an empty batch"))
        yield from wrong(is_square)(S)
    return listed(rows)


TABLE.update({
    "linalg_svd": unsigned(well, is_square=False, options=({"full_matrices": True}, {"full_matrices": False})),
    "_linalg_svd": rectangular(({"compute_uv": False},)), "svd": rectangular(({"compute_uv": False},)),
    "linalg_eigh": unsigned(positive, is_square=True), "_linalg_eigh": unsigned(positive, is_square=True),
    "linalg_eig": unsigned(well, is_square=True), "linalg_eigvals": square(), "_linalg_eigvals": square(),
})
TABLE = {name: (samples, {"loose": True}) for name, samples in TABLE.items()}
