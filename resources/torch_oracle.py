"""The other side of `whittle minify --oracle torch`: says what a PyTorch does with one candidate after the other.

Started as `PYTHON torch_oracle.py FOLDER` with a socket as file descriptor 3. Each line there is a question, a JSON object; each gets
one answer, one line. PyTorch is imported and warmed up once; every candidate then gets a fork of this process (torch_child.py). Nothing here may run
a kernel on several threads before the fork: OpenMP's threads do not survive it. Needs Linux and PyTorch 2.6 or newer.
"""
import concurrent.futures
import json
import os
import re
import signal
import socket
import sys
import time
import traceback
import types

import torch_build
import torch_stages
from torch_child import CHANNEL, LIBC, PR_SET_CHILD_SUBREAPER, Header, Questions, run_child, without_places
from torch_errors import compiler_error, first_line, innermost, plain_quotes, sentence

OLDEST = (2, 6)
DISTURBED_RUNS = 3
ISAS_WORK = False  # whether PyTorch found all vector instructions of the processor to work
# Runs a script as `python SCRIPT` does, in a PyTorch that has been told so.
WITH_ISAS = """
import runpy, sys, torch._inductor.config
torch._inductor.config.cpp.vec_isa_ok = True
sys.argv.pop(0)
runpy.run_path(sys.argv[0], run_name='__main__')
"""
MEMORY_WORDS = re.compile(r"bad_alloc|can't allocate memory|cannot allocate memory|out of memory|virtual memory exhausted|MemoryError", re.IGNORECASE)


# ---- one candidate

OWN_PHASES = ('start', 'script', 'eager', 'reference', 'disturbed')  # what goes wrong there says nothing about the compiler
KIND_OF_PHASE = {'export': 'import_error', 'trace': 'import_error', 'compile': 'compile_error', 'load': 'compile_error', 'run': 'run_error'}


def how(ended):
    try:
        return signal.Signals(ended.signal).name if ended.signal else 'exit status %d' % ended.status
    except ValueError:
        return 'signal %d' % ended.signal


def verdict(question, ended):
    """The answer for Whittle: the child's own, or what its end says."""
    answer = ended.answer
    if answer is None:
        phase, memory = ended.phase, MEMORY_WORDS.search(ended.text()) or (ended.signal == signal.SIGKILL)
        if ended.late:
            answer = {'kind': 'hang', 'words': 'hang in ' + phase, 'message': '%s did not end within %g s' % (phase, question['seconds'])}
        elif memory:
            answer = {'kind': 'out_of_memory', 'words': 'out of memory in ' + phase, 'message': 'out of memory in ' + phase}
        else:
            answer = {'kind': 'crash', 'words': '%s in %s' % (how(ended), phase), 'message': 'died with %s in %s' % (how(ended), phase)}
        answer.update(verdict='fails', phase=phase, fixed=True)
        if phase in OWN_PHASES:
            answer = {'verdict': 'invalid', 'limit': answer['kind'] in ('hang', 'out_of_memory'),
                      'note': 'the eager run, before any compiler, gives no answer: ' + answer['message']}
    if answer['verdict'] == 'fails':
        if answer['words'] == 'CppCompileError' and (said := compiler_error(ended.text())):  # which went past PyTorch, straight to stderr
            answer['words'] = answer['message'] = 'CppCompileError: ' + said
        answer['detail'] = '\n'.join(x for x in (answer.get('detail'), ended.tail()) if x)
    for key in ('message', 'note'):
        if key in answer:
            answer[key] = without_places(answer[key])
    return answer


def load_script(path):
    with open(path) as file:
        text = file.read()
    script = types.ModuleType('whittle_candidate')
    script.__file__ = path
    sys.modules[script.__name__] = script  # where Dynamo looks for the globals of what it traces
    exec(compile(text, path, 'exec'), script.__dict__)
    return script


class Candidate:
    def __init__(self, path):
        self.script = load_script(path)
        self.inputs = self.script.load_inputs()

    def made(self, change=None):
        """A module and its arguments that nothing else has touched."""
        copies = self.script.fresh(self.inputs, 'cpu')
        if change:
            copies = tuple(change(x) if isinstance(x, torch.Tensor) else x for x in copies)
        model = self.script.Model(copies).eval()
        return model, model.arguments(copies)

    def observe(self, call, arguments):
        return self.script.observe(call, arguments)

    def eager(self):
        """(results, aliases, None) or (None, None, the exception)."""
        try:
            model, arguments = self.made()
            results = self.observe(model, arguments)
            return results, aliases(results, arguments), None
        except Exception as error:
            return None, None, error

    def reference(self):
        """The results with everything that floats in 64 bits; None for a graph that cannot be run so."""
        before = torch.get_default_dtype()
        try:
            torch.set_default_dtype(torch.float64)
            with torch_values.InDouble():
                return self.observe(*self.made(torch_values.widened))
        except Exception:
            traceback.print_exc()
            return None
        finally:
            torch.set_default_dtype(before)

    def disturbed(self):
        runs = []
        for seed in range(DISTURBED_RUNS):
            noise = torch_values.Noise(seed)
            try:
                with noise:
                    runs.append(self.observe(*self.made(noise.nudged)))
            except Exception:
                traceback.print_exc()
        return runs


def aliases(results, arguments):
    """For each result the arguments whose memory it shares."""
    def place(x):
        return x.untyped_storage().data_ptr() if isinstance(x, torch.Tensor) and x.numel() and x.layout == torch.strided else 0
    return [tuple(i for i, argument in enumerate(arguments) if place(x) and place(x) == place(argument)) for _, x in results]


def ask_eager(question, reporter):
    reporter.phase('script')
    candidate = Candidate(question['script'])
    reporter.phase('eager')
    with torch.no_grad():
        error = candidate.eager()[2]
    reporter.answer(verdict='passes', eager=words_of(error))


def words_of(error):
    return '' if error is None else '%s: %s' % (type(error).__name__, first_line(str(error)))


def ask_test(question, reporter):
    reporter.phase('script')
    torch_options.reset_options(question.get('reset', ()))
    candidate = Candidate(question['script'])
    reporter.phase('eager')
    torch._inductor.config.fallback_random = True
    with torch.no_grad():
        expected, shared, refusal = candidate.eager()
        eager = words_of(refusal)
        if refusal is not None and MEMORY_WORDS.search(eager):
            reporter.answer(verdict='invalid', limit=True, note='eager %s' % eager)
            return
        if question['expect'] is not None and question['expect'] != eager.split(':', 1)[0]:
            reporter.answer(verdict='invalid', note='eager %s, other than for the original' % ('raises ' + eager if eager else 'returns'))
            return

        def ends(note):
            reporter.answer(verdict='passes', eager=eager, note=note)
            os._exit(0)

        stages = torch_stages.Stages(question.get('until'), question.get('probe', False), question['header'], question['ready'], ends)
        try:
            actual, actual_shared = WAYS[question['mode']](candidate, reporter, stages)
        except Exception as error:
            traceback.print_exc()
            reporter.answer(eager=eager, **failure_of(error, reporter, refusal, stages))
            return
        if refusal is not None:
            reporter.answer(verdict='fails', kind='wrong_result', phase='run', words='compiled returns', eager=eager,
                            message='eager raises %s, compiled returns' % eager)
            return
        reporter.answer(eager=eager, **torch_values.compare(candidate, reporter, (expected, shared), (actual, actual_shared)))


def by_aoti(candidate, reporter, stages):
    model, arguments = candidate.made()
    reporter.phase('export')
    program = candidate.script.export_model(model, arguments)
    stages.past('export')
    stages.watch_compiler()
    reporter.phase('compile')
    package = torch._inductor.aoti_compile_and_package(program)
    reporter.phase('load')
    compiled = torch._inductor.aoti_load_package(package)
    reporter.send({'unpacked': unpacked()})
    reporter.phase('run')
    arguments = candidate.made()[1]
    results = candidate.observe(compiled, arguments)
    return results, aliases(results, arguments)


def unpacked():
    """Where PyTorch's loader has put what it loaded: under /tmp whatever TMPDIR says, and there it stays when the process dies."""
    with open('/proc/self/maps') as maps:
        return sorted(set(re.findall(r' (/tmp/\w{6})/data/aotinductor/', maps.read())))


def by_compile(candidate, reporter, stages):
    from torch._inductor.compile_fx import compile_fx

    def backend(graph, inputs, **options):
        stages.past('trace')
        reporter.phase('compile')
        compiled = compile_fx(graph, inputs, **options)
        reporter.phase('run')
        return compiled

    reporter.phase('trace')
    compiled = candidate.script.compile_jit(candidate.made()[0], (), backend)
    arguments = candidate.made()[1]
    results = candidate.observe(compiled, arguments)
    return results, aliases(results, arguments)


WAYS = {'aoti': by_aoti, 'compile': by_compile}


def failure_of(error, reporter, refusal, stages):
    inner, phase = innermost(error), reporter.now
    text = '%s\n%s' % (error, inner)
    if isinstance(inner, MemoryError) or MEMORY_WORDS.search(text):
        return {'verdict': 'fails', 'kind': 'out_of_memory', 'phase': phase, 'words': 'out of memory in ' + phase, 'fixed': True,
                'message': sentence(inner)}
    if refusal is not None and (phase not in ('compile', 'load') or first_line(str(refusal)) in text):
        return {'verdict': 'passes', 'note': 'eager and compiled both raise'}
    target = re.search(r'^\s*target: ([\w.]+)', str(inner), re.MULTILINE)
    reporter.send({'offered': stages.offer()})
    return {'verdict': 'fails', 'kind': KIND_OF_PHASE[phase], 'phase': stages.stage_of(phase), 'words': sentence(inner), 'message': sentence(inner),
            'target': target.group(1) if target else ''}


# ---- scripts

def ask_script(question, reporter):
    """A reproducer as its reader runs it: in a Python of its own."""
    reporter.phase('run')
    os.chdir(os.path.dirname(os.path.abspath(question['script'])))
    script = [os.path.basename(question['script'])]
    os.execv(sys.executable, [sys.executable] + (['-c', WITH_ISAS] if ISAS_WORK else []) + script)


def end_of_script(question, ended):
    return {'status': ended.status, 'signal': signal.Signals(ended.signal).name if ended.signal else '', 'late': ended.late, 'output': plain_quotes(ended.text())}


# ---- the process itself

def warm_up():
    """Everything that the first compile of a process pays for, once: imports, the search for a compiler and for vector instructions.
    What that search compiles comes from the cache that this PyTorch has anyway; candidates never see that one."""
    from torch._inductor import compile_fx, config, cpu_vec_isa, package  # noqa: F401
    from torch._inductor.codegen import cpp, cpp_wrapper_cpu  # noqa: F401
    import torch._dynamo
    import torch.export
    config.compile_threads = 1

    class Small(torch.nn.Module):
        def forward(self, x):
            return torch.cos(x) + 1

    check_isas(cpu_vec_isa, config)
    isa = str(cpu_vec_isa.pick_vec_isa()) or 'scalar'
    with torch.no_grad():
        torch.export.export(Small(), (torch.ones(8),), strict=False)
        torch.compile(Small(), backend='aot_eager', fullgraph=True)(torch.ones(8))
    torch._dynamo.reset()
    return isa


def check_isas(cpu_vec_isa, config):
    """Lets PyTorch try out all vector instructions that the processor has, at once: each trial is a Python of its own that imports PyTorch.
    When all work, the reproducer that is run at the end is told so and need not try again."""
    global ISAS_WORK
    listed = getattr(cpu_vec_isa.valid_vec_isa_list, '__wrapped__', None)  # what is under its cache
    if listed is None or config.cpp.vec_isa_ok is not None:
        return
    config.cpp.vec_isa_ok = True
    try:
        possible = listed()
    finally:
        config.cpp.vec_isa_ok = None
    with concurrent.futures.ThreadPoolExecutor() as threads:
        ISAS_WORK = bool(possible) and all(list(threads.map(bool, possible)))


def start(wanted):
    """Imports torch; what stands in the way is an answer as well."""
    global torch, torch_options, torch_values
    begin = time.monotonic()
    try:
        import torch
    except ImportError as error:
        return {'error': 'this Python has no PyTorch (%s); give --python one that has PyTorch %d.%d or newer' % ((error,) + OLDEST)}
    version = tuple(int(x) for x in re.findall(r'\d+', torch.__version__)[:2])
    if version < OLDEST:
        return {'error': 'PyTorch %s is too old; give --python one that has PyTorch %d.%d or newer' % ((torch.__version__,) + OLDEST)}
    import torch_options
    import torch_values  # these need PyTorch
    try:
        options = torch_options.set_options(wanted)
    except torch_options.OptionError as error:
        return {'error': str(error)}
    isa = warm_up()
    return {'options': options, 'torch': torch.__version__, 'python': sys.version.split()[0], 'isa': isa, 'build': torch_build.fingerprint(),
            'seconds': round(time.monotonic() - begin, 2)}


ACTIONS = {'eager': (ask_eager, verdict), 'test': (ask_test, verdict), 'script': (ask_script, end_of_script)}


def main():
    os.environ['TORCHINDUCTOR_COMPILE_THREADS'] = '1'  # no pool of compile processes: they would not survive a fork
    os.set_inheritable(CHANNEL, False)
    LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1)
    wake, waker = os.pipe()
    for end in (wake, waker):
        os.set_blocking(end, False)
    channel = socket.socket(fileno=CHANNEL)

    def say(answer):
        channel.sendall(json.dumps(answer).encode() + b'\n')

    questions = Questions(channel)
    first = questions.next()
    if first is None:
        return
    say(start(first['options']))
    signal.signal(signal.SIGCHLD, lambda *_: None)  # so that the end of a child wakes select()
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    header = Header()
    while (question := questions.next()) is not None:
        if question['do'] == 'stop':
            continue  # to an answer that was on its way, or to the last one
        work, judged = ACTIONS[question['do']]
        ended = run_child(question, work, questions, sys.argv[1], wake, header)
        if ended is None:
            break
        say(judged(question, ended))
    header.stop()


if __name__ == '__main__':
    main()
