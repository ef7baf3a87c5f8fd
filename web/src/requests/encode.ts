import type { RequestedCertificate, RequestFile, ResponseFile } from './format'

/** The file's text, UTF-8 when saved. Members stand in the order of docs/request-file.md, absent ones are left out. */
export function encodeRequestFile({ created, service, ca, requests }: Omit<RequestFile, 'popcert' | 'version'>): string {
    return encode({
        popcert: 'request',
        version: 1,
        created,
        service,
        ca: ca && { subject: ca.subject, sha1: ca.sha1, sha256: ca.sha256, certificate: ca.certificate },
        requests: requests.map(entry),
    })
}

export function encodeResponseFile({ created, ca, responses }: Omit<ResponseFile, 'popcert' | 'version'>): string {
    return encode({
        popcert: 'response',
        version: 1,
        created,
        ca: { subject: ca.subject, sha1: ca.sha1, sha256: ca.sha256 },
        responses: responses.map((response) => ({ ...entry(response), certificate: response.certificate })),
    })
}

function entry({ id, verificationCode, service, kind, resource }: RequestedCertificate): RequestedCertificate {
    return { id, verificationCode, service, kind, resource }
}

function encode(file: RequestFile | ResponseFile): string {
    return `${JSON.stringify(file, null, 2)}\n`
}
