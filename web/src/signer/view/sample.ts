import { byId } from '../../page/elements'
import { text } from '../../texts/catalogue'
import { isFramed } from '../framed/connection'
import type { Sample } from '../sample'
import type { Store } from '../state'
import { isEmpty } from './clear'
import { whenChanged } from './file-field'

/** The offer, while there is nothing it could be mixed with, and the word that it is a sample. */
export function sampleView(store: Store, sample: Sample): void {
    const button = byId('sample', HTMLElement)
    const line = byId('sample-line', HTMLElement)
    button.addEventListener('click', () => {
        sample.use()
        byId('create', HTMLElement).focus()
    })
    store.subscribe(whenChanged((state) => [isEmpty(state), state.isSample], (state) => {
        button.hidden = isFramed || !isEmpty(state)
        line.textContent = state.isSample ? text('sample.line') : ''
    }))
}
