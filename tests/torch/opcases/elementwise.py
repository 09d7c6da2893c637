"""Operators that work element by element."""
import torch

from .build import (ALL, BF16, BOOL, F16, F32, F64, FLOATS, I8, I32, I64, INF, INTS, N, NAN, U8, binary, listed, scalar, special,
                    unary, vary)

last = torch.channels_last


def alphas(second):
    """The `alpha` of add and its kind."""
    rows = [lambda S, k=k, d=d: (S.t(2, 3, dtype=d), second(S, d), *((k,) if second is number else ({"alpha": k},)), N("alpha"))
            for k, d in [(2, F32), (-1.5, F32), (2, I64), (1.5, I64), (True, F32), (0.5, F16), (3, U8), (2, BOOL), (0.1, BF16)]]
    return rows


def number(S, dtype):
    return 2


def tensor(S, dtype):
    return S.t(2, 3, dtype=dtype)


def scalar_alpha(S, schema):
    yield from scalar()(S, schema)
    for one in alphas(number):
        yield one(S)


def divisors(S, schema):
    yield from binary(second="positive")(S, schema)
    yield (S.t(4, dtype=I64), torch.tensor([1, 0, -2, 3]), N("integers by zero"))
    yield (S.t(6, dtype=I32), torch.tensor([1, -1, -2, 3, -3, 2], dtype=I32), N("negative divisors"))


def modes(make):
    def samples(S, schema):
        for mode in [None, "floor", "trunc"]:
            for sample in make(S, schema):
                note = [sample[-1]] if isinstance(sample[-1], N) else []
                body = sample[:-1] if note else sample
                if mode is None and len(note) == 0 and isinstance(body[0], torch.Tensor) and body[0].dtype not in (F32, I64):
                    continue
                yield (*body, {"rounding_mode": mode}, *note)
        yield (S.t(3), body[1], {"rounding_mode": "ceil"}, N("no such mode"))
    return samples


def powers(S, schema):
    yield from binary(draw="positive", second="t")(S, schema)
    yield (torch.tensor([-2.0, -0.5, 0.0, 4.0])[:, None], torch.tensor([0.5, 2.0, 3.0, -1.0, -2.0, 0.0]), N("signs"))
    yield (torch.tensor([-2, 0, 3, 7]), torch.tensor([3, 0, 40, 25]), N("wraps"))


def masks(S, schema, values):
    for dtype in ALL:
        yield (S.t(2, 3, dtype=dtype), S.t(2, 3, dtype=BOOL), values(S, dtype))
    yield (S.t(2, 3), S.t(3, dtype=BOOL), values(S, F32), N("mask broadcasts"))
    yield (S.t(2, 1), S.t(2, 3, dtype=BOOL), values(S, F32), N("self broadcasts"))
    yield (S.t(3, 2).t(), S.t(2, 3, dtype=BOOL), values(S, F32), N("transposed"))
    yield (S.t(2, 3, 2, 2).to(memory_format=last), S.t(2, 2, dtype=BOOL), values(S, F32), N("channels last"))
    yield (S.t(0, 3), S.t(3, dtype=BOOL), values(S, F32), N("empty"))
    yield (S.t(), S.t(dtype=BOOL), values(S, F32), N("0-d"))
    yield (S.t(2, 3), S.t(2, 3, dtype=U8), values(S, F32), N("mask of bytes"))
    yield (S.t(2, 3), S.t(2, 3, dtype=I64), values(S, F32), N("mask of integers"))
    yield (S.t(2, 3), S.t(4, dtype=BOOL), values(S, F32), N("mask does not broadcast"))
    yield (S.t(2, 3), None, values(S, F32), N("no mask"))


def masked_scalar(S, schema):
    yield from masks(S, schema, lambda S, dtype: 1)
    for value in [2.5, -INF, NAN, True, 300]:
        yield (S.t(2, 3), S.t(2, 3, dtype=BOOL), value)
    for value, dtype in [(2.5, I64), (-1, U8), (300, I8), (1.5, BOOL), (70000, F16)]:
        yield (S.t(2, 3, dtype=dtype), S.t(2, 3, dtype=BOOL), value, N("does not fit the dtype"))


def masked_tensor(S, schema):
    yield from masks(S, schema, lambda S, dtype: S.t(dtype=dtype))
    yield (S.t(2, 3), S.t(2, 3, dtype=BOOL), S.t(dtype=F64), N("wider value"))
    yield (S.t(2, 3, dtype=I64), S.t(2, 3, dtype=BOOL), S.t(dtype=F32), N("value of a higher kind"))
    yield (S.t(2, 3), S.t(2, 3, dtype=BOOL), S.t(3), N("value is no number"))


def wheres(first, second):
    def pick(kind, S, dtype, *shape):
        return S.t(*shape, dtype=dtype) if kind == "tensor" else 2 if not dtype.is_floating_point else -1.5

    def samples(S, schema):
        pair = lambda dtype, shape=(2, 3), other=None: (pick(first, S, dtype, *shape), pick(second, S, other or dtype, *shape))
        for dtype in ALL:
            yield (S.t(2, 3, dtype=BOOL), *pair(dtype))
        for x, y in [(F32, F64), (I64, F16), (I8, U8), (BOOL, I32), (F16, BF16), (I64, I32)]:
            yield (S.t(2, 3, dtype=BOOL), *pair(x, other=y), N("promotes"))
        yield (S.t(2, 1, 1, dtype=BOOL), *pair(F32), N("condition broadcasts"))
        yield (S.t(2, 3, dtype=BOOL), *pair(F32, (3,)), N("values broadcast"))
        yield (S.t(dtype=BOOL), *pair(F32, ()), N("0-d"))
        yield (S.t(0, 3, dtype=BOOL), *pair(F32, (1, 3)), N("empty"))
        yield (S.t(3, 2, dtype=BOOL).t(), *pair(F32), N("condition transposed"))
        yield (S.t(2, 3, dtype=BOOL), *(v.t().contiguous().t() if isinstance(v, torch.Tensor) else v for v in pair(F32)), N("values transposed"))
        yield (S.t(2, 3, 2, 2, dtype=BOOL), *(v.to(memory_format=last) if isinstance(v, torch.Tensor) else v for v in pair(F32, (2, 3, 2, 2))),
               N("channels last"))
        yield (S.t(2, 3, dtype=U8), *pair(F32), N("condition of bytes"))
        yield (S.t(2, 3, dtype=I64), *pair(F32), N("condition of integers"))
        yield (S.t(2, 3), *pair(F32), N("condition of floats"))
        yield (S.t(4, dtype=BOOL), *pair(F32), N("does not broadcast")) if "tensor" in (first, second) else (None, *pair(F32), N("no condition"))
        yield (None, *pair(F32), N("no condition"))
        yield (S.t(3, dtype=BOOL), *pair(F32, ()), N("0-d values"))
        yield (torch.tensor([True, False]), *((torch.tensor([NAN, 1.0]) if first == "tensor" else NAN), (torch.tensor([1.0, NAN]) if second == "tensor" else INF)),
               N("NaN stays where it is"))
    return samples


def shifts(S, schema, by_number=False):
    for dtype in INTS:
        yield (S.t(2, 3, dtype=dtype), 2 if by_number else S.t(2, 3, dtype=dtype, low=0, high=5))
    for dtype in [F32, BOOL, F16]:
        yield (S.t(2, 3, dtype=dtype), 2 if by_number else S.t(2, 3, dtype=dtype, low=0, high=2), N("no integers"))
    for note, one in S.layouts(dtype=I64):
        yield (one, 1 if by_number else torch.ones_like(one), note)
    for count in [0, 7, 8, 31, 32, 63]:
        for dtype in [I8, I32, I64]:
            if count < 8 * torch.iinfo(dtype).bits // 8:
                yield (S.t(4, dtype=dtype), count if by_number else torch.tensor([count], dtype=dtype), N("far"))
    if not by_number:
        yield (S.t(2, 3, dtype=I64), S.t(3, dtype=I32, low=0), N("promotes"))
        yield (S.t(2, 3, dtype=I64), S.t(4, dtype=I64, low=0), N("does not broadcast"))
    yield (None, 1 if by_number else S.t(3, dtype=I64), N("no tensor"))


def bits_scalar(S, schema):
    yield from scalar(numbers=(3, 1, True, -1, 1.5))(S, schema)


def clamps(low, high):
    def samples(S, schema):
        make = lambda dtype, lo, hi: [v for v, want in ((lo, low), (hi, high)) if want]
        for dtype in ALL:
            yield (S.t(2, 3, dtype=dtype), *make(dtype, -1, 2))
            yield (S.t(2, 3, dtype=dtype), *make(dtype, 0.5, 1.5), N("float bounds"))
        for note, one in S.layouts():
            yield (one, *make(F32, -1, 2), note)
        yield (special(), *make(F32, -1, 1), N("special values"))
        yield (S.t(4), *make(F32, NAN, NAN), N("NaN bounds"))
        yield (S.t(4), *make(F32, INF, -INF), N("infinite bounds"))
        if low and high:
            yield (S.t(4), 2, -2, N("bounds cross"))
            yield (S.t(4), None, 1)
            yield (S.t(4), -1, None)
            yield (S.t(4), None, None, N("no bound"))
        yield (None, *make(F32, 0, 1), N("no tensor"))
    return samples


def clamp_tensors(low, high):
    def samples(S, schema):
        make = lambda dtype, *shape: [S.t(*shape, dtype=dtype) for want in (low, high) if want]
        for dtype in ALL:
            yield (S.t(2, 3, dtype=dtype), *make(dtype, 2, 3))
        for x, y in [(F32, F64), (I64, F16), (I8, U8), (F16, BF16), (I32, I64), (U8, F32)]:
            yield (S.t(2, 3, dtype=x), *make(y, 2, 3), N("promotes"))
        yield (S.t(2, 3), *make(F32, 3), N("broadcasts"))
        yield (S.t(3), *make(F32, 2, 3), N("self broadcasts"))
        yield (S.t(2, 3), *make(F64), N("0-d bounds"))
        yield (S.t(), *make(F32), N("0-d"))
        yield (S.t(0, 3), *make(F32, 3), N("empty"))
        yield (S.t(3, 2).t(), *make(F32, 2, 3), N("transposed"))
        yield (S.t(2, 3, 2, 2).to(memory_format=last), *make(F32, 3, 1, 1), N("channels last"))
        yield (special(), *[torch.zeros(12) for want in (low, high) if want], N("special values"))
        yield (S.t(12), *[special() for want in (low, high) if want], N("special bounds"))
        if low and high:
            yield (S.t(4), None, S.t(4))
            yield (S.t(4), S.t(4), None)
            yield (S.t(4), None, None, N("no bound"))
        yield (S.t(2, 3), *make(F32, 4), N("does not broadcast"))
        yield (None, *make(F32, 4), N("no tensor"))
    return samples


def ternary(S, schema):
    """lerp, addcmul, addcdiv with tensors."""
    for dtype in ALL:
        yield (S.t(2, 3, dtype=dtype), S.t(2, 3, dtype=dtype), S.positive(2, 3, dtype=dtype))
    for x, y, z in [(F32, F32, F64), (F32, F64, F32), (I64, F32, F32), (F16, F32, F16), (F32, I64, I64), (F16, BF16, F16)]:
        yield (S.t(2, 3, dtype=x), S.t(2, 3, dtype=y), S.positive(2, 3, dtype=z), N("promotes"))
    yield (S.t(3), S.t(2, 1), S.positive(1, 3), N("broadcasts"))
    yield (S.t(2, 3), S.t(2, 3), S.positive(), N("0-d third"))
    yield (S.t(2, 3, dtype=F16), S.t(2, 3, dtype=F16), S.positive(dtype=F32), N("0-d third of another dtype"))
    for note, one in S.layouts():
        yield (one, one.clone(), torch.ones_like(one) * 2, note)
    yield (special(), special().flip(0), torch.ones(12), N("special values"))
    yield (S.t(2, 3), S.t(4), S.positive(3), N("does not broadcast"))
    yield (None, S.t(3), S.t(3), N("no tensor"))
    if any(arg.name == "value" for arg in schema.arguments):
        for value, dtype in [(2, F32), (0.1, F32), (-1.5, F16), (2, I64), (1.5, I64), (0.1, BF16)]:
            yield (S.t(2, 3, dtype=dtype), S.t(2, 3, dtype=dtype), S.positive(2, 3, dtype=dtype), {"value": value}, N("value"))


def lerp_number(S, schema):
    for dtype in ALL:
        yield (S.t(2, 3, dtype=dtype), S.t(2, 3, dtype=dtype), 0.25)
    for weight in [0, 1, 0.75, -0.5, 2.0, True, NAN]:
        yield (S.t(2, 3), S.t(2, 3), weight)
    yield (S.t(2, 3), S.t(2, 3, dtype=F64), 0.5, N("two dtypes"))
    yield (S.t(2, 1), S.t(3), 0.5, N("broadcasts"))
    for note, one in S.layouts():
        yield (one, one.clone(), 0.75, note)
    yield (S.t(2, 3), S.t(4), 0.5, N("does not broadcast"))


def gradients(second="t", dtypes=ALL):
    """Backward operators of two tensors."""
    plain = binary(second=second)
    return lambda S, schema: plain(S, schema)


def rounded(S, schema):
    yield from vary({"decimals": [1, 0, -1, 2, -2]})(S, schema)
    for dtype in FLOATS:
        for decimals in (2, 0, -1):
            yield (torch.tensor([1.25, 2.675, -0.5, 1234.5, 55.0, -65.0, INF, NAN], dtype=dtype), {"decimals": decimals})


pairs = ["add", "sub", "mul", "atan2", "hypot", "logaddexp", "logaddexp2", "fmax", "fmin", "maximum", "minimum", "max.other", "min.other",
         "copysign.Tensor", "heaviside", "nextafter", "xlogy.Tensor", "ldexp.Tensor", "logical_and", "logical_or", "logical_xor"]

TABLE = {
    **{name: binary() for name in pairs if name not in ("add", "sub", "mul")},
    **{f"{op}.Tensor": binary() for op in ("mul", "eq", "ne", "lt", "le", "gt", "ge", "bitwise_and", "bitwise_or", "bitwise_xor",
                                           "__and__", "__or__", "__xor__")},
    **{f"{op}.Tensor": binary(extra=alphas(tensor)) for op in ("add", "sub", "rsub")},
    **{f"{op}.Scalar": scalar_alpha for op in ("add", "sub", "rsub")},
    **{f"{op}.Scalar": scalar() for op in ("mul", "div", "copysign", "eq", "ne", "lt", "le", "gt", "ge")},
    **{f"{op}.Scalar": scalar(numbers=(2, 1.5, -3, True, 0)) for op in ("remainder", "fmod", "floor_divide")},
    **{f"{op}.Scalar": bits_scalar for op in ("bitwise_and", "bitwise_or", "bitwise_xor", "__and__", "__or__", "__xor__")},
    **{f"{op}.Tensor": shifts for op in ("bitwise_left_shift", "bitwise_right_shift", "__lshift__", "__rshift__")},
    **{f"{op}.Scalar": lambda S, schema: shifts(S, schema, by_number=True) for op in ("__lshift__", "__rshift__")},
    **{name: divisors for name in ("div.Tensor", "remainder.Tensor", "fmod.Tensor", "floor_divide")},
    "remainder.Scalar_Tensor": scalar(draw="positive", numbers=(7, 2.5, -5, True), position=0),
    "div.Tensor_mode": modes(divisors), "div.Scalar_mode": modes(scalar(numbers=(2, 1.5, -3))),
    "pow.Tensor_Tensor": powers,
    "pow.Tensor_Scalar": scalar(draw="positive", numbers=(2, 0.5, -1, 3, -2, -0.5, True, 0, 1.7)),
    "pow.Scalar": scalar(numbers=(2, 1.5, 1, 0.5, True), position=0),
    "masked_fill.Scalar": masked_scalar, "masked_fill.Tensor": masked_tensor,
    "where.self": wheres("tensor", "tensor"), "where.ScalarSelf": wheres("number", "tensor"),
    "where.ScalarOther": wheres("tensor", "number"), "where.Scalar": wheres("number", "number"),
    "clamp": clamps(True, True), "clamp_min": clamps(True, False), "clamp_max": clamps(False, True),
    "clamp.Tensor": clamp_tensors(True, True), "clamp_min.Tensor": clamp_tensors(True, False), "clamp_max.Tensor": clamp_tensors(False, True),
    "lerp.Tensor": ternary, "lerp.Scalar": lerp_number, "addcmul": ternary, "addcdiv": ternary,
    **{name: unary() for name in (
        "abs", "neg", "sign", "square", "floor", "ceil", "trunc", "round", "frac", "exp", "exp2", "expm1", "sin", "cos", "tan", "sinh",
        "cosh", "tanh", "atan", "asinh", "erf", "erfc", "sigmoid", "silu", "mish", "hardsigmoid", "hardswish", "log_sigmoid", "relu",
        "relu6", "isnan", "isinf", "isfinite", "signbit", "logical_not", "bitwise_not", "selu", "deg2rad", "rad2deg", "sinc", "sgn",
        "log_sigmoid_forward", "isposinf", "isneginf", "positive", "fix", "negative", "absolute")},
    **{name: unary(draw="positive", values=[1e-6, 1e-3, 0.3, 1, 3, 1e4]) for name in
       ("log", "log2", "log10", "log1p", "sqrt", "rsqrt", "reciprocal", "acosh", "lgamma", "digamma")},
    **{name: unary(draw="unit", values=[-1, -0.999, -0.3, 0, 1e-3, 0.9, 1, 1.5]) for name in ("asin", "acos", "atanh", "erfinv")},
    "round.decimals": rounded,
    # In float64 too the limits of the dtype on record are asked for.
    "nan_to_num": (vary({"self": [lambda S, d: special(d) if d.is_floating_point else S.t(3, dtype=d)],
                         "nan": [..., 1.5, -INF], "posinf": [..., 7.0], "neginf": [..., -7.0]}), {"no_float64": True}),
    "elu": vary({"alpha": [..., 2, 0.5], "scale": [..., 1.5], "input_scale": [..., 0.5]}),
    "celu": vary({"alpha": [..., 2.0, 0.5, 0]}),
    "leaky_relu": vary({"negative_slope": [..., 0.2, 0, -1, 2]}),
    "hardtanh": vary({"min_val": [..., -2, 0.5], "max_val": [..., 2, 0.25, -3]}),
    "softplus": vary({"beta": [..., 2, 0.5], "threshold": [..., 1, 0]}),
    "threshold": vary({"threshold": [1, 0, -0.5], "value": [0, 20, -1.5]}),
    "threshold_backward": vary({"threshold": [0, 1, -0.5]}),
    "gelu": vary({"approximate": [..., "tanh", "other"]}),
    "gelu_backward": vary({"approximate": [..., "tanh", "other"]}),
    **{name: gradients() for name in ("sigmoid_backward", "tanh_backward", "silu_backward", "hardsigmoid_backward", "hardswish_backward")},
}
