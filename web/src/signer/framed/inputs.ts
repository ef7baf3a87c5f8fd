import type { ToSigner } from '../../frame/protocol'

/** What a page gives to be signed. */
export type Input = Extract<ToSigner, { type: 'requests' | 'caCertificate' }>

/**
 * The page's inputs, one after the other; of each kind only the last that waits. A page may send as many as it likes: after each
 * the frame rests for as long as it took, so that at most half of a processor works for the page.
 */
export class Inputs {
    readonly #take: (input: Input) => Promise<void>
    readonly #waiting = new Map<Input['type'], Input>()
    #isHeld = false
    #isBusy = false

    /** take: settles when all that the input set in motion has come to its end. */
    constructor(take: (input: Input) => Promise<void>) {
        this.#take = take
    }

    put(input: Input): void {
        this.#waiting.delete(input.type)
        this.#waiting.set(input.type, input)
        void this.#run()
    }

    forget(): void {
        this.#waiting.clear()
    }

    /** Nothing is taken while held. */
    hold(isHeld: boolean): void {
        const wasHeld = this.#isHeld
        this.#isHeld = isHeld
        if (wasHeld && !isHeld) void this.#run()
    }

    async #run(): Promise<void> {
        if (this.#isBusy) return
        this.#isBusy = true
        for (;;) {
            const [next] = this.#waiting.values()
            if (this.#isHeld || next === undefined) break
            this.#waiting.delete(next.type)
            const began = performance.now()
            await this.#take(next)
            const took = performance.now() - began
            if (this.#waiting.size !== 0) await new Promise((resolve) => setTimeout(resolve, took))
        }
        this.#isBusy = false
    }
}
