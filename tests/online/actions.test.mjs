// The page without a page: when the cloud is asked, and that nothing of a token is left when the page was left.
import assert from 'node:assert/strict'
import test from 'node:test'

import { json, ORIGIN } from '../support/cloud-stub.mjs'
import { CLIENT, fresh, openPage, settled } from '../support/online-actions.mjs'
import { caOf } from '../support/online-logic.mjs'

test('the policy is narrowed before there is a token, and nothing is asked before that', async (t) => {
    const { stub, actions, allowed, state, atRest } = await openPage(t)
    actions.useToken(fresh())
    assert.equal(state().access.status, 'none')
    actions.access.useCloud('public')
    assert.deepEqual(allowed, [[ORIGIN]])
    assert.equal(state().tokenCommand, `az account get-access-token --resource ${ORIGIN}/ --output json`)
    actions.useToken('no token')
    assert.equal(state().accessError.code, 'TOKEN_NOT_RECOGNIZED')
    assert.equal(stub.requests.length, 0)
    actions.useToken(fresh())
    assert.equal(state().access.status, 'given')
    await atRest()
    assert.deepEqual(state().rows.map(({ service }) => service.name), ['dps-1', 'iothub-2'])
    // Another token in place of the first reads nothing anew.
    const asked = stub.requests.length
    actions.useToken(fresh({ upn: 'other@contoso.example' }))
    assert.equal(state().access.facts.name, 'other@contoso.example')
    await actions.run.look()
    assert.equal(stub.requests.length, asked + 4, 'of each its entries, and what may be done there')
    assert.equal(allowed.length, 1)
})

test('forgotten: rows, selection and access go, nothing is asked any more, and a new token begins anew', async (t) => {
    const page = await openPage(t)
    const { stub, actions, state } = page
    actions.access.useCloud('public')
    actions.useToken(fresh())
    await page.atRest()
    const { rows } = state()
    actions.services.select([rows[0].service.id], true)
    actions.forget()
    assert.deepEqual([state().access, state().rows, state().subscriptions, [...state().selected], state().listing], [{ status: 'none' }, [], null, [], false])
    const asked = stub.requests.length
    await assert.rejects(actions.access.provider.entries.list(rows[0].service), { code: 'UNAUTHORIZED' })
    await actions.services.list()
    assert.equal(state().listError.code, 'UNAUTHORIZED')
    assert.equal(await actions.access.renewToken(null), false)
    assert.equal(stub.requests.length, asked, 'something was sent')
    actions.useToken(fresh())
    await page.atRest()
    assert.ok(stub.requests.length > asked, 'negative control')
})

test('the page is left while the list is read: what comes then is not shown', async (t) => {
    const { stub, actions, state } = await openPage(t)
    let release
    const held = new Promise((resolve) => { release = resolve })
    stub.before = async ({ path }) => { if (path.includes('/providers/')) await held }
    actions.access.useCloud('public')
    actions.useToken(fresh())
    await settled(() => stub.requests.some(({ path }) => path.includes('/providers/')), 'the list of services')
    actions.forget()
    release()
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
    assert.deepEqual([state().rows, state().subscriptions, state().listError, state().listing], [[], null, null, false])
})

test('the page is left while somebody signs in: the token that comes then is let go', async (t) => {
    let answer
    const { stub, actions, state, library } = await openPage(t, {
        config: { clientId: CLIENT },
        popup: () => new Promise((resolve) => { answer = () => resolve({ accessToken: fresh(), expiresOn: null, account: { username: 'ada' } }) }),
        silent: async () => ({ accessToken: fresh(), expiresOn: null, account: { username: 'ada' } }),
    })
    actions.access.useCloud('public')
    const signingIn = actions.signIn()
    assert.equal(state().access.status, 'asking')
    await settled(() => answer !== undefined, 'the sign-in window')
    actions.forget()
    answer()
    await signingIn
    assert.deepEqual(state().access, { status: 'none' })
    assert.equal(stub.requests.length, 0)
    assert.equal(await actions.access.renewToken(null), false)
    assert.equal(library.silents, 0, 'a token was got without asking')
})

test('who signed in is forgotten with the token: the library’s own memory goes, too', async (t) => {
    const page = await openPage(t, {
        config: { clientId: CLIENT },
        popup: async () => ({ accessToken: fresh(), expiresOn: null, account: { username: 'ada' } }),
        silent: async () => ({ accessToken: fresh(), expiresOn: null, account: { username: 'ada' } }),
    })
    const { actions, library, state } = page
    actions.access.useCloud('public')
    await actions.signIn()
    await page.atRest()
    assert.equal(await actions.access.renewToken(null), true)
    assert.equal(library.silents, 1)
    actions.forget()
    assert.equal(await actions.access.renewToken(null), false)
    assert.equal(library.silents, 1, 'a token was got without asking')
    await actions.signIn()
    assert.equal(state().access.status, 'given')
    assert.equal(library.applications, 2)
})

test('the page is left while rows wait for a new token: nobody is asked any more', async (t) => {
    const page = await openPage(t)
    const { stub, actions, state } = page
    actions.access.useCloud('public')
    actions.useToken(fresh())
    await page.atRest()
    stub.validToken = 'another'
    const looking = actions.run.look()
    await settled(() => state().renewing, 'the question for a new token')
    actions.forget()
    await looking
    assert.deepEqual([state().renewing, state().accessError, state().rows], [false, null, []])
})

test('the page is left while a token is renewed without asking: nobody is asked instead', async (t) => {
    let answer
    const page = await openPage(t, {
        config: { clientId: CLIENT },
        popup: async () => ({ accessToken: fresh(), expiresOn: null, account: { username: 'ada' } }),
        silent: () => new Promise((resolve) => { answer = () => resolve({ accessToken: fresh(), expiresOn: null, account: { username: 'ada' } }) }),
    })
    const { actions, state } = page
    actions.access.useCloud('public')
    await actions.signIn()
    await page.atRest()
    let renewed = null
    void actions.access.renewToken(null).then((result) => { renewed = result })
    await settled(() => answer !== undefined, 'the renewal')
    actions.forget()
    answer()
    await settled(() => renewed !== null, 'the end of the renewal: a person is asked')
    assert.equal(renewed, false)
    assert.deepEqual([state().access, state().renewing, state().accessError], [{ status: 'none' }, false, null])
})

test('a token that a service refused is called refused, whatever it says of its own end, until there is another', async (t) => {
    const page = await openPage(t)
    const { stub, actions, state } = page
    actions.access.useCloud('public')
    stub.validToken = fresh({ jti: 'good' })
    stub.fault(/GET \/subscriptions\?/, () => json(401, { error: { code: 'InvalidAuthenticationToken', message: 'no' } }))
    stub.faults.unshift(stub.faults.pop())
    actions.useToken(fresh({ jti: 'bad' }))
    await settled(() => !state().listing, 'the refusal')
    assert.deepEqual([state().listError.code, state().access.refused], ['UNAUTHORIZED', true])
    // The list that it could not read is read with the next one.
    actions.useToken(stub.validToken)
    await page.atRest()
    assert.deepEqual([state().listError, state().access.refused], [null, false])

    stub.validToken = 'another'
    const looking = actions.run.look()
    await settled(() => state().renewing, 'the question for a new token')
    assert.equal(state().access.refused, true)
    actions.services.cancelAll()
    await looking
    assert.deepEqual([state().renewing, state().access.refused], [false, true], 'declined, and still refused')
})

test('another CA: rows are about it at once, and what is known is not read again', async (t) => {
    const page = await openPage(t)
    const { stub, actions, state, store } = page
    actions.access.useCloud('public')
    actions.useToken(fresh())
    await page.atRest()
    const asked = stub.requests.length
    store.update({ ca: { status: 'loaded', name: 'x', certificates: [caOf(), caOf('p256-other')], chosen: -1, findings: [] } })
    actions.ca.choose(0).catch(() => {})  // what the core warns of is not looked at here
    assert.equal(stub.requests.length, asked, 'what is known is not read again')
    assert.deepEqual(state().rows.map(({ name }) => name), ['CA-ca-p256', 'CA-ca-p256'])
    actions.ca.remove()
    assert.equal(state().ca.status, 'empty')
    assert.deepEqual(state().rows.map(({ entry }) => entry), [null, null])
})
