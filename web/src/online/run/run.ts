import type { Bytes } from '../../core/protocol'
import type { Certificates } from '../azure/certificates'
import { CloudError } from '../azure/error'
import { cancelled, type CallOptions } from '../azure/http'
import type { CloudCertificate, Service } from '../azure/model'
import { Desk, type Sign } from './desk'
import { Limit } from './limit'
import { isEntryName } from './names'
import type { LocalCa, RunState, ServiceRow } from './state'
import { newRow, signRequestOf, statusOf } from './state'
import { confirm, generateCode, look, note, placed, remove, upload, verify, type RowContext } from './steps'
import { Renewal } from './renewal'

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

/** What is under way for one row; `ended` never rejects. */
interface Job {
    readonly controller: AbortController
    readonly ended: Promise<void>
}

/**
 * One CA, many services. Each row goes its way alone; what fails in one leaves the others be. Methods that return a promise
 * never reject: what became of a row stands in the row. They resolve when the rows have come to rest.
 */
export class Run {
    readonly #options: RunOptions
    readonly #now: () => Date
    readonly #limit: Limit
    readonly #desk: Desk | null
    readonly #renewal: Renewal
    readonly #jobs = new Map<string, Job>()
    /** Certificates that were signed and not yet taken by the service, so that nobody has to sign twice. */
    readonly #signed = new Map<string, { readonly code: string; readonly der: Bytes }>()
    #rows: ReadonlyMap<string, ServiceRow> = new Map()
    #ca: LocalCa | null = null

    constructor(options: RunOptions) {
        this.#options = options
        this.#now = options.now ?? (() => new Date())
        this.#limit = new Limit(options.atOnce ?? 4)
        this.#desk = options.sign === undefined ? null : new Desk(options.sign)
        this.#renewal = new Renewal(options.renewToken)
    }

    get state(): RunState {
        const rows = [...this.#rows.values()]
        return {
            rows,
            running: rows.some(({ step }) => step !== null && step !== 'signing'),
            waitsForToken: rows.some(({ waitsForToken }) => waitsForToken),
        }
    }

    /** What is known of a service that stays is kept; work on one that goes is cancelled. */
    setServices(services: readonly Service[]): void {
        const rows = new Map(services.map((service) => {
            const row = this.#rows.get(service.id)
            return [service.id, row === undefined ? newRow(service) : { ...row, service }]
        }))
        for (const id of this.#rows.keys()) if (!rows.has(id)) this.cancel([id])
        this.#rows = rows
        this.#tell()
    }

    /** Everything under way is cancelled when it becomes another one. */
    setCa(ca: LocalCa | null): void {
        if (ca?.sha256 === this.#ca?.sha256) return
        this.cancel()
        this.#jobs.clear()
        this.#ca = ca
        this.#signed.clear()
        this.#rows = new Map([...this.#rows].map(([id, row]) => {
            const plain = { ...newRow(row.service), entries: row.entries, done: row.done, finished: row.finished }
            return [id, row.entries === null ? plain : { ...plain, ...placed(plain, row.entries, ca) }]
        }))
        this.#tell()
    }

    /** The name for an upload; false where it is not 1 to 64 of A-Z a-z 0-9 - . _. Empty: the suggestion again. */
    setName(id: string, name: string): boolean {
        const row = this.#rows.get(id)
        if (row === undefined || (name !== '' && !isEntryName(name))) return false
        const named = { ...row, name, nameIsChosen: name !== '', error: row.error?.code === 'NAME_TAKEN' ? null : row.error }
        this.#change(id, row.entries === null ? named : { ...named, ...placed(named, row.entries, this.#ca) })
        return true
    }

    /** Reads the state from the services; all, where no ids are given. The only thing, beside `remove`, that needs no CA. */
    look(ids?: readonly string[]): Promise<void> {
        return this.#each(ids, (id) => this.#job(id, (context) => this.#turn(context, () => look(context))))
    }

    /**
     * Takes the CA to Verified. Rows that are verified are left alone, and so are those where somebody else put another
     * certificate in our place: about these a person decides, with `retry`.
     */
    async prove(ids?: readonly string[], options: ProveOptions = {}): Promise<void> {
        await this.#lastingToken()
        const asked = this.#ids(ids).filter((id) => {
            const row = this.#rows.get(id)
            return row !== undefined && statusOf(row) !== 'replaced'
        })
        await this.#eachWithCa(asked, (id) => this.#prove(id, options))
    }

    retry(id: string, options: ProveOptions = {}): Promise<void> {
        return this.#eachWithCa([id], () => this.#prove(id, options))
    }

    /** A certificate for the row's code. What is under way there comes first; then the row goes on from what the service says. */
    async handIn(id: string, der: Bytes): Promise<void> {
        if (this.#desk?.handIn(id, der) === true) return
        await this.#jobs.get(id)?.ended
        const code = this.#rows.get(id)?.code?.value
        if (code !== undefined) this.#signed.set(id, { code, der })
        await this.#eachWithCa([id], () => this.#job(id, (context) => this.#turn(context, () => this.#proofOf(context, der))))
    }

    /** Only the upload, `verified` without any proof. */
    upload(id: string, { verified = false }: { readonly verified?: boolean } = {}): Promise<void> {
        return this.#single(id, async (context) => {
            const { entry } = context.row()
            if (entry?.isVerified === true || (entry !== null && !verified)) return
            await upload(context, verified)
            if (verified) await confirm(context)
        })
    }

    /** Always a new code; the one before it counts for nothing any more. */
    generateCode(id: string): Promise<void> {
        return this.#single(id, async (context) => {
            if (context.row().entry?.isVerified === true) return
            await generateCode(context, true)
        })
    }

    /** confirmed: the entry as it was shown to the person who pressed the button. */
    remove(id: string, confirmed: Pick<CloudCertificate, 'name' | 'thumbprint' | 'etag'>): Promise<void> {
        return this.#each([id], () => this.#job(id, (context) => this.#turn(context, () => remove(context, confirmed))))
    }

    /** What was sent may still arrive at the service: its state is read again before anything else happens. */
    cancel(ids?: readonly string[]): void {
        for (const id of this.#ids(ids)) {
            this.#jobs.get(id)?.controller.abort(cancelled())
            const row = this.#rows.get(id)
            if (row?.step === 'signing' && !this.#jobs.has(id)) this.#change(id, { step: null, cancelled: true, finished: this.#now() })
        }
    }

    async #prove(id: string, { verifiedOnUpload = false }: ProveOptions): Promise<void> {
        await this.#job(id, async (context) => {
            this.#desk?.setOut()
            let arrived = false
            let der: Bytes | null = null
            try {
                await this.#turn(context, () => this.#prepare(context, verifiedOnUpload))
                const request = signRequestOf(context.row())
                if (request === null) return
                context.change({ step: 'signing' })
                const signed = this.#signed.get(id)
                if (signed?.code === request.verificationCode) {
                    ({ der } = signed)
                } else if (this.#desk !== null) {
                    arrived = true
                    der = await this.#desk.arrive(request, context.signal)
                    this.#signed.set(id, { code: request.verificationCode, der })
                }
            } finally {
                if (!arrived) this.#desk?.stop()
            }
            if (der !== null) await this.#turn(context, () => this.#hand(context, der))
        })
    }

    async #prepare(context: RowContext, verifiedOnUpload: boolean): Promise<void> {
        await look(context)
        if (context.row().entry?.isVerified === true) return found(context)
        if (verifiedOnUpload) {
            await upload(context, true)
            return confirm(context)
        }
        if (context.row().entry === null) await upload(context, false)
        await generateCode(context)
    }

    async #proofOf(context: RowContext, der: Bytes): Promise<void> {
        await look(context)
        const { entry } = context.row()
        if (entry?.isVerified === true) return found(context)
        await this.#hand(context, der)
    }

    async #hand(context: RowContext, der: Bytes): Promise<void> {
        const { service } = context.row()
        try {
            await verify(context, der)
            this.#signed.delete(service.id)
        } catch (error) {
            if (context.row().code === null) this.#signed.delete(service.id)
            throw error
        }
    }

    #single(id: string, work: (context: RowContext) => Promise<void>): Promise<void> {
        return this.#eachWithCa([id], () => this.#job(id, (context) => this.#turn(context, async () => {
            await look(context)
            await work(context)
        })))
    }

    #turn(context: RowContext, work: () => Promise<void>): Promise<void> {
        context.change({ step: 'queued' })
        return this.#limit.turn(work, context.signal)
    }

    /** A run that would stop halfway begins with a new token; who has none goes on with the old one. */
    async #lastingToken(): Promise<void> {
        if (this.#options.tokenLasts?.() === false) await this.#renewal.ask(null, this.#renewal.token)
    }

    async #each(ids: readonly string[] | undefined, work: (id: string) => Promise<void>): Promise<void> {
        this.#renewal.begin()
        await Promise.all(this.#ids(ids).map(work))
    }

    #eachWithCa(ids: readonly string[], work: (id: string) => Promise<void>): Promise<void> {
        return this.#ca === null ? Promise.resolve() : this.#each(ids, work)
    }

    #ids(ids: readonly string[] | undefined): readonly string[] {
        return ids === undefined ? [...this.#rows.keys()] : [...new Set(ids)].filter((id) => this.#rows.has(id))
    }

    /** One job for one row at a time; a row that is at work goes on with what it does. */
    #job(id: string, work: (context: RowContext) => Promise<void>): Promise<void> {
        const running = this.#jobs.get(id)
        if (running !== undefined) return running.ended
        let end = (): void => undefined
        const job = { controller: new AbortController(), ended: new Promise<void>((resolve) => { end = resolve }) }
        this.#jobs.set(id, job)
        return this.#worked(id, job, work).finally(end)
    }

    async #worked(id: string, job: Job, work: (context: RowContext) => Promise<void>): Promise<void> {
        const { signal } = job.controller
        this.#change(id, { error: null, cancelled: false })
        let ending: Partial<ServiceRow> = {}
        try {
            await work(this.#context(id, this.#ca, signal))
        } catch (error) {
            ending = signal.aborted ? { cancelled: true } : { error: error instanceof CloudError ? error : internal() }
        }
        // Another CA was chosen meanwhile, and the row begins anew.
        if (this.#jobs.get(id) !== job) return
        this.#jobs.delete(id)
        const row = this.#rows.get(id)
        const rests = row !== undefined && signRequestOf(row) !== null && Object.keys(ending).length === 0
        this.#change(id, { ...ending, step: rests ? 'signing' : null, waiting: null, waitsForToken: false, finished: this.#now() })
    }

    #context(id: string, ca: LocalCa | null, signal: AbortSignal): RowContext {
        return {
            ca,
            signal,
            certificates: this.#options.certificates,
            now: this.#now,
            row: () => this.#rows.get(id) ?? gone(),
            change: (change) => {
                // What is no longer wanted must not write over what came after it.
                signal.throwIfAborted()
                this.#change(id, change)
            },
            call: (operation) => this.#call(id, signal, operation),
        }
    }

    async #call<T>(id: string, signal: AbortSignal, operation: (options: CallOptions) => Promise<T>): Promise<T> {
        for (let attempt = 1; ; attempt++) {
            signal.throwIfAborted()
            const { token } = this.#renewal
            try {
                return await operation({ signal, onWait: (waiting) => this.#change(id, { waiting }) })
            } catch (error) {
                signal.throwIfAborted()
                this.#change(id, { waiting: null })
                if (!(error instanceof CloudError) || error.code !== 'UNAUTHORIZED' || attempt === 3) throw error
                this.#change(id, { waitsForToken: true })
                const renewed = await this.#renewal.ask(error, token, signal)
                signal.throwIfAborted()
                this.#change(id, { waitsForToken: false })
                if (!renewed) throw error
            }
        }
    }

    #change(id: string, change: Partial<ServiceRow>): void {
        const row = this.#rows.get(id)
        if (row === undefined) return
        this.#rows = new Map(this.#rows).set(id, { ...row, ...change })
        this.#tell()
    }

    #tell(): void {
        this.#options.onChange(this.state)
    }
}

function found(context: RowContext): void {
    const { done } = context.row()
    if (!done.some(({ what }) => what === 'verified' || what === 'found-verified')) note(context, 'found-verified')
}

function gone(): never {
    throw cancelled()
}

/** Nothing of an unknown error is shown: it may quote what was sent. */
function internal(): CloudError {
    return new CloudError({
        code: 'INTERNAL', message: 'The page made a mistake here.', hint: 'Try again. If it happens again, please report the steps that led here.',
        retryable: true,
    })
}
