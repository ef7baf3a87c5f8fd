/** The calls: which path is which operation, and what it does with the world. */
import { decodeUpload, judgeProof } from './certificates.mjs'
import { refusals } from './errors.mjs'
import { kinds, tenant } from './state.mjs'
import { knows } from './versions.mjs'

const one = '([^/]+)'
const provider = `/subscriptions/${one}/resourceGroups/${one}/providers/Microsoft\\.Devices/(provisioningServices|IotHubs)/${one}/certificates`
const services = `/subscriptions/${one}(?:/resourceGroups/${one})?/providers/Microsoft\\.Devices/(provisioningServices|IotHubs)`
const patterns = [
    ['subscriptions', 'GET', /^\/subscriptions$/i],
    ['services', 'GET', new RegExp(`^${services}$`, 'i')],
    ['service', 'GET', new RegExp(`^${provider.replace('/certificates', '')}$`, 'i')],
    ['permissions', 'GET', new RegExp(`^${provider.replace('/certificates', '/providers/Microsoft\\.Authorization/permissions')}$`, 'i')],
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

export function checkApiVersion({ operation, kind: of }, url) {
    const kind = operation === 'permissions' ? undefined : of  // another provider's, with versions of its own
    const version = url.searchParams.get('api-version')
    if (version === null || version === '') throw refusals.noApiVersion()
    if (!knows(kind, version)) throw refusals.badApiVersion(version, kind ?? 'subscriptions')
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

    service: ({ service }) => ({ body: service.description() }),

    // AzurePermissionsForResource_List: one member for each role. These are the built-in Reader and, shortened, Contributor.
    permissions: ({ service }) => ({
        body: {
            value: [{
                actions: [service.readOnly ? '*/read' : '*'], notActions: service.readOnly ? [] : ['Microsoft.Authorization/*/Write'],
                dataActions: [], notDataActions: [],
            }],
        },
    }),

    list: ({ service, form }) => ({ body: { value: service.list().map((entry) => service.shown(entry, { form })) } }),

    get: ({ service, call, form }) => ({ body: service.shown(service.find(call.entryName), { form }) }),

    put: ({ service, call, body, etag, form, options }) => {
        const { entry, created } = service.put(call.entryName, etag, propertiesOf(service, body, form), form)
        const status = created && service.kind === 'IoTHub' ? options.hubCreateStatus : 200
        return { status, body: service.shown(entry, { form, uploadedNow: true }) }
    },

    delete: ({ service, call, etag }) => {
        if (service.entries.get(call.entryName.toLowerCase()) === undefined) return { status: 204 }
        service.match(call.entryName, etag)
        service.remove(call.entryName)
        return {}
    },

    generate: ({ service, call, etag, form }) => {
        const entry = service.match(call.entryName, etag)
        service.generate(entry, form)
        return { body: service.shown(entry, { form, withCode: true }) }
    },

    verify: ({ service, call, body, etag, form, world }) => {
        const entry = service.match(call.entryName, etag)
        const certificate = decodeUpload(body?.certificate)
        if (entry.code === null) throw refusals.noCode()
        judgeProof({ ca: entry.x509, certificate, code: entry.code, now: world.clock() })
        entry.isVerified = true
        entry.code = null
        service.touch(entry, form)
        return { body: service.shown(entry, { form }) }
    },
}

/** What a PUT has to say of the certificate. In a body of the other form an IoT hub was recorded to miss it; DPS is assumed not to read it. */
function propertiesOf(service, body, { flat }) {
    const isObject = (value) => typeof value === 'object' && value !== null
    if (!isObject(body)) throw refusals.badBody()
    const properties = flat ? body : body.properties
    if (isObject(properties)) return properties
    if (service.kind === 'IoTHub') return {}
    throw refusals.badBody()
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
    return handlers[call.operation]({ world, call, service, body, etag, form: call.operation === 'permissions' ? undefined : service.form(version), options })
}
