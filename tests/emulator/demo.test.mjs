// What `./dev run` starts, in its own process: every state that it promises is there, and one key turns the rows to Verified.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'

import { loadCore } from '../support/core.mjs'
import { fixturePath, repository } from '../support/fixtures.mjs'
import { derOf } from '../support/management.mjs'
import { sha1, temporaryFolder } from '../support/openssl.mjs'

const demo = join(repository, 'tests', 'emulator', 'demo.mjs')

/** Starts it with a CA of the fixtures; `said`: all that it has printed. */
async function start(...more) {
    const folder = mkdtempSync(join(temporaryFolder, 'demo-'))
    cpSync(fixturePath('certs/ca-p256.pem'), join(folder, 'demo-ca.cert.pem'))
    cpSync(fixturePath('certs/ca-p256-other.pem'), join(folder, 'other-ca.cert.pem'))
    const child = spawn(process.execPath, [demo, '--folder', folder, '--password', 'popcert', ...more], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    for await (const piece of child.stdout.setEncoding('utf8')) {
        said += piece
        if (said.includes('Ctrl-C')) break
    }
    return { child, folder, said, address: /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0] }
}

async function stop(child) {
    child.kill('SIGINT')
    return once(child, 'exit')
}

describe('the demonstration', () => {
    let running, cloud
    before(async () => {
        running = await start('--port', '0')
        cloud = (await (await fetch(`${running.address}config.json`)).json()).clouds[0]
    })
    after(() => running?.child.kill('SIGKILL'))

    /** One call of the API; the answer's status and JSON. */
    async function ask(method, path, { body, ifMatch, version = '2022-12-12', token = cloud.demoToken } = {}) {
        const response = await fetch(`${cloud.managementEndpoint}${path}?api-version=${version}`, {
            method,
            headers: {
                Authorization: `Bearer ${token}`, ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
                ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() }
    }

    /** kind -> what is needed to ask it. */
    const kinds = { provisioningServices: '2022-12-12', IotHubs: '2023-06-30' }
    async function services() {
        const [{ subscriptionId }] = (await ask('GET', '/subscriptions', { version: '2022-12-01' })).body.value
        const lists = await Promise.all(Object.entries(kinds).map(async ([type, version]) => {
            const { body } = await ask('GET', `/subscriptions/${subscriptionId}/providers/Microsoft.Devices/${type}`, { version })
            return body.value.map(({ id, name }) => ({ id, name, version }))
        }))
        return lists.flat()
    }

    test('serves the page, and beside it where the emulator is, on a port of its own', async () => {
        assert.equal(cloud.id, 'emulator')
        assert.equal(cloud.emulator, true)
        assert.equal(cloud.loginAuthority, null)
        assert.equal(new URL(cloud.managementEndpoint).hostname, '127.0.0.1')
        assert.notEqual(new URL(cloud.managementEndpoint).origin, new URL(running.address).origin)
        const page = await fetch(running.address)
        assert.equal(page.status, 200)
        assert.match(page.headers.get('content-type'), /^text\/html/)
        assert.match(running.said, /demo-ca\.pfx/)
        assert.match(running.said, /password: popcert/)
    })

    test('has a service in each state: nothing there, unverified, verified, another CA, busy, read-only', async () => {
        const ca = sha1(derOf(readFileSync(join(running.folder, 'demo-ca.cert.pem')))).toUpperCase()
        const states = new Set()
        for (const { id, version } of await services()) {
            const [entry] = (await ask('GET', `${id}/certificates`, { version })).body.value
            if (entry === undefined) states.add('nothing')
            else if (entry.properties.thumbprint !== ca) states.add('another')
            else states.add(entry.properties.isVerified ? 'verified' : 'unverified')
        }
        assert.deepEqual([...states].sort(), ['another', 'nothing', 'unverified', 'verified'])
        const kindsSeen = new Set((await services()).map(({ version }) => version))
        assert.equal(kindsSeen.size, 2)
    })

    test('each service that can becomes verified with the demo CA’s key; the others say why not', async () => {
        const core = await loadCore()
        const privateKey = new Uint8Array(readFileSync(fixturePath('keys/p256-pkcs8.pem')))
        const caCertificate = new Uint8Array(readFileSync(join(running.folder, 'demo-ca.cert.pem')))
        const base64 = (octets) => Buffer.from(octets).toString('base64')
        const outcomes = {}
        for (const { id, name, version } of await services()) {
            const at = `${id}/certificates/own-entry`
            const put = () => ask('PUT', at, { version, body: { properties: { certificate: base64(derOf(Buffer.from(caCertificate))) } } })
            let created = await put()
            const wasBusy = created.status === 429 && Number(created.retryAfter) > 0
            if (wasBusy) created = await put()
            if (created.status >= 300) {
                outcomes[name] = created.status
                continue
            }
            const coded = (await ask('POST', `${at}/generateVerificationCode`, { version, ifMatch: created.body.etag })).body
            const made = await core.createVerificationCertificate({ verificationCode: coded.properties.verificationCode, privateKey, caCertificate })
            const verified = await ask('POST', `${at}/verify`, { version, ifMatch: coded.etag, body: { certificate: base64(made.value.der) } })
            outcomes[name] = verified.body.properties?.isVerified === true ? wasBusy ? 'verified after a while' : 'verified' : verified.status
        }
        const counted = Object.values(outcomes)
        assert.equal(counted.filter((each) => each === 403).length, 1)
        assert.equal(counted.filter((each) => each === 'verified after a while').length, 1)
        assert.equal(counted.filter((each) => each === 'verified').length, counted.length - 2)
    })

    test('is refused another token, and begins anew each time', async () => {
        assert.equal((await ask('GET', '/subscriptions', { version: '2022-12-01', token: `${cloud.demoToken}x` })).status, 401)
        const again = await start('--port', '0')
        try {
            assert.match(again.address, /:\d+\/$/)
            const other = (await (await fetch(`${again.address}config.json`)).json()).clouds[0]
            assert.notEqual(other.demoToken, cloud.demoToken)
        } finally {
            await stop(again.child)
        }
    })

    test('Ctrl-C ends the page and the emulator', async () => {
        const [code] = await stop(running.child)
        assert.equal(code, 0)
        for (const address of [running.address, cloud.managementEndpoint]) await assert.rejects(fetch(address), TypeError)
    })
})
