import { byId, icon } from '../../page/elements'
import { text } from '../../texts/catalogue'
import { sentence } from '../../texts/sentences'
import type { Actions } from '../actions'
import { caCertificates } from '../inputs'
import type { State, Store } from '../state'
import { certificateCard } from './certificate-card'
import { fileField, whenChanged, type Card } from './file-field'

function cardOf(state: State): Card | null {
    const { from, certificates, chosen } = caCertificates(state)
    if (certificates.length === 0) return null
    return certificateCard(certificates, chosen, from === 'key' || state.ca.status === 'empty' ? text('ca.found') : state.ca.name)
}

export function caView(store: Store, actions: Actions): void {
    const draw = fileField('ca', actions, { title: 'ca.drop', detail: '.pem, .crt, .cer, .der, .p7b' })
    const match = byId('match', HTMLElement)

    store.subscribe(whenChanged(
        (state) => {
            const { from, chosen } = caCertificates(state)
            return [state.ca, from, chosen, from === 'key' ? state.key : null]
        },
        (state) => draw(state.ca, cardOf(state)),
    ))

    store.subscribe(whenChanged(({ checked }) => [checked], ({ checked }) => {
        const finding = checked?.findings.find(({ id, status }) => id === 'match' && status === 'pass')
        match.replaceChildren(...(finding === undefined ? [] : [icon('pass'), sentence(finding).message]))
    }))
}
