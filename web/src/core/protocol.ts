/** The types that page, worker, package and WebAssembly share. No code: what may be said, not who says it. */

/** Any octets; never text. */
export type Bytes = Uint8Array

/** Stable name of an error, such as `KEY_NOT_OF_THIS_CERTIFICATE`. The list is core/sentences/sentences.json. */
export type ErrorCode = string

/** Coarse classes to branch on; a new code falls into one of these. */
export type ErrorCategory =
    | 'empty-input' | 'not-recognized' | 'truncated' | 'malformed' | 'trailing-data' | 'unsupported-algorithm'
    | 'password-required' | 'wrong-password' | 'kdf-limit' | 'limit' | 'wrong-object' | 'no-private-key'
    | 'no-certificate' | 'ambiguous' | 'invalid-key' | 'weak-key' | 'key-cert-mismatch' | 'cert-not-ca'
    | 'cert-no-keycertsign' | 'cert-expired' | 'cert-not-yet-valid' | 'invalid-request' | 'internal'

/** The input that an error or finding belongs to, named as in `CreateInput`. */
export type Field = 'verificationCode' | 'privateKey' | 'caCertificate' | 'password' | 'validity' | 'subjectKey' | 'now'

/**
 * What the words in braces of a sentence were filled with, so that a translation can be filled in the same way: `value`, `count`
 * (numbers), `name`, `other`, `where`, `date`, `from` (yyyy-mm-dd, UTC). Only those that the sentence or its hint has. The sentences of the core are
 * in core/sentences/sentences.json.
 */
export type Parameters = Readonly<Record<string, string>>

export interface CoreError {
    readonly code: ErrorCode
    readonly category: ErrorCategory
    /** One sentence about this input. */
    readonly message: string
    /** What to do next; may be empty. */
    readonly hint: string
    readonly parameters: Parameters
    /** Octets into the decoded input; 0 where that says nothing. */
    readonly offset: number
    readonly field: Field | null
}

/** One line of the pre-flight checklist. Every check that could run is there, not only the first that failed. */
export interface Finding {
    /**
     * Stable: `code`, `key`, `certificate`, `match`, `chain`, `ca`, `usage`, `validity`, `strength`, `subject`, `algorithm`,
     * `signature` (of a CA that signed itself), `names` (its name constraints), `purpose` (its extKeyUsage), `extensions` (critical or
     * damaged ones), `period`, `clock`; of a device's chain `chain`, `file`, `device`, `name`, `validity`, `issuing`, `signature`, `sent`,
     * `names`, `purpose`, `extensions`; `call` for an argument without a field. `key` and `certificate` tell what could be read of a file.
     */
    readonly id: string
    readonly status: 'pass' | 'warn' | 'fail'
    readonly field: Field | null
    /** Which sentence this is: the error's code, or for a pass a stable name such as `match.pass`, `code.trimmed`. */
    readonly text: string
    readonly message: string
    readonly hint: string
    readonly parameters: Parameters
    /** The error behind a warning or failure; null for a pass, and for `chain.verified`. */
    readonly code: ErrorCode | null
    readonly category: ErrorCategory | null
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: CoreError }

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
    readonly curve: 'P-256' | 'P-384' | 'P-521' | null
    /** SubjectPublicKeyInfo of the public half, canonical DER. */
    readonly spki: Bytes
    readonly spkiSha256: string
}

export interface CertificateItem extends Found {
    readonly kind: 'certificate'
    readonly version: 1 | 2 | 3
    readonly keyType: 'RSA' | 'EC'
    readonly bits: number
    readonly curve: 'P-256' | 'P-384' | 'P-521' | null
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

/** `P-256` and `RSA-2048` are made fresh, and their private half is thrown away; octets are a SubjectPublicKeyInfo, DER or PEM. */
export type SubjectKey = 'P-256' | 'RSA-2048' | Bytes

/** A service that asks for a proof of possession: services/ has a file for each. `azure` is DPS and IoT Hub. */
export type ServiceId =
    | 'alibaba-iot' | 'alibaba-mqtt' | 'aws' | 'azure' | 'azure-central' | 'huawei' | 'openziti' | 'scaleway' | 'tencent-iot' | 'tencent-mqtt'

/** What there is to say of one code, whatever signs it. */
export interface CodeCheck {
    readonly finding: Finding
    /** Without outer white space; what would be signed. */
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
    /** PEM or DER, one certificate or a chain; empty while none was chosen. */
    readonly caCertificate: Bytes
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

/** As in `CreateInput`, for a key that is elsewhere: in a device, a vault, or with somebody else. */
export interface PrepareInput extends Omit<CreateInput, 'privateKey' | 'password'> {
    /** PEM or DER. Of several certificates the only one that may sign is taken; of several such `caSha1` says which. */
    readonly caCertificate: Bytes
}

/** What has to be signed. All of it is public; `finish` wants `tbs`, `verificationCode` and the CA's certificate again. */
export interface PreparedCertificate {
    /** The to-be-signed certificate, DER. */
    readonly tbs: Bytes
    /** What it is to be signed with: RSA with PKCS #1 v1.5, or ECDSA. */
    readonly hash: 'SHA-256' | 'SHA-384' | 'SHA-512'
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

/** A CA certificate that the service lists. */
export interface Anchor {
    /** SHA-1 over the DER, 40 hex characters; the service's thumbprint. */
    readonly sha1: string
    readonly verified: boolean
}

export interface CheckChainInput {
    /** A device's chain: one or more certificates in any order, PEM, DER or PKCS #7. Keys in it are left alone. */
    readonly certificates: Bytes
    /** CA certificates that are at hand besides, such as those that the service gave; each in any form that can be read. */
    readonly known?: readonly Bytes[] | undefined
    readonly anchors: readonly Anchor[]
    /** The clock's time where absent. */
    readonly now?: Date | undefined
}

/** One certificate of the chain. */
export interface ChainLink {
    readonly certificate: CertificateItem
    /** The device sends it, or it was only known; a service builds its chain from what the device sends. */
    readonly source: 'file' | 'known'
    /** Its place among the certificates of the file, or of its octets in `known`; from 0. */
    readonly index: number
    /** Place in `links` of the certificate that issued it: the next, or its own for a root; null: it is not here. */
    readonly issuedBy: number | null
    /**
     * `unchecked`: of an algorithm that popcert does not verify; `weak`: made with SHA-1 or MD5, and not accepted; `issuer-missing`:
     * there is no key to verify it with.
     */
    readonly signature: 'verified' | 'wrong' | 'weak' | 'unchecked' | 'issuer-missing'
    /** Such as `RSA, SHA-256`, `ECDSA, SHA-384`, `RSA-PSS`. */
    readonly signatureAlgorithm: string
    readonly validity: 'valid' | 'expired' | 'not-yet-valid'
    /** Whether it may issue what stands below it; for the leaf null. `unstated`: of an old kind that does not say. */
    readonly mayIssue: 'yes' | 'unstated' | 'not-a-ca' | 'no-key-cert-sign' | 'path-too-long' | null
    /** What the service lists; null where it does not have this certificate. */
    readonly anchor: 'verified' | 'unverified' | null
    /** What is wrong with it; empty where nothing is. */
    readonly findings: readonly Finding[]
}

export interface ChainCheck {
    /** From the leaf up. At least one. */
    readonly links: readonly ChainLink[]
    /**
     * The answer; its `text` says which: `chain.verified` rolls up to a verified certificate (a warning without a code where OpenSSL
     * and AWS refuse the root, and Azure was seen to take such: `CHAIN_V3_CA_UNSTATED` at `link`); `CHAIN_ANCHOR_UNVERIFIED` verify
     * the one at `link`; `CHAIN_NO_ANCHOR` upload the one at `link` and verify it; `CHAIN_ISSUER_MISSING` the file stops before
     * a root and nothing in it is listed; `CHAIN_LEAF_ALONE` only the device's own certificate is there; or the first thing that
     * is wrong below the anchor, at `link`: `CHAIN_BROKEN` an issuer's name fits, its signature does not; `CHAIN_EXPIRED`,
     * `CHAIN_NOT_YET_VALID`, `CHAIN_NOT_A_CA`, `CHAIN_NO_KEY_CERT_SIGN`, `CHAIN_PATH_TOO_LONG`, `CHAIN_SIGNATURE_WEAK`;
     * `CHAIN_LEAF_NO_NAME`; `CHAIN_LEAF_IS_CA` there are only CAs; `CHAIN_OTHER_ISSUER`, `CHAIN_NAME_NOT_ALLOWED`,
     * `CHAIN_CRITICAL_EXTENSION`, `CHAIN_EXTENSION_DAMAGED`, `CHAIN_CURVE_EXPLICIT`; `CHAIN_INCOMPLETE` the device does not send this one; or a warning:
     * `CHAIN_SIGNATURE_UNCHECKED`, `CHAIN_NAMES_UNCHECKED`, `CHAIN_EXTENSION_UNCHECKED` (not checked here), `CHAIN_NOT_FOR_CLIENTS`,
     * and above a certificate that issued another one `CHAIN_V3_CA_UNSTATED`.
     */
    readonly verdict: Finding & {
        /** Place in `links` of the certificate that it is about. */
        readonly link: number
    }
    /** What else is to be said: `CHAIN_SEVERAL_LEAVES` the file holds certificates of several devices, and one was taken. */
    readonly findings: readonly Finding[]
    /** Certificates of the file that are not part of this chain. */
    readonly unused: readonly { readonly certificate: CertificateItem; readonly index: number; readonly reason: 'duplicate' | 'unrelated' }[]
    /** What else was in the file: private keys, which were not looked at, and what could not be read. */
    readonly others: readonly (PrivateKeyItem | OtherItem)[]
}
