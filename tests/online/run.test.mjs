// One CA, many services: every row comes to its end, and what is not ours is left alone.
import assert from 'node:assert/strict'
import test from 'node:test'

import { json } from '../support/cloud-stub.mjs'
import { caOf, online, shownOf, signed } from '../support/online-logic.mjs'
import { SECRET, setUp } from '../support/online-run.mjs'

const { CloudError, reportOf, requestFileOf } = online
const OTHER = caOf('p256-other')
const what = ({ done }) => done.map((one) => one.what)

for (const kind of ['DPS', 'IoTHub']) {
    test(`one service from not there to verified, ${kind}`, async () => {
        const seen = setUp({ kinds: [kind] })
        await seen.prove()
        assert.equal(seen.status(), 'verified')
        assert.deepEqual(seen.way(), ['unknown', 'queued', 'reading', 'uploading', 'requesting', 'signing', 'queued', 'reading', 'verifying', 'verified'])
        assert.deepEqual(what(seen.row()), ['uploaded', 'code-generated', 'verified'])
        const [entry] = seen.stub.entries(seen.stub.services[0]).values()
        assert.equal(entry.isVerified, true)
        assert.equal(entry.name, 'CA-ca-p256')
        assert.equal(seen.row().code, null)
        assert.equal(seen.isAtWork(), false)
        const methods = seen.stub.requests.map(({ method, path }) => `${method} ${/(\w+)\?/.exec(path)[1]}`)
        assert.deepEqual(methods.map((one) => one.split(' ')[0]), ['GET', 'PUT', 'POST', 'GET', 'POST', 'GET'])
    })
}

test('fifty services: one press signs them all, four at a time', async () => {
    let atOnce = 0
    let most = 0
    const seen = setUp({ services: 50 })
    seen.stub.before = async () => {
        most = Math.max(most, ++atOnce)
        await new Promise(setImmediate)
        atOnce--
    }
    await seen.prove()
    assert.deepEqual(new Set(seen.statuses()), new Set(['verified']))
    assert.equal(seen.signed.length, 1)
    assert.equal(seen.signed[0].length, 50)
    assert.equal(new Set(seen.signed[0].map(({ verificationCode }) => verificationCode)).size, 50)
    assert.equal(most, 4)
})

test('what is verified is left alone, what is unverified is not uploaded again', async () => {
    const seen = setUp({ services: 2 })
    const [one, two] = seen.stub.services
    seen.stub.put(one, 'mine', seen.ca.der, { isVerified: true })
    seen.stub.put(two, 'Mine-Too', seen.ca.der)
    await seen.run.look()
    assert.deepEqual(seen.statuses(), ['verified', 'unverified'])
    await seen.prove()
    assert.deepEqual(seen.statuses(), ['verified', 'verified'])
    assert.equal(seen.stub.count(/PUT/), 0)
    assert.deepEqual(what(seen.row(0)), ['found-verified'])
    assert.deepEqual(seen.signed[0].map(({ resource }) => resource), [`${two.id}/certificates/Mine-Too`])
})

test('names: suggested from the subject, unlike those that are there, or chosen', async () => {
    const seen = setUp({ services: 3, ca: { ...caOf(), subjectShort: ' Contoso Größe / Root (CA)! ' } })
    const [one, two] = seen.stub.services
    seen.stub.put(one, 'CONTOSO-GRO-E-ROOT-CA', OTHER.der)
    await seen.run.look()
    const names = seen.rows().map(({ name }) => name)
    assert.match(names[1], /^[A-Za-z0-9._-]{1,64}$/)
    assert.deepEqual([names[0], names[1]], [names[2], names[2]])
    assert.equal(seen.status(0), 'name-taken')
    seen.run.setName(seen.ids[0], 'mine')
    seen.stub.put(two, names[1].toLowerCase(), OTHER.der)
    await seen.run.look()
    // It is not uploaded under another name beside the one that has it, unless a person says so.
    assert.deepEqual([seen.row(1).name, seen.status(1)], [names[1], 'name-taken'])
    assert.equal(seen.run.setName(seen.ids[1], `${names[1]}-2`), true)
    for (const bad of ['a b', 'ä', '../x', '..', 'x'.repeat(65)]) assert.equal(seen.run.setName(seen.ids[2], bad), false)
    assert.equal(seen.run.setName(seen.ids[2], 'x'.repeat(64)), true)
    await seen.prove()
    assert.deepEqual(new Set(seen.statuses()), new Set(['verified']))
    assert.ok(seen.stub.entries(seen.stub.services[2]).has('x'.repeat(64)))
    assert.equal(seen.stub.entries(two).get(names[1].toLowerCase()).der.equals(Buffer.from(OTHER.der)), true)
})

test('a chosen name that another certificate has', async () => {
    const seen = setUp()
    seen.stub.put(seen.stub.services[0], 'Taken', OTHER.der)
    await seen.run.look()
    seen.run.setName(seen.ids[0], 'taken')
    assert.equal(seen.status(), 'name-taken')
    assert.equal(seen.row().other.thumbprint, OTHER.sha1)
    await seen.prove()
    assert.equal(seen.row().error.code, 'NAME_TAKEN')
    assert.equal(seen.stub.count(/PUT/), 0)
    seen.run.setName(seen.ids[0], '')
    assert.equal(seen.status(), 'missing')
    await seen.prove()
    assert.equal(seen.status(), 'verified')
})

test('another key signed: the service refuses, in its own words, and a new code is used the next time', async () => {
    const seen = setUp()
    await seen.prove(undefined, ({ verificationCode }) => signed(verificationCode, { ca: 'p256-other' }))
    assert.equal(seen.row().error.code, 'PROOF_REFUSED')
    assert.match(seen.row().error.serviceMessage, /IH400053/)
    assert.equal(seen.row().code, null)
    await seen.retry(seen.ids[0])
    assert.equal(seen.status(), 'verified')
    assert.equal(seen.stub.count(/generate/), 2)
})

test('what the signer did not make waits on, and a later press makes it', async () => {
    const seen = setUp({ services: 3 })
    await seen.prove(undefined, ({ id, verificationCode }) => (id === seen.ids[0] ? signed(verificationCode) : null))
    assert.deepEqual(seen.statuses(), ['verified', 'waiting-for-signature', 'waiting-for-signature'])
    assert.equal(seen.isAtWork(), false)
    await seen.sign()
    assert.deepEqual(seen.statuses(), ['verified', 'verified', 'verified'])
    assert.deepEqual(seen.signed.map((requests) => requests.length), [3, 2])
})

test('a row that comes while a person signs waits for the next press', async () => {
    const seen = setUp({ services: 2 })
    await seen.run.prove([seen.ids[0]])
    await seen.sign(async ({ verificationCode }) => {
        await seen.run.prove([seen.ids[1]])
        return signed(verificationCode)
    })
    assert.deepEqual(seen.statuses(), ['verified', 'waiting-for-signature'])
    await seen.sign()
    assert.deepEqual(seen.statuses(), ['verified', 'verified'])
    assert.deepEqual(seen.signed.map((requests) => requests.length), [1, 1])
})

test('rows come to rest at their code, and certificates are handed in one by one', async () => {
    const seen = setUp({ services: 3 })
    await seen.run.prove()
    assert.deepEqual(new Set(seen.statuses()), new Set(['waiting-for-signature']))
    assert.equal(seen.isAtWork(), false)
    for (const { service, code } of seen.rows()) await seen.run.handIn(service.id, await signed(code.value))
    assert.deepEqual(new Set(seen.statuses()), new Set(['verified']))
    await seen.run.handIn(seen.ids[0], await signed('X'))
    assert.equal(seen.status(0), 'verified')
    await seen.run.handIn('/nobody', await signed('X'))
})

test('a certificate that comes while the row is read is not lost', async () => {
    const seen = setUp()
    await seen.run.prove()
    const der = await signed(seen.row().code.value)
    const looking = seen.run.look()
    await seen.run.handIn(seen.ids[0], der)
    await looking
    assert.equal(seen.status(), 'verified')
})

test('verified on upload: said by the person, sent, and no code asked for; never by itself', async () => {
    const seen = setUp({ services: 3 })
    seen.stub.put(seen.stub.services[1], 'mine', seen.ca.der)
    await Promise.all(seen.ids.slice(0, 2).map((id) => seen.run.upload(id, { verified: true })))
    assert.deepEqual(seen.statuses(), ['verified', 'verified', 'unknown'])
    assert.equal(seen.stub.count(/generate|verify/), 0)
    assert.deepEqual(what(seen.row(0)), ['uploaded-as-verified'])
    await seen.prove([seen.ids[2]])
    assert.equal(seen.status(2), 'verified')
    assert.deepEqual(seen.stub.requests.filter(({ method }) => method === 'PUT').map(({ body }) => body.includes('isVerified')), [true, true, false])
})

test('steps one by one', async () => {
    const seen = setUp()
    const [id] = seen.ids
    await seen.run.upload(id)
    assert.equal(seen.status(), 'unverified')
    await seen.run.generateCode(id)
    const first = seen.row().code.value
    await seen.run.generateCode(id)
    assert.notEqual(seen.row().code.value, first)
    await seen.run.upload(id)
    assert.equal(seen.stub.count(/PUT/), 1)
    const { name, thumbprint, etag } = seen.row().entry
    await seen.run.remove(id, { name, thumbprint, etag })
    assert.equal(seen.status(), 'missing')
    assert.equal(seen.row().code, null)
    await seen.run.upload(id, { verified: true })
    assert.equal(seen.status(), 'verified')
    assert.deepEqual(what(seen.row()), ['uploaded', 'code-generated', 'code-generated', 'deleted', 'uploaded-as-verified'])
})

test('what was confirmed is what is deleted, to its last change', async () => {
    const seen = setUp()
    const [service] = seen.stub.services
    const { etag } = seen.stub.put(service, 'mine', seen.ca.der)
    const confirmed = { name: 'mine', thumbprint: seen.ca.sha1, etag }
    for (const wrong of [{ ...confirmed, name: 'Mine' }, { ...confirmed, thumbprint: OTHER.sha1 }, { ...confirmed, etag: 'older' }]) {
        await seen.run.remove(service.id, wrong)
        assert.equal(seen.row().error.code, 'NOT_CONFIRMED')
    }
    assert.equal(seen.stub.count(/DELETE/), 0)
    await seen.run.remove(service.id, confirmed)
    assert.equal(seen.row().error, null)
    assert.equal(seen.stub.entries(service).size, 0)
})

test('a service that says verified and is not', async () => {
    const seen = setUp()
    seen.stub.fault(/GET .*certificates\/[^?]/, () => json(200, {
        id: 'x', name: seen.row().name, etag: 'e', properties: { subject: 'x', thumbprint: seen.ca.sha1, isVerified: false },
    }))
    await seen.prove()
    assert.equal(seen.row().error.code, 'STILL_UNVERIFIED')
    assert.ok(!what(seen.row()).includes('verified'))
})

test('a code of another form never comes to be signed', async () => {
    const seen = setUp({ services: 2 })
    const { id, name } = seen.stub.services[0]
    seen.stub.fault(/dps-1\/.*generate/, async () => {
        const { etag } = seen.stub.entries(seen.stub.services[0]).get(seen.row().name)
        const properties = { subject: 'x', thumbprint: seen.ca.sha1, isVerified: false, verificationCode: 'admin' }
        return json(200, { id: `${id}/certificates/${name}`, name: seen.row().name, etag, properties })
    })
    await seen.run.prove()
    assert.equal(seen.row().error.code, 'CODE_UNLIKE_CLOUD')
    assert.equal(seen.row().code, null)
    assert.deepEqual(seen.statuses(), ['failed', 'waiting-for-signature'])
    assert.ok(!requestFileOf(seen.rows(), seen.ca).includes('admin'))
    await seen.run.retry(seen.ids[0])
    assert.equal(seen.status(), 'waiting-for-signature')
})

test('an answer about another certificate is not believed', async () => {
    const seen = setUp()
    seen.stub.fault(/PUT/, () => json(200, { id: 'x', name: 'x', etag: 'e', properties: { thumbprint: OTHER.sha1, isVerified: true } }))
    await seen.prove()
    assert.equal(seen.row().error.code, 'ANSWER_MALFORMED')
    assert.notEqual(seen.status(), 'verified')
})

test('without a CA services are read, and nothing is sent', async () => {
    const seen = setUp({ ca: null })
    seen.stub.put(seen.stub.services[0], 'a', OTHER.der)
    await seen.run.look()
    assert.equal(seen.row().entries.length, 1)
    await seen.prove()
    await seen.run.handIn(seen.ids[0], new Uint8Array(5))
    assert.deepEqual(seen.stub.requests.map(({ method }) => method), ['GET', 'GET'], 'its entries, and what may be done there')
    seen.run.setCa(OTHER)
    assert.equal(seen.status(), 'unverified')
})

test('another CA midway: everything stops, and nothing of the first is written over the second', async () => {
    const seen = setUp({ services: 5 })
    seen.stub.before = async ({ method }) => { if (method === 'PUT') seen.run.setCa(OTHER) }
    await seen.prove()
    assert.ok(seen.rows().every(({ entry, step, cancelled }) => entry === null && step === null && !cancelled))
    seen.stub.before = async () => {}
    seen.run.setCa(caOf())
    await seen.prove()
    assert.deepEqual(new Set(seen.statuses()), new Set(['verified']))
})

test('services come and go', async () => {
    const seen = setUp({ services: 3 })
    await seen.prove([seen.ids[0]])
    seen.stub.before = async () => { if (seen.rows().length === 3) seen.run.setServices(seen.stub.services.slice(0, 2)) }
    await seen.prove()
    assert.deepEqual(seen.statuses(), ['verified', 'verified'])
    assert.equal(seen.stub.entries(seen.stub.services[2]).size, 0)
    seen.run.setServices([])
    assert.deepEqual(seen.rows(), [])
})

test('states never change once they were told, and hold no token', async () => {
    const seen = setUp({ services: 4 })
    const copies = []
    const told = seen.states.push.bind(seen.states)
    seen.states.push = (state) => {
        copies.push(JSON.stringify(state))
        return told(state)
    }
    seen.stub.fault(/PUT.*-1/, () => json(429, {}, { 'retry-after': '1' }))
    seen.stub.fault(/GET.*-2/, () => json(401, { error: { code: 'ExpiredAuthenticationToken', message: 'expired' } }))
    await seen.prove()
    assert.deepEqual(seen.states.slice(-copies.length).map((state) => JSON.stringify(state)), copies)
    const shown = shownOf(seen.states) + JSON.stringify(reportOf(seen.rows(), seen.ca))
    assert.ok(!shown.includes(SECRET))
    assert.ok(seen.stub.requests.every(({ path, body }) => !`${path}${body}`.includes(SECRET)))
    assert.ok(seen.stub.requests.every(({ headers }) => headers.get('authorization').includes(SECRET)), 'negative control')
})

test('what breaks inside is an error of the row without any of its text', async () => {
    const seen = setUp()
    seen.run.setCa({ ...caOf('p384'), subjectShort: null })
    await seen.prove()
    assert.equal(seen.row().error.code, 'INTERNAL')
    assert.ok(seen.row().error instanceof CloudError)
})
