import type { Bytes } from '../../core/protocol'
import { CloudError, type CloudErrorCode } from '../cloud/error'
import type { Service } from '../cloud/model'
import type { CaEntries } from '../cloud/provider'
import { Jobs } from './jobs'
import { isEntryName } from './names'
import { Renewal } from './renewal'
import { Rows } from './rows'
import { newRow, signRequestOf, statusOf, type DoneWhat, type LocalCa, type RowStore, type Wanted } from './state'
import { confirm, generateCode, look, lookWithRights, note, placed, remove, replace, upload, verify, type ConfirmedEntry, type RowContext } from './steps'

/** What says in the report that the CA is verified there. */
const verifiedWords: ReadonlySet<DoneWhat> = new Set(['verified', 'verified-later', 'found-verified', 'uploaded-as-verified'])

/** Another name answers these. */
const ofTheName: ReadonlySet<CloudErrorCode> = new Set(['NAME_TAKEN', 'ENTRY_REPLACED'])

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
    /** What the service would refuse, before it is sent; code: null where the page does not know it. Never rejects. */
    readonly judge?: (der: Bytes, code: string | null, ca: LocalCa) => Promise<CloudError | null>
    readonly now?: () => Date
    /** Whose token it is, for the report. */
    readonly by?: () => string
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
    /** What a person said may be replaced, until it is, or turns out to be another one. */
    readonly #replacing = new Map<string, ConfirmedEntry>()
    readonly #judge: NonNullable<RunOptions['judge']>
    #ca: LocalCa | null = null

    constructor({ store, cloud, renewToken, tokenLasts, judge = async () => null, now = () => new Date(), by = () => '' }: RunOptions) {
        this.#rows = new Rows(store)
        this.#renewal = new Renewal(renewToken)
        this.#jobs = new Jobs(this.#rows, cloud, this.#renewal, now, by)
        this.#tokenLasts = tokenLasts
        this.#judge = judge
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
        this.#replacing.clear()
        this.#rows.changeAll((row) => {
            const plain = { ...newRow(row.service), entries: row.entries, mayChange: row.mayChange, done: row.done, finished: row.finished }
            return row.entries === null ? plain : { ...plain, ...placed(plain, row.entries, ca) }
        })
    }

    /** The name for an upload; false where it is not 1 to 64 of A-Z a-z 0-9 - . _. Empty: the suggestion again. */
    setName(id: string, name: string): boolean {
        const row = this.#rows.find(id)
        if (row === undefined || (name !== '' && !isEntryName(name))) return false
        const named = { ...row, name, nameIsChosen: name !== '', error: row.error !== null && ofTheName.has(row.error.code) ? null : row.error }
        this.#rows.change(id, row.entries === null ? named : { ...named, ...placed(named, row.entries, this.#ca) })
        return true
    }

    /** Reads the state from the services, and what may be done there; all, where no ids are given. The only thing, beside `remove`, that needs no CA. */
    look(ids?: readonly string[]): Promise<void> {
        return this.#each(ids, 'look', lookWithRights)
    }

    /**
     * Takes the CA to where only a signature is missing, and to Verified where there is one. Rows that are verified are left alone,
     * and so are those where somebody else put another certificate in our place: about these a person decides, with `retry`.
     * replace: by their services, the entries that were shown to the person who lets them be replaced.
     */
    async prove(ids?: readonly string[], replace: ReadonlyMap<string, ConfirmedEntry> = new Map()): Promise<void> {
        for (const [id, entry] of replace) this.#replacing.set(id, entry)
        // A run that would stop halfway begins with a new token; who has none goes on with the old one.
        if (!this.#tokenLasts()) await this.#renewal.ask(null, this.#renewal.token)
        await this.#proveAll(this.#rows.ids(ids).filter((id) => replace.has(id) || statusOf(this.#rows.get(id)) !== 'replaced'))
    }

    /** What failed, again; where more than one press led there, or only reading did, it is read. */
    retry(id: string): Promise<void> {
        return this.#rows.find(id)?.wanted === 'prove' ? this.#proveAll([id]) : this.look([id])
    }

    /**
     * A certificate for the row's code. What is under way there comes first; then the row goes on from what the service says. One
     * that cannot be right is not sent: the row says why, and its code waits on.
     */
    async handIn(id: string, der: Bytes): Promise<void> {
        await this.#jobs.rest(id)
        const ca = this.#ca
        const row = this.#rows.find(id)
        if (ca !== null && row !== undefined && row.entry?.isVerified !== true) {
            const error = await this.#judge(der, row.code?.value ?? null, ca)
            if (ca !== this.#ca) return
            if (error !== null) return this.#rows.change(id, { error })
            await this.#jobs.rest(id)
        }
        const code = this.#rows.find(id)?.code?.value
        if (code !== undefined) this.#signed.set(id, { code, der })
        await this.#unverified([id], 'prove', (context) => this.#hand(context, der))
    }

    /** What was to be handed in is none; the row says why, and is left as it is. */
    refuse(id: string, error: CloudError): void {
        if (!this.#jobs.isRunning(id)) this.#rows.change(id, { error })
    }

    /** A code that this page made before it was loaded anew, or another one did. Whether it still counts only the service can say. */
    adopt(id: string, code: string): void {
        const { entry = null } = this.#rows.find(id) ?? {}
        if (entry === null || entry.isVerified || this.#jobs.isRunning(id)) return
        this.#rows.change(id, { code: { value: code, name: entry.name, etag: entry.etag }, step: 'signing', error: null, cancelled: false })
    }

    /** Only the upload, `verified` without any proof. */
    upload(id: string, { verified = false }: { readonly verified?: boolean } = {}): Promise<void> {
        return this.#unverified([id], 'other', async (context) => {
            if (context.row().entry !== null && !verified) return
            await upload(context, verified)
            if (verified) await confirm(context)
        })
    }

    /** Always a new code; the one before it counts for nothing any more. */
    generateCode(id: string): Promise<void> {
        return this.#unverified([id], 'other', (context) => generateCode(context, true))
    }

    /** confirmed: the entry as it was shown to the person who pressed the button. */
    remove(id: string, ...confirmed: readonly ConfirmedEntry[]): Promise<void> {
        return this.#each([id], 'other', async (context) => {
            for (const entry of confirmed) await remove(context, entry)
        })
    }

    /** What was sent may still arrive at the service: its state is read again before anything else happens. */
    cancel(ids?: readonly string[]): void {
        for (const id of this.#rows.ids(ids)) this.#jobs.cancel(id)
    }

    #proveAll(ids: readonly string[]): Promise<void> {
        return this.#unverified(ids, 'prove', async (context) => {
            if (context.row().entry === null) await this.#uploadOrReplace(context)
            await generateCode(context)
            const row = context.row()
            const signed = this.#signed.get(row.service.id)
            if (signed !== undefined && signed.code === signRequestOf(row)?.verificationCode) await this.#hand(context, signed.der)
        })
    }

    async #uploadOrReplace(context: RowContext): Promise<void> {
        const { other, service: { id } } = context.row()
        const confirmed = this.#replacing.get(id)
        if (other === null || confirmed === undefined) return upload(context, false)
        try {
            await replace(context, confirmed)
            this.#replacing.delete(id)
        } catch (error) {
            if (error instanceof CloudError && error.code === 'NOT_CONFIRMED') this.#replacing.delete(id)
            throw error
        }
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
    async #unverified(ids: readonly string[], wanted: Wanted, work: (context: RowContext) => Promise<void>): Promise<void> {
        if (this.#ca === null) return
        await this.#each(ids, wanted, async (context) => {
            await look(context)
            const { entry, done } = context.row()
            if (entry?.isVerified !== true) return work(context)
            const known = done.some(({ what, ca }) => verifiedWords.has(what) && ca?.sha256 === context.ca?.sha256)
            if (!known) note(context, 'found-verified')
        })
    }

    async #each(ids: readonly string[] | undefined, wanted: Wanted, work: (context: RowContext) => Promise<void>): Promise<void> {
        this.#renewal.begin()
        await Promise.all(this.#rows.ids(ids).map((id) => this.#jobs.begin(id, this.#ca, wanted, work)))
    }
}
