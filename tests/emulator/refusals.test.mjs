// Whatever the service would refuse is refused, in the shape in which it says so.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { fixture, fixturePath } from '../support/fixtures.mjs'
import { Management, derOf, signedByOpenssl, wireForms } from '../support/management.mjs'
import { openssl, temporaryFile } from '../support/openssl.mjs'
import { assertManagerError, assertProviderError } from './schema.mjs'
import { startEmulator } from './server.mjs'

const pemOf = (name) => Buffer.from(fixture(`certs/ca-${name}.pem`)).toString()
const toWire = wireForms['base64 of DER']
const other = '00000000-0000-0000-0000-000000000000'

describe('a call is refused', () => {
    let emulator, dps
    before(async () => {
        emulator = await startEmulator({
            services: [
                { name: 'dps' }, { kind: 'IoTHub', name: 'hub' }, { name: 'hidden', hidden: true },
                { name: 'read-only', readOnly: true, entries: [{ name: 'ca', certificate: pemOf('p256') }] },
                { name: 'locked', locked: true, entries: [{ name: 'ca', certificate: pemOf('p256') }] },
            ],
        })
        dps = new Management(emulator, 'dps')
    })
    after(() => emulator.close())

    const tokens = {
        'no token': [null, 'AuthenticationFailed'],
        'no JSON Web Token': ['abc', 'InvalidAuthenticationToken'],
        'one that was made elsewhere': ['eyJhbGciOiJub25lIn0.eyJleHAiOjk5OTk5OTk5OTl9.', 'InvalidAuthenticationToken'],
        'a JSON Web Token of nothing': ['eyJhbGciOiJub25lIn0.bnVsbA.', 'InvalidAuthenticationToken'],
        'an expired token': [(made) => made({ seconds: -1 }), 'ExpiredAuthenticationToken'],
        'a token for something else': [(made) => made({ audience: 'https://graph.microsoft.com' }), 'InvalidAuthenticationTokenAudience'],
        'a token of another directory': [(made) => made({ tid: other }), 'InvalidAuthenticationTokenTenant'],
    }
    for (const [what, [token, code]] of Object.entries(tokens)) {
        test(`with ${what}: 401 ${code}`, async () => {
            const client = new Management(emulator, 'dps', { token: typeof token === 'function' ? token(emulator.token) : token })
            const answer = await client.list()
            assertManagerError(answer, 401, code)
            assert.match(answer.headers.get('www-authenticate'), /^Bearer authorization_uri=/)
        })
    }

    test('without an api-version, or with one that the provider does not have: 400', async () => {
        assertManagerError(await dps.list({ apiVersion: null }), 400, 'MissingApiVersionParameter')
        for (const apiVersion of ['1999-01-01', '2022-12-12x', 'latest']) {
            assertManagerError(await dps.list({ apiVersion }), 400, 'InvalidApiVersionParameter')
        }
        assertManagerError(await new Management(emulator, 'hub').list({ apiVersion: '2022-12-12' }), 400, 'InvalidApiVersionParameter')
    })

    test('for what is not there: 404, said by whoever knows', async () => {
        const at = (change) => dps.send('GET', change(dps.entry()))
        assertManagerError(await at((path) => path.replace(dps.service.subscriptionId, other)), 404, 'SubscriptionNotFound')
        assertManagerError(await at((path) => path.replace('/demo/', '/elsewhere/')), 404, 'ResourceGroupNotFound')
        assertManagerError(await at((path) => path.replace('/dps/', '/nothing/')), 404, 'ResourceNotFound')
        assertManagerError(await new Management(emulator, 'hidden').list(), 404, 'ResourceNotFound')
        assertManagerError(await at((path) => path.replace('certificates', 'enrollments')), 404, 'InvalidResourceType')
        assertManagerError(await at((path) => `${path}/%E0%A4%A`), 404, 'InvalidResourceType')
        for (const answer of [await dps.get('none'), await dps.generate('none', 'AAAA'), await dps.verify('none', 'AAAA', toWire(pemOf('p256')))]) {
            assertProviderError(answer, 404015)
        }
    })

    for (const [service, status, code] of [['read-only', 403, 'AuthorizationFailed'], ['locked', 409, 'ScopeLocked']]) {
        test(`for each change where the service is ${service}: ${status} ${code}; reading goes on`, async () => {
            const client = new Management(emulator, service)
            const { body, status: read } = await client.get('ca')
            assert.equal(read, 200)
            assert.equal((await client.list()).status, 200)
            assertManagerError(await client.put('new', toWire(pemOf('p256'))), status, code)
            assertManagerError(await client.generate('ca', body.etag), status, code)
            assertManagerError(await client.verify('ca', body.etag, toWire(pemOf('p256'))), status, code)
            assertManagerError(await client.remove('ca', body.etag), status, code)
            assert.deepEqual((await client.get('ca')).body, body)
        })
    }

    test('with a stale etag or none, for each change: 412 IH412001', async () => {
        const { etag } = (await dps.put('etags', toWire(pemOf('p256')))).body
        const coded = (await dps.generate('etags', etag)).body
        const proof = toWire(signedByOpenssl('p256', { code: coded.properties.verificationCode }))
        for (const bad of [etag, undefined, `"${coded.etag}"`]) {
            assertProviderError(await dps.generate('etags', bad), 412001)
            assertProviderError(await dps.verify('etags', bad, proof), 412001)
            assertProviderError(await dps.remove('etags', bad), 412001)
        }
        assert.equal((await dps.verify('etags', coded.etag, proof)).status, 200)
    })

    test('with a body that is none: 400, 413, 415', async () => {
        const put = (body, headers) => dps.send('PUT', dps.entry('bodies'), { body, headers })
        assertManagerError(await put('{"properties":'), 400, 'InvalidRequestContent')
        assertManagerError(await put({ certificate: toWire(pemOf('p256')) }), 400, 'InvalidRequestContent')
        assertManagerError(await put({ properties: { certificate: toWire(pemOf('p256')), isVerified: 'yes' } }), 400, 'InvalidRequestContent')
        assertManagerError(await put('{}', { 'Content-Type': 'text/plain' }), 415, 'UnsupportedMediaType')
        assertManagerError(await put({ properties: { certificate: 'A'.repeat(300_000) } }), 413, 'RequestEntityTooLarge')
        for (const certificate of ['', 'AAAA', 'not base64 at all', null, 7, toWire(pemOf('p256')).slice(0, -40)]) {
            assertProviderError(await put({ properties: { certificate } }), 400051)
        }
        assert.equal((await dps.get('bodies')).status, 404, 'nothing was stored')
    })
})

describe('a proof is refused', () => {
    const now = { offset: 0 }
    let emulator, dps, etag, code
    before(async () => {
        emulator = await startEmulator({ services: [{ name: 'dps' }], clock: () => new Date(Date.now() + now.offset) })
        dps = new Management(emulator, 'dps', { token: emulator.token({ seconds: 365 * 86400 }) })
        const created = (await dps.put('ca', toWire(pemOf('p256')))).body
        const coded = (await dps.generate('ca', created.etag)).body
        etag = coded.etag
        code = coded.properties.verificationCode
    })
    after(() => emulator.close())

    /** Neither verified, nor does a refusal cost the code or the etag. */
    async function assertUntouched() {
        const { body } = await dps.get('ca')
        assert.equal(body.properties.isVerified, false)
        assert.equal(body.etag, etag)
    }

    /** A signature of ECDSA is at the end, so that its last octet makes another of it. */
    const tampered = () => {
        const der = Buffer.from(derOf(signedByOpenssl('p256', { code })))
        der[der.length - 1] ^= 1
        return der.toString('base64')
    }

    /** A CA of the same name, with another key. */
    const impostor = () => {
        const key = fixturePath('keys/p256-other-pkcs8.pem')
        const certificate = openssl(['req', '-x509', '-key', key, '-subj', '/O=popcert tests/CN=CA ca-p256', '-days', '99'])
        return { key, certificate: temporaryFile(certificate, '.pem') }
    }

    const proofs = {
        'signed by another CA': [() => toWire(signedByOpenssl('rsa2048', { code })), 400053],
        'signed by another key under the same name': [() => toWire(signedByOpenssl('p256', { code, ...impostor() })), 400053],
        'signed by nobody': [() => toWire(pemOf('rsa2048')), 400053],
        'tampered with': [tampered, 400053],
        'for another code': [() => toWire(signedByOpenssl('p256', { code: `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}` })), 400055],
        'for the code in other case': [() => toWire(signedByOpenssl('p256', { code: code.toLowerCase() })), 400055],
        'with more in its subject than the code': [() => toWire(signedByOpenssl('p256', { code, subject: `/O=x/CN=${code}` })), 400055],
        'with the code elsewhere in its subject': [() => toWire(signedByOpenssl('p256', { code, subject: `/OU=${code}` })), 400055],
        'the CA itself': [() => toWire(pemOf('p256')), null],
        'no certificate': [() => 'AAAA', 400051],
    }
    for (const [what, [proof, number]] of Object.entries(proofs)) {
        test(what, async () => {
            const answer = await dps.verify('ca', etag, proof())
            assert.equal(answer.status, 400, answer.text)
            if (number !== null) assertProviderError(answer, number)
            await assertUntouched()
        })
    }

    test('the issuer is named as users report it', async () => {
        const { body } = await dps.verify('ca', etag, toWire(signedByOpenssl('rsa2048', { code })))
        assert.match(body.message, /^Proof-Of-Possession failed\. Issuer certificate 'CN=CA ca-rsa2048' cannot be found in the certificate chain\. If you contact /)
    })

    test('expired, or of tomorrow', async () => {
        const proof = toWire(signedByOpenssl('p256', { code, days: 2 }))
        for (const days of [3, -1]) {
            now.offset = days * 86400_000
            assertProviderError(await dps.verify('ca', etag, proof), 400056)
        }
        now.offset = 0
        await assertUntouched()
    })

    test('without a code', async () => {
        const { etag: fresh } = (await dps.put('no-code', toWire(pemOf('p256')))).body
        assertProviderError(await dps.verify('no-code', fresh, toWire(signedByOpenssl('p256', { code }))), 400054)
    })

    test('and the right one is accepted after all of them', async () => {
        assert.equal((await dps.verify('ca', etag, toWire(signedByOpenssl('p256', { code })))).body.properties.isVerified, true)
    })
})
