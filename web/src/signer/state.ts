import type { Source } from '../core/messages'
import type { Checked, CoreError, CreatedCertificate, Item } from '../core/protocol'

/** One of the two files: what was chosen, and how far it got. `name` is the file's, or says that the text was pasted. */
export type FileState =
    | { readonly status: 'empty' }
    | { readonly status: 'reading'; readonly source: Source; readonly name: string }
    | { readonly status: 'locked'; readonly source: Source; readonly name: string; readonly error: CoreError }
    | { readonly status: 'failed'; readonly source: Source; readonly name: string; readonly error: CoreError }
    | { readonly status: 'loaded'; readonly source: Source; readonly name: string; readonly items: readonly Item[] }

export type SubjectKeyChoice = 'P-256' | 'RSA-2048' | 'own'

export interface State {
    readonly code: string
    readonly key: FileState
    readonly ca: FileState
    /** As in the inputs: UTC, empty where the default holds. */
    readonly notBefore: string
    readonly notAfter: string
    readonly subjectKey: SubjectKeyChoice
    readonly subjectKeyText: string
    readonly checked: Checked | null
    /** The button was pressed: from now on what is missing is an error. */
    readonly attempted: boolean
    readonly creating: boolean
    /** Why the last certificate could not be made, until an input changes. */
    readonly failure: CoreError | null
    readonly result: CreatedCertificate | null
    /** An input changed after the result was made. */
    readonly stale: boolean
    readonly notice: string
}

export const initialState: State = {
    code: '',
    key: { status: 'empty' },
    ca: { status: 'empty' },
    notBefore: '',
    notAfter: '',
    subjectKey: 'P-256',
    subjectKeyText: '',
    checked: null,
    attempted: false,
    creating: false,
    failure: null,
    result: null,
    stale: false,
    notice: '',
}

export type Listener = (state: State, before: State) => void

/** The page's one state. Listeners are the views; they are told of each change in the order in which they came. */
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
