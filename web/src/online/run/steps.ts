import type { Bytes } from '../../core/protocol'
import { CloudError, malformedAnswer } from '../cloud/error'
import type { CaEntry } from '../cloud/model'
import type { CaEntries, CallOptions, EntryState } from '../cloud/provider'
import { problem } from '../texts/say'
import { isSameName } from '../../page/plain-name'
import { suggestedName } from './names'
import { entryOf, isOfSameName, type Done, type LocalCa, type Sent, type ServiceRow, type Step } from './state'

/** What a step may use: one row, and the way to its service. */
export interface RowContext {
    /** null: services are only read. */
    readonly ca: LocalCa | null
    readonly signal: AbortSignal
    readonly cloud: CaEntries
    readonly now: () => Date
    /** Whose token it is. */
    readonly by: () => string
    row(): ServiceRow
    change(change: Partial<ServiceRow>): void
    /** One call of the service; waits for a new token where the present one was refused. */
    call<T>(operation: (options: CallOptions) => Promise<T>): Promise<T>
}

/** Reads everything from the service. Whatever was known before counts for nothing where it says otherwise. */
export async function look(context: RowContext): Promise<void> {
    begin(context, 'reading')
    const { service } = context.row()
    settle(context, await context.call((options) => context.cloud.list(service, options)))
    noteSent(context)
}

/** The same before anybody has pressed: also whether anything may be changed there. */
export async function lookWithRights(context: RowContext): Promise<void> {
    begin(context, 'reading')
    const { service } = context.row()
    // In one call: with a new token both are asked anew.
    const [entries, mayChange] = await context.call((options) => Promise.all([context.cloud.list(service, options), context.cloud.mayChange(service, options)]))
    settle(context, entries)
    context.change({ mayChange })
    noteSent(context)
}

/** What was sent and never answered: whether it was done is to be seen now. */
function noteSent(context: RowContext): void {
    const { sent, entry } = context.row()
    if (sent === null || context.ca === null) return
    const isDone = sent.what === 'uploaded' || sent.what === 'replaced' ? entry !== null : entry?.isVerified === true
    if (isDone) note(context, sent.what === 'verified' ? 'verified-later' : sent.what, { before: sent.before })
    else if (sent.what !== 'verified') context.change({ sent: null })
}

/** Sends a change, and remembers it until it is noted, as nobody may come to know what became of it. */
async function sending<T>(context: RowContext, what: Sent['what'], send: () => Promise<T>, before = ''): Promise<T> {
    context.change({ sent: { what, before } })
    try {
        return await send()
    } catch (error) {
        // A refusal is an answer.
        if (error instanceof CloudError && error.status !== null && error.status < 500) context.change({ sent: null })
        throw error
    }
}

/** What follows from a list: which entry is ours, whether the code still counts, under which name to upload. */
export function settle({ ca, row, change }: RowContext, entries: readonly CaEntry[]): void {
    change(placed(row(), entries, ca))
}

export function placed(row: ServiceRow, entries: readonly CaEntry[], ca: LocalCa | null): Partial<ServiceRow> {
    if (ca === null) return { entries, entry: null, other: null, code: null }
    const entry = entryOf(entries, ca)
    const name = entry?.name ?? (row.nameIsChosen ? row.name : suggestedName(ca.subjectShort))
    const other = entry === null ? entries.find((one) => isSameName(one.name, name)) ?? null : null
    const before = entry === null && !row.nameIsChosen ? entries.filter((one) => isOfSameName(one, ca)) : []
    const code = entry !== null && !entry.isVerified && row.code?.etag === entry.etag ? row.code : null
    return { entries, entry, name, other: other ?? before.find(({ isVerified }) => isVerified) ?? before[0] ?? null, code }
}

/** Where the CA is missing, creates its entry; where it is unverified, `verified` marks it so without proof. */
export async function upload(context: RowContext, verified: boolean): Promise<void> {
    begin(context, 'uploading')
    const { cloud } = context
    const ca = caOf(context)
    const { service, entry, name, other } = context.row()
    const what = verified ? 'uploaded-as-verified' : 'uploaded'
    if (entry === null) {
        if (other !== null) throw nameTaken(other)
        const made = await sending(context, what, () => context.call((options) => cloud.upload(service, name, ca.der, { verified, ...options })))
            .catch(async (error: unknown) => uploadedAlready(context, error))
        take(context, made)
    } else {
        const made = await sending(context, what, () =>
            change(context, ({ etag }, options) => cloud.upload(service, entry.name, ca.der, { etag, verified, ...options })))
        if (made !== null) take(context, made)
    }
    note(context, what)
}

/** An upload without etag is refused where the name was taken a moment ago: by us, where an answer got lost, or by somebody else. */
async function uploadedAlready(context: RowContext, error: unknown): Promise<CaEntry> {
    if (!(error instanceof CloudError) || (error.code !== 'ETAG_STALE' && error.code !== 'CONFLICT')) throw error
    await look(context)
    const { entry, other } = context.row()
    if (entry !== null) return entry
    throw other === null ? error : nameTaken(other)
}

/** A code that is known and still counts is kept: a person may have signed it already. */
export async function generateCode(context: RowContext, anew = false): Promise<void> {
    const { service, code } = context.row()
    if (code !== null && !anew) return
    begin(context, 'requesting')
    const made = await change(context, (entry, options) => context.cloud.generateVerificationCode(service, entry, options))
    if (made === null) return
    take(context, made.entry)
    context.change({ code: { value: made.verificationCode, name: made.entry.name, etag: made.entry.etag }, sent: null })
    note(context, 'code-generated')
}

/** Hands the certificate in, and reads back whether the service really took it. */
export async function verify(context: RowContext, der: Bytes): Promise<void> {
    begin(context, 'verifying')
    const { cloud } = context
    const { service } = context.row()
    try {
        const answer = await sending(context, 'verified', () => change(context, (entry, options) => cloud.verify(service, entry, der, options)))
        if (answer !== null) take(context, answer)
        // A change that was not made, as it was verified by then, may have been made by our own call, which the browser repeats.
        await confirmed(context, answer === null ? 'verified-later' : 'verified')
    } catch (error) {
        // The code was for something else than what the service expects by now.
        if (error instanceof CloudError && error.code === 'PROOF_REFUSED') context.change({ code: null })
        throw error
    }
}

/** What the service said is noted also where reading it back fails, and only not where that says otherwise. */
async function confirmed(context: RowContext, what: Done['what']): Promise<void> {
    try {
        await confirm(context)
    } catch (error) {
        if (context.row().entry?.isVerified === true) note(context, what)
        throw error
    }
    note(context, what)
}

export async function confirm(context: RowContext): Promise<void> {
    const { service, entry } = context.row()
    if (entry === null) throw gone()
    const read = await context.call((options) => context.cloud.get(service, entry.name, options))
    take(context, read)
    if (!read.isVerified) {
        throw new CloudError({ code: 'STILL_UNVERIFIED', ...problem('still.unverified'), retryable: true })
    }
    context.change({ code: null })
}

export type ConfirmedEntry = Pick<CaEntry, 'name' | 'thumbprint' | 'etag'>

/** What a person confirmed has to be what is there, to the last change of it. */
export async function remove(context: RowContext, confirmed: ConfirmedEntry): Promise<void> {
    begin(context, 'deleting')
    await look(context)
    begin(context, 'deleting')
    const { service, entries } = context.row()
    const entry = entries?.find(({ name }) => name === confirmed.name)
    if (entry?.thumbprint !== confirmed.thumbprint || entry.etag !== confirmed.etag) {
        throw notConfirmed(confirmed, 'deleted')
    }
    const about = { entry: entry.name, before: entry.thumbprint, ca: entry.thumbprint === context.ca?.sha1 ? factsOf(context.ca) : null }
    try {
        await context.call((options) => context.cloud.remove(service, entry, options))
    } catch (error) {
        // The answer got lost: whether it is gone is to be seen.
        if (!(error instanceof CloudError) || (error.status !== null && error.status < 500)) throw error
        await look(context)
        if (isThere(context, entry.name)) throw error
        return note(context, 'deleted', about)
    }
    note(context, 'deleted', about)
    await look(context)
    if (isThere(context, entry.name)) {
        throw new CloudError({ code: 'STILL_THERE', ...problem('still.there', { entry: entry.name }), retryable: true })
    }
}

function isThere({ row }: RowContext, name: string): boolean {
    return row().entries?.some((one) => isSameName(one.name, name)) === true
}

/**
 * Puts the CA in the place of the certificate that a person has seen there: its entry keeps its name, on which enrollment groups may
 * rest, and is unverified until the proof.
 */
export async function replace(context: RowContext, confirmed: ConfirmedEntry): Promise<void> {
    begin(context, 'uploading')
    const { cloud } = context
    const ca = caOf(context)
    const { service, entries } = context.row()
    const there = entries?.find(({ name }) => name === confirmed.name)
    if (there?.thumbprint !== confirmed.thumbprint || there.etag !== confirmed.etag) throw notConfirmed(confirmed, 'replaced')
    const made = await sending(context, 'replaced', () =>
        context.call((options) => cloud.upload(service, there.name, ca.der, { etag: there.etag, ...options })), there.thumbprint)
        .catch(async (error: unknown) => {
            if (!(error instanceof CloudError) || (error.code !== 'ETAG_STALE' && error.code !== 'CONFLICT')) throw error
            await look(context)
            const { entry } = context.row()
            if (entry !== null && isSameName(entry.name, there.name)) return entry
            throw error.code === 'CONFLICT' ? error : notConfirmed(confirmed, 'replaced')
        })
    take(context, made)
    note(context, 'replaced', { before: there.thumbprint })
}

function notConfirmed({ name }: ConfirmedEntry, what: 'deleted' | 'replaced'): CloudError {
    return new CloudError({ code: 'NOT_CONFIRMED', ...problem(what === 'deleted' ? 'not.deleted' : 'not.replaced', { entry: name }) })
}

/**
 * A change that starts from the entry as we know it. Where the service knows a newer state, it is read, and the change made
 * once more from there, as long as it is still our certificate. null: it became verified meanwhile, and there is nothing to do.
 */
async function change<T>(context: RowContext, make: (entry: EntryState, options: CallOptions) => Promise<T>): Promise<T | null> {
    const { entry, other } = context.row()
    if (entry === null) throw other === null ? gone() : nameTaken(other)
    try {
        return await context.call((options) => make(entry, options))
    } catch (error) {
        if (!(error instanceof CloudError) || (error.code !== 'ETAG_STALE' && error.code !== 'NOT_FOUND')) throw error
    }
    const fresh = await readAgain(context, entry)
    return fresh.isVerified ? null : context.call((options) => make(fresh, options))
}

async function readAgain(context: RowContext, { name }: EntryState): Promise<CaEntry> {
    const { service, code } = context.row()
    const entries = await context.call((options) => context.cloud.list(service, options))
    settle(context, entries)
    const now = entries.find((one) => isSameName(one.name, name))
    const { entry } = context.row()
    if (entry !== null && entry.name === now?.name) {
        // Whether our code was replaced cannot be seen; the service will say so.
        if (code !== null) context.change({ code: { ...code, etag: entry.etag } })
        return entry
    }
    context.change({ other: now ?? null })
    if (now === undefined) throw gone()
    throw new CloudError({ code: 'ENTRY_REPLACED', ...problem('entry.replaced', { entry: name, subject: now.subject }) })
}

function factsOf({ subject, sha1, sha256 }: LocalCa): Done['ca'] {
    return { subject, sha1, sha256 }
}

function caOf({ ca }: RowContext): LocalCa {
    if (ca === null) throw new Error('A step that needs a CA was begun without one.')
    return ca
}

function begin({ change }: RowContext, step: Step): void {
    change({ step })
}

/** An answer that tells of one entry. */
function take(context: RowContext, certificate: CaEntry): void {
    const { entries, code } = context.row()
    if (certificate.thumbprint !== caOf(context).sha1) throw malformedAnswer('it is about another certificate than ours')
    const others = entries?.filter(({ name }) => !isSameName(name, certificate.name)) ?? []
    context.change({
        entries: [...others, certificate], entry: certificate, name: certificate.name, other: null,
        code: code?.etag === certificate.etag ? code : null,
    })
}

/** about: the entry, and the certificate that was there before, where it is not our CA's own. */
export function note({ ca, row, change, now, by }: RowContext, what: Done['what'], about: Partial<Pick<Done, 'ca' | 'entry' | 'before'>> = {}): void {
    change({ done: [...row().done, { what, at: now(), by: by(), ca: ca === null ? null : factsOf(ca), entry: row().entry?.name ?? '', before: '', ...about }], sent: null })
}

function nameTaken({ name, subject }: CaEntry): CloudError {
    return new CloudError({ code: 'NAME_TAKEN', ...problem('name.in.use', { entry: name, subject }) })
}

function gone(): CloudError {
    return new CloudError({ code: 'ENTRY_GONE', ...problem('entry.gone') })
}
