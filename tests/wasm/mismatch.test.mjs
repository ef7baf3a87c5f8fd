// Key and certificate that do not belong together: what differs is said, with fingerprints as OpenSSL computes them.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { created, loadCore, refused, request } from '../support/core.mjs'
import { CODE, fixture } from '../support/fixtures.mjs'
import { openssl, sha256, temporaryFolder } from '../support/openssl.mjs'

const RSA = ['rsa', 'rsa_keygen_bits:2048'], P256 = ['EC', 'ec_paramgen_curve:P-256'], P384 = ['EC', 'ec_paramgen_curve:P-384']
let made = 0

/** A CA by OpenSSL; extensions: of its certificate. */
function ca([algorithm, option], extensions = ['basicConstraints=critical,CA:TRUE']) {
    const [key, certificate] = ['key', 'certificate'].map((what) => join(temporaryFolder, `mismatch-${what}-${++made}.pem`))
    openssl(['genpkey', '-algorithm', algorithm, '-pkeyopt', option, '-out', key])
    openssl(['req', '-x509', '-new', '-key', key, '-subj', `/CN=CA ${made}`, '-days', '30', '-out', certificate, ...extensions.flatMap((each) => ['-addext', each])])
    const digits = sha256(openssl(['pkey', '-in', key, '-pubout', '-outform', 'DER'])).slice(0, 8).toUpperCase()
    return { privateKey: readFileSync(key), caCertificate: readFileSync(certificate), fingerprint: `(SHA-256 ${digits.slice(0, 4)} ${digits.slice(4)}...)` }
}

const rsa = ca(RSA), p256 = ca(P256), otherP256 = ca(P256), p384 = ca(P384)
const mixed = (key, certificate) => ({ verificationCode: CODE, privateKey: key.privateKey, caCertificate: certificate.caCertificate })

for (const [what, key, certificate, ofKey, ofCertificate] of [
    ['of another kind', rsa, p256, 'RSA 2048', 'EC P-256'],
    ['of another curve', p384, p256, 'EC P-384', 'EC P-256'],
    ['alike', p256, otherP256, `EC P-256 ${p256.fingerprint}`, `EC P-256 ${otherP256.fingerprint}`],
]) {
    test(`a key ${what}`, async () => {
        const error = await refused(mixed(key, certificate))
        const wanted = `The private key does not belong to this certificate: the key is ${ofKey}, the certificate's is ${ofCertificate}.`
        assert.equal(error.code, 'KEY_NOT_OF_THIS_CERTIFICATE')
        assert.equal(error.message, wanted)
        assert.deepEqual(error.parameters, { name: ofKey, other: ofCertificate })
        const finding = error.findings.find(({ id }) => id === 'match')
        assert.deepEqual([finding.status, finding.message, finding.parameters], ['fail', wanted, error.parameters])
        assert.equal(error.findings.filter(({ message, status }) => status === 'pass' && /belongs/.test(message)).length, 0)
        // Of many codes it is said once, alike.
        const { verificationCode, ...rest } = mixed(key, certificate)
        const all = (await loadCore()).createVerificationCertificates({ ...rest, verificationCodes: [verificationCode] })
        assert.equal(all.error.message, wanted)
    })
}

test('of several certificates the first is named, of several keys the one that is most like it', async () => {
    const caCertificate = Buffer.concat([otherP256.caCertificate, rsa.caCertificate])
    const none = await refused({ ...mixed(p256, otherP256), caCertificate })
    assert.equal(none.message, `The private key belongs to none of the 2 certificates: the key is EC P-256 ${p256.fingerprint}, the first certificate's is EC P-256 ${otherP256.fingerprint}.`)
    const keys = await refused({ ...mixed(rsa, otherP256), privateKey: Buffer.concat([rsa.privateKey, p256.privateKey]) })
    assert.deepEqual(keys.parameters, { name: `EC P-256 ${p256.fingerprint}`, other: `EC P-256 ${otherP256.fingerprint}` })
})

test('a certificate that is none of a CA is not called one in the lines that passed', async () => {
    const device = ca(P256, ['basicConstraints=critical,CA:FALSE', 'keyUsage=keyCertSign'])
    const { code, findings } = await refused(mixed(device, device))
    assert.equal(code, 'CERTIFICATE_NOT_CA')
    const passed = findings.filter(({ status }) => status === 'pass')
    assert.deepEqual(passed.filter(({ message }) => /\bCA\b/.test(message)), [])
    assert.equal(passed.find(({ id }) => id === 'match').text, 'match.certificate')
    const good = await created(request({ privateKey: fixture('keys/p256-pkcs8.pem') }))
    assert.equal(good.findings.find(({ id }) => id === 'match').text, 'match.pass')
})
