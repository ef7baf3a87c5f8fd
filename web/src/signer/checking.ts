import type { CoreClient, Job } from '../core/client'
import { check } from '../core/calls/check'
import { checkCodes } from '../core/calls/check-codes'
import { caOrigin, certificatesAtHand, certificatesOfKeyFile, chosenCa, codeOrigin, dateIn, keysIn, namedService, serviceOf } from './inputs'
import type { State, Store } from './state'

const pressedMilliseconds = 100

/** Keeps the checklist in step with the inputs: the codes by themselves, and all else together. */
export class Checking {
    readonly #store: Store
    readonly #core: CoreClient
    readonly #clock: () => Date
    #job: Job<unknown> | null = null
    #codes: { readonly job: Job<unknown>; readonly done: Promise<void> } | null = null
    /** What changed and was not asked about yet. */
    readonly #open = { codes: false, rest: false }
    #timer = 0

    constructor(store: Store, core: CoreClient, clock: () => Date) {
        this.#store = store
        this.#core = core
        this.#clock = clock
    }

    /** An input changed, or with none named, any of them: what was said of the old ones no longer holds. */
    change(change: Partial<State>, wait = 0): void {
        const { result, batch } = this.#store.state
        const isCode = 'code' in change || 'requests' in change || 'service' in change
        this.#show({
            ...change, failure: null, notice: '', pairs: [], stale: result !== null || batch !== null,
            ...(isCode ? { confirmed: false } : {}), ...('requests' in change ? { codeChecks: [] } : {}),
        })
        const names = Object.keys(change)
        // A code may be the thumbprint of a certificate that comes later.
        this.#open.codes ||= isCode || names.length === 0 || 'ca' in change || 'key' in change
        this.#open.rest ||= names.length === 0 || names.some((name) => name !== 'code')
        clearTimeout(this.#timer)
        // Once the button is down, all is asked about together when the last file has been read: now().
        this.#timer = setTimeout(() => this.#ask(), this.#store.state.creating ? pressedMilliseconds : wait)
    }

    /** With the state that is there, and the time of now. */
    async now(): Promise<void> {
        this.#open.codes = this.#open.rest = true
        this.#ask()
        await this.#answers()
    }

    /** When what changed last has been checked. */
    async settled(): Promise<void> {
        this.#ask()
        await this.#answers()
    }

    cancel(): void {
        clearTimeout(this.#timer)
        this.#open.codes = this.#open.rest = false
        this.#job?.cancel()
        this.#codes?.job.cancel()
        this.#job = null
        this.#codes = null
    }

    #ask(): void {
        clearTimeout(this.#timer)
        if (this.#open.codes) this.#askAboutCodes()
        if (this.#open.rest) void this.#askAboutRest()
        this.#open.codes = this.#open.rest = false
    }

    async #answers(): Promise<void> {
        while (this.#job !== null || this.#codes !== null) await Promise.all([this.#job?.result, this.#codes?.done])
    }

    /** Once the button is down, the certificate goes before the picture of what it is made of. */
    #show(change: Partial<State>): void {
        if (this.#store.state.creating) this.#store.updateLater(change, pressedMilliseconds)
        else this.#store.update(change)
    }

    async #askAboutRest(): Promise<void> {
        this.#job?.forget()
        const { state } = this.#store
        const job = this.#core.call(check, {
            caCertificate: state.ca.status === 'loaded' ? state.ca.source : undefined,
            caOrigin: caOrigin(state),
            caSha1: chosenCa(state),
            service: serviceOf(state) ?? undefined,
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
        this.#show({ checked })
    }

    #askAboutCodes(): void {
        this.#codes?.job.forget()
        const { state } = this.#store
        const job = this.#core.call(checkCodes, {
            verificationCodes: state.requests?.entries.map(({ verificationCode }) => verificationCode) ?? [state.code],
            codeOrigin: codeOrigin(state),
            service: namedService(state),
            caCertificate: certificatesAtHand(state),
        })
        const done = job.result.then((codeChecks) => {
            if (this.#codes?.job !== job) return
            this.#codes = null
            const before = serviceOf(this.#store.state)
            // That is whole, and no beginning of a code.
            const isThumbprint = codeChecks.some(({ finding }) => finding.code === 'CODE_IS_THUMBPRINT')
            this.#show({ codeChecks, ...(isThumbprint ? { isTyping: false } : {}) })
            // The rules of a CA are the service's; Azure's hold where none is known.
            if ((before ?? 'azure') !== (serviceOf(this.#store.state) ?? 'azure')) void this.#askAboutRest()
        })
        this.#codes = { job, done }
    }
}
