import type { Bytes } from '../../core/protocol'
import { CloudError, malformedAnswer } from '../cloud/error'
import type { CaEntry } from '../cloud/model'
import type { CaEntries, CallOptions, EntryState } from '../cloud/provider'
import { suggestedName } from './names'
import { entryOf, type Done, type LocalCa, type ServiceRow, type Step } from './state'

/** What a step may use: one row, and the way to its service. */
export interface RowContext {
    /** null: services are only read. */
    readonly ca: LocalCa | null
    readonly signal: AbortSignal
    readonly cloud: CaEntries
    readonly now: () => Date
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
}

/** What follows from a list: which entry is ours, whether the code still counts, under which name to upload. */
export function settle({ ca, row, change }: RowContext, entries: readonly CaEntry[]): void {
    change(placed(row(), entries, ca))
}

export function placed(row: ServiceRow, entries: readonly CaEntry[], ca: LocalCa | null): Partial<ServiceRow> {
    if (ca === null) return { entries, entry: null, other: null, code: null }
    const entry = entryOf(entries, ca)
    const name = entry?.name ?? (row.nameIsChosen ? row.name : suggestedName(ca.subjectShort, entries.map((one) => one.name)))
    const other = entry === null ? entries.find((one) => isSameName(one.name, name)) ?? null : null
    const code = entry !== null && !entry.isVerified && row.code?.etag === entry.etag ? row.code : null
    return { entries, entry, name, other, code }
}

/** Where the CA is missing, creates its entry; where it is unverified, `verified` marks it so without proof. */
export async function upload(context: RowContext, verified: boolean): Promise<void> {
    begin(context, 'uploading')
    const { cloud } = context
    const ca = caOf(context)
    const { service, entry, name, other } = context.row()
    if (entry === null) {
        if (other !== null) throw nameTaken(name)
        const made = await context.call((options) => cloud.upload(service, name, ca.der, { verified, ...options }))
            .catch(async (error: unknown) => uploadedAlready(context, error))
        take(context, made)
    } else {
        const made = await change(context, ({ etag }, options) => cloud.upload(service, entry.name, ca.der, { etag, verified, ...options }))
        if (made !== null) take(context, made)
    }
    note(context, verified ? 'uploaded-as-verified' : 'uploaded')
}

/** An upload without etag is refused where the name was taken a moment ago: by us, where an answer got lost, or by somebody else. */
async function uploadedAlready(context: RowContext, error: unknown): Promise<CaEntry> {
    if (!(error instanceof CloudError) || (error.code !== 'ETAG_STALE' && error.code !== 'CONFLICT')) throw error
    await look(context)
    const { entry, name, entries } = context.row()
    if (entry !== null) return entry
    throw entries?.some((one) => isSameName(one.name, name)) === true || error.code === 'ETAG_STALE' ? nameTaken(name) : error
}

/** A code that is known and still counts is kept: a person may have signed it already. */
export async function generateCode(context: RowContext, anew = false): Promise<void> {
    const { service, code } = context.row()
    if (code !== null && !anew) return
    begin(context, 'requesting')
    const made = await change(context, (entry, options) => context.cloud.generateVerificationCode(service, entry, options))
    if (made === null) return
    take(context, made.entry)
    context.change({ code: { value: made.verificationCode, name: made.entry.name, etag: made.entry.etag } })
    note(context, 'code-generated')
}

/** Hands the certificate in, and reads back whether the service really took it. */
export async function verify(context: RowContext, der: Bytes): Promise<void> {
    begin(context, 'verifying')
    const { cloud } = context
    const { service } = context.row()
    try {
        const answer = await change(context, (entry, options) => cloud.verify(service, entry, der, options))
        if (answer !== null) take(context, answer)
    } catch (error) {
        // The code was for something else than what the service expects by now.
        if (error instanceof CloudError && error.code === 'PROOF_REFUSED') context.change({ code: null })
        throw error
    }
    await confirm(context)
    note(context, 'verified')
}

export async function confirm(context: RowContext): Promise<void> {
    const { service, entry } = context.row()
    if (entry === null) throw gone()
    const read = await context.call((options) => context.cloud.get(service, entry.name, options))
    take(context, read)
    if (!read.isVerified) {
        throw new CloudError({
            code: 'STILL_UNVERIFIED', message: 'The service took the certificate, and still calls the CA unverified.',
            hint: 'Try again in a minute. If it stays so, compare with the portal.', retryable: true,
        })
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
        throw new CloudError({
            code: 'NOT_CONFIRMED', message: `“${confirmed.name}” was changed or removed in the meantime, so nothing was deleted.`,
            hint: 'Look at it again, and confirm once more.',
        })
    }
    await context.call((options) => context.cloud.remove(service, entry, options))
    note(context, 'deleted')
    await look(context)
}

/**
 * A change that starts from the entry as we know it. Where the service knows a newer state, it is read, and the change made
 * once more from there, as long as it is still our certificate. null: it became verified meanwhile, and there is nothing to do.
 */
async function change<T>(context: RowContext, make: (entry: EntryState, options: CallOptions) => Promise<T>): Promise<T | null> {
    const { entry } = context.row()
    if (entry === null) throw gone()
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
    throw new CloudError({
        code: 'ENTRY_REPLACED', message: `Somebody put another certificate under “${name}” in the meantime: ${now.subject}.`,
        hint: 'Nothing was changed there. Ask who works on this service, then upload your CA under another name, or leave it.',
    })
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

export function note({ row, change, now }: RowContext, what: Done['what']): void {
    change({ done: [...row().done, { what, at: now() }] })
}

function isSameName(one: string, other: string): boolean {
    return one.toLowerCase() === other.toLowerCase()
}

function nameTaken(name: string): CloudError {
    return new CloudError({
        code: 'NAME_TAKEN', message: `The service has another certificate under “${name}”.`, hint: 'Upload yours under another name.',
    })
}

function gone(): CloudError {
    return new CloudError({
        code: 'ENTRY_GONE', message: 'The certificate was removed from the service in the meantime.',
        hint: 'Ask who works on this service, then upload it again, or leave it.',
    })
}
