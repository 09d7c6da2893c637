"""PyTorch's own AOTInductor minifier, measured: the other side of `whittle bench minify --peer PYTHON`.

    PYTHON minify_peer.py PROGRAM.pt2 FOLDER NAME=VALUE...

Sets the named options of Inductor (cpp.inject_relu_bug_TESTING_ONLY=compile_error plants a fault), reduces the
program the way that the launcher does which PyTorch writes, and prints one JSON object: queries, those asked before,
seconds, what is left. What PyTorch writes goes into FOLDER. Needs PyTorch 2.6 or newer.
"""
import argparse
import contextlib
import hashlib
import json
import os
import sys
import time

import torch
import torch._inductor.config as inductor_config


def set_option(name, value):
    place = inductor_config
    *path, last = name.split('.')
    for part in path:
        place = getattr(place, part)
    getattr(place, last)  # an unknown option is an error here, not a new attribute
    setattr(place, last, value)


def key_of(graph_module, inputs):
    """Two queries with one key ask the same: operators, arguments, types of the inputs."""
    names, lines = {}, []
    for node in graph_module.graph.nodes:
        names[node.name] = f'n{len(names)}'
        lines.append(f'{node.op} {node.target if node.op == "call_function" else ""} '
                     + repr(torch.fx.node.map_arg((node.args, node.kwargs), lambda n: names[n.name])))
    lines += [f'{value.dtype} {tuple(value.shape)}' if isinstance(value, torch.Tensor) else repr(value) for value in inputs]
    return hashlib.sha256('\n'.join(lines).encode()).hexdigest()


def main():
    program, folder, options = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3:]
    os.makedirs(folder, exist_ok=True)
    os.chdir(folder)  # PyTorch writes repro.py into the current folder
    os.environ['TORCH_COMPILE_DEBUG_DIR'] = folder
    os.environ['TORCHINDUCTOR_CACHE_DIR'] = os.path.join(folder, 'cache')
    for option in options:
        set_option(*option.split('=', 1))

    import functorch.compile
    from torch._dynamo.repro import aoti

    asked, real = [], functorch.compile.minifier
    left = {}

    def watched(module, inputs, module_fails, dump_state, **more):
        def fails(graph_module, flat, *rest):
            asked.append(key_of(graph_module, flat))
            return module_fails(graph_module, flat, *rest)

        def dump(graph_module, flat):
            left['operators'] = sum(node.op == 'call_function' for node in graph_module.graph.nodes)
            left['elements'] = sum(value.numel() for value in flat if isinstance(value, torch.Tensor))
            return dump_state(graph_module, flat)
        return real(module, inputs, module_fails=fails, dump_state=dump, **more)

    functorch.compile.minifier = watched
    exported = torch.export.load(program)
    saved = os.path.join(folder, 'checkpoints')
    os.makedirs(saved, exist_ok=True)
    settings = argparse.Namespace(
        command='minify', save_dir=saved, offload_to_disk=False, skip_saving_eager_intermediates=False, skip_sanity=False,
        max_granularity=None, check_str=None, minifier_export_mode='python', skip_export_error=True)
    answer = {'torch': torch.__version__, 'error': None}
    start = time.perf_counter()
    with torch.no_grad(), contextlib.redirect_stdout(sys.stderr):
        try:
            aoti.repro_minify(settings, exported, {'aot_inductor.package': True})
        except Exception as error:  # PyTorch's minifier gives up in its own ways; the reason is the result
            answer['error'] = f'{type(error).__name__}: {error}'
    answer |= {'seconds': time.perf_counter() - start, 'queries': len(asked), 'repeated': len(asked) - len(set(asked)), **left}
    answer['files'] = sum(len(files) for _, _, files in os.walk(folder))
    print(json.dumps(answer))


if __name__ == '__main__':
    main()
