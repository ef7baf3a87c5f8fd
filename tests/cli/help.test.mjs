// Each command's help, the document about them, and what a shell completes.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { popcert } from '../support/command.mjs'
import { repository } from '../support/fixtures.mjs'
import { temporaryFile } from '../support/openssl.mjs'

const COMMANDS = ['create', 'inspect', 'check', 'chain', 'prepare', 'finish', 'judge', 'dps verify', 'completion']

test('each command has a help of its own, whichever way it is asked for', async () => {
    const all = (await popcert(['--help'])).stdout
    for (const name of COMMANDS) {
        assert.match(all, new RegExp(`^ {2}popcert ${name} `, 'm'))
        const [one, other] = await Promise.all([popcert([...name.split(' '), '--help']), popcert(['help', ...name.split(' ')])])
        assert.deepEqual([one.exit, one.stdout], [0, other.stdout])
        assert.match(one.stdout, /\nExamples\n {2}\S/)
    }
    for (const line of all.split('\n')) assert.ok(line.length <= 120, line)
})

test('docs/command-line.md names every command, option and exit', async () => {
    const docs = readFileSync(join(repository, 'docs/command-line.md'), 'utf8')
    for (const [, exit] of (await popcert(['--help'])).stdout.matchAll(/^ {2}(\d+) {2,}\S/gm)) assert.match(docs, new RegExp(`^\\| ${exit} \\|`, 'm'), exit)
    for (const name of COMMANDS) {
        assert.ok(docs.includes(`popcert ${name}`), name)
        for (const [, option] of (await popcert([...name.split(' '), '--help'])).stdout.matchAll(/^ {2}(--[a-z-]+)/gm)) assert.ok(docs.includes(`\`${option}`), option)
    }
})

test('bash completes commands, options, clouds and files', async () => {
    const script = (await popcert(['completion', 'bash'])).stdout
    const complete = (...words) => execFileSync('bash', ['-c', `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _popcert 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`, 'bash', ...words], { encoding: 'utf8' }).trim().split('\n')
    assert.deepEqual(complete('popcert', 'c'), ['create', 'check', 'chain', 'completion'])
    assert.deepEqual(complete('popcert', 'dps', ''), ['verify'])
    assert.deepEqual(complete('popcert', 'prepare', '--for', 'p'), ['pkcs11', 'piv'])
    assert.ok(complete('popcert', 'create', '--pass').includes('--password-fd'))
    assert.ok(complete('popcert', 'dps', 'verify', '--s').includes('--service'))
    assert.deepEqual(complete('popcert', 'dps', 'verify', '--cloud', 'u'), ['usgov'])
    assert.deepEqual(complete('popcert', 'create', '--key', join(repository, 'LICEN')), [join(repository, 'LICENSE')])
    execFileSync('bash', ['-n', temporaryFile(script)])
})

test('--version is the package’s', async () => {
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
    assert.equal((await popcert(['--version'])).stdout, `${version}\n`)
})
