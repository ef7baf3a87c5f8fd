import { byId, element, hiddenText, icon } from '../../page/elements'
import { groupedText } from '../../page/facts'
import { counted, text } from '../../texts/catalogue'
import { sentence, type Sentence } from '../../texts/sentences'
import type { Actions } from '../actions'
import type { Entry, Store } from '../state'
import { whenChanged } from './file-field'

/** What page or file call it, apart from the text around it, and the code. */
export function entryText({ service, kind, verificationCode }: Entry): HTMLElement {
    const label = [service, kind].filter((text) => text).join(' · ')
    return element('div', '', ...(label === '' ? [] : [element('bdi', '', label)]), groupedText(verificationCode))
}

/** A line below the code. */
export function remark(status: 'warn' | 'fail', given: Sentence): HTMLElement {
    const { message, hint } = sentence(given)
    return element('p', '', icon(status), element('span', '', hiddenText(`${text(status === 'fail' ? 'said.error' : 'said.warn')} `), `${message} ${hint}`.trim()))
}

/** In place of the typed code: the list of codes that a page or a file brought. */
export function requestsView(store: Store, actions: Actions): void {
    const title = byId('requests-title', HTMLElement)
    const from = byId('requests-from', HTMLElement)
    const changed = byId('requests-changed', HTMLElement)
    const list = byId('requests-list', HTMLElement)
    const file = byId('requests-file', HTMLInputElement)
    const remove = byId('requests-remove', HTMLButtonElement)

    file.addEventListener('click', () => { file.value = '' })
    file.addEventListener('change', () => {
        const chosen = file.files?.[0]
        if (chosen !== undefined) void actions.lists.open({ source: chosen, name: chosen.name })
    })
    remove.addEventListener('click', () => {
        actions.lists.remove()
        byId('code', HTMLElement).focus()
    })

    store.subscribe(whenChanged(({ requests, codeFindings }) => [requests, codeFindings], ({ requests, codeFindings }) => {
        const hasList = requests !== null
        for (const id of ['code-label', 'code-typed', 'code-note']) byId(id, HTMLElement).hidden = hasList
        for (const id of ['requests-title', 'requests', 'requests-remove']) byId(id, HTMLElement).hidden = !hasList
        title.textContent = counted('codes', requests?.entries.length ?? 0)
        from.textContent = !hasList ? '' : text('codes.from', requests)
        changed.textContent = requests?.replaced ? text('codes.changed') : ''
        list.replaceChildren(...(requests?.entries ?? []).map((entry, at) => {
            const line = entryText(entry)
            const finding = codeFindings[at]
            if (finding !== undefined && finding.status !== 'pass') line.append(remark(finding.status, finding))
            return element('li', '', line)
        }))
    }))
}
