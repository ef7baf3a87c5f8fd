import type { ToSigner } from '../../frame/protocol'

/** What a page gives to be signed, and how it shall look. */
export type Input = Extract<ToSigner, { type: 'requests' | 'caCertificate' | 'appearance' }>

/** Of work in milliseconds that a page can ask for between two acts of the person in this frame. */
const MOST_WORK = 30_000

/**
 * The page's inputs, one after the other; of each kind only the last that waits. A page may send as many as it likes: after each
 * the frame rests for as long as it took, so that at most half of a processor works for the page; and when all of them took
 * MOST_WORK, the rest waits until the person does something here.
 */
export class Inputs {
    readonly #take: (input: Input) => Promise<void>
    readonly #waiting = new Map<Input['type'], Input>()
    #isHeld = false
    #isBusy = false
    #worked = 0

    /** take: settles when all that the input set in motion has come to its end. */
    constructor(take: (input: Input) => Promise<void>) {
        this.#take = take
    }

    /** The person did something in this frame. */
    acted(): void {
        this.#worked = 0
        void this.#run()
    }

    put(input: Input): void {
        // Of an appearance each member is for itself.
        const waits = input.type === 'appearance' ? this.#waiting.get(input.type) : undefined
        this.#waiting.delete(input.type)
        this.#waiting.set(input.type, { ...waits, ...input })
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
            if (this.#isHeld || this.#worked >= MOST_WORK || next === undefined) break
            this.#waiting.delete(next.type)
            const began = performance.now()
            await this.#take(next)
            const took = performance.now() - began
            this.#worked += took
            if (this.#waiting.size !== 0) await new Promise((resolve) => setTimeout(resolve, took))
        }
        this.#isBusy = false
    }
}
