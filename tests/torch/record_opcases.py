#!/usr/bin/env python3
"""Records what PyTorch 2.6 does, operator by operator, into tests/golden/ops/<family>/opcases.{json,safetensors}.

    whittle-opcases --list > build/ops.json
    python tests/torch/record_opcases.py build/ops.json [OPERATOR...]     all operators, or only those named (add.Tensor)
    python tests/torch/record_opcases.py --refresh FILE.json        runs the cases of a file again

Samples come from the tables in tests/torch/opcases/; an operator in no table is sampled by its schema. Every operator
has a seed of its own, so a run changes only what it is asked for. What draws random numbers draws them from seed 0; a
PyTorch without Intel's MKL is needed, whose generators would draw other ones.

A case holds the operator, its arguments, the inputs with their strides and either the outputs with theirs or the
text of the error. Where float64 gives another answer (rounding decided something), `outputs64` holds that as well; the setting `no_float64`
is for operators that refuse it, or give results of other sizes then, or other random numbers.
That a 16-bit float is "not implemented" says only that PyTorch's CPU build lacks a kernel: not recorded.
"""
import json
import operator
import os
import pathlib
import sys
import tempfile
import traceback
import warnings
import zlib

import torch
import torch._higher_order_ops
import torch._higher_order_ops.flex_attention
import torch._higher_order_ops.wrap
import torch._inductor.config
import torch._inductor.inductor_prims
import torch.ao.quantization.fx._decomposed
from opcases import refusals, tables
from opcases.build import Graph, N, Sampler, vary
from opcases.tensor_file import load_file, save_file

ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "ops"
ENOUGH = 16  # cases of an operator
SPACES = ("aten", "higher_order", "prims", "quantized_decomposed", "_operator", "torch")
PYTHON = {"_operator": operator, "torch": torch}  # functions of numbers, which have no schema
INDUCTOR = "inductor_"  # run by themselves these are torch.rand; a program's numbers are those of Inductor's code


class Compiled:
    """An operator as Inductor runs it."""

    def __init__(self, function):
        self._schema, self.function = function._schema, function

    def __call__(self, *args, **kwargs):
        torch._dynamo.reset()
        tensors = [value for value in args if isinstance(value, torch.Tensor)]

        def program(*given):
            given = list(given)
            return self.function(*(given.pop(0) if isinstance(value, torch.Tensor) else value for value in args), **kwargs)
        return torch.compile(program, dynamic=False)(*tensors)


def overload(name):
    """"add.Tensor" is ATen's; operators of others say whose: "quantized_decomposed::quantize_per_tensor.tensor"."""
    space, _, rest = name.rpartition("::")
    packet, _, over = rest.partition(".")
    if space == "higher_order":
        return getattr(torch.ops.higher_order, packet)
    if space in PYTHON:
        return getattr(PYTHON[space], packet)
    if packet.startswith(INDUCTOR):
        return Compiled(getattr(torch.ops.prims, packet).default)
    return getattr(getattr(getattr(torch.ops, space or "aten"), packet), over or "default")


def short_name(op):
    """As cases name the operator that the table has as "aten.add.Tensor"."""
    space, _, rest = op.removesuffix(".default").partition(".")
    return rest if space == "aten" else f"{space}::{rest}"


def tolerance(tensors, loose):
    """By the narrowest float among inputs and outputs; sums of many terms get ten times as much."""
    out = (0.0, 0.0)
    for tensor in tensors:
        out = max(out, {torch.float64: (1e-9, 1e-9), torch.complex128: (1e-9, 1e-9), torch.float32: (1e-5, 1e-6), torch.complex64: (1e-5, 1e-6),
                        torch.float16: (2e-3, 2e-3), torch.bfloat16: (1.6e-2, 1e-2)}.get(tensor.dtype, out))
    return tuple(10 * x if loose and x < 1e-3 else x for x in out)


def posed(tensor):
    """The same elements and strides over a storage without anything between: what a reader of the file can rebuild."""
    if tensor.numel() == 0:
        return torch.empty_strided(tensor.shape, tensor.stride(), dtype=tensor.dtype)
    length = 1 + sum((size - 1) * stride for size, stride in zip(tensor.shape, tensor.stride()))
    out = torch.zeros(length, dtype=tensor.dtype).as_strided(tensor.shape, tensor.stride())
    to, source = out, tensor
    for dim, stride in enumerate(tensor.stride()):
        if stride == 0:
            to, source = to.narrow(dim, 0, 1), source.narrow(dim, 0, 1)
    to.copy_(source)
    return out


def schema_of(function):
    """None for an operator that runs graphs, and for a function of Python's."""
    return getattr(function, "_schema", None)


def posable(schema, args, kwargs):
    """The arguments as a case holds them. None in place of a tensor becomes an undefined tensor, which crashes some
    kernels: text stands there instead, which all refuse."""
    arguments = schema.arguments if schema else []
    needed = {a.name for a in arguments if str(a.type) in ("Tensor", "List[Tensor]")}
    named = [a.name for a in arguments]
    absent = lambda v: "no tensor" if v is None else [absent(i) for i in v] if isinstance(v, (list, tuple)) else v
    rebuild = lambda v: posed(v) if isinstance(v, torch.Tensor) else type(v)(rebuild(i) for i in v) if isinstance(v, (list, tuple)) else v
    args = [absent(value) if i < len(named) and named[i] in needed else value for i, value in enumerate(args)]
    kwargs = {name: absent(value) if name in needed else value for name, value in kwargs.items()}
    return [rebuild(value) for value in args], {name: rebuild(value) for name, value in kwargs.items()}


def widened(value):
    if isinstance(value, torch.Tensor):
        if value.is_complex():
            return value.to(torch.complex128)
        return value.to(torch.float64) if value.is_floating_point() else value
    if isinstance(value, torch.dtype):
        return torch.float64 if value.is_floating_point else value
    if isinstance(value, (list, tuple)):
        return type(value)(widened(item) for item in value)
    return value


def flat(result):
    """Outputs as tensors; a number is a tensor of rank 0."""
    if isinstance(result, (list, tuple)):
        return [tensor for item in result for tensor in flat(item)]
    if isinstance(result, torch.Tensor):
        return [result.resolve_conj().resolve_neg().detach()]
    return [] if result is None else [torch.tensor(result, dtype=torch.float64 if isinstance(result, float) else None)]


def failure(error):
    text = str(error).strip().split("\n")[0]
    return f"{type(error).__name__}: {text}"[:300]


def run(function, args, kwargs):
    torch.manual_seed(0)
    try:
        return flat(function(*args, **kwargs)), None
    except (RuntimeError, IndexError, ValueError, TypeError, NotImplementedError, ZeroDivisionError, AssertionError) as error:
        return None, failure(error)


def close(expected, actual, rtol, atol):
    return len(expected) == len(actual) and all(
        a.shape == b.shape and (a.is_floating_point() or a.is_complex()) == (b.is_floating_point() or b.is_complex())
        and torch.allclose(b.to(torch.complex128 if b.is_complex() else torch.float64),
                           a.to(torch.complex128 if a.is_complex() else torch.float64), rtol, atol, equal_nan=True)
        for a, b in zip(actual, expected))


class File:
    """Cases and tensors of one family; equal tensors are stored once."""

    def __init__(self):
        self.cases, self.tensors = [], {}

    def store(self, tensor):
        dense = torch.empty(tensor.shape, dtype=tensor.dtype).copy_(tensor.detach())
        if dense.is_complex():
            dense = torch.view_as_real(dense)
        bits = bytes(dense.reshape(-1).view(torch.uint8).tolist()) if dense.numel() else b""
        key = f"{zlib.crc32(bits + str((dense.dtype, tuple(dense.shape))).encode()):08x}"
        while key in self.tensors and not (self.tensors[key].dtype == dense.dtype and self.tensors[key].shape == dense.shape
                                           and self.tensors[key].reshape(-1).view(torch.uint8).equal(dense.reshape(-1).view(torch.uint8))):
            key += "_"
        self.tensors[key] = dense.clone()
        return key

    def entry(self, tensor):
        return {"dtype": str(tensor.dtype).removeprefix("torch."), "shape": list(tensor.shape), "stride": list(tensor.stride()),
                "data": self.store(tensor)}

    def add(self, ident, op, args, kwargs, note, settings):
        """Runs and records one case; answers why it was left out, or nothing."""
        inputs = []

        def encode(value):
            if isinstance(value, torch.Tensor):
                inputs.append(value)
                return {"tensor": len(inputs) - 1}
            if isinstance(value, torch.dtype):
                return {"dtype": str(value).removeprefix("torch.")}
            if isinstance(value, torch.memory_format):
                return {"memory_format": str(value).removeprefix("torch.")}
            if isinstance(value, Graph):
                return {"graph": value.text}
            if isinstance(value, dict):
                return [list(item) for item in value.items()]
            if isinstance(value, torch.device):
                return {"device": str(value)}
            if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
                return {"float": str(value)}
            return [encode(item) for item in value] if isinstance(value, (list, tuple)) else value

        function = overload(op)
        args, kwargs = posable(schema_of(function), args, kwargs)
        case = {"id": ident, "op": op, "args": [encode(value) for value in args],
                "kwargs": {name: encode(value) for name, value in kwargs.items()}}
        if note:
            case["note"] = note
        case["inputs"] = [self.entry(tensor) for tensor in inputs]
        outputs, error = run(function, args, kwargs)
        if error and "INTERNAL ASSERT" in error:
            return "a bug of PyTorch"
        if error and "not implemented for" in error and ("Half" in error or "BFloat16" in error):
            return "no 16-bit kernel in PyTorch"
        if outputs is not None and settings.get("unspecified"):
            outputs = [output.zero_() for output in outputs]
        wide = wide_error = None
        if not settings.get("no_float64"):
            torch.set_default_dtype(torch.float64)  # what integers become
            wide, wide_error = run(function, widened(args), {name: widened(value) for name, value in kwargs.items()})
            torch.set_default_dtype(torch.float32)
        if error:
            case["error"] = error
        else:
            if wide_error:
                return "float64 is refused where this is not: " + wide_error
            case["outputs"] = [self.entry(tensor) for tensor in outputs]
            case["rtol"], case["atol"] = tolerance(outputs + inputs, settings.get("loose"))
            if not any(t.is_floating_point() or t.is_complex() for t in outputs):
                case["rtol"], case["atol"] = 0.0, 0.0
        if wide is not None and settings.get("unspecified"):
            wide = [output.zero_() for output in wide]
        if wide is not None and not (outputs is not None and close(outputs, wide, case["rtol"], case["atol"])):
            case["outputs64"] = [self.entry(tensor) for tensor in wide]
        self.cases.append(case)

    def keep(self, case, tensors):
        for key in ("inputs", "outputs", "outputs64"):
            for j, entry in enumerate(case.get(key, [])):
                name = entry.get("data") or f"{case['id']}.{'in' if key == 'inputs' else 'out'}.{j}"
                self.tensors[name] = tensors[name]
        self.cases.append(case)

    def write(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        rows = ",\n".join(json.dumps(case, separators=(",", ":")) for case in self.cases)
        (folder / "opcases.json").write_text(
            f'{{"torch":"{torch.__version__}","tensors":"opcases.safetensors","cases":[\n{rows}\n]}}\n')
        save_file(dict(sorted(self.tensors.items())), folder / "opcases.safetensors")


def record(op, file, family):
    """All samples of one operator."""
    function, schema = overload(op), schema_of(overload(op))
    entry = tables.EXTRA.get(family, tables.TABLE).get(op)
    samples, settings = entry if isinstance(entry, tuple) else (entry or vary(), {})
    left_out, errors, seen, good = [], 0, set(), None

    def take(number, sample):
        nonlocal errors, good
        sample = list(sample)
        note = str(sample.pop()) if sample and isinstance(sample[-1], N) else ""
        kwargs = sample.pop() if sample and isinstance(sample[-1], dict) else {}
        why = file.add(f"{op}.{number}", op, sample, kwargs, note, settings)
        if why:
            left_out.append(why)
            return
        key = json.dumps({k: v for k, v in file.cases[-1].items() if k not in ("id", "note")})
        if key in seen:
            file.cases.pop()
            return
        seen.add(key)
        errors += "error" in file.cases[-1]
        if good is None and "error" not in file.cases[-1]:
            good = (sample, kwargs)

    number = -1
    for again in range(3):  # few samples are drawn again, with other numbers in them
        if again and len(seen) >= ENOUGH:
            break
        for sample in samples(Sampler(zlib.crc32(op.encode()) + again), schema):
            number += 1
            take(number, sample)
    if errors == 0 and good and schema:
        attempt = lambda args, kwargs: run(function, *posable(schema, args, kwargs))[1]
        for number, sample in enumerate(refusals.refused(schema, *good, attempt), number + 1):
            take(number, sample)
    return len(seen), errors, left_out


def record_apart(op, family):
    """The same in a child: a sample that PyTorch dies of costs only this operator. None then."""
    with tempfile.NamedTemporaryFile() as result:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                file = File()
                counts = record(op, file, family)
                torch.save((counts, file.cases, file.tensors), result.name)
                status = 0
            except BaseException:
                traceback.print_exc()
            os._exit(status)
        if os.waitpid(child, 0)[1] != 0:
            return None
        return torch.load(result.name, weights_only=False)


def refresh(path):
    path = pathlib.Path(path)
    root = json.loads(path.read_text())
    tensors = load_file(path.with_name(root["tensors"]))
    file = File()

    def decode(value, case):
        if isinstance(value, list):
            return [decode(item, case) for item in value]
        if not isinstance(value, dict):
            return value
        if "tensor" in value:
            entry = case["inputs"][value["tensor"]]
            dense = tensors[entry.get("data") or f"{case['id']}.in.{value['tensor']}"]
            out = torch.empty_strided(entry["shape"], entry["stride"], dtype=dense.dtype)
            narrow, source = out, dense
            for dim, stride in enumerate(entry["stride"]):
                if stride == 0 and entry["shape"][dim]:
                    narrow, source = narrow.narrow(dim, 0, 1), source.narrow(dim, 0, 1)
            narrow.copy_(source)
            return out
        if "dtype" in value or "memory_format" in value:
            return getattr(torch, value.get("dtype") or value["memory_format"])
        return float(value["float"])

    for case in root["cases"]:
        unspecified = case["op"].startswith("empty")
        why = file.add(case["id"], case["op"], [decode(v, case) for v in case["args"]],
                       {k: decode(v, case) for k, v in case["kwargs"].items()}, case.get("note", ""),
                       {"unspecified": unspecified})
        if why:
            print(f"{case['id']} {case['op']}: {why}")
            continue
        for key in ("rtol", "atol"):  # whoever wrote the file chose them
            if key in case and key in file.cases[-1]:
                file.cases[-1][key] = case[key]
    file.write(path.parent)


def main():
    warnings.simplefilter("ignore")
    assert not torch.backends.mkl.is_available(), "this PyTorch draws from MKL's generators"
    torch._inductor.config.compile_threads = 1
    torch.set_num_threads(1)
    if sys.argv[1:2] == ["--refresh"]:
        return refresh(sys.argv[2])
    listed = json.loads(pathlib.Path(sys.argv[1]).read_text())
    wanted = {name.removeprefix("aten.").removesuffix(".default") for name in sys.argv[2:]}
    families = {}
    for op in listed:
        if not op["functional"] and op["name"].partition(".")[0] in SPACES:
            families.setdefault(op["family"], []).append(short_name(op["name"]))
    families.update({family: list(table) for family, table in tables.EXTRA.items()})
    total = size = 0
    for family, names in sorted(families.items()):
        if wanted and not wanted & set(names):
            continue
        folder = GOLDEN / family
        old, tensors = {}, {}
        if (folder / "opcases.json").exists():
            tensors = load_file(folder / "opcases.safetensors")
            for case in json.loads((folder / "opcases.json").read_text())["cases"]:
                old.setdefault(case["op"], []).append(case)
        file = File()
        for name in names:
            if wanted and name not in wanted:
                for case in old.get(name, []):
                    file.keep(case, tensors)
                continue
            try:
                overload(name)
            except AttributeError:
                print(f"{name}: PyTorch {torch.__version__} does not have it")
                continue
            recorded = record_apart(name, family)
            if recorded is None:
                print(f"{name}: a sample ends PyTorch; what was recorded before is kept. Give it a row in tests/torch/opcases")
                for case in old.get(name, []):
                    file.keep(case, tensors)
                continue
            (count, errors, left_out), cases, stored = recorded
            file.cases += cases
            file.tensors |= stored
            total += count
            if count < 20 or errors == 0:
                print(f"{name}: {count} cases, {errors} refused, {len(left_out)} left out {sorted(set(left_out))}")
        if file.cases:
            used = {entry["data"] for case in file.cases for key in ("inputs", "outputs", "outputs64") for entry in case.get(key, [])}
            file.tensors = {name: tensor for name, tensor in file.tensors.items() if name in used}
            file.write(folder)
            size += sum(path.stat().st_size for path in folder.iterdir())
    print(f"{total} cases recorded, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
