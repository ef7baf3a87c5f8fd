# shellcheck shell=bash disable=SC1090,SC2016,SC2034,SC2154
# Builds, each only as far as something changed. Sourced.

# setup <verb>: all that the verb needs from outside this folder.
setup() {
    case $1 in
        run | build | bench)
            require cmake ninja em++ node npm openssl xz
            setup_wasm && setup_npm ;;
        test) setup_parts "${parts[@]}" ;;
        check) setup_parts format types unit wasm online emulator cli ;;
        fuzz) setup_native && require clang-14 && require libfuzzer ;;
        format) require clang-format ;;
        *) fail "setup knows run, build, check, test, bench, fuzz and format, not '$1'." ;;
    esac
}

setup_native() {
    require cmake ninja g++ openssl
    fetch_source bearssl
    fetch_source catch2
}

setup_wasm() {
    require cmake ninja em++ node openssl
    fetch_source bearssl
    if [[ -z ${EMSCRIPTEN_ROOT-} ]]; then
        EMSCRIPTEN_ROOT=$(dirname "$(readlink -f "$(command -v em++)")")
        [[ -d $EMSCRIPTEN_ROOT/cmake ]] || EMSCRIPTEN_ROOT=/usr/share/emscripten
    fi
    [[ -d $EMSCRIPTEN_ROOT/cmake ]] || fail "EMSCRIPTEN_ROOT ($EMSCRIPTEN_ROOT) is not the folder of Emscripten."
    export EMSCRIPTEN_ROOT
}

setup_npm() {
    require node npm
    local wanted
    wanted=$(cat package.json package-lock.json | sha256sum)
    stamp node_modules/.popcert "$wanted" && return 0
    say "dev: installing npm packages as package-lock.json pins them"
    retry run_npm ci --no-progress --loglevel=error </dev/null || fail "npm ci failed."
    stamp_write node_modules/.popcert "$wanted"
}

# build_preset <preset> [target ...]: configure on the first time (later ninja does it where needed), then build. One at a time in
# a folder: steps of the tests run side by side.
build_preset() {
    mkdir -p "build/$1"
    (
        flock 9
        build_preset_alone "$@"
    ) 9>"build/$1/.lock"
}

build_preset_alone() {
    local preset=$1
    shift
    case $preset in
        native | asan) setup_native ;;
        constant-time) setup_native && require clang-14 valgrind ;;
        fuzz) setup_native && require clang-14 && require libfuzzer ;;
        wasm) setup_wasm ;;
        *) fail "There is no preset '$preset'; see CMakePresets.json." ;;
    esac
    local options=("-DFETCHCONTENT_SOURCE_DIR_BEARSSL=$(source_dir bearssl)")
    [[ $preset == wasm ]] || options+=("-DFETCHCONTENT_SOURCE_DIR_CATCH2=$(source_dir catch2)")
    local wanted
    wanted=$(printf '%s\n' "$root" "${options[@]}" "${EMSCRIPTEN_ROOT-}" && cat CMakePresets.json third_party/sources.txt)
    wanted=$(sha256sum <<<"$wanted")
    if ! stamp "build/$preset/.configured" "$wanted"; then
        cmake --preset "$preset" "${options[@]}" || fail "cmake could not configure $preset."
        stamp_write "build/$preset/.configured" "$wanted"
    fi
    local targets=()
    [[ $# == 0 ]] || targets=(--target "$@")
    cmake --build --preset "$preset" "${targets[@]}"
}

# build_web: pages and package into dist/, from the wasm preset's output.
build_web() {
    setup_npm && node web/build.mjs
}

build_all() {
    build_preset wasm && build_web
}
