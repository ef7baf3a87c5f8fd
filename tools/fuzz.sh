# shellcheck shell=bash disable=SC2034,SC2154
# ./dev fuzz: minutes spread over the fuzz targets by what still finds something. Sourced.
# Each target gets a slice of time. Those whose last slice found new edges get another one, until none does; then all
# get one that is twice as long. What crashes gets no more, and fails the run at its end.

found=build/fuzz/found
logs=build/fuzz/logs
declare -A executions=() edges=() gained=() grown=() slices=() crashes=()

fuzz_targets() {
    local source name
    for source in tests/fuzz/*.cc; do
        name=$(basename "$source" .cc)
        [[ ! -e $source || $name == replay_main || ! $(<"$source") == *LLVMFuzzerTestOneInput* ]] || say "$name"
    done
}

fuzz() {
    local minutes=10 asked=() targets=() target
    while [[ $# != 0 ]]; do
        case $1 in
            --minutes) [[ ${2-} =~ ^[1-9][0-9]*$ ]] || fail "--minutes needs a whole number."; minutes=$2; shift ;;
            -*) fail "'fuzz' has no option '$1'; see ./dev help." ;;
            *) asked+=("$1") ;;
        esac
        shift
    done
    mapfile -t targets < <(fuzz_targets)
    for target in "${asked[@]}"; do
        [[ " ${targets[*]} " == *" $target "* ]] || fail "There is no fuzz target '$target' in tests/fuzz; there are: ${targets[*]}"
    done
    [[ ${#asked[@]} == 0 ]] || targets=("${asked[@]}")
    [[ ${#targets[@]} != 0 ]] || fail "There is no fuzz target in tests/fuzz."
    build_preset fuzz
    mkdir -p "$logs"
    fuzz_in_rounds $((SECONDS + minutes * 60)) "$minutes" "${targets[@]}"
    fuzz_summary "${targets[@]}"
}

# fuzz_in_rounds <end> <minutes> <target ...>
fuzz_in_rounds() {
    local end=$1 minutes=$2 slice target left=()
    shift 2
    slice=$((minutes * 60 * processors / ($# * 4)))
    slice=$((slice < 5 ? 5 : slice > 60 ? 60 : slice))
    trap 'stop_steps; exit 130' INT TERM
    while [[ $SECONDS -lt $end ]]; do
        left=()
        for target in "$@"; do [[ -n ${crashes[$target]-} ]] || left+=("$target"); done
        [[ ${#left[@]} != 0 ]] || break
        # As many at once as there are processors, also where there are fewer targets.
        while [[ ${#left[@]} -lt $processors ]]; do left+=("${left[@]}"); done
        say "dev: ${slice} s each: ${left[*]}"
        while [[ ${#left[@]} != 0 ]]; do
            fuzz_slices "$end" "$slice" "${left[@]}"
            [[ $SECONDS -lt $end ]] || break
            left=()
            for target in "$@"; do
                [[ -n ${crashes[$target]-} || ${gained[$target]-0} == 0 ]] || left+=("$target")
            done
        done
        slice=$((slice * 2))
    done
    trap - INT TERM
}

# fuzz_slices <end> <seconds> <target ...>: one slice of each, on all processors, none beyond the end.
fuzz_slices() {
    local end=$1 slice=$2 target pid finished number=0
    shift 2
    declare -A names=() files=()
    for target in "$@"; do gained[$target]=0; done
    while [[ $# != 0 || ${#names[@]} != 0 ]]; do
        while [[ $# != 0 && ${#names[@]} -lt $processors ]]; do
            target=$1 number=$((number + 1))
            shift
            local seconds=$((end - SECONDS < slice ? end - SECONDS : slice))
            [[ $seconds -gt 0 && -z ${crashes[$target]-} ]] || continue
            # New inputs go to build/; what they found worth keeping is copied into the corpus by hand.
            mkdir -p "$found/$target" "tests/fuzz/corpus/$target"
            set -m
            "build/fuzz/tests/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
                -artifact_prefix="$found/$target-" "$found/$target" "tests/fuzz/corpus/$target" \
                >"$logs/$target-$number.log" 2>&1 </dev/null &
            set +m
            names[$!]=$target files[$!]=$logs/$target-$number.log
            running_steps=("${!names[@]}")
        done
        [[ ${#names[@]} != 0 ]] || continue
        local status=0
        finished=
        wait -n -p finished "${!names[@]}" || status=$?
        for pid in ${finished:+"$finished"}; do
            fuzz_count "${names[$pid]}" "${files[$pid]}" "$status"
            unset "names[$pid]"
            running_steps=("${!names[@]}")
        done
    done
}

# fuzz_count <target> <log> <exit status>: what one slice did. `cov:` of libFuzzer's lines is the number of edges reached.
fuzz_count() {
    local target=$1 file=$2 status=$3 before after ran
    before=$(grep -E '\bINITED cov:' "$file" | grep -oE 'cov: [0-9]+' | grep -oE '[0-9]+' | head -1) || true
    after=$(grep -oE '\bcov: [0-9]+' "$file" | tail -1 | grep -oE '[0-9]+') || true
    ran=$(grep -oE '^stat::number_of_executed_units: *[0-9]+' "$file" | grep -oE '[0-9]+$') || true
    executions[$target]=$((${executions[$target]-0} + ${ran:-0}))
    slices[$target]=$((${slices[$target]-0} + 1))
    gained[$target]=$((${gained[$target]-0} + ${after:-0} - ${before:-0}))
    grown[$target]=$((${grown[$target]-0} + ${after:-0} - ${before:-0}))
    edges[$target]=$((${after:-0} > ${edges[$target]-0} ? ${after:-0} : ${edges[$target]-0}))
    if [[ $status != 0 ]]; then
        crashes[$target]=$file
        heading "$target: CRASH"
        tail -n 60 "$file"
    fi
}

fuzz_summary() {
    local target total=0
    heading "summary, after $SECONDS seconds; new inputs and findings are in $found"
    printf '%-20s %8s %14s %8s %8s\n' target slices executions edges new
    for target in "$@"; do
        printf '%-20s %8d %14d %8d %8d\n' "$target" "${slices[$target]-0}" "${executions[$target]-0}" "${edges[$target]-0}" \
            "${grown[$target]-0}"
        total=$((total + ${executions[$target]-0}))
    done
    say "$total executions, ${#crashes[@]} targets crashed"
    for target in "${!crashes[@]}"; do
        say "FAILED: $target, see ${crashes[$target]}" "and" "$found/$target-"*
    done
    [[ ${#crashes[@]} == 0 ]]
}
