import type { Bytes } from '../../core/protocol'
import type { Certificates } from '../azure/certificates'
import type { CloudError } from '../azure/error'
import type { CloudCertificate, Service } from '../azure/model'
import { Desk, type Sign } from './desk'
import { Jobs } from './jobs'
import { isEntryName } from './names'
import { Renewal } from './renewal'
import { Rows } from './rows'
import type { LocalCa, RunState } from './state'
import { newRow, signRequestOf, statusOf } from './state'
import { confirm, generateCode, look, note, placed, remove, upload, verify, type RowContext } from './steps'

export interface RunOptions {
    readonly certificates: Certificates
    /** Told of each change, with a state that never changes again. */
    readonly onChange: (state: RunState) => void
    /**
     * Gets a new token into the place from which `certificates` takes it; false: the person will not give one. Asked once for
     * all rows. error: the service's refusal, or null where the token is about to expire.
     */
    readonly renewToken: (error: CloudError | null) => Promise<boolean>
    /** Whether the token will last for some minutes; asked before a run. */
    readonly tokenLasts?: () => boolean
    /** Signs all codes that are there. Without it rows come to rest in the step `signing`, and `handIn` goes on. */
    readonly sign?: Sign | undefined
    /** Rows at work at a time. */
    readonly atOnce?: number
    readonly now?: () => Date
}

export interface ProveOptions {
    /** The vendor's "set certificate status to verified on upload": no code, no proof. */
    readonly verifiedOnUpload?: boolean
}

/**
 * One CA, many services. Each row goes its way alone; what fails in one leaves the others be. Methods that return a promise
 * never reject: what became of a row stands in the row. They resolve when the rows have come to rest.
 */
export class Run {
    readonly #rows: Rows
    readonly #jobs: Jobs
    readonly #desk: Desk | null
    readonly #renewal: Renewal
    readonly #tokenLasts: () => boolean
    /** Certificates that were signed and not yet taken by the service, so that nobody has to sign twice. */
    readonly #signed = new Map<string, { readonly code: string; readonly der: Bytes }>()
    #ca: LocalCa | null = null

    constructor({ certificates, onChange, renewToken, tokenLasts = () => true, sign, atOnce = 4, now = () => new Date() }: RunOptions) {
        this.#rows = new Rows(onChange)
        this.#renewal = new Renewal(renewToken)
        this.#jobs = new Jobs(this.#rows, certificates, this.#renewal, atOnce, now)
        this.#desk = sign === undefined ? null : new Desk(sign)
        this.#tokenLasts = tokenLasts
    }

    get state(): RunState {
        return this.#rows.state
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
     * Takes the CA to Verified. Rows that are verified are left alone, and so are those where somebody else put another
     * certificate in our place: about these a person decides, with `retry`.
     */
    async prove(ids?: readonly string[], options: ProveOptions = {}): Promise<void> {
        // A run that would stop halfway begins with a new token; who has none goes on with the old one.
        if (!this.#tokenLasts()) await this.#renewal.ask(null, this.#renewal.token)
        await this.#proveAll(this.#rows.ids(ids).filter((id) => statusOf(this.#rows.get(id)) !== 'replaced'), options)
    }

    retry(id: string, options: ProveOptions = {}): Promise<void> {
        return this.#proveAll([id], options)
    }

    /** A certificate for the row's code. What is under way there comes first; then the row goes on from what the service says. */
    async handIn(id: string, der: Bytes): Promise<void> {
        if (this.#desk?.handIn(id, der) === true) return
        await this.#jobs.rest(id)
        const code = this.#rows.find(id)?.code?.value
        if (code !== undefined) this.#signed.set(id, { code, der })
        await this.#withCa(id, (context) => this.#hand(context, der))
    }

    /** Only the upload, `verified` without any proof. */
    upload(id: string, { verified = false }: { readonly verified?: boolean } = {}): Promise<void> {
        return this.#withCa(id, async (context) => {
            if (context.row().entry !== null && !verified) return
            await upload(context, verified)
            if (verified) await confirm(context)
        })
    }

    /** Always a new code; the one before it counts for nothing any more. */
    generateCode(id: string): Promise<void> {
        return this.#withCa(id, (context) => generateCode(context, true))
    }

    /** confirmed: the entry as it was shown to the person who pressed the button. */
    remove(id: string, confirmed: Pick<CloudCertificate, 'name' | 'thumbprint' | 'etag'>): Promise<void> {
        return this.#each([id], (context) => remove(context, confirmed))
    }

    /** What was sent may still arrive at the service: its state is read again before anything else happens. */
    cancel(ids?: readonly string[]): void {
        for (const id of this.#rows.ids(ids)) this.#jobs.cancel(id)
    }

    async #proveAll(ids: readonly string[], options: ProveOptions): Promise<void> {
        if (this.#ca === null) return
        this.#renewal.begin()
        await Promise.all(this.#rows.ids(ids).map((id) => this.#jobs.begin(id, this.#ca, (context) => this.#prove(context, id, options))))
    }

    async #prove(context: RowContext, id: string, { verifiedOnUpload = false }: ProveOptions): Promise<void> {
        this.#desk?.setOut()
        let arrived = false
        let der: Bytes | undefined
        try {
            await this.#jobs.turn(context, () => this.#prepare(context, verifiedOnUpload))
            const request = signRequestOf(context.row())
            if (request === null) return
            context.change({ step: 'signing' })
            const signed = this.#signed.get(id)
            if (signed?.code === request.verificationCode) {
                der = signed.der
            } else if (this.#desk !== null) {
                arrived = true
                der = await this.#desk.arrive(request, context.signal)
                this.#signed.set(id, { code: request.verificationCode, der })
            }
        } finally {
            if (!arrived) this.#desk?.stop()
        }
        const certificate = der
        if (certificate !== undefined) await this.#jobs.turn(context, () => this.#hand(context, certificate))
    }

    async #prepare(context: RowContext, verifiedOnUpload: boolean): Promise<void> {
        await look(context)
        if (isVerified(context)) return found(context)
        if (verifiedOnUpload) {
            await upload(context, true)
            return confirm(context)
        }
        if (context.row().entry === null) await upload(context, false)
        await generateCode(context)
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

    /** One row, from what the service says now; there is nothing to do where it is verified. */
    #withCa(id: string, work: (context: RowContext) => Promise<void>): Promise<void> {
        if (this.#ca === null) return Promise.resolve()
        return this.#each([id], async (context) => {
            await look(context)
            if (isVerified(context)) found(context)
            else await work(context)
        })
    }

    async #each(ids: readonly string[] | undefined, work: (context: RowContext) => Promise<void>): Promise<void> {
        this.#renewal.begin()
        await Promise.all(this.#rows.ids(ids).map((id) =>
            this.#jobs.begin(id, this.#ca, (context) => this.#jobs.turn(context, () => work(context)))))
    }
}

function isVerified(context: RowContext): boolean {
    return context.row().entry?.isVerified === true
}

function found(context: RowContext): void {
    const { done } = context.row()
    if (!done.some(({ what }) => what === 'verified' || what === 'found-verified')) note(context, 'found-verified')
}
