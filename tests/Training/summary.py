#!/usr/bin/python3
"""Prints results.tsv of table.sh as Markdown: test RMSE, mean ± standard deviation over the seeds that are there.
With saturation.tsv beside it, the mean share of the input and forget gates' values below 0.1 and above 0.9 too. summary.py RESULTS [SATURATION]"""
import collections
import statistics
import sys


def rows(path):
    with open(path) as file:
        next(file)
        return [line.rstrip("\n").split("\t") for line in file]


def text(values):
    spread = f" ± {statistics.stdev(values):.2f}" if len(values) > 1 else ""
    return f"{statistics.mean(values):.2f}{spread}" if values else ""


cells = collections.defaultdict(list)
for subset, gates, _, variant, rmse, _ in rows(sys.argv[1]):
    cells[subset, gates, variant].append(float(rmse))
shares = collections.defaultdict(list)
for subset, gates, _, gate, below, above in rows(sys.argv[2]) if len(sys.argv) > 2 else []:
    shares[subset, gates, gate].append((float(below), float(above)))
variants = list(dict.fromkeys(key[2] for key in cells))
saturated = [f"{gate}: below 0.1, above 0.9" for gate in "if"] if shares else []
print("| data | gates | seeds | " + " | ".join(variants + saturated) + " |")
print("|---|---|---|" + "---|" * len(variants + saturated))
for subset, gates in dict.fromkeys((key[0], key[1]) for key in cells):
    row = [text(cells[subset, gates, variant]) for variant in variants]
    for gate in "if" if shares else "":
        found = shares[subset, gates, gate]
        row.append(", ".join(f"{statistics.mean(column):.0%}" for column in zip(*found)))
    print(f"| {subset} | {gates} | {len(cells[subset, gates, 'as-trained'])} | " + " | ".join(row) + " |")
