import type { Access } from './access'
import type { CoreClient } from '../core/client'
import { checkChain, readCertificates } from './certificates'
import { CloudError } from './cloud/error'
import type { CaEntry } from './cloud/model'
import type { Message, Store } from './state'
import { problem } from './texts/say'

/** Whether a device's chain rolls up to what a service has. It needs no CA of one's own. */
export class Chain {
    readonly #store: Store
    readonly #core: CoreClient
    readonly #access: Access
    #reading = 0

    constructor(store: Store, core: CoreClient, access: Access) {
        this.#store = store
        this.#core = core
        this.#access = access
    }

    async load(source: Blob | string, name: string): Promise<void> {
        const reading = ++this.#reading
        this.#store.update({ chain: { status: 'reading', name }, chainCheck: null, chainError: null })
        const chain = await readCertificates(this.#core, source, name, 'leave')
        if (reading !== this.#reading) return
        this.#store.update({ chain })
        await this.#check()
    }

    remove(): void {
        this.#reading++
        this.#store.update({ chain: { status: 'empty' }, chainCheck: null, chainError: null })
    }

    async chooseService(chainService: string): Promise<void> {
        this.#store.update({ chainService })
        await this.#check()
    }

    /** What the chosen service lists is what a chain has to roll up to. */
    async #check(): Promise<void> {
        const { chain, chainService } = this.#store.state
        if (chain.status !== 'loaded') return
        const reading = ++this.#reading
        let chainError: Message | null = null
        const entries = await this.#entriesOf(chainService).catch((error: unknown) => {
            chainError = error instanceof CloudError ? error : problem('no.read')
            return []
        })
        const checked = await checkChain(this.#core, chain.certificates, entries)
        if (reading !== this.#reading) return
        if (!checked.ok) chainError ??= checked.error
        this.#store.update({ chainCheck: chainError === null && checked.ok ? checked.value : null, chainError })
    }

    async #entriesOf(id: string): Promise<readonly CaEntry[]> {
        const row = this.#store.state.rows.find(({ service }) => service.id === id)
        if (row === undefined) return []
        return row.entries ?? await this.#access.provider.entries.list(row.service)
    }
}
