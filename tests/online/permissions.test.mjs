// What a person may only read is known before a press: from what Resource Manager says of his roles, and of nothing else.
import assert from 'node:assert/strict'
import test from 'node:test'

import { startEmulator } from '../emulator/server.mjs'
import { CloudStub, json, ORIGIN } from '../support/cloud-stub.mjs'
import { fixture } from '../support/fixtures.mjs'
import { fresh, openPage } from '../support/online-actions.mjs'
import { coreClient } from '../support/online-core.mjs'
import { caOf, NOW, online, tokenOf } from '../support/online-logic.mjs'

const { allowsChange, Certificates, knownClouds, ManagementHttp, needsWork, planOf, readToken } = online
const token = readToken(tokenOf(), knownClouds[0], NOW).value
const DPS = { kind: 'DPS' }
const role = (actions, notActions = []) => ({ actions, notActions })
const OF_DPS = 'Microsoft.Devices/provisioningServices/certificates'

/** The built-in roles as Azure's documentation has them, and roles as people write them. */
const ROLES = [
    ['nobody', [], false],
    ['Reader', [role(['*/read'])], false],
    ['Owner', [role(['*'])], true],
    ['Contributor', [role(['*'], ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write', 'Microsoft.Authorization/elevateAccess/Action'])], true],
    ['Monitoring Reader', [role(['*/read', 'Microsoft.OperationalInsights/workspaces/search/action', 'Microsoft.Support/*'])], false],
    ['User Access Administrator', [role(['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'])], false],
    ['the role of docs/config.md', [role([`${OF_DPS}/Read`, `${OF_DPS}/Write`, `${OF_DPS}/generateVerificationCode/Action`, `${OF_DPS}/verify/Action`])], true],
    ['another case', [role([`${OF_DPS}/WRITE`.toUpperCase()])], true],
    ['all of the provider', [role(['Microsoft.Devices/*'])], true],
    ['all of the other kind', [role(['Microsoft.Devices/IotHubs/*'])], false],
    ['stars inside', [role(['Microsoft.*/provisioning*/certificates/*/action'])], true],
    ['a star that would need the same letters twice', [role([`${OF_DPS}/write*write`])], false],
    ['all, but no writing of certificates and no proof', [role(['*'], [`${OF_DPS}/write`, `${OF_DPS}/*/action`])], false],
    ['what one role denies, another allows', [role(['*'], ['Microsoft.Devices/*']), role([`${OF_DPS}/*`])], true],
    ['only the proof', [role(['*/read', `${OF_DPS}/verify/action`])], true],
    ['a point is a point', [role(['MicrosoftXDevices/provisioningServices/certificates/write'])], false],
    ['data actions are none', [role(['*/read', `${OF_DPS}/read`])], false],
]
for (const [name, permissions, expected] of ROLES) {
    test(`roles: ${name}`, () => assert.equal(allowsChange(permissions, DPS), expected))
}

test('a pattern that is all stars is read at once', () => {
    const pattern = `${'*e'.repeat(200)}x`
    assert.equal(allowsChange([role([pattern])], DPS), false)
})

const ANSWERS = {
    'refused': [() => json(403, { error: { code: 'AuthorizationFailed', message: 'No.' } }), null],
    'busy': [() => json(429, { error: { code: 'TooManyRequests', message: 'Later.' } }, { 'retry-after': '60' }), null],
    'not known there': [() => json(404, { error: { code: 'NotFound', message: 'No.' } }), null],
    'a proxy’s page': [() => new Response('<html>', { status: 200 }), null],
    'empty': [() => new Response(null, { status: 200 }), null],
    'of another form': [() => json(200, { value: [{ actions: '*' }] }), null],
    'no connection': [() => { throw new TypeError('fetch failed') }, null],
    'a role without actions': [() => json(200, { value: [{ actions: null }] }), false],
    'no roles': [() => json(200, { value: [] }), false],
    'Reader, and more on a page that is not read': [() => json(200, { value: [role(['*/read'])], nextLink: `${ORIGIN}/x` }), null],
    'Owner, and more on a page that is not read': [() => json(200, { value: [role(['*'])], nextLink: `${ORIGIN}/x` }), true],
}
for (const [name, [answer, expected]] of Object.entries(ANSWERS)) {
    test(`asked once, whatever comes: ${name}`, async () => {
        const stub = new CloudStub(1)
        stub.fault(/permissions/, answer)
        const certificates = new Certificates(new ManagementHttp(ORIGIN, () => token, stub.surroundings))
        assert.equal(await certificates.mayChange(stub.services[0]), expected)
        assert.deepEqual(stub.slept, [], 'nothing waits for it')
        assert.deepEqual(stub.requests.map(({ origin, path }) => origin + path),
            [`${ORIGIN}${stub.services[0].id}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`])
    })
}

/** Four services of which the first two may only be read, on one of them the CA is verified; the roles of the fourth are not told. */
async function begin(t) {
    const stub = new CloudStub(4)
    for (const { id } of stub.services.slice(0, 2)) stub.permissions.set(id, [role(['*/read'])])
    stub.fault(/iothub-4\/providers\/Microsoft\.Authorization/, () => json(403, {}), 1e6)
    stub.put(stub.services[1], 'mine', caOf().der, { isVerified: true })
    const page = await openPage(t, { stub, core: coreClient() })
    page.actions.access.useCloud('public')
    page.actions.useToken(fresh())
    await page.atRest()
    await page.actions.ca.load(new Blob([fixture('certs/ca-p256.pem')]), 'ca.pem')
    const row = (name) => page.state().rows.find(({ service }) => service.name === name)
    const idOf = (name) => row(name).service.id
    return Object.assign(page, { row, idOf, writes: () => stub.requests.filter(({ method }) => method !== 'GET').length })
}

test('what may only be read is not selected, is not counted, and nothing is sent to it', async (t) => {
    const { stub, state, actions, row, idOf } = await begin(t)
    assert.deepEqual(['dps-1', 'iothub-2', 'dps-3', 'iothub-4'].map((name) => row(name).mayChange), [false, false, true, null])
    assert.deepEqual([...state().selected].sort(), [idOf('dps-3'), idOf('iothub-4')].sort())
    assert.deepEqual(state().rows.filter(needsWork).map(({ service }) => service.name), ['dps-3', 'iothub-4'])
    actions.services.select([idOf('dps-1'), idOf('iothub-2')], true)
    const plan = planOf(state().rows)
    assert.deepEqual([plan.readOnly, plan.verified, plan.ready.length], [[idOf('dps-1')], [idOf('iothub-2')], 2])
    await actions.services.proveSelected()
    assert.deepEqual(state().rows.filter(({ step }) => step === 'signing').map(({ service }) => service.name).sort(), ['dps-3', 'iothub-4'])
    assert.equal(stub.count(/^(PUT|POST) .*dps-1\//), 0)
    assert.equal(row('dps-1').error, null)
})

test('a role that was given meanwhile is found by a press, and by another CA none is lost', async (t) => {
    const { stub, state, actions, row, idOf, writes } = await begin(t)
    await actions.ca.load(new Blob([fixture('certs/ca-p256-other.pem')]), 'ca.pem')
    assert.equal(row('dps-1').mayChange, false)
    actions.services.select(state().rows.map(({ service }) => service.id), false)
    actions.services.select([idOf('dps-1')], true)
    stub.permissions.delete(idOf('dps-1'))
    await actions.services.proveSelected()
    assert.deepEqual([row('dps-1').mayChange, writes()], [true, 0], 'it is asked, and nothing more by this press')
    await actions.services.proveSelected()
    assert.equal(row('dps-1').step, 'signing')
})

test('the emulator answers as Resource Manager does, and refuses what it said it would', async () => {
    const emulator = await startEmulator({ services: [{ name: 'mine' }, { kind: 'IoTHub', name: 'hub', readOnly: true }] })
    try {
        const given = readToken(emulator.token(), { ...knownClouds[0], managementEndpoint: emulator.url }, new Date()).value
        const certificates = new Certificates(new ManagementHttp(emulator.url, () => given))
        const at = (name) => ({ kind: emulator.state.service(name).kind, id: emulator.state.service(name).id })
        assert.deepEqual([await certificates.mayChange(at('mine')), await certificates.mayChange(at('hub'))], [true, false])
        await assert.rejects(certificates.upload(at('hub'), 'ca', caOf().der), { code: 'FORBIDDEN' })
        assert.deepEqual(emulator.requests.slice(0, 2).map(({ operation, apiVersion, status }) => [operation, apiVersion, status]),
            [['permissions', '2022-04-01', 200], ['permissions', '2022-04-01', 200]])
    } finally {
        await emulator.close()
    }
})
