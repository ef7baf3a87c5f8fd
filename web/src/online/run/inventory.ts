import type { CaEntry, Service } from '../cloud/model'
import { csvOfCells } from './csv'
import { expiryOf } from './expiry'
import type { ServiceRow } from './state'

/** Of both kinds of service. */
export const mostEntries = 25

/** One CA certificate on one service. */
export interface InventoryLine {
    /** The same as long as it is the same entry. */
    readonly key: string
    readonly service: Service
    readonly entry: CaEntry
    readonly ending: ReturnType<typeof expiryOf>
    /** How many the service has in all. */
    readonly used: number
}

export type InventoryColumn = 'subject' | 'service' | 'state' | 'expiry'

export interface InventoryView {
    /** Of subject, entry, thumbprint, service, resource group. */
    readonly text: string
    readonly state: 'verified' | 'unverified' | ''
    readonly ending: 'soon' | 'expired' | ''
    readonly sort: InventoryColumn
    readonly descending: boolean
}

export function inventoryOf(rows: readonly ServiceRow[], days: number, now: Date = new Date()): readonly InventoryLine[] {
    return rows.flatMap(({ service, entries }) => (entries ?? []).map((entry) =>
        ({ key: `${service.id}\n${entry.name}`, service, entry, ending: expiryOf(entry, days, now), used: entries?.length ?? 0 })))
}

export function viewed(lines: readonly InventoryLine[], { text, state, ending, sort, descending }: InventoryView): readonly InventoryLine[] {
    const words = text.toLowerCase().replaceAll(':', '').split(/\s+/)
    const fitting = lines.filter((line) => {
        const { service, entry } = line
        const all = `${entry.subject} ${entry.name} ${entry.thumbprint} ${service.name} ${service.resourceGroup}`.toLowerCase()
        return words.every((word) => all.includes(word)) && (state === '' || entry.isVerified === (state === 'verified'))
            && (ending === '' || line.ending === 'expired' || (ending === 'soon' && line.ending === 'soon'))
    })
    const sign = descending ? -1 : 1
    return fitting.sort((one, other) => sign * (compare[sort](one, other) || compare.subject(one, other) || compare.service(one, other)))
}

const inWords = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true })
/** What does not say when it ends comes last. */
const timeOf = ({ entry }: InventoryLine): number => entry.expiry?.getTime() ?? 8.64e15

const compare: Readonly<Record<InventoryColumn, (one: InventoryLine, other: InventoryLine) => number>> = {
    subject: (one, other) => inWords(one.entry.subject, other.entry.subject),
    service: (one, other) => inWords(one.service.name, other.service.name),
    state: (one, other) => Number(one.entry.isVerified) - Number(other.entry.isVerified),
    expiry: (one, other) => timeOf(one) - timeOf(other),
}

const head = [
    'Subject', 'Thumbprint (SHA-1)', 'State', 'Expires (UTC)', 'Entry', 'Service', 'Kind', 'Service state', 'Resource group', 'Subscription', 'Region',
    'Resource', `Certificates of ${mostEntries}`, 'Changed (UTC)',
]

export function inventoryCsv(lines: readonly InventoryLine[]): string {
    return csvOfCells(head, lines.map(({ service, entry, used }) => [
        entry.subject, entry.thumbprint.toUpperCase(), entry.isVerified ? 'Verified' : 'Unverified', entry.expiry?.toISOString() ?? '', entry.name,
        service.name, service.kind, service.state, service.resourceGroup, service.subscriptionId, service.region, service.id, String(used),
        entry.updated?.toISOString() ?? '',
    ]))
}
