import { byId } from '../../page/elements'
import { moveFocus } from '../../page/focus'
import { counted, text } from '../../texts/catalogue'
import type { Actions } from '../actions'
import { usableCodes } from '../errors'
import { caIsInKeyFile } from '../inputs'
import type { Guard } from '../framed/guard'
import type { Store } from '../state'
import { focusFirstError } from './errors'
import { whenChanged } from './file-field'
import { showResult } from './result'
import type { RowsView } from './rows'
import { nextRow } from '../rows'

const patienceMilliseconds = 400

/** The one button. It is never disabled: pressed too early, it says what is missing. In a frame it is guarded. */
export function createView(store: Store, actions: Actions, guard: Guard | null, rows: RowsView): void {
    const form = byId('form', HTMLFormElement)
    const button = byId('create', HTMLButtonElement)
    const progress = byId('progress', HTMLElement)
    const cancel = byId('cancel', HTMLButtonElement)
    const password = byId('key-password', HTMLInputElement)
    const bar = byId('create-progress', HTMLProgressElement)
    const doing = byId('progress-text', HTMLElement)
    let patience = 0

    const create = async () => {
        const made = await actions.signing.create(password.value)
        if (made) showResult(store)
        else focusFirstError(store)
    }
    const press = async (event: MouseEvent) => {
        // Enter in a field means this button, which may be out of view: whoever means it, presses it again there.
        const isElsewhere = event.isTrusted && event.detail === 0 && document.activeElement !== button
        if (guard !== null && isElsewhere) return guard.hand.lead(button)
        if (!actions.signing.press()) return
        if (guard !== null) {
            if (event.detail === 0) button.scrollIntoView({ block: 'nearest' })
            const refusal = await guard.refusalOf(event, store.state.requests !== null)
            if (refusal !== null) {
                actions.signing.refuse(refusal)
                if (refusal.code === 'CODES_UNSEEN') byId('requests-box', HTMLElement).scrollIntoView({ block: 'nearest' })
                return
            }
        }
        await create()
    }
    form.addEventListener('submit', (event) => event.preventDefault())
    // Not on submit: in a frame that is sandboxed without allow-forms there is none. Enter in a field clicks the button too.
    button.addEventListener('click', (event) => {
        event.preventDefault()
        void press(event)
    })
    // Enter in the code's field leads to what is still missing, without a word of blame; the button is for when all is there.
    byId('code', HTMLElement).addEventListener('keydown', async (event) => {
        if (event.key !== 'Enter' || event.isComposing || event.defaultPrevented) return
        const { key, ca } = store.state
        if (key.status !== 'empty' && key.status !== 'locked' && (ca.status !== 'empty' || caIsInKeyFile(store.state))) return
        event.preventDefault()
        await actions.settled()
        if (nextRow(store.state) !== 'code' || store.state.code.trim() === '') rows.goOn()
    })
    cancel.addEventListener('click', () => {
        actions.signing.cancel()
        moveFocus(button)
    })

    store.subscribe(whenChanged(({ creating }) => [creating], ({ creating }) => {
        clearTimeout(patience)
        progress.hidden = true
        button.setAttribute('aria-disabled', String(creating))
        if (creating) patience = setTimeout(() => { progress.hidden = false }, patienceMilliseconds)
    }))
    // What is made needs no second press.
    store.subscribe(whenChanged(({ result, batch, stale }) => [(result ?? batch) !== null && !stale], ({ result, batch, stale }) => {
        button.classList.toggle('primary', (result ?? batch) === null || stale)
    }))
    store.subscribe(whenChanged((state) => [state.requests, state.codeChecks, state.done, state.creating], (state) => {
        const count = state.requests?.entries.length ?? 1
        const usable = state.requests === null ? 1 : usableCodes(state)
        button.textContent = count === 1 ? text('create') : counted('create.many', usable)
        doing.textContent = count === 1 ? text('creating') : text('creating.many', { done: state.done, count })
        if (state.done === 0) bar.removeAttribute('value')
        else bar.value = state.done
        bar.max = count
    }))
}
