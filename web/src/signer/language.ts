import { byId } from '../page/elements'
import { LanguageMenu } from '../page/language-menu'
import type { Language } from '../texts/catalogue'
import { choose, use } from '../texts/languages'
import { translateMarkup } from '../texts/markup'
import { isFramed } from './framed/connection'
import type { Store } from './state'

const menu = byId('language', HTMLSelectElement)

/** What this file speaks: signer.html all languages, English first; an edition its own, which is whole, and then English. */
const spoken = [...menu.options].map(({ value }) => value as Language)
const isEdition = spoken[0] !== 'en'

/** Whoever took an edition wants its language, whatever the browser says. */
export const wanted: readonly string[] = isEdition ? spoken : navigator.languages

/** Speaks the first of these languages that there is. Inputs, and what was made of them, stay. */
export function setLanguage(store: Store, tags: readonly string[]): void {
    const language = choose(tags, spoken)
    if (language === store.state.language) return
    use(language)
    translateMarkup(language)
    store.update({ language })
}

/** For whoever sits at a computer of somebody who speaks another language; and where the file is that lacks nothing in it. */
export function languageMenu(store: Store): void {
    const shown = new LanguageMenu(menu, (tag) => setLanguage(store, [tag]))
    const edition = byId('edition', HTMLElement)
    const link = edition.querySelector('a')
    store.subscribe(({ language }) => {
        shown.show(language)
        edition.hidden = isFramed || isEdition || language === 'en'
        if (link) link.href = link.textContent = `languages/signer.${language}.html`
    })
}
