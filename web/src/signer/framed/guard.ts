import type { CoreError } from '../../core/protocol'
import { Hand } from './hand'
import { CodesInView, lookMilliseconds, Sight } from './sight'
import { unsigned } from '../unsigned'

/**
 * Signs only what a person has had before the eyes and pressed with the own hand, as far as a browser tells: against pages that
 * cover the frame, shrink it, push it under the pointer, lead the focus to the button, or swap its codes at the last moment. It
 * does not stand alone against a page that means ill (docs/frame-protocol.md): what a signature can do is limited elsewhere.
 */

/** How long a browser may take to say what is in view. */
const patienceMilliseconds = 1000
/** CSS pixels; smaller shows no button and what it does. */
const least = { width: 240, height: 160 }
/** Device pixels for a CSS pixel: below, by `zoom` around the frame, letters are too small to read. */
const leastPixelRatio = 0.5

export class Guard {
    readonly hand: Hand
    readonly #button: Sight
    readonly #box: Sight
    readonly #codes: CodesInView
    #changedAt = -lookMilliseconds

    /** box: the list of codes. onSeen: is told how many of the codes have not been in view yet. */
    constructor(button: HTMLElement, box: HTMLElement, onSeen: (unseen: number) => void) {
        this.hand = new Hand(button)
        this.#button = new Sight(button, ({ intersectionRatio }) => intersectionRatio >= 0.9)
        this.#box = new Sight(box, ({ intersectionRect }) => intersectionRect.height > 0)
        this.#codes = new CodesInView(this.#box, onSeen)
    }

    /** The codes that would be signed, each with the element that shows it. */
    watch(codes: readonly { readonly code: string; readonly element: Element }[]): void {
        this.#codes.watch(codes)
    }

    /** The page changed something that a person has to look at again. */
    changed(): void {
        this.#changedAt = performance.now()
        this.#button.restart()
        this.#box.restart()
        this.#codes.restart()
    }

    /** Why this press must not sign; null where it may. hasCodes: there is a list of codes, which has to have been in view. */
    async refusalOf(press: MouseEvent, hasCodes: boolean): Promise<CoreError | null> {
        const { timeStamp, detail, isTrusted } = press
        if (!isTrusted) return unsigned.clickTooEarly()
        if (innerWidth < least.width || innerHeight < least.height || devicePixelRatio < leastPixelRatio) return unsigned.frameTooSmall()
        // By keyboard, the button comes into view with the focus, and nobody presses it because of where it is.
        const isKeyboard = detail === 0
        const byKeySince = this.hand.onButtonByKeySince
        if (isKeyboard && (byKeySince === null || timeStamp - byKeySince < lookMilliseconds)) return unsigned.keyAstray()
        if (!isKeyboard && !this.hand.pointerCame(press, lookMilliseconds)) return unsigned.clickTooEarly()
        for (const end = performance.now() + patienceMilliseconds; !this.#button.isSeen;) {
            if (performance.now() > end) return unsigned.frameCovered()
            await new Promise((resolve) => setTimeout(resolve, 50))
        }
        if (timeStamp - this.#changedAt < lookMilliseconds) return unsigned.clickTooEarly()
        if (!isKeyboard && !this.#button.isLong(timeStamp)) return unsigned.clickTooEarly()
        // What was typed here is no surprise to who typed it.
        if (!hasCodes) return null
        return this.#codes.unseen === 0 ? null : unsigned.codesUnseen(this.#codes.unseen, this.#codes.count)
    }
}
