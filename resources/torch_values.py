"""Whether compiled results are wrong: held against eager's and a run in float64, as in engine/runtime/judge.h, and against eager runs that round
otherwise. Imported once PyTorch is there."""
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map

WORTH = 10  # a difference counts when it is so many times what other roundings make of eager
WIDE = {torch.float16: torch.float64, torch.bfloat16: torch.float64, torch.float32: torch.float64, torch.complex64: torch.complex128}


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


class InDouble(TorchDispatchMode):
    """Whatever asks for a narrower floating dtype gets 64 bits."""

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        if func is torch.ops.aten.view.dtype:
            raise NotImplementedError('the bits of a number are other ones in 64 bits')
        args, kwargs = tree_map(lambda x: WIDE.get(x, x) if isinstance(x, torch.dtype) else x, (args, kwargs or {}))
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
