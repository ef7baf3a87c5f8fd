/** The lists from which a person chooses. */
import { createHash } from 'node:crypto'

import { resourceGroupNotFound, subscriptionNotFound } from './errors.mjs'
import { same } from './state.mjs'

export function subscriptions({ state, ...call }) {
    return page(call, state.subscriptions.map(({ id, name, tenantId, state: condition }) => ({
        id: `/subscriptions/${id}`, authorizationSource: 'RoleBased', managedByTenants: [], subscriptionId: id, tenantId, displayName: name,
        state: condition,
        subscriptionPolicies: { locationPlacementId: 'Public_2014-09-01', quotaId: 'PayAsYouGo_2014-09-01', spendingLimit: 'Off' },
    })))
}

/** Of a subscription, or of one resource group in it. What one may not even read is not there. */
export function services({ state, ...call }) {
    const { subscription, group } = call.names
    subscriptionOf(state, subscription)
    const inScope = state.services.filter((one) => same(one.subscriptionId, subscription) && (group === undefined || same(one.resourceGroup, group)))
    if (group !== undefined && inScope.length === 0) throw resourceGroupNotFound(group)
    const describe = call.kind === 'DPS' ? provisioningService : iotHub
    return page(call, inScope.filter(({ kind, access }) => kind === call.kind && access !== 'none').map(describe))
}

export function subscriptionOf(state, id) {
    const found = state.subscriptions.find((one) => same(one.id, id))
    if (found === undefined) throw subscriptionNotFound(id)
    return found
}

/** As many as one page takes, and where the rest is. */
function page({ options, url }, all) {
    const from = Number(url.searchParams.get('$skiptoken') ?? 0)
    const until = Math.min(from + (options.pageSize ?? all.length), all.length)
    const value = all.slice(from, until)
    if (until >= all.length) return { status: 200, body: { value } }
    const next = new URL(url.pathname + url.search, options.nextLinkOrigin ?? url.origin)
    next.searchParams.set('$skiptoken', String(until))
    return { status: 200, body: { value, nextLink: next.href } }
}

const resource = (service, type) => ({
    id: service.id, name: service.name, type, location: service.region, tags: {}, etag: 'AAAADEqHziw=',
    resourcegroup: service.resourceGroup, subscriptionid: service.subscriptionId,
})

function provisioningService(service) {
    return {
        ...resource(service, 'Microsoft.Devices/provisioningServices'),
        properties: {
            state: service.state, provisioningState: 'Succeeded', iotHubs: [], allocationPolicy: 'Hashed',
            serviceOperationsHostName: `${service.name}.azure-devices-provisioning.net`,
            deviceProvisioningHostName: 'global.azure-devices-provisioning.net', idScope: idScopeOf(service), enableDataResidency: false,
        },
        sku: { name: 'S1', tier: 'Standard', capacity: 1 },
    }
}

function iotHub(service) {
    return {
        ...resource(service, 'Microsoft.Devices/IotHubs'),
        properties: { state: service.state, provisioningState: 'Succeeded', hostName: `${service.name}.azure-devices.net` },
        sku: { name: 'S1', tier: 'Standard', capacity: 1 },
    }
}

/** `0ne` and eight digits, the same for the same name. */
const idScopeOf = ({ id }) => `0ne${String(createHash('sha256').update(id).digest().readUInt32BE() % 1e8).padStart(8, '0')}`
