"""How far PyTorch gets with a candidate: where it raises, and an early end for a candidate that gets past the stage the original raises at.

Such a candidate cannot fail in the original's way any more, whatever comes after. Three stages are told apart: "export" (or "trace"), "lowering", which ends with
all code generated, and of what AOTInductor generates the "C++ front end": reading and type checking, without which no machine code is made.
"""
import os
import re
import shutil
import subprocess
import traceback

LOWERING, FRONT_END = 'lowering', 'C++ front end'
CHECK_ONLY = '-fsyntax-only'  # g++ and clang++: all that they say about the program, templates included, and no code
# The front end's part of a compile fails by itself as it does in the whole, so the whole need not begin then.
FIRST_THE_FRONT_END = '"$@" %s || { status=$?; : > "$0"; exit $status; }; exec "$@"' % CHECK_ONLY


class Stages:
    """One for each candidate, in its process. `until`: the stage to end after, or None; `probes`: whether to tell the C++ front end's errors from
    those that come after; `header`: a folder to write down what a header can be made of, None when that was done; `ready`: the header, or None."""

    def __init__(self, until, probes, header, ready, ends):
        self.until, self.probes, self.header, self.ready, self.ends = until, probes, header, ready, ends
        self.passed, self.commands = [], []
        self.refused = None  # a file that is there when the front end refused what it was to read
        self.watches = self.watch_lowering()

    def past(self, stage):
        self.passed.append(stage)
        if self.until == stage:
            self.ends('gets past %s, where the original fails; what comes after was not run' % stage)

    def watch_lowering(self):
        """Whether it can be seen when all code is generated; in a PyTorch where it cannot, no stage but the first is told."""
        from torch._inductor import codecache, graph
        places = [(codecache, 'AotCodeCompiler', 'compile'), (graph, 'GraphLowering', 'save_output_code')]
        if not all(hasattr(getattr(module, name, None), method) for module, name, method in places):
            return False
        for module, name, method in places:
            owner = getattr(module, name)
            setattr(owner, method, staticmethod(self.after_lowering(getattr(owner, method))))
        return True

    def after_lowering(self, real):
        def generated(*arguments, **more):
            self.past(LOWERING)
            return real(*arguments, **more) if real else None  # since some version a place for a caller's own, None unless there is one
        return generated

    def watch_compiler(self):
        """For AOTInductor only, which has one step after the other; the code of torch.compile is compiled and linked in one."""
        stages = self

        class Popen(subprocess.Popen):
            def __init__(self, args, *arguments, **more):  # a caller may name it
                super().__init__(stages.started(args), *arguments, **more)

        if self.watches and (self.probes or self.until == FRONT_END):
            subprocess.Popen = Popen

    def started(self, command):
        """What to run in place of a command."""
        if LOWERING not in self.passed or not isinstance(command, list):
            return command
        if '-c' in command and source_of(command):  # also the one with Inductor's kernels where these are apart
            self.commands.append(command)
            if self.until == FRONT_END:
                return front_end_of(command, self.ready)
            self.refused = source_of(command) + '.refused'
            return ['/bin/sh', '-c', FIRST_THE_FRONT_END, self.refused, *command]
        if '-shared' in command and self.commands:
            self.past(FRONT_END)
        return command

    def stage_of(self, phase):
        """Where the compiler raised, by the phase that it was in."""
        if phase != 'compile' or not self.watches:
            return phase
        if LOWERING not in self.passed:
            return LOWERING
        return FRONT_END if self.front_end_refused() else phase

    def front_end_refused(self):
        return bool(self.commands) and (self.until == FRONT_END or (self.refused is not None and os.path.exists(self.refused)))

    def offer(self):
        """Writes down what a header can be made of, for make_header(): the folder, or None where it cannot be or was done before."""
        if self.header is None or not self.front_end_refused():
            return None
        try:
            return offer_header(self.commands[-1], self.header)
        except OSError:
            traceback.print_exc()
            return None


def source_of(command):
    sources = [word for word in command if word.endswith('.cpp')]
    return sources[0] if len(sources) == 1 else None


def flags_of(command):
    """All of a command but what it reads and writes."""
    place = command.index('-o') if '-o' in command else len(command)
    return [word for word in command[:place] + command[place + 2:] if word != '-c' and not word.endswith('.cpp')]


# ---- a precompiled header
#
# All that AOTInductor generates begins with the same lines, up to Inductor's own header, and most of the front end's time goes into these.
# They are compiled once. Only code that begins with the very same lines is read with that, so the compiler sees the same tokens in the same order.

def parted(text):
    """(the lines up to the first header that Inductor wrote, its path, the rest), or None for a program without one."""
    found = re.search(r'^#include "(/[^"\n]+\.h)"\n', text, re.MULTILINE)
    return (text[:found.end()], found.group(1), text[found.end():]) if found else None


class Ready:
    """A header that was made: as its folder holds it."""

    def __init__(self, folder):
        self.folder = folder
        self.path = os.path.join(folder, 'begin.h')
        self.flags = read(os.path.join(folder, 'flags')).split('\n')
        self.begin = read(self.path)
        self.own = parted(self.begin)[1]


def front_end_of(command, ready):
    """The command that only checks the program, with the header where it fits."""
    source = source_of(command)
    parts = parted(read(source)) if ready and ready.flags == flags_of(command) else None
    if not parts or parts[0].replace(parts[1], ready.own) != ready.begin or read(parts[1]) != read(ready.own):
        return command + [CHECK_ONLY]
    rest = source + '.rest.cpp'
    write_rest(rest, parts, source, ready.own)
    return [rest if word == source else word for word in command] + [CHECK_ONLY, '-include', ready.path]


def write_rest(path, parts, source, own):
    begin, header, rest = parts
    with open(path, 'w') as file:
        file.write('#line %d "%s"\n%s' % (begin.count('\n') + 1, source, rest.replace('"%s"' % header, '"%s"' % own)))


def read(path):
    with open(path) as file:
        return file.read()


def offer_header(command, folder):
    source = source_of(command)
    parts = parted(read(source))
    if parts is None:
        return None
    own = os.path.join(folder, os.path.basename(parts[1]))
    os.makedirs(folder, exist_ok=True)
    shutil.copyfile(parts[1], own)
    for name, text in (('begin.h', parts[0].replace(parts[1], own)), ('flags', '\n'.join(flags_of(command)))):
        with open(os.path.join(folder, name), 'w') as file:
            file.write(text)
    write_rest(os.path.join(folder, 'rest.cpp'), parts, source, own)
    return folder


def make_header(folder, error, first_error):
    """Compiles what offer_header() wrote, and tries it on the program that it was made of: whether the compiler still says that error first."""
    begin = os.path.join(folder, 'begin.h')
    flags = read(os.path.join(folder, 'flags')).split('\n')
    made = subprocess.run([flags[0], '-x', 'c++-header', begin, *flags[1:], '-o', begin + '.gch'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if made.returncode:
        return False
    tried = subprocess.run([flags[0], os.path.join(folder, 'rest.cpp'), *flags[1:], CHECK_ONLY, '-include', begin],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors='replace')
    return tried.returncode != 0 and first_error(tried.stdout) == error
