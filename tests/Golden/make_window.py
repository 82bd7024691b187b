"""Makes tests/Golden/window: a model that needs whole windows (convolution with padding on both sides, pooling, bidirectional LSTM and GRU), and
windows for it. .ci/run quantizes it and compares the generated class with the tool. Run with Debian's python3-torch 1.13 and python3-onnx 1.12."""
import pathlib

import numpy as np
import torch

FOLDER = pathlib.Path(__file__).parent / "window"


class Window(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.front = torch.nn.Conv1d(5, 6, 5, padding=2)
        self.pool = torch.nn.MaxPool1d(2)
        self.lstm = torch.nn.LSTM(6, 9, bidirectional=True, batch_first=True)
        self.gru = torch.nn.GRU(18, 7, bidirectional=True, batch_first=True)
        self.head = torch.nn.Linear(14, 3)

    def forward(self, x):
        y = self.pool(torch.relu(self.front(x.transpose(1, 2)))).transpose(1, 2)
        return self.head(self.gru(self.lstm(y)[0])[0])


torch.manual_seed(1)
FOLDER.mkdir(exist_ok=True)
torch.onnx.export(
    Window().eval(), torch.zeros(1, 40, 5), str(FOLDER / "window.onnx"), opset_version=14, input_names=["x"], output_names=["y"],
    dynamic_axes={"x": {0: "n"}, "y": {0: "n"}})
windows = np.cumsum(np.random.default_rng(1).normal(size=(20, 40, 5)), 1) / 4
np.save(FOLDER / "windows.npy", windows.astype(np.float32))
