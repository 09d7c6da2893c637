"""Recurrent networks, and the gradients of convolution and pooling."""
import torch

from .build import BF16, F32, F64, I64, N


def network(gates, two_states):
    def samples(S, schema):
        def pose(time=3, batch=2, inputs=3, hidden=2, layers=1, directions=1, biases=True, first=False, projected=0, dtype=F32, **note):
            unit = lambda *shape: S.unit(*shape, dtype=dtype)
            out = projected or hidden
            params = []
            for layer in range(layers):
                for _ in range(directions):
                    params += [unit(gates * hidden, inputs if layer == 0 else out * directions), unit(gates * hidden, out)]
                    params += [unit(gates * hidden), unit(gates * hidden)] if biases else []
                    params += [unit(out, hidden)] if projected else []
            h = unit(layers * directions, batch, out)
            hx = [h, unit(layers * directions, batch, hidden)] if two_states else h
            x = unit(batch, time, inputs) if first else unit(time, batch, inputs)
            return (x, hx, params, biases, layers, 0.0, False, directions == 2, first)
        for dtype in (F32, F64, BF16):
            yield pose(dtype=dtype)
        yield pose(layers=2)
        yield pose(directions=2)
        yield pose(layers=2, directions=2, first=True)
        yield pose(biases=False)
        yield pose(first=True, time=4)
        yield pose(time=1, batch=1)
        if two_states:
            yield pose(hidden=3, projected=2)
            yield pose(hidden=3, projected=2, layers=2, directions=2, biases=False)
        x, hx, params, *rest = pose()
        yield (x, hx, params[:3], *rest, N("a parameter is missing"))
        yield (x[:, :, :2], hx, params, *rest, N("input of another size"))
        yield (S.unit(3, 2, 3).transpose(0, 1).contiguous().transpose(0, 1), hx, params, *rest, N("transposed"))
    return samples


def cell(gates, two_states):
    def samples(S, schema):
        for dtype in (F32, F64):
            unit = lambda *shape: S.unit(*shape, dtype=dtype)
            hx = [unit(2, 3), unit(2, 3)] if two_states else unit(2, 3)
            yield (unit(2, 4), hx, unit(gates * 3, 4), unit(gates * 3, 3), unit(gates * 3), unit(gates * 3))
            yield (unit(2, 4), hx, unit(gates * 3, 4), unit(gates * 3, 3))
    return samples


def conv_backward(S, schema):
    def pose(x, w, groups=1, stride=(1,), pad=(0,), dilation=(1,), transposed=False, out_pad=(0,), dtype=F32):
        x, w = S.unit(*x, dtype=dtype), S.unit(*w, dtype=dtype)
        dims = w.dim() - 2
        wide = lambda v: list(v) if len(v) == dims else list(v) * dims
        y = torch.ops.aten.convolution(x, w, None, wide(stride), wide(pad), wide(dilation), transposed, wide(out_pad), groups)
        return (S.t(*y.shape, dtype=dtype), x, w, [y.shape[1]], wide(stride), wide(pad), wide(dilation), transposed, wide(out_pad), groups, [True, True, True])
    for dtype in (F32, F64, BF16):
        yield pose((2, 3, 5, 5), (4, 3, 3, 3), dtype=dtype)
    yield pose((2, 3, 5, 6), (4, 3, 3, 2), stride=(2, 1), pad=(1, 0))
    yield pose((1, 4, 6, 6), (4, 2, 3, 3), groups=2, dilation=(2,), pad=(2,))
    yield pose((1, 4, 5, 5), (4, 1, 3, 3), groups=4)
    yield pose((2, 3, 7), (2, 3, 3), stride=(2,))
    yield pose((1, 2, 3, 4, 4), (3, 2, 2, 2, 2))
    yield pose((2, 3, 4, 4), (3, 2, 3, 3), transposed=True, stride=(2,), pad=(1,), out_pad=(1,))
    yield pose((1, 4, 3, 3), (4, 2, 2, 2), transposed=True, groups=2)


def pooled(forward, dims, shape, options):
    """grad_output, self, the window and, for maxima, the indices."""
    def samples(S, schema):
        for dtype, shape_, option in [(F32, shape, options[0]), (F64, shape, options[0])] + [(F32, shape, o) for o in options[1:]] + [(F32, shape[1:], options[0])]:
            x = S.distinct(*shape_, dtype=dtype)
            y = forward(x, *option)
            grad, indices = (S.t(*y[0].shape, dtype=dtype), [y[1]]) if isinstance(y, tuple) else (S.t(*y.shape, dtype=dtype), [])
            yield (grad, x, *option, *indices)
        yield (S.t(*([1] * len(shape))), S.distinct(*shape), *options[0], *([torch.zeros([1] * len(shape), dtype=I64)] if indices else []), N("grad does not fit"))
    return samples


def adaptive(forward, shape, sizes):
    def samples(S, schema):
        for dtype in (F32, F64):
            for size in sizes:
                x = S.distinct(*shape, dtype=dtype)
                y = forward(x, size)
                yield (S.t(*y[0].shape, dtype=dtype), x, y[1]) if isinstance(y, tuple) else (S.t(*y.shape, dtype=dtype), x)
    return samples


def unpool(dims, forward, shape):
    def samples(S, schema):
        for dtype in (F32, F64, I64):
            x = S.distinct(*shape, dtype=F32)
            y, indices = forward(x, [2] * dims)
            rest = [[2] * dims, [0] * dims] if dims == 3 else []
            yield (y.to(dtype), indices, list(shape[2:]), *rest)
        y = y.to(F32)
        yield (y[0], indices[0], list(shape[2:]), *rest)
        yield (y, indices + 1000, list(shape[2:]), *rest, N("index outside"))
    return samples


aten = torch.ops.aten
max2, max3 = [[2, 2], [2, 2], [0, 0], [1, 1], False], [[2, 2, 2], [2, 2, 2], [0, 0, 0], [1, 1, 1], False]
avg2, avg3 = [[2, 2], [2, 2], [0, 0], False, True, None], [[2, 2, 2], [2, 2, 2], [0, 0, 0], False, True, None]
TABLE = {
    "lstm.input": network(4, True), "gru.input": network(3, False), "rnn_tanh.input": network(1, False), "rnn_relu.input": network(1, False),
    "lstm_cell": cell(4, True), "gru_cell": cell(3, False), "rnn_tanh_cell": cell(1, False), "rnn_relu_cell": cell(1, False),
    "convolution_backward": (conv_backward, {"loose": True}),
    "max_pool2d_with_indices_backward": pooled(aten.max_pool2d_with_indices, 2, (2, 3, 5, 6), [max2, [[3, 2], [2, 1], [1, 0], [1, 1], False], [[2, 2], [2, 2], [1, 1], [2, 1], True]]),
    "max_pool3d_with_indices_backward": pooled(aten.max_pool3d_with_indices, 3, (1, 2, 4, 5, 4), [max3, [[3, 2, 2], [2, 1, 2], [1, 0, 1], [1, 1, 1], True]]),
    "avg_pool2d_backward": pooled(aten.avg_pool2d, 2, (2, 3, 5, 6), [avg2, [[3, 2], [2, 1], [1, 0], False, False, None], [[3, 3], [2, 2], [1, 1], True, True, None], [[2, 2], [2, 2], [0, 0], False, True, 3]]),
    "avg_pool3d_backward": pooled(aten.avg_pool3d, 3, (1, 2, 4, 5, 4), [avg3, [[3, 2, 2], [2, 1, 2], [1, 0, 1], True, False, None]]),
    "_adaptive_avg_pool2d_backward": adaptive(aten._adaptive_avg_pool2d, (2, 3, 5, 6), [[2, 3], [3, 4], [1, 1]]),
    "_adaptive_avg_pool3d_backward": adaptive(aten._adaptive_avg_pool3d, (1, 2, 4, 5, 4), [[2, 3, 2], [1, 1, 1]]),
    "adaptive_max_pool2d_backward": adaptive(aten.adaptive_max_pool2d, (2, 3, 5, 6), [[2, 3], [3, 4]]),
    "adaptive_max_pool3d_backward": adaptive(aten.adaptive_max_pool3d, (1, 2, 4, 5, 4), [[2, 3, 2]]),
    "max_unpool2d": unpool(2, aten.max_pool2d_with_indices, (2, 3, 4, 6)), "max_unpool3d": unpool(3, aten.max_pool3d_with_indices, (1, 2, 4, 4, 6)),
}
