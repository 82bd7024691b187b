#!/usr/bin/python3
"""The last 30 cycles of each test engine, as the models of table.sh take them: test_windows.py CMAPSS_DIR FD001 OUT.npy"""
import sys

import numpy as np

# The 14 sensors that move; columns are unit, cycle, three settings, then the sensors from 1.
SENSORS = [2, 3, 4, 7, 8, 9, 11, 12, 13, 14, 15, 17, 20, 21]
WINDOW = 30

folder, subset, target = sys.argv[1:]
rows = np.loadtxt(f"{folder}/test_{subset}.txt")
engines = [rows[rows[:, 0] == unit][-WINDOW:, [4 + s for s in SENSORS]] for unit in np.unique(rows[:, 0])]
np.save(target, np.stack([engine for engine in engines if len(engine) == WINDOW]).astype(np.float32))
