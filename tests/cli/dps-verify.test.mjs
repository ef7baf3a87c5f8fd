// `popcert dps verify` against the emulator of the service, which has OpenSSL judge what it is given.
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, afterEach, beforeEach, suite, test } from 'node:test'

import { managerRefusal } from '../emulator/errors.mjs'
import { startEmulator } from '../emulator/server.mjs'
import { popcert } from '../support/command.mjs'
import { fixture, fixturePath, PASSWORD } from '../support/fixtures.mjs'
import { Management } from '../support/management.mjs'
import { sha1 } from '../support/openssl.mjs'

const folder = mkdtempSync(join(tmpdir(), 'popcert-dps-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const keyFile = fixturePath('keys/p256-pkcs8.pem')
const caFile = fixturePath('certs/ca-p256.pem')
const pem = (name) => Buffer.from(fixture(`certs/ca-${name}.pem`)).toString()

let emulator
beforeEach(async () => {
    emulator = await startEmulator({
        services: [
            { name: 'weu' }, { name: 'eus' }, { kind: 'IoTHub', name: 'hub' },
            { name: 'done', entries: [{ name: 'there', certificate: pem('p256'), isVerified: true }] },
            { name: 'begun', entries: [{ name: 'there', certificate: pem('p256') }] },
            { name: 'readonly', readOnly: true },
        ],
    })
})
afterEach(() => emulator.close())

const run = (services, more = [], options = {}) => popcert(
    ['dps', 'verify', '--cloud', emulator.url, ...services.flatMap((each) => ['--service', each]), '--key', keyFile, '--ca', caFile, ...more],
    { env: { POPCERT_TOKEN: emulator.token() }, ...options },
)
/** As the service has it, by a plain client. */
const entries = async (service) => (await new Management(emulator, service).list()).body.value
const verified = async (service) => (await entries(service)).map(({ name, properties }) => `${name} ${properties.thumbprint.toLowerCase()} ${properties.isVerified}`)
const CA = sha1(fixture('certs/ca-p256.der'))
const writes = () => emulator.requests.filter(({ method }) => method !== 'GET')

suite('from nothing to verified', () => {
    for (const service of ['weu', 'hub']) {
        test(service, async () => {
            const done = await run([service])
            assert.equal(done.exit, 0, done.said)
            assert.deepEqual(await verified(service), [`CA-ca-p256 ${CA} true`])
            assert.match(done.stderr, new RegExp(`${service}: verified, as CA-ca-p256\\.`))
            assert.equal(done.stdout, '')
        })
    }

    test('several at once, of both kinds, one by its resource id; a report in JSON', async () => {
        const done = await run(['weu', 'hub', emulator.state.service('eus').id], ['--name', 'My.CA', '--json'])
        assert.equal(done.exit, 0, done.said)
        for (const service of ['weu', 'hub', 'eus']) assert.deepEqual(await verified(service), [`My.CA ${CA} true`])
        const { ok, ca, lines } = JSON.parse(done.stdout)
        assert.deepEqual([ok, ca.sha1, lines.map((line) => `${line.service} ${line.status} ${line.steps.map(({ what }) => what)}`)],
            [true, CA, ['weu', 'hub', 'eus'].map((service) => `${service} verified uploaded,code-generated,verified`)])
    })

    test('a PFX with its password, and no CA file', async () => {
        const done = await popcert(['dps', 'verify', '--cloud', emulator.url, '--service', 'weu', '--key', fixturePath('pfx/modern-p256.p12')],
            { env: { POPCERT_TOKEN: emulator.token(), POPCERT_PASSWORD: PASSWORD } })
        assert.equal(done.exit, 0, done.said)
        assert.deepEqual(await verified('weu'), [`CA-ca-p256 ${CA} true`])
    })

    test('what is verified is left alone, what was begun is finished', async () => {
        const done = await run(['done', 'begun'])
        assert.equal(done.exit, 0, done.said)
        assert.match(done.stderr, /done: was verified already, as there/)
        assert.deepEqual(await verified('begun'), [`there ${CA} true`])
        assert.deepEqual(writes().map(({ service, operation }) => `${service} ${operation}`), ['begun generate', 'begun verify'])
    })

    test('nothing but certificates is sent, and no token is told', async () => {
        const token = emulator.token()
        const done = await run(['weu'], ['--json'], { env: { POPCERT_TOKEN: token } })
        const sent = JSON.stringify(emulator.requests)
        const secret = readFileSync(keyFile, 'utf8').split('\n')[1]
        assert.ok(!sent.includes(secret) && !sent.includes('PRIVATE KEY') && !done.said.includes(secret))
        assert.ok(!done.said.includes(token) && !done.said.includes(token.split('.')[1]))
    })
})

suite('trouble', () => {
    const refused = async (exit, code, services, more = [], options = {}) => {
        const done = await run(services, more, options)
        assert.equal(done.exit, exit, done.said)
        assert.match(done.stderr, new RegExp(`\\b${code}: `))
        return done
    }

    test('another key, or no CA: told before anybody is asked anything', async () => {
        for (const args of [['--key', fixturePath('keys/p256-other-pkcs8.pem'), '--ca', caFile], ['--key', keyFile, '--ca', fixturePath('certs/ca-p256-expired.pem')]]) {
            const done = await popcert(['dps', 'verify', '--cloud', emulator.url, '--service', 'weu', ...args], { env: { POPCERT_TOKEN: emulator.token() } })
            assert.equal(done.exit, 5, done.said)
        }
        assert.deepEqual(emulator.requests, [])
    })

    test('an unknown service; nothing is written, to the others neither', async () => {
        await refused(9, 'NOT_FOUND', ['weu', 'nowhere'])
        assert.deepEqual(writes(), [])
    })

    test('a subscription that cannot be read is no trouble where the service is in another one, and told where it may be there', async () => {
        await emulator.close()
        const [one, two] = ['11111111-2222-3333-4444-555555555555', '22222222-2222-3333-4444-555555555555']
        emulator = await startEmulator({
            subscriptions: [{ id: one, name: 'one', state: 'Enabled' }, { id: two, name: 'two', state: 'Enabled' }],
            services: [{ name: 'weu', subscriptionId: one }, { name: 'eus', subscriptionId: two }],
        })
        const { state } = emulator
        const all = state.servicesAt.bind(state)
        state.servicesAt = (call) => {
            if (call.subscriptionId === two) throw managerRefusal(403, 'AuthorizationFailed', 'No.')
            return all(call)
        }
        assert.equal((await run(['weu'])).exit, 0)
        await refused(7, 'FORBIDDEN', ['eus'])
    })

    test('no right to write: 7, with the service’s own words', async () => {
        const done = await refused(7, 'FORBIDDEN', ['readonly'])
        assert.match(done.stderr, /The service’s words: AuthorizationFailed/)
    })

    test('one of two fails: the other is verified all the same', async () => {
        await refused(7, 'FORBIDDEN', ['readonly', 'weu'])
        assert.deepEqual(await verified('weu'), [`CA-ca-p256 ${CA} true`])
        const { ok, lines } = JSON.parse((await run(['readonly', 'weu'], ['--json'])).stdout)
        assert.deepEqual([ok, lines.map(({ status }) => status)], [false, ['failed', 'verified']])
    })

    test('busy for a moment is waited for; failing is told as worth another try', async () => {
        emulator.faults.add({ operation: 'put', status: 429, retryAfter: 1 })
        assert.equal((await run(['weu'])).exit, 0)
        emulator.faults.add({ operation: 'generate', status: 500, code: 500001, message: 'Internal' })
        await refused(8, 'SERVER_ERROR', ['eus'])
    })

    test('nobody there', async () => {
        const { url } = emulator
        const token = emulator.token()
        await emulator.close()
        const done = await popcert(['dps', 'verify', '--cloud', url, '--service', 'weu', '--key', keyFile, '--ca', caFile], { env: { POPCERT_TOKEN: token } })
        assert.equal(done.exit, 8, done.said)
        assert.match(done.stderr, /^NETWORK: /)
        emulator = await startEmulator()
    })

    test('somebody took the code: the proof is refused', async () => {
        emulator.faults.add({ operation: 'verify', renew: true })
        await refused(9, 'PROOF_REFUSED', ['weu'])
    })

    for (const [cloud, pattern] of [['http://example.org', /has to be https/], ['moon', /--cloud/], ['https://management.azure.com/$(id)', /--cloud/]]) {
        test(`--cloud ${cloud} is refused`, async () => {
            const done = await popcert(['dps', 'verify', '--cloud', cloud, '--service', 'weu', '--key', keyFile, '--ca', caFile])
            assert.equal(done.exit, 2)
            assert.match(done.stderr, pattern)
        })
    }
})

suite('tokens', () => {
    /** An `az` that does what the script says, and the PATH that finds it first. */
    const azure = (script) => {
        const bin = mkdtempSync(join(folder, 'bin-'))
        writeFileSync(join(bin, 'az'), `#!/bin/sh\necho "$@" >> "${bin}/asked"\n${script}\n`)
        chmodSync(join(bin, 'az'), 0o755)
        return { path: `${bin}:${process.env.PATH}`, asked: () => readFileSync(join(bin, 'asked'), 'utf8').trim().split('\n') }
    }
    const json = (token) => JSON.stringify({ accessToken: token, tokenType: 'Bearer', subscription: 's', tenant: 't' })

    test('az is asked for the cloud’s own token', async () => {
        const { path, asked } = azure(`echo '${json(emulator.token())}'`)
        const done = await run(['weu'], [], { env: { PATH: path } })
        assert.equal(done.exit, 0, done.said)
        assert.deepEqual(asked(), [`account get-access-token --resource ${emulator.url}/ --output json`])
    })

    test('and again where it expires halfway', async () => {
        const second = join(folder, 'second')
        const { path, asked } = azure(`if [ -e "${second}" ]; then cat "${second}"; else echo '${json(emulator.token())}'; fi`)
        // The second token exists only when the first has expired.
        emulator.faults.add({ operation: 'generate', expire: true })
        const { expireTokens } = emulator
        emulator.expireTokens = () => { expireTokens(); writeFileSync(second, json(emulator.token())) }
        const done = await run(['weu'], [], { env: { PATH: path } })
        assert.equal(done.exit, 0, done.said)
        assert.equal(asked().length, 2)
        assert.deepEqual(await verified('weu'), [`CA-ca-p256 ${CA} true`])
    })

    test('az that is not signed in: 7, with its first words', async () => {
        const { path } = azure("echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1")
        const done = await run(['weu'], [], { env: { PATH: path } })
        assert.equal(done.exit, 7)
        assert.match(done.stderr, /^SIGN_IN_FAILED: [\s\S]*Please run 'az login'/)
    })

    test('no az: 7, and what to do', async () => {
        const done = await run(['weu'], [], { env: { PATH: dirname(process.execPath) === '/usr/bin' ? '/nowhere' : dirname(process.execPath) } })
        assert.equal(done.exit, 7)
        assert.match(done.stderr, /^SIGN_IN_UNAVAILABLE: [\s\S]*POPCERT_TOKEN/)
    })

    test('from a named variable; expired, for another cloud, or none at all: 7', async () => {
        assert.equal((await run(['weu'], ['--token-env', 'MINE'], { env: { MINE: emulator.token() } })).exit, 0)
        for (const [code, token] of [['TOKEN_EXPIRED', emulator.token({ seconds: -60 })], ['TOKEN_WRONG_AUDIENCE', emulator.token({ audience: 'https://graph.microsoft.com' })], ['TOKEN_NOT_RECOGNIZED', 'hunter2']]) {
            const done = await run(['weu'], [], { env: { POPCERT_TOKEN: token } })
            assert.equal(done.exit, 7, done.said)
            assert.match(done.stderr, new RegExp(`^${code}: `))
            assert.ok(!done.said.includes(token))
        }
    })
})
