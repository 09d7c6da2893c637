#!/usr/bin/env python3
"""Records what torch.compile of PyTorch 2.6 does, call by call, into tests/golden/dynamic/stance.json.

    python tests/torch/record_stance.py [ID...]           records all scenarios again, or those named
    python tests/torch/record_stance.py --check [ID...]   compares with the file instead; exit status 1 for a difference

A scenario is a program (`source`, whose `function` is compiled with `compile` under `config`) and `calls` of it; what was seen is `expect`
of each call, and `entries`. A new scenario is written into the file without them and recorded by this script. The file's `conventions`
say what every field means.

The backend runs the captured graph as it is and counts. Before a call every entry's guards are asked for their verdict; since asking
leaves traces (a guard that failed becomes one that skip_guard_eval_unsafe evaluates, a dict's version is read again), scenarios with
that setting, and those with "guard_check": false, go without. Scenarios of stances that came after 2.6 were made by imitating their
state machine; they are kept as they are.
"""
import contextlib
import importlib
import linecache
import logging
import math
import re
import sys
import types

import torch
import torch._dynamo
import torch._functorch.aot_autograd  # noqa: imported here, no fork has to
from recorded import GOLDEN, compact, main, portable, quiet
from torch._dynamo.eval_frame import _debug_get_cache_entry_list as cache_of
from torch._dynamo.guards import DeletedGuardManagerWrapper, get_guard_fail_reason_helper

FILE = GOLDEN / "stance.json"
FACTS = ("id", "title", "level", "provenance", "note", "source", "function", "compile", "config", "guard_check")  # of a scenario, in order
DTYPES = {"f32": torch.float32, "f64": torch.float64, "f16": torch.float16, "bf16": torch.bfloat16, "i64": torch.int64, "i32": torch.int32,
          "u8": torch.uint8, "bool": torch.bool}
CONTEXTS = {None: contextlib.nullcontext, "no_grad": torch.no_grad, "inference_mode": torch.inference_mode,
            "autocast_cpu": lambda: torch.autocast("cpu")}
EVERYWHERE = ("GLOBAL_STATE", "TORCH_FUNCTION_MODE_STACK", "DEFAULT_DEVICE")  # guards of every entry
LIBRARY = re.compile(r"G\['(torch|__import_\w+)'\]")  # guards on PyTorch's own modules
TENSOR = re.compile(r"check_tensor\((?P<source>.*), (?P<type>\w+), DispatchKeySet\((?P<keys>[^)]*)\), torch\.(?P<dtype>\w+), "
                    r"device=(?P<device>\w+), requires_grad=(?P<grad>\w+), size=\[(?P<size>[^]]*)\], stride=\[(?P<stride>[^]]*)\]\)")


def argument(given, before):
    kind = given["kind"]
    if kind == "none":
        return None
    if kind == "str":
        return given["value"]
    if kind == "same_as":
        return before[given["arg"]]
    if kind == "scalar":
        return {"int": int, "bool": bool, "float": float}[given["type"]](given["value"])
    if kind == "list":
        return [argument(item, before) for item in given["items"]]
    if kind == "dict":
        return {key: argument(item, before) for key, item in given["items"].items()}
    dtype, shape, device = DTYPES[given["dtype"]], given["shape"], given.get("device", "cpu")
    if "stride" in given:
        tensor = torch.empty_strided(shape, given["stride"], dtype=dtype, device=device).fill_(1)  # no view: its base would be guarded too
    else:
        tensor = torch.ones(shape, dtype=dtype, device=device)
    if given.get("parameter"):
        tensor = torch.nn.Parameter(tensor)
    elif given.get("requires_grad"):
        tensor.requires_grad_()
    bounds = {name: given[f"dyn_{name}"] for name in ("min", "max") if f"dyn_{name}" in given}
    for mark in ("mark_dynamic", "maybe_mark_dynamic", "mark_static", "mark_unbacked"):
        for dim in given.get(mark, []):
            getattr(torch._dynamo.decorators, mark)(tensor, dim, **(bounds if mark == "mark_dynamic" else {}))
    return tensor


def shown(value):
    return f"{str(value.dtype).removeprefix('torch.')}{list(value.shape)}" if isinstance(value, torch.Tensor) else repr(value)


def numbers(text):
    return [None if item == "None" else int(item) for item in text.split(", ")] if text else []


def condition(text):
    """A guard's text without the line it came from and the ids of this run."""
    return re.sub(r"(___check_(type|obj)_id\(.*), \d+\)", r"\1, <\2_id>)", text.split("  #")[0].rstrip())


def guard_records(manager):
    """The leaves of a guard tree in the order in which they are evaluated, and how many of PyTorch's own were left out."""
    records, omitted, aliasing_seen = [], 0, False

    def leaf(guard):
        nonlocal omitted, aliasing_seen
        kind = type(guard).__name__
        if kind in EVERYWHERE or (kind == "NO_TENSOR_ALIASING" and aliasing_seen):  # one guard, on every tensor that it is about
            return
        aliasing_seen |= kind == "NO_TENSOR_ALIASING"
        for part in guard.verbose_code_parts():
            text = condition(part)
            if LIBRARY.search(text):
                omitted += 1
            elif kind == "TENSOR_MATCH":
                match = TENSOR.fullmatch(text)
                records.append({"kind": kind, "source": match["source"], "type": match["type"], "dispatch_keys": match["keys"].split(", "),
                                "dtype": match["dtype"], "device_index": None if match["device"] == "None" else int(match["device"]),
                                "requires_grad": match["grad"] == "True", "size": numbers(match["size"]), "stride": numbers(match["stride"])})
            else:
                records.append({"kind": "SHAPE_ENV" if kind == "LAMBDA_GUARD" else kind, "expr": text})

    def visit(node):
        for guard in node.get_leaf_guards():
            leaf(guard)
        if hasattr(node, "get_key_value_managers"):
            for _, pair in sorted(node.get_key_value_managers().items()):
                for child in filter(None, pair):
                    visit(child)
        for child in node.get_child_managers():
            visit(child)

    visit(manager.root)
    for guard in manager.root.get_epilogue_lambda_guards():
        leaf(guard)
    return {"guards": records, **({"omitted_library_guards": omitted} if omitted else {})}


def type_of(value):
    if isinstance(value, torch.Tensor):
        sizes = ["[" + ", ".join(map(str, item)) + "]" for item in (value.shape, value.stride())]
        return str(value.dtype).removeprefix("torch.") + "".join(sizes)
    return f"{type(value).__name__}({value})"


def captured(backend, module):
    """A graph as the backend gets it, and what is known of its symbols then."""
    env = torch._guards.TracingContext.get().fake_mode.shape_env
    nodes = list(module.graph.nodes)
    inputs = [node for node in nodes if node.op == "placeholder"]
    hint = lambda value: int(value) if value.is_integer else float(value) if math.isfinite(value) else str(value)
    return {"backend": backend, "graph_inputs": [{"name": node.name, "type": type_of(node.meta["example_value"])} for node in inputs],
            "graph": [node.format_node() for node in nodes if node.op != "placeholder"],
            "symbols": {str(symbol): {"hint": hint(value), "sources": [source.name() for source in env.var_to_sources[symbol]],
                                      "range": [str(env.var_to_range[symbol].lower), str(env.var_to_range[symbol].upper)]} for symbol, value in env.var_to_val.items()},
            "replacements": {str(symbol): str(by) for symbol, by in env.replacements.items()}, "shape_guards": [str(guard.expr) for guard in env.guards]}


class Scenario:
    """One program under the compiler, with everything that is counted about it."""

    def __init__(self, scenario):
        self.scenario, self.graphs, self.entries, self.codes = scenario, {}, {}, []
        self.compiled, self.executed, self.reasons, self.warnings = 0, [], [], []
        self.backends = {name: self.counting(name) for name in ("countingA", "countingB")}
        harness = types.ModuleType("harness")  # what `source` and `action` import to name a backend
        harness.BACKENDS = self.backends
        sys.modules["harness"] = harness
        for name, value in scenario["config"].items():
            setattr(torch._dynamo.config, name, value)
        self.listen()
        file = scenario["id"] + ".py"
        linecache.cache[file] = (len(scenario["source"]), None, scenario["source"].splitlines(True), file)
        program = sys.modules[scenario["id"]] = types.ModuleType(scenario["id"])  # the compiler imports what it traces by its module's name
        self.space = program.__dict__
        exec(compile(scenario["source"], file, "exec"), self.space)
        self.function = self.space[scenario["function"]]
        is_module = isinstance(self.function, torch.nn.Module)
        self.main = type(self.function).forward.__code__ if is_module else self.function.__code__
        cells = () if is_module else zip(self.main.co_freevars, self.function.__closure__ or ())
        self.bound = {"self": self.function} if is_module else {name: cell.cell_contents for name, cell in cells}
        self.space["compiled"] = torch.compile(self.function, backend=self.backends["countingA"], **scenario["compile"])
        self.checks = scenario.get("guard_check", True) and not any(call.get("skip_guard_eval_unsafe") for call in scenario["calls"])

    def counting(self, name):
        def backend(module, example_inputs):
            entry = str(torch._guards.CompileContext.current_compile_id())
            self.graphs[entry] = captured(name, module)
            self.compiled += 1

            def run(*inputs):
                self.executed.append(entry)
                return module.forward(*inputs)
            return run
        backend.__name__ = name
        return backend

    def listen(self):
        convert_frame = importlib.import_module("torch._dynamo.convert_frame")
        logged = convert_frame.get_and_maybe_log_recompilation_reason

        def reasons(cache_entry, frame):
            found = logged(cache_entry, frame)
            self.reasons.append([condition(reason) for reason in found])
            return found
        convert_frame.get_and_maybe_log_recompilation_reason = reasons
        handler = logging.Handler(logging.WARNING)
        handler.emit = lambda line: self.warnings.append(portable(line.getMessage()))
        quiet()
        logging.getLogger("torch._dynamo").handlers = [handler]

    def caches(self):
        """The entries of every code object that has some, most recently used first."""
        for reference in torch._dynamo.convert_frame.input_codes.seen:
            if (code := reference()) is not None and code not in self.codes:
                self.codes.append(code)
        name = lambda code: "main" if code is self.main else re.sub(r"_at_\d+$", "", code.co_name)
        return {name(code): entries for code in [self.main, *(c for c in self.codes if c is not self.main)] if (entries := cache_of(code))}

    def verdicts(self, values):
        """What every entry's guards say of these arguments."""
        found, scope = [], {**self.bound, **values}
        for entry in self.caches().get("main", []):
            verdict = {"entry": str(entry.compile_id), "ok": True}
            if isinstance(entry.guard_manager, DeletedGuardManagerWrapper):
                verdict |= {"ok": False, "reason": entry.guard_manager.invalidation_reason}
            elif not entry.guard_manager.check_verbose(scope).result:
                reason = get_guard_fail_reason_helper(entry.guard_manager, scope, entry.compile_id)
                verdict |= {"ok": False, "reason": condition(reason.partition(": ")[2])}
            found.append(verdict)
        return found if len(found) > 1 or not all(verdict["ok"] for verdict in found) else []

    def call(self, call):
        if "before" in call:
            exec(call["before"], self.space)
        values = {}
        for name, given in call["args"].items():
            values[name] = argument(given, values)
        self.space["ARGS"] = list(values.values())
        caches = self.caches()
        had_entries, self.compiled, self.executed, self.reasons, self.warnings = bool(caches), 0, [], [], []
        error, output, verdicts = None, None, []
        with CONTEXTS[call.get("global_context")]():
            if self.checks:
                verdicts = self.verdicts(values)
            try:
                if "action" in call:
                    exec(call["action"], self.space)
                else:
                    with torch.compiler.set_stance(call["stance"], skip_guard_eval_unsafe=call.get("skip_guard_eval_unsafe", False),
                                                   force_backend=self.backends.get(call.get("force_backend"))):
                        output = shown(self.space["compiled"](*values.values()))
            except Exception as raised:
                text = portable(str(raised))
                error = {"type": type(raised).__name__, "first_line": text.split("\n")[0], "text": text}
        outcome = "error" if error else ("recompiled" if had_entries else "compiled") if self.compiled else "reused" if self.executed else "eager"
        caches = self.caches()
        order = {name: [str(entry.compile_id) for entry in entries] for name, entries in caches.items()}
        new = self.describe(caches)
        used = [entry for entry in self.executed if entry in order.get("main", [])]
        expect = {"outcome": outcome, "error": error, "output": output, "graphs_compiled": self.compiled, "graph_executions": len(self.executed),
                  "entries_after": {name: len(ids) for name, ids in order.items()}, "mru_order_after": order,
                  "used_entry": used[-1] if used and not error else None, "new_entries": new if self.compiled else None,
                  "recompile_reasons": (self.reasons[0] if len(self.reasons) == 1 else self.reasons) or None, "guard_check_before": verdicts or None,
                  "warnings": self.warnings or None}
        return {**{key: value for key, value in call.items() if key != "expect"}, "expect": {key: value for key, value in expect.items() if value is not None}}

    def describe(self, caches):
        """Takes down the entries not seen before, and which of the others are dead."""
        new = []
        for code, entries in caches.items():
            for entry in reversed(entries):
                name = str(entry.compile_id)
                if isinstance(entry.guard_manager, DeletedGuardManagerWrapper):
                    if name in self.entries:
                        self.entries[name]["invalidated"] = entry.guard_manager.invalidation_reason
                elif name not in self.entries:
                    self.entries[name] = {"code": code, **guard_records(entry.guard_manager), **self.graphs.get(name, {})}
                    new.append(name)
        return new


def record(scenario):
    torch.set_num_threads(2)  # a scenario sets it to 1, which has to be a change
    run = Scenario(scenario)
    calls = [run.call(call) for call in scenario["calls"]]
    known = {**scenario, "provenance": f"measured on {torch.__version__.partition('+')[0]}"}
    return {**{key: known[key] for key in FACTS if key in known}, "calls": calls, "entries": run.entries}


def text(data):
    """A line a call, and one for the entries of a scenario."""
    head = {key: value for key, value in data.items() if key != "scenarios"}
    scenarios = []
    for scenario in data["scenarios"]:
        facts = {key: value for key, value in scenario.items() if key not in ("calls", "entries")}
        calls = ",\n ".join(compact(call) for call in scenario["calls"])
        scenarios.append(f'{compact(facts)[:-1]},"calls":[\n {calls}],\n "entries":{compact(scenario.get("entries", {}))}}}')
    return f'{compact(head)[:-1]},"scenarios":[\n' + ",\n".join(scenarios) + "]}\n"


if __name__ == "__main__":
    main(__doc__, FILE, "scenarios", record, text,
         lambda scenario: scenario["provenance"] if scenario.get("provenance", "").startswith("emulated") else None)
