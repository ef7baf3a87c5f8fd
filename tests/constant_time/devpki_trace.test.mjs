// The WebAssembly of development certificates as it is shipped: it makes roots with several keys, encrypts them and hands them out, and
// every branch, address and divisor is written down, as in wasm_trace.test.mjs. They have to be the same for each key. Randomness is
// chosen so that all that is public has one length: the numbers of the signature, and the scalar that is drawn at the first try.
// RSA keys are not made here: their primes are found by trying.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { repository } from '../support/fixtures.mjs'
import { hasCommand } from '../support/openssl.mjs'
import { instrumented, load } from './instrument.mjs'

const build = process.env.POPCERT_WASM ?? join(repository, 'build', 'wasm')
const skip = ['wasm-dis', 'wasm-as'].every(hasCommand) ? false : 'wasm-dis and wasm-as of Binaryen are not installed'

/** As in wasm_trace.test.mjs: digits of what is shown, and the signature, which is public. The first tells of the certificate that was made. */
const publicFunctions = [
    '(anonymous namespace)::put_certificate(',
    'popcert::hex(', 'popcert::pem::encode_pem(', 'br_ecdsa_raw_to_asn1', 'br_ecdsa_asn1_to_raw', 'br_ecdsa_i31_bits2int',
]
const now = 1_800_000_000
const password = () => new TextEncoder().encode('seven wooden boats')

function make(core, keyType, random, pfx, during = (action) => action()) {
    // Plain where only the certificate is looked at: a password takes a second.
    const opened = core.open({ password: pfx === null ? undefined : password(), pfx: pfx ?? 'none', now, random: Uint8Array.from({ length: 32 }, (_, i) => i + 1) })
    assert.ok(opened.ok)
    const made = during(() => core.make({
        kind: 'root', keyType, subject: { commonName: 'x', organization: 'Development only', organizationalUnit: '', locality: '', state: '', country: '' },
        serverNames: [], notBefore: now, notAfter: now + 86_400, random,
    }))
    assert.ok(made.ok, made.ok || made.error.message)
    core.close(undefined)
    return made.value
}

/** Serial and vectors are public and stay; the seed is what makes the key. */
const randomOf = (number) => Uint8Array.from({ length: 128 }, (_, i) => i < 16 || i >= 80 ? i : (number * 31 + i * (number % 7 + 3)) & 255)

/** With which r and s of the signature have as many bits as they can. */
async function seeds(keyType, count) {
    const core = await (await import(pathToFileURL(join(build, 'popcert-devpki.mjs')).href)).default({
        wasmBinary: readFileSync(join(build, 'popcert-devpki.wasm')), locateFile: (file) => file,
    })
    const octets = keyType === 'P-256' ? 33 : 49
    const isFull = (integer) => integer[0] === 2 && integer[1] === octets && integer[2] === 0
    const found = []
    for (let number = 1; found.length < count; number++) {
        const { pem } = make(core, keyType, randomOf(number), null)
        const der = Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64')
        if (isFull(der.subarray(-2 * (octets + 2))) && isFull(der.subarray(-(octets + 2)))) found.push(randomOf(number))
    }
    return found
}

let module
for (const keyType of ['P-256', 'P-384']) {
    for (const pfx of ['none', 'old']) {
        test(`no branch and no address depends on a key that is made: ${keyType}, PFX ${pfx}`, { skip }, async () => {
            module ??= instrumented(join(build, 'popcert-devpki'), (func) => publicFunctions.some((start) => func.startsWith(start)))
            const traces = []
            for (const random of await seeds(keyType, 3)) {
                const { core, trace } = await load(module)
                make(core, keyType, random, pfx, (action) => trace.during(action))
                traces.push(trace)
            }
            const [first, ...others] = traces
            for (const start of ['popcert::crypto::generate_ec_private_key(', 'popcert::pem::encode_secret_pem(', 'br_aes_ct64_cbcenc_run']) {
                assert.ok(first.sites.some(({ func }, i) => func.startsWith(start) && first.counts[i] > 0), `${start} was traced`)
            }
            const different = new Set(others.flatMap((other) => first.differences(other)))
            assert.deepEqual([...different].map(({ func, at }) => `${func}: ${at}`), [])
        })
    }
}
