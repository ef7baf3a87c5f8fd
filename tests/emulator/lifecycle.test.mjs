// A certificate from upload to verified and away again, at both kinds of service, by a plain client.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { fixture } from '../support/fixtures.mjs'
import { Management, derOf, signedByOpenssl, wireForms } from '../support/management.mjs'
import { sha1 } from '../support/openssl.mjs'
import { assertFits, assertProviderError } from './schema.mjs'
import { startEmulator } from './server.mjs'

const pemOf = (name) => Buffer.from(fixture(`certs/ca-${name}.pem`)).toString()
const toWire = wireForms['base64 of DER']
const names = { DPS: 'dps', IoTHub: 'hub' }

for (const kind of ['DPS', 'IoTHub']) {
    describe(`${kind}: a certificate`, () => {
        let emulator, service
        before(async () => {
            emulator = await startEmulator({ services: [{ kind, name: names[kind] }] })
            service = new Management(emulator, names[kind])
        })
        after(() => emulator.close())

        /** Uploads under a name of its own; the answer's body. */
        const uploaded = async (name, ca = 'p256') => (await service.put(name, toWire(pemOf(ca)))).body

        test('goes from nothing to verified, with a new etag at each step', async () => {
            assert.deepEqual((await service.list()).body, { value: [] })
            const created = await service.put('one', toWire(pemOf('p256')))
            assert.equal(created.status, 200)
            assertFits(`${kind} certificate`, created.body)
            assert.equal(created.body.properties.thumbprint, sha1(derOf(pemOf('p256'))).toUpperCase())
            assert.equal(created.body.properties.isVerified, false)

            const coded = await service.generate('one', created.body.etag)
            assert.equal(coded.status, 200)
            assertFits(`${kind} certificate with code`, coded.body)
            const code = coded.body.properties.verificationCode

            const verified = await service.verify('one', coded.body.etag, toWire(signedByOpenssl('p256', { code })))
            assert.equal(verified.status, 200, verified.text)
            assertFits(`${kind} certificate`, verified.body)
            assert.equal(verified.body.properties.isVerified, true)

            const etags = [created, coded, verified].map(({ body }) => body.etag)
            assert.equal(new Set(etags).size, 3, 'etags repeat')
            const read = await service.get('one')
            assert.deepEqual(read.body, verified.body)
            assert.deepEqual((await service.list()).body, { value: [verified.body] })

            const removed = await service.remove('one', verified.body.etag)
            assert.deepEqual([removed.status, removed.body], [200, null])
            assert.equal((await service.remove('one', verified.body.etag)).status, 204, 'what is gone is gone')
            assert.deepEqual((await service.list()).body, { value: [] })
        })

        for (const [form, wire] of Object.entries(wireForms)) {
            test(`is taken as ${form}, at upload and as proof`, async () => {
                const created = await service.put('form', wire(pemOf('rsa2048')))
                assert.equal(created.body.properties?.thumbprint, sha1(derOf(pemOf('rsa2048'))).toUpperCase(), created.text)
                const { etag, properties } = (await service.generate('form', created.body.etag)).body
                assert.equal(properties.certificate, wire(pemOf('rsa2048')), 'returned as it was uploaded')
                const proof = wire(signedByOpenssl('rsa2048', { code: properties.verificationCode }))
                const verified = await service.verify('form', etag, proof)
                assert.equal(verified.body.properties?.isVerified, true, verified.text)
                await service.remove('form', verified.body.etag)
            })
        }

        test('is replaced with its current etag only, and is unverified then', async () => {
            const first = await service.put('two', toWire(pemOf('p256')), { isVerified: true })
            assert.equal(first.body.properties.isVerified, true, 'the vendor’s "set to verified on upload"')
            assertProviderError(await service.put('two', toWire(pemOf('p384'))), 412001)
            assertProviderError(await service.put('two', toWire(pemOf('p384')), { ifMatch: 'AAAA' }), 412001)
            assert.deepEqual((await service.get('two')).body, first.body, 'a refusal changes nothing')
            const second = await service.put('two', toWire(pemOf('p384')), { ifMatch: first.body.etag })
            assert.equal(second.status, 200)
            assert.equal(second.body.properties.isVerified, false)
            assert.notEqual(second.body.properties.thumbprint, first.body.properties.thumbprint)
            assertProviderError(await service.put('two', toWire(pemOf('p256')), { ifMatch: first.body.etag }), 412001)
        })

        test('is not created with an etag, since nothing has one yet', async () => {
            assertProviderError(await service.put('never', toWire(pemOf('p256')), { ifMatch: 'AAAA' }), 412001)
            assert.equal((await service.get('never')).status, 404)
        })

        test('has one code at a time: a new one makes the old worthless', async () => {
            const { etag } = await uploaded('three')
            const old = (await service.generate('three', etag)).body
            const now = (await service.generate('three', old.etag)).body
            assert.notEqual(now.properties.verificationCode, old.properties.verificationCode)
            const stale = await service.verify('three', now.etag, toWire(signedByOpenssl('p256', { code: old.properties.verificationCode })))
            assert.equal(stale.status, 400)
            const fresh = await service.verify('three', now.etag, toWire(signedByOpenssl('p256', { code: now.properties.verificationCode })))
            assert.equal(fresh.body.properties.isVerified, true)
        })

        test('has names of 1 to 64 letters, digits, hyphens, dots and underscores, without case', async () => {
            for (const name of ['with%20space', 'a%2Fb', 'x'.repeat(65), 'caf%C3%A9']) {
                assert.equal((await service.put(name, toWire(pemOf('p256')))).status, 400, name)
            }
            const { etag, name } = await uploaded('A.b_c-9')
            assert.equal(name, 'A.b_c-9')
            assert.equal((await service.get('a.B_C-9')).body.etag, etag)
            assert.ok((await service.put('x'.repeat(64), toWire(pemOf('p256')))).body.etag)
        })

        test('is one of 25 at most', async () => {
            const start = (await service.list()).body.value.length
            for (let count = start; count < 25; count++) assert.ok((await service.put(`many-${count}`, toWire(pemOf('p256')))).status < 300)
            const further = await service.put('one-more', toWire(pemOf('p256')))
            assert.ok(further.status >= 400 && further.status < 500)
            assertFits('provider error', further.body)
            const [last] = (await service.list()).body.value.slice(-1)
            assert.equal((await service.put(last.name, toWire(pemOf('p384')), { ifMatch: last.etag })).status, 200, 'replacing is no further one')
        })
    })
}
