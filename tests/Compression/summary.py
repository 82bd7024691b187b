#!/usr/bin/python3
"""The table of docs/compression.md from compression.tsv: mean test RMSE over seeds, and by how much it differs from the float model of the same seed."""
import collections
import csv
import statistics
import sys

ORDER = ["float", "int8x16", "int8", "five", "five-0.3", "five-int8", "three", "five-int4", "three-int4", "rank-32", "rank-24", "rank-24-int8", "rank-16", "rank-12", "rank-8", "columns-25", "columns-25-int8", "columns-40", "columns-50", "five-int4-columns-12", "five-int4-columns-25", "five-int4-columns-50"]
ORDER = [name for variant in ORDER for name in (variant, f"{variant}-tuned")]
rmse = collections.defaultdict(dict)
size = {}
for row in csv.DictReader(open(sys.argv[1]), delimiter="\t"):
    rmse[row["subset"], row["gates"], row["variant"]][row["seed"]] = float(row["rmse"])
    size[row["variant"]] = int(row["bytes"])
pairs = sorted({(subset, gates) for subset, gates, _ in rmse})
print("| | bytes | " + " | ".join(f"{subset}, {gates}: RMSE | − float" for subset, gates in pairs) + " |")
print("|---|---|" + "---|---|" * len(pairs))
for variant in ORDER:
    cells = []
    if variant not in size:
        continue
    for subset, gates in pairs:
        own, base = rmse[subset, gates, variant], rmse[subset, gates, "float"]
        values = list(own.values())
        if not values:
            cells += ["", ""]
            continue
        spread = f" ± {statistics.stdev(values):.2f}" if len(values) > 1 else ""
        cells += [f"{statistics.mean(values):.2f}{spread}", f"{statistics.mean(own[s] - base[s] for s in own if s in base):+.2f}"]
    print(f"| {variant} | {size.get(variant, 0):,} | " + " | ".join(cells) + " |")
