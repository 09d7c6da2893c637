"""Padding from the tensor itself, resizing by every blend, im2col and col2im."""
import torch

from .build import ALL, BF16, F16, F32, F64, FLOATS, I64, N, U8

last = torch.channels_last


def pads(dims, values):
    """`values` pad the last `dims` dimensions."""
    def samples(S, schema):
        sides = (5, 4, 6)[-dims:] if dims < 3 else (3, 4, 5)
        backward = "grad_output" in [a.name for a in schema.arguments]
        forward = getattr(torch.ops.aten, schema.name.removeprefix("aten::").removesuffix("_backward"))
        for dtype in ((F32, F64) if backward else (F32, F64, F16, BF16, I64)):
            for shape in ((1, 2, *sides), (3, *sides)):
                for pad in (values if dtype == F32 else values[:1]):
                    x = S.t(*shape, dtype=dtype)
                    if backward:
                        try:
                            yield (S.t(*forward(x, pad).shape, dtype=dtype), x, pad)
                        except RuntimeError:
                            yield (S.t(*shape, dtype=dtype), x, pad)
                    else:
                        yield (x, pad)
        if not backward:
            yield (S.t(*sides[-1:]), values[0], N("too few dimensions"))
            if dims < 3:
                yield (S.t(2, *reversed(sides), 3).permute(0, dims + 1, *range(dims, 0, -1)), values[0], N("permuted"))
    return samples


def upsample(dims, corners, kinds):
    def samples(S, schema):
        sides, sizes = (4, 5, 3)[-dims:], [[5, 7, 4], [3, 2, 2], [1, 1, 1]]
        vec = schema.overload_name == "vec"
        backward = "grad_output" in [a.name for a in schema.arguments]
        for dtype in kinds:
            for size in (sizes if dtype == F32 else sizes[:1]):
                for corner in ((False, True) if corners else (None,)):
                    extra = () if corner is None else (corner,)
                    x = S.t(1, 2, *sides, dtype=dtype)
                    wide = list(size[-dims:])
                    if backward:
                        yield (S.t(1, 2, *wide, dtype=dtype), wide, list(x.shape), *extra)
                    else:
                        yield (x, wide, *extra, None) if vec else (x, wide, *extra)
        x = S.t(1, 2, *sides)
        extra = (False,) if corners else ()
        for factor in (2.0, 1.5, 0.5, 2.3):
            wide = [int(side * factor) for side in sides]
            if backward:
                yield (S.t(1, 2, *wide), wide, list(x.shape), *extra, *[factor] * dims)
            else:
                yield (x, None, *extra, [factor] * dims) if vec else (x, wide, *extra, *[factor] * dims)
        if not backward:
            if dims == 2:
                y = S.t(1, 3, 4, 5).to(memory_format=last)
                yield (y, [7, 9], *extra, None, N("channels last")) if vec else (y, [7, 9], *extra, N("channels last"))
            yield (x[0], list(sides), *extra, None, N("rank")) if vec else (x[0], list(sides), *extra, N("rank"))
            if vec:
                yield (x, None, *extra, None)
                yield (x, list(sides), *extra, [2.0] * dims)
    return samples


def columns(S, schema):
    to_planes = schema.name.endswith("col2im")
    for dtype in ((F32, F64) if to_planes else (F32, F64, F16, BF16)):
        for kernel, dilation, pad, stride in ([[2, 2], [1, 1], [0, 0], [1, 1]], [[3, 2], [1, 2], [1, 0], [2, 1]], [[2, 3], [2, 1], [1, 2], [1, 2]], [[9, 9], [1, 1], [0, 0], [1, 1]]):
            for shape in ((2, 3, 5, 6), (3, 5, 6)):
                x = S.t(*shape, dtype=dtype)
                if not to_planes:
                    yield (x, kernel, dilation, pad, stride)
                elif kernel[0] < 9:
                    y = torch.ops.aten.im2col(x.to(F32), kernel, dilation, pad, stride)
                    yield (S.t(*y.shape, dtype=dtype), [5, 6], kernel, dilation, pad, stride)
    if to_planes:
        yield (S.t(2, 5, 7), [5, 6], [2, 2], [1, 1], [0, 0], [1, 1])


line, plane, volume = [[1, 2], [2, 0], [0, 0], [-1, 2], [4, 4], [9, 0]], [[1, 2, 0, 1], [0, 0, 2, 2], [-1, 1, 1, -1], [7, 0, 0, 0]], [[1, 2, 0, 1, 2, 0], [1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 5, 0]]
TABLE = {"im2col": columns, "col2im": columns}
for kind in ("reflection", "replication"):
    for dims, values in ((1, line), (2, plane), (3, volume)):
        TABLE[f"{kind}_pad{dims}d"] = TABLE[f"{kind}_pad{dims}d_backward"] = pads(dims, values)
TABLE["_pad_circular"] = lambda S, schema: [(S.t(2, 3, 5, dtype=dtype), [1, 2]) for dtype in ALL] + [(S.t(2, 3, 5, 4), [1, 2, 4, 1]), (S.t(2, 3, 3, 4, 5), [1, 1, 2, 1, 0, 2]), (S.t(2, 3, 5), [-1, 2]), (S.t(2, 3, 5), [6, 0]), (S.t(5), [1, 1])]


def wide_ones(S, schema):
    """Antialiasing. Of a result of one column PyTorch's kernel repeats the first row, which is a bug."""
    plain = upsample(2, True, FLOATS + [U8])
    for sample in plain(S, schema):
        x, sizes = sample[0], sample[1]
        width = sizes[-1] if sizes else int(x.shape[-1] * sample[3][-1]) if sample[3] else 0
        if width != 1:
            yield sample
    size = lambda rows, columns: ([rows, columns], True, None) if schema.overload_name == "vec" else ([rows, columns], True)
    for rows, columns in ((2, 3), (9, 5), (5, 3), (3, 7)):
        yield (S.t(1, 2, 6, 5), *size(rows, columns), N("corners"))
    for rows, columns in ((0, 3), (-1, 2)):
        yield (S.t(1, 2, 6, 5), *size(rows, columns), N("no such size"))


for name, dims, corners, kinds in [("upsample_nearest1d", 1, False, FLOATS), ("upsample_nearest2d", 2, False, FLOATS + [U8]), ("upsample_nearest3d", 3, False, FLOATS), ("_upsample_nearest_exact1d", 1, False, FLOATS),
                                   ("_upsample_nearest_exact2d", 2, False, FLOATS + [U8]), ("_upsample_nearest_exact3d", 3, False, FLOATS), ("upsample_linear1d", 1, True, FLOATS), ("upsample_bilinear2d", 2, True, FLOATS + [U8]),
                                   ("upsample_trilinear3d", 3, True, [F32, F64]), ("upsample_bicubic2d", 2, True, FLOATS + [U8]), ("_upsample_bilinear2d_aa", 2, True, FLOATS + [U8]),
                                   ("_upsample_bicubic2d_aa", 2, True, FLOATS + [U8])]:
    TABLE[name] = (upsample(dims, corners, kinds), {"loose": True})
    if name not in ("_upsample_nearest_exact2d", "upsample_bicubic2d", "upsample_bilinear2d", "upsample_nearest2d"):  # those are among the networks'
        TABLE[name + ".vec"] = TABLE[name]
    if name.endswith("_aa"):
        TABLE[name] = TABLE[name + ".vec"] = (wide_ones, {"loose": True})
    TABLE[name + "_backward"] = (upsample(dims, corners, [F32, F64]), {"loose": True})
