import type { CertificateItem } from '../../core/protocol'
import { element, hiddenText, icon, type IconName } from '../../page/elements'
import type { Actions } from '../actions'
import { statusOf, type ServiceRow, type Step } from '../run/state'
import { rowDetails } from './row-details'
import { errorBox } from './said'

const kindText = { DPS: 'Provisioning', IoTHub: 'IoT Hub' } as const

const stepText: Readonly<Record<Step, string>> = {
    queued: 'Waits for its turn',
    reading: 'Reading…',
    uploading: 'Uploading…',
    requesting: 'Getting a code…',
    signing: 'Its code waits for your signature',
    verifying: 'Verifying…',
    deleting: 'Deleting…',
}

function underWay(row: ServiceRow): string {
    if (row.waitsForToken) return 'Waits for a new token'
    if (row.waiting !== null) {
        const time = row.waiting.until.toLocaleTimeString('en-GB')
        return row.waiting.status === 429 ? `Asked too often: goes on at ${time}` : `The service is busy: goes on at ${time}`
    }
    return row.step === null ? '' : stepText[row.step]
}

/** Where something is being sent, and a bar may move. */
function moves({ step, waiting, waitsForToken }: ServiceRow): boolean {
    return step !== null && step !== 'queued' && step !== 'signing' && waiting === null && !waitsForToken
}

/** What the service has of the CA, as last read. */
export function placeText(row: ServiceRow, ca: CertificateItem | null): readonly [IconName, string] {
    const { entries, entry, other } = row
    if (entries === null) return ['open', ca === null ? 'Choose your CA first' : 'Not read yet']
    if (ca === null) return ['open', entries.length === 1 ? '1 certificate' : `${entries.length} certificates`]
    if (entry !== null) return entry.isVerified ? ['pass', 'Verified'] : ['warn', 'Unverified']
    return other !== null ? ['warn', 'Another one of its name'] : ['open', 'Not there']
}

function badge([name, text]: readonly [IconName, string]): HTMLElement {
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

/** What a row was drawn from: where none of it changed, it is left as it is. */
export interface RowInput {
    readonly row: ServiceRow
    readonly ca: CertificateItem | null
    readonly selected: boolean
    readonly opened: boolean
    readonly running: boolean
}

/** One service: its line, what is said of it, and what is folded out. They are kept, so that focus stays where it is. */
export class RowView {
    readonly elements: readonly HTMLTableRowElement[]
    readonly #line: HTMLTableRowElement
    readonly #box = element('input', '')
    readonly #place = cell()
    readonly #more = element('button', 'button plain')
    readonly #said = under('said-row')
    readonly #details = under('detail-row')
    readonly #actions: Actions
    #shown: RowInput | null = null
    #error: unknown = null

    constructor({ service }: ServiceRow, actions: Actions) {
        this.#actions = actions
        const { name, resourceGroup, kind, region, id } = service
        this.#box.type = 'checkbox'
        this.#box.setAttribute('aria-label', `Select ${name}`)
        this.#box.addEventListener('change', () => actions.services.select([id], this.#box.checked))
        this.#more.type = 'button'
        this.#more.append('Details', hiddenText(` of ${name}`))
        this.#more.addEventListener('click', () => actions.services.toggleDetails(id))
        this.#line = element('tr', 'service',
            cell(this.#box),
            cell(element('div', 'name', name), element('div', 'hint', resourceGroup)),
            cell(kindText[kind]), cell(region), this.#place, cell(this.#more))
        this.#line.setAttribute('role', 'row')
        this.#line.dataset['service'] = name
        this.elements = [this.#line, this.#said, this.#details]
    }

    draw(input: RowInput): void {
        const before = this.#shown
        if (before !== null && (Object.keys(input) as (keyof RowInput)[]).every((name) => before[name] === input[name])) return
        this.#shown = input
        const { row, ca, selected, opened, running } = input
        this.#box.checked = selected
        this.#box.disabled = running
        this.#line.classList.toggle('selected', selected)
        this.#line.classList.toggle('has-details', opened)
        this.#line.classList.toggle('has-said', row.error !== null)
        this.#more.setAttribute('aria-expanded', String(opened))
        this.#drawPlace(row, ca)
        this.#drawError(row)
        this.#details.hidden = !opened
        this.#details.cells[0]?.replaceChildren(...(opened ? [rowDetails(row, ca, running, this.#actions)] : []))
    }

    #drawPlace(row: ServiceRow, ca: CertificateItem | null): void {
        const content: Node[] = [badge(placeText(row, ca))]
        const text = underWay(row)
        if (text !== '') {
            const step = element('span', 'under-way', text)
            if (moves(row)) {
                const bar = element('progress', '')
                bar.setAttribute('aria-label', text)
                step.append(bar)
            }
            content.push(step)
        } else if (statusOf(row) === 'cancelled') {
            content.push(element('span', 'under-way', 'Cancelled'))
        }
        this.#place.replaceChildren(...content)
    }

    #drawError({ error, service }: ServiceRow): void {
        this.#said.hidden = error === null
        if (error === this.#error) return
        this.#error = error
        if (error === null) return this.#said.cells[0]?.replaceChildren()
        const retry = element('button', 'button', 'Try again', hiddenText(` with ${service.name}`))
        retry.type = 'button'
        retry.addEventListener('click', () => void this.#actions.run.retry(service.id))
        this.#said.cells[0]?.replaceChildren(errorBox(error), element('div', 'operations', retry))
    }
}
