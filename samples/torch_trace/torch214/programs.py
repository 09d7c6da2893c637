"""Programs whose compile logs are kept beside this file, as PyTorch 2.14 wrote them: TORCH_TRACE=DIR python3 programs.py NAME.
A draft export writes its log into its own folder, which it prints."""
import sys

import torch
from torch.export import Dim
from torch.export._draft_export import draft_export


def recompiles():
    @torch.compile(backend="aot_eager")
    def f(x, k):
        return torch.sin(x) * k + x.sum(0)

    for n in (4, 5, 6):
        f(torch.randn(n, 3), 2)
    f(torch.randn(4, 3), 3)
    with torch.compiler.set_stance("eager_then_compile"):
        for n in (2, 3):
            f(torch.randn(n, 2, 2), 2)


def limit():
    torch._dynamo.config.recompile_limit = 2

    @torch.compile(backend="eager")
    def g(x, name):
        return x + len(name)

    for name in ("a", "bc", "def", "ghij"):
        g(torch.randn(3), name)


def breaks():
    @torch.compile(backend="eager")
    def h(x):
        y = x.relu()
        if y.sum().item() > 0:
            y = y + 1
        torch._dynamo.graph_break()
        return y.softmax(-1)

    h(torch.ones(2, 3))
    h(torch.ones(2, 3))


def kernels():
    class M(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.up, self.down = torch.nn.Linear(64, 256), torch.nn.Linear(256, 64)

        def forward(self, x):
            return self.down(self.up(x).relu())

    with torch.no_grad():
        torch.compile(M(), mode="max-autotune-no-cudagraphs")(torch.randn(32, 64))


def draft():
    @torch.library.custom_op("demo::twice", mutates_args=())
    def twice(x: torch.Tensor) -> torch.Tensor:
        return x * 2

    class M(torch.nn.Module):
        def forward(self, x, n):
            k = n.item()
            rows = 2 * k + 1
            if rows > 5:
                x = x + 1
            if rows % 3 == 0:
                x = x * 2
            return twice(x).view(-1, 2), torch.ones(rows)

    draft_export(M(), (torch.ones(8), torch.tensor(4)), dynamic_shapes={"x": (Dim.AUTO,), "n": None})


torch.manual_seed(0)
globals()[sys.argv[1]]()
