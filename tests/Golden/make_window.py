"""Makes tests/Golden/window: two models that need whole windows and have, between them, each kind of layer that stands around recurrent ones, and windows for
both. window.onnx: convolution with padding on both sides, both poolings, both normalisations, a residual sum, a join, bidirectional LSTM and GRU, activations.
decoder.onnx: an LSTM's last output and last cell state, repeated for an Elman network, and its first sample. .ci/run quantizes them and compares the generated
classes with the tool, on x64 and as Pi 3, 4 and 5. Run with Debian's python3-torch 1.13 and python3-onnx 1.12."""
import pathlib

import numpy as np
import torch

FOLDER = pathlib.Path(__file__).parent / "window"


class Window(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.front = torch.nn.Conv1d(5, 6, 5, padding=2)
        self.batch = torch.nn.BatchNorm1d(6)
        self.second = torch.nn.Conv1d(6, 6, 3, padding=2, dilation=2)
        self.pool = torch.nn.MaxPool1d(2)
        self.norm = torch.nn.LayerNorm(6)
        self.lstm = torch.nn.LSTM(6, 9, bidirectional=True, batch_first=True)
        self.mean = torch.nn.AvgPool1d(3, stride=1, padding=1)
        self.gru = torch.nn.GRU(24, 7, bidirectional=True, batch_first=True)
        self.head = torch.nn.Linear(14, 3)

    def forward(self, x):
        y = self.batch(torch.relu(self.front(x.transpose(1, 2))))
        y = torch.nn.functional.elu(y + self.second(y))
        y = self.norm(self.pool(y).transpose(1, 2))
        z = self.mean(self.lstm(y)[0].transpose(1, 2)).transpose(1, 2)
        return torch.sigmoid(self.head(self.gru(torch.cat([z, y], 2))[0]))


class Decoder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = torch.nn.LSTM(5, 9, batch_first=True)
        self.backward = torch.nn.GRU(5, 4, batch_first=True, bidirectional=True)
        self.decoder = torch.nn.RNN(22, 8, batch_first=True)
        self.head = torch.nn.Linear(8, 3)

    def forward(self, x):
        _, (h, c) = self.encoder(x)
        first = self.backward(x)[0][:, 0]
        code = torch.cat([h[-1], c[-1], first[:, 4:]], 1)
        return self.head(self.decoder(code.unsqueeze(1).expand(-1, x.shape[1], -1))[0])


def export(model, name):
    torch.onnx.export(
        model.eval(), torch.zeros(1, 40, 5), str(FOLDER / name), opset_version=14, input_names=["x"], output_names=["y"],
        dynamic_axes={"x": {0: "n"}, "y": {0: "n"}})


torch.manual_seed(1)
FOLDER.mkdir(exist_ok=True)
model = Window()
for _ in range(3):
    model(torch.randn(8, 40, 5))  # so that the batch normalisation has something to say
export(model, "window.onnx")
export(Decoder(), "decoder.onnx")
windows = np.cumsum(np.random.default_rng(1).normal(size=(20, 40, 5)), 1) / 4
np.save(FOLDER / "windows.npy", windows.astype(np.float32))
