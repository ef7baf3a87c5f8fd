import { cancelled } from '../cloud/error'
import type { Service } from '../cloud/model'
import { newRow, type RowStore, type ServiceRow } from './state'

/** The rows of the store, each by its service's id. */
export class Rows {
    readonly #store: RowStore

    constructor(store: RowStore) {
        this.#store = store
    }

    find(id: string): ServiceRow | undefined {
        return this.#store.state.rows.find(({ service }) => service.id === id)
    }

    /** For work under way: a row that is gone is work that is cancelled. */
    get(id: string): ServiceRow {
        const row = this.find(id)
        if (row === undefined) throw cancelled()
        return row
    }

    /** Those that are there, each once; all, where no ids are given. */
    ids(wanted?: readonly string[]): readonly string[] {
        const all = this.#store.state.rows.map(({ service }) => service.id)
        if (wanted === undefined) return all
        const there = new Set(all)
        return [...new Set(wanted)].filter((id) => there.has(id))
    }

    /** What is known of a service that stays is kept; of one that goes, what was done there, also should it come back. */
    setServices(services: readonly Service[]): void {
        const { rows, gone = [] } = this.#store.state
        const listed = new Set(services.map(({ id }) => id))
        const back = (service: Service): ServiceRow => {
            const { done = [], finished = null } = gone.find((row) => row.service.id === service.id) ?? {}
            return { ...newRow(service), done, finished }
        }
        this.#store.update({
            rows: services.map((service) => ({ ...this.find(service.id) ?? back(service), service })),
            gone: [...gone, ...rows.filter(({ done }) => done.length !== 0)].filter(({ service }) => !listed.has(service.id)),
        })
    }

    changeAll(changed: (row: ServiceRow) => ServiceRow): void {
        this.#store.update({ rows: this.#store.state.rows.map(changed) })
    }

    /** A row that is gone stays so. */
    change(id: string, change: Partial<ServiceRow>): void {
        if (this.find(id) !== undefined) this.changeAll((row) => row.service.id === id ? { ...row, ...change } : row)
    }
}
