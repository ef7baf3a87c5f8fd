import { octetsOfBase64 } from '../core/base64'
import type { Result } from './result'

/**
 * Foreign data (a message, an answer, a file) becomes a value of ours in one way: a decoder looks at what is there, and takes over
 * singly what it knows, with right types and bounded sizes. Nothing else comes along, nothing is repaired, nothing throws.
 *
 *     interface Point { readonly x: number; readonly name: string | null }
 *     const point = object<Point>({ x: count, name: optional(text(40), null) })
 *     list(point, 100)(JSON.parse(…))   // { ok: true, value: [{ x: 1, name: null }] }
 *                                       // { ok: false, error: { place: '[3].x', what: 'is missing' } }
 *
 * Whoever asks makes an error of its own out of a misfit: `sentenceOf` puts it into words, and a message that nobody reads
 * is simply left. `object<T>` wants a decoder for each member of T, so that the compiler finds one that was forgotten.
 */
export type Decoder<T> = (value: unknown) => Result<T, Misfit>

/** Why a value was not taken. */
export interface Misfit {
    /** The members that lead there, such as `clouds[0].name`, counted from 0; empty for the value itself. */
    readonly place: string
    /** Goes behind the place: `is not text`. Never quotes the value, which may be a secret. */
    readonly what: string
}

export function misfit(what: string, place = ''): { readonly ok: false; readonly error: Misfit } {
    return { ok: false, error: { place, what } }
}

export function taken<T>(value: T): { readonly ok: true; readonly value: T } {
    return { ok: true, value }
}

/** `"clouds[0].name" is not text`; of the value itself `it is not an object`. */
export function sentenceOf({ place, what }: Misfit): string {
    return `${place === '' ? 'it' : `"${place}"`} ${what}`
}

// ---------------------------------------------------------------------------------------------------- single values

/** As it is, for a decoder that comes later. */
export const anything: Decoder<unknown> = taken

/** Also empty. most: UTF-16 units. */
export function text(most: number): Decoder<string> {
    return (value) => typeof value !== 'string' ? misfit('is not text') : value.length > most ? misfit(`is longer than ${most} characters`) : taken(value)
}

export const flag: Decoder<boolean> = (value) => typeof value === 'boolean' ? taken(value) : misfit('is neither true nor false')

/** A whole number from 0 on that a double holds exactly. */
export const count: Decoder<number> = (value) =>
    Number.isSafeInteger(value) && (value as number) >= 0 ? taken(value as number) : misfit('is not a whole number from 0 on')

/** Of a message; in JSON dates are text. */
export const date: Decoder<Date> = (value) => value instanceof Date && !Number.isNaN(value.getTime()) ? taken(value) : misfit('is not a date')

/** A copy: a view may lie in something larger. */
export function octets(most: number): Decoder<Uint8Array<ArrayBuffer>> {
    return (value) => value instanceof Uint8Array && value.length <= most ? taken(new Uint8Array(value)) : misfit(`is not up to ${most} octets`)
}

/** One of these, and nothing that only looks the same. */
export function oneOf<const T extends string | number>(...values: readonly T[]): Decoder<T> {
    return (value) => values.includes(value as T) ? taken(value as T) : misfit(`is not ${values.join(' or ')}`)
}

// -------------------------------------------------------------------------------------------- from decoders, decoders

/** Where nothing is, null or no member at all, there is `otherwise`. */
export function optional<T, U>(decode: Decoder<T>, otherwise: U): Decoder<T | U> {
    return (value) => value === undefined || value === null ? taken(otherwise) : decode(value)
}

/** Null is a value, and no member at all is not. */
export function orNull<T>(decode: Decoder<T>): Decoder<T | null> {
    return (value) => value === null ? taken(null) : decode(value)
}

/** What does not fit is as if it were not there; for what helps people, and decides nothing. */
export function lenient<T, U>(decode: Decoder<T>, otherwise: U): Decoder<T | U> {
    return (value) => {
        const decoded = decode(value)
        return decoded.ok ? decoded : taken(otherwise)
    }
}

/** Only such values; `what` says of another one what it is, as in a misfit. */
export function such<T>(decode: Decoder<T>, test: (value: T) => boolean, what: string): Decoder<T> {
    return into(decode, (value) => test(value) ? taken(value) : misfit(what))
}

/** A further step, which may find that it does not fit either. */
export function into<T, U>(decode: Decoder<T>, step: (value: T) => Result<U, Misfit>): Decoder<U> {
    return (value) => {
        const decoded = decode(value)
        return decoded.ok ? step(decoded.value) : decoded
    }
}

export function list<T>(decode: Decoder<T>, most: number): Decoder<readonly T[]> {
    return (value) => {
        if (!Array.isArray(value)) return misfit('is not a list')
        if (value.length > most) return misfit(`holds more than ${most}`)
        const all: T[] = []
        for (const [index, one] of value.entries()) {
            const decoded = decode(one)
            if (!decoded.ok) return within(`[${index}]`, decoded.error)
            all.push(decoded.value)
        }
        return taken(all)
    }
}

export type Shape<T> = { readonly [K in keyof T]-?: Decoder<T[K]> }

export interface ObjectRules {
    /** A member that is not in the shape: left alone, which is usual, or a misfit, where it would be a mistake that nobody sees. */
    readonly others?: 'left' | 'refused'
    /** Names of members are the same in any case. */
    readonly anyCase?: boolean
}

/** Own members only, so that nothing of a prototype is taken for one. A member that is missing and may not be says so. */
export function object<T extends object>(shape: Shape<T>, { others = 'left', anyCase = false }: ObjectRules = {}): Decoder<T> {
    const known = (name: string): string => anyCase ? name.toLowerCase() : name
    const wanted = Object.entries(shape) as [string, Decoder<unknown>][]
    return (value) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return misfit('is not an object')
        const members = new Map(Object.entries(value).map(([name, member]) => [known(name), member as unknown]))
        const made: Record<string, unknown> = {}
        for (const [name, decode] of wanted) {
            const member = members.get(known(name))
            const decoded = decode(member)
            if (!decoded.ok) return member === undefined || member === null ? misfit('is missing', name) : within(name, decoded.error)
            made[name] = decoded.value
            members.delete(known(name))
        }
        const [stranger] = others === 'refused' ? members.keys() : []
        return stranger === undefined ? taken(made as T) : misfit(`has a member that is not known, “${stranger.slice(0, 40)}”`)
    }
}

/** Objects of several kinds, told apart by the text in one member, which comes along. */
export function variant<Name extends string, T extends Readonly<Record<string, object>>>(
    name: Name, kinds: { readonly [K in keyof T]: Decoder<T[K]> },
): Decoder<{ [K in keyof T & string]: T[K] & { readonly [N in Name]: K } }[keyof T & string]> {
    type Variant = { [K in keyof T & string]: T[K] & { readonly [N in Name]: K } }[keyof T & string]
    const kindOf = object({ [name]: text(100) } as Shape<Record<Name, string>>)
    return (value) => {
        const found = kindOf(value)
        if (!found.ok) return found
        const kind = found.value[name]
        if (!Object.hasOwn(kinds, kind)) return misfit('is of no kind that is known', name)
        const decoded = kinds[kind as keyof T]?.(value) ?? misfit('is of no kind that is known', name)
        return decoded.ok ? taken({ [name]: kind, ...decoded.value } as unknown as Variant) : decoded
    }
}

function within(outer: string, { place, what }: Misfit): { readonly ok: false; readonly error: Misfit } {
    return misfit(what, place === '' || place.startsWith('[') ? outer + place : `${outer}.${place}`)
}

// ------------------------------------------------------------------------------------------------------ text in, value out

/** Whatever JSON there is; a byte order mark may stand before it. What a parser says of a text may quote it, so it is not said. */
export function json(most: number): Decoder<unknown> {
    return into(text(most), (source) => {
        try {
            return taken(JSON.parse(source.replace(/^\uFEFF/, '')) as unknown)
        } catch {
            return misfit('is not valid JSON')
        }
    })
}

/** White space inside is left out, as PEM has it. */
export const base64: Decoder<Uint8Array<ArrayBuffer>> = (value) => {
    try {
        return taken(octetsOfBase64(String(value).replaceAll(/\s/g, '')))
    } catch {
        return misfit('is not base64')
    }
}
