"""Operators that draw random numbers. Each call starts at seed 0, where every run of ours starts too."""
import torch

from .build import ALL, BF16, BOOL, F16, F32, F64, FLOATS, I8, I16, I32, I64, INF, INTS, N, NAN, U8

# What is drawn depends on the dtype, so float64 would draw other numbers; our float64 runs keep to those on record.
SETTINGS = {"no_float64": True}
WIDE = 1 << 32


def filled(*arguments, dtypes=FLOATS, refused=(), taken=()):
    """Tensors filled from a distribution: every dtype and layout with `arguments`, other arguments, and bad ones."""

    def samples(S, schema):
        for dtype in ALL:  # those that are refused too
            yield (S.t(3, 5, dtype=dtype), *arguments)
        for dtype in dtypes:
            yield (S.t(37, dtype=dtype), *arguments)
        for note, tensor in S.layouts():
            yield (tensor, *arguments, note)
        for more in taken:
            yield (S.t(4, 5), *more)
        for more in refused:
            yield (S.t(4), *more, N("refused"))
        yield (None, *arguments, N("no tensor"))

    return samples


def of_shape(*arguments, dtypes=FLOATS, refused_dtypes=(I64,), generator=False):
    """Tensors out of nothing."""
    extra = {"generator": None} if generator else {}

    def samples(S, schema):
        for dtype in (*dtypes, *refused_dtypes):
            yield (*arguments, [3, 7], {"dtype": dtype, **extra})
        for size in ([], [1], [15], [16], [17], [2, 3, 4], [0], [3, 0, 2], [1, 40]):
            yield (*arguments, size, extra)
        yield (*arguments, [-1], extra, N("negative size"))
        yield (*arguments, [2, -3], extra, N("negative size"))
        yield (*arguments, None, extra, N("no size"))

    return samples


def like(*arguments, dtypes=FLOATS, refused_dtypes=(I64, BOOL)):
    """Tensors shaped like another one."""

    def samples(S, schema):
        for dtype in (*dtypes, *refused_dtypes):
            yield (S.t(3, 7), *arguments, {"dtype": dtype})
            yield (S.t(4, dtype=dtype), *arguments)
        for note, tensor in S.layouts():
            yield (tensor, *arguments, note)
        yield (S.t(3, 6).t(), *arguments, {"memory_format": torch.contiguous_format})
        yield (S.t(2, 3, 2, 2), *arguments, {"memory_format": torch.channels_last})
        yield (S.t(3), *arguments, {"memory_format": torch.channels_last}, N("rank 1"))
        yield (None, *arguments, N("no tensor"))

    return samples


def between(low, generator=False, tensor=False):
    """Integers of a range: what each dtype holds, ranges of 32 and 64 bits, and ranges with nothing in them."""
    extra = {"generator": None} if generator else {}

    def samples(S, schema):
        def pose(bottom, top, dtype=None, size=(3, 4), *note):
            head = ((bottom, top) if low else (top,))
            kwargs = {**extra, **({"dtype": dtype} if dtype is not None else {})}
            return (S.t(*size), *head, kwargs, *note) if tensor else (*head, list(size), kwargs, *note)
        for dtype in ALL:
            yield pose(0, 2, dtype)
        for dtype in ALL:
            yield pose(-3, 100, dtype)
        for top in (1, WIDE - 1, WIDE, WIDE + 1, (1 << 63) - 1):
            yield pose(0, top, I64)
        yield pose(-(1 << 40), 1 << 40, I64)
        yield pose(0, 70000, F32)
        yield pose(0, 5000, F16)
        yield pose(-70, 400, BF16)
        yield pose(5, 10)
        yield pose(0, 9, I64, ())
        yield pose(0, 9, I64, (0, 3))
        yield pose(7, 7, I64, (2,), N("nothing in the range"))
        yield pose(9, -4, I64, (2,), N("upside down"))
        yield pose(0, 0, I64, (2,), N("no number below 0"))
        yield pose(0, 300, U8, (2,), N("does not fit"))
        yield pose(-200, 3, I8, (2,), N("does not fit"))
        yield pose(0, 1 << 17, I16, (2,), N("does not fit"))

    return samples


def permutations(generator=False):
    extra = {"generator": None} if generator else {}

    def samples(S, schema):
        for n in (0, 1, 2, 5, 16, 17, 100):
            yield (n, extra)
        for dtype in (I32, I16, I8, U8, F32, F64, F16, BF16):
            yield (12, {"dtype": dtype, **extra})
        yield (300, {"dtype": I16, **extra})
        yield (-1, extra, N("negative"))
        yield (300, {"dtype": U8, **extra}, N("does not fit"))
        yield (300, {"dtype": I8, **extra}, N("does not fit"))
        yield (3000, {"dtype": F16, **extra}, N("not every number is an f16"))
        yield (None, extra, N("no number"))

    return samples


def probabilities(S, schema):
    chance = lambda *shape, dtype=F32: S.t(*shape, dtype=dtype, low=0, high=1)
    for dtype in FLOATS:
        yield (chance(4, 6, dtype=dtype),)
    for note, tensor in S.layouts(draw=chance):
        yield (tensor, note)
    yield (torch.tensor([0.0, 1.0, 0.0, 1.0]), N("certain"))
    for dtype in FLOATS:
        yield (torch.linspace(0, 1, 19, dtype=dtype),)
    yield (torch.tensor([0.5, 1.5]), N("above 1"))
    yield (torch.tensor([-0.5, 0.5]), N("below 0"))
    yield (torch.tensor([0.5, NAN]), N("NaN"))
    yield (torch.tensor([0, 1]), N("integers"))
    yield (None, N("no tensor"))


def probabilities_beside(S, schema):
    chance = lambda *shape, dtype=F32: S.t(*shape, dtype=dtype, low=0, high=1)
    for dtype in ALL:
        yield (S.t(3, 4, dtype=dtype), chance(3, 4))
    for dtype in FLOATS:
        yield (S.t(3, 4), chance(3, 4, dtype=dtype))
    yield (S.t(3, 4), chance(4), N("broadcasts"))
    yield (S.t(3, 4), chance(3, 1, dtype=F64), N("broadcasts"))
    yield (S.t(4, 3).t(), chance(3, 4), N("transposed"))
    yield (S.t(0, 4), chance(0, 4), N("empty"))
    yield (S.t(3), torch.tensor([0.0, 1.0, 1.0]), N("certain"))
    yield (S.t(2), torch.tensor([0.5, 1.5]), N("above 1"))
    yield (S.t(2), torch.tensor([-0.5, 1.0]), N("below 0"))
    yield (S.t(2), chance(3), N("does not broadcast"))
    yield (S.t(2), chance(1, 2), N("more dimensions"))
    yield (S.t(2), torch.tensor([0, 1]), N("integers"))
    yield (S.t(2), None, N("no tensor"))


def of_tensors(S, schema):
    kinds = {a.name: str(a.type) for a in schema.arguments}
    one_of = lambda name, tensor, number: tensor if kinds[name] == "Tensor" else number

    def pose(mean, std, *rest, numbers=(1.5, 0.75)):
        return (one_of("mean", mean, numbers[0]), one_of("std", std, numbers[1]), *rest)
    for dtype in (*FLOATS, I64):
        yield pose(S.t(3, 4, dtype=dtype), S.positive(3, 4, dtype=dtype))
    for size in (1, 7, 15, 16, 17, 33):
        yield pose(S.t(size), S.positive(size))
    for numbers in ((0.0, 0.0), (-3.0, 2.5)):
        yield pose(S.t(4), S.positive(4), numbers=numbers)
    yield pose(S.t(4, 3).t(), S.positive(4, 3).t(), N("transposed"))
    yield pose(S.t(), S.positive(), N("0-d"))
    yield pose(S.t(0, 2), S.positive(0, 2), N("empty"))
    yield pose(S.t(3, 1), S.positive(4), N("broadcasts"))
    yield pose(S.t(4), torch.zeros(4), N("no deviation"))
    yield pose(S.t(2), torch.tensor([1.0, -1.0]), N("negative deviation"), numbers=(0.0, -1.0))
    yield pose(S.t(3), S.positive(2), N("does not broadcast"))
    yield pose(None, None, N("no tensor"))


def of_numbers(S, schema):
    for dtype in (*FLOATS, I64):
        yield (1.5, 0.25, [3, 7], {"dtype": dtype})
    for size in ([], [1], [15], [16], [17], [0, 2], [2, 3, 4], [40]):
        yield (-1.0, 2.0, size)
    yield (0.0, 0.0, [4], N("no deviation"))
    yield (0.0, 0.0, [20], N("no deviation"))
    yield (0.0, -1.0, [4], N("negative deviation"))
    yield (0.0, 1.0, [-4], N("negative size"))
    yield (0.0, None, [4], N("no number"))


def categories(S, schema):
    weights = lambda *shape, dtype=F32: S.positive(*shape, dtype=dtype)
    for dtype in FLOATS:
        yield (weights(2, 5, dtype=dtype), 1)
        yield (weights(2, 5, dtype=dtype), 3)
        yield (weights(2, 5, dtype=dtype), 12, True)
    yield (weights(6), 4)
    yield (weights(6), 9, True)
    yield (weights(6), 6)
    yield (weights(5, 2).t(), 2, N("transposed"))
    yield (torch.tensor([0.0, 3.0, 0.0]), 1, N("one choice"))
    yield (torch.tensor([[0.0, 3.0, 0.0]]), 5, True, N("one choice"))
    yield (weights(0, 4), 2, N("no rows"))
    yield (weights(3), 4, N("more than there are"))
    yield (weights(3), 0, N("no samples"))
    yield (weights(3), -1, N("no samples"))
    yield (torch.zeros(3), 1, N("all weights 0"))
    yield (torch.tensor([1.0, -1.0]), 1, N("negative weight"))
    yield (torch.tensor([1.0, INF]), 1, N("infinite weight"))
    yield (torch.tensor([1.0, NAN]), 1, True, N("NaN"))
    yield (weights(2, 2, 2), 1, N("rank 3"))
    yield (weights(3, dtype=I64), 1, N("integers"))


def dropped(whole_channels):
    def samples(S, schema):
        shape = (2, 3, 4) if whole_channels else (4, 6)
        for dtype in ALL:
            yield (S.t(*shape, dtype=dtype), 0.3, True)
        for dtype in (*FLOATS, I64):
            yield (S.t(*shape, dtype=dtype), 0.3, False)
        for p in (0.0, 0.5, 0.875, 1.0, 0, 1):
            yield (S.t(*shape), p, True)
        for note, tensor in S.layouts():
            if note != "empty" or "native" not in schema.name:  # whose CPU kernel gives another mask then than a tracer
                yield (tensor, 0.5, True, note)
        yield (torch.full((2, 3), NAN), 1.0, True, N("NaN"))
        yield (S.t(2, 2, 2, 3), 0.5, True)
        for p in (-0.1, 1.5, NAN):
            yield (S.t(*shape), p, True, N("no probability"))
        yield (S.t(*shape), 1.5, False, N("no probability"))
        yield (S.t(5), 0.5, True, N("rank 1"))
        yield (None, 0.5, True, N("no tensor"))

    return samples


def slopes(noise):
    def samples(S, schema):
        def pose(x, *rest):
            return (x, torch.zeros_like(x), *rest) if noise else (x, *rest)
        for dtype in ALL:
            yield pose(S.t(3, 4, dtype=dtype))
        for dtype in (F32, F64, BF16):
            yield pose(S.t(3, 4, dtype=dtype), 0.125, 0.5, True)
        for more in ((0.0, 1.0), (0.25, 0.25), (-1.0, 0.5), (0, 1)):
            yield pose(S.t(10), *more, True)
            yield pose(S.t(10), *more)
        if not noise:  # whose layout the two tensors share
            for note, tensor in S.layouts():
                yield pose(tensor, 0.125, 0.5, True, note)
        yield pose(torch.tensor([NAN, INF, -INF, 0.0, -0.0]), 0.125, 0.5, True, N("special values"))
        yield pose(S.t(4), 0.5, 0.25, True, N("upside down"))
        yield pose(S.t(4), 0.5, 0.25, N("upside down"))
        yield pose(S.t(4), NAN, 0.25, N("NaN"))

    return samples


def seeds(S, schema):
    many = schema.name.endswith("seeds")
    for count in ((1, 2, 3, 7, 0) if many else (None,)):
        yield (*((count,) if many else ()), torch.device("cpu"))
    if many:
        yield (-1, torch.device("cpu"), N("negative"))
    else:
        yield ("nowhere", N("no device"))


def looked_up(S, schema):
    for index in (0, 1, 2, 3, 4, -5, 17):
        yield (S.integers(0, 1 << 40, (4,)), index)
    yield (S.integers(0, 9, ()), 0, N("no seeds"))


def by_position(S, schema):
    integers = schema.name.endswith("randint")
    seed = lambda: S.integers(0, 1 << 31, ())
    for size in ([3, 5], [], [17], [0], [2, 1, 3]):
        if integers:
            yield (0, 10, size, seed())
        else:
            yield (size, seed(), "rand")
            yield (size, seed(), "randn")
    if integers:
        for low, high in ((-9, 1 << 40), (-3, 4), (0, 1 << 32), (0, 1), (1 << 33, (1 << 33) + 5)):
            yield (low, high, [7], seed())
    for value in (0, 1, (1 << 31) - 1, 1 << 40):
        yield (0, 100, [4], torch.tensor(value)) if integers else ([4], torch.tensor(value), "rand")
    if integers:
        yield (0, 5, None, seed(), N("no size"))
    else:
        yield ([2], seed(), "randperm", N("no such mode"))
        yield (None, seed(), "rand", N("no size"))


FAR = (1 << 24) + 3
ROWS = {
    "uniform": filled(-1.5, 2.5, taken=[(), (0.0, 0.0), (3.0, 3.0), (-FAR, FAR)], refused=[(2.0, 1.0), (NAN, 1.0), (-3e38, 3e38), (0.0, INF)]),
    "normal_functional": filled(0.5, 2.0, taken=[(), (0.0, 0.0), (-3.0, 1.0)], refused=[(0.0, -1.0)]),
    "exponential": filled(1.75, taken=[(), (0.01,), (1000.0,)], refused=[(0.0,), (-1.0,)]),
    "log_normal": filled(0.25, 0.75, taken=[(), (0.0, 1.0)], refused=[(0.0, 0.0), (0.0, -1.0)]),
    "cauchy": filled(1.0, 2.0, taken=[(), (-4.0, 0.5)], refused=[(0.0, 0.0), (0.0, -2.0)]),
    "geometric": filled(0.3, dtypes=ALL, taken=[(0.9,), (0.01,)], refused=[(0.0,), (1.0,), (-0.5,), (2.0,)]),
    "random": filled(dtypes=ALL),
    "random.to": filled(2, dtypes=ALL, taken=[(1,), (1000,), (FAR,)], refused=[(0,), (-4,)]),
    "random.from": filled(0, 2, dtypes=ALL, taken=[(-5, 17), (-5, None), (0, None), (5, 6)], refused=[(3, 3), (4, 2)]),
    "bernoulli": probabilities,
    "bernoulli.p": filled(0.4, dtypes=ALL, taken=[(0.0,), (1.0,), (0.5,)], refused=[(1.5,), (-0.25,), (NAN,)]),
    "bernoulli.Tensor": probabilities_beside,
    "normal.Tensor_Tensor": of_tensors, "normal.Tensor_float": of_tensors, "normal.float_Tensor": of_tensors, "normal.float_float": of_numbers,
    "multinomial": categories,
    "rand": of_shape(), "rand.generator": of_shape(generator=True), "randn": of_shape(), "randn.generator": of_shape(generator=True),
    "rand_like": like(), "randn_like": like(),
    "randint": between(False), "randint.generator": between(False, True), "randint.low": between(True), "randint.low_generator": between(True, True),
    "randint_like": between(False, tensor=True), "randint_like.low_dtype": between(True, tensor=True),
    "randperm": permutations(), "randperm.generator": permutations(True),
    "dropout": dropped(False), "alpha_dropout": dropped(False), "feature_dropout": dropped(True), "feature_alpha_dropout": dropped(True), "native_dropout": dropped(False),
    "rrelu": slopes(False), "rrelu_with_noise_functional": slopes(True),
    "prims::inductor_seed": seeds, "prims::inductor_seeds": seeds, "prims::inductor_lookup_seed": looked_up,
    "prims::inductor_random": by_position, "prims::inductor_randint": by_position,
}
TABLE = {name: (samples, SETTINGS) for name, samples in ROWS.items()}
