import type { CoreError, CreatedCertificate, ErrorCategory, Field } from '../core/protocol'
import { frameProtocol, longest, type FromSigner } from '../frame/protocol'

/**
 * What a frame may say. Any page may stand in a frame, so every field is looked at and taken over singly: types are right and
 * sizes bounded, and nothing else comes along. Whether it is true is another matter.
 *
 * Not with decode/decode.ts, whose form this has: there each misfit says where and why, which nobody reads of a frame's message. It would
 * make element.js, which is in every page that embeds the signer, a tenth larger (500 of 5,000 octets, compressed; 250 without its words).
 */

/** The value, or undefined where it has another form. */
type Check<T> = (value: unknown) => T | undefined

/** In octets or characters: what the largest file that is read as a CA's can be made to. Less would be lost without a word. */
const most = 1 << 22

const text = (length: number): Check<string> => (value) => (typeof value === 'string' && value.length <= length ? value : undefined)
const words: Check<string> = text(2000)
const count: Check<number> = (value) => (Number.isSafeInteger(value) && (value as number) >= 0 ? value as number : undefined)
const size: Check<number> = (value) => (typeof value === 'number' && value >= 0 && value < Infinity ? value : undefined)
const date: Check<Date> = (value) => (value instanceof Date && !Number.isNaN(value.getTime()) ? value : undefined)

/** A copy: a view may lie in something larger. */
const octets: Check<Uint8Array> = (value) =>
    (value instanceof Uint8Array && value.length > 0 && value.length <= most ? new Uint8Array(value) : undefined)

const orNull = <T>(check: Check<T>): Check<T | null> => (value) => (value === null ? null : check(value))

function object<T extends object>(shape: { readonly [K in keyof T]-?: Check<T[K]> }): Check<T> {
    return (value) => {
        if (typeof value !== 'object' || value === null) return undefined
        const taken: Partial<T> = {}
        for (const name of Object.keys(shape) as (keyof T & string)[]) {
            const field = shape[name]((value as Partial<Record<string, unknown>>)[name])
            if (field === undefined) return undefined
            taken[name] = field
        }
        return taken as T
    }
}

/** A few short words; of a signer that sends none, none. */
const parameters: Check<CoreError['parameters']> = (value = {}) => {
    if (typeof value !== 'object' || value === null) return undefined
    const entries = Object.entries(value)
    return entries.length < 10 && entries.every(([name, word]) => name.length < 20 && words(word) !== undefined)
        ? Object.fromEntries(entries) : undefined
}

const error = object<CoreError>({
    code: (value) => (typeof value === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(value) ? value : undefined),
    category: text(40) as Check<ErrorCategory>,
    message: words,
    hint: words,
    parameters,
    offset: count,
    field: orNull(text(40) as Check<Field>),
})

const certificate = object<CreatedCertificate>({
    pem: text(2 * most),
    der: octets,
    fileName: text(300),
    verificationCode: text(longest.verificationCode),
    subject: text(most),
    issuer: text(most),
    serial: text(100),
    notBefore: date,
    notAfter: date,
    signatureAlgorithm: text(100),
    sha1: text(40),
    sha256: text(64),
    caSha1: text(40),
})

const id = orNull(text(longest.id))
const version = text(50)
const protocol = (value: unknown) => (value === frameProtocol ? frameProtocol : undefined)

const messages: { readonly [K in FromSigner['type']]: Check<Omit<Extract<FromSigner, { type: K }>, 'type'>> } = {
    ready: object({ protocol, version }),
    // It names a protocol that is not this one.
    refused: object({ protocol: count as Check<typeof frameProtocol>, version }),
    created: object({ id, certificate }),
    failed: object({ id, error }),
    finished: object({ created: count, failed: count }),
    caCertificate: object({ octets }),
    resized: object({ height: size }),
}

/** The message in `data`, or null. */
export function messageFrom(data: unknown): FromSigner | null {
    if (typeof data !== 'object' || data === null) return null
    const { type } = data as { readonly type?: unknown }
    if (typeof type !== 'string' || !Object.hasOwn(messages, type)) return null
    const rest = messages[type as FromSigner['type']](data)
    return rest === undefined ? null : { type, ...rest } as FromSigner
}
