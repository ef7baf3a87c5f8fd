# shellcheck shell=bash disable=SC1090,SC2016,SC2034,SC2154
# Third-party sources, as pinned in third_party/sources.txt, unpacked into .cache/sources. Sourced.

# source_dir <name>: where it lies after fetch_source.
source_dir() { say "$cache/sources/$1"; }

# fetch_source <name>: nothing to do if one of the pinned tarballs is unpacked already.
fetch_source() {
    local name=$1 version sha256 place file
    local done_file=$cache/sources/$name.sha256
    local pins
    pins=$(grep -E "^$name " third_party/sources.txt) || fail "third_party/sources.txt does not name $name."
    if [[ -f $done_file && -d $(source_dir "$name") ]] && grep -qF " $(<"$done_file") " <<<"$pins"; then return 0; fi

    mkdir -p "$cache/sources"
    while read -r _ version sha256 place <&3; do
        say "dev: fetching the source of $name $version (${place%%:*})"
        file=$cache/download/${place##*[:/]}
        mkdir -p "$cache/download"
        if [[ ! -f $file ]]; then
            case $place in
                apt:*) fetch_by_apt "$place" ;;
                https:*) require curl && curl -fsSL --retry 3 -o "$file.part" "$place" && mv "$file.part" "$file" ;;
            esac || { say "dev: not to be had there."; continue; }
        fi
        if [[ $(sha256sum <"$file") != "$sha256 "* ]]; then
            rm -f "$file"
            fail "WRONG HASH: $place is not the $name $version that third_party/sources.txt pins ($sha256). It was not used."
        fi
        unpack "$file" "$(source_dir "$name")"
        stamp_write "$done_file" "$sha256"
        return 0
    done 3<<<"$pins"
    fail "the source of $name could not be fetched from any place in third_party/sources.txt: is there a network?"
}

unpack() {
    local file=$1 folder=$2
    [[ $file != *.xz ]] || require xz
    rm -rf "$folder" "$folder.part"
    mkdir -p "$folder.part"
    tar -xf "$file" -C "$folder.part" --strip-components=1
    mv "$folder.part" "$folder"
    rm -f "$file"
}

# fetch_by_apt apt:<source package>:<file>: from the mirrors that this system already uses, into .cache/download.
# Needs no root and leaves the system's own lists alone. What arrives is judged by our hash.
fetch_by_apt() {
    local package file work=$cache/apt
    IFS=: read -r _ package file <<<"$1"
    is_debian_like || return 1
    # Once per run: lists of a run before may be old, or empty because there was no network.
    stamp "$work/ready" "$$" || prepare_apt "$work" || return 1
    (
        cd "$cache/download" || exit
        export APT_CONFIG=$work/apt.conf
        # Also where the .dsc is gone from a mirror the tarball is there: only that one is asked for.
        apt-get -qq -o Acquire::Retries=3 source --download-only --tar-only "$package" >/dev/null 2>&1
        [[ -f $file ]]
    )
}

prepare_apt() {
    local work=$1 uri release component
    rm -rf "$work"
    mkdir -p "$work/etc" "$work/trusted" "$work/lists/partial" "$work/cache/archives/partial"
    # --no-release-info: also on a machine without lists.
    apt-get indextargets --no-release-info --format '$(REPO_URI)|$(RELEASE)|$(COMPONENT)' 'Created-By: Packages' |
        sort -u >"$work/repositories"
    [[ -s $work/repositories ]] || return 1
    local codename
    codename=$(. "$os_release" && echo "${VERSION_CODENAME-}")
    {
        while IFS='|' read -r uri release component; do
            printf '%s|%s|%s\n' "$uri" "$release" "$component"
            [[ $release != "$codename" ]] || printf '%s|%s-backports|%s\n' "$uri" "$codename" "$component"
        done <"$work/repositories"
    } | sort -u | while IFS='|' read -r uri release component; do
        printf 'Types: deb-src\nURIs: %s\nSuites: %s\nComponents: %s\n\n' "$uri" "$release" "$component"
    done >"$work/etc/mirrors.sources"
    ln -sf /etc/apt/trusted.gpg.d/* /usr/share/keyrings/*-archive-*.gpg "$work/trusted/" 2>/dev/null || true
    cat >"$work/apt.conf" <<CONF
Dir::Etc::SourceList "/dev/null";
Dir::Etc::SourceParts "$work/etc";
Dir::Etc::TrustedParts "$work/trusted";
Dir::State::Lists "$work/lists";
Dir::Cache "$work/cache";
APT::Sandbox::User "";
Acquire::Languages "none";
CONF
    # One repository without sources must not spoil the others: whether they sufficed shows when a tarball is asked for.
    APT_CONFIG=$work/apt.conf apt-get -qq -o Acquire::Retries=3 update >"$work/update.log" 2>&1 || true
    stamp_write "$work/ready" "$$"
}
