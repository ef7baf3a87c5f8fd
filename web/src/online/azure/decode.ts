import { malformedAnswer } from './answer'
import type { CloudCertificate, Service, ServiceKind, Subscription } from './model'

/** What the wire carries, member by member: names without case, types strictly, lengths bounded. */

const longest = { id: 2000, name: 300, text: 2000, etag: 1000, certificate: 200_000 }

type Members = ReadonlyMap<string, unknown>

export interface Page {
    readonly values: readonly unknown[]
    readonly nextLink: string | null
}

export function listOf(answer: unknown): Page {
    const members = membersOf(answer, 'the list')
    const values = members.get('value')
    if (!Array.isArray(values)) throw malformedAnswer('the list holds no "value"')
    const nextLink = members.get('nextlink') ?? null
    if (nextLink !== null && typeof nextLink !== 'string') throw malformedAnswer('the list has a "nextLink" that is not text')
    return { values, nextLink: nextLink === '' ? null : nextLink }
}

export function decodeCertificate(answer: unknown): CloudCertificate {
    const members = membersOf(answer, 'the certificate')
    const properties = membersOf(members.get('properties'), 'the certificate’s properties')
    const thumbprint = text(properties, 'thumbprint', 200).replaceAll(/[\s:]/g, '').toLowerCase()
    if (!/^[0-9a-f]{40}$/.test(thumbprint)) throw malformedAnswer('a thumbprint is not 40 hex digits')
    const isVerified = properties.get('isverified') ?? false
    if (typeof isVerified !== 'boolean') throw malformedAnswer('"isVerified" is neither true nor false')
    const code = optionalText(properties, 'verificationCode', longest.text)?.trim()
    return {
        id: text(members, 'id', longest.id),
        name: text(members, 'name', longest.name),
        etag: text(members, 'etag', longest.etag),
        subject: optionalText(properties, 'subject', longest.text) ?? '',
        thumbprint,
        isVerified,
        expiry: date(properties.get('expiry')),
        updated: date(properties.get('updated')),
        certificate: derOf(optionalText(properties, 'certificate', longest.certificate)),
        verificationCode: code === undefined || code === '' ? null : code,
    }
}

export function decodeSubscription(value: unknown): Subscription {
    const members = membersOf(value, 'a subscription')
    const id = text(members, 'subscriptionId', 100)
    if (!isSubscriptionId(id)) throw malformedAnswer('a subscription has an id of another form')
    return {
        id,
        name: optionalText(members, 'displayName', longest.name) ?? id,
        tenantId: optionalText(members, 'tenantId', 100) ?? null,
        state: optionalText(members, 'state', 100) ?? '',
    }
}

/** The resource id is what all paths are made of, so it has to have exactly the form of one. */
export function decodeService(kind: ServiceKind, value: unknown): Service {
    const members = membersOf(value, 'a service')
    const id = text(members, 'id', longest.id)
    const parts = partsOfServiceId(id)
    if (parts === null || parts.kind !== kind) throw malformedAnswer('a service has a resource id of another form')
    const properties = members.get('properties')
    return {
        kind,
        id,
        name: parts.name,
        resourceGroup: parts.resourceGroup,
        subscriptionId: parts.subscriptionId,
        region: optionalText(members, 'location', 100) ?? '',
        state: properties === undefined || properties === null ? '' : optionalText(membersOf(properties, 'its properties'), 'state', 100) ?? '',
    }
}

export type ServiceIdParts = Pick<Service, 'kind' | 'name' | 'resourceGroup' | 'subscriptionId'>

/** null where it is not the resource id of a service of either kind. Casing differs between sources. */
export function partsOfServiceId(id: string): ServiceIdParts | null {
    const [, subscriptionId, resourceGroup, type, name] =
        /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Devices\/(provisioningServices|IotHubs)\/([A-Za-z0-9-]+)$/i.exec(id) ?? []
    if (subscriptionId === undefined || resourceGroup === undefined || type === undefined || name === undefined) return null
    if (!isSubscriptionId(subscriptionId) || !isResourceGroup(resourceGroup)) return null
    return { kind: type.toLowerCase() === 'iothubs' ? 'IoTHub' : 'DPS', name, resourceGroup, subscriptionId }
}

export function isSubscriptionId(id: string): boolean {
    return /^[0-9A-Za-z-]{1,64}$/.test(id)
}

/** Letters of any script, digits, `_-.()`; not `.` and `..`, which would change the path. */
function isResourceGroup(name: string): boolean {
    return /^[\p{L}\p{N}_.()-]{1,90}$/u.test(name) && !/^\.+$/.test(name)
}

function membersOf(value: unknown, what: string): Members {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformedAnswer(`${what} is not an object`)
    return new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]))
}

function text(members: Members, name: string, most: number): string {
    const value = optionalText(members, name, most)
    if (value === undefined || value === '') throw malformedAnswer(`"${name}" is missing`)
    return value
}

function optionalText(members: Members, name: string, most: number): string | undefined {
    const value = members.get(name.toLowerCase())
    if (value === undefined || value === null) return undefined
    if (typeof value !== 'string') throw malformedAnswer(`"${name}" is not text`)
    if (value.length > most) throw malformedAnswer(`"${name}" is longer than ${most} characters`)
    return value
}

/** RFC 1123, or ISO 8601 as some sources show it. What never was stands as year 1, which `Date` would make 2001. */
function date(value: unknown): Date | null {
    if (typeof value !== 'string' || value.length > 100 || /\b0001\b/.test(value)) return null
    const milliseconds = Date.parse(value)
    return Number.isNaN(milliseconds) ? null : new Date(milliseconds)
}

/** DER where it can be had: the service also returned PEM, and base64 of PEM. It is for people; nothing is decided by it. */
function derOf(certificate: string | undefined): Uint8Array | null {
    if (certificate === undefined || certificate === '') return null
    const body = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(certificate)?.[1]
    const octets = octetsOf(body ?? certificate)
    if (octets === null || octets[0] === 0x30) return octets
    return body === undefined && octets[0] === 0x2d ? derOf(new TextDecoder().decode(octets)) : null
}

export function octetsOf(base64: string): Uint8Array | null {
    try {
        return Uint8Array.from(atob(base64.replaceAll(/\s/g, '')), (character) => character.charCodeAt(0))
    } catch {
        return null
    }
}
