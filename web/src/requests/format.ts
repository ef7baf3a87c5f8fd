/**
 * The files that carry verification codes to a signer without a network, and certificates back; docs/request-file.md tells it
 * in prose. UTF-8 JSON; members that are not named here are kept out of the way, not refused.
 */

export const requestFileVersion = 1

export interface RequestFile {
    readonly popcert: 'request'
    readonly version: typeof requestFileVersion
    /** ISO 8601, for people. */
    readonly created?: string | undefined
    /** The kind of cloud that all of the codes are from: an id of services/. Another than those is passed over. */
    readonly service?: string | undefined
    /** The CA that has to sign. With the certificate in it the signer needs only the key. */
    readonly ca?: RequestedCa | undefined
    readonly requests: readonly RequestedCertificate[]
}

export interface RequestedCa {
    readonly subject?: string | undefined
    /** Fingerprints over the DER, hex; what the signer compares with the CA that signs. */
    readonly sha1?: string | undefined
    readonly sha256?: string | undefined
    /** PEM. */
    readonly certificate?: string | undefined
}

export interface RequestedCertificate {
    readonly verificationCode: string
    /** Where absent: its place in the list, from "1" on. */
    readonly id?: string | undefined
    /** The service's name, and what kind it is, for people. */
    readonly service?: string | undefined
    readonly kind?: string | undefined
    /** The certificate entry's resource id in the cloud, for the page that takes the response in. */
    readonly resource?: string | undefined
}

export interface ResponseFile {
    readonly popcert: 'response'
    readonly version: typeof requestFileVersion
    readonly created?: string | undefined
    readonly ca: { readonly subject: string; readonly sha1: string; readonly sha256: string }
    /** Those that could be made, in the order of the request; what the request said of each comes back with it. */
    readonly responses: readonly (RequestedCertificate & { readonly certificate: string })[]
}
