# shellcheck shell=bash disable=SC1090,SC2016,SC2034,SC2154
# The machine's own packages: finds what a verb needs, and installs it on Debian and Ubuntu. Sourced.

clang_format=
os_release=${POPCERT_OS_RELEASE-/etc/os-release}

# tool -> packages on Debian and Ubuntu
declare -A packages=(
    [cmake]=cmake [ninja]=ninja-build [g++]=g++ [em++]=emscripten [node]=nodejs [npm]=npm [openssl]=openssl
    [clang-format]=clang-format-14 [clang-14]="clang-14 libclang-rt-14-dev" [valgrind]=valgrind
    [xz]=xz-utils [curl]="curl ca-certificates" [python3]=python3
    [chromium]="chromium chromium-sandbox" [firefox]=firefox-esr
)

# have <tool>: is it here, in a version that will do? Sets what others use of it (paths of browsers and clang-format).
have() {
    local name
    case $1 in
        clang-format)
            for name in clang-format-14 clang-format; do
                if [[ $("$name" --version 2>/dev/null) == *"version 14."* ]]; then
                    clang_format=$name
                    return 0
                fi
            done
            return 1 ;;
        clang-14) command -v clang++-14 >/dev/null && [[ -e $(clang++-14 -print-file-name="libclang_rt.fuzzer-$(uname -m).a") ||
            -e $(clang++-14 -print-resource-dir)/lib/linux/libclang_rt.fuzzer-$(uname -m).a ]] ;;
        chromium) find_browser POPCERT_CHROMIUM chromium chromium-browser google-chrome google-chrome-stable ;;
        firefox) find_browser POPCERT_FIREFOX firefox-esr firefox ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

# find_browser <variable> <name ...>: the variable if it is set, else the first of the names on the PATH that starts.
# Ubuntu's package `firefox` may be a script that only tells to install the snap: hence the question for its version.
find_browser() {
    local variable=$1 name path
    shift
    if [[ -n ${!variable-} ]]; then
        [[ -x ${!variable} ]] || fail "$variable names '${!variable}', which is not a program."
        export "${variable?}"
        return 0
    fi
    for name in "$@"; do
        path=$(command -v "$name" || true)
        if [[ -n $path ]] && timeout 60 "$path" --version >/dev/null 2>&1; then
            export "$variable=$path"
            return 0
        fi
    done
    return 1
}

# require <tool ...>: installs those that are missing, or stops and says what a person must do.
require() {
    local tool missing=()
    for tool in "$@"; do
        have "$tool" || missing+=("$tool")
    done
    [[ ${#missing[@]} == 0 ]] && return 0
    install_packages "${missing[@]}"
    for tool in "${missing[@]}"; do
        hash -r
        have "$tool" || fail "$tool is still missing after its package was installed (${packages[$tool]})."
    done
}

# want <tool ...>: as require, but goes on without those that this system cannot give.
want() {
    local tool
    for tool in "$@"; do
        have "$tool" || (install_packages "$tool") || true
        have "$tool" || say "dev: going on without $tool: tests that need it are skipped."
    done
}

is_debian_like() {
    [[ -r $os_release ]] && grep -qE '^(ID|ID_LIKE)=.*(debian|ubuntu)' "$os_release" && command -v apt-get >/dev/null
}

is_ubuntu() { grep -qE '^ID=.?ubuntu' "$os_release"; }

install_packages() {
    local tool list=() snaps=()
    if ! is_debian_like; then
        say "dev: only Debian 12 and Ubuntu are set up automatically. Please install, and start again:" >&2
        for tool in "$@"; do say "  $tool   (on Debian: ${packages[$tool]})" >&2; done
        exit 1
    fi
    for tool in "$@"; do
        # Ubuntu has no real package of these two, only snaps.
        case $tool in
            chromium | firefox) if is_ubuntu; then snaps+=("$tool"); continue; fi ;;
        esac
        read -ra names <<<"${packages[$tool]}"
        list+=("${names[@]}")
    done
    if [[ ${#list[@]} != 0 ]]; then
        say "dev: installing packages: ${list[*]}"
        local options=(-qq -o Acquire::Retries=3)
        as_root "apt-get update && apt-get install -y --no-install-recommends ${list[*]}"
        retry "${root_command[@]}" apt-get "${options[@]}" update || say "dev: apt-get update had errors; going on with what it knows."
        retry "${root_command[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install -y --no-install-recommends \
            "${list[@]}" </dev/null || fail "apt-get could not install: ${list[*]}"
    fi
    for tool in "${snaps[@]}"; do
        if command -v snap >/dev/null && snap version 2>/dev/null | grep -q '^snapd .*[0-9]'; then
            as_root "snap install $tool"
            say "dev: installing the snap $tool"
            "${root_command[@]}" snap install "$tool" || fail "snap could not install $tool."
        else
            fail "Ubuntu has $tool only as a snap, and snaps do not work here. Install a real browser from its maker" \
                "(google-chrome, or firefox from Mozilla's archive), or name one with POPCERT_${tool^^}."
        fi
    done
}

# as_root <what a person would type>: sets root_command, or stops and says what an administrator must run.
as_root() {
    if [[ $(id -u) == 0 ]]; then
        root_command=()
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 && -z ${CI-} ]]; }; then
        root_command=(sudo)
    else
        fail "this needs an administrator, and sudo is missing or asks for a password. Please have this run, and start again:
  $1"
    fi
}

retry() {
    local pause
    for pause in 2 10; do
        "$@" && return 0
        sleep "$pause"
    done
    "$@"
}
