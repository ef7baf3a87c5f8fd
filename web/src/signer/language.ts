import { byId } from '../page/elements'
import { choose, use } from '../texts/languages'
import { translateMarkup } from '../texts/markup'
import type { Store } from './state'

/** Speaks the first of these languages that there is. Inputs, and what was made of them, stay. */
export function setLanguage(store: Store, tags: readonly string[]): void {
    const language = choose(tags)
    if (language === store.state.language) return
    use(language)
    translateMarkup(language)
    store.update({ language })
}

/** For whoever sits at a computer of somebody who speaks another language. */
export function languageMenu(store: Store): void {
    const menu = byId('language', HTMLSelectElement)
    menu.addEventListener('change', () => setLanguage(store, [menu.value]))
    store.subscribe(({ language }) => { if (menu.value !== language) menu.value = language })
}
