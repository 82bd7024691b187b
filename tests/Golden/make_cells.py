"""Trains one small network of every cell and writes its weights, and what it gives in double, to cells/.

    python3 tests/Golden/make_cells.py [NAME...]     PyTorch 1.13, numpy; about 15 s a cell

The task: a slow state that noisy inputs drive, y[t] = 0.92·y[t−1] + 0.25·tanh(x0·x1) + 0.1·x2[t−3], from three correlated inputs.
Every network is one recurrent layer of 16 units (a Jordan network: 4 outputs) and a dense head of 1.

    inputs.npy [48, 60, 3]     24 windows to calibrate, 24 to measure
    NAME.npy                   float32, one after the other: W [G·H, I], U [G·H, R], b [G·H], extras, head [1, O], head bias [1]
                               extras: GRU with reset after: d [H]; Jordan: V [O, H], c [O]; peepholes: pi, pf, po [H]
    NAME.expected.npy [2, 60, 1]   the first two windows' outputs by the equations in double

Gates stand as i, f, g, o and z, r, n; a gate that a variant has not is left out. Equations are written down here once, in torch, and not taken
from the project: C# reads the weights and has equations of its own.
"""
import os, sys
import numpy as np, torch

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cells")
I, H, T = 3, 16, 60
sigmoid, tanh = torch.sigmoid, torch.tanh
hard = lambda x: torch.clamp(0.2 * x + 0.5, 0, 1)
identity = lambda x: x


class Step(torch.autograd.Function):
    """1 where x ≥ 0 forward; a sigmoid's gradient backward."""
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (x >= 0).to(x.dtype)

    @staticmethod
    def backward(ctx, gradient):
        s = torch.sigmoid(ctx.saved_tensors[0])
        return gradient * s * (1 - s)


def data(seed, n):
    g = np.random.RandomState(seed)
    x = np.zeros((n, T, I))
    for k in range(I):
        walk = g.randn(n, T + 10) * 0.6
        for t in range(1, T + 10):
            walk[:, t] += 0.8 * walk[:, t - 1]
        x[:, :, k] = walk[:, 10:]
    x[:, :, 1] += 0.5 * x[:, :, 0]
    y = np.zeros((n, T, 1))
    last = np.zeros(n)
    for t in range(T):
        last = 0.92 * last + 0.25 * np.tanh(x[:, t, 0] * x[:, t, 1]) + (0.1 * x[:, t - 3, 2] if t >= 3 else 0)
        y[:, t, 0] = last
    return x, y


def param(*shape, scale=None):
    scale = scale or 1 / np.sqrt(H)
    return torch.nn.Parameter((torch.rand(*shape, dtype=torch.float64) * 2 - 1) * scale)


class Net(torch.nn.Module):
    def __init__(self, gates, recurrent=H, outputs=H):
        super().__init__()
        self.W, self.U, self.b = param(gates * H, I), param(gates * H, recurrent), param(gates * H, scale=0.1)
        self.extras = torch.nn.ParameterList()
        self.outputs = outputs
        self.head, self.head_bias = param(1, outputs), param(1)

    def run(self, x):
        h = torch.zeros(x.shape[0], self.outputs, dtype=x.dtype)
        c = torch.zeros(x.shape[0], H, dtype=x.dtype)
        state, ys = (h, c, None), []
        for t in range(x.shape[1]):
            state = self.step(x[:, t], *state)
            ys.append(state[0] @ self.head.T + self.head_bias)
        return torch.stack(ys, 1)

    def weights(self):
        return np.concatenate([p.detach().numpy().ravel() for p in [self.W, self.U, self.b, *self.extras, self.head, self.head_bias]]).astype("<f4")


class Elman(Net):
    def __init__(self, a, u=None):
        super().__init__(1)
        self.a = a
        if u is not None:
            self.U.data = torch.eye(H, dtype=torch.float64) * u

    def step(self, x, h, c, _):
        return self.a(x @ self.W.T + h @ self.U.T + self.b), c, None


class Jordan(Net):
    def __init__(self, a, g):
        super().__init__(1, 4, 4)
        self.a, self.g = a, g
        self.extras.extend([param(4, H), param(4, scale=0.1)])

    def step(self, x, y, c, _):
        s = self.a(x @ self.W.T + y @ self.U.T + self.b)
        return self.g(s @ self.extras[0].T + self.extras[1]), c, None


class Gru(Net):
    def __init__(self, after, candidate=tanh):
        super().__init__(3)
        self.after, self.candidate = after, candidate
        if after:
            self.extras.append(param(H, scale=0.1))

    def step(self, x, h, c, _):
        w, (uz, ur, un) = x @ self.W.T + self.b, self.U.chunk(3)
        wz, wr, wn = w.chunk(3, 1)
        z, r = sigmoid(wz + h @ uz.T), sigmoid(wr + h @ ur.T)
        inner = r * (h @ un.T + self.extras[0]) if self.after else (r * h) @ un.T
        return (1 - z) * self.candidate(wn + inner) + z * h, c, None


class Lstm(Net):
    def __init__(self, i=sigmoid, f=sigmoid, o=sigmoid, g=tanh, out=tanh, coupled=False, peepholes=False, fgr=False):
        self.names = [n for n, a in zip("ifgo", (i, None if coupled else f, g, o)) if a]
        super().__init__(len(self.names), 4 * H if fgr else H)
        self.a = dict(i=i, f=f, g=g, o=o, out=out)
        self.coupled, self.peepholes, self.fgr = coupled, peepholes, fgr
        if peepholes:
            self.extras.extend([param(H) for _ in range(3)])
        if "f" in self.names:
            self.b.data[H * self.names.index("f"):][:H] += 1
        if fgr:
            self.U.data[2 * H:3 * H, H:] = 0

    def step(self, x, h, c, gates):
        r = h
        if self.fgr:
            r = torch.cat([h, *(gates or [torch.zeros_like(c)] * 3)], 1)
            mask = torch.ones_like(self.U)
            mask[2 * H:3 * H, H:] = 0
            pre = x @ self.W.T + r @ (self.U * mask).T + self.b
        else:
            pre = x @ self.W.T + r @ self.U.T + self.b
        part = dict(zip(self.names, pre.chunk(len(self.names), 1)))
        p = self.extras if self.peepholes else [0, 0, 0]
        i = self.a["i"](part["i"] + p[0] * c) if "i" in part else torch.ones_like(c)
        f = 1 - i if self.coupled else self.a["f"](part["f"] + p[1] * c) if "f" in part else torch.ones_like(c)
        c = f * c + i * self.a["g"](part["g"])
        o = self.a["o"](part["o"] + p[2] * c) if "o" in part else torch.ones_like(c)
        return o * self.a["out"](c), c, (i, f, o)


CELLS = {
    "elman-tanh": lambda: Elman(tanh),
    "elman-relu": lambda: Elman(torch.relu, 0.7),
    "elman-elu": lambda: Elman(torch.nn.functional.elu, 0.7),
    "elman-softsign": lambda: Elman(torch.nn.functional.softsign),
    "jordan": lambda: Jordan(tanh, identity),
    "gru-reset-after": lambda: Gru(True),
    "gru-reset-before": lambda: Gru(False),
    "gru-relu": lambda: Gru(True, torch.relu),
    "lstm": lambda: Lstm(),
    "lstm-nfg": lambda: Lstm(f=None),
    "lstm-nig": lambda: Lstm(i=None),
    "lstm-nog": lambda: Lstm(o=None),
    "lstm-niaf": lambda: Lstm(g=identity),
    "lstm-noaf": lambda: Lstm(out=identity),
    "lstm-cifg": lambda: Lstm(coupled=True),
    "lstm-peepholes": lambda: Lstm(peepholes=True),
    "lstm-fgr": lambda: Lstm(fgr=True),
    "lstm-hard-sigmoid": lambda: Lstm(i=hard, f=hard, o=hard),
    "lstm-relu": lambda: Lstm(g=torch.relu, out=torch.relu),
    "lstm-binary": lambda: Lstm(i=Step.apply, f=Step.apply),
}


def main(names):
    torch.set_num_threads(1)
    os.makedirs(HERE, exist_ok=True)
    x, y = (torch.tensor(v) for v in data(1, 256))
    test, _ = data(2, 48)
    np.save(os.path.join(HERE, "inputs.npy"), test.astype("<f4"))
    for name in names or CELLS:
        torch.manual_seed(3)
        net = CELLS[name]()
        optimizer = torch.optim.Adam(net.parameters(), 0.01)
        for step in range(240):
            batch = torch.randint(0, len(x), (32,))
            loss = ((net.run(x[batch]) - y[batch]) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            for group in optimizer.param_groups:
                group["lr"] = 0.01 * (1 - step / 240) + 1e-4
        weights = net.weights()
        with torch.no_grad():
            at = 0
            if getattr(net, "fgr", False):
                net.U.data[2 * H:3 * H, H:] = 0
                weights = net.weights()
            for p in [net.W, net.U, net.b, *net.extras, net.head, net.head_bias]:
                p.data = torch.tensor(weights[at:at + p.numel()].astype("f8").reshape(p.shape))  # what the file holds
                at += p.numel()
            expected = net.run(torch.tensor(test[:2].astype("<f4").astype("f8"))).numpy()
        np.save(os.path.join(HERE, name + ".npy"), weights)
        np.save(os.path.join(HERE, name + ".expected.npy"), expected.astype("<f4"))
        print(f"{name}: loss {loss.item():.4f} of variance {y.var().item():.4f}", flush=True)


main(sys.argv[1:])
