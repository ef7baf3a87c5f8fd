import { element, hiddenText, icon } from '../../page/elements'
import type { Message } from '../state'

function lineOf({ message, hint }: Message): HTMLElement {
    const text = element('span', '', hiddenText('Error: '), element('strong', '', message))
    if (hint !== '') text.append(' ', element('span', 'error-hint', hint))
    return element('p', '', icon('fail'), text)
}

/** Puts an error into its box, and takes it out; what stands there already is not said again. */
export function saying(box: HTMLElement, inputs: readonly HTMLElement[] = []): (error: Message | null) => void {
    let shown = ''
    return (error) => {
        const text = error === null ? '' : `${error.message}\n${error.hint}`
        if (text === shown) return
        shown = text
        box.replaceChildren(...(error === null ? [] : [lineOf(error)]))
        for (const input of inputs) {
            if (error === null) input.removeAttribute('aria-invalid')
            else input.setAttribute('aria-invalid', 'true')
        }
    }
}

/** With the service's own words, where it sent some. */
export function errorBox(error: Message & { readonly serviceMessage?: string | null }): HTMLElement {
    const box = element('div', 'error', lineOf(error))
    if (error.serviceMessage) box.append(element('p', 'service-words', element('span', '', `The service: ${error.serviceMessage}`)))
    box.setAttribute('role', 'alert')
    return box
}
