#!/usr/bin/python3
"""Calibration windows of a C-MAPSS training file: windows.py train_FD001.txt OUT.npy

600 windows of 30 cycles and the 14 sensors that move, drawn with a fixed seed: [600, 30, 14] float32. Needs numpy.
"""
import sys

import numpy as np

SENSORS = [2, 3, 4, 7, 8, 9, 11, 12, 13, 14, 15, 17, 20, 21]
WINDOW, COUNT = 30, 600

rows = np.loadtxt(sys.argv[1])
values = rows[:, [4 + sensor for sensor in SENSORS]].astype(np.float32)
ends = [k for k in range(WINDOW - 1, len(rows)) if rows[k, 0] == rows[k - WINDOW + 1, 0]]
chosen = np.random.default_rng(0).choice(ends, COUNT, replace=False)
np.save(sys.argv[2], np.stack([values[end - WINDOW + 1 : end + 1] for end in chosen]))
