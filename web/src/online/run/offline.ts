import type { Bytes } from '../../core/protocol'
import type { DecodedRequestFile, DecodedResponseFile } from '../../requests/decode'
import { encodeRequestFile } from '../../requests/encode'
import { CloudError, type CloudErrorCode } from '../cloud/error'
import { problem } from '../texts/say'
import { signRequestOf, type LocalCa, type ServiceRow } from './state'

/** The way over a machine without a network: docs/request-file.md. */

/** Text of a request file with the codes of all rows that wait for a signature; null where there are none. */
export function requestFileOf(rows: readonly ServiceRow[], ca: LocalCa, now: Date = new Date()): string | null {
    const waiting = rows.map(signRequestOf).filter((request) => request !== null)
    if (waiting.length === 0) return null
    return encodeRequestFile({
        created: now.toISOString().replace(/\.\d+Z$/, 'Z'),
        ca: { subject: ca.subject, sha1: ca.sha1, sha256: ca.sha256, certificate: ca.pem },
        requests: waiting.map(({ verificationCode, service, resource }, index) =>
            ({ id: String(index + 1), verificationCode, service: service.name, kind: service.kind, resource })),
    })
}

/** The DER of the one certificate in a text, as the core reads it; null for what is none. */
export type ReadCertificate = (pem: string) => Promise<Bytes | null>

/** One certificate of a response file. */
export interface Match {
    /** From 1. */
    readonly place: number
    /** The row to which it goes; null where there is none, or where `problem` says why it does not. */
    readonly id: string | null
    /** As the file says it. */
    readonly service: string
    readonly der: Bytes
    readonly problem: CloudError | null
}

/** Finds each certificate's row by the entry's resource id and the code. What has no problem goes to `Run.handIn`. */
export function matchResponse(
    file: DecodedResponseFile, rows: readonly ServiceRow[], ca: LocalCa, read: ReadCertificate,
): Promise<readonly Match[]> {
    return Promise.all(file.responses.map(async (response, index) => {
        const { verificationCode, service = '', resource, certificate } = response
        const row = rowOf(rows, resource, verificationCode)
        const name = row?.service.name ?? service
        const der = await read(certificate)
        const problem = der === null ? damaged(index + 1)
            : file.ca.sha1 !== ca.sha1 || file.ca.sha256 !== ca.sha256 ? wrongCa(file.ca, ca)
            : row === null ? unknownRow(name)
            : problemOf(row, verificationCode)
        return { place: index + 1, id: problem === null ? row?.service.id ?? null : null, service: name, der: der ?? new Uint8Array(), problem }
    }))
}

/** One code of a request file that comes back. */
export interface RequestMatch {
    /** null where `problem` says why it goes to no row. */
    readonly id: string | null
    readonly code: string
    readonly problem: CloudError | null
}

/** Finds each code's row by the entry's resource id. What has no problem goes to `Run.adopt`. */
export function matchRequest(
    file: DecodedRequestFile, rows: readonly ServiceRow[], ca: LocalCa, isCode: (text: string) => boolean,
): readonly RequestMatch[] {
    return file.requests.map(({ verificationCode: code, service = '', resource }) => {
        const row = resource === undefined ? null : rowOf(rows, resource, code)
        const name = row?.service.name ?? service
        const problem = isOfAnotherCa(file.ca, ca) ? requestOfAnotherCa(file.ca?.subject ?? '', ca)
            : row === null || resource === undefined ? unknownRow(name)
            : requestProblem(row, resource, code, isCode)
        return { id: problem === null ? row?.service.id ?? null : null, code, problem }
    })
}

function isOfAnotherCa(named: DecodedRequestFile['ca'], ca: LocalCa): boolean {
    const { sha1 = ca.sha1, sha256 = ca.sha256 } = named ?? {}
    return sha1 !== ca.sha1 || sha256 !== ca.sha256
}

function requestOfAnotherCa(subject: string, ca: LocalCa): CloudError {
    return refusal('RESPONSE_WRONG_CA', subject === '' || subject === ca.subject ? problem('request.other.ca') : problem('request.named.ca', { subject }))
}

function requestProblem({ service, entry, code }: ServiceRow, resource: string, given: string, isCode: (text: string) => boolean): CloudError | null {
    if (!isCode(given)) {
        return refusal('CODE_UNLIKE_CLOUD', problem('request.unlike', { service: service.name }))
    }
    if (entry === null || entry.id.toLowerCase() !== resource.toLowerCase()) {
        return refusal('ENTRY_GONE', problem('request.gone', { service: service.name }))
    }
    if (entry.isVerified) {
        return refusal('RESPONSE_ALREADY_VERIFIED', problem('response.verified', { service: service.name }))
    }
    if (code !== null && code.value !== given) {
        return refusal('REQUEST_OTHER_CODE', problem('request.other.code', { service: service.name, code: code.value.slice(0, 12) }))
    }
    return null
}

function rowOf(rows: readonly ServiceRow[], resource: string | undefined, code: string): ServiceRow | null {
    if (resource === undefined) return rows.find((row) => row.code?.value === code) ?? null
    const wanted = resource.toLowerCase()
    return rows.find(({ service }) => wanted.startsWith(`${service.id.toLowerCase()}/certificates/`)) ?? null
}

/** A page that was loaded anew knows no codes: then the service judges. */
function problemOf({ service, entry, code }: ServiceRow, given: string): CloudError | null {
    if (entry?.isVerified === true) {
        return refusal('RESPONSE_ALREADY_VERIFIED', problem('response.verified', { service: service.name }))
    }
    if (code !== null && code.value !== given) {
        return refusal('RESPONSE_STALE_CODE', problem('response.stale', { service: service.name, code: given.slice(0, 12) }))
    }
    return null
}

function unknownRow(service: string): CloudError {
    return refusal('RESPONSE_UNKNOWN_ROW', service === '' ? problem('response.unknown') : problem('response.unknown.service', { service }))
}

function wrongCa(signer: DecodedResponseFile['ca'], ca: LocalCa): CloudError {
    const { subject, sha1 } = signer
    return refusal('RESPONSE_WRONG_CA', subject === '' || subject === ca.subject
        ? problem('response.same.name', { thumbprint: sha1, ca: ca.subject }) : problem('response.other.ca', { subject, ca: ca.subject }))
}

function damaged(place: number): CloudError {
    return refusal('SIGNING_FAILED', problem('response.damaged', { place }))
}

function refusal(code: CloudErrorCode, why: ReturnType<typeof problem>): CloudError {
    return new CloudError({ code, ...why })
}
