import { Access, type Surroundings } from './access'
import { Ca } from './ca'
import type { CoreClient } from '../core/client'
import { readSigned } from './certificates'
import { Chain } from './chain'
import { CloudError } from './cloud/error'
import { Inventory } from './inventory'
import { judgeProof } from './proof'
import { RequestFiles } from './request-files'
import { Run } from './run/run'
import { Services } from './services'
import { doneCount, type State, type Store } from './state'
import { choose, use } from '../texts/languages'
import { inEnglish, problem, said } from './texts/say'
import { Validities } from './validity'

/**
 * All that a person can do here. What asks the cloud begins in a method of one of these parts, which a view calls by its name: no
 * change of the state starts anything by itself.
 */
export class Actions {
    readonly #store: Store
    readonly #core: CoreClient
    readonly access: Access
    /** One step on one service, and what a signature is handed in to. */
    readonly run: Run
    readonly services: Services
    readonly ca: Ca
    readonly chain: Chain
    readonly inventory: Inventory
    /** Requests for a signer on another computer. */
    readonly files: RequestFiles
    readonly validities: Validities

    constructor(store: Store, core: CoreClient, surroundings: Surroundings) {
        this.#store = store
        this.#core = core
        const access = new Access(store, surroundings)
        this.access = access
        this.run = new Run({
            store, cloud: () => access.provider.entries, renewToken: (error) => access.renewToken(error), tokenLasts: () => access.tokenLasts,
            by: () => nameOf(store.state),
            judge: (der, code, ca) => judgeProof(core, { der, code, ca, isCode: (text) => access.provider.entries.isCode(text) }),
        })
        this.ca = new Ca(store, core, this.run, () => this.services.preselect())
        this.services = new Services(store, access, this.run, this.ca)
        this.inventory = new Inventory(store, this.run)
        this.validities = new Validities(core)
        this.chain = new Chain(store, core, access)
        this.files = new RequestFiles(store, core, this.run, (text) => access.provider.entries.isCode(text))
    }

    /** The first of these languages that there is. What was entered stays, and what is under way goes on. */
    speak(tags: readonly string[]): void {
        const language = choose(tags)
        if (language === this.#store.state.language) return
        use(language)
        this.#store.update({ language })
    }

    useToken(text: string): void {
        if (this.access.useToken(text)) void this.services.list()
        else this.#listAnew()
    }

    useDemoToken(): void {
        if (this.access.useDemoToken()) void this.services.list()
        else this.#listAnew()
    }

    async signIn(): Promise<void> {
        if (await this.access.signIn()) await this.services.list()
        else this.#listAnew()
    }

    /** A list that could not be read for want of a good token is read with the new one. */
    #listAnew(): void {
        const { access, listError } = this.#store.state
        if (access.status === 'given' && !access.refused && listError instanceof CloudError && listError.code === 'UNAUTHORIZED') void this.services.list()
    }

    /** The token, and what came with it. Also when the page is left: a browser may keep it, and show it again as it was. */
    forget(): void {
        this.access.forget()
        this.services.forget()
    }

    showSigner(): void {
        this.#store.update({ signerShown: true })
    }

    /** The report leaves the page, so that nothing is lost with it. */
    reportSaved(): void {
        this.#store.update({ savedDone: doneCount(this.#store.state) })
    }

    /** A certificate that was signed by hand, for one row. */
    async verifyWithFile(id: string, file: File): Promise<void> {
        const read = await readSigned(this.#core, file)
        if ('message' in read) {
            const { message, said } = problem('proof.file', { file: file.name, reason: read })
            return this.run.refuse(id, new CloudError({ code: 'PROOF_UNREADABLE', message, hint: read.hint, said: { message: said.message, hint: read } }))
        }
        await this.run.handIn(id, read.der)
    }
}

/** Whose token it is. */
function nameOf({ access }: State): string {
    if (access.status !== 'given') return ''
    return access.facts.name ?? (access.facts.origin === 'demo' ? inEnglish(said('token.of.demo')) : '')
}
