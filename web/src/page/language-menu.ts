/** The menu of the languages that a page speaks. Tells what is chosen, and is told what is spoken. */
export class LanguageMenu {
    readonly #menu: HTMLSelectElement

    constructor(menu: HTMLSelectElement, choose: (tag: string) => void) {
        this.#menu = menu
        menu.addEventListener('change', () => choose(menu.value))
        for (const event of ['pointerenter', 'focus']) menu.addEventListener(event, () => this.#name())
    }

    show(language: string): void {
        if (this.#menu.value !== language) this.#menu.value = language
        if (this.#menu.selectedOptions[0]?.dataset['name'] !== undefined) this.#name()
    }

    /**
     * Some names are in letters that the page's font may not have. To look for these takes longer than the first picture, so that they
     * come when somebody wants to see the menu, or reads one of them.
     */
    #name(): void {
        for (const option of this.#menu.options) option.text = option.dataset['name'] ?? option.text
    }
}
