"""Sets options of torch._inductor.config from their spelling. Imported once PyTorch is there."""
import ast
import difflib
import re
import types
import typing

import torch


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
