import { ofViews, type ofMarkup } from './en'

/** The page's texts in the language that is chosen. What a language lacks is said in English. */

/** What a view can say. */
export type ViewText = keyof typeof ofViews
/** The words in braces of a text. */
export type WordsOf<T> = T extends `${string}{${infer Word}}${infer Rest}` ? Word | WordsOf<Rest> : never
type Filled<K extends ViewText> = Readonly<Record<WordsOf<(typeof ofViews)[K]>, string | number>>
/** A text that is chosen by a number: `keys` for `keys.one` and `keys.other`. */
type Counted = { [K in ViewText]: K extends `${infer Base}.one` ? `${Base}.other` extends ViewText ? Base : never : never }[ViewText]

export type TextKey = ViewText | keyof typeof ofMarkup

/** The languages that there are besides English, as BCP 47 tags; the same as the files beside this one. */
export const translations = ['de', 'es', 'fr', 'ja', 'zh-Hans'] as const
export type Language = 'en' | (typeof translations)[number]

let chosen: Language = 'en'
let texts: ReadonlyMap<string, string> = new Map()

export function language(): Language {
    return chosen
}

/** For dates: days before months in English, with the month's name, which reads the same everywhere. */
export function formatLocale(): string {
    return chosen === 'en' ? 'en-GB' : chosen
}

/** All that is said from now on is in this language; the caller draws anew what is there. */
export function say(language: Language, translation: ReadonlyMap<string, string>): void {
    chosen = language
    texts = translation
}

/** A text that is filled with nothing; undefined in English, which stands in the page. */
export function translated(key: string): string | undefined {
    return texts.get(key)
}

export function filled(text: string, words: Readonly<Record<string, string | number>>): string {
    return text.replace(/\{(\w+)\}/g, (braces, word: string) => {
        const value = words[word]
        return value === undefined ? braces : typeof value === 'number' ? numberText(value) : value
    })
}

/** All of these languages write few things in the same digits; for more, the platform loads what it knows of languages, which takes long. */
function numberText(value: number): string {
    return value >= 0 && value < 1000 && Number.isInteger(value) ? String(value) : new Intl.NumberFormat(formatLocale()).format(value)
}

export function text<K extends ViewText>(key: K, ...[words]: keyof Filled<K> extends never ? [] : [Filled<K>]): string {
    return filled(texts.get(key) ?? ofViews[key], words ?? {})
}

/** `count` things, in the form that the language has for so many. */
export function counted(key: Counted, count: number): string {
    const one = chosen === 'en' ? count === 1 : new Intl.PluralRules(chosen).select(count) === 'one'
    const form = `${key}.${one ? 'one' : 'other'}` as ViewText
    return filled(texts.get(form) ?? texts.get(`${key}.other`) ?? ofViews[form], { count })
}
