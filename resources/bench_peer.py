"""PyTorch's side of `whittle bench --peer PYTHON`.

Answers questions (answering.py): starts, opens the script that `whittle export --to repro` writes, compiles it in one
of MODES, runs it a number of times, saves its outputs. The process waits between the questions, so that it and Whittle take turns on one machine. Needs PyTorch 2.6 or newer.
"""
import ctypes
import importlib.util
import json
import os
import struct
import sys
import time
import traceback

import torch

import answering


class Model(torch.nn.Module):
    """The graph of the script with its weights as a module has them, so that freezing finds them."""

    def __init__(self, script):
        super().__init__()
        self.repro, self.places = script.Repro(), []
        users = []
        for name, value in zip(script.INPUTS, script.load_inputs()):
            kind = script.GRAPH['inputs'].get(name, ('user',))[0]
            if isinstance(value, torch.Tensor) and kind == 'parameter':
                self.register_parameter('w_' + name, torch.nn.Parameter(value, requires_grad=False))
            elif isinstance(value, torch.Tensor) and kind != 'user':
                self.register_buffer('w_' + name, value)
            else:
                self.places.append(len(users))
                users.append(value)
                continue
            self.places.append('w_' + name)
        self.users = users

    def forward(self, *users):
        return self.repro(*[users[place] if isinstance(place, int) else getattr(self, place) for place in self.places])


MODES = {
    'eager': None,
    'inductor': {},
    'freezing': {'freezing': True},
    'max-autotune': {'freezing': True, 'max_autotune': True},
}


class Server:
    def __init__(self):
        self.model, self.ways, self.outputs, self.opened = None, {}, {}, 0

    def start(self, question):
        torch.set_num_threads(question['threads'])
        torch._inductor.config.force_disable_caches = True
        begin = time.perf_counter()
        with torch.no_grad():
            torch.compile(lambda x: x.cos() + 1, fullgraph=True)(torch.ones(64))
        return dict(configuration(), first_compile_s=round(time.perf_counter() - begin, 2))

    def open(self, question):
        self.opened += 1  # Dynamo wants another module to have another name
        spec = importlib.util.spec_from_file_location('whittle_repro_%d' % self.opened, question['script'])
        script = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = script  # where Dynamo looks for the globals of what it traces
        spec.loader.exec_module(script)
        self.ways.clear()
        self.outputs.clear()
        self.model = Model(script).eval()
        return {}

    def compile(self, question):
        options = MODES[question['mode']]
        if options is None:
            self.ways[question['mode']] = self.model
            return {}
        torch._dynamo.reset()
        way = torch.compile(self.model, fullgraph=True, dynamic=False, options=options)
        times = []
        with torch.no_grad():
            for _ in range(2):  # the first call compiles and runs, the second only runs
                begin = time.perf_counter()
                way(*self.model.users)
                times.append((time.perf_counter() - begin) * 1e3)
        self.ways[question['mode']] = way
        return {'ms': max(times[0] - times[1], 0)}

    def run(self, question):
        way, users, times = self.ways[question['mode']], self.model.users, []
        with torch.no_grad():
            self.outputs[question['mode']] = way(*users)
            for _ in range(question['calls']):
                begin = time.perf_counter()
                outputs = way(*users)
                times.append((time.perf_counter() - begin) * 1e3)
                del outputs
        return {'ms': times}

    def save(self, question):
        outputs = self.outputs[question['mode']]
        outputs = outputs if isinstance(outputs, (tuple, list)) else [outputs]
        save_safetensors(question['file'], [x for x in outputs if isinstance(x, torch.Tensor)])
        return {}


DTYPES = {torch.float64: 'F64', torch.float32: 'F32', torch.float16: 'F16', torch.bfloat16: 'BF16', torch.int64: 'I64', torch.int32: 'I32',
          torch.int16: 'I16', torch.int8: 'I8', torch.uint8: 'U8', torch.bool: 'BOOL', torch.complex64: 'C64', torch.complex128: 'C128'}


def save_safetensors(path, tensors):
    header, offset, tensors = {}, 0, [x.detach().contiguous() for x in tensors]
    for i, tensor in enumerate(tensors):
        size = tensor.numel() * tensor.element_size()
        header['out.%d' % i] = {'dtype': DTYPES[tensor.dtype], 'shape': list(tensor.shape), 'data_offsets': [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    with open(path, 'wb') as file:
        file.write(struct.pack('<Q', len(text)) + text)
        for tensor in tensors:
            file.write(ctypes.string_at(tensor.data_ptr(), tensor.numel() * tensor.element_size()) if tensor.numel() else b'')


def configuration():
    """What was measured: the same PyTorch is quick or slow by its BLAS and by what Inductor may vectorise for."""
    shown = torch.__config__.show()
    with open('/proc/self/maps') as maps:
        libraries = {os.path.basename(line.split()[-1]) for line in maps if '/' in line}
    blas = sorted(name for name in libraries if any(part in name.lower() for part in ('blas', 'mkl_', 'blis')))
    onednn = next((line.split('v', 1)[1].split()[0] for line in shown.splitlines() if 'MKL-DNN v' in line or 'oneDNN v' in line), None)
    try:
        from torch._inductor.cpu_vec_isa import pick_vec_isa
        inductor = str(pick_vec_isa()) or 'scalar'
    except Exception as error:
        inductor = 'unknown: %s' % error
    return {'torch': torch.__version__, 'python': sys.version.split()[0], 'blas': blas, 'onednn': onednn,
            'isa': torch.backends.cpu.get_cpu_capability(), 'inductor_isa': inductor, 'threads': torch.get_num_threads(),
            'omp_wait_policy': os.environ.get('OMP_WAIT_POLICY')}


def sentence(error):
    """The first line of the message, and where it was raised: many of Inductor's errors are bare assertions."""
    inner = error
    while inner.__cause__ is not None:
        inner = inner.__cause__
    frame = traceback.extract_tb(inner.__traceback__)[-1]
    words = str(error).split('\n', 1)[0].strip()
    return '%s: %s (%s:%d in %s)' % (type(error).__name__, words, os.path.basename(frame.filename), frame.lineno, frame.name)


if __name__ == '__main__':
    server = Server()
    answering.serve({'start': server.start, 'open': server.open, 'compile': server.compile, 'run': server.run, 'save': server.save}, sentence)
