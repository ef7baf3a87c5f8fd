import { into, misfit, taken, text as word, type Decoder } from '../../decode/decode'
import type { Result } from '../../decode/result'
import { CloudError } from '../cloud/error'
import type { Cloud } from '../cloud/model'
import { ofMessages } from '../texts/messages'
import { problem, said, text } from '../texts/say'

function known(id: string, name: string, managementEndpoint: string, loginAuthority: string, portal: string | null): Cloud {
    return { id, name, managementEndpoint, loginAuthority, portal, scope: `${managementEndpoint}/.default`, emulator: false, demoToken: null }
}

/** The first is the default. */
export const knownClouds: readonly [Cloud, ...Cloud[]] = [
    known('public', 'Azure', 'https://management.azure.com', 'https://login.microsoftonline.com', 'https://portal.azure.com'),
    known('usgov', 'Azure US Government', 'https://management.usgovcloudapi.net', 'https://login.microsoftonline.us', 'https://portal.azure.us'),
    known('china', 'Azure China (21Vianet)', 'https://management.chinacloudapi.cn', 'https://login.chinacloudapi.cn', 'https://portal.azure.cn'),
]

/**
 * The origin that a person or a config names: https, or http on this machine, with nothing behind it but a slash. A token goes
 * there, so that anything unusual is refused, not repaired.
 */
export const endpoint: Decoder<string> = into(word(300), (address) => {
    const url = parsed(address.trim())
    if (url === null) return misfit(ofMessages['endpoint.none'])
    if (url.username !== '' || url.password !== '') return misfit(ofMessages['endpoint.user'])
    if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || /[?#]/.test(address)) return misfit(ofMessages['endpoint.path'])
    // A page's policy has no word for an IPv6 address, so that nothing could be allowed to go there.
    if (url.hostname.startsWith('[')) return misfit(ofMessages['endpoint.ipv6'])
    // What may stand in a host name for the browser may still be an order to the shell that a person copies the token's line into.
    if (!/^[a-z0-9.-]+$/.test(url.hostname)) return misfit(ofMessages['endpoint.host'])
    if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return taken(url.origin)
    return misfit(ofMessages['endpoint.https'])
})

/** Of addresses that `endpoint` returned. */
export function cloudAt(managementEndpoint: string, loginAuthority: string | null): Cloud {
    const portal = knownClouds.find((cloud) => cloud.managementEndpoint === managementEndpoint)?.portal ?? null
    return { ...known('custom', text('cloud.own'), managementEndpoint, '', portal), loginAuthority }
}

/** Of a resource id that `decode.ts` returned. Who is in several directories is taken to the one of the token. */
export function portalAddress(portal: string, id: string, tenant: string | null): string {
    return `${portal}/#@${tenant !== null && /^[0-9a-f-]{36}$/i.test(tenant) ? tenant : ''}/resource${encodeURI(id)}`
}

/** As a person entered it. */
export function customCloud(management: string, login: string | null = null): Result<Cloud, CloudError> {
    const managementEndpoint = endpoint(management)
    if (!managementEndpoint.ok) return invalid('endpoint.management', managementEndpoint.error.what)
    const loginAuthority = login === null ? taken(null) : endpoint(login)
    if (!loginAuthority.ok) return invalid('endpoint.login', loginAuthority.error.what)
    return taken(cloudAt(managementEndpoint.value, loginAuthority.value))
}

/**
 * The only origins that the page has to reach for a cloud: MSAL asks China's sign-in service under its other name. `signIn`: also
 * those of signing in.
 */
export function originsOf({ id, managementEndpoint, loginAuthority }: Cloud, signIn: boolean): readonly string[] {
    if (!signIn || loginAuthority === null) return [managementEndpoint]
    return [managementEndpoint, loginAuthority, ...(id === 'china' ? ['https://login.partner.microsoftonline.cn'] : [])]
}

/** Of an origin that `endpoint` returned. */
export function isOnThisMachine(origin: string): boolean {
    return isLoopback(new URL(origin).hostname)
}

function isLoopback(hostname: string): boolean {
    return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}

function parsed(text: string): URL | null {
    try {
        return new URL(text)
    } catch {
        return null
    }
}

/** What an address may be refused for, in the words of `endpoint`. */
const refusals = ['endpoint.none', 'endpoint.user', 'endpoint.path', 'endpoint.ipv6', 'endpoint.host', 'endpoint.https'] as const

function invalid(which: 'endpoint.management' | 'endpoint.login', why: string): Result<never, CloudError> {
    const key = refusals.find((each) => ofMessages[each] === why)
    return { ok: false, error: new CloudError({ code: 'ENDPOINT_INVALID', ...problem(which, { what: key === undefined ? why : said(key) }) }) }
}
