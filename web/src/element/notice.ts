import type { CoreError } from '../core/protocol'

const styles = `
:host{display:block}
:host([hidden]),[hidden]{display:none}
iframe{display:block;width:100%;height:30rem;border:0}
p{margin:0 0 .5rem;overflow-wrap:anywhere}
p:first-child{font-weight:600}
div>div{margin-bottom:1rem;padding:1rem;border:1px solid;border-inline-start-width:.3rem;font:1rem/1.5 var(--popcert-font,system-ui,sans-serif)}
button{font:inherit}
`

/** By the document's own constructor: a policy of the page may forbid style elements, but not these. */
export function adoptStyles(root: ShadowRoot): void {
    const view = root.ownerDocument.defaultView as (Window & typeof globalThis) | null
    if (view === null) return
    const sheet = new view.CSSStyleSheet()
    sheet.replaceSync(styles)
    root.adoptedStyleSheets = [sheet]
}

/** A place above the frame for what the element itself has to say. Only text goes in. */
export class Notice {
    readonly #place: HTMLElement
    readonly #part: string

    constructor(root: ShadowRoot, role: 'alert' | 'status') {
        this.#place = root.ownerDocument.createElement('div')
        this.#place.setAttribute('role', role)
        this.#part = role
        root.append(this.#place)
    }

    show(lines: readonly string[], language: string, button?: { readonly text: string; press(): void }): void {
        const { ownerDocument: document } = this.#place
        const box = document.createElement('div')
        box.part.add('message', this.#part)
        box.lang = language
        for (const line of lines) {
            const paragraph = document.createElement('p')
            paragraph.textContent = line
            if (line !== '') box.append(paragraph)
        }
        if (button !== undefined) {
            const element = document.createElement('button')
            element.type = 'button'
            element.textContent = button.text
            element.onclick = button.press
            box.append(element)
        }
        this.#place.replaceChildren(box)
    }

    hide(): void {
        this.#place.replaceChildren()
    }
}

/** The element's own errors have the form of the core's. */
export function elementError(code: string, message: string, hint: string, field: CoreError['field'] = null): CoreError {
    const category = code === 'INVALID_ARGUMENT' ? 'invalid-request' : 'internal'
    return { code, category, message, hint, parameters: {}, offset: 0, field }
}
