import { mostCodes } from '../core/limits'
import type { Bytes, Result } from '../core/protocol'
import { thumbprintIn } from '../core/thumbprint'
import type { RequestedCa, RequestedCertificate, RequestFile, ResponseFile } from './format'
import { requestFileVersion } from './format'
import { isLabel } from './label'
import { jsonObject, objectOf, refuse, resultOf } from './text'

/**
 * Not with decode/decode.ts: a file that may be a key is decoded in the signer's worker, which needs that decoder for nothing else. It would
 * make this file a quarter shorter and signer.html 900 octets larger, compressed.
 */

/** Characters; a certificate is PEM. */
const longest = { verificationCode: 1000, id: 200, service: 200, kind: 40, resource: 1000, subject: 2000, created: 40, certificate: 65_536 }

type Text = keyof typeof longest
type Members = Readonly<Record<string, unknown>>

/** Each has its id: that of the file, or its place in the list. */
export interface DecodedRequestFile extends RequestFile {
    readonly requests: readonly (RequestedCertificate & { readonly id: string })[]
}
export interface DecodedResponseFile extends ResponseFile {
    readonly responses: readonly (RequestedCertificate & { readonly id: string; readonly certificate: string })[]
}

/** Codes come as they are but for outer white space, fingerprints as lower-case hex without separators. */
export function decodeRequestFile(file: Bytes | string): Result<DecodedRequestFile> {
    return resultOf(() => {
        const members = open(file, 'request')
        const ca = members.ca === undefined || members.ca === null ? undefined : decodeCa(members.ca)
        const requests = entries(members.requests, 'requests', decodeRequest)
        return {
            popcert: 'request', version: requestFileVersion, ...text(members, 'created', 'The file'), ...text(members, 'service', 'The file'), ...defined({ ca }), requests,
        }
    })
}

/** Whether a certificate is the right one is for the service to say; here it is one PEM block. */
export function decodeResponseFile(file: Bytes | string): Result<DecodedResponseFile> {
    return resultOf(() => {
        const members = open(file, 'response')
        const { subject = '', sha1, sha256 } = decodeCa(members.ca)
        if (sha1 === undefined || sha256 === undefined) malformed('Its "ca" lacks the fingerprints "sha1" and "sha256"')
        const responses = entries(members.responses, 'responses', decodeResponse)
        return {
            popcert: 'response', version: requestFileVersion, ...text(members, 'created', 'The file'), ca: { subject, sha1, sha256 }, responses,
        }
    })
}

function open(file: Bytes | string, wanted: 'request' | 'response'): Members {
    const members = jsonObject(file)
    const { popcert, version } = members
    if (popcert !== 'request' && popcert !== 'response') malformed('Its "popcert" is neither "request" nor "response"')
    if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) malformed('Its "version" is not a number from 1 on')
    if (version > requestFileVersion) {
        refuse('FILE_NEWER', 'unsupported-algorithm',
            `This file is of version ${version}, and this popcert reads version ${requestFileVersion}.`, 'Use the same release of popcert on both machines.')
    }
    if (popcert === wanted) return members
    return wanted === 'request'
        ? refuse('FILE_IS_RESPONSE', 'wrong-object', 'This is a response file: it holds finished certificates.',
            'Take it to the page that exported the request; to sign, open the request file.')
        : refuse('FILE_IS_REQUEST', 'wrong-object', 'This is a request file: its codes still have to be signed.',
            'Open it in the signer, and bring back the response file that it saves.')
}

/** what: a phrase with nothing out of the file in it; translations have it by its words. */
function malformed(what: string): never {
    refuse('FILE_MALFORMED', 'malformed', `This file is not as it should be. ${what}.`,
        'Export it again; docs/request-file.md shows its form.', { what })
}

function entries<T extends RequestedCertificate & { readonly id: string }>(
    list: unknown, name: string, decode: (members: Members, where: string, place: number) => T,
): readonly T[] {
    if (!Array.isArray(list)) malformed(`Its "${name}" is not a list`)
    if (list.length === 0) refuse('FILE_WITHOUT_ENTRIES', 'empty-input', `This file holds no ${name}.`, 'Export it again.')
    if (list.length > mostCodes) {
        refuse('TOO_MANY_REQUESTS', 'limit', `This file holds ${list.length} ${name}, and ${mostCodes} are the most.`,
            'Export it in parts.')
    }
    const all = list.map((value: unknown, index) => {
        const where = `Entry ${index + 1}`
        return decode(objectOf(value) ?? malformed(`${where} of "${name}" is not an object`), where, index + 1)
    })
    refuseDuplicates(all.map(({ id }) => id), 'id')
    refuseDuplicates(all.map(({ verificationCode }) => verificationCode), 'verification code')
    return all
}

function refuseDuplicates(values: readonly string[], what: string): void {
    const places = new Map<string, number>()
    values.forEach((value, index) => {
        const first = places.get(value)
        if (first !== undefined) {
            refuse('DUPLICATE_ENTRY', 'ambiguous', `Entries ${first + 1} and ${index + 1} have the same ${what}, ${shortened(value)}.`,
                'Remove one of them, or export the file again.', { what: `Entries ${first + 1} and ${index + 1} have the same ${what}`, name: shortened(value) })
        }
        places.set(value, index)
    })
}

function shortened(value: string): string {
    return value.length > 24 ? `${value.slice(0, 24)}…` : value
}

function decodeRequest(members: Members, where: string, place: number): RequestedCertificate & { readonly id: string } {
    const verificationCode = text(members, 'verificationCode', where).verificationCode?.trim() ?? ''
    if (verificationCode === '') malformed(`${where} has no "verificationCode"`)
    return {
        id: String(place), ...text(members, 'id', where), verificationCode,
        ...text(members, 'service', where), ...text(members, 'kind', where), ...text(members, 'resource', where),
    }
}

function decodeResponse(members: Members, where: string, place: number): DecodedResponseFile['responses'][number] {
    const { certificate = '' } = text(members, 'certificate', where)
    if (!/^\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/.test(certificate)) {
        malformed(`${where} has no "certificate" in PEM`)
    }
    return { ...decodeRequest(members, where, place), certificate }
}

function decodeCa(value: unknown): RequestedCa {
    const members = objectOf(value) ?? malformed('Its "ca" is not an object')
    return {
        ...text(members, 'subject', 'Its "ca"'), ...text(members, 'certificate', 'Its "ca"'),
        ...fingerprint(members, 'sha1', 40), ...fingerprint(members, 'sha256', 64),
    }
}

function fingerprint<K extends 'sha1' | 'sha256'>(members: Members, name: K, digits: 40 | 64): { readonly [P in K]?: string } {
    const value = members[name]
    if (value === undefined || value === null) return {}
    const hex = thumbprintIn(value, digits) ?? malformed(`The "${name}" of its "ca" is not ${digits} hex digits`)
    return defined({ [name]: hex } as { [P in K]: string })
}

/** A member that may be absent. */
function text<K extends Text>(members: Members, name: K, where: string): { readonly [P in K]?: string } {
    const value = members[name]
    if (value === undefined || value === null) return {}
    if (typeof value !== 'string') malformed(`${where} has a "${name}" that is not text`)
    if (value.length > longest[name]) malformed(`${where} has a "${name}" of more than ${longest[name]} characters`)
    if (!mayHold(name, value)) malformed(`${where} has a "${name}" with invisible characters`)
    return { [name]: value } as { [P in K]: string }
}

function mayHold(name: Text, value: string): boolean {
    switch (name) {
        case 'verificationCode': case 'certificate': return true  // the core judges these
        case 'subject': return !/[\p{Cc}\p{Bidi_Control}]/u.test(value)  // a CA's own name stands beside no code, and may hold any blank
        default: return isLabel(value)
    }
}

function defined<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
    return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> }
}
