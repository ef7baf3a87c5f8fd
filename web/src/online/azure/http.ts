import { cancelled, CloudError } from '../cloud/error'
import type { CallOptions } from '../cloud/provider'
import { problem } from '../texts/say'
import { answerOf, networkError, toldToWait, tooLarge, type Answer } from './answer'
import type { AccessToken } from './token'

/** Octets of one answer. The longest real one, a list of 25 certificates or of some hundred services, is far below. */
export const mostAnswerOctets = 8 * 1024 * 1024
/** One attempt, until its body has arrived. */
const mostSeconds = 60
/** The same, where nothing but a hint to a person rests on the answer. */
const mostSecondsOfHint = 10
/** A service that wants to be left alone for longer is given up; seconds. */
const mostWaitSeconds = 300
/** A shorter wait is over before anybody has read of it. */
const tellingMilliseconds = 5000
/** Attempts after the first, on 429 and 503. */
const mostRetries = 3

export interface Request extends CallOptions {
    readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
    /** Begins with a slash; segments are encoded already. */
    readonly path: string
    readonly apiVersion: string
    readonly body?: object | undefined
    readonly ifMatch?: string | undefined
    /** Only a hint rests on it: one attempt, and not for long. */
    readonly hint?: boolean | undefined
}

/** The world around; tests replace it. */
export interface Surroundings {
    readonly fetch: typeof fetch
    readonly now: () => Date
    /** Rejects as soon as the signal is aborted. */
    readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

/** Calls of one management endpoint. The token goes there and nowhere else. */
export class ManagementHttp {
    readonly #origin: string
    readonly #token: () => AccessToken
    readonly #surroundings: Surroundings

    /** token: asked before each attempt, so that a renewed one is taken at once. */
    constructor(origin: string, token: () => AccessToken, surroundings: Partial<Surroundings> = {}) {
        this.#origin = origin
        this.#token = token
        this.#surroundings = { fetch: (...call) => fetch(...call), now: () => new Date(), sleep, ...surroundings }
    }

    /** The answer's JSON, null where it is empty. Rejects with a CloudError only. */
    send({ method, path, apiVersion, body, ifMatch, hint = false, ...options }: Request): Promise<unknown> {
        const url = new URL(path, this.#origin)
        url.searchParams.set('api-version', apiVersion)
        if (hint) return this.#once(url, options)
        return this.#sendTo(url, method, options, body, ifMatch)
    }

    /** A further page of a list, by the address that the service gave: followed on this origin only. */
    follow(address: string, options: CallOptions): Promise<unknown> {
        const url = address.length > 8000 ? null : urlOf(address)
        if (url === null || url.origin !== this.#origin || url.username !== '' || url.password !== '') {
            return Promise.reject(new CloudError({ code: 'PAGE_ELSEWHERE', ...problem('page.elsewhere') }))
        }
        return this.#sendTo(url, 'GET', options)
    }

    async #sendTo(url: URL, method: string, options: CallOptions, body?: object, ifMatch?: string): Promise<unknown> {
        for (let attempt = 1; ; attempt++) {
            const answer = await this.#attempt(url, method, options.signal, body, ifMatch)
            if (answer.error === null) return answer.value
            const { status } = answer.error
            if (status !== 429 && status !== 503) throw answer.error
            const milliseconds = answer.retryAfter ?? 1000 * 2 ** (attempt - 1)
            if (attempt > mostRetries || milliseconds > mostWaitSeconds * 1000) {
                throw answer.retryAfter === null || answer.retryAfter < tellingMilliseconds ? answer.error : toldToWait(answer.error, answer.retryAfter, this.#surroundings.now())
            }
            options.onWait?.({ until: new Date(this.#surroundings.now().getTime() + milliseconds), status, attempt })
            try {
                await this.#surroundings.sleep(milliseconds, options.signal)
            } catch {
                throw cancelled()
            }
            options.onWait?.(null)
        }
    }

    async #once(url: URL, { signal }: CallOptions): Promise<unknown> {
        const answer = await this.#attempt(url, 'GET', signal, undefined, undefined, mostSecondsOfHint)
        if (answer.error !== null) throw answer.error
        return answer.value
    }

    async #attempt(
        url: URL, method: string, signal: AbortSignal | undefined, body?: object, ifMatch?: string, seconds: number = mostSeconds,
    ): Promise<Answer> {
        if (signal?.aborted) throw cancelled()
        const controller = new AbortController()
        const abort = (): void => controller.abort()
        signal?.addEventListener('abort', abort)
        let late = false
        const timer = setTimeout(() => { late = true; abort() }, seconds * 1000)
        try {
            const response = await this.#surroundings.fetch(url, {
                method,
                headers: {
                    Authorization: this.#token().authorization(),
                    Accept: 'application/json',
                    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
                    ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
                },
                ...(body === undefined ? {} : { body: JSON.stringify(body) }),
                cache: 'no-store',
                credentials: 'omit',
                referrerPolicy: 'no-referrer',
                redirect: 'error',
                signal: controller.signal,
            })
            return answerOf(response, await textOf(response), this.#surroundings.now())
        } catch (error) {
            if (error instanceof CloudError) throw error
            if (signal?.aborted) throw cancelled()
            // What a browser says of a failed fetch helps nobody, and nothing that was sent may come back in an error.
            throw late ? timeout() : networkError(url.origin)
        } finally {
            clearTimeout(timer)
            signal?.removeEventListener('abort', abort)
        }
    }
}

async function textOf(response: Response): Promise<string> {
    if (response.body === null) return ''
    const reader = response.body.getReader()
    const decoder = new TextDecoder()
    let text = ''
    for (let octets = 0; ;) {
        const { done, value } = await reader.read()
        if (done) return text + decoder.decode()
        octets += value.byteLength
        if (octets > mostAnswerOctets) {
            await reader.cancel().catch(() => undefined)
            throw tooLarge(response.status)
        }
        text += decoder.decode(value, { stream: true })
    }
}

function urlOf(address: string): URL | null {
    try {
        return new URL(address)
    } catch {
        return null
    }
}

function timeout(): CloudError {
    return new CloudError({ code: 'TIMEOUT', ...problem('timeout', { seconds: mostSeconds }), retryable: true })
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
        const stop = (): void => {
            clearTimeout(timer)
            reject(cancelled())
        }
        const timer = setTimeout(() => {
            signal?.removeEventListener('abort', stop)
            resolve()
        }, milliseconds)
        if (signal?.aborted) stop()
        else signal?.addEventListener('abort', stop, { once: true })
    })
}
