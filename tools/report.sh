# shellcheck shell=bash disable=SC2016,SC2034,SC2154
# What the tests said: each step leaves its sums, skipped tests and time in build/results, the summary adds them up. Sourced.

results=$root/build/results
step=all   # whose sums are being taken

# Tests that cannot run in some place, whatever is installed there: no judge is missing, and --strict lets them pass.
never_there=(
    'Firefox does not tell a page what covers it'
    'the address sanitizer ends the program instead of returning a null pointer'
)

# count <passed> <failed> <skipped> <what>
count() {
    printf '%s %s %s %s\n' "$@" >>"$results/$step.counts"
    say "-- $4: $1 passed, $2 failed, $3 skipped"
}

# skipped_test <reason> <name>: named in the summary; counted by `count`.
skipped_test() { printf '%s\t%s: %s\n' "$1" "$step" "$2" >>"$results/$step.skips"; }

# single <name> <command ...>: something that succeeds or not.
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

# tap <attribute> <file>: a sum at the end of a report of Node's; 0 where there is none.
tap() {
    local number
    number=$(grep -E "^# $1 [0-9]+$" "$2" 2>/dev/null | tail -1 | grep -oE '[0-9]+') || true
    say "${number:-0}"
}

# tap_skips <file>: a line per skipped test, its name and the reason. Tests that `-t` leaves out are not among them.
tap_skips() {
    grep -E '^ *ok [0-9]+ - .* # (SKIP|TODO)' "$1" 2>/dev/null | grep -v '# SKIP test name does not match pattern$' |
        sed -E 's/^ *ok [0-9]+ - //; s/ # (SKIP|TODO) */\t/' || true
}

# tap_failures <file>: a line per test that failed: where it is, its name below those of its suites, and what was wrong.
tap_failures() {
    awk '
        function told() { if (where != "") print where ": " path ": " error; where = "" }
        match($0, /^ *# Subtest: /) { depth = index($0, "#") - 1; name[depth] = substr($0, RLENGTH + 1); next }
        match($0, /^ *not ok [0-9]+ - /) {
            told()
            depth = index($0, "n") - 1
            path = ""
            for (i = 0; i <= depth; i += 4) path = path (i == 0 ? "" : ", ") name[i]
            failed = 1; error = ""
            next
        }
        failed && /^ *location: / { sub(/^ *location: ./, ""); sub(/:[0-9]+.$/, ""); sub(/^.*\/tests\//, "tests/"); where = $0; next }
        # That something in it failed is no failure of its own.
        failed && /^ *failureType: .subtestsFailed/ { where = ""; failed = 0; next }
        failed && /^ *error: \|-$/ {
            for (lines = 0; lines < 3 && (getline) > 0 && !/^ *code: /;) if (sub(/^ *[^ ]/, "&")) { sub(/^ */, ""); error = error (lines++ ? " " : "") $0 }
            next
        }
        failed && /^ *error: / { sub(/^ *error: ./, ""); sub(/.$/, ""); error = $0; next }
        /^ *\.\.\.$/ { told(); failed = 0 }' "$1" 2>/dev/null || true
}

count_tap() {
    local title=$1 file=$2 status=$3 good bad skips=() line
    good=$(tap pass "$file")
    bad=$(($(tap fail "$file") + $(tap cancelled "$file")))
    if [[ $status != 0 && $bad == 0 ]]; then bad=1; fi
    mapfile -t skips < <(tap_skips "$file")
    if [[ $((good + bad + ${#skips[@]})) == 0 ]]; then
        say "No test was found${test_name:+ with '$test_name' in its name}."
        bad=1
    fi
    for line in "${skips[@]}"; do skipped_test "${line#*$'\t'}" "${line%%$'\t'*}"; done
    tap_failures "$file" >>"$results/$step.failures"
    count "$good" "$bad" "${#skips[@]}" "$title"
}

# xml_sum <attribute> <file ...>: over the sums of test cases that Catch2 reports.
xml_sum() {
    local attribute=$1 number sum=0
    shift
    while read -r number; do sum=$((sum + number)); done < <(cat "$@" /dev/null 2>/dev/null |
        grep -oE '<OverallResultsCases [^>]*' | grep -oE " $attribute=\"[0-9]+\"" | grep -oE '[0-9]+')
    say "$sum"
}

# xml_skips <file ...>: as tap_skips, from Catch2's reports.
xml_skips() {
    cat "$@" /dev/null 2>/dev/null | awk '
        /<TestCase / { name = $0; sub(/.* name="/, "", name); sub(/".*/, "", name) }
        /<Skip / { getline; sub(/^ */, ""); print name "\t" $0 }'
}

# xml_failures <file ...>: a line per test that failed, from Catch2's reports: the first place where it did.
xml_failures() {
    cat "$@" /dev/null 2>/dev/null | awk '
        /<TestCase / { name = $0; sub(/.* name="/, "", name); sub(/".*/, "", name); place = "" }
        /<(Expression success="false"|Exception|Failure|FatalErrorCondition)[ >]/ && place == "" {
            place = $0
            if (!sub(/.* filename="/, "", place)) place = "?"
            sub(/".*/, "", place); sub(/^.*\/tests\//, "tests/", place)
            line = $0
            if (sub(/.* line="/, "", line)) { sub(/".*/, "", line); place = place ":" line }
        }
        /<OverallResult success="false"/ { print place ": " name }'
}

# count_catch2 <title> <exit status> <report ...>
count_catch2() {
    local title=$1 status=$2 good bad skips=() line
    shift 2
    good=$(xml_sum successes "$@")
    bad=$(xml_sum failures "$@")
    # A program that ended early has no sums.
    if [[ $status != 0 && $bad == 0 || $((good + bad)) == 0 ]]; then bad=1; fi
    mapfile -t skips < <(xml_skips "$@")
    for line in "${skips[@]}"; do skipped_test "${line#*$'\t'}" "${line%%$'\t'*}"; done
    xml_failures "$@" >>"$results/$step.failures"
    count "$good" "$bad" "${#skips[@]}" "$title"
}

# junit <attribute> <file>: a number of the first testsuite of ctest; 0 where there is no report.
junit() {
    local number
    number=$(tr '\n\t' '  ' <"$2" 2>/dev/null | grep -oE "<testsuite [^>]*" | head -1 | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+') || true
    say "${number:-0}"
}

# count_junit <title> <report>
count_junit() {
    local title=$1 report=$2 total bad skip name
    total=$(junit tests "$report") bad=$(junit failures "$report")
    skip=$(($(junit skipped "$report") + $(junit disabled "$report")))
    if [[ $total == 0 ]]; then bad=1 total=1; fi
    if [[ $skip != 0 ]]; then
        while read -r name; do skipped_test 'what it needs is missing' "$name"; done < <(
            grep -oE '<testcase name="[^"]*"[^>]*status="(notrun|disabled)"' "$report" | sed -E 's/.* name="([^"]*)".*/\1/; s/^<testcase name="//; s/".*//')
    fi
    grep -oE '<testcase name="[^"]*"[^>]*status="fail"' "$report" 2>/dev/null |
        sed -E 's/^<testcase name="([^"]*)".*/\1/' >>"$results/$step.failures" || true
    count $((total - bad - skip)) "$bad" "$skip" "$title"
}

is_never_there() {
    local reason
    for reason in "${never_there[@]}"; do [[ $1 == "$reason"* ]] && return 0; done
    return 1
}

# processor_seconds <what `times` printed>
processor_seconds() {
    cat "$1" /dev/null 2>/dev/null | awk -F '[ms ]+' '{ sum += $1 * 60 + $2 + $3 * 60 + $4 } END { printf "%.0f", sum }'
}

# summary <strict: yes or no>: times, failures, skipped tests by reason, and the sum in the last line. False if anything failed.
summary() {
    local strict=$1 file name good bad skip title passed=0 failed=0 skipped=0 troubles=() reason missing=0
    heading "summary, after $SECONDS seconds"
    for file in "$results"/*.seconds; do
        name=$(basename "$file" .seconds)
        printf '%5d s, %5d s of processor  %s\n' "$(<"$file")" "$(processor_seconds "$results/$name.times")" "$name"
        if [[ ! -s $results/$name.counts ]]; then
            troubles+=("$name ended early")
            failed=$((failed + 1))
            continue
        fi
        while read -r good bad skip title; do
            passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + skip))
            [[ $bad == 0 ]] || troubles+=("$title")
        done <"$results/$name.counts"
    done
    cat "$results"/*.skips 2>/dev/null | sort >"$results/skips" || true
    while read -r reason; do
        say "SKIPPED: $reason"
        awk -F '\t' -v reason="$reason" '$1 == reason { print "         " $2 }' "$results/skips"
        is_never_there "$reason" || missing=$((missing + 1))
    done < <(cut -f1 "$results/skips" | sort -u)
    if [[ $strict == yes && $missing != 0 ]]; then
        troubles+=("--strict: something is missing that tests need, for $missing reasons (SKIPPED, above)")
        failed=$((failed + 1))
    fi
    # By name, and last: often the end of what was printed is all that is left to see.
    for file in "$results"/*.failures; do
        [[ -s $file ]] || continue
        name=$(basename "$file" .failures)
        sed "s/^/FAILED: $name: /" "$file" | cut -c1-400
    done
    for title in "${troubles[@]}"; do say "FAILED: $title"; done
    say "$passed passed, $failed failed, $skipped skipped"
    [[ $failed == 0 ]]
}
