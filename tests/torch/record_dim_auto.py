#!/usr/bin/env python3
"""Records what torch.export of PyTorch 2.6 makes of dynamic_shapes, into tests/golden/dynamic/dim_auto.json.

    python tests/torch/record_dim_auto.py [ID...]           records all experiments again, or those named
    python tests/torch/record_dim_auto.py --check [ID...]   compares with the file instead; exit status 1 for a difference

An experiment is a module `M` (`source`), exported with inputs of `example_shapes` and with `dynamic_shapes`, strictly or not; `probes`
are other shapes to call the program with. The rest is what was seen. A new experiment is written into the file with these fields only
(of a probe its `shapes`) and recorded by this script. The file's `conventions` say what every field means.
"""
import sympy
import torch
import torch._dynamo
import torch._functorch.aot_autograd  # noqa: imported here, no fork has to
import torch.export._trace
from recorded import GOLDEN, compact, main, portable, quiet
from torch.export import Dim, ShapesCollection
from torch.utils import _pytree as pytree

FILE = GOLDEN / "dim_auto.json"
QUESTIONS = ("id", "title", "source", "example_shapes", "dynamic_shapes", "strict")


def values(given):
    """Floats that are no fixed point of the programs, so that a branch wrongly taken shows; indices that fit any table."""
    if not (given and isinstance(given[0], str)):
        count = torch.Size(given).numel()
        return torch.arange(1, count + 1, dtype=torch.float32).reshape(given) / 8
    kind, value = given
    return {"i64": lambda: torch.ones(value, dtype=torch.int64), "int": lambda: value,
            "dict": lambda: {key: values(item) for key, item in value.items()}}[kind]()


def specification(text, space):
    """An expression, or lines that set `ds`."""
    if "\n" not in text:
        return eval(text, space)
    exec(text, space)
    return space["ds"]


def shape(value):
    return [str(size) for size in value.shape] if isinstance(value, torch.Tensor) else str(value)


def described(program):
    nodes = list(program.graph.nodes)
    inputs = [node for node in nodes if node.op == "placeholder"]
    env = next(node.meta["val"].fake_mode.shape_env for node in inputs if isinstance(node.meta.get("val"), torch.Tensor))
    # Whether a product of several sizes is 1 is asked for a tensor's layout only, and decided in some runs without a guard.
    asked = lambda guard: isinstance(guard.expr, sympy.Ne) and guard.expr.rhs == 1 and len(guard.expr.free_symbols) > 1
    known = {"guards": [str(guard.expr) for guard in env.guards if not asked(guard)], "replacements": {str(symbol): str(by) for symbol, by in env.replacements.items()},
             "divisible": sorted(map(str, env.divisible))}  # now: rendering the program asks more of the sizes
    lines = program.graph_module.print_readable(print_output=False).split("\n")
    asserts = [node.format_node() for node in nodes if node.op == "call_function" and ("assert" in str(node.target) or "constrain_range" in str(node.target))]
    ranges = {str(symbol): [str(bound.lower), str(bound.upper)] for symbol, bound in program.range_constraints.items()}
    return {"program": [line for line in lines if line.strip() and not line.lstrip().startswith("#")],
            "input_shapes": {node.name: shape(node.meta["val"]) for node in inputs},
            "output_shapes": [shape(node.meta["val"]) for node in nodes[-1].args[0]],
            "range_constraints": ranges, "shape_env": known, "asserts_in_graph": asserts}


def probe(module, program, shapes):
    args = tuple(values(given) for given in shapes)
    try:
        got = pytree.tree_leaves(program(*args))
    except Exception as refused:
        return {"shapes": shapes, "ok": False, "error": portable(f"{type(refused).__name__}: {refused}").split("\n")[0]}
    want = pytree.tree_leaves(module(*args))
    same = len(got) == len(want) and all(a.shape == b.shape and torch.allclose(a, b) for a, b in zip(got, want))
    return {"shapes": shapes, "ok": True, "matches_eager": same, "out": [list(tensor.shape) for tensor in got]}


def record(experiment):
    quiet()
    torch.manual_seed(0)
    args = tuple(values(given) for given in experiment["example_shapes"])
    space = {"__name__": "__main__", "torch": torch, "Dim": Dim, "ShapesCollection": ShapesCollection, "args": args}
    exec(experiment["source"], space)
    module = space["M"]()
    answer = {key: experiment[key] for key in QUESTIONS}
    try:
        exported = torch.export.export(module, args, dynamic_shapes=specification(experiment["dynamic_shapes"], space), strict=experiment["strict"])
    except Exception as refused:
        answer |= {"outcome": "error", "error": {"type": type(refused).__name__, "text": portable(str(refused))}}
    else:
        answer |= {"outcome": "ok", **described(exported)}
        program = exported.module()
        if "probes" in experiment:
            answer["probes"] = [probe(module, program, question["shapes"]) for question in experiment["probes"]]
    return {**answer, **{key: experiment[key] for key in experiment if key == "note"}}


def text(data):
    """A line an experiment."""
    head = {key: value for key, value in data.items() if key != "experiments"}
    return f'{compact(head)[:-1]},"experiments":[\n' + ",\n".join(map(compact, data["experiments"])) + "]}\n"


if __name__ == "__main__":
    main(__doc__, FILE, "experiments", record, text)
