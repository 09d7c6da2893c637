"""What exceptions of PyTorch and errors of C++ compilers say, in words that stay the same when the same bug is met in a smaller graph."""
import os
import re
import subprocess
import traceback


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
