import { CloudError } from '../cloud/error'

/** Gets one new token for all rows that were refused with the old one. */
export class Renewal {
    readonly #renew: (error: CloudError | null) => Promise<boolean>
    #token = 1
    #declined = 0
    #running: Promise<boolean> | null = null

    constructor(renew: (error: CloudError | null) => Promise<boolean>) {
        this.#renew = renew
    }

    /** Counts the tokens, from 1. */
    get token(): number {
        return this.#token
    }

    /** A person who declined is asked again for what they start anew. */
    begin(): void {
        this.#declined = 0
    }

    /** refused: the token with which the call was made. True: there is a newer one. Rejects when the signal is aborted. */
    async ask(error: CloudError | null, refused: number, signal?: AbortSignal): Promise<boolean> {
        if (refused !== this.#token) return true
        if (this.#declined === refused) return false
        this.#running ??= this.#asked(error)
        const { promise, stop } = aborted(signal)
        try {
            return await Promise.race([this.#running, promise])
        } finally {
            stop()
        }
    }

    async #asked(error: CloudError | null): Promise<boolean> {
        try {
            const renewed = await this.#renew(error).catch(() => false)
            if (renewed) this.#token++
            else if (error !== null) this.#declined = this.#token
            return renewed
        } finally {
            this.#running = null
        }
    }
}

function aborted(signal: AbortSignal | undefined): { readonly promise: Promise<never>; readonly stop: () => void } {
    let stop = (): void => undefined
    const promise = new Promise<never>((_, reject) => {
        const abort = (): void => reject(signal?.reason)
        if (signal?.aborted === true) abort()
        signal?.addEventListener('abort', abort, { once: true })
        stop = () => signal?.removeEventListener('abort', abort)
    })
    return { promise, stop }
}
