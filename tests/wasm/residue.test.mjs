// After a certificate was made, no part of the key, the password or what was derived from it is left in the WebAssembly
// memory: not as the numbers of the file, not reversed, not as the 31-bit limbs that BearSSL computes with. The same search
// in a build without any wiping must find them, or it would prove nothing.
import assert from 'node:assert/strict'
import { createPrivateKey, pbkdf2Sync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { CODE, fixture, fixtureIndex, repository } from '../support/fixtures.mjs'

const windowOctets = 12

/** A module and its memory. */
async function load(name) {
    const folder = join(repository, 'build', 'wasm')
    const wasmBinary = new Uint8Array(readFileSync(join(folder, `${name}.wasm`)))
    const { default: create } = await import(pathToFileURL(join(folder, `${name}.mjs`)).href)
    const instantiate = WebAssembly.instantiate
    let memory
    WebAssembly.instantiate = async (...given) => {
        const result = await instantiate(...given)
        const { exports } = result.instance ?? result
        memory = Object.values(exports).find((value) => value instanceof WebAssembly.Memory)
        return result
    }
    try {
        const core = await create({ wasmBinary, locateFile: (file) => file })
        assert.ok(memory, 'the memory of the module was seen')
        return { core, memory }
    } finally {
        WebAssembly.instantiate = instantiate
    }
}

const fromBase64url = (text) => Buffer.from(text, 'base64url')

/** The number as little-endian words of 31 bits, each in four octets, as br_i31_decode writes it. */
function limbs(octets) {
    let rest = BigInt(`0x${octets.toString('hex')}`)
    const words = []
    for (; rest > 0n; rest >>= 31n) words.push(Number(rest & 0x7fffffffn))
    return Buffer.from(Uint32Array.from(words).buffer)
}

/** Every secret of a private key, by its name in RFC 7518. */
function secretsOf(keyName) {
    const jwk = createPrivateKey(Buffer.from(fixture(`keys/${keyName}-pkcs8.pem`))).export({ format: 'jwk' })
    return Object.fromEntries(['d', 'p', 'q', 'dp', 'dq', 'qi'].filter((name) => name in jwk)
        .map((name) => [name, fromBase64url(jwk[name])]))
}

/** The key that PBKDF2 made for an EncryptedPrivateKeyInfo of OpenSSL's, if it is one with HMAC-SHA-256. */
function derivedKey(octets, password) {
    const file = Buffer.from(octets)
    const at = file.indexOf(Buffer.from('2a864886f70d01050c', 'hex'))
    if (at < 0 || !file.includes(Buffer.from('2a864886f70d0209', 'hex'))) return null
    const salt = file.subarray(at + 13, at + 13 + file[at + 12])
    const count = file.subarray(at + 13 + salt.length)
    return pbkdf2Sync(password, salt, count.readUIntBE(2, count[1]), 32, 'sha256')
}

function forms(secrets) {
    return Object.entries(secrets).flatMap(([name, octets]) => [
        [`${name}, big-endian`, octets],
        [`${name}, little-endian`, Buffer.from(octets).reverse()],
        ...(octets.length > 24 ? [[`${name}, limbs`, limbs(octets)]] : []),
    ])
}

/** Names of the secrets of which some window stands in the memory. */
function found(memory, secrets) {
    const octets = Buffer.from(memory.buffer)
    return forms(secrets).filter(([, form]) => {
        const size = Math.min(windowOctets, form.length)
        for (let at = 0; at + size <= form.length; at += size) {
            const window = form.subarray(at, at + size)
            if (window.some((octet) => octet !== 0) && octets.includes(window)) return true
        }
        return false
    }).map(([name]) => name)
}

function inputOf({ octets, keys, password }) {
    return {
        verificationCode: CODE,
        verificationCodes: [CODE, '', `${CODE} again`],
        caCertificate: fixture(`certs/ca-${keys[0]}.pem`),
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

/** What stands in memory after each of the functions that read a private key. */
async function secretsLeft(name) {
    const left = []
    for (const item of cases) {
        const secrets = secretsOf(item.keys[0])
        if (item.password) secrets.password = Buffer.from(item.password)
        const derived = item.password && item.file.endsWith('.der') ? derivedKey(item.octets, item.password) : null
        if (derived) secrets.derivedKey = derived
        for (const useCase of ['inspect', 'createVerificationCertificate', 'createEach']) {
            const { core, memory } = await load(name)
            const each = []
            const result = core[useCase]({ ...inputOf(item), onResult: ({ ok }) => { each.push(ok) } })
            assert.ok(result.ok, `${item.file}: ${result.ok || result.error.message}`)
            if (useCase === 'createEach') assert.deepEqual(each, [true, false, true])
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
    const { core, memory } = await load('popcert-signer')
    const item = { octets: fixture('encrypted/pbes2-rsa2048.pem'), keys: ['p256'], password: 'correct horse' }
    for (const useCase of ['createVerificationCertificate', 'createEach']) {
        const result = core[useCase](inputOf(item))
        assert.equal(result.ok, false)
        assert.equal(result.error.category, 'key-cert-mismatch')
        assert.deepEqual(found(memory, { ...secretsOf('rsa2048'), password: Buffer.from('correct horse') }), [])

        const wrong = core[useCase](inputOf({ ...item, keys: ['rsa2048'], password: 'a wrong password' }))
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
