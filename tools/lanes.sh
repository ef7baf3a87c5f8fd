# shellcheck shell=bash disable=SC2154
# Steps of the tests, one after another or side by side. Sourced.
# A step is a function `step_<name>`; it leaves its log, sums and time in build/results (tools/report.sh).

processors=$(nproc)
# Tests in browsers wait more than they compute, and compilers the other way round: three at once fill a machine of two processors.
lanes=$((processors < 6 ? 3 : 4))
running_steps=()

# run_step <name>: in a subshell, so that what fails in it ends it alone.
run_step() {
    local started=$SECONDS status=0
    # shellcheck disable=SC2030
    (
        step=$1
        trap 'times >"$results/$step.times"' EXIT  # its own and what it ran to the end: user and system of each
        "step_${1//-/_}"
    ) || status=$?
    say $((SECONDS - started)) >"$results/$1.seconds"
    return "$status"
}

# one_after_another <step ...>: seen as they run.
one_after_another() {
    local name
    for name in "$@"; do
        if waits_for_failed "$name"; then not_run "$name"; else run_step "$name" || true; fi
    done
}

# side_by_side <step ...>: at most $lanes at once, begun in this order. A step waits for those it needs (`needs`); what it said is
# shown when it has ended.
side_by_side() {
    local waiting=("$@") left name pid finished
    declare -A names=() unfinished=()
    for name in "$@"; do unfinished[$name]=1; done
    trap 'stop_steps; exit 130' INT TERM
    while [[ ${#unfinished[@]} != 0 ]]; do
        left=()
        for name in "${waiting[@]}"; do
            if [[ ${#names[@]} -ge $lanes ]] || needs_one_of "$name" "${!unfinished[@]}"; then
                left+=("$name")
            elif waits_for_failed "$name"; then
                not_run "$name"
                unset "unfinished[$name]"
            else
                say "dev: $name begins"
                # With a process group of its own: all of it can be ended.
                set -m
                run_step "$name" >"$results/$name.log" 2>&1 </dev/null &
                set +m
                names[$!]=$name
                running_steps=("${!names[@]}")
            fi
        done
        waiting=("${left[@]}")
        [[ ${#names[@]} != 0 ]] || continue
        finished=
        wait -n -p finished "${!names[@]}" || true
        for pid in ${finished:+"$finished"}; do
            name=${names[$pid]}
            unset "names[$pid]" "unfinished[$name]"
            running_steps=("${!names[@]}")
            heading "$name, $(cat "$results/$name.seconds" 2>/dev/null || say '?') seconds"
            cat "$results/$name.log"
        done
    done
    trap - INT TERM
}

stop_steps() {
    local pid
    for pid in "${running_steps[@]}"; do kill -- "-$pid" 2>/dev/null || true; done
}

# needs_one_of <step> <step ...>: does the first need one of the others?
needs_one_of() {
    local name=$1 needed
    shift
    for needed in $(needs "$name"); do
        [[ " $* " != *" $needed "* ]] || return 0
    done
    return 1
}

waits_for_failed() {
    local needed
    for needed in $(needs "$1"); do
        if grep -qE '^[0-9]+ [1-9]' "$results/$needed.counts" 2>/dev/null; then return 0; fi
        [[ -s $results/$needed.counts ]] || return 0
    done
    return 1
}

not_run() {
    # shellcheck disable=SC2030,SC2034
    (step=$1 && count 0 1 0 "$1: not run, what it needs ($(needs "$1")) failed")
    say 0 >"$results/$1.seconds"
}

# Long and patient: beside a browser, whose tests wait for what a person would wait for, this gives way.
give_way() { renice -n $(($(nice) + 5)) -p "$BASHPID" >/dev/null 2>&1 || true; }
