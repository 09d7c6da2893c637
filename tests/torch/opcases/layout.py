"""Views, slices, joins, copies and tensors made of nothing."""
import torch

from .build import ALL, BF16, BOOL, F16, F32, F64, FLOATS, I8, I32, I64, INF, N, NAN, U8, vary

last = torch.channels_last


def of(shape, rows, dtypes=ALL, layouts=()):
    """The arguments in `rows` with a plain tensor; the first of them also with every dtype and with `layouts`."""
    def samples(S, schema):
        for dtype in dtypes:
            yield (S.t(*shape, dtype=dtype), *rows[0])
        for row in rows[1:]:
            yield (S.t(*shape), *row)
        for make, *row in layouts:
            yield (make(S), *row)
        yield (None, *rows[0], N("no tensor"))
    return samples


transposed = lambda S: S.t(4, 6).t()
permuted = lambda S: S.t(2, 3, 4).permute(2, 0, 1)
stepped = lambda S: S.t(4, 12)[:, ::2]
spread = lambda S: S.t(4, 1).expand(4, 6)
channels = lambda S: S.t(2, 3, 2, 2).to(memory_format=last)
point = lambda S: S.t()
nothing = lambda S: S.t(0, 6)
ones = lambda S: S.t(1, 4, 1)

VIEW = [([24],), ([2, 12],), ([-1, 3],), ([2, 2, 6],), ([4, 6, 1],), ([4, -1],), ([5, 5],), ([-1, -1],), ([-1, 7],), ([-2, 12],), ([],)]
VIEW_LAYOUTS = [(transposed, [24]), (transposed, [6, 2, 2]), (transposed, [3, 2, 4]), (permuted, [8, 3]), (permuted, [4, 6]), (stepped, [2, 2, 6]),
                (stepped, [24]), (spread, [2, 2, 6]), (spread, [24]), (spread, [4, 2, 3]), (channels, [2, 12]), (channels, [2, 3, 4]),
                (point, [1, 1]), (point, [1]), (point, []), (nothing, [0]), (nothing, [3, 0]), (nothing, [-1]), (nothing, [0, -1]), (ones, [4]), (ones, [2, 2])]

swaps = [(0, 1), (-1, 0), (1, 1), (0, 2), (-3, 0), (0, 0)]
SWAP_LAYOUTS = [(transposed, 0, 1), (permuted, 0, 2), (permuted, -1, 1), (point, 0, 0), (point, 0, -1), (nothing, 0, 1), (channels, 1, 3), (point, 0, 1)]
DIMS = [(0,), (1,), (-1,), (2,), (-3,)]
DIM_LAYOUTS = [(make, 0) for make in (transposed, permuted, stepped, spread, channels, nothing, ones, point)] + [(ones, 2), (ones, -1), (ones, 1)]
plain = [(make,) for make in (transposed, permuted, stepped, spread, channels, point, nothing, ones)]


def others(shapes):
    return lambda S, schema: ((S.t(*a, dtype=d), S.t(*b, dtype=d)) for a, b in shapes for d in (ALL if (a, b) == shapes[0] else [F32]))


def memory_formats(S, extra=()):
    for make in (transposed, permuted, stepped, spread, channels, point, nothing, ones):
        yield (make(S), *extra)
    for form in (torch.contiguous_format, torch.preserve_format, last):
        for make in (channels, lambda S: S.t(2, 3, 2, 2), lambda S: S.t(2, 3, 2, 2).permute(0, 3, 1, 2), transposed):
            yield (make(S), *extra, {"memory_format": form})
    yield (S.t(2, 3, 2, 2, 2), *extra, {"memory_format": torch.channels_last_3d})
    yield (None, *extra, N("no tensor"))


def copies(casts):
    def samples(S, schema):
        for dtype in ALL:
            yield (S.t(2, 3, dtype=dtype),)
        yield from memory_formats(S)
        if casts:
            for a in ALL:
                for b in ALL:
                    if a != b:
                        yield (S.t(2, 3, dtype=a, low=0 if b == U8 else -4), {"dtype": b})
            yield (torch.tensor([65504.0, 65519.0, 65520.0, 1e-8, -INF, NAN]), {"dtype": F16}, N("rounds"))
            yield (torch.tensor([3.4e38, 1.00390625, 1.01171875, NAN]), {"dtype": BF16}, N("rounds"))
            yield (torch.tensor([300, -1, 128, 65536]), {"dtype": I8}, N("wraps"))
            yield (torch.tensor([2.9, -2.9, 0.5]), {"dtype": I32}, N("truncates"))
            yield (torch.tensor([NAN, 0.0, -0.0, 0.1]), {"dtype": BOOL}, N("is not zero"))
            yield (S.t(4, 3).t(), {"dtype": F64}, N("transposed"))
            yield (S.t(2, 3, 2, 2).to(memory_format=last), {"dtype": F16}, N("channels last"))
    return samples


def to_dtype(S, schema):
    for a in ALL:
        yield (S.t(2, 3, dtype=a, low=0), F32)
        yield (S.t(2, 3, dtype=F32, low=0), a)
    for make in (transposed, permuted, stepped, spread, channels, point, nothing):
        yield (make(S), F16)
        yield (make(S), F32, N("already that"))
    yield (S.t(4, 3).t(), F32, False, True, N("copies"))
    yield (S.t(2, 3, 2, 2), F64, {"memory_format": last})
    yield (S.t(2, 3), None, N("no dtype"))
    yield (None, F32, N("no tensor"))


def to_other(S, schema):
    for a in ALL:
        yield (S.t(2, 3, dtype=F32, low=0), S.t(1, dtype=a))
        yield (S.t(2, 3, dtype=a), S.t(2))
    for make in (transposed, permuted, stepped, spread, channels, point, nothing):
        yield (make(S), S.t(1, dtype=F16))
        yield (make(S), S.t(1))
    yield (S.t(2), None, N("no other"))
    yield (None, S.t(2), N("no tensor"))


def to_options(S, schema):
    for a in ALL:
        yield (S.t(2, 3, dtype=F32, low=0), {"dtype": a})
        yield (S.t(2, 3, dtype=a), {})
    for make in (transposed, permuted, stepped, spread, channels):
        yield (make(S), {"dtype": F16})
        yield (make(S), {"copy": True})
    yield (S.t(2, 3, 2, 2), {"dtype": F64, "memory_format": last})
    yield (None, {"dtype": F16}, N("no tensor"))


def to_device(S, schema):
    cpu = torch.device("cpu")
    for a in ALL:
        yield (S.t(2, 3, dtype=F32, low=0), cpu, a)
        yield (S.t(2, 3, dtype=a), cpu, F32)
    for make in (transposed, permuted, stepped, spread, channels):
        yield (make(S), cpu, F16)
    yield (S.t(2), cpu, None, N("no dtype"))
    yield (None, cpu, F32, N("no tensor"))


def likes(extra=()):
    def samples(S, schema):
        for dtype in ALL:
            yield (S.t(2, 3, dtype=dtype), *extra)
            yield (S.t(2, 3), *extra, {"dtype": dtype})
        yield from memory_formats(S, extra)
        yield (S.t(4, 3).t(), *extra, {"dtype": F64}, N("transposed, another dtype"))
    return samples


def sized(extra=(), own=False):
    def samples(S, schema):
        self = (S.t(2),) if own else ()
        for dtype in ALL:
            yield (*self, [2, 3], *extra, {"dtype": dtype})
        for size in [[], [0], [4], [2, 0, 3], [2, 1, 3], [-1], [2, -3]]:
            yield (*self, size, *extra)
        if own:
            for dtype in ALL:
                yield (S.t(2, dtype=dtype), [2, 2], *extra)
            yield (None, [2], *extra, N("no tensor"))
        else:
            yield (None, *extra, N("no size"))
    return samples


def fulls(own):
    def samples(S, schema):
        self = (S.t(2),) if own else ()
        for value in [3, 2.5, True, -1, INF, NAN, 2**40]:
            yield (*self, [2, 2], value)
        for dtype in ALL:
            for value in [1, 2.5, True]:
                yield (*self, [2], value, {"dtype": dtype})
        for size in [[], [0, 3], [-1]]:
            yield (*self, size, 1)
        if own:
            for dtype in ALL:
                yield (S.t(2, dtype=dtype), [2], 1)
    return samples


def full_like(S, schema):
    yield from likes((2,))(S, schema)
    for value, dtype in [(2.5, F32), (2.5, I64), (True, F16), (-1, I8), (INF, F32), (7, BOOL)]:
        yield (S.t(2, dtype=dtype), value)


def ranges(rows):
    def samples(S, schema):
        for row in rows:
            yield row
        for dtype in ALL:
            yield (*rows[0], {"dtype": dtype})
        for row in rows[:6]:
            for dtype in (F32, F64, I32, F16):
                yield (*row, {"dtype": dtype})
        yield (None, *rows[0][1:], N("no number"))
    return samples


def lines(S, schema):
    for row in [(0, 1, 5), (-2.5, 7, 4), (3, -3, 7), (0, 10, 1), (0, 1, 0), (1, 1, 3), (0, 255, 6), (0, 1, -1), (0.1, 0.7, 13)]:
        for dtype in [..., F64, F16, I64]:
            yield row if dtype is ... else (*row, {"dtype": dtype})
    yield (0, 9, 4, {"dtype": BF16})
    yield (0, 9, 4, {"dtype": U8})
    yield (None, 1, 3, N("no number"))


def eyes(second):
    def samples(S, schema):
        for n in [3, 1, 0, 5, -1]:
            for m in ([3, 1, 0, 4, -1] if second else [None]):
                yield (n,) if m is None else (n, m)
        for dtype in ALL:
            yield (*((3, 2) if second else (3,)), {"dtype": dtype})
        yield (None, *((2,) if second else ()), N("no size"))
    return samples


def fills(number):
    def samples(S, schema):
        for dtype in ALL:
            yield (S.t(2, 3, dtype=dtype), 1 if number else S.t(dtype=dtype, low=0))
        for dtype in ALL:
            yield (S.t(2, dtype=dtype), 2.5 if number else torch.tensor(2.5), N("a float"))
        for note, one in S.layouts():
            yield (one, 3 if number else torch.tensor(3.0), note)
        yield (S.t(2), NAN if number else S.t(2), N("NaN" if number else "value is no number"))
        yield (None, 1 if number else S.t(), N("no tensor"))
    return samples


def copy_into(S, schema):
    for a in ALL:
        yield (S.t(2, 3, dtype=a), S.t(2, 3, low=0))
        yield (S.t(2, 3), S.t(3, dtype=a))
    for note, one in S.layouts():
        yield (one, one + 1, note)
    yield (S.t(3, 2).t(), S.t(2, 3), N("self transposed"))
    yield (S.t(2, 3), S.t(3, 2).t(), N("src transposed"))
    yield (S.t(2, 3), S.t(), N("0-d src"))
    yield (S.t(2, 3), S.t(4), N("does not broadcast"))
    yield (S.t(3), S.t(2, 3), N("src is larger"))
    yield (None, S.t(3), N("no tensor"))


def triangles(S, schema):
    for dtype in ALL:
        yield (S.t(3, 4, dtype=dtype),)
    for diagonal in [1, -1, 2, -2, 5, -5]:
        yield (S.t(3, 4), diagonal)
        yield (S.t(2, 4, 3), diagonal)
    for make in (transposed, permuted, stepped, spread, channels, nothing):
        yield (make(S),)
        yield (make(S), 1)
    yield (torch.tensor([[NAN, INF], [1.0, NAN]]), N("special values"))
    yield (S.t(3), N("rank 1"))
    yield (S.t(), N("rank 0"))
    yield (None, N("no tensor"))


def strided(S, schema):
    for dtype in ALL:
        yield (S.t(24, dtype=dtype), [2, 3], [3, 1])
    for row in [([2, 3], [1, 2]), ([4], [6]), ([2, 2], [0, 1]), ([], []), ([0, 3], [3, 1]), ([3, 3], [1, 1]), ([2, 3], [3, 1], 5), ([2, 2, 2], [8, 4, 2], 1),
                ([5, 5], [5, 1]), ([2], [23]), ([2], [24]), ([2, 3], [3]), ([2], [-1]), ([-2], [1]), ([2], [1], 30), ([2], [1], -1), ([1], [100])]:
        yield (S.t(4, 6), *row)
    for make in (transposed, permuted, stepped, spread):
        yield (make(S), [2, 2], [2, 1])
        yield (make(S), [2, 2], [1, 2], 1)
    yield (None, [2], [1], N("no tensor"))


def unfolds(S, schema):
    yield from of((4, 6), [(1, 2, 1), (1, 2, 2), (1, 3, 3), (0, 4, 1), (-1, 6, 1), (1, 1, 4), (0, 2, 3), (1, 7, 1), (1, 2, 0), (1, -1, 1), (2, 2, 1), (1, 0, 1)])(S, schema)
    for make in (transposed, permuted, stepped, spread, channels):
        yield (make(S), 0, 2, 1)
        yield (make(S), -1, 2, 1)
    yield (S.t(), 0, 1, 1, N("0-d"))
    yield (S.t(), 0, 2, 1, N("0-d, too large"))


def joined(stack):
    def samples(S, schema):
        for dtype in ALL:
            yield ([S.t(2, 3, dtype=dtype), S.t(2, 3, dtype=dtype)],)
        for dim in [0, 1, -1, 2, -3, 3]:
            yield ([S.t(2, 3), S.t(2, 3), S.t(2, 3)], dim)
        for x, y in [(F32, F64), (I64, F16), (I8, U8), (BOOL, I32), (F16, BF16), (I64, I32)]:
            yield ([S.t(2, 3, dtype=x), S.t(2, 3, dtype=y)], N("promotes"))
        yield ([S.t(2, 3)], N("one"))
        yield ([], N("none"))
        yield ([S.t(4, 3).t(), S.t(4, 3).t()], N("transposed"))
        yield ([S.t(4, 3).t(), S.t(3, 4)], 1, N("one transposed"))
        if not stack:  # the layout of such a stack is an accident of PyTorch's kernel
            yield ([channels(S), channels(S)], 1, N("channels last"))
        yield ([channels(S), S.t(2, 3, 2, 2)], 1, N("channels last and not"))
        yield ([S.t(1, 3).expand(2, 3), S.t(2, 3)], N("expanded"))
        yield ([S.t(0, 3), S.t(0, 3)], N("empty"))
        yield ([S.t(), S.t()], N("0-d"))
        yield ([S.t(2, 3), S.t(2, 4)], N("sizes differ"))
        yield ([S.t(2, 3), S.t(3)], N("ranks differ"))
        yield ([S.t(2, 3), None], N("no tensor"))
        if not stack:
            yield ([S.t(2, 3), S.t(2, 2)], 1)
            yield ([S.t(0), S.t(2, 3)], 1, N("an empty tensor of rank 1 is skipped"))
            yield ([S.t(2, 3), S.t(0), S.t(1, 3)], N("an empty tensor of rank 1 is skipped"))
            yield ([S.t(0, 3), S.t(2, 3)])
            yield ([S.t(2, 0), S.t(2, 3)], 1)
            yield ([S.t(0, dtype=F64), S.t(2, 3)], N("the skipped one promotes"))
            yield ([S.t(2, 3, 4, 2).permute(0, 3, 1, 2), S.t(2, 3, 4, 2).permute(0, 3, 1, 2)], 2, N("permuted"))
    return samples


slices = [(0, 1, 3), (1,), (1, 2), (1, None, 4), (1, -3, -1), (0, 0, 9), (1, 5, 2), (1, 0, 6, 2), (1, 1, 6, 4), (0, -9, 2), (0, 9, 12), (-1, 1), (1, 0, 6, 0), (1, 0, 6, -1), (2, 0, 1),
          (0, 0, 2**63 - 1), (0, 3, 3)]
MAKES = (transposed, permuted, stepped, spread, channels)

def resized(S, schema):
    """No more elements than there are: new ones are unspecified."""
    for dtype in (F32, I64, BOOL, F16):
        yield (S.t(3, 4, dtype=dtype), [2, 3])
    for size in ([3, 4], [12], [], [0], [2, 2, 3], [4, 3]):
        yield (S.t(3, 4), size)
    yield (S.t(4, 3).t(), [2, 3], N("transposed"))
    yield (S.t(4, 3).t(), [3, 4], N("transposed, as it is"))
    yield (S.t(3, 8)[:, ::2], [2, 3], N("every second"))
    yield (S.t(1, 4).expand(3, 4), [2, 2], N("expanded"))
    yield (S.t(2, 2, 2, 2), [1, 2, 2, 2], {"memory_format": torch.channels_last})
    yield (S.t(3, 4), [3, -1], N("negative"))
    yield (S.t(8), [1, 2, 2, 2], {"memory_format": torch.preserve_format}, N("no such format"))
    yield (S.t(8), [2, 2], {"memory_format": torch.channels_last}, N("format of another rank"))
    yield (None, [2], N("no tensor"))


def iota(S, schema):
    row = lambda length, start=0, step=1, dtype=I64: (length, {"start": start, "step": step, "dtype": dtype, "device": torch.device("cpu"), "requires_grad": False})
    for dtype in (I64, I32):
        yield row(5, dtype=dtype)
    for one in [row(4, 3), row(4, 0, 2), row(4, -3, -2), row(0), row(3, 0, 0), row(-1), row(3, dtype=F32)]:
        yield one


def converted(S, schema):
    for dtype in ALL:
        yield (S.t(3, 4), dtype)
        yield (S.t(3, 4, dtype=dtype), F32)
    for note, one in S.layouts():
        yield (one, F64, note)
    yield (torch.tensor([70000.0, -INF, NAN]), F16, N("special values"))
    yield (None, F32, N("no tensor"))
    yield (S.t(3), None, N("no dtype"))


TABLE = {
    "resize": resized, "prims::iota": iota, "prims::convert_element_type": converted,
    "prims::device_put": lambda S, schema: [(S.t(3, 4, dtype=d), torch.device("cpu")) for d in ALL] + [(S.t(4, 3).t(), torch.device("cpu"), N("transposed")), (None, torch.device("cpu"), N("no tensor")), (S.t(3), None, N("no device"))],
    "logspace": vary({"start": [0, 1.5, -2], "end": [3, -1, 2.5], "steps": [5, 0, 1, 2, -1], "base": [..., 2.0, 0.5], "dtype": [..., F64, F16, I64]}),
    "view": of((4, 6), VIEW, layouts=VIEW_LAYOUTS), "reshape": of((4, 6), VIEW, layouts=VIEW_LAYOUTS),
    "_unsafe_view": of((4, 6), VIEW, layouts=VIEW_LAYOUTS),
    "flatten.using_ints": of((2, 3, 4), [(), (1,), (0, 1), (-2, -1), (1, 1), (2, 0), (3,), (0, 3)], layouts=plain + [(permuted, 1), (permuted, 0, 1), (channels, 2), (channels, 1)]),
    "unflatten.int": of((4, 6), [(1, [2, 3]), (0, [2, 2]), (1, [-1, 2]), (-1, [3, 2, 1]), (1, [4, 2]), (1, [-1, -1]), (2, [1]), (1, [])],
                        layouts=[(make, 0, [2, -1]) for make in MAKES[:1] + MAKES[2:4]] + [(permuted, 0, [2, 2]), (channels, 1, [3, 1]), (nothing, 1, [2, 3]), (point, 0, [1])]),
    "permute": of((2, 3, 4), [([2, 0, 1],), ([0, 1, 2],), ([-1, 0, 1],), ([0, 1],), ([0, 0, 1],), ([0, 1, 3],)],
                  layouts=[(permuted, [1, 2, 0]), (channels, [0, 2, 3, 1]), (point, []), (nothing, [1, 0]), (stepped, [1, 0]), (spread, [1, 0])]),
    "transpose.int": of((4, 6), swaps, layouts=SWAP_LAYOUTS), "swapaxes": of((4, 6), swaps, layouts=SWAP_LAYOUTS),
    "swapdims": of((4, 6), swaps, layouts=SWAP_LAYOUTS),
    "movedim.int": of((2, 3, 4), [(0, 2), (2, 0), (-1, 0), (1, 1), (0, 3), (-4, 0)], layouts=[(permuted, 0, 1), (channels, 1, -1), (point, 0, 0), (nothing, 0, 1)]),
    "movedim.intlist": of((2, 3, 4), [([0, 1], [1, 2]), ([2], [0]), ([0, 1, 2], [2, 1, 0]), ([0, 0], [1, 2]), ([0], [1, 2]), ([3], [0])]),
    "t": of((4, 6), [()], layouts=plain), "numpy_T": of((4, 6), [()], layouts=plain), "mT": of((4, 6), [()], layouts=plain + [(lambda S: S.t(3),)]),
    **{name: of((4, 6), [()], layouts=plain) for name in ("alias", "detach", "lift_fresh_copy", "contiguous")},
    "contiguous": of((2, 3, 2, 2), [()], layouts=plain + [(channels, {"memory_format": last}), (lambda S: S.t(2, 3, 2, 2), {"memory_format": last}),
                                                           (transposed, {"memory_format": last}), (channels, {"memory_format": torch.contiguous_format})]),
    "expand": of((3, 1), [([3, 4],), ([2, 3, 4],), ([-1, 4],), ([3, 1],), ([2, -1, -1],), ([3, 0],), ([4, 4],), ([4],), ([-1, 3, 4],), ([3, -2],)],
                 layouts=[(point, [2, 3]), (nothing, [2, 0, 6]), (transposed, [2, 6, 4]), (spread, [4, 6]), (ones, [2, 4, 3]), (point, [])]),
    "expand_as": others([((3, 1), (3, 4)), ((1,), (2, 3)), ((), (2,)), ((3,), (2, 3)), ((0, 1), (0, 2)), ((2, 3), (3,)), ((2, 3), (2, 4)), ((1, 3), (0, 3)), ((2, 3), (2, 3)), ((1, 1), (2, 2))]),
    "squeeze": of((1, 4, 1), [()], layouts=plain + [(lambda S: S.t(1, 1),), (lambda S: S.t(2, 1, 3).transpose(0, 2),)]),
    "squeeze.dim": of((1, 4, 1), DIMS + [(3,)], layouts=DIM_LAYOUTS), "unsqueeze": of((3, 4), DIMS + [(3,), (-4,)], layouts=DIM_LAYOUTS),
    "squeeze.dims": of((1, 4, 1), [([0],), ([0, 2],), ([-1, 1],), ([],), ([0, 0],), ([3],)], layouts=[(make, [0]) for make in (transposed, ones, point, nothing)]),
    "diagonal": of((4, 6), [(), (1,), (-2,), (0, 1, 0), (0, -1, -2), (6,), (-9,), (0, 0, 0), (0, 0, 2)],
                   layouts=[(transposed,), (permuted, 0, 1, 2), (channels, 0, 2, 3), (spread, 1), (stepped, -1), (nothing,), (point,), (lambda S: S.t(3),)]),
    "as_strided": strided, "unfold": unfolds,
    "slice.Tensor": of((4, 6), slices, layouts=[(make, 0, 1, 3) for make in MAKES] + [(make, 1, 0, 2, 2) for make in MAKES] + [(point, 0, 0, 1), (nothing, 0, 0, 3)]),
    "narrow": of((4, 6), [(0, 1, 2), (1, 0, 6), (1, 3, 0), (-1, -3, 2), (0, 4, 0), (0, 3, 2), (0, 0, -1), (0, 5, 0), (0, -5, 1), (2, 0, 1)], layouts=[(make, 0, 1, 1) for make in MAKES] + [(point, 0, 0, 1)]),
    "select.int": of((4, 6), [(0, 1), (1, -1), (-1, 0), (0, 4), (0, -5), (2, 0)], layouts=[(make, 0, 1) for make in MAKES] + [(make, -1, 0) for make in MAKES] + [(point, 0, 0), (nothing, 0, 0), (nothing, 1, 0)]),
    "chunk": of((4, 6), [(2,), (4, 1), (5, 1), (3,), (1,), (9,), (2, -1), (0,), (-1,), (2, 2)], layouts=[(make, 2) for make in MAKES] + [(point, 1), (nothing, 2)]),
    "split.Tensor": of((4, 6), [(2,), (4, 1), (3,), (9,), (1, -1), (0,), (-1,), (2, 2)], layouts=[(make, 2) for make in MAKES] + [(point, 1), (nothing, 0), (nothing, 2)]),
    "split_with_sizes": of((4, 6), [([1, 3],), ([2, 4], 1), ([0, 6], -1), ([4],), ([1, 2],), ([5, -1],), ([2, 2], 2), ([],)], layouts=[(transposed, [2, 4]), (permuted, [1, 3]), (stepped, [4]), (nothing, [0])]),
    "unbind.int": of((3, 4), [(), (1,), (-1,), (2,), (-3,)], layouts=[(transposed, 1), (permuted, 1), (stepped,), (spread,), (channels, 1), (nothing,), (point,)]),
    "cat": joined(False), "stack": joined(True), "concat": joined(False),
    "clone": copies(False), "_to_copy": copies(True), "to.dtype": to_dtype, "to.other": to_other, "type_as": to_other, "to.dtype_layout": to_options, "to.device": to_device,
    "zeros_like": likes(), "ones_like": likes(), "empty_like": (likes(), {"unspecified": True}), "full_like": full_like,
    "zeros": sized(), "ones": sized(), "empty.memory_format": (sized(), {"unspecified": True}), "full": fulls(False),
    "new_zeros": sized(own=True), "new_ones": sized(own=True), "new_empty": (sized(own=True), {"unspecified": True}), "new_full": fulls(True),
    "empty_strided": (lambda S, schema: (row for row in [([2, 3], [3, 1], {"dtype": d}) for d in ALL] + [
        ([2, 3], s) for s in ([3, 1], [1, 2], [6, 2], [1, 1], [0, 1], [3], [-1, 1])] + [([], []), ([0, 3], [3, 1]), ([-1], [1]), ([2, 2, 2], [1, 2, 4])]), {"unspecified": True}),
    "empty_permuted": (lambda S, schema: (row for row in [([2, 3], [1, 0], {"dtype": d}) for d in ALL] + [
        ([2, 3, 4], p) for p in ([0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 1], [0, 0, 1], [0, 1, 3])] + [([], []), ([0, 3], [1, 0]), ([2, 3, 2, 2], [0, 2, 3, 1])]), {"unspecified": True}),
    "scalar_tensor": lambda S, schema: (row for row in [(v,) for v in (2, 2.5, True, -1, INF, NAN)] + [(v, {"dtype": d}) for d in ALL for v in (1, 2.5)] + [(None, N("no number"))]),
    "arange": ranges([(5,), (0,), (1,), (2.5,), (5.0,), (-1,), (3,)]), "arange.start": ranges([(1, 5), (0, 0), (-2, 3), (0.5, 3), (2, 2.1), (5, 1), (1.5, 1)]),
    "arange.start_step": ranges([(0, 6, 2), (1, 10, 3), (5, 0, -2), (0, 1, 0.25), (0.5, 3.1, 0.5), (3, 0, -0.75), (0, 5, -1), (0, 5, 0), (0, 0, 1), (INF, 1, 1), (0, 1, 0.1)]),
    "linspace": lines, "eye": eyes(False), "eye.m": eyes(True), "fill.Scalar": fills(True), "fill.Tensor": fills(False), "copy": copy_into,
    "tril": triangles, "triu": triangles,
    "sym_size.int": of((2, 3), [(0,), (1,), (-1,), (2,)], layouts=[(point, 0), (nothing, 0)]), "sym_numel": of((2, 3), [()], layouts=plain),
    # Row-major ones: a tensor without a layout on record is taken to be one.
    "sym_stride.int": of((2, 3), [(0,), (1,), (-1,), (2,)], layouts=[(lambda S: S.t(2, 3, 4), 0), (lambda S: S.t(2, 3, 4), -1), (lambda S: S.t(5), 0), (point, 0)]), "sym_storage_offset": of((2, 3), [()], layouts=plain),
}
