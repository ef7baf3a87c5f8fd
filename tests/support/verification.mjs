/** Judges of a finished verification certificate, none of which is ours; another one is in checker.mjs. */
import assert from 'node:assert/strict'
import { join } from 'node:path'

import { certificateParts } from './der.mjs'
import { repository } from './fixtures.mjs'
import { hasCommand, openssl, opensslVerify, run, temporaryFile } from './openssl.mjs'

export const hasCerttool = hasCommand('certtool')

const toPem = (der) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`

/**
 * Asserts that OpenSSL takes a certificate as issued by a CA. Both in DER.
 * options: `-x509_strict` where the CA's own certificate is beyond reproach.
 */
export function assertOpensslAccepts(caDer, der, options = []) {
    const { accepted, said } = opensslVerify(toPem(caDer), toPem(der), ['-no_check_time', ...options])
    assert.ok(accepted, said)
}

/** Asserts only that the signature is the CA's: for CAs that OpenSSL does not take as such. */
export function assertSignedBy(caDer, der) {
    const { tbs, signature } = certificateParts(der)
    const publicKey = temporaryFile(openssl(['pkey', '-pubin', '-inform', 'DER'], certificateParts(caDer).spki))
    const hash = { 3: 'sha384', 4: 'sha512' }[certificateParts(der).algorithm.at(-1)] ?? 'sha256'
    openssl(['dgst', `-${hash}`, '-verify', publicKey, '-signature', temporaryFile(signature)], tbs)
}

/** GnuTLS: null where certtool is not there, or where it does not judge such a certificate at all. */
export function certtoolVerify(caDer, der) {
    if (!hasCerttool) return null
    const done = run('certtool', ['--verify', '--verify-allow-broken', '--load-ca-certificate', temporaryFile(toPem(caDer)),
        '--infile', temporaryFile(toPem(der))])
    return { accepted: done.status === 0 && /Chain verification output: Verified/.test(done.stdout.toString()), said: done.stdout + done.stderr }
}

const forged = new Map()
/**
 * A CA certificate in DER for any public key: another key signs it, which does not matter to a verifier that trusts it as
 * it stands. So every private key can be made to sign, also one of which no certificate is known.
 */
export function caCertificateFor(spkiDer) {
    const name = Buffer.from(spkiDer).toString('base64')
    if (!forged.has(name)) {
        const other = join(repository, 'build', 'fixtures', 'keys', 'p256-other-pkcs8.pem')
        const extensions = temporaryFile('basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n')
        const publicKey = temporaryFile(openssl(['pkey', '-pubin', '-inform', 'DER'], spkiDer))
        forged.set(name, openssl(['x509', '-new', '-force_pubkey', publicKey, '-signkey', other, '-subj', '/O=popcert tests/CN=any key',
            '-days', '9000', '-extfile', extensions, '-outform', 'DER']))
    }
    return forged.get(name)
}
