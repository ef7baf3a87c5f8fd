import { octetsOf } from '../../core/octets'
import { thumbprintIn } from '../../core/thumbprint'
import { flag, into, list, misfit, object, optional, such, taken, text, type Decoder, type Shape } from '../../decode/decode'
import type { CaEntry, Service, ServiceKind, Subscription } from '../cloud/model'
import type { CodedEntry } from '../cloud/provider'
import { regionName } from './regions'

/** What the wire carries, member by member: names without case, types strictly, lengths bounded. */

const longest = { id: 2000, name: 300, text: 2000, etag: 1000, certificate: 200_000, link: 1 << 20 }

const answer = <T extends object>(shape: Shape<T>): Decoder<T> => object(shape, { anyCase: true })
const word = (most: number): Decoder<string> => such(text(most), (value) => value !== '', 'is empty')

export interface Page<T> {
    readonly values: readonly T[]
    readonly nextLink: string | null
}

export function page<T>(one: Decoder<T>): Decoder<Page<T>> {
    return into(
        answer<{ value: readonly T[]; nextLink: string }>({ value: list(one, 100_000), nextLink: optional(text(longest.link), '') }),
        ({ value, nextLink }) => taken({ values: value, nextLink: nextLink === '' ? null : nextLink }),
    )
}

const thumbprint: Decoder<string> = into(text(200), (value) => {
    const hex = thumbprintIn(value, 40)
    return hex === null ? misfit('is not 40 hex digits') : taken(hex)
})

/** RFC 1123, or ISO 8601 as some sources show it. What never was stands as year 1, which `Date` would make 2001. */
const date: Decoder<Date | null> = (value) => {
    if (typeof value !== 'string' || value.length > 100 || /\b0001\b/.test(value)) return taken(null)
    const milliseconds = Date.parse(value)
    return taken(Number.isNaN(milliseconds) ? null : new Date(milliseconds))
}

/** The service also gave PEM, and base64 of PEM: its form is for the core to find out. */
const certificate: Decoder<Uint8Array | null> = into(optional(text(longest.certificate), ''), (value) =>
    taken(value === '' ? null : octetsOf(value)))

interface Wire extends Pick<CaEntry, 'id' | 'name' | 'etag'> {
    readonly properties: Omit<CaEntry, 'id' | 'name' | 'etag'> & { readonly verificationCode: string }
}

const wire = answer<Wire>({
    id: word(longest.id),
    name: word(longest.name),
    etag: word(longest.etag),
    properties: answer<Wire['properties']>({
        subject: optional(text(longest.text), ''),
        thumbprint,
        isVerified: optional(flag, false),
        expiry: date,
        updated: date,
        certificate,
        verificationCode: optional(text(longest.text), ''),
    }),
})

/** With its code, which only the answer to `generateVerificationCode` has. */
export const codedEntry: Decoder<CodedEntry> = into(wire, ({ properties: { verificationCode, ...properties }, ...names }) =>
    taken({ entry: { ...names, ...properties }, verificationCode: verificationCode.trim() }))

export const caEntry: Decoder<CaEntry> = into(codedEntry, ({ entry }) => taken(entry))

export const subscription: Decoder<Subscription> = into(
    answer({
        subscriptionId: such(text(100), (id) => /^[0-9A-Za-z-]{1,64}$/.test(id), 'has another form than an id'),
        displayName: optional(text(longest.name), null),
        tenantId: optional(text(100), null),
        state: optional(text(100), ''),
    }),
    ({ subscriptionId: id, displayName, tenantId, state }) => taken({ id, name: displayName ?? id, tenantId, state }),
)

/** The resource id is what all paths are made of, so it has to have exactly the form of one. */
export function service(kind: ServiceKind): Decoder<Service> {
    const wireService = answer({
        id: word(longest.id),
        location: optional(text(100), ''),
        properties: optional(answer({ state: optional(text(100), '') }), { state: '' }),
    })
    return into(wireService, ({ id, location, properties }) => {
        const parts = partsOfServiceId(id)
        if (parts === null || parts.kind !== kind) return misfit('has another form than a resource id of this kind', 'id')
        return taken({ ...parts, id, region: location, regionName: regionName(location), state: properties.state })
    })
}

/** null where it is not the resource id of a service of either kind. Casing differs between sources. */
function partsOfServiceId(id: string): Pick<Service, 'kind' | 'name' | 'resourceGroup' | 'subscriptionId'> | null {
    const [, subscriptionId, resourceGroup, type, name] =
        /^\/subscriptions\/([0-9A-Za-z-]{1,64})\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Devices\/(provisioningServices|IotHubs)\/([A-Za-z0-9-]+)$/i.exec(id) ?? []
    if (subscriptionId === undefined || resourceGroup === undefined || type === undefined || name === undefined) return null
    if (!isResourceGroup(resourceGroup)) return null
    return { kind: type.toLowerCase() === 'iothubs' ? 'IoTHub' : 'DPS', name, resourceGroup, subscriptionId }
}

/** Letters of any script, digits, `_-.()`; not `.` and `..`, which would change the path. */
function isResourceGroup(name: string): boolean {
    return /^[\p{L}\p{N}_.()-]{1,90}$/u.test(name) && !/^\.+$/.test(name)
}
