/** The page's actions without a page: a state, the cloud's stand-in, and what a person would press. */
import assert from 'node:assert/strict'

import { CloudStub, json } from './cloud-stub.mjs'
import { online, tokenOf } from './online-logic.mjs'

const { Actions, Store, initialState } = online
export const CLIENT = '11112222-3333-4444-5555-66667777aaaa'
/** Of now: the page looks at the clock. */
export const fresh = (claims) => tokenOf({ exp: Math.floor(Date.now() / 1000) + 3600, nbf: Math.floor(Date.now() / 1000) - 60, ...claims })
export const settled = async (probe, what) => {
    for (let turn = 0; turn < 10_000; turn++) {
        if (probe()) return
        await new Promise(setImmediate)
    }
    assert.fail(`waited in vain for ${what}`)
}

const noCore = { call: () => { throw new Error('The core is not asked here.') } }

/** config: what lies beside the page; popup, silent: what MSAL would give; core: what judges certificates, see online-core.mjs. */
export async function openPage(t, { config = {}, popup, silent, services = 2, stub = new CloudStub(services), core = noCore } = {}) {
    const list = (kind) => json(200, { value: stub.services.filter((one) => one.kind === kind).map(({ id, name, region, state }) => ({ id, name, location: region, properties: { state } })) })
    stub.fault(/GET \/subscriptions\?/, () => json(200, { value: [{ subscriptionId: stub.services[0].subscriptionId, displayName: 'One', state: 'Enabled' }] }), 1e6)
    stub.fault(/provisioningServices\?/, () => list('DPS'), 1e6)
    stub.fault(/IotHubs\?/, () => list('IoTHub'), 1e6)
    t.mock.method(globalThis, 'fetch', (url, init) => (String(url).endsWith('config.json') ? json(200, config) : stub.fetch(url, init)))
    const library = { applications: 0, silents: 0 }
    class PublicClientApplication {
        constructor() { library.applications++ }
        async initialize() {}
        acquireTokenPopup() { return popup() }
        acquireTokenSilent() { return library.silents++, silent() }
    }
    const allowed = []
    const store = new Store(initialState)
    const actions = new Actions(store, core, {
        page: new URL('https://popcert.example/'), allowConnections: (origins) => allowed.push(origins), loadMsal: async () => ({ PublicClientApplication }),
    })
    await actions.access.readConfig()
    return { stub, store, actions, allowed, library, state: () => store.state, atRest: () => settled(() => !store.state.listing && store.state.rows.length === stub.services.length && store.state.rows.every(({ entries }) => entries !== null), 'the rows') }
}
