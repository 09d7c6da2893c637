"""Lets a fork of this process work on one question: in a process group and a folder of its own, with limits of time and memory, so that a crash, a
hang or a blow-up is an answer like any other, and nothing that it started is left running."""
import contextlib
import ctypes
import faulthandler
import json
import os
import re
import resource
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback

import torch_stages
from torch_errors import compiler_error

CHANNEL = 3
KEPT, TAIL = 1 << 17, 4096  # bytes of what a candidate writes: to be searched, to be shown
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
LIBC = ctypes.CDLL(None)


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


class Questions:
    """JSON objects from a socket, one a line. What came with a line and behind it is kept here, where a look at the socket would not find it."""

    def __init__(self, channel):
        self.channel, self.bytes = channel, b''

    def next(self):
        """None when nobody is there any more."""
        while b'\n' not in self.bytes:
            data = self.channel.recv(65536)
            if not data:
                return None
            self.bytes += data
        line, self.bytes = self.bytes.split(b'\n', 1)
        return json.loads(line)

    def more(self):
        """Whether more has come, without waiting; None when the other side is gone."""
        if self.bytes:
            return True
        try:
            return bool(self.channel.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)) or None
        except BlockingIOError:
            return False


def run_child(question, work, questions, scratch, wake, header):
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
            questions.channel.close()
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
    seen, left = time.monotonic(), question['seconds']

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
            if not questions.bytes:
                select.select([wake, questions.channel, report_read], [], [], max(0, min(left, 0.25)))
            with contextlib.suppress(BlockingIOError):
                os.read(wake, 4096)
            drain()
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
                break
            now = time.monotonic()
            left -= now - seen if now - seen < 1 else 0.25  # a longer gap was a stop of all processes (Ctrl+Z)
            seen = now
            if left <= 0:
                ended.late = True
                break
            more = questions.more()
            if more or more is None:
                wanted = more is not None
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
