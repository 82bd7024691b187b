#!/usr/bin/python3
"""Seconds of one epoch of FD001's size in PyTorch, to compare `epoch` lines of edgelstm with: torch_epoch.py UNITS THREADS [EPOCHS]

17,731 windows of 30 samples and 14 features, batches of 512, one LSTM and a dense head, MSE, Adam, gradient norm clipping.
"""
import sys
import time

import torch
from torch import nn

units, threads, epochs = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1
N, T, F, B = 17731, 30, 14, 512
torch.manual_seed(0)
torch.set_num_threads(threads)
lstm, head = nn.LSTM(F, units, batch_first=True), nn.Linear(units, 1)
parameters = [*lstm.parameters(), *head.parameters()]
optimizer, loss = torch.optim.Adam(parameters, 1e-3), nn.MSELoss()
x, y = torch.randn(N, T, F), torch.rand(N)
for _ in range(epochs):
    start, order = time.time(), torch.randperm(N)
    for i in range(0, N, B):
        batch = order[i:i + B]
        optimizer.zero_grad()
        loss(head(lstm(x[batch])[0][:, -1])[:, 0], y[batch]).backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
    print(f"{units} units, {threads} threads: {time.time() - start:.2f} s")
