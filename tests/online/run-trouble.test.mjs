// One CA, many services, and trouble on the way: throttling, tokens that end, cancelling, lost answers.
import assert from 'node:assert/strict'
import test from 'node:test'

import { json } from '../support/cloud-stub.mjs'
import { tokenOf } from '../support/online-logic.mjs'
import { setUp, usable } from '../support/online-run.mjs'

test('throttling is shown, and goes by', async () => {
    const seen = setUp({ services: 2 })
    const until = new Date(seen.stub.now.getTime() + 9000)
    seen.stub.fault(/PUT.*dps-1/, () => json(429, {}, { 'retry-after': '9' }))
    await seen.prove()
    assert.deepEqual(seen.statuses(), ['verified', 'verified'])
    const waits = seen.states.filter((rows) => rows.length !== 0).map((rows) => rows[0].waiting).filter((one) => one !== null)
    assert.deepEqual([waits[0].until, waits[0].status], [until, 429])
    assert.ok(seen.states.filter((rows) => rows.length !== 0).every((rows) => rows[1].waiting === null))
})

test('each row fails alone, and is tried again alone', async () => {
    const seen = setUp({ services: 5 })
    seen.stub.fault(/PUT.*-2\//, () => json(403, { error: { code: 'AuthorizationFailed', message: 'Reader only.' } }))
    seen.stub.fault(/GET.*-3\//, () => { throw new TypeError('Failed to fetch') })
    seen.stub.fault(/generate.*/, () => json(500, null))
    await seen.prove()
    const statuses = seen.statuses()
    assert.equal(statuses[1], 'failed')
    assert.equal(seen.row(1).error.code, 'FORBIDDEN')
    assert.equal(seen.row(1).error.serviceMessage, 'Reader only.')
    assert.equal(statuses[2], 'failed')
    assert.equal(seen.row(2).error.code, 'NETWORK')
    assert.equal(statuses.filter((one) => one === 'verified').length, 2)
    await Promise.all(seen.ids.map((id, index) => (statuses[index] === 'failed' ? seen.run.retry(id) : undefined)))
    await seen.sign()
    assert.deepEqual(new Set(seen.statuses()), new Set(['verified']))
    assert.ok(seen.rows().every(({ error }) => error === null))
})

test('the token expires midway: everything pauses, one question, and on', async () => {
    const old = tokenOf()
    const fresh = tokenOf({ jti: 'fresh' })
    const seen = setUp({
        services: 12,
        renewToken: async (error) => {
            seen.asked.push(error)
            await new Promise(setImmediate)
            assert.ok(seen.rows().some(({ waitsForToken }) => waitsForToken))
            seen.useToken(usable(fresh))
            return true
        },
    })
    seen.stub.validToken = old
    seen.stub.before = async () => { if (seen.stub.requests.length > 20) seen.stub.validToken = fresh }
    await seen.prove()
    assert.deepEqual(new Set(seen.statuses()), new Set(['verified']))
    assert.equal(seen.asked.length, 1)
    assert.equal(seen.asked[0].code, 'UNAUTHORIZED')
    assert.ok(seen.states.some((rows) => rows.some(({ waitsForToken }) => waitsForToken)))
    assert.ok(seen.rows().every(({ waitsForToken }) => !waitsForToken))
})

test('nobody gives a new token: rows fail, nobody is asked twice, and all go on later', async () => {
    const seen = setUp({ services: 8 })
    seen.stub.validToken = 'another'
    await seen.prove()
    assert.deepEqual(new Set(seen.rows().map(({ error }) => error?.code)), new Set(['UNAUTHORIZED']))
    assert.equal(seen.asked.length, 1)
    seen.stub.validToken = null
    await seen.prove()
    assert.deepEqual(new Set(seen.statuses()), new Set(['verified']))
})

test('a token that the service never takes is given up', async () => {
    const seen = setUp({ renewToken: async () => (seen.asked.push(0), true) })
    seen.stub.validToken = 'another'
    await seen.prove()
    assert.equal(seen.row().error.code, 'UNAUTHORIZED')
    assert.equal(seen.asked.length, 2)
})

test('a run begins with a token that lasts', async () => {
    const seen = setUp({ tokenLasts: () => seen.asked.length > 0, renewToken: async (error) => (seen.asked.push(error), true) })
    await seen.prove()
    assert.deepEqual(seen.asked, [null])
    assert.equal(seen.status(), 'verified')
})

test('cancelled while waiting for the signature, and resumed with the same code', async () => {
    const seen = setUp({ services: 3 })
    await seen.run.prove()
    seen.run.cancel()
    assert.deepEqual(new Set(seen.statuses()), new Set(['cancelled']))
    const codes = seen.rows().map(({ code }) => code.value)
    await seen.prove()
    assert.deepEqual(new Set(seen.statuses()), new Set(['verified']))
    assert.deepEqual(seen.signed[0].map(({ verificationCode }) => verificationCode).sort(), codes.sort())
    assert.equal(seen.stub.count(/generate/), 3)
})

test('a code that does not count any more is generated anew', async () => {
    const seen = setUp()
    await seen.run.prove()
    assert.equal(seen.status(), 'waiting-for-signature')
    const first = seen.row().code.value
    seen.run.cancel()
    assert.equal(seen.status(), 'cancelled')
    seen.stub.touch(seen.stub.services[0], seen.row().name)
    await seen.run.prove()
    assert.notEqual(seen.row().code.value, first)
    assert.equal(seen.stub.count(/generate/), 2)
})

test('one row is cancelled, the others go on', async () => {
    const seen = setUp({ services: 6 })
    seen.stub.before = async ({ method, path }) => { if (method === 'PUT' && path.includes('-3/')) seen.run.cancel([seen.ids[2]]) }
    await seen.prove()
    assert.equal(seen.status(2), 'cancelled')
    assert.equal(seen.statuses().filter((one) => one === 'verified').length, 5)
    seen.stub.before = async () => {}
    await seen.retry(seen.ids[2])
    assert.equal(seen.status(2), 'verified')
})

test('all are cancelled at every single request, and each time all end well', async () => {
    const { stub: whole, prove } = setUp({ services: 3 })
    await prove()
    for (let at = 1; at <= whole.requests.length; at++) {
        const seen = setUp({ services: 3 })
        seen.stub.before = async () => { if (seen.stub.requests.length === at) seen.run.cancel() }
        await seen.prove()
        assert.equal(seen.isAtWork(), false)
        assert.ok(seen.rows().every(({ step, error }) => step === null && error === null), `at ${at}`)
        await seen.prove()
        assert.deepEqual(new Set(seen.statuses()), new Set(['verified']), `at ${at}`)
        for (const service of seen.stub.services) assert.equal(seen.stub.entries(service).size, 1, `at ${at}`)
    }
})

test('an answer is lost at every single request, and a second try ends well without doing a thing twice', async () => {
    const { stub: whole, prove } = setUp()
    await prove()
    for (let at = 1; at <= whole.requests.length; at++) {
        const seen = setUp()
        seen.stub.after = async () => { if (seen.stub.requests.length === at) throw new TypeError('Failed to fetch') }
        await seen.prove()
        assert.equal(seen.row().error.code, 'NETWORK', `at ${at}`)
        await seen.retry(seen.ids[0])
        assert.equal(seen.status(), 'verified', `at ${at}: ${seen.row().error?.message}`)
        assert.equal(seen.stub.entries(seen.stub.services[0]).size, 1)
        assert.equal(seen.stub.count(/PUT/), 1)
        assert.ok(seen.stub.count(/verify/) <= 1, `at ${at}`)
    }
})

test('a certificate that could not be handed in is not signed again', async () => {
    const seen = setUp()
    seen.stub.fault(/verify/, () => { throw new TypeError('Failed to fetch') })
    await seen.prove()
    assert.equal(seen.row().error.code, 'NETWORK')
    await seen.retry(seen.ids[0])
    assert.equal(seen.status(), 'verified')
    assert.equal(seen.signed.length, 1)
})

test('a changed etag and then a lost connection: code and signature still count', async () => {
    const seen = setUp()
    const [service] = seen.stub.services
    seen.stub.fault(/verify/, () => {
        seen.stub.touch(service, seen.row().name)
        return json(412, { code: 412001, message: 'Invalid ETag supplied.' })
    })
    seen.stub.fault(/verify/, () => { throw new TypeError('Failed to fetch') })
    await seen.prove()
    assert.equal(seen.row().error.code, 'NETWORK')
    await seen.retry(seen.ids[0])
    assert.equal(seen.status(), 'verified')
    assert.deepEqual([seen.signed.length, seen.stub.count(/generate/)], [1, 1])
})
