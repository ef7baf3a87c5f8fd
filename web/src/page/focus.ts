/** The page moves the focus itself, after something that a person did: where the page is framed, that is told from what others do. */

let moving = false
/** In the field that has the focus. */
let isTyping = false

/** Once for a page. */
export function watchTyping(): void {
    for (const type of ['keydown', 'pointerdown', 'drop', 'paste', 'input']) {
        addEventListener(type, (event) => { isTyping = event instanceof InputEvent && !/^insertFrom/.test(event.inputType) }, true)
    }
}

/** Not away from a field in which somebody has begun to type: the rest would be typed elsewhere. */
export function moveFocus(element: HTMLElement | null | undefined): void {
    if (isTyping && document.activeElement !== document.body) return
    moving = true
    element?.focus()
    moving = false
}

export function isMovingFocus(): boolean {
    return moving
}
