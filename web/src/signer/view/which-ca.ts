import { byId, element } from '../../page/elements'
import { bidi, hexText } from '../../page/facts'
import { localDay } from '../../page/format'
import { text } from '../../texts/catalogue'
import type { Actions } from '../actions'
import { candidates, signingCa } from '../inputs'
import type { Store } from '../state'
import { whenChanged } from './file-field'

/** Where several CA certificates fit that a service tells apart, the person says which one it has. */
export function whichCaView(store: Store, actions: Actions): void {
    const box = element('fieldset', 'which-ca')
    box.id = 'which-ca'
    byId('match', HTMLElement).before(box)
    const choices = () => [...box.querySelectorAll('input')]

    store.subscribe(whenChanged((state) => [state.language, candidates(state).map(({ sha1 }) => sha1).join()], (state) => {
        const certificates = candidates(state)
        box.hidden = certificates.length === 0
        box.replaceChildren(element('legend', '', text('which.ca')), ...certificates.map(({ sha1, subjectShort, notAfter }) => {
            const choice = element('input', '')
            choice.type = 'radio'
            choice.name = 'which-ca'
            choice.value = sha1
            choice.addEventListener('change', () => actions.chooseCa(sha1))
            return element('label', 'choice', choice, element('span', '',
                ' ', element('strong', '', bidi(subjectShort)), ` · ${text('valid.until', { date: localDay(notAfter) })} · `, hexText(sha1)))
        }))
    }))
    store.subscribe((state) => {
        const chosen = signingCa(state)?.sha1
        for (const choice of choices()) choice.checked = choice.value === chosen
    })
}
