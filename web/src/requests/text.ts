import type { Bytes, ErrorCategory, ErrorCode, Parameters, Result } from '../core/protocol'
import { maxInputOctets } from '../core/limits'
import { refusal, Refused } from '../core/refusal'

export function refuse(code: ErrorCode, category: ErrorCategory, message: string, hint: string, parameters?: Parameters): never {
    throw new Refused(refusal(code, category, message, hint, null, parameters))
}

export function resultOf<T>(decode: () => T): Result<T> {
    try {
        return { ok: true, value: decode() }
    } catch (error) {
        if (error instanceof Refused) return { ok: false, error: error.error }
        throw error
    }
}

/** The JSON object that a file holds, whatever editor or shell saved it: UTF-8, or UTF-16 as Windows writes it. */
export function jsonObject(file: Bytes | string): Record<string, unknown> {
    if (file.length > maxInputOctets) {
        refuse('INPUT_TOO_LARGE', 'limit', 'This file is larger than 4 MiB.', 'Choose the request or response file itself.')
    }
    const text = (typeof file === 'string' ? file : textOf(file)).replace(/^\uFEFF/, '')
    if (text.trim() === '') {
        refuse('INPUT_EMPTY', 'empty-input', 'This file is empty.', 'Export it again, and copy the whole file.')
    }
    refusePem(text)
    let value: unknown
    try {
        value = JSON.parse(text)
    } catch {
        // What a parser says of a file may quote it, and the file may be a secret that was chosen by mistake.
        if (/^\s*\{/.test(text)) {
            refuse('JSON_MALFORMED', 'malformed', 'This file is damaged or incomplete: it is not valid JSON.',
                'Export it again. If it was edited by hand, look for a missing comma, quote or brace.')
        }
        refuse('INPUT_NOT_RECOGNIZED', 'not-recognized', 'This is not a popcert request or response file.', chooseExported)
    }
    const object = objectOf(value) ?? refuse('INPUT_NOT_RECOGNIZED', 'not-recognized',
        'This JSON is not a popcert request or response file.', chooseExported)
    refuseOtherJson(object)
    return object
}

export function objectOf(value: unknown): Record<string, unknown> | undefined {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : undefined
}

const chooseExported = 'Choose the file that was exported; its name ends in .json.'

/** UTF-8, or UTF-16 as Windows writes it. */
export function textOf(octets: Bytes): string {
    const [first, second] = octets
    // With a byte order mark, or without: the file begins with "{", so that one of its first two octets is zero.
    const encoding = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0) ? 'utf-16le'
        : (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? 'utf-16be' : 'utf-8'
    try {
        return new TextDecoder(encoding, { fatal: true }).decode(octets)
    } catch {
        const isDer = first === 0x30
        refuse(isDer ? 'OBJECT_IS_DER' : 'TEXT_MALFORMED', isDer ? 'wrong-object' : 'not-recognized',
            isDer ? 'This is a key or certificate in binary form, not a request or response file.'
                : 'This is not a text file, and so no request or response file.', chooseExported)
    }
}

function refusePem(text: string): void {
    const label = /^\s*-----BEGIN ([A-Z0-9 ]{1,40})-----/m.exec(text.slice(0, 100_000))?.[1]
    if (label !== undefined) {
        refuse('OBJECT_IS_PEM', 'wrong-object', `This is PEM (${label}), not a request or response file.`, chooseExported)
    }
}

function refuseOtherJson(object: Record<string, unknown>): void {
    if ('popcert' in object) return
    if ('kty' in object || 'keys' in object) {
        refuse('OBJECT_IS_JWK', 'wrong-object', 'This is a JSON Web Key, not a request or response file.', chooseExported)
    }
    if ('accessToken' in object || 'access_token' in object) {
        refuse('OBJECT_IS_TOKEN', 'wrong-object', 'This is a sign-in token, not a request or response file.', chooseExported)
    }
    refuse('INPUT_NOT_RECOGNIZED', 'not-recognized', 'This JSON is not a popcert request or response file.', chooseExported)
}
