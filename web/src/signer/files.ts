import type { CoreClient, Job } from '../core/client'
import { inspect } from '../core/calls/inspect'
import type { Source } from '../core/call'
import { octetsOf } from '../core/octets'
import type { CoreError } from '../core/protocol'
import { text } from '../texts/catalogue'
import type { Checking } from './checking'
import type { State, Store } from './state'

/** A file or pasted text of unknown contents. */
export interface Chosen {
    readonly source: Source
    readonly name: string
}

/** The fields that hold a file. */
export type CaOrKey = 'key' | 'ca'

const wanted = { key: 'privateKey', ca: 'caCertificate' } as const

/** The key's and the certificate's file: what they hold, and the password. */
export class Files {
    readonly #store: Store
    readonly #core: CoreClient
    readonly #checking: Checking
    readonly #reading: Record<CaOrKey, { readonly job: Job<unknown>; readonly done: Promise<void> } | null> = { key: null, ca: null }
    #password: string | undefined

    constructor(store: Store, core: CoreClient, checking: Checking) {
        this.#store = store
        this.#core = core
        this.#checking = checking
    }

    get password(): string | undefined {
        return this.#password
    }

    /** What one field was given, by whichever way. */
    load(field: CaOrKey, { source, name }: Chosen, from: State['caFrom'] = 'person'): Promise<void> {
        this.#reading[field]?.job.cancel()
        this.#forget(field)
        if (field === 'ca') this.#store.update({ caFrom: from })
        return this.#read(field, source, name)
    }

    loadText(field: CaOrKey, pasted: string): Promise<void> {
        return this.load(field, { source: octetsOf(pasted), name: text('pasted') })
    }

    /** Opens the key's file with a password, or tries another one. */
    async unlock(password: string): Promise<void> {
        const { key } = this.#store.state
        if (key.status !== 'locked') return
        this.#password = password
        await this.#read('key', key.source, key.name)
    }

    remove(field: CaOrKey): void {
        this.#reading[field]?.job.cancel()
        this.#forget(field)
        this.#core.endKey()  // a file of certificates may have held one too
        this.#checking.change({ [field]: { status: 'empty' }, ...(field === 'ca' ? { caFrom: 'person' } : {}) })
    }

    /** When all that was chosen has been read. */
    async settled(): Promise<void> {
        await Promise.all([this.#reading.key?.done, this.#reading.ca?.done])
    }

    forgetAll(): void {
        for (const field of ['key', 'ca'] as const) {
            this.#reading[field]?.job.cancel()
            this.#forget(field)
        }
    }

    async #read(field: CaOrKey, source: Source, name: string): Promise<void> {
        const job = this.#core.call(inspect, {
            octets: source,
            wanted: wanted[field],
            password: field === 'key' ? this.#password : undefined,
        })
        const done = job.result.then((found) => {
            if (this.#reading[field]?.job !== job) return  // another file was chosen, or this one removed
            this.#reading[field] = null
            if (found.ok) {
                this.#checking.change({ [field]: { status: 'loaded', source, name, items: found.value.items } })
            } else {
                const status = field === 'key' && needsPassword(found.error) ? 'locked' : 'failed'
                if (status === 'failed') this.#core.endKey()  // what cannot be used may be a key all the same
                this.#checking.change({ [field]: { status, source, name, error: found.error } })
            }
        })
        this.#reading[field] = { job, done }
        this.#store.update({ [field]: { status: 'reading', source, name }, failure: null, notice: '' })
        await done
    }

    /** Pasted key text is ours to wipe; a file's octets never came here. */
    #forget(field: CaOrKey): void {
        this.#reading[field] = null
        if (field !== 'key') return
        this.#password = undefined
        const { key } = this.#store.state
        if (key.status === 'empty') return
        this.#core.endKey()
        if (key.source instanceof Uint8Array) key.source.fill(0)
    }
}

function needsPassword({ category }: CoreError): boolean {
    return category === 'password-required' || category === 'wrong-password'
}
