import type { PasswordOctets } from '../../../wasm/popcert-core'
import type { Anchor, Bytes, Field, Origin, ServiceId } from './protocol'
import { serviceIds } from './service-ids'
import { maxInputOctets } from './limits'
import { Refused, refusals } from './refusal'
import { thumbprintIn } from './thumbprint'

function refuse(field: Field | null, message: string, hint: string): never {
    throw new Refused(refusals.invalidArgument(field, message, hint))
}

export function takeObject<T extends object>(value: T, call: string): T {
    if (typeof value !== 'object' || value === null) refuse(null, `${call} takes one object.`, 'See the types of the package.')
    return value
}

/** Checked before anything is copied into the core's memory. */
export function takeOctets(value: unknown, name: string, field: Field | null): Bytes {
    if (!ArrayBuffer.isView(value) || Object.prototype.toString.call(value) !== '[object Uint8Array]') {
        refuse(field, `${name} must be a Uint8Array.`, 'Text becomes octets with: new TextEncoder().encode(text)')
    }
    const octets = value as Bytes
    if (octets.byteLength > maxInputOctets) throw new Refused(refusals.inputTooLarge(field))
    return octets
}

export function takeOptionalOctets(value: unknown, name: string, field: Field): Bytes | undefined {
    return isAbsent(value) ? undefined : takeOctets(value, name, field)
}

/** Half a surrogate pair becomes U+FFFD, which the core names; Embind would join it with what follows. */
export function takeText(value: unknown, name: string, field: Field): string {
    if (typeof value !== 'string') refuse(field, `${name} must be a string.`, 'Pass it as text.')
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(value))
}

export function takeList<T>(value: unknown, name: string, field: Field | null, take: (element: unknown) => T): T[] {
    if (!Array.isArray(value)) refuse(field, `${name} must be an array.`, 'Pass a list, also for one, and an empty one for none.')
    return Array.from(value, take)
}

export function takeAnchor(value: unknown): Anchor {
    const { sha1, verified } = (value ?? {}) as Partial<Record<keyof Anchor, unknown>>
    const digits = thumbprintIn(sha1, 40)
    if (digits === null || typeof verified !== 'boolean') {
        refuse(null, 'Each of anchors must be { sha1: 40 hex characters, verified: boolean }.', 'See the types of the package.')
    }
    return { sha1: digits, verified }
}

export function takeThumbprint(value: unknown, name: string, field: Field): string | undefined {
    if (isAbsent(value)) return undefined
    return thumbprintIn(value, 40) ?? refuse(field, `${name} must be 40 hex characters.`, 'It is the SHA-1 over the certificate’s DER, the service’s thumbprint.')
}

/** Seconds since 1970; the core judges whether they make sense. */
export function takeSeconds(value: unknown, name: string, field: Field): number | undefined {
    if (isAbsent(value)) return undefined
    if (Object.prototype.toString.call(value) !== '[object Date]' || Number.isNaN((value as Date).getTime())) {
        refuse(field, `${name} must be a valid Date.`, 'Leave it out, or pass: new Date(...)')
    }
    return Math.floor((value as Date).getTime() / 1000)
}

export function takeOneOf<T extends string>(value: unknown, choices: readonly T[], name: string, field: Field | null): T {
    const choice = choices.find((one) => one === value)
    if (choice === undefined) refuse(field, `${name} must be one of: ${choices.join(', ')}.`, 'See the types of the package.')
    return choice
}

export function takeOrigin(value: unknown, name: string, field: Field): Origin | undefined {
    return isAbsent(value) ? undefined : takeOneOf(value, ['program', 'person', 'given'] as const, name, field)
}

export function takeService(value: unknown): ServiceId | undefined {
    return isAbsent(value) ? undefined : takeOneOf(value, serviceIds, 'service', 'verificationCode')
}

export function takeFlag(value: unknown, name: string, field: Field): boolean | undefined {
    if (isAbsent(value)) return undefined
    if (typeof value !== 'boolean') refuse(field, `${name} must be true or false.`, 'See the types of the package.')
    return value
}

export function isAbsent(value: unknown): value is undefined | null {
    return value === undefined || value === null
}

/**
 * Lends the password to `use` as UTF-8 octets, which are wiped afterwards. The string itself nobody can wipe. Letters with marks
 * can be written composed or decomposed, which keyboards do differently: the core tries both, and has no tables for it.
 */
export function withPassword<T>(password: unknown, use: (octets: PasswordOctets) => T): T {
    if (isAbsent(password)) return use({})
    if (typeof password !== 'string') refuse('password', 'password must be a string.', 'Pass it as text.')
    const forms = [password, password.normalize('NFC'), password.normalize('NFD')]
    const [octets, composed, decomposed] = forms.map((form, index) =>
        index > 0 && form === password ? undefined : new TextEncoder().encode(form))
    try {
        return use({ password: octets, passwordComposed: composed, passwordDecomposed: decomposed })
    } finally {
        for (const each of [octets, composed, decomposed]) each?.fill(0)
    }
}
