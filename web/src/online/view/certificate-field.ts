import { afterPause, byId } from '../../page/elements'
import type { CertificateFile } from '../state'
import { pageText } from '../texts/shared'
import { saying } from './said'

export interface FieldActions {
    load(source: Blob | string, name: string): void
    remove(): void
}

const typingMilliseconds = 600

/** A place for a file with certificates: dropped, chosen or pasted. Returns what draws it. */
export function certificateField(
    field: 'ca' | 'chain', actions: FieldActions, empty: { title: () => string; detail: string },
): (file: CertificateFile, title: string, detail: string, facts: Node | null) => void {
    const zone = byId(`${field}-zone`, HTMLElement)
    const input = byId(`${field}-file`, HTMLInputElement)
    const choose = byId(`${field}-choose`, HTMLElement)
    const remove = byId(`${field}-remove`, HTMLButtonElement)
    const paste = byId(`${field}-paste`, HTMLDetailsElement)
    const text = byId(`${field}-text`, HTMLTextAreaElement)
    const say = saying(byId(`${field}-error`, HTMLElement), [input, text])

    const loadFile = (file: File | undefined) => {
        if (file !== undefined) actions.load(file, file.name)
    }
    input.addEventListener('click', () => { input.value = '' })  // else choosing the same file again is no change
    input.addEventListener('change', () => loadFile(input.files?.[0]))
    remove.addEventListener('click', () => {
        actions.remove()
        input.focus()
    })
    const loadText = () => {
        const pasted = text.value
        if (pasted.trim() === '') return
        text.value = ''  // it may be a key: what is wanted of it is read, and the rest goes
        actions.load(pasted, pageText('pasted'))
    }
    const loadTyped = afterPause(typingMilliseconds, loadText)
    text.addEventListener('input', (event) => {
        if (event instanceof InputEvent && event.inputType !== 'insertFromPaste') loadTyped()
        else loadText()
    })
    zone.addEventListener('dragover', (event) => {
        event.preventDefault()
        zone.classList.add('over')
    })
    zone.addEventListener('dragleave', () => zone.classList.remove('over'))
    zone.addEventListener('drop', (event) => {
        event.preventDefault()
        zone.classList.remove('over')
        loadFile(event.dataTransfer?.files[0])
    })

    return (file, title, detail, facts) => {
        zone.dataset['status'] = file.status
        remove.hidden = file.status === 'empty'
        choose.textContent = pageText(file.status === 'empty' ? 'choose' : 'choose.other')
        byId(`${field}-name`, HTMLElement).textContent = file.status === 'empty' ? empty.title() : title
        byId(`${field}-detail`, HTMLElement).textContent = file.status === 'empty' ? empty.detail : detail
        byId(`${field}-facts`, HTMLElement).replaceChildren(...(facts === null ? [] : [facts]))
        if (file.status === 'loaded') paste.open = false
        say(file.status === 'failed' ? file.error : null)
    }
}

/** A file that misses a zone must not take the page's place: it is the CA's certificate, or what the signer brought back. */
export function catchStrayFiles(actions: { readonly ca: (file: File) => void; readonly response: (file: File) => void }): void {
    document.addEventListener('dragover', (event) => event.preventDefault())
    document.addEventListener('drop', (event) => {
        event.preventDefault()
        const file = event.dataTransfer?.files[0]
        if (file === undefined || (event.target instanceof Element && event.target.closest('.zone') !== null)) return
        if (/\.json$/i.test(file.name)) actions.response(file)
        else actions.ca(file)
    })
}
