import type { CertificateItem } from '../../core/protocol'
import type { CloudError } from '../cloud/error'
import type { CaEntry, Service } from '../cloud/model'
import type { Waiting } from '../cloud/provider'

/** The CA that is taken to the services; what the core says of it. */
export type LocalCa = Pick<CertificateItem, 'der' | 'pem' | 'sha1' | 'sha256' | 'subject' | 'subjectShort'>

/** What is under way. `queued` waits for its turn; `signing` waits for a person's signature, and nothing is sent. */
export type Step = 'queued' | 'reading' | 'uploading' | 'requesting' | 'signing' | 'verifying' | 'deleting'

/** Where the CA stands at a service, with everything that a view has to tell apart. */
export type RowStatus =
    /** Not read yet, or no CA was chosen. */
    | 'unknown'
    | 'missing' | 'unverified' | 'verified'
    /** A certificate of that name or of the same CA is there, and it is another one: `row.other`. Choose another name, or replace it. */
    | 'name-taken'
    /** While we worked, somebody put another certificate in the entry's place, or removed it: `row.other` (null: removed). */
    | 'replaced'
    | 'working' | 'waiting-for-service' | 'waiting-for-token' | 'waiting-for-signature'
    | 'failed' | 'cancelled'

/** A code, and the state of the entry that it belongs to: with another etag it counts for nothing. */
export interface KnownCode {
    readonly value: string
    readonly name: string
    readonly etag: string
}

/** What somebody wanted of a row, which says what trying again means. */
export type Wanted = 'look' | 'prove' | 'other'

/** What this page did, for the report. */
export interface Done {
    readonly what: DoneWhat
    readonly at: Date
    /** Whose token it was done with; empty where it does not say. */
    readonly by: string
    /** The CA that it was about; null for the deletion of another certificate. */
    readonly ca: CaFacts | null
    /** Name of the entry. */
    readonly entry: string
    /** SHA-1 of the certificate that was there before, or was deleted; empty where there was none. */
    readonly before: string
}

export type CaFacts = Pick<LocalCa, 'subject' | 'sha1' | 'sha256'>

/** `verified-later`: our proof was sent, its answer got lost or was not to be had, and the entry was verified when read afterwards. */
export type DoneWhat =
    | 'uploaded' | 'uploaded-as-verified' | 'replaced' | 'code-generated' | 'verified' | 'verified-later' | 'deleted' | 'found-verified'

export interface Sent {
    readonly what: 'uploaded' | 'uploaded-as-verified' | 'replaced' | 'verified'
    /** Thumbprint of what was to be replaced; empty otherwise. */
    readonly before: string
}

/** One service. Immutable: a change makes a new one. All but `code`, `done` and `error` is as it was last read from the cloud. */
export interface ServiceRow {
    readonly service: Service
    /** All CA certificates that the service has; null while that was not read. */
    readonly entries: readonly CaEntry[] | null
    /** Whether this access may change anything there; null: that is not known. Only the service decides. */
    readonly mayChange: boolean | null
    /** The one with the thumbprint of the chosen CA. */
    readonly entry: CaEntry | null
    /** Under which name it would be uploaded: the suggestion, or what `setName` said; empty while nothing was read. */
    readonly name: string
    readonly nameIsChosen: boolean
    /** The certificate that is in the way, of the same name or of the same CA; see the states `name-taken` and `replaced`. */
    readonly other: CaEntry | null
    readonly code: KnownCode | null
    readonly step: Step | null
    /** The service asked to wait until then; the step goes on by itself. */
    readonly waiting: Waiting | null
    readonly waitsForToken: boolean
    readonly error: CloudError | null
    readonly cancelled: boolean
    /** Of the last job. */
    readonly wanted: Wanted
    /** It was sent, and how it was taken is not known: the next reading tells. */
    readonly sent: Sent | null
    readonly done: readonly Done[]
    /** When the last job on this row came to its end. */
    readonly finished: Date | null
}

/** Where the rows are kept: the page's one state, or a part of it. */
export interface RowStore {
    /** gone: of services that are listed no more, where something was done. */
    readonly state: { readonly rows: readonly ServiceRow[]; readonly gone?: readonly ServiceRow[] }
    update(change: { readonly rows: readonly ServiceRow[]; readonly gone?: readonly ServiceRow[] }): void
}

/** One code that wants a signature. */
export interface SignRequest {
    /** The service's resource id. */
    readonly id: string
    readonly verificationCode: string
    /** The service's name. */
    readonly label: string
    readonly service: Service
    /** Resource id of the certificate entry. */
    readonly resource: string
}

export function newRow(service: Service): ServiceRow {
    return {
        service, entries: null, mayChange: null, entry: null, name: '', nameIsChosen: false, other: null, code: null, step: null, waiting: null,
        waitsForToken: false, error: null, cancelled: false, wanted: 'look', sent: null, done: [], finished: null,
    }
}

export function statusOf(row: ServiceRow): RowStatus {
    const { entries, entry, other, step, error } = row
    if (row.waitsForToken) return 'waiting-for-token'
    if (row.waiting !== null) return 'waiting-for-service'
    if (step === 'signing') return 'waiting-for-signature'
    if (step !== null) return 'working'
    if (error?.code === 'ENTRY_REPLACED' || error?.code === 'ENTRY_GONE') return 'replaced'
    if (error !== null) return 'failed'
    if (row.cancelled) return 'cancelled'
    if (entries === null) return 'unknown'
    if (entry !== null) return entry.isVerified ? 'verified' : 'unverified'
    return other === null ? 'missing' : 'name-taken'
}

/** Something is being sent, or waits for its turn. */
export function isAtWork({ step }: ServiceRow): boolean {
    return step !== null && step !== 'signing'
}

/** The entry that holds the CA; a verified one first, where it is there twice. */
export function entryOf(entries: readonly CaEntry[], ca: Pick<LocalCa, 'sha1'>): CaEntry | null {
    const same = entries.filter(({ thumbprint }) => thumbprint === ca.sha1)
    return same.find(({ isVerified }) => isVerified) ?? same[0] ?? null
}

/** By the common name: the service says it alone, or with `CN=` among others. It only makes a person be asked. */
export function isOfSameName({ subject }: CaEntry, ca: Pick<LocalCa, 'subject' | 'subjectShort'>): boolean {
    const common = /(?:^|[,+\n])\s*CN\s*=\s*([^,+\n]+)/i.exec(subject)?.[1] ?? subject
    return common.trim() === ca.subjectShort || subject === ca.subject
}

/** null: the code is not known any more, or counts for nothing. */
export function signRequestOf({ service, entry, code }: ServiceRow): SignRequest | null {
    if (entry === null || code === null || entry.isVerified || code.etag !== entry.etag) return null
    return { id: service.id, verificationCode: code.value, label: service.name, service, resource: entry.id }
}
