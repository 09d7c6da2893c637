"""Losses, gradients and what training leaves in a graph. Gradients get what their forward operator saved: of anything
else their answer means nothing."""
import torch

from .build import ALL, BF16, BOOL, F16, F32, F64, FLOATS, I32, I64, N, U8, vary

aten = torch.ops.aten
LOOSE = {"loose": True}
MODES = {"reduction": [1, 0, 2]}  # PyTorch takes other numbers too, by chance
unit = lambda S, dtype: S.t(3, 4, dtype=dtype, low=0, high=1) + 0.0625 if dtype.is_floating_point else S.t(3, 4, dtype=dtype, low=0, high=2)


def sign(S, dtype):
    one = S.t(3, 4, dtype=F64).sign()
    return torch.where(one == 0, 1, one).to(dtype if dtype != BOOL else I64)


def pairs(dtypes=ALL, **more):
    """Losses of one element and its target."""
    return vary({**MODES, **more}, dtypes=dtypes, skip=["channels last", "permuted"])


def signed(**more):
    return vary({**MODES, "target": [sign], **more}, layouts=False)


def classes(plane, backward=False):
    def samples(S, schema):
        shape, places = ((2, 3, 2, 2), (2, 2, 2)) if plane else ((5, 3), (5,))
        def row(dtype=F32, reduction=1, weight=True, ignore=-100, x=None, target=None, w=None, grad=None, total=None, note=None):
            x = x if x is not None else S.t(*shape, dtype=dtype)
            target = target if target is not None else S.index(3, *places)
            w = w if w is not None else S.positive(3, dtype=dtype) if weight else None
            end = (N(note),) if note else ()
            if not backward:
                return (x, target, w, reduction, ignore, *end)
            grad = grad if grad is not None else S.t(*(() if reduction else places), dtype=dtype)
            total = total if total is not None else torch.tensor(2.5, dtype=dtype)
            return (grad, x, target, w, reduction, ignore, total, *end)
        for dtype in (F32, F64, BF16, F16):
            yield row(dtype)
        for changed in [dict(reduction=0), dict(reduction=2), dict(weight=False), dict(ignore=1)]:
            yield row(**changed)
        other = (2, 3, 2) if plane else (5, 3, 2)
        wrong = [dict(x=S.t(*shape, dtype=I64), note="integers"), dict(x=S.t(*other), note="rank"), dict(target=S.t(*places), note="targets of floats"), dict(target=S.index(3, *places, dtype=I32), note="targets of i32"),
                 dict(target=S.index(3, *places[:-1], 3), note="sizes differ"), dict(target=S.index(3, 7), note="rows differ"), dict(w=S.t(4), note="weights differ"), dict(w=S.t(3, dtype=F64), note="weights of another dtype"),
                 dict(target=torch.full(places, 3), note="no such class")]
        if backward:
            wrong = [one for one in wrong if one["note"] not in ("targets of i32", "no such class")]  # trusts what forward has seen
            wrong += [dict(grad=S.t(3), note="gradient's sizes"), dict(grad=S.t(), reduction=0, note="gradient's sizes"), dict(grad=S.t(3), reduction=0, note="gradient's sizes"), dict(total=S.t(2), note="total weight of two")]
        for changed in wrong:
            yield row(**changed)
    return samples


def sequences(S, schema):
    """CTC. Of the forward variables only those of a sequence's own steps and states are specified: all are as long there."""
    single, backward, listed = schema.name.startswith("aten::_"), "backward" in schema.name, schema.overload_name in ("", "IntList")

    def row(dtype=F32, inputs=(5, 5), lengths=(2, 2), flat=False, x=None, targets=None, blank=0, zero=False, reduction=1, note=None):
        x = x if x is not None else torch.log_softmax(S.t(5, 2, 4, dtype=dtype), -1)
        targets = targets if targets is not None else torch.tensor([[1, 2], [3, 3]])
        if flat:
            targets = torch.cat([one[:length] for one, length in zip(targets, lengths)])
        many = list if listed else torch.tensor
        args = (x, targets, many(inputs), many(lengths))
        end = (N(note),) if note else ()
        if backward:
            try:
                saved = aten._ctc_loss(x, targets, list(inputs), list(lengths), blank, zero)
            except RuntimeError:
                saved = S.t(2), S.t(2, 5, 5)
            return (S.t(2, dtype=x.dtype), *args, *saved, blank, zero, *end)
        return (*args, blank, zero, *end) if single else (*args, blank, reduction, zero, *end)
    for dtype in (F32, F64):
        for flat in (False, True):
            yield row(dtype, flat=flat)
    yield row(blank=3, targets=torch.tensor([[1, 2], [0, 0]]))
    yield row(targets=torch.tensor([[1, 2], [3, 1]], dtype=I32))
    yield row(inputs=(5, 5), lengths=(0, 0), note="nothing to find")
    if backward or not single:
        yield row(inputs=(5, 3), lengths=(2, 1))
        yield row(inputs=(4, 5), lengths=(1, 2), flat=True)
        yield row(inputs=(1, 5), zero=True, note="impossible")
    if not single:
        for reduction in (0, 2):
            yield row(reduction=reduction)
        yield row(inputs=(1, 5), note="impossible")
        yield (torch.log_softmax(S.t(5, 4), -1), torch.tensor([1, 2]), *((torch.tensor([5]), torch.tensor([2])) if not listed else ([5], [2])), N("no batch"))
    for changed in [dict(inputs=(5,), note="one length for two"), dict(lengths=(2,), note="one length for two"), dict(inputs=(5, 6), note="more steps than there are"), dict(blank=4, note="blank outside"), dict(blank=-1, note="blank outside"),
                    dict(targets=torch.tensor([1, 2, 3]), note="fewer targets than lengths"), dict(targets=torch.tensor([[1, 2]]), note="another batch"), dict(x=S.t(5, 2, 4, dtype=I64), note="integers"), *([dict(targets=S.t(2, 2), note="targets of floats")] if single else [])]:
        if not backward or changed["note"] in ("integers", "targets of floats"):  # the gradient trusts what forward has seen
            yield row(**changed)


def cosine(S, schema):
    for dtype in FLOATS:
        yield (S.t(3, 4, dtype=dtype), S.t(3, 4, dtype=dtype), torch.tensor([1, -1, 1]), 0.25)
    for reduction in (0, 2):
        yield (S.t(3, 4), S.t(3, 4), torch.tensor([1, -1, -1]), 0.0, reduction)
    yield (S.t(4), S.t(4), torch.tensor(1), N("one row"))
    yield (S.t(3, 4), S.t(3, 4), torch.ones(3, 4), N("targets' rank"))
    yield (S.t(3, 4), S.t(2, 4), torch.ones(3), N("does not broadcast"))
    yield (S.t(3, 4), S.t(3, 4), torch.ones(2), N("targets differ"))
    yield (S.t(), S.t(), torch.ones(3), N("0-d"))


def log_sigmoid(S, schema):
    for dtype in FLOATS:
        x = S.t(3, 4, dtype=dtype)
        yield (S.t(3, 4, dtype=dtype), x, aten.log_sigmoid_forward(x)[1])
    for note, x in S.layouts():
        yield (torch.clone(x) if note != "expanded" else x, x, aten.log_sigmoid_forward(x)[1], note)


def softmax(forward):
    def samples(S, schema):
        for dtype in FLOATS:
            for dim in (0, -1):
                yield (S.t(3, 4, dtype=dtype), forward(S.t(3, 4, dtype=dtype), dim), dim, dtype)
        for note, x in S.layouts():
            if note not in ("empty", "expanded"):
                yield (torch.clone(x), forward(x, -1), -1, F32, note)
        y = forward(S.t(3, 4), 1)
        yield (S.t(3, 4), y, 2, F32, N("no such dim"))
        yield (S.t(5), y, 1, F32, N("ranks differ"))
        yield (S.t(3, 4), y.double(), 1, F32, N("two dtypes"))
        yield (S.t(3, 4, dtype=I64), y.long(), 1, I64, N("integers"))
    return samples


def fake(channel, tensors=False):
    def samples(S, schema):
        def row(dtype=F32, scale=0.5, zero=2, axis=1, low=-8, high=7, x=None, note=None, s=None, z=None):
            x = x if x is not None else S.t(3, 4, dtype=dtype)
            end = (N(note),) if note else ()
            if channel:
                return (x, s if s is not None else torch.tensor([0.5, 0.25, 1.0, 2.0]), z if z is not None else torch.tensor([0, 1, -2, 3], dtype=I32), axis, low, high, *end)
            if tensors:
                return (x, s if s is not None else torch.tensor([scale]), z if z is not None else torch.tensor([zero], dtype=I32), low, high, *end)
            return (x, scale, zero, low, high, *end)
        for dtype in FLOATS:
            yield row(dtype)
        for changed in [dict(low=0, high=255), dict(x=S.t(0, 4), note="empty"), dict(x=S.t(4, 3).t(), note="transposed"), dict(low=5, high=4, note="range upside down"), dict(x=S.t(3, 4, dtype=I64), note="integers")]:
            yield row(**changed)
        if channel:
            for changed in [dict(s=S.positive(3), note="scales differ"), dict(z=S.index(2, 3, dtype=I32), note="zero points differ"), dict(s=S.positive(2, 4), note="scales' rank"), dict(axis=2, note="no such dim"),
                            dict(z=torch.tensor([0, 1, 9, 3], dtype=I32), note="zero point out of range"), dict(s=S.positive(4, dtype=F64), note="scales of f64"), dict(z=S.index(2, 4), note="zero points of i64"),
                            dict(z=S.unit(4), note="zero points of floats")]:
                yield row(**changed)
        elif tensors:
            yield row(s=torch.tensor(0.25), z=torch.tensor(1, dtype=I32), note="0-d")
            yield row(s=torch.tensor([0.5, 0.25]), note="two scales")
            yield row(z=torch.tensor([1, 2], dtype=I32), note="two zero points")
            yield row(s=torch.zeros(0), note="no scale")
        else:
            yield row(zero=9, note="zero point out of range")
    return samples


def steps(channel, tensors=False, back=False):
    """quantized_decomposed: to integers, or `back` from them."""
    def samples(S, schema):
        def row(dtype=torch.int8, scale=0.5, zero=2, low=-8, high=7, x=None, note=None, s=None, z=None, axis=1, out=..., kind=None):
            x = x if x is not None else S.t(3, 4, dtype=dtype, low=-8, high=8) if back else S.t(3, 4)
            tail = ({"out_dtype": out},) if out is not ... else ()
            end = (*tail, *((N(note),) if note else ()))
            if channel:
                return (x, s if s is not None else torch.tensor([0.5, 0.25, 1.0, 2.0]), z if z is not None else torch.tensor([0, 1, -2, 3]), axis, low, high, kind or dtype, *end)
            if tensors:
                return (x, s if s is not None else torch.tensor(scale), z if z is not None else torch.tensor(zero), low, high, kind or dtype, *end)
            return (x, scale, zero, low, high, kind or dtype, *end)
        for dtype, low, high in ((torch.int8, -8, 7), (U8, 0, 15), (torch.int16, -8, 7), (I32, -8, 7)):
            yield row(dtype, low=low, high=high)
        for changed in [dict(x=S.t(4, 3, dtype=torch.int8 if back else F32).t(), note="transposed"), dict(x=S.t(0, 4, dtype=torch.int8 if back else F32), note="empty"), dict(scale=0.3), dict(low=-128, high=127)]:
            yield row(**changed)
        if back:
            for out in (F16, BF16, None):
                yield row(out=out)
            for changed in [dict(kind=U8, note="another dtype"), dict(x=S.t(3, 4), note="floats")]:
                yield row(**changed)
        else:
            for dtype in (F16, BF16):
                yield row(x=S.t(3, 4, dtype=dtype))
            for changed in [dict(x=S.t(3, 4, dtype=F64), note="f64"), dict(x=S.t(3, 4, dtype=I64), note="integers"), dict(low=5, high=4, note="range upside down"), dict(low=-300, note="range of another dtype"),
                            dict(kind=F32, note="to floats"), dict(kind=I64, note="to i64")]:
                yield row(**changed)
        if channel:
            for changed in [dict(s=S.positive(3), note="scales differ"), dict(axis=2, note="no such dim")]:
                yield row(**changed)
        elif tensors:
            yield row(s=torch.tensor([0.5, 0.25]), note="two scales")
            yield row(z=torch.tensor([1, 2]), note="two zero points")
    return samples


def masked(S, schema):
    for dtype in FLOATS:
        yield (S.t(3, 4, dtype=dtype), S.t(3, 4, dtype=BOOL), *((2.0,) if "dropout" in schema.name else ()))


def sampler(dims, checks):
    sizes, places = (4, 5, 3)[-dims:], (3, 2, 4)[-dims:]

    def samples(S, schema):
        for dtype in (F32, F64):
            for mode in (0, 1, 2) if dims == 2 else (0, 1):
                for padding in (0, 1, 2) if dtype == F32 else (0,):
                    for corners in (False, True):
                        yield (S.t(1, 2, *sizes, dtype=dtype), S.t(1, *places, dims, dtype=dtype, low=-2, high=2) * 0.9, mode, padding, corners)
        x, grid = S.t(1, 2, *sizes), S.t(1, *places, dims)
        for a, b, mode, note in [(x, S.t(2, *places, dims), 0, "batches differ"), (x, S.t(1, *places, dims + 1), 0, "coordinates"), (x, grid[0], 0, "grid's rank"), (x[0], grid, 0, "input's rank"),
                                 (x, grid.double(), 0, "two dtypes"), (S.t(1, 2, *[0] * dims), grid, 0, "nothing to sample"), (x.long(), grid.long(), 0, "integers")]:
            yield (a, b, mode, 0, False, N(note))
        if dims == 3 and checks:
            yield (x, grid, 2, 0, False, N("bicubic volumes"))
    return samples


def weight_norm(S, schema):
    backward = "backward" in schema.name
    for dtype in (F32, F64):
        for shape, dim in (((3, 4), 0), ((3, 4), 1), ((2, 3, 4), 0), ((2, 3, 4), 2)):
            v, g = S.t(*shape, dtype=dtype), S.positive(*[size if d == dim else 1 for d, size in enumerate(shape)], dtype=dtype)
            if not backward:
                yield (v, g, dim)
                continue
            norms = v.pow(2).sum([d for d in range(len(shape)) if d != dim], keepdim=True).sqrt()
            yield (S.t(*shape, dtype=dtype), v, g, norms, dim)


def batch_norm_backward(S, schema):
    for dtype in (F32, F64):
        for shape in ((3, 4, 2), (3, 4)):
            x = S.t(*shape, dtype=dtype)
            w, mean, var = S.t(4, dtype=dtype), S.t(4, dtype=dtype), S.positive(4, dtype=dtype)
            _, saved, inverse = aten._native_batch_norm_legit.no_stats(x, w, None, True, 0.1, 1e-5)
            for train in (True, False):
                yield (S.t(*shape, dtype=dtype), x, w, mean, var, saved, inverse, train, 1e-5, [True, True, True])


def group_norm_backward(S, schema):
    for dtype in (F32, F64):
        x, w = S.t(2, 4, 3, dtype=dtype), S.t(4, dtype=dtype)
        _, mean, inverse = aten.native_group_norm(x, w, None, 2, 4, 3, 2, 1e-5)
        yield (S.t(2, 4, 3, dtype=dtype), x, mean, inverse, w, 2, 4, 3, 2, [True, True, True])


def affine(S, schema):
    for dtype in (F32, F64):
        for corners in (False, True):
            yield (S.unit(2, 2, 3, dtype=dtype), [2, 1, 3, 4], corners)
            yield (S.unit(1, 3, 4, dtype=dtype), [1, 1, 2, 3, 4], corners)
    yield (S.unit(1, 2, 3), [1, 1, 1, 2], False)
    for theta, size, note in [((2, 2, 3), [2, 1, 3], "sizes of 3 dimensions"), ((2, 3, 3), [2, 1, 3, 4], "matrix of a volume"), ((1, 2, 3), [2, 1, 3, 4], "batches differ"), ((2, 3), [2, 1, 3, 4], "theta's rank"),
                              ((2, 2, 3), [2, 1, 3, -4], "negative size")]:
        yield (S.unit(*theta), size, False, N(note))


# Gradients of integers are zeros of PyTorch's that nobody asks for.
gradients = {"huber_loss_backward": pairs(dtypes=FLOATS, delta=[1.0, 0.5]), "mse_loss_backward": pairs(dtypes=FLOATS), "smooth_l1_loss_backward": pairs(dtypes=FLOATS, beta=[1.0, 0.5]), "soft_margin_loss_backward": signed(),
             "binary_cross_entropy_backward": vary({**MODES, "self": [unit], "target": [unit]}, layouts=False)}
losses = {"l1_loss": pairs(), "smooth_l1_loss": pairs(beta=[..., 0.5, 0.0, -1.0]), "poisson_nll_loss": pairs(log_input=[True, False], full=[False, True], eps=[1e-8]), "kl_div": vary({**MODES, "target": [unit], "log_target": [..., True]}, layouts=False),
          "binary_cross_entropy_with_logits": pairs(weight=[None, lambda S, d: S.positive(4, dtype=d)], pos_weight=[None, lambda S, d: S.positive(4, dtype=d)]), "hinge_embedding_loss": signed(margin=[..., 0.5]),
          "margin_ranking_loss": signed(margin=[..., 0.5]), "soft_margin_loss": signed(), "triplet_margin_loss": pairs(p=[..., 1.0, 3.0], swap=[..., True], margin=[..., 0.5])}
TABLE = {name: (samples, LOOSE) for name, samples in {
    **gradients, **losses, "cosine_embedding_loss": cosine,
    **{name: sequences for name in ("_ctc_loss", "_ctc_loss.Tensor", "_ctc_loss_backward", "_ctc_loss_backward.Tensor", "ctc_loss.IntList", "ctc_loss.Tensor")},
    **{name: classes(False) for name in ("nll_loss_forward", "nll_loss")}, **{name: classes(True) for name in ("nll_loss2d_forward", "nll_loss2d")},
    "nll_loss_nd": lambda S, schema: (row for plane in (False, True) for row in classes(plane)(S, schema)), "nll_loss_backward": classes(False, True), "nll_loss2d_backward": classes(True, True),
    "log_sigmoid_backward": log_sigmoid, "_softmax_backward_data": softmax(lambda x, dim: torch.softmax(x, dim)), "_log_softmax_backward_data": softmax(lambda x, dim: torch.log_softmax(x, dim)),
    "fake_quantize_per_tensor_affine_cachemask": fake(False), "fake_quantize_per_tensor_affine.tensor_qparams": fake(False, True), "fake_quantize_per_channel_affine_cachemask": fake(True),
    **{name: masked for name in ("fake_quantize_per_tensor_affine_cachemask_backward", "fake_quantize_per_channel_affine_cachemask_backward", "native_dropout_backward")},
    "grid_sampler": sampler(2, True), "grid_sampler_2d": sampler(2, False), "grid_sampler_3d": sampler(3, False),
    **{name: weight_norm for name in ("_weight_norm", "_weight_norm_interface", "_weight_norm_interface_backward")},
    "native_batch_norm_backward": batch_norm_backward, "native_group_norm_backward": group_norm_backward, "affine_grid_generator": affine,
}.items()}
TABLE.update({f"quantized_decomposed::{way}quantize_per_{kind}": (steps(kind == "channel", kind.endswith(".tensor"), way == "de"), {"no_float64": True})
              for way in ("", "de") for kind in ("tensor", "tensor.tensor", "channel")})
