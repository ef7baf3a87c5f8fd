import type { CoreError } from '../../core/protocol'
import { refusals } from '../../core/refusal'

/**
 * Signs only what a person has had before the eyes, against pages that cover the frame, shrink it, move it under the mouse, or
 * swap its codes at the last moment.
 */

/** How long something has to be in view; shorter is no look at it. */
const lookMilliseconds = 500
/** How long a browser may take to say what is in view. */
const patienceMilliseconds = 1000
/** CSS pixels; smaller shows no button and what it does. */
const least = { width: 240, height: 160 }

/** An entry of IntersectionObserver's second version, which Chromium has: isVisible is false under what covers or fades it. */
interface Entry extends IntersectionObserverEntry {
    readonly isVisible?: boolean
}

/** Since when an element can be seen, as far as the browser tells. */
class Sight {
    readonly #isEnough: (entry: Entry) => boolean
    readonly #observer: IntersectionObserver
    #since: number | null = null
    #wasLong = false

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
        this.#wasLong = false
    }

    get isSeen(): boolean {
        this.#take(this.#observer.takeRecords())
        return this.#since !== null
    }

    /** Whether it has been in view for long enough up to then. */
    isLong(time: number): boolean {
        return this.isSeen && time - (this.#since ?? time) >= lookMilliseconds
    }

    /** Or at some time before. */
    wasLong(time: number): boolean {
        return this.#wasLong || this.isLong(time)
    }

    #take(entries: readonly Entry[]): void {
        for (const entry of entries) {
            const seen = entry.isIntersecting && entry.isVisible !== false && this.#isEnough(entry)
            if (seen) {
                this.#since ??= entry.time
            } else {
                this.#wasLong ||= this.#since !== null && entry.time - this.#since >= lookMilliseconds
                this.#since = null
            }
        }
    }
}

export class Guard {
    readonly #button: Sight
    readonly #codes: Sight
    #changedAt = -lookMilliseconds

    constructor(button: Element, codes: Element) {
        this.#button = new Sight(button, ({ intersectionRatio }) => intersectionRatio >= 0.9)
        // Of a long list a good part.
        this.#codes = new Sight(codes, ({ intersectionRatio, intersectionRect }) => intersectionRatio >= 0.5 || intersectionRect.height >= 100)
    }

    /** The page changed something that a person has to look at again. */
    changed(): void {
        this.#changedAt = performance.now()
        this.#button.restart()
        this.#codes.restart()
    }

    /** Why this press must not sign; null where it may. hasCodes: the page gave what would be signed. */
    async refusalOf(press: MouseEvent, hasCodes: boolean): Promise<CoreError | null> {
        const { timeStamp, detail, isTrusted } = press
        if (!isTrusted) return refusals.clickTooEarly()
        if (innerWidth < least.width || innerHeight < least.height) return refusals.frameTooSmall()
        for (const end = performance.now() + patienceMilliseconds; !this.#button.isSeen;) {
            if (performance.now() > end) return refusals.frameCovered()
            await new Promise((resolve) => setTimeout(resolve, 50))
        }
        // What was typed here is no surprise to who typed it.
        if (!hasCodes) return null
        // By keyboard, the button comes into view with the focus, and nobody presses it because of where it is. A page cannot hand
        // it the focus: a frame that gets it back has it on no element.
        const isKeyboard = detail === 0
        if (timeStamp - this.#changedAt < lookMilliseconds || !(isKeyboard || this.#button.isLong(timeStamp))) return refusals.clickTooEarly()
        return this.#codes.wasLong(timeStamp) ? null : refusals.codesUnseen()
    }
}
