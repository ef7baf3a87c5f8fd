// After a certificate was made, no part of the key, the password or what was derived from it is left in the WebAssembly
// memory: not as the numbers of the file, not reversed, not as the 31-bit limbs that BearSSL computes with. The same search
// in a build without any wiping must find them, or it would prove nothing.
import assert from 'node:assert/strict'
import { createPrivateKey, pbkdf2Sync } from 'node:crypto'
import { test } from 'node:test'

import { CODE, fixture, fixtureIndex } from '../support/fixtures.mjs'
import { forms, found, load, secretsOfKey } from '../support/memory-search.mjs'

const secretsOf = (keyName) => secretsOfKey(Buffer.from(fixture(`keys/${keyName}-pkcs8.pem`)))

/** The key that PBKDF2 made for an EncryptedPrivateKeyInfo of OpenSSL's, if it is one with HMAC-SHA-256. */
function derivedKey(octets, password) {
    const file = Buffer.from(octets)
    const at = file.indexOf(Buffer.from('2a864886f70d01050c', 'hex'))
    if (at < 0 || !file.includes(Buffer.from('2a864886f70d0209', 'hex'))) return null
    const salt = file.subarray(at + 13, at + 13 + file[at + 12])
    const count = file.subarray(at + 13 + salt.length)
    return pbkdf2Sync(password, salt, count.readUIntBE(2, count[1]), 32, 'sha256')
}

function inputOf({ file = '', octets, keys, password }) {
    return {
        verificationCode: CODE,
        verificationCodes: [CODE, '', `${CODE} again`],
        // A PFX is its own CA's file: it is opened twice.
        caCertificate: file.startsWith('pfx/') ? octets : fixture(`certs/ca-${keys[0]}.pem`),
        octets,
        privateKey: octets,
        password: password === undefined ? undefined : new TextEncoder().encode(password),
        now: Math.floor(Date.now() / 1000),
        random: globalThis.crypto.getRandomValues(new Uint8Array(3 * 128)),
    }
}

/** One of each format, of those with one key for which there is a CA certificate. Many rounds would only take time. */
const formats = [
    /^keys\/.*-(pkcs1|sec1|pkcs8)\.der$/, /^text\/key-(utf16le|no-headers|one-line|quoted)\.pem$/,
    /^encrypted\/(old-.*\.pem|(pbes1-|pbes2-[^1]|pkcs12-|scrypt-2-).*\.der)$/, /^pfx\/(3des|legacy-.*|modern-.*|plain-bags|no-mac)\.p12$/,
]
const cases = fixtureIndex()
    .filter(({ file, keys }) =>
        keys.length === 1 && /^(rsa2048|p256|p384|p521)$/.test(keys[0]) && formats.some((format) => format.test(file)))
    .map((item) => ({ ...item, octets: fixture(item.file) }))

// Of a short password the list of free blocks overwrites most; of a long one something stays.
const longPassword = 'k7Qz-mV2x!Rb9_Tw4pLd8@Hs6#Yf3$Gn5%Jc1^Ua0&Ez7*Wo2(Xi4)Kv6+Pq8=Ms9'
for (const key of ['rsa2048', 'p256']) {
    const octets = createPrivateKey(Buffer.from(fixture(`keys/${key}-pkcs8.pem`)))
        .export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: longPassword })
    cases.push({ file: `long password, ${key}.der`, keys: [key], password: longPassword, octets: new Uint8Array(octets) })
}

/** One after the other in the same memory, as a page's worker does while a key is in hand. */
const calls = {
    inspect: (core, input) => core.inspect(input),
    check: (core, input) => {
        const found = core.inspect({ ...input, wanted: 'privateKey' })
        assert.ok(found.ok)
        const spki = found.value.items.find(({ kind }) => kind === 'privateKey').spki
        return { ok: core.check({ ...input, keys: [spki] }).findings.length > 0 }
    },
    createVerificationCertificate: (core, input) => core.createVerificationCertificate(input),
    createEach: (core, input) => {
        const results = []
        const all = core.createEach({ ...input, onResult: (result) => { results.push(result.ok) } })
        if (all.ok) assert.deepEqual(results, [true, false, true])
        return all
    },
}

/** What stands in memory after each of the calls that come near a private key: of a module that lives on from call to call. */
async function secretsLeft(name) {
    const left = []
    for (const item of cases) {
        const secrets = secretsOf(item.keys[0])
        if (item.password) secrets.password = Buffer.from(item.password)
        const derived = item.password && item.file.endsWith('.der') ? derivedKey(item.octets, item.password) : null
        if (derived) secrets.derivedKey = derived
        const { core, memory } = await load(name)
        for (const [useCase, call] of Object.entries(calls)) {
            if (useCase === 'createVerificationCertificate' && name === 'popcert-signer') continue  // it has createEach alone
            const result = call(core, inputOf(item))
            assert.ok(result.ok, `${item.file}: ${result.ok || result.error?.message}`)
            left.push(...found(memory, secrets).map((what) => `${item.file}, ${useCase}: ${what}`))
        }
    }
    return left
}

for (const name of ['popcert-core', 'popcert-signer']) {
    test(`no secret is left in memory after a certificate was made: ${name}`, async () => {
        assert.ok(cases.length > 40, `${cases.length} files`)
        assert.deepEqual(await secretsLeft(name), [])
    })
}

test('no secret is left after a failure', async () => {
    const item = { octets: fixture('encrypted/pbes2-rsa2048.pem'), keys: ['p256'], password: 'correct horse' }
    for (const [name, call] of [['popcert-core', calls.createVerificationCertificate], ['popcert-core', calls.createEach], ['popcert-signer', calls.createEach]]) {
        const { core, memory } = await load(name)
        const result = call(core, inputOf(item))
        assert.equal(result.ok, false)
        assert.equal(result.error.category, 'key-cert-mismatch')
        assert.deepEqual(found(memory, { ...secretsOf('rsa2048'), password: Buffer.from('correct horse') }), [])

        const wrong = call(core, inputOf({ ...item, keys: ['rsa2048'], password: 'a wrong password' }))
        assert.equal(wrong.error.category, 'wrong-password')
        assert.deepEqual(found(memory, { password: Buffer.from('a wrong password') }), [])
    }
})

test('a key beside a chain is left alone, and nothing of it is left', async () => {
    const { core, memory } = await load('popcert-core')
    const certificates = new Uint8Array(Buffer.concat([fixture('chains/fullchain.pem'), fixture('keys/rsa2048-pkcs1.pem')]))
    const chain = core.checkChain({ certificates, known: [certificates], anchors: [], now: Math.floor(Date.now() / 1000) })
    assert.equal(chain.value.others[0].kind, 'privateKey')
    assert.deepEqual(found(memory, secretsOf('rsa2048')), [])
})

test('a key that is taken for a signature is refused, and nothing of it is left', async () => {
    const { core, memory } = await load('popcert-core')
    const input = { verificationCode: CODE, caCertificate: fixture('certs/ca-rsa2048.pem'), now: Math.floor(Date.now() / 1000) }
    const { tbs } = core.prepare({ ...input, random: globalThis.crypto.getRandomValues(new Uint8Array(128)) }).value
    for (const file of ['keys/rsa2048-pkcs8.pem', 'keys/rsa2048-pkcs1.der', 'keys/rsa2048-pkcs8.der']) {
        const done = core.finish({ ...input, tbs, signature: fixture(file) })
        assert.equal(done.error.code, 'SIGNATURE_IS_PRIVATE_KEY', file)
        assert.deepEqual(found(memory, secretsOf('rsa2048')), [], file)
    }
})

test('without wiping the same search finds them', async () => {
    const left = await secretsLeft('popcert-core-unwiped')
    for (const what of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'password']) {
        assert.ok(left.some((line) => line.endsWith(`: ${what}, big-endian`)), `${what} was not found`)
    }
    const files = new Set(left.map((line) => line.split(', ')[0]))
    assert.ok(files.size > cases.length * 0.9, `something of ${files.size} of ${cases.length} files was found`)
})

// What later steps overwrite even without wiping is planted, so that each form of the search is known to work.
test('the search knows every form', () => {
    const secrets = { ...secretsOf('rsa2048'), derivedKey: Buffer.from('00112233445566778899aabbccddeeff'.repeat(2), 'hex') }
    for (const [name, form] of forms(secrets)) {
        const buffer = new Uint8Array(1 << 16)
        buffer.set(form.subarray(0, 40), 12345)
        assert.ok(found({ buffer: buffer.buffer }, secrets).includes(name), name)
    }
})
