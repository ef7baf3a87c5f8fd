// The files that ask for the most work are refused or bounded, whatever clock there is: what they get to do is counted.
import assert from 'node:assert/strict'
import test from 'node:test'

import { withPbkdf2 } from '../bench/encrypted.mjs'
import { assertWellFormed, loadCore, request } from '../support/core.mjs'
import { fixture, PASSWORD } from '../support/fixtures.mjs'
import { honestPfx, tangle, worstFiles } from '../support/worst-files.mjs'

const codesOf = (result) => (result.ok ? result.value.items.map((item) => item.error?.code ?? item.kind) : [result.error.code])

test('none of the worst files opens, and none without a password runs scrypt or a costly derivation', async () => {
    const core = await loadCore()
    // With a password they take seconds each, which the budget's own tests count instead.
    for (const { name, octets } of worstFiles.filter(({ password }) => password === undefined)) {
        const result = core.inspect(octets())
        if (!result.ok) assertWellFormed(result.error)
        const codes = codesOf(result)
        assert.ok(codes.filter((code) => code === 'privateKey').length <= 50, name)
        assert.ok(codes.filter((code) => code === 'certificate').length <= 500, name)
        if (/scrypt|MAC of/.test(name)) assert.ok(codes.every((code) => ['KEY_ENCRYPTED', 'KDF_TOO_COSTLY'].includes(code)), `${name}: ${codes[0]}`)
    }
})

test('keys and certificates of a file are counted over all its objects, sound or not', async () => {
    const core = await loadCore()
    const repeated = (text, count) => new Uint8Array(Buffer.from(text.repeat(count)))
    const text = (file) => Buffer.from(fixture(file)).toString()
    for (const [piece, most] of [[text('keys/p256-pkcs8.pem'), 50], [text('certs/ca-p256.pem'), 500]]) {
        assert.equal(codesOf(core.inspect(repeated(piece, most))).length, most)
        const { error } = core.inspect(repeated(piece, most + 1))
        assert.deepEqual([error.code, error.parameters.value], ['TOO_MANY_ITEMS', String(most)])
        assertWellFormed(error)
    }
})

test('derivations of one file have one budget together: what is beyond stays closed', async () => {
    const core = await loadCore()
    const key = Buffer.from(fixture('keys/p256-pkcs8.pem')).toString()
    const pem = (rounds) => `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${withPbkdf2(key, PASSWORD, rounds).toString('base64')}\n-----END ENCRYPTED PRIVATE KEY-----\n`
    const file = new Uint8Array(Buffer.from(pem(600_000) + pem(5_400_001) + pem(1000)))
    assert.deepEqual(codesOf(core.inspect(file, { password: PASSWORD })), ['privateKey', 'KDF_TOO_COSTLY', 'privateKey'])
    assert.deepEqual(codesOf(core.inspect(file)), ['KEY_ENCRYPTED'])
})

test('a tangle of certificates of one name is given up', async () => {
    const core = await loadCore()
    const result = core.checkChain({ ...tangle(300), anchors: [] })
    assert.equal(result.error.code, 'CHAIN_TOO_TANGLED')
    assertWellFormed(result.error)
})

test('what careful tools write opens: three derivations of 600,000 rounds in one PFX', async () => {
    const core = await loadCore()
    const made = core.createVerificationCertificate({ ...request(), caCertificate: undefined, privateKey: new Uint8Array(honestPfx(600_000)), password: PASSWORD })
    assert.ok(made.ok, made.error?.message)
})
