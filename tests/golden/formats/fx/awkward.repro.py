#!/usr/bin/env python3
# Reproducer written by Whittle 0.1.0: 4 operators, 2 inputs.
# Failure:   compile_error in lower, at node lambda
# Signature: lower: no rule for #
# Message:   no rule import os
#            first
#            second
# Found by:  whittle minify net.pt2
#
# Run with PyTorch 2.6 or newer; --backend aoti is AOTInductor, --backend compile is torch.compile:
#     python repro.py --backend aoti
# Exit status: 0 they agree, 1 the failure reproduces, 2 it cannot be told.
# Import the library that registers the operators torch.ops.my before running.

import argparse
import json
import os
import struct
import sys
import traceback

import torch
from torch import device

DATA = 'inputs.safetensors'
RTOL = None
ATOL = None
SEED = 0
BACKEND = 'aoti'
# What Whittle knows beyond the code; it opens this script as a graph again.
GRAPH = {
    'name': 'a "quoted" name',
    'symbols': {
        's0': (2, 64, 3),
    },
    'inputs': {
        'p_fc_weight': ('parameter', 'fc.weight'),
    },
    'sizes': {
        'x': {1: (1, 's0', 0)},
    },
    'numbers': {},
    'strides': {
        'p_fc_weight': (1, 6),
    },
    'outputs': [('user', ''), ('input_mutation', 'x'), ('user', ''), ],
}
INPUTS = ['x', 'p_fc_weight']
VALUES = {
    'x': torch.ones((2, 3), dtype=torch.float32),
}


class Repro(torch.nn.Module):
    def forward(self, x: "f32[2, s0]", p_fc_weight: "f32[6, 3][1, 6]"):
        # File: /home/me/net.py:17 in forward, code: y = x.max(1)
        max_1 = torch.ops.my.max.dim(x, 1)
        getitem: "f32[2]" = max_1[0];  getitem = None
        getitem_1: "i64[2]" = max_1[1];  max_1 = None
        sym_size: "Sym(s0)" = torch.ops.aten.sym_size.int(x, 1);  x = None

        # No stacktrace found for following nodes
        mul: "Sym(2*s0)" = 2 * sym_size;  sym_size = None
        lambda_1: "b8[]cuda:1" = torch.ops.my.many.default(p_fc_weight, [1, None, mul], 1e-05, float('inf'), dtype = torch.bfloat16, device = device(type='cuda', index=1), layout = torch.strided, memory_format = torch.channels_last, mode = "it's", flag = True);  p_fc_weight = mul = None
        return (getitem_1, lambda_1, None)


DTYPES = {'F64': torch.float64, 'F32': torch.float32, 'F16': torch.float16, 'BF16': torch.bfloat16, 'I64': torch.int64, 'C64': torch.complex64, 'C128': torch.complex128,
          'I32': torch.int32, 'I16': torch.int16, 'I8': torch.int8, 'U8': torch.uint8, 'BOOL': torch.bool}


def load_safetensors(raw):
    size, = struct.unpack('<Q', raw[:8])
    header, data = json.loads(raw[8:8 + size]), bytearray(raw[8 + size:])
    tensors = {}
    for name, entry in header.items():
        if name != '__metadata__':
            dtype, (begin, end) = DTYPES[entry['dtype']], entry['data_offsets']
            flat = torch.frombuffer(data[begin:end], dtype=dtype) if end > begin else torch.empty(0, dtype=dtype)
            tensors[name] = flat.reshape(entry['shape'])
    return tensors


def strided(value, strides, target):
    """The elements at these strides; along a stride of 0 the first stands for all."""
    once = value
    for dim, stride in enumerate(strides):
        if stride == 0 and value.shape[dim] > 1:
            once = once.narrow(dim, 0, 1)
    laid = torch.empty_strided(once.shape, strides, dtype=value.dtype, device=target).copy_(once)
    return laid.expand(value.shape)


def load_inputs():
    tensors = dict(VALUES)
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), DATA), 'rb') as file:
        tensors.update(load_safetensors(file.read()))
    inputs = []
    for name in INPUTS:
        value = GRAPH['numbers'].get(name) if name in GRAPH['numbers'] else tensors[name]
        if name in GRAPH['strides']:
            value = strided(value, GRAPH['strides'][name], 'cpu')
        inputs.append(value)
    return inputs



def fresh(inputs, target):
    """Copies with the same strides, so that no run sees what another one wrote."""
    return tuple(strided(x, x.stride(), target) if isinstance(x, torch.Tensor) else x for x in inputs)


class Model(torch.nn.Module):
    """The graph as its user has it: the weights in a module, sizes that are inputs read off the tensors that have them."""

    def __init__(self, inputs):
        super().__init__()
        self.repro, self.places, self.users = Repro(), [], []
        for name, value in zip(INPUTS, inputs):
            kind = GRAPH['inputs'].get(name, ('user', ''))[0]
            if isinstance(value, torch.Tensor) and kind == 'parameter':
                self.register_parameter('w_' + name, torch.nn.Parameter(value, requires_grad=False))
                self.places.append('w_' + name)
            elif isinstance(value, torch.Tensor) and kind != 'user':
                self.register_buffer('w_' + name, value)
                self.places.append('w_' + name)
            elif size_source(name):
                self.places.append(size_source(name))
            else:
                self.places.append(len(self.users))
                self.users.append(name)
        where = {name: i for i, name in enumerate(self.users)}
        self.places = [(where[p[0]],) + p[1:] if isinstance(p, tuple) else p for p in self.places]

    def arguments(self, inputs):
        values = dict(zip(INPUTS, inputs))
        return tuple(values[name] for name in self.users)

    def run(self, *arguments):
        values = []
        for place in self.places:
            if isinstance(place, int):
                values.append(arguments[place])
            elif isinstance(place, str):
                values.append(getattr(self, place))
            else:
                values.append(place[2] * arguments[place[0]].shape[place[1]] + place[3])
        return self.repro(*values)

    forward = run  # Whittle reads the first method of that name as the graph


def user_sizes():
    """Input, axis and (a, symbol, b) for each size a * symbol + b of a tensor that may differ in the next call; None for others that may."""
    return [(name, axis, size) for name in INPUTS if name not in GRAPH['inputs'] and isinstance(GRAPH['sizes'].get(name), dict)
            for axis, size in GRAPH['sizes'][name].items()]


def size_source(name):
    """For a number that is a * symbol + b: the input and the axis that have the symbol as their size, a and b."""
    wanted = GRAPH['sizes'].get(name)
    if isinstance(wanted, tuple):
        for source, axis, size in user_sizes():
            if size == (1, wanted[1], 0):
                return (source, axis, wanted[0], wanted[2])
    return None


def dynamic_shapes(model):
    """What torch.export is to keep dynamic, with the relations between the sizes; None when all are fixed."""
    if not user_sizes():
        return None
    symbols, shapes = {}, {name: {} for name in model.users}
    for name, axis, size in user_sizes():
        if size is None:
            shapes[name][axis] = torch.export.Dim.AUTO
            continue
        factor, symbol, rest = size
        if symbol not in symbols:
            low, high, _ = GRAPH['symbols'].get(symbol, (None, None, None))
            limits = {} if low is None or low <= 2 else {'min': low}
            if high is not None and high < 2 ** 31:
                limits['max'] = high
            symbols[symbol] = torch.export.Dim('d%d' % len(symbols), **limits)
        dim = symbols[symbol]
        dim = dim if factor == 1 else factor * dim
        shapes[name][axis] = dim if rest == 0 else dim + rest
    return {'arguments': tuple(shapes[name] or None for name in model.users)}


def export_model(model, arguments):
    return torch.export.export(model, arguments, dynamic_shapes=dynamic_shapes(model), strict=False)


def compile_aoti(model, arguments):
    package = torch._inductor.aoti_compile_and_package(export_model(model, arguments))
    return torch._inductor.aoti_load_package(package)


def compile_jit(model, arguments, backend='inductor'):
    torch._dynamo.reset()
    sizes = [(model.users.index(name), axis) for name, axis, _ in user_sizes()]
    way = torch.compile(model, backend=backend, fullgraph=True, dynamic=None if sizes else False)

    def call(*arguments):
        for place, axis in sizes:
            torch._dynamo.maybe_mark_dynamic(arguments[place], axis)
        return way(*arguments)
    return call


BACKENDS = {'aoti': compile_aoti, 'compile': compile_jit}


def as_list(result):
    return list(result) if isinstance(result, (tuple, list)) else [result]


def observe(call, arguments):
    """What a run gives and what it leaves in its arguments, each with a name."""
    torch.manual_seed(SEED)
    outputs = as_list(call(*arguments))
    return ([('output %d' % i, x) for i, x in enumerate(outputs)] +
            [('argument %d after the run' % i, x) for i, x in enumerate(arguments) if isinstance(x, torch.Tensor)])


# By dtype, relative and absolute alike; what is not here is compared exactly.
TOLERANCES = {torch.float64: 1e-7, torch.complex128: 1e-7, torch.float32: 1e-4, torch.complex64: 1e-4, torch.float16: 1e-2, torch.bfloat16: 1e-2}


def differences(expected, actual, args):
    if len(expected) != len(actual):
        return ['eager gives %d outputs, compiled %d' % (len(expected), len(actual))]
    found = []
    for (name, want), (_, got) in zip(expected, actual):
        if isinstance(want, torch.Tensor) and isinstance(got, torch.Tensor):
            usual = TOLERANCES.get(want.dtype, 0)
            rtol = args.rtol if usual and args.rtol is not None else usual
            atol = args.atol if usual and args.atol is not None else usual
            try:
                torch.testing.assert_close(got, want, rtol=rtol, atol=atol, equal_nan=True, check_stride=False)
            except AssertionError as error:
                found.append('%s: %s' % (name, error))
        elif type(want) != type(got) or want != got:
            found.append('%s: eager gives %r, compiled %r' % (name, want, got))
    return found


def main():
    parser = argparse.ArgumentParser(description='Runs the graph eagerly and compiled, and compares. '
                                     'Exit status: 0 they agree, 1 the failure reproduces, 2 it cannot be told.')
    parser.add_argument('--backend', choices=sorted(BACKENDS), default=BACKEND, help='default: ' + BACKEND)
    parser.add_argument('--device', default='cpu', help='where the inputs live (default: cpu)')
    parser.add_argument('--rtol', type=float, default=RTOL)
    parser.add_argument('--atol', type=float, default=ATOL)
    args = parser.parse_args()
    torch._inductor.config.fallback_random = True  # so that compiled code draws the numbers that eager draws
    inputs = load_inputs()

    def made():
        copies = fresh(inputs, args.device)
        model = Model(copies).eval()
        return model, model.arguments(copies)

    expected, refusal = None, None
    with torch.no_grad():
        try:
            expected = observe(*made())
        except Exception as error:
            traceback.print_exc()
            refusal = '%s: %s' % (type(error).__name__, str(error).split('\n', 1)[0])
            print('eager raises %s' % refusal, flush=True)
        try:
            compiled = BACKENDS[args.backend](*made())
            actual = observe(compiled, made()[1])
        except Exception:
            traceback.print_exc()
            if refusal:
                print('CANNOT TELL: the graph already fails in eager mode, and backend %s raises too' % args.backend)
                return 2
            print('REPRODUCES: eager runs, backend %s raises (PyTorch %s)' % (args.backend, torch.__version__))
            return 1
    if refusal:
        print('REPRODUCES: eager raises, backend %s returns (PyTorch %s)' % (args.backend, torch.__version__))
        return 1
    found = differences(expected, actual, args)
    for line in found:
        print(line)
    if found:
        print('REPRODUCES: backend %s differs from eager in %d of %d results (PyTorch %s)'
              % (args.backend, len(found), len(expected), torch.__version__))
        return 1
    print('AGREES: backend %s gives what eager gives, %d results (PyTorch %s)'
          % (args.backend, len(expected), torch.__version__))
    return 0


if __name__ == '__main__':
    sys.exit(main())
