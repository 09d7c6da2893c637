"""Arithmetic of sizes, numbers read out of tensors, and what programs assert: operators whose operands or results are not tensors."""
import torch

from .build import ALL, BOOL, F32, I64, INF, N, NAN

PAIRS = [(7, 3), (-7, 3), (7, -3), (-7, -3), (0, 5), (6, 3), (3, 7), (1, 1), (1 << 40, 3), (-1, 1 << 33), (12, 1), (5, -1), (100, 7), (-100, 7), (2, 2), (9, 10)]


def on_sizes(S, schema):
    for a, b in PAIRS:
        yield (a, b)
    for _ in range(6):
        a, b = S.integers(1, 50, (2,)).tolist()
        yield (-a, b)
    yield (4, 0, N("by zero"))
    yield (4, "three", N("text"))
    yield (None, 2, N("no number"))
    yield (4, None, N("no number"))


def compared(S, schema):
    for a, b in PAIRS:
        yield (a, b)
    for a, b in [(1.5, 1.5), (1.5, 2), (2, 1.5), (NAN, NAN), (NAN, 1.0), (INF, 1), (-INF, INF), (True, 1), (False, True)]:
        yield (a, b)
    yield (3, N("one number"))


def asserted(message):
    def samples(S, schema):
        tail = ("it must hold",) if message else ()
        for value in (True, False, 1, 0, 2.5, -1, 0.0, NAN, -0.0):
            yield (torch.tensor(value), *tail)
        for dtype in ALL:
            yield (torch.ones(1, dtype=dtype), *tail)
            yield (torch.zeros(1, dtype=dtype), *tail)
        yield (torch.ones(2), *tail, N("two elements"))
        yield (torch.ones(0), *tail, N("no element"))
    return samples


def asserted_number(S, schema):
    for value in (True, False, 1, 0, 7, -3, 2.5, 0.0, -0.0, INF, NAN):
        yield (value, "it must hold")
    for value in range(2, 12):
        yield (value, "another message")


def metadata(S, schema):
    for dtype in ALL:
        yield (S.t(2, 3, dtype=dtype), [2, 3], [3, 1], dtype)
        yield (S.t(2, 3, dtype=dtype), None, None, dtype)
    yield (S.t(2, 3),)
    yield (S.t(), [], [], F32)
    yield (S.t(2, 0, 3), [2, 0, 3])
    yield (S.t(2, 3), [2, 4], N("sizes differ"))
    yield (S.t(2, 3), [2, 3, 1], N("rank differs"))
    yield (S.t(2, 3), [6], N("rank differs"))
    yield (S.t(2, 3), None, None, I64, N("dtype differs"))
    yield (S.t(2, 3, dtype=BOOL), None, None, F32, N("dtype differs"))
    yield (None, [2], N("no tensor"))


def in_range(size):
    def samples(S, schema):
        for value in (0, 2, 3, 7, 100):
            for low, high in ((None, None), (0, None), (2, None), (None, 50), (2, 7), (0, 100)):
                yield (value, {"min": low, "max": high})
        yield (5, {"min": 7, "max": 3}, N("upside down"))
        yield (-1, {"min": 0, "max": 9}, N("outside"))
        yield (2.5, {}, N("not a whole number"))
        yield (None, {}, N("no number"))
    return samples


def lapack_numbers(S, schema):
    i32 = lambda value: torch.tensor(value, dtype=torch.int32)
    for name in ("linalg.cholesky", "torch.linalg.solve", "linalg.inv", "linalg.eigh", "linalg.svd", "linalg.lstsq", "torch.linalg.lu_factor"):
        yield (i32(0), name, {"is_matrix": True})
        yield (i32([0, 0]), name, {"is_matrix": False})
        yield (i32(2), name, {"is_matrix": True}, N("it failed"))
        yield (i32([[0, 0], [3, 1]]), name, {"is_matrix": False}, N("one of a batch failed"))
    yield (i32([]), "linalg.inv", {"is_matrix": False})
    yield (i32([0]), "linalg.inv", {"is_matrix": True})
    yield (i32([2, 1]), "linalg.inv", {"is_matrix": True}, N("two numbers of one matrix"))


PLAIN = {"no_float64": True}
TABLE = {f"_operator::{name}": (on_sizes, PLAIN) for name in ("add", "sub", "mul", "floordiv", "mod")}
TABLE |= {f"torch::{name}": (on_sizes, PLAIN) for name in ("sym_max", "sym_min")}
TABLE |= {f"_operator::{name}": (compared, PLAIN) for name in ("eq", "ne", "lt", "le", "gt", "ge")}
TABLE |= {"_linalg_check_errors": (lapack_numbers, PLAIN), "_assert_async": (asserted(False), PLAIN), "_assert_async.msg": (asserted(True), PLAIN), "_assert_scalar": (asserted_number, PLAIN),
          "_assert_tensor_metadata": (metadata, PLAIN), "sym_constrain_range": (in_range(False), PLAIN), "sym_constrain_range_for_size": (in_range(True), PLAIN)}
