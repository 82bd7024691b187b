#!/usr/bin/env bash
# The tables of docs/compression.md: models of C-MAPSS, compressed, those of variants in -tuned trained on with it, scored on the test engines.
# Resumable: a cell whose line stands in OUT/compression.tsv is not made again.
#   tests/Compression/table.sh CMAPSS_DIR OUT [KINDS] [SUBSETS] [SEEDS]
# KINDS are options of 'edgelstm train', see below; with MODELS=DIR they are those of tests/Training/table.sh, whose models DIR/SUBSET-KIND-SEED.onnx are taken as they are, and VARIANTS may name fewer. Needs numpy (Debian: python3-numpy) for the calibration windows.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
data=${1:?folder with train_FD001.txt}
out=${2:?folder for models and results}
kinds=${3:-soft binary}
subsets=${4:-FD001 FD003}
seeds=${5:-0 1 2 3 4}
tool=$out/tool
results=$out/compression.tsv
mkdir -p "$out/models"
[ -d "$tool" ] || { dotnet build "$root/src/Tool" -c Release -v quiet --nologo; cp -r "$root/src/Tool/bin/Release/net10.0" "$tool"; } # a copy: a build in between changes no figure
edgelstm() { dotnet "$tool/edgelstm.dll" "$@"; }
[ -f "$results" ] || printf 'subset\tgates\tseed\tvariant\tbytes\trmse\tphm08\n' >"$results"

# As docs/training.md trains, at 64 units: chosen on held-out engines, learned from all.
common=(--hidden 64 --epochs 6 --batch 128 --learning-rate 0.005 --average 0.98 --validation 0)
options() {
    case $1 in
        soft) ;;
        binary) echo --gates binary --noise-probability 0.2 ;;
        *) echo "no options for $1" >&2; return 1 ;;
    esac
}

declare -A variants=(
    [float]="" [int8x16]="" [int8]="--scheme int8"
    [five]="--gate-weights five" [three]="--gate-weights three" [five-int8]="--gate-weights five --scheme int8"
    [five-int4]="--gate-weights five --candidate int4" [three-int4]="--gate-weights three --candidate int4"
    [five-0.3]="--gate-weights five --round 0.3" # for models trained with --rounding five --rounding-step 0.3
    [five-int4-tuned]="--gate-weights five --candidate int4 --fine-tune 100" [three-int4-tuned]="--gate-weights three --candidate int4 --fine-tune 100"
    [rank-8-tuned]="--gate-rank 8 --fine-tune 200" [rank-12-tuned]="--gate-rank 12 --fine-tune 200" [rank-16-tuned]="--gate-rank 16 --fine-tune 200" [rank-24-tuned]="--gate-rank 24 --fine-tune 200"
    [rank-8]="--gate-rank 8" [rank-12]="--gate-rank 12" [rank-16]="--gate-rank 16" [rank-24]="--gate-rank 24" [rank-32]="--gate-rank 32" [rank-24-int8]="--gate-rank 24 --scheme int8"
    [columns-50-tuned]="--sparsity 0.5 --fine-tune 100" [five-int4-columns-50-tuned]="--gate-weights five --candidate int4 --sparsity 0.5 --fine-tune 100"
    [columns-25]="--sparsity 0.25" [columns-40]="--sparsity 0.4" [columns-50]="--sparsity 0.5" [columns-25-int8]="--sparsity 0.25 --scheme int8"
    [five-int4-columns-12]="--gate-weights five --candidate int4 --sparsity 0.125" [five-int4-columns-25]="--gate-weights five --candidate int4 --sparsity 0.25" [five-int4-columns-50]="--gate-weights five --candidate int4 --sparsity 0.5"
)

field() { /usr/bin/python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$@"; }

for subset in $subsets; do
    [ -f "$out/$subset.npy" ] || /usr/bin/python3 "$here/windows.py" "$data/train_$subset.txt" "$out/$subset.npy"
    for seed in $seeds; do
        for kind in $kinds; do
            model=$out/models/$subset-$kind-64-$seed
            if [ -n "${MODELS:-}" ]; then
                model=$out/models/$subset-$kind-$seed
                [ -f "$model.onnx" ] || cp "$MODELS/$subset-$kind-$seed.onnx" "$model.onnx"
            fi
            [ -n "${MODELS:-}" ] || read -ra own <<<"$(options "$kind")"
            [ -f "$model.onnx" ] || edgelstm train cmapss "$data" --subset "$subset" --seed "$seed" "${common[@]}" "${own[@]}" -o "$model.onnx" --json >"$model.json"
            for variant in ${VARIANTS:-"${!variants[@]}"}; do
                if [ "$variant" = five-0.3 ] && [ "$kind" != binary-five ]; then continue; fi
                if grep -q "^$subset	$kind	$seed	$variant	" "$results"; then continue; fi
                file=$model.onnx bytes=0
                if [ "$variant" != float ]; then
                    read -ra own <<<"${variants[$variant]}"
                    file=$model.$variant.elstm
                    edgelstm quantize "$model.onnx" -o "$file" --calibrate "$out/$subset.npy" "${own[@]}" --json >"$model.$variant.json"
                    bytes=$(field "$model.$variant.json" weightBytes)
                fi
                edgelstm evaluate "$file" cmapss "$data" --subset "$subset" --json >"$model.$variant.score.json"
                printf '%s\t%s\t%s\t%s\t%s\t%.3f\t%.1f\n' "$subset" "$kind" "$seed" "$variant" "$bytes" \
                    "$(field "$model.$variant.score.json" rmse)" "$(field "$model.$variant.score.json" phm08)" >>"$results"
            done
        done
    done
done
/usr/bin/python3 "$here/summary.py" "$results"
