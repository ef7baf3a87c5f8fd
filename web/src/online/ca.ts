import type { CoreClient } from '../core/client'
import { findingsAbout, readCertificates } from './certificates'
import type { Run } from './run/run'
import { chosenCa, type CertificateFile, type Store } from './state'

/** The CA that everything is about. */
export class Ca {
    readonly #store: Store
    readonly #core: CoreClient
    readonly #run: Run
    /** The core has judged it, and all services were read. */
    readonly #onRead: () => void
    #reading = 0

    constructor(store: Store, core: CoreClient, run: Run, onRead: () => void) {
        this.#store = store
        this.#core = core
        this.#run = run
        this.#onRead = onRead
    }

    async load(source: Blob | string, name: string): Promise<void> {
        const reading = ++this.#reading
        void this.#settle({ status: 'reading', name })
        const ca = await readCertificates(this.#core, source, name, 'refuse')
        if (reading !== this.#reading) return  // another one was chosen meanwhile
        await this.#settle(ca)
    }

    async choose(index: number): Promise<void> {
        const { ca } = this.#store.state
        if (ca.status !== 'loaded') return
        await this.#settle({ ...ca, chosen: index, findings: null })
    }

    remove(): void {
        this.#reading++
        void this.#settle({ status: 'empty' })
    }

    /** Rows are about this CA from now on; those that were never read are. */
    async #settle(ca: CertificateFile): Promise<void> {
        const before = chosenCa(this.#store.state)
        this.#store.update({ ca, question: null })
        const now = chosenCa(this.#store.state)
        if (now === before) return
        this.#run.setCa(now)
        const unread = this.#store.state.rows.filter(({ entries }) => entries === null).map(({ service }) => service.id)
        await Promise.all([this.check(), this.#run.look(unread)])
        if (chosenCa(this.#store.state) === now) this.#onRead()
    }

    /** As of now: what was valid when the page was opened may have ended meanwhile. */
    async check(): Promise<void> {
        const certificate = chosenCa(this.#store.state)
        if (certificate === null) return
        const findings = await findingsAbout(this.#core, certificate)
        const { ca } = this.#store.state
        if (ca.status === 'loaded' && chosenCa(this.#store.state) === certificate) this.#store.update({ ca: { ...ca, findings } })
    }
}
