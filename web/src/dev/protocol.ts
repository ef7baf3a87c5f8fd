import type { Bytes, ErrorCategory, Parameters as Words } from '../core/protocol'

/** The types of development certificates. No code. */

/** `verification` is the proof for a code: its key is thrown away. */
export type Kind = 'root' | 'intermediate' | 'device' | 'edge-ca' | 'server' | 'verification'

/** What is made for many ids in one run. */
export type LeafKind = 'device' | 'edge-ca' | 'server'

export type KeyType = 'P-256' | 'P-384' | 'RSA-2048' | 'RSA-3072' | 'RSA-4096'

/** old: 3DES and SHA-1, for Windows before 10 (1709); weak. */
export type PfxForm = 'none' | 'modern' | 'old'

/** Empty fields are left out; without `organization` it says "Development only". */
export interface Subject {
    readonly commonName: string
    readonly organization?: string | undefined
    readonly organizationalUnit?: string | undefined
    readonly locality?: string | undefined
    readonly state?: string | undefined
    readonly country?: string | undefined
}

/** Which input an error belongs to. */
export type DevInput = 'ids' | 'subject' | 'serverNames' | 'validity' | 'issuer' | 'issuerPassword' | 'password' | 'certificate'

export interface DevError {
    /** Stable: of core/devpki/refusal.cc, or of the core's own list. */
    readonly code: string
    readonly category: ErrorCategory
    /** One sentence about this input. */
    readonly message: string
    /** What to do next; may be empty. */
    readonly hint: string
    readonly parameters: Words
    readonly input: DevInput | null
    /** Of the ids, counted from 1; 0 where that says nothing. */
    readonly line: number
}

export type DevResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: DevError }

export interface CertificateFacts {
    readonly pem: string
    /** RFC 4514 text for people. */
    readonly subject: string
    readonly commonName: string
    readonly issuer: string
    readonly serial: string
    readonly notBefore: Date
    readonly notAfter: Date
    /** Over the DER: hex, lower case. */
    readonly sha1: string
    readonly sha256: string
}

/** key: PEM as octets, encrypted unless plain keys were asked for; null where none is given out. */
export interface MadeFiles extends CertificateFacts {
    readonly key: Bytes | null
    readonly pfx: Bytes | null
}

/** Who signs, and how keys leave. */
export interface OpenInput {
    /** The CA's key in any format that popcert reads; absent for roots. */
    readonly issuerKey?: Bytes | undefined
    /** Its certificate, or chain; not needed where the key's file holds it. */
    readonly issuerCertificate?: Bytes | undefined
    readonly issuerPassword?: string | undefined
    /** Encrypts every key that is made: 12 characters or more. Absent: keys leave as they are. */
    readonly password?: string | undefined
    readonly pfx?: PfxForm | undefined
}

export interface Period {
    /** From now on, or from `notBefore`; cut to the CA's own. */
    readonly days?: number | undefined
    /** A day before now where absent. */
    readonly notBefore?: Date | undefined
}

export interface MakeInput extends Period {
    readonly kind: Kind
    readonly keyType?: KeyType | undefined
    /** Of a verification certificate the common name is the code. */
    readonly subject: Subject
    /** DNS names and addresses of a server. */
    readonly serverNames?: readonly string[] | undefined
    /** Of a CA: how many CAs may be below it. */
    readonly pathLength?: number | undefined
}

export interface RenewInput extends Period {
    readonly certificate: Bytes
    /** To keep the key. Absent: a fresh one is made, of `keyType`. */
    readonly key?: Bytes | undefined
    readonly keyPassword?: string | undefined
    readonly keyType?: KeyType | undefined
}

/** Makes development certificates: one run at a time. Nothing throws; what goes wrong is in the result. */
export interface DevPki {
    readonly version: string
    /** Every id that is none, or is there twice, before anything is made. */
    checkIds(ids: readonly string[]): readonly DevError[]
    /** The name of a device's folder, which every system takes. */
    folderName(id: string): string
    /** Reads the CA's key and derives from the password what encrypts, once for the run. chain: of the CA, upwards; empty for roots. */
    open(input: OpenInput): DevResult<{ readonly chain: readonly CertificateFacts[] }>
    make(input: MakeInput): DevResult<MadeFiles>
    renew(input: RenewInput): DevResult<MadeFiles>
    /** Ends the run: nothing of it stays in memory. */
    close(): void
}
