#!/usr/bin/python3
"""Cells that ONNX has no operator for, as nodes of domain edgelstm, with what their equations give, computed here in float64 from the papers' symbols: see
golden_files.py and docs/onnx.md. The nodes have no function bodies: only EdgeLstm reads these files.

    python3 make_equations.py
"""
import numpy as np
from onnx import TensorProto, helper, numpy_helper

import golden_files

F, H, O, T, N = 3, 4, 2, 10, 2
FUNCTIONS = {
    "Sigmoid": lambda x, a, b: 1 / (1 + np.exp(-x)),
    "Tanh": lambda x, a, b: np.tanh(x),
    "ScaledTanh": lambda x, a, b: a * np.tanh(b * x),
    "HardSigmoid": lambda x, a, b: np.clip(a * x + b, 0, 1),
    "Identity": lambda x, a, b: x,
    "Step": lambda x, a, b: (x >= 0).astype(float),
    "ThreeLevel": lambda x, a, b: np.where(x < -a, 0, np.where(x >= a, 1, 0.5)),
}


def lstm(x, gates, f, U, W, b, p, coupled, full, clip):
    """f: gate or 'h' to function. W, U, b: gate to matrices. p: gate to peephole. Greff et al. 2016, section II and III."""
    h, c = np.zeros(H), np.zeros(H)
    i = fg = o = np.zeros(H)
    limit = (lambda s: np.clip(s, -clip, clip)) if clip else (lambda s: s)
    ys = []
    for xt in x:
        r = np.concatenate((h, i, fg, o)) if full else h
        i = f["i"](limit(W["i"] @ xt + U["i"] @ r + b["i"] + p["i"] * c)) if "i" in gates else np.ones(H)
        fg = 1 - i if coupled else f["f"](limit(W["f"] @ xt + U["f"] @ r + b["f"] + p["f"] * c)) if "f" in gates else np.ones(H)
        g = f["g"](limit(W["g"] @ xt + U["g"] @ r + b["g"]))
        c = fg * c + i * g
        o = f["o"](limit(W["o"] @ xt + U["o"] @ r + b["o"] + p["o"] * c)) if "o" in gates else np.ones(H)
        h = o * f["h"](c)
        ys.append(h)
    return np.array(ys)


def gru(x, f, W, U, b, rb, after):
    h, ys = np.zeros(H), []
    for xt in x:
        z = f[0](W[0] @ xt + U[0] @ h + b[0])
        r = f[1](W[1] @ xt + U[1] @ h + b[1])
        n = f[2](W[2] @ xt + b[2] + (r * (U[2] @ h + rb) if after else U[2] @ (r * h)))
        h = (1 - z) * n + z * h
        ys.append(h)
    return np.array(ys)


def jordan(x, f, W, U, b, V, c):
    y, ys = np.zeros(O), []
    for xt in x:
        s = f[0](W @ xt + U @ y + b)
        y = f[1](V @ s + c)
        ys.append(y)
    return np.array(ys)


def bind(function):
    name, a, b = function if isinstance(function, tuple) else (function, 1.0, 1.0)
    return (lambda x: FUNCTIONS[name](x, a, b)), name, a, b


def start(name):
    rng = np.random.default_rng(sum(map(ord, name)))
    draw = lambda *shape: rng.uniform(-0.9, 0.9, shape).astype(np.float32)
    return draw, (rng.normal(size=(N, T, F)) * 1.5).astype(np.float32)


def write(name, op, constants, attributes, functions, windows, outputs, width):
    names, alphas, betas = [f[1] for f in functions], [f[2] for f in functions], [f[3] for f in functions]
    if any(f[2] != 1.0 or f[3] != 1.0 for f in functions):
        attributes = dict(attributes, activation_alpha=alphas, activation_beta=betas)
    # The golden files' windows are [N, T, F]; the nodes take time first.
    nodes = [helper.make_node("Transpose", ["x"], ["X"], perm=[1, 0, 2]),
             helper.make_node(op, ["X", *(key if value is not None else "" for key, value in constants.items())], ["t"], name=op.lower(), domain="edgelstm",
                              hidden_size=H, activations=names, **attributes),
             helper.make_node("Transpose", ["t"], ["y"], perm=[1, 0, 2])]
    graph = helper.make_graph(nodes, name, [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", "time", F])],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["batch", "time", width])],
                              [numpy_helper.from_array(value, key) for key, value in constants.items() if value is not None])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13), helper.make_opsetid("edgelstm", 1)])
    model.ir_version = 8
    golden_files.write(f"edge-{name}", model, windows, [outputs])


def lstm_case(name, gates="ifgo", functions=None, peepholes=False, coupled=False, full=False, clip=None):
    draw, x = start(name)
    functions = [bind(f) for f in functions or [*("Tanh" if g == "g" else "Sigmoid" for g in gates), "Tanh"]]
    f = dict(zip([*gates, "h"], (function[0] for function in functions)))
    W, b = draw(len(gates) * H, F), draw(len(gates) * H)
    U = draw(len(gates) * H, 4 * H if full else H) * (0.6 if full else 1)
    if full:
        U[gates.index("g") * H : (gates.index("g") + 1) * H, H:] = 0
    p = draw(3, H) if peepholes else np.zeros((3, H), np.float32)
    for k, gate in enumerate("ifo"):
        if gate not in gates:
            p[k] = 0
    rows = lambda m: {g: m[k * H : (k + 1) * H].astype(float) for k, g in enumerate(gates)}
    peeps = {g: p[k].astype(float) for k, g in enumerate("ifo")}
    y = np.array([lstm(window.astype(float), gates, f, rows(U), rows(W), rows(b), peeps, coupled, full, clip) for window in x])
    attributes = {"gates": list(gates)}
    attributes.update({"coupled": 1} if coupled else {}, **({"full_gate_recurrence": 1} if full else {}), **({"clip": clip} if clip else {}))
    write(name, "LSTM", {"W": W, "R": U, "B": b, "P": p.ravel() if peepholes else None}, attributes, functions, x, y, H)


def gru_case(name, functions, after):
    draw, x = start(name)
    functions = [bind(f) for f in functions]
    W, U, b, rb = draw(3 * H, F), draw(3 * H, H), draw(3 * H), draw(H)
    rows = lambda m: m.reshape(3, H, *m.shape[1:]).astype(float)
    y = np.array([gru(window.astype(float), [f[0] for f in functions], rows(W), rows(U), rows(b), rb.astype(float), after) for window in x])
    write(name, "GRU", {"W": W, "R": U, "B": b, "RB": rb if after else None}, {"linear_before_reset": int(after)}, functions, x, y, H)


def jordan_case(name, functions):
    draw, x = start(name)
    functions = [bind(f) for f in functions]
    W, U, b, V, c = draw(H, F), draw(H, O), draw(H), draw(O, H), draw(O)
    y = np.array([jordan(window.astype(float), [f[0] for f in functions], *(m.astype(float) for m in (W, U, b, V, c))) for window in x])
    write(name, "Jordan", {"W": W, "R": U, "B": b, "V": V, "C": c}, {}, functions, x, y, O)


if __name__ == "__main__":
    # Hochreiter & Schmidhuber 1997: no forget gate; g in (−2, 2) is 4σ − 2, h in (−1, 1) is 2σ − 1.
    lstm_case("lstm-1997", "igo", ["Sigmoid", ("ScaledTanh", 2.0, 0.5), "Sigmoid", ("ScaledTanh", 1.0, 0.5)])
    lstm_case("lstm-gers-2000")
    lstm_case("lstm-vanilla", peepholes=True)
    lstm_case("lstm-nig", "fgo", peepholes=True)
    lstm_case("lstm-nfg", "igo", peepholes=True)
    lstm_case("lstm-nog", "ifg", peepholes=True)
    lstm_case("lstm-niaf", functions=["Sigmoid", "Sigmoid", "Identity", "Sigmoid", "Tanh"], peepholes=True)
    lstm_case("lstm-noaf", functions=["Sigmoid", "Sigmoid", "Tanh", "Sigmoid", "Identity"], peepholes=True)
    lstm_case("lstm-cifg", "igo", peepholes=True, coupled=True)
    lstm_case("lstm-fgr", peepholes=True, full=True)
    lstm_case("lstm-fgr-clip", full=True, clip=0.8)
    lstm_case("lstm-binary", functions=["Step", "Step", "Tanh", "Sigmoid", "Tanh"])
    lstm_case("lstm-three-level", functions=[("ThreeLevel", 0.5, 1.0), ("ThreeLevel", 0.5, 1.0), "Tanh", ("HardSigmoid", 0.2, 0.5), "Tanh"])
    gru_case("gru-binary-reset", ["Sigmoid", "Step", "Tanh"], after=False)
    gru_case("gru-hard-after", [("HardSigmoid", 0.2, 0.5), "Sigmoid", "Tanh"], after=True)
    jordan_case("jordan", ["Tanh", "Identity"])
    jordan_case("jordan-sigmoid", ["Sigmoid", "Sigmoid"])
