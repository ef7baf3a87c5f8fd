// Every wrong file gets its own error, of the right category, at the field where it was given.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'

import { assertWellFormed, categoriesOf, loadCore, refused, request } from '../support/core.mjs'
import { fixture, fixturePath, hasFixture, PASSWORD } from '../support/fixtures.mjs'

// As the private key. The first category is the best; others would be true too.
const KEY_TABLE = [
    ['bad/empty', 'empty-input'],
    ['bad/white-space', 'empty-input'],
    ['bad/noise', 'not-recognized'],
    ['bad/zeros', 'not-recognized'],
    ['wrong/letter.txt', 'not-recognized'],
    ['wrong/page.html', 'not-recognized'],
    ['wrong/archive.zip', 'not-recognized', 'unsupported-algorithm'],
    ['bad/unknown-label.pem', 'not-recognized', 'wrong-object'],
    ['bad/no-end-line.pem', 'truncated'],
    ['bad/no-begin-line.pem', 'malformed', 'truncated'],
    ['bad/end-of-another.pem', 'malformed'],
    ['bad/not-base64.pem', 'malformed'],
    ['bad/line-missing.pem', 'truncated', 'malformed'],
    ['bad/nothing-between.pem', 'malformed', 'truncated', 'empty-input'],
    ['bad/key-cut-1.der', 'not-recognized', 'truncated'],
    ['bad/key-cut-2.der', 'truncated', 'not-recognized'],
    ['bad/key-cut-10.der', 'truncated'],
    ['bad/key-cut-60.der', 'truncated'],
    ['bad/key-cut-100.der', 'truncated'],
    ['bad/key-and-one-octet.der', 'trailing-data'],
    ['bad/p256-public-of-another.der', 'invalid-key'],
    ['bad/rsa2048-other-qinv.der', 'invalid-key'],
    ['wrong/public-rsa2048.pem', 'wrong-object'],
    ['wrong/public-rsa2048.der', 'wrong-object'],
    ['wrong/public-p256.pem', 'wrong-object'],
    ['wrong/public-p256.der', 'wrong-object'],
    ['wrong/public-pkcs1.pem', 'wrong-object'],
    ['wrong/public-pkcs1.der', 'wrong-object'],
    ['wrong/request-rsa2048.pem', 'wrong-object'],
    ['wrong/request-rsa2048.der', 'wrong-object'],
    ['wrong/request-p256.pem', 'wrong-object'],
    ['wrong/request-p256.der', 'wrong-object'],
    ['wrong/crl.pem', 'wrong-object'],
    ['wrong/crl.der', 'wrong-object'],
    ['wrong/ec-parameters.pem', 'wrong-object'],
    ['wrong/dh-parameters.pem', 'wrong-object'],
    ['wrong/dsa-parameters.pem', 'wrong-object'],
    ['wrong/certificates.p7b', 'wrong-object', 'no-private-key'],
    ['certs/ca-p256.pem', 'wrong-object', 'no-private-key'],
    ['certs/ca-p256.der', 'wrong-object', 'no-private-key'],
    ['chains/fullchain.pem', 'wrong-object', 'no-private-key'],
    ['wrong/ed25519.pem', 'unsupported-algorithm'],
    ['wrong/ed448.pem', 'unsupported-algorithm'],
    ['wrong/x25519.pem', 'unsupported-algorithm'],
    ['wrong/dsa.pem', 'unsupported-algorithm'],
    ['wrong/rsa-pss.pem', 'unsupported-algorithm'],
    ['wrong/secp256k1.pem', 'unsupported-algorithm'],
    ['wrong/brainpoolP256r1.pem', 'unsupported-algorithm'],
    ['wrong/P-224.pem', 'unsupported-algorithm'],
    ['wrong/openssh', 'unsupported-algorithm'],
    ['wrong/putty.ppk', 'unsupported-algorithm'],
    ['wrong/pgp.asc', 'unsupported-algorithm'],
    ['wrong/keystore.jks', 'unsupported-algorithm'],
    ['wrong/keystore.jceks', 'unsupported-algorithm'],
    ['wrong/tpm.pem', 'wrong-object', 'unsupported-algorithm'],
    ['wrong/pkcs11-uri.txt', 'wrong-object', 'unsupported-algorithm', 'not-recognized'],
    ['pfx/certificates-only.p12', 'no-private-key', 'wrong-object'],
    ['pfx/rc4.p12', 'unsupported-algorithm'],
    ['bad/pfx-cut.p12', 'truncated', 'malformed'],
    ['encrypted/pbes2-camellia.pem', 'unsupported-algorithm'],
    ['encrypted/pbes2-camellia.der', 'unsupported-algorithm'],
    ['encrypted/pbes2-aria.pem', 'unsupported-algorithm'],
    ['encrypted/old-rsa2048-camellia.pem', 'unsupported-algorithm'],
    ['encrypted/pkcs12-rc4-128.pem', 'unsupported-algorithm'],
]

// As the CA's certificate.
const CERTIFICATE_TABLE = [
    ['bad/empty', 'empty-input'],
    ['bad/white-space', 'empty-input'],
    ['bad/noise', 'not-recognized'],
    ['bad/zeros', 'not-recognized'],
    ['wrong/letter.txt', 'not-recognized'],
    ['wrong/page.html', 'not-recognized'],
    ['bad/certificate-cut-1.der', 'not-recognized', 'truncated'],
    ['bad/certificate-cut-4.der', 'truncated'],
    ['bad/certificate-cut-50.der', 'truncated'],
    ['bad/certificate-cut-300.der', 'truncated'],
    ['bad/twice-basic-constraints.der', 'malformed'],
    ['bad/empty-subject.der', 'malformed'],
    ['keys/p256-pkcs8.pem', 'wrong-object'],
    ['keys/p256-pkcs8.der', 'wrong-object'],
    ['keys/rsa2048-pkcs1.pem', 'wrong-object'],
    ['encrypted/pbes2-aes-256-cbc.pem', 'wrong-object', 'no-certificate'],
    ['wrong/public-p256.pem', 'wrong-object'],
    ['wrong/request-p256.pem', 'wrong-object'],
    ['wrong/request-p256.der', 'wrong-object'],
    ['wrong/crl.pem', 'wrong-object'],
    ['wrong/ec-parameters.pem', 'wrong-object'],
    ['wrong/ca-ed25519.pem', 'unsupported-algorithm', 'key-cert-mismatch'],
    ['wrong/ca-secp256k1.pem', 'unsupported-algorithm', 'key-cert-mismatch'],
    ['wrong/keystore.jks', 'unsupported-algorithm'],
]

const absent = (file) => (hasFixture(file) ? false : `build/fixtures has no ${file}: the tool that makes it is not installed`)

for (const [file, ...categories] of KEY_TABLE) {
    test(`as private key: ${file} is ${categories[0]}`, { skip: absent(file) }, async () => {
        const core = await loadCore()
        // What the file is, is said before a password is asked for, or with a right one.
        for (const password of [undefined, PASSWORD]) {
            const given = password === undefined ? {} : { password }
            const needsPassword = password === undefined && /^(encrypted|pfx)\//.test(file)
            const accepted = needsPassword ? [...categories, 'password-required'] : categories
            const error = await refused(request({ privateKey: fixture(file), ...given }))
            assert.ok(accepted.includes(error.category), `${error.category} (${error.code})`)
            assert.ok(['privateKey', 'password'].includes(error.field), error.field)
            assertWellFormed(error)
            const inspected = await core.inspect(fixture(file), given)
            if (!/^(certs|chains)\/|p7b$|certificates-only/.test(file)) {
                assert.ok(categoriesOf(inspected).some((category) => accepted.includes(category)), String(categoriesOf(inspected)))
            }
        }
    })
}

for (const [file, ...categories] of CERTIFICATE_TABLE) {
    test(`as CA certificate: ${file} is ${categories[0]}`, { skip: absent(file) }, async () => {
        const error = await refused(request({ caCertificate: fixture(file) }))
        assert.ok(categories.includes(error.category), `${error.category} (${error.code})`)
        assertWellFormed(error)
        const finding = error.findings.find((each) => each.status === 'fail')
        assert.equal(finding.code, error.code)
        assert.equal(finding.field, error.field)
        assert.equal(error.field, error.category === 'key-cert-mismatch' ? 'privateKey' : 'caCertificate')
    })
}

test('key and certificate swapped: both fields say so', async () => {
    const error = await refused(request({ privateKey: fixture('certs/ca-p256.pem'), caCertificate: fixture('keys/p256-pkcs8.pem') }))
    const failed = error.findings.filter((finding) => finding.status === 'fail')
    assert.deepEqual(failed.map((finding) => [finding.field, finding.category]).sort(), [
        ['caCertificate', 'wrong-object'],
        ['privateKey', 'wrong-object'],
    ])
    for (const finding of failed) assert.ok(finding.hint.length > 0)
})

test('nothing at all: an error for each field that is empty', async () => {
    const nothing = new Uint8Array(0)
    const error = await refused({ verificationCode: '', privateKey: nothing, caCertificate: nothing })
    const failed = error.findings.filter((finding) => finding.status === 'fail')
    assert.ok(failed.some((finding) => finding.field === 'verificationCode' && finding.category === 'empty-input'))
    assert.ok(failed.some((finding) => finding.field === 'privateKey' && finding.category === 'empty-input'))
    for (const finding of failed) assert.equal(finding.category, 'empty-input')
})

for (const [ca, key] of [['p256', 'p256-other'], ['p256-other', 'p256'], ['rsa2048', 'rsa2048-other'], ['rsa2048', 'p256'], ['p384', 'p521']]) {
    test(`the key ${key} does not belong to the CA ${ca}`, async () => {
        const error = await refused(request({ ca, privateKey: fixture(`keys/${key}-pkcs8.pem`) }))
        assert.equal(error.category, 'key-cert-mismatch')
        assert.equal(error.field, 'privateKey')
        assertWellFormed(error)
    })
}

test('two keys and no certificate that tells which: ambiguous; with one, the right key is taken', async () => {
    const both = fixture('chains/two-keys.pem')
    for (const ca of ['p256', 'p256-other']) {
        const core = await loadCore()
        const result = await core.createVerificationCertificate(request({ ca, privateKey: both }))
        assert.ok(result.ok, result.error?.message)
    }
})

test('every file cut at many lengths fails cleanly', async () => {
    const core = await loadCore()
    for (const file of ['keys/rsa2048-pkcs8.der', 'keys/p256-sec1.der', 'certs/ca-rsa2048.der', 'keys/p384-pkcs8.pem',
        'encrypted/pbes2-aes-256-cbc.der', 'pfx/modern-p256.p12', 'chains/fullchain-der.p7b']) {
        const whole = readFileSync(fixturePath(file))
        for (let length = 0; length < whole.length - 1; length += 1 + (length >> 5)) {
            const result = await core.inspect(new Uint8Array(whole.subarray(0, length)), { password: PASSWORD })
            if (result.ok) {
                assert.ok(result.value.items.every((item) => item.error), `${file} cut at ${length} was taken as whole`)
            } else {
                assertWellFormed(result.error)
            }
        }
    }
})

test('octets flipped at many places never end the program', async () => {
    const core = await loadCore()
    let counted = 0
    for (const file of ['keys/rsa2048-pkcs8.der', 'keys/p521-sec1.der', 'certs/ca-p384.der', 'keys/p256-pkcs8.pem',
        'encrypted/pbes2-1-round.der', 'pfx/modern-p256.p12', 'chains/fullchain-der.p7b']) {
        const whole = readFileSync(fixturePath(file))
        for (let at = 0; at < whole.length; at += 7) {
            const changed = new Uint8Array(whole)
            changed[at] ^= 1 << (at % 8)
            const result = await core.inspect(changed, { password: PASSWORD })
            if (!result.ok) assertWellFormed(result.error)
            counted++
        }
    }
    assert.ok(counted > 500)
    assert.ok((await core.inspect(fixture('keys/p256-pkcs8.pem'))).ok, 'the core works on after all that')
})
