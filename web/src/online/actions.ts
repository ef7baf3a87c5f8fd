import type { CreatedCertificate } from '../core/protocol'
import { AccessActions } from './access'
import { CloudError } from './azure/error'
import type { OnlineCore } from './calls'
import { checkChain, readCertificates, readSigned, warningsAbout } from './certificates'
import { RequestFiles } from './request-files'
import { ServiceActions } from './services'
import { chosenCa, type Message, type Store } from './state'

/** All that the page does. What has a course of its own is in the files beside this one. */
export class Actions {
    readonly #store: Store
    readonly #core: OnlineCore
    #caReading = 0
    #chainReading = 0

    constructor(store: Store, core: OnlineCore) {
        this.#store = store
        this.#core = core
        this.access = new AccessActions(store)
        this.services = new ServiceActions(store, this.access)
        this.files = new RequestFiles(store, this.services)
    }

    readonly access: AccessActions
    readonly services: ServiceActions
    /** Requests for a signer on another computer. */
    readonly files: RequestFiles

    begin(): Promise<void> {
        return this.access.begin()
    }

    async loadCa(source: Blob | string, name: string): Promise<void> {
        const reading = ++this.#caReading
        this.#store.update({ ca: { status: 'reading', name } })
        const ca = await readCertificates(this.#core, source, name, 'refuse')
        if (reading !== this.#caReading) return  // another one was chosen meanwhile
        this.#store.update({ ca })
        await this.#warn()
    }

    async chooseCa(index: number): Promise<void> {
        const { ca } = this.#store.state
        if (ca.status !== 'loaded') return
        this.#store.update({ ca: { ...ca, chosen: index, warnings: [] } })
        await this.#warn()
    }

    removeCa(): void {
        this.#caReading++
        this.#store.update({ ca: { status: 'empty' } })
    }

    async #warn(): Promise<void> {
        const certificate = chosenCa(this.#store.state)
        if (certificate === null) return
        const warnings = await warningsAbout(this.#core, certificate)
        const { ca } = this.#store.state
        if (ca.status === 'loaded' && chosenCa(this.#store.state) === certificate) this.#store.update({ ca: { ...ca, warnings } })
    }

    showSigner(): void {
        this.#store.update({ signerShown: true })
    }

    async loadChain(source: Blob | string, name: string): Promise<void> {
        const reading = ++this.#chainReading
        this.#store.update({ chain: { status: 'reading', name }, chainCheck: null, chainError: null })
        const chain = await readCertificates(this.#core, source, name, 'leave')
        if (reading !== this.#chainReading) return
        this.#store.update({ chain })
        await this.#checkChain()
    }

    /** What the chosen service lists is what a chain has to roll up to. */
    async #checkChain(): Promise<void> {
        const { chain, chainService } = this.#store.state
        if (chain.status !== 'loaded') return
        const reading = ++this.#chainReading
        let chainError: Message | null = null
        const entries = await this.services.entriesOf(chainService).catch((error: unknown) => {
            chainError = error instanceof CloudError ? error : { message: 'The service could not be read.', hint: '' }
            return []
        })
        const checked = await checkChain(this.#core, chain.certificates, entries)
        if (reading !== this.#chainReading) return
        if (!checked.ok) chainError ??= checked.error
        this.#store.update({ chainCheck: chainError === null && checked.ok ? checked.value : null, chainError })
    }

    removeChain(): void {
        this.#chainReading++
        this.#store.update({ chain: { status: 'empty' }, chainCheck: null, chainError: null })
    }
    select(ids: readonly string[], on: boolean): void {
        const selected = new Set(this.#store.state.selected)
        for (const id of ids) {
            if (on) selected.add(id)
            else selected.delete(id)
        }
        this.#store.update({ selected })
    }

    toggleDetails(id: string): void {
        const opened = new Set(this.#store.state.opened)
        if (!opened.delete(id)) opened.add(id)
        this.#store.update({ opened })
    }

    async chooseChainService(chainService: string): Promise<void> {
        this.#store.update({ chainService })
        await this.#checkChain()
    }

    /** A certificate that was signed by hand, for one row. */
    async verifyWithFile(id: string, file: File): Promise<void> {
        const read = await readSigned(this.#core, file)
        if ('message' in read) return this.#store.update({ runError: { message: `${file.name}: ${read.message}`, hint: read.hint } })
        this.#store.update({ runError: null })
        await this.services.handIn(id, read.der)
    }

    async verifySigned(id: string | null, { der }: CreatedCertificate): Promise<void> {
        if (id !== null) await this.services.handIn(id, der)
    }
}
