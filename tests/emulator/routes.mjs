/** The calls: which path is which operation, and what it does with the world. */
import { decodeUpload, judgeProof } from './certificates.mjs'
import { refusals } from './errors.mjs'
import { kinds, tenant } from './state.mjs'

/** As the specifications list them, and the older ones of the recordings; previews too. */
const apiVersions = {
    DPS: /^(2020-03-01|2021-10-15|2022-02-05|2022-12-12|2026-08-31|20\d\d-\d\d-\d\d-preview)$/,
    IoTHub: /^(2021-03-31|2021-07-02|2022-04-30|2023-06-30|20\d\d-\d\d-\d\d-preview)$/,
    subscriptions: /^20\d\d-\d\d-\d\d$/,
}
/** Up to these versions the body of a PUT holds certificate and isVerified at its top; later under `properties`. */
const flatBodies = new Set(['2020-03-01', '2021-10-15', '2021-03-31'])

const one = '([^/]+)'
const provider = `/subscriptions/${one}/resourceGroups/${one}/providers/Microsoft\\.Devices/(provisioningServices|IotHubs)/${one}/certificates`
const services = `/subscriptions/${one}(?:/resourceGroups/${one})?/providers/Microsoft\\.Devices/(provisioningServices|IotHubs)`
const patterns = [
    ['subscriptions', 'GET', /^\/subscriptions$/i],
    ['services', 'GET', new RegExp(`^${services}$`, 'i')],
    ['list', 'GET', new RegExp(`^${provider}$`, 'i')],
    ['get', 'GET', new RegExp(`^${provider}/${one}$`, 'i')],
    ['put', 'PUT', new RegExp(`^${provider}/${one}$`, 'i')],
    ['delete', 'DELETE', new RegExp(`^${provider}/${one}$`, 'i')],
    ['generate', 'POST', new RegExp(`^${provider}/${one}/generateVerificationCode$`, 'i')],
    ['verify', 'POST', new RegExp(`^${provider}/${one}/verify$`, 'i')],
]
const writing = { put: 'write', delete: 'delete', generate: 'generateVerificationCode/action', verify: 'verify/action' }

function kindOf(collection) {
    return Object.keys(kinds).find((kind) => kinds[kind].collection.toLowerCase() === collection.toLowerCase())
}

function decoded(segment) {
    try {
        return segment === undefined ? undefined : decodeURIComponent(segment)
    } catch {
        throw refusals.noOperation()
    }
}

/** What a request asks for; null where it is no call of this API. */
export function operationOf(method, url) {
    const path = url.pathname.replace(/\/$/, '')
    for (const [operation, wanted, pattern] of patterns) {
        const found = method === wanted ? pattern.exec(path) : null
        if (found === null) continue
        const values = found.slice(1).map(decoded)
        if (operation === 'subscriptions') return { operation }
        if (operation === 'services') return { operation, subscriptionId: values[0], resourceGroup: values[1], kind: kindOf(values[2]) }
        const [subscriptionId, resourceGroup, collection, name, entryName] = values
        return { operation, subscriptionId, resourceGroup, kind: kindOf(collection), name, entryName }
    }
    return null
}

export function checkApiVersion({ kind }, url) {
    const version = url.searchParams.get('api-version')
    if (version === null || version === '') throw refusals.noApiVersion()
    if (!apiVersions[kind ?? 'subscriptions'].test(version)) throw refusals.badApiVersion(version, kind ?? 'subscriptions')
    return version
}

/** One page, and where the rest is. */
function paged(all, url, { pageSize, nextLinkOrigin }) {
    const from = Number(url.searchParams.get('$skiptoken') ?? 0)
    const next = new URL(url.pathname + url.search, nextLinkOrigin ?? url.origin)
    next.searchParams.set('$skiptoken', String(from + pageSize))
    const more = from + pageSize < all.length ? { nextLink: next.href } : {}
    return { value: all.slice(from, from + pageSize), ...more }
}

const handlers = {
    subscriptions: ({ world, url, options }) => ({
        body: paged(world.subscriptions.map(({ id, name, state = 'Enabled' }) => ({
            id: `/subscriptions/${id}`, subscriptionId: id, tenantId: tenant, displayName: name, state, authorizationSource: 'RoleBased',
        })), url, options),
    }),

    services: ({ world, call, url, options }) => {
        const services = world.servicesAt(call).filter((service) => service.kind === call.kind)
        return { body: paged(services.map((service) => service.description()), url, options) }
    },

    list: ({ service }) => ({ body: { value: service.list().map((entry) => service.shown(entry)) } }),

    get: ({ service, call }) => ({ body: service.shown(service.find(call.entryName)) }),

    put: ({ service, call, body, etag, version, options }) => {
        const properties = flatBodies.has(version) ? body : body?.properties
        if (typeof properties !== 'object' || properties === null) throw refusals.badBody()
        const { entry, created } = service.put(call.entryName, etag, properties)
        return { status: created && service.kind === 'IoTHub' ? options.hubCreateStatus : 200, body: service.shown(entry) }
    },

    delete: ({ service, call, etag }) => {
        if (service.entries.get(call.entryName.toLowerCase()) === undefined) return { status: 204 }
        service.match(call.entryName, etag)
        service.remove(call.entryName)
        return {}
    },

    generate: ({ service, call, etag }) => {
        const entry = service.match(call.entryName, etag)
        service.generate(entry)
        return { body: service.shown(entry, { withCode: true }) }
    },

    verify: ({ service, call, body, etag, world }) => {
        const entry = service.match(call.entryName, etag)
        const certificate = decodeUpload(body?.certificate)
        if (entry.code === null) throw refusals.noCode()
        judgeProof({ ca: entry.x509, certificate, code: entry.code, now: world.clock() })
        entry.isVerified = true
        entry.code = null
        service.touch(entry)
        return { body: service.shown(entry) }
    },
}

/** Somebody else's doing, just before this call. */
function meddle(service, call, faults) {
    for (const { touch, replace, renew, remove } of faults) {
        const entry = service.entries.get(call.entryName?.toLowerCase() ?? '')
        if (entry === undefined) continue
        if (touch) service.touch(entry)
        if (replace !== undefined) service.put(entry.name, entry.etag, { certificate: replace })
        if (renew) service.generate(entry)
        if (remove) service.remove(entry.name)
    }
}

/** @returns {{ status?: number, body?: object }} 200 and no body where they are absent */
export function perform({ world, call, url, body, etag, version, faults, options }) {
    if (call.name === undefined) return handlers[call.operation]({ world, call, url, options })
    const service = world.serviceAt(call)
    const action = writing[call.operation]
    if (service.readOnly && action !== undefined) {
        throw refusals.notAllowed(`Microsoft.Devices/${kinds[call.kind].collection}/certificates/${action}`, service.id)
    }
    if (service.locked && action !== undefined) throw refusals.locked(service.id)
    meddle(service, call, faults)
    return handlers[call.operation]({ world, call, service, body, etag, version, options })
}
