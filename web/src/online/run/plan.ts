import type { CaEntry } from '../cloud/model'
import type { ServiceRow } from './state'

/** A certificate that is in the way at a service: of the same name, or the one that the CA had before. */
export interface Occupied {
    readonly id: string
    readonly service: string
    readonly entry: CaEntry
}

/** What a press of the button means for each of the services, by their ids. */
export interface Plan {
    readonly verified: readonly string[]
    /** Nothing can be done here: this access may only read. */
    readonly readOnly: readonly string[]
    /** Nothing that anybody made is lost: there is nothing yet, or this page knows the code. */
    readonly ready: readonly string[]
    /** Of these, where nothing but a signature is missing. */
    readonly waiting: readonly string[]
    /** Uploaded and unverified, and no code is known here: a new one makes one that somebody may be signing worthless. */
    readonly recoded: readonly string[]
    /** Replaced only by a person's word. */
    readonly occupied: readonly Occupied[]
}

export function planOf(all: readonly ServiceRow[]): Plan {
    const rows = all.filter((row) => isVerified(row) || !isReadOnly(row))
    const ids = (fits: (row: ServiceRow) => boolean): readonly string[] => rows.filter(fits).map(({ service }) => service.id)
    return {
        verified: ids(isVerified),
        readOnly: all.filter((row) => !rows.includes(row)).map(({ service }) => service.id),
        ready: ids(({ entry, other, code }) => entry === null ? other === null : !entry.isVerified && code !== null),
        waiting: ids(({ entry, code, step }) => entry !== null && !entry.isVerified && code !== null && step === 'signing'),
        recoded: ids(({ entry, code }) => entry !== null && !entry.isVerified && code === null),
        occupied: rows.flatMap(({ service: { id, name }, entry, other }) => entry === null && other !== null ? [{ id, service: name, entry: other }] : []),
    }
}

export function isVerified({ entry }: ServiceRow): boolean {
    return entry?.isVerified === true
}

/** Not where a code waits on, whatever was handed in for it. */
export function hasFailed({ error, step }: ServiceRow): boolean {
    return error !== null && step === null
}

export function isReadOnly({ mayChange }: ServiceRow): boolean {
    return mayChange === false
}

/** Where something is left to do that this access may do. */
export function needsWork(row: ServiceRow): boolean {
    return row.entries !== null && !isVerified(row) && !isReadOnly(row)
}
