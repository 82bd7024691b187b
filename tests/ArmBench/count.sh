#!/usr/bin/env bash
# count.sh BENCH MODELS [OUT]: executed arm64 instructions per step, (those of 1001 steps − those of 1) / 1000, of each model in the folder MODELS
# (INPUTS_UNITS.SCHEME[-FORMS].elstm, with the samples of INPUTS.npy; 'tests/Benchmarks -- models' writes them), as Pi 4 and as Pi 5. Counts are exact and
# repeat. It fails where one is more than 3 % above its line in counts.txt, and says so where one is as much below. OUT receives the lines.
# BENCH as for run.sh.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bench=$1 models=$2 out=${3:-/dev/null}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
plugin="${W:-${XDG_CACHE_HOME:-$HOME/.cache}/edgelstm-arm64}/icount.so,sym=NONE,hist=off"

total() { # CPU STEPS: instructions of the whole process
    qemu-aarch64 -cpu "$1" -plugin "$plugin" -d plugin "$work/bench" steps "$samples" "$2" 2>&1 | sed -n 's/.*total *\([0-9]*\).*/\1/p'
}

failed=0 built=()
: >"$out"
printf '%-10s %-8s %-11s %9s %9s\n' model scheme cpu counted before
for model in $(ls -v "$models"/*.elstm); do
    name=$(basename "$model" .elstm) size=${name%.*} scheme=${name##*.} samples=$models/${name%%_*}.npy
    "$here/run.sh" "$bench" "$work/bench" "$model" "${built[@]}" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
    built=(--no-restore -p:BuildProjectReferences=false -p:RunAnalyzers=false) # from one model to the next only that changes
    for cpu in cortex-a72 cortex-a76; do
        many=$(total $cpu 1001) one=$(total $cpu 1)
        counted=$(((many - one + 500) / 1000))
        before=$(awk -v s="$size" -v c="$scheme" -v p="$cpu" '$1 == s && $2 == c && $3 == p { print $4 }' "$here/counts.txt")
        verdict=
        if [ -z "$before" ]; then
            verdict="no line in counts.txt" failed=1
        elif [ $((counted * 100)) -gt $((before * 103)) ]; then
            verdict="more than 3 % above" failed=1
        elif [ $((counted * 103)) -lt $((before * 100)) ]; then
            verdict="below: update counts.txt"
        fi
        printf '%-10s %-8s %-11s %9s %9s %s\n' "$size" "$scheme" "$cpu" "$counted" "${before:--}" "$verdict"
        echo "$size $scheme $cpu $counted" >>"$out"
    done
done
exit $failed
