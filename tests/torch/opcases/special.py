"""Special functions, the less common element-wise operators and second names."""
import torch

from .build import ALL, BOOL, F16, F32, F64, FLOATS, I32, I64, INF, INTS, N, NAN, U8, special, vary

wide = [F32, F64, I64]


def function(values, dtypes=wide):
    """One operand: the domain in both precisions and in integers."""
    def samples(S, schema):
        before = [2] if schema.arguments[0].name in ("n",) else []
        after = [3] if any(a.name == "p" for a in schema.arguments) else []
        for dtype in dtypes:
            x = torch.tensor(values, dtype=F64)
            yield (*before, (x if dtype.is_floating_point else x.nan_to_num().clamp(-50, 50)).to(dtype), *after)
            yield (*before, S.positive(0, 3), *after, N("empty"))
    return samples


def pair(first, second, dtypes=(F32, F64)):
    def samples(S, schema):
        names = schema.overload_name.lower()
        for dtype in dtypes:
            a, b = torch.tensor(first, dtype=F64).to(dtype), torch.tensor(second, dtype=F64).to(dtype)
            if names in ("self_scalar", "scalar_self", "scalar"):
                yield from [(2.5, b), (3, b)]
            elif names in ("other_scalar", "scalar_other", "tensor_scalar"):
                yield from [(a, 2.5), (a, 3)]
            else:
                yield from [(a, b), (a[:, None], b[None, :], N("broadcasts")), (a, b[1])]
    return samples


def integers(S, schema):
    for dtype in INTS:
        yield (S.t(3, 4, dtype=dtype, low=-20, high=20), S.t(3, 4, dtype=dtype, low=-20, high=20))
    yield (S.t(3, 1, dtype=I64), S.t(4, dtype=I32))
    yield (torch.tensor([0, 0, 5, -6, 12]), torch.tensor([0, 4, 0, 9, -18]))
    yield (S.t(3), S.t(3))
    yield (S.t(3, dtype=BOOL), S.t(3, dtype=BOOL))
    yield (None, S.t(3, dtype=I64))


def isclose(S, schema):
    for dtype in ALL:
        x = S.t(3, 4, dtype=dtype)
        yield (x, x.clone())
        yield (x, S.t(3, 4, dtype=dtype))
    yield (special(), special())
    yield (special(), special(), 1e-5, 1e-8, True)
    yield (S.t(3), S.t(3) + 0.01, 0.0, 0.02)
    yield (S.t(3), S.t(3), 0.0, 0.0)
    yield (S.t(3), S.t(3, dtype=F64))
    yield (S.t(3), S.t(3), -1.0)


def prelu(S, schema):
    for dtype in (F32, F64):
        yield (S.t(2, 3, 4, dtype=dtype), S.t(3, dtype=dtype) if schema.name.endswith("prelu") else S.t(3, 1, dtype=dtype))
        yield (S.t(2, 3, dtype=dtype), S.t(1, dtype=dtype))
    yield (S.t(4), S.t(1))
    if schema.name.endswith("::prelu"):
        yield (S.t(2, 3), S.t(4))


real = [-3.7, -2.5, -1.0, -0.5, -1e-3, 0.0, 1e-3, 0.5, 1.0, 1.5, 2.0, 3.3, 6.5, 12.0, 30.0, INF, -INF, NAN]
above = [1e-3, 0.25, 0.5, 1.0, 1.5, 2.0, 3.3, 6.5, 12.0, 30.0, 100.0, NAN]
share = [0.0, 1e-6, 0.01, 0.02425, 0.1, 0.5, 0.75, 0.99, 1.0, 1.5, -0.1, NAN]
TABLE = {name: function(values) for names, values in [
    (("special_digamma", "special_psi", "special_gammaln"), [v for v in real if v not in (INF, -INF)]),
    (("special_erf", "special_erfc", "special_exp2", "special_expm1", "special_log1p", "special_expit", "special_ndtr", "special_entr", "special_sinc"), real[:15] + [NAN]),
    (("special_erfcx",), real[:15] + [60.0, NAN]), (("special_log_ndtr",), real[:15] + [-12.0, -30.0, NAN]), (("special_ndtri",), share),
    (("i0", "special_i0", "special_i0e", "special_i1", "special_i1e"), real[:14] + [30.0, 45.0, 60.0, -20.0, NAN]),
    (("special_bessel_j0", "special_bessel_j1"), real[:15] + [50.0, NAN]), (("special_bessel_y0", "special_bessel_y1"), above[:11] + [0.0, -1.0, NAN]),
    (("polygamma", "special_polygamma"), above[:11]), (("mvlgamma", "special_multigammaln"), [1.5, 2.0, 3.3, 6.5, 12.0, 30.0]),
] for name in names}
for name, values in (("special_bessel_j0", real[:15]), ("special_bessel_j1", real[:15]), ("special_bessel_y0", above), ("special_bessel_y1", above)):
    TABLE[name] = function([*values, NAN], [F32, I64])  # PyTorch's own are only good to single precision
TABLE = {name: (samples, {"loose": True}) for name, samples in TABLE.items()}
for name, first, second in [("special_zeta", [1.5, 2.0, 3.0, 7.5, 1.0], [0.5, 1.0, 2.5, 10.0, -1.5]), ("special_xlog1py", [0.0, 1.0, -2.0, NAN], [0.5, -1.0, 3.0, NAN]), ("special_xlogy", [0.0, 1.0, -2.0, NAN], [0.5, 0.0, 3.0, NAN])]:
    for over in ("", ".self_scalar", ".other_scalar"):
        TABLE[name + over] = (pair(first, second), {"loose": True})
for name in ("igamma", "igammac", "special_gammainc", "special_gammaincc"):
    TABLE[name] = (pair([0.5, 1.0, 2.5, 10.0, 50.0, 0.0, 3.0], [0.1, 1.0, 4.0, 9.0, 60.0, 2.0, 0.0]), {"loose": True})
TABLE.update({
    "xlogy.Scalar_Self": pair([0.0], [0.5, 0.0, 3.0, NAN]), "xlogy.Scalar_Other": pair([0.0, 1.0, -2.0, NAN], [0.5]),
    "gcd": integers, "lcm": integers, "isclose": isclose, "prelu": prelu, "_prelu_kernel": prelu,
    
    "frexp.Tensor": vary(dtypes=ALL, layouts=False), 
    "float_power.Tensor_Tensor": pair([1.0, 0.5, 2.5], [2.0, -1.0, 3.0], (F32, F64, I64)), "float_power.Tensor_Scalar": pair([1.0, 0.5, 2.5], [2.0], (F32, I64)), "float_power.Scalar": pair([1.0], [2.0, -1.0, 3.0], (F32, I64)),
    "softshrink": vary({"lambd": [..., 1.5, 0, -1.0]}, layouts=False), "hardshrink": vary({"lambd": [..., 1.5, 0]}, layouts=False), "logit": vary({"eps": [..., 0.1]}, draw="unit", layouts=False),
    "glu": vary({"dim": [..., 0, -2, 2]}, base=(4, 6), dtypes=FLOATS, layouts=False),
})

# Second names: that they lead to the first is all there is to prove.
for name in ("multiply", "subtract", "divide", "true_divide", "greater", "greater_equal", "less", "less_equal", "not_equal"):
    TABLE[name + ".Tensor"] = lambda S, schema: [(S.t(2, 3, dtype=dtype), S.positive(3, dtype=dtype)) for dtype in (F32, I64)] + [(S.t(3), S.t(4))]
    TABLE[name + ".Scalar"] = lambda S, schema: [(S.t(2, 3, dtype=dtype), 2) for dtype in (F32, I64)]
TABLE["divide.Tensor_mode"] = lambda S, schema: [(S.t(2, 3), S.positive(3), {"rounding_mode": mode}) for mode in (None, "floor", "trunc", "up")]
TABLE["divide.Scalar_mode"] = lambda S, schema: [(S.t(2, 3), 2, {"rounding_mode": mode}) for mode in (None, "floor", "trunc", "up")]
for name in ("arccos", "arcsin", "arctan", "arccosh", "arcsinh", "arctanh", "special_logit"):
    TABLE[name] = vary(dtypes=[F32, F64], draw="unit", layouts=False)
TABLE["arctan2"] = pair([1.0, -2.0], [0.5, 3.0])
TABLE["clip"] = lambda S, schema: [(S.t(2, 3), -1, 2), (S.t(2, 3), None, 2), (S.t(2, 3), None, None)]
TABLE["clip.Tensor"] = lambda S, schema: [(S.t(2, 3), S.t(3), None), (S.t(2, 3), S.t(3), S.t(2, 1))]
