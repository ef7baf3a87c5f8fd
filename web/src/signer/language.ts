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
