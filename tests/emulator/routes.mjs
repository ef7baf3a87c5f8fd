/** Which operation a request asks for, and whether it may be asked at all. */
import * as certificates from './operations.mjs'
import { invalidApiVersion, methodNotAllowed, missingApiVersion, noSuchPath } from './errors.mjs'
import * as pickers from './pickers.mjs'

export const apiVersions = {
    subscriptions: ['2020-01-01', '2021-01-01', '2022-12-01'],
    DPS: ['2020-03-01', '2021-10-15', '2022-02-05', '2022-12-12', '2026-08-31'],
    IoTHub: ['2021-03-31', '2021-07-02', '2023-06-30'],
}

const provider = 'providers/Microsoft.Devices/(?<type>provisioningServices|IotHubs)'
const services = `/subscriptions/(?<subscription>[^/]+)/${provider}`
const group = `/subscriptions/(?<subscription>[^/]+)/resourceGroups/(?<group>[^/]+)/${provider}`
const entries = `${group}/(?<service>[^/]+)/certificates`
const entry = `${entries}/(?<certificate>[^/]+)`

/** action: the right that the operation needs. */
const routes = [
    { path: '/subscriptions', methods: { GET: { operation: 'subscriptions', run: pickers.subscriptions } } },
    { path: services, methods: { GET: { operation: 'services', run: pickers.services } } },
    { path: group, methods: { GET: { operation: 'services', run: pickers.services } } },
    { path: entries, methods: { GET: { operation: 'list', action: 'read', run: certificates.list } } },
    {
        path: entry,
        methods: {
            GET: { operation: 'get', action: 'read', run: certificates.get },
            PUT: { operation: 'createOrUpdate', action: 'write', run: certificates.createOrUpdate },
            DELETE: { operation: 'delete', action: 'delete', run: certificates.remove },
        },
    },
    {
        path: `${entry}/generateVerificationCode`,
        methods: { POST: { operation: 'generateVerificationCode', action: 'generateVerificationCode/action', run: certificates.generateVerificationCode } },
    },
    { path: `${entry}/verify`, methods: { POST: { operation: 'verify', action: 'verify/action', run: certificates.verify } } },
].map(({ path, methods }) => ({ pattern: new RegExp(`^${path}/?$`, 'i'), methods }))  // ARM reads paths without case

/**
 * @param {string} method
 * @param {URL} url
 * @returns the call: operation, names out of the path, kind of service, api-version, and the function that does it.
 *     Throws the refusal of a call that names nothing, or no api-version.
 */
export function callOf(method, url) {
    for (const { pattern, methods } of routes) {
        const found = pattern.exec(url.pathname)
        if (found === null) continue
        const wanted = methods[method]
        if (wanted === undefined) throw methodNotAllowed(method)
        const names = Object.fromEntries(Object.entries(found.groups ?? {}).map(([name, value]) => [name, decoded(value)]))
        const kind = names.type === undefined ? null : names.type.toLowerCase() === 'iothubs' ? 'IoTHub' : 'DPS'
        return { ...wanted, names, kind, apiVersion: apiVersionOf(url, apiVersions[kind ?? 'subscriptions']), url }
    }
    throw noSuchPath(url.pathname)
}

function apiVersionOf(url, supported) {
    const version = [...url.searchParams].find(([name]) => name.toLowerCase() === 'api-version')?.[1]
    if (version === undefined || version === '') throw missingApiVersion()
    if (!supported.includes(version)) throw invalidApiVersion(version, supported)
    return version
}

function decoded(segment) {
    try {
        return decodeURIComponent(segment)
    } catch {
        throw noSuchPath(segment)
    }
}
