// Huge and hostile input is refused, and the core works on.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { pathToFileURL } from 'node:url'

import { assertWellFormed, loadCore, refused, request } from '../support/core.mjs'
import { CODE, fixture, repository } from '../support/fixtures.mjs'
import { importSource } from '../support/source.mjs'

const { maxInputOctets, mostCodes, randomOctets } = await importSource('web/src/core/limits.ts')
const { mostRequests } = await importSource('web/src/frame/protocol.ts')

const MIB = 1 << 20

const repeated = (text, count) => {
    const piece = Buffer.from(text, 'latin1')
    return new Uint8Array(Buffer.alloc(piece.length * count, piece))
}

const HUGE = [
    ['100 MB of zeros', () => new Uint8Array(100 * MIB)],
    ['100 MB of letters', () => repeated('A', 100 * MIB)],
    ['32 MB between BEGIN and END', () => new Uint8Array(Buffer.concat([
        Buffer.from('-----BEGIN PRIVATE KEY-----\n'),
        Buffer.from(repeated(`${'A'.repeat(64)}\n`, 500_000)),
        Buffer.from('-----END PRIVATE KEY-----\n'),
    ]))],
    ['a key with 20 MB after it', () => new Uint8Array(Buffer.concat([Buffer.from(fixture('keys/p256-pkcs8.der')), Buffer.alloc(20 * MIB)]))],
]

// Below the limit of size: what takes long is bounded by other limits.
const HOSTILE = [
    ['half a million BEGINs', repeated('-----BEGIN ', 80_000)],
    ['a million dashes', repeated('-', MIB - 1)],
    ['DER nested 400,000 deep', repeated('\x30\x80', 400_000)],
    ['octet strings nested 400,000 deep', repeated('\x24\x80', 400_000)],
    ['sequences of sequences', repeated('\x30\x82\xff\xff', 200_000)],
    ['JSON nested deep', repeated('[', 800_000)],
    ['JSON of many members', new Uint8Array(Buffer.from(`{${Array.from({ length: 50_000 }, (_, i) => `"a${i}":1`).join()}}`))],
    ['a thousand times the same certificate', repeated(Buffer.from(fixture('certs/ca-p256.pem')).toString('latin1'), 1000)],
    ['PEM headers without end', repeated('-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n', 10_000)],
    ['UTF-16 of dashes', repeated('-\0', 400_000)],
    ['only line ends', repeated('\r\n', 400_000)],
]

for (const [name, make] of HUGE) {
    test(`${name}: refused because of its size, in each field`, async () => {
        const core = await loadCore()
        const octets = make()
        const inspected = await core.inspect(octets)
        assert.equal(inspected.ok, false)
        assert.equal(inspected.error.category, 'limit')
        for (const field of ['privateKey', 'caCertificate']) {
            const error = await refused(request({ [field]: octets }))
            assert.equal(error.category, 'limit')
            assert.equal(error.field, field)
            assertWellFormed(error)
        }
        assert.ok((await core.createVerificationCertificate(request())).ok, 'the core works on')
    })
}

// TypeScript measures before it copies, so that nothing above reaches the limit of the core: here it is called past TypeScript.
test('the core itself refuses more than the limits that TypeScript knows, in each field, and takes as much as that', async () => {
    const name = join(repository, 'build', 'wasm', 'popcert-core')
    const { default: create } = await import(pathToFileURL(`${name}.mjs`).href)
    const core = await create({ wasmBinary: new Uint8Array(readFileSync(`${name}.wasm`)), locateFile: (file) => file })
    const limit = maxInputOctets
    const key = Buffer.from(fixture('keys/p256-pkcs8.pem'))
    // A key in front, and line ends: what is too long is refused although the key could be read.
    const padded = (size) => new Uint8Array(Buffer.concat([key, Buffer.alloc(size - key.length, '\n')]))

    assert.ok(core.inspect({ octets: padded(limit) }).ok)
    const { ok, error } = core.inspect({ octets: padded(limit + 1) })
    assert.equal(ok, false)
    assert.equal(error.code, 'INPUT_TOO_LARGE')
    assert.match(error.message, /4 MiB/)
    const job = {
        verificationCode: CODE, caCertificate: fixture('certs/ca-p256.pem'), privateKey: new Uint8Array(key),
        now: Math.floor(Date.now() / 1000), random: globalThis.crypto.getRandomValues(new Uint8Array(randomOctets)),
    }
    for (const field of ['privateKey', 'caCertificate']) {
        const refused = core.createVerificationCertificate({ ...job, [field]: padded(limit + 1) })
        assert.equal(refused.ok, false)
        assert.equal(refused.error.code, 'INPUT_TOO_LARGE')
        assert.equal(refused.error.field, field)
    }
    assert.ok(core.createVerificationCertificate(job).ok, 'the core works on')
    assert.equal(core.createVerificationCertificate({ ...job, random: job.random.subarray(1) }).error.code, 'RANDOM_FAILED')

    // The number is looked at first, then the octets, of which there are none.
    const many = (count) => core.createEach({ ...job, verificationCodes: Array(count).fill(CODE), random: new Uint8Array(), onResult: () => {} })
    assert.equal(many(mostCodes).error.code, 'RANDOM_FAILED')
    assert.equal(many(mostCodes + 1).error.code, 'TOO_MANY_CODES')
    assert.equal(mostRequests, mostCodes, 'a frame takes as many as one call')
})

for (const [name, octets] of HOSTILE) {
    test(`${name}: no crash, no certificate`, async () => {
        const core = await loadCore()
        for (const password of [undefined, 'x']) {
            const inspected = await core.inspect(octets, password === undefined ? {} : { password })
            if (!inspected.ok) assertWellFormed(inspected.error)
        }
        assertWellFormed(await refused(request({ privateKey: octets })))
        assertWellFormed(await refused(request({ verificationCode: Buffer.from(octets).toString('latin1') })))
        assert.ok((await core.createVerificationCertificate(request())).ok, 'the core works on')
    })
}

test('a hundred refusals and a hundred certificates leave the core as it was', async () => {
    const core = await loadCore()
    for (let i = 0; i < 100; i++) {
        await refused(request({ privateKey: fixture('bad/key-cut-100.der') }))
        assert.ok((await core.createVerificationCertificate(request())).ok)
    }
})
