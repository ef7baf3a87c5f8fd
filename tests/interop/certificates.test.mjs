// For every key type and profile: programs that share no code with ours take what we make, and refuse it changed.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'

import { assertCheckerAccepts, checkerVerdict, hasChecker, withoutChecker } from '../support/checker.mjs'
import { created, request } from '../support/core.mjs'
import { certificateParts, children, element, hex } from '../support/der.mjs'
import { CODE, fixture, fixtureIndex, fixturePath, KEY_TYPES } from '../support/fixtures.mjs'
import { certificateFacts, openssl, opensslVerify, run, sha1, temporaryFile } from '../support/openssl.mjs'
import { assertOpensslAccepts, certtoolVerify, hasCerttool } from '../support/verification.mjs'

const HASH = { p384: 'sha384', p521: 'sha512' }
const hashOf = (type) => HASH[type] ?? 'sha256'
const publicKeyFile = (der) => temporaryFile(openssl(['x509', '-inform', 'DER', '-noout', '-pubkey'], der), '.pem')
const toPem = (der) => openssl(['x509', '-inform', 'DER'], der).toString()

const withoutCerttool = hasCerttool ? false : 'certtool is not installed: GnuTLS judges nothing'

for (const type of KEY_TYPES) {
    test(`${type}: the signature is OpenSSL's, over the same octets`, async () => {
        const made = await created(request({ ca: type }))
        const { tbs, signature } = certificateParts(made.der)
        // The cut is OpenSSL's own, so that a mistake in our little reader would show.
        const cut = temporaryFile('')
        openssl(['asn1parse', '-in', temporaryFile(made.der), '-inform', 'DER', '-strparse', '4', '-noout', '-out', cut])
        assert.deepEqual(Buffer.from(tbs), readFileSync(cut))
        const publicKey = publicKeyFile(fixture(`certs/ca-${type}.der`))
        const signatureFile = temporaryFile(signature)
        const verify = (octets) => run('openssl', ['dgst', `-${hashOf(type)}`, '-verify', publicKey, '-signature', signatureFile], octets)
        assert.equal(verify(tbs).status, 0)
        assert.notEqual(verify(Buffer.concat([tbs, Buffer.from([0])])).status, 0, 'negative control')
        if (type.startsWith('rsa')) {
            // PKCS #1 v1.5 has one signature for each input
            const theirs = openssl(['dgst', `-${hashOf(type)}`, '-sign', fixturePath(`keys/${type}-pkcs8.pem`)], tbs)
            assert.deepEqual(Buffer.from(signature), theirs)
        }
    })

    test(`${type}: OpenSSL accepts the certificate, and it has the profile`, async () => {
        const made = await created(request({ ca: type }))
        const caDer = fixture(`certs/ca-${type}.der`)
        assertOpensslAccepts(caDer, made.der, ['-x509_strict'])
        assert.ok(opensslVerify(toPem(caDer), made.pem, ['-x509_strict', '-purpose', 'sslclient']).accepted, 'also now, and as a client certificate')
        assertProfile(made.der, caDer, CODE, type)
    })

    test(`${type}: GnuTLS accepts the certificate`, { skip: withoutCerttool }, async () => {
        const made = await created(request({ ca: type }))
        const verdict = certtoolVerify(fixture(`certs/ca-${type}.der`), made.der)
        assert.ok(verdict.accepted, verdict.said)
        const other = certtoolVerify(fixture(`certs/ca-${type === 'p256' ? 'p384' : 'p256'}.der`), made.der)
        assert.equal(other.accepted, false, 'negative control: another CA')
    })

    test(`${type}: the independent checker accepts the certificate`, { skip: withoutChecker }, async () => {
        const caDer = fixture(`certs/ca-${type}.der`)
        const made = await created(request({ ca: type }))
        assertCheckerAccepts(caDer, CODE, made.pem, ['--strict-validity'])
        assertCheckerAccepts(caDer, CODE, made.der, ['--strict-validity'])
        assert.equal(checkerVerdict(caDer, CODE.toLowerCase(), made.pem).accepted, false, 'negative control: another code')
    })

    test(`${type}: one bit flipped anywhere, and OpenSSL refuses`, async () => {
        const made = await created(request({ ca: type }))
        const caDer = fixture(`certs/ca-${type}.der`)
        const publicKey = publicKeyFile(caDer)
        const caPem = toPem(caDer)
        const { tbs, signature } = certificateParts(made.der)
        const signatureFile = temporaryFile(signature)
        const start = Buffer.from(made.der).indexOf(Buffer.from(tbs))
        let accepted = 0
        for (let bit = 0; bit < tbs.length * 8; bit += 61) {
            const changed = Buffer.from(made.der)
            changed[start + (bit >> 3)] ^= 1 << (bit & 7)
            const changedTbs = changed.subarray(start, start + tbs.length)
            const verdict = run('openssl', ['dgst', `-${hashOf(type)}`, '-verify', publicKey, '-signature', signatureFile], changedTbs)
            accepted += verdict.status === 0 ? 1 : 0
        }
        assert.equal(accepted, 0)
        for (const at of [start + 20, start + tbs.length - 1, made.der.length - 30, made.der.length - 1]) {
            const changed = Buffer.from(made.der)
            changed[at] ^= 1
            const pem = `-----BEGIN CERTIFICATE-----\n${changed.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`
            assert.equal(opensslVerify(caPem, pem).accepted, false, `octet ${at}`)
        }
    })

    test(`${type}: a fresh RSA-2048 and an own key as subject`, async () => {
        const caDer = fixture(`certs/ca-${type}.der`)
        for (const subjectKey of ['RSA-2048', fixture('keys/p384-spki.der'), fixture('keys/rsa3072-spki.der')]) {
            const made = await created(request({ ca: type, subjectKey }))
            assertOpensslAccepts(caDer, made.der)
            assertProfile(made.der, caDer, CODE, type)
            assertCheckerAccepts(caDer, CODE, made.pem)
        }
    })
}

/** The profile of core/proof/prepare.h, as OpenSSL and the octets tell it. */
function assertProfile(der, caDer, code, type) {
    const parts = certificateParts(der)
    const ca = certificateParts(caDer)
    const facts = certificateFacts(der)
    const caFacts = certificateFacts(caDer)
    assert.equal(facts.version, 3)
    assert.equal(hex(parts.issuer), hex(ca.subject), "issuer is the CA's subject, octet by octet")
    const [rdn, ...more] = children(element(parts.subject).value)
    assert.equal(more.length, 0)
    const [commonName, ...others] = children(rdn.value)
    assert.equal(others.length, 0)
    assert.equal(Buffer.from(children(commonName.value)[1].value).toString(), code)
    assert.equal(parts.serial.length, 16)
    assert.ok(parts.serial[0] > 0 && parts.serial[0] < 0x80, 'positive, and of 16 octets')
    assert.equal(hex(parts.algorithm), hex(parts.innerAlgorithm))
    const ALGORITHM = {
        rsa: '300d06092a864886f70d01010b0500',
        p256: '300a06082a8648ce3d040302',
        p384: '300a06082a8648ce3d040303',
        p521: '300a06082a8648ce3d040304',
    }
    if (type) assert.equal(hex(parts.algorithm), ALGORITHM[type.startsWith('rsa') ? 'rsa' : type])
    assert.ok(facts.notBefore >= caFacts.notBefore && facts.notAfter <= caFacts.notAfter, 'within the validity of the CA')
    assert.ok(facts.notBefore < facts.notAfter)

    const { extensions } = facts
    const names = ['X509v3 Basic Constraints', 'X509v3 Key Usage', 'X509v3 Extended Key Usage', 'X509v3 Subject Key Identifier']
    const caSki = caFacts.extensions['X509v3 Subject Key Identifier']?.value
    if (caSki) names.push('X509v3 Authority Key Identifier')
    assert.deepEqual(Object.keys(extensions).sort(), names.sort())
    assert.deepEqual(extensions['X509v3 Basic Constraints'], { critical: true, value: 'CA:FALSE' })
    assert.deepEqual(extensions['X509v3 Key Usage'], { critical: true, value: 'Digital Signature' })
    assert.deepEqual(extensions['X509v3 Extended Key Usage'], { critical: false, value: 'TLS Web Client Authentication' })
    // RFC 5280 4.2.1.2 (1): SHA-1 over the key's BIT STRING
    const [, bits] = children(element(parts.spki).value)
    assert.deepEqual(extensions['X509v3 Subject Key Identifier'], {
        critical: false,
        value: sha1(bits.value.subarray(1)).toUpperCase().match(/../g).join(':'),
    })
    if (caSki) assert.deepEqual(extensions['X509v3 Authority Key Identifier'], { critical: false, value: caSki.replace(/^keyid:/, '') })
}

for (const file of ['ca-p256-v1', 'ca-rsa2048-v1', 'ca-p256-no-ski', 'ca-rsa2048-no-ski', 'ca-p256-no-key-usage', 'ca-p256-never-ends', 'ca-rsa2048-e3']) {
    test(`certs/${file} as CA: accepted, and it has the profile`, async () => {
        const caDer = fixture(`certs/${file}.der`)
        const key = file === 'ca-rsa2048-e3' ? 'rsa2048-e3' : file.split('-')[1]
        const made = await created(request({ caCertificate: caDer, privateKey: fixture(`keys/${key}-pkcs8.pem`) }))
        assertProfile(made.der, caDer, CODE, key.split('-')[0])
        assertOpensslAccepts(caDer, made.der)
        assertCheckerAccepts(caDer, CODE, made.pem)
    })
}

test('an intermediate CA: accepted under it, and under the root through it', async () => {
    const made = await created(request({ caCertificate: fixture('certs/sub-p256.pem'), privateKey: fixture('keys/p256-sub-pkcs8.pem') }))
    assertOpensslAccepts(fixture('certs/sub-p256.der'), made.der)
    assertProfile(made.der, fixture('certs/sub-p256.der'), CODE, 'p256')
    const chain = run('openssl', ['verify', '-CAfile', fixturePath('certs/ca-rsa2048.pem'), '-untrusted', fixturePath('certs/sub-p256.pem'),
        temporaryFile(made.pem)])
    assert.equal(chain.status, 0, chain.stderr)
})

for (const { certificates: [name] } of fixtureIndex().filter((row) => row.file.startsWith('names/'))) {
    test(`the subject names/${name} becomes the issuer, octet by octet`, async (t) => {
        const caDer = fixture(`names/${name}.der`)
        const made = await created(request({ caCertificate: caDer }))
        assertProfile(made.der, caDer, CODE, 'p256')
        assertOpensslAccepts(caDer, made.der)
        assertCheckerAccepts(caDer, CODE, made.pem)
        const verdict = certtoolVerify(caDer, made.der)
        // GnuTLS 3.7 does not follow a few of these names, not even from the CA's own certificate to itself.
        if (certtoolVerify(caDer, caDer)?.accepted) assert.ok(verdict.accepted, verdict.said)
        else if (hasCerttool) t.diagnostic('GnuTLS does not accept the CA itself, and was not asked')
        assert.match(made.fileName, /^[A-Za-z0-9][A-Za-z0-9._-]{0,100}$/)
        assert.doesNotMatch(made.issuer, /[\0\r\n]/)
    })
}

test('two certificates of the same job differ in serial and key, and OpenSSL can tell them apart', async () => {
    const [first, second] = [await created(request()), await created(request())]
    assert.notEqual(certificateFacts(first.der).serial, certificateFacts(second.der).serial)
    assert.notEqual(hex(certificateParts(first.der).signature), hex(certificateParts(second.der).signature))
})

test('negative control: a certificate under the CA of another key is refused by all judges', async () => {
    const made = await created(request({ ca: 'p256' }))
    const other = fixture('certs/ca-p256-other.der')
    assert.equal(opensslVerify(toPem(other), made.pem).accepted, false)
    if (hasChecker) assert.equal(checkerVerdict(other, CODE, made.pem).accepted, false)
    if (hasCerttool) assert.equal(certtoolVerify(other, made.der).accepted, false)
})
