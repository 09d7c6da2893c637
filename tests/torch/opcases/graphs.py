"""Operators that run graphs. What PyTorch does not look at, such as sizes that a graph was not traced for, is no sample:
its functions take anything, our graphs what they say."""
import torch
from torch.nn.attention.flex_attention import create_block_mask

from .build import F16, F32, F64, I64, Graph, N


def branches(S, schema):
    def row(pred, *operands, note=None):
        graphs = (Graph(lambda *x: (x[0] * 2 + len(x), *x[1:]), *operands), Graph(lambda *x: (x[0] - x[0].sin(), *(y.clone() for y in x[1:])), *operands))
        return (pred, *graphs, tuple(operands), *((N(note),) if note else ()))
    for dtype in (F32, F64, F16):
        for answer in (True, False):
            yield row(torch.tensor(answer), S.t(3, dtype=dtype))
    for answer in (True, False):
        yield row(answer, S.t(2, 3), S.t(3, dtype=I64))
        yield row(torch.tensor([answer]), S.t(2, 3))
    yield row(torch.tensor([True, False]), S.t(3), note="two answers")
    graph = Graph(lambda x: (x * 2,), S.t(3))
    yield (torch.tensor(True), graph, graph, (), N("no operands"))
    yield (torch.tensor(True), graph, graph, (S.t(3), S.t(3)), N("too many operands"))


def maps(S, schema):
    def row(body, xs, rest, note=None):
        return (Graph(body, *[x[0] for x in xs], *rest), tuple(xs), tuple(rest), *((N(note),) if note else ()))
    for dtype in (F32, F64, F16, I64):
        yield row(lambda x, w: (x * w + 1,), [S.t(3, 2, dtype=dtype)], [S.t(2, dtype=dtype)])
    yield row(lambda x, y: (x + y, x.sum()), [S.t(3, 2), S.t(3, 2)], [])
    yield row(lambda x: (x * 2,), [S.t(1, 2)], [])
    body = Graph(lambda x: (x * 2,), S.t(2))
    for xs, rest, note in [((S.t(),), (), "0-d"), ((), (S.t(2),), "nothing to run over"), ((S.t(3, 2),), (S.t(2),), "too many operands")]:
        yield (body, xs, rest, N(note))
    yield (Graph(lambda x, y: (x + y,), S.t(2), S.t(2)), (S.t(3, 2), S.t(4, 2)), (), N("different counts"))


def scans(S, schema):
    combine = lambda carry, x: [carry + x, carry * x]
    for dtype in (F32, F64, F16):
        for reverse in (False, True):
            yield (Graph(combine, S.t(2, dtype=dtype), S.t(2, dtype=dtype)), [S.t(2, dtype=dtype)], [S.t(3, 2, dtype=dtype)], 0, reverse, [])
    yield (Graph(combine, S.t(2), S.t(2)), [S.t(2)], [S.t(2, 3)], 1, False, [])
    yield (Graph(lambda carry, x, w: [carry * w + x, carry - w], S.t(2), S.t(2), S.t(2)), [S.t(2)], [S.t(3, 2)], 0, False, [S.t(2)])
    yield (Graph(lambda a, b, x: [a + x, b * x, a - b], S.t(2), S.t(2), S.t(2)), [S.t(2), S.t(2)], [S.t(4, 2)], 0, False, [])
    body = Graph(combine, S.t(2), S.t(2))
    for init, xs, dim, note in [([], [S.t(3, 2)], 0, "nothing carried"), ([S.t(2)], [S.t(3, 2)], 2, "no such dim"), ([S.t(2), S.t(2)], [S.t(3, 2)], 0, "too many carried")]:
        yield (body, init, xs, dim, False, [], N(note))


def loops(S, schema):
    def row(check, body, carried, rest=(), note=None):
        return (Graph(check, *carried, *rest), Graph(body, *carried, *rest), tuple(carried), tuple(rest), *((N(note),) if note else ()))
    for dtype in (F32, F64, F16):
        yield row(lambda i, x: i < 3, lambda i, x: (i + 1, x * 2 - 1), (torch.tensor(0), S.t(3, dtype=dtype)))
    yield row(lambda i, x: i < 0, lambda i, x: (i + 1, x * 2), (torch.tensor(0), S.t(3)))
    yield row(lambda x, w: x.sum() < 40, lambda x, w: (x + w,), (S.positive(3),), (S.positive(3),))
    start = (torch.tensor(0), S.t(3))
    yield row(lambda i, x: x > 0, lambda i, x: (i + 1, x * 2), start, note="many answers")
    yield row(lambda i, x: i < 3, lambda i, x: (i + 1,), start, note="too few results")


def wrapped(*before):
    def samples(S, schema):
        for dtype in (F32, F64, F16):
            x, y = S.t(2, 3, dtype=dtype), S.t(3, 2, dtype=dtype)
            yield (*before, Graph(lambda a, b: (a @ b, a.sum()), x, y), x, y)
        graph = Graph(lambda a, b: (a + b,), S.t(3), S.t(3))
        yield (*before, graph, S.t(3), N("too few operands"))
        yield (*before, graph, S.t(3), S.t(3), S.t(3), N("too many operands"))
    return samples


def attention(S, schema):
    places = lambda: [torch.zeros((), dtype=torch.int32) for _ in range(4)]
    visible = lambda b, h, q, k: q >= k
    scores = [lambda s, b, h, q, k: s + q - k, lambda s, b, h, q, k: torch.where(h > 0, s * 2, s)]

    def row(q, k, v, score=scores[0], mask=visible, note=None):
        blocks = create_block_mask(mask, 1, 1, q.shape[-2], k.shape[-2], device="cpu").as_tuple()[:-1]
        return (q, k, v, Graph(score, S.t(dtype=q.dtype), *places()), (*blocks, Graph(mask, *places())), 0.5, {"kernel_options": {}}, *((N(note),) if note else ()))
    draw = lambda *shape, dtype=F32: S.t(*shape, dtype=dtype, low=-2, high=2)
    for dtype in (F32, F64):
        yield row(draw(1, 2, 3, 4, dtype=dtype), draw(1, 2, 3, 4, dtype=dtype), draw(1, 2, 3, 4, dtype=dtype))
        yield row(draw(2, 2, 3, 4, dtype=dtype), draw(2, 2, 5, 4, dtype=dtype), draw(2, 2, 5, 3, dtype=dtype), scores[1])
    yield row(draw(1, 2, 3, 4), draw(1, 2, 3, 4), draw(1, 2, 3, 4), mask=lambda b, h, q, k: q > k, note="a row sees nothing")
    yield row(draw(1, 2, 3, 4), draw(1, 2, 3, 5), draw(1, 2, 3, 4), note="widths differ")
    yield row(draw(1, 2, 3, 4), draw(1, 2, 3, 4), draw(1, 2, 4, 4), note="lengths differ")
    yield row(draw(1, 2, 3, 4), draw(1, 2, 3, 4, dtype=F64), draw(1, 2, 3, 4), note="two dtypes")


TABLE = {f"higher_order::{name}": samples for name, samples in {
    "cond": branches, "map_impl": maps, "scan": scans, "while_loop": loops, "flex_attention": attention,
    "wrap_with_set_grad_enabled": wrapped(False), "wrap_with_autocast": wrapped("cpu", torch.bfloat16, False, True)}.items()}
TABLE["higher_order::flex_attention"] = (attention, {"loose": True})
