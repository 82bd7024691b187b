#!/usr/bin/python3
"""Cells and structures as PyTorch exports them, with what PyTorch computed: see golden_files.py. PyTorch 1.13, onnx 1.12.

    python3 make_torch_family.py
"""
import io
import warnings

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

import golden_files

warnings.filterwarnings("ignore")
F, H, T, N = 3, 5, 12, 2


class Recurrent(nn.Module):
    """A recurrent module, what is taken of it, and a head."""

    def __init__(self, cell, pick, **options):
        super().__init__()
        self.cell = cell(F, H, batch_first=True, **options)
        self.pick = pick
        width = H * (2 if options.get("bidirectional") else 1)
        self.head = nn.Linear(width, 2)

    def forward(self, x):
        y, state = self.cell(x)
        h = state[0] if isinstance(state, tuple) else state
        if self.pick == "every":
            return self.head(y)
        if self.pick == "last":
            return self.head(y[:, -1])
        if self.pick == "first":
            return self.head(y[:, 0])
        if self.pick == "h_n":
            return self.head(torch.cat((h[-2], h[-1]), 1) if self.cell.bidirectional else h[-1])
        return self.head(state[1][-1])  # c_n


class States(nn.Module):
    """Initial states of both layers from outside, final ones out."""

    def __init__(self):
        super().__init__()
        self.cell, self.head = nn.LSTM(F, H, 2, batch_first=True), nn.Linear(H, 1)

    def forward(self, x, h0, c0):
        y, _ = self.cell(x, (h0, c0))
        return self.head(y)


class Lengths(nn.Module):
    def __init__(self, cell):
        super().__init__()
        self.cell, self.head = cell(F, H, batch_first=True, bidirectional=True), nn.Linear(2 * H, 1)

    def forward(self, x, lengths):
        _, state = self.cell(pack_padded_sequence(x, lengths, batch_first=True))
        h = state[0] if isinstance(state, tuple) else state
        return self.head(torch.cat((h[0], h[1]), 1))


class Front(nn.Module):
    """Convolutions in front of a recurrent layer."""

    def __init__(self, front, width, cell=nn.GRU, every=False):
        super().__init__()
        self.front, self.cell, self.head, self.every = front, cell(width, H, batch_first=True), nn.Linear(H, 1), every

    def forward(self, x):
        y, _ = self.cell(self.front(x.transpose(1, 2)).transpose(1, 2))
        return self.head(y if self.every else y[:, -1])


class Chomp(nn.Module):
    """A residual block of a temporal convolutional network: padded on both sides, the end taken off."""

    def __init__(self, dilation):
        super().__init__()
        self.conv, self.end = nn.Conv1d(4, 4, 3, padding=2 * dilation, dilation=dilation), 2 * dilation

    def forward(self, x):
        return torch.relu(self.conv(x)[:, :, : -self.end]) + x


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.up, self.cell, self.norm, self.head = nn.Linear(F, H), nn.LSTM(H, H, batch_first=True), nn.LayerNorm(H), nn.Linear(H, 2)

    def forward(self, x):
        x = torch.tanh(self.up(x))
        y, _ = self.cell(x)
        return torch.softmax(self.head(self.norm(x + y)), -1)


class Pooled(nn.Module):
    def __init__(self, kind):
        super().__init__()
        self.cell, self.head, self.kind = nn.LSTM(F, H, batch_first=True), nn.Linear(H, 1), kind

    def forward(self, x):
        y, _ = self.cell(x)
        return self.head(y.mean(1) if self.kind == "mean" else y.max(1)[0] if self.kind == "max" else nn.functional.adaptive_max_pool1d(y.transpose(1, 2), 1).squeeze(2))


class Autoencoder(nn.Module):
    def __init__(self, free):
        super().__init__()
        self.encoder, self.decoder, self.head, self.free = nn.LSTM(F, H, batch_first=True), nn.LSTM(H, H, batch_first=True), nn.Linear(H, F), free

    def forward(self, x):
        _, (h, _) = self.encoder(x)
        code = h[-1].unsqueeze(1)
        y, _ = self.decoder(code.expand(-1, x.size(1), -1) if self.free else code.repeat(1, T, 1))
        return self.head(y)


class Heads(nn.Module):
    """One head for every step, one for the last, and the bare last state."""

    def __init__(self):
        super().__init__()
        self.cell, self.fault, self.rul = nn.GRU(F, H, batch_first=True), nn.Linear(H, 3), nn.Linear(H, 1)

    def forward(self, x):
        y, h = self.cell(x)
        return torch.softmax(self.fault(y), -1), torch.sigmoid(self.rul(y[:, -1])), h[-1]


def save(name, model, opset=13, free=True, lengths=None, **states):
    torch.manual_seed(sum(map(ord, name)))
    for parameter in model.parameters():  # wider than PyTorch's start, so that gates leave the middle
        nn.init.uniform_(parameter, -0.9, 0.9)
    for module in model.modules():
        if isinstance(module, nn.BatchNorm1d):
            module.running_mean.uniform_(-1, 1)
            module.running_var.uniform_(0.5, 2)
    model.eval()
    x = torch.randn(N, T, F)
    extra = list(states.values()) + ([torch.tensor(lengths)] if lengths else [])
    names = ["x", *states] + (["lengths"] if lengths else [])
    with torch.no_grad():
        outputs = model(x, *extra)
    outputs = list(outputs) if isinstance(outputs, tuple) else [outputs]
    axes = {"x": {0: "batch", 1: "time"}} if free else {}
    axes.update({key: {1: "batch"} for key in states} if free else {})
    axes.update({"lengths": {0: "batch"}} if lengths and free else {})
    file = io.BytesIO()
    torch.onnx.export(model, (x, *extra), file, opset_version=opset, input_names=names, output_names=[f"y{i}" for i in range(len(outputs))], dynamic_axes=axes)
    golden_files.write(name, file.getvalue(), x, outputs, {key: value.transpose(0, 1).reshape(N, -1) for key, value in states.items()}, lengths)


if __name__ == "__main__":
    for cell in (nn.RNN, nn.GRU, nn.LSTM):
        kind = cell.__name__.lower()
        save(f"torch-{kind}-every", Recurrent(cell, "every"))
        save(f"torch-{kind}-stacked", Recurrent(cell, "last", num_layers=2))
        save(f"torch-{kind}-bidirectional", Recurrent(cell, "every", num_layers=2, bidirectional=True))
        save(f"torch-{kind}-bidirectional-last", Recurrent(cell, "last", bidirectional=True), opset=11)
        save(f"torch-{kind}-bidirectional-h_n", Recurrent(cell, "h_n", bidirectional=True), opset=17)
    save("torch-rnn-relu", Recurrent(nn.RNN, "h_n", nonlinearity="relu"))
    save("torch-lstm-c_n", Recurrent(nn.LSTM, "c_n"))
    save("torch-gru-first", Recurrent(nn.GRU, "first", bidirectional=True), free=False)
    save("torch-lstm-states", States(), h0=torch.rand(2, N, H) - 0.5, c0=torch.rand(2, N, H) * 2 - 1)
    save("torch-lstm-lengths", Lengths(nn.LSTM), free=False, lengths=[12, 7])
    save("torch-gru-lengths", Lengths(nn.GRU), free=False, lengths=[12, 5])
    save("torch-conv-valid", Front(nn.Sequential(nn.Conv1d(F, 4, 3), nn.ReLU()), 4))
    save("torch-conv-valid-fixed", Front(nn.Sequential(nn.Conv1d(F, 4, 3, stride=2), nn.ReLU()), 4), free=False)
    save("torch-conv-causal", Front(nn.Sequential(nn.ConstantPad1d((4, 0), 0.0), nn.Conv1d(F, 4, 3, dilation=2), nn.Tanh()), 4, every=True))
    save("torch-conv-same-norm", Front(nn.Sequential(nn.Conv1d(F, 4, 3, padding=1), nn.BatchNorm1d(4), nn.LeakyReLU(0.2), nn.MaxPool1d(2)), 4, nn.LSTM), free=False)
    save("torch-conv-norm-first", Front(nn.Sequential(nn.BatchNorm1d(F), nn.Conv1d(F, 4, 3, padding=1), nn.ELU()), 4, nn.LSTM))
    save("torch-conv-grouped", Front(nn.Sequential(nn.Conv1d(F, 2 * F, 3, groups=F), nn.Softplus(), nn.AvgPool1d(3, 2, 1)), 2 * F, nn.RNN), free=False)
    save("torch-tcn", Front(nn.Sequential(nn.Conv1d(F, 4, 1), Chomp(1), Chomp(2)), 4, every=True))
    save("torch-residual-norm", Residual(), opset=13)
    save("torch-residual-norm-opset17", Residual(), opset=17)
    for kind in ("mean", "max", "adaptive"):
        save(f"torch-pool-{kind}", Pooled(kind), opset=13 if kind == "mean" else 17, free=kind != "adaptive")
    save("torch-autoencoder", Autoencoder(free=False), free=False)
    save("torch-autoencoder-free", Autoencoder(free=True))
    save("torch-heads", Heads())
