import type { Source } from '../core/call'
import type { Checked, CodeCheck, CoreError, CreatedCertificate, Item, Result, ServiceId } from '../core/protocol'
import type { Store as PageStore } from '../page/store'
import type { FileError } from './calls/read-requests'
import type { RequestedCa, RequestedCertificate } from '../requests/format'
import type { Language } from '../texts/catalogue'
import type { Mode } from '../frame/protocol'
import type { Sorted } from './calls/sort'

/** One of the two files: what was chosen, and how far it got. `name` is the file's, or says that the text was pasted. */
export type FileState =
    | { readonly status: 'empty' }
    | { readonly status: 'reading'; readonly source: Source; readonly name: string }
    | { readonly status: 'locked'; readonly source: Source; readonly name: string; readonly error: CoreError }
    | { readonly status: 'failed'; readonly source: Source; readonly name: string; readonly error: CoreError }
    | { readonly status: 'loaded'; readonly source: Source; readonly name: string; readonly items: readonly Item[] }

/** Always a fresh key, whose private half is thrown away: what is certified here opens nothing. */
export type SubjectKeyChoice = 'P-256' | 'RSA-2048'

/** One code of a list, with what the page or file said of it. */
export type Entry = RequestedCertificate & { readonly id: string }

/** Codes that came together, in place of the one that is typed. */
export interface RequestList {
    readonly from: 'page' | 'file'
    /** The page's origin in words, or the file's name. */
    readonly name: string
    readonly entries: readonly Entry[]
    /** That the codes are from, where page or file says so. */
    readonly service: ServiceId | null
    /** The CA that has to sign, where the file says so. */
    readonly ca: RequestedCa | null
    /** The page has put it in place of another that a person may have looked at. */
    readonly replaced: boolean
}

/** What became of one code of a list. */
export interface Outcome {
    readonly entry: Entry
    readonly result: Result<CreatedCertificate>
}

/** Certificates that were made together. */
export interface Batch {
    readonly from: RequestList['from']
    readonly outcomes: readonly Outcome[]
    readonly ca: { readonly subject: string; readonly subjectShort: string; readonly sha1: string; readonly sha256: string }
}

/** A file or pasted text of unknown contents. */
export interface Chosen {
    readonly source: Source
    readonly name: string
    /** What the core found, where it has been asked. */
    readonly sorted?: Sorted
}

/** A private key and the certificate of its CA, among several such pairs that came together; ca: null where it is in the key's file. */
export interface Pair {
    readonly id: string
    readonly key: Chosen
    readonly ca: Chosen | null
    /** Of the CA. */
    readonly name: string
}

/** The page around this frame, once it has said who it is. */
export interface Embedder {
    readonly name: string
    /** It shares this page's origin, and could reach into it: the frame is not sandboxed. */
    readonly reaches: boolean
}

export interface State {
    readonly code: string
    /** The service that the person chose; null: the one of the code's form. */
    readonly service: ServiceId | null
    /** It is being typed, and has not the length of a code yet: too early to judge. */
    readonly isTyping: boolean
    readonly requests: RequestList | null
    /** Why a request file cannot be used. */
    readonly requestsError: FileError | null
    /** Of each code of the list, in its order, or of the one that is typed; empty while that is open. */
    readonly codeChecks: readonly CodeCheck[]
    /** The person said that a code that looks like a name is what the service shows; of these codes only. */
    readonly confirmed: boolean
    /** In a frame: codes of the list that have not been in view yet. */
    readonly unseen: number
    readonly key: FileState
    readonly ca: FileState
    /** Who gave the CA's certificate. */
    readonly caFrom: 'person' | 'page' | 'file'
    /** Of several CA certificates that fit the one that was chosen; empty: none was. */
    readonly caSha1: string
    /** As in the inputs: UTC, empty where the default holds. */
    readonly notBefore: string
    readonly notAfter: string
    readonly subjectKey: SubjectKeyChoice
    readonly checked: Checked | null
    /** The button was pressed: from now on what is missing is an error. */
    readonly attempted: boolean
    /** From the press of the button on, until all that it asked for is made or refused. */
    readonly creating: boolean
    /** Codes of a list that are worked off while creating. */
    readonly done: number
    /** Why the last certificate could not be made, until an input changes. */
    readonly failure: CoreError | null
    /** The one certificate, or those of a list: never both. */
    readonly result: CreatedCertificate | null
    readonly batch: Batch | null
    /** An input changed after these were made. */
    readonly stale: boolean
    /** The person has these in hand: downloaded or copied. */
    readonly saved: boolean
    readonly notice: string
    /** What stands in the page is made up (sample.ts). */
    readonly isSample: boolean
    /** Which of these is meant is the person's to say. */
    readonly pairs: readonly Pair[]
    readonly embedder: Embedder | null
    /** How much is shown where the page gives the codes. */
    readonly mode: Mode
    /** A page of this origin opened this window, and could reach into it. */
    readonly isReachedByOpener: boolean
    /** In which the page speaks; the texts themselves are the catalogue's. */
    readonly language: Language
}

export const initialState: State = {
    code: '',
    service: null,
    isTyping: false,
    requests: null,
    requestsError: null,
    codeChecks: [],
    confirmed: false,
    unseen: 0,
    key: { status: 'empty' },
    ca: { status: 'empty' },
    caFrom: 'person',
    caSha1: '',
    notBefore: '',
    notAfter: '',
    subjectKey: 'P-256',
    checked: null,
    attempted: false,
    creating: false,
    done: 0,
    failure: null,
    result: null,
    batch: null,
    stale: false,
    saved: false,
    notice: '',
    isSample: false,
    pairs: [],
    embedder: null,
    mode: 'compact',
    isReachedByOpener: false,
    language: 'en',
}

export type Store = PageStore<State>
