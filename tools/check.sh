# shellcheck shell=bash disable=SC2154
# ./dev check: what a change can break, before it is committed. Sourced.
# Always format, types and unit. Besides, by what differs from the branch point on the main branch, committed or not:
#   a test file            that file, of any part
#   core, wasm             the part wasm
#   the emulator           the parts emulator and online
#   the command            the part cli
#   the online page's logic, what it reads and writes, or tests/support    online
#   other pages, the element, the package                                  wasm
# The rest of browser, interop, package, asan and constant-time is for `./dev test`.

changed_files() {
    local base
    base=$(git merge-base HEAD origin/main 2>/dev/null || git merge-base HEAD main 2>/dev/null || say HEAD)
    { git diff --name-only --diff-filter=d "$base" && git ls-files --others --exclude-standard; } | sort -u
}

# parts_of <file>: the parts that a changed file wants as a whole.
parts_of() {
    case $1 in
        tests/emulator/*) say emulator online ;;
        docs/command-line.md) say cli ;;
        *.md | tests/*.test.mjs | tests/core/*) ;;
        web/src/cli/*) say cli ;;
        tests/support/* | web/src/online/* | web/src/requests/*) say online ;;
        core/* | wasm/* | web/* | third_party/* | cmake/* | tests/wasm/*) say wasm ;;
    esac
}

check() {
    [[ $# == 0 ]] || fail "check takes no arguments: ./dev test runs single parts and files."
    local file part whole=" " asked=(format types unit) files=()
    git rev-parse --git-dir >/dev/null 2>&1 || fail "check looks at what changed, and this is no git repository: use ./dev test."
    mapfile -t files < <(changed_files)
    for file in "${files[@]}"; do
        for part in $(parts_of "$file"); do whole+="$part "; done
    done
    for part in "${parts[@]}"; do
        if [[ $whole == *" $part "* ]]; then
            asked+=("$part")
            continue
        fi
        for file in "${files[@]}"; do
            [[ $file == "tests/${part//-/_}/"*.test.mjs ]] || continue
            [[ " ${asked[*]} " == *" $part "* ]] || asked+=("$part")
            # shellcheck disable=SC2004
            chosen[$part]+=$file$'\n'
        done
    done
    say "dev: ${#files[@]} files changed: checking ${asked[*]}"
    run_parts no "${asked[@]}"
}
