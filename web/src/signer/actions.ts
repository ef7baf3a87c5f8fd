import type { CoreClient, Job } from '../core/client'
import type { Source } from '../core/messages'
import type { CoreError, CreatedCertificate } from '../core/protocol'
import { firstErrorPlace } from './errors'
import { caIsInKeyFile, caSource, dateIn, keysIn, octetsOf, subjectKeyOf } from './inputs'
import { initialState, type State, type Store } from './state'

/** A file or pasted text of unknown contents. */
export interface Chosen {
    readonly source: Source
    readonly name: string
}

export type FileField = 'key' | 'ca'

const wanted = { key: 'privateKey', ca: 'caCertificate' } as const

/** While somebody types, the check waits this long. */
const typingMilliseconds = 200

/** All that the page does: each action asks the core and puts what it says into the state. */
export class Actions {
    readonly #store: Store
    readonly #core: CoreClient
    readonly #clock: () => Date
    readonly #reading: Record<FileField, { job: Job<unknown>; done: Promise<void> } | null> = { key: null, ca: null }
    #checking: Job<unknown> | null = null
    #creating: Job<unknown> | null = null
    #checkTimer = 0
    #password: string | undefined

    constructor(store: Store, core: CoreClient, clock: () => Date) {
        this.#store = store
        this.#core = core
        this.#clock = clock
    }

    setCode(code: string): void {
        this.#change({ code }, typingMilliseconds)
    }

    setOptions(options: Partial<Pick<State, 'notBefore' | 'notAfter' | 'subjectKey' | 'subjectKeyText'>>): void {
        this.#change(options, typingMilliseconds)
    }

    /** What one field was given, by whichever way. */
    load(field: FileField, { source, name }: Chosen): Promise<void> {
        this.#reading[field]?.job.cancel()
        this.#forget(field)
        return this.#read(field, source, name)
    }

    loadText(field: FileField, text: string): Promise<void> {
        return this.load(field, { source: octetsOf(text), name: 'Pasted text' })
    }

    /** Opens the key's file with a password, or tries another one. */
    async unlock(password: string): Promise<void> {
        const { key } = this.#store.state
        if (key.status !== 'locked') return
        this.#password = password
        await this.#read('key', key.source, key.name)
    }

    remove(field: FileField): void {
        this.#reading[field]?.job.cancel()
        this.#forget(field)
        this.#change({ [field]: { status: 'empty' } })
    }

    /** Files dropped or text pasted anywhere: each goes where it belongs by what the core finds in it. */
    async sort(all: readonly Chosen[]): Promise<void> {
        const found = await Promise.all(all.map(async (chosen) => ({ chosen, field: await this.#fieldOf(chosen.source) })))
        const places: Record<FileField, Chosen | undefined> = { key: undefined, ca: undefined }
        const left: Chosen[] = []
        for (const { chosen, field } of found) {
            if (field !== null && places[field] === undefined) places[field] = chosen
            else left.push(chosen)
        }
        const { key, ca } = this.#store.state
        for (const [field, state] of [['key', key], ['ca', ca]] as const) {
            // What is neither is shown with its error where something is still missing.
            if (places[field] === undefined && state.status === 'empty') places[field] = left.shift()
        }
        if (places.key === undefined && places.ca === undefined) places.key = left.shift()
        await Promise.all((['key', 'ca'] as const).map((field) => {
            const chosen = places[field]
            return chosen === undefined ? undefined : this.load(field, chosen)
        }))
        if (left.length === 0) return
        const names = left.map(({ name }) => name).join(', ')
        this.#store.update({ notice: `Left out: ${names}. One file with the key and one with the certificate are used.` })
    }

    /** True if a certificate was made; else the errors stand in the state. */
    async create(): Promise<boolean> {
        if (this.#store.state.creating) return false
        this.#store.update({ attempted: true, failure: null, notice: '' })
        await Promise.all([this.#reading.key?.done, this.#reading.ca?.done])
        await this.#checkNow()
        if (firstErrorPlace(this.#store.state) !== undefined) return false

        const { state } = this.#store
        if (state.key.status !== 'loaded') return false
        const job = this.#core.call('createVerificationCertificate', {
            verificationCode: state.code,
            privateKey: state.key.source,
            caCertificate: caIsInKeyFile(state) || state.ca.status !== 'loaded' ? undefined : state.ca.source,
            password: this.#password,
            now: this.#clock(),
            notBefore: dateIn(state.notBefore),
            notAfter: dateIn(state.notAfter),
            subjectKey: subjectKeyOf(state),
        })
        this.#creating = job
        this.#store.update({ creating: true })
        const made = await job.result
        if (this.#creating !== job) return false  // everything was cleared meanwhile
        this.#creating = null
        if (made.ok) {
            this.#finish(made.value)
        } else {
            const failure = made.error.code === 'CANCELLED' ? null : made.error
            this.#store.update({ creating: false, failure })
        }
        return made.ok
    }

    cancelCreating(): void {
        this.#creating?.cancel()
    }

    clear(): void {
        for (const job of [this.#creating, this.#checking, this.#reading.key?.job, this.#reading.ca?.job]) job?.cancel()
        this.#creating = null
        this.#checking = null
        clearTimeout(this.#checkTimer)
        this.#forget('key')
        this.#forget('ca')
        this.#store.update(initialState)
    }

    #finish(result: CreatedCertificate): void {
        this.#store.update({ creating: false, result, stale: false, attempted: false })
    }

    async #read(field: FileField, source: Source, name: string): Promise<void> {
        const job = this.#core.call('inspect', {
            octets: source,
            wanted: wanted[field],
            password: field === 'key' ? this.#password : undefined,
        })
        const done = job.result.then((found) => {
            if (this.#reading[field]?.job !== job) return  // another file was chosen, or this one removed
            this.#reading[field] = null
            if (found.ok) {
                this.#change({ [field]: { status: 'loaded', source, name, items: found.value.items } })
            } else {
                const status = field === 'key' && needsPassword(found.error) ? 'locked' : 'failed'
                this.#change({ [field]: { status, source, name, error: found.error } })
            }
        })
        this.#reading[field] = { job, done }
        this.#store.update({ [field]: { status: 'reading', source, name }, failure: null, notice: '' })
        await done
    }

    async #fieldOf(source: Source): Promise<FileField | null> {
        const found = await this.#core.call('inspect', { octets: source }).result
        if (!found.ok) return needsPassword(found.error) ? 'key' : null
        if (found.value.items.some(({ kind }) => kind === 'privateKey')) return 'key'
        return found.value.items.some(({ kind }) => kind === 'certificate') ? 'ca' : null
    }

    /** Pasted key text is ours to wipe; a file's octets never came here. */
    #forget(field: FileField): void {
        this.#reading[field] = null
        if (field !== 'key') return
        this.#password = undefined
        const { key } = this.#store.state
        if (key.status !== 'empty' && key.source instanceof Uint8Array) key.source.fill(0)
    }

    /** An input changed: what was said of the old ones no longer holds. */
    #change(change: Partial<State>, wait = 0): void {
        this.#store.update({ ...change, failure: null, notice: '', stale: this.#store.state.result !== null })
        clearTimeout(this.#checkTimer)
        this.#checkTimer = setTimeout(() => void this.#checkNow(), wait)
    }

    async #checkNow(): Promise<void> {
        clearTimeout(this.#checkTimer)
        this.#checking?.cancel()
        const { state } = this.#store
        const job = this.#core.call('check', {
            verificationCode: state.code,
            caCertificate: caSource(state),
            keys: keysIn(state.key).map(({ spki }) => spki),
            now: this.#clock(),
            notBefore: dateIn(state.notBefore),
            notAfter: dateIn(state.notAfter),
        })
        this.#checking = job
        const checked = await job.result
        if (this.#checking !== job) return
        this.#checking = null
        this.#store.update({ checked })
    }
}

function needsPassword({ category }: CoreError): boolean {
    return category === 'password-required' || category === 'wrong-password'
}
