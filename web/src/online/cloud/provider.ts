import type { CaEntry, Service, Subscription } from './model'

/**
 * What a cloud has to do for this page. `run/` takes a CA through these calls and knows no cloud; a folder such as `azure/`
 * stands behind them, and `access.ts` picks it. All reject with a CloudError only.
 */
export interface Provider {
    readonly catalogue: Catalogue
    readonly entries: CaEntries
    /** Where the cloud's own portal shows a service; null: nowhere that is known. tenant: of whose access it is. */
    portalAddress(service: Pick<Service, 'id'>, tenant: string | null): string | null
}

/** What a person with this access can choose from. */
export interface Catalogue {
    subscriptions(options?: CallOptions): Promise<readonly Subscription[]>
    services(subscriptionId: string, options?: CallOptions): Promise<readonly Service[]>
}

/**
 * The CA certificates of one service. A cloud without etags gives any text for one that changes with the entry. A cloud that takes
 * CA and proof in one step keeps what `upload` was given, says that it is unverified, and sends both at `verify`.
 */
export interface CaEntries {
    list(service: Service, options?: CallOptions): Promise<readonly CaEntry[]>
    get(service: Service, name: string, options?: CallOptions): Promise<CaEntry>
    /** Without etag only where no entry of this name exists. */
    upload(service: Service, name: string, der: Uint8Array, options?: UploadOptions): Promise<CaEntry>
    remove(service: Service, entry: EntryState, options?: CallOptions): Promise<void>
    /** A new code each time; the one before it counts for nothing any more. Of the cloud's own form, or rejected. */
    generateVerificationCode(service: Service, entry: EntryState, options?: CallOptions): Promise<CodedEntry>
    /** Whether a text has the form of the codes that this cloud gives. */
    isCode(text: string): boolean
    /**
     * Whether this access may change anything of a CA certificate there. false only where the cloud says so; null: it does not tell. It
     * is a hint for people, before they press: it never rejects, and is neither repeated nor waited for long.
     */
    mayChange(service: Service, options?: CallOptions): Promise<boolean | null>
    /** der: the verification certificate. */
    verify(service: Service, entry: EntryState, der: Uint8Array, options?: CallOptions): Promise<CaEntry>
}

/** An entry, and the state of it that a change starts from. */
export type EntryState = Pick<CaEntry, 'name' | 'etag'>

export interface CodedEntry {
    /** After the code was made: its etag may be another one. */
    readonly entry: CaEntry
    readonly verificationCode: string
}

export interface CallOptions {
    readonly signal?: AbortSignal | undefined
    /** The service is busy, and the call goes on at that time by itself; null: it goes on now. */
    readonly onWait?: ((waiting: Waiting | null) => void) | undefined
}

export interface UploadOptions extends CallOptions {
    readonly etag?: string | undefined
    /** Marked as verified without any proof, where the cloud has that. */
    readonly verified?: boolean
}

/** A wait that the service asked for. */
export interface Waiting {
    readonly until: Date
    readonly status: 429 | 503
    /** From 1. */
    readonly attempt: number
}
