import { checkCodes } from '../core/calls/check-codes'
import type { CoreClient } from '../core/client'
import type { CertificateItem } from '../core/protocol'
import { codesOf } from './codes'
import { sort, type FileField, type Sorted } from './calls/sort'
import { unzip } from './calls/unzip'
import { text } from '../texts/catalogue'
import type { CaOrKey, Files } from './files'
import type { RequestLists } from './request-list'
import type { Chosen, Pair, Store } from './state'

const fields: readonly FileField[] = ['requests', 'code', 'key', 'ca']
const stepOf: Readonly<Record<FileField, number>> = { requests: 1, code: 1, key: 2, ca: 3 }
/** Names that are listed before "and more" stands for the rest. */
const mostNames = 5

interface Found extends Sorted {
    readonly chosen: Chosen
}

/** Puts files dropped or text pasted anywhere where they belong, by what the core finds in each. */
export class Sorting {
    readonly #store: Store
    readonly #core: CoreClient
    readonly #files: Files
    readonly #lists: RequestLists

    constructor(store: Store, core: CoreClient, files: Files, lists: RequestLists) {
        this.#store = store
        this.#core = core
        this.#files = files
        this.#lists = lists
        files.elsewhere = (field, chosen) => this.#putElsewhere(field, chosen)
    }

    async sort(all: readonly Chosen[]): Promise<void> {
        const found = await this.#unpacked(all)
        const pairs = this.#pairsOf(found)
        if (pairs.length > 1) {
            if (this.#store.state.key.status === 'empty') this.#core.endKey()
            return this.#store.update({ pairs })
        }
        const [pair] = pairs
        const places: { [F in FileField]?: Chosen | undefined } = pair === undefined ? {} : { key: pair.key, ca: pair.ca ?? undefined }
        const left: Chosen[] = []
        for (const { chosen, field } of found) {
            const isTaken = pair !== undefined && (field === 'key' || field === 'ca')
            if (field !== null && places[field] === undefined && !isTaken) places[field] = chosen
            else if (chosen !== pair?.key && chosen !== pair?.ca) left.push(chosen)
        }
        for (const field of ['key', 'ca'] as const) {
            // What is of use nowhere is shown with its error where something is still missing.
            if (pair === undefined && this.#store.state[field].status === 'empty') places[field] ??= left.shift()
        }
        if (fields.every((field) => places[field] === undefined)) places.key = left.shift()
        await this.#put(places)
        // What was of no use may have been a key all the same.
        if (left.length !== 0 && this.#store.state.key.status === 'empty') this.#core.endKey()
        if (left.length === 0) return
        const names = left.slice(0, mostNames).map(({ name }) => name).join(', ') + (left.length > mostNames ? ', …' : '')
        this.#store.update({ notice: text('left.out', { names }) })
    }

    /** The person's answer, where several pairs of key and certificate came together. */
    async choose({ key, ca }: Pair): Promise<void> {
        this.#store.update({ pairs: [] })
        await this.#put({ key, ca: ca ?? undefined })
    }

    /** Text that stood in the code's field, and is no code. */
    async sortFromCode(chosen: Chosen): Promise<void> {
        const { field } = await this.#look(chosen)
        await this.sort([chosen])
        if (field === 'key' || field === 'ca') this.#store.update({ notice: text(`left.code.${field}`) })
    }

    /** The codes in what was pasted, without what stands around them; none where it holds nothing of a code's form. */
    async codesIn(pasted: string): Promise<readonly string[]> {
        return codesOf(await this.#core.call(checkCodes, { verificationCodes: [pasted], codeOrigin: 'person' }).result)
    }

    async #put(places: { readonly [F in FileField]?: Chosen | undefined }): Promise<void> {
        // One after the other: a request file may fill the certificate's field, and what was dropped beside it counts more.
        if (places.requests !== undefined) await this.#lists.open(places.requests)
        else if (places.code?.sorted !== undefined) this.#lists.takeCodes(places.code.sorted.codes, places.code.name)
        await Promise.all((['key', 'ca'] as const).map((field) => {
            const chosen = places[field]
            return chosen === undefined ? undefined : this.#files.load(field, chosen)
        }))
    }

    /** How what was given to the wrong field gets to the right one; null where it is of use nowhere. */
    async #putElsewhere(field: CaOrKey, chosen: Chosen): Promise<(() => Promise<void>) | null> {
        const { field: place, chosen: found } = await this.#look(chosen)
        const packed = place === null ? await this.#core.call(unzip, { octets: chosen.source }).result : null
        if (packed !== null && packed.length !== 0) return () => this.sort(packed.map(asChosen))
        if (place === null || place === field) return null
        return async () => {
            if (place === 'key' || place === 'ca') await this.#files.free(place)
            await this.#put({ [place]: found })
            this.#store.update({ notice: text('moved', { name: chosen.name, step: stepOf[place] }) })
        }
    }

    async #look(chosen: Chosen): Promise<Found> {
        const sorted = await this.#core.call(sort, { octets: chosen.source }).result
        return { ...sorted, chosen: { ...chosen, sorted } }
    }

    /** Each of them, and for an archive what is in it; an archive in an archive is none. */
    async #unpacked(all: readonly Chosen[]): Promise<readonly Found[]> {
        const found = await Promise.all(all.map(async (chosen) => {
            const sorted = await this.#look(chosen)
            if (sorted.field !== null) return [sorted]
            const packed = await this.#core.call(unzip, { octets: chosen.source }).result
            return packed === null || packed.length === 0 ? [sorted] : Promise.all(packed.map((file) => this.#look(asChosen(file))))
        }))
        return found.flat()
    }

    /** Of many keys and certificates those that belong together; none where nothing has to be chosen, or passwords hide it. */
    #pairsOf(found: readonly Found[]): readonly Pair[] {
        if (['key', 'ca'].every((field) => found.filter((each) => each.field === field).length <= 1)) return []
        const pairs: Pair[] = []
        for (const key of found) {
            const keys = key.items.flatMap((item) => item.kind === 'privateKey' ? [item.spkiSha256] : [])
            const fits = (each: Found) => casOf(each).some(({ spkiSha256 }) => keys.includes(spkiSha256))
            // The same certificate may lie there alone, in a chain, and in another form.
            const ca = [key, ...found.filter(({ field }) => field === 'ca')].find(fits)
            if (ca === undefined || pairs.some(({ id }) => id === keys.join())) continue
            pairs.push({ id: keys.join(), key: key.chosen, ca: ca === key ? null : ca.chosen, name: casOf(ca)[0]?.subjectShort ?? '' })
        }
        return pairs
    }
}

/** What may be a CA's. */
function casOf({ items }: Found): readonly CertificateItem[] {
    return items.filter((item): item is CertificateItem => item.kind === 'certificate' && item.isCa !== false)
}

function asChosen(file: File): Chosen {
    return { source: file, name: file.name }
}
