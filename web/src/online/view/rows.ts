import type { CertificateItem } from '../../core/protocol'
import { element, hiddenText, icon, type IconName } from '../../page/elements'
import type { Actions } from '../actions'
import { isActive, type CaEntry } from '../cloud/model'
import { expiryOf, expiryText } from '../run/expiry'
import { isReadOnly, isVerified } from '../run/plan'
import { isOfSameName, statusOf, type ServiceRow, type Step } from '../run/state'
import { joined, text } from '../texts/say'
import { pageText } from '../texts/shared'
import { rowDetails, type RowInput } from './row-details'
import { errorBox } from './said'

const kindText = { DPS: 'DPS', IoTHub: 'IoT Hub' } as const

function stepText(step: Step): string {
    return step === 'reading' ? pageText('file.reading') : text(`step.${step}`)
}

/** most: so many of their names. */
export function failedText(names: readonly string[], most: number): string {
    return text('sum.failed', { count: names.length, names: `${joined(names.slice(0, most))}${names.length > most ? ' …' : ''}` })
}

/** `4:31` */
function leftText(until: Date): string {
    const seconds = Math.max(0, Math.ceil((until.getTime() - Date.now()) / 1000))
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

function underWay(row: ServiceRow): string {
    if (row.waitsForToken) return text('step.token')
    if (row.waiting !== null) return text(row.waiting.status === 429 ? 'step.throttled' : 'step.busy', { time: leftText(row.waiting.until) })
    return row.step === null ? '' : stepText(row.step)
}

/** Where something is being sent, and a bar may move. */
function moves({ step, waiting, waitsForToken }: ServiceRow): boolean {
    return step !== null && step !== 'queued' && step !== 'signing' && waiting === null && !waitsForToken
}

/** What the service has of the CA, as last read. */
function placeText(row: ServiceRow, ca: CertificateItem | null, expiryDays: number): readonly [IconName, string] {
    const { entries, entry, other } = row
    if (entries === null) return ['open', text(ca === null ? 'place.ca' : 'place.unread')]
    if (ca === null) return ['open', text('certificates', { count: entries.length })]
    if (entry !== null) return verdictOf(entry, expiryDays)
    if (other === null) return ['open', text('place.missing')]
    return ['warn', text(isOfSameName(other, ca) ? 'place.of.ca' : 'place.of.name')]
}

function verdictOf(entry: CaEntry, expiryDays: number): readonly [IconName, string] {
    const ending = expiryOf(entry, expiryDays)
    const state = text(entry.isVerified ? 'verified' : 'unverified')
    if (entry.expiry === null || (ending !== 'expired' && ending !== 'soon')) return [entry.isVerified ? 'pass' : 'warn', state]
    return [ending === 'expired' ? 'fail' : 'warn', text('place.ending', { state, ending: expiryText(entry.expiry) })]
}

export function badge([name, label]: readonly [IconName, string]): HTMLElement {
    return element('span', `badge ${name}`, icon(name), label)
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
    const link = element('a', '', text('portal'), hiddenText(`, ${service}`))
    link.href = address
    link.target = '_blank'
    link.rel = 'noopener noreferrer'
    return link
}

/** One service: its line, what is said of it, and what is folded out. They are kept, so that focus stays where it is. */
export class RowView {
    readonly elements: readonly HTMLTableRowElement[]
    readonly #line: HTMLTableRowElement
    readonly #box = element('input', '')
    /** Of the service itself and of the access to it, where they are not as usual. */
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
        this.#box.setAttribute('aria-label', text('select.this', { name }))
        this.#box.addEventListener('change', () => actions.services.select([id], this.#box.checked))
        this.#more.type = 'button'
        this.#more.append(text('details'), hiddenText(` ${text('of', { name })}`))
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
        this.#state.replaceChildren(...(isActive(row.service) ? [] : [badge(['warn', row.service.state])]),
            ...(isReadOnly(row) && !isVerified(row) ? [badge(['warn', text('rights.read')])] : []))
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
        const doing = underWay(row)
        clearInterval(this.#countdown)
        if (doing !== '') {
            const step = element('span', 'under-way', doing)
            if (moves(row)) {
                const bar = element('progress', '')
                bar.setAttribute('aria-label', doing)
                step.append(bar)
            }
            content.push(step)
            if (row.waiting !== null) {
                step.title = text('step.at', { time: row.waiting.until.toLocaleTimeString('en-GB') })
                const { until } = row.waiting
                this.#countdown = setInterval(() => {
                    step.textContent = underWay(row)
                    if (until.getTime() <= Date.now()) clearInterval(this.#countdown)
                }, 1000)
            }
        } else if (statusOf(row) === 'cancelled') {
            content.push(element('span', 'under-way', text('cancelled')))
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
        const made = (label: string, press: () => void) => {
            const button = element('button', 'button', label, hiddenText(` ${text('with', { name })}`))
            button.type = 'button'
            button.addEventListener('click', press)
            return button
        }
        if (error?.code === 'NAME_TAKEN' || error?.code === 'ENTRY_REPLACED') return made(text('decide'), () => this.#actions.services.openDetails(id))
        return made(text(wanted === 'prove' ? 'retry' : 'refresh'), () => void this.#actions.run.retry(id))
    }
}
