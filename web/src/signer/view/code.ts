import { byId } from '../../page/elements'
import { groupedText } from '../../page/facts'
import { text } from '../../texts/catalogue'
import { sentence } from '../../texts/sentences'
import type { Actions } from '../actions'
import { isBeginningOfCode, needsConfirmation } from '../inputs'
import type { State, Store } from '../state'
import { whenChanged } from './file-field'

/** What is worth saying of a code that is no error: white space that was removed, a form that no service uses. */
function noteOf({ code, isTyping, attempted, requests, codeChecks: [checked] }: State): string {
    if (requests !== null || checked === undefined || code.trim() === '' || (isTyping && !attempted)) return ''
    const { finding } = checked
    const { message, hint } = sentence(finding)
    if (finding.status === 'warn') return `${message} ${hint}`
    return finding.status === 'pass' && checked.verificationCode !== code ? message : ''
}

export function codeView(store: Store, actions: Actions): void {
    const input = byId('code', HTMLInputElement)
    const note = byId('code-note', HTMLElement)
    const confirm = byId('code-confirm', HTMLInputElement)
    const confirmLine = byId('code-confirm-line', HTMLElement)
    const confirmText = byId('code-confirm-text', HTMLElement)
    confirm.addEventListener('change', () => actions.confirmCodes(confirm.checked))
    store.subscribe((state) => {
        confirmLine.hidden = !needsConfirmation(state) || (state.isTyping && !state.attempted)
        confirm.checked = state.confirmed
    })
    store.subscribe(whenChanged(({ requests }) => [requests === null], ({ requests }) => {
        confirmText.textContent = text(requests === null ? 'code.confirm' : 'codes.confirm')
    }))
    store.subscribe(whenChanged(({ code }) => [code], ({ code }) => { if (input.value !== code) input.value = code }))
    const alone = document.createElement('span')
    const count = byId('code-count', HTMLElement)
    const shown = byId('code-shown', HTMLElement)
    input.addEventListener('input', () => actions.setCode(input.value, document.activeElement === input && isBeginningOfCode(input.value)))
    input.addEventListener('blur', () => store.update({ isTyping: false }))
    if (input.value !== '') actions.setCode(input.value)  // what the browser kept over a reload

    store.subscribe((state) => {
        const said = noteOf(state)
        if (note.textContent !== said) note.textContent = said
    })
    store.subscribe(whenChanged(({ code, isTyping, codeChecks }) => [code, isTyping, codeChecks], ({ code, isTyping, codeChecks: [checked] }) => {
        const { length } = code.trim()
        count.textContent = isTyping ? text('code.count', { count: length, all: length > 48 ? 64 : 48 }) : ''
        // Where the field is too narrow, this is how a code that is being typed is seen whole.
        const status = checked?.finding.status
        const whole = status === 'pass' || status === 'warn' ? checked!.verificationCode : code.trim()
        shown.replaceChildren(...(status === 'pass' || (whole.length > 16 && whole.length < 65) ? [groupedText(whole)] : []))
        // A code that was taken out of more than itself is signed after a second act, in which it is seen.
        const isOther = checked?.finding.status === 'warn' && checked.verificationCode !== code.trim()
        confirmText.append(alone)
        alone.replaceChildren(...(isOther ? [' ', groupedText(checked.verificationCode)] : []))
    }))
}
