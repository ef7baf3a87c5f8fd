import { byId } from '../../page/elements'
import { utcMinute } from '../../page/format'
import { text } from '../../texts/catalogue'
import type { Actions } from '../actions'
import type { State, Store, SubjectKeyChoice } from '../state'

function periodText({ checked }: State): string {
    const usual = text('period')
    if (checked === null || checked.notBefore === null || checked.notAfter === null) return usual
    return `${usual} ${text('period.now', { from: utcMinute(checked.notBefore), until: utcMinute(checked.notAfter) })}`
}

function isChoice(value: string): value is SubjectKeyChoice {
    return value === 'P-256' || value === 'RSA-2048'
}

export function optionsView(store: Store, actions: Actions): void {
    const notBefore = byId('not-before', HTMLInputElement)
    const notAfter = byId('not-after', HTMLInputElement)
    const hint = byId('validity-hint', HTMLElement)
    const choices = [...document.querySelectorAll<HTMLInputElement>('input[name=subject-key]')]

    // Not before they are seen: in Firefox two such fields take as long as all else of the page.
    const options = byId('options', HTMLDetailsElement)
    for (const way of ['click', 'toggle']) options.addEventListener(way, () => { notBefore.type = notAfter.type = 'datetime-local' })
    notBefore.addEventListener('input', () => actions.setOptions({ notBefore: notBefore.value }))
    notAfter.addEventListener('input', () => actions.setOptions({ notAfter: notAfter.value }))
    for (const choice of choices) {
        choice.addEventListener('change', () => {
            if (isChoice(choice.value)) actions.setOptions({ subjectKey: choice.value })
        })
    }

    store.subscribe((state) => {
        const period = periodText(state)
        if (hint.textContent !== period) hint.textContent = period
        for (const choice of choices) choice.checked = choice.value === state.subjectKey
        if (state.notBefore === '') empty(notBefore)
        if (state.notAfter === '') empty(notAfter)
    })
}

/** What is half typed has no value yet. Writing an empty one over an empty one is no small thing: a browser draws the whole field anew. */
function empty(field: HTMLInputElement): void {
    if (field !== document.activeElement && (field.value !== '' || field.validity.badInput)) field.value = ''
}
