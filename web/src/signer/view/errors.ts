import { byId, element, hiddenText, icon } from '../../page/elements'
import { moveFocus } from '../../page/focus'
import { text } from '../../texts/catalogue'
import { errorsAt, firstErrorPlace, places, type Message, type Place } from '../errors'
import { isFramed } from '../framed/connection'
import { isMismatch } from '../inputs'
import type { Store } from '../state'

/** Where errors are shown, and which inputs they belong to. The first of the inputs takes the focus. */
const shownAt: Readonly<Record<Place, { error: string; inputs: readonly string[] }>> = {
    code: { error: 'code-error', inputs: ['code', 'requests-file'] },
    key: { error: 'key-error', inputs: ['key-file', 'key-text'] },
    password: { error: 'password-error', inputs: ['key-password'] },
    ca: { error: 'ca-error', inputs: ['ca-file', 'ca-text'] },
    validity: { error: 'validity-error', inputs: ['not-before', 'not-after'] },
    form: { error: 'form-error', inputs: ['create'] },
}

/** The site's own link opens the page like this: then the list of all errors lies beside it (web/build/site.mjs). */
const isOnSite = !isFramed && location.protocol.startsWith('http') && location.search === '?site'

function more(code: string): HTMLElement {
    const link = element('a', '', code)
    link.href = `errors.html#${code}`
    link.target = '_blank'  // what was entered here stays
    link.rel = 'noopener'
    return link
}

function lineOf({ message, hint, lang = '', code }: Message): HTMLElement {
    const said = element('span', '', element('strong', '', message))
    if (hint !== '') said.append(' ', element('span', 'error-hint', hint))
    if (isOnSite && code) said.append(' ', more(code))
    if (lang !== '') said.lang = lang
    return element('p', '', icon('fail'), element('span', '', hiddenText(`${text('said.error')} `), said))
}

export function errorsView(store: Store): void {
    for (const place of places) {
        const box = byId(shownAt[place].error, HTMLElement)
        const inputs = shownAt[place].inputs.map((id) => byId(id, HTMLElement))
        let shown = ''
        store.subscribe((state) => {
            const errors = errorsAt(state, place)
            // Key and certificate may each be the wrong one of the two; the words stand beside the key.
            const isOther = place === 'ca' && errors.length === 0 && isMismatch(state)
            const all = errors.map(({ message, hint }) => `${message} ${hint}`).join('\n') + isOther
            if (all === shown) return  // an alert that is written again is read out again
            shown = all
            box.replaceChildren(...errors.map(lineOf))
            if (place === 'form') return
            const mark = (name: string, value: string) => {
                for (const input of inputs) value === '' ? input.removeAttribute(name) : input.setAttribute(name, value)
            }
            mark('aria-invalid', errors.length === 0 && !isOther ? '' : 'true')
            mark('aria-errormessage', isOther ? shownAt.key.error : '')
        })
    }
}

/** After the button was pressed in vain. */
export function focusFirstError(store: Store): void {
    const place = firstErrorPlace(store.state)
    if (place === undefined) return
    if (place === 'validity') byId('options', HTMLDetailsElement).open = true
    // Of a list there is no field to type into.
    moveFocus(shownAt[place].inputs.map((id) => byId(id, HTMLElement)).find((input) => input.checkVisibility()))
}
