import type { Cloud } from './model'
import type { Outcome } from './error'
import { failure } from './error'

/** A cloud that the page may speak with, and what its host says of it. */
export interface ChosenCloud extends Cloud {
    /** A local emulator: the page says so. */
    readonly emulator: boolean
    /** A token that the emulator takes; only ever set for an endpoint on this machine. */
    readonly demoToken: string | null
}

function known(id: string, name: string, managementEndpoint: string, loginAuthority: string): ChosenCloud {
    return { id, name, managementEndpoint, loginAuthority, scope: `${managementEndpoint}/.default`, emulator: false, demoToken: null }
}

/** The first is the default. */
export const knownClouds: readonly [ChosenCloud, ...ChosenCloud[]] = [
    known('public', 'Azure', 'https://management.azure.com', 'https://login.microsoftonline.com'),
    known('usgov', 'Azure US Government', 'https://management.usgovcloudapi.net', 'https://login.microsoftonline.us'),
    known('china', 'Azure China (21Vianet)', 'https://management.chinacloudapi.cn', 'https://login.chinacloudapi.cn'),
]

/**
 * The origin that a person or a config names: https, or http on this machine, with nothing behind it but a slash. A token goes
 * there, so that anything unusual is refused, not repaired.
 */
export function decodeEndpoint(text: string): Outcome<string> {
    const url = text.length <= 300 ? parsed(text.trim()) : null
    if (url === null) return invalid('This is not the address of an endpoint.')
    if (url.username !== '' || url.password !== '') return invalid('The endpoint’s address may not hold a user name or password.')
    if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || /[?#]/.test(text)) {
        return invalid('The endpoint’s address may not have a path behind the host name.')
    }
    // What may stand in a host name for the browser may still be an order to the shell that a person copies the token's line into.
    if (!/^[a-z0-9.-]+$/.test(url.hostname) && !url.hostname.startsWith('[')) {
        return invalid('The endpoint’s host name may hold letters, digits, dots and hyphens, and nothing else.')
    }
    // A page's policy has no word for an IPv6 address, so that nothing could be allowed to go there.
    if (url.hostname.startsWith('[')) return invalid('The endpoint’s address has to be a name or an IPv4 address.')
    if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return { ok: true, value: url.origin }
    return invalid('The endpoint has to be https; http only on 127.0.0.1 or localhost.')
}

export function customCloud(managementEndpoint: string, loginAuthority: string | null = null): Outcome<ChosenCloud> {
    const endpoint = decodeEndpoint(managementEndpoint)
    if (!endpoint.ok) return endpoint
    const authority = loginAuthority === null ? null : decodeEndpoint(loginAuthority)
    if (authority !== null && !authority.ok) return authority
    return {
        ok: true,
        value: {
            id: 'custom', name: 'Custom endpoint', managementEndpoint: endpoint.value, loginAuthority: authority?.value ?? null,
            scope: `${endpoint.value}/.default`, emulator: false, demoToken: null,
        },
    }
}

/**
 * The only origins that the page has to reach for a cloud: MSAL asks China's sign-in service under its other name. `signIn`: also
 * those of signing in.
 */
export function originsOf({ id, managementEndpoint, loginAuthority }: ChosenCloud, signIn: boolean): readonly string[] {
    if (!signIn || loginAuthority === null) return [managementEndpoint]
    return [managementEndpoint, loginAuthority, ...(id === 'china' ? ['https://login.partner.microsoftonline.cn'] : [])]
}

/** Of an origin that `decodeEndpoint` returned. */
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

function invalid(message: string): Outcome<never> {
    return failure({ code: 'ENDPOINT_INVALID', message, hint: 'Such as https://management.azure.com' })
}
