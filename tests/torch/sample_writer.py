"""Writes exported models and what PyTorch computes with them in the layout of samples/README.md."""
import copy
import json
import pathlib
import struct

import torch
from torch.utils import _pytree as pytree

DTYPES = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
          torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
          torch.complex64: "C64"}


def write_safetensors(path, tensors):
    header, chunks, offset = {}, [], 0
    for name, tensor in tensors.items():
        data = tensor.detach().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes() if tensor.numel() else b""
        header[name] = {"dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [offset, offset + len(data)]}
        offset += len(data)
        chunks.append(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(chunks))


def as_tensor(leaf):
    """A tensor for a number, None for what a case file leaves out."""
    if isinstance(leaf, torch.Tensor):
        return leaf
    return torch.tensor(leaf) if isinstance(leaf, (bool, int, float)) else None


def double(value):
    return value.double() if isinstance(value, torch.Tensor) and value.is_floating_point() else value


def run_case(module, args, reference):
    """Runs `module` on copies of `args`; answers the tensors of the case file."""
    before = {name: buffer.clone() for name, buffer in module.named_buffers()}
    given = pytree.tree_map(lambda leaf: leaf.clone() if isinstance(leaf, torch.Tensor) else leaf, args)
    leaves = pytree.tree_leaves(given)
    case = {f"in.{i}": leaf.clone() for i, leaf in enumerate(leaves) if isinstance(leaf, torch.Tensor)}
    outputs = pytree.tree_leaves(module(*given), is_leaf=lambda leaf: leaf is None)
    for i, leaf in enumerate(outputs):
        if (tensor := as_tensor(leaf)) is not None:
            case[f"out.{i}"] = tensor.clone()
    for name, buffer in module.named_buffers():
        if not torch.equal(before[name], buffer):
            case[f"mut.{name}"] = buffer.clone()
    for i, leaf in enumerate(leaves):
        if isinstance(leaf, torch.Tensor) and not torch.equal(leaf.nan_to_num(), case[f"in.{i}"].nan_to_num()):
            case[f"mut.in.{i}"] = leaf.clone()
    if reference is not None:
        for i, leaf in enumerate(pytree.tree_leaves(reference(*pytree.tree_map(double, args)), is_leaf=lambda leaf: leaf is None)):
            if isinstance(leaf, torch.Tensor) and leaf.is_floating_point():
                case[f"ref64.{i}"] = leaf.clone()
    return case


def write_sample(folder, name, model, calls, dynamic=None, notes=""):
    """Exports `model` for calls[0] and records every call. Answers the manifest's entry."""
    folder = pathlib.Path(folder)
    reduced = any(p.dtype in (torch.float16, torch.bfloat16) for p in model.parameters())
    reference = copy.deepcopy(model).double() if reduced else None
    program = torch.export.export(copy.deepcopy(model), calls[0], dynamic_shapes=dynamic and {"args": dynamic})
    torch.export.save(program, folder / f"{name}.pt2")
    torch.export.save(program.run_decompositions(), folder / f"{name}.core.pt2")
    cases, mutated = [], set()
    runner = copy.deepcopy(model)  # one after the other on one state, as the programs are run
    for i, call in enumerate(calls):
        file = f"{name}.safetensors" if i == 0 else f"{name}.case{i}.safetensors"
        with torch.no_grad():
            case = run_case(runner, call, reference)
        mutated |= {key for key in case if key.startswith("mut.")}
        write_safetensors(folder / file, case)
        cases.append({"file": file})
    tolerance = {torch.bfloat16: (5e-2, 3e-2), torch.float16: (2e-2, 4e-3)}.get(next(iter(p.dtype for p in model.parameters()), torch.float32), (1e-4, 1e-5))
    stateful = any(not key.startswith("mut.in.") for key in mutated)
    return {"name": name, "file": f"{name}.pt2", "core_file": f"{name}.core.pt2", "rtol": tolerance[0], "atol": tolerance[1],
            "stateful_sequence": stateful and len(calls) > 1, "mutated": sorted(mutated),
            "cases": cases, "notes": notes}
