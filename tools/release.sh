# shellcheck shell=bash disable=SC1090,SC2016,SC2034,SC2154
# ./dev release: the files that people get, and the proof that anybody can make the same. Sourced.

release() {
    local folder=release trial=no tag=
    while [[ $# != 0 ]]; do
        case $1 in
            --verify) [[ $# == 2 ]] || fail "--verify needs the folder of a release, such as: ./dev release --verify release"
                release_verify "$2"; return ;;
            --folder) [[ $# -ge 2 ]] || fail "--folder needs a name."; shift; folder=$1 ;;
            --tag) [[ $# -ge 2 ]] || fail "--tag needs a tag, such as v$(release_version)."; shift; tag=$1 ;;
            --notes) release_notes; return ;;
            --try) trial=yes ;;
            *) fail "'release' has no option '$1'; see ./dev help." ;;
        esac
        shift
    done
    require git node
    [[ -z $tag || $tag == "v$(release_version)" ]] || fail "the tag is $tag, and package.json has the version $(release_version)."
    release_identity "$trial"
    setup build
    build_preset wasm
    setup_npm
    mkdir -p build/release
    SOURCE_DATE_EPOCH=$source_date node web/build.mjs --packages build/release/packages.json
    release_toolchain >build/release/toolchain
    node tools/release/make.mjs --out "$folder" --date "$source_date" --toolchain build/release/toolchain \
        --packages build/release/packages.json "${source_options[@]}"
    say "In $folder/. To show that anybody gets the same: ./dev release --verify $folder"
}

# release_identity <trial: yes or no>: sets source_date and source_options. Refuses what nobody could make again, and what nobody was
# told of; a trial is made all the same, and its provenance says what it is.
release_identity() {
    local version troubles=()
    version=$(release_version)
    source_date=$(git log -1 --format=%ct 2>/dev/null) || source_date=
    source_options=()
    if [[ -z $source_date ]]; then
        troubles+=("This folder is no git repository, so that the release could not name its source.")
        source_date=${SOURCE_DATE_EPOCH-0}
        source_options=(--dirty)
    else
        source_options=(--commit "$(git rev-parse HEAD)")
        if [[ -n $(git status --porcelain) ]]; then
            troubles+=("There are changes that are in no commit (git status).")
            source_options+=(--dirty)
        fi
    fi
    [[ -n $(release_notes) ]] || troubles+=("CHANGELOG.md says nothing under '## $version'.")
    [[ ${#troubles[@]} != 0 ]] || return 0
    [[ $trial == yes ]] || fail "no release is made. ${troubles[*]} To only try it: ./dev release --try"
    say "dev: this is a trial, and not to be given out. ${troubles[*]}"
}

# release_notes: what CHANGELOG.md says of this version, without its heading.
release_notes() {
    awk -v version="$(release_version)" '
        /^## / { inside = ($2 == version || $2 == "[" version "]"); next }
        inside { text = text $0 "\n" }
        END { gsub(/^\n+|\n+$/, "", text); if (text != "") print text }' CHANGELOG.md
}

# The one place of the version is package.json; CMake reads it there, too.
release_version() { node -p 'require("./package.json").version'; }

# What the octets may depend on beside the source; npm packages are pinned by package-lock.json.
release_toolchain() {
    local tools compiler
    tools=$(EM_CONFIG=${EM_CONFIG-} em-config LLVM_ROOT 2>/dev/null) || tools=
    compiler=$(command -v "$tools/clang" || command -v clang-14 || true)
    printf 'emscripten %s\n' "$(em++ -dumpversion)"
    printf 'clang %s\n' "$("$compiler" --version 2>/dev/null | grep -oE 'version [^ ]+' | head -1 | cut -d' ' -f2 || say unknown)"
    printf 'binaryen %s\n' "$(wasm-opt --version 2>/dev/null | grep -oE '[0-9]+' | head -1 || say unknown)"
    printf 'cmake %s\n' "$(cmake --version | grep -oE '[0-9.]+' | head -1)"
    printf 'ninja %s\n' "$(ninja --version)"
    printf 'node %s\n' "$(node --version)"
    printf 'npm %s\n' "$(run_npm --version)"
}

# release_verify <folder>: builds the commit that the release names once more, from a fresh clone in another folder, as another user
# where that can be, in another time zone and language and with nothing from .cache/ or node_modules/, and compares all octets.
release_verify() {
    local given work statement commit repository status=0
    require git node
    given=$(cd "$1" 2>/dev/null && pwd) || fail "There is no folder '$1'."
    statement=$(compgen -G "$given/popcert-*.provenance.json" | head -1) || fail "$1 holds no popcert-*.provenance.json."
    (cd "$given" && sha256sum --quiet -c SHA256SUMS) || fail "The files in $1 are not those that its SHA256SUMS names."
    commit=$(node tools/release/compare.mjs --commit "$statement") || fail "$1 was made from changes that are in no commit: nobody can make it again."
    # The clone comes from this folder, and would not know it.
    repository=$(node tools/release/compare.mjs --repository "$statement")
    git cat-file -e "$commit^{commit}" 2>/dev/null || fail "This repository does not have the commit $commit. Fetch it first."

    work=$(mktemp -d "${TMPDIR:-/tmp}/popcert-verify-XXXXXX")
    git clone --quiet --no-hardlinks "$root" "$work/source"
    git -C "$work/source" -c advice.detachedHead=false checkout --quiet "$commit"
    mkdir "$work/home"
    say "dev: building ${commit:0:12} again in $work, $(other_surroundings_said)"
    in_other_surroundings "$work" env POPCERT_REPOSITORY="$repository" ./dev release --folder "$work/release" >"$work/log" 2>&1 </dev/null || {
        tail -n 30 "$work/log" >&2
        fail "the build in $work failed; $work/log has all of it."
    }
    node tools/release/compare.mjs "$given" "$work/release" || status=1
    if [[ $status == 0 ]]; then rm -rf "$work"; else say "dev: what was made here is in $work/release"; fi
    return $status
}

# A zone with odd minutes, ahead of UTC: another day for a quarter of the time.
other_zone=Asia/Kathmandu

other_locale() { locale -a 2>/dev/null | grep -vE '^(C|POSIX)(\.|$)' | grep -vFx "${LC_ALL:-${LANG-}}" | head -1 || true; }

other_surroundings_said() {
    local language
    language=$(other_locale)
    if can_be_nobody; then printf 'as the user nobody, '; else printf 'as the same user (another one only root can be), '; fi
    printf 'in the zone %s, ' "$other_zone"
    if [[ -n $language ]]; then printf 'in the language %s' "$language"; else printf 'in the language C (this system has no other)'; fi
}

can_be_nobody() { [[ $(id -u) == 0 ]] && command -v setpriv >/dev/null && id nobody >/dev/null 2>&1; }

# in_other_surroundings <folder> <command ...>: in <folder>/source.
in_other_surroundings() {
    local work=$1 language user=()
    shift
    language=$(other_locale)
    if can_be_nobody; then
        user=(setpriv "--reuid=$(id -u nobody)" "--regid=$(id -g nobody)" --clear-groups)
        chown -R "nobody:$(id -g nobody)" "$work"
    fi
    (
        cd "$work/source" || exit
        umask 077
        "${user[@]}" env -u EMSCRIPTEN_ROOT -u SOURCE_DATE_EPOCH HOME="$work/home" USER=nobody LOGNAME=nobody TMPDIR="$work/home" \
            TZ="$other_zone" LC_ALL="${language:-C}" LANG="${language:-C}" CI=true "$@"
    )
}

# site [--release DIR]: static pages in dist/site.
site() {
    build_all
    node web/build/site.mjs "$@"
}
