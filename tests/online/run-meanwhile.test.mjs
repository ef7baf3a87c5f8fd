// One CA, many services, and somebody else at the same entries: what changed meanwhile is seen, and nothing of theirs is written over.
import assert from 'node:assert/strict'
import test from 'node:test'

import { json } from '../support/cloud-stub.mjs'
import { caOf } from '../support/online-logic.mjs'
import { setUp } from '../support/online-run.mjs'

const OTHER = caOf('p256-other')

for (const action of ['generateVerificationCode', 'verify']) {
    test(`412 at ${action}, the certificate still ours: read once, and on with the new etag`, async () => {
        const seen = setUp()
        const [service] = seen.stub.services
        seen.stub.fault(new RegExp(action), (url, init) => {
            seen.stub.touch(service, seen.row().name)
            return seen.stub.fetch(url, init)
        })
        await seen.prove()
        assert.equal(seen.status(), 'verified', seen.row().error?.message)
        assert.equal(seen.signed.length, 1)
    })

    test(`412 at ${action}, another certificate in our place: stop, and ask`, async () => {
        const seen = setUp()
        const [service] = seen.stub.services
        seen.stub.fault(new RegExp(action), (url, init) => {
            seen.stub.put(service, seen.row().name, OTHER.der)
            return seen.stub.fetch(url, init)
        })
        await seen.prove()
        assert.equal(seen.status(), 'replaced')
        const { error, other } = seen.row()
        assert.equal(error.code, 'ENTRY_REPLACED')
        assert.equal(other.thumbprint, OTHER.sha1)
        const sent = seen.stub.requests.length
        // Run all does not touch it; a person's own word does.
        await seen.prove()
        assert.equal(seen.stub.requests.length, sent)
        // Trying again changes nothing there, and uploads under no other name.
        await seen.retry(seen.ids[0])
        assert.equal(seen.row().error.code, 'NAME_TAKEN')
        assert.deepEqual([seen.stub.count(/PUT/), seen.stub.entries(service).size], [1, 1])
        seen.run.setName(seen.ids[0], 'beside')
        await seen.retry(seen.ids[0])
        assert.equal(seen.status(), 'verified')
        assert.equal(seen.row().entry.name, 'beside')
        assert.ok(seen.stub.entries(service).get(other.name).der.equals(Buffer.from(OTHER.der)), 'the other certificate was touched')
    })

    test(`removed by somebody else before ${action}`, async () => {
        const seen = setUp()
        seen.stub.fault(new RegExp(action), (url, init) => {
            seen.stub.entries(seen.stub.services[0]).clear()
            return seen.stub.fetch(url, init)
        })
        await seen.prove()
        assert.equal(seen.status(), 'replaced')
        assert.equal(seen.row().error.code, 'ENTRY_GONE')
        assert.equal(seen.row().other, null)
        await seen.retry(seen.ids[0])
        assert.equal(seen.status(), 'verified')
    })
}

test('verified by somebody else while a person signs', async () => {
    const seen = setUp()
    await seen.run.prove()
    Object.assign(seen.stub.entries(seen.stub.services[0]).get(seen.row().name), { isVerified: true, etag: 'another', code: null })
    await seen.sign()
    assert.equal(seen.status(), 'verified')
    assert.equal(seen.stub.count(/verify/), 0)
    assert.deepEqual(seen.row().done.map(({ what }) => what), ['uploaded', 'code-generated', 'found-verified'])
})

test('a 412 that does not end is not tried for ever', async () => {
    const seen = setUp()
    seen.stub.fault(/generate/, () => json(412, { code: 412001, message: 'Invalid ETag supplied.' }), 100)
    await seen.prove()
    assert.equal(seen.row().error.code, 'ETAG_STALE')
    assert.equal(seen.stub.count(/generate/), 2)
})

test('the name is taken between look and upload', async () => {
    const seen = setUp()
    seen.stub.fault(/PUT/, (url, init) => {
        seen.stub.put(seen.stub.services[0], seen.row().name, OTHER.der)
        return seen.stub.fetch(url, init)
    })
    await seen.prove()
    assert.equal(seen.row().error.code, 'NAME_TAKEN')
    await seen.retry(seen.ids[0])
    assert.equal(seen.row().error.code, 'NAME_TAKEN')
    assert.equal(seen.stub.entries(seen.stub.services[0]).size, 1)
    seen.run.setName(seen.ids[0], 'beside')
    await seen.retry(seen.ids[0])
    assert.equal(seen.status(), 'verified')
    assert.equal(seen.stub.entries(seen.stub.services[0]).size, 2)
})
