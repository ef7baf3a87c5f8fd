// What a press of the button does, and what it asks first: an expired CA, codes that somebody may be signing, a CA that was renewed.
import assert from 'node:assert/strict'
import test from 'node:test'

import { CloudStub, json } from '../support/cloud-stub.mjs'
import { fixture } from '../support/fixtures.mjs'
import { fresh, openPage, settled } from '../support/online-actions.mjs'
import { coreClient } from '../support/online-core.mjs'
import { caOf, online, signed } from '../support/online-logic.mjs'

const { encodeResponseFile, inEnglish, isUnsaved, requestFileOf, requestsOf, signRequestOf, statusOf } = online
const RENEWED = caOf('p256-renewed')
const OLD = caOf('p256')
const pemOf = (der) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`

/** Access is given, the services are read, and a CA is chosen as a person does it. */
async function begin(t, { ca = 'p256', ...options } = {}) {
    const page = await openPage(t, { core: coreClient(), ...options })
    page.actions.access.useCloud('public')
    page.actions.useToken(fresh())
    await page.atRest()
    await page.actions.ca.load(new Blob([fixture(`certs/ca-${ca}.pem`)]), `ca-${ca}.pem`)
    const { actions, stub, state } = page
    return Object.assign(page, {
        statuses: () => state().rows.map(statusOf),
        selectAll: () => actions.services.selectWork(state().rows.map(({ service }) => service.id)),
        writes: () => stub.requests.filter(({ method }) => method !== 'GET').length,
        /** One press in the signer. */
        sign: (key = ca) => Promise.all(requestsOf(state()).map(async ({ id, verificationCode }) =>
            actions.run.handIn(id, await signed(verificationCode, { ca, key: key.replace('-renewed', '') })))),
    })
}

for (const [ca, says] of [['p256-expired', /expired on 2020-01-01/], ['p256-not-yet-valid', /only from 2090/], ['p256-no-key-cert-sign', /does not allow/], ['rsa1024', /too weak/]]) {
    test(`a CA that fails the check stops the button before any service is touched: ${ca}`, async (t) => {
        const page = await begin(t, { ca })
        assert.deepEqual([...page.state().selected], [], 'nothing is selected for it')
        page.selectAll()
        const asked = page.stub.requests.length
        await page.actions.services.proveSelected()
        assert.match(page.state().runError.message, says)
        const [{ service: { id } }] = page.state().rows
        await page.actions.services.upload(id, false)
        await page.actions.services.upload(id, true)
        assert.equal(page.stub.requests.length, asked)
        // And the next CA is as free as ever.
        await page.actions.ca.load(new Blob([fixture('certs/ca-p256.pem')]), 'ca.pem')
        await page.actions.services.proveSelected()
        assert.deepEqual([page.state().runError, ...page.statuses()], [null, 'waiting-for-signature', 'waiting-for-signature'])
    })
}

test('what needs work is selected, until a person selects', async (t) => {
    const stub = new CloudStub(5)
    stub.put(stub.services[0], 'mine', OLD.der, { isVerified: true })
    stub.put(stub.services[1], 'mine', OLD.der)
    stub.services[3].state = 'Suspended'
    const { actions, state } = await begin(t, { stub })
    const selected = () => state().rows.filter(({ service }) => state().selected.has(service.id)).map(({ service }) => service.name)
    assert.deepEqual(selected(), ['dps-3', 'dps-5', 'iothub-2'])
    assert.equal(state().rows.find(({ service }) => service.name === 'iothub-4').service.state, 'Suspended')
    actions.services.select([state().rows[0].service.id, state().rows[1].service.id], false)
    const byHand = selected()
    await actions.ca.load(new Blob([fixture('certs/ca-p256-renewed.pem')]), 'ca.pem')
    assert.deepEqual(selected(), byHand)
})

test('an entry that waits, without its code here: asked first, and nobody’s code is replaced without a word', async (t) => {
    const stub = new CloudStub(3)
    const { actions, state, statuses, writes } = await begin(t, { stub })
    await actions.services.proveSelected()
    assert.equal(state().question, null, 'a new entry needs no question')
    const codes = stub.services.map((service) => [...stub.entries(service).values()][0].code)

    const again = await begin(t, { stub })
    const before = again.writes()
    await again.actions.services.proveSelected()
    assert.equal(again.state().question.recoded.length, 3)
    assert.equal(again.writes(), before)
    again.actions.services.dismissQuestion()
    await again.actions.services.answer({ recode: true, replace: false })  // there is no question any more
    assert.equal(again.writes(), before)
    await again.actions.services.proveSelected()
    await again.actions.services.answer({ recode: false, replace: false })
    assert.equal(again.writes(), before)
    assert.deepEqual(stub.services.map((service) => [...stub.entries(service).values()][0].code), codes)
    await again.actions.services.proveSelected()
    await again.actions.services.answer({ recode: true, replace: false })
    assert.deepEqual(new Set(again.statuses()), new Set(['waiting-for-signature']))
    // The first page is still of good cheer; the service will tell it.
    assert.deepEqual([writes() > 0, new Set(statuses())], [true, new Set(['waiting-for-signature'])])
    // What this page knows the code of is asked for nothing.
    const mine = stub.services.map((service) => [...stub.entries(service).values()][0].code)
    await again.actions.services.proveSelected()
    assert.equal(again.state().question, null)
    assert.deepEqual(stub.services.map((service) => [...stub.entries(service).values()][0].code), mine)
})

test('closed and opened again: the page takes its own request file back, and goes on with those codes', async (t) => {
    const stub = new CloudStub(50)
    const first = await begin(t, { stub })
    await first.actions.services.proveSelected()
    assert.equal(isUnsaved(first.state()), true)
    const file = requestFileOf(first.state().rows, OLD)

    const again = await begin(t, { stub })
    assert.equal(isUnsaved(again.state()), false)
    await again.actions.files.take(new Blob([file]))
    assert.deepEqual([again.state().responseError, inEnglish(again.state().responseNote)], [null, 'This is a request file: 50 of its 50 codes wait for your signature again.'])
    assert.deepEqual(new Set(again.statuses()), new Set(['waiting-for-signature']))
    assert.equal(isUnsaved(again.state()), false, 'these codes are in a file')
    await again.sign()
    assert.deepEqual(new Set(again.statuses()), new Set(['verified']))
    assert.equal(stub.count(/generate/), 50)
    for (const service of stub.services) assert.equal(stub.entries(service).size, 1)
    assert.equal(isUnsaved(again.state()), true, 'the report')
    again.actions.reportSaved()
    assert.equal(isUnsaved(again.state()), false)
})

test('a request file that is not this page’s, or changed: each code that does not belong here is left out', async (t) => {
    const stub = new CloudStub(4)
    const first = await begin(t, { stub })
    await first.actions.services.proveSelected()
    const { rows } = first.state()
    const file = JSON.parse(requestFileOf(rows, OLD))
    const change = (edit) => {
        const copy = structuredClone(file)
        edit(copy)
        return new Blob([JSON.stringify(copy)])
    }
    const again = await begin(t, { stub })
    const { actions, state } = again
    await actions.files.take(change((copy) => { copy.ca = { subject: 'CN=x', sha1: 'a'.repeat(40), sha256: 'b'.repeat(64) } }))
    assert.equal(state().responseError.code ?? state().responseError.message.includes('another CA'), true)
    await actions.files.take(change((copy) => { copy.requests = [{ ...copy.requests[0], verificationCode: 'admin' }] }))
    assert.equal(state().responseError.code, 'CODE_UNLIKE_CLOUD')
    await actions.files.take(change((copy) => { copy.requests = [{ ...copy.requests[0], resource: copy.requests[0].resource.replace(/[^/]+$/, 'elsewhere') }] }))
    assert.equal(state().responseError.code, 'ENTRY_GONE')
    await actions.files.take(change((copy) => { copy.requests = [{ ...copy.requests[0], resource: '/subscriptions/x' }] }))
    assert.equal(state().responseError.code, 'RESPONSE_UNKNOWN_ROW')
    assert.equal(requestsOf(state()).length, 0, 'nothing came to be signed')
    await actions.run.generateCode(state().rows[0].service.id)
    await actions.files.take(new Blob([JSON.stringify(file)]))
    assert.equal(state().responseError.code, 'REQUEST_OTHER_CODE')
    assert.match(inEnglish(state().responseNote), /3 of its 4 codes/)
    assert.notEqual(state().rows[0].code.value, rows[0].code.value)
})

test('a response file of which one is refused is not called “3 of 3”', async (t) => {
    const page = await begin(t, { services: 3 })
    const { actions, state, stub } = page
    await actions.services.proveSelected()
    const responses = await Promise.all(requestsOf(state()).map(async ({ verificationCode, resource, label }, index) =>
        ({ id: String(index), verificationCode, service: label, resource, certificate: pemOf(await signed(verificationCode)) })))
    stub.fault(/iothub-2\/.*verify/, () => json(500, null))
    await actions.files.take(new Blob([encodeResponseFile({ ca: { subject: OLD.subject, sha1: OLD.sha1, sha256: OLD.sha256 }, responses })]))
    assert.equal(inEnglish(state().responseNote), '2 of 3 verified. Not taken: iothub-2. The reason stands beside each.')
    await actions.services.retryFailed()
    assert.deepEqual(new Set(page.statuses()), new Set(['verified']))
})

test('a renewed CA takes the place of the old one, on fifty services, under the same name, once a person has said so', async (t) => {
    const stub = new CloudStub(50)
    for (const service of stub.services) stub.put(service, 'fleet-root', OLD.der, { isVerified: true })
    const page = await begin(t, { stub, ca: 'p256-renewed' })
    const { actions, state } = page
    assert.deepEqual(new Set(page.statuses()), new Set(['name-taken']))
    await actions.services.proveSelected()
    assert.equal(state().question.occupied.length, 50)
    assert.equal(state().question.occupied[0].entry.thumbprint, OLD.sha1)
    await actions.services.answer({ recode: true, replace: false })
    assert.equal(page.writes(), 0)
    // On one of them somebody was faster, and on another one the answer gets lost.
    await actions.services.proveSelected()
    stub.touch(stub.services[7], 'fleet-root')
    let lost = false
    stub.after = async ({ method }) => {
        if (lost || method !== 'PUT') return
        lost = true
        throw new TypeError('Failed to fetch')
    }
    await actions.services.answer({ recode: true, replace: true })
    const failed = () => state().rows.filter(({ error }) => error !== null).map(({ service, error }) => [service.name, error.code])
    assert.deepEqual(new Set(failed().map(([, code]) => code)), new Set(['NOT_CONFIRMED', 'NETWORK']))
    assert.ok(failed().some(([name]) => name === 'iothub-8'))
    // Trying again does not replace what nobody has seen, and takes what has arrived.
    await actions.services.retryFailed()
    assert.deepEqual(failed(), [['iothub-8', 'NAME_TAKEN']])
    assert.equal(stub.entries(stub.services[7]).get('fleet-root').isVerified, true, 'it was left alone')
    const row = state().rows.find(({ service }) => service.name === 'iothub-8')
    await actions.services.replace(row.service.id, row.other)
    await page.sign()
    assert.deepEqual(new Set(page.statuses()), new Set(['verified']))
    for (const service of stub.services) {
        assert.deepEqual([...stub.entries(service).values()].map(({ name, der, isVerified }) => [name, Buffer.from(RENEWED.der).equals(der), isVerified]), [['fleet-root', true, true]])
    }
    const done = state().rows.map((one) => one.done.map(({ what, before }) => `${what} ${before}`.trim()))
    assert.deepEqual(new Set(done.map(String)), new Set([[`replaced ${OLD.sha1}`, 'code-generated', 'verified'].join()]))
    const puts = stub.requests.filter(({ method }) => method === 'PUT')
    assert.ok(puts.every(({ headers }) => headers.get('if-match') !== null), 'each says which state it replaces')
})

test('beside the old one, under a name that a person chose', async (t) => {
    const stub = new CloudStub(1)
    const [service] = stub.services
    stub.put(service, 'fleet-root', OLD.der, { isVerified: true })
    const page = await begin(t, { stub, ca: 'p256-renewed' })
    page.actions.run.setName(service.id, 'fleet-root-2027')
    page.selectAll()
    await page.actions.services.proveSelected()
    assert.equal(page.state().question, null)
    await page.sign()
    assert.deepEqual([...stub.entries(service).keys()], ['fleet-root', 'fleet-root-2027'])
    assert.equal(statusOf(page.state().rows[0]), 'verified')
    assert.equal(signRequestOf(page.state().rows[0]), null)
})

test('reading failed: trying again reads, and uploads nothing', async (t) => {
    const stub = new CloudStub(1)
    stub.fault(/GET .*certificates\?/, () => json(500, null))
    const { actions, state, writes } = await openPage(t, { core: coreClient(), stub }).then(async (page) => {
        page.actions.access.useCloud('public')
        page.actions.useToken(fresh())
        await settled(() => page.state().rows[0]?.error !== null && page.state().rows[0] !== undefined, 'the error')
        await page.actions.ca.load(new Blob([fixture('certs/ca-p256.pem')]), 'ca.pem')
        return Object.assign(page, { writes: () => stub.requests.filter(({ method }) => method !== 'GET').length })
    })
    stub.fault(/GET .*certificates\?/, () => json(500, null))
    await actions.run.look()
    await actions.services.retryFailed()
    assert.deepEqual([statusOf(state().rows[0]), writes()], ['missing', 0])
})
