import type { Bytes } from '../../core/protocol'
import { base64, such, type Decoder } from '../../decode/decode'
import type { DecodedRequestFile, DecodedResponseFile } from '../../requests/decode'
import { encodeRequestFile } from '../../requests/encode'
import { CloudError, type CloudErrorCode } from '../cloud/error'
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

/** Of the one block that a response file may hold; whether it is a certificate is for the service to say. */
const derOfPem: Decoder<Bytes> = such(
    (pem) => base64(String(pem).replaceAll(/-----(BEGIN|END) CERTIFICATE-----/g, '')), ([first]) => first === 0x30, 'is no DER',
)

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
export function matchResponse(file: DecodedResponseFile, rows: readonly ServiceRow[], ca: LocalCa): readonly Match[] {
    return file.responses.map((response, index) => {
        const { verificationCode, service = '', resource, certificate } = response
        const row = rowOf(rows, resource, verificationCode)
        const name = row?.service.name ?? service
        const der = derOfPem(certificate)
        const problem = !der.ok ? damaged(index + 1)
            : file.ca.sha1 !== ca.sha1 || file.ca.sha256 !== ca.sha256 ? wrongCa(file.ca, ca)
            : row === null ? unknownRow(name)
            : problemOf(row, verificationCode)
        return { place: index + 1, id: problem === null ? row?.service.id ?? null : null, service: name, der: der.ok ? der.value : new Uint8Array(), problem }
    })
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
    return problem('RESPONSE_WRONG_CA', `These codes are for another CA${subject === '' || subject === ca.subject ? '' : `, ${subject}`}, and not for the certificate in step 2.`,
        'Choose that CA in step 2, and take the file in again.')
}

function requestProblem({ service, entry, code }: ServiceRow, resource: string, given: string, isCode: (text: string) => boolean): CloudError | null {
    if (!isCode(given)) {
        return problem('CODE_UNLIKE_CLOUD', `The code for ${service.name} does not look like one that its cloud gives.`, 'Take in the file as this page saved it.')
    }
    if (entry === null || entry.id.toLowerCase() !== resource.toLowerCase()) {
        return problem('ENTRY_GONE', `The certificate that the code for ${service.name} belongs to is not there any more.`, 'Upload it again, and get a new code.')
    }
    if (entry.isVerified) {
        return problem('RESPONSE_ALREADY_VERIFIED', `The CA is verified on ${service.name} already.`, 'Nothing is left to do there.')
    }
    if (code !== null && code.value !== given) {
        return problem('REQUEST_OTHER_CODE', `For ${service.name} this page has another code, ${code.value.slice(0, 12)}…, and keeps it.`,
            'Of two codes only the newer one counts.')
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
        return problem('RESPONSE_ALREADY_VERIFIED', `The CA is verified on ${service.name} already.`, 'Nothing is left to do there.')
    }
    if (code !== null && code.value !== given) {
        return problem('RESPONSE_STALE_CODE', `The certificate for ${service.name} is for an older code, ${given.slice(0, 12)}…`,
            'Export the request anew, and sign that one: each new code makes the one before it worthless.')
    }
    return null
}

function unknownRow(service: string): CloudError {
    return problem('RESPONSE_UNKNOWN_ROW', `${service === '' ? 'A certificate of the file' : `The certificate for ${service}`} belongs to no service of this list.`,
        'Choose the subscription that the request was exported from, and take the file in again.')
}

function wrongCa(signer: DecodedResponseFile['ca'], ca: LocalCa): CloudError {
    const { subject, sha1 } = signer
    return problem('RESPONSE_WRONG_CA', `Another CA signed, ${subject === '' || subject === ca.subject ? `with the thumbprint ${sha1}` : subject}, and not ${ca.subject}.`,
        'Choose that CA above if it is the right one, or sign the request again with the other key.')
}

function damaged(place: number): CloudError {
    return problem('SIGNING_FAILED', `Certificate ${place} of the file is damaged.`, 'Copy the response file again.')
}

function problem(code: CloudErrorCode, message: string, hint: string): CloudError {
    return new CloudError({ code, message, hint })
}
