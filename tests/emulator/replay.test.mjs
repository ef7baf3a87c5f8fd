// Everything of the vendor's recordings that is at hand, played to the emulator, by a tool that is not of this repository.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { repository } from '../support/fixtures.mjs'
import { run } from '../support/openssl.mjs'

const tool = join(repository, '..', 'shared', 'tools', 'replay-recorded')
const skip = existsSync(tool) ? false : 'the recordings (../shared) are not here: only recorded-facts.json judged'

test('each recorded call has the recorded status, and each proof that was accepted is accepted', { skip }, () => {
    const { status, stdout, stderr } = run(tool, [repository])
    const said = stdout.toString()
    assert.equal(status, 0, said + stderr)
    const exchanges = [...said.matchAll(/^(\S+\.json): (\d+) of (\d+) answers have the recorded status$/gm)]
    assert.ok(exchanges.length >= 8, said)
    for (const [line, , same, all] of exchanges) assert.equal(same, all, line)
    const [, ...proofs] = /^accepted proofs: (\d+); the emulator takes (\d+), checkChain verifies (\d+), check fails none of (\d+) /m.exec(said)
    assert.ok(Number(proofs[0]) >= 69, said)
    for (const each of proofs) assert.equal(each, proofs[0], said)
})
