import { inventoryOf, viewed, type InventoryLine, type InventoryView } from './run/inventory'
import { isAtWork, type Done, type ServiceRow } from './run/state'
import type { Run } from './run/run'
import type { Message, State, Store } from './state'
import { inEnglish, problem, said, spoken, text } from './texts/say'

/** A person types this, so that no slip of the hand deletes; the number says how much goes. */
export function phraseFor(lines: readonly InventoryLine[]): string {
    return text('delete.phrase', { count: lines.length })
}

/** What a person sees of it now. */
export function inventoryLines({ rows, expiryDays, inventory }: State): readonly InventoryLine[] {
    return viewed(inventoryOf(rows, expiryDays), inventory)
}

/** All CA certificates of all services, and cleaning up among them. */
export class Inventory {
    readonly #store: Store
    readonly #run: Run

    constructor(store: Store, run: Run) {
        this.#store = store
        this.#run = run
    }

    /** What is filtered out is not chosen any more: nobody sees it. */
    viewBy(change: Partial<InventoryView>): void {
        const { state } = this.#store
        const inventory = { ...state.inventory, ...change }
        const seen = new Set(inventoryLines({ ...state, inventory }).map(({ key }) => key))
        const entriesChosen = new Set([...state.entriesChosen].filter((key) => seen.has(key)))
        this.#store.update({ inventory, entriesChosen, deletion: null })
    }

    choose(keys: readonly string[], on: boolean): void {
        const entriesChosen = new Set(this.#store.state.entriesChosen)
        for (const key of keys) {
            if (on) entriesChosen.add(key)
            else entriesChosen.delete(key)
        }
        this.#store.update({ entriesChosen, deletion: null, deletionNote: null, deletionError: null })
    }

    /** Shows what would go; from now on it is about these entries in this state of theirs. */
    askToDelete(): void {
        const { state } = this.#store
        const chosen = inventoryLines(state).filter(({ key }) => state.entriesChosen.has(key))
        if (chosen.length !== 0 && !state.rows.some(isAtWork)) this.#store.update({ deletion: chosen, deletionNote: null, deletionError: null })
    }

    keep(): void {
        this.#store.update({ deletion: null, deletionError: null })
    }

    /** What was changed by somebody meanwhile stays; what is gone afterwards was looked at again. */
    async delete(typed: string): Promise<void> {
        const { deletion, rows } = this.#store.state
        if (deletion === null || rows.some(isAtWork)) return
        const phrase = said('delete.phrase', { count: deletion.length })
        if (![spoken(phrase), inEnglish(phrase)].includes(typed.trim().toLowerCase())) {
            return this.#store.update({ deletionError: problem('delete.phrase.wrong', { phrase }) })
        }
        this.#store.update({ deletion: null, deletionError: null, entriesChosen: new Set(), deletionNote: said('delete.running', { count: deletion.length }), started: new Set() })
        const services = new Set(deletion.map(({ service }) => service.id))
        await Promise.all([...services].map((id) =>
            this.#run.remove(id, ...deletion.filter(({ service }) => service.id === id).map(({ entry }) => entry))))
        this.#tell(deletion, rows)
    }

    /** Deleted is what was noted as such since, and no row has an error about: not what somebody else removed or replaced. */
    #tell(deleted: readonly InventoryLine[], before: readonly ServiceRow[]): void {
        const { rows } = this.#store.state
        const doneOf = (among: readonly ServiceRow[], id: string): readonly Done[] => among.find(({ service }) => service.id === id)?.done ?? []
        const isLeft = ({ service: { id }, entry: { name, thumbprint } }: InventoryLine): boolean => {
            const row = rows.find(({ service }) => service.id === id)
            const since = doneOf(rows, id).slice(doneOf(before, id).length)
            return row?.error?.code === 'STILL_THERE' || !since.some((done) => done.what === 'deleted' && done.entry === name && done.before === thumbprint)
        }
        const left = deleted.filter(isLeft)
        const names = [...new Set(left.map(({ service }) => service.name))]
        const deletionError: Message | null = left.length === 0 ? null
            : problem('delete.left', { count: left.length, all: deleted.length, names: `${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}` })
        this.#store.update({ deletionError, deletionNote: said('delete.done', { done: deleted.length - left.length, count: deleted.length }) })
    }
}
