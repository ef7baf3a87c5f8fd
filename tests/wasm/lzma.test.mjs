// The pages' decoder of LZMA against encoders that are not ours: the one that the build uses, and xz with every kind of setting.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { compress } from 'lzma1'

import { dist, repository } from '../support/fixtures.mjs'
import { hasCommand, run } from '../support/openssl.mjs'
import { importSource } from '../support/source.mjs'

const lzma = await importSource('web/src/core/lzma.ts')
const unpackLzma = (packed) => lzma.unpackLzma(Buffer.from(packed).toString('base64'))

/** Numbers that look random and are the same each time. */
function noise(length) {
    const octets = Buffer.alloc(length)
    for (let i = 0, x = 1; i < length; i++) octets[i] = (x = (Math.imul(x, 1664525) + 1013904223) >>> 0) >>> 24
    return octets
}

const INPUTS = {
    'nothing': Buffer.alloc(0),
    'one octet': Buffer.from('x'),
    'one octet, often': Buffer.alloc(100_000, 7),
    'noise': noise(5000),
    'the same noise again, far away': Buffer.concat([noise(200_000), Buffer.alloc(70_000), noise(200_000)]),
    'a page': readFileSync(join(dist, 'signer.html')),
    'Japanese': Buffer.from('検証証明書を作成します。'.repeat(50)),
    'a program': readFileSync(process.execPath).subarray(0, 300_000),
}

for (const [name, octets] of Object.entries(INPUTS)) {
    test(`${name}: what the build packs comes out as it was`, () => {
        assert.ok(Buffer.from(unpackLzma(compress(octets, 9))).equals(octets))
    })

    test(`${name}: what xz packs comes out as it was`, { skip: hasCommand('xz') ? false : 'xz is not installed' }, () => {
        for (const settings of ['lc=3,lp=0,pb=0', 'lc=0,lp=0,pb=4', 'lc=4,lp=0,pb=2', 'lc=1,lp=3,pb=2', 'lc=0,lp=4,pb=0']) {
            const packed = run('xz', ['--format=lzma', '--stdout', `--lzma1=preset=6,${settings}`], octets).stdout
            packed.writeBigUInt64LE(BigInt(octets.length), 5)  // xz leaves the size open
            assert.ok(Buffer.from(unpackLzma(packed)).equals(octets), settings)
        }
    })
}

test('negative control: one octet that was changed changes what comes out', () => {
    const octets = INPUTS['a page']
    const packed = compress(octets, 9)
    packed[1000] ^= 1
    assert.ok(!Buffer.from(unpackLzma(packed)).equals(octets))
})
