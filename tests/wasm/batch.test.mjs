// Many codes, one key: each is signed, or fails, on its own; what holds for all of them is told once.
import assert from 'node:assert/strict'
import test from 'node:test'

import { assertWellFormed, loadCore, request } from '../support/core.mjs'
import { CODE, fixture, PASSWORD } from '../support/fixtures.mjs'
import { certificateFacts, opensslVerify } from '../support/openssl.mjs'

const codeOf = (number) => `7D07A6A51F8AF1469499A1D92074D629894BE9FA8A01${String(number).padStart(4, '0')}`

function batch(changes = {}) {
    const { verificationCode, ...one } = request(changes)
    return { verificationCodes: [1, 2, 3].map(codeOf), ...one, ...changes }
}

for (const ca of ['rsa2048', 'rsa4096', 'p256', 'p384', 'p521']) {
    test(`every certificate of a batch verifies under its CA: ${ca}`, async () => {
        const core = await loadCore()
        const all = core.createVerificationCertificates(batch({ ca }))
        assert.ok(all.ok)
        assert.equal(all.value.results.length, 3)
        const facts = all.value.results.map((result, i) => {
            assert.ok(result.ok)
            assert.equal(result.value.verificationCode, codeOf(i + 1))
            assert.deepEqual(result.findings.map(({ id, status }) => [id, status]), [['code', 'pass']])
            assert.ok(opensslVerify(fixture(`certs/ca-${ca}.pem`), result.value.pem).accepted)
            const fact = certificateFacts(result.value.der)
            assert.ok(fact.text.includes(`CN = ${codeOf(i + 1)}`))
            assert.equal(result.value.notAfter.getTime(), fact.notAfter.getTime())
            return result.value
        })
        assert.equal(new Set(facts.map(({ serial }) => serial)).size, 3)
        assert.deepEqual(all.findings.map(({ id }) => id).filter((id) => id === 'code'), [])
        for (const id of ['key', 'match', 'ca', 'validity', 'period']) assert.ok(all.findings.some((one) => one.id === id), id)
    })
}

test('an encrypted key is opened once', async () => {
    const core = await loadCore()
    const all = core.createVerificationCertificates(batch({
        privateKey: fixture('pfx/modern-p256.p12'), caCertificate: undefined, password: PASSWORD,
    }))
    assert.ok(all.ok)
    assert.ok(all.value.results.every(({ ok }) => ok))
})

test('a code that cannot be signed does not stop the others', async () => {
    const core = await loadCore()
    const all = core.createVerificationCertificates(batch({ verificationCodes: [codeOf(1), '', 'x'.repeat(65), `  ${codeOf(2)}\n`, codeOf(1)] }))
    assert.ok(all.ok)
    assert.deepEqual(all.value.results.map(({ ok }) => ok), [true, false, false, true, true])
    const [first, empty, long, trimmed, again] = all.value.results
    assert.equal(empty.error.code, 'CODE_EMPTY')
    assert.equal(long.error.code, 'CODE_TOO_LONG')
    assert.equal(trimmed.value.verificationCode, codeOf(2))
    assert.notEqual(first.value.serial, again.value.serial)
    for (const { error, findings } of [empty, long]) {
        assertWellFormed(error)
        assert.equal(error.field, 'verificationCode')
        assert.deepEqual(findings.map(({ code }) => code), [error.code])
    }
})

test('what is wrong with key, CA, period or clock is the answer, with nothing signed', async () => {
    const core = await loadCore()
    for (const [changes, category] of [
        [{ privateKey: fixture('keys/p256-other-pkcs8.pem') }, 'key-cert-mismatch'],
        [{ caCertificate: fixture('certs/ca-p256-expired.pem') }, 'cert-expired'],
        [{ privateKey: fixture('pfx/modern-p256.p12'), password: 'wrong' }, 'wrong-password'],
        [{ notBefore: new Date('2030-01-02'), notAfter: new Date('2030-01-01') }, 'invalid-request'],
        [{ subjectKey: new Uint8Array(3) }, 'invalid-request'],
    ]) {
        const all = core.createVerificationCertificates(batch(changes))
        assert.equal(all.ok, false)
        assertWellFormed(all.error)
        assert.equal(all.error.category, category)
        assert.equal('value' in all, false)
    }
})

test('1 to 1,000 codes, and each a string', async () => {
    const core = await loadCore()
    const codes = (count) => Array.from({ length: count }, (_, i) => codeOf(i))
    const thousand = core.createVerificationCertificates(batch({ verificationCodes: codes(1000) }))
    assert.ok(thousand.ok)
    assert.equal(new Set(thousand.value.results.map(({ value }) => value.sha256)).size, 1000)

    const more = core.createVerificationCertificates(batch({ verificationCodes: codes(1001) }))
    assert.equal(more.error.code, 'TOO_MANY_CODES')
    assertWellFormed(more.error)
    assert.equal(core.createVerificationCertificates(batch({ verificationCodes: [] })).error.code, 'CODE_EMPTY')
    for (const verificationCodes of [undefined, null, CODE, [CODE, 5], [CODE, undefined], { length: 1 }]) {
        const result = core.createVerificationCertificates(batch({ verificationCodes }))
        assert.equal(result.error.code, 'INVALID_ARGUMENT')
        assert.equal(result.error.field, 'verificationCode')
    }
    for (const input of [undefined, null, 'x', 5]) {
        assert.equal(core.createVerificationCertificates(input).error.code, 'INVALID_ARGUMENT')
    }
})

test('a source of randomness that fails, or gives the same twice, stops the batch', async (t) => {
    const core = await loadCore()
    const { getRandomValues } = Object.getPrototypeOf(globalThis.crypto)
    const sources = {
        throws: () => { throw new Error('no entropy') },
        constant: (octets) => octets.fill(5),
        repeated: (octets) => { octets.forEach((_, i) => { octets[i] = i }); return octets },
    }
    for (const [name, source] of Object.entries(sources)) {
        const mock = t.mock.method(globalThis.crypto, 'getRandomValues', source)
        const all = core.createVerificationCertificates(batch())
        mock.mock.restore()
        assert.equal(all.ok, false, name)
        assert.equal(all.error.code, 'RANDOM_FAILED', name)
    }
    assert.equal(typeof getRandomValues, 'function')
    assert.ok(core.createVerificationCertificates(batch()).ok)
})

test('createEach gives each result as it is made, and survives what its listener throws', async () => {
    const core = await loadCore()
    const { verificationCodes, ...one } = batch({ verificationCodes: [codeOf(1), '', codeOf(2)] })
    const seen = []
    const all = core.createEach({ ...one, verificationCodes }, (result) => {
        seen.push(result.ok ? result.value.verificationCode : result.error.code)
        assert.ok(core.createVerificationCertificate(request()).ok, 'the core can be called in between')
    })
    assert.ok(all.ok)
    assert.ok(all.findings.some(({ id }) => id === 'match'))
    assert.deepEqual(seen, [codeOf(1), 'CODE_EMPTY', codeOf(2)])

    let calls = 0
    assert.throws(() => core.createEach({ ...one, verificationCodes }, () => { calls += 1; throw new Error('mine') }), /^Error: mine$/)
    assert.equal(calls, 3)
    assert.ok(core.createVerificationCertificate(request()).ok)

    const wrong = core.createEach({ ...one, verificationCodes, privateKey: fixture('keys/p256-other-pkcs8.pem') }, () => assert.fail('nothing is signed'))
    assert.equal(wrong.error.category, 'key-cert-mismatch')
})
