// The vendor's own clients as judges: they find in the emulator the service that they were made for.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { IotDpsClient } from '@azure/arm-deviceprovisioningservices'
import { IotHubClient } from '@azure/arm-iothub'

import { loadCore, request } from '../support/core.mjs'
import { fixture } from '../support/fixtures.mjs'
import { derOf, signedByOpenssl } from '../support/management.mjs'
import { sha1 } from '../support/openssl.mjs'
import { startEmulator } from './server.mjs'

const group = 'demo'
const pemOf = (name) => Buffer.from(fixture(`certs/ca-${name}.pem`)).toString()
const base64 = (octets) => Buffer.from(octets).toString('base64')
const thumbprint = (ca) => sha1(derOf(pemOf(ca))).toUpperCase()

/** The vendor's clients send a token over https only: over http it goes by a policy of our own. */
function overHttp(client, emulator) {
    const { pipeline } = client
    pipeline.removePolicy({ name: 'bearerTokenAuthenticationPolicy' })
    pipeline.addPolicy({
        name: 'emulatorToken',
        sendRequest: (message, next) => {
            message.headers.set('authorization', `Bearer ${emulator.token()}`)
            return next(message)
        },
    })
    return client
}
const credential = { getToken: async () => ({ token: 'not sent', expiresOnTimestamp: Date.now() + 3600_000 }) }

/** The two clients, which differ in the order of their arguments, as one. ca, leaf: DER. */
const clients = {
    DPS: (emulator) => {
        const client = overHttp(new IotDpsClient(credential, emulator.state.subscriptions[0].id, {
            endpoint: emulator.url, allowInsecureConnection: true,
        }), emulator)
        const { dpsCertificate, iotDpsResource } = client
        return {
            create: (name, ca, options) => dpsCertificate.createOrUpdate(group, 'service', name, { properties: { certificate: ca, ...options } }),
            replace: (name, ca, ifMatch) => dpsCertificate.createOrUpdate(group, 'service', name, { properties: { certificate: ca } }, { ifMatch }),
            list: async () => (await dpsCertificate.list(group, 'service')).value,
            get: (name) => dpsCertificate.get(name, group, 'service'),
            generate: (name, etag) => dpsCertificate.generateVerificationCode(name, etag, group, 'service'),
            verify: (name, etag, leaf) => dpsCertificate.verifyCertificate(name, etag, group, 'service', { certificate: base64(leaf) }),
            remove: (name, etag) => dpsCertificate.delete(group, 'service', name, etag),
            services: () => iotDpsResource.listBySubscription(),
            service: (name) => iotDpsResource.get(group, name),
        }
    },
    IoTHub: (emulator) => {
        const { certificates, iotHubResource } = overHttp(new IotHubClient(credential, emulator.state.subscriptions[0].id, {
            endpoint: emulator.url, allowInsecureConnection: true,
        }), emulator)
        return {
            create: (name, ca, options) => certificates.createOrUpdate(group, 'service', name, {
                properties: { certificate: base64(ca), ...options },
            }),
            replace: (name, ca, ifMatch) => certificates.createOrUpdate(group, 'service', name, {
                properties: { certificate: base64(ca) },
            }, { ifMatch }),
            list: async () => (await certificates.listByIotHub(group, 'service')).value,
            get: (name) => certificates.get(group, 'service', name),
            generate: (name, etag) => certificates.generateVerificationCode(group, 'service', name, etag),
            verify: (name, etag, leaf) => certificates.verify(group, 'service', name, etag, { certificate: base64(leaf) }),
            remove: (name, etag) => certificates.delete(group, 'service', name, etag),
            services: () => iotHubResource.listBySubscription(),
            service: (name) => iotHubResource.get(group, name),
        }
    },
}

/** Both signers of the fixtures' CAs. Each gives DER. */
const signers = {
    popcert: async (ca, code) => {
        const made = (await loadCore()).createVerificationCertificate(request({ ca, verificationCode: code }))
        const { ok, value } = await made
        assert.ok(ok)
        return value.der
    },
    openssl: async (ca, code) => derOf(signedByOpenssl(ca, { code })),
}

for (const [kind, clientOf] of Object.entries(clients)) {
    describe(`the vendor's client of ${kind}`, () => {
        let emulator, client
        before(async () => {
            emulator = await startEmulator({ services: [{ kind, name: 'service' }, { kind, name: 'other' }, { kind, name: 'third' }], pageSize: 2 })
            client = clientOf(emulator)
        })
        after(() => emulator.close())

        test('pages through the services', async () => {
            const names = []
            for await (const { name } of client.services()) names.push(name)
            assert.deepEqual(names, ['service', 'other', 'third'])
        })

        test('looks at one service', async () => {
            const { name, properties } = await client.service('other')
            assert.deepEqual([name, properties.state], ['other', 'Active'])
            await assert.rejects(client.service('nowhere'), { statusCode: 404, code: 'ResourceNotFound' })
        })

        for (const [signer, sign] of Object.entries(signers)) {
            for (const ca of ['rsa2048', 'p256']) {
                test(`goes from nothing to verified and away, ${ca}, signed by ${signer}`, async () => {
                    const name = `${signer}-${ca}`
                    const created = await client.create(name, derOf(pemOf(ca)))
                    assert.equal(created.properties.thumbprint, thumbprint(ca))
                    assert.equal(created.properties.isVerified, false)
                    assert.ok((await client.list()).some((entry) => entry.name === name))
                    assert.equal((await client.get(name)).etag, created.etag)
                    const coded = await client.generate(name, created.etag)
                    const code = coded.properties.verificationCode
                    assert.match(code, /^[0-9A-F]{48}$/)
                    const verified = await client.verify(name, coded.etag, await sign(ca, code))
                    assert.equal(verified.properties.isVerified, true)
                    assert.equal((await client.get(name)).properties.isVerified, true)
                    await client.remove(name, verified.etag)
                    await assert.rejects(client.get(name), { statusCode: 404 })
                    assert.deepEqual(await client.list(), [])
                })
            }
        }

        for (const [signer, sign] of Object.entries(signers)) {
            test(`reports each refusal of a proof signed by ${signer}`, async () => {
                const name = `refused-${signer}`
                const created = await client.create(name, derOf(pemOf('p256')))
                const stale = created.etag
                const { etag, properties: { verificationCode: code } } = await client.generate(name, stale)
                const right = Buffer.from(await sign('p256', code))
                const tampered = Buffer.from(right)
                tampered[tampered.length - 1] ^= 1

                const unproven = { statusCode: 400, message: /Proof-Of-Possession failed\./ }
                await assert.rejects(client.verify(name, etag, await sign('rsa2048', code)), {
                    statusCode: 400, message: /Issuer certificate 'CN=CA ca-rsa2048' cannot be found in the certificate chain\..*IH400053/,
                }, 'wrong CA')
                await assert.rejects(client.verify(name, etag, await sign('p256', code.replace(/.$/, 'G'))), unproven, 'wrong CN')
                await assert.rejects(client.verify(name, etag, tampered), unproven, 'tampered')
                await assert.rejects(client.verify(name, stale, right), {
                    statusCode: 412, message: /Invalid ETag supplied.*IH412001/,
                }, 'stale etag')
                await assert.rejects(client.replace(name, derOf(pemOf('p384')), stale), { statusCode: 412 })

                const now = await client.get(name)
                assert.equal(now.properties.isVerified, false)
                assert.equal(now.properties.thumbprint, thumbprint('p256'))
                const { etag: last } = await client.verify(name, etag, right)
                await client.remove(name, last)
            })
        }

        test('reads the errors of Resource Manager, and asks again after a 429', async () => {
            emulator.faults.add({ status: 403, code: 'AuthorizationFailed', message: 'Not you.' })
            await assert.rejects(client.list(), { statusCode: 403, code: 'AuthorizationFailed', message: 'Not you.' })
            const from = emulator.requests.length
            emulator.faults.add({ status: 429, retryAfter: 1 })
            assert.deepEqual(await client.list(), [])
            assert.deepEqual(emulator.requests.slice(from).map(({ status }) => status), [429, 200])
        })

        test('uploads as verified where it is asked to', async () => {
            const { properties, etag } = await client.create('trusted', derOf(pemOf('p256')), { isVerified: true })
            assert.equal(properties.isVerified, true)
            await client.remove('trusted', etag)
        })
    })
}
