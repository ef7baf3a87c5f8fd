import type { HashName } from './algorithms'
import type { Bytes, Finding, Result } from './errors'
import type { CertificateItem } from './items'
import type { CreateInput, Origin, ServiceId } from './creating'

/** As in `CreateInput`, for a key that is elsewhere: in a device, a vault, or with somebody else. */
export interface PrepareInput extends Omit<CreateInput, 'privateKey' | 'password'> {
    /** PEM or DER. Of several certificates the only one that may sign is taken; of several such `caSha1` says which. */
    readonly caCertificate: Bytes
}

/** What has to be signed. All of it is public; `finish` wants `tbs`, `verificationCode` and the CA's certificate again. */
export interface PreparedCertificate {
    /** The to-be-signed certificate, DER. */
    readonly tbs: Bytes
    /** What it is to be signed with: RSA with PKCS #1 v1.5, or ECDSA. What is weak is only read. */
    readonly hash: Exclude<HashName, 'MD5' | 'SHA-1' | 'SHA-224'>
    /** Of `tbs`. */
    readonly digest: Bytes
    readonly signatureAlgorithm: string
    readonly verificationCode: string
    /** Without extension; safe for any file system. */
    readonly fileName: string
    /** Whose key has to sign. */
    readonly ca: CertificateItem
}

export type PrepareResult = Result<PreparedCertificate> & { readonly findings: readonly Finding[] }

export interface FinishInput {
    readonly verificationCode: string
    readonly service?: ServiceId | undefined
    /** The CA that was prepared for; others may be in it. */
    readonly caCertificate: Bytes
    /** As `prepare` gave it; anything else is refused with `PREPARED_NOT_A_PROOF`. */
    readonly tbs: Bytes
    /**
     * What came back: octets, base64, hexadecimal digits, the JSON of a service, ECDSA in DER or as r and s side by side. Every way to
     * read it is tried until it verifies under the CA's key; if none does, the error says which mistake was made.
     */
    readonly signature: Bytes
    /** The clock's time where absent. */
    readonly now?: Date | undefined
    /** As in `CreateInput`; for what was prepared with it. */
    readonly allowLongValidity?: boolean | undefined
}

export interface JudgeInput {
    /** The verification certificate that another tool made; PEM, DER, PKCS #7, also a chain. */
    readonly certificate: Bytes
    readonly caCertificate: Bytes
    readonly verificationCode: string
    readonly service?: ServiceId | undefined
    readonly caOrigin?: Origin | undefined
    readonly caSha1?: string | undefined
    /** The clock's time where absent. */
    readonly now?: Date | undefined
}

export interface Judged {
    /** No finding fails. What the service does with a warning is not known. */
    readonly accepted: boolean
    /**
     * Besides those of the checklist: `name` (is the code), `issuer` (is the CA), `signature`, `valid`, `kind`, of the field null.
     */
    readonly findings: readonly Finding[]
    /** Which of the file was judged, and by which CA; null where one could not be read. */
    readonly certificate: CertificateItem | null
    readonly ca: CertificateItem | null
}
