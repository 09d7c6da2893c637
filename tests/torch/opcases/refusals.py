"""What is wrong with a sample, one thing at a time: for operators whose own samples PyTorch takes without exception.

Each sample here is a good one with one argument spoiled. Whether PyTorch refuses it is seen in a child process first:
some kernels check nothing and read past the end. What it does not refuse is no sample, since its answer means nothing.
"""
import os
import re

import torch

from .build import BOOL, F32, I64, N

MOST = 6


def tensors(value):
    """Another kind, another dtype, another rank, another size."""
    yield None, "no tensor"
    if value.is_complex():
        yield value.real.contiguous(), "reals"
    for dtype, note in ((torch.complex64, "complex"), (I64, "integers"), (F32, "floats"), (BOOL, "truth values")):
        if value.dtype != dtype and not (value.is_floating_point() and dtype == F32) and not value.is_complex():
            yield value.to(dtype), note
    if value.dim():
        yield value.select(0, 0).contiguous() if value.shape[0] else value.new_zeros(()), "one dimension less"
        yield torch.cat([value, value.new_ones(*value.shape[:-1], 2)], -1), "the last dimension is longer"
        yield torch.cat([value, value.new_ones(2, *value.shape[1:])], 0), "the first dimension is longer"
        if value.dim() > 1:
            shape = (value.shape[0], 2, *value.shape[2:])
            yield torch.cat([value, value.new_ones(shape)], 1), "the second dimension is longer"
    yield value.unsqueeze(0), "one dimension more"


def lists(value):
    if all(isinstance(item, int) and not isinstance(item, bool) for item in value):
        if value:
            yield [*value[:-1], -7], "a number out of range"
            yield value[:-1], "too few numbers"
        yield [*value, 1], "too many numbers"
    elif all(isinstance(item, torch.Tensor) for item in value):
        yield [], "no tensors"
        for wrong, note in tensors(value[0]):
            yield [wrong, *value[1:]], note


def numbers(value):
    if isinstance(value, int) and not isinstance(value, bool):
        yield 17, "a number out of range"
        yield -17, "a number out of range"
    yield None, "no number"


BY_TYPE = [(torch.Tensor, tensors), ((list, tuple), lists), ((int, float), numbers),
           (str, lambda value: [("nonsense", "no such word")])]


def spoiled(schema, args, kwargs):
    """(args, kwargs, note), the first arguments first."""
    optional = {a.name for a in schema.arguments if str(a.type).startswith("Optional")}
    names = [a.name for a in schema.arguments]
    for place, value in [*enumerate(args), *kwargs.items()]:
        name = names[place] if isinstance(place, int) else place
        for kind, spoil in BY_TYPE:
            if not isinstance(value, kind):
                continue
            for wrong, note in spoil(value):
                if wrong is None and name in optional:
                    continue
                if isinstance(place, int):
                    yield [*args[:place], wrong, *args[place + 1:]], kwargs, f"{name}: {note}"
                else:
                    yield args, {**kwargs, place: wrong}, f"{name}: {note}"
            break


def answer(attempt):
    """The text of the error of `attempt()` in a child, empty without one, None if the child dies."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        os.write(write, (attempt() or "").encode()[:4000])
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        text = pipe.read().decode(errors="replace")
    return text if os.waitpid(child, 0)[1] == 0 else None


def refused(schema, args, kwargs, attempt):
    """The spoiled samples that `attempt(args, kwargs)` names an error for; no two for the same reason."""
    reasons = set()
    for wrong_args, wrong_kwargs, note in spoiled(schema, list(args), kwargs):
        text = answer(lambda: attempt(wrong_args, wrong_kwargs))
        reason = re.sub(r"[^A-Za-z]+", " ", text or "")
        if not text or reason in reasons or "INTERNAL ASSERT" in text:
            continue
        reasons.add(reason)
        yield (*wrong_args, wrong_kwargs, N(note))
        if len(reasons) == MOST:
            return
