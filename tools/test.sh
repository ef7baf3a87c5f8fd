# shellcheck shell=bash disable=SC1090,SC2016,SC2034,SC2154
# The parts of the tests: what each needs, and how it runs. Sourced.

parts=(format unit asan types wasm interop emulator online cli browser package constant-time)
test_name=          # of `-t`: only tests with this in their name
declare -A chosen=()  # part -> its files, a line each, where not all of them run

# setup_parts <part ...>: all that they need from outside this folder, asked for once, before the first begins.
setup_parts() {
    local part required=() native=no wasm=no npm=no nginx=no
    optional_tools=()
    for part in "$@"; do
        case $part in
            format) optional_tools+=(clang-format) ;;
            types) npm=yes ;;
            unit | asan) native=yes ;;
            constant-time) native=yes wasm=yes npm=yes required+=(clang-14 valgrind) ;;
            *) wasm=yes npm=yes ;;
        esac
        case $part in
            format | types) ;;
            *) required+=(openssl) optional_tools+=(certtool pk12util ssh-keygen) ;;  # the fixtures
        esac
        case $part in
            wasm) required+=(xz) ;;
            emulator) optional_tools+=(aws) ;;
            cli) optional_tools+=(pkcs11-tool softhsm2-util) ;;
            browser) optional_tools+=(chromium firefox webkit) ;;
            package) required+=(git) optional_tools+=(chromium firefox unzip) nginx=yes ;;
        esac
    done
    [[ $native == no ]] || required+=(cmake ninja g++)
    [[ $wasm == no ]] || required+=(cmake ninja em++)
    [[ $npm == no ]] || required+=(node npm)
    require "${required[@]}"
    want "${optional_tools[@]}"
    [[ $nginx == no ]] || find_nginx || say "dev: going on without nginx: tests that need it are skipped."
    [[ $native == no ]] || setup_native
    [[ $wasm == no ]] || setup_wasm
    [[ $npm == no ]] || setup_npm
}

# needs <step>: steps that come before it.
needs() {
    case $1 in
        unit | asan) say fixtures ;;
        wasm | interop | emulator | online | cli | browser | package | constant-time) say fixtures build ;;
    esac
}

step_format() {
    if have clang-format; then
        single format format --check
    else
        skipped_test 'clang-format 14 is not installed' format
        count 0 0 1 format
    fi
}

# Test inputs are made anew by OpenSSL each time: keys in a repository alarm people and scanners.
step_fixtures() { single fixtures tests/vectors/make-fixtures build/fixtures; }

step_build() { single 'build WebAssembly, pages and package' build_all; }

step_unit() { native_tests native; }
step_asan() { give_way && native_tests asan; }
step_types() { single types check_types; }

step_wasm() { test_only_module residue popcert_wasm_unwiped && test_only_module residue popcert_wasm_devpki_unwiped && node_tests wasm; }
step_interop() { node_tests interop; }
step_emulator() { node_tests emulator; }
step_online() { node_tests online; }
step_cli() { node_tests cli; }
step_browser() { node_tests browser; }
step_package() { node_tests package; }

# What two compilers make of it, natively, and what is in the WebAssembly.
step_constant_time() {
    local preset presets=(native constant-time)
    [[ -z ${chosen[$step]-}$test_name ]] || presets=()
    give_way
    for preset in "${presets[@]}"; do
        single "build $preset for valgrind" build_preset "$preset" secrets_valgrind passwords_valgrind devpki_valgrind || continue
        run_ctest "$preset" "constant-time, $preset" --label-regex '^constant-time$'
    done
    test_only_module wasm_trace popcert_wasm_branching && node_tests constant_time
}

check_types() {
    local project
    for project in tsconfig.json web/src/cli/tsconfig.json tests/tsconfig.json; do
        [[ ! -f $project ]] || node_modules/.bin/tsc --noEmit -p "$project" || return 1
    done
}

# native_tests <preset>: the unit tests and the fuzz corpus, or what is chosen of the unit tests.
native_tests() {
    local preset=$1 reports status=0
    single "build $preset" build_preset "$preset" || return
    reports=$root/build/$preset/tests
    rm -f "$reports"/unit-*.xml
    heading "unit, $preset"
    if [[ -n ${chosen[$step]-}$test_name ]]; then
        chosen_unit_tests "$preset" "$reports/unit-chosen.xml" || status=1
        count_catch2 "unit, $preset" "$status" "$reports"/unit-chosen.xml
        return
    fi
    ctest --preset "$preset" --parallel "$processors" --no-tests=error --label-regex '^unit$' || status=1
    count_catch2 "unit, $preset" "$status" "$reports"/unit-*.xml
    run_ctest "$preset" "fuzz corpus, $preset" --label-exclude 'unit|constant-time'
}

# chosen_unit_tests <preset> <report>: Catch2 knows a test by its file's name (-#) and a part of its own.
chosen_unit_tests() {
    local preset=$1 report=$2 word specification=()
    while read -r word; do
        case $word in
            '') specification+=("*$test_name*") ;;
            \[*) specification+=("$word${test_name:+*$test_name*}") ;;
            *) specification+=("[#$(basename "$word" .cc)]${test_name:+*$test_name*}") ;;
        esac
    done <<<"${chosen[$step]-}"
    "build/$preset/tests/popcert_tests" -\# --warn NoAssertions --reporter console::out=- --reporter "xml::out=$report" \
        "$(IFS=,; printf '%s' "${specification[*]}")"
}

# run_ctest <preset> <name> <choice of ctest ...>
run_ctest() {
    local preset=$1 name=$2 report=$results/$1-$step.xml
    shift 2
    heading "$name"
    rm -f "$report"
    ctest --preset "$preset" --parallel "$processors" --no-tests=error --output-junit "$report" "$@" || true
    count_junit "$name" "$report"
}

# test_only_module <file> <target>: links the module that only this file looks into, if it runs.
test_only_module() {
    [[ -z ${chosen[$step]-} || ${chosen[$step]} == *$1* ]] || return 0
    single "build $2" build_preset wasm "$2"
}

# node_tests <folder>: Node's test runner over tests/<folder>. Each file is a process with ports and folders of its own.
node_tests() {
    local folder=$1 report=$results/$step.tap files=() options=() status=0 at_once=$((processors < 4 ? 2 : 4))
    # A third of their time they wait: for what a person has to have seen before a press counts.
    [[ $folder != browser ]] || at_once=3
    if [[ -n ${chosen[$step]-} ]]; then
        mapfile -t files <<<"${chosen[$step]%$'\n'}"
    else
        mapfile -t files < <(test_files "$folder")
    fi
    heading "$step"
    if [[ ${#files[@]} == 0 ]]; then
        skipped_test "tests/$folder has no tests" "$step"
        count 0 0 1 "$step"
        return 0
    fi
    [[ -z $test_name ]] || options+=("--test-name-pattern=$test_name")
    node --test --test-concurrency="$at_once" "${options[@]}" \
        --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=tap --test-reporter-destination="$report" "${files[@]}" |
        { grep --line-buffered -v '# test name does not match pattern$' || true; } || status=1
    count_tap "$step" "$report" "$status"
}

# Minutes each, as seen; a file that is not named takes about as long as it is.
longest=(online-trouble attack-keyboard attack-list online dev-certs attack-sight attack-swap manifest devpki-residue inspect residue work devpki)

# test_files <folder>: the longest first.
test_files() {
    local folder=tests/$1
    {
        printf '%s.test.mjs\n' "${longest[@]/#/$folder/}"
        find "$folder" -name '*.test.mjs' -printf '%s %p\n' 2>/dev/null | sort -k1,1nr -k2 | cut -d' ' -f2-
    } | while read -r file; do [[ ! -f $file ]] || say "$file"; done | awk '!seen[$0]++'
}

# choose <part> <word ...>: of its files those with one of the words in their path.
choose() {
    local part=$1 word file files=() found=()
    shift
    case $part in
        unit | asan) mapfile -t files < <(find tests/core -name '*_test.cc' | sort) ;;
        format | types) return 0 ;;
        *) mapfile -t files < <(test_files "${part//-/_}") ;;
    esac
    for word in "$@"; do
        [[ $word != \[* || $part != @(unit|asan) ]] || found+=("$word")
        for file in "${files[@]}"; do
            [[ $file != "tests/"*"$word"* ]] || found+=("$file")
        done
    done
    [[ ${#found[@]} == 0 ]] || chosen[$part]=$(printf '%s\n' "${found[@]}" | sort -u)
}

is_part() { [[ " ${parts[*]} " == *" $1 "* ]]; }

run_tests() {
    local strict=no asked=() words=() part
    while [[ $# != 0 ]]; do
        case $1 in
            --strict) strict=yes ;;
            -t) [[ $# -ge 2 ]] || fail "-t needs a part of a test's name."; shift; test_name=$1 ;;
            -*) fail "'test' has no option '$1'; see ./dev help." ;;
            *) if is_part "$1"; then asked+=("$1"); else words+=("$1"); fi ;;
        esac
        shift
    done
    if [[ ${#asked[@]} == 0 ]]; then
        [[ ${#words[@]} == 0 && -z $test_name ]] || fail "There is no part '${words[0]-}'; see ./dev help. Files and -t belong to a part."
        asked=("${parts[@]}")
    fi
    if [[ ${#words[@]} != 0 ]]; then
        local some=()
        for part in "${asked[@]}"; do
            choose "$part" "${words[@]}"
            [[ -z ${chosen[$part]-} ]] || some+=("$part")
        done
        [[ ${#some[@]} != 0 ]] || fail "No file of ${asked[*]} has '${words[*]}' in its path."
        asked=("${some[@]}")
    fi
    run_parts "$strict" "${asked[@]}"
}

# The longest and those that others wait for come first; what only fills gaps, last.
order=(fixtures build browser unit asan package constant-time wasm interop emulator online cli types format)

# run_parts <strict> <part ...>: with the steps that they need, then the summary.
run_parts() {
    local strict=$1 part steps=()
    shift
    heading "what the tests need"
    setup_parts "$@"
    rm -rf "$results"
    mkdir -p "$results"
    local wanted=" $* "
    for part in "$@"; do wanted+="$(needs "$part" | tr '\n' ' ') "; done
    for part in "${order[@]}"; do [[ $wanted != *" $part "* ]] || steps+=("$part"); done
    if [[ $# == 1 ]]; then one_after_another "${steps[@]}"; else side_by_side "${steps[@]}"; fi
    summary "$strict"
}
