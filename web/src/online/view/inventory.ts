import { byId, element } from '../../page/elements'
import { dayText } from '../../page/facts'
import { hexGroups } from '../../page/format'
import { download } from '../../page/hand-out'
import type { Actions } from '../actions'
import { inventoryLines, phraseFor } from '../inventory'
import { expiryText } from '../run/expiry'
import { inventoryCsv, mostEntries, type InventoryColumn, type InventoryLine } from '../run/inventory'
import { isAtWork } from '../run/state'
import type { Store } from '../state'
import { spoken, text, withNodes } from '../texts/say'
import { badge } from './rows'
import { saying, whenChanged } from './said'

/** More are in the file; a page with all of them would be slow, and nobody reads that far. */
const mostShown = 300

function cell(...content: readonly (Node | string)[]): HTMLElement {
    const made = element('td', '', ...content)
    made.setAttribute('role', 'cell')
    return made
}

function untilOf({ entry: { expiry }, ending }: InventoryLine): HTMLElement {
    if (expiry === null) return cell(element('span', 'hint', text('ending.none')))
    if (ending !== 'expired' && ending !== 'soon') return cell(dayText(expiry))
    const said = expiryText(expiry)
    return cell(dayText(expiry), element('div', '', badge([ending === 'expired' ? 'fail' : 'warn', said.charAt(0).toUpperCase() + said.slice(1)])))
}

function lineOf(line: InventoryLine, choose: (key: string, on: boolean) => void): HTMLElement {
    const { key, service, entry, used } = line
    const box = element('input', '')
    box.type = 'checkbox'
    box.dataset['key'] = key
    box.setAttribute('aria-label', text('inventory.choose', { entry: entry.name, name: service.name }))
    box.addEventListener('change', () => choose(key, box.checked))
    const thumbprint = element('div', 'hint mono', hexGroups(entry.thumbprint).slice(0, 4).join(' '), '…')
    thumbprint.title = entry.thumbprint.toUpperCase()
    const made = element('tr', 'entry', cell(box),
        cell(element('div', 'name', entry.subject), element('div', 'hint', entry.name), thumbprint),
        cell(element('div', '', service.name), element('div', 'hint', text('inventory.used', { count: used, most: mostEntries }))),
        cell(badge(entry.isVerified ? ['pass', text('verified')] : ['warn', text('unverified')])), untilOf(line))
    made.setAttribute('role', 'row')
    return made
}

function filtersView(store: Store, actions: Actions): void {
    const words = byId('inventory-text', HTMLInputElement)
    const state = byId('inventory-state', HTMLSelectElement)
    const ending = byId('inventory-ending', HTMLSelectElement)
    words.addEventListener('input', () => actions.inventory.viewBy({ text: words.value }))
    state.addEventListener('change', () => {
        const { value } = state
        actions.inventory.viewBy({ state: value === 'verified' || value === 'unverified' ? value : '' })
    })
    ending.addEventListener('change', () => {
        const { value } = ending
        actions.inventory.viewBy({ ending: value === 'soon' || value === 'expired' ? value : '' })
    })
    for (const column of ['subject', 'service', 'state', 'expiry'] satisfies InventoryColumn[]) {
        byId(`inventory-by-${column}`, HTMLButtonElement).addEventListener('click', () => {
            const { sort, descending } = store.state.inventory
            actions.inventory.viewBy({ sort: column, descending: sort === column && !descending })
        })
    }
    store.subscribe(whenChanged(({ inventory }) => [inventory], ({ inventory }) => {
        for (const column of ['subject', 'service', 'state', 'expiry'] satisfies InventoryColumn[]) {
            const head = byId(`inventory-by-${column}`, HTMLButtonElement).closest('th')
            head?.setAttribute('aria-sort', inventory.sort !== column ? 'none' : inventory.descending ? 'descending' : 'ascending')
        }
    }))
    store.subscribe(whenChanged(({ expiryDays }) => [expiryDays], ({ expiryDays }) => {
        const soon = ending.querySelector('option[value=soon]')
        if (soon !== null) soon.textContent = text('expiry.soon', { count: expiryDays })
    }))
}

function deletionView(store: Store, actions: Actions): void {
    const ask = byId('deletion', HTMLElement)
    const what = byId('deletion-what', HTMLElement)
    const typed = byId('deletion-typed', HTMLInputElement)
    const say = saying(byId('deletion-error', HTMLElement), [typed])
    byId('inventory-delete', HTMLElement).addEventListener('click', () => actions.inventory.askToDelete())
    byId('deletion-keep', HTMLElement).addEventListener('click', () => {
        actions.inventory.keep()
        byId('inventory-delete', HTMLElement).focus()
    })
    byId('deletion-form', HTMLFormElement).addEventListener('submit', (event) => {
        event.preventDefault()
        void actions.inventory.delete(typed.value)
    })
    let asked: typeof store.state.deletion = null
    store.subscribe(whenChanged(({ deletion }) => [deletion], ({ deletion }) => {
        ask.hidden = deletion === null
        if (deletion !== asked) typed.value = ''
        if (deletion === null) {
            asked = null
            return what.replaceChildren()
        }
        const verified = deletion.filter(({ entry }) => entry.isVerified).length
        what.replaceChildren(
            element('ul', 'entries', ...deletion.slice(0, 50).map(({ service, entry }) => element('li', '', element('span', '', `${entry.name}: ${entry.subject}`), element('span', 'hint', service.name)))),
            ...(deletion.length > 50 ? [element('p', 'hint', text('delete.more', { count: deletion.length - 50 }))] : []),
            element('p', verified === 0 ? 'hint' : 'note', verified === 0 ? text('delete.safe') : text('delete.danger', { count: verified })),
        )
        byId('deletion-type', HTMLElement).replaceChildren(...withNodes('delete.type', { phrase: element('code', '', phraseFor(deletion)) }))
        if (deletion !== asked) typed.focus()
        asked = deletion
    }))
    store.subscribe(whenChanged(({ deletionError, deletionNote }) => [deletionError, deletionNote], ({ deletionError, deletionNote }) => {
        say(deletionError)
        byId('deletion-note', HTMLElement).textContent = deletionNote === null ? '' : spoken(deletionNote)
    }))
}

/** Drawn only while it is folded out and nothing is under way, as each answer of a service changes it. */
export function inventoryView(store: Store, actions: Actions): void {
    filtersView(store, actions)
    deletionView(store, actions)
    const fold = byId('inventory-fold', HTMLDetailsElement)
    const body = byId('inventory-rows', HTMLElement)
    const count = byId('inventory-count', HTMLElement)
    const all = byId('inventory-all', HTMLInputElement)
    const remove = byId('inventory-delete', HTMLButtonElement)
    let lines: readonly InventoryLine[] = []
    const shown = () => lines.slice(0, mostShown)
    const choose = (key: string, on: boolean) => actions.inventory.choose([key], on)

    const mark = () => {
        const { entriesChosen, rows } = store.state
        for (const box of body.querySelectorAll<HTMLInputElement>('input')) box.checked = entriesChosen.has(box.dataset['key'] ?? '')
        all.checked = entriesChosen.size !== 0 && shown().every(({ key }) => entriesChosen.has(key))
        all.indeterminate = entriesChosen.size !== 0 && !all.checked
        remove.hidden = entriesChosen.size === 0 || rows.some(isAtWork)
        remove.textContent = text('delete.count', { count: entriesChosen.size })
    }
    const draw = () => {
        const { rows } = store.state
        if (!fold.open || rows.some(isAtWork)) return
        lines = inventoryLines(store.state)
        const unread = rows.filter(({ entries }) => entries === null).length
        const sum = text('inventory.count', { certificates: text('certificates', { count: lines.length }), read: rows.length - unread, count: rows.length })
        count.textContent = lines.length > mostShown ? text('inventory.first', { count: sum, most: mostShown }) : sum
        body.replaceChildren(...shown().map((line) => lineOf(line, choose)))
        mark()
    }
    fold.addEventListener('toggle', draw)
    all.addEventListener('change', () => actions.inventory.choose(shown().map(({ key }) => key), all.checked))
    byId('inventory-csv', HTMLElement).addEventListener('click', () => {
        download(`popcert-inventory-${new Date().toISOString().slice(0, 10)}.csv`, 'text/csv', `\ufeff${inventoryCsv(inventoryLines(store.state))}`)
    })
    store.subscribe(whenChanged(({ rows, inventory, expiryDays }) => [rows, inventory, expiryDays], draw))
    store.subscribe(whenChanged(({ entriesChosen, rows }) => [entriesChosen, rows.some(isAtWork)], mark))
    store.subscribe(whenChanged(({ rows }) => [rows.length], ({ rows }) => { byId('inventory', HTMLElement).hidden = rows.length === 0 }))
}
