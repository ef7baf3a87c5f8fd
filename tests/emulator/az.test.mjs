// The vendor's own command line as an operator: the whole life of a CA's entry, and what goes wrong in it. It takes a minute or
// more. azure-cli is too large to be installed for it: the test runs where `az` is there already.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { repository } from '../support/fixtures.mjs'
import { hasCommand } from '../support/openssl.mjs'

const tool = join(repository, '..', 'shared', 'tools', 'az-against-emulator')
const skip = !existsSync(tool) ? 'az-against-emulator (../shared) is not here: az was not tried'
    : hasCommand('az') ? false : 'az is not installed (Debian: azure-cli): it was not tried'

/** All that a command says, and how it ended. */
async function outcomeOf(command, args) {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (piece) => { said += piece })
    const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
    return { status, said }
}

test('az finds the service that it was made for', { skip }, async (context) => {
    const { status, said } = await outcomeOf(tool, [repository])
    assert.deepEqual(said.match(/^WRONG .*$/gm) ?? [], [], said)
    assert.equal(status, 0, said)
    const [summary, right, wrong] = /^azure-cli .*: (\d+) steps right, (\d+) wrong/m.exec(said) ?? []
    context.diagnostic(summary)
    assert.ok(Number(right) >= 61, said)
    assert.equal(wrong, '0')
})
