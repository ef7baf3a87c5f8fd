import type { ServiceKind } from '../cloud/model'
import { inEnglish, said, type Said, type TextKey } from '../texts/say'
import { csvOfCells } from './csv'
import { statusOf, type CaFacts, type Done, type DoneWhat, type LocalCa, type RowStatus, type ServiceRow } from './state'

/** What was done on one service for one CA. Times are ISO 8601 in UTC; there is no token in it, and no code. */
export interface ReportLine {
    readonly service: string
    readonly kind: ServiceKind
    readonly resourceGroup: string
    readonly subscriptionId: string
    readonly region: string
    readonly resource: string
    /** The CA's entry at the service; empty where there is none. */
    readonly entry: string
    /** null: what was done to a certificate that was no CA of ours. */
    readonly ca: CaFacts | null
    readonly status: RowStatus | 'done'
    /** For people. */
    readonly outcome: string
    /** `with`: this page handed a proof in, and the service took it. `not-known`: the service does not tell how it was verified before. */
    readonly proof: 'with' | 'without' | 'not-known' | ''
    /** Whose tokens it was done with. */
    readonly by: readonly string[]
    readonly steps: readonly ReportStep[]
    readonly finished: string
    readonly error: { readonly code: string; readonly message: string; readonly serviceCode: string; readonly serviceMessage: string } | null
}

export interface ReportStep {
    readonly what: DoneWhat
    readonly text: string
    readonly at: string
    readonly by: string
    readonly entry: string
    /** SHA-1 of the certificate that was replaced or deleted; empty where there was none. */
    readonly before: string
}

export interface Report {
    readonly popcert: 'report'
    /** Of popcert. */
    readonly version: string
    readonly created: string
    readonly ca: CaFacts | null
    /** The rows in which something was done or tried; what needs a look comes first. */
    readonly lines: readonly ReportLine[]
}

const outcomes = {
    unknown: 'outcome.unknown', missing: 'place.missing', unverified: 'unverified', verified: 'verified', 'name-taken': 'outcome.name-taken',
    replaced: 'outcome.replaced', working: 'outcome.working', 'waiting-for-service': 'outcome.waiting-for-service',
    'waiting-for-token': 'outcome.waiting-for-token', 'waiting-for-signature': 'outcome.waiting-for-signature', failed: 'outcome.failed',
    cancelled: 'cancelled',
} as const satisfies Readonly<Record<RowStatus, TextKey>>

/** How what it says is put into words: as it is shown, or in English, as it is saved. */
type Speak = (said: Said) => string

/**
 * ca: the one that is chosen now; what was done for another one before has lines of its own. The files are in English, so that
 * whatever reads them finds the same words.
 */
export function reportOf(rows: readonly ServiceRow[], ca: LocalCa | null, now: Date = new Date(), version = '', speak: Speak = inEnglish): Report {
    const lines = rows.flatMap((row) => linesOf(row, ca, speak))
    return {
        popcert: 'report',
        version,
        created: now.toISOString(),
        ca: ca === null ? null : { subject: ca.subject, sha1: ca.sha1, sha256: ca.sha256 },
        lines: [...lines.filter(needsLook), ...lines.filter((line) => !needsLook(line))],
    }
}

function needsLook({ error, status }: ReportLine): boolean {
    return error !== null || status === 'cancelled' || status === 'replaced'
}

function linesOf(row: ServiceRow, chosen: LocalCa | null, speak: Speak): readonly ReportLine[] {
    const groups = new Map<string, Done[]>()
    for (const done of row.done) groups.set(done.ca?.sha256 ?? '', [...groups.get(done.ca?.sha256 ?? '') ?? [], done])
    const present = chosen?.sha256 ?? ''
    const isPresent = row.error !== null || row.cancelled || groups.has(present)
    const before = [...groups].filter(([sha256]) => sha256 !== present || !isPresent).map(([, done]) => pastLine(row, done, speak))
    return isPresent ? [...before, presentLine(row, groups.get(present) ?? [], chosen, speak)] : before
}

function presentLine(row: ServiceRow, done: readonly Done[], ca: LocalCa | null, speak: Speak): ReportLine {
    const { entry, error, finished } = row
    const status = statusOf(row)
    return {
        ...factsOf(row, done, speak),
        entry: entry?.name ?? '',
        ca: ca === null ? null : { subject: ca.subject, sha1: ca.sha1, sha256: ca.sha256 },
        status,
        outcome: ca === null && error === null && done.length !== 0 ? lastText(done, speak) : speak(said(outcomes[status])),
        finished: finished?.toISOString() ?? '',
        error: error === null ? null
            : { code: error.code, message: error.said === undefined ? error.message : speak(error.said.message), serviceCode: error.serviceCode ?? '', serviceMessage: error.serviceMessage ?? '' },
    }
}

/** For another CA than the one that is chosen now: how it ended then. */
function pastLine(row: ServiceRow, done: readonly Done[], speak: Speak): ReportLine {
    const last = done.at(-1)
    return {
        ...factsOf(row, done, speak),
        entry: last?.entry ?? '', ca: last?.ca ?? null, status: 'done', outcome: lastText(done, speak), finished: last?.at.toISOString() ?? '', error: null,
    }
}

function lastText(done: readonly Done[], speak: Speak): string {
    const what = done.at(-1)?.what
    if (what === undefined) return ''
    if (what === 'verified-later') return speak(said('verified'))
    const step = speak(said(`done.${what}`))
    return step.charAt(0).toUpperCase() + step.slice(1)
}

function factsOf({ service }: ServiceRow, done: readonly Done[], speak: Speak): Omit<ReportLine, 'entry' | 'ca' | 'status' | 'outcome' | 'finished' | 'error'> {
    return {
        service: service.name,
        kind: service.kind,
        resourceGroup: service.resourceGroup,
        subscriptionId: service.subscriptionId,
        region: service.region,
        resource: service.id,
        proof: proofOf(done),
        by: [...new Set(done.map(({ by }) => by).filter((by) => by !== ''))],
        steps: done.map(({ what, at, by, entry, before }) => ({ what, text: speak(stepOf(what, entry, before)), at: at.toISOString(), by, entry, before })),
    }
}

function stepOf(what: DoneWhat, entry: string, before: string): Said {
    if (what === 'deleted' || what === 'replaced') return said(`done.${what}.of`, { entry, before: before.toUpperCase() })
    return said(`done.${what}`)
}

/** Of the last thing that made it verified, and of nothing that was deleted or replaced since. */
function proofOf(done: readonly Done[]): ReportLine['proof'] {
    for (const { what } of [...done].reverse()) {
        if (what === 'verified' || what === 'verified-later') return 'with'
        if (what === 'uploaded-as-verified') return 'without'
        if (what === 'found-verified') return 'not-known'
        if (what === 'deleted' || what === 'replaced' || what === 'uploaded') return ''
    }
    return ''
}

export function proofText({ proof }: ReportLine, speak: Speak = inEnglish): string {
    return proof === '' ? '' : speak(said(`proof.${proof}`))
}

const head = [
    'Service', 'Kind', 'Resource group', 'Subscription', 'Region', 'Resource', 'Entry', 'CA', 'CA thumbprint (SHA-1)', 'CA fingerprint (SHA-256)',
    'Outcome', 'Proof', 'Steps (UTC)', 'Finished (UTC)', 'By', 'Error', 'Message', 'Service code', 'Service message', 'popcert',
]

export function csvOf({ lines, version }: Report): string {
    return csvOfCells(head, lines.map((line) => [
        line.service, line.kind, line.resourceGroup, line.subscriptionId, line.region, line.resource, line.entry, line.ca?.subject ?? '',
        line.ca?.sha1.toUpperCase() ?? '', line.ca?.sha256.toUpperCase() ?? '', line.outcome, proofText(line),
        line.steps.map(({ text, at }) => `${text} ${at}`).join('; '), line.finished, line.by.join('; '),
        line.error?.code ?? '', line.error?.message ?? '', line.error?.serviceCode ?? '', line.error?.serviceMessage ?? '', version,
    ]))
}

export function jsonOf(report: Report): string {
    return `${JSON.stringify(report, null, 2)}\n`
}
