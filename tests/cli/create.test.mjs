// `popcert create`: what it makes is judged by OpenSSL, and a password is never repeated.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'

import { assertSound, ca, derOf, key, make, ownFolder } from '../support/cli.mjs'
import { popcert, program } from '../support/command.mjs'
import { CODE, fixture, fixturePath, PASSWORD } from '../support/fixtures.mjs'
import { certificateFacts, hasCommand, temporaryFile } from '../support/openssl.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'

const { path } = ownFolder('create')
const pfx = fixturePath('pfx/modern-p256.p12')

suite('create', () => {
    for (const name of ['rsa2048', 'p256', 'p384', 'p521']) {
        test(`${name}: the certificate, and nothing else, on the standard output`, async () => {
            const done = await popcert(make(name))
            assert.equal(done.exit, 0, done.stderr)
            assert.match(done.stdout, /^-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n$/)
            assertSound(done.stdout, name)
        })
    }

    test('a warning is told on the other stream', async () => {
        const done = await popcert(make('p384'))
        assert.match(done.stderr, /^WARN {2}/m)
        assert.equal((await popcert(make('p256'))).stderr, '')
    })

    test('into a file, in PEM and in DER; what exists stays, but for --force', async () => {
        const [pem, der] = [path('one.pem'), path('one.cer')]
        const done = await popcert(make('p256', '--out', pem))
        assert.deepEqual([done.exit, done.stdout], [0, ''])
        assertSound(readFileSync(pem, 'utf8'))
        assert.equal((await popcert(make('p256', '--out', der, '--der'))).exit, 0)
        assertOpensslAccepts(fixture('certs/ca-p256.der'), readFileSync(der))

        writeFileSync(pem, 'mine')
        const again = await popcert(make('p256', '--out', pem))
        assert.equal(again.exit, 3)
        assert.match(again.stderr, /^FILE_EXISTS: /)
        assert.equal(readFileSync(pem, 'utf8'), 'mine')
        assert.equal((await popcert(make('p256', '--out', pem, '--force'))).exit, 0)
        assertSound(readFileSync(pem, 'utf8'))
    })

    test('a refused certificate leaves no file', async () => {
        const file = path('never.pem')
        assert.equal((await popcert(['create', '--code', CODE, '--key', key('p256'), '--ca', ca('rsa2048'), '--out', file])).exit, 5)
        assert.equal(existsSync(file), false)
    })

    test('several codes: a file each in a folder; one that is refused does not stop the others', async () => {
        const out = path('several')
        mkdirSync(out)
        const codes = [CODE, CODE.replace('106A', '206A'), 'no code', CODE.replace('106A', '306A')]
        const done = await popcert(['create', ...codes.flatMap((code) => ['--code', code]), '--key', key('p256'), '--ca', ca('p256'), '--out', out])
        assert.equal(done.exit, 6, done.stderr)
        const files = readdirSync(out)
        assert.equal(files.length, 3)
        const subjects = files.map((file) => { const pem = readFileSync(join(out, file), 'utf8'); return new X509Certificate(pem).subject })
        assert.deepEqual(subjects.sort(), [codes[0], codes[1], codes[3]].map((code) => `CN=${code}`).sort())
        for (const file of files) assertOpensslAccepts(fixture('certs/ca-p256.der'), derOf(readFileSync(join(out, file), 'utf8')))
    })

    test('--days: how long it is valid', async () => {
        const done = await popcert(make('p256', '--days', '5'))
        const { notAfter } = certificateFacts(derOf(done.stdout))
        const days = (notAfter.getTime() - Date.now()) / 86_400_000
        assert.ok(days > 4.9 && days < 5.1, String(days))
        assert.equal((await popcert(make('p256', '--days', '88'))).exit, 2)
        assert.equal((await popcert(make('p256', '--days', '87'))).exit, 0)
    })

    test('a code that looks like a name is made only when a person confirms it', async () => {
        const named = make('p256').map((each) => (each === CODE ? 'contoso.com' : each))
        const done = await popcert(named)
        assert.deepEqual([done.exit, done.stdout], [6, ''])
        const confirmed = await popcert([...named, '--confirm-code'])
        assert.equal(confirmed.exit, 0, confirmed.stderr)
        assertSound(confirmed.stdout, 'p256', 'contoso.com')
    })

    test('--json: one line with the certificate and the findings, also for a failure', async () => {
        const done = await popcert(make('p256', '--json'))
        assert.deepEqual([done.exit, done.stderr, done.stdout.trim().includes('\n')], [0, '', false])
        const { ok, certificate, findings } = JSON.parse(done.stdout)
        assert.equal(ok, true)
        assertSound(certificate.pem)
        assert.deepEqual(Buffer.from(certificate.der, 'base64'), derOf(certificate.pem))
        assert.ok(findings.some(({ id, status }) => id === 'match' && status === 'pass'))
        const failed = await popcert(['create', '--code', CODE, '--key', key('p256'), '--ca', ca('rsa2048'), '--json'])
        assert.deepEqual([failed.exit, failed.stderr], [5, ''])
        const { ok: isOk, error } = JSON.parse(failed.stdout)
        assert.deepEqual([isOk, typeof error.code, typeof error.hint], [false, 'string', 'string'])
    })

    test('the key from the standard input', async () => {
        const done = await popcert(['create', '--code', CODE, '--key', '-', '--ca', ca('p256')], { input: readFileSync(key('p256')) })
        assert.equal(done.exit, 0, done.stderr)
        assertSound(done.stdout)
        assert.equal((await popcert(['create', '--code', CODE, '--key', '-', '--ca', '-'], { input: readFileSync(key('p256')) })).exit, 2)
    })
})

suite('passwords', () => {
    const protectedKey = ['create', '--code', CODE, '--key', pfx]

    test('from POPCERT_PASSWORD, a named variable, or a file descriptor', async () => {
        assertSound((await popcert(protectedKey, { env: { POPCERT_PASSWORD: PASSWORD } })).stdout)
        assertSound((await popcert([...protectedKey, '--password-env', 'CA_WORD'], { env: { CA_WORD: PASSWORD, POPCERT_PASSWORD: 'wrong' } })).stdout)
        const file = temporaryFile(`${PASSWORD}\nsecond line\n`)
        const pem = execFileSync('sh', ['-c', 'exec "$0" "$@" --password-fd 3 3<"$FILE"', process.execPath, program, ...protectedKey], { encoding: 'utf8', env: { PATH: process.env.PATH, FILE: file } })
        assertSound(pem)
    })

    test('missing or wrong: exit 4, and it is never repeated', async () => {
        const missing = await popcert(protectedKey)
        assert.equal(missing.exit, 4)
        assert.match(missing.stderr, /^PASSWORD_REQUIRED: .*\n.*POPCERT_PASSWORD/)
        const wrong = await popcert(protectedKey, { env: { POPCERT_PASSWORD: 'a-wrong-word' } })
        assert.equal(wrong.exit, 4)
        assert.match(wrong.stderr, /^PASSWORD_WRONG: /)
        assert.doesNotMatch(wrong.said, /a-wrong-word/)
    })

    for (const option of ['--password', '--passin', '--token']) {
        test(`${option} on the command line is refused, and not repeated`, async () => {
            for (const args of [[option, 'hunter2'], [`${option}=hunter2`]]) {
                const done = await popcert([...protectedKey, ...args])
                assert.equal(done.exit, 2)
                assert.match(done.stderr, /every process on this machine can read/)
                assert.doesNotMatch(done.said, /hunter2/)
            }
        })
    }

    test('asked for at a terminal, and not shown there', { skip: hasCommand('script') ? false : 'script is not installed' }, async () => {
        const out = path('asked.pem')
        const line = [process.execPath, program, ...protectedKey, '--out', out].map((each) => `'${each}'`).join(' ')
        const child = spawn('script', ['-qefc', line, '/dev/null'], { env: { PATH: process.env.PATH, TERM: 'dumb' } })
        let shown = ''
        let typed = false
        child.stdout.on('data', (piece) => {
            shown += piece
            if (!typed && shown.includes('Password of ')) {
                typed = true
                child.stdin.write(`${PASSWORD}\n`)
            }
        })
        const exit = await new Promise((resolve) => { child.on('close', resolve) })
        assert.equal(exit, 0, shown)
        assertSound(readFileSync(out, 'utf8'))
        assert.ok(!shown.includes(PASSWORD), 'the password was shown')
    })
})
