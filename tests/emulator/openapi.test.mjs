// Every answer, also each refusal, is one that the vendor's OpenAPI document allows.
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'

import { fixture } from '../support/fixtures.mjs'
import { Management, signedByOpenssl, wireForms } from '../support/management.mjs'
import { Specification, withoutSpecifications as skip } from '../support/openapi.mjs'
import { startEmulator } from './server.mjs'

const pemOf = (name) => Buffer.from(fixture(`certs/ca-${name}.pem`)).toString()
const toWire = wireForms['base64 of DER']
const collection = { DPS: 'provisioningServices', IoTHub: 'IotHubs' }

/** Everything that a client can meet, once. */
async function everything(kind, apiVersion, observe) {
    const emulator = await startEmulator({
        pageSize: 1,
        services: [
            { kind, name: 'first' }, { kind, name: 'second', entries: [{ name: 'ca', certificate: pemOf('p384'), isVerified: true }] },
            { kind, name: 'read-only', readOnly: true, entries: [{ name: 'ca', certificate: pemOf('p256') }] }, { kind, name: 'locked', locked: true },
        ],
    })
    try {
        const client = new Management(emulator, 'first', { apiVersion, observe })
        // The extract of IoT Hub has the certificates' operations only.
        if (kind === 'DPS') await services(client)
        await lifecycle(client)
        await refusals(emulator, client, { apiVersion, observe })
    } finally {
        await emulator.close()
    }
}

async function services(client) {
    const { subscriptionId, kind } = client.service
    for (const scope of ['', '/resourceGroups/demo']) {
        const { body } = await client.send('GET', `/subscriptions/${subscriptionId}${scope}/providers/Microsoft.Devices/${collection[kind]}`)
        assert.equal(body.value.length, 1)
        assert.ok(body.nextLink)
    }
    assert.equal((await client.send('GET', client.service.id)).body.name, client.service.name)
}

async function lifecycle(client) {
    await client.list()
    const { body: created } = await client.put('ca', toWire(pemOf('p256')))
    await client.list()
    await client.get('ca')
    const { body: replaced } = await client.put('ca', toWire(pemOf('rsa2048')), { ifMatch: created.etag })
    const { body: coded } = await client.generate('ca', replaced.etag)
    await client.verify('ca', coded.etag, toWire(signedByOpenssl('p256', { code: coded.properties.verificationCode })))
    const { body: verified } = await client.verify('ca', coded.etag, toWire(signedByOpenssl('rsa2048', { code: coded.properties.verificationCode })))
    assert.equal(verified.properties.isVerified, true)
    assert.equal((await client.remove('ca', verified.etag)).status, 200)
    assert.equal((await client.remove('ca', verified.etag)).status, 204)
}

async function refusals(emulator, client, options) {
    await client.put('ca', toWire(pemOf('p256')))
    for (const etag of ['AAAA', undefined]) {
        await client.put('ca', toWire(pemOf('p256')), { ifMatch: etag })
        await client.generate('ca', etag)
        await client.verify('ca', etag, 'AAAA')
        await client.remove('ca', etag)
    }
    await client.put('bad name!', 'AAAA')
    await client.put('unreadable', 'AAAA')
    await client.get('none')
    await client.send('PUT', client.entry('no-body'))
    await new Management(emulator, 'first', { ...options, token: null }).list()
    await client.list({ apiVersion: '1999-01-01' })
    for (const name of ['read-only', 'locked']) await new Management(emulator, name, options).put('new', toWire(pemOf('p256')))
    emulator.faults.add({ status: 429, retryAfter: 1 })
    await client.list()
    emulator.faults.add({ status: 503, retryAfter: 1 })
    await client.list()
    for (let count = 0; count < 25; count++) await client.put(`many-${count}`, toWire(pemOf('p256')))
}

for (const [kind, version] of [['DPS', '2022-12-12'], ['DPS', '2026-08-31'], ['IoTHub', '2023-06-30']]) {
    describe(`${kind} ${version}`, () => {
        let specification
        const exchanges = []
        before(async () => {
            if (skip) return
            specification = new Specification(kind, version)
            await everything(kind, version, (exchange) => exchanges.push(exchange))
        })

        test('each answer is as the document says', { skip }, () => {
            for (const exchange of exchanges) specification.judge(exchange)
            const wanted = specification.operationIds.filter((id) => /Certificate/i.test(id))
            assert.ok(wanted.length >= 6)
            assert.deepEqual(wanted.filter((id) => !specification.judged.has(id)), [], 'these operations were not tried')
            const statuses = new Set(exchanges.map(({ status }) => status))
            for (const status of [200, 204, 400, 401, 403, 404, 409, 412, 429, 503]) assert.ok(statuses.has(status), `no answer had ${status}`)
        })

        test('and an answer that is not would be found', { skip }, () => {
            const good = exchanges.find(({ method, body }) => method === 'PUT' && body?.properties !== undefined)
            const refusal = exchanges.find(({ body }) => Number.isInteger(body?.code))
            const withBody = (change) => ({ ...good, body: { ...good.body, ...change } })
            const withProperty = (change) => withBody({ properties: { ...good.body.properties, ...change } })
            const damaged = [
                { ...good, status: 202 },
                { ...good, body: null },
                { ...good, path: good.path.replace('certificates', 'keys') },
                withBody({ etag: 7 }),
                withBody({ further: 'member' }),
                withProperty({ isVerified: 'false' }),
                withProperty({ expiry: '2026-01-01T00:00:00Z' }),
                withProperty({ verificationCode: 'AB' }),
                { ...refusal, body: { ...refusal.body, code: { number: 1 } } },
                { ...refusal, body: { error: { code: 7 } } },
            ]
            for (const exchange of damaged) assert.throws(() => specification.judge(exchange), assert.AssertionError, JSON.stringify(exchange.body))
            specification.judge(good)
            specification.judge(refusal)
        })
    })
}
