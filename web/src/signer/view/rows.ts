import { byId } from '../../page/elements'
import { moveFocus } from '../../page/focus'
import type { Guard } from '../framed/guard'
import { isAskedForCa } from '../inputs'
import { isDone, nextRow, type Row } from '../rows'
import type { Store } from '../state'
import { whenChanged } from './file-field'

/** Where somebody goes on in a row that wants something. */
const inputOf: Readonly<Record<Row, string>> = { code: 'code', key: 'key-file', ca: 'ca-file' }
const rows: readonly Row[] = ['code', 'key', 'ca']
/** All on which the rows depend. */
const shownBy = ['code', 'requests', 'requestsError', 'codeChecks', 'key', 'ca', 'checked', 'attempted', 'failure', 'confirmed', 'result', 'batch'] as const

/**
 * The rows of the card: open while they are filled, wrong or looked at, and one line when they are done. Focus goes on from a row that
 * has just been done. guard: of a frame, where the way of the focus counts.
 */
export class RowsView {
    readonly #store: Store
    readonly #guard: Guard | null
    /** Opened by their own button. */
    readonly #opened = new Set<Row>()
    #done: readonly Row[] = []
    /** Where the person was last; its control may be gone by now. */
    #at: Row | null = null
    /** While a pointer is down nothing moves under it: a press that begins on a button has to end on it. */
    #isHeld = false

    constructor(store: Store, guard: Guard | null) {
        this.#store = store
        this.#guard = guard
        for (const row of rows) {
            byId(`${row}-change`, HTMLElement).addEventListener('click', () => this.#toggle(row))
            // A file dialog or a drop is no typing: what was opened to be changed has been changed.
            store.subscribe((state, before) => {
                if (row !== 'code' && state[row] !== before[row]) this.#opened.delete(row)
            })
        }
        document.addEventListener('focusin', ({ target }) => {
            this.#at = rowOf(target)
            this.#draw()
        })
        document.addEventListener('focusout', () => setTimeout(() => this.#draw()))
        document.addEventListener('pointerdown', ({ target }) => {
            this.#at = rowOf(target)
            this.#isHeld = true
        }, { capture: true })
        for (const type of ['pointerup', 'pointercancel'] as const) {
            document.addEventListener(type, () => setTimeout(() => {
                this.#isHeld = false
                this.#draw()
            }), { capture: true })
        }
        store.subscribe((state, before) => {
            if (state.result !== before.result || state.batch !== before.batch) this.#opened.clear()
        })
        store.subscribe(whenChanged((state) => shownBy.map((name) => state[name]), () => this.#draw()))
    }

    /** To what is wanted next; to the button when all is there. */
    goOn(): void {
        const next = nextRow(this.#store.state)
        // It shows when the row above is drawn as done.
        if (next === 'code' && isAskedForCa(this.#store.state)) {
            return queueMicrotask(() => moveFocus(byId(isDone(this.#store.state, 'ca') ? 'give-ca' : 'ca-file', HTMLElement)))
        }
        const create = byId('create', HTMLElement)
        if (next === null && this.#guard !== null) this.#guard.hand.lead(create)
        else moveFocus(next === null ? create : byId(this.#store.state.key.status === 'locked' && next === 'key' ? 'key-password' : inputOf[next], HTMLElement))
    }

    #toggle(row: Row): void {
        // The code's row is open while the focus is in it.
        if (row === 'code' || !this.#opened.delete(row)) {
            if (row !== 'code') this.#opened.add(row)
            // Before the focus can go there, it has to be there.
            this.#isHeld = false
            this.#draw()
            moveFocus(byId(inputOf[row], HTMLElement))
        }
        this.#draw()
    }

    #draw(): void {
        if (this.#isHeld) return
        const { state } = this.#store
        const done = rows.filter((row) => isDone(state, row))
        const isNew = (row: Row) => done.includes(row) && !this.#done.includes(row)
        const isLeft = this.#at !== null && isNew(this.#at)
        this.#done = done
        // Whoever is in a row goes on with it; else the focus would be lost with the field that had it. Once the button is down, its result is next.
        if (isLeft && !state.creating && this.#isWhereItWas()) this.goOn()
        for (const row of rows) {
            const section = byId(`${row}-row`, HTMLElement)
            const isDoneNow = done.includes(row)
            // To look at what is there, or to want to change it, opens nothing by itself.
            const isHere = section.contains(document.activeElement) && document.activeElement?.matches('.change, .contents') === false
            const isFolded = isDoneNow && !this.#opened.has(row) && !isHere && !(row === 'code' && state.requests !== null)
            section.classList.toggle('done', isDoneNow)
            section.classList.toggle('folded', isFolded)
            section.classList.toggle('opened', this.#opened.has(row))
            byId(`${row}-done`, HTMLElement).hidden = !isDoneNow
            const change = byId(`${row}-change`, HTMLElement)
            change.hidden = !isFolded && !this.#opened.has(row)
            change.setAttribute('aria-expanded', String(!isFolded))
        }
        const isReady = done.length === rows.length && state.checked?.readyButForCode === true
        byId('make-row', HTMLElement).classList.toggle('done', isReady)
        byId('make-done', HTMLElement).hidden = !isReady
    }

    /** In the row, or nowhere, since what had the focus is gone. */
    #isWhereItWas(): boolean {
        const { activeElement } = document
        return activeElement === null || activeElement === document.body || rowOf(activeElement) === this.#at
    }
}

function rowOf(target: EventTarget | null): Row | null {
    const id = target instanceof Element ? target.closest('.step')?.id : undefined
    return rows.find((row) => id === `${row}-row`) ?? null
}
