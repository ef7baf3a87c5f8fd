import type { Bytes, Finding, Result } from './errors'

/** `P-256` and `RSA-2048` are made fresh, and their private half is thrown away; octets are a SubjectPublicKeyInfo, DER or PEM. */
export type SubjectKey = 'P-256' | 'RSA-2048' | Bytes

/** A service that asks for a proof of possession: services/ has a file for each. `azure` is DPS and IoT Hub. */
export type ServiceId =
    | 'alibaba-iot' | 'alibaba-mqtt' | 'aws' | 'azure' | 'azure-central' | 'huawei' | 'openziti' | 'scaleway' | 'tencent-iot' | 'tencent-mqtt'

/** What there is to say of one code, whatever signs it. */
export interface CodeCheck {
    readonly finding: Finding
    /** Taken out of what stood around it: what would be signed. Where there are several (`CODE_SEVERAL`), each on a line. */
    readonly verificationCode: string
    /** The one that was named, or the only one that hands out codes of this form. */
    readonly service: ServiceId | null
    /** All that hand out codes of this form. */
    readonly services: readonly ServiceId[]
    readonly needsConfirmation: boolean
}

export interface CaInput {
    /** PEM, DER or PKCS #7. */
    readonly caCertificate: Bytes
    readonly caOrigin?: Origin | undefined
    /** The clock's time where absent. */
    readonly now?: Date | undefined
}

/**
 * Who gave a code or a CA certificate. `program`: the program that calls, which knows what it does. `person`: somebody typed,
 * pasted or chose it. `given`: a page's message or a request file, so somebody else than the one who holds the key; then only
 * codes of forms that services are known to hand out pass, and a CA certificate does not go before the one in the key's own file.
 * A CA certificate that says it signed itself and did not is refused, but for a program, which is warned.
 */
export type Origin = 'program' | 'person' | 'given'

export interface CheckInput {
    readonly verificationCode?: string | undefined
    /** As in `CreateInput`. */
    readonly service?: ServiceId | undefined
    /** `program` where absent. */
    readonly codeOrigin?: Origin | undefined
    /** PEM or DER, one certificate or a chain; absent while none was chosen. Empty octets are a file with nothing in it. */
    readonly caCertificate?: Bytes | undefined
    /** `program` where absent. */
    readonly caOrigin?: Origin | undefined
    /** The certificates in the key's own file, PEM or DER, so that a difference to `caCertificate` is said. */
    readonly keyFileCertificates?: Bytes | undefined
    /** As in `CreateInput`. */
    readonly caSha1?: string | undefined
    /** `spki` of each private key that `inspect` found: the check needs no secret. */
    readonly keys: readonly Bytes[]
    readonly now: Date
    readonly notBefore?: Date | undefined
    readonly notAfter?: Date | undefined
    /** As in `CreateInput`. */
    readonly allowLongValidity?: boolean | undefined
}

/** Indices as in `Checked`. */
export interface Pair {
    readonly caIndex: number
    readonly keyIndex: number
}

export interface Checked {
    /** No finding fails and nothing is missing: this may be signed, once the code is confirmed where that is needed. */
    readonly ready: boolean
    /** The same of all but the code: where many are signed, `checkCodes` says of each whether it can be. */
    readonly readyButForCode: boolean
    readonly findings: readonly Finding[]
    /**
     * Index into the certificates of `caCertificate`, in file order, followed by those of `keyFileCertificates`; -1 while
     * undecided.
     */
    readonly caIndex: number
    /** Index into `keys`; -1 while undecided. */
    readonly keyIndex: number
    /**
     * Empty, or two or more: pairs of certificate and key that belong together, which a service tells apart, and of which the files do
     * not say which is meant. Pass the `sha1` of one as `caSha1`. Without it the first of one key signs, with the warning
     * `CA_AMBIGUOUS`, and of several keys none does (`KEY_AMBIGUOUS`).
     */
    readonly candidates: readonly Pair[]
    /** The code as it will be signed, outer white space removed. */
    readonly verificationCode: string
    /** The service that was named, or the only one that hands out codes of this form; null for any other form. */
    readonly service: ServiceId | null
    /** All that hand out codes of this form; a bare UUID has several. */
    readonly services: readonly ServiceId[]
    /** The code may be a name: a person has to say that the service shows it, and `codesConfirmed` has to be passed on. */
    readonly needsConfirmation: boolean
    readonly notBefore: Date | null
    readonly notAfter: Date | null
}

export interface CreateInput {
    readonly verificationCode: string
    /**
     * The service that the proof is for: its rules for CA and code hold. Where absent, the one whose codes have this form. It makes no
     * code good that would be refused, and takes no confirmation away.
     */
    readonly service?: ServiceId | undefined
    /** `program` where absent. */
    readonly codeOrigin?: Origin | undefined
    /** A person has confirmed the codes that `check` calls `needsConfirmation`; without it these fail with `CODE_UNCONFIRMED`. */
    readonly codesConfirmed?: boolean | undefined
    /** PEM or DER, one or a chain. May be left out where the key's file also holds the certificate. */
    readonly caCertificate?: Bytes | undefined
    /** `program` where absent. */
    readonly caOrigin?: Origin | undefined
    /** Which of several CA certificates signs: its SHA-1 thumbprint, 40 hex characters. */
    readonly caSha1?: string | undefined
    /** PEM or DER, in any supported format. */
    readonly privateKey: Bytes
    readonly password?: string | undefined
    /** 3 days before `now`, clamped to the CA's own validity. */
    readonly notBefore?: Date | undefined
    /** 30 days after `now`, clamped to the CA's own validity. */
    readonly notAfter?: Date | undefined
    /** More than 90 days from beginning to end fail with `VALIDITY_TOO_LONG` without it. */
    readonly allowLongValidity?: boolean | undefined
    /** The clock's time where absent. */
    readonly now?: Date | undefined
    readonly subjectKey?: SubjectKey | undefined
}

export interface CreatedCertificate {
    /** RFC 7468 text, and the same octets in DER. */
    readonly pem: string
    readonly der: Bytes
    /** Without extension: the CA's name and the code's first characters, safe for any file system. */
    readonly fileName: string
    readonly verificationCode: string
    readonly subject: string
    readonly issuer: string
    readonly serial: string
    readonly notBefore: Date
    readonly notAfter: Date
    /** Such as `RSA 2048, SHA-256` or `ECDSA P-384, SHA-384`. */
    readonly signatureAlgorithm: string
    readonly sha1: string
    readonly sha256: string
    /** SHA-1 fingerprint of the CA that signed: what the service's portal shows as thumbprint. */
    readonly caSha1: string
}

export type CreateResult = Result<CreatedCertificate> & { readonly findings: readonly Finding[] }

/** `caCertificate`, `privateKey` and the rest as for one; `verificationCodes`: 1 to 1,000, each signed on its own. */
export interface CreateAllInput extends Omit<CreateInput, 'verificationCode'> {
    readonly verificationCodes: readonly string[]
}

export interface CreatedAll {
    /** One for each code, in their order. Its findings are those of the code; one that failed did not stop the others. */
    readonly results: readonly CreateResult[]
}

/** The findings are those about CA, key and period, which hold for every code. Where one fails, nothing is signed. */
export type CreateAllResult = Result<CreatedAll> & { readonly findings: readonly Finding[] }

/** Of a call that hands out its results one by one. */
export type CreateEachResult = Result<Record<never, never>> & { readonly findings: readonly Finding[] }
