#!/usr/bin/python3
"""Writes tests/Golden/training.json: what PyTorch's autograd says of small seeded networks, in float64.

Each case holds the parameters and gradients in the trainer's order and layout (per direction W, U, b with gates i f g o or z r n, the
candidate's recurrent bias of a GRU; then the output's V and c), the samples [N][T][F], the targets [N][O] and the loss.
Run with PyTorch 1.13: /usr/bin/python3 make_training_golden.py
"""
import json
import pathlib

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
F, T, N = 3, 6, 5


def rows(kind, tensor):
    """PyTorch's gate order to ours: i f g o is the same; r z n becomes z r n."""
    if kind != "gru":
        return tensor
    r, z, n = tensor.chunk(3)
    return torch.cat([z, r, n])


def direction(kind, rnn, suffix, pick):
    w, u = pick(getattr(rnn, "weight_ih_" + suffix)), pick(getattr(rnn, "weight_hh_" + suffix))
    bi, bh = pick(getattr(rnn, "bias_ih_" + suffix)), pick(getattr(rnn, "bias_hh_" + suffix))
    out = [rows(kind, w).flatten(), rows(kind, u).flatten()]
    # Our one bias is the sum of the two, and its gradient that of either; the candidate of a GRU keeps them apart.
    both = bi + bh if pick is VALUE else bi
    if kind != "gru":
        return out + [both]
    h = bi.numel() // 3
    bias = rows(kind, both).clone()
    bias[2 * h:] = bi[2 * h:]
    return out + [bias, bh[2 * h:]]


VALUE = lambda p: p.detach()
GRADIENT = lambda p: p.grad


def flat(kind, rnn, head, pick):
    parts = []
    for layer in range(rnn.num_layers):
        for suffix in [f"l{layer}", f"l{layer}_reverse"][: 2 if rnn.bidirectional else 1]:
            parts += direction(kind, rnn, suffix, pick)
    return torch.cat(parts + [pick(head.weight).flatten(), pick(head.bias)]).tolist()


def case(name, kind, loss, outputs, units=4, layers=1, bidirectional=False):
    torch.manual_seed(len(name))
    make = {"lstm": nn.LSTM, "gru": nn.GRU, "elman": nn.RNN}[kind]
    rnn = make(F, units, layers, batch_first=True, bidirectional=bidirectional)
    head = nn.Linear(units * (2 if bidirectional else 1), outputs)
    x = torch.randn(N, T, F)
    y, state = rnn(x)
    h = state[0] if kind == "lstm" else state
    last = torch.cat([h[-2], h[-1]], dim=1) if bidirectional else h[-1]
    out = head(last)
    if loss == "CrossEntropy":
        classes = torch.randint(outputs, (N,))
        target = nn.functional.one_hot(classes, outputs).double()
        value = nn.functional.cross_entropy(out, classes)
    elif loss == "BinaryCrossEntropy":
        target = torch.randint(2, (N, outputs)).double()
        value = nn.functional.binary_cross_entropy_with_logits(out, target)
    else:
        target = 2 * torch.randn(N, outputs)
        value = (nn.functional.huber_loss if loss == "Huber" else nn.functional.mse_loss)(out, target)
    value.backward()
    return dict(name=name, cell=kind, loss=loss, units=units, layers=layers, bidirectional=bidirectional, steps=T, features=F, outputs=outputs,
                samples=x.flatten().tolist(), targets=target.flatten().tolist(), value=value.item(), answers=out.flatten().tolist(),
                parameters=flat(kind, rnn, head, VALUE), gradient=flat(kind, rnn, head, GRADIENT))


CASES = [
    case("lstm, squared error", "lstm", "SquaredError", 2),
    case("lstm, two layers, Huber", "lstm", "Huber", 1, layers=2),
    case("lstm, two bidirectional layers", "lstm", "CrossEntropy", 3, layers=2, bidirectional=True),
    case("lstm, nine units, binary cross-entropy", "lstm", "BinaryCrossEntropy", 2, units=9),
    case("gru", "gru", "SquaredError", 2),
    case("gru, bidirectional, two layers", "gru", "BinaryCrossEntropy", 1, layers=2, bidirectional=True),
    case("elman, two layers", "elman", "CrossEntropy", 4, layers=2),
]
(pathlib.Path(__file__).parent / "training.json").write_text(json.dumps(CASES) + "\n")
