// Trouble on demand, lists in pages, and what a browser may read.
import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'

import { fixture } from '../support/fixtures.mjs'
import { Management, wireForms } from '../support/management.mjs'
import { assertFits, assertManagerError, assertProviderError } from './schema.mjs'
import { startEmulator } from './server.mjs'

const pemOf = (name) => Buffer.from(fixture(`certs/ca-${name}.pem`)).toString()
const ca = wireForms['base64 of DER'](pemOf('p256'))

let emulator, one, two
async function begin(options) {
    emulator = await startEmulator({ services: [{ name: 'one' }, { name: 'two' }, { kind: 'IoTHub', name: 'hub' }], ...options })
    one = new Management(emulator, 'one')
    two = new Management(emulator, 'two')
}
const json = { 'Content-Type': 'application/json' }

describe('trouble', () => {
    beforeEach(() => begin())
    afterEach(() => emulator.close())

    test('429 and 503 say when to come back, in seconds or as a date', async () => {
        emulator.faults.add({ status: 429, retryAfter: 2, times: 2 })
        for (let count = 0; count < 2; count++) {
            const throttled = await one.list()
            assertManagerError(throttled, 429, 'TooManyRequests')
            assert.equal(throttled.headers.get('retry-after'), '2')
        }
        assert.equal((await one.list()).status, 200)
        emulator.faults.add({ status: 503, retryAfter: 90, retryAfterAs: 'date' })
        const before = Date.now()
        const unavailable = await one.list()
        assertManagerError(unavailable, 503, 'ServiceUnavailable')
        const seconds = (Date.parse(unavailable.headers.get('retry-after')) - before) / 1000
        assert.ok(seconds >= 90 && seconds < 100, `${seconds}`)
    })

    test('waits for its operation and service, lets calls pass, and happens as often as asked', async () => {
        emulator.faults.add({ operation: ['put', 'get'], service: 'TWO', skip: 1, times: 2, status: 500 })
        assert.equal((await one.put('ca', ca)).status, 200)
        const statuses = []
        for (const call of [() => two.put('ca', ca), () => two.list(), () => two.get('ca'), () => two.get('ca'), () => two.get('ca')]) {
            statuses.push((await call()).status)
        }
        assert.deepEqual(statuses, [200, 200, 500, 500, 200])
        assert.deepEqual(emulator.faults.waiting, [])
        emulator.faults.add({ status: 500, times: null })
        for (let count = 0; count < 5; count++) assert.equal((await one.list()).status, 500)
        emulator.faults.clear()
        assert.equal((await one.list()).status, 200)
    })

    test('of two answers the second is for the next call', async () => {
        emulator.faults.add({ status: 500 })
        emulator.faults.add({ status: 503 })
        assert.deepEqual([(await one.list()).status, (await one.list()).status, (await one.list()).status], [500, 503, 200])
    })

    test('answers in any shape: the provider’s, none at all, and that of a proxy', async () => {
        emulator.faults.add({ status: 409, code: 409050, message: 'Busy.' })
        assertProviderError(await one.list(), 409050)
        emulator.faults.add({ status: 409, code: 'ScopeLocked', message: 'Locked.' })
        assertManagerError(await one.list(), 409, 'ScopeLocked')
        emulator.faults.add({ status: 502, body: null })
        assert.deepEqual([(await one.list()).text], [''])
        emulator.faults.add({ status: 200, body: '<h1>Sign in to this network</h1>' })
        const proxy = await one.list()
        assert.match(proxy.headers.get('content-type'), /^text\/html/)
    })

    test('tokens expire after some calls, and a new one is taken', async () => {
        emulator.faults.add({ expire: true, skip: 2 })
        assert.deepEqual([(await one.list()).status, (await two.list()).status], [200, 200])
        assertManagerError(await one.list(), 401, 'ExpiredAuthenticationToken')
        assertManagerError(await two.list(), 401, 'ExpiredAuthenticationToken')
        assert.equal((await new Management(emulator, 'one').list()).status, 200)
    })

    test('somebody else touches, replaces, renews or removes between two calls', async () => {
        const { etag } = (await one.put('ca', ca)).body
        emulator.faults.add({ operation: 'generate', touch: true })
        assertProviderError(await one.generate('ca', etag), 412001)
        const touched = (await one.get('ca')).body
        assert.notEqual(touched.etag, etag)

        emulator.faults.add({ operation: 'generate', replace: pemOf('p384') })
        assertProviderError(await one.generate('ca', touched.etag), 412001)
        const replaced = (await one.get('ca')).body
        assert.notEqual(replaced.properties.thumbprint, touched.properties.thumbprint)

        emulator.faults.add({ operation: 'verify', renew: true })
        assertProviderError(await one.verify('ca', replaced.etag, ca), 412001)

        emulator.faults.add({ operation: 'verify', remove: true })
        assertProviderError(await one.verify('ca', (await one.get('ca')).body.etag, ca), 404015)
    })

    test('a connection breaks before the work, or after it', async () => {
        emulator.faults.add({ operation: 'put', drop: true })
        await assert.rejects(one.put('ca', ca), TypeError)
        assert.equal((await one.get('ca')).status, 404)
        emulator.faults.add({ operation: 'put', lose: true })
        await assert.rejects(one.put('ca', ca), TypeError)
        assert.equal((await one.get('ca')).status, 200, 'it was done')
        assert.deepEqual(emulator.requests.filter(({ operation }) => operation === 'put').map(({ status }) => status), [0, 0])
    })

    test('is ordered from another process, but not from a web page', async () => {
        const ask = (method, path, body, headers = json) => fetch(`${emulator.url}/emulator/${path}`, {
            method, headers, body: body && JSON.stringify(body),
        })
        assert.equal((await ask('POST', 'faults', [{ status: 500 }, { delay: 1 }])).status, 200)
        assert.equal((await one.list()).status, 500)
        assert.equal((await ask('POST', 'faults', { nothing: true })).status, 400)
        const { accessToken } = await (await ask('POST', 'token', { seconds: 60 })).json()
        assert.equal((await ask('POST', 'expire', {})).status, 200)
        assertManagerError(await new Management(emulator, 'one', { token: accessToken }).list(), 401, 'ExpiredAuthenticationToken')
        const { services } = await (await ask('GET', 'state')).json()
        assert.deepEqual(services.map(({ name }) => name), ['one', 'two', 'hub'])

        assert.equal((await ask('POST', 'faults', { status: 500 }, { ...json, Origin: 'https://elsewhere.example' })).status, 403)
        assert.equal((await ask('POST', 'faults', { status: 500 }, { 'Content-Type': 'text/plain' })).status, 415)
        assert.deepEqual(emulator.faults.waiting, [])
    })

    test('nothing that was asked is kept with its token', async () => {
        await one.put('ca', ca)
        const [asked] = emulator.requests
        assert.deepEqual([asked.operation, asked.service, asked.body], ['put', 'one', { properties: { certificate: ca } }])
        assert.ok(!JSON.stringify(emulator.requests).includes(one.token))
    })

    test('calls that are under way together are counted', async () => {
        emulator.faults.add({ delay: 50, times: 3 })
        await Promise.all([one.list(), two.list(), one.list()])
        assert.equal(emulator.mostAtOnce, 3)
    })
})

describe('lists', () => {
    const services = Array.from({ length: 7 }, (_, index) => ({ name: `dps-${index}`, resourceGroup: `group-${index % 2}` }))
    afterEach(() => emulator.close())

    /** Every page of a list. */
    async function pages(path, apiVersion) {
        const client = new Management(emulator, 'dps-0', { apiVersion })
        const found = [(await client.send('GET', path)).body]
        while (found.at(-1).nextLink !== undefined) {
            const { pathname, search, origin } = new URL(found.at(-1).nextLink)
            assert.equal(origin, emulator.url)
            found.push((await client.send('GET', pathname + search, { apiVersion: null })).body)
        }
        return found
    }

    test('of services come in pages, of one kind, of a subscription or a resource group', async () => {
        const subscriptions = [
            { id: '00000000-1111-2222-3333-444444444444', name: 'First' }, { id: '00000000-1111-2222-3333-555555555555', name: 'Second' },
        ]
        const own = services.map((service) => ({ ...service, subscriptionId: subscriptions[0].id }))
        const elsewhere = { kind: 'IoTHub', name: 'hub', subscriptionId: subscriptions[1].id }
        emulator = await startEmulator({ pageSize: 3, subscriptions, services: [...own, elsewhere] })
        const base = `/subscriptions/${subscriptions[0].id}`
        const all = await pages(`${base}/providers/Microsoft.Devices/provisioningServices`, '2022-12-12')
        assert.deepEqual(all.map(({ value }) => value.length), [3, 3, 1])
        assert.deepEqual(all.flatMap(({ value }) => value).map(({ name }) => name), services.map(({ name }) => name))
        const group = await pages(`${base}/resourceGroups/GROUP-1/providers/Microsoft.Devices/provisioningServices`, '2022-12-12')
        assert.deepEqual(group.flatMap(({ value }) => value).map(({ name }) => name), ['dps-1', 'dps-3', 'dps-5'])
        assert.deepEqual(await pages(`${base}/providers/Microsoft.Devices/IotHubs`, '2023-06-30'), [{ value: [] }])
    })

    test('of subscriptions too', async () => {
        const subscriptions = Array.from({ length: 3 }, (_, index) => ({
            id: `00000000-1111-2222-3333-44444444444${index}`, name: `Number ${index}`, state: 'Warned',
        }))
        emulator = await startEmulator({ pageSize: 2, subscriptions, services: [{ name: 'dps-0', subscriptionId: subscriptions[0].id }] })
        const all = await pages('/subscriptions', '2022-12-01')
        for (const page of all) assertFits('subscriptions', page)
        assert.deepEqual(all.map(({ value }) => value.length), [2, 1])
    })
})

describe('CORS', () => {
    afterEach(() => emulator.close())

    const ask = (origin) => fetch(`${emulator.url}${one.entry()}?api-version=2022-12-12`, {
        method: 'OPTIONS',
        headers: { Origin: origin, 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': 'authorization,content-type,if-match' },
    })

    test('a preflight needs no token and allows by name what was asked for', async () => {
        await begin()
        for (const origin of ['https://portal.example', 'null']) {
            const { status, headers } = await ask(origin)
            assert.equal(status, 200)
            assert.equal(headers.get('access-control-allow-origin'), '*')
            assert.equal(headers.get('access-control-allow-headers'), 'authorization,content-type,if-match')
            assert.match(headers.get('access-control-allow-methods'), /PUT/)
        }
        assert.deepEqual(emulator.requests, [], 'it counts as no call')
    })

    test('refusals can be read like answers, and when to come back too', async () => {
        await begin()
        emulator.faults.add({ status: 429, retryAfter: 1 })
        const { headers } = await one.list({ headers: { Origin: 'null' } })
        assert.equal(headers.get('access-control-allow-origin'), '*')
        assert.match(headers.get('access-control-expose-headers'), /Retry-After/)
    })

    for (const [cors, letIn, exposes] of [['no-null', false, null], ['none', false, null], ['unexposed', true, null]]) {
        test(`can be tried as "${cors}"`, async () => {
            await begin({ cors })
            const { headers } = await ask('null')
            assert.equal(headers.get('access-control-allow-origin'), letIn ? '*' : null)
            assert.equal(headers.get('access-control-expose-headers'), exposes)
        })
    }
})
