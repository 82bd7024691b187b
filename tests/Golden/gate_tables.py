#!/usr/bin/env python3
"""Makes the constants of src/Runtime/Gates/GateMath.cs: tanh and tanh / 2 on |u| in [0, 4), each as eight cubics in Q15.

Input u is int16 in Q13. Bits 12..14 of |u| pick the segment, the low 12 bits become t in [-1, 1) as Q15, and
p(t) = ((k3 t + k2) t + k1) t + k0 is evaluated with rounding doubling multiplies, (a * b + 2^14) >> 15. Segment 0 is made
to give exactly 0 at u = 0 (a resting cell must not drift) and segment 7 to give 32767, or 16384 for the half, at saturation (a saturated
forget gate must hold the cell state, a closed gate must let nothing through). The cubics are Lawson minimax fits; the integer coefficients are then improved one step at a time.

    python3 tests/Golden/gate_tables.py
"""
import numpy as np

SEGMENTS, WIDTH = 8, 4096


def multiply(a, b):
    return (a * b + 16384) >> 15


def evaluate(k, t):
    p = np.full(t.shape, k[3])
    for d in (2, 1, 0):
        p = multiply(p, t) + k[d]
    return p


def fit(x, y, weight):
    powers, w = np.vander(x, 4, increasing=True), weight / weight.sum()
    best = None
    for _ in range(300):
        s = np.sqrt(w)
        c = np.linalg.lstsq(powers * s[:, None], y * s, rcond=None)[0]
        e = np.abs(powers @ c - y)
        if best is None or e.max() < best[0]:
            best = (e.max(), c)
        w = w * (e + 1e-9)
        w /= w.sum()
    return best[1]


def make(amplitude, end):
    tables = []
    for s in range(SEGMENTS):
        u = np.arange(s * WIDTH, (s + 1) * WIDTH, dtype=np.int64)
        t = (u - s * WIDTH) * 16 - 32768
        y = np.tanh(u / 8192.0) * amplitude
        k = np.round(fit(t / 32768.0, y, np.ones(WIDTH))).astype(np.int64)

        def cost(k):
            p = evaluate(k, t)
            e = np.abs(p - y)
            if s == 0:
                return e.max() + 100 * abs(int(p[0]))
            if s == 7:
                return e[:-256].max() + 100 * abs(int(p[-1]) - end) + 100 * max(0, int(p.max()) - end)
            return e.max()

        best, improved = cost(k), True
        while improved:
            improved = False
            for step in (64, 16, 4, 2, 1):
                for moves in np.ndindex(3, 3, 3, 3):
                    trial = k + (np.array(moves) - 1) * step
                    c = cost(trial)
                    if c < best - 1e-9:
                        best, k, improved = c, trial, True
        tables.append(k)
    tables = np.array(tables)
    for d in range(4):
        print(f"k{d}:", ", ".join(str(v) for v in tables[:, d]))
    u = np.arange(32768, dtype=np.int64)
    p = np.concatenate([evaluate(tables[s], (u[s * WIDTH:(s + 1) * WIDTH] - s * WIDTH) * 16 - 32768) for s in range(8)])
    e = np.abs(p - amplitude * np.tanh(u / 8192.0)) / 32768
    print("max error below 3.5:", e[:7 * WIDTH].max(), "beyond:", e[7 * WIDTH:].max(), "range", p.min(), p.max(), "at 0:", p[0], "at end:", p[-1])


print("tanh")
make(32768, 32767)
print("half of tanh, for sigmoid")
make(16384, 16384)
