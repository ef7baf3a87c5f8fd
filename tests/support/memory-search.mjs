/** Looks for secrets in the whole memory of a WebAssembly module. */
import assert from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { repository } from './fixtures.mjs'

const windowOctets = 12

/** A module and its memory. */
export async function load(name) {
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

/** The number as little-endian words of 31 bits, each in four octets, as br_i31_decode writes it. */
function limbs(octets) {
    let rest = BigInt(`0x${octets.toString('hex')}`)
    const words = []
    for (; rest > 0n; rest >>= 31n) words.push(Number(rest & 0x7fffffffn))
    return Buffer.from(Uint32Array.from(words).buffer)
}

/** Every secret of a private key, by its name in RFC 7518. key: as `createPrivateKey` takes it */
export function secretsOfKey(key) {
    const jwk = createPrivateKey(key).export({ format: 'jwk' })
    return Object.fromEntries(['d', 'p', 'q', 'dp', 'dq', 'qi'].filter((name) => name in jwk)
        .map((name) => [name, Buffer.from(jwk[name], 'base64url')]))
}

export function forms(secrets) {
    return Object.entries(secrets).flatMap(([name, octets]) => [
        [`${name}, big-endian`, octets],
        [`${name}, little-endian`, Buffer.from(octets).reverse()],
        ...(octets.length > 24 ? [[`${name}, limbs`, limbs(octets)]] : []),
    ])
}

/** Names of the secrets of which some window stands in the memory. */
export function found(memory, secrets) {
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
