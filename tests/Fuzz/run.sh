#!/usr/bin/env bash
# One bounded run of every target (or of those named after the seconds): afl-fuzz on instrumented assemblies, else coverage-blind.
#   tests/Fuzz/run.sh SECONDS [TARGET...]        exit status: 0 nothing found, 1 a rule was broken
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:?seconds per target}
shift
built=tests/Fuzz/bin/Release/net10.0
out=artifacts/fuzz
rm -rf "$out"
mkdir -p "$out/crashes"
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <("$built/DSoftBus.Fuzz" --list)

mode=blind
reason="afl-fuzz is not installed"
if command -v afl-fuzz >/dev/null && command -v setsid >/dev/null; then
    # A copy: the built assemblies stay as they are.
    cp -r "$built" "$out/instrumented"
    if dotnet sharpfuzz "$out/instrumented/DSoftBus.Net.dll" >"$out/instrument.log" 2>&1; then
        mode=afl
    else
        reason="the assemblies could not be instrumented, see $out/instrument.log"
    fi
fi
if [ "$mode" = afl ]; then
    echo "fuzzing with afl-fuzz, coverage-guided, $seconds s per target"
else
    echo "fuzzing coverage-blind, $seconds s per target: $reason"
fi

found=0
for target in "${targets[@]}"; do
    corpus=tests/Fuzz/corpus/$target
    if [ "$mode" = afl ]; then
        log=$out/$target.log
        # 'timeout' bounds what afl-fuzz itself does not: a start that hangs.
        AFL_SKIP_BIN_CHECK=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_FORKSRV_INIT_TMOUT=60000 \
            timeout -k 5 $((seconds + 90)) afl-fuzz -i "$corpus" -o "$out/$target" -t 5000 -m none -V "$seconds" \
            -- "$out/instrumented/DSoftBus.Fuzz" "$target" --afl >"$log" 2>&1 || true
        stats=$out/$target/default/fuzzer_stats
        if [ ! -f "$stats" ]; then
            echo "error: afl-fuzz did not run $target, see $log" >&2
            tail -n 5 "$log" >&2
            found=1
            continue
        fi
        value() { sed -n "s/^$1 *: *//p" "$stats"; }
        echo "$target: $(value execs_done) inputs, $(value corpus_count) that reach something new, $(value edges_found) edges, $(value saved_crashes) crashes, $(value saved_hangs) hangs"
        for file in "$out/$target"/default/{crashes,hangs}/id*; do
            [ -f "$file" ] || continue
            kept=$out/crashes/$target-$(sha256sum "$file" | cut -c1-12)
            cp "$file" "$kept"
            echo "error: $target: repeat with  $built/DSoftBus.Fuzz $target $kept" >&2
            found=1
        done
    else
        "$built/DSoftBus.Fuzz" "$target" --blind "$seconds" 1 "$corpus" "$out/crashes" || found=1
    fi
done
exit $found
