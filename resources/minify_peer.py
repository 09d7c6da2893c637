"""PyTorch's own AOTInductor minifier, measured: the other side of `whittle bench minify --peer PYTHON`.

Started as `PYTHON minify_peer.py`, it answers questions (answering.py): "start" imports PyTorch, "minify" reduces the PT2 archive `program` the way that the launcher does
which PyTorch writes, with the named `options` of Inductor set (cpp.inject_relu_bug_TESTING_ONLY=compile_error plants a fault),
and tells queries, those asked before, seconds, what is left. What PyTorch writes goes into `folder`. Needs PyTorch 2.6 or newer.
"""
import argparse
import contextlib
import hashlib
import os
import sys
import time
import traceback

import answering


def set_option(name, value):
    import torch._inductor.config as place
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


def start(question):
    global torch
    import torch
    try:
        from torch._dynamo.repro import aoti  # noqa: F401
    except ImportError as error:
        return {'error': 'PyTorch %s has no minifier for AOTInductor (%s); 2.6 is the first that has' % (torch.__version__, error)}
    from torch._inductor import cpu_vec_isa
    cpu_vec_isa.pick_vec_isa()  # with the cache that this PyTorch has anyway, as for Whittle's side; what is compiled later is in one of its own
    return {'torch': torch.__version__, 'python': sys.version.split()[0]}


def minify(question):
    folder = os.path.abspath(question['folder'])
    os.chdir(folder)  # PyTorch writes repro.py into the current folder
    os.environ['TORCHINDUCTOR_CACHE_DIR'] = os.path.join(folder, 'cache')
    for name, value in question['options'].items():
        set_option(name, value)

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
    exported = torch.export.load(question['program'])
    saved = os.path.join(folder, 'checkpoints')
    os.makedirs(saved, exist_ok=True)
    settings = argparse.Namespace(
        command='minify', save_dir=saved, offload_to_disk=False, skip_saving_eager_intermediates=False, skip_sanity=False,
        max_granularity=None, check_str=None, minifier_export_mode='python', skip_export_error=True)
    answer = {'trouble': None}
    start = time.perf_counter()
    with torch.no_grad(), contextlib.redirect_stdout(sys.stderr):
        try:
            aoti.repro_minify(settings, exported, {'aot_inductor.package': True})
        except Exception as error:  # PyTorch's minifier gives up in its own ways; the reason is the result
            traceback.print_exc()
            answer['trouble'] = f'{type(error).__name__}: {error}'
    answer |= {'seconds': time.perf_counter() - start, 'queries': len(asked), 'repeated': len(asked) - len(set(asked)), **left}
    files = [name for _, _, names in os.walk(folder) for name in names]
    # The script that it leaves loads the program, with its data, from this archive beside it.
    answer |= {'files': len(files), 'needs_data': 'exported_program.pt2' in files}
    return answer


if __name__ == '__main__':
    answering.serve({'start': start, 'minify': minify}, lambda error: f'{type(error).__name__}: {error}')
