#!/usr/bin/env bash
# The table of docs/training.md: gate kinds × data sets × seeds, each trained, exported, and scored on the test engines as trained, with exactly binary gates, with five-level gate weights and at low rank.
# Resumable: a cell whose line stands in OUT/results.tsv is not made again, and an interrupted training goes on (edgelstm train --resume).
#   tests/Training/table.sh CMAPSS_DIR OUT [KINDS] [SUBSETS] [SEEDS]
# The defaults make the whole table. Choices (epochs, rates, schedules) were made on held-out training engines; the test figures are only reported. THREADS=N uses N cores; runs over other kinds may share OUT.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
data=${1:?folder with train_FD001.txt}
out=${2:?folder for models and results}
kinds=${3:-soft sharp binary hard binary-five}
subsets=${4:-FD001 FD003}
seeds=${5:-0 1 2 3 4}
tool=$out/tool
results=$out/results.tsv
mkdir -p "$out/models"
[ -d "$tool" ] || { dotnet build "$root/src/Tool" -c Release -v quiet --nologo; cp -r "$root/src/Tool/bin/Release/net10.0" "$tool"; } # a copy: a build in between changes no figure
edgelstm() { dotnet "$tool/edgelstm.dll" "$@"; }
[ -f "$results" ] || printf 'subset\tgates\tseed\tvariant\trmse\tphm08\n' >"$results"
number() { python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$@"; }

# Options that every kind shares, and each kind's own. They were chosen on five folds of each subset's training engines (docs/training.md says how); the models of the table then learn from all training engines, for that
# number of epochs: --validation 0.
common=(--hidden 32 --batch 128 --validation 0 ${THREADS:+--threads "$THREADS"})
options() { # SUBSET KIND
    local soft binary=(--gates binary --noise-probability 0.2) hard=(--epochs 16 --average 0.98 --forget-bias 2 --input-bias 1 --noise-probability 0.5 --noise-fade --learning-rate 0.004)
    local noisy five
    if [ "$1" = FD001 ]; then
        soft=(--epochs 16 --average 0.99 --learning-rate 0.004 --input-noise 0.4 --weight-decay 1.5 --forget-bias uniform)
        noisy=(--epochs 16 --average 0.99 --learning-rate 0.004 --input-noise 0.4 --weight-decay 1 --forget-bias uniform)
        five=(--epochs 12 --average 0.98 --learning-rate 0.004 --input-noise 0.4 --weight-decay 0.5 --forget-bias uniform)
        hard+=(--input-noise 0.4 --weight-decay 1)
    else
        soft=(--epochs 6 --average 0.98 --learning-rate 0.005 --input-noise 0.2 --weight-decay 0.5)
        noisy=("${soft[@]}")
        five=(--epochs 12 --average 0.98 --learning-rate 0.004 --input-noise 0.2 --weight-decay 0.5)
        hard+=(--input-noise 0.2 --weight-decay 0.5)
    fi
    case $2 in
        soft) echo "${soft[@]}" ;;
        sharp) echo "${soft[@]}" --gates sharp ;;
        binary) echo "${noisy[@]}" "${binary[@]}" ;;
        hard) echo "${hard[@]}" --gates hard ;;
        three) echo "${hard[@]}" --gates three ;;
        binary-five) echo "${five[@]}" "${binary[@]}" --rounding five --rounding-step 0.3 ;;
        *) echo "no options for $2" >&2; return 1 ;;
    esac
}

# What is done to a trained model's input and forget gates before it is scored.
variants=(as-trained binary-gates round-0.2 round-0.5 rank-8 rank-4)

# Input and forget gates over the test windows: how much of them is below 0.1 and above 0.9.
saturation=$out/saturation.tsv
[ -f "$saturation" ] || printf 'subset\tgates\tseed\tgate\tbelow\tabove\n' >"$saturation"

train() { # SUBSET KIND SEED MODEL
    local own resume=()
    read -ra own <<<"$(options "$1" "$2")"
    [ ! -f "$4.onnx.resume" ] || resume=(--resume)
    edgelstm train cmapss "$data" --subset "$1" --seed "$3" "${common[@]}" "${own[@]}" -o "$4.onnx" --json "${resume[@]}" >"$4.json.part"
    mv "$4.json.part" "$4.json"
}

score() { # SUBSET KIND SEED MODEL
    cp "$4.onnx" "$4.as-trained.onnx"
    local pairs=()
    for variant in "${variants[@]:1}"; do pairs+=("$variant" "$4.$variant.onnx"); done
    /usr/bin/python3 "$here/compress_gates.py" "$4.onnx" "${pairs[@]}"
    for variant in "${variants[@]}"; do
        if grep -q "^$1	$2	$3	$variant	" "$results"; then continue; fi
        edgelstm evaluate "$4.$variant.onnx" cmapss "$data" --subset "$1" --json >"$4.$variant.json"
        rmse=$(number "$4.$variant.json" rmse) # by itself, so that a failure ends the script and is no line of zeros
        phm08=$(number "$4.$variant.json" phm08)
        printf '%s\t%s\t%s\t%s\t%.3f\t%.1f\n' "$1" "$2" "$3" "$variant" "$rmse" "$phm08" >>"$results"
    done
}

saturate() { # SUBSET KIND SEED MODEL
    if grep -q "^$1	$2	$3	" "$saturation"; then return; fi
    [ -f "$out/$1.npy" ] || /usr/bin/python3 "$here/test_windows.py" "$data" "$1" "$out/$1.npy"
    edgelstm gates "$4.onnx" --data "$out/$1.npy" --json >"$4.gates.json"
    /usr/bin/python3 -c 'import json,sys
for row in json.load(open(sys.argv[1]))["gates"]:
    if row["gate"][0] in "if": print(*sys.argv[2:], row["gate"][0], row["closed"], row["open"], sep="\t")' "$4.gates.json" "$1" "$2" "$3" >>"$saturation"
}

# Seeds are outermost, so that a table that is not finished has whole rows of fewer seeds.
for seed in $seeds; do
    for subset in $subsets; do
        for kind in $kinds; do
            model=$out/models/$subset-$kind-$seed
            [ -f "$model.json" ] || train "$subset" "$kind" "$seed" "$model"
            score "$subset" "$kind" "$seed" "$model"
            saturate "$subset" "$kind" "$seed" "$model"
        done
    done
done
/usr/bin/python3 "$here/summary.py" "$results" "$saturation"
