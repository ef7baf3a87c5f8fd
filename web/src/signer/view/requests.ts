import { byId, element, hiddenText, icon } from '../../page/elements'
import { moveFocus } from '../../page/focus'
import { groupedText } from '../../page/facts'
import { counted, text } from '../../texts/catalogue'
import { sentence, type Sentence } from '../../texts/sentences'
import type { Actions } from '../actions'
import type { Guard } from '../framed/guard'
import type { Entry, Store } from '../state'
import { whenChanged } from './file-field'

/** The code, and what page or file call it: in this order, so that no label can push the code out of sight. */
export function entryText({ service, kind, verificationCode }: Entry): HTMLElement {
    const label = [service, kind].filter((text) => text).join(' · ')
    return element('div', '', groupedText(verificationCode), ...(label === '' ? [] : [element('bdi', '', label)]))
}

/** A line below the code. */
export function remark(status: 'warn' | 'fail', given: Sentence): HTMLElement {
    const { message, hint } = sentence(given)
    return element('p', '', icon(status), element('span', '', hiddenText(`${text(status === 'fail' ? 'said.error' : 'said.warn')} `), `${message} ${hint}`.trim()))
}

/** In place of the typed code: the list of codes that a page or a file brought. guard: is told where each of them is shown. */
export function requestsView(store: Store, actions: Actions, guard: Guard | null): void {
    const title = byId('requests-title', HTMLElement)
    const from = byId('requests-from', HTMLElement)
    const changed = byId('requests-changed', HTMLElement)
    const list = byId('requests-list', HTMLElement)
    const unseen = byId('requests-unseen', HTMLElement)
    const file = byId('requests-file', HTMLInputElement)
    const remove = byId('requests-remove', HTMLButtonElement)

    file.addEventListener('click', () => { file.value = '' })
    file.addEventListener('change', () => {
        const chosen = file.files?.[0]
        if (chosen !== undefined) void actions.lists.open({ source: chosen, name: chosen.name })
    })
    remove.addEventListener('click', () => {
        actions.lists.remove()
        moveFocus(byId('code', HTMLElement))
    })

    store.subscribe(whenChanged(({ requests, unseen: left }) => [requests, left], ({ requests, unseen: left }) => {
        const count = requests?.entries.length ?? 0
        // Most lists are seen at once: that needs no words.
        unseen.textContent = left === 0 || left === count ? '' : text('codes.unseen', { seen: count - left, count })
    }))
    store.subscribe(whenChanged(({ requests, codeChecks }) => [requests, codeChecks], ({ requests, codeChecks }) => {
        const hasList = requests !== null
        for (const id of ['code-label', 'code-typed', 'code-note']) byId(id, HTMLElement).hidden = hasList
        for (const id of ['requests-title', 'requests', 'requests-remove']) byId(id, HTMLElement).hidden = !hasList
        title.textContent = hasList ? counted('codes', requests.entries.length) : ''
        from.textContent = !hasList ? '' : text('codes.from', requests)
        changed.textContent = requests?.replaced ? text('codes.changed') : ''
        list.replaceChildren(...(requests?.entries ?? []).map((entry, at) => {
            const line = entryText(entry)
            const finding = codeChecks[at]?.finding
            if (finding !== undefined && finding.status !== 'pass') line.append(remark(finding.status, finding))
            return element('li', '', line)
        }))
        guard?.watch((requests?.entries ?? []).flatMap(({ verificationCode }, at) => {
            const shown = list.children[at]?.querySelector('code')
            return shown ? [{ code: verificationCode, element: shown }] : []
        }))
    }))
}
