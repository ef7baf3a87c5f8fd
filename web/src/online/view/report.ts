import { byId, element } from '../../signer/view/elements'
import { hexGroups, utcMinute } from '../../signer/format'
import { download } from '../../signer/hand-out'
import { chosenCa, whenChanged, type Row, type State, type Store } from '../state'
import { placeText } from './rows'

const kinds = { DPS: 'Device Provisioning Service', IoTHub: 'IoT Hub' } as const

/** The rows in which something was done or tried. */
function reported({ rows }: State): readonly Row[] {
    return rows.filter(({ done, error }) => done.length !== 0 || error !== null)
}

function outcome(row: Row, state: State): string {
    return row.error === null ? placeText(row, chosenCa(state))[1] : `${placeText(row, chosenCa(state))[1]}. ${row.error.message}`
}

/** RFC 4180. A cell that a spreadsheet would take for a formula gets a quote before it. */
function csvCell(text: string): string {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
    return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function csvOf(state: State): string {
    const ca = chosenCa(state)
    const lines = reported(state).map((row) => [
        row.service.name, kinds[row.service.kind], row.service.resourceGroup, row.service.subscriptionId, row.service.region,
        row.entry?.name ?? '', ca?.subject ?? '', ca?.sha1.toUpperCase() ?? '', outcome(row, state), row.done.join('; '),
        row.finished?.toISOString() ?? '',
    ])
    const head = ['Service', 'Kind', 'Resource group', 'Subscription', 'Region', 'Entry', 'CA', 'CA thumbprint (SHA-1)', 'Outcome', 'Steps', 'Time (UTC)']
    return [head, ...lines].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
}

function tableOf(state: State): HTMLElement {
    const head = element('tr', '', ...['Service', 'Outcome', 'What was done', 'Time'].map((name) => {
        const cell = element('th', '', name)
        cell.scope = 'col'
        return cell
    }))
    const lines = reported(state).map((row) => {
        const name = element('th', '', row.service.name, element('div', 'hint', `${kinds[row.service.kind]}, ${row.service.resourceGroup}`))
        name.scope = 'row'
        const time = element('td', '', row.finished === null ? '' : utcMinute(row.finished))
        return element('tr', '', name, element('td', '', outcome(row, state)), element('td', '', row.done.join(', ')), time)
    })
    return element('table', '', element('thead', '', head), element('tbody', '', ...lines))
}

/** What was done in this session; the services' own state outlives it. */
export function reportView(store: Store): void {
    const text = byId('report-text', HTMLElement)
    const body = byId('report-body', HTMLElement)
    byId('report-csv', HTMLElement).addEventListener('click', () => {
        // The mark tells a spreadsheet that it is UTF-8.
        download('popcert-report.csv', 'text/csv', `\ufeff${csvOf(store.state)}`)
    })
    byId('report-print', HTMLElement).addEventListener('click', () => window.print())

    store.subscribe(whenChanged((state) => [state.rows, state.ca], (state) => {
        const rows = reported(state)
        const ca = chosenCa(state)
        byId('report-actions', HTMLElement).hidden = rows.length === 0
        text.textContent = rows.length === 0 || ca === null ? 'What was done on each service is listed here.'
            : `${ca.subject}, thumbprint ${hexGroups(ca.sha1).join(' ')}`
        body.replaceChildren(...(rows.length === 0 ? [] : [tableOf(state)]))
    }))
}
