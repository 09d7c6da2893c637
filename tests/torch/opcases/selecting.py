"""Operators that take elements by index or mask, and put them back."""
import torch

from .build import ALL, BF16, BOOL, F16, F32, F64, I8, I32, I64, INTS, N, NAN, U8

last = torch.channels_last
ix = lambda *values, dtype=I64: torch.tensor(values, dtype=dtype)


def indexed(S, schema):
    for dtype in ALL:
        yield (S.t(4, 3, dtype=dtype), [ix(2, 0, -1)])
    x = lambda: S.t(4, 3, 5)
    for indices in [[ix(1)], [None, ix(2, 0)], [None, None, ix(4, -5)], [ix(0, 1), ix(2, 2)], [ix(0, 1), None, ix(2, 2)], [ix(0, 1)[:, None], ix(0, 2)],
                    [None, ix(0, 1), ix(3, 4)], [ix(0, 1, dtype=I32)], [torch.empty(0, dtype=I64)], [ix(0, 1)[:, None], None, ix(1, 2, 3)], [S.index(4, 2, 3)],
                    [S.t(4, dtype=BOOL)], [None, ix(1, 0, 1).to(BOOL)], [S.t(4, 3, dtype=BOOL)], [S.t(4, dtype=U8)], [torch.zeros(4, dtype=BOOL)], [torch.tensor(2)],
                    [ix(1, 0, 1, 1).to(BOOL), ix(0, 1, 2)], [ix(4)], [ix(-5)], [ix(0, 1), ix(0, 1, 2)], [ix(0), ix(0), ix(0), ix(0)], [S.t(3, dtype=BOOL)], [S.t(4)], [ix(1, dtype=I8)], [None], []]:
        yield (x(), indices)
    yield (S.t(3, 4).t(), [ix(0, 2)], N("transposed"))
    yield (S.t(2, 3, 2, 2).to(memory_format=last), [None, ix(0, 2)], N("channels last"))
    yield (S.t(3, 1).expand(3, 4), [None, ix(0, 1)], N("expanded"))
    yield (S.t(0, 3), [torch.empty(0, dtype=I64)], N("empty"))
    yield (S.t(0, 3), [ix(0)], N("index into nothing"))
    yield (S.t(), [ix(0)], N("0-d"))
    yield (None, [ix(0)], N("no tensor"))


def put(S, schema):
    for dtype in ALL:
        for accumulate in (False, True):
            if not (accumulate and dtype == BOOL):
                yield (S.t(4, 3, dtype=dtype), [ix(2, 0)], S.t(2, 3, dtype=dtype), accumulate)
    for indices, shape in [([ix(1, 1)], (2, 3)), ([None, ix(2, 0)], (4, 2)), ([ix(0, 1), ix(2, 2)], (2,)), ([ix(0, 1), ix(2, 2)], ()), ([ix(0, 1)[:, None], ix(0, 2)], (2, 2)), ([S.t(4, dtype=BOOL)], (3,)),
                           ([ix(1, 1, 1)], (3,)), ([S.t(4, 3, dtype=BOOL)], ()), ([ix(-1)], (1, 3)), ([torch.empty(0, dtype=I64)], (0, 3)), ([ix(0, 2)], (3, 3)), ([ix(4)], (3,)), ([ix(-5)], (3,)), ([ix(0)] * 3, ())]:
        for accumulate in ((True,) if indices and indices[0] is not None and len(indices[0].unique()) < indices[0].numel() and indices[0].dtype == I64 else (False, True)):
            yield (S.t(4, 3), indices, S.t(*shape), accumulate)
    yield (S.t(3, 4).t(), [ix(0, 2)], S.t(2, 3), N("transposed"))
    yield (S.t(4, 3), [ix(0, 2)], S.t(2, 3, dtype=F64), N("values of another dtype"))
    yield (S.t(4, 3), [ix(0, 2)], S.t(dtype=F64), N("0-d value of another dtype"))
    yield (None, [ix(0)], S.t(3), N("no tensor"))


def gathered(S, schema):
    for dtype in ALL:
        yield (S.t(3, 4, dtype=dtype), 1, S.index(4, 3, 2))
    for dim, size in [(0, (2, 4)), (1, (2, 3)), (-1, (3, 6)), (0, (5, 1)), (0, (0, 4)), (2, (3, 4)), (0, (3, 5)), (0, (3,))]:
        yield (S.t(3, 4), dim, S.index(3, *size))
    yield (S.t(3, 4), 0, S.index(3, 2, 4, dtype=I32), N("32-bit index"))
    yield (S.t(3, 4), 0, torch.tensor([[3, 0, 0, 0]]), N("out of range"))
    yield (S.t(3, 4), 0, torch.tensor([[-1, 0, 0, 0]]), N("negative"))
    yield (S.t(4, 3).t(), 1, S.index(4, 3, 2), N("transposed"))
    yield (S.t(3, 4), 1, S.index(4, 2, 3).t(), N("index transposed"))
    yield (S.t(2, 3, 4).permute(1, 2, 0), 1, S.index(4, 3, 2, 2), N("permuted"))
    yield (S.t(), 0, torch.tensor(0), N("0-d"))
    yield (S.t(4), 0, torch.tensor(2), N("0-d index"))
    yield (S.t(3, 0), 0, S.index(3, 2, 0), N("empty"))
    yield (S.t(3, 4), 0, S.t(2, 4), N("index of floats"))
    yield (None, 0, S.index(3, 2, 4), N("no tensor"))


def put_flat(S, schema):
    for dtype in ALL:
        yield (S.t(3, 4, dtype=dtype), ix(5, 0, -1), S.t(3, dtype=dtype))
    yield (S.t(3, 4), ix(1, 1, 5), S.t(3), True)
    yield (S.t(4, 3).t(), S.index(12, 2, 1), S.t(2, 1), N("transposed"))
    yield (S.t(3, 4), ix(), S.t(0), N("no index"))
    for index, source, note in [(ix(12), S.t(1), "out of range"), (ix(-13), S.t(1), "far negative"), (ix(0, 1), S.t(3), "counts differ"), (ix(0, dtype=I32), S.t(1), "32-bit index"), (ix(0), S.t(1, dtype=F64), "dtypes differ")]:
        yield (S.t(3, 4), index, source, N(note))


def scatter_modes(by_number):
    def samples(S, schema):
        for mode in ("add", "multiply"):
            for dtype in ALL if mode == "add" else (F32, F64, I64):
                yield (S.t(3, 4, dtype=dtype), 1, torch.tensor([[1, 0], [0, 3]]), 2 if by_number else S.t(2, 2, dtype=dtype), {"reduce": mode})
            yield (S.t(4, 3).t(), 0, torch.tensor([[1, 1, 1]]), 3 if by_number else S.t(1, 3), {"reduce": mode}, N("repeated"))
        index = torch.tensor([[0, 1]])
        value = 2 if by_number else S.t(1, 2)
        for x, dim, index, mode, note in [(S.t(3, 4), 1, index, "mean", "no such mode"), (S.t(3, 4), 2, index, "add", "no such dim"), (S.t(3, 4), 1, index + 3, "add", "out of range"), (S.t(3, 4), 1, index.to(I32), "add", "32-bit index"),
                                          (S.t(3, 4), 1, index[0], "add", "rank differs")]:
            yield (x, dim, index, value, {"reduce": mode}, N(note))
    return samples


def index_reduced(S, schema):
    for mode in ("prod", "mean", "amax", "amin"):
        for dtype in (F32, F64, F16, BF16, I64, I32, U8):
            yield (S.t(3, 4, dtype=dtype), 1, ix(2, 0, 2), S.t(3, 3, dtype=dtype), mode)
        yield (S.t(3, 4), 0, ix(1, 1), S.t(2, 4), mode, {"include_self": False})
        yield (torch.tensor([1.0, NAN, 3.0]), 0, ix(0, 1, 0), torch.tensor([NAN, 1.0, 2.0]), mode, N("NaN"))
    yield (S.t(4, 3).t(), 1, ix(0, 3), S.t(3, 2), "prod", N("transposed"))
    yield (S.t(3, 4), -1, ix(), S.t(3, 0), "amax", N("no index"))
    for dim, index, source, mode, note in [(1, ix(0), S.t(3, 1), "sum", "no such mode"), (2, ix(0), S.t(3, 1), "prod", "no such dim"), (1, ix(4), S.t(3, 1), "prod", "out of range"), (1, ix(0, 1), S.t(3, 1), "prod", "counts differ"),
                                           (1, torch.tensor([0.0]), S.t(3, 1), "prod", "index of floats"), (1, ix(0), S.t(3, 1, dtype=F64), "prod", "dtypes differ"), (1, ix(0), S.t(2, 1), "prod", "sizes differ"), (1, S.index(2, 1, 1), S.t(3, 1), "prod", "index of rank 2")]:
        yield (S.t(3, 4), dim, index, source, mode, N(note))


def filled_by_tensor(S, schema):
    for dtype in ALL:
        yield (S.t(3, 4, dtype=dtype), 1, ix(2, 0), S.t(dtype=dtype))
    for value, dtype in [(torch.tensor(2.5), I64), (torch.tensor(2), F32), (torch.tensor(1.5, dtype=F64), F16)]:
        yield (S.t(3, 4, dtype=dtype), 0, ix(1), value, N("another dtype"))
    yield (S.t(3, 4), 1, ix(0), S.t(1), N("value of rank 1"))
    yield (S.t(3, 4), 1, ix(4), S.t(), N("out of range"))
    yield (S.t(3, 4), 2, ix(0), S.t(), N("no such dim"))
    yield (S.t(3, 4), 1, torch.tensor([1.0]), S.t(), N("index of floats"))


def bags(S, schema):
    """Every argument by position: the forms differ in which have defaults."""
    names = [a.name for a in schema.arguments]

    def row(dtype=F32, mode=0, weights=None, last=False, padding=None, indices=None, offsets=None, weight=None, note=None):
        indices = indices if indices is not None else ix(0, 3, 3, 1, 4)
        offsets = offsets if offsets is not None else ix(0, 2, 2)
        weight = weight if weight is not None else S.distinct(5, 3, dtype=dtype)
        rest = [False, mode, False, weights, last] + ([-1 if padding is None and schema.name.startswith("aten::_") else padding] if "padding_idx" in names else [])
        return (weight, indices, offsets, *rest, *((N(note),) if note else ()))
    for mode in (0, 1, 2):
        for dtype in (F32, F16) if mode == 0 else (F32, F64):
            yield row(dtype, mode)
        yield row(mode=mode, last=True, offsets=ix(0, 2, 5), note="the last offset")
        if "padding_idx" in names:
            yield row(mode=mode, padding=3, note="padding")
        yield row(mode=mode, indices=S.index(5, 5, dtype=I32), offsets=ix(0, 3, dtype=I32), note="32-bit index")
    yield row(weights=S.positive(5), note="weighted")
    for changed in [dict(offsets=ix(1, 2), note="first offset"), dict(offsets=ix(0, 9), note="offset outside"), dict(weights=S.positive(4), note="weights differ"), dict(mode=1, weights=S.positive(5), note="weighted mean"),
                    dict(indices=torch.tensor([0.0, 1.0]), note="index of floats"), dict(weight=S.t(5), note="weight's rank"), dict(weight=S.t(5, 3, dtype=I64), note="integers"),
                    dict(weights=S.positive(5, dtype=F64), note="two dtypes")]:
        yield row(**changed)


def scattered(kind):
    def samples(S, schema):
        def row(size=(3, 2), dim=1, index=None, self=None, dtype=F32, note=None, src=None):
            self = self if self is not None else S.t(3, 4, dtype=dtype)
            index = index if index is not None else torch.stack([torch.randperm(4, generator=S.generator)[:2] for _ in range(3)]).reshape(size)
            value = 2 if kind == "value" else src if src is not None else S.t(*index.shape, dtype=dtype)
            return (self, dim, index, value, *((N(note),) if note else ()))
        for dtype in ALL:
            yield row(dtype=dtype)
        yield row(dim=-1)
        yield row(dim=0, index=torch.tensor([[0, 1, 2, 0]]))
        yield row(index=torch.empty(0, 2, dtype=I64), note="empty index")
        yield row(self=S.t(4, 3).t(), note="transposed")
        yield row(self=S.t(3, 1).expand(3, 4), note="expanded")
        yield row(self=S.t(), dim=0, index=torch.tensor(0), note="0-d")
        yield row(index=torch.tensor([[4, 0]]), note="out of range")
        yield row(index=torch.tensor([[-1, 0]]), note="negative")
        yield row(dim=2, note="no such dim")
        yield row(index=torch.tensor([0, 1]), note="rank differs")
        yield row(index=torch.zeros(4, 1, dtype=I64), note="index is larger")
        yield row(index=torch.tensor([[0, 1]], dtype=I32), note="32-bit index")
        yield row(index=torch.tensor([[0.0, 1.0]]), note="index of floats")
        if kind == "value":
            for value, dtype in [(1.5, F32), (2.5, I64), (True, F32), (NAN, F32), (-1, U8)]:
                yield (S.t(3, 4, dtype=dtype), 1, torch.tensor([[1, 2]]), value)
        else:
            yield row(index=torch.tensor([[0, 1], [1, 2]]), src=S.t(3, 4), note="src is larger")
            yield row(index=torch.tensor([[0, 1], [1, 2]]), src=S.t(1, 2), note="src is smaller")
            yield row(index=torch.tensor([[0, 1]]), src=S.t(1, 2, dtype=F64), note="dtypes differ")
            yield row(src=S.t(2, 3).t(), note="src transposed")
        if kind == "add":
            for dtype in ALL:
                yield row(index=torch.tensor([[1, 1, 1], [0, 0, 3]]), dtype=dtype, note="repeated")
    return samples


def reduced(S, schema):
    for mode in ["sum", "prod", "mean", "amax", "amin"]:
        for dtype in ALL:
            if dtype != BOOL:
                yield (S.t(3, 4, dtype=dtype), 1, torch.tensor([[1, 1, 0], [0, 0, 3]]), S.t(2, 3, dtype=dtype), mode)
        yield (S.t(3, 4), 1, torch.tensor([[1, 1, 0], [0, 0, 3]]), S.t(2, 3), mode, {"include_self": False})
        yield (S.t(3, 4, dtype=I64), 0, torch.tensor([[1, 1, 0]]), S.t(1, 3, dtype=I64), mode, {"include_self": False})
        yield (torch.tensor([1.0, NAN, 3.0]), 0, torch.tensor([0, 1, 0]), torch.tensor([NAN, 1.0, 2.0]), mode, N("NaN"))
    yield (S.t(3), 0, torch.tensor([0]), S.t(1), "median", N("no such mode"))
    yield (S.t(3), 0, torch.tensor([3]), S.t(1), "sum", N("out of range"))
    yield (S.t(3), 0, torch.tensor([0]), S.t(1, dtype=F64), "sum", N("dtypes differ"))
    yield (S.t(), 0, torch.tensor(0), S.t(), "sum", N("0-d"))


def chosen(S, schema):
    for dtype in ALL:
        yield (S.t(3, 4, dtype=dtype), 1, ix(2, 0, 2))
    for dim in [0, -1, -2, 2]:
        yield (S.t(3, 4), dim, ix(1, 0))
    for note, one in S.layouts():
        if note not in ("0-d", "empty", "size 1"):
            yield (one, 1, ix(1, 0), note)
    yield (S.t(3, 4), 0, ix(1, dtype=I32), N("32-bit index"))
    yield (S.t(3, 4), 0, torch.tensor(1), N("0-d index"))
    yield (S.t(3, 4), 0, ix(), N("no index"))
    yield (S.t(), 0, ix(0), N("0-d"))
    yield (S.t(0, 3), 1, ix(0), N("empty"))
    yield (S.t(3, 4), 0, ix(3), N("out of range"))
    yield (S.t(3, 4), 0, ix(-1), N("negative"))
    yield (S.t(3, 4), 0, S.index(3, 2, 2), N("index of rank 2"))
    yield (S.t(3, 4), 0, torch.tensor([1.0]), N("index of floats"))
    yield (None, 0, ix(1), N("no tensor"))


def index_writes(kind):
    def samples(S, schema):
        def row(shape=(3, 4), dim=1, index=ix(2, 0), dtype=F32, self=None, source=None, note=None, **kwargs):
            self = self if self is not None else S.t(*shape, dtype=dtype)
            size = list(self.shape)
            if size and -len(size) <= dim < len(size):
                size[dim] = index.numel()
            value = 2 if kind == "fill" else source if source is not None else S.t(*size, dtype=dtype)
            return (self, dim, index, value, kwargs, *((N(note),) if note else ()))
        for dtype in ALL:
            yield row(dtype=dtype)
        for dim in [0, -1, 2]:
            yield row(dim=dim)
        yield row(index=ix(1, dtype=I32), note="32-bit index")
        yield row(self=S.t(4, 3).t(), note="transposed")
        yield row(self=S.t(2, 3, 4).permute(1, 2, 0), note="permuted")
        yield row(self=S.t(), dim=0, index=ix(0), source=S.t(1), note="0-d")
        yield row(index=ix(), note="no index")
        yield row(index=ix(4), note="out of range")
        yield row(index=ix(-1), note="negative")
        yield row(index=ix(-5), note="far negative")
        yield row(index=torch.tensor([1.0]), note="index of floats")
        yield row(index=S.index(2, 2, 2), note="index of rank 2", source=S.t(3, 4))
        if kind == "fill":
            for value, dtype in [(1.5, F32), (2.5, I64), (True, F32), (NAN, F16)]:
                yield (S.t(3, 4, dtype=dtype), 1, ix(0, 1), value)
        else:
            yield row(source=S.t(3, 3), note="source has another size")
            yield row(source=S.t(3, 2, dtype=F64), note="dtypes differ")
        if kind == "add":
            for alpha, dtype in [(2, F32), (1.5, F32), (2, I64), (1.5, I64), (-1, F16)]:
                yield row(dtype=dtype, alpha=alpha)
            yield row(index=ix(1, 1, 1), note="repeated")
    return samples


def masked(S, schema):
    for dtype in ALL:
        yield (S.t(3, 4, dtype=dtype), S.t(3, 4, dtype=BOOL))
    for note, one in S.layouts():
        yield (one, S.t(*one.shape, dtype=BOOL), note)
    yield (S.t(3, 4), S.t(4, dtype=BOOL), N("mask broadcasts"))
    yield (S.t(4), S.t(3, 4, dtype=BOOL), N("self broadcasts"))
    yield (S.t(3, 4), torch.zeros(3, 4, dtype=BOOL), N("nothing"))
    yield (S.t(3, 4), S.t(4, 3, dtype=BOOL).t(), N("mask transposed"))
    yield (S.t(3, 4), S.t(3, 4, dtype=I64), N("mask of integers"))
    yield (S.t(3, 4), S.t(3, dtype=BOOL), N("does not broadcast"))
    yield (None, S.t(3, dtype=BOOL), N("no tensor"))


def masked_from(S, schema):
    for dtype in ALL:
        yield (S.t(2, 3, dtype=dtype), S.t(2, 3, dtype=BOOL), S.t(6, dtype=dtype))
    for note, one in S.layouts():
        yield (one, S.t(*one.shape, dtype=BOOL), S.t(64), note)
    yield (S.t(2, 3), S.t(3, dtype=BOOL), S.t(6), N("mask broadcasts"))
    yield (S.t(3), S.t(2, 3, dtype=BOOL), S.t(6), N("self broadcasts"))
    yield (S.t(2, 3), torch.ones(2, 3, dtype=BOOL), S.t(3, 2).t(), N("source transposed"))
    yield (S.t(2, 3), torch.ones(2, 3, dtype=BOOL), S.t(5), N("too few"))
    yield (S.t(2, 3), torch.ones(2, 3, dtype=BOOL), S.t(6, dtype=F64), N("dtypes differ"))
    yield (S.t(2, 3), S.t(2, 3, dtype=I64), S.t(6), N("mask of integers"))
    yield (S.t(2, 3), S.t(4, dtype=BOOL), S.t(6), N("does not broadcast"))


def positions(S, schema):
    for dtype in ALL:
        yield (S.t(3, 4, dtype=dtype),)
    for note, one in S.layouts(dtype=I64):
        yield (one, note)
    yield (torch.zeros(2, 3), N("none"))
    yield (torch.tensor([0.0, -0.0, NAN]), N("special values"))
    yield (torch.tensor(3), N("0-d nonzero"))
    yield (S.t(2, 2, 2, dtype=BOOL),)
    yield (None, N("no tensor"))


def taken(S, schema):
    for dtype in ALL:
        yield (S.t(3, 4, dtype=dtype), ix(11, 0, -1))
    for note, one in S.layouts():
        yield (one, torch.zeros(2, dtype=I64), note)
    for index in [S.index(12, 2, 2), torch.tensor(3), ix(), ix(12), ix(-13), ix(0, dtype=I32), torch.tensor([1.0]), S.index(12, 2, 3).t()]:
        yield (S.t(3, 4), index)
    yield (None, ix(0), N("no tensor"))


def embedded(S, schema):
    for dtype in ALL:
        yield (S.t(5, 3, dtype=dtype), S.index(5, 2, 2))
    for index in [ix(0, 4), torch.tensor(2), ix(), S.index(5, 2, 3).t(), ix(1, dtype=I32), S.index(5, 2, 1, 2), ix(5), ix(-1), torch.tensor([1.0]), ix(1).to(BOOL)]:
        yield (S.t(5, 3), index)
    yield (S.t(3, 5).t(), S.index(5, 2), N("weight transposed"))
    for padding in [0, 4, -1, 7]:
        yield (S.t(5, 3), S.index(5, 4), padding)
    yield (S.t(5, 3), S.index(5, 4), -1, True)
    yield (S.t(5), S.index(5, 2), N("weight of rank 1"))
    yield (S.t(5, 3, 2), S.index(5, 2), N("weight of rank 3"))
    yield (S.t(5, 0), S.index(5, 2), N("empty rows"))
    yield (None, ix(0), N("no weight"))


def embedding_gradients(S, schema):
    for dtype in ALL:
        yield (S.t(2, 2, 3, dtype=dtype), S.index(5, 2, 2), 5, -1, False)
    for padding in [0, 4, -1, 7]:
        yield (S.t(6, 3), ix(0, 1, 4, 4, 0, 2), 5, padding, False)
        yield (S.t(6, 3), ix(0, 1, 4, 4, 0, 2), 5, padding, True)
    yield (S.t(3, 4).t(), ix(0, 1, 1, 0), 5, -1, False, N("transposed"))
    yield (S.t(0, 3), ix(), 5, -1, False, N("empty"))
    yield (S.t(2, 3), ix(0, 1, dtype=I32), 5, -1, False, N("32-bit index"))
    yield (S.t(2, 3), torch.tensor([0.0, 1.0]), 5, -1, False, N("index of floats"))
    yield (S.t(3), torch.tensor(1), 5, -1, False, N("0-d index"))


def single(S, schema):
    for dtype in ALL:
        yield (S.t(dtype=dtype),)
        yield (S.t(1, 1, dtype=dtype),)
    for value in (NAN, float("inf"), -0.0):
        yield (torch.tensor(value),)
    yield (S.t(2), N("two elements"))
    yield (None, N("no tensor"))


TABLE = {
    "_local_scalar_dense": lambda S, schema: (row for row in single(S, schema) if row[0] is None or row[0].numel() == 1), "item": single,
    "index.Tensor": indexed, "_unsafe_index.Tensor": indexed, "index_put": put, "_unsafe_index_put": put, "gather": gathered,
    "scatter.src": scattered("src"), "scatter.value": scattered("value"), "scatter_add": scattered("add"), "scatter_reduce.two": reduced,
    "scatter.reduce": scatter_modes(False), "scatter.value_reduce": scatter_modes(True), "put": put_flat, "index_reduce": index_reduced, "index_fill.int_Tensor": filled_by_tensor, "is_nonzero": single,
    **{name: (bags, {"loose": True, "no_float64": True}) for name in ("_embedding_bag", "_embedding_bag_forward_only", "embedding_bag", "embedding_bag.padding_idx")},
    "index_select": chosen, "index_add": index_writes("add"), "index_copy": index_writes("copy"), "index_fill.int_Scalar": index_writes("fill"),
    "masked_select": masked, "masked_scatter": masked_from, "nonzero": positions, "take": taken, "embedding": embedded,
    "embedding_dense_backward": embedding_gradients,
}
