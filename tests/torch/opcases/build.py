"""What the tables of samples are written with: tensors of small exact numbers in every dtype and layout."""
import torch
from torch.fx.experimental.proxy_tensor import make_fx

F64, F32, F16, BF16 = torch.float64, torch.float32, torch.float16, torch.bfloat16
I64, I32, I16, I8, U8, BOOL = torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool
FLOATS = [F32, F64, F16, BF16]
INTS = [I64, I32, I16, I8, U8]
ALL = FLOATS + INTS + [BOOL]
NAN, INF = float("nan"), float("inf")
SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 1.5, 1e-3, 100.0, INF, -INF, NAN]


class N(str):
    """A note on a sample, its last element: what makes it worth recording."""


class Graph:
    """A function for an operator that runs graphs: to call, and as the text of the graph that PyTorch makes of it."""

    def __init__(self, function, *examples):
        self.function = function
        lines = make_fx(function, tracing_mode="fake")(*examples).print_readable(print_output=False).rstrip().split("\n")
        self.text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))

    def __call__(self, *args):
        return self.function(*args)


class Sampler:
    """Draws tensors. One per operator, seeded by its name, so recording one leaves the others as they were."""

    def __init__(self, seed):
        self.generator = torch.Generator().manual_seed(seed)

    def integers(self, low, high, shape):
        return torch.randint(low, high, tuple(shape), generator=self.generator)

    def t(self, *shape, dtype=F32, low=-4, high=4):
        """Multiples of 1/8 in [low, high) for floats, exact in every float dtype; whole numbers otherwise."""
        if dtype == BOOL:
            return self.integers(0, 2, shape).to(BOOL)
        if dtype == U8 and low < 0:
            low = 0
        if dtype.is_complex:
            return torch.complex(self.t(*shape, dtype=F32, low=low, high=high), self.t(*shape, dtype=F32, low=low, high=high)).to(dtype)
        if not dtype.is_floating_point:
            return self.integers(low, high, shape).to(dtype)
        return (self.integers(int(low * 8), int(high * 8), shape).to(F64) / 8).to(dtype)

    def positive(self, *shape, dtype=F32):
        return self.t(*shape, dtype=dtype, low=1, high=5)

    def unit(self, *shape, dtype=F32):
        """Floats in [-1, 1)."""
        return self.t(*shape, dtype=dtype, low=-1, high=1)

    def distinct(self, *shape, dtype=F32):
        """No value twice: results that depend on the order of equals are not promised by PyTorch."""
        count = 1
        for size in shape:
            count *= size
        values = torch.randperm(count, generator=self.generator)
        if dtype.is_floating_point:
            values = values.to(F64) / 4 - count // 8
        return values.reshape(shape).to(dtype)

    def index(self, below, *shape, dtype=I64):
        return self.integers(0, below, shape).to(dtype)

    def layouts(self, dtype=F32, draw=None):
        """(note, tensor) of every layout that kernels and stride rules tell apart."""
        draw = draw or self.t
        yield N("0-d"), draw(dtype=dtype)
        yield N("empty"), draw(0, 4, dtype=dtype)
        yield N("size 1"), draw(1, 4, dtype=dtype)
        yield N("transposed"), draw(4, 3, dtype=dtype).t()
        yield N("permuted"), draw(2, 3, 4, dtype=dtype).permute(2, 0, 1)
        yield N("every second"), draw(3, 8, dtype=dtype)[:, ::2]
        yield N("expanded"), draw(3, 1, dtype=dtype).expand(3, 4)
        yield N("channels last"), draw(2, 3, 2, 2, dtype=dtype).to(memory_format=torch.channels_last)


def special(dtype=F32):
    return torch.tensor(SPECIAL, dtype=dtype)


def vary(table=None, *, base=None, dtypes=ALL, draw=None, layouts=True, keep=(), skip=()):
    """Samples of an operator by its schema: every dtype with plain arguments, then every layout of the first tensor,
    then each other argument through its candidates, one at a time.

    `table` gives candidates by argument name, the plain one first; a callable is called with the sampler and the dtype.
    `draw` names the sampler's way to draw tensors, `base` is the shape of plain tensors, `keep` names tensors that
    have the same candidates whatever the layout, `skip` notes of layouts to leave out.
    """
    table = table or {}
    base = base if base is not None else (3, 4)

    def candidates(arg, schema):
        if arg.name in table:
            return table[arg.name]
        kind = str(arg.type)
        if kind == "Tensor":
            return [lambda S, dtype: getattr(S, draw or "t")(*base, dtype=dtype)]
        if arg.has_default_value() and arg.name not in BY_NAME:
            return [...]
        if arg.name in BY_NAME:
            by = BY_NAME[arg.name]
            return by["list"] if kind.startswith(("List", "Optional[List")) else by["one"]
        if kind.startswith("Optional"):
            return [None]
        return BY_KIND[kind]

    def samples(S, schema):
        lists = {arg.name: candidates(arg, schema) for arg in schema.arguments}
        first = next((a.name for a in schema.arguments if str(a.type) == "Tensor"), None)

        def pose(dtype, /, **changed):
            args, kwargs = [], {}
            for position, arg in enumerate(schema.arguments):
                value = changed[arg.name] if arg.name in changed else lists[arg.name][0]
                if callable(value) and not isinstance(value, torch.Tensor):
                    value = value(S, dtype)
                if value is ...:
                    continue
                if arg.kwarg_only or len(args) < position:
                    kwargs[arg.name] = value
                else:
                    args.append(value)
            return (*args, kwargs)

        for dtype in dtypes if first else [F32]:
            yield pose(dtype)
        for name, values in lists.items():
            for value in values[1:]:
                yield pose(F32, **{name: value})
        if first and layouts:
            twins = [a.name for a in schema.arguments if str(a.type) == "Tensor" and a.name not in table and a.name not in keep]
            for note, tensor in S.layouts(draw=getattr(S, draw or "t")):
                if note in skip:
                    continue
                same = {name: torch.clone(tensor) if note != "expanded" else tensor for name in twins}
                same[first] = tensor
                yield (*pose(F32, **same), note)
        if first:
            yield (*pose(F32, **{first: None}), N("no tensor"))

    return samples


# Candidates for arguments whose name tells what they are, the plain one first. The last ones are refused.
BY_NAME = {
    "dim": {"one": [0, 1, -1, 2, -3], "list": [[0], [1], [0, 1], [-1], [], None, [0, 0], [2]]},
    "keepdim": {"one": [..., True], "list": []},
    "dtype": {"one": [..., F64, F16, I64, BOOL], "list": []},
    "descending": {"one": [..., True], "list": []},
    "memory_format": {"one": [..., torch.contiguous_format, torch.preserve_format], "list": []},
}
BY_KIND = {"number": [2, 1.5, -1, 0, True], "int": [1, 0, 2, -1], "float": [0.5, 0.0], "bool": [False, True],
           "str": [""], "List[int]": [[1]], "List[Tensor]": [lambda S, dtype: [S.t(3, 4, dtype=dtype)]]}


def unary(draw=None, values=None, dtypes=ALL):
    """An element-wise operator of one tensor."""
    plain = vary(draw=draw, dtypes=dtypes)

    def samples(S, schema):
        yield from plain(S, schema)
        for dtype in FLOATS:
            yield (special(dtype), N("special values"))
        for dtype in [I64, I32, I16, I8]:
            info = torch.iinfo(dtype)
            yield (torch.tensor([info.min, info.max, 0], dtype=dtype), N("extremes"))
        yield (S.t(5, 7, 3), N("more elements"))
        if values is not None:
            for dtype in FLOATS:
                yield (torch.tensor(values, dtype=dtype), N("domain"))

    return samples


def binary(draw="t", second=None, extra=(), first_number=False):
    """An element-wise operator of two tensors: promotion, broadcasting, layouts, what does not fit."""
    second = second or draw

    def samples(S, schema):
        a = lambda *shape, dtype=F32: getattr(S, draw)(*shape, dtype=dtype)
        b = lambda *shape, dtype=F32: getattr(S, second)(*shape, dtype=dtype)
        for dtype in ALL:
            yield (a(2, 3, dtype=dtype), b(2, 3, dtype=dtype))
        for x, y in [(F32, F64), (F16, BF16), (I64, F16), (I8, U8), (BOOL, I32), (BOOL, F32), (I32, I64), (U8, I16), (BF16, F32)]:
            yield (a(2, 3, dtype=x), b(2, 3, dtype=y), N("promotes"))
        for x, y in [(F16, F64), (I64, F32), (I32, I64), (BOOL, I64), (F32, I64), (BF16, F32)]:
            yield (a(3, dtype=x), b(dtype=y), N("with a 0-d tensor"))
            yield (a(dtype=y), b(3, dtype=x), N("a 0-d tensor first"))
        yield (a(2, 1, 3), b(4, 1), N("broadcasts"))
        yield (a(0, 3), b(1, 3), N("broadcasts empty"))
        yield (a(), b(), N("0-d"))
        yield (a(3, 2).t(), b(3, 2).t(), N("both transposed"))
        yield (a(3, 2).t(), b(2, 3), N("one transposed"))
        yield (a(3, 2).t(), b(3), N("transposed and a row"))
        yield (a(2, 6)[:, ::2], b(2, 3), N("every second"))
        yield (a(3).expand(2, 3), b(2, 3), N("expanded"))
        last = torch.channels_last
        yield (a(2, 3, 2, 2).to(memory_format=last), b(2, 3, 2, 2).to(memory_format=last), N("channels last"))
        yield (a(2, 3, 2, 2).to(memory_format=last), b(3, 1, 1), N("channels last and a bias"))
        yield (a(2, 3, 2, 2).to(memory_format=last), b(2, 3, 2, 2), N("channels last and not"))
        yield (a(2, 3, 4).permute(2, 0, 1), b(4, 2, 3), N("permuted"))
        yield (special(), torch.flip(special(), [0]), N("special values"))
        yield (special(F64)[:, None], special(F64)[None, :], N("special values by each other"))
        yield (a(2, 3), b(4), N("does not broadcast"))
        yield (a(2, 3), None, N("no tensor"))
        for one in extra:
            yield one(S)

    return samples


def scalar(draw="t", numbers=(2, 1.5, -1, 3, True), position=1):
    """An element-wise operator of a tensor and a number."""

    def samples(S, schema):
        def pose(tensor, number, *rest):
            return (tensor, number, *rest) if position else (number, tensor, *rest)
        a = lambda *shape, dtype=F32: getattr(S, draw)(*shape, dtype=dtype)
        for dtype in ALL:
            for number in (numbers if dtype in (F32, I64, U8, BOOL) else numbers[:2]):
                yield pose(a(2, 3, dtype=dtype), number)
        yield pose(special(), 2, N("special values"))
        yield pose(special(F16), 2, N("special values"))
        yield pose(a(3), INF, N("infinity"))
        yield pose(a(3), NAN, N("NaN"))
        yield pose(a(3, dtype=I64), 2.5, N("a float with integers"))
        yield pose(a(3, dtype=I8), 100, N("wraps"))
        for note, tensor in S.layouts(draw=getattr(S, draw)):
            yield pose(tensor, 2, note)
        yield pose(None, 2, N("no tensor"))
        yield pose(a(3), None, N("no number"))

    return samples


def listed(rows):
    """Exactly these: `rows(S)` gives the samples."""
    return lambda S, schema: rows(S)
