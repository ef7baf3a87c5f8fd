import { byId, element } from '../../page/elements'
import { hexGroups, utcMinute } from '../../page/format'
import { download } from '../../page/hand-out'
import { whenChanged } from '../../page/store'
import { csvOf, reportOf, type Report, type ReportLine } from '../run/report'
import { chosenCa, type State, type Store } from '../state'

function lineOf({ service, kind, resourceGroup, outcome, error, steps, finished }: ReportLine): HTMLElement {
    const name = element('th', '', service, element('div', 'hint', `${kind === 'DPS' ? 'Device Provisioning Service' : 'IoT Hub'}, ${resourceGroup}`))
    name.scope = 'row'
    const result = element('td', '', outcome)
    if (error !== null) result.append(element('div', 'hint', error.message))
    return element('tr', '', name, result, element('td', '', steps.map(({ text }) => text).join(', ')),
        element('td', '', finished === '' ? '' : utcMinute(new Date(finished))))
}

function tableOf({ lines }: Report): HTMLElement {
    const head = element('tr', '', ...['Service', 'Outcome', 'What was done', 'Time'].map((name) => {
        const cell = element('th', '', name)
        cell.scope = 'col'
        return cell
    }))
    return element('table', '', element('thead', '', head), element('tbody', '', ...lines.map(lineOf)))
}

function report(state: State): Report {
    return reportOf(state.rows, chosenCa(state))
}

/** What was done since the page was opened; the services' own state outlives it. */
export function reportView(store: Store): void {
    const text = byId('report-text', HTMLElement)
    const body = byId('report-body', HTMLElement)
    byId('report-csv', HTMLElement).addEventListener('click', () => {
        // The mark tells a spreadsheet that it is UTF-8.
        download('popcert-report.csv', 'text/csv', `\ufeff${csvOf(report(store.state))}`)
    })
    byId('report-print', HTMLElement).addEventListener('click', () => window.print())

    store.subscribe(whenChanged((state) => [state.rows, state.ca], (state) => {
        const made = report(state)
        const { lines, ca } = made
        byId('report-actions', HTMLElement).hidden = lines.length === 0
        text.textContent = lines.length === 0 || ca === null ? 'What was done on each service is listed here.'
            : `${ca.subject}, thumbprint ${hexGroups(ca.sha1).join(' ')}`
        body.replaceChildren(...(lines.length === 0 ? [] : [tableOf(made)]))
    }))
}
