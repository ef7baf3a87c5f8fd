import { cancelled, CloudError } from '../cloud/error'
import type { CaEntries, CallOptions } from '../cloud/provider'
import { problem } from '../texts/say'
import { Limit } from './limit'
import type { Renewal } from './renewal'
import type { Rows } from './rows'
import { signRequestOf, type LocalCa, type ServiceRow, type Wanted } from './state'
import type { RowContext } from './steps'

/** Rows at work at a time. */
const mostAtOnce = 4

/** What is under way for one row; `ended` never rejects. */
interface Job {
    readonly controller: AbortController
    readonly ended: Promise<void>
}

/** One job for one row at a time, and what all jobs have in common: turns, cancelling, new tokens, and how they end in the row. */
export class Jobs {
    readonly #rows: Rows
    readonly #cloud: () => CaEntries
    readonly #renewal: Renewal
    readonly #limit = new Limit(mostAtOnce)
    readonly #now: () => Date
    readonly #by: () => string
    readonly #jobs = new Map<string, Job>()

    constructor(rows: Rows, cloud: () => CaEntries, renewal: Renewal, now: () => Date, by: () => string) {
        this.#rows = rows
        this.#cloud = cloud
        this.#renewal = renewal
        this.#now = now
        this.#by = by
    }

    /** Never rejects. A row that is at work goes on with what it does, and this resolves with it. */
    begin(id: string, ca: LocalCa | null, wanted: Wanted, work: (context: RowContext) => Promise<void>): Promise<void> {
        const running = this.#jobs.get(id)
        if (running !== undefined) return running.ended
        let end = (): void => undefined
        const job = { controller: new AbortController(), ended: new Promise<void>((resolve) => { end = resolve }) }
        this.#jobs.set(id, job)
        this.#rows.change(id, { wanted })
        return this.#worked(id, job, ca, work).finally(end)
    }

    isRunning(id: string): boolean {
        return this.#jobs.has(id)
    }

    /** Resolves when nothing is under way there. */
    async rest(id: string): Promise<void> {
        await this.#jobs.get(id)?.ended
    }

    cancel(id: string): void {
        this.#jobs.get(id)?.controller.abort(cancelled())
        if (this.#rows.find(id)?.step !== 'signing' || this.#jobs.has(id)) return
        this.#rows.change(id, { step: null, cancelled: true, finished: this.#now() })
    }

    /** Cancels all; what they still have to say is not heard any more. */
    dismissAll(): void {
        for (const { controller } of this.#jobs.values()) controller.abort(cancelled())
        this.#jobs.clear()
    }

    async #worked(id: string, job: Job, ca: LocalCa | null, work: (context: RowContext) => Promise<void>): Promise<void> {
        const { signal } = job.controller
        this.#rows.change(id, { error: null, cancelled: false })
        let ending: Partial<ServiceRow> | null = null
        try {
            const context = this.#context(id, ca, signal)
            context.change({ step: 'queued' })
            await this.#limit.turn(() => work(context), signal)
        } catch (error) {
            ending = signal.aborted ? { cancelled: true } : { error: error instanceof CloudError ? error : internal() }
        }
        if (this.#jobs.get(id) !== job) return
        this.#jobs.delete(id)
        const row = this.#rows.find(id)
        const rests = ending === null && row !== undefined && signRequestOf(row) !== null
        this.#rows.change(id, { ...ending, step: rests ? 'signing' : null, waiting: null, waitsForToken: false, finished: this.#now() })
    }

    #context(id: string, ca: LocalCa | null, signal: AbortSignal): RowContext {
        return {
            ca,
            signal,
            cloud: this.#cloud(),
            now: this.#now,
            by: this.#by,
            row: () => this.#rows.get(id),
            change: (change) => {
                // What is no longer wanted must not write over what came after it.
                signal.throwIfAborted()
                this.#rows.change(id, change)
            },
            call: (operation) => this.#call(id, signal, operation),
        }
    }

    async #call<T>(id: string, signal: AbortSignal, operation: (options: CallOptions) => Promise<T>): Promise<T> {
        for (let attempt = 1; ; attempt++) {
            signal.throwIfAborted()
            const { token } = this.#renewal
            try {
                return await operation({ signal, onWait: (waiting) => this.#rows.change(id, { waiting }) })
            } catch (error) {
                signal.throwIfAborted()
                this.#rows.change(id, { waiting: null })
                if (!(error instanceof CloudError) || error.code !== 'UNAUTHORIZED' || attempt === 3) throw error
                this.#rows.change(id, { waitsForToken: true })
                const renewed = await this.#renewal.ask(error, token, signal)
                signal.throwIfAborted()
                this.#rows.change(id, { waitsForToken: false })
                if (!renewed) throw error
            }
        }
    }
}

/** Nothing of an unknown error is shown: it may quote what was sent. */
function internal(): CloudError {
    return new CloudError({ code: 'INTERNAL', ...problem('internal'), retryable: true })
}
