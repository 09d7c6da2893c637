"""Operators about complex numbers, and what every other operator that takes them does with them."""
import torch

from .build import BOOL, F16, F32, F64, I64, INF, N, NAN, U8, listed

C64, C128 = torch.complex64, torch.complex128
PLAIN = [C64, C128]
AWKWARD = [complex(a, b) for a in (0.0, -0.0, 1.0, -2.5, INF, NAN) for b in (0.0, -0.0, 0.5, -1.0)]


def layouts(S, dtype=C64):
    yield from S.layouts(dtype=dtype)


def unary(draw="t", special=True, real=True):
    def rows(S):
        for dtype in PLAIN:
            yield (getattr(S, draw)(3, 4, dtype=dtype),)
        for note, tensor in layouts(S):
            yield (tensor, note)
        yield (S.t(5, 7, 3, dtype=C64), N("more elements"))
        if special:
            yield (torch.tensor([0, 1, -1, 1j, -1j, 1 + 1j, -0.5 + 2j], dtype=C64), N("on the axes"))
        if real:
            for dtype in (F32, F64, I64, BOOL):
                yield (S.t(4, dtype=dtype), N("real"))

    return listed(rows)


def binary(extra=(), second="t"):
    def rows(S):
        other = lambda *shape, dtype: getattr(S, second)(*shape, dtype=dtype)
        for a, b in ((C64, C64), (C128, C128), (C64, C128), (C64, F32), (F64, C64), (C64, I64), (BOOL, C64), (F32, C64)):
            yield (S.t(2, 3, dtype=a), other(2, 3, dtype=b))
        for a, b in ((C64, C128), (F32, C128), (F64, C64), (C64, F64), (I64, C64), (C64, I64)):
            yield (S.t(3, dtype=a), other(dtype=b), N("with a 0-d tensor"))
        yield (S.t(2, 1, 3, dtype=C64), other(4, 1, dtype=C64), N("broadcasts"))
        yield (S.t(3, 2, dtype=C64).t(), other(2, 3, dtype=C64), N("one transposed"))
        yield (S.t(0, 3, dtype=C64), S.t(3, dtype=C64), N("nothing"))
        yield (S.t(2, 3, dtype=C64), S.t(4, dtype=C64), N("does not broadcast"))
        for one in extra:
            yield one(S)

    return listed(rows)


def with_number(numbers=(2, 1.5, -1, True)):
    def rows(S):
        for dtype in PLAIN:
            for number in numbers:
                yield (S.t(2, 3, dtype=dtype), number)

    return listed(rows)


def reduction(*rest):
    def rows(S):
        for dtype in PLAIN:
            yield (S.t(3, 4, dtype=dtype), *rest)
        for note, tensor in layouts(S):
            yield (tensor, *([0] if r == [1] else r for r in rest), note)
        yield (S.t(0, dtype=C64), *([0] if r == [1] else r for r in rest), N("nothing"))

    return listed(rows)


def matrices(*shapes):
    def rows(S):
        for dtype in PLAIN:
            yield tuple(S.t(*shape, dtype=dtype) for shape in shapes)
        yield tuple(S.t(*shape, dtype=C64).transpose(-1, -2).contiguous().transpose(-1, -2) if len(shape) > 1 else S.t(*shape, dtype=C64)
                    for shape in shapes)
        first, *others = shapes
        yield (S.t(*first, dtype=C64), *(S.t(*shape, dtype=F32) for shape in others), N("one is real"))

    return listed(rows)


def refused(*rest):
    """Operators that have no meaning for complex numbers."""
    return listed(lambda S: ((S.t(3, 4, dtype=dtype), *rest) for dtype in PLAIN))


def parts(S):
    for a, b in ((F32, F32), (F64, F64), (F32, F64), (I64, I64)):
        yield (S.t(2, 3, dtype=a), S.t(2, 3, dtype=b))
    yield (S.t(2, 1), S.t(3), N("broadcasts"))
    yield (S.t(), S.t(2))
    yield (S.t(3, 2).t(), S.t(2, 3))
    yield (S.t(0, 3), S.t(3))


def pairs(S):
    for dtype in (F32, F64, I64):
        yield (S.t(3, 2, dtype=dtype),)
    yield (S.t(2),)
    yield (S.t(4, 3, 2).transpose(0, 1), N("transposed"))
    yield (S.t(3, 8)[:, :2], N("a part of a row"))
    yield (S.t(3, 3), N("no pair"))
    yield (S.t(), N("0-d"))


def vectors(S):
    for dtype in (F32, F64, I64):  # complex ones wait for a PyTorch whose BLAS returns them: Debian's answers 0
        yield (S.t(4, dtype=dtype), S.t(4, dtype=dtype))
    yield (S.t(3, dtype=C64), S.t(4, dtype=C64))


def adjoints(S):
    for dtype in (F32, C64, C128):
        yield (S.t(2, 3, 4, dtype=dtype),)
    yield (S.t(3, dtype=C64), N("a vector"))


# Operators of the family "complex".
TABLE = {
    **{name: unary() for name in ("real", "imag", "conj", "_conj_physical", "conj_physical", "resolve_conj", "resolve_neg",
                                  "angle", "isreal", "view_as_real")},
    "_neg_view": unary(real=False), "_conj": unary(real=False),
    "view_as_complex": listed(pairs), "complex": listed(parts), "polar": listed(parts), "vdot": listed(vectors),
    "adjoint": listed(adjoints), "mH": listed(adjoints),
}

# The others, with complex operands.
DTYPES = {
    **{name: unary(real=False) for name in ("exp", "sin", "cos", "sinh", "cosh", "tanh", "tan", "asinh", "neg", "abs", "square",
                                            "sigmoid", "silu", "exp2", "expm1", "isnan", "isinf", "isfinite", "clone", "nonzero", "alias", "sgn",
                                            "detach", "t", "view_as_real")
       if name not in ("t", "view_as_real")},
    **{name: unary(special=False, real=False) for name in ("log", "log2", "log10", "log1p", "sqrt", "rsqrt", "reciprocal", "asin", "acos",
                                                           "acosh", "atan", "atanh")},
    **{f"{name}.Tensor": binary() for name in ("sub", "mul", "eq", "ne")},
    "div.Tensor": binary(second="positive"),
    "add.Tensor": binary((lambda S: (S.t(3, dtype=C64), S.t(3, dtype=C64), {"alpha": 2}), lambda S: (S.t(3, dtype=C64), S.t(3), {"alpha": 1.5}))),
    **{f"{name}.Scalar": with_number() for name in ("add", "sub", "mul", "div", "rsub", "eq", "ne")},
    "pow.Tensor_Tensor": binary(), "pow.Tensor_Scalar": with_number((2, 3, 0, 1, -1, 0.5, -0.5, -2, 2.5)),
    "logical_and": binary(), "logical_or": binary(), "logical_xor": binary(),
    "where.self": listed(lambda S: ((S.t(2, 3, dtype=BOOL), S.t(2, 3, dtype=a), S.t(3, dtype=b)) for a, b in ((C64, C64), (C64, F32), (C128, C64)))),
    "masked_fill.Scalar": listed(lambda S: ((S.t(2, 3, dtype=d), S.t(2, 3, dtype=BOOL), 1.5) for d in PLAIN)),
    "addcmul": listed(lambda S: ((S.t(3, dtype=d), S.t(3, dtype=d), S.t(3, dtype=d), {"value": 2}) for d in PLAIN)),
    "addcdiv": listed(lambda S: ((S.t(3, dtype=d), S.t(3, dtype=d), S.t(3, dtype=d) + 8, {"value": 2}) for d in PLAIN)),
    "sum": reduction(), "mean": reduction(), "prod": reduction(), "any": reduction(), "all": reduction(), "count_nonzero": reduction(),
    "sum.dim_IntList": reduction([1]), "mean.dim": reduction([1]),
    "linalg_vector_norm": listed(lambda S: ((S.t(3, 4, dtype=d), p, dims) for d in PLAIN for p in (2, 1, 0, INF, -INF, 3) for dims in (None, [1]))),
    "mm": matrices((3, 4), (4, 2)), "bmm": matrices((2, 3, 4), (2, 4, 5)), "mv": matrices((3, 4), (4,)),
    "matmul": matrices((2, 3, 4), (4, 5)), "addmm": matrices((3, 2), (3, 4), (4, 2)), "baddbmm": matrices((2, 3, 5), (2, 3, 4), (2, 4, 5)),
    "linear": matrices((2, 4), (3, 4), (3,)), "outer": matrices((3,), (4,)),
    "cat": listed(lambda S: (([S.t(2, 3, dtype=a), S.t(1, 3, dtype=b)],) for a, b in ((C64, C64), (C64, F32), (F64, C64), (C128, C64)))),
    "stack": listed(lambda S: (([S.t(2, 3, dtype=a), S.t(2, 3, dtype=b)], 1) for a, b in ((C64, C64), (C64, I64), (C128, C64)))),
    "_to_copy": listed(lambda S: ((S.t(3, dtype=a), {"dtype": b}) for a, b in ((C64, C128), (C64, F32), (F32, C64), (I64, C128), (C64, BOOL), (C64, I64), (BOOL, C64)))),
    "zeros_like": listed(lambda S: ((S.t(2, 3, dtype=d),) for d in PLAIN)), "ones_like": listed(lambda S: ((S.t(2, 3, dtype=d),) for d in PLAIN)),
    "full": listed(lambda S: (([2, 3], 1.5, {"dtype": d}) for d in PLAIN)),
    "tril": reduction(), "triu": reduction(),
    "index_select": listed(lambda S: ((S.t(4, 3, dtype=d), 0, torch.tensor([2, 0])) for d in PLAIN)),
    "gather": listed(lambda S: ((S.t(4, 3, dtype=d), 0, torch.tensor([[2, 0, 1]])) for d in PLAIN)),
    "index.Tensor": listed(lambda S: ((S.t(4, 3, dtype=d), [torch.tensor([2, 0])]) for d in PLAIN)),
    "index_put": listed(lambda S: ((S.t(4, 3, dtype=d), [torch.tensor([2, 0, 2])], S.t(3, dtype=d), on) for d in PLAIN for on in (True, False))),
    "masked_select": listed(lambda S: ((S.t(4, 3, dtype=d), S.t(4, 3, dtype=BOOL)) for d in PLAIN)),
    "constant_pad_nd": listed(lambda S: ((S.t(2, 3, dtype=d), [1, 2], 1.5) for d in PLAIN)),
    **{name: refused() for name in ("floor", "sign", "relu", "sort", "argmax", "max", "erf", "lgamma", "bitwise_not", "amax")},
    **{name: refused(1) for name in ("lt.Scalar", "clamp_min", "fmod.Scalar", "remainder.Scalar", "bitwise_and.Scalar")},
    "topk": refused(2), "maximum": matrices((3,), (3,)), "atan2": matrices((3,), (3,)),
}
