"""Operators that move, join, split or count elements: flip, roll, meshgrid, diff, one_hot, unique."""
import torch

from .build import ALL, BOOL, F16, F32, F64, FLOATS, I32, I64, INTS, N, NAN, listed, vary

ix = lambda *values, dtype=I64: torch.tensor(values, dtype=dtype)


def parts(shape_of_part, arguments, more=()):
    """A tensor, a part to put in, and where."""
    def samples(S, schema):
        for dtype in ALL:
            yield (S.t(4, 5, dtype=dtype), S.t(*shape_of_part, dtype=dtype), *arguments)
        yield (S.t(5, 4).t(), S.t(*reversed(shape_of_part)).permute(*reversed(range(len(shape_of_part)))), *arguments, N("transposed"))
        yield (S.t(4, 5), S.t(*shape_of_part, dtype=F64), *arguments, N("another dtype"))
        yield (S.t(4, 5), S.t(7, 7), *arguments, N("does not fit"))
        yield (None, S.t(*shape_of_part), *arguments, N("no tensor"))
        for shape, part, rest in more:
            yield (S.t(*shape), S.t(*part), *rest)
    return samples


def lists(shapes, *rest, more=()):
    """A list of tensors of these shapes."""
    def samples(S, schema):
        for dtype in ALL:
            yield ([S.t(*shape, dtype=dtype) for shape in shapes[0]], *rest)
        for group in shapes[1:]:
            yield ([S.t(*shape) for shape in group], *rest)
        yield ([S.t(*shapes[0][0], dtype=F16)] + [S.t(*shape, dtype=I64) for shape in shapes[0][1:]], *rest, N("promotes"))
        for one in more:
            yield one(S)
    return samples


grids = [[(2,), (3,)], [(2,), (3,), (4,)], [(), (3,)], [(2,)], [(0,), (3,)], [(2, 2), (3,)], []]
stacks = [[(2, 3), (2, 3)], [(3,), (3,)], [(), ()], [(2, 3, 4), (2, 3, 4)], [(2, 3)], [(2, 3), (3,)], []]


def splits(name, values):
    def samples(S, schema):
        for shape, value, *dim in values:
            yield (S.t(*shape), value, *dim)
        yield (S.t(6, 4).t(), *values[0][1:], N("transposed"))
    return samples


def diff(S, schema):
    for dtype in ALL:
        yield (S.t(3, 4, dtype=dtype),)
    for rest in [(2,), (3, 0), (0,), (1, 0), (1, -2), (9,), (-1,), (1, 2)]:
        yield (S.t(3, 4), *rest)
    yield (S.t(3, 4), 1, 1, S.t(3, 2), S.t(3, 1))
    yield (S.t(3, 4), 1, 0, None, S.t(1, 4))
    yield (S.t(3, 4), 1, 1, S.t(2, 2), N("does not fit"))
    for note, tensor in S.layouts():
        if note not in ("transposed", "permuted", "channels last"):  # the layout is sub's and cat's to prove
            yield (tensor, note)


def integral(S, schema):
    with_x = schema.overload_name == "x"
    for dtype in FLOATS + INTS:
        yield (S.t(3, 4, dtype=dtype), S.t(4, dtype=dtype)) if with_x else (S.t(3, 4, dtype=dtype),)
    for dim in (0, -2, 2):
        yield (S.t(3, 4), S.t(3), {"dim": dim}) if with_x else (S.t(3, 4), {"dim": dim})
    if with_x:
        for shape in [(3, 4), (1, 4), (3,), (2, 3, 4), ()]:
            yield (S.t(3, 4), S.t(*shape))
        yield (S.t(2, 3, 4), S.t(3, 4))
    else:
        for dx in (2, 0.5):
            yield (S.t(3, 4), {"dx": dx})
    yield (S.t(3, 0), S.t(0)) if with_x else (S.t(3, 0),)
    yield (S.t(), S.t()) if with_x else (S.t(),)


def unique(S, schema):
    flags = [a.name for a in schema.arguments if a.name.startswith("return_")]
    dim = {"dim": 0} if any(a.name == "dim" and not a.has_default_value() for a in schema.arguments) else {}
    every = {flag: True for flag in flags}
    for dtype in FLOATS + INTS + [BOOL]:
        yield (S.t(4, 3, dtype=dtype, low=-1, high=2), {**dim, **every})
    for flag in flags:
        yield (S.t(5, low=-1, high=1), {**dim, flag: True})
    yield (ix(3, 3, 1, 1, 1, 3, 2), {**dim, **every})
    yield (torch.tensor([1.0, NAN, NAN, -1.0]), {**dim, **every}, N("NaN"))
    yield (S.t(0), {**dim, **every}, N("empty"))
    yield (S.t(3, 4, low=0, high=2).t(), {**dim, **every}, N("transposed"))
    if any(a.name == "dim" for a in schema.arguments):
        for value in (0, 1, -1, 2):
            yield (S.t(3, 4, dtype=I64, low=0, high=2), {"dim": value, **every})
    yield (None, {**dim, **every}, N("no tensor"))


def isin(S, schema):
    number = lambda name: 2 if name in ("element", "test_element") else S.t(3, 4, dtype=I64)
    for dtype in ALL:
        if dtype != BOOL:
            yield tuple(2 if a.name in ("element", "test_element") else S.t(5, dtype=dtype) for a in schema.arguments[:2])
    pair = tuple(number(a.name) for a in schema.arguments[:2])
    yield (*pair, {"invert": True})
    yield (*pair, {"assume_unique": True})
    yield (torch.tensor([1.0, NAN]) if schema.overload_name != "Scalar_Tensor" else NAN, torch.tensor([NAN, 2.0]) if schema.overload_name != "Tensor_Scalar" else NAN)
    if schema.overload_name == "Tensor_Tensor":
        yield (S.t(3, 4, dtype=I64), S.t(2, dtype=I32))
        yield (S.t(3, 4, dtype=I64), S.t(0, dtype=I64))
        yield (S.t(), S.t(3))
        yield (S.t(3, dtype=I64), S.t(3, dtype=F32))


def interleave_int(S, schema):
    for dtype in ALL:
        yield (S.t(3, 2, dtype=dtype), 2)
    for rest in [(3, 0), (2, 1), (2, -2), (0, 0), (1,), (-1,), (2, 2)]:
        yield (S.t(3, 4), *rest)
    for note, tensor in S.layouts():
        yield (tensor, 2, note)


def interleave_tensor(S, schema):
    for dtype in (F32, I64, BOOL):
        yield (S.t(3, 2, dtype=dtype), ix(1, 0, 2), 0)
    for shape, repeats, *rest in [((4,), ix(1, 2, 0, 3)), ((2, 2), ix(1, 2, 0, 3)), ((3, 2), ix(2)), ((3, 2), ix(2, 1), 1), ((3, 2), torch.tensor(3), 0), ((3, 2), ix(1, 2), 0), ((3,), ix(1, -1, 0)),
                                  ((3,), ix(1, 2, 0, dtype=I32)), ((0,), ix(dtype=I64))]:
        yield (S.t(*shape), repeats, *rest)
    yield (S.t(3, 2), ix(1, 0, 2), 0, {"output_size": 3})
    yield (S.t(2, 3).t(), ix(1, 0, 2), 0, N("transposed"))


def take_along(S, schema):
    for dtype in ALL:
        yield (S.t(3, 4, dtype=dtype), S.index(4, 3, 2), 1)
    for shape, index, *dim in [((3, 4), S.index(12, 5)), ((3, 4), S.index(12, 2, 2)), ((3, 1, 4), S.index(4, 1, 2, 3), 2), ((1, 4), S.index(1, 3, 4), 0), ((3, 4), S.index(4, 3), 1), ((3, 4), S.index(4, 2, 2), 1)]:
        yield (S.t(*shape), index, *dim)


TABLE = {
    "slice_scatter": parts((2, 5), (0, 1, 3), [((4, 5), (4, 2), (1, 0, 4, 2)), ((4, 5), (4, 5), ()), ((4, 5), (2, 5), (0, -2)), ((4, 5), (0, 5), (0, 3, 1)), ((4, 5), (4, 3), (-1, None, None, 2)), ((4, 5), (3, 5), (0, 1, 99)), ((), (), ())]),
    "select_scatter": parts((5,), (0, 1), [((4, 5), (4,), (1, -1)), ((4, 5), (4,), (-1, 0)), ((4, 5), (5,), (0, 4)), ((), (), (0, 0))]),
    "diagonal_scatter": parts((4,), (), [((4, 5), (4,), (1,)), ((4, 5), (2,), (-2,)), ((2, 4, 5), (2, 4), (0, 1, 2)), ((2, 4, 5), (4, 2), (0, 0, -1)), ((4,), (4,), ())]),
    "as_strided_scatter": parts((2, 3), ([2, 3], [5, 1]), [((4, 5), (2, 3), ([2, 3], [5, 1], 4)), ((4, 5), (4,), ([4], [6])), ((4, 5), (), ([], [], 3)), ((4, 5), (2,), ([2], [19], 3))]),
    "flip": vary({"dims": [[0], [1], [0, 1], [-1], [], [0, 0], [2]]}),
    "fliplr": vary(), "flipud": vary(),
    "rot90": vary({"k": [..., 2, 3, 0, -1, 5], "dims": [..., [1, 0], [0, -1], [0], [0, 0]]}),
    "roll": vary({"shifts": [[1], [-1], [7], [1, 2]], "dims": [[0], [1], [], [0, 1], [-1]]}),
    "repeat": vary({"repeats": [[2, 3], [1, 1], [2, 1, 3], [0, 2], [2], [-1, 1]]}),
    "tile": vary({"dims": [[2, 3], [2], [2, 1, 3], []]}),
    "repeat_interleave.self_int": interleave_int, "repeat_interleave.self_Tensor": interleave_tensor,
    "repeat_interleave.Tensor": listed(lambda S: [(ix(1, 0, 2),), (ix(1, 0, 2, dtype=I32),), (ix(1, 0, 2), {"output_size": 3}), (ix(1, -1),), (S.index(3, 2, 2),), (S.t(3),), (ix(dtype=I64),)]),
    "diag_embed": vary({"offset": [..., 1, -1, 3], "dim1": [..., 0], "dim2": [..., 0, 1]}),
    "diag": vary({"diagonal": [..., 1, -2]}, base=(3,)), "diagflat": vary({"offset": [..., 1, -2]}), "trace": vary(dtypes=FLOATS[:2] + INTS),
    "channel_shuffle": vary({"groups": [2, 1, 3, 4]}, base=(2, 6, 2, 2), layouts=False),
    "native_channel_shuffle": vary({"groups": [2, 1, 3]}, base=(2, 6, 2, 2), layouts=False, dtypes=FLOATS[:2]),
    "hstack": lists(stacks), "vstack": lists(stacks), "row_stack": lists(stacks), "dstack": lists(stacks),
    "column_stack": lists([[(3,), (3, 2)], [(3,), (3,)], [(), ()], [(2, 3), (3, 2)], []]),
    "concatenate": lists([[(2, 3), (1, 3)], [(2, 3), (2, 2)]], 0),
    "atleast_1d": vary(), "atleast_2d": vary(base=(3,)), "atleast_3d": vary(),
    "block_diag": lists([[(2, 3), (1, 2)], [(2,), (), (2, 2)], [(0, 2), (2, 2)], [(2, 2, 2)]]),
    "broadcast_tensors": lists([[(2, 1), (3,)], [(), (2, 2)], [(2,), (3,)]]),
    "meshgrid": lists(grids), "meshgrid.indexing": lists(grids, {"indexing": "xy"}, more=[lambda S: ([S.t(2), S.t(3)], {"indexing": "ij"}), lambda S: ([S.t(2)], {"indexing": "zz"})]),
    "cartesian_prod": lists([[(2,), (3,)], [(2,), (3,), (2,)], [(2,)], [(2, 2)]]),
    "combinations": listed(lambda S: [(S.t(4, dtype=dtype),) for dtype in ALL] + [(S.t(4), 3), (S.t(4), 2, True), (S.t(4), 1), (S.t(4), 5), (S.t(4), 0), (S.t(0),), (S.t(2, 2),), (S.t(3), 3, True)]),
    "tensor_split.sections": splits("sections", [((4, 6), 3), ((7, 2), 3), ((2, 7), 3, 1), ((2, 3), 5), ((2,), 0), ((), 2), ((4, 5), 2, -1)]),
    "tensor_split.indices": splits("indices", [((4, 6), [1, 3]), ((7, 2), [2, -1]), ((2, 7), [1, 9], 1), ((3,), []), ((), [1]), ((4,), [3, 1])]),
    "hsplit.int": splits("sections", [((4, 6), 3), ((6,), 2), ((4, 6), 4), ((), 1)]), "hsplit.array": splits("indices", [((4, 6), [1, 3]), ((6,), [2]), ((), [1])]),
    "vsplit.int": splits("sections", [((4, 6), 2), ((4, 6), 3), ((6,), 2)]), "vsplit.array": splits("indices", [((4, 6), [1, 3]), ((6,), [2])]),
    "dsplit.int": listed(lambda S: [(S.t(2, 3, 4), 2), (S.t(2, 3, 4), 3), (S.t(2, 3), 1)]), "dsplit.array": listed(lambda S: [(S.t(2, 3, 4), [1, 2]), (S.t(2, 3), [1])]),
    "split.sizes": splits("split_size", [((4, 6), [1, 3]), ((4, 6), [2, 4], 1), ((4,), [1, 1])]),
    "unsafe_split.Tensor": splits("split_size", [((4, 6), 2), ((5, 6), 2), ((4, 6), 4, 1)]),
    "unsafe_split_with_sizes": splits("split_sizes", [((4, 6), [1, 3]), ((4, 6), [2, 4], 1), ((4,), [1, 1])]),
    "unsafe_chunk": splits("chunks", [((4, 6), 2), ((5, 6), 3), ((4, 6), 4, 1)]),
    "diff": diff, "trapezoid.x": integral, "trapezoid.dx": integral, "trapz.x": integral, "trapz.dx": integral,
    "cumulative_trapezoid.x": integral, "cumulative_trapezoid.dx": integral,
    "one_hot": listed(lambda S: [(S.index(4, 3, 2), 4), (S.index(4, 3), -1), (torch.tensor(2), 5), (ix(1, 4), 3), (ix(-1), 3), (S.t(3), 4), (S.index(4, 0), 4), (S.index(4, 0), -1), (ix(1, 2, dtype=I32), 4), (S.index(3, 2, 3).t(), 3), (ix(1), 0)]),
    "triu_indices": listed(lambda S: [(3, 4), (4, 3), (3, 3, 1), (3, 3, -1), (2, 5, 3), (0, 3), (3, 3, 7), (3, 3, 0, {"dtype": I32}), (-1, 3), (3, 0)]),
    "tril_indices": listed(lambda S: [(3, 4), (4, 3), (3, 3, 1), (3, 3, -1), (5, 2, -3), (0, 3), (3, 3, -7), (3, 3, 0, {"dtype": I32}), (-1, 3), (3, 0)]),
    "where": vary(), "nonzero_numpy": vary(), "argwhere": vary(dtypes=[F32], base=(4,), layouts=False),
    "nonzero_static": listed(lambda S: [(S.t(3, 4, dtype=dtype, low=-1, high=2), {"size": 4}) for dtype in ALL] + [(S.t(3), {"size": 0}), (S.t(3, low=0, high=1), {"size": 2, "fill_value": 7}), (S.t(3, 4), {"size": 20}), (S.t(), {"size": 2}), (S.t(3), {"size": -1})]),
    "bincount": listed(lambda S: [(S.index(5, 7, dtype=dtype),) for dtype in INTS] + [(S.index(5, 7), S.t(7, dtype=dtype)) for dtype in FLOATS + INTS] + [(S.index(3, 4), None, 6), (S.index(3, 0),), (S.index(3, 0), None, 2), (ix(1, -1),), (S.t(3),), (S.index(3, 2, 2),), (S.index(3, 3), S.t(4))]),
    "isin.Tensor_Tensor": isin, "isin.Tensor_Scalar": isin, "isin.Scalar_Tensor": isin,
    "take_along_dim": take_along,
    "_unique": unique, "_unique2": unique, "unique_dim": unique, "unique_consecutive": unique, "unique_dim_consecutive": unique,
}
