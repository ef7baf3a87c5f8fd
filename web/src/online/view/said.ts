import { element, hiddenText, icon } from '../../page/elements'
import { whenChanged as whenPageChanged, type Listener } from '../../page/store'
import type { Message, State } from '../state'
import { spokenProblem, text } from '../texts/say'
import { pageText } from '../texts/shared'

/** lang: of `spokenProblem`; an empty attribute would say that nobody knows the language. */
export function inLanguage(lang: string, words: HTMLElement): HTMLElement {
    if (lang !== '') words.lang = lang
    return words
}

function lineOf(error: Message): HTMLElement {
    const { message, hint, lang } = spokenProblem(error)
    const line = element('span', '', hiddenText(`${pageText('said.error')} `), inLanguage(lang, element('strong', '', message)))
    if (hint !== '') line.append(' ', inLanguage(lang, element('span', 'error-hint', hint)))
    return element('p', '', icon('fail'), line)
}

/** Puts an error into its box, and takes it out; what stands there already is not said again. */
export function saying(box: HTMLElement, inputs: readonly HTMLElement[] = []): (error: Message | null) => void {
    let shown = ''
    return (error) => {
        const { message, hint } = error === null ? { message: '', hint: '' } : spokenProblem(error)
        const now = `${message}\n${hint}`
        if (now === shown) return
        shown = now
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
    if (error.serviceMessage) box.append(element('p', 'service-words', element('span', '', text('service.said', { words: error.serviceMessage }))))
    box.setAttribute('role', 'alert')
    return box
}

/** What is drawn is drawn anew in another language. */
export function whenChanged(pick: (state: State) => readonly unknown[], draw: Listener<State>): Listener<State> {
    return whenPageChanged((state) => [...pick(state), state.language], draw)
}
