// The WebAssembly that is shipped, not only its sources: it makes certificates with several keys, and every branch that
// it takes, every address and every divisor is written down. They have to be the same for each key: in decoding a file,
// in the checks of the key, in decrypting it, in signing, and in all the rest. A build without the shim must be caught.
//
// All that is public is made equal or of equal length, so that nothing has to be explained away by it: the lengths of
// all numbers, names, dates, serial number, the key to certify, the random octets, the password's length.
//
// What differs although it is right is in `publicFunctions`, with its reason. Not covered: the just-in-time compiler.
import assert from 'node:assert/strict'
import { createPrivateKey, generateKeyPairSync, generatePrimeSync, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { CODE, repository } from '../support/fixtures.mjs'
import { hasCommand, openssl, temporaryFile } from '../support/openssl.mjs'
import { instrumented, load } from './instrument.mjs'

/** POPCERT_WASM names another build. */
const build = process.env.POPCERT_WASM ?? join(repository, 'build', 'wasm')
const skip = ['wasm-dis', 'wasm-as'].every(hasCommand) ? false : 'wasm-dis and wasm-as of Binaryen are not installed'

/** Beginnings of functions' names. What they and all they call do is not compared. */
const publicFunctions = [
    // Digits of what is shown: fingerprints, the serial number, the finished certificate.
    'popcert::hex(', 'popcert::pem::encode_pem(',
    // The signature, which is public. How many zeros r and s begin with decides its length.
    'br_ecdsa_raw_to_asn1', 'br_ecdsa_asn1_to_raw',
    // Does less for a nonce candidate that begins with zero words (P-256: 1 in 256), as SECURITY.md says.
    'br_ecdsa_i31_bits2int',
]

// -- Keys

const inverse = (a, m) => {
    let [r, next, x, y] = [a % m, m, 1n, 0n]
    while (next !== 0n) [r, next, x, y] = [next, r % next, y, x - (r / next) * y]
    return r === 1n ? ((x % m) + m) % m : 0n
}
/** Octets of the DER INTEGER. */
const derOctets = (number) => Math.floor(number.toString(2).length / 8) + 1
const base64url = (number) => {
    const digits = number.toString(16)
    return Buffer.from(digits.padStart(digits.length + digits.length % 2, '0'), 'hex').toString('base64url')
}

/** The RSA key of two primes, if its numbers have the lengths that are wanted here. */
function rsaKey(p, q) {
    const e = 65537n
    const numbers = {
        n: p * q, e, d: inverse(e, (p - 1n) * (q - 1n) / 2n), p, q,
        dp: inverse(e, p - 1n), dq: inverse(e, q - 1n), qi: inverse(q, p),
    }
    const lengths = { n: 257, e: 3, d: 256, p: 129, q: 129, dp: 129, dq: 129, qi: 128 }
    if (Object.entries(lengths).some(([name, octets]) => derOctets(numbers[name]) !== octets)) return null
    const jwk = Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, base64url(number)]))
    return createPrivateKey({ key: { kty: 'RSA', ...jwk }, format: 'jwk' })
}

/** Two pairs of keys. Those of a pair have the same modulus, p and q exchanged: all that is public is the same. */
function rsaKeys() {
    const primes = [], keys = []
    while (keys.length < 4) {
        const p = generatePrimeSync(1024, { bigint: true })
        if (derOctets(inverse(65537n, p - 1n)) !== 129) continue
        const at = primes.findIndex((q) => rsaKey(p, q) && rsaKey(q, p))
        if (at < 0) {
            primes.push(p)
        } else {
            const [q] = primes.splice(at, 1)
            keys.push(rsaKey(p, q), rsaKey(q, p))
        }
    }
    return keys
}

/** Four keys with which r and s of the certificate's signature have as many bits as they can: of one length. */
async function ecKeys(namedCurve, bits) {
    const { core } = await load(plainModule())
    const octets = Math.floor(bits / 8) + 1
    const first = bits % 8 === 0 ? 0 : 1
    const isFull = (integer) => integer[0] === 2 && integer[1] === octets && integer[2] === first
    const keys = []
    while (keys.length < 4) {
        const key = generateKeyPairSync('ec', { namedCurve }).privateKey
        const der = makeCertificate(core, { key, ca: caOf(key), form: 'der' })
        if (isFull(der.subarray(-2 * (octets + 2))) && isFull(der.subarray(-(octets + 2)))) keys.push(key)
    }
    return keys
}

// -- Certificates

const now = Math.floor(Date.now() / 1000) + 3600
const password = 'correct horse'
const random = Uint8Array.from({ length: 128 }, (_, i) => i + 1)
const subjectKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' })

const pemFile = (key) => temporaryFile(key.export({ type: 'pkcs8', format: 'pem' }))
const rootKey = pemFile(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
const root = temporaryFile(openssl(['req', '-x509', '-new', '-subj', '/CN=Root', '-key', rootKey]))
const extensions = temporaryFile(
    'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n')

/** A certificate of which only the key differs: signed by another CA, since an ECDSA signature has no fixed length. */
function caOf(key) {
    const request = openssl(['req', '-new', '-subj', '/CN=CA', '-key', pemFile(key)])
    return openssl(['x509', '-req', '-CA', root, '-CAkey', rootKey, '-set_serial', '0x4000000000000001', '-days', '90',
        '-sha256', '-extfile', extensions, '-outform', 'DER'], request)
}

/** Certificates of all keys, made in the same second. */
function casOf(keys) {
    for (;;) {
        const cas = keys.map(caOf)
        if (new Set(cas.map((ca) => new X509Certificate(ca).validFrom)).size === 1) return cas
    }
}

const forms = {
    der: { type: 'pkcs8', format: 'der' },
    pem: { type: 'pkcs8', format: 'pem' },
    encrypted: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: password },
    batch: { type: 'pkcs8', format: 'der' },
}

/** The created certificate; `during` calls what it is given, with the trace on. */
function makeCertificate(core, { key, ca, form }, during = (action) => action()) {
    const input = {
        verificationCode: CODE,
        caCertificate: new Uint8Array(ca),
        privateKey: new Uint8Array(Buffer.from(key.export(forms[form]))),
        password: form === 'encrypted' ? new TextEncoder().encode(password) : undefined,
        subjectKey: new Uint8Array(subjectKey),
        now, notBefore: now, notAfter: now + 7200, random,
    }
    // Of two codes one is signed, so that the length of no second signature has to be explained away, and one fails.
    const verificationCodes = form === 'batch' ? [CODE, ''] : [CODE]
    const list = { ...input, verificationCodes, random: Uint8Array.from({ length: 128 * verificationCodes.length }, (_, i) => i + 1) }
    const each = []
    const onResult = (one) => { each.push(one) }
    // The signer's module has lists alone.
    const isOneByItself = form !== 'batch' && 'createVerificationCertificate' in core
    const result = isOneByItself ? during(() => core.createVerificationCertificate(input)) : (during(() => core.createEach({ ...list, onResult })), each[0])
    assert.ok(result.ok, result.ok || result.error.message)
    return Buffer.from(result.value.der)
}

const modules = new Map()
function traced(name) {
    const isPublic = (func) => publicFunctions.some((start) => func.startsWith(start))
    if (!modules.has(name)) modules.set(name, instrumented(join(build, name), isPublic))
    return modules.get(name)
}
const plainModule = () => ({
    wasmBinary: new Uint8Array(readFileSync(join(build, 'popcert-signer.wasm'))),
    glue: pathToFileURL(join(build, 'popcert-signer.mjs')).href,
    sites: [],
})

/** The sites where some key went another way than the first, and the first one's trace. */
async function compare(name, keys, form) {
    const cas = casOf(keys)
    const module = traced(name)
    const traces = []
    for (const [i, key] of keys.entries()) {
        const { core, trace } = await load(module)
        makeCertificate(core, { key, ca: cas[i], form }, (action) => trace.during(action))
        traces.push(trace)
    }
    const [first, ...others] = traces
    const different = new Set(others.flatMap((other) => first.differences(other)))
    const sites = [...different].map(({ func, at }) => `${func}: ${at}`)
    return { sites, first }
}

const keyTypes = {
    'RSA-2048': rsaKeys,
    'P-256': () => ecKeys('P-256', 256),
    'P-384': () => ecKeys('P-384', 384),
    'P-521': () => ecKeys('P-521', 521),
}
const made = {}
const keysOf = async (type) => (made[type] ??= await keyTypes[type]())

/** What must have run for the comparison to say something. */
const arithmetic = {
    'RSA-2048': ['br_i31_modpow_opt', 'br_i31_montymul', 'popcert::crypto::make_rsa_private_key('],
    'P-256': ['mul_f256', 'br_i31_modpow', 'popcert::crypto::make_ec_private_key('],
    'P-384': ['run_code', 'br_i31_montymul', 'popcert::crypto::make_ec_private_key('],
    'P-521': ['run_code', 'br_i31_montymul', 'popcert::crypto::make_ec_private_key('],
}

for (const type of Object.keys(keyTypes)) {
    for (const form of Object.keys(forms)) {
        test(`no branch and no address depends on the key: ${type}, ${form}`, { skip }, async () => {
            const { sites, first } = await compare('popcert-signer', await keysOf(type), form)
            for (const start of arithmetic[type]) {
                const ran = first.sites.some(({ func }, i) => func.startsWith(start) && first.counts[i] > 0)
                assert.ok(ran, `${start} was traced`)
            }
            assert.ok(first.total > 1e6, `${first.total} values`)
            assert.deepEqual(sites, [])
        })
    }
}

// The same core, linked with what the package can do besides.
test('no branch and no address depends on the key in the package\'s module', { skip }, async () => {
    for (const type of Object.keys(keyTypes)) {
        const { sites } = await compare('popcert-core', await keysOf(type), 'der')
        assert.deepEqual(sites, [], type)
    }
})

test('each exception is a function of the module', { skip }, () => {
    const { publicNames } = traced('popcert-signer')
    const unused = publicFunctions.filter((start) => !publicNames.some((name) => name.startsWith(start)))
    assert.deepEqual(unused, [])
})

test('without the shim, at -O3, the same comparison finds branches', { skip }, async () => {
    for (const [type, func] of [['RSA-2048', 'br_i31_modpow_opt'], ['P-256', 'p256_mulgen']]) {
        const { sites } = await compare('popcert-core-branching', await keysOf(type), 'der')
        assert.ok(sites.some((site) => site.startsWith(`${func}: select`)), `${type}: ${sites.join('; ') || 'nothing'}`)
    }
})
