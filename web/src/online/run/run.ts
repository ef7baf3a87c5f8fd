import type { Bytes } from '../../core/protocol'
import type { CloudError } from '../cloud/error'
import type { Service } from '../cloud/model'
import type { CaEntries } from '../cloud/provider'
import { Jobs } from './jobs'
import { isEntryName } from './names'
import { Renewal } from './renewal'
import { Rows } from './rows'
import { newRow, signRequestOf, statusOf, type LocalCa, type RowStore } from './state'
import { confirm, generateCode, look, note, placed, remove, upload, verify, type ConfirmedEntry, type RowContext } from './steps'

export interface RunOptions {
    readonly store: RowStore
    /** Asked when work on a row begins. */
    readonly cloud: () => CaEntries
    /**
     * Gets a new token into the place from which `cloud` takes it; false: the person will not give one. Asked once for all
     * rows. error: the service's refusal, or null where the token is about to expire.
     */
    readonly renewToken: (error: CloudError | null) => Promise<boolean>
    /** Whether the token will last for some minutes; asked before a run. */
    readonly tokenLasts: () => boolean
    readonly now?: () => Date
}

/**
 * One CA, many services. Each row goes its way alone; what fails in one leaves the others be. Methods that return a promise
 * never reject: what became of a row stands in the row. They resolve when the rows have come to rest: a row whose code
 * waits for a signature rests, and `handIn` goes on with it.
 */
export class Run {
    readonly #rows: Rows
    readonly #jobs: Jobs
    readonly #renewal: Renewal
    readonly #tokenLasts: () => boolean
    /** Certificates that were handed in and not yet taken by the service, so that nobody has to sign twice. */
    readonly #signed = new Map<string, { readonly code: string; readonly der: Bytes }>()
    #ca: LocalCa | null = null

    constructor({ store, cloud, renewToken, tokenLasts, now = () => new Date() }: RunOptions) {
        this.#rows = new Rows(store)
        this.#renewal = new Renewal(renewToken)
        this.#jobs = new Jobs(this.#rows, cloud, this.#renewal, now)
        this.#tokenLasts = tokenLasts
    }

    /** What is known of a service that stays is kept; work on one that goes is cancelled. */
    setServices(services: readonly Service[]): void {
        const staying = new Set(services.map(({ id }) => id))
        this.cancel(this.#rows.ids().filter((id) => !staying.has(id)))
        this.#rows.setServices(services)
    }

    /** Everything under way is cancelled when it becomes another one. */
    setCa(ca: LocalCa | null): void {
        if (ca?.sha256 === this.#ca?.sha256) return
        this.#jobs.dismissAll()
        this.#ca = ca
        this.#signed.clear()
        this.#rows.changeAll((row) => {
            const plain = { ...newRow(row.service), entries: row.entries, done: row.done, finished: row.finished }
            return row.entries === null ? plain : { ...plain, ...placed(plain, row.entries, ca) }
        })
    }

    /** The name for an upload; false where it is not 1 to 64 of A-Z a-z 0-9 - . _. Empty: the suggestion again. */
    setName(id: string, name: string): boolean {
        const row = this.#rows.find(id)
        if (row === undefined || (name !== '' && !isEntryName(name))) return false
        const named = { ...row, name, nameIsChosen: name !== '', error: row.error?.code === 'NAME_TAKEN' ? null : row.error }
        this.#rows.change(id, row.entries === null ? named : { ...named, ...placed(named, row.entries, this.#ca) })
        return true
    }

    /** Reads the state from the services; all, where no ids are given. The only thing, beside `remove`, that needs no CA. */
    look(ids?: readonly string[]): Promise<void> {
        return this.#each(ids, look)
    }

    /**
     * Takes the CA to where only a signature is missing, and to Verified where there is one. Rows that are verified are left alone,
     * and so are those where somebody else put another certificate in our place: about these a person decides, with `retry`.
     */
    async prove(ids?: readonly string[]): Promise<void> {
        // A run that would stop halfway begins with a new token; who has none goes on with the old one.
        if (!this.#tokenLasts()) await this.#renewal.ask(null, this.#renewal.token)
        await this.#proveAll(this.#rows.ids(ids).filter((id) => statusOf(this.#rows.get(id)) !== 'replaced'))
    }

    retry(id: string): Promise<void> {
        return this.#proveAll([id])
    }

    /** A certificate for the row's code. What is under way there comes first; then the row goes on from what the service says. */
    async handIn(id: string, der: Bytes): Promise<void> {
        await this.#jobs.rest(id)
        const code = this.#rows.find(id)?.code?.value
        if (code !== undefined) this.#signed.set(id, { code, der })
        await this.#unverified([id], (context) => this.#hand(context, der))
    }

    /** Only the upload, `verified` without any proof. */
    upload(id: string, { verified = false }: { readonly verified?: boolean } = {}): Promise<void> {
        return this.#unverified([id], async (context) => {
            if (context.row().entry !== null && !verified) return
            await upload(context, verified)
            if (verified) await confirm(context)
        })
    }

    /** Always a new code; the one before it counts for nothing any more. */
    generateCode(id: string): Promise<void> {
        return this.#unverified([id], (context) => generateCode(context, true))
    }

    /** confirmed: the entry as it was shown to the person who pressed the button. */
    remove(id: string, confirmed: ConfirmedEntry): Promise<void> {
        return this.#each([id], (context) => remove(context, confirmed))
    }

    /** What was sent may still arrive at the service: its state is read again before anything else happens. */
    cancel(ids?: readonly string[]): void {
        for (const id of this.#rows.ids(ids)) this.#jobs.cancel(id)
    }

    #proveAll(ids: readonly string[]): Promise<void> {
        return this.#unverified(ids, async (context) => {
            if (context.row().entry === null) await upload(context, false)
            await generateCode(context)
            const row = context.row()
            const signed = this.#signed.get(row.service.id)
            if (signed !== undefined && signed.code === signRequestOf(row)?.verificationCode) await this.#hand(context, signed.der)
        })
    }

    async #hand(context: RowContext, der: Bytes): Promise<void> {
        const { id } = context.row().service
        try {
            await verify(context, der)
            this.#signed.delete(id)
        } catch (error) {
            if (context.row().code === null) this.#signed.delete(id)
            throw error
        }
    }

    /** With a CA, and from what the service says now; where that is verified, there is nothing to do. */
    async #unverified(ids: readonly string[], work: (context: RowContext) => Promise<void>): Promise<void> {
        if (this.#ca === null) return
        await this.#each(ids, async (context) => {
            await look(context)
            const { entry, done } = context.row()
            if (entry?.isVerified !== true) return work(context)
            if (!done.some(({ what }) => what === 'verified' || what === 'found-verified')) note(context, 'found-verified')
        })
    }

    async #each(ids: readonly string[] | undefined, work: (context: RowContext) => Promise<void>): Promise<void> {
        this.#renewal.begin()
        await Promise.all(this.#rows.ids(ids).map((id) => this.#jobs.begin(id, this.#ca, work)))
    }
}
