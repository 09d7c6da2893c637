#!/usr/bin/env python3
"""Records the random numbers of PyTorch's CPU generator into tests/golden/random.

    python tests/torch/record_random.py

draws.safetensors has one tensor a draw. Its name is the seed, the call in the syntax of tests/support/op_case.h,
and the index of the output: "7 aten.rand.default([3], dtype=f16) 0". Builds of PyTorch with Intel's MKL draw
bernoulli and exponential (and what is made of them: dropout, multinomial) from MKL's generators: record with a build
without it, such as Debian's. The normal distribution in f32 is the one of PyTorch's AVX2 code,
which has a logarithm and a sine of its own and also runs where the CPU has AVX-512.

sequence.pt2 and sequence.safetensors are a program that draws in many ways one after the other, and what it gives
after torch.manual_seed(7). inductor.safetensors is what torch.compile makes of rand, randn and randint.
"""
import json
import pathlib
import struct

import torch

assert not torch.backends.mkl.is_available(), "this PyTorch draws from MKL's generators"
assert torch.backends.cpu.get_cpu_capability() in ("AVX2", "AVX512"), torch.backends.cpu.get_cpu_capability()

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "golden" / "random"
NAMES = {torch.float64: ("f64", "F64"), torch.float32: ("f32", "F32"), torch.float16: ("f16", "F16"),
         torch.bfloat16: ("bf16", "BF16"), torch.int64: ("i64", "I64"), torch.int32: ("i32", "I32"),
         torch.int16: ("i16", "I16"), torch.int8: ("i8", "I8"), torch.uint8: ("u8", "U8"), torch.bool: ("bool", "BOOL")}
FLOATS = [torch.float32, torch.float64, torch.float16, torch.bfloat16]
SIZES = [1, 7, 15, 16, 17, 100]
SEEDS = [0, 7, (1 << 40) + 5]  # PyTorch seeds its twister with the lower 32 bits

draws = {}


def spelled(value):
    if isinstance(value, torch.Tensor):
        elements = ",".join(repr(float(x)) for x in value.flatten())
        sizes = ",".join(map(str, value.shape))
        return f"{NAMES[value.dtype][0]}[{sizes}]" + "{" + elements + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(spelled, value)) + "]"
    if isinstance(value, torch.dtype):
        return NAMES[value][0]
    if value is None or isinstance(value, bool):
        return str(value).lower()
    return repr(value)


def record(op, *args, seeds=SEEDS[:1], **kwargs):
    name, _, overload = op.partition(".")
    words = [spelled(a) for a in args] + [f"{key}={spelled(value)}" for key, value in kwargs.items()]
    for seed in seeds:
        torch.manual_seed(seed)
        out = getattr(getattr(torch.ops.aten, name), overload or "default")(*args, **kwargs)
        for i, tensor in enumerate(out if isinstance(out, tuple) else (out,)):
            draws[f"{seed} aten.{name}.{overload or 'default'}({', '.join(words)}) {i}"] = tensor


def record_all():
    for dtype in FLOATS:
        for size in SIZES:
            seeds = SEEDS if size == 17 else SEEDS[:1]
            record("rand", [size], dtype=dtype, seeds=seeds)
            record("randn", [size], dtype=dtype, seeds=seeds)
        empty = torch.zeros(5, dtype=dtype)
        record("normal.float_float", 1.5, 0.3, [19], dtype=dtype)
        record("normal.float_float", 1.5, 0.3, [3], dtype=dtype)
        record("normal_functional", torch.zeros(4, 5, dtype=dtype), -2.0, 3.0)
        record("uniform", empty, -1.3, 2.7)
        record("exponential", empty, 1.7)
        record("log_normal", empty, 0.3, 0.7)
        record("cauchy", empty, 1.0, 2.0)
        record("geometric", empty, 0.3)
        record("random", empty)
        record("random.to", empty, 100)
        record("random.from", empty, -5, 17)
        record("random.from", empty, -5, None)
        record("randint.low", -3, 200, [9], dtype=dtype)
        record("rand_like", empty)
        record("randn_like", torch.zeros(3, 7, dtype=dtype))
        record("randint_like", empty, 10)
        record("bernoulli", torch.linspace(0, 1, 9, dtype=dtype))
        record("bernoulli.p", empty, 0.4)
        record("bernoulli.Tensor", empty, torch.linspace(0, 1, 5, dtype=torch.float64))
        record("bernoulli.Tensor", empty, torch.full((1,), 0.5))
        mean, std = torch.tensor([[1.0], [-2.0]], dtype=dtype), torch.tensor([0.5, 1.7, 3.0], dtype=dtype)
        record("normal.Tensor_Tensor", mean, std)
        record("normal.Tensor_float", std, 0.7)
        record("normal.float_Tensor", -1.3, std)
        weights = torch.tensor([[0.1, 0.0, 3.0, 0.7], [2.0, 1.0, 1.0, 0.3]], dtype=dtype)
        record("multinomial", weights, 1)
        record("multinomial", weights, 3)
        record("multinomial", weights, 12, True)
        x = torch.tensor([[-2.0, 0.5, 3.0, -0.25], [1.0, 7.0, -1.5, 0.0]], dtype=dtype)
        for p in (0.3, 1.0):
            record("dropout", x, p, True)
            record("native_dropout", x, p, True)
            record("alpha_dropout", x, p, True)
            record("feature_dropout", x.view(2, 2, 2), p, True)
            record("feature_alpha_dropout", x.view(2, 2, 2), p, True)
        record("native_dropout", x, 0.3, False)
        record("native_dropout_backward", x, x > 0, 1 / 0.7)
        if dtype != torch.float16:  # which its CPU kernel refuses
            record("rrelu", x, 0.1, 0.3, True)
            record("rrelu", x, 0.1, 0.3, False)
            record("rrelu_with_noise_functional", x, torch.zeros_like(x), 0.1, 0.3, True)
    record("randn", [1000], seeds=[3])
    record("rand", [3, 0, 2])
    record("randn", [2, 2, 5], seeds=SEEDS)
    record("randperm", 1)
    record("randperm", 50, seeds=SEEDS)
    record("randperm", 10, dtype=torch.int32)
    record("randperm", 10, dtype=torch.float32)
    for high in (10, 1 << 31, 1 << 32, (1 << 32) + 1, (1 << 63) - 1):
        record("randint", high, [5], seeds=SEEDS)
    record("randint", 70000, [6], dtype=torch.float32)
    record("randint", 5000, [6], dtype=torch.float16)
    record("randint.low", -70, 70, [6], dtype=torch.bfloat16)
    for dtype in (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool):
        zeros = torch.zeros(6, dtype=dtype)
        record("random", zeros)
        record("random.to", zeros, 2)
        record("random.from", zeros, 0, None)
        record("randint", 2, [6], dtype=dtype)
        record("bernoulli.p", zeros, 0.4)
        if dtype != torch.bool:
            record("geometric", zeros, 0.4)


def save(path, tensors):
    header, data = {}, bytearray()
    for name, tensor in tensors.items():
        raw = tensor.contiguous().view(-1).view(torch.uint8).numpy().tobytes() if tensor.numel() else b""
        header[name] = {"dtype": NAMES[tensor.dtype][1], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + bytes(data))


class Sequence(torch.nn.Module):
    """Every draw depends on what those before it took: spare normals, unread results, layouts, in-place forms."""

    def forward(self, x):
        a = torch.randn(3)  # leaves a spare normal
        torch.rand(5)  # read by nobody
        b = torch.rand_like(x.t())  # in the order of x's memory
        c = torch.randn(1) + torch.randn(20)
        d = torch.nn.functional.dropout(x, 0.4, training=True)
        e = torch.randn_like(x.t())
        f = torch.randperm(6).to(torch.float32) * torch.rand(6) + torch.rand(6)
        g = torch.empty(4).log_normal_(0.0, 0.5)
        h = x.clone().uniform_(-1, 1)
        i = torch.bernoulli(torch.sigmoid(x))
        j = torch.randint(0, 100, (4,))
        k = torch.multinomial(torch.softmax(x, 1), 2)
        return a, b, c, d, e, f, g, h, i, j, k, torch.normal(x, 0.5), torch.randn(2, dtype=torch.float64)


def save_sequence():
    x = torch.arange(24.0).view(4, 6) / 8 - 1
    program = torch.export.export(Sequence(), (x,))
    torch.export.save(program, str(GOLDEN / "sequence.pt2"))
    torch.manual_seed(7)
    outputs = program.module()(x)
    save(GOLDEN / "sequence.safetensors", {"in.0": x, **{f"out.{i}": out for i, out in enumerate(outputs)}})


# What Inductor's CPU kernels give for one seed that they draw themselves after torch.manual_seed(7).
def save_inductor():
    programs = {"rand": lambda: torch.rand(3, 5), "randn": lambda: torch.randn(3, 5), "randint": lambda: torch.randint(-9, 1 << 40, (7,))}
    out = {}
    for name, program in programs.items():
        compiled = torch.compile(program)
        compiled()
        torch.manual_seed(7)
        out[name] = compiled()
    save(GOLDEN / "inductor.safetensors", out)


GOLDEN.mkdir(parents=True, exist_ok=True)
record_all()
save(GOLDEN / "draws.safetensors", draws)
save_sequence()
save_inductor()
print(f"{len(draws)} draws")
