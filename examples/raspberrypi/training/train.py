#!/usr/bin/env python3
"""Trains the pump model on simulated lives and writes it as ONNX in the user's units.

One LSTM reads a pump's life from its first hour; its state is never reset, because on the board it runs for as long as the
bearing does. So the network is trained the same way: an output at every hour, whole runs from their start, state carried from one
chunk of back-propagation to the next. The exported graph gives the last step of [N, T, 6]; T is free.

    python3 train.py runs.csv            # writes ../models/pump.onnx and ../models/pump-calibration.csv

Needs PyTorch (1.13 or later), onnx and numpy; runs on the CPU in a few minutes.
"""

import argparse
import csv
import pathlib
import time
import warnings

import numpy as np
import onnx
import torch
from torch import nn

INPUTS = ["vibration_rms[mm/s]", "kurtosis", "envelope[dB]", "shaft_speed[rpm]", "bearing_temperature[degC]", "motor_current[A]"]
OUTPUTS = ["rul[h]", "fault_probability"]
LONGEST_RUL = 125.0  # hours: the cap of the target, as in Simulation/PumpRun.cs
CHUNK = 120          # hours of back-propagation; the state is carried across chunks
MODELS = pathlib.Path(__file__).resolve().parent.parent / "models"


class PumpModel(nn.Module):
    """(x - mean) / std -> LSTM -> Dense(2) -> sigmoid -> times (125 h, 1)."""

    def __init__(self, mean, std, hidden):
        super().__init__()
        self.register_buffer("mean", torch.as_tensor(mean, dtype=torch.float32))
        self.register_buffer("std", torch.as_tensor(std, dtype=torch.float32))
        self.register_buffer("scale", torch.tensor([LONGEST_RUL, 1.0]))
        self.lstm = nn.LSTM(len(INPUTS), hidden, batch_first=True)
        self.heads = nn.Linear(hidden, len(OUTPUTS))

    def logits(self, x, state=None):
        """Every step's output before the sigmoid, for training: [N, T, 2] and the carried state."""
        y, state = self.lstm((x - self.mean) / self.std, state)
        return self.heads(y), state

    def forward(self, x):
        """The last step's output in hours and probability: [N, T, 6] -> [N, 2]."""
        _, (h, _) = self.lstm((x - self.mean) / self.std)
        return torch.sigmoid(self.heads(h[0])) * self.scale


def read_runs(path):
    """The CSV as a list of (features [T, 6], rul [T], fault [T], failing)."""
    with open(path, newline="") as file:
        rows = list(csv.reader(file))[1:]
    runs = {}
    for row in rows:
        runs.setdefault(int(row[0]), []).append(row)
    result = []
    for rows in runs.values():
        values = np.array([row[2:10] for row in rows], dtype=np.float32)
        result.append((values[:, :6], values[:, 6], values[:, 7], rows[0][10] == "Failing"))
    return result


def pad(runs):
    """Runs of different length as one batch; the mask is 0 where a run has ended."""
    length = max(len(run[0]) for run in runs)
    x = np.zeros((len(runs), length, len(INPUTS)), np.float32)
    target = np.zeros((len(runs), length, 2), np.float32)
    mask = np.zeros((len(runs), length), np.float32)
    for i, (features, rul, fault, _) in enumerate(runs):
        x[i, : len(features)] = features
        target[i, : len(features), 0] = rul / LONGEST_RUL
        target[i, : len(features), 1] = fault
        mask[i, : len(features)] = 1
    return torch.from_numpy(x), torch.from_numpy(target), torch.from_numpy(mask)


def loss_of(logits, target, mask):
    """Squared error of the scaled life plus cross-entropy of the fault, over the hours that exist."""
    rul = (torch.sigmoid(logits[..., 0]) - target[..., 0]) ** 2
    fault = nn.functional.binary_cross_entropy_with_logits(logits[..., 1], target[..., 1], reduction="none")
    return ((8 * rul + fault) * mask).sum() / mask.sum().clamp(min=1)


def train(model, runs, validation, seconds, batch_size, rate):
    """Adam with a cosine schedule over the time allowed; keeps the weights that did best on the validation runs."""
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    check = pad(validation)
    best, best_weights = float("inf"), None
    start, epoch = time.time(), 0
    while (elapsed := time.time() - start) < seconds:
        for group in optimizer.param_groups:
            group["lr"] = rate * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * elapsed / seconds)))
        # Batches of similar length waste little on padding; which lengths meet and in which order changes every epoch.
        order = sorted(range(len(runs)), key=lambda i: len(runs[i][0]) + np.random.uniform(-60, 60))
        batches = [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
        np.random.shuffle(batches)
        model.train()
        total = 0.0
        for batch in batches:
            x, target, mask = pad([runs[i] for i in batch])
            state = None
            for t in range(0, x.shape[1], CHUNK):
                logits, state = model.logits(x[:, t : t + CHUNK], state)
                state = tuple(s.detach() for s in state)
                loss = loss_of(logits, target[:, t : t + CHUNK], mask[:, t : t + CHUNK])
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                total += loss.item()
        epoch += 1
        model.eval()
        with torch.no_grad():
            score = loss_of(model.logits(check[0])[0], check[1], check[2]).item()
        if score < best:
            best, best_weights = score, {k: v.clone() for k, v in model.state_dict().items()}
        if epoch % 5 == 1:
            print(f"epoch {epoch:3}  {time.time() - start:4.0f} s  training {total / len(batches):.3f}  validation {score:.4f}  best {best:.4f}", flush=True)
    model.load_state_dict(best_weights)
    print(f"{epoch} epochs, best validation loss {best:.4f}")


def report(model, runs):
    """Metrics on runs that neither training nor the choice of weights has seen."""
    model.eval()
    last_100, cap_hours, p_all, f_all = [], [], [], []
    with torch.no_grad():
        for features, rul, fault, failing in runs:
            logits, _ = model.logits(torch.from_numpy(features)[None])
            y = (torch.sigmoid(logits[0]) * model.scale).numpy()
            error = np.abs(y[:, 0] - rul)
            (last_100 if failing else cap_hours).append(error[-101:].mean() if failing else error.mean())
            p_all.append(y[:, 1])
            f_all.append(fault)
    p, f = np.concatenate(p_all), np.concatenate(f_all)
    called = p > 0.5
    hits = (called & (f == 1)).sum()
    print(f"test runs: {len(last_100)} failing, {len(cap_hours)} healthy")
    print(f"RUL error, mean over the last 100 h of failing runs: {np.mean(last_100):.1f} h; over healthy runs: {np.mean(cap_hours):.1f} h")
    print(f"fault within 48 h, hour by hour: precision {hits / max(1, called.sum()):.3f}, recall {hits / f.sum():.3f}, Brier score {np.mean((p - f) ** 2):.4f}")


def drop_initial_state(graph):
    """PyTorch spells out a zero initial state with six nodes; to ONNX an absent one is the same, and the graph reads as it computes."""
    for node in graph.node:
        if node.op_type == "LSTM":
            del node.input[5:]
    while True:
        used = {name for node in graph.node for name in node.input} | {output.name for output in graph.output}
        unused = [node for node in graph.node if not used.intersection(node.output)]
        if not unused:
            return
        for node in unused:
            graph.node.remove(node)


def export(model, runs, path):
    """Writes and checks the graph. Axes N and T are free; names and units of the channels travel in the metadata."""
    model.eval()
    example = torch.from_numpy(runs[0][0][:50])[None].repeat(2, 1, 1)
    warnings.filterwarnings("ignore", module="torch.onnx")
    torch.onnx.export(
        model, example, str(path), opset_version=13, input_names=["sensors"], output_names=["diagnosis"],
        dynamic_axes={"sensors": {0: "N", 1: "T"}, "diagnosis": {0: "N"}})
    graph = onnx.load(str(path))
    graph.graph.name = "pump"
    drop_initial_state(graph.graph)
    for key, value in (("edgelstm.inputs", ",".join(INPUTS)), ("edgelstm.outputs", ",".join(OUTPUTS)),
                       ("edgelstm.warm_up", "24")):  # a pump's first day shows what is normal for it
        entry = graph.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.checker.check_model(graph, full_check=True)
    onnx.save(graph, str(path))
    print(f"{path.name}: {path.stat().st_size} bytes, nodes {' '.join(node.op_type for node in graph.graph.node)}")


def write_calibration(runs, path, hours):
    """Whole training runs, failing and healthy in turn, as plain columns in the user's units: `edgelstm quantize` learns ranges from them."""
    failing, healthy = [r for r in runs if r[3]], [r for r in runs if not r[3]]
    chosen = [run for pair in zip(failing, healthy) for run in pair]
    rows = np.concatenate([run[0] for run in chosen])[:hours]
    names = [name.split("[")[0] for name in INPUTS]
    np.savetxt(path, rows, fmt="%.6g", delimiter=",", header=",".join(names), comments="")
    print(f"{path.name}: {len(rows)} hours, {path.stat().st_size} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", help="written by: pump-monitor simulate")
    parser.add_argument("--seconds", type=float, default=390, help="time to train (390)")
    parser.add_argument("--hidden", type=int, default=32, help="LSTM units (32)")
    parser.add_argument("--batch", type=int, default=24, help="runs per batch (24)")
    parser.add_argument("--rate", type=float, default=6e-3, help="Adam's first learning rate (0.006)")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    np.random.seed(options.seed)
    torch.set_num_threads(options.threads)

    runs = read_runs(options.runs)
    np.random.shuffle(runs)
    # Split by run, never by hour: hours of one life are too alike to test on.
    tenth = len(runs) // 10
    test, validation, training = runs[: 2 * tenth], runs[2 * tenth : 3 * tenth], runs[3 * tenth :]
    hours = np.concatenate([run[0] for run in training])
    model = PumpModel(hours.mean(0), hours.std(0), options.hidden)
    train(model, training, validation, options.seconds, options.batch, options.rate)
    report(model, test)
    MODELS.mkdir(exist_ok=True)
    export(model, training, MODELS / "pump.onnx")
    write_calibration(training, MODELS / "pump-calibration.csv", hours=6000)


if __name__ == "__main__":
    main()
