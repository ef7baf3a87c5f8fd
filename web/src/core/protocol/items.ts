import type { CurveName } from './algorithms'
import type { Bytes, CoreError } from './errors'

/** What every thing that `inspect` found has besides. */
export interface Found {
    /** Where it stands inside something, such as `data.tls.key`; empty for the file itself, and where nothing names the place. */
    readonly where?: string | undefined
}

/** What the core says of one thing in a file. Public facts only; octets of a private key never come out. */
export interface PrivateKeyItem extends Found {
    readonly kind: 'privateKey'
    /** `PKCS#8`, `PKCS#1`, `SEC 1`, ... : how the file spelled it. */
    readonly format: string
    readonly keyType: 'RSA' | 'EC'
    readonly bits: number
    readonly curve: CurveName | null
    /** SubjectPublicKeyInfo of the public half, canonical DER. */
    readonly spki: Bytes
    readonly spkiSha256: string
}

export interface CertificateItem extends Found {
    readonly kind: 'certificate'
    readonly version: 1 | 2 | 3
    readonly keyType: 'RSA' | 'EC'
    readonly bits: number
    readonly curve: CurveName | null
    readonly spkiSha256: string
    /** RFC 4514 text for people. */
    readonly subject: string
    /** The Name's own octets. */
    readonly subjectDer: Bytes
    readonly issuer: string
    /** Issuer and subject are the same octets: a root, as far as names tell. */
    readonly selfIssued: boolean
    /** The common name of the subject, or its last attribute, for a headline. */
    readonly subjectShort: string
    readonly serial: string
    readonly notBefore: Date
    readonly notAfter: Date
    /** basicConstraints; null where the certificate says nothing. */
    readonly isCa: boolean | null
    /** keyUsage keyCertSign; null where the certificate has no keyUsage. */
    readonly keyCertSign: boolean | null
    /** Hex; null where there is none. */
    readonly subjectKeyIdentifier: string | null
    /** Fingerprints over the DER: hex, lower case, no separators. */
    readonly sha1: string
    readonly sha256: string
    readonly der: Bytes
    readonly pem: string
}

/** One extension of a certificate, in people's words. */
export interface ExtensionFact {
    /** Its object identifier, such as `2.5.29.15`. */
    readonly id: string
    /** Such as `Key usage`; empty for one that is not known. */
    readonly name: string
    readonly critical: boolean
    /** What it says; hex where it is not known. */
    readonly text: string
}

/** Something sound that is neither: named so that a person knows what was chosen. */
export interface OtherItem extends Found {
    readonly kind: 'publicKey' | 'certificateRequest' | 'crl' | 'parameters' | 'encryptedPrivateKey' | 'other'
    readonly error: CoreError
}

export type Item = PrivateKeyItem | CertificateItem | OtherItem

export interface InspectInput {
    readonly octets: Bytes
    readonly password?: string | undefined
    /**
     * The field this is for: a file without such a thing is an error that says what it is instead. `anything`: all that was found, also
     * where nothing of it is of use.
     */
    readonly wanted?: 'privateKey' | 'caCertificate' | 'anything' | undefined
}

export interface Inspected {
    readonly items: readonly Item[]
    /** Which form of the password opened something, such as `a line break at its end`; empty where it was the one that was given. */
    readonly passwordForm: string
}
