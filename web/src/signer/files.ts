import type { CoreClient, Job } from '../core/client'
import { describe } from '../core/calls/describe'
import { inspect } from '../core/calls/inspect'
import type { Source } from '../core/call'
import { octetsOf } from '../core/octets'
import { needsPassword } from '../core/refusal'
import type { ExtensionFact, Inspected, Item, Result } from '../core/protocol'
import { text } from '../texts/catalogue'
import type { Checking } from './checking'
import type { Chosen, FileState, State, Store } from './state'

/** The fields that hold a file. */
export type CaOrKey = 'key' | 'ca'

/** A file that was chosen, whatever became of it. */
export type Held = Exclude<FileState, { readonly status: 'empty' }>

/** One thing of a file, and what it says where it is a certificate. */
export interface Described {
    readonly item: Item
    readonly extensions: readonly ExtensionFact[]
}

/** Of a file with hundreds of things the first are shown. */
export const mostDescribed = 100

const wanted = { key: 'privateKey', ca: 'caCertificate' } as const

/** The key's and the certificate's file: what they hold, and the password. */
export class Files {
    readonly #store: Store
    readonly #core: CoreClient
    readonly #checking: Checking
    readonly #reading: Record<CaOrKey, { readonly job: Job<unknown>; readonly done: Promise<void> } | null> = { key: null, ca: null }
    #password: string | undefined
    /** The key that another file is about to replace, with its password: it comes back where that turns out to be none. */
    #replaced: { readonly file: FileState; readonly password: string | undefined } | null = null
    /** What takes to the right field what was given to the wrong one; null where there is none. */
    elsewhere: (field: CaOrKey, chosen: Chosen) => Promise<(() => Promise<void>) | null> = () => Promise.resolve(null)
    #moves: Promise<unknown> = Promise.resolve()

    constructor(store: Store, core: CoreClient, checking: Checking) {
        this.#store = store
        this.#core = core
        this.#checking = checking
    }

    get password(): string | undefined {
        return this.#password
    }

    /** What one field was given, by whichever way. */
    load(field: CaOrKey, { source, name, sorted }: Chosen, from: State['caFrom'] = 'person'): Promise<void> {
        const before = this.#store.state[field]
        this.#reading[field]?.job.cancel()
        if (field === 'key' && before.status === 'loaded') {
            this.#dispose()
            this.#replaced = { file: before, password: this.#password }
            this.#password = undefined
        } else {
            this.#forget(field)
        }
        if (field === 'ca') this.#store.update({ caFrom: from })
        return this.#read(field, source, name, from === 'person' ? before : null, sorted?.field === field ? sorted.items : [])
    }

    loadText(field: CaOrKey, pasted: string): Promise<void> {
        return this.load(field, { source: octetsOf(pasted), name: text('pasted') })
    }

    /** Opens the key's file with a password, or tries another one, in place of one that is still being tried. */
    async unlock(password: string): Promise<void> {
        const { key } = this.#store.state
        if (password === this.#password && key.status === 'reading') return this.#reading.key?.done
        if (key.status !== 'locked' && key.status !== 'reading') return
        this.#reading.key?.job.cancel()
        this.#password = password
        await this.#read('key', key.source, key.name)
    }

    /** All that a file holds, of use or not; each certificate with its extensions. */
    async contents(file: Held): Promise<Result<readonly Described[]>> {
        const found = file.status === 'loaded' ? { ok: true, value: file } as const
            : await this.#core.call(inspect, { octets: file.source, wanted: 'anything', password: undefined }).result
        if (file.status !== 'loaded') this.#core.endKey()  // what cannot be used may be a key all the same
        if (!found.ok) return found
        return {
            ok: true, value: await Promise.all(found.value.items.map(async (item, at) => {
                const isShown = item.kind === 'certificate' && at < mostDescribed
                return { item, extensions: isShown ? await this.#core.call(describe, { certificate: item.der }).result : [] }
            })),
        }
    }

    /** When nothing is being read into this field. */
    async free(field: CaOrKey): Promise<void> {
        await this.#reading[field]?.done
    }

    remove(field: CaOrKey): void {
        this.#reading[field]?.job.cancel()
        this.#forget(field)
        this.#core.endKey()  // a file of certificates may have held one too
        this.#checking.change({ [field]: { status: 'empty' }, ...(field === 'ca' ? { caFrom: 'person' } : {}) })
    }

    /** When all that was chosen has been read. */
    async settled(): Promise<void> {
        for (let moves; moves !== this.#moves;) {
            moves = this.#moves
            await Promise.all([this.#reading.key?.done, this.#reading.ca?.done, moves])
        }
    }

    forgetAll(): void {
        for (const field of ['key', 'ca'] as const) {
            this.#reading[field]?.job.cancel()
            this.#forget(field)
        }
    }

    /** before: what the field held, where this may turn out to be something for another field. items: what is in it, none where that is open. */
    async #read(field: CaOrKey, source: Source, name: string, before: FileState | null = null, items: readonly Item[] = []): Promise<void> {
        const job = items.length !== 0 ? already({ ok: true, value: { items } } as const) : this.#core.call(inspect, {
            octets: source,
            wanted: wanted[field],
            password: field === 'key' ? this.#password : undefined,
        })
        const done = job.result.then(async (found) => {
            if (this.#reading[field]?.job !== job) return  // another file was chosen, or this one removed
            if (before !== null && isAstray(field, found)) {
                const move = await this.elsewhere(field, { source, name })
                if (this.#reading[field]?.job !== job) return
                if (move !== null) {
                    // First out of here: what stands in the other field may be on its way to this one.
                    this.#giveBack(field, before)
                    this.#moves = Promise.all([this.#moves, move()])
                    return
                }
            }
            this.#reading[field] = null
            if (field === 'key') this.#dispose()
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

    /** As it was, since what was put there has gone elsewhere. */
    #giveBack(field: CaOrKey, before: FileState): void {
        this.#reading[field] = null
        const { notice } = this.#store.state
        const replaced = field === 'key' ? this.#replaced : null
        this.#replaced = null
        this.#password = replaced?.password ?? (field === 'key' ? undefined : this.#password)
        this.#checking.change({ [field]: before.status === 'loaded' ? before : { status: 'empty' } })
        this.#store.update({ notice })
        // What was still being read goes on; pasted key text has been wiped.
        if (before.status === 'reading' && before.source instanceof Blob) this.#moves = Promise.all([this.#moves, this.#read(field, before.source, before.name)])
    }

    /** Another key has taken its place. */
    #dispose(): void {
        if (this.#replaced === null) return
        this.#core.endKey()
        const { file } = this.#replaced
        if (file.status !== 'empty' && file.source instanceof Uint8Array) file.source.fill(0)
        this.#replaced = null
    }

    /** Pasted key text is ours to wipe; a file's octets never came here. */
    #forget(field: CaOrKey): void {
        this.#reading[field] = null
        if (field !== 'key') return
        this.#dispose()
        this.#password = undefined
        const { key } = this.#store.state
        if (key.status === 'empty') return
        this.#core.endKey()
        if (key.source instanceof Uint8Array) key.source.fill(0)
    }
}

function already<T>(value: T): Job<T> {
    return { result: Promise.resolve(value), cancel: () => {}, forget: () => {} }
}

/** Of no use in this field, or with a private key in the field of the certificate: perhaps it belongs to another one. */
function isAstray(field: CaOrKey, found: Result<Pick<Inspected, 'items'>>): boolean {
    if (found.ok) return field === 'ca' && found.value.items.some(({ kind }) => kind === 'privateKey')
    return field === 'ca' || !needsPassword(found.error)
}
