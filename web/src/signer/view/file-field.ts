import type { Actions } from '../actions'
import type { CaOrKey } from '../files'
import type { FileState, Listener } from '../state'
import { afterPause, byId } from './elements'

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
export function fileField(field: CaOrKey, actions: Actions, empty: { title: string; detail: string }): (file: FileState, card: Card | null) => void {
    const zone = byId(`${field}-zone`, HTMLElement)
    const name = byId(`${field}-name`, HTMLElement)
    const detail = byId(`${field}-detail`, HTMLElement)
    const facts = byId(`${field}-facts`, HTMLElement)
    const progress = byId(`${field}-progress`, HTMLElement)
    const input = byId(`${field}-file`, HTMLInputElement)
    const choose = byId(`${field}-choose`, HTMLElement)
    const remove = byId(`${field}-remove`, HTMLButtonElement)
    const paste = byId(`${field}-paste`, HTMLDetailsElement)
    const text = byId(`${field}-text`, HTMLTextAreaElement)
    let patience = 0

    input.addEventListener('click', () => { input.value = '' })  // else choosing the same file again is no change
    input.addEventListener('change', () => {
        const file = input.files?.[0]
        if (file !== undefined) void actions.files.load(field, { source: file, name: file.name })
    })

    let loadedText = ''
    const loadText = () => {
        if (text.value === loadedText) return
        loadedText = text.value
        if (text.value.trim() === '') actions.files.remove(field)
        else void actions.files.loadText(field, text.value)
    }
    const loadTyped = afterPause(typingMilliseconds, loadText)
    text.addEventListener('input', (event) => {
        if (event instanceof InputEvent && event.inputType !== 'insertFromPaste') loadTyped()
        else loadText()
    })
    text.addEventListener('change', loadText)

    remove.addEventListener('click', () => {
        actions.files.remove(field)
        input.focus()
    })

    return (file, card) => {
        clearTimeout(patience)
        progress.hidden = true
        zone.dataset['status'] = card === null ? file.status : 'loaded'
        remove.hidden = file.status === 'empty'
        remove.textContent = file.status === 'reading' ? 'Cancel' : 'Remove'
        choose.textContent = file.status === 'empty' && card === null ? 'Choose file' : 'Choose another'
        name.textContent = card?.title ?? (file.status === 'empty' ? empty.title : file.name)
        detail.textContent = card?.detail ?? (file.status === 'empty' ? empty.detail : detailOf(file))
        facts.replaceChildren(...(card?.facts ? [card.facts] : []))
        if (file.status === 'reading') patience = setTimeout(() => { progress.hidden = false }, patienceMilliseconds)
        if (file.status === 'loaded' || file.status === 'empty') {
            // The text has become the loaded thing above: a private key need not stay on the screen.
            if (file.status === 'loaded' || loadedText !== '') text.value = ''
            loadedText = ''
            if (file.status === 'loaded') paste.open = false
        }
        paste.hidden = file.status === 'loaded' || (file.status === 'locked' && text.value === '')
        if (file.status === 'empty') input.value = ''
    }
}

function detailOf(file: FileState): string {
    switch (file.status) {
        case 'empty': return ''
        case 'reading': return 'Reading…'
        case 'locked': return 'Protected by a password'
        case 'failed': return 'Cannot be used'
        case 'loaded': return ''
    }
}

/** Redraws only when what it shows has changed. */
export function whenChanged(pick: (state: Parameters<Listener>[0]) => readonly unknown[], draw: Listener): Listener {
    let shown: readonly unknown[] | null = null
    return (state, before) => {
        const now = pick(state)
        if (shown !== null && now.every((value, index) => value === shown?.[index])) return
        shown = now
        draw(state, before)
    }
}
