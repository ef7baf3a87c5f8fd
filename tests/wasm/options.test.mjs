// notBefore, notAfter, now, subjectKey, and what may be left out.
import assert from 'node:assert/strict'
import test from 'node:test'

import { certificateParts } from '../support/der.mjs'
import { assertWellFormed, created, loadCore, refused, request } from '../support/core.mjs'
import { CODE, fixture } from '../support/fixtures.mjs'
import { certificateFacts, openssl, sha1, sha256, temporaryFile } from '../support/openssl.mjs'

const DAY = 86_400_000
const at = (text) => new Date(text)
const NOW = at('2030-05-17T12:34:56Z')
const dates = (made) => {
    const { notBefore, notAfter } = certificateFacts(made.der)
    assert.equal(made.notBefore.getTime(), notBefore.getTime(), 'the summary says what the certificate says')
    assert.equal(made.notAfter.getTime(), notAfter.getTime())
    return { notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() }
}

test('3 days back and 30 ahead of `now`', async () => {
    assert.deepEqual(dates(await created(request({ now: NOW }))), {
        notBefore: '2030-05-14T12:34:56.000Z',
        notAfter: '2030-06-16T12:34:56.000Z',
    })
})

test('without `now` the clock counts; the CA was made a moment ago, so the beginning is clamped to it', async () => {
    const made = await created(request())
    const ca = certificateFacts(fixture('certs/ca-p256.der'))
    assert.equal(made.notBefore.getTime(), Math.max(ca.notBefore.getTime(), Math.floor(Date.now() / 1000) * 1000 - 3 * DAY))
    assert.ok(Math.abs(made.notAfter.getTime() - Date.now() - 30 * DAY) < 3_600_000)
})

test('both ends are clamped into the validity of the CA', async () => {
    const made = await created(request({ caCertificate: fixture('certs/ca-p256-two-weeks.pem'), now: at('2024-01-02T00:00:00Z') }))
    assert.deepEqual(dates(made), { notBefore: '2024-01-01T00:00:00.000Z', notAfter: '2024-01-15T00:00:00.000Z' })
})

test('asked-for dates are used, and clamped with a word about it', async () => {
    const made = await created(request({ now: NOW, notBefore: at('2030-05-17T00:00:00Z'), notAfter: at('2030-05-18T00:00:00Z') }))
    assert.deepEqual(dates(made), { notBefore: '2030-05-17T00:00:00.000Z', notAfter: '2030-05-18T00:00:00.000Z' })
    const late = await created(request({ now: NOW, notAfter: at('2200-01-01T00:00:00Z'), allowLongValidity: true }))
    assert.equal(late.notAfter.getTime(), certificateFacts(fixture('certs/ca-p256.der')).notAfter.getTime())
    assert.match(late.findings.find((finding) => finding.id === 'period').message, /shortened/)
})

test('more than 90 days are refused, after the CA has shortened them, unless they are allowed', async () => {
    const span = (days) => ({ now: NOW, notBefore: NOW, notAfter: new Date(NOW.getTime() + days * DAY) })
    assert.ok(await created(request(span(90))))
    const error = await refused(request(span(91)))
    assert.deepEqual([error.code, error.field, error.parameters.value], ['VALIDITY_TOO_LONG', 'validity', '91'])
    assertWellFormed(error)
    assert.ok(await created(request({ ...span(91), allowLongValidity: true })))
    const twoWeeks = { caCertificate: fixture('certs/ca-p256-two-weeks.pem'), now: at('2024-01-02T00:00:00Z'), notAfter: at('2034-01-01T00:00:00Z') }
    assert.ok(await created(request(twoWeeks)), 'the CA ends before')
    const core = await loadCore()
    const check = (changes) => core.check({
        verificationCode: CODE, caCertificate: fixture('certs/ca-p256.pem'), keys: [fixture('keys/p256-spki.der')], ...span(91), ...changes,
    })
    assert.equal(check({}).ready, false)
    assert.equal(check({ allowLongValidity: true }).ready, true)
    assert.equal(check({ allowLongValidity: 'yes' }).findings[0].code, 'INVALID_ARGUMENT')
})

test('dates in 2050 and later are GeneralizedTime, earlier ones UTCTime: RFC 5280 4.1.2.5', async () => {
    const made = await created(request({
        caCertificate: fixture('certs/ca-p256-never-ends.pem'),
        now: at('2049-12-31T00:00:00Z'),
    }))
    assert.deepEqual(dates(made), { notBefore: '2049-12-28T00:00:00.000Z', notAfter: '2050-01-30T00:00:00.000Z' })
    assert.equal(
        Buffer.from(certificateParts(made.der).validity).toString('hex'),
        `3020170d${Buffer.from('491228000000Z').toString('hex')}180f${Buffer.from('20500130000000Z').toString('hex')}`)
})

test('the validity of the CA counts at `now`, not at the clock', async () => {
    const expired = request({ caCertificate: fixture('certs/ca-p256-expired.pem') })
    assert.ok(await created({ ...expired, now: at('2016-06-01T00:00:00Z') }))
    assert.equal((await refused({ ...expired, now: at('2020-01-01T00:00:01Z') })).category, 'cert-expired')
    const early = { ...request({ caCertificate: fixture('certs/ca-p256-not-yet-valid.pem') }) }
    assert.equal((await refused({ ...early, now: at('2089-12-31T23:59:59Z') })).category, 'cert-not-yet-valid')
    assert.ok(await created({ ...early, now: at('2090-01-01T00:00:00Z') }))
})

test('a clock before the program was made: a warning, and still a certificate', async () => {
    const made = await created(request({ caCertificate: fixture('certs/ca-p256-never-ends.pem'), now: at('2021-01-01T00:00:00Z') }))
    const clock = made.findings.find((finding) => finding.id === 'clock')
    assert.equal(clock.status, 'warn')
    assert.equal(clock.field, 'now')
})

for (const [name, changes] of [
    ['the end before the beginning', { notBefore: NOW, notAfter: new Date(NOW - DAY) }],
    ['beginning and end the same', { notBefore: NOW, notAfter: NOW }],
    ['wholly before the CA', { notBefore: at('1990-01-01T00:00:00Z'), notAfter: at('1991-01-01T00:00:00Z') }],
    ['wholly after the CA', { notBefore: at('2190-01-01T00:00:00Z'), notAfter: at('2191-01-01T00:00:00Z') }],
    ['before 1950', { notBefore: at('1900-01-01T00:00:00Z') }],
]) {
    test(`${name}: refused, at the validity`, async () => {
        const error = await refused(request({ now: NOW, ...changes }))
        assert.equal(error.category, 'invalid-request')
        assert.equal(error.field, 'validity')
        assertWellFormed(error)
    })
}

test('dates that are none, or beyond the year 9999, are refused and never signed', async () => {
    const core = await loadCore()
    for (const [name, value] of [['now', NaN], ['notBefore', NaN], ['notAfter', NaN], ['now', 8.64e15], ['now', -8.64e15], ['notAfter', 8.64e15]]) {
        const result = core.createVerificationCertificate(request({ [name]: new Date(value) }))
        assert.equal(result.ok, false, `${name} ${value}`)
        assertWellFormed(result.error)
    }
})

test('wrong types come back as an error about the argument; nothing is thrown', async () => {
    const core = await loadCore()
    const wrong = [
        request({ verificationCode: 5 }), request({ verificationCode: undefined }), request({ privateKey: 'text' }),
        request({ privateKey: undefined }), request({ privateKey: [1, 2] }), request({ privateKey: new ArrayBuffer(8) }),
        request({ caCertificate: {} }), request({ password: 7 }), request({ now: 'today' }), request({ now: 1 }),
        request({ codeOrigin: 'me' }), request({ codesConfirmed: 1 }), request({ caOrigin: true }), request({ allowLongValidity: 'x' }),
        request({ subjectKey: 'P-999' }), request({ subjectKey: 5 }), undefined, null, 'x',
    ]
    for (const input of wrong) {
        const result = core.createVerificationCertificate(input)
        assert.equal(result.ok, false)
        assert.equal(result.error.category, 'invalid-request')
        assertWellFormed(result.error)
        assert.ok(result.findings.some((finding) => finding.status === 'fail'))
    }
    for (const octets of ['text', undefined, null, 5, {}, new ArrayBuffer(8), new Uint16Array(4)]) {
        const result = core.inspect(octets)
        assert.equal(result.ok, false)
        assert.equal(result.error.category, 'invalid-request')
    }
    assert.equal(core.inspect(fixture('certs/ca-p256.pem'), { password: {} }).error.category, 'invalid-request')
    assert.ok(core.createVerificationCertificate(request()).ok, 'the core works on')
})

const spkiOf = (made) => Buffer.from(certificateParts(made.der).spki)

test('the subject key is a fresh P-256 key each time', async () => {
    const [first, second] = [await created(request()), await created(request({ subjectKey: 'P-256' }))]
    for (const made of [first, second]) {
        const text = openssl(['pkey', '-pubin', '-inform', 'DER', '-noout', '-text'], spkiOf(made)).toString()
        assert.match(text, /ASN1 OID: prime256v1/)
        assert.equal(openssl(['pkey', '-pubin', '-inform', 'DER', '-pubcheck', '-noout'], spkiOf(made)).toString().trim(), 'Key is valid')
    }
    assert.notDeepEqual(spkiOf(first), spkiOf(second))
    assert.notEqual(first.serial, second.serial)
    assert.notDeepEqual(spkiOf(first), Buffer.from(certificateParts(fixture('certs/ca-p256.der')).spki))
})

test('a fresh RSA-2048 key', async () => {
    const [first, second] = [await created(request({ subjectKey: 'RSA-2048' })), await created(request({ subjectKey: 'RSA-2048' }))]
    const text = openssl(['pkey', '-pubin', '-inform', 'DER', '-noout', '-text'], spkiOf(first)).toString()
    assert.match(text, /\(2048 bit\)/)
    assert.match(text, /Exponent: 65537/)
    assert.notDeepEqual(spkiOf(first), spkiOf(second))
})

for (const key of ['rsa2048', 'rsa3072', 'rsa4096', 'p256', 'p384', 'p521']) {
    test(`an own public key, ${key}, as DER and as PEM`, async () => {
        const der = fixture(`keys/${key}-spki.der`)
        const pem = new Uint8Array(openssl(['pkey', '-pubin', '-inform', 'DER'], der))
        for (const subjectKey of [der, pem]) {
            const made = await created(request({ subjectKey }))
            assert.deepEqual(spkiOf(made), Buffer.from(der), 'octet by octet')
        }
    })
}

test('unusable public keys are refused at their field', async () => {
    for (const subjectKey of [
        new Uint8Array(0), fixture('bad/noise'), fixture('wrong/letter.txt'), fixture('keys/p256-pkcs8.pem'),
        fixture('keys/p256-spki.der').subarray(0, 50), fixture('certs/ca-p256.pem'),
    ]) {
        const error = await refused(request({ subjectKey }))
        assert.equal(error.field, 'subjectKey')
        assertWellFormed(error)
    }
})

test('the summary says what the certificate says', async () => {
    const made = await created(request({ ca: 'rsa2048' }))
    assert.deepEqual(openssl(['x509', '-outform', 'DER'], made.pem), Buffer.from(made.der))
    assert.match(made.pem, /^-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END CERTIFICATE-----\n$/)
    assert.equal(made.sha1, sha1(made.der))
    assert.equal(made.sha256, sha256(made.der))
    assert.equal(made.caSha1, sha1(fixture('certs/ca-rsa2048.der')))
    assert.equal(made.serial.replace(/^(00)+(?=..)/, ''), certificateFacts(made.der).serial)
    assert.match(made.signatureAlgorithm, /^RSA 2048, SHA-256$/)
    assert.match((await created(request({ ca: 'p384' }))).signatureAlgorithm, /^ECDSA P-384, SHA-384$/)
    // OpenSSL reads the PEM from a file as it stands
    assert.equal(openssl(['x509', '-in', temporaryFile(made.pem), '-noout', '-fingerprint', '-sha1']).toString().trim()
        .replaceAll(':', '').toLowerCase().split('=')[1], made.sha1)
})

test('signatures are deterministic: the same to-be-signed octets never get two (RFC 6979, PKCS #1 v1.5)', async () => {
    // Serial and subject key are fresh each time, so equal octets cannot be asked for here; that each job draws new
    // random octets can.
    const serials = new Set()
    for (let i = 0; i < 50; i++) serials.add((await created(request({ now: NOW }))).serial)
    assert.equal(serials.size, 50)
})
