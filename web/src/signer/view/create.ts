import type { Actions } from '../actions'
import type { Store } from '../state'
import { byId } from './elements'
import { focusFirstError } from './errors'
import { whenChanged } from './file-field'

const patienceMilliseconds = 400

/** The one button. It is never disabled: pressed too early, it says what is missing. */
export function createView(store: Store, actions: Actions): void {
    const form = byId('form', HTMLFormElement)
    const button = byId('create', HTMLButtonElement)
    const progress = byId('progress', HTMLElement)
    const cancel = byId('cancel', HTMLButtonElement)
    const password = byId('key-password', HTMLInputElement)
    let patience = 0

    const create = async () => {
        if (password.value !== '') await actions.unlock(password.value)
        const made = await actions.create()
        if (made) byId('result-title', HTMLElement).focus()
        else focusFirstError(store)
    }
    form.addEventListener('submit', (event) => event.preventDefault())
    // Not on submit: in a frame that is sandboxed without allow-forms there is none. Enter in a field clicks the button too.
    button.addEventListener('click', (event) => {
        event.preventDefault()
        void create()
    })
    cancel.addEventListener('click', () => {
        actions.cancelCreating()
        button.focus()
    })

    store.subscribe(whenChanged(({ creating }) => [creating], ({ creating }) => {
        clearTimeout(patience)
        progress.hidden = true
        button.setAttribute('aria-disabled', String(creating))
        if (creating) patience = setTimeout(() => { progress.hidden = false }, patienceMilliseconds)
    }))
}
