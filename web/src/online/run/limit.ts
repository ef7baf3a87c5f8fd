/** So many at a time, in the order in which they came. */
export class Limit {
    #free: number
    readonly #queue: (() => void)[] = []

    constructor(atOnce: number) {
        this.#free = atOnce
    }

    /** Gives the turn back when the work has ended; an aborted signal leaves the queue, and rejects with its reason. */
    async turn<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
        await this.#enter(signal)
        try {
            return await work()
        } finally {
            this.#free++
            this.#queue.shift()?.()
        }
    }

    #enter(signal: AbortSignal): Promise<void> {
        signal.throwIfAborted()
        if (this.#free > 0) {
            this.#free--
            return Promise.resolve()
        }
        return new Promise((resolve, reject) => {
            const leave = (): void => {
                this.#queue.splice(this.#queue.indexOf(enter), 1)
                reject(signal.reason)
            }
            const enter = (): void => {
                signal.removeEventListener('abort', leave)
                this.#free--
                resolve()
            }
            this.#queue.push(enter)
            signal.addEventListener('abort', leave, { once: true })
        })
    }
}
