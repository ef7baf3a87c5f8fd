// The stand-in for faults answers as the emulator does, which is held against the vendor's documents and a recorded exchange.
import assert from 'node:assert/strict'
import test from 'node:test'

import { startEmulator } from '../emulator/server.mjs'
import { CloudStub, ORIGIN } from '../support/cloud-stub.mjs'
import { caOf, signed } from '../support/online-logic.mjs'

const CA = caOf()
const base64 = (octets) => Buffer.from(octets).toString('base64')

/** A whole life with every refusal that the rules of the operations have: what became of each step. */
async function life(fetch, origin, service, authorization) {
    const seen = []
    const send = async (method, path, { body, ifMatch } = {}) => {
        const response = await fetch(`${origin}${service}/certificates${path}?api-version=2022-12-12`, {
            method,
            headers: {
                authorization, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }),
                ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        const text = await response.text()
        const answer = text === '' ? null : JSON.parse(text)
        const { properties = null, code, error } = answer ?? {}
        seen.push([method, path, response.status, code ?? error?.code ?? null, properties === null ? null : {
            isVerified: properties.isVerified, thumbprint: properties.thumbprint,
            hasCode: typeof properties.verificationCode === 'string' && /^[0-9A-F]{48}$/.test(properties.verificationCode),
        }])
        return answer
    }
    const put = (ifMatch) => send('PUT', '/one', { body: { properties: { certificate: base64(CA.der) } }, ifMatch })
    const generate = (ifMatch) => send('POST', '/one/generateVerificationCode', { ifMatch })
    const verify = (der, ifMatch) => send('POST', '/one/verify', { body: { certificate: base64(der) }, ifMatch })

    assert.deepEqual((await send('GET', '')).value, [])
    await send('GET', '/one')
    const made = await put()
    await put()
    await put('b3RoZXI=')
    await generate('b3RoZXI=')
    const first = await generate(made.etag)
    assert.notEqual(first.etag, made.etag)
    await generate(made.etag)
    const second = await generate(first.etag)
    assert.notEqual(second.properties.verificationCode, first.properties.verificationCode)
    await verify(await signed(second.properties.verificationCode), first.etag)
    await verify(await signed(first.properties.verificationCode), second.etag)
    const read = await send('GET', '/one')
    await verify(await signed(second.properties.verificationCode, { ca: 'p256-other' }), read.etag)
    const third = await generate((await send('GET', '/one')).etag)
    await verify(await signed(third.properties.verificationCode), third.etag)
    const verified = await send('GET', '/one')
    await send('DELETE', '/one', { ifMatch: third.etag })
    await send('DELETE', '/one', { ifMatch: verified.etag })
    await send('GET', '/one')
    await send('DELETE', '/one', { ifMatch: verified.etag })
    return seen
}

test('the same life, at the stand-in and at the emulator', async () => {
    const emulator = await startEmulator({ services: [{ name: 'dps-1' }] })
    try {
        const stub = new CloudStub(1, ['DPS'])
        const expected = await life(fetch, emulator.url, emulator.state.service('dps-1').id, `Bearer ${emulator.token()}`)
        const actual = await life((url, init) => stub.fetch(url, init), ORIGIN, stub.services[0].id, 'Bearer any')
        assert.ok(expected.some(([, , status]) => status === 412) && expected.some(([, , status]) => status === 400))
        assert.deepEqual(actual, expected)
    } finally {
        await emulator.close()
    }
})
