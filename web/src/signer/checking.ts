import type { CoreClient, Job } from '../core/client'
import { check } from '../core/calls/check'
import { checkCodes } from './calls/check-codes'
import { caOrigin, certificatesOfKeyFile, codeOrigin, dateIn, keysIn } from './inputs'
import type { State, Store } from './state'

/** Keeps the checklist in step with the inputs. */
export class Checking {
    readonly #store: Store
    readonly #core: CoreClient
    readonly #clock: () => Date
    #job: Job<unknown> | null = null
    #codes: { readonly job: Job<unknown>; readonly done: Promise<void> } | null = null
    #timer = 0

    constructor(store: Store, core: CoreClient, clock: () => Date) {
        this.#store = store
        this.#core = core
        this.#clock = clock
    }

    /** An input changed: what was said of the old ones no longer holds. */
    change(change: Partial<State>, wait = 0): void {
        const { result, batch } = this.#store.state
        this.#store.update({ ...change, failure: null, notice: '', stale: result !== null || batch !== null })
        if ('requests' in change || 'code' in change) this.#store.update({ confirmed: false })
        if ('requests' in change) this.#checkCodes()
        clearTimeout(this.#timer)
        this.#timer = setTimeout(() => void this.#check(), wait)
    }

    /** With the state that is there. */
    async now(): Promise<void> {
        await Promise.all([this.#check(), this.#codes?.done])
    }

    /** When what changed last has been checked. */
    async settled(): Promise<void> {
        await Promise.all([this.#timer === 0 ? this.#job?.result : this.#check(), this.#codes?.done])
    }

    cancel(): void {
        clearTimeout(this.#timer)
        this.#timer = 0
        this.#job?.cancel()
        this.#codes?.job.cancel()
        this.#job = null
        this.#codes = null
    }

    async #check(): Promise<void> {
        clearTimeout(this.#timer)
        this.#timer = 0
        this.#job?.forget()
        const { state } = this.#store
        const job = this.#core.call(check, {
            // Of a list each code is checked by itself; this is for all that is not about the code.
            verificationCode: state.requests === null ? state.code : '',
            codeOrigin: codeOrigin(state),
            caCertificate: state.ca.status === 'loaded' ? state.ca.source : new Uint8Array(0),
            caOrigin: caOrigin(state),
            keyFileCertificates: certificatesOfKeyFile(state),
            keys: keysIn(state.key).map(({ spki }) => spki),
            now: this.#clock(),
            notBefore: dateIn(state.notBefore),
            notAfter: dateIn(state.notAfter),
        })
        this.#job = job
        const checked = await job.result
        if (this.#job !== job) return
        this.#job = null
        const findings = state.requests === null ? checked.findings : checked.findings.filter(({ id }) => id !== 'code')
        this.#store.update({ checked: { ...checked, findings } })
    }

    #checkCodes(): void {
        this.#codes?.job.forget()
        this.#codes = null
        this.#store.update({ codeChecks: [] })
        const { requests } = this.#store.state
        if (requests === null) return
        const job = this.#core.call(checkCodes, {
            verificationCodes: requests.entries.map(({ verificationCode }) => verificationCode), codeOrigin: 'given',
        })
        const done = job.result.then((codeChecks) => {
            if (this.#codes?.job === job) this.#store.update({ codeChecks })
        })
        this.#codes = { job, done }
    }
}
