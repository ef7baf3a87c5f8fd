import type { CreatedCertificate } from '../../core/protocol'
import { byId, element, icon } from '../../page/elements'
import { download } from '../../page/hand-out'
import { encodeResponseFile } from '../../requests/encode'
import { counted, text } from '../../texts/catalogue'
import type { Actions } from '../actions'
import { caFileOf, serviceOf } from '../inputs'
import type { Batch, Outcome, Store } from '../state'
import { whenChanged } from './file-field'
import { nextStep } from './next-step'
import { entryText, remark } from './requests'
import { downloadCer, downloadPem } from './result'

function made({ outcomes }: Batch): readonly (readonly [Outcome['entry'], CreatedCertificate])[] {
    return outcomes.flatMap(({ entry, result }) => result.ok ? [[entry, result.value] as const] : [])
}

function downloadAll(batch: Batch): void {
    const { subject, sha1, sha256 } = batch.ca
    const responses = made(batch).map(([entry, { pem }]) => ({ ...entry, certificate: pem }))
    // What the core calls a certificate's file, without the code at its end.
    const name = made(batch)[0]?.[1].fileName.replace(/-[^-]*$/, '') ?? 'popcert'
    const file = encodeResponseFile({ created: new Date().toISOString(), ca: { subject, sha1, sha256 }, responses })
    download(`${name}-response.json`, 'application/json', file)
}

function itemOf({ entry, result }: Outcome): HTMLElement {
    const line = entryText(entry)
    if (!result.ok) {
        line.append(remark('fail', result.error))
        return element('li', '', line)
    }
    const { value } = result
    const buttons = ([['.pem', downloadPem], ['.cer', downloadCer]] as const).map(([ending, save]) => {
        const button = element('button', 'button', ending)
        button.type = 'button'
        button.setAttribute('aria-label', text('download.one', { ending, name: entry.service ?? value.verificationCode }))
        button.addEventListener('click', () => save(value))
        return button
    })
    return element('li', '', icon('pass'), line, ...buttons)
}

/** What needs a look is seen without scrolling. */
function failedFirst(outcomes: readonly Outcome[]): readonly Outcome[] {
    return [...outcomes.filter(({ result }) => !result.ok), ...outcomes.filter(({ result }) => result.ok)]
}

function titleOf(batch: Batch): string {
    const created = made(batch).length
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
    const next = byId('batch-next', HTMLElement)

    all.addEventListener('click', () => {
        const { batch } = store.state
        if (batch === null) return
        downloadAll(batch)
        actions.saved()
    })
    store.subscribe(whenChanged(({ batch }) => [batch], ({ batch }) => {
        section.hidden = batch === null
        next.replaceChildren()
        byId('batch-list', HTMLElement).replaceChildren(...failedFirst(batch?.outcomes ?? []).map(itemOf))
        if (batch === null) return
        const created = made(batch).length
        const service = serviceOf(store.state)
        if (created !== 0 && batch.from === 'file' && service !== null) {
            next.append(nextStep({ fileName: null, caSha1: batch.ca.sha1 }, service, caFileOf(store.state)))
        }
        title.replaceChildren(icon(created === 0 ? 'fail' : created < batch.outcomes.length ? 'warn' : 'pass'), titleOf(batch))
        for (const part of [all, byId('download-all-hint', HTMLElement)]) part.hidden = created === 0
        byId('download-all-hint', HTMLElement).hidden ||= batch.from === 'page'
        byId('batch-given', HTMLElement).textContent = batch.from === 'page' && created !== 0 ? text('given.many') : ''
    }))
    store.subscribe(whenChanged((state) => [state.stale], (state) => {
        stale.textContent = state.stale ? text('stale.many') : ''
    }))
}
