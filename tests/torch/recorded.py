"""What the recorders of tests/golden/dynamic share: one file of small records, each made in a process of its own.

A record is made again in a fork of the process that imported PyTorch, so none sees what another left behind (compiled code, counters,
settings), and the import is paid once. The file is replaced in one step, and only when something in it has changed.
"""
import argparse
import json
import logging
import os
import pathlib
import re
import sys
import traceback

import torch

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "golden" / "dynamic"


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def replace(path, text):
    """Readers see the old file or the new one."""
    if path.read_text() == text:
        return
    draft = path.with_name(path.name + ".new")
    draft.write_text(text)
    os.replace(draft, path)


def portable(text):
    """Without what differs from run to run and from machine to machine: addresses, where PyTorch is installed, padding."""
    text = re.sub(r"0x[0-9a-f]{6,}", "<addr>", text)
    text = re.sub(r"/[\w./+-]*/(torch/[\w/]+\.py)", r"\1", text)
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def quiet():
    """Nothing of PyTorch's log on the terminal: a refusal is part of the record."""
    for name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "torch"]:
        logging.getLogger(name).handlers = [logging.NullHandler()]
    log = logging.getLogger("torch")
    log.handlers, log.propagate = [logging.NullHandler()], False


def apart(function, *arguments):
    """What function(*arguments) returns, run in a fork; a failure ends the recording with its traceback."""
    sys.stdout.flush()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reader)
            with os.fdopen(writer, "w") as out:
                json.dump(function(*arguments), out)
            status = 0
        except BaseException:  # noqa: the child must end here, whatever happened
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader) as answer:
        text = answer.read()
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
        raise SystemExit("a record failed; the file is as it was")
    return json.loads(text)


def differences(want, got, where):
    """Lines that name each place where two JSON values differ."""
    if isinstance(want, dict) and isinstance(got, dict):
        return [line for key in [*want, *(k for k in got if k not in want)] for line in differences(want.get(key), got.get(key), f"{where} {key}")]
    if isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        return [line for i, pair in enumerate(zip(want, got)) for line in differences(*pair, f"{where} {i}")]
    return [] if want == got and type(want) is type(got) else [f"{where}:\n  file    {compact(want)}\n  PyTorch {compact(got)}"]


def main(document, path, key, record, text, skipped=lambda record: None):
    """`record` answers a record made again from its questions, `text` the whole file; `skipped` why one is kept as it is."""
    parser = argparse.ArgumentParser(description=document, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the file and change nothing; exit status 1 for a difference")
    parser.add_argument("--file", type=pathlib.Path, default=path, help=argparse.SUPPRESS)
    parser.add_argument("ids", nargs="*", metavar="ID", help="all, if none is named")
    options = parser.parse_args()
    if not torch.__version__.startswith("2.6."):
        parser.error(f"the records are of PyTorch 2.6; this is {torch.__version__} (tests/torch/install makes one)")
    data = json.loads(options.file.read_text())
    known = {item["id"] for item in data[key]}
    if unknown := [name for name in options.ids if name not in known]:
        parser.error(f"{options.file.name} has no {', '.join(unknown)}")
    found, count = [], 0
    for i, old in enumerate(data[key]):
        if options.ids and old["id"] not in options.ids:
            continue
        if reason := skipped(old):
            print(f"{old['id']} is kept: {reason}")
            continue
        new = apart(record, old)
        count += 1
        if options.check:
            found += differences(old, new, old["id"])
        data[key][i] = new
    if options.check:
        print("\n".join([*found, f"{count} compared, {len(found)} differences"]))
        raise SystemExit(1 if found else 0)
    replace(options.file, text(data))
    print(f"{count} recorded in {options.file}")
