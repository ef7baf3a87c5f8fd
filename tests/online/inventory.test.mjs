// All CA certificates of all services: what is seen of them, and what goes when a person says so, and nothing else.
import assert from 'node:assert/strict'
import test from 'node:test'

import { CloudStub, json } from '../support/cloud-stub.mjs'
import { parsed } from '../support/csv.mjs'
import { fresh, openPage } from '../support/online-actions.mjs'
import { caOf, online } from '../support/online-logic.mjs'

const { expiryOf, expiryText, inventoryCsv, inventoryLines, inventoryOf, phraseFor, viewed, inEnglish } = online
const [CA, OTHER, OLD] = ['p256', 'p256-other', 'p256-expired'].map((name) => caOf(name))

/** Services with the old one and a newer one each, read. */
async function begin(t, { services = 4, stub = new CloudStub(services) } = {}) {
    for (const service of stub.services) {
        stub.put(service, 'old', OLD.der, { isVerified: true })
        stub.put(service, 'new', CA.der)
    }
    const page = await openPage(t, { stub })
    page.actions.access.useCloud('public')
    page.actions.useToken(fresh())
    await page.atRest()
    return Object.assign(page, {
        lines: () => inventoryLines(page.state()),
        names: (service) => [...stub.entries(service).keys()],
        chooseAll: () => page.actions.inventory.choose(inventoryLines(page.state()).map(({ key }) => key), true),
    })
}

test('days before and after the end', () => {
    const now = new Date('2026-11-26T12:00:00Z')
    const at = (days) => new Date(now.getTime() + days * 86_400_000)
    const ending = (days, within = 60) => expiryOf({ expiry: at(days) }, within, now)
    assert.deepEqual([ending(-0.001), ending(0), ending(0.5), ending(60), ending(60.001), ending(61, 365)], ['expired', 'expired', 'soon', 'soon', 'later', 'soon'])
    assert.equal(expiryOf({ expiry: null }, 60, now), 'unknown')
    assert.equal(ending(0.5, 0), 'later')
    assert.deepEqual([-8, -1.5, -0.5, 0.5, 1.5, 21].map((days) => expiryText(at(days), now)),
        ['expired 8 days ago', 'expired yesterday', 'expired today', 'expires within a day', 'expires tomorrow', 'expires in 21 days'])
})

test('filtered by words, state and end; sorted by each column, both ways', async (t) => {
    const { state, actions, lines } = await begin(t)
    assert.equal(lines().length, 8)
    assert.ok(lines().every(({ used }) => used === 2))
    assert.deepEqual(lines().map(({ entry }) => entry.name), [...Array(4).fill('old'), ...Array(4).fill('new')], 'what ends first is first')
    const view = (change) => {
        actions.inventory.viewBy({ text: '', state: '', ending: '', sort: 'expiry', descending: false, ...change })
        return lines()
    }
    assert.equal(view({ ending: 'expired' }).length, 4)
    assert.equal(view({ ending: 'soon' }).length, 4, 'what has expired belongs to what expires soon')
    assert.equal(view({ state: 'unverified' }).length, 4)
    assert.equal(view({ text: 'dps-1 old' }).length, 1)
    assert.equal(view({ text: CA.sha1.toUpperCase().match(/../g).join(':') }).length, 4)
    assert.equal(view({ text: 'nothing like it' }).length, 0)
    const services = view({ sort: 'service' }).map(({ service }) => service.name)
    assert.deepEqual(services, [...services].sort())
    assert.deepEqual(view({ sort: 'service', descending: true }).map(({ service }) => service.name), [...services].reverse())
    assert.deepEqual(new Set(view({ sort: 'state' }).slice(0, 4).map(({ entry }) => entry.isVerified)), new Set([false]))
    assert.equal(viewed(inventoryOf(state().rows, 60), { text: '', state: '', ending: '', sort: 'subject', descending: false }).length, 8)
})

test('as CSV: each entry a line, and no formula in it', async (t) => {
    const { state } = await begin(t)
    const [line] = inventoryOf(state().rows, 60)
    const [head, ...rows] = parsed(inventoryCsv([...inventoryOf(state().rows, 60), { ...line, entry: { ...line.entry, subject: '=cmd|x', name: '@evil' } }]))
    assert.equal(rows.length, 9)
    assert.ok(rows.every((row) => row.length === head.length))
    const cell = (row, name) => row[head.indexOf(name)]
    assert.deepEqual(['Entry', 'State', 'Service', 'Certificates of 25'].map((name) => cell(rows[0], name)), ['old', 'Verified', 'dps-1', '2'])
    assert.equal(cell(rows[0], 'Thumbprint (SHA-1)'), OLD.sha1.toUpperCase())
    assert.deepEqual([cell(rows[8], 'Subject'), cell(rows[8], 'Entry')], ['\'=cmd|x', '\'@evil'])
})

test('deleting the old CA from fifty services: what was typed has to be right, and only what was chosen goes', async (t) => {
    const page = await begin(t, { services: 50 })
    const { stub, actions, state, chooseAll } = page
    actions.inventory.viewBy({ ending: 'expired' })
    chooseAll()
    const writes = () => stub.requests.filter(({ method }) => method !== 'GET').length
    await actions.inventory.delete('delete 50')  // nobody was asked
    actions.inventory.askToDelete()
    assert.equal(phraseFor(state().deletion), 'delete 50')
    for (const typed of ['', 'delete', 'delete 5', 'delete 500', 'yes']) {
        await actions.inventory.delete(typed)
        assert.match(state().deletionError.message, /nothing was deleted/)
    }
    assert.equal(writes(), 0)
    // Meanwhile somebody touches one, and another one is replaced; a third service fails, a fourth one's answer is lost.
    stub.touch(stub.services[3], 'old')
    stub.put(stub.services[4], 'old', OTHER.der)
    stub.fault(/DELETE .*-6\//, () => json(500, null))
    stub.fault(/DELETE .*-7\//, async (url, init) => {
        await stub.fetch(url, init)
        throw new TypeError('Failed to fetch')
    })
    await actions.inventory.delete(' Delete 50 ')
    assert.equal(inEnglish(state().deletionNote), '47 of 50 deleted.', JSON.stringify(state().deletionError))
    assert.match(state().deletionError.message, /^Not deleted: 3 of 50, on dps-5, iothub-4, iothub-6/)
    const left = stub.services.map((service) => page.names(service).join())
    assert.deepEqual(left.map((names, index) => [index, names]).filter(([, names]) => names !== 'new'), [[3, 'old,new'], [4, 'old,new'], [5, 'old,new']])
    const failed = state().rows.filter(({ error }) => error !== null).map(({ error }) => error.code)
    assert.deepEqual(failed.sort(), ['NOT_CONFIRMED', 'NOT_CONFIRMED', 'SERVER_ERROR'])
    assert.ok(stub.requests.filter(({ method }) => method === 'DELETE').every(({ headers }) => headers.get('if-match') !== null))
    // Once more, for what is left and was looked at again.
    await actions.services.retryFailed()
    chooseAll()
    actions.inventory.askToDelete()
    await actions.inventory.delete(phraseFor(state().deletion))
    assert.equal(state().deletionError, null)
    for (const service of stub.services) assert.deepEqual(page.names(service), service === stub.services[4] ? ['old', 'new'] : ['new'])
})

test('several on one service, and what is filtered out is not chosen any more', async (t) => {
    const page = await begin(t, { services: 1 })
    const { stub, actions, state, chooseAll } = page
    chooseAll()
    actions.inventory.viewBy({ state: 'verified' })
    assert.equal(state().entriesChosen.size, 1)
    actions.inventory.viewBy({ state: '' })
    assert.equal(state().entriesChosen.size, 1)
    chooseAll()
    actions.inventory.askToDelete()
    actions.inventory.keep()
    await actions.inventory.delete('delete 2')
    assert.equal(stub.entries(stub.services[0]).size, 2)
    actions.inventory.askToDelete()
    await actions.inventory.delete('delete 2')
    assert.equal(stub.entries(stub.services[0]).size, 0)
    assert.equal(inEnglish(state().deletionNote), '2 of 2 deleted.')
    assert.deepEqual(state().rows[0].done.map(({ what, entry, before }) => [what, entry, before]).sort(),
        [['deleted', 'new', CA.sha1], ['deleted', 'old', OLD.sha1]])
})

test('a service that says deleted and lists it still', async (t) => {
    const { stub, actions, state, chooseAll } = await begin(t, { services: 1 })
    stub.fault(/DELETE/, () => new Response(null, { status: 200 }), 2)
    chooseAll()
    actions.inventory.askToDelete()
    await actions.inventory.delete('delete 2')
    assert.equal(state().rows[0].error.code, 'STILL_THERE')
    assert.equal(inEnglish(state().deletionNote), '0 of 2 deleted.')
})
