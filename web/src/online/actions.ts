import type { CoreClient } from '../core/client'
import type { CreatedCertificate } from '../core/protocol'
import { readCertificates, warningsAbout } from './certificates'
import { chosenCa, type Store } from './state'

/** All that the page does. What has a course of its own is in the files beside this one. */
export class Actions {
    readonly #store: Store
    readonly #core: CoreClient
    #caReading = 0
    #chainReading = 0

    constructor(store: Store, core: CoreClient) {
        this.#store = store
        this.#core = core
    }

    async begin(): Promise<void> {}

    useCloud(_id: string): void {}
    useCustomCloud(_management: string, _login: string): void {}
    startAgain(): void { location.reload() }
    useToken(_text: string): void {}
    async signIn(): Promise<void> {}
    async useDemoToken(): Promise<void> {}
    forget(): void {}

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
        this.#store.update({ chain: { status: 'reading', name }, chainCheck: null })
        const chain = await readCertificates(this.#core, source, name, 'leave')
        if (reading !== this.#chainReading) return
        this.#store.update({ chain })
    }

    removeChain(): void {
        this.#chainReading++
        this.#store.update({ chain: { status: 'empty' }, chainCheck: null })
    }
    async chooseChainService(chainService: string): Promise<void> { this.#store.update({ chainService }) }

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

    async chooseSubscription(_id: string): Promise<void> {}
    async reload(): Promise<void> {}
    async run(): Promise<void> {}
    cancel(): void {}
    async retry(_id: string): Promise<void> {}
    async upload(_id: string): Promise<void> {}
    async uploadAsVerified(_id: string): Promise<void> {}
    async generateCode(_id: string): Promise<void> {}
    async verifyWithFile(_id: string, _file: File): Promise<void> {}
    async remove(_id: string, _entry: string): Promise<void> {}
    async verifySigned(_id: string | null, _certificate: CreatedCertificate): Promise<void> {}
    exportRequests(): void {}
    async takeResponse(_file: File): Promise<void> {}
}
