/** One state for a page, and views that follow it. */

export type Listener<State> = (state: State, before: State) => void

/** Listeners are told of each change in the order in which they came. */
export class Store<State extends object> {
    #state: State
    /** What the listeners know, where they have still to be told. */
    #told: State | null = null
    readonly #listeners: Listener<State>[] = []

    constructor(initial: State) {
        this.#state = initial
    }

    get state(): State {
        return this.#state
    }

    update(change: Partial<State>): void {
        const before = this.#told ?? this.#state
        this.#told = null
        this.#state = { ...this.#state, ...change }
        for (const listener of this.#listeners) listener(this.#state, before)
    }

    /** The state is another at once; listeners are told after so many milliseconds, or with the next update: where a picture would hold up the rest. */
    updateLater(change: Partial<State>, milliseconds: number): void {
        this.#told ??= this.#state
        this.#state = { ...this.#state, ...change }
        setTimeout(() => { if (this.#told !== null) this.update({}) }, milliseconds)
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
