import type { CoreClient } from '../core/client'
import { sort, type FileField } from './calls/sort'
import { text } from '../texts/catalogue'
import type { Chosen, Files } from './files'
import type { RequestLists } from './request-list'
import type { Store } from './state'

const fields: readonly FileField[] = ['requests', 'key', 'ca']

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
    }

    async sort(all: readonly Chosen[]): Promise<void> {
        const found = await Promise.all(all.map(async (chosen) =>
            ({ chosen, field: await this.#core.call(sort, { octets: chosen.source }).result })))
        const places: { [F in FileField]?: Chosen | undefined } = {}
        const left: Chosen[] = []
        for (const { chosen, field } of found) {
            if (field !== null && places[field] === undefined) places[field] = chosen
            else left.push(chosen)
        }
        for (const field of ['key', 'ca'] as const) {
            // What is of use nowhere is shown with its error where something is still missing.
            if (this.#store.state[field].status === 'empty') places[field] ??= left.shift()
        }
        if (fields.every((field) => places[field] === undefined)) places.key = left.shift()
        // One after the other: a request file may fill the certificate's field, and what was dropped beside it counts more.
        if (places.requests !== undefined) await this.#lists.open(places.requests)
        await Promise.all((['key', 'ca'] as const).map((field) => {
            const chosen = places[field]
            return chosen === undefined ? undefined : this.#files.load(field, chosen)
        }))
        // What was of no use may have been a key all the same.
        if (left.length !== 0 && this.#store.state.key.status === 'empty') this.#core.endKey()
        if (left.length === 0) return
        const names = left.map(({ name }) => name).join(', ')
        this.#store.update({ notice: text('left.out', { names }) })
    }
}
