import { byId } from '../../page/elements'
import { moveFocus } from '../../page/focus'
import type { Actions } from '../actions'
import { isFramed } from '../framed/connection'
import type { State, Store } from '../state'
import { whenChanged } from './file-field'

/** Anything that a person gave, or that was made of it. */
export function isEmpty({ code, requests, key, ca, caFrom, result, batch }: State): boolean {
    return code.trim() === '' && requests?.from !== 'file' && key.status === 'empty' && (ca.status === 'empty' || caFrom === 'page')
        && result === null && batch === null
}

/** Work that is lost with the page: a certificate that is nowhere else yet, and codes of a file that wait for it. */
function isUnsaved({ result, batch, requests, saved }: State): boolean {
    if (result !== null || batch !== null) return !saved
    return requests?.from === 'file'
}

/** Away with all of it, by the button or by leaving; the browser asks before the second where something would be lost. */
export function clearView(store: Store, actions: Actions): void {
    const button = byId('clear', HTMLElement)
    button.addEventListener('click', () => {
        actions.clear('own')
        moveFocus(document.querySelector<HTMLElement>(store.state.requests === null ? '#code' : '#requests-box'))
    })
    store.subscribe(whenChanged((state) => [isEmpty(state)], (state) => { button.hidden = isEmpty(state) }))
    // A frame has no say in whether its page goes.
    if (isFramed) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    store.subscribe(whenChanged((state) => [isUnsaved(state)], (state) => {
        // Only while it is needed: a page that listens is kept out of the browser's cache by some.
        if (isUnsaved(state)) window.addEventListener('beforeunload', ask)
        else window.removeEventListener('beforeunload', ask)
    }))
}
