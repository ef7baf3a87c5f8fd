// The command without a cloud: what it makes is judged by OpenSSL, what it refuses by the exit that a script branches on.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'

import { assertCheckerAccepts } from '../support/checker.mjs'
import { popcert, program } from '../support/command.mjs'
import { CODE, fixture, fixturePath, PASSWORD, repository } from '../support/fixtures.mjs'
import { certificateFacts, hasCommand, openssl, sha1, temporaryFile } from '../support/openssl.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'

const folder = mkdtempSync(join(tmpdir(), 'popcert-cli-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const path = (name) => join(folder, name)

const key = (name) => fixturePath(`keys/${name}-pkcs8.pem`)
const ca = (name) => fixturePath(`certs/ca-${name}.pem`)
const pfx = fixturePath('pfx/modern-p256.p12')
const make = (name, ...more) => ['create', '--code', CODE, '--key', key(name), '--ca', ca(name), ...more]

const derOf = (pem) => openssl(['x509', '-outform', 'DER'], pem)
const assertSound = (pem, name = 'p256', code = CODE) => {
    assertOpensslAccepts(fixture(`certs/ca-${name}.der`), derOf(pem))
    assertCheckerAccepts(fixture(`certs/ca-${name}.der`), code, pem)
}

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

suite('exits', () => {
    for (const [name, exit, args, pattern] of [
        ['no command', 2, [], /popcert create/],
        ['an unknown command', 2, ['sign'], /^USAGE: There is no command "sign"/],
        ['an unknown option', 2, make('p256', '--nope'), /^USAGE: There is no option --nope/],
        ['an option twice', 2, make('p256', '--ca', ca('p256')), /twice/],
        ['a missing option', 2, ['create', '--code', CODE], /^USAGE: --key is missing/],
        ['a value that is missing', 2, ['create', '--code'], /wants a value/],
        ['no such file', 3, ['create', '--code', CODE, '--key', '/nowhere/ca.key'], /^FILE_UNREADABLE: .*There is no such file/],
        ['a folder', 3, ['inspect', tmpdir()], /^FILE_UNREADABLE: .*It is a folder/],
        ['a certificate where the key should be', 3, ['create', '--code', CODE, '--key', ca('p256')], /^[A-Z_]+: /],
        ['another CA’s key', 5, ['create', '--code', CODE, '--key', key('p256-other'), '--ca', ca('p256')], /^KEY_NOT_OF_THIS_CERTIFICATE: /],
        ['an expired CA', 5, ['create', '--code', CODE, '--key', key('p256'), '--ca', ca('p256-expired')], /^CERT\w*EXPIRED: /],
        ['an empty code', 6, ['create', '--code', ' ', '--key', key('p256'), '--ca', ca('p256')], /^CODE_/],
    ]) {
        test(`${exit}: ${name}`, async () => {
            const done = await popcert(args)
            assert.equal(done.exit, exit, done.said)
            assert.match(done.said, pattern)
            if (args.length !== 0) assert.equal(done.stdout, '')
        })
    }
})

suite('inspect', () => {
    test('a PFX: key and certificate, as OpenSSL knows them, and no octets of the key', async () => {
        const done = await popcert(['inspect', '--json', pfx], { env: { POPCERT_PASSWORD: PASSWORD } })
        assert.equal(done.exit, 0, done.said)
        const { items } = JSON.parse(done.stdout)
        assert.deepEqual(items.map(({ kind }) => kind).sort(), ['certificate', 'privateKey'])
        assert.equal(items.find(({ kind }) => kind === 'certificate').sha1, sha1(fixture('certs/ca-p256.der')))
        const secret = /priv:\n([\s0-9a-f:]+)pub/.exec(openssl(['pkey', '-in', key('p256'), '-noout', '-text']).toString())[1].replaceAll(/[\s:]/g, '')
        for (const form of [secret, Buffer.from(secret, 'hex').toString('base64').slice(0, 20)]) assert.ok(!done.stdout.includes(form))
        const text = await popcert(['inspect', pfx], { env: { POPCERT_PASSWORD: PASSWORD } })
        assert.match(text.stdout, /basic constraints: +a CA \(critical\)/)
        assert.match(text.stdout, new RegExp(`SHA-1 thumbprint: +${sha1(fixture('certs/ca-p256.der')).toUpperCase()}`))
    })

    test('a name that would recolour the terminal is written out', async () => {
        const hostile = temporaryFile(openssl(['req', '-x509', '-key', key('p256'), '-days', '10', '-utf8', '-subj', '/CN=\u001b[31mred\u009b2J\u202Eback']))
        for (const args of [['inspect', hostile], ['inspect', '--json', hostile], ['check', '--ca', hostile], ['chain', hostile]]) {
            const done = await popcert(args)
            assert.doesNotMatch(done.said, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u, args[0])
            if (args[0] !== 'check') assert.match(done.said, /31mred/, args.join(' '))
        }
    })
})

suite('check', () => {
    const run = (...args) => popcert(['check', ...args])

    test('all that is there and fits: 0', async () => {
        const done = await run('--code', CODE, '--key', key('p256'), '--ca', ca('p256'))
        assert.equal(done.exit, 0, done.stdout)
        assert.doesNotMatch(done.stdout, /FAIL/)
        assert.equal((await run('--ca', ca('p256'))).exit, 0)
        assert.equal((await run('--key', key('p256'))).exit, 0)
        assert.equal((await run('--code', CODE)).exit, 0)
    })

    test('what fails is shown, and the exit says of which kind it is', async () => {
        for (const [exit, ...args] of [
            [5, '--ca', ca('p256-expired')], [5, '--ca', fixturePath('certs/leaf-p256.pem')], [5, '--key', key('p256-other'), '--ca', ca('p256'), '--code', CODE],
            [6, '--code', 'A'.repeat(70), '--ca', ca('p256')],
        ]) {
            const done = await run(...args)
            assert.equal(done.exit, exit, `${args.join(' ')}\n${done.said}`)
            assert.match(done.stdout, /^FAIL {2}/m)
            const { ok, findings } = JSON.parse((await run(...args, '--json')).stdout)
            assert.equal(ok, false)
            assert.ok(findings.some(({ status }) => status === 'fail'))
        }
    })
})

suite('chain', () => {
    const pem = (...names) => temporaryFile(names.map((name) => Buffer.from(fixture(`device/${name}.pem`)).toString()).join(''))
    const thumbprints = ({ links }) => links.map(({ certificate }) => certificate.sha1.toUpperCase())

    test('rolls up: 0, from the leaf to the verified root', async () => {
        const args = ['chain', pem('ica', 'leaf'), '--verified', fixturePath('device/root.pem')]
        const done = await popcert([...args, '--json'])
        const result = JSON.parse(done.stdout)
        assert.deepEqual(thumbprints(result), ['leaf', 'ica', 'root'].map((name) => new X509Certificate(fixture(`device/${name}.pem`)).fingerprint.replaceAll(':', '')))
        assert.deepEqual([done.exit, result.verdict.status === 'fail'], [result.ok ? 0 : 1, !result.ok])
        const whole = await popcert(['chain', pem('ica', 'leaf', 'root'), '--verified', fixturePath('device/root.pem')])
        assert.equal(whole.exit, 0, whole.stdout)
        assert.match(whole.stdout, /verified on the service/)
    })

    test('does not: 1, with what to do', async () => {
        const done = await popcert(['chain', pem('ica', 'leaf', 'root'), '--unverified', fixturePath('device/root.pem')])
        assert.equal(done.exit, 1, done.said)
        assert.match(done.stdout, /^FAIL {2}.*\n {6}\S/m)
    })
})

suite('help and completion', () => {
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
})
