import type { CertificateItem, ChainCheck } from '../core/protocol'
import type { Cloud, CloudCertificate, Service, ServiceKind, Subscription } from './azure/model'

/** What stands beside a field or a row: what happened, and what to do. */
export interface Message {
    readonly message: string
    readonly hint: string
}

/** Whose token it is; the token itself is in no state. */
export interface Identity {
    readonly who: string
    readonly tenant: string
    readonly audience: string
    readonly expires: Date | null
}

export type Access =
    | { readonly status: 'none' }
    | { readonly status: 'asking' }
    | { readonly status: 'given'; readonly identity: Identity }

/** A file with certificates: the CA's, or a device's chain. `chosen` is -1 while a person has to choose. */
export type CertificateFile =
    | { readonly status: 'empty' }
    | { readonly status: 'reading'; readonly name: string }
    | { readonly status: 'failed'; readonly name: string; readonly error: Message }
    | {
        readonly status: 'loaded'
        readonly name: string
        readonly certificates: readonly CertificateItem[]
        readonly chosen: number
        /** What the core warns of about the chosen one. */
        readonly warnings: readonly Message[]
    }

/** What a row is at, or has come to. */
export type Step =
    | 'reading' | 'uploading' | 'requesting' | 'signing' | 'verifying' | 'waiting' | 'deleting' | 'queued'

/** One service. Everything in it is read from the cloud, so that another session sees the same. */
export interface Row {
    readonly service: Service
    /** All that the service has; null while that was not read. */
    readonly entries: readonly CloudCertificate[] | null
    /** The one with the thumbprint of the chosen CA. */
    readonly entry: CloudCertificate | null
    readonly code: string | null
    readonly step: Step | null
    readonly error: Message | null
    /** What this page did here, for the report. */
    readonly done: readonly string[]
    readonly finished: Date | null
}

export interface State {
    readonly clouds: readonly Cloud[]
    /** From file:// or without a client id there is no signing in; the sentence says why. */
    readonly signIn: { readonly possible: boolean; readonly note: string }
    readonly emulator: boolean
    /** The one that was settled on; null before. */
    readonly cloud: Cloud | null
    readonly cloudError: Message | null
    readonly access: Access
    readonly accessError: Message | null
    readonly ca: CertificateFile
    readonly subscriptions: readonly Subscription[] | null
    /** An id, or empty for all. */
    readonly subscription: string
    readonly listing: boolean
    readonly listError: Message | null
    readonly rows: readonly Row[]
    readonly filterText: string
    readonly filterKind: ServiceKind | ''
    readonly selected: ReadonlySet<string>
    readonly opened: ReadonlySet<string>
    readonly running: boolean
    readonly runNote: string
    readonly runError: Message | null
    readonly signerShown: boolean
    readonly signError: Message | null
    readonly responseNote: string
    readonly responseError: Message | null
    readonly chain: CertificateFile
    readonly chainService: string
    readonly chainCheck: ChainCheck | null
    readonly chainError: Message | null
    readonly notice: string
}

export const initialState: State = {
    clouds: [],
    signIn: { possible: false, note: '' },
    emulator: false,
    cloud: null,
    cloudError: null,
    access: { status: 'none' },
    accessError: null,
    ca: { status: 'empty' },
    subscriptions: null,
    subscription: '',
    listing: false,
    listError: null,
    rows: [],
    filterText: '',
    filterKind: '',
    selected: new Set(),
    opened: new Set(),
    running: false,
    runNote: '',
    runError: null,
    signerShown: false,
    signError: null,
    responseNote: '',
    responseError: null,
    chain: { status: 'empty' },
    chainService: '',
    chainCheck: null,
    chainError: null,
    notice: '',
}

export type Listener = (state: State, before: State) => void

/** The page's one state. Views are told of each change in the order in which they came. */
export class Store {
    #state = initialState
    readonly #listeners: Listener[] = []

    get state(): State {
        return this.#state
    }

    update(change: Partial<State>): void {
        const before = this.#state
        this.#state = { ...before, ...change }
        for (const listener of this.#listeners) listener(this.#state, before)
    }

    /** Tells the listener at once how things are, too. */
    subscribe(listener: Listener): void {
        this.#listeners.push(listener)
        listener(this.#state, this.#state)
    }
}

/** Redraws only when what it shows has changed. */
export function whenChanged(pick: (state: State) => readonly unknown[], draw: Listener): Listener {
    let shown: readonly unknown[] | null = null
    return (state, before) => {
        const now = pick(state)
        if (shown !== null && now.every((value, index) => value === shown?.[index])) return
        shown = now
        draw(state, before)
    }
}

/** The CA that everything is about; null while none was chosen. */
export function chosenCa({ ca }: State): CertificateItem | null {
    return ca.status === 'loaded' ? ca.certificates[ca.chosen] ?? null : null
}

export function isShown(row: Row, { filterText, filterKind }: State): boolean {
    const { name, resourceGroup, region, kind } = row.service
    if (filterKind !== '' && kind !== filterKind) return false
    const text = `${name} ${resourceGroup} ${region}`.toLowerCase()
    return filterText.toLowerCase().split(/\s+/).every((word) => text.includes(word))
}
