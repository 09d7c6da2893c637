"""Fourier transforms: the primitives, torch.fft and the short-time ones."""
import torch

from .build import BOOL, F16, F32, F64, I64, N, listed

C64, C128 = torch.complex64, torch.complex128


EVERY = (1, 2, 3, 4, 5, 6, 8, 12, 15, 30, 61, 67, 128, 134)  # each takes another way through the transform
FEW = (1, 2, 5, 8)


def inputs(S, kind, lengths):
    """(note, tensor): real or complex signals."""
    wide, narrow = (F64, F32) if kind == "real" else (C128, C64)
    for length in lengths:
        yield N(f"length {length}"), S.t(length, dtype=narrow)
    yield N("double"), S.t(3, 10, dtype=wide)
    yield N("transposed"), S.t(6, 4, dtype=narrow).t()
    yield N("every second"), S.t(3, 12, dtype=narrow)[:, ::2]
    yield N("expanded"), S.t(1, 5, dtype=narrow).expand(3, 5)
    yield N("nothing"), S.t(0, 4, dtype=narrow)
    yield N("integers"), S.t(5, dtype=I64)
    yield N("bools"), S.t(5, dtype=BOOL)
    yield N("halves"), S.t(4, dtype=F16)
    yield N("0-d"), S.t(dtype=narrow)
    yield N("the other kind"), S.t(4, dtype=C64 if kind == "real" else F32)


def module(kind, dims, lengths=FEW):
    """torch.fft's forms; `dims` is 1, 2 or n."""
    sizes = "n" if dims == 1 else "s"
    one = lambda n, d: (n, d) if dims == 1 else ([n], [d])

    def rows(S):
        dtype = F32 if kind == "real" else C64
        for note, tensor in inputs(S, kind, lengths):
            if dims == 1 or tensor.dim() >= 2 or note == "0-d":
                yield (tensor, note)
        x = lambda: S.t(3, 4, 6, dtype=dtype)
        for norm in ("backward", "forward", "ortho", "none"):
            yield (x(), {"norm": norm})
        for n in (1, 2, 3, 5, 6, 7, 9, 0, -2) if lengths is EVERY else (3, 7, 0):
            length, dim = one(n, 1)
            yield (x(), {sizes: length, "dim": dim}, N("another length"))
        if dims == 1:
            for dim in (0, 1, -1, -3, 3):
                yield (x(), {"dim": dim})
            return
        for dim in ([1, 0], [-1], [0, 1, 2], [2, 0], [], [1, 1], [3]):
            yield (x(), {"dim": dim})
        for s, dim in (([2, 8], [0, 2]), ([5, -1], [1, 2]), ([3, 3, 3], [0, 1, 2]), ([4], [0, 1])):
            yield (x(), {"s": s, "dim": dim, "norm": "ortho"})
        yield (x(), {"s": [3, 5]}, N("s without dim"))
        yield (S.t(4, 5, dtype={F32: F64, C64: C128}[dtype]), {"norm": "forward"})

    return listed(rows)


def primitive(kind):
    def rows(S):
        dtype, wide = (F32, F64) if kind == "r2c" else (C64, C128)
        tail = {"r2c": (True,), "c2c": (True,), "c2r": (6,)}[kind]  # a c2r of 6 reads 4 elements of the last dimension
        for mode in (0, 1, 2):
            yield (S.t(3, 4, dtype=dtype), [1], mode, *tail)
            yield (S.t(3, 4, dtype=wide), [0, 1], mode, *tail)
        for dims in ([0], [1, 0], [2, 0, 1], [0, 1, 2]):
            yield (S.t(4, 4, 4, dtype=dtype), dims, 0, *tail)
            yield (S.t(3, 3, 3, dtype=dtype), dims, 2, *({"r2c": (False,), "c2c": (False,), "c2r": (5,)}[kind]))
        yield (S.t(6, 4, dtype=dtype).t(), [0], 0, *tail, N("transposed"))
        yield (S.t(0, 4, dtype=dtype), [1], 0, *tail, N("nothing"))
        yield (S.t(3, 67, dtype=dtype), [1], 0, *tail[:-1], 132 if kind == "c2r" else True, N("a large prime"))

    return listed(rows)


def frequencies(S):
    for n in (1, 2, 5, 8):
        yield (n,)
        yield (n, 0.25, {"dtype": F64})
    yield (4, {"dtype": I64})


def shifts(S):
    for dims in (None, [0], [-1], [0, 2], [3]):
        yield (S.t(2, 3, 5), dims)
    yield (S.t(5, dtype=C64),)
    yield (S.t(4, 5, dtype=I64).t(),)
    yield (S.t(0, 3),)


def windows(S):
    yield None
    yield torch.hann_window(8, periodic=True) + 0.125


def short(center):
    def rows(S):
        rest = {"return_complex": True}
        for window in windows(S):
            yield (S.t(20), 8, {"window": window, **rest})
            yield (S.t(3, 31), 8, 3, {"window": window, "normalized": True, **rest})
        yield (S.t(2, 20, dtype=F64), 6, 2, 4, torch.ones(4, dtype=F64), rest, N("a window shorter than n_fft"))
        yield (S.t(16), 8, {"onesided": False, **rest})
        yield (S.t(16), 8, {"return_complex": False})
        yield (S.t(16), 8, N("no return_complex"))
        yield (S.t(16, dtype=C64), 8, {"return_complex": True})
        yield (S.t(16, dtype=C64), 8, {"onesided": True, **rest}, N("a half of no symmetric spectrum"))
        yield (S.t(15), 7, 2, rest)
        yield (S.t(5), 8, rest, N("a signal shorter than n_fft"))
        yield (S.t(16), 8, {"window": torch.ones(5), **rest}, N("a window of the wrong length"))
        yield (S.t(2, 3, 16), 8, rest, N("too many dimensions"))
        yield (S.t(16), 8, 0, rest, N("hop 0"))
        yield (S.t(16, dtype=I64), 8, rest, N("integers"))
        if center:
            for mode in ("reflect", "constant"):
                for on in (True, False):
                    yield (S.t(2, 20), 8, {"center": on, "pad_mode": mode, **rest})

    return listed(rows)


def back(S):
    spectrum = lambda signal, *args, **kwargs: torch.stft(signal, *args, return_complex=True, **kwargs)
    for window in (None, torch.hann_window(8)):
        x = spectrum(S.t(2, 40), 8, window=window)
        yield (x, 8, {"window": window})
        yield (x, 8, {"window": window, "length": 37})
        yield (x, 8, {"window": window, "normalized": True})
    yield (spectrum(S.t(40), 8, 4, center=False), 8, 4, {"center": False})
    yield (spectrum(S.t(40, dtype=F64), 8, 4, onesided=False), 8, 4, {"onesided": False})
    yield (spectrum(S.t(40, dtype=C64), 8, 4), 8, 4, {"onesided": False, "return_complex": True})
    yield (S.t(5, 6), 8, N("real"))
    yield (S.t(4, 6, dtype=C64), 8, N("the wrong number of frequencies"))


KINDS = {"fft": "complex", "ifft": "complex", "rfft": "real", "irfft": "complex", "hfft": "complex", "ihfft": "real"}
LOOSE = {"loose": True}  # PyTorch transforms floats in float, where single elements cancel
TABLE = {
    **{f"fft_{name}": (module(kind, 1, EVERY if name in ("fft", "rfft", "irfft") else FEW), LOOSE) for name, kind in KINDS.items()},
    **{f"fft_{name}{dims}": (module(kind, dims), LOOSE) for name, kind in KINDS.items() for dims in (2, "n")},
    **{f"_fft_{kind}": (primitive(kind), LOOSE) for kind in ("r2c", "c2r", "c2c")},
    "fft_fftfreq": listed(frequencies), "fft_rfftfreq": listed(frequencies),
    "fft_fftshift": listed(shifts), "fft_ifftshift": listed(shifts),
    "stft": short(False), "stft.center": short(True), "istft": listed(back),
}
