/** What has been in view, as far as the browser tells. */

/** How long something has to be in view; shorter is no look at it. */
export const lookMilliseconds = 500
/** The same for one code of a list through which a person scrolls. */
const lineMilliseconds = 200

/** An entry of IntersectionObserver's second version, which Chromium has: isVisible is false under what covers or fades it. */
interface Entry extends IntersectionObserverEntry {
    readonly isVisible?: boolean
}

/** Since when an element can be seen. */
export class Sight {
    readonly #isEnough: (entry: Entry) => boolean
    readonly #observer: IntersectionObserver
    #since: number | null = null

    constructor(target: Element, isEnough: (entry: Entry) => boolean) {
        this.#isEnough = isEnough
        const options = { threshold: [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1], trackVisibility: true, delay: 100 }
        this.#observer = new IntersectionObserver((entries) => this.#take(entries), options)
        this.#observer.observe(target)
    }

    /** What is there now has only just appeared. */
    restart(): void {
        this.#take(this.#observer.takeRecords())
        if (this.#since !== null) this.#since = performance.now()
    }

    get isSeen(): boolean {
        this.#take(this.#observer.takeRecords())
        return this.#since !== null
    }

    /** Whether it has been in view for long enough up to then. */
    isLong(time: number): boolean {
        return this.isSeen && time - (this.#since ?? time) >= lookMilliseconds
    }

    #take(entries: readonly Entry[]): void {
        for (const entry of entries) {
            if (entry.isIntersecting && entry.isVisible !== false && this.#isEnough(entry)) this.#since ??= entry.time
            else this.#since = null
        }
    }
}

/** Which codes of a list have been in view: each by itself, for a list may be longer than what fits. */
export class CodesInView {
    readonly #box: Sight
    readonly #onSeen: (unseen: number) => void
    readonly #codes = new Map<Element, string>()
    readonly #inView = new Map<Element, number>()
    readonly #seen = new Set<string>()
    #observer: IntersectionObserver | null = null
    #timer = 0

    constructor(box: Sight, onSeen: (unseen: number) => void) {
        this.#box = box
        this.#onSeen = onSeen
    }

    get count(): number {
        return this.#codes.size
    }

    get unseen(): number {
        this.#look()
        return [...this.#codes.values()].filter((code) => !this.#seen.has(code)).length
    }

    /** In place of those of before; what was seen of the same codes stays seen. */
    watch(codes: readonly { readonly code: string; readonly element: Element }[]): void {
        this.#observer?.disconnect()
        this.#codes.clear()
        this.#inView.clear()
        clearInterval(this.#timer)
        if (codes.length === 0) return this.#onSeen(0)
        this.#observer = new IntersectionObserver((entries) => this.#take(entries), { threshold: [0, 0.9, 1] })
        for (const { code, element } of codes) {
            this.#codes.set(element, code)
            this.#observer.observe(element)
        }
        this.#onSeen(this.unseen)
        this.#timer = setInterval(() => {
            const { unseen } = this
            this.#onSeen(unseen)
            if (unseen === 0) clearInterval(this.#timer)
        }, lineMilliseconds)
    }

    /** Nothing has been seen yet. */
    restart(): void {
        this.#seen.clear()
        const codes = [...this.#codes].map(([element, code]) => ({ code, element }))
        this.watch(codes)
    }

    #take(entries: readonly IntersectionObserverEntry[]): void {
        for (const { target, isIntersecting, intersectionRatio, time } of entries) {
            if (!isIntersecting || intersectionRatio < 0.9) this.#inView.delete(target)
            else if (!this.#inView.has(target)) this.#inView.set(target, time)
        }
    }

    #look(): void {
        if (this.#observer !== null) this.#take(this.#observer.takeRecords())
        // Whatever covers the list covers its lines; that is asked once for all of them.
        const now = performance.now()
        if (!this.#box.isLong(now)) return
        for (const [element, since] of this.#inView) {
            const code = this.#codes.get(element)
            if (code !== undefined && now - since >= lineMilliseconds) this.#seen.add(code)
        }
    }
}
