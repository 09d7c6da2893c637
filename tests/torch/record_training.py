#!/usr/bin/env python3
"""Records losses, training-mode norms and gradients of PyTorch 2.6 into tests/golden/ops/training/opcases.{json,safetensors}.

    python tests/torch/record_training.py

The format is that of tests/golden/ops. Gradients are recorded with all of output_mask set; what None does is in
tests/engine/ops/norm_test.cpp.
"""
import json
import pathlib
import struct

import torch

aten = torch.ops.aten
GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "golden" / "ops" / "training"
NAMES = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
         torch.int32: "I32", torch.uint8: "U8", torch.int8: "I8", torch.bool: "BOOL"}
TOLERANCE = {torch.float64: 1e-9, torch.float32: 1e-5, torch.float16: 2e-3, torch.bfloat16: 2e-2}
cases, tensors = [], {}
generator = torch.Generator().manual_seed(1)


def randn(*sizes, dtype=torch.float32):
    return torch.randn(sizes, generator=generator).to(dtype)


def describe(tensor):
    return {"dtype": str(tensor.dtype)[6:], "shape": list(tensor.shape), "stride": list(tensor.stride())}


def record(name, *args, note="", **kwargs):
    number, inputs = len(cases), []

    def plain(value):
        if isinstance(value, torch.Tensor):
            inputs.append(value)
            return {"tensor": len(inputs) - 1}
        if isinstance(value, (list, tuple)):
            return [plain(v) for v in value]
        return {"dtype": str(value)[6:]} if isinstance(value, torch.dtype) else value

    packet, _, overload = name.partition(".")
    case = {"id": number, "op": name, "args": [plain(a) for a in args], "kwargs": {k: plain(v) for k, v in kwargs.items()}, "note": note}
    case["inputs"] = [describe(t) for t in inputs]
    try:
        out = getattr(getattr(aten, packet), overload or "default")(*args, **kwargs)
    except (RuntimeError, IndexError, ValueError) as error:
        case["error"] = str(error).splitlines()[0][:100]
        if "not implemented for" in case["error"]:  # says only that this build lacks a kernel
            return
    else:
        outputs = [out] if isinstance(out, torch.Tensor) else list(out)
        assert all(t is not None for t in outputs), case
        case["outputs"] = [describe(t) for t in outputs]
        for i, tensor in enumerate(outputs):
            tensors[f"{number}.out.{i}"] = tensor.detach().contiguous()
        floats = [TOLERANCE[t.dtype] for t in [*inputs, *outputs] if t.dtype in TOLERANCE]
        case["rtol"] = case["atol"] = max(floats, default=0)
    for i, tensor in enumerate(inputs):
        tensors[f"{number}.in.{i}"] = tensor.contiguous()
    cases.append(case)


def record_losses():
    for dtype in (torch.float32, torch.float64, torch.bfloat16):
        x, t = randn(3, 4, dtype=dtype), randn(3, 4, dtype=dtype)
        p, q = torch.sigmoid(x), torch.sigmoid(t)
        sign = torch.where(t > 0, 1.0, -1.0).to(dtype)
        for reduction in (0, 1, 2):
            grad = randn(3, 4, dtype=dtype) if reduction == 0 else randn(dtype=dtype)
            record("mse_loss", x, t, reduction)
            record("mse_loss_backward", grad, x, t, reduction)
            record("l1_loss", x, t, reduction)
            record("smooth_l1_loss", x, t, reduction, 0.7)
            record("smooth_l1_loss_backward", grad, x, t, reduction, 0.7)
            record("huber_loss", x, t, reduction, 0.6)
            record("huber_loss_backward", grad, x, t, reduction, 0.6)
            record("soft_margin_loss", x, sign, reduction)
            record("soft_margin_loss_backward", grad, x, sign, reduction)
            record("binary_cross_entropy", p, q, None, reduction)
            record("binary_cross_entropy_backward", grad, p, q, None, reduction)
            record("binary_cross_entropy_with_logits", x, q, None, None, reduction)
            record("kl_div", x, q, reduction)
            record("kl_div", x, t, reduction, log_target=True)
            record("hinge_embedding_loss", x, sign, 0.9, reduction)
            record("margin_ranking_loss", x, t, sign, 0.3, reduction)
            record("poisson_nll_loss", x, q * 4, True, True, 1e-8, reduction)
            record("poisson_nll_loss", p, q * 4, False, False, 1e-8, reduction)
            record("cosine_embedding_loss", x, t, sign[:, 0], 0.1, reduction)
            record("triplet_margin_loss", x, t, p, 1.0, 2.0, 1e-6, reduction == 2, reduction)
    x, t = randn(3, 4), randn(3, 4)
    p, q = torch.sigmoid(x), torch.sigmoid(t)
    record("mse_loss", x, t[:1], 0, note="broadcast")
    record("mse_loss", x, t[:1], 1, note="broadcast")
    record("smooth_l1_loss", x, t, 1, 0.0, note="beta 0")
    record("mse_loss", x, x[:, :0], 1, note="does not broadcast")
    record("mse_loss", x[:0], x[:0], 1, note="empty: nan")
    record("mse_loss", x[:0], x[:0], 2, note="empty: 0")
    record("mse_loss", x.t(), t.t(), 1, note="transposed")
    record("mse_loss", x.to(torch.int64), t.to(torch.int64), 1, note="integers")
    record("binary_cross_entropy", p, q, randn(3, 4).abs(), 1, note="weighted")
    record("binary_cross_entropy", p, q, randn(4).abs(), 0, note="weight broadcast")
    record("binary_cross_entropy_backward", randn(3, 4), p, q, randn(3, 4).abs(), 0, note="weighted")
    record("binary_cross_entropy", torch.tensor([0.0, 1.0, 1.0, 0.0]), torch.tensor([0.0, 1.0, 0.0, 1.0]), None, 0, note="cut off")
    record("binary_cross_entropy", x * 9, q, None, 1, note="outside of [0, 1]")
    record("binary_cross_entropy", p, q[:1], None, 1, note="broadcast")
    record("binary_cross_entropy_with_logits", x * 50, q, randn(4).abs(), randn(4).abs(), 1, note="weights")
    record("huber_loss", x, t, 1, -1.0, note="negative delta")
    record("l1_loss", x.to(torch.int64), t.to(torch.int64), 2, note="integers")


def record_classes():
    for dtype in (torch.float32, torch.float64, torch.bfloat16):
        x, target = torch.log_softmax(randn(5, 4, dtype=dtype), 1), torch.tensor([1, 0, 3, 3, 2])
        plane, places = torch.log_softmax(randn(2, 3, 2, 2, dtype=dtype), 1), torch.tensor([[[0, 1], [2, 0]], [[1, 1], [0, 2]]])
        for weight, w3 in ((None, None), (randn(4, dtype=dtype).abs(), randn(3, dtype=dtype).abs())):
            for reduction in (0, 1, 2):
                record("nll_loss_forward", x, target, weight, reduction, -100)
                record("nll_loss_forward", x, target, weight, reduction, 3, note="class ignored")
                grad = randn(5, dtype=dtype) if reduction == 0 else randn(dtype=dtype)
                total = torch.tensor(2.5, dtype=dtype)
                record("nll_loss_backward", grad, x, target, weight, reduction, 3, total)
                record("nll_loss2d_forward", plane, places, w3, reduction, -100)
                grad = randn(2, 2, 2, dtype=dtype) if reduction == 0 else randn(dtype=dtype)
                record("nll_loss2d_backward", grad, plane, places, w3, reduction, 1, total)
                record("nll_loss_nd", plane.view(2, 3, 4), places.view(2, 4), w3, reduction, 2)
                record("cross_entropy_loss", x, target, weight, reduction, -100, 0.0)
                record("cross_entropy_loss", x, target, weight, reduction, 3, 0.1, note="smoothed")
                record("cross_entropy_loss", plane, places, w3, reduction, 1, 0.2, note="smoothed plane")
                record("cross_entropy_loss", x, torch.softmax(randn(5, 4, dtype=dtype), 1), weight, reduction, -100, 0.1, note="probabilities")
                record("multi_margin_loss", x, target, 1 + reduction % 2, 1.0, weight, reduction)
    x, target = randn(5, 4), torch.tensor([1, 0, 3, 3, 2])
    record("nll_loss", x[0], target[0], None, 1, -100, note="one row")
    record("nll_loss", x[0], target[0], None, 0, -100, note="one row")
    record("nll_loss", x, torch.full((5,), 7), None, 1, -100, note="no such class")
    record("nll_loss", x, torch.full((5,), -100), None, 1, -100, note="all ignored: nan")
    record("nll_loss", x, torch.full((5,), -100), None, 2, -100, note="all ignored: 0")
    record("nll_loss", x[:0], target[:0], None, 1, -100, note="empty: nan")
    record("nll_loss", x, target[:3], None, 1, -100, note="sizes differ")
    record("nll_loss", x, target, randn(3), 1, -100, note="weights differ")
    record("nll_loss_forward", x.t().contiguous().t(), target, None, 1, -100, note="transposed")
    record("cross_entropy_loss", x[0], target[0], note="one row")
    record("cross_entropy_loss", x, target.to(torch.int32), note="i32 target")
    record("multi_margin_loss", x, target, 3, 1.0, None, 1, note="p 3")


def record_gradients():
    for dtype in (torch.float32, torch.float64, torch.bfloat16, torch.float16):
        g, x = randn(3, 5, dtype=dtype), randn(3, 5, dtype=dtype) * 3
        y = torch.sigmoid(x)
        record("gelu_backward", g, x)
        record("gelu_backward", g, x, approximate="tanh")
        record("sigmoid_backward", g, y)
        record("tanh_backward", g, torch.tanh(x))
        record("silu_backward", g, x)
        record("mish_backward", g, x)
        record("hardtanh_backward", g, x, -1.5, 2.0)
        record("hardsigmoid_backward", g, x)
        record("hardswish_backward", g, x)
        record("leaky_relu_backward", g, x, 0.2, False)
        record("elu_backward", g, 1.3, 0.9, 1.1, False, x)
        record("elu_backward", g, 1.3, 0.9, 1.1, True, aten.elu(x, 1.3, 0.9, 1.1))
        record("softplus_backward", g, x, 1.5, 4.0)
        record("softshrink_backward", g, x, 0.5)
        record("hardshrink_backward", g, x, 0.5)
        record("threshold_backward", g, x, 0.5)
        record("log_sigmoid_backward", g, x, torch.exp(-x.abs()))
        record("glu_backward", g, torch.cat([x, x.flip(0)], 1), 1)
        record("glu_backward", g, torch.cat([x, x.flip(0)], 0), 0)
        record("_softmax_backward_data", g, torch.softmax(x, 1), 1, dtype)
        record("_softmax_backward_data", g, torch.softmax(x, 0), 0, dtype)
        record("_log_softmax_backward_data", g, torch.log_softmax(x, -1), -1, dtype)
    g, x = randn(3, 5), randn(3, 5)
    record("_softmax_backward_data", g, x[:2], 1, torch.float32, note="sizes differ")
    record("_softmax_backward_data", g, x, 2, torch.float32, note="no such dim")
    record("_log_softmax_backward_data", torch.tensor(1.5), torch.tensor(0.0), 0, torch.float32, note="0-d")
    record("elu_backward", g, -1.0, 1.0, 1.0, True, x, note="negative alpha")
    record("hardswish_backward", g.t(), x.t(), note="transposed")
    record("gelu_backward", g, x, approximate="erf", note="no such mode")
    record("glu_backward", g, x, 1, note="odd")


def record_norms():
    for dtype in (torch.float32, torch.float64, torch.bfloat16):
        x = randn(4, 3, 2, 5, dtype=dtype) * 2 + 1
        g, w, b = torch.randn(x.shape, generator=generator).to(dtype), randn(3, dtype=dtype), randn(3, dtype=dtype)
        mean, var = randn(3, dtype=dtype), randn(3, dtype=dtype).abs() + 0.5
        note = str(dtype)
        record("native_batch_norm", x, w, b, None, None, True, 0.1, 1e-5)
        record("native_batch_norm", x, w, b, mean, var, False, 0.1, 1e-5)
        record("batch_norm", x, w, b, None, None, True, 0.1, 1e-5, False)
        record("_native_batch_norm_legit_functional", x, w, b, mean, var, True, 0.3, 1e-3)
        record("_native_batch_norm_legit_functional", x, None, None, mean, var, False, 0.3, 1e-3)
        record("_native_batch_norm_legit.no_stats", x, w, b, True, 0.1, 1e-5)
        record("instance_norm", x, w, b, None, None, True, 0.1, 1e-5, False)
        record("instance_norm", x, w, b, mean, var, False, 0.1, 1e-5, False)
        record("instance_norm", x[:, :, 0], None, None, None, None, True, 0.1, 1e-5, False)
        saved = aten._native_batch_norm_legit.no_stats(x, w, b, True, 0.1, 1e-5)
        record("native_batch_norm_backward", g, x, w, mean, var, saved[1], saved[2], True, 1e-5, [True, True, True])
        record("native_batch_norm_backward", g, x, w, mean, var, None, None, False, 1e-5, [True, True, True])
        record("native_batch_norm_backward", g[:, :, 0, 0], x[:, :, 0, 0], w, mean, var, None, None, False, 1e-5, [True, True, True], note="rank 2")
        x6, g6, w6 = randn(2, 6, 2, 3, dtype=dtype), randn(2, 6, 2, 3, dtype=dtype), randn(6, dtype=dtype)
        groups = aten.native_group_norm(x6, w6, None, 2, 6, 6, 3, 1e-5)
        record("native_group_norm_backward", g6, x6, groups[1], groups[2], w6, 2, 6, 6, 3, [True, True, True])
        x3, g3, shape = randn(3, 2, 4, dtype=dtype), randn(3, 2, 4, dtype=dtype), [2, 4]
        wl, bl = randn(2, 4, dtype=dtype), randn(2, 4, dtype=dtype)
        rows = aten.native_layer_norm(x3, shape, wl, bl, 1e-5)
        record("native_layer_norm_backward", g3, x3, shape, rows[1], rows[2], wl, bl, [True, True, True])
        rows = aten.native_layer_norm(x3, [4], wl[0], bl[0], 1e-5)
        record("native_layer_norm_backward", g3, x3, [4], rows[1], rows[2], wl[0], bl[0], [True, True, True])
    x = randn(4, 3)
    record("native_batch_norm_backward", x, x, None, None, None, x[0], x[0].abs(), True, 1e-5, [True, True, True], note="no weight")
    record("batch_norm", x, None, None, None, None, False, 0.1, 1e-5, False, note="no statistics")
    record("native_layer_norm_backward", x, x, [4], x[:, :1], x[:, :1], None, None, [True, True, True], note="shape differs")


def record_weights():
    for dtype in (torch.float32, torch.float64, torch.bfloat16):
        v, g0, g2 = randn(4, 2, 3, dtype=dtype), randn(4, 1, 1, dtype=dtype), randn(1, 1, 3, dtype=dtype)
        for g, dim in ((g0, 0), (g2, 2)):
            record("_weight_norm", v, g, dim)
            w, norms = aten._weight_norm_interface(v, g, dim)
            record("_weight_norm_interface", v, g, dim)
            record("_weight_norm_interface_backward", randn(4, 2, 3, dtype=dtype), v, g, norms, dim)
    x = torch.tensor([[0.5, 1.5, 2.5, -0.5], [float("nan"), float("inf"), -float("inf"), 300.0], [0.26, -1.24, 7.1, -9.9]])
    scales, zeros = torch.tensor([0.5, 1.0, 0.3]), torch.tensor([0, 3, -2], dtype=torch.int32)
    for dtype in (torch.float32, torch.float64, torch.float16):
        record("fake_quantize_per_tensor_affine", x.to(dtype), 0.1, 3, -128, 127)
        record("fake_quantize_per_tensor_affine_cachemask", x.to(dtype), 0.3, 0, 0, 15)
        record("fake_quantize_per_channel_affine", x.to(dtype), scales, zeros, 0, -8, 7)
        record("fake_quantize_per_channel_affine_cachemask", x.t().to(dtype), scales, zeros, 1, -8, 7)
        record("fake_quantize_per_tensor_affine_cachemask_backward", x.to(dtype), x > 1)
    record("fake_quantize_per_tensor_affine.tensor_qparams", x, torch.tensor(0.1), torch.tensor(3), -128, 127)
    record("fake_quantize_per_tensor_affine", x, 0.1, 3, 5, 4, note="empty range")
    record("fake_quantize_per_channel_affine", x, scales[:2], zeros[:2], 0, -8, 7, note="too few scales")


def save(path):
    header, data = {}, bytearray()
    for name, tensor in tensors.items():
        raw = tensor.view(-1).view(torch.uint8).numpy().tobytes() if tensor.numel() else b""
        header[name] = {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + bytes(data))


record_losses()
record_classes()
record_gradients()
record_norms()
record_weights()
GOLDEN.mkdir(parents=True, exist_ok=True)
lines = ",\n".join(json.dumps(case) for case in cases)
(GOLDEN / "opcases.json").write_text(f'{{"torch": "{torch.__version__}", "tensors": "opcases.safetensors", "cases": [\n{lines}\n]}}\n')
save(GOLDEN / "opcases.safetensors")
print(f"{len(cases)} cases, {len({c['op'] for c in cases})} operators, {sum('error' in c for c in cases)} refused")
