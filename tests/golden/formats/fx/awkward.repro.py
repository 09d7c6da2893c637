#!/usr/bin/env python3
# Reproducer written by Whittle 0.1.0: 4 operators, 2 inputs.
# Failure:   compile_error in lower, at node lambda
# Signature: lower: no rule for #
# Message:   no rule import os
#            first
#            second
# Found by:  whittle minify net.pt2
#
# Run with PyTorch 2.6 or newer:
#     python repro.py                    AOTInductor against eager
#     python repro.py --backend compile  torch.compile against eager
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
# What Whittle knows beyond the code; it opens this script as a graph again.
GRAPH = {
    'name': 'a "quoted" name',
    'symbols': {
        's0': (2, 64, 3),
    },
    'inputs': {
        'p_fc_weight': ('parameter', 'fc.weight'),
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


def load_safetensors(path):
    with open(path, 'rb') as file:
        size, = struct.unpack('<Q', file.read(8))
        header = json.loads(file.read(size))
        data = bytearray(file.read())
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
    tensors.update(load_safetensors(os.path.join(os.path.dirname(os.path.abspath(__file__)), DATA)))
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


def compile_aoti(model, inputs, target):
    program = torch.export.export(model, fresh(inputs, target), strict=False)
    package = torch._inductor.aoti_compile_and_package(program)
    return torch._inductor.aoti_load_package(package)


def compile_jit(model, inputs, target):
    torch._dynamo.reset()
    return torch.compile(model, fullgraph=True, dynamic=False)


BACKENDS = {'aoti': compile_aoti, 'compile': compile_jit}


def as_list(result):
    return list(result) if isinstance(result, (tuple, list)) else [result]


def differences(expected, actual, args):
    if len(expected) != len(actual):
        return ['eager gives %d outputs, compiled %d' % (len(expected), len(actual))]
    found = []
    for i, (want, got) in enumerate(zip(expected, actual)):
        if isinstance(want, torch.Tensor):
            coarse = want.dtype in (torch.float16, torch.bfloat16)
            rtol = args.rtol if args.rtol is not None else 1e-2 if coarse else 1e-4
            atol = args.atol if args.atol is not None else 1e-2 if coarse else 1e-4
            try:
                torch.testing.assert_close(got, want, rtol=rtol, atol=atol, equal_nan=True, check_stride=False)
            except AssertionError as error:
                found.append('output %d: %s' % (i, error))
        elif want != got:
            found.append('output %d: eager gives %r, compiled %r' % (i, want, got))
    return found


def main():
    parser = argparse.ArgumentParser(description='Runs the graph eagerly and compiled, and compares. '
                                     'Exit status: 0 they agree, 1 the failure reproduces, 2 it cannot be told.')
    parser.add_argument('--backend', choices=sorted(BACKENDS), default='aoti', help='default: aoti')
    parser.add_argument('--device', default='cpu', help='where the inputs live (default: cpu)')
    parser.add_argument('--rtol', type=float, default=RTOL)
    parser.add_argument('--atol', type=float, default=ATOL)
    args = parser.parse_args()
    model, inputs = Repro().eval(), load_inputs()
    with torch.no_grad():
        try:
            expected = as_list(model(*fresh(inputs, args.device)))
        except Exception:
            traceback.print_exc()
            print('CANNOT TELL: the graph already fails in eager mode, before any compiler sees it')
            return 2
        try:
            compiled = BACKENDS[args.backend](model, inputs, args.device)
            actual = as_list(compiled(*fresh(inputs, args.device)))
        except Exception:
            traceback.print_exc()
            print('REPRODUCES: eager runs, backend %s raises (PyTorch %s)' % (args.backend, torch.__version__))
            return 1
    found = differences(expected, actual, args)
    for line in found:
        print(line)
    if found:
        print('REPRODUCES: backend %s differs from eager in %d of %d outputs (PyTorch %s)'
              % (args.backend, len(found), len(expected), torch.__version__))
        return 1
    print('AGREES: backend %s gives what eager gives, %d outputs (PyTorch %s)'
          % (args.backend, len(expected), torch.__version__))
    return 0


if __name__ == '__main__':
    sys.exit(main())
