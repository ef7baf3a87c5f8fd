import type { ServiceKind } from '../cloud/model'
import { statusOf, type Done, type LocalCa, type RowStatus, type ServiceRow } from './state'

/** What was done on one service. Times are ISO 8601 in UTC; there is no token in it, and no code. */
export interface ReportLine {
    readonly service: string
    readonly kind: ServiceKind
    readonly resourceGroup: string
    readonly subscriptionId: string
    readonly region: string
    readonly resource: string
    /** The CA's entry at the service; empty where there is none. */
    readonly entry: string
    readonly status: RowStatus
    /** For people. */
    readonly outcome: string
    readonly steps: readonly { readonly what: Done['what']; readonly text: string; readonly at: string }[]
    readonly finished: string
    readonly error: { readonly code: string; readonly message: string; readonly serviceCode: string; readonly serviceMessage: string } | null
}

export interface Report {
    readonly created: string
    readonly ca: { readonly subject: string; readonly sha1: string; readonly sha256: string } | null
    /** The rows in which something was done or tried. */
    readonly lines: readonly ReportLine[]
}

const outcomes: Readonly<Record<RowStatus, string>> = {
    unknown: 'Not read', missing: 'Not there', unverified: 'Unverified', verified: 'Verified', 'name-taken': 'Another certificate has the name',
    replaced: 'Replaced by somebody else', working: 'Under way', 'waiting-for-service': 'Waits for the service',
    'waiting-for-token': 'Waits for a token', 'waiting-for-signature': 'Waits for the signature', failed: 'Failed', cancelled: 'Cancelled',
}

const steps: Readonly<Record<Done['what'], string>> = {
    uploaded: 'uploaded', 'uploaded-as-verified': 'uploaded as verified, without proof', 'code-generated': 'code generated', verified: 'verified',
    deleted: 'deleted', 'found-verified': 'was verified already',
}

export function reportOf(rows: readonly ServiceRow[], ca: LocalCa | null, now: Date = new Date()): Report {
    return {
        created: now.toISOString(),
        ca: ca === null ? null : { subject: ca.subject, sha1: ca.sha1, sha256: ca.sha256 },
        lines: rows.filter(({ done, error, cancelled }) => done.length !== 0 || error !== null || cancelled).map(lineOf),
    }
}

function lineOf(row: ServiceRow): ReportLine {
    const { service, entry, error, done, finished } = row
    const status = statusOf(row)
    return {
        service: service.name,
        kind: service.kind,
        resourceGroup: service.resourceGroup,
        subscriptionId: service.subscriptionId,
        region: service.region,
        resource: service.id,
        entry: entry?.name ?? '',
        status,
        outcome: outcomes[status],
        steps: done.map(({ what, at }) => ({ what, text: steps[what], at: at.toISOString() })),
        finished: finished?.toISOString() ?? '',
        error: error === null ? null
            : { code: error.code, message: error.message, serviceCode: error.serviceCode ?? '', serviceMessage: error.serviceMessage ?? '' },
    }
}

const head = [
    'Service', 'Kind', 'Resource group', 'Subscription', 'Region', 'Resource', 'Entry', 'CA', 'CA thumbprint (SHA-1)', 'CA fingerprint (SHA-256)',
    'Outcome', 'Steps (UTC)', 'Finished (UTC)', 'Error', 'Message', 'Service code', 'Service message',
]

/** RFC 4180, UTF-8. What a spreadsheet would take for a formula gets a quote before it. */
export function csvOf({ ca, lines }: Report): string {
    const rows = lines.map((line) => [
        line.service, line.kind, line.resourceGroup, line.subscriptionId, line.region, line.resource, line.entry, ca?.subject ?? '',
        ca?.sha1.toUpperCase() ?? '', ca?.sha256.toUpperCase() ?? '', line.outcome, line.steps.map(({ text, at }) => `${text} ${at}`).join('; '),
        line.finished, line.error?.code ?? '', line.error?.message ?? '', line.error?.serviceCode ?? '', line.error?.serviceMessage ?? '',
    ])
    return [head, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
}

/** A separator of some countries, tab or semicolon, would begin a new cell that could hold a formula, so these are quoted too. */
function csvCell(text: string): string {
    const safe = /^\s*[=+\-@|%\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/.test(text) ? `'${text}` : text
    return /[",;\t\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
