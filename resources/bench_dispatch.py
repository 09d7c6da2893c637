"""PyTorch's side of `whittle bench dispatch --peer PYTHON`: what a call of a compiled function costs before anything is computed.

Answers questions (answering.py). The backend gives back a function that returns its first argument, so that a call is dispatch alone:
guards, the cache, and the frame of the compiled function. Needs PyTorch 2.6 or newer.
"""
import time

import torch

import answering

ROUND = 0.02
state = {}


def nothing(graph, examples):
    count = len([node for node in graph.graph.nodes if node.op == 'output'][0].args[0])
    return lambda *inputs: [inputs[0]] * count


def start(question):
    torch.set_grad_enabled(False)
    names = [f'x{i}' for i in range(question['tensors'])]
    scope = {}
    exec(f"def f({', '.join(names)}):\n    return {' + '.join(names)}\n", scope)
    function = torch.compile(scope['f'], backend=nothing, dynamic=False)
    arguments = [[torch.zeros(4 + i, 16) for _ in names] for i in range(question['entries'])]
    for each in arguments:
        function(*each)
    state.update(function=function, arguments=arguments)
    return {'torch': torch.__version__}


def call(question):
    function, arguments = state['function'], state['arguments']
    several = arguments if question['last'] else [arguments[-1]]
    count, begun = 0, time.thread_time()
    while True:
        for _ in range(16):
            for each in several:
                function(*each)
        count += 16 * len(several)
        spent = time.thread_time() - begun
        if spent >= ROUND:
            return {'microseconds': spent / count * 1e6}


answering.serve({'start': start, 'call': call}, lambda error: f'{type(error).__name__}: {error}')
