#!/usr/bin/python3
"""Compresses the input and forget gates of a trained model: compress_gates.py MODEL.onnx VARIANT OUT.onnx [VARIANT OUT.onnx …]

  round-R       their weights (input and recurrent, never biases) to multiples of R, at most two on either side: five levels
  rank-N        each gate's two matrices to rank N by a truncated singular value decomposition
  binary-gates  the gates' sigmoid to exactly 0 or 1, by a weight so large that nothing lies between

Knows ONNX's LSTM with its rows i, o, f, c, and edgelstm's with rows i, f, g, o. Needs numpy and onnx (Debian: python3-onnx).
"""
import sys

import numpy as np
import onnx
from onnx import numpy_helper

# A sum below 1/STEEP in size is the only one that does not saturate a float32 sigmoid.
STEEP = 1e6


def gate_rows(node, units):
    """Row ranges of the input and the forget gate."""
    if node.domain == "edgelstm":
        gates = [g.decode() for a in node.attribute if a.name == "gates" for g in a.strings]
        return [(gates.index(g) * units, (gates.index(g) + 1) * units) for g in "if" if g in gates]
    return [(0, units), (2 * units, 3 * units)]


def change(w, rows, variant):
    w = w.copy()
    for begin, end in rows:
        part = w[..., begin:end, :]
        if variant.startswith("round-"):
            step = float(variant.split("-")[1])
            w[..., begin:end, :] = np.clip(np.round(part / step), -2, 2) * step
        elif variant.startswith("rank-"):
            rank = int(variant.split("-")[1])
            u, s, v = np.linalg.svd(part.astype(np.float64), full_matrices=False)
            s[..., rank:] = 0
            w[..., begin:end, :] = (u * s[..., None, :]) @ v
        elif variant == "binary-gates":
            w[..., begin:end, :] = part * STEEP
        else:
            sys.exit(f"no variant {variant}")
    return w.astype(np.float32)


def main(source, variant, target):
    model = onnx.load(source)
    tensors = {t.name: t for t in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type != "LSTM":
            continue
        units = next(a.i for a in node.attribute if a.name == "hidden_size")
        hard = any(f in (b"Step", b"ThreeLevel") for a in node.attribute if a.name == "activations" for f in a.strings)
        if variant == "binary-gates" and hard:
            continue  # they are already
        rows = gate_rows(node, units)
        for name in node.input[1:3]:
            tensors[name].CopyFrom(numpy_helper.from_array(change(numpy_helper.to_array(tensors[name]), rows, variant), name))
        if variant == "binary-gates":
            bias = tensors[node.input[3]]
            b = numpy_helper.to_array(bias).copy()
            halves = 1 if node.domain == "edgelstm" else 2
            for half in range(halves):
                for begin, end in rows:
                    b[..., half * b.shape[-1] // halves + begin:half * b.shape[-1] // halves + end] *= STEEP
            bias.CopyFrom(numpy_helper.from_array(b.astype(np.float32), bias.name))
    onnx.save(model, target)


if __name__ == "__main__":
    for of, to in zip(sys.argv[2::2], sys.argv[3::2]):
        main(sys.argv[1], of, to)
