import type { CoreClient } from '../core/client'
import type { FromSigner } from '../frame/protocol'
import { Checking } from './checking'
import { Files, type CaOrKey } from './files'
import { RequestLists } from './request-list'
import { Signing } from './signing'
import { Sorting } from './sorting'
import { type Chosen, initialState, type State, type Store } from './state'

/** While somebody types, the check waits this long. */
const typingMilliseconds = 200

/** All that the page does: each action asks the core and puts what it says into the state. */
export class Actions {
    readonly files: Files
    readonly lists: RequestLists
    readonly sorting: Sorting
    readonly signing: Signing
    readonly #store: Store
    readonly #checking: Checking

    /** report: is told what came of signing. */
    constructor(store: Store, core: CoreClient, clock: () => Date, report: (message: FromSigner) => void) {
        this.#store = store
        this.#checking = new Checking(store, core, clock)
        this.files = new Files(store, core, this.#checking)
        this.lists = new RequestLists(store, core, this.#checking, this.files)
        this.sorting = new Sorting(store, core, this.files, this.lists)
        this.signing = new Signing(store, core, clock, this.files, this.#checking, report)
    }

    setCode(code: string, isTyping = false): void {
        this.#checking.change({ code, isTyping }, typingMilliseconds)
    }

    /** Files that were chosen or dropped for a field, or for none; where they belong is told by what is in them. */
    async give(field: CaOrKey | null, all: readonly Chosen[]): Promise<void> {
        const [only] = all
        if (field !== null && only !== undefined && all.length === 1) await this.files.load(field, only)
        else await this.sorting.sort(all)
    }

    setOptions(options: Partial<Pick<State, 'notBefore' | 'notAfter' | 'subjectKey'>>): void {
        this.#checking.change(options, typingMilliseconds)
    }

    chooseService(service: State['service']): void {
        this.#checking.change({ service })
    }

    chooseCa(caSha1: string): void {
        this.#checking.change({ caSha1 })
    }

    /** When nothing is being read or checked. */
    async settled(): Promise<void> {
        await this.files.settled()
        await this.#checking.settled()
    }

    confirmCodes(confirmed: boolean): void {
        this.#store.update({ confirmed, failure: null })
    }

    /** The person has what was made in hand. */
    saved(): void {
        this.#store.update({ saved: true })
    }

    /** what: a person's, or all, with what the page around this frame gave. */
    clear(what: 'own' | 'all'): void {
        this.signing.forget()
        this.#checking.cancel()
        this.lists.forget()
        this.files.forgetAll()
        const { embedder, mode, language, requests, ca, caFrom, codeChecks, isReachedByOpener, unseen } = this.#store.state
        const keepsList = what === 'own' && requests?.from === 'page'
        const keepsCa = what === 'own' && caFrom === 'page' && ca.status === 'loaded'
        this.#store.update({
            ...initialState, embedder, mode, language, isReachedByOpener, ...(keepsList ? { requests, codeChecks, unseen } : {}), ...(keepsCa ? { ca, caFrom } : {}),
        })
        if (keepsList || keepsCa) this.#checking.change({})
    }
}
