#!/usr/bin/python3
"""The plainest models that people export: tests/Golden/plain/CASE.onnx, CASE.x.npy [N][T][F] and CASE.expected_y.npy, which PyTorch computed.

Run with PyTorch 1.13 and onnx 1.12: python3 make_plain_onnx.py
Graphs that PyTorch does not write, such as tf2onnx's, are made of nodes around an LSTM that PyTorch wrote the weights of.
"""
import io
import pathlib
import sys
import warnings

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn import functional as fn

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent / "plain"
F, H, T, N = 3, 6, 8, 4


class Model(nn.Module):
    """Two linear layers, one behind the other or alone, beside an LSTM; `run` is forward()."""

    def __init__(self, run, bidirectional=False, inputs=F):
        super().__init__()
        width = 2 * H if bidirectional else H
        self.lstm = nn.LSTM(inputs, H, batch_first=True, bidirectional=bidirectional)
        self.score = nn.Linear(width, 1)
        self.hidden = nn.Sequential(nn.Linear(width, 5), nn.Tanh(), nn.Linear(5, 1))
        self.vector = nn.Parameter(torch.randn(width))
        self.head = nn.Linear(width, 2)
        self.five, self.mix, self.each = nn.Linear(width, 5), nn.Linear(5, 2), nn.Linear(F, 4)
        self.side = nn.Linear(width + 2, 2)
        self.flat, self.conv, self.wide = nn.Linear(T * F, 2), nn.Conv1d(F, 4, 3, padding=1), nn.Linear(4, 2)
        self.deep, self.long = nn.Linear(T * F, 5), nn.Linear(4 * T, 2)
        self.norm = nn.LayerNorm(F)
        self.run = run
        state = torch.get_rng_state()  # what came before keeps its weights
        self.back, self.other = nn.Linear(5, width), nn.Linear(F, 4)
        torch.set_rng_state(state)

    def forward(self, x):
        return self.run(self, x)

    def states(self, x):
        return self.lstm(x)[0]


def export(name, run, free=True, opset=13, features=F, rows=False, **options):
    torch.manual_seed(sum(map(ord, name)))
    model, x = Model(run, **options).eval(), torch.randn(N, T, features) * 1.5
    x = x.reshape(-1, features) if rows else x
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(1.6)
        y = model(x)
    axes = {"x": {0: "N", **({1: "T"} if free and not rows else {})}, "y": {0: "N", **({1: "T"} if free and y.ndim > 2 else {})}}
    bytes_ = io.BytesIO()
    torch.onnx.export(model, x, bytes_, opset_version=opset, input_names=["x"], output_names=["y"], dynamic_axes=axes)
    write(name, bytes_.getvalue(), x[:, None] if rows else x, y[:, None] if rows else y)


def write(name, model, x, y):
    (HERE / f"{name}.onnx").write_bytes(model)
    np.save(HERE / f"{name}.x.npy", x.numpy())
    np.save(HERE / f"{name}.expected_y.npy", y.float().numpy())


def attention():
    softmax = torch.softmax
    pooled = lambda m, h: (softmax(m.score(h), 1) * h).sum(1)
    bmm = lambda m, h: torch.bmm(softmax(m.score(h).squeeze(-1), 1).unsqueeze(1), h).squeeze(1)
    export("attention-bmm", lambda m, x: m.head(bmm(m, m.states(x))), free=False)
    export("attention-bmm-opset11", lambda m, x: m.head(bmm(m, m.states(x))), free=False, opset=11)
    export("attention-hidden", lambda m, x: m.head((softmax(m.hidden(h := m.states(x)), dim=1) * h).sum(1)))
    export("attention-hidden-opset11", lambda m, x: m.head((softmax(m.hidden(h := m.states(x)), dim=1) * h).sum(1)), opset=11)
    export("attention-matmul", lambda m, x: m.head(torch.matmul(softmax(m.hidden(h := m.states(x)), dim=1).transpose(1, 2), h).squeeze(1)))
    export("attention-right", lambda m, x: m.head(torch.bmm((h := m.states(x)).transpose(1, 2), softmax(m.score(torch.tanh(h)).squeeze(2), -1).unsqueeze(2)).squeeze(2)))
    export("attention-vector", lambda m, x: m.head(torch.sum((h := m.states(x)) * softmax(torch.tanh(h) @ m.vector, 1).unsqueeze(-1), 1)))
    export("attention-vector-opset11", lambda m, x: m.head(torch.sum((h := m.states(x)) * softmax(torch.tanh(h) @ m.vector, 1).unsqueeze(-1), 1)), opset=11)
    export("attention-einsum", lambda m, x: m.head(torch.einsum("bt,bth->bh", softmax(m.score(h := m.states(x)).squeeze(-1), 1), h)))
    export("attention-expand", lambda m, x: m.head((softmax(m.score(h := m.states(x)), 1).expand_as(h) * h).sum(1)))
    export("attention-tanh", lambda m, x: m.head(torch.tanh(pooled(m, m.states(x)))))
    export("attention-both-ways", lambda m, x: m.head(pooled(m, m.states(x))), bidirectional=True)
    export("attention-beside-last", lambda m, x: m.side(torch.cat((pooled(m, h := m.states(x)), h[:, -1, :2]), 1)))
    export("sum-over-time", lambda m, x: m.head(m.states(x).sum(1)), free=False)
    keras_attention()


def keras_attention():
    """Dense(1, tanh), Flatten, softmax, RepeatVector, Permute, Multiply, sum: as tf2onnx writes them."""
    torch.manual_seed(7)
    lstm, score, head = nn.LSTM(F, H, batch_first=True), nn.Linear(H, 1), nn.Linear(H, 2)
    x = torch.randn(N, T, F)
    with torch.no_grad():
        states = lstm(x)[0]
        weights = torch.softmax(torch.tanh(score(states)), 1)
        y = head((weights * states).sum(1))
    gates = lambda w: w.detach().numpy().reshape(4, H, -1)[[0, 3, 1, 2]].reshape(4 * H, -1)
    constants = {
        "W": gates(lstm.weight_ih_l0)[None], "R": gates(lstm.weight_hh_l0)[None],
        "B": np.concatenate((gates(lstm.bias_ih_l0), gates(lstm.bias_hh_l0))).reshape(1, -1),
        "A": score.weight.detach().numpy().T, "a": score.bias.detach().numpy(), "D": head.weight.detach().numpy().T, "d": head.bias.detach().numpy(),
    }
    lists = {"one": [1], "flat": [-1, T], "times": [1, H, 1], "steps": [-1, H], "rows": [-1, T, 1]}
    node = helper.make_node
    begin = [
        node("Transpose", ["x"], ["xt"], perm=[1, 0, 2]), node("LSTM", ["xt", "W", "R", "B"], ["Y"], hidden_size=H), node("Squeeze", ["Y", "one"], ["s"]),
        node("Transpose", ["s"], ["h"], perm=[1, 0, 2]), node("Reshape", ["h", "steps"], ["hr"]), node("MatMul", ["hr", "A"], ["m"]), node("Reshape", ["m", "rows"], ["mr"]),
        node("Add", ["mr", "a"], ["b"]), node("Tanh", ["b"], ["c"]), node("Reshape", ["c", "flat"], ["e"]), node("Softmax", ["e"], ["w"], axis=1),
    ]
    repeated = [
        node("Unsqueeze", ["w", "one"], ["wu"]), node("Tile", ["wu", "times"], ["wt"]), node("Transpose", ["wt"], ["wp"], perm=[0, 2, 1]),
        node("Mul", ["h", "wp"], ["v"]), node("ReduceSum", ["v", "one"], ["p"], keepdims=0),
    ]
    dotted = [
        node("Reshape", ["w", "rows"], ["wr"]), node("Transpose", ["wr"], ["wp"], perm=[0, 2, 1]), node("MatMul", ["wp", "h"], ["v"]), node("Squeeze", ["v", "one"], ["p"]),
    ]
    end = [node("MatMul", ["p", "D"], ["q"]), node("Add", ["q", "d"], ["y"])]
    for name, middle in (("attention-keras-repeated", repeated), ("attention-keras-dot", dotted)):
        made = [numpy_helper.from_array(np.ascontiguousarray(value), key) for key, value in constants.items()]
        made += [numpy_helper.from_array(np.array(value, np.int64), key) for key, value in lists.items()]
        info = helper.make_tensor_value_info
        graph = helper.make_graph(begin + middle + end, name, [info("x", TensorProto.FLOAT, ["N", T, F])], [info("y", TensorProto.FLOAT, ["N", 2])], made)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="tf2onnx")
        model.ir_version = 8
        write(name, model.SerializeToString(), x, y)


def functions():
    last = lambda m, x: m.states(x)[:, -1]
    five = lambda f: lambda m, x: m.mix(f(m.five(last(m, x))))
    export("gelu", five(fn.gelu))
    export("gelu-tanh", five(lambda v: fn.gelu(v, approximate="tanh")))
    export("gelu-by-hand", five(lambda v: 0.5 * v * (1 + torch.erf(v * 0.7071067811865476))))
    export("gelu-tanh-by-hand", five(lambda v: 0.5 * v * (1 + torch.tanh(0.7978845608028654 * (v + 0.044715 * torch.pow(v, 3))))))
    export("gelu-each-step", lambda m, x: m.mix(fn.gelu(m.five(m.states(x)))))
    export("silu", five(fn.silu))
    export("silu-of-more", five(lambda v: v * torch.sigmoid(1.702 * v)))
    export("silu-in-front", lambda m, x: m.head(m.lstm(fn.silu(m.each(x))[:, :, :F])[0][:, -1]))
    export("exp", lambda m, x: torch.exp(m.head(last(m, x))))
    export("log-softmax", lambda m, x: torch.log_softmax(m.head(last(m, x)), 1))
    export("log-softmax-opset11", lambda m, x: torch.log_softmax(m.head(last(m, x)), -1), opset=11)
    export("argmax", lambda m, x: torch.argmax(m.five(last(m, x)), 1))
    export("argmax-kept", lambda m, x: torch.argmax(torch.softmax(m.five(last(m, x)), 1), 1, keepdim=True))
    export("argmax-each-step", lambda m, x: m.five(m.states(x)).argmax(-1))
    export("argmax-float", lambda m, x: m.five(last(m, x)).argmax(1).float())


def slices():
    export("features-first", lambda m, x: m.head(m.lstm(x[:, :, 0:3])[0][:, -1]), features=5)
    export("features-listed", lambda m, x: m.head(m.lstm(x[:, :, [0, 4, 2]])[0][:, -1]), features=5, free=False)
    export("features-rest-to-head", lambda m, x: m.side(torch.cat((m.lstm(x[:, :, :3])[0][:, -1], x[:, -1, 3:]), 1)), features=5)
    export("features-rest-each-step", lambda m, x: m.side(torch.cat((m.lstm(x[:, :, 2:])[0], x[:, :, :2]), 2)), features=5)
    export("last-but-one", lambda m, x: m.head(m.states(x)[:, -2]))
    export("last-but-one-fixed", lambda m, x: m.head(m.states(x)[:, -2]), free=False)
    export("third-step", lambda m, x: m.head(m.states(x)[:, 2]))
    export("last-by-shape", lambda m, x: m.head(m.states(x)[:, x.shape[1] - 1]))


def norms():
    export("layer-norm-in-front", lambda m, x: m.head(m.states(m.norm(x))[:, -1]))
    export("layer-norm-in-front-fixed", lambda m, x: m.head(m.states(m.norm(x))[:, -1]), free=False)


def without_recurrence():
    export("dense-each-step", lambda m, x: m.wide(torch.relu(m.each(x))))
    export("dense-each-step-fixed", lambda m, x: m.wide(torch.relu(m.each(x))), free=False)
    export("dense-all-steps", lambda m, x: m.flat(x.flatten(1)), free=False)
    export("dense-all-steps-deep", lambda m, x: m.mix(torch.relu(m.deep(x.reshape(x.shape[0], -1)))), free=False)
    export("dense-one-sample", lambda m, x: m.wide(torch.tanh(m.each(x))), rows=True)
    export("conv-alone", lambda m, x: m.wide(torch.relu(m.conv(x.transpose(1, 2))).transpose(1, 2)))
    export("conv-pooled", lambda m, x: m.wide(torch.relu(m.conv(x.transpose(1, 2))).mean(2)))
    export("conv-flattened", lambda m, x: m.long(torch.relu(m.conv(x.transpose(1, 2))).flatten(1)), free=False)


def products():
    sigmoid = torch.sigmoid

    def last(m, x):
        return m.states(x)[:, -1]

    export("gate", lambda m, x: m.head(last(m, x) * sigmoid(m.back(m.five(last(m, x))))))
    export("gate-each-step", lambda m, x: m.head(m.states(x) * sigmoid(m.back(m.five(m.states(x))))))
    export("gate-of-steps", lambda m, x: m.head((m.states(x) * sigmoid(m.score(m.states(x)))).mean(1)))
    export("gate-of-channels", lambda m, x: m.head((m.states(x) * sigmoid(m.back(m.five(m.states(x).mean(1, keepdim=True)))))[:, -1]))
    export("glu", lambda m, x: m.wide(fn.glu(torch.cat((m.each(x), m.other(x)), 2), 2)))
    export("greater", lambda m, x: m.mix(torch.max(m.five(last(m, x)), m.five(m.states(x).mean(1)))))
    export("lesser-each-step", lambda m, x: m.mix(torch.min(m.five(m.states(x)), torch.tanh(m.five(m.states(x)) - 0.5))))
    export("bounds", lambda m, x: m.mix(torch.clamp(m.five(last(m, x)), max=0.2)))
    export("squares", lambda m, x: m.mix(m.five(last(m, x)) ** 2 + m.five(last(m, x)).pow(3)))
    export("middle-of-seven", lambda m, x: m.head(m.states(x)[:, 3] + m.states(x)[:, -3:-2].squeeze(1)), free=False)


HERE.mkdir(exist_ok=True)
groups = {"products": products, "attention": attention, "functions": functions, "slices": slices, "norms": norms, "without": without_recurrence}
for group in sys.argv[1:] or groups:
    groups[group]()
