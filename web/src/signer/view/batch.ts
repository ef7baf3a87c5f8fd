import { byId, element, icon } from '../../page/elements'
import { download } from '../../page/hand-out'
import { encodeResponseFile } from '../../requests/encode'
import { counted, text } from '../../texts/catalogue'
import type { Actions } from '../actions'
import { fileNames, save, saveAll, type Format, type NamedCertificate } from '../certificate-files'
import { caFileOf, serviceOf } from '../inputs'
import type { Batch, Entry, Store } from '../state'
import { whenChanged } from './file-field'
import { nextStep } from './next-step'
import { entryText, remark } from './requests'

interface Made extends NamedCertificate {
    readonly entry: Entry
}

function madeOf({ outcomes }: Batch): readonly Made[] {
    return outcomes.flatMap(({ entry, result }) => result.ok ? [{ entry, service: entry.service, certificate: result.value }] : [])
}

/** Of the files with all of it. */
function nameOf(made: readonly Made[]): string {
    // What the core calls a certificate's file, without the code at its end.
    return made[0]?.certificate.fileName.replace(/-[^-]*$/, '') ?? 'popcert'
}

function responseFile({ ca: { subject, sha1, sha256 } }: Batch, made: readonly Made[]): string {
    const responses = made.map(({ entry, certificate: { pem } }) => ({ ...entry, certificate: pem }))
    return encodeResponseFile({ created: new Date().toISOString(), ca: { subject, sha1, sha256 }, responses })
}

/** What needs a look stands first, and is seen without scrolling. */
function itemsOf(batch: Batch, format: Format): readonly HTMLElement[] {
    const failed = batch.outcomes.flatMap(({ entry, result }) => {
        if (result.ok) return []
        const line = entryText(entry)
        line.append(remark('fail', result.error))
        return [element('li', '', line)]
    })
    const made = madeOf(batch)
    const names = fileNames(made)
    return [...failed, ...made.map(({ entry, certificate }, at) => {
        const ending = `.${format}`
        const button = element('button', 'button', ending)
        button.type = 'button'
        button.setAttribute('aria-label', text('download.one', { ending, name: entry.service ?? certificate.verificationCode }))
        button.addEventListener('click', () => save(names[at] ?? certificate.fileName, format, certificate))
        return element('li', '', icon('pass'), entryText(entry), button)
    })]
}

function titleOf(batch: Batch): string {
    const created = madeOf(batch).length
    const failed = batch.outcomes.length - created
    const ready = created === 0 ? text('ready.none') : counted('ready', created)
    return failed === 0 ? ready : text('ready.failed', { ready, failed })
}

/** What became of a list of codes. */
export function batchView(store: Store, actions: Actions): void {
    const section = byId('batch', HTMLElement)
    const title = byId('batch-title', HTMLElement)
    const stale = byId('batch-stale', HTMLElement)
    const all = byId('download-all', HTMLElement)
    const choice = byId('download-format', HTMLSelectElement)
    const response = byId('download-response', HTMLElement)
    const next = byId('batch-next', HTMLElement)

    const format = () => choice.value === 'cer' ? 'cer' : 'pem'
    const whenPressed = (button: HTMLElement, hand: (batch: Batch, made: readonly Made[]) => void) => {
        button.addEventListener('click', () => {
            const { batch } = store.state
            if (batch === null) return
            hand(batch, madeOf(batch))
            actions.saved()
        })
    }
    whenPressed(all, (_, made) => saveAll(nameOf(made), format(), made))
    whenPressed(response, (batch, made) => download(`${nameOf(made)}-response.json`, 'application/json', responseFile(batch, made)))
    const drawList = () => {
        const { batch } = store.state
        byId('batch-list', HTMLElement).replaceChildren(...(batch === null ? [] : itemsOf(batch, format())))
    }
    choice.addEventListener('change', drawList)
    store.subscribe(whenChanged(({ batch }) => [batch], ({ batch }) => {
        section.hidden = batch === null
        next.replaceChildren()
        drawList()
        if (batch === null) return
        const created = madeOf(batch).length
        const service = serviceOf(store.state)
        if (created !== 0 && batch.from === 'file' && service !== null) {
            next.append(nextStep({ fileName: null, caSha1: batch.ca.sha1 }, service, caFileOf(store.state)))
        }
        title.replaceChildren(icon(created === 0 ? 'fail' : created < batch.outcomes.length ? 'warn' : 'pass'), titleOf(batch))
        for (const part of [all, choice]) part.hidden = created === 0
        for (const part of [response, byId('download-response-hint', HTMLElement)]) part.hidden = created === 0 || batch.from === 'page'
        byId('batch-given', HTMLElement).textContent = batch.from === 'page' && created !== 0 ? text('given.many') : ''
    }))
    store.subscribe(whenChanged((state) => [state.stale], (state) => {
        stale.textContent = state.stale ? text('stale.many') : ''
    }))
}
