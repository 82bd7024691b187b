#!/usr/bin/env bash
# The table of docs/training.md: gate kinds × data sets × seeds, each trained, exported, and scored on the test engines as trained, with exactly binary gates, with five-level gate weights and at low rank.
# Resumable: a cell whose line stands in OUT/results.tsv is not made again, and an interrupted training goes on (edgelstm train --resume).
#   tests/Training/table.sh CMAPSS_DIR OUT [KINDS] [SUBSETS] [SEEDS]
# The defaults make the whole table. Choices (epochs, rates, schedules) are made on held-out training engines: the validation column; the test column is only reported.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
data=${1:?folder with train_FD001.txt}
out=${2:?folder for models and results}
kinds=${3:-soft sharp binary hard}
subsets=${4:-FD001 FD003}
seeds=${5:-0 1 2 3 4}
tool=$out/tool
results=$out/results.tsv
mkdir -p "$out/models"
[ -d "$tool" ] || { dotnet build "$root/src/Quantize" -c Release -v quiet --nologo; cp -r "$root/src/Quantize/bin/Release/net10.0" "$tool"; } # a copy: a build in between changes no figure
edgelstm() { dotnet "$tool/edgelstm.dll" "$@"; }
[ -f "$results" ] || printf 'subset\tgates\tseed\tvariant\tvalidation\trmse\tphm08\n' >"$results"
number() { python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$@"; }

# Options that every kind shares, and each kind's own.
common=(--hidden 32 --epochs 30 --batch 512 --learning-rate 0.002)
options() {
    case $1 in
        soft) ;;
        sharp) echo --gates sharp ;;
        binary) echo --gates binary --noise-probability 0.2 ;;
        hard) echo --gates hard --noise-probability 0.2 ;;
        three) echo --gates three --noise-probability 0.2 ;;
        *) echo "no options for $1" >&2; return 1 ;;
    esac
}

# What is done to a trained model's input and forget gates before it is scored.
variants=(as-trained binary-gates round-0.2 round-0.5 rank-8 rank-4)

for subset in $subsets; do
    for kind in $kinds; do
        for seed in $seeds; do
            model=$out/models/$subset-$kind-$seed
            if [ ! -f "$model.json" ]; then
                read -ra own <<<"$(options "$kind")"
                resume=()
                [ ! -f "$model.onnx.resume" ] || resume=(--resume)
                edgelstm train cmapss "$data" --subset "$subset" --seed "$seed" "${common[@]}" "${own[@]}" -o "$model.onnx" --json "${resume[@]}" >"$model.json.part"
                mv "$model.json.part" "$model.json"
            fi
            for variant in "${variants[@]}"; do
                if grep -q "^$subset	$kind	$seed	$variant	" "$results"; then continue; fi
                if [ "$variant" = as-trained ]; then
                    cp "$model.onnx" "$model.$variant.onnx"
                else
                    /usr/bin/python3 "$here/compress_gates.py" "$model.onnx" "$variant" "$model.$variant.onnx"
                fi
                edgelstm evaluate "$model.$variant.onnx" cmapss "$data" --subset "$subset" --json >"$model.$variant.json"
                printf '%s\t%s\t%s\t%s\t%.3f\t%.3f\t%.1f\n' "$subset" "$kind" "$seed" "$variant" "$(number "$model.json" metric)" \
                    "$(number "$model.$variant.json" rmse)" "$(number "$model.$variant.json" phm08)" >>"$results"
            done
        done
    done
done
/usr/bin/python3 "$here/summary.py" "$results"
