# shellcheck shell=bash disable=SC1090,SC2016,SC2034,SC2154
# ./dev run: a page to try, and a CA to try it with. Sourced.

demo=build/demo
demo_password=popcert

# make_demo_ca: a CA whose key is worth nothing, and the certificate of another; made again when they have expired.
make_demo_ca() {
    if openssl x509 -in "$demo/demo-ca.cert.pem" -noout -checkend 86400 >/dev/null 2>&1 && [[ -f $demo/other-ca.cert.pem ]]; then
        return 0
    fi
    say "dev: making a demo CA in $demo"
    mkdir -p "$demo"
    (
        umask 077
        make_ca demo-ca "popcert demo CA" && make_ca other-ca "popcert demo CA of last year" && rm "$demo/other-ca.key.pem"
        openssl pkcs12 -export -inkey "$demo/demo-ca.key.pem" -in "$demo/demo-ca.cert.pem" -name "popcert demo CA" \
            -passout "pass:$demo_password" -out "$demo/demo-ca.pfx"
    ) || fail "openssl could not make the demo CA."
}

# make_ca <file> <common name>
make_ca() {
    openssl req -x509 -newkey rsa:2048 -sha256 -nodes -days 365 -subj "/O=popcert demo/CN=$2" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
        -keyout "$demo/$1.key.pem" -out "$demo/$1.cert.pem" 2>/dev/null
}

run_demo() {
    setup run
    build_all
    make_demo_ca
    exec node tests/emulator/demo.mjs --folder "$demo" --password "$demo_password" "$@"
}
