# shellcheck shell=bash disable=SC1090,SC2016,SC2034,SC2154
# ./dev run: a page to try, and a CA to try it with. Sourced.

demo=build/demo

# make_demo_ca: a CA whose key is worth nothing; made again when it has expired.
make_demo_ca() {
    if openssl x509 -in "$demo/demo-ca.cert.pem" -noout -checkend 86400 >/dev/null 2>&1 && [[ -f $demo/demo-ca.key.pem ]]; then
        return 0
    fi
    say "dev: making a demo CA in $demo"
    mkdir -p "$demo"
    (
        umask 077
        openssl req -x509 -newkey rsa:2048 -sha256 -nodes -days 365 -subj "/O=popcert demo/CN=popcert demo CA" \
            -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
            -keyout "$demo/demo-ca.key.pem" -out "$demo/demo-ca.cert.pem" 2>/dev/null
    ) || fail "openssl could not make the demo CA."
}

run_demo() {
    setup run
    build_all
    make_demo_ca
    local code
    code=$(openssl rand -hex 24 | tr '[:lower:]' '[:upper:]')
    cat <<TEXT

Try it with
  code         $code   (made up, in the shape of the service's)
  certificate  $root/$demo/demo-ca.cert.pem
  private key  $root/$demo/demo-ca.key.pem
Or open this file, without any server:
  $root/dist/signer.html

TEXT
    exec node web/serve.mjs "$@"
}
