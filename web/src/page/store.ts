/** One state for a page, and views that follow it. */

export type Listener<State> = (state: State, before: State) => void

/** Listeners are told of each change in the order in which they came. */
export class Store<State extends object> {
    #state: State
    readonly #listeners: Listener<State>[] = []

    constructor(initial: State) {
        this.#state = initial
    }

    get state(): State {
        return this.#state
    }

    update(change: Partial<State>): void {
        const before = this.#state
        this.#state = { ...before, ...change }
        for (const listener of this.#listeners) listener(this.#state, before)
    }

    /** Tells the listener at once how things are, too. */
    subscribe(listener: Listener<State>): void {
        this.#listeners.push(listener)
        listener(this.#state, this.#state)
    }
}

/** Redraws only when what it shows has changed. */
export function whenChanged<State>(pick: (state: State) => readonly unknown[], draw: Listener<State>): Listener<State> {
    let shown: readonly unknown[] | null = null
    return (state, before) => {
        const now = pick(state)
        if (shown !== null && now.every((value, index) => value === shown?.[index])) return
        shown = now
        draw(state, before)
    }
}
