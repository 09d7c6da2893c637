"""The other side of `whittle minify --oracle torch`: says what a PyTorch does with one candidate after the other.

Started as `PYTHON torch_oracle.py FOLDER` with a socket as file descriptor 3. Each line there is a question, a JSON object; each gets
one answer, one line. PyTorch is imported and warmed up once; every candidate then gets a fork of this process, in a process group and a
folder of its own, with limits of time and memory, so that a crash, a hang or a blow-up is an answer like any other. Nothing here may run
a kernel on several threads before the fork: OpenMP's threads do not survive it. Needs Linux and PyTorch 2.6 or newer.
"""
import ast
import concurrent.futures
import contextlib
import ctypes
import difflib
import faulthandler
import json
import os
import re
import resource
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import types
import typing

import torch_build
import torch_stages

CHANNEL = 3
OLDEST = (2, 6)
KEPT, TAIL = 1 << 17, 4096  # bytes of what a candidate writes: to be searched, to be shown
DISTURBED_RUNS = 3
ISAS_WORK = False  # whether PyTorch found all vector instructions of the processor to work
# Runs a script as `python SCRIPT` does, in a PyTorch that has been told so.
WITH_ISAS = """
import runpy, sys, torch._inductor.config
torch._inductor.config.cpp.vec_isa_ok = True
sys.argv.pop(0)
runpy.run_path(sys.argv[0], run_name='__main__')
"""
WORTH = 10  # a difference counts when it is so many times what other roundings make of eager

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
MEMORY_WORDS = re.compile(r"bad_alloc|can't allocate memory|cannot allocate memory|out of memory|virtual memory exhausted|MemoryError", re.IGNORECASE)


# ---- processes

def address_space():
    with open('/proc/self/statm') as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def children():
    """Processes whose parent is this one: as a subreaper it also inherits what a candidate let go of."""
    found = []
    for name in os.listdir('/proc'):
        if name.isdigit():
            with contextlib.suppress(OSError), open('/proc/%s/stat' % name) as file:
                if int(file.read().rsplit(')', 1)[1].split()[1]) == os.getpid():
                    found.append(int(name))
    return found


def end_all(group, kept):
    """Kills the group and whoever left it; afterwards this process has no children but the kept one."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
    status = os.waitpid(group, 0)[1]
    for _ in range(1000):
        left = [pid for pid in children() if pid != kept]
        if not left:
            return status
        for pid in left:
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, os.WNOHANG)
        time.sleep(0.001)
    return status


class Reporter:
    """The child's way to say where it is and what came out."""

    def __init__(self, descriptor):
        self.descriptor, self.now = descriptor, 'start'

    def send(self, message):
        data = json.dumps(message).encode() + b'\n'
        while data:
            data = data[os.write(self.descriptor, data):]

    def phase(self, name):
        self.now = name
        self.send({'phase': name})

    def answer(self, **fields):
        self.send({'answer': fields})


class Ended:
    """How a child ended: `answer` is what it said last, empty when it could not."""

    def __init__(self):
        self.answer, self.phase, self.output, self.late, self.status, self.signal = None, 'start', b'', False, 0, 0
        self.unpacked, self.offered = [], None

    def take(self, lines):
        for line in lines:
            try:
                message = json.loads(line)
            except ValueError:
                continue  # somebody else wrote to the descriptor
            if isinstance(message, dict):
                self.phase = message.get('phase', self.phase)
                self.answer = message.get('answer', self.answer)
                self.unpacked = message.get('unpacked', self.unpacked)
                self.offered = message.get('offered', self.offered)

    def text(self):
        return self.output.decode(errors='replace').strip()

    def tail(self):
        return without_places(self.text())[-TAIL:]


def enter_child(question, folder, output, memory):
    os.setpgid(0, 0)
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(output, 1)
    os.dup2(output, 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    faulthandler.enable()
    os.environ['TMPDIR'] = folder
    os.environ['TORCHINDUCTOR_CACHE_DIR'] = os.path.join(folder, 'inductor')
    tempfile.tempdir = None


class Header:
    """The precompiled header for C++ front ends (torch_stages.py): made once, by a process of its own, while candidates go on without it."""

    def __init__(self):
        self.maker, self.tried, self.ready = None, False, None

    def make(self, folder, error):
        """Of what torch_stages.offer_header() wrote into the folder. `error`: the compiler's first about the program that it is of."""
        if self.tried or not folder or not error:
            return
        self.tried, self.folder = True, folder
        self.maker = os.fork()
        if self.maker == 0:
            good = False
            try:
                os.setpgid(0, 0)
                LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                os.close(CHANNEL)
                good = torch_stages.make_header(folder, error, compiler_error)
            except BaseException:
                traceback.print_exc()
            os._exit(0 if good else 1)
        with contextlib.suppress(PermissionError, ProcessLookupError):
            os.setpgid(self.maker, self.maker)

    def look(self):
        """Whether it is there by now."""
        if self.maker and (ended := os.waitpid(self.maker, os.WNOHANG))[0]:
            self.maker = None
            if ended[1] == 0:
                self.ready = torch_stages.Ready(self.folder)
        return self.ready

    def stop(self):
        if self.maker:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.maker, signal.SIGKILL)
            os.waitpid(self.maker, 0)


def run_child(question, work, channel, scratch, wake, header):
    """Lets a fork of this process do `work(question, reporter)`. While it works only {"do": "stop"} may come, which ends it: its answer is one that
    nobody looks at. None when nobody is there any more."""
    folder = tempfile.mkdtemp(prefix='candidate-', dir=scratch)
    question |= {'header': None if header.tried else os.path.join(scratch, 'header'), 'ready': header.look()}
    report_read, report_write = os.pipe()
    output_read, output_write = os.pipe()
    memory = address_space() + question['memory']
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        try:
            channel.close()
            os.close(report_read)
            os.close(output_read)
            enter_child(question, folder, output_write, memory)
            work(question, Reporter(report_write))
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(70)
        os._exit(0)
    with contextlib.suppress(PermissionError, ProcessLookupError):
        os.setpgid(pid, pid)
    os.close(report_write)
    os.close(output_write)
    os.set_blocking(report_read, False)
    os.set_blocking(output_read, False)
    ended, partial, wanted = Ended(), b'', True
    deadline = time.monotonic() + question['seconds']

    def drain():
        nonlocal partial
        with contextlib.suppress(BlockingIOError):
            while data := os.read(report_read, 65536):
                partial = (partial + data)[-(1 << 20):]
        *lines, partial = partial.split(b'\n')
        ended.take(lines)
        with contextlib.suppress(BlockingIOError):
            while data := os.read(output_read, 65536):
                ended.output = (ended.output + data)[-KEPT:]

    try:
        while True:
            patience = deadline - time.monotonic()
            select.select([wake, channel, report_read], [], [], max(0, min(patience, 0.25)))
            with contextlib.suppress(BlockingIOError):
                os.read(wake, 4096)
            drain()
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
                break
            if time.monotonic() >= deadline:
                ended.late = True
                break
            with contextlib.suppress(BlockingIOError):
                wanted = bool(channel.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
                break
    finally:
        status = end_all(pid, header.maker)
        drain()
        os.close(report_read)
        os.close(output_read)
        for left in [folder] + ended.unpacked:
            shutil.rmtree(left, ignore_errors=True)
    if os.WIFSIGNALED(status):
        ended.signal = os.WTERMSIG(status)
    else:
        ended.status = os.WEXITSTATUS(status)
    header.make(ended.offered, compiler_error(ended.text()))
    return ended if wanted else None


def without_places(text):
    """Without what differs from run to run: folders of this process and of the candidate, and names that Inductor makes of hashes of such paths."""
    text = re.sub(re.escape(sys.argv[1]) + r'(/candidate-\w+)?/?', '', text)
    return re.sub(r'\bc[a-z2-7]{51}\b', 'generated', text)


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
            with InDouble():
                return self.observe(*self.made(widened))
        except Exception:
            traceback.print_exc()
            return None
        finally:
            torch.set_default_dtype(before)

    def disturbed(self):
        runs = []
        for seed in range(DISTURBED_RUNS):
            noise = Noise(seed)
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
    reset_options(question.get('reset', ()))
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
        reporter.answer(eager=eager, **compare(candidate, reporter, (expected, shared), (actual, actual_shared)))


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


# ---- exceptions

def first_line(text):
    return next((line.strip() for line in text.split('\n') if line.strip()), '')


def innermost(error):
    while True:
        inner = getattr(error, 'inner_exception', None) or error.__cause__
        if not isinstance(inner, BaseException) or isinstance(inner, subprocess.CalledProcessError):
            return error
        error = inner


def plain_quotes(text):
    return re.sub('[\u2018\u2019]', "'", text)


def compiler_error(text):
    said = re.search(r'\b(?:error|undefined reference to)[ :].*', text)
    # What else is in scope is no part of the bug.
    return plain_quotes(said.group(0)).removeprefix('error: ').split('; did you mean')[0].strip() if said else ''


def sentence(error):
    """What stays the same when the same bug is met in a smaller graph: the class, the line that says what is wrong, and for an error
    without words where it was raised."""
    text, name = str(error), type(error).__name__
    if name == 'CppCompileError':
        said = compiler_error(text)
        return '%s: %s' % (name, said) if said else name
    line = first_line(text)
    if line and line not in ('AssertionError:', 'KeyError:'):
        return '%s: %s' % (name, line)
    frames = traceback.extract_tb(error.__traceback__)
    return '%s %sin %s of %s' % (name, line + ' ' if line else '', frames[-1].name, os.path.basename(frames[-1].filename)) if frames else name


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


# ---- values

def widened(x):
    return x.double() if x.is_floating_point() else x.to(torch.complex128) if x.is_complex() else x


def spot(mask):
    """Index of the first true element."""
    return tuple(mask.nonzero()[0].tolist())


def compare(candidate, reporter, eager, compiled):
    """The worst result that is wrong, as in engine/runtime/judge.h: off from eager and from float64, and by more than eager itself."""
    (expected, shared), (actual, actual_shared) = eager, compiled
    outputs = sum(name.startswith('output') for name, _ in expected)
    if len(expected) != len(actual):
        return wrong('count', 'eager gives %d outputs, compiled %d' % (outputs, outputs + len(actual) - len(expected)))
    suspects = []
    for i, ((name, want), (_, got)) in enumerate(zip(expected, actual)):
        difference = plain_difference(want, got)
        if difference:
            return wrong(difference[0], '%s: %s' % (name, difference[1]))
        if isinstance(want, torch.Tensor) and not torch.equal(bits(want), bits(got)):
            suspects.append(i)
    if suspects:
        reporter.phase('reference')
        truth = candidate.reference()
        found = [f for f in (Difference.find(candidate, expected[i], actual[i][1], truth[i][1] if truth else None, i) for i in suspects) if f]
        if found:
            reporter.phase('disturbed')
            runs = candidate.disturbed()
            kept = [f for f in found if not f.excused([run[f.index][1] for run in runs])]
            if not kept:
                return {'verdict': 'passes', 'note': 'ill-conditioned: %s, but rounding the last bit otherwise moves eager as far' % found[0].text}
            worst = max(kept, key=lambda f: f.size)
            return wrong('mutation' if worst.index >= outputs else worst.word, worst.text,
                         '' if runs else 'eager could not be run with other roundings, so the condition of the graph is not known')
    for (name, _), want, got in zip(expected, shared, actual_shared):
        if want != got:
            return wrong('alias', '%s shares memory with the arguments %s in eager, %s compiled' % (name, list(want), list(got)))
    return {'verdict': 'passes'}


def wrong(word, text, more=''):
    return {'verdict': 'fails', 'kind': 'wrong_result', 'phase': 'compare', 'words': 'wrong ' + word, 'fixed': True, 'message': text, 'detail': more}


def plain_difference(want, got):
    """(word, text) for what shows without looking at the elements."""
    if not isinstance(want, torch.Tensor) or not isinstance(got, torch.Tensor):
        same = type(want) is type(got) and (want == got or (isinstance(want, float) and (want != want and got != got or abs(want - got) <= 1e-7 * abs(want))))
        return None if same else ('value', 'eager gives %r, compiled %r' % (want, got))
    if want.dtype != got.dtype:
        return 'dtype', 'eager gives %s, compiled %s' % (want.dtype, got.dtype)
    if want.shape != got.shape:
        return 'shape', 'eager gives %s, compiled %s' % (tuple(want.shape), tuple(got.shape))
    return None


def bits(x):
    """NaN compares equal to itself this way."""
    x = x.detach().resolve_conj().contiguous()
    return x.flatten().view(torch.uint8)


class Difference:
    """A result of which compiled code makes something else than eager and float64 do."""

    def __init__(self, index, word, size, text, want, got):
        self.index, self.word, self.size, self.text, self.want, self.got = index, word, size, text, want, got

    @staticmethod
    def find(candidate, named, got, truth, index):
        name, want = named
        if truth is None or not isinstance(truth, torch.Tensor) or truth.shape != want.shape:
            truth = want
        tolerance = candidate.script.TOLERANCES.get(want.dtype)

        def made(word, mask, size):
            at = spot(mask)
            text = '%s%s: eager gives %r, compiled %r%s; %d of %d elements' % (
                name, list(at), want[at].item(), got[at].item(), '' if truth is want else ', float64 %r' % truth[at].item(), int(mask.sum()), mask.numel())
            return Difference(index, word, size, text, want, got)

        if tolerance is None:
            off = (got != want) & (got != truth.to(got.dtype))
            return made('value', off, float(off.sum())) if off.any() else None
        if want.is_complex():
            want, got, truth = (torch.view_as_real(x.resolve_conj()) for x in (want, got, truth.to(torch.complex128)))
        wide, other, right = want.double(), got.double(), truth.double()
        for word, test in (('nan', torch.isnan), ('inf', torch.isinf)):
            off = (test(other) != test(wide)) & (test(other) != test(right))
            if off.any():
                return made(word, off, float('inf'))
        off = unlike(other, wide, tolerance) & unlike(other, right, tolerance)
        if not off.any():
            return None
        factor = 2 if tolerance < 1e-2 and off.numel() >= 1000 else 3
        error = distance(other, right)
        if error <= factor * distance(wide, right):
            return None
        return made('value', largest(other - right, off), error / (distance(right, torch.zeros_like(right)) or 1))

    def excused(self, runs):
        """Whether eager with other roundings moves as far. Moves to and from NaN and infinity are endless ones."""
        runs = [run for run in runs if isinstance(run, torch.Tensor) and run.shape == self.want.shape]
        if not (self.want.is_floating_point() or self.want.is_complex()):
            return any(int((run != self.want).sum()) * WORTH > int((self.got != self.want).sum()) for run in runs)
        wide, other = whole(self.want), whole(self.got)
        moved = 0.0
        for run in map(whole, runs):
            if not torch.equal(run.isfinite(), wide.isfinite()):
                return True
            moved = max(moved, distance(run, wide))
        return self.word == 'value' and moved * WORTH > distance(other, wide)


def whole(x):
    return torch.view_as_real(x.resolve_conj()).double() if x.is_complex() else x.double()


def unlike(x, y, tolerance):
    return (x != y) & ~(x.isnan() & y.isnan()) & ~((x - y).abs() <= tolerance * (1 + y.abs()))


def largest(difference, among):
    """The one place where the difference is largest comes first, the others count."""
    size = torch.where(among & difference.isfinite(), difference.abs(), -1.0)
    return among & (size >= size.max()) if bool((size >= 0).any()) else among


def distance(x, y):
    """Root mean square over the places where both are finite."""
    d = (x - y)[x.isfinite() & y.isfinite()]
    return float(d.square().mean().sqrt()) if d.numel() else 0.0


def define_modes():
    """After torch is there: the two ways to run eager otherwise."""
    global InDouble, Noise
    from torch.utils._python_dispatch import TorchDispatchMode
    from torch.utils._pytree import tree_map
    wide = {torch.float16: torch.float64, torch.bfloat16: torch.float64, torch.float32: torch.float64, torch.complex64: torch.complex128}

    class InDouble(TorchDispatchMode):
        """Whatever asks for a narrower floating dtype gets 64 bits."""

        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            if func is torch.ops.aten.view.dtype:
                raise NotImplementedError('the bits of a number are other ones in 64 bits')
            args, kwargs = tree_map(lambda x: wide.get(x, x) if isinstance(x, torch.dtype) else x, (args, kwargs or {}))
            return func(*args, **kwargs)

    class Noise(TorchDispatchMode):
        """Moves what an operator computes by the last bit, up, down or not at all. Whole numbers stay: they are mostly exact."""

        def __init__(self, seed):
            super().__init__()
            self.generator = torch.Generator().manual_seed(seed)

        def nudged(self, x):
            if not (x.is_floating_point() or x.is_complex()) or x.layout != torch.strided:
                return x
            step = torch.randint(-1, 2, x.shape, generator=self.generator) * torch.finfo(x.dtype).eps
            moved = (widened(x) * (1 + step)).to(x.dtype)
            real = torch.view_as_real(x).sum(-1) if x.is_complex() else x
            return torch.where(real.isfinite() & (real != real.round()), moved, x)

        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            out = func(*args, **(kwargs or {}))
            schema = func._schema
            if schema.is_mutable or any(r.alias_info is not None for r in schema.returns):
                return out
            return tree_map(lambda x: self.nudged(x) if isinstance(x, torch.Tensor) else x, out)


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


class OptionError(Exception):
    pass


def taken(name, kind, text):
    """The value that an option of this type gets from a text: a Python literal, or for a str the text as it is."""
    if kind is float and re.fullmatch(r'[+-]?\d+', text):
        return float(text)
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        value = text
    if typing.get_origin(kind) is typing.Literal:
        kinds, choices = (), typing.get_args(kind)
    else:
        kinds = typing.get_args(kind) if typing.get_origin(kind) in (typing.Union, types.UnionType) else (kind,)
        choices = [c for k in kinds if typing.get_origin(k) is typing.Literal for c in typing.get_args(k)]
        kinds = tuple(typing.get_origin(k) or k for k in kinds if typing.get_origin(k) is not typing.Literal)
    plain = tuple(k for k in kinds if isinstance(k, type))
    for candidate in (value, text):
        if typing.Any in kinds or type(candidate) in plain or any(candidate == c and type(candidate) is type(c) for c in choices):
            return candidate
    raise OptionError("Inductor's option %s takes %s, not '%s'" % (name, getattr(kind, '__name__', kind) if isinstance(kind, type) else kind, text))


STANDARD = {}  # options that were set, by name: where each is, its last name, and what it was


def set_options(wanted):
    """Sets options of Inductor. Each name with its value as Python spells it, for a script to set."""
    from torch._inductor import config
    known, settings = config.get_config_copy() if hasattr(config, 'get_config_copy') else config.to_dict(), {}
    for name, text in wanted.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, 3)
            raise OptionError("PyTorch %s has no Inductor option '%s'%s" % (torch.__version__, name, '; near it: ' + ', '.join(near) if near else ''))
        kind = config.get_type(name) if hasattr(config, 'get_type') else type(known[name])
        value = taken(name, kind, text)
        place = config
        *path, last = name.split('.')
        for part in path:
            place = getattr(place, part)
        STANDARD[name] = (place, last, getattr(place, last))
        setattr(place, last, value)
        settings[name] = repr(value)
    return settings


def reset_options(names):
    """Of set_options(), for this process."""
    for name in names:
        setattr(*STANDARD[name])


def start(wanted):
    """Imports torch; what stands in the way is an answer as well."""
    global torch
    begin = time.monotonic()
    try:
        import torch
    except ImportError as error:
        return {'error': 'this Python has no PyTorch (%s); give --python one that has PyTorch %d.%d or newer' % ((error,) + OLDEST)}
    version = tuple(int(x) for x in re.findall(r'\d+', torch.__version__)[:2])
    if version < OLDEST:
        return {'error': 'PyTorch %s is too old; give --python one that has PyTorch %d.%d or newer' % ((torch.__version__,) + OLDEST)}
    try:
        options = set_options(wanted)
    except OptionError as error:
        return {'error': str(error)}
    define_modes()
    isa = warm_up()
    return {'options': options, 'torch': torch.__version__, 'python': sys.version.split()[0], 'isa': isa, 'build': torch_build.fingerprint(),
            'seconds': round(time.monotonic() - begin, 2)}


ACTIONS = {'eager': (ask_eager, verdict), 'test': (ask_test, verdict), 'script': (ask_script, end_of_script)}


def main():
    global LIBC
    LIBC = ctypes.CDLL(None)
    os.environ['TORCHINDUCTOR_COMPILE_THREADS'] = '1'  # no pool of compile processes: they would not survive a fork
    os.set_inheritable(CHANNEL, False)
    LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1)
    wake, waker = os.pipe()
    for end in (wake, waker):
        os.set_blocking(end, False)
    channel = socket.socket(fileno=CHANNEL)

    def say(answer):
        channel.sendall(json.dumps(answer).encode() + b'\n')

    with channel.makefile('rb') as questions:
        first = questions.readline()
        if not first:
            return
        say(start(json.loads(first)['options']))
        signal.signal(signal.SIGCHLD, lambda *_: None)  # so that the end of a child wakes select()
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        header = Header()
        for line in questions:
            question = json.loads(line)
            if question['do'] == 'stop':
                continue  # to an answer that was on its way, or to the last one
            work, judged = ACTIONS[question['do']]
            ended = run_child(question, work, channel, sys.argv[1], wake, header)
            if ended is None:
                break
            say(judged(question, ended))
        header.stop()


if __name__ == '__main__':
    main()
