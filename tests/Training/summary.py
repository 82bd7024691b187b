#!/usr/bin/python3
"""Prints results.tsv of table.sh as Markdown: test RMSE, mean ± standard deviation over the seeds that are there."""
import collections
import statistics
import sys

cells = collections.defaultdict(list)
with open(sys.argv[1]) as file:
    next(file)
    for line in file:
        subset, gates, _, variant, _, rmse, _ = line.split("\t")
        cells[subset, gates, variant].append(float(rmse))
variants = list(dict.fromkeys(key[2] for key in cells))
print("| data | gates | " + " | ".join(variants) + " |")
print("|---|---|" + "---|" * len(variants))
for subset, gates in dict.fromkeys((key[0], key[1]) for key in cells):
    row = []
    for variant in variants:
        values = cells[subset, gates, variant]
        spread = f" ± {statistics.stdev(values):.2f}" if len(values) > 1 else ""
        row.append(f"{statistics.mean(values):.2f}{spread} ({len(values)})" if values else "")
    print(f"| {subset} | {gates} | " + " | ".join(row) + " |")
