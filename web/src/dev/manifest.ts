import { count, flag, list, object, oneOf, optional, text, type Decoder } from '../decode/decode'
import { keyTypes, leafKinds, pfxForms } from './choices'
import type { KeyType, LeafKind, PfxForm, Subject } from './protocol'

/**
 * What a run is and how far it came, as manifest.json: with the CA's key and the password it can be gone on with after a crash. No
 * secret is in it.
 */
export interface Manifest {
    readonly format: 'popcert-dev-1'
    /** SHA-256 of the issuing CA's certificate. */
    readonly issuer: string
    readonly kind: LeafKind
    readonly keyType: KeyType
    readonly days: number
    readonly pfx: PfxForm
    readonly isEncrypted: boolean
    readonly subject: Omit<Subject, 'commonName'>
    /** Further names of servers, besides the id. */
    readonly serverNames: readonly string[]
    readonly partSize: number
    readonly ids: readonly string[]
    /** Parts that are whole, from the first on. */
    readonly partsDone: number
}

const subject: Decoder<Manifest['subject']> = object<Required<Manifest['subject']>>({
    organization: optional(text(200), ''), organizationalUnit: optional(text(200), ''), locality: optional(text(200), ''),
    state: optional(text(200), ''), country: optional(text(2), ''),
})

export const manifestOf: Decoder<Manifest> = object<Manifest>({
    format: oneOf('popcert-dev-1'), issuer: text(64), kind: oneOf(...leafKinds),
    keyType: oneOf(...keyTypes), days: count, pfx: oneOf(...pfxForms),
    isEncrypted: flag, subject, serverNames: list(text(253), 100), partSize: count, ids: list(text(64), 100_000), partsDone: count,
})
