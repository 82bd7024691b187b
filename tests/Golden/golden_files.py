"""What the golden scripts share: tests/Golden/family/CASE.onnx, and CASE.json with

    input    [N][T][F]   windows, whatever layout the model takes
    outputs  [[N][…], …] each of the graph's outputs, window by window: [O], or [T][O] where it has every step
    states   {name: [N][rows·H]}, lengths [N]: graph inputs beside the data, where the case has them

Numbers have nine digits, which is all of a float32."""
import json
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent / "family"


def write(name, model, windows, outputs, states=None, lengths=None):
    HERE.mkdir(exist_ok=True)
    if not isinstance(model, (bytes, bytearray)):
        model = model.SerializeToString()
    (HERE / f"{name}.onnx").write_bytes(model)
    text = {"input": rounded(windows), "outputs": [rounded(y) for y in outputs]}
    if states:
        text["states"] = {key: rounded(value) for key, value in states.items()}
    if lengths is not None:
        text["lengths"] = [int(n) for n in lengths]
    (HERE / f"{name}.json").write_text(json.dumps(text, separators=(",", ":")) + "\n")


def rounded(array):
    array = np.asarray(array)
    return float(f"{float(array):.9g}") if array.ndim == 0 else [rounded(row) for row in array]
