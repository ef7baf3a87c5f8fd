import { byId } from '../../page/elements'
import { sentence } from '../../texts/sentences'
import type { Actions } from '../actions'
import type { State, Store } from '../state'

/** What is worth saying of a code that is no error: white space that was removed, a form that no service uses. */
function noteOf({ code, checked }: State): string {
    const finding = checked?.findings.find(({ id }) => id === 'code')
    if (checked === null || finding === undefined || code.trim() === '') return ''
    const { message, hint } = sentence(finding)
    if (finding.status === 'warn') return `${message} ${hint}`
    return finding.status === 'pass' && checked.verificationCode !== code ? message : ''
}

export function codeView(store: Store, actions: Actions): void {
    const input = byId('code', HTMLInputElement)
    const note = byId('code-note', HTMLElement)
    input.addEventListener('input', () => actions.setCode(input.value))
    if (input.value !== '') actions.setCode(input.value)  // what the browser kept over a reload

    store.subscribe((state) => {
        if (state.code === '' && input.value !== '' && document.activeElement !== input) input.value = ''
        const text = noteOf(state)
        if (note.textContent !== text) note.textContent = text
    })
}
