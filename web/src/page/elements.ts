/** Small helpers of the views. Text goes in by textContent only. */

export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
    const found = document.getElementById(id)
    if (!(found instanceof type)) throw new Error(`#${id} is not in the page.`)
    return found
}

export function element<K extends keyof HTMLElementTagNameMap>(
    name: K, className: string, ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
    const made = document.createElement(name)
    if (className !== '') made.className = className
    made.append(...content)
    return made
}

export type IconName = 'pass' | 'warn' | 'fail' | 'open'

const namespace = 'http://www.w3.org/2000/svg'

/** One of the symbols at the top of index.html. Beside it stands text that says the same. */
export function icon(name: IconName): SVGElement {
    const svg = document.createElementNS(namespace, 'svg')
    svg.setAttribute('class', `icon ${name}`)
    svg.setAttribute('aria-hidden', 'true')
    const use = document.createElementNS(namespace, 'use')
    use.setAttribute('href', `#icon-${name}`)
    svg.append(use)
    return svg
}

export function hiddenText(text: string): HTMLElement {
    return element('span', 'visually-hidden', text)
}

/** A function that runs `run` as often as it likes, but only once the calls have stopped for a while. */
export function afterPause(milliseconds: number, run: () => void): () => void {
    let timer = 0
    return () => {
        clearTimeout(timer)
        timer = setTimeout(run, milliseconds)
    }
}
