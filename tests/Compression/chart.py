#!/usr/bin/python3
"""docs/compression.svg from compression.tsv: chart.py compression.tsv FLOAT_BYTES OUT.svg

Size against what it costs: mean over seeds of the test RMSE's difference to the float model of the same seed, gates trained soft.
"""
import collections
import csv
import statistics
import sys

# Each with the place of its label beside the upper point: dx, dy, anchor.
LABELS = {
    "int8x16": "int8", "five": "five-level gates", "three": "three-level gates", "five-int4": "five-level gates, int4 candidate", "three-int4": "three-level gates, int4 candidate",
    "rank-32": "rank 32", "rank-24": "rank 24", "columns-25": "a quarter of the columns left out", "rank-16-tuned": "rank 16, fine-tuned",
}
PLACES = {
    "int8x16": (0, -10, "middle"), "five": (8, 18, "start"), "three": (-8, -24, "end"), "five-int4": (-9, 2, "end"), "three-int4": (-9, 14, "end"),
    "rank-32": (0, -10, "middle"), "rank-24": (8, -4, "start"), "columns-25": (0, -10, "middle"), "rank-16-tuned": (-9, 4, "end"),
}
LEFT, TOP, WIDTH, HEIGHT = 70, 46, 600, 300

rows, size = collections.defaultdict(dict), {}
for row in csv.DictReader(open(sys.argv[1]), delimiter="\t"):
    if row["gates"] == "soft":
        rows[row["subset"], row["variant"]][row["seed"]] = float(row["rmse"])
        size[row["variant"]] = int(row["bytes"])
share = {v: 100 * size[v] / int(sys.argv[2]) for v in LABELS if v in size}
loss = {
    (s, v): statistics.mean(values[k] - rows[s, "float"][k] for k in values)
    for (s, v), values in rows.items() if v in LABELS
}
low, high = min([-0.6, *loss.values()]), max([0.6, *loss.values()])


def x(percent):
    return LEFT + WIDTH * percent / 30


def y(value):
    return TOP + HEIGHT * (high - value) / (high - low)


out = [
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 420" font-family="system-ui, sans-serif" font-size="12">',
    "<title>Bytes of constants against the change of RMSE on C-MAPSS</title>",
    '<rect width="720" height="420" fill="white"/>',
    '<text x="70" y="24" font-size="13" font-weight="600" fill="#222">What a smaller model costs: LSTM 14 → 64 on C-MAPSS, 5 seeds</text>',
]
for k in range(0, 31, 5):
    out.append(f'<line x1="{x(k):.1f}" y1="{TOP}" x2="{x(k):.1f}" y2="{TOP + HEIGHT}" stroke="#eee"/><text x="{x(k):.1f}" y="{TOP + HEIGHT + 18}" text-anchor="middle" fill="#555">{k} %</text>')
step = 0.2
for k in range(int(low / step) - 1, int(high / step) + 2):
    value = k * step
    if low <= value <= high:
        out.append(f'<line x1="{LEFT}" y1="{y(value):.1f}" x2="{LEFT + WIDTH}" y2="{y(value):.1f}" stroke="{"#999" if k == 0 else "#eee"}"/><text x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end" fill="#555">{value:+.1f}</text>')
out.append(f'<text x="{LEFT + WIDTH / 2}" y="{TOP + HEIGHT + 40}" text-anchor="middle" fill="#333">constants, share of the float32 model\'s bytes</text>')
out.append(f'<text x="18" y="{TOP + HEIGHT / 2}" text-anchor="middle" fill="#333" transform="rotate(-90 18 {TOP + HEIGHT / 2})">RMSE in cycles, against float32</text>')
for (subset, variant), value in sorted(loss.items()):
    colour = "#1f77b4" if subset == "FD001" else "#d2691e"
    out.append(f'<circle cx="{x(share[variant]):.1f}" cy="{y(value):.1f}" r="5" fill="{colour}"><title>{subset}, {LABELS[variant]}: {share[variant]:.1f} %, {value:+.2f} cycles</title></circle>')
for variant, percent in share.items():
    top = min(y(value) for (_, v), value in loss.items() if v == variant)
    dx, dy, anchor = PLACES[variant]
    out.append(f'<text x="{x(percent) + dx:.1f}" y="{top + dy:.1f}" text-anchor="{anchor}" fill="#222">{LABELS[variant]}</text>')
for k, (name, colour) in enumerate((("FD001", "#1f77b4"), ("FD003", "#d2691e"))):
    out.append(f'<circle cx="{560 + 70 * k}" cy="{TOP + HEIGHT + 36}" r="5" fill="{colour}"/><text x="{570 + 70 * k}" y="{TOP + HEIGHT + 40}" fill="#333">{name}</text>')
out.append("</svg>")
open(sys.argv[3], "w").write("\n".join(out) + "\n")
