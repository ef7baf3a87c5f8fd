import { byId } from '../../page/elements'
import { LanguageMenu } from '../../page/language-menu'
import { translateMarkup } from '../../texts/markup'
import type { Actions } from '../actions'
import type { Store } from '../state'
import { markupText } from '../texts/say'

/** Attributes that are read or shown; each element names its text in `data-text-…`. */
const attributes = ['placeholder', 'aria-label'] as const

/** What stands in index.html, in the language that is chosen: the first of the views, as others write over some of it. */
export function languageView(store: Store, actions: Actions): void {
    const menu = new LanguageMenu(byId('language', HTMLSelectElement), (tag) => actions.speak([tag]))
    let spoken = store.state.language
    store.subscribe(({ language }) => {
        menu.show(language)
        if (spoken === language) return
        spoken = language
        translateMarkup(language)
        for (const name of attributes) {
            for (const element of document.querySelectorAll(`[data-text-${name}]`)) element.setAttribute(name, markupText(element.getAttribute(`data-text-${name}`) ?? ''))
        }
    })
}
