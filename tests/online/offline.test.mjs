// The way over a machine without a network: request file out, response file in.
import assert from 'node:assert/strict'
import test from 'node:test'

import { coreClient } from '../support/online-core.mjs'
import { caOf, NOW, online, signed } from '../support/online-logic.mjs'
import { setUp } from '../support/online-run.mjs'

const { decodeRequestFile, derOfSigned, decodeResponseFile, encodeResponseFile, matchResponse, requestFileOf } = online
const OTHER = caOf('p256-other')
const pemOf = (der) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`

/** What the signer on the other machine does with a request file. */
async function answered(text, { ca = 'p256', change = (response) => response } = {}) {
    const decoded = decodeRequestFile(text)
    assert.ok(decoded.ok)
    const { subject, sha1, sha256 } = caOf(ca)
    const responses = await Promise.all(decoded.value.requests.map(async (request, index) =>
        change({ ...request, certificate: pemOf(await signed(request.verificationCode, { ca })) }, index)))
    return encodeResponseFile({ ca: { subject, sha1, sha256 }, responses: responses.filter((one) => one !== null) })
}

async function handedIn(seen, text) {
    const decoded = decodeResponseFile(text)
    assert.ok(decoded.ok, decoded.ok ? '' : decoded.error.message)
    const matches = await matchResponse(decoded.value, seen.rows(), seen.ca, (pem) => derOfSigned(coreClient(), pem))
    await Promise.all(matches.filter(({ id }) => id !== null).map(({ id, der }) => seen.run.handIn(id, der)))
    return matches
}

async function waiting(services = 3) {
    const seen = setUp({ services })
    await seen.run.prove()
    return seen
}

test('codes out, certificates in, all verified', async () => {
    const seen = await waiting(12)
    const text = requestFileOf(seen.rows(), seen.ca, NOW)
    const { value } = decodeRequestFile(text)
    assert.equal(value.created, '2026-11-25T12:00:00Z')
    assert.deepEqual(value.ca, { subject: seen.ca.subject, sha1: seen.ca.sha1, sha256: seen.ca.sha256, certificate: seen.ca.pem })
    assert.deepEqual(value.requests.map(({ id }) => id), Array.from({ length: 12 }, (_, index) => String(index + 1)))
    assert.equal(value.requests[1].kind, 'IoTHub')
    assert.ok(value.requests.every(({ resource }, index) => resource.startsWith(`${seen.ids[index]}/certificates/`)))
    const matches = await handedIn(seen, await answered(text))
    assert.ok(matches.every(({ problem }) => problem === null))
    assert.deepEqual(new Set(seen.statuses()), new Set(['verified']))
})

test('nothing waits, nothing is exported', async () => {
    assert.equal(requestFileOf(setUp().rows(), caOf(), NOW), null)
    const seen = setUp({ services: 2 })
    await seen.prove()
    assert.equal(requestFileOf(seen.rows(), seen.ca, NOW), null)
})

test('the page was closed meanwhile: the services know the rest', async () => {
    const first = await waiting()
    const text = await answered(requestFileOf(first.rows(), first.ca))
    // A new page, the same cloud: no code is known, not even what was read.
    const seen = setUp({ stub: first.stub })
    const matches = await handedIn(seen, text)
    assert.ok(matches.every(({ problem }) => problem === null))
    assert.deepEqual(new Set(seen.statuses()), new Set(['verified']))
    assert.equal(seen.stub.count(/generate/), 3)
})

test('without resource ids a certificate finds its row by the code', async () => {
    const seen = await waiting()
    const text = await answered(requestFileOf(seen.rows(), seen.ca), { change: ({ resource: _, service: __, ...rest }) => rest })
    await handedIn(seen, text)
    assert.deepEqual(new Set(seen.statuses()), new Set(['verified']))
})

test('resource ids are compared without case', async () => {
    const seen = await waiting(1)
    const text = await answered(requestFileOf(seen.rows(), seen.ca), { change: (one) => ({ ...one, resource: one.resource.toUpperCase() }) })
    await handedIn(seen, text)
    assert.equal(seen.status(), 'verified')
})

test('part of the file fits, and each of the others has its own sentence', async () => {
    const seen = await waiting(5)
    const text = await answered(requestFileOf(seen.rows(), seen.ca), {
        change: (one, index) => [
            one,
            { ...one, verificationCode: 'AN-OLDER-CODE' },
            { ...one, resource: one.resource.replace('dps-3', 'dps-99'), service: 'elsewhere' },
            { ...one, certificate: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' },
            null,
        ][index],
    })
    const matches = await handedIn(seen, text)
    assert.deepEqual(matches.map(({ problem }) => problem?.code), [undefined, 'RESPONSE_STALE_CODE', 'RESPONSE_UNKNOWN_ROW', 'SIGNING_FAILED'])
    assert.match(matches[1].problem.message, /iothub-2.*AN-OLDER-COD…/)
    assert.match(matches[2].problem.message, /elsewhere/)
    assert.deepEqual(seen.statuses(), ['verified', ...Array(4).fill('waiting-for-signature')])
    assert.equal(seen.stub.count(/verify/), 1)
    const again = await handedIn(seen, text)
    assert.equal(again[0].problem.code, 'RESPONSE_ALREADY_VERIFIED')
    assert.equal(seen.stub.count(/verify/), 1)
})

test('what is no certificate, or more than one, is said to be damaged and goes nowhere', async () => {
    const seen = await waiting(3)
    const text = await answered(requestFileOf(seen.rows(), seen.ca), {
        change: (one, index) => ({ ...one, certificate: [
            pemOf(Buffer.from('3003020105', 'hex')),  // sound DER of something else
            pemOf(Buffer.concat([OTHER.der, OTHER.der])),
            one.certificate,
        ][index] }),
    })
    const matches = await handedIn(seen, text)
    assert.deepEqual(matches.map(({ problem }) => problem?.code), ['SIGNING_FAILED', 'SIGNING_FAILED', undefined])
    assert.deepEqual(seen.statuses(), ['waiting-for-signature', 'waiting-for-signature', 'verified'])
})

test('a neighbour whose name begins alike gets nothing', async () => {
    const seen = await waiting(11)
    const only = await answered(requestFileOf(seen.rows().slice(10), seen.ca))
    await handedIn(seen, only)
    assert.equal(seen.status(0), 'waiting-for-signature')
    assert.equal(seen.status(10), 'verified')
})

test('another CA signed', async () => {
    const seen = await waiting()
    const matches = await handedIn(seen, await answered(requestFileOf(seen.rows(), seen.ca), { ca: 'p256-other' }))
    assert.ok(matches.every(({ id, problem }) => id === null && problem.code === 'RESPONSE_WRONG_CA'))
    assert.ok(matches[0].problem.message.includes(OTHER.subject))
    assert.equal(seen.stub.count(/verify/), 0)
})

test('a response that only claims the right CA is refused by the service, in its words', async () => {
    const seen = await waiting(1)
    const forged = (await answered(requestFileOf(seen.rows(), seen.ca), { ca: 'p256-other' }))
        .replaceAll(OTHER.sha1, seen.ca.sha1).replaceAll(OTHER.sha256, seen.ca.sha256)
    await handedIn(seen, forged)
    assert.equal(seen.row().error.code, 'PROOF_REFUSED')
})
