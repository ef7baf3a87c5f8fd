import { byId, element } from '../../page/elements'
import { dayText, periodText } from '../../page/facts'
import { countText } from '../../page/format'
import { whenChanged } from '../../page/store'
import type { Actions } from '../actions'
import type { CaEntry } from '../cloud/model'
import type { Occupied, Plan } from '../run/plan'
import { chosenCa, type State, type Store } from '../state'

const mostNames = 6

function namesText(names: readonly string[]): string {
    const shown = names.slice(0, mostNames).join(', ')
    return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown
}

function box(id: string, checked: boolean, text: string): HTMLElement {
    const input = element('input', '')
    input.type = 'checkbox'
    input.id = id
    input.checked = checked
    return element('label', 'choice', input, element('span', '', text))
}

/** From when until when the certificate of a service is valid; its beginning comes as soon as it is known. */
export function periodThere(entry: CaEntry, actions: Actions): HTMLElement {
    const { expiry } = entry
    const place = expiry === null ? element('span', '', 'not said') : element('span', '', 'until ', dayText(expiry))
    void actions.validities.of(entry).then((validity) => {
        if (validity !== null) place.replaceChildren(periodText(validity.notBefore, validity.notAfter))
        else if (expiry !== null) place.append(' (the service does not say from when)')
    })
    return place
}

function recodedPart(names: readonly string[]): readonly HTMLElement[] {
    const one = names.length === 1
    return [
        element('p', '', `On ${countText(names.length, 'service', 'services')} your CA waits for its proof already: ${namesText(names)}. `
            + 'This page knows no code for it. If one was made before, a new code makes that worthless, and a certificate that somebody signed for it.'),
        element('p', 'hint', 'You have the request file that was saved then? “Sign on another computer” below takes it in, and goes on with its codes.'),
        box('question-recode', true, one ? 'Make a new code' : `Make ${names.length} new codes`),
    ]
}

function occupiedPart(occupied: readonly Occupied[], state: State, actions: Actions): readonly HTMLElement[] {
    const ca = chosenCa(state)
    const lines = occupied.map(({ service, entry }) =>
        element('li', '', element('strong', '', service), ` “${entry.name}”: ${entry.subject}, ${entry.isVerified ? 'verified' : 'unverified'}, valid `, periodThere(entry, actions)))
    const mine = element('li', '', element('strong', '', 'Yours'), `: ${ca?.subjectShort ?? ''}`)
    if (ca !== null) mine.append(', valid ', periodText(ca.notBefore, ca.notAfter))
    return [
        element('p', '', `On ${countText(occupied.length, 'service', 'services')} another certificate has this name, such as your CA’s own before it was renewed:`),
        element('ul', 'entries', ...lines, mine),
        element('p', 'hint', 'Replaced, the entry keeps its name, on which enrollment groups rest. It is unverified until your proof: that long devices that '
            + 'rest on it may be turned away. Without such a gap: upload yours under another name in the details, and remove the old one later.'),
        box('question-replace', false, occupied.length === 1 ? 'Replace it with yours' : `Replace all ${occupied.length} with yours`),
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
        if (question === asked) return
        asked = question
        if (question === null) return place.replaceChildren()
        const names = question.recoded.map((id) => rows.find(({ service }) => service.id === id)?.service.name ?? id)
        const go = element('button', 'button primary', 'Go on')
        go.id = 'question-go'
        go.type = 'button'
        go.addEventListener('click', () => void actions.services.answer({ recode: isChecked('question-recode'), replace: isChecked('question-replace') }))
        const stop = element('button', 'button', 'Not now')
        stop.type = 'button'
        stop.addEventListener('click', () => {
            actions.services.dismissQuestion()
            byId('run', HTMLElement).focus()
        })
        const others = question.ready.length
        place.replaceChildren(
            ...(names.length === 0 ? [] : recodedPart(names)),
            ...(question.occupied.length === 0 ? [] : occupiedPart(question.occupied, state, actions)),
            ...(others === 0 ? [] : [element('p', 'hint', `With ${countText(others, 'other service', 'other services')} nothing stands against it.`)]),
            element('div', 'operations', go, stop),
        )
        place.focus()
    }))
}
