/**
 * Faults on order, as plain data, so that a test in this process and one behind a browser (POST /emulator/faults) order the
 * same. A fault waits for calls that fit it, lets the first `after` of them pass, and strikes the next `times`.
 *
 * @typedef {object} Fault
 * @property {string | string[]} [operation] of routes.mjs: subscriptions, services, list, get, createOrUpdate, delete,
 *     generateVerificationCode, verify; left out: any
 * @property {string} [service] its name; left out: any
 * @property {number} [after] 0
 * @property {number | null} [times] 1; null: for ever
 * @property {Action} action
 *
 * @typedef {{ type: 'answer', status: number, code?: string | number, message?: string, shape?: 'wrapped' | 'flat' | 'empty' | 'html',
 *         retryAfter?: number, retryAfterAs?: 'seconds' | 'date', headers?: Record<string, string> }
 *     | { type: 'expireTokens' }
 *     | { type: 'replaceCertificate', name: string, certificate: string, isVerified?: boolean }
 *     | { type: 'touchCertificate' | 'newCode' | 'deleteCertificate', name: string }
 *     | { type: 'delay', milliseconds: number }
 *     | { type: 'drop' }
 *     | { type: 'loseAnswer' }} Action
 *     all before the call is looked at, except loseAnswer: the service does what is asked, and the connection breaks
 */
import { Refusal, providerError, throttled, unavailable } from './errors.mjs'

const actions = ['answer', 'expireTokens', 'replaceCertificate', 'touchCertificate', 'newCode', 'deleteCertificate', 'delay', 'drop', 'loseAnswer']

export class Faults {
    #faults = []

    /** @param {Fault} fault */
    add({ operation, service, after = 0, times = 1, action }) {
        if (!actions.includes(action?.type)) throw new Error(`a fault's action is one of ${actions.join(', ')}`)
        this.#faults.push({ operation, service, after, times: times ?? Infinity, action })
        return this
    }

    // Short forms of `add` for what is ordered most. `where`: operation, service, after, times.

    /** 429; seconds are sent as a number, or as a date with retryAfterAs 'date'. */
    throttle({ retryAfter = 1, retryAfterAs = 'seconds', ...where } = {}) {
        return this.answer({ status: 429, retryAfter, retryAfterAs, ...where })
    }

    unavailable({ retryAfter = 1, retryAfterAs = 'seconds', ...where } = {}) {
        return this.answer({ status: 503, retryAfter, retryAfterAs, ...where })
    }

    answer({ operation, service, after, times, ...answer }) {
        return this.add({ operation, service, after, times, action: { type: 'answer', ...answer } })
    }

    /** After that many calls every token that was issued counts as expired; new ones work. */
    expireTokens({ after = 0, ...where } = {}) {
        return this.add({ after, ...where, action: { type: 'expireTokens' } })
    }

    /** Just before the call, somebody else uploads another certificate under this name. */
    replaceCertificate({ name, certificate, isVerified, ...where }) {
        return this.add({ ...where, action: { type: 'replaceCertificate', name, certificate, isVerified } })
    }

    /** Just before the call, somebody else changes the entry: the certificate stays, the etag does not. */
    touchCertificate({ name, ...where }) {
        return this.add({ ...where, action: { type: 'touchCertificate', name } })
    }

    /** The connection breaks before the service has seen the call. */
    drop(where = {}) {
        return this.add({ ...where, action: { type: 'drop' } })
    }

    /** The service does what it was asked for, and the answer never arrives. */
    loseAnswer(where = {}) {
        return this.add({ ...where, action: { type: 'loseAnswer' } })
    }

    delay({ milliseconds, ...where }) {
        return this.add({ ...where, action: { type: 'delay', milliseconds } })
    }

    clear() {
        this.#faults = []
    }

    /** What has not struck yet, as JSON can say it. */
    get waiting() {
        return this.#faults.map((fault) => ({ ...fault, times: fault.times === Infinity ? null : fault.times }))
    }

    /** The actions for this call, in the order in which they were ordered. */
    take(call) {
        const due = []
        for (const fault of this.#faults.filter((one) => fits(one, call))) {
            if (fault.after > 0) fault.after--
            else if (--fault.times >= 0) due.push(fault.action)
        }
        this.#faults = this.#faults.filter(({ times }) => times > 0)
        return due
    }
}

function fits({ operation, service }, call) {
    if (operation !== undefined && ![operation].flat().includes(call.operation)) return false
    return service === undefined || service.toLowerCase() === call.names.service?.toLowerCase()
}

/** The refusal that an `answer` orders. */
export function refusalFor({ status, code, message, shape, retryAfter, retryAfterAs = 'seconds', headers = {} }, now) {
    const all = { ...(retryAfter === undefined ? {} : { 'Retry-After': retryAfterText(retryAfter, retryAfterAs, now) }), ...headers }
    if (shape === 'empty') return new Refusal({ status, headers: all })
    if (shape === 'html') return new Refusal({ status, body: '<!doctype html><title>Proxy</title><h1>Sign in to the network</h1>', headers: all })
    if (shape === 'flat') {
        const refusal = providerError(Number(code ?? `${status}001`), message ?? 'Refused on order.', now)
        refusal.answer = { ...refusal.answer, status, headers: all }
        return refusal
    }
    if (code === undefined && status === 429) return throttled(all)
    if (code === undefined && status === 503) return unavailable(all)
    return new Refusal({ status, body: { error: { code: code ?? 'OnOrder', message: message ?? 'Refused on order.' } }, headers: all })
}

function retryAfterText(seconds, as, now) {
    // A date has no fractions: rounded up, so that it is never too early.
    return as === 'date' ? new Date(Math.ceil(now.getTime() / 1000 + seconds) * 1000).toUTCString() : String(seconds)
}
