import type { CertificateItem, ChainCheck, Finding } from '../core/protocol'
import type { Store as PageStore } from '../page/store'
import type { AccessFacts, Cloud, ServiceKind, Subscription } from './cloud/model'
import type { InventoryLine, InventoryView } from './run/inventory'
import { language, type Language } from '../texts/catalogue'
import type { Plan } from './run/plan'
import { isAtWork, signRequestOf, type ServiceRow, type SignRequest } from './run/state'
import type { Problem, Said } from './texts/say'

export type Message = Problem

export type Access =
    | { readonly status: 'none' }
    | { readonly status: 'asking' }
    /** The token itself is in no state. refused: the service did not take it, whatever it says of itself. */
    | { readonly status: 'given'; readonly facts: AccessFacts; readonly refused: boolean }

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
        /** What the core says against the chosen one: with a failure nothing is uploaded. null: it has not been asked yet. */
        readonly findings: readonly Finding[] | null
    }

export interface State {
    readonly clouds: readonly Cloud[]
    /** Chosen in the footer, or the browser's. */
    readonly language: Language
    /** Why there is no signing in; null where there is. */
    readonly signInNote: Said | null
    readonly emulator: boolean
    readonly demoToken: boolean
    /** The one that was settled on; null before. */
    readonly cloud: Cloud | null
    /** The line that prints a token for it. */
    readonly tokenCommand: string
    readonly cloudError: Message | null
    readonly access: Access
    readonly accessError: Message | null
    /** The token was refused or ends soon: what is under way waits for a new one. */
    readonly renewing: boolean
    readonly ca: CertificateFile
    readonly subscriptions: readonly Subscription[] | null
    /** An id, or empty for all. */
    readonly subscription: string
    readonly listing: boolean
    readonly listError: Message | null
    readonly rows: readonly ServiceRow[]
    /** Of services that are listed no more: what was done there belongs to the report. */
    readonly gone: readonly ServiceRow[]
    readonly filterText: string
    readonly filterKind: ServiceKind | ''
    readonly selected: ReadonlySet<string>
    readonly opened: ReadonlySet<string>
    /** The services of the last press of the button, for its progress. */
    readonly started: ReadonlySet<string>
    readonly runError: Message | null
    /** The button was pressed, and a person has to say what may happen to what others may be at work on. */
    readonly question: Plan | null
    /** A certificate that expires within so many days is pointed out. */
    readonly expiryDays: number
    /** How much of what was done has been saved in a report, and which codes in a request file. */
    readonly savedDone: number
    readonly savedCodes: ReadonlySet<string>
    readonly signerShown: boolean
    readonly inventory: InventoryView
    /** Keys of inventory lines. */
    readonly entriesChosen: ReadonlySet<string>
    /** What a person is asked about, as it was shown then. */
    readonly deletion: readonly InventoryLine[] | null
    readonly deletionNote: Said | null
    readonly deletionError: Message | null
    readonly responseNote: Said | null
    readonly responseError: Message | null
    readonly chain: CertificateFile
    readonly chainService: string
    readonly chainCheck: ChainCheck | null
    readonly chainError: Message | null
}

export const initialState: State = {
    clouds: [],
    language: language(),
    signInNote: null,
    emulator: false,
    demoToken: false,
    cloud: null,
    tokenCommand: '',
    cloudError: null,
    access: { status: 'none' },
    accessError: null,
    renewing: false,
    ca: { status: 'empty' },
    subscriptions: null,
    subscription: '',
    listing: false,
    listError: null,
    rows: [],
    gone: [],
    filterText: '',
    filterKind: '',
    selected: new Set(),
    opened: new Set(),
    started: new Set(),
    runError: null,
    question: null,
    expiryDays: 60,
    savedDone: 0,
    savedCodes: new Set(),
    signerShown: false,
    inventory: { text: '', state: '', ending: '', sort: 'expiry', descending: false },
    entriesChosen: new Set(),
    deletion: null,
    deletionNote: null,
    deletionError: null,
    responseNote: null,
    responseError: null,
    chain: { status: 'empty' },
    chainService: '',
    chainCheck: null,
    chainError: null,
}

export type Store = PageStore<State>

/** The CA that everything is about; null while none was chosen. */
export function chosenCa({ ca }: State): CertificateItem | null {
    return ca.status === 'loaded' ? ca.certificates[ca.chosen] ?? null : null
}

export function isShown(row: ServiceRow, { filterText, filterKind }: State): boolean {
    const { name, resourceGroup, region, regionName, kind } = row.service
    if (filterKind !== '' && kind !== filterKind) return false
    const text = `${name} ${resourceGroup} ${region} ${regionName}`.toLowerCase()
    return filterText.toLowerCase().split(/\s+/).every((word) => text.includes(word))
}

/** There is no CA yet, and the signer was asked for its certificate. */
export function isAskedForCa({ signerShown, ca }: State): boolean {
    return signerShown && (ca.status === 'empty' || ca.status === 'failed')
}

/** Why the chosen CA cannot be uploaded; null where it can, or where none was chosen. */
export function caProblem({ ca }: State): Message | null {
    return ca.status === 'loaded' ? ca.findings?.find(({ status }) => status === 'fail') ?? null : null
}

/** Steps that a report tells of. */
export function doneCount({ rows, gone }: State): number {
    return [...rows, ...gone].reduce((count, { done }) => count + done.filter(({ what }) => what !== 'found-verified').length, 0)
}

/** What would be lost with the page: work under way, codes that are in no file, and a report of what was done. */
export function isUnsaved(state: State): boolean {
    return state.rows.some(isAtWork) || doneCount(state) > state.savedDone
        || requestsOf(state).some(({ verificationCode }) => !state.savedCodes.has(verificationCode))
}

/** What wants a signature, in the order of the table. A row that is at work has no code to sign. */
export function requestsOf({ rows }: State): readonly SignRequest[] {
    return rows.filter(({ step }) => step === 'signing').map(signRequestOf).filter((request) => request !== null)
}
