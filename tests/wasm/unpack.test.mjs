// The core as the pages carry it: packed by the build, unpacked by the browser itself, or where that cannot, by a library. What comes
// out is what CMake built, octet for octet.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inflateRawSync } from 'node:zlib'

import { dist, repository } from '../support/fixtures.mjs'
import { importSource } from '../support/source.mjs'

const { compilePacked } = await importSource('web/src/core/unpack.ts')

/** The longest base64 text of a page is the core. */
function packedIn(page) {
    const texts = readFileSync(join(dist, page), 'utf8').match(/[A-Za-z0-9+/]{20000,}={0,2}/g)
    assert.equal(texts?.length, 1, `${page} carries one core`)
    return texts[0]
}

for (const [page, core] of [['signer.html', 'popcert-signer'], ['index.html', 'popcert-core']]) {
    const packed = packedIn(page)
    const built = readFileSync(join(repository, 'build/wasm', `${core}.wasm`))

    test(`${page}: what is packed is ${core}.wasm`, () => {
        assert.ok(inflateRawSync(Buffer.from(packed, 'base64')).equals(built))
    })

    test(`${page}: it compiles, by the platform's inflate and without it`, async () => {
        const exports = (module) => WebAssembly.Module.exports(module).map(({ name }) => name)
        const expected = exports(new WebAssembly.Module(built))
        assert.deepEqual(exports(await compilePacked(packed)), expected)
        const taken = globalThis.DecompressionStream
        try {
            globalThis.DecompressionStream = undefined
            assert.deepEqual(exports(await compilePacked(packed)), expected)
        } finally {
            globalThis.DecompressionStream = taken
        }
    })
}

test('negative control: what was changed does not compile', async () => {
    const octets = Buffer.from(packedIn('signer.html'), 'base64')
    octets[5000] ^= 0xff
    await assert.rejects(compilePacked(octets.toString('base64')))
})
