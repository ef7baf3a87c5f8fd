import { afterPause, byId } from '../../page/elements'
import { moveFocus } from '../../page/focus'
import { whenChanged as whenPageChanged, type Listener } from '../../page/store'
import { text } from '../../texts/catalogue'
import type { Actions } from '../actions'
import type { CaOrKey } from '../files'
import type { FileState, State } from '../state'

/** What a loaded file shows; null while it shows nothing. */
export interface Card {
    readonly title: string
    readonly detail: string
    readonly facts: Node | null
}

/** Anything quicker shows no progress: it would only flicker. */
const patienceMilliseconds = 400
const typingMilliseconds = 600

/** The parts that the key's and the certificate's field have in common: picking, pasting, showing, removing. */
export function fileField(field: CaOrKey, actions: Actions, empty: { title: 'key.drop' | 'ca.drop'; detail: string }): (file: FileState, card: Card | null) => void {
    const zone = byId(`${field}-zone`, HTMLElement)
    const name = byId(`${field}-name`, HTMLElement)
    const detail = byId(`${field}-detail`, HTMLElement)
    const facts = byId(`${field}-facts`, HTMLElement)
    const progress = byId(`${field}-progress`, HTMLElement)
    const input = byId(`${field}-file`, HTMLInputElement)
    const choose = byId(`${field}-choose`, HTMLElement)
    const remove = byId(`${field}-remove`, HTMLButtonElement)
    const paste = byId(`${field}-paste`, HTMLDetailsElement)
    const pasted = byId(`${field}-text`, HTMLTextAreaElement)
    let patience = 0

    input.addEventListener('click', () => { input.value = '' })  // else choosing the same file again is no change
    input.addEventListener('change', () => {
        if (input.files !== null) void actions.give(field, [...input.files].map((file) => ({ source: file, name: file.name })))
    })

    let loadedText = ''
    const loadText = () => {
        if (pasted.value === loadedText) return
        loadedText = pasted.value
        if (pasted.value.trim() === '') actions.files.remove(field)
        else void actions.files.loadText(field, pasted.value)
    }
    const loadTyped = afterPause(typingMilliseconds, loadText)
    pasted.addEventListener('input', (event) => {
        if (event instanceof InputEvent && event.inputType !== 'insertFromPaste') loadTyped()
        else loadText()
    })
    pasted.addEventListener('change', loadText)

    remove.addEventListener('click', () => {
        actions.files.remove(field)
        moveFocus(input)
    })

    return (file, card) => {
        clearTimeout(patience)
        progress.hidden = true
        zone.dataset['status'] = card === null ? file.status : 'loaded'
        remove.hidden = file.status === 'empty'
        remove.textContent = text(file.status === 'reading' ? 'cancel' : 'remove')
        choose.textContent = text(file.status === 'empty' && card === null ? 'choose' : 'choose.other')
        name.textContent = card?.title ?? (file.status === 'empty' ? text(empty.title) : file.name)
        detail.textContent = card?.detail ?? (file.status === 'empty' ? empty.detail : detailOf(file))
        facts.replaceChildren(...(card?.facts ? [card.facts] : []))
        if (file.status === 'reading') patience = setTimeout(() => { progress.hidden = false }, patienceMilliseconds)
        if (file.status === 'loaded' || file.status === 'empty') {
            // The text has become the loaded thing above: a private key need not stay on the screen.
            if (file.status === 'loaded' || loadedText !== '') pasted.value = ''
            loadedText = ''
            if (file.status === 'loaded') paste.open = false
        }
        paste.hidden = file.status === 'loaded' || (file.status === 'locked' && pasted.value === '')
        if (file.status === 'empty') input.value = ''
    }
}

function detailOf(file: FileState): string {
    switch (file.status) {
        case 'empty': return ''
        case 'reading': return text('file.reading')
        case 'locked': return text('file.locked')
        case 'failed': return text('file.failed')
        case 'loaded': return ''
    }
}

/** Redraws only when what it shows has changed, or the language. */
export function whenChanged(pick: (state: State) => readonly unknown[], draw: Listener<State>): Listener<State> {
    return whenPageChanged((state) => [...pick(state), state.language], draw)
}
