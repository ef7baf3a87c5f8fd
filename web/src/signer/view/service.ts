import { byId, element } from '../../page/elements'
import { services, wordsOf } from '../../services/services'
import { text } from '../../texts/catalogue'
import type { Actions } from '../actions'
import { namedService, serviceOf } from '../inputs'
import { spokenOf } from '../service-words'
import type { State, Store } from '../state'
import { whenChanged } from './file-field'

/** Those whose codes look like this one stand first: of a bare UUID nobody can tell whose it is. */
function sorted({ codeChecks: [first] }: State): typeof services {
    const fitting = first?.services ?? []
    return [...services].sort((a, b) => Number(fitting.includes(b)) - Number(fitting.includes(a)))
}

/** Which service the code is from: as its form tells, or as the person says. */
export function serviceView(store: Store, actions: Actions): void {
    const hint = byId('code-hint', HTMLElement)
    const select = element('select', '')
    select.id = 'service'
    const label = element('label', '', '')
    label.htmlFor = 'service'
    const where = element('p', 'hint', '')
    where.id = 'service-where'
    hint.before(element('div', 'service', label, ' ', select))
    hint.after(where)
    select.addEventListener('change', () => actions.chooseService(services.find((id) => id === select.value) ?? null))

    store.subscribe(whenChanged((state) => [state.language, serviceOf(state), namedService(state), state.codeChecks[0]?.services.join()], (state) => {
        const service = serviceOf(state)
        const named = namedService(state)
        label.textContent = text('service')
        const recognised = service !== null && named === undefined ? ` · ${wordsOf(service).title}` : ''
        select.replaceChildren(...[['', `${text('service.by.code')}${recognised}`] as const, ...sorted(state).map((id) => [id, wordsOf(id).title] as const)].map(([value, title]) => {
            const option = element('option', '', title)
            option.value = value
            option.selected = value === (named ?? '')
            return option
        }))
        // Azure's words are the page's own, in every language.
        const other = service === null || service === 'azure' ? null : spokenOf(service)
        hint.hidden = other !== null
        where.hidden = other === null
        where.textContent = other?.where ?? ''
        where.lang = other?.lang ?? ''
    }))
}
