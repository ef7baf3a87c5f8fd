import type { CertificateItem } from '../../core/protocol'
import { element, hiddenText, icon, type IconName } from '../../page/elements'
import type { Actions } from '../actions'
import { isActive, type CaEntry } from '../cloud/model'
import { expiryOf, expiryText } from '../run/expiry'
import { isOfSameName, statusOf, type ServiceRow, type Step } from '../run/state'
import type { Message } from '../state'
import { rowDetails } from './row-details'
import { errorBox } from './said'

const kindText = { DPS: 'DPS', IoTHub: 'IoT Hub' } as const

const stepText: Readonly<Record<Step, string>> = {
    queued: 'Waits for its turn',
    reading: 'Reading…',
    uploading: 'Uploading…',
    requesting: 'Getting a code…',
    signing: 'Waiting for your signature',
    verifying: 'Verifying…',
    deleting: 'Deleting…',
}

/** `4:31` */
function leftText(until: Date): string {
    const seconds = Math.max(0, Math.ceil((until.getTime() - Date.now()) / 1000))
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

function underWay(row: ServiceRow): string {
    if (row.waitsForToken) return 'Waits for a new token'
    if (row.waiting !== null) return `${row.waiting.status === 429 ? 'Azure asks to wait' : 'The service is busy'}: goes on in ${leftText(row.waiting.until)}`
    return row.step === null ? '' : stepText[row.step]
}

/** Where something is being sent, and a bar may move. */
function moves({ step, waiting, waitsForToken }: ServiceRow): boolean {
    return step !== null && step !== 'queued' && step !== 'signing' && waiting === null && !waitsForToken
}

/** What the service has of the CA, as last read. */
export function placeText(row: ServiceRow, ca: CertificateItem | null, expiryDays: number): readonly [IconName, string] {
    const { entries, entry, other } = row
    if (entries === null) return ['open', ca === null ? 'Choose your CA first' : 'Not read yet']
    if (ca === null) return ['open', entries.length === 1 ? '1 certificate' : `${entries.length} certificates`]
    if (entry !== null) return verdictOf(entry, expiryDays)
    if (other === null) return ['open', 'Not uploaded']
    return ['warn', isOfSameName(other, ca) ? 'Another one of this CA' : 'Another one of its name']
}

function verdictOf(entry: CaEntry, expiryDays: number): readonly [IconName, string] {
    const ending = expiryOf(entry, expiryDays)
    const text = entry.isVerified ? 'Verified' : 'Unverified'
    if (entry.expiry === null || (ending !== 'expired' && ending !== 'soon')) return [entry.isVerified ? 'pass' : 'warn', text]
    return [ending === 'expired' ? 'fail' : 'warn', `${text}, ${expiryText(entry.expiry)}`]
}

export function badge([name, text]: readonly [IconName, string]): HTMLElement {
    return element('span', `badge ${name}`, icon(name), text)
}

function cell(...content: readonly (Node | string)[]): HTMLTableCellElement {
    const made = element('td', '', ...content)
    made.setAttribute('role', 'cell')
    return made
}

function under(className: string, ...content: readonly Node[]): HTMLTableRowElement {
    const made = cell(...content)
    made.colSpan = 6
    const row = element('tr', className, made)
    row.setAttribute('role', 'row')
    return row
}

function portalLink(address: string, service: string): HTMLAnchorElement {
    const link = element('a', '', 'Portal', hiddenText(`, ${service}`))
    link.href = address
    link.target = '_blank'
    link.rel = 'noopener noreferrer'
    return link
}

/** What a row was drawn from: where none of it changed, it is left as it is. */
export interface RowInput {
    readonly row: ServiceRow
    readonly ca: CertificateItem | null
    readonly selected: boolean
    readonly opened: boolean
    readonly running: boolean
    /** Why the CA cannot be uploaded at all. */
    readonly problem: Message | null
    readonly expiryDays: number
}

/** One service: its line, what is said of it, and what is folded out. They are kept, so that focus stays where it is. */
export class RowView {
    readonly elements: readonly HTMLTableRowElement[]
    readonly #line: HTMLTableRowElement
    readonly #box = element('input', '')
    /** Of the service itself, where it is not as usual. */
    readonly #state = element('div', 'service-state')
    readonly #place = cell()
    readonly #more = element('button', 'button plain')
    readonly #said = under('said-row')
    readonly #details = under('detail-row')
    readonly #actions: Actions
    #shown: RowInput | null = null
    #error: unknown = null
    #errorStep: Step | null = null
    #countdown: ReturnType<typeof setInterval> | undefined

    constructor({ service }: ServiceRow, actions: Actions) {
        this.#actions = actions
        const { name, resourceGroup, kind, region, regionName, id } = service
        const portal = actions.services.portalAddress(service)
        this.#box.type = 'checkbox'
        this.#box.setAttribute('aria-label', `Select ${name}`)
        this.#box.addEventListener('change', () => actions.services.select([id], this.#box.checked))
        this.#more.type = 'button'
        this.#more.append('Details', hiddenText(` of ${name}`))
        this.#more.addEventListener('click', () => actions.services.toggleDetails(id))
        this.#line = element('tr', 'service',
            cell(this.#box),
            cell(element('div', 'name', name), element('div', 'hint', resourceGroup, ...(portal === null ? [] : [' · ', portalLink(portal, name)])), this.#state),
            cell(kindText[kind]), cell(regionName ?? region), this.#place, cell(this.#more))
        this.#line.setAttribute('role', 'row')
        this.#line.dataset['service'] = name
        this.elements = [this.#line, this.#said, this.#details]
    }

    draw(input: RowInput): void {
        const before = this.#shown
        if (before !== null && (Object.keys(input) as (keyof RowInput)[]).every((name) => before[name] === input[name])) return
        this.#shown = input
        const { row, ca, selected, opened, running, expiryDays } = input
        this.#state.replaceChildren(...(isActive(row.service) ? [] : [badge(['warn', row.service.state])]))
        this.#box.checked = selected
        this.#box.disabled = running
        this.#line.classList.toggle('selected', selected)
        this.#line.classList.toggle('has-details', opened)
        this.#line.classList.toggle('has-said', row.error !== null)
        this.#more.setAttribute('aria-expanded', String(opened))
        this.#drawPlace(row, ca, expiryDays)
        this.#drawError(row)
        this.#details.hidden = !opened
        this.#details.cells[0]?.replaceChildren(...(opened ? [rowDetails(input, this.#actions)] : []))
    }

    #drawPlace(row: ServiceRow, ca: CertificateItem | null, expiryDays: number): void {
        const content: Node[] = [badge(placeText(row, ca, expiryDays))]
        const text = underWay(row)
        clearInterval(this.#countdown)
        if (text !== '') {
            const step = element('span', 'under-way', text)
            if (moves(row)) {
                const bar = element('progress', '')
                bar.setAttribute('aria-label', text)
                step.append(bar)
            }
            content.push(step)
            if (row.waiting !== null) {
                step.title = `At ${row.waiting.until.toLocaleTimeString('en-GB')}`
                const { until } = row.waiting
                this.#countdown = setInterval(() => {
                    step.textContent = underWay(row)
                    if (until.getTime() <= Date.now()) clearInterval(this.#countdown)
                }, 1000)
            }
        } else if (statusOf(row) === 'cancelled') {
            content.push(element('span', 'under-way', 'Cancelled'))
        }
        this.#place.replaceChildren(...content)
    }

    #drawError(row: ServiceRow): void {
        const { error, step } = row
        this.#said.hidden = error === null
        if (error === this.#error && step === this.#errorStep) return
        this.#error = error
        this.#errorStep = step
        if (error === null) return this.#said.cells[0]?.replaceChildren()
        const way = this.#wayOn(row)
        this.#said.cells[0]?.replaceChildren(errorBox(error), ...(way === null ? [] : [element('div', 'operations', way)]))
    }

    /** What a press does is what its button says. A code that still waits needs none: the right certificate is what is wanted. */
    #wayOn({ error, step, wanted, service: { id, name } }: ServiceRow): HTMLElement | null {
        if (step === 'signing') return null
        const made = (text: string, press: () => void) => {
            const button = element('button', 'button', text, hiddenText(` with ${name}`))
            button.type = 'button'
            button.addEventListener('click', press)
            return button
        }
        if (error?.code === 'NAME_TAKEN' || error?.code === 'ENTRY_REPLACED') return made('Decide in the details', () => this.#actions.services.openDetails(id))
        return made(wanted === 'prove' ? 'Try again' : 'Refresh', () => void this.#actions.run.retry(id))
    }
}
