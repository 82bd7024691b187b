#!/usr/bin/python3
"""Weight files as PyTorch and safetensors users keep them, with what the models computed. PyTorch 1.13.

    python3 tests/Golden/make_pytorch_files.py

    pytorch/NAME.pt, .pth, .safetensors    weights, in every format and with every wrapping that is read
    pytorch/NAME.json                      {"forward": the option, or null where the tool's guess is right, "input": [N][T][F],
                                            "outputs": [[N][O] or [N][T][O]]}
    pytorch/refused/NAME.pt                files that are no weights, or weights of what is not read

Models are small and untrained; norms have statistics of a few batches. Numbers of the JSON have nine digits.
"""
import argparse
import collections
import json
import pathlib
import struct
import warnings

import numpy as np
import torch
from torch import nn
import torch.nn.functional as f

from golden_files import rounded

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent / "pytorch"
F, H, T, N = 3, 5, 12, 2


class Net(nn.Module):
    """Modules under their names, and what forward does with them."""

    def __init__(self, forward, **modules):
        super().__init__()
        for name, module in modules.items():
            setattr(self, name, module)
        self._steps = forward

    def forward(self, x):
        return self._steps(self, x)


def over_time(module, x):
    """A module of [N, C, T] on [N, T, C]."""
    return module(x.transpose(1, 2)).transpose(1, 2)


def last(y):
    return y[0][:, -1]


def ready(model, width=F):
    """Norms that have seen something, in evaluation."""
    model.train()
    with torch.no_grad():
        for _ in range(5):
            model(torch.randn(8, T, width) * 1.5 + 0.3)
        for module in model.modules():
            if isinstance(module, (nn.BatchNorm1d, nn.LayerNorm)) and module.weight is not None:
                module.weight.copy_(torch.rand_like(module.weight) + 0.5)
                module.bias.copy_(torch.randn_like(module.bias) * 0.2)
    return model.eval()


def case(name, model, forward=None, *, make=None, save=None, ending="pt", width=F, cast=None):
    """make: what is saved, of the state dictionary. cast: the type that the weights are stored in."""
    ready(model, width)
    if cast is not None:
        model.to(cast)
    state = model.state_dict()
    kept = make(model) if make else state
    path = HERE / f"{name}.{ending}"
    if save:
        save(kept, path)
    else:
        torch.save(kept, path)
    model.to(torch.float32)
    x = torch.randn(N, T, width)
    with torch.no_grad():
        y = model(x)
    text = {"forward": forward, "input": rounded(x), "outputs": [rounded(y)]}
    (HERE / f"{name}.json").write_text(json.dumps(text, separators=(",", ":")) + "\n")


def plain(cell=nn.LSTM, **options):
    width = H * (2 if options.get("bidirectional") else 1)
    return Net(lambda m, x: m.fc(last(m.rnn(x))), rnn=cell(F, H, batch_first=True, **options), fc=nn.Linear(width, 2))


class HiddenStates(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.fc = nn.LSTM(F, H, 2, batch_first=True, bidirectional=True), nn.Linear(2 * H, 2)

    def forward(self, x):
        _, (h, _) = self.lstm(x)
        return self.fc(torch.cat((h[-2], h[-1]), 1))


class Functions(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.a, self.b, self.c = nn.LSTM(F, H, batch_first=True), nn.Linear(H, 4), nn.Linear(4, 4), nn.Linear(4, 3)

    def forward(self, x):
        y = f.softplus(last(self.lstm(f.hardsigmoid(x))))
        y = f.leaky_relu(self.b(f.elu(self.a(y))), 0.2)
        return torch.softmax(self.c(y), -1)


class Cells(nn.Module):
    """Cells in a loop, whose parameters have no layer number."""

    def __init__(self):
        super().__init__()
        self.cell, self.out = nn.LSTMCell(F, H), nn.Linear(H, 2)

    def forward(self, x):
        h = c = torch.zeros(len(x), H)
        for t in range(x.size(1)):
            h, c = self.cell(x[:, t], (h, c))
        return self.out(h)


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder, self.head = nn.LSTM(F, H, batch_first=True), nn.LSTM(H, H, batch_first=True), nn.Linear(H, F)

    def forward(self, x):
        _, (h, _) = self.encoder(x)
        y, _ = self.decoder(h[-1].unsqueeze(1).repeat(1, x.size(1), 1))
        return self.head(y)


def sequential():
    return Net(lambda m, x: m.head(last(m.lstm(x))), lstm=lstm(),
               head=nn.Sequential(nn.Linear(H, 6), nn.ReLU(), nn.Dropout(0.3), nn.Linear(6, 4), nn.ReLU(), nn.Linear(4, 2)))


def bare_heads():
    """Linear modules behind each other in a Sequential, with nothing between them: no guess is needed."""
    return Net(lambda m, x: m.head(last(m.lstm(x))), lstm=lstm(),
               head=nn.Sequential(nn.Linear(H, 6), nn.Linear(6, 2)))


def front():
    return Net(lambda m, x: m.fc(last(m.lstm(torch.relu(over_time(m.conv, x))))), conv=nn.Conv1d(F, 6, 3, padding=1),
               lstm=nn.LSTM(6, H, batch_first=True), fc=nn.Linear(H, 2))


class Deep(nn.Module):
    """Groups, stride, dilation, pooling, batch norm behind and beside convolutions."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv1d(F, 6, 3, padding=1), nn.BatchNorm1d(6), nn.ReLU(), nn.MaxPool1d(2),
            nn.Conv1d(6, 4, 2, groups=2, dilation=2, padding=2, bias=False), nn.BatchNorm1d(4, affine=False), nn.Tanh())
        self.rnn, self.fc = nn.GRU(4, H, batch_first=True), nn.Linear(H, 1)

    def forward(self, x):
        return self.fc(last(self.rnn(over_time(self.features, x))))


def guessed_names():
    """Attributes in no Sequential: ReLU between linear layers is the guess."""
    return Net(lambda m, x: m.fc2(torch.relu(m.fc1(last(m.lstm(x))))), lstm=nn.LSTM(F, H, 2, batch_first=True, dropout=0.2),
               fc1=nn.Linear(H, 4), fc2=nn.Linear(4, 1))


def checkpoint(model):
    optimizer = torch.optim.Adam(model.parameters(), 1e-4)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 5)
    model(torch.randn(4, T, F)).sum().backward()
    optimizer.step()
    scheduler.step()
    return {"epoch": 7, "model_state_dict": model.state_dict(), "optimizer_state_dict": optimizer.state_dict(),
            "scheduler": scheduler.state_dict(), "best_loss": 0.25, "losses": [1.0, 0.5], "rng": torch.get_rng_state()[:8].clone()}


def lightning(model):
    return {"epoch": 3, "global_step": 12, "pytorch-lightning_version": "1.9.0", "callbacks": {},
            "state_dict": collections.OrderedDict((f"model.{k}", v) for k, v in model.state_dict().items()),
            "hyper_parameters": argparse.Namespace(hidden=H, lr=1e-3, name="pump"), "score": np.float64(0.5), "mean": np.arange(3.0)}


def parallel(model):
    return nn.DataParallel(model).state_dict()


def views(model):
    """Tensors that are no plain arrays: transposed, a part of a larger one, and one storage for all."""
    state = model.state_dict()
    flat = torch.cat([value.flatten() for value in state.values()])
    at, kept = 0, collections.OrderedDict()
    for name, value in state.items():
        kept[name] = flat[at:at + value.numel()].view(value.shape)
        at += value.numel()
    kept["fc.weight"] = state["fc.weight"].t().contiguous().t()
    wide = torch.zeros(2, H + 3)
    wide[:, :H] = state["head.weight"]
    kept["head.weight"] = wide[:, :H]
    return kept


SAFE = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64", torch.bool: "BOOL"}


def safetensors(state, path, metadata=None):
    """As the library writes them: wider types first, then by name; the header's length a multiple of eight."""
    names = sorted(state, key=lambda name: (-state[name].element_size(), name))
    header, data = ({"__metadata__": metadata} if metadata else {}), b""
    for name in names:
        value = state[name].contiguous()
        raw = (value.view(torch.int16) if value.dtype == torch.bfloat16 else value).numpy().tobytes()
        header[name] = {"dtype": SAFE[value.dtype], "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def legacy(kept, path):
    torch.save(kept, path, _use_new_zipfile_serialization=False)


def protocol4(kept, path):
    torch.save(kept, path, pickle_protocol=4)


class LSTMRegressor(nn.Module):
    """Pickled as a whole, which needs this class to be read again."""

    def __init__(self):
        super().__init__()
        self.lstm, self.fc = nn.LSTM(F, H, batch_first=True), nn.Linear(H, 1)

    def forward(self, x):
        y, _ = self.lstm(x)
        return self.fc(y[:, -1])


class Script(nn.Module):
    """Small enough for a TorchScript archive without other modules' code."""

    def __init__(self):
        super().__init__()
        self.weight_ih_l0, self.weight_hh_l0 = nn.Parameter(torch.randn(H, F)), nn.Parameter(torch.randn(H, H))

    def forward(self, x):
        h = torch.zeros(x.size(0), self.weight_hh_l0.size(0))
        for t in range(x.size(1)):
            h = torch.tanh(x[:, t] @ self.weight_ih_l0.t() + h @ self.weight_hh_l0.t())
        return h


def lstm(width=F, **options):
    return nn.LSTM(width, H, batch_first=True, **options)


def read():
    case("lstm-last", plain())
    case("lstm-two-layers", plain(num_layers=2), ending="pth")
    case("lstm-bidirectional", plain(bidirectional=True))
    case("lstm-hidden-states", HiddenStates(), "lstm,hn,fc")
    case("lstm-no-bias", plain(bias=False))
    case("lstm-alone", nn_alone(), "lstm", make=lambda model: model.lstm.state_dict())
    case("lstm-every", Net(lambda m, x: m.fc(m.lstm(x)[0]), lstm=lstm(), fc=nn.Linear(H, 2)), "lstm,fc")
    case("lstm-first", Net(lambda m, x: m.fc(m.lstm(x)[0][:, 0]), lstm=lstm(bidirectional=True), fc=nn.Linear(2 * H, 1)),
         "lstm,first,fc")
    case("lstm-mean", Net(lambda m, x: m.fc(m.lstm(x)[0].mean(1)), lstm=lstm(), fc=nn.Linear(H, 1)), "lstm,mean,fc")
    case("lstm-max", Net(lambda m, x: m.fc(m.lstm(x)[0].max(1)[0]), lstm=lstm(), fc=nn.Linear(H, 1)), "lstm,max,fc")
    case("lstm-cell", Cells())
    case("gru-every", Net(lambda m, x: m.fc(m.gru(x)[0]), gru=nn.GRU(F, H, batch_first=True), fc=nn.Linear(H, 2)), "gru,fc")
    case("gru-bidirectional-two-layers", plain(nn.GRU, bidirectional=True, num_layers=2))
    case("rnn-tanh", plain(nn.RNN))
    case("rnn-relu", plain(nn.RNN, nonlinearity="relu"), "rnn:relu,last,fc")
    case("sequential-head", sequential())
    case("bare-head", bare_heads())
    case("named-head", guessed_names())
    case("sigmoid", Net(lambda m, x: torch.sigmoid(m.fc2(torch.tanh(m.fc1(last(m.lstm(x)))))), lstm=lstm(),
                        fc1=nn.Linear(H, 4), fc2=nn.Linear(4, 1)), "lstm,last,fc1,tanh,fc2,sigmoid")
    case("functions", Functions(), "hardsigmoid, lstm, last, softplus, a, elu, b, leaky_relu:0.2, c, softmax")
    case("layer-norm", Net(lambda m, x: m.fc(last((m.norm(m.lstm(x)[0]),))), lstm=lstm(), norm=nn.LayerNorm(H), fc=nn.Linear(H, 1)))
    case("batch-norm", Net(lambda m, x: m.fc2(torch.relu(m.bn(m.fc1(last(m.lstm(x)))))), lstm=lstm(),
                           fc1=nn.Linear(H, 4), bn=nn.BatchNorm1d(4), fc2=nn.Linear(4, 1)))
    case("batch-norm-in-front", Net(lambda m, x: m.fc(last(m.lstm(over_time(m.bn, x)))), bn=nn.BatchNorm1d(F, eps=1e-3),
                                    lstm=lstm(), fc=nn.Linear(H, 1)), "bn:eps=1e-3,lstm,last,fc")
    case("conv-front", front(), "conv:pad=1,relu,lstm,last,fc")
    case("conv-deep", Deep(), "features.0:pad=1,features.1,relu,maxpool:2,features.4:pad=2:dilation=2,features.5,tanh,rnn,last,fc")
    case("autoencoder", Autoencoder())
    case("checkpoint", plain(num_layers=2), make=checkpoint, ending="pth")
    case("lightning", sequential(), make=lightning, ending="ckpt")
    case("data-parallel", plain(nn.GRU), make=parallel)
    case("views", views_model(), make=views)
    case("half", plain(), cast=torch.float16)
    case("bfloat16", plain(nn.GRU), cast=torch.bfloat16)
    case("double", guessed_names(), cast=torch.float64)
    case("legacy", guessed_names(), save=legacy)
    case("legacy-checkpoint", plain(nn.GRU, num_layers=2), make=checkpoint, save=legacy, ending="pth")
    case("legacy-half", plain(), cast=torch.float16, save=legacy)
    case("legacy-data-parallel", sequential(), make=parallel, save=legacy)
    case("protocol-4", plain(nn.GRU), make=checkpoint, save=protocol4)
    case("safe", guessed_names(), save=lambda state, path: safetensors(state, path, {"format": "pt"}), ending="safetensors")
    case("safe-conv", front(), "conv:pad=1,relu,lstm,last,fc", save=safetensors, ending="safetensors")
    case("safe-batch-norm", Net(lambda m, x: m.head(torch.relu(m.bn(m.dense(last(m.body(x)))))), body=lstm(),
                                dense=nn.Linear(H, 4), bn=nn.BatchNorm1d(4), head=nn.Linear(4, 1)), save=safetensors, ending="safetensors")
    case("safe-half", plain(nn.GRU, bidirectional=True), cast=torch.float16, save=safetensors, ending="safetensors")
    case("safe-bfloat16", plain(), cast=torch.bfloat16, save=safetensors, ending="safetensors")
    torch.manual_seed(18)
    case("functions-newer", Newer(), "lstm,last,silu,a,gelu,b,gelu_tanh,c,log_softmax,exp")
    torch.manual_seed(19)
    case("linear-alone", Net(lambda m, x: m.fc2(torch.relu(m.fc1(x))), fc1=nn.Linear(F, H), fc2=nn.Linear(H, 2)))
    case("linear-over-window", Net(lambda m, x: m.fc2(torch.relu(m.fc1(x.flatten(1)))), fc1=nn.Linear(F * T, H), fc2=nn.Linear(H, 2)),
         "flatten:steps=12,fc1,relu,fc2")
    case("conv-alone", Net(lambda m, x: m.fc(torch.relu(over_time(m.conv, x)).mean(1)), conv=nn.Conv1d(F, 6, 3, padding=1), fc=nn.Linear(6, 2)),
         "conv:pad=1,relu,mean,fc")
    case("conv-flatten", Net(lambda m, x: m.fc(f.max_pool1d(torch.relu(m.bn(m.conv(x.transpose(1, 2)))), 2).flatten(1)),
                             conv=nn.Conv1d(F, 6, 3), bn=nn.BatchNorm1d(6), fc=nn.Linear(30, 2)), "conv,bn,relu,maxpool:2,flatten,fc")
    case("conv-flatten-guessed", Net(lambda m, x: m.fc2(torch.relu(m.fc1(torch.relu(m.bn(m.conv(x.transpose(1, 2)))).flatten(1)))),
                                     conv=nn.Conv1d(F, 4, 3), bn=nn.BatchNorm1d(4), fc1=nn.Linear(40, 4), fc2=nn.Linear(4, 2)))
    case("conv-flatten-steps", Net(lambda m, x: m.fc(torch.tanh(over_time(m.conv, x)).flatten(1)), conv=nn.Conv1d(F, 4, 3, padding=1),
                                   fc=nn.Linear(4 * T, 2)), "conv:pad=1,tanh,flatten:steps,fc")
    case("lstm-flatten", Net(lambda m, x: m.fc(m.lstm(x)[0].flatten(1)), lstm=lstm(), fc=nn.Linear(H * T, 2)))
    case("classes", Net(lambda m, x: m.fc(last(m.lstm(x))).argmax(1, keepdim=True).float(), lstm=lstm(), fc=nn.Linear(H, 4)),
         "lstm,last,fc,argmax")


class Newer(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.a, self.b, self.c = lstm(), nn.Linear(H, 5), nn.Linear(5, 4), nn.Linear(4, 3)

    def forward(self, x):
        gelu = nn.functional.gelu
        y = self.b(gelu(self.a(nn.functional.silu(last(self.lstm(x))))))
        return torch.log_softmax(self.c(gelu(y, approximate="tanh")), 1).exp()


def nn_alone():
    return Net(lambda m, x: m.lstm(x)[0], lstm=lstm())


def views_model():
    return Net(lambda m, x: m.head(torch.relu(m.fc(last(m.lstm(x))))), lstm=lstm(), fc=nn.Linear(H, H), head=nn.Linear(H, 2))


def refused():
    folder = HERE / "refused"
    folder.mkdir(exist_ok=True)
    whole = LSTMRegressor().eval()
    torch.save(whole, folder / "module.pt")
    torch.save({"epoch": 1, "model": whole}, folder / "module-in-checkpoint.pt")
    torch.jit.script(Script()).save(str(folder / "script.pt"))
    torch.save(nn.LSTM(F, H, proj_size=2).state_dict(), folder / "projection.pt")
    for name, modules in {
        "embedding": {"embedding": nn.Embedding(20, 4), "lstm": lstm(4), "fc": nn.Linear(H, 1)},
        "attention": {"lstm": nn.LSTM(F, 4), "attention": nn.MultiheadAttention(4, 2), "fc": nn.Linear(4, 1)},
        "weight-norm": {"lstm": lstm(), "conv": nn.utils.weight_norm(nn.Conv1d(H, 2, 3))},
        "two-heads": {"lstm": lstm(), "life": nn.Linear(H, 1), "fault": nn.Linear(H, 3)},
        "image": {"conv": nn.Conv2d(1, 4, 3), "fc": nn.Linear(4, 1)},
    }.items():
        torch.save(nn.ModuleDict(modules).state_dict(), folder / f"{name}.pt")
    torch.save({"encoder": nn.LSTM(F, H).state_dict(), "decoder": nn.Linear(H, 1).state_dict()}, folder / "two-models.pt")
    complex = torch.complex(torch.ones(2, 2), torch.ones(2, 2))
    torch.save({"weights": complex, "lstm.weight_hh_l0": torch.ones(20, 5)}, folder / "complex.pt")
    torch.save({"lstm.weight_ih_l0": torch.quantize_per_tensor(torch.ones(20, 3), 0.1, 0, torch.qint8)}, folder / "quantized.pt")
    torch.save(torch.randn(4, 3), folder / "tensor.pt")


if __name__ == "__main__":
    torch.manual_seed(20261130)
    np.random.seed(1)
    HERE.mkdir(exist_ok=True)
    read()
    refused()
