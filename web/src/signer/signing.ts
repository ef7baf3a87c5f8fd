import type { CoreClient } from '../core/client'
import type { CoreError, CreatedCertificate, Result } from '../core/protocol'
import { refusals } from '../core/refusal'
import { createShared, workersFor } from '../core/spread'
import type { FromSigner } from '../frame/protocol'
import type { Checking } from './checking'
import { firstErrorPlace, usableCodes } from './errors'
import type { Files } from './files'
import { caOrigin, chosenCa, codeOrigin, dateIn, namedService, serviceOf, signingCa } from './inputs'
import type { Outcome, RequestList, State, Store } from './state'
import { unsigned } from './unsigned'

/** While a list is made, the page shows how far it is no more often than this. */
const progressMilliseconds = 100

/** One press of the button. */
interface Press {
    /** What stood there when it was pressed: this is signed, or nothing. */
    readonly given: readonly unknown[]
    readonly list: RequestList | null
    /** Those that are there, each at the place of its code. */
    readonly results: Result<CreatedCertificate>[]
    job: ReturnType<typeof createShared> | null
}

/** All that a certificate is made of. States are never changed in place, so that this tells whether any of it is another. */
function inputsOf({ code, requests, notBefore, notAfter, subjectKey, confirmed, caFrom, caSha1, service, key, ca }: State): readonly unknown[] {
    return [code, requests, notBefore, notAfter, subjectKey, confirmed, caFrom, caSha1, service, ...[key, ca].map((file) => file.status === 'empty' ? null : file.source)]
}

/** Whether anything is signed is the core's answer; what this page has to add is that the person confirmed, and that it is the CA of the request. */
function maySign(state: State): boolean {
    const { checked, requests, codeChecks } = state
    const isCodeReady = requests === null ? codeChecks[0]?.finding.status !== 'fail' : usableCodes(state) !== 0
    return checked?.readyButForCode === true && codeChecks.length !== 0 && isCodeReady && firstErrorPlace(state) === undefined
}

/** Makes the certificates: of the code that is typed, or of a list, each of which succeeds or fails on its own. */
export class Signing {
    readonly #store: Store
    readonly #core: CoreClient
    readonly #clock: () => Date
    readonly #files: Files
    readonly #checking: Checking
    readonly #report: (message: FromSigner) => void
    #press: Press | null = null

    /** report: is told of each certificate as it is made. */
    constructor(
        store: Store, core: CoreClient, clock: () => Date, files: Files, checking: Checking, report: (message: FromSigner) => void,
    ) {
        this.#store = store
        this.#core = core
        this.#clock = clock
        this.#files = files
        this.#checking = checking
        this.#report = report
    }

    /** The button is down: from now on the page's messages wait, and what is signed is what stands here. False if it was down already. */
    press(): boolean {
        const { state } = this.#store
        if (state.creating) return false
        this.#press = { given: inputsOf(state), list: state.requests, results: [], job: null }
        this.#store.update({ failure: null, notice: '', creating: true, done: 0 })
        return true
    }

    /** After `press`: true if a certificate was made; else the errors stand in the state. password: typed and not yet tried, or empty. */
    async create(password: string): Promise<boolean> {
        const press = this.#press
        if (press === null || press.job !== null) return false
        this.#store.update({ attempted: true })
        if (password !== '' && password !== this.#files.password) await this.#files.unlock(password)
        await this.#files.settled()
        await this.#checking.now()
        if (this.#press !== press) return false  // cancelled, refused, or everything was cleared meanwhile
        if (!inputsOf(this.#store.state).every((input, index) => input === press.given[index])) {
            this.refuse(unsigned.changedMeanwhile())
            return false
        }
        if (!maySign(this.#store.state)) {
            this.#end(firstErrorPlace(this.#store.state) === undefined ? { failure: refusals.coreCrashed() } : {})
            return false
        }
        press.job = this.#start(press)
        const all = await press.job.result
        this.#core.endKey()
        return this.#press === press && this.#finish(press, all)
    }

    /** The page wants to change what is being signed. Once signing has begun that waits; before, the press no longer holds. */
    disturb(): void {
        if (this.#press !== null && this.#press.job === null) this.refuse(unsigned.changedMeanwhile())
    }

    /** The button was pressed where it must not be. */
    refuse(failure: CoreError): void {
        this.#end({ failure })
        this.#report({ type: 'failed', id: null, error: failure })
    }

    /** What was made so far stays. */
    cancel(): void {
        if (this.#press?.job) this.#press.job.cancel()
        else if (this.#press) this.#end({})
    }

    forget(): void {
        if (this.#press === null) return
        this.#press.job?.cancel()
        this.#report({ type: 'failed', id: null, error: refusals.cancelled() })
        this.#report({ type: 'finished', created: this.#press.results.filter(({ ok }) => ok).length, failed: 0 })
        this.#press = null
    }

    #start({ list, results }: Press): ReturnType<typeof createShared> {
        const { state } = this.#store
        const codes = list?.entries.map(({ verificationCode }) => verificationCode) ?? [state.code]
        let done = 0
        let shownAt = 0
        return createShared(this.#core, {
            verificationCodes: codes,
            privateKey: state.key.status === 'loaded' ? state.key.source : new Uint8Array(0),
            caCertificate: state.ca.status === 'loaded' ? state.ca.source : undefined,
            password: this.#files.password,
            now: this.#clock(),
            notBefore: dateIn(state.notBefore),
            notAfter: dateIn(state.notAfter),
            subjectKey: state.subjectKey,
            codeOrigin: codeOrigin(state),
            codesConfirmed: state.confirmed,
            caOrigin: caOrigin(state),
            caSha1: chosenCa(state),
            service: namedService(state),
            // What a service wants of its CA is judged by all codes of a call: only where each part of them says the same are there parts.
        }, serviceOf(state) === null ? 1 : workersFor(codes.length), (result, place) => {
            this.#tell(list, place, result)
            results[place] = result
            done++
            // A picture for each would cost more than the certificate.
            if (performance.now() - shownAt < progressMilliseconds) return
            shownAt = performance.now()
            this.#store.update({ done })
        })
    }

    /** all: for each code what was made, or why nothing was. */
    #finish({ list, results }: Press, all: readonly Result<CreatedCertificate>[]): boolean {
        const created = all.filter(({ ok }) => ok).length
        const [only] = all
        const isNothing = results.length === 0
        if (isNothing && only?.ok === false) this.#report({ type: 'failed', id: null, error: only.error })
        else all.forEach((result, place) => { if (!(place in results)) this.#tell(list, place, result) })
        this.#report({ type: 'finished', created, failed: all.length - created })

        const single = list === null || (list.from === 'page' && list.entries.length === 1)
        const ca = signingCa(this.#store.state)
        if (single || isNothing || ca === undefined) {
            if (only?.ok) this.#end({ result: only.value, batch: null, stale: false, saved: false, attempted: false })
            else this.#end({ failure: wordsOf(only?.error ?? refusals.coreCrashed()) })
            return only?.ok === true
        }
        const outcomes = list.entries.map((entry, at): Outcome => ({ entry, result: all[at] ?? { ok: false, error: refusals.coreCrashed() } }))
        this.#end({ batch: { from: list.from, outcomes, ca }, result: null, stale: false, saved: false, attempted: false })
        return true
    }

    #end(change: Partial<State>): void {
        this.#press = null
        this.#store.update({ creating: false, ...change })
    }

    #tell(list: RequestList | null, at: number, result: Result<CreatedCertificate>): void {
        const id = list?.from === 'page' ? list.entries[at]?.id ?? null : null
        this.#report(result.ok ? { type: 'created', id, certificate: result.value } : { type: 'failed', id, error: result.error })
    }
}

/** Who cancelled knows it. */
function wordsOf(error: CoreError): CoreError | null {
    return error.code === 'CANCELLED' ? null : error
}
