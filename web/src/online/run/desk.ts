import type { Bytes, CoreError } from '../../core/protocol'
import { CloudError } from '../azure/error'
import type { SignRequest } from './state'

/** Gives the certificate of each request by its id, or why there is none; what is absent was not signed. */
export type Sign = (requests: readonly SignRequest[], signal: AbortSignal) => Promise<ReadonlyMap<string, Bytes | CoreError>>

interface Waiter {
    readonly request: SignRequest
    readonly resolve: (der: Bytes) => void
    readonly reject: (error: unknown) => void
}

/**
 * Where rows wait for a person's signature. They are collected until no row is on its way here, so that one click signs all of
 * them; those that come while a person signs wait for the next time.
 */
export class Desk {
    readonly #sign: Sign
    readonly #waiters = new Map<string, Waiter>()
    #onTheirWay = 0
    #signing: AbortController | null = null

    constructor(sign: Sign) {
        this.#sign = sign
    }

    /** A row set out; `arrive` or `stop` ends it. */
    setOut(): void {
        this.#onTheirWay++
    }

    /** A row will not come. */
    stop(): void {
        this.#onTheirWay--
        this.#begin()
    }

    arrive(request: SignRequest, signal: AbortSignal): Promise<Bytes> {
        return new Promise<Bytes>((resolve, reject) => {
            // A row that left and came back is another waiter under the same id.
            const away = (): void => {
                if (this.#waiters.get(request.id) === waiter) this.#waiters.delete(request.id)
            }
            const leave = (): void => {
                away()
                reject(signal.reason)
                // Nobody is left for whom a person should sign.
                if (this.#waiters.size === 0) this.#signing?.abort(signal.reason)
            }
            const left = <T>(settle: (value: T) => void) => (value: T): void => {
                signal.removeEventListener('abort', leave)
                away()
                settle(value)
            }
            const waiter: Waiter = { request, resolve: left(resolve), reject: left(reject) }
            this.#waiters.set(request.id, waiter)
            signal.addEventListener('abort', leave, { once: true })
            this.stop()
            if (signal.aborted) leave()
        })
    }

    /** A certificate that came on another way; false where nobody waits for it. */
    handIn(id: string, der: Bytes): boolean {
        const waiter = this.#waiters.get(id)
        waiter?.resolve(der)
        return waiter !== undefined
    }

    #begin(): void {
        if (this.#onTheirWay !== 0 || this.#signing !== null || this.#waiters.size === 0) return
        const controller = new AbortController()
        this.#signing = controller
        const waiters = [...this.#waiters.values()]
        void this.#ask(waiters, controller.signal).finally(() => {
            this.#signing = null
            this.#begin()
        })
    }

    async #ask(waiters: readonly Waiter[], signal: AbortSignal): Promise<void> {
        try {
            const signed = await this.#sign(waiters.map(({ request }) => request), signal)
            for (const { request, resolve, reject } of waiters) {
                const result = signed.get(request.id)
                if (result instanceof Uint8Array) resolve(result)
                else reject(result === undefined ? notSigned() : notMade(result))
            }
        } catch (error) {
            for (const { reject } of waiters) reject(error instanceof CloudError ? error : notSigned())
        }
    }
}

function notSigned(): CloudError {
    return new CloudError({
        code: 'SIGNATURE_MISSING', message: 'The code was not signed.', retryable: true,
        hint: 'Try again: the code is still good, and waits in the signer.',
    })
}

function notMade({ message, hint }: CoreError): CloudError {
    return new CloudError({ code: 'SIGNING_FAILED', message, hint, retryable: true })
}
