import { byId, element } from '../../page/elements'
import { dayText, periodText } from '../../page/facts'
import type { Actions } from '../actions'
import type { CaEntry } from '../cloud/model'
import type { Occupied, Plan } from '../run/plan'
import { chosenCa, type State, type Store } from '../state'
import { listed, text, withNodes } from '../texts/say'
import { whenChanged } from './said'

const mostNames = 6

function box(id: string, checked: boolean, label: string): HTMLElement {
    const input = element('input', '')
    input.type = 'checkbox'
    input.id = id
    input.checked = checked
    return element('label', 'choice', input, element('span', '', label))
}

/** From when until when the certificate of a service is valid; its beginning comes as soon as it is known. */
export function periodThere(entry: CaEntry, actions: Actions): HTMLElement {
    const { expiry } = entry
    const place = element('span', '', ...(expiry === null ? [text('ending.none')] : withNodes('period.until', { date: dayText(expiry) })))
    void actions.validities.of(entry).then((validity) => {
        if (validity !== null) place.replaceChildren(periodText(validity.notBefore, validity.notAfter))
        else if (expiry !== null) place.append(' ', text('period.unknown'))
    })
    return place
}

/** What is there, and how long it is valid. */
function certificateThere(entry: CaEntry, actions: Actions): HTMLElement {
    const { subject, isVerified } = entry
    return element('span', '', ...withNodes(isVerified ? 'question.there' : 'question.there.unverified', { subject, period: periodThere(entry, actions) }))
}

function recodedPart(names: readonly string[]): readonly HTMLElement[] {
    const count = names.length
    return [
        element('p', '', text('question.recode', { count, names: listed(names, mostNames) })),
        element('p', 'hint', text('question.file')),
        box('question-recode', true, text('question.recode.yes', { count })),
    ]
}

function occupiedPart(occupied: readonly Occupied[], state: State, actions: Actions): readonly HTMLElement[] {
    const ca = chosenCa(state)
    const lines = occupied.map(({ service, entry }) =>
        element('li', '', element('strong', '', service), ` “${entry.name}”: `, certificateThere(entry, actions)))
    const count = occupied.length
    const mine = ca === null ? [] : withNodes('question.yours', { name: ca.subjectShort, period: periodText(ca.notBefore, ca.notAfter) })
    return [
        element('p', '', text('question.occupied', { count })),
        element('ul', 'entries', ...lines), element('p', '', ...mine),
        element('p', 'hint', text('question.replaced')),
        box('question-replace', false, text('question.replace', { count })),
    ]
}

/** Beside the button, before anything is sent. */
export function questionView(store: Store, actions: Actions): void {
    const place = byId('question', HTMLElement)
    const isChecked = (id: string) => place.querySelector<HTMLInputElement>(`#${id}`)?.checked === true
    let asked: Plan | null = null
    store.subscribe(whenChanged(({ question }) => [question], (state) => {
        const { question, rows } = state
        place.hidden = question === null
        const isNew = question !== asked
        asked = question
        if (question === null) return place.replaceChildren()
        const names = question.recoded.map((id) => rows.find(({ service }) => service.id === id)?.service.name ?? id)
        const go = element('button', 'button primary', text('question.go'))
        go.id = 'question-go'
        go.type = 'button'
        go.addEventListener('click', () => void actions.services.answer({ recode: isChecked('question-recode'), replace: isChecked('question-replace') }))
        const stop = element('button', 'button', text('question.not'))
        stop.type = 'button'
        stop.addEventListener('click', () => {
            actions.services.dismissQuestion()
            byId('run', HTMLElement).focus()
        })
        const others = question.ready.length
        place.replaceChildren(
            ...(names.length === 0 ? [] : recodedPart(names)),
            ...(question.occupied.length === 0 ? [] : occupiedPart(question.occupied, state, actions)),
            ...(others === 0 ? [] : [element('p', 'hint', text('question.others', { count: others }))]),
            element('div', 'operations', go, stop),
        )
        if (isNew) place.focus()
    }))
}
