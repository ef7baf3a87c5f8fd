/** Trouble on demand: what a test, or a person who tries the page, wants the next calls to meet. */
import { Refusal } from './errors.mjs'

/**
 * One fault. `operation` is one of subscriptions, services, list, get, put, delete, generate, verify; absent: any. `service` is a
 * name; absent: any. `skip`: calls that go well before. `times`: how often it happens then, 1 where absent.
 *
 * What happens:
 *   status, body, retryAfter   this is answered; body: an object, a text, or null for none
 *   drop                       the connection ends without an answer
 *   delay                      milliseconds more than usual, then all goes on
 *   touch                      somebody else changes the entry first: its etag is another one now
 *   replace                    PEM: somebody else puts another certificate under the name first
 *   expire                     the token of this call is expired from now on
 */
export class Faults {
    #all = []

    add(fault) {
        this.#all.push({ times: 1, skip: 0, ...fault })
    }

    clear() {
        this.#all = []
    }

    /** The faults of one call, each used up once. */
    take(operation, service) {
        const met = []
        for (const fault of this.#all) {
            if ((fault.operation ?? operation) !== operation || (fault.service ?? service) !== service || fault.times <= 0) continue
            if (fault.skip > 0) fault.skip--
            else {
                fault.times--
                met.push(fault)
            }
        }
        return met
    }
}

/** What of a fault is an answer. */
export function refusalOf({ status, body, retryAfter }) {
    if (status === undefined) return null
    const headers = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }
    const usual = { error: { code: status === 429 ? 'TooManyRequests' : 'Trouble', message: `Trouble on demand: ${status}.` } }
    return new Refusal(status, body === undefined ? usual : body, headers)
}
