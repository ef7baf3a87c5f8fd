import type { CoreClient } from '../core/client'
import { readCertificates, warningsAbout } from './certificates'
import type { Run } from './run/run'
import { chosenCa, type CertificateFile, type Store } from './state'

/** The CA that everything is about. */
export class Ca {
    readonly #store: Store
    readonly #core: CoreClient
    readonly #run: Run
    #reading = 0

    constructor(store: Store, core: CoreClient, run: Run) {
        this.#store = store
        this.#core = core
        this.#run = run
    }

    async load(source: Blob | string, name: string): Promise<void> {
        const reading = ++this.#reading
        this.#settle({ status: 'reading', name })
        const ca = await readCertificates(this.#core, source, name, 'refuse')
        if (reading !== this.#reading) return  // another one was chosen meanwhile
        this.#settle(ca)
        await this.#warn()
    }

    async choose(index: number): Promise<void> {
        const { ca } = this.#store.state
        if (ca.status !== 'loaded') return
        this.#settle({ ...ca, chosen: index, warnings: [] })
        await this.#warn()
    }

    remove(): void {
        this.#reading++
        this.#settle({ status: 'empty' })
    }

    /** Rows are about this CA from now on; those that were never read are. */
    #settle(ca: CertificateFile): void {
        const before = chosenCa(this.#store.state)
        this.#store.update({ ca })
        const now = chosenCa(this.#store.state)
        if (now === before) return
        this.#run.setCa(now)
        void this.#run.look(this.#store.state.rows.filter(({ entries }) => entries === null).map(({ service }) => service.id))
    }

    async #warn(): Promise<void> {
        const certificate = chosenCa(this.#store.state)
        if (certificate === null) return
        const warnings = await warningsAbout(this.#core, certificate)
        const { ca } = this.#store.state
        if (ca.status === 'loaded' && chosenCa(this.#store.state) === certificate) this.#store.update({ ca: { ...ca, warnings } })
    }
}
