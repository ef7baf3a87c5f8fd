import { byId, element, icon, type IconName } from '../../page/elements'
import { hexGroups, utcMinute } from '../../page/format'
import { download } from '../../page/hand-out'
import type { Actions } from '../actions'
import { suggestedName } from '../run/names'
import { csvOf, jsonOf, proofText, reportOf, type Report, type ReportLine } from '../run/report'
import { chosenCa, type State, type Store } from '../state'
import { joined, spoken, text } from '../texts/say'
import { pageText } from '../texts/shared'
import { whenChanged } from './said'

function iconOf({ error, status, outcome }: ReportLine): IconName {
    if (error !== null) return 'fail'
    return status === 'verified' || (status === 'done' && outcome === text('verified')) ? 'pass' : status === 'cancelled' ? 'warn' : 'open'
}

/** The service's name, which leads to it in the portal where there is one. */
function nameOf({ service, resource }: ReportLine, { state }: Store, actions: Actions): HTMLElement | string {
    const row = [...state.rows, ...state.gone].find((each) => each.service.id === resource)
    const address = row === undefined ? null : actions.services.portalAddress(row.service)
    if (address === null) return service
    const link = element('a', '', service)
    link.href = address
    link.target = '_blank'
    link.rel = 'noopener noreferrer'
    return link
}

function lineOf(line: ReportLine, shown: HTMLElement | string, chosen: string): HTMLElement {
    const { kind, resourceGroup, outcome, error, steps, finished, by, ca } = line
    const name = element('th', '', shown, element('div', 'hint', `${kind === 'DPS' ? 'DPS' : 'IoT Hub'}, ${resourceGroup}`))
    name.scope = 'row'
    const result = element('td', '', element('span', 'outcome', icon(iconOf(line)), outcome))
    const proof = proofText(line, spoken)
    if (proof !== '') result.append(element('div', 'hint', proof))
    if (error !== null) result.append(element('div', 'hint', error.message))
    const done = element('td', '', joined(steps.map((step) => step.text)))
    if (ca !== null && ca.sha256 !== chosen) done.append(element('div', 'hint', text('report.for', { subject: ca.subject })))
    const time = element('td', '', finished === '' ? '' : utcMinute(new Date(finished)))
    if (by.length !== 0) time.append(element('div', 'hint', by.join(', ')))
    return element('tr', '', name, result, done, time)
}

function tableOf({ lines, ca }: Report, nameFor: (line: ReportLine) => HTMLElement | string): HTMLElement {
    const head = element('tr', '', ...[pageText('service'), text('report.outcome'), text('report.done'), text('report.when')].map((name) => {
        const cell = element('th', '', name)
        cell.scope = 'col'
        return cell
    }))
    return element('table', '', element('thead', '', head), element('tbody', '', ...lines.map((line) => lineOf(line, nameFor(line), ca?.sha256 ?? ''))))
}

function report(state: State, speak?: typeof spoken): Report {
    return reportOf([...state.rows, ...state.gone], chosenCa(state), new Date(), POPCERT_VERSION, speak)
}

/** What was done since the page was opened; the services' own state outlives it. */
export function reportView(store: Store, actions: Actions): void {
    const summary = byId('report-text', HTMLElement)
    const body = byId('report-body', HTMLElement)
    const save = (ending: string, type: string, content: (made: Report) => string) => () => {
        const made = report(store.state)
        const ca = chosenCa(store.state)
        const name = ca === null ? '' : `-${suggestedName(ca.subjectShort)}`
        download(`popcert-report${name}-${made.created.slice(0, 10)}.${ending}`, type, content(made))
        actions.reportSaved()
    }
    // The mark tells a spreadsheet that it is UTF-8.
    byId('report-csv', HTMLElement).addEventListener('click', save('csv', 'text/csv', (made) => `\ufeff${csvOf(made)}`))
    byId('report-json', HTMLElement).addEventListener('click', save('json', 'application/json', jsonOf))
    byId('report-print', HTMLElement).addEventListener('click', () => {
        window.print()
        actions.reportSaved()
    })

    store.subscribe(whenChanged((state) => [state.rows, state.gone, state.ca, state.access], (state) => {
        const made = report(state, spoken)
        const { lines, ca, created, version } = made
        byId('report-actions', HTMLElement).hidden = lines.length === 0
        const by = { version, time: new Date(created) }
        summary.textContent = lines.length === 0 ? text('report.empty') : ca === null ? text('report.made', by)
            : text('report.of', { ...by, subject: ca.subject, thumbprint: hexGroups(ca.sha1).join(' ') })
        body.replaceChildren(...(lines.length === 0 ? [] : [tableOf(made, (line) => nameOf(line, store, actions))]))
    }))
}
