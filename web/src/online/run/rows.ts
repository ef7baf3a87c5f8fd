import { cancelled } from '../azure/http'
import type { Service } from '../azure/model'
import type { RunState, ServiceRow } from './state'
import { newRow } from './state'

/** The rows in their order; each change makes a new state, and tells it. */
export class Rows {
    readonly #tell: (state: RunState) => void
    #rows: ReadonlyMap<string, ServiceRow> = new Map()

    constructor(tell: (state: RunState) => void) {
        this.#tell = tell
    }

    get state(): RunState {
        const rows = [...this.#rows.values()]
        return {
            rows,
            running: rows.some(({ step }) => step !== null && step !== 'signing'),
            waitsForToken: rows.some(({ waitsForToken }) => waitsForToken),
        }
    }

    find(id: string): ServiceRow | undefined {
        return this.#rows.get(id)
    }

    /** For work under way: a row that is gone is work that is cancelled. */
    get(id: string): ServiceRow {
        const row = this.#rows.get(id)
        if (row === undefined) throw cancelled()
        return row
    }

    /** Those that are there, each once; all, where no ids are given. */
    ids(wanted?: readonly string[]): readonly string[] {
        return wanted === undefined ? [...this.#rows.keys()] : [...new Set(wanted)].filter((id) => this.#rows.has(id))
    }

    /** What is known of a service that stays is kept. */
    setServices(services: readonly Service[]): void {
        this.#set(services.map((service) => ({ ...this.#rows.get(service.id) ?? newRow(service), service })))
    }

    changeAll(changed: (row: ServiceRow) => ServiceRow): void {
        this.#set([...this.#rows.values()].map(changed))
    }

    /** A row that is gone stays so. */
    change(id: string, change: Partial<ServiceRow>): void {
        const row = this.#rows.get(id)
        if (row === undefined) return
        this.#rows = new Map(this.#rows).set(id, { ...row, ...change })
        this.#tell(this.state)
    }

    #set(rows: readonly ServiceRow[]): void {
        this.#rows = new Map(rows.map((row) => [row.service.id, row]))
        this.#tell(this.state)
    }
}
