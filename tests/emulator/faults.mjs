/** Trouble on demand: what a test, or a person who tries the page, wants the next calls to meet. */
import { managerRefusal, providerRefusal, Refusal } from './errors.mjs'

/**
 * One fault, as plain data. It waits for the calls that fit it.
 *
 *   operation   one of subscriptions, services, permissions, list, get, put, delete, generate, verify, or several; absent: any but
 *               permissions, which a page asks beside a list
 *   service     a name; absent: any
 *   skip        calls that go well before; 0 where absent
 *   times       how often it happens then: 1 where absent, null for ever
 *
 * What happens:
 *   status      this is answered: with `body` (an object, a text, or null for none), or with `code` and `message` in the shape of
 *               the provider where code is a number such as 409050, in that of Resource Manager otherwise; `retryAfter`: seconds,
 *               sent as a date where `retryAfterAs` is 'date'; `headers`: any further ones
 *   drop        the connection ends without an answer, and nothing was done
 *   lose        it was done, and the connection ends without an answer
 *   delay       milliseconds more than usual, then all goes on
 *   touch       somebody else changes the entry first: its etag is another one now
 *   replace     PEM: somebody else puts another certificate under the name first
 *   renew       somebody else asks for a code first: the one before is worth nothing any more
 *   remove      somebody else deletes the entry first
 *   expire      every token so far is expired from now on
 *
 * Worth a try: { operation: 'put', status: 500, code: 500019, message: 'Internal Error.' }, what an IoT hub said in 2021 to a
 * user's file (Azure/azure-iot-sdk-python issue 809; why was not settled).
 */
export class Faults {
    #all = []

    add(fault) {
        if (!effects.some((effect) => effect in fault)) throw new Error(`a fault has one of ${effects.join(', ')}`)
        this.#all.push({ skip: 0, ...fault, times: fault.times === undefined ? 1 : fault.times ?? Infinity })
    }

    clear() {
        this.#all = []
    }

    /** What has not happened yet, or not often enough. */
    get waiting() {
        return this.#all.map((fault) => ({ ...fault, times: fault.times === Infinity ? null : fault.times }))
    }

    /** The faults of one call, in the order in which they were added, up to the first that ends it. */
    take(operation, service) {
        const met = []
        for (const fault of this.#all) {
            if (!fits(fault, operation, service)) continue
            if (fault.skip > 0) fault.skip--
            else {
                fault.times--
                met.push(fault)
                if ('status' in fault || fault.drop) break
            }
        }
        this.#all = this.#all.filter(({ times }) => times > 0)
        return met
    }
}

const effects = ['status', 'drop', 'lose', 'delay', 'touch', 'replace', 'renew', 'remove', 'expire']

function fits(fault, operation, service) {
    if (fault.operation === undefined ? operation === 'permissions' : ![fault.operation].flat().includes(operation)) return false
    return fault.service === undefined || fault.service.toLowerCase() === service?.toLowerCase()
}

const usual = {
    429: ['TooManyRequests', 'The request is being throttled. Please try again later.'],
    503: ['ServiceUnavailable', 'The service is not available now.'],
}

/** What of a fault is an answer; null: nothing. */
export function refusalOf({ status, body, code, message, retryAfter, retryAfterAs, headers: more }, now) {
    if (status === undefined) return null
    const wait = retryAfterAs === 'date' ? dateAfter(now, retryAfter) : String(retryAfter)
    const headers = { ...(retryAfter === undefined ? {} : { 'Retry-After': wait }), ...more }
    if (body !== undefined) return new Refusal(status, body, headers)
    if (typeof code === 'number') {
        const { body: flat } = providerRefusal(code, message ?? 'Trouble on demand.')
        return new Refusal(status, flat, headers)
    }
    const [usualCode, usualMessage] = usual[status] ?? ['Trouble', `Trouble on demand: ${status}.`]
    return managerRefusal(status, code ?? usualCode, message ?? usualMessage, headers)
}

/** A date has no fractions: rounded up, so that it is never too early. */
function dateAfter(now, seconds) {
    return new Date(Math.ceil(now.getTime() / 1000 + seconds) * 1000).toUTCString()
}
