// What the real services were recorded to answer, fact by fact: the emulator answers so, also where the recordings are not at hand.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'

import { fixture } from '../support/fixtures.mjs'
import { Management, signedByOpenssl, wireForms } from '../support/management.mjs'
import { decodeUpload, judgeProof } from './certificates.mjs'
import { Refusal } from './errors.mjs'
import { assertProviderError } from './schema.mjs'
import { startEmulator } from './server.mjs'

const facts = JSON.parse(readFileSync(new URL('recorded-facts.json', import.meta.url), 'utf8'))
const ca = Buffer.from(fixture('certs/ca-rsa2048.pem')).toString()
const wires = { PEM: wireForms['PEM as it is'], 'base64(PEM)': wireForms['base64 of PEM'], 'base64(DER)': wireForms['base64 of DER'] }
const uploadOf = (certificate, isFlat) => isFlat ? { certificate } : { properties: { certificate } }

/** The words of recorded-facts.json. */
const formOfCertificate = (value) => value && Object.keys(wires).find((form) => value === wires[form](ca))
const formOfEtag = (value) => Buffer.from(value, 'base64').toString('latin1').startsWith('"') ? 'a text in quotes' : 'eight octets'
const formOfCreated = (value) => value === 'Mon, 01 Jan 0001 00:00:00 GMT' ? 'year 1' : 'a date'

for (const { kind, apiVersion, recorded, body, sentAs, ownForm, ...expected } of facts.exchanges) {
    test(`${kind} ${apiVersion}, as recorded in ${recorded}`, async () => {
        const emulator = await startEmulator({ services: [{ kind, name: 'service', form: ownForm }] })
        try {
            const service = new Management(emulator, 'service', { apiVersion })
            const seen = { statuses: {}, certificate: {}, etag: new Set(), created: new Set() }
            const note = (operation, { status, body: answer, text }) => {
                assert.ok(status < 300, text)
                seen.statuses[operation] = status
                for (const { etag, properties } of answer?.value ?? (answer === null ? [] : [answer])) {
                    seen.certificate[operation] = formOfCertificate(properties.certificate)
                    seen.etag.add(formOfEtag(etag))
                    seen.created.add(formOfCreated(properties.created))
                    assert.equal(properties.subject, 'CA ca-rsa2048', 'the bare name')
                }
                return answer
            }
            const certificate = wires[sentAs](ca)
            const put = (name, ifMatch) => service.send('PUT', service.entry(name), { ifMatch, body: uploadOf(certificate, body === 'flat') })
            const recordedTo = (operation) => operation in expected.statuses

            let { etag } = note('create', await put('ca'))
            note('get', await service.list())
            note('get', await service.get('ca'))
            if (recordedTo('replace')) ({ etag } = note('replace', await put('ca', etag)))
            const coded = note('generate', await service.generate('ca', etag))
            const proof = wires[sentAs](signedByOpenssl('rsa2048', { code: coded.properties.verificationCode }))
            const verified = note('verify', await service.verify('ca', coded.etag, proof))
            assert.equal(verified.properties.isVerified, true)
            note('delete', await service.remove('ca', verified.etag))
            note('create', await put('another'))
            if (recordedTo('delete with *')) note('delete with *', await service.remove('another', '*'))

            assert.deepEqual(seen.statuses, expected.statuses)
            assert.deepEqual(seen.certificate, expected.certificate)
            assert.deepEqual([...seen.etag], [expected.etag])
            assert.deepEqual([...seen.created], [expected.created])
        } finally {
            await emulator.close()
        }
    })
}

test('every version that was recorded is known, to its own kind, and reads a body of its own form', async () => {
    const emulator = await startEmulator({ services: [{ name: 'DPS' }, { kind: 'IoTHub', name: 'IoTHub' }] })
    try {
        for (const [kind, versions] of Object.entries(facts.versions)) {
            for (const [apiVersion, form] of Object.entries(versions)) {
                const service = new Management(emulator, kind, { apiVersion })
                const put = (isFlat) => service.send('PUT', service.entry(apiVersion), { body: uploadOf(wires.PEM(ca), isFlat) })
                assert.equal((await put(form !== 'flat')).status, 400, `${kind} ${apiVersion}`)
                assert.equal((await put(form === 'flat')).status, 200, `${kind} ${apiVersion}`)
            }
        }
        const other = new Management(emulator, 'DPS', { apiVersion: '2017-07-01' })
        assert.equal((await other.list()).body.error.code, 'InvalidApiVersionParameter', 'a version of IoT Hub')
    } finally {
        await emulator.close()
    }
})

test('a date of creation stays when the entry is replaced', async () => {
    let now = new Date('2023-10-06T19:14:45Z')
    const emulator = await startEmulator({ services: [{ kind: 'IoTHub', name: 'hub' }], clock: () => now })
    try {
        const hub = new Management(emulator, 'hub')
        const { etag } = (await hub.put('ca', wires.PEM(ca))).body
        now = new Date('2023-10-06T19:20:00Z')
        const { properties } = (await hub.put('ca', wires.PEM(ca), { ifMatch: etag })).body
        assert.deepEqual([properties.created, properties.updated], ['Fri, 06 Oct 2023 19:14:45 GMT', 'Fri, 06 Oct 2023 19:20:00 GMT'])
    } finally {
        await emulator.close()
    }
})

describe('the words of a refusal', () => {
    const [missingInBody, missingEntry] = facts.refusals
    /** What differs from one refusal to the next. */
    const leveled = (message) => message
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, '<id>').replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/, '<time>')
    let emulator, dps, hub
    before(async () => {
        emulator = await startEmulator({ services: [{ name: 'dps' }, { kind: 'IoTHub', name: 'hub' }] })
        ;[dps, hub] = ['dps', 'hub'].map((name) => new Management(emulator, name))
    })
    after(() => emulator.close())

    test('of a body of the other form, letter by letter', async () => {
        const { name, apiVersion, status, code, httpStatusCode, message } = missingInBody
        const answer = await hub.send('PUT', hub.entry(name), { apiVersion, body: { properties: { certificate: wires['base64(PEM)'](ca) } } })
        assert.equal(answer.status, status)
        assert.deepEqual({ ...answer.body, message: leveled(answer.body.message) }, { code, httpStatusCode, message: leveled(message) })
        assert.match(leveled(message), /<id>, timestamp: <time>,/)
    })

    test('of an upload without a certificate, to an IoT hub', async () => {
        const without = [{}, { properties: {} }, { properties: { certificate: null } }, { properties: { certificate: '' } }]
        for (const body of [...without, uploadOf(wires.PEM(ca), true)]) {
            assertProviderError(await hub.send('PUT', hub.entry('empty'), { body }), missingInBody.code)
        }
        assert.deepEqual((await hub.list()).body, { value: [] }, 'nothing was stored')
    })

    test('of an entry that is not there', async () => {
        const answer = await dps.get('gone', { apiVersion: missingEntry.apiVersion })
        assertProviderError(answer, missingEntry.code)
        assert.ok(answer.body.message.startsWith(`${missingEntry.sentence.replace('<name>', 'gone')}.`), answer.body.message)
    })

    test('with which a hub called a file an error of its own can be tried', async () => {
        emulator.faults.add({ operation: 'put', status: 500, code: 500019, message: 'Internal Error.' })
        const answer = await hub.put('broken', wires.PEM(ca))
        assertProviderError(answer, 500019)
        assert.match(answer.body.message, /^Internal Error\. If you contact /)
    })
})

describe('an etag of "*"', () => {
    let emulator, dps
    before(async () => {
        emulator = await startEmulator({ services: [{ name: 'dps' }] })
        dps = new Management(emulator, 'dps')
    })
    after(() => emulator.close())

    test('is any that there is: for DELETE as recorded, for the other changes as RFC 9110 has it', async () => {
        const { etag } = (await dps.put('ca', wires.PEM(ca))).body
        assert.notEqual((await dps.put('ca', wires.PEM(ca), { ifMatch: '*' })).body.etag, etag)
        const { verificationCode: code } = (await dps.generate('ca', '*')).body.properties
        const verified = await dps.verify('ca', '*', wires.PEM(signedByOpenssl('rsa2048', { code })))
        assert.equal(verified.body.properties?.isVerified, true, verified.text)
        assert.equal((await dps.remove('ca', '*')).status, 200)
    })

    test('is none where there is nothing', async () => {
        assertProviderError(await dps.put('new', wires.PEM(ca), { ifMatch: '*' }), 412001)
        assert.equal((await dps.remove('new', '*')).status, 204)
    })
})

test('a new entry of an IoT hub can also be answered as the specification has it: 201, and 200 when it is replaced', async () => {
    const emulator = await startEmulator({ hubCreateStatus: 201, services: [{ kind: 'IoTHub', name: 'hub' }] })
    try {
        const hub = new Management(emulator, 'hub')
        const created = await hub.put('ca', wires.PEM(ca))
        assert.deepEqual([created.status, (await hub.put('ca', wires.PEM(ca), { ifMatch: created.body.etag })).status], [201, 200])
    } finally {
        await emulator.close()
    }
})

test('reads, writes and deletes are counted apart', async () => {
    const emulator = await startEmulator({ services: [{ name: 'dps' }] })
    try {
        const dps = new Management(emulator, 'dps')
        const created = await dps.put('ca', wires.PEM(ca))
        const answers = { writes: created, reads: await dps.list(), deletes: await dps.remove('ca', created.body.etag) }
        for (const [counter, { headers }] of Object.entries(answers)) {
            const counters = [...headers.keys()].filter((name) => name.startsWith('x-ms-ratelimit-'))
            assert.deepEqual(counters, [`x-ms-ratelimit-remaining-subscription-${counter}`])
        }
    } finally {
        await emulator.close()
    }
})

describe('an accepted proof', () => {
    for (const { at, kind, apiVersion, verificationCode: code, thumbprint, ca: own, proof } of facts.proofs) {
        const judged = (change = {}) => judgeProof({ ca: decodeUpload(own), certificate: decodeUpload(proof), code, now: new Date(at), ...change })
        test(`of ${at.slice(0, 10)}, ${kind} ${apiVersion}, is accepted, and only with its code, its CA and in its time`, () => {
            assert.equal(decodeUpload(own).fingerprint.replaceAll(':', ''), thumbprint)
            judged()
            assert.throws(() => judged({ code: code.toLowerCase() }), Refusal)
            assert.throws(() => judged({ ca: decodeUpload(ca) }), Refusal)
            assert.throws(() => judged({ now: new Date('2026-11-26') }), Refusal)
        })
    }
})
