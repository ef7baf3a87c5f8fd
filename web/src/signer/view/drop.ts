import { octetsOf } from '../../core/octets'
import { byId } from '../../page/elements'
import { text } from '../../texts/catalogue'
import type { Actions } from '../actions'
import type { CaOrKey, Chosen } from '../files'
import type { Store } from '../state'
import { whenChanged } from './file-field'

function chosenFrom(files: FileList): readonly Chosen[] {
    return [...files].map((file) => ({ source: file, name: file.name }))
}

function fieldAt(target: EventTarget | null): CaOrKey | null {
    if (!(target instanceof Element)) return null
    if (target.closest('#key-zone') !== null) return 'key'
    return target.closest('#ca-zone') !== null ? 'ca' : null
}

/** Files can be dropped on a field, or anywhere, and then go where they belong; so does pasted text or a pasted file. */
export function dropView(store: Store, actions: Actions): void {
    const notice = byId('notice', HTMLElement)
    const zones = { key: byId('key-zone', HTMLElement), ca: byId('ca-zone', HTMLElement) }

    const mark = (dragging: boolean, over: CaOrKey | null) => {
        document.body.classList.toggle('dragging', dragging)
        zones.key.classList.toggle('over', over === 'key')
        zones.ca.classList.toggle('over', over === 'ca')
    }
    document.addEventListener('dragover', (event) => {
        if (!event.dataTransfer?.types.includes('Files')) return
        event.preventDefault()  // else the browser opens the file in place of this page
        event.dataTransfer.dropEffect = 'copy'
        mark(true, fieldAt(event.target))
    })
    document.addEventListener('dragleave', (event) => {
        if (event.relatedTarget === null) mark(false, null)
    })
    document.addEventListener('drop', (event) => {
        mark(false, null)
        const files = event.dataTransfer?.files
        if (files === undefined || files.length === 0) return
        event.preventDefault()
        const chosen = chosenFrom(files)
        const field = fieldAt(event.target)
        const [only] = chosen
        if (field !== null && chosen.length === 1 && only !== undefined) void actions.files.load(field, only)
        else void actions.sorting.sort(chosen)
    })

    document.addEventListener('paste', (event) => {
        const { target, clipboardData } = event
        if (clipboardData === null) return
        if (clipboardData.files.length !== 0) {
            event.preventDefault()
            void actions.sorting.sort(chosenFrom(clipboardData.files))
            return
        }
        const isTextField = target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'file')
        const pasted = clipboardData.getData('text')
        if (isTextField || !/-----BEGIN |"popcert"/.test(pasted)) return
        event.preventDefault()
        void actions.sorting.sort([{ source: octetsOf(pasted), name: text('pasted') }])
    })

    store.subscribe(whenChanged((state) => [state.notice], (state) => { notice.textContent = state.notice }))
}
