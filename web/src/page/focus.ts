/** The page moves the focus itself, after something that a person did: where the page is framed, that is told from what others do. */

let moving = false

export function moveFocus(element: HTMLElement | null | undefined): void {
    moving = true
    element?.focus()
    moving = false
}

export function isMovingFocus(): boolean {
    return moving
}
