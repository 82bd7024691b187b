#!/usr/bin/python3
"""What ONNX can say and PyTorch does not export, with what ONNX Runtime 1.20.1 computed: see golden_files.py.

    EDGELSTM_ORT=FOLDER python3 make_onnx_family.py        FOLDER: see run_onnx.js
"""
import json
import os
import pathlib
import subprocess
import tempfile

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import golden_files

F, H, T, N = 3, 4, 8, 2
GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}
FLOAT = TensorProto.FLOAT
cases = []


def case(name, op, outputs=("Y",), opset=13, directions=1, bias=True, peepholes=False, states=False, lengths=None, then=(), scale=0.8, batch=N, **attributes):
    """One recurrent node; `then` are operators on its Y, one behind the other."""
    rng = np.random.default_rng(sum(map(ord, name)))
    draw = lambda *shape: rng.uniform(-scale, scale, shape).astype(np.float32)
    g = GATES[op] * H
    constants = {"W": draw(directions, g, F), "R": draw(directions, g, H)}
    names = ["X", "W", "R", "", "", "", "", ""]
    if bias:
        constants["B"], names[3] = draw(directions, 2 * g), "B"
    if peepholes:
        constants["P"], names[7] = draw(directions, 3 * H), "P"
    x = rng.normal(size=(T, batch, F)).astype(np.float32) * 1.5
    inputs, feeds = [helper.make_tensor_value_info("X", FLOAT, [T, batch, F])], {"X": x}
    given = {}
    if lengths:
        inputs.append(helper.make_tensor_value_info("lengths", TensorProto.INT32, [batch]))
        feeds["lengths"], names[4] = np.array(lengths, np.int32), "lengths"
    for i, state in enumerate(("initial_h", "initial_c")[: 2 if op == "LSTM" else 1] if states else ()):
        given[state] = feeds[state] = draw(directions, batch, H)
        names[5 + i] = state
        inputs.append(helper.make_tensor_value_info(state, FLOAT, [directions, batch, H]))
    while not names[-1]:
        names.pop()
    last = "raw" if then else "Y"
    nodes = [helper.make_node(op, names, [last if "Y" in outputs else "", *(o if o in outputs else "" for o in ("Y_h", "Y_c"))][: 3 if op == "LSTM" else 2], name=op.lower(), hidden_size=H, **attributes)]
    if directions == 2:
        attributes  # direction is among them
    for i, (kind, extra, options) in enumerate(then):
        out = "Y" if i == len(then) - 1 else f"t{i}"
        for key, value in extra.items():
            constants[f"{key}{i}"] = value
        nodes.append(helper.make_node(kind, [last, *(f"{key}{i}" for key in extra)], [out], name=f"{kind}_{i}", **options))
        last = out
    shapes = {"Y": [T, directions, batch, H], "Y_h": [directions, batch, H], "Y_c": [directions, batch, H]}
    infos = [helper.make_tensor_value_info(o, FLOAT, shapes[o]) for o in outputs]
    graph = helper.make_graph(nodes, name, inputs, infos, [numpy_helper.from_array(value, key) for key, value in constants.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    model.ir_version = 8
    cases.append((f"onnx-{name}", model, feeds, outputs, given, lengths))


def run():
    folder = pathlib.Path(tempfile.mkdtemp())
    jobs = []
    for name, model, feeds, *_ in cases:
        onnx.save(model, folder / f"{name}.onnx")
        jobs.append({"model": str(folder / f"{name}.onnx"), "feeds": {
            key: {"type": "int32" if value.dtype == np.int32 else "float32", "dims": value.shape, "data": value.ravel().tolist()} for key, value in feeds.items()}})
    (folder / "jobs.json").write_text(json.dumps(jobs))
    script = pathlib.Path(__file__).with_name("run_onnx.js")
    printed = subprocess.run(["node", script, folder / "jobs.json"], check=True, capture_output=True, text=True, env=os.environ).stdout
    for (name, model, feeds, outputs, given, lengths), results in zip(cases, json.loads(printed)):
        by_window = []
        for y in results:
            array = np.array(y["data"], np.float32).reshape(y["dims"])
            # [T, D, N, H] to [N, T, D·H]; [D, N, H] to [N, D·H]
            array = array.transpose(2, 0, 1, 3) if array.ndim == 4 else array.transpose(1, 0, 2)
            by_window.append(array.reshape(*array.shape[:-2], -1))
        golden_files.write(name, model, feeds["X"].transpose(1, 0, 2), by_window, {key: value.transpose(1, 0, 2).reshape(value.shape[1], -1) for key, value in given.items()}, lengths)


PARAMETERS = {"Affine": ([0.7], [0.1]), "LeakyRelu": ([0.2], []), "ThresholdedRelu": ([0.3], []), "ScaledTanh": ([1.3], [0.6]), "HardSigmoid": ([0.25], [0.4]), "Elu": ([0.8], []),
              "Relu": ([], []), "Softsign": ([], []), "Softplus": ([], []), "Sigmoid": ([], []), "Tanh": ([], [])}
for function, (alpha, beta) in PARAMETERS.items():
    options = {"activation_alpha": alpha} if alpha else {}
    options.update({"activation_beta": beta} if beta else {})
    case(f"rnn-{function.lower()}", "RNN", activations=[function], scale=0.4, **options)
    case(f"gru-{function.lower()}", "GRU", activations=["Sigmoid", function], scale=0.4, **options)
    case(f"lstm-{function.lower()}", "LSTM", activations=["Sigmoid", function, "Tanh"], scale=0.4, **options)
# ONNX Runtime's RNN takes 0 for an alpha that is not given; ONNX says the operator's default, as its LSTM and GRU do for these two.
case("lstm-leakyrelu-default", "LSTM", activations=["Sigmoid", "LeakyRelu", "Tanh"], scale=0.4)
case("gru-hardsigmoid-default", "GRU", activations=["HardSigmoid", "Tanh"])
case("lstm-hard-gates", "LSTM", activations=["hardsigmoid", "tanh", "tanh"])
case("lstm-hard-keras", "LSTM", activations=["HardSigmoid", "ScaledTanh", "Softsign"], activation_alpha=[1 / 6, 1.5], activation_beta=[0.5, 0.7])
case("lstm-all-parameters", "LSTM", directions=2, direction="bidirectional", outputs=("Y", "Y_h", "Y_c"),
     activations=["HardSigmoid", "LeakyRelu", "ScaledTanh", "Sigmoid", "Elu", "Affine"], activation_alpha=[0.3, 0.1, 1.2, 0.9, 0.5], activation_beta=[0.45, 0.8, 0.05], scale=0.4)
for opset in (7, 9, 14, 17):
    case(f"lstm-opset{opset}", "LSTM", opset=opset, outputs=("Y", "Y_h", "Y_c"), peepholes=True)
for direction in ("forward", "reverse", "bidirectional"):
    d = 2 if direction == "bidirectional" else 1
    case(f"rnn-{direction}", "RNN", ("Y", "Y_h"), directions=d, direction=direction, states=True)
    case(f"gru-{direction}", "GRU", ("Y", "Y_h"), directions=d, direction=direction, states=True, linear_before_reset=1)
    case(f"gru-{direction}-before", "GRU", ("Y_h",), directions=d, direction=direction, states=True)
    case(f"lstm-{direction}", "LSTM", ("Y", "Y_c"), directions=d, direction=direction, states=True, peepholes=True)
    case(f"lstm-{direction}-lengths", "LSTM", ("Y", "Y_h", "Y_c"), directions=d, direction=direction, lengths=[8, 5])
    case(f"gru-{direction}-lengths", "GRU", ("Y", "Y_h"), directions=d, direction=direction, lengths=[3, 8])
case("rnn-clip", "RNN", clip=0.3)
case("gru-clip", "GRU", clip=0.5)
case("gru-clip-after", "GRU", clip=0.5, linear_before_reset=1)
case("gru-no-bias", "GRU", bias=False, linear_before_reset=1)
case("lstm-clip", "LSTM", ("Y", "Y_c"), clip=0.4, peepholes=True)
case("lstm-coupled", "LSTM", ("Y", "Y_c"), input_forget=1)
case("lstm-coupled-peepholes", "LSTM", input_forget=1, peepholes=True, clip=0.9)
case("lstm-cell-only", "LSTM", ("Y_c",))
for kind, options in {"LeakyRelu": {"alpha": 0.3}, "Elu": {"alpha": 0.7}, "HardSigmoid": {"alpha": 0.4, "beta": 0.3}, "Softplus": {}, "Softsign": {}, "Selu": {}, "ThresholdedRelu": {"alpha": 0.1},
                      "Neg": {}, "Sigmoid": {}, "Relu": {}, "Tanh": {}}.items():
    case(f"then-{kind.lower()}", "LSTM", then=[(kind, {}, options)])
number = lambda value: np.array(value, np.float32)
case("then-clip", "LSTM", then=[("Clip", {"min": number(-0.2), "max": number(0.3)}, {})])
case("then-clip-below", "LSTM", then=[("Clip", {"min": number(-0.1)}, {})])
case("then-prelu", "LSTM", then=[("PRelu", {"slope": number([0.3])}, {})])
case("then-softmax", "LSTM", then=[("Softmax", {}, {"axis": 3})])

if __name__ == "__main__":
    run()
