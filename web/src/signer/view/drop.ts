import { octetsOf } from '../../core/octets'
import { byId, element } from '../../page/elements'
import { text } from '../../texts/catalogue'
import type { Actions } from '../actions'
import type { CaOrKey } from '../files'
import type { Chosen, Store } from '../state'
import { whenChanged } from './file-field'

/** Of a folder: how deep, how many files, and octets of each. Who drops a whole disk gets the first of it. */
const most = { depth: 5, files: 200, octets: 1 << 20 }

/** A file's contents rather than something to type: a key or certificate as text, a request file, or far too long for a code. */
function isFileText(text: string): boolean {
    return /-----BEGIN |"popcert"|"kty"|<RSAKeyValue/.test(text) || text.length > 1000
}

function asChosen(file: File): Chosen {
    return { source: file, name: file.name }
}

function fieldAt(target: EventTarget | null): CaOrKey | null {
    if (!(target instanceof Element)) return null
    if (target.closest('#key-row') !== null) return 'key'
    return target.closest('#ca-row') !== null ? 'ca' : null
}

/** What is in dropped folders; null where there is none, and the files are there at once. */
function foldersIn(items: DataTransferItemList): readonly FileSystemEntry[] | null {
    const entries = [...items].flatMap((item) => item.webkitGetAsEntry?.() ?? [])
    return entries.some(({ isDirectory }) => isDirectory) ? entries : null
}

async function filesOf(entries: readonly FileSystemEntry[], depth = 0, files: File[] = []): Promise<readonly File[]> {
    for (const entry of entries) {
        if (files.length >= most.files || depth > most.depth) break
        if (entry.isFile) {
            const file = await new Promise<File | null>((resolve) => (entry as FileSystemFileEntry).file(resolve, () => resolve(null)))
            if (file !== null && file.size <= most.octets) files.push(file)
        } else {
            const reader = (entry as FileSystemDirectoryEntry).createReader()
            for (;;) {
                // A reader gives a hundred at a time, and at the end none.
                const some = await new Promise<readonly FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])))
                if (some.length === 0 || files.length >= most.files) break
                await filesOf(some, depth + 1, files)
            }
        }
    }
    return files
}

/** Files can be dropped on a field, or anywhere, and then go where they belong; so does pasted or dropped text, and a code in it. */
export function dropView(store: Store, actions: Actions): void {
    const notice = byId('notice', HTMLElement)
    const code = byId('code', HTMLInputElement)
    const rows = { key: byId('key-row', HTMLElement), ca: byId('ca-row', HTMLElement) }

    const mark = (dragging: boolean, over: CaOrKey | null) => {
        document.body.classList.toggle('dragging', dragging)
        rows.key.classList.toggle('over', over === 'key')
        rows.ca.classList.toggle('over', over === 'ca')
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
        const { dataTransfer } = event
        if (dataTransfer === null) return
        const files = [...dataTransfer.files]
        if (files.length === 0) {
            if (takeText(dataTransfer.getData('text'), event.target)) event.preventDefault()
            return
        }
        event.preventDefault()
        const folders = foldersIn(dataTransfer.items)
        if (folders !== null) void filesOf(folders).then((found) => actions.sorting.sort(found.map(asChosen)))
        else void actions.give(fieldAt(event.target), files.map(asChosen))
    })

    document.addEventListener('paste', (event) => {
        const { target, clipboardData } = event
        if (clipboardData === null) return
        if (clipboardData.files.length !== 0) {
            event.preventDefault()
            void actions.sorting.sort([...clipboardData.files].map(asChosen))
            return
        }
        if (takeText(clipboardData.getData('text'), target)) event.preventDefault()
    })

    /** True where the text has gone where it belongs; else it is the browser's to put where it was meant to go. */
    const takeText = (given: string, target: EventTarget | null): boolean => {
        const isCode = target === code
        const isOtherField = !isCode && (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'file'))
        if (isOtherField) return false
        const chosen = { source: octetsOf(given), name: text('pasted') }
        if (isFileText(given)) {
            if (isCode) leaveCode(chosen)
            else void actions.sorting.sort([chosen])
            return true
        }
        if (isCode || (store.state.requests === null && store.state.code.trim() === '')) void takeCodes(given)
        return !isCode
    }

    const takeCodes = async (given: string) => {
        const codes = await actions.sorting.codesIn(given)
        const [only] = codes
        if (only === undefined || code.value === only) return
        actions.lists.takeCodes(codes, text('pasted'))
        if (codes.length === 1 && given.trim() !== only) store.update({ notice: text('code.taken.out') })
    }

    const leaveCode = (chosen: Chosen) => {
        actions.setCode('')
        void actions.sorting.sortFromCode(chosen)
    }
    // By whatever other way a key comes into this field, it does not stay there in clear.
    code.addEventListener('input', () => {
        if (isFileText(code.value)) leaveCode({ source: octetsOf(code.value), name: text('pasted') })
    })

    store.subscribe(whenChanged((state) => [state.notice, state.pairs], ({ notice: said, pairs }) => {
        notice.replaceChildren(pairs.length === 0 ? said : text('pairs'), ...pairs.map((pair) => {
            const button = element('button', 'button', pair.name === '' ? pair.key.name : `${pair.name} · ${pair.key.name}`)
            button.type = 'button'
            button.addEventListener('click', () => void actions.sorting.choose(pair))
            return button
        }))
    }))
}
