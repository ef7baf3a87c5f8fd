// The commands that make nothing: what they say is what OpenSSL says, and the exit is what a script branches on.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { tmpdir } from 'node:os'
import { suite, test } from 'node:test'

import { ca, key, make } from '../support/cli.mjs'
import { popcert } from '../support/command.mjs'
import { CODE, fixture, fixturePath, PASSWORD } from '../support/fixtures.mjs'
import { openssl, sha1, temporaryFile } from '../support/openssl.mjs'

const pfx = fixturePath('pfx/modern-p256.p12')

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
    const empty = temporaryFile('')

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
            [6, '--code', 'A'.repeat(70), '--ca', ca('p256')], [3, '--ca', empty], [3, '--key', key('p256'), '--ca', empty],
        ]) {
            const done = await run(...args)
            assert.equal(done.exit, exit, `${args.join(' ')}\n${done.said}`)
            assert.match(done.stdout, /^FAIL {2}/m)
            const { ok, findings } = JSON.parse((await run(...args, '--json')).stdout)
            assert.equal(ok, false)
            assert.ok(findings.some(({ status }) => status === 'fail'))
        }
    })

    test('a CA’s file with nothing in it is refused, and is not the same as none', async () => {
        const { findings } = JSON.parse((await run('--ca', empty, '--json')).stdout)
        assert.deepEqual(findings.filter(({ field }) => field === 'caCertificate').map(({ status, code }) => [status, code]), [['fail', 'INPUT_EMPTY']])
        assert.match((await run('--key', key('p256'), '--ca', empty)).stdout, /^FAIL {2}There is nothing in this input/m)
        assert.ok(!(await run('--code', CODE)).stdout.includes('INPUT_EMPTY'))
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

    test('cannot be told: 1, and what could not be read', async () => {
        for (const [leaf, said] of [['leaf-only-any', /anyExtendedKeyUsage/], ['leaf-ed25519', /^In the file: .*key/m]]) {
            const done = await popcert(['chain', pem('ica', leaf, 'root'), '--verified', fixturePath('device/root.pem')])
            assert.equal(done.exit, 1, done.said)
            assert.match(done.stdout, said)
        }
    })
})
