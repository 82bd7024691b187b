#!/usr/bin/env bash
# run.sh BENCH OUT MODEL.elstm [MORE…]: builds the arm64 bench program OUT for an artifact; MORE goes to the build (-p:ConformanceWindows=true for a model
# that needs windows). BENCH is the folder of the bench's own scripts
# (build-arm64.sh and setup.sh, with its README): it is not part of this repository.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bench=$1 out=$2 model=$(realpath "$3")
shift 3
dotnet build -c Release -v quiet --nologo "$here/EdgeLstm.ArmBench.csproj" -p:ConformanceModel="$model" "$@"
"$bench/build-arm64.sh" "$here/bin/Release/net10.0/EdgeLstm.ArmBench.dll" "$here/main.c" "$out"
