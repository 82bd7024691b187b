#!/usr/bin/python3
"""Writes tests/Golden/torch/<case>/{model.onnx, windows.json}: small seeded PyTorch models and what PyTorch says they compute.

windows.json holds "input" [N][T][F], whatever layout the model itself takes, and "output": [N][O] for models that answer once a
window, [N][T][O] for models that answer at every step. Run with PyTorch 1.13 and onnx 1.12: python3 make_torch_onnx.py
"""
import json
import pathlib
import shutil
import warnings

import onnx
import torch
from torch import nn

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent / "torch"
F, H, T, N = 3, 4, 6, 3


class Model(nn.Module):
    """LSTM and head; `pick` says how the last step is taken."""

    def __init__(self, head, batch_first=True, layers=1, pick="last", dropout=0.0, width=H):
        super().__init__()
        self.lstm = nn.LSTM(F, width, layers, batch_first=batch_first, dropout=dropout)
        self.head, self.batch_first, self.pick = head, batch_first, pick

    def forward(self, x):
        out, (h, _) = self.lstm(x)
        time = 1 if self.batch_first else 0
        if self.pick == "last":
            out = out[:, -1] if self.batch_first else out[-1]
        elif self.pick == "squeeze":
            out = (out[:, -1:, :] if self.batch_first else out[-1:, :, :]).squeeze(time)
        elif self.pick == "h_n":
            out = h[-1]
        return self.head(out)


class Normalised(nn.Module):
    """(x − mean) / std in front, y·s + m behind."""

    def __init__(self):
        super().__init__()
        self.inner = Model(nn.Linear(H, 1))
        self.register_buffer("mean", torch.tensor([10.0, -3.0, 0.5]))
        self.register_buffer("std", torch.tensor([4.0, 0.25, 2.0]))

    def forward(self, x):
        return self.inner((x - self.mean) / self.std) * 37.5 + 80.0


class TwoHeads(nn.Module):
    def __init__(self, concatenate):
        super().__init__()
        self.lstm = nn.LSTM(F, H, batch_first=True)
        self.rul, self.fault, self.concatenate = nn.Linear(H, 1), nn.Linear(H, 2), concatenate

    def forward(self, x):
        last = self.lstm(x)[0][:, -1]
        rul, fault = torch.relu(self.rul(last)), torch.sigmoid(self.fault(last))
        return torch.cat([rul, fault], dim=-1) if self.concatenate else (rul, fault)


class SplitHead(nn.Module):
    """One linear layer whose outputs are cut apart and activated differently."""

    def __init__(self):
        super().__init__()
        self.inner = Model(nn.Linear(H, 3))

    def forward(self, x):
        y = self.inner(x)
        return torch.cat([torch.relu(y[:, :1]), torch.softmax(y[:, 1:], dim=-1)], dim=1)


class InitialState(nn.Module):
    """A trained initial state, the same for every window."""

    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(F, H, batch_first=True), nn.Linear(H, 2)
        self.h, self.c = nn.Parameter(torch.randn(1, 1, H)), nn.Parameter(torch.randn(1, 1, H))

    def forward(self, x):
        state = (self.h.expand(1, x.shape[0], H).contiguous(), self.c.expand(1, x.shape[0], H).contiguous())
        return self.head(self.lstm(x, state)[0][:, -1])


class ZeroState(nn.Module):
    """The tutorial's habit: zeros of the batch's size made in forward."""

    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(F, H, 2, batch_first=True), nn.Linear(H, 1)

    def forward(self, x):
        h, c = torch.zeros(2, x.size(0), H), torch.zeros(2, x.size(0), H)
        return self.head(self.lstm(x, (h, c))[0][:, -1, :]).squeeze(-1)


class Projected(nn.Module):
    """A time-distributed linear layer before and after the LSTM."""

    def __init__(self):
        super().__init__()
        self.before, self.inner = nn.Linear(F, 4), nn.LSTM(4, H, batch_first=True)
        self.after = nn.Linear(H, 2)

    def forward(self, x):
        return self.after(torch.tanh(self.inner(torch.relu(self.before(x)))[0]))


class Unbatched(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(F, H), nn.Linear(H, 1)

    def forward(self, x):
        return self.head(self.lstm(x)[0][-1])


class FlattenedSteps(nn.Module):
    """Steps and windows merged into rows around the dense layer, as view(-1, H) does."""

    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(F, H, batch_first=True, bias=False), nn.Linear(H, 2, bias=False)

    def forward(self, x):
        out = self.lstm(x)[0]
        return torch.sigmoid(self.head(out.reshape(-1, H))).reshape(x.shape[0], x.shape[1], 2)


class LastFlattened(nn.Module):
    """mean − x in front: a negative scale, which only the layer's weights can take; −2 y + 1 behind."""

    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(F, H, batch_first=True), nn.Linear(H, 2)
        self.register_buffer("mean", torch.tensor([1.0, -3.0, 0.5]))

    def forward(self, x):
        out = self.lstm(self.mean - x)[0][:, -1:, :]
        return 1 - 2 * self.head(torch.flatten(out, 1))


class InputNorm(nn.Module):
    """BatchNorm1d over the sensors, which wants [N, C, T]; ends in the LSTM's own state."""

    def __init__(self):
        super().__init__()
        self.norm, self.lstm = nn.BatchNorm1d(F), nn.LSTM(F, H, batch_first=True)
        randomise(self.norm)

    def forward(self, x):
        x = self.norm(x.transpose(1, 2)).transpose(1, 2)
        return self.lstm(x)[1][0].squeeze(0)


class Double(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Model(nn.Linear(H, 1)).double()

    def forward(self, x):
        return self.inner(x.double()).float()


class SqueezedHeads(nn.Module):
    """Two heads of one number each, squeezed and stacked again, scaled apart."""

    def __init__(self):
        super().__init__()
        self.lstm, self.a, self.b = nn.LSTM(F, H, batch_first=True), nn.Linear(H, 1), nn.Linear(H, 1)

    def forward(self, x):
        last = self.lstm(x)[0][:, -1]
        y = torch.stack([self.a(last).squeeze(-1), torch.tanh(self.b(last)).squeeze(-1)], dim=1)
        return y * torch.tensor([100.0, 2.0]) + torch.tensor([50.0, 0.0])


def randomise(norm):
    norm.running_mean.uniform_(-1, 1), norm.running_var.uniform_(0.5, 2)
    nn.init.uniform_(norm.weight, -2, 2), nn.init.uniform_(norm.bias, -1, 1)


def linear(outputs=1):
    return nn.Linear(H, outputs)


def mlp():
    return nn.Sequential(nn.Linear(H, 6), nn.ReLU(), nn.Linear(6, 2), nn.Sigmoid())


def batch_norm():
    norm = nn.BatchNorm1d(6)
    randomise(norm)
    return nn.Sequential(nn.Linear(H, 6), norm, nn.ReLU(), nn.Linear(6, 1))


def batch_norm_first():
    norm = nn.BatchNorm1d(H)
    randomise(norm)
    return nn.Sequential(norm, nn.ReLU(), nn.Linear(H, 1))


# name: (model, opset, batch_first, export options)
CASES = {
    "opset9-last": (lambda: Model(linear()), 9, True, {}),
    "opset11-last": (lambda: Model(linear()), 11, True, {}),
    "opset13-last": (lambda: Model(linear()), 13, True, {}),
    "opset16-last": (lambda: Model(linear()), 16, True, {}),
    "opset17-last": (lambda: Model(linear()), 17, True, {}),
    "opset9-unfolded": (lambda: Model(mlp(), layers=2), 9, True, {"fold": False}),
    "opset17-unfolded": (lambda: Model(mlp(), layers=2), 17, True, {"fold": False}),
    "time-first": (lambda: Model(linear(), batch_first=False), 13, False, {}),
    "time-first-h_n": (lambda: Model(linear(), batch_first=False, layers=2, pick="h_n"), 11, False, {"fold": False}),
    "static": (lambda: Model(linear()), 13, True, {"static": True}),
    "static-batch-of-one": (lambda: Model(linear()), 17, True, {"static": True, "batch": 1}),
    "static-time-first": (lambda: Model(mlp(), batch_first=False, layers=2), 11, False, {"static": True, "fold": False}),
    "stacked-dropout": (lambda: Model(nn.Sequential(nn.Dropout(0.3), mlp()), layers=2, dropout=0.2), 13, True, {}),
    "stacked-h_n": (lambda: Model(linear(), layers=2, pick="h_n"), 13, True, {}),
    "h_n": (lambda: Model(linear(), pick="h_n"), 17, True, {}),
    "squeeze-opset11": (lambda: Model(linear(), pick="squeeze"), 11, True, {}),
    "squeeze-opset13": (lambda: Model(linear(), pick="squeeze"), 13, True, {}),
    "softmax-opset11": (lambda: Model(nn.Sequential(nn.Linear(H, 4), nn.Softmax(dim=-1))), 11, True, {}),
    "softmax-opset13": (lambda: Model(nn.Sequential(nn.Linear(H, 4), nn.Softmax(dim=-1))), 13, True, {}),
    "batch-norm": (lambda: Model(batch_norm()), 13, True, {}),
    "batch-norm-opset17": (lambda: Model(batch_norm()), 17, True, {"fold": False}),
    "batch-norm-after-lstm": (lambda: Model(batch_norm_first()), 13, True, {}),
    "normalised": (Normalised, 13, True, {}),
    "normalised-unfolded": (Normalised, 11, True, {"fold": False}),
    "two-heads-concat": (lambda: TwoHeads(True), 13, True, {}),
    "two-outputs": (lambda: TwoHeads(False), 17, True, {}),
    "split-head": (SplitHead, 13, True, {}),
    "initial-state": (InitialState, 13, True, {}),
    "initial-state-opset9": (InitialState, 9, True, {"fold": False}),
    "zero-state": (ZeroState, 11, True, {}),
    "zero-state-unfolded": (ZeroState, 17, True, {"fold": False}),
    "every-step": (lambda: Model(linear(2), pick="all"), 13, True, {}),
    "every-step-time-first": (lambda: Model(linear(2), pick="all", batch_first=False), 17, False, {}),
    "projected": (Projected, 13, True, {}),
    "external-data": (lambda: Model(linear()), 13, True, {"external": True}),
    "flattened-steps": (FlattenedSteps, 13, True, {}),
    "last-flattened": (LastFlattened, 13, True, {}),
    "input-norm": (InputNorm, 13, True, {}),
    "input-norm-opset9": (InputNorm, 9, True, {}),
    "double": (Double, 13, True, {}),
    "squeezed-heads": (SqueezedHeads, 13, True, {}),
    "squeezed-heads-opset11": (SqueezedHeads, 11, True, {}),
    "bare-h_n": (lambda: Model(nn.ReLU(), pick="h_n"), 11, True, {}),
    "unbatched": (Unbatched, 13, None, {"batch": 1}),
}


def write(name, make, opset, batch_first, options):
    torch.manual_seed(sum(map(ord, name)))
    model = make().eval()
    batch, fold = options.get("batch", N), options.get("fold", True)
    windows = torch.randn(batch, T, F) * 2 + 1
    x = windows[0] if batch_first is None else windows if batch_first else windows.transpose(0, 1).contiguous()
    with torch.no_grad():
        y = model(x)
    if isinstance(y, tuple):
        y = torch.cat(y, dim=-1)
    if y.dim() == 3 and not batch_first:
        y = y.transpose(0, 1)
    if name.startswith("zero-state") or batch_first is None:
        y = y.reshape(batch, -1)

    folder = HERE / name
    folder.mkdir(parents=True)
    path = folder / "model.onnx"
    names = {0: "batch", 1: "time"} if batch_first else {0: "time", 1: "batch"} if batch_first is False else {0: "time"}
    torch.onnx.export(
        model, x, str(path), opset_version=opset, do_constant_folding=fold, input_names=["sensors"],
        dynamic_axes=None if options.get("static") else {"sensors": names})
    proto = onnx.load(str(path))
    for node in proto.graph.node:  # stack traces with this machine's paths
        node.doc_string = ""
    onnx.save_model(proto, str(path), save_as_external_data=options.get("external", False), location="weights.bin", size_threshold=0)
    rounded = lambda t: json.loads(json.dumps(t.tolist()), parse_float=lambda s: float(f"{float(s):.9g}"))
    (folder / "windows.json").write_text(json.dumps({"input": rounded(windows), "output": rounded(y)}) + "\n")


shutil.rmtree(HERE, ignore_errors=True)
for case, arguments in CASES.items():
    write(case, *arguments)
