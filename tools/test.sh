# shellcheck shell=bash disable=SC1090,SC2016,SC2034,SC2154
# The tests, part by part, and their sum. Sourced.

passed=0 failed=0 skipped=0
troubles=()
results=$root/build/results

count() {
    passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
    say "-- $4: $1 passed, $2 failed, $3 skipped"
    [[ $2 == 0 ]] || troubles+=("$4")
}

# single <name> <command ...>: one step that succeeds or not.
single() {
    local name=$1
    shift
    heading "$name"
    if ("$@"); then
        count 1 0 0 "$name"
    else
        count 0 1 0 "$name"
        return 1
    fi
}

# native_tests <preset> <name> <choice of ctest ...>: builds, runs ctest, counts what it reports.
native_tests() {
    local preset=$1 name=$2 report=$results/$1-$2.xml
    shift 2
    single "build $preset" build_preset "$preset" || return 0
    heading "$name, $preset"
    rm -f "$report"
    ctest --preset "$preset" --parallel "$(nproc)" --no-tests=error --output-junit "$report" "$@" || true
    local total bad skip
    total=$(junit tests "$report") bad=$(junit failures "$report")
    skip=$(($(junit skipped "$report") + $(junit disabled "$report")))
    if [[ $total == 0 ]]; then bad=1 total=1; fi
    count $((total - bad - skip)) "$bad" "$skip" "$name, $preset"
}

# junit <attribute> <file>: a number of the first testsuite; 0 where there is no report.
junit() {
    local number
    number=$(tr '\n\t' '  ' <"$2" 2>/dev/null | grep -oE "<testsuite [^>]*" | head -1 | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+') || true
    say "${number:-0}"
}

# node_tests <name> <concurrency> <folder>: Node's test runner over <folder>/*.test.mjs.
node_tests() {
    local name=$1 concurrency=$2 folder=$3 report=$results/$1.tap files status=0
    mapfile -t files < <(find "$folder" -name '*.test.mjs' 2>/dev/null | sort)
    heading "$name"
    if [[ ${#files[@]} == 0 ]]; then
        say "$folder has no tests."
        count 0 0 1 "$name"
        return 0
    fi
    node --test --test-concurrency="$concurrency" \
        --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=tap --test-reporter-destination="$report" "${files[@]}" || status=1
    local good bad skip
    good=$(tap pass "$report")
    bad=$(($(tap fail "$report") + $(tap cancelled "$report")))
    skip=$(($(tap skipped "$report") + $(tap todo "$report")))
    if [[ $status != 0 && $bad == 0 ]]; then bad=1; fi
    count "$good" "$bad" "$skip" "$name"
}

tap() {
    local number
    number=$(grep -E "^# $1 [0-9]+$" "$2" 2>/dev/null | tail -1 | grep -oE '[0-9]+') || true
    say "${number:-0}"
}

# Test inputs are made anew by OpenSSL each time: keys in a repository alarm people and scanners.
make_fixtures() {
    if [[ -x tests/vectors/make-fixtures ]]; then
        single "fixtures" tests/vectors/make-fixtures build/fixtures || true
    else
        say "dev: tests/vectors/make-fixtures does not exist: no fixtures are made."
    fi
}

# The web build is what the parts from `types` on test; it is made once.
built=
build_for_tests() {
    if [[ -z $built ]]; then
        built=no
        single "build WebAssembly, pages and package" build_all && built=yes
    fi
    [[ $built == yes ]]
}

check_format() {
    if have clang-format; then
        single "format" format --check || true
    else
        count 0 0 1 "format: clang-format 14 is not installed"
    fi
}

check_types() {
    local project
    for project in tsconfig.json tests/tsconfig.json; do
        [[ ! -f $project ]] || node_modules/.bin/tsc --noEmit -p "$project" || return 1
    done
}

# What two compilers make of it, natively, and what is in the WebAssembly.
constant_time() {
    native_tests native constant-time --label-regex constant-time
    native_tests constant-time constant-time --label-regex constant-time
    if compgen -G 'tests/constant_time/*.test.mjs' >/dev/null && build_for_tests; then
        node_tests constant-time-wasm 1 tests/constant_time
    fi
}

parts=(format unit asan types wasm interop emulator online browser package constant-time)

run_part() {
    case $1 in
        format) check_format ;;
        unit) native_tests native unit --label-exclude constant-time ;;
        asan) native_tests asan unit ;;
        types) if build_for_tests; then single "types" check_types || true; fi ;;
        wasm) if build_for_tests; then node_tests wasm 2 tests/wasm; fi ;;
        interop) if build_for_tests; then node_tests interop 2 tests/interop; fi ;;
        emulator) if build_for_tests; then node_tests emulator 2 tests/emulator; fi ;;
        online) if build_for_tests; then node_tests online 2 tests/online; fi ;;
        browser) if build_for_tests; then node_tests browser 1 tests/browser; fi ;;
        package) if build_for_tests; then node_tests package 1 tests/package; fi ;;
        constant-time) constant_time ;;
    esac
}

run_tests() {
    local part started=$SECONDS
    [[ $# != 0 ]] || set -- "${parts[@]}"
    for part in "$@"; do
        [[ " ${parts[*]} " == *" $part "* ]] || fail "There is no part '$part'; see ./dev help."
    done
    heading "what the tests need"
    setup test
    rm -rf "$results"
    mkdir -p "$results"
    make_fixtures
    for part in "$@"; do run_part "$part"; done

    heading "summary, after $((SECONDS - started)) seconds"
    local trouble
    for trouble in "${troubles[@]}"; do say "FAILED: $trouble"; done
    say "$passed passed, $failed failed, $skipped skipped"
    [[ $failed == 0 ]]
}
