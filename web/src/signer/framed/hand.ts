import { isMovingFocus, moveFocus } from '../../page/focus'

/**
 * What the person's own hand did in this frame. A page can give a frame the focus (by a fragment, by focus(), by navigating) and
 * push it under a resting pointer; what it cannot do is to make the events of a key or a pointer that the browser trusts.
 */

/** A key or pointer moves the focus at once; what comes later than this came from elsewhere. Milliseconds. */
const atOnce = 100
/** A pointer that comes to the button by its own movement enters it and moves on it with one event. Milliseconds. */
const oneEvent = 20

const quietKeys = /^(Tab|Shift|Control|Alt|AltGraph|Meta|Escape|CapsLock)$/

/** Who led the focus to where it is: perhaps the page; nobody of the page (Tab from outside, this page's script, a helper); the person, in here. */
type Led = 'unknown' | 'likely' | 'surely'

export class Hand {
    readonly #button: HTMLElement
    #touchedAt = -Infinity
    #activeAt = -Infinity
    #led: Led = 'unknown'
    #ledSince = -Infinity
    /** Where the focus was when the frame lost the keyboard, and who had led it there. */
    #left: { readonly element: Element; readonly led: Led } | null = null
    /** Something has put the focus somewhere, and the person has not taken it since. */
    #isAstray = false
    #isStrayTab = false
    #onButtonSince: number | null = null
    #cameByItself = false

    constructor(button: HTMLElement) {
        this.#button = button
        const options = { capture: true, passive: true }
        for (const type of ['pointerdown', 'pointerup'] as const) document.addEventListener(type, (event) => this.#touch(event), options)
        button.addEventListener('pointerenter', (event) => {
            if (!event.isTrusted) return
            this.#onButtonSince = event.timeStamp
            this.#cameByItself = false
        })
        // Where the page is laid out anew under a pointer at rest, browsers tell that it entered, not that it moved.
        button.addEventListener('pointermove', ({ isTrusted, timeStamp }) => {
            if (isTrusted && Math.abs(timeStamp - (this.#onButtonSince ?? -Infinity)) <= oneEvent) this.#cameByItself = true
        }, options)
        button.addEventListener('pointerleave', () => { this.#onButtonSince = null })
        document.addEventListener('keydown', (event) => this.#press(event), { capture: true })
        document.addEventListener('keyup', (event) => {
            if (!event.isTrusted || event.key !== 'Tab') return
            if (this.#led === 'unknown' && !this.#isStrayTab) this.#become('likely')
            this.#isStrayTab = false
        }, options)
        document.addEventListener('focusin', (event) => this.#focus(event), options)
        // Who comes back to the frame has to show it anew: the focus may have been given back by the page.
        window.addEventListener('blur', () => {
            this.#led = 'unknown'
            this.#isAstray = false
        })
        document.addEventListener('focusout', ({ target }) => {
            this.#left = target instanceof Element ? { element: target, led: this.#led } : null
        }, options)
        // A fragment unfolds what it points into.
        for (const details of document.querySelectorAll('details')) {
            details.addEventListener('toggle', () => {
                if (details.open && location.hash !== '' && !this.#isActive) details.open = false
            })
        }
    }

    /** The page's own script moves the focus, since the person did something that means it. */
    lead(element: HTMLElement): void {
        const led = this.#led
        moveFocus(element)
        this.#led = led
        this.#ledSince = performance.now()
    }

    /**
     * Whether a key or pointer of the person in this frame moves the focus right now. By the clock, not the events' own times: on a
     * busy machine a key is older when it comes than the focus that it moves.
     */
    get isTouching(): boolean {
        return performance.now() - this.#touchedAt <= atOnce
    }

    /** Since when the focus is on the button by the person's own hand; null where it is not. */
    get onButtonByKeySince(): number | null {
        return this.#led === 'surely' && document.activeElement === this.#button ? this.#ledSince : null
    }

    /** Whether a pointer came to the button by itself, or rested there; a finger has no way before it touches. */
    pointerCame(press: MouseEvent, restMilliseconds: number): boolean {
        if ('pointerType' in press && press.pointerType === 'touch') return true
        return this.#onButtonSince !== null && (this.#cameByItself || press.timeStamp - this.#onButtonSince >= restMilliseconds)
    }

    #touch(event: PointerEvent): void {
        if (!event.isTrusted) return
        this.#touchedAt = performance.now()
        this.#isAstray = false
        // Where the focus is already, it does not move.
        if (event.target instanceof Node && document.activeElement?.contains(event.target)) this.#become('surely')
    }

    #press(event: KeyboardEvent): void {
        if (!event.isTrusted) return
        // What is typed moves no focus; and where the page has put the focus, Tab goes on from there by the page's leave.
        const isTab = event.key === 'Tab'
        this.#isStrayTab = isTab && this.#isAstray
        this.#touchedAt = isTab && !this.#isStrayTab ? performance.now() : -Infinity
        this.#activeAt = performance.now()
        // A key that was meant for the page's own field presses nothing here, and writes nothing.
        if (this.#led !== 'unknown' || quietKeys.test(event.key)) return
        this.#activeAt = -Infinity
        event.preventDefault()
        event.stopImmediatePropagation()
        if (event.target instanceof HTMLElement) event.target.blur()
    }

    #focus({ target, isTrusted }: FocusEvent): void {
        if (!isTrusted) return
        this.#become(this.isTouching ? 'surely' : isMovingFocus() || !this.#mayBeThePage(target) ? 'likely' : 'unknown')
        this.#ledSince = performance.now()
    }

    /** The ways of a page to put the focus somewhere: a fragment that names it (Tab goes on from there), and to give it back to where it was. */
    #mayBeThePage(target: EventTarget | null): boolean {
        if (this.#isStrayTab || (target instanceof Element && location.hash === `#${target.id}`)) return true
        // Who comes back from another window goes on where the own hand was.
        return target === this.#left?.element && this.#left?.led !== 'surely'
    }

    #become(led: Led): void {
        this.#led = led
        this.#isAstray = led === 'unknown'
    }

    /** Whether a key or pointer of the person has just done something here. */
    get #isActive(): boolean {
        return performance.now() - Math.max(this.#activeAt, this.#touchedAt) <= 5 * atOnce
    }
}
