#!/usr/bin/env bash
# Simulates a thousand pumps, trains the model on them and quantizes it: writes models/pump.onnx, models/pump-calibration.csv and models/pump.elstm.
# Two minutes on two cores. The same seeds give the same files.
set -euo pipefail
cd "$(dirname "$0")/../../.."
models=examples/raspberrypi/models
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pump() { dotnet run -c Release --project examples/raspberrypi -- "$@"; }
edgelstm() { dotnet run -c Release --project src/Tool -- "$@"; }

pump simulate --runs 1000 --seed 1 -o "$work/runs.csv"

# On the board the state is reset only when a new bearing is fitted, so whole lives are learned from, with both targets at every hour. No life is as long as the window.
edgelstm train csv "$work/runs.csv" --target rul,fault --task regression,classification --group run --window 1000 --loss-at every \
    --features vibration_rms,kurtosis,envelope,shaft_speed,bearing_temperature,motor_current \
    --hidden 32 --batch 32 --epochs 40 --seed 1 -o "$work/pump.onnx"
cp "$work/pump.onnx" $models/pump.onnx

# Ranges are learned from the readings of sixteen pumps: the six columns of the sensors.
pump simulate --runs 16 --seed 1 -o "$work/calibration.csv"
cut -d , -f 3-8 "$work/calibration.csv" >$models/pump-calibration.csv
edgelstm quantize $models/pump.onnx -o $models/pump.elstm --calibrate $models/pump-calibration.csv

pump evaluate
