# shellcheck shell=bash disable=SC1090,SC2016,SC2034,SC2154
# The machine's own packages: finds what a verb needs, and installs it on Debian and Ubuntu. Sourced.

clang_format=
system_path=$PATH
optional_tools=()  # what the verb would also like: named to an administrator together with what it needs
os_release=${POPCERT_OS_RELEASE-/etc/os-release}

# tool -> packages on Debian and Ubuntu
declare -A packages=(
    [cmake]=cmake [ninja]=ninja-build [g++]=g++ [em++]=emscripten [node]=nodejs [npm]=npm [openssl]=openssl
    [clang-format]=clang-format-14 [clang-14]=clang-14 [libfuzzer]=libclang-rt-14-dev [valgrind]=valgrind
    [xz]=xz-utils [curl]="curl ca-certificates" [certtool]=gnutls-bin [pk12util]=libnss3-tools [ssh-keygen]=openssh-client
    [git]=git [unzip]=unzip [aws]=awscli [pkcs11-tool]=opensc [softhsm2-util]=softhsm2
    [chromium]="chromium chromium-sandbox" [firefox]=firefox-esr [webkit]="webkit2gtk-driver xvfb"
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
        clang-14) command -v clang-14 >/dev/null && command -v clang++-14 >/dev/null ;;
        libfuzzer) [[ -e $(clang++-14 -print-resource-dir)/lib/linux/libclang_rt.fuzzer-$(uname -m).a ]] ;;
        node) find_node ;;
        webkit) command -v WebKitWebDriver >/dev/null && command -v Xvfb >/dev/null ;;
        chromium) find_browser POPCERT_CHROMIUM chromium chromium-browser google-chrome google-chrome-stable ;;
        firefox) find_browser POPCERT_FIREFOX firefox-esr firefox ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

node_is_new_enough() {
    node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major * 100 + minor >= 2013 ? 0 : 1)' 2>/dev/null
}

# Debian 12 and Ubuntu have Node 12 or 18: there a private one comes from npm, as tools/node/package-lock.json pins it.
find_node() {
    local folder=$cache/node/node_modules
    command -v node >/dev/null || return 1
    node_is_new_enough && return 0
    if ! compgen -G "$folder/node-linux-*/bin/node" >/dev/null; then
        say "dev: this system's Node is $(node --version), and 20.13 is needed: fetching one from npm into .cache/node"
        require npm
        mkdir -p "$cache/node"
        cp tools/node/package.json tools/node/package-lock.json "$cache/node/"
        (cd "$cache/node" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >/dev/null) ||
            fail "npm could not install Node. Please install Node 20.13 or newer."
    fi
    # Debian's and Ubuntu's npm runs only by the Node it came with: see run_npm.
    PATH=$(dirname "$(compgen -G "$folder/node-linux-*/bin/node" | head -1)"):$PATH
    hash -r
    node_is_new_enough || fail "Node 20.13 or newer is needed, and the one from npm does not run here."
}

# With a private Node, npm has to be told that packages will run by that one: it leaves optional ones out otherwise.
run_npm() {
    local options=()
    [[ $PATH == "$system_path" ]] || options=("--node-version=$(node --version)")
    PATH=$system_path npm "$@" "${options[@]}"
}

# find_nginx: the system's, or one unpacked from its package into .cache/nginx: installed, it would serve port 80 from then on.
find_nginx() {
    local name folder=$cache/nginx
    for name in "$(command -v nginx || true)" /usr/sbin/nginx "$folder/usr/sbin/nginx"; do
        if [[ -x $name ]] && "$name" -v >/dev/null 2>&1; then
            export POPCERT_NGINX=$name
            return 0
        fi
    done
    is_debian_like || return 1
    say "dev: unpacking nginx from this system's package into .cache/nginx"
    mkdir -p "$folder"
    for name in nginx nginx-core nginx-light; do
        (cd "$folder" && apt-get -qq download "$name" && dpkg-deb -x "$name"_*.deb .) >/dev/null 2>&1 || continue
        [[ -x $folder/usr/sbin/nginx ]] || continue
        export POPCERT_NGINX=$folder/usr/sbin/nginx
        "$POPCERT_NGINX" -v >/dev/null 2>&1
        return
    done
    return 1
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
        have "$tool" || [[ " ${missing[*]} " == *" $tool "* ]] || missing+=("$tool")
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
    local tool missing=()
    for tool in "$@"; do
        have "$tool" || [[ " ${missing[*]} " == *" $tool "* ]] || missing+=("$tool")
    done
    [[ ${#missing[@]} == 0 ]] && return 0
    for tool in "${missing[@]}"; do
        (install_packages "$tool") || true
    done
    hash -r
    for tool in "${missing[@]}"; do
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
        for tool in "$@" "${optional_tools[@]}"; do
            have "$tool" || say "  $tool   (on Debian: ${packages[$tool]})" >&2
        done
        exit 1
    fi
    for tool in "$@"; do
        if is_snap "$tool"; then
            snaps+=("$tool")
        else
            list+=("${packages[$tool]}")
        fi
    done
    if [[ ${#list[@]} != 0 ]]; then
        read -ra list <<<"${list[*]}"
        as_root "apt-get update && apt-get install -y --no-install-recommends ${list[*]}$(optional_packages)"
        say "dev: installing packages: ${list[*]}"
        update_lists
        retry "${root_command[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=3 \
            -o Dpkg::Use-Pty=0 install -y --no-install-recommends "${list[@]}" </dev/null >"$cache/apt.log" 2>&1 || {
            tail -n 20 "$cache/apt.log" >&2
            fail "apt-get could not install: ${list[*]}"
        }
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

# Ubuntu has no real package of the browsers, only snaps.
is_snap() { [[ $1 == chromium || $1 == firefox ]] && is_ubuntu; }

optional_packages() {
    local tool
    for tool in "${optional_tools[@]}"; do
        have "$tool" || is_snap "$tool" || printf ' %s' "${packages[$tool]}"
    done
}

# Once per run is enough; $$ is the same in subshells.
update_lists() {
    if stamp "$cache/apt-lists" "$$"; then return 0; fi
    retry "${root_command[@]}" apt-get -qq -o Acquire::Retries=3 update ||
        say "dev: apt-get update had errors; going on with the lists that are here."
    stamp_write "$cache/apt-lists" "$$"
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
