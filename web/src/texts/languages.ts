import { say, translations, type Language } from './catalogue'
import { ofViews } from './en'

/** Which language there is for whom; unpacked only when it is not English. An edition is not: it begins with its own language, and has the English of what it is called. */

/** Blocks of TRANSLATIONS, each of lines. */
let unpacked: readonly (readonly string[])[] | null = null

const all: readonly Language[] = ['en', ...translations]

/** The first of these BCP 47 tags that is among the languages that are spoken; English where there is none. */
export function choose(tags: readonly string[], spoken = all): Language {
    for (const tag of tags) {
        if (/^en(-([a-z]{2}|\d{3}))?$/i.test(tag)) return 'en'  // of most; the rest takes long, and the page waits for it
        const wanted = withScript(tag)
        if (wanted === null) continue
        for (const language of spoken) {
            const { language: name, script } = new Intl.Locale(language).maximize()
            if (wanted.language === name && wanted.script === script) return language
        }
    }
    return 'en'
}

/** With the script where the tag does not say it: zh-TW is written in another than zh-CN. */
function withScript(tag: string): Intl.Locale | null {
    try {
        return new Intl.Locale(tag).maximize()
    } catch {
        return null
    }
}

export function use(language: Language): void {
    if (language === 'en' && unpacked === null) return say(language, new Map())
    // The keys that the page does not name itself; then of each language its tag, and its texts in the order of keysOf.
    unpacked ??= TRANSLATIONS.split('\n=\n').map((block) => block.split('\n'))
    const [keys = [], ...languages] = unpacked
    const [, ...texts] = languages.find(([tag]) => tag === language) ?? []
    say(language, new Map(keysOf(keys).flatMap((key, at) => texts[at] ? [[key, texts[at]] as const] : [])))
}

/** The views' keys, those of the page, the rest: web/build/texts.mjs writes them in the same order; `key+` for a key and `key.hint`. */
function keysOf(others: readonly string[]): readonly string[] {
    const ofPage = [...document.querySelectorAll<HTMLElement>('[data-text]')].map(({ dataset }) => dataset['text'] ?? '')
    return [...new Set([...Object.keys(ofViews), ...ofPage, ...others.flatMap((key) => key.endsWith('+') ? [key.slice(0, -1), `${key.slice(0, -1)}.hint`] : [key])])]
}
