import { translated, type Language } from './catalogue'

/** The texts that stand in index.html: each element with `data-text` names its own. */

/** The English of the page, to go back to. */
const english = new Map<Element, readonly Node[]>()

/** `backticks` make code. */
function nodesOf(text: string): readonly Node[] {
    return text.split('`').map((part, at) => {
        if (at % 2 === 0) return new Text(part)
        const code = document.createElement('code')
        code.textContent = part
        return code
    })
}

/** Puts the texts of the language that is in use into the page. */
export function translateMarkup(language: Language): void {
    document.documentElement.lang = language
    for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
        const own = english.get(element) ?? [...element.childNodes]
        english.set(element, own)
        const translation = translated(element.dataset['text'] ?? '')
        // A voice reads English as English.
        if (translation === undefined && language !== 'en') element.lang = 'en'
        else element.removeAttribute('lang')
        element.replaceChildren(...(translation === undefined ? own : nodesOf(translation)))
    }
}
