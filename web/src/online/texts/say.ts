import { utcMinute } from '../../page/format'
import { filled, language as chosen, translated, type Language, type WordsOf } from '../../texts/catalogue'
import { sentence, type Sentence } from '../../texts/sentences'
import { ofMarkup, ofViews } from './en'
import { ofMessages } from './messages'

/**
 * What the page says. A text that may stand there for long is kept as its key and its words, and is put into the language that is
 * chosen when it is shown; what is saved in a file is in English, whoever saves it.
 */

const english = { ...ofMarkup, ...ofViews, ...ofMessages }
type Texts = typeof english
/** A text that is chosen by the number `count`: `services` for `services.one` and `services.other`. */
type Counted = { [K in keyof Texts]: K extends `${infer Base}.other` ? `${Base}.one` extends keyof Texts ? Base : never : never }[keyof Texts]
export type TextKey = keyof Texts | Counted
type WordsIn<K> = K extends keyof Texts ? WordsOf<Texts[K]> : K extends string ? `${K}.other` extends keyof Texts ? WordsOf<Texts[`${K}.other`]> : never : never

/** A moment is said to the minute, in UTC; of a problem its sentence. */
type Word = string | number | Date | Said | Problem
type Given<Names extends string> = [Names] extends [never] ? [] : [Readonly<Record<Names, Word>>]
type Words = Readonly<Record<string, Word>>

export interface Said {
    readonly key: TextKey
    readonly words: Words
}

/** What stands beside a field or a row: what happened, and what to do. */
export interface Problem extends Sentence {
    /** Where the sentence is this page's own; else the core's. Its hint may be that of another problem. */
    readonly said?: { readonly message: Said; readonly hint: Said | Problem | null } | undefined
}

export function said<K extends TextKey>(key: K, ...[words]: Given<WordsIn<K>>): Said {
    return { key, words: words ?? {} }
}

/** A message with its hint; the texts are English until they are shown. */
export function problem<K extends keyof typeof ofMessages>(
    key: K, ...[words]: Given<WordsIn<K> | WordsIn<`${K}.hint`>>
): { readonly message: string; readonly hint: string; readonly said: NonNullable<Problem['said']> } {
    const message: Said = { key, words: words ?? {} }
    const hint = Object.hasOwn(ofMessages, `${key}.hint`) ? { ...message, key: `${key}.hint` as TextKey } : null
    return { message: inEnglish(message), hint: hint === null ? '' : inEnglish(hint), said: { message, hint } }
}

export function spoken({ key, words }: Said): string {
    return put(key, words, chosen())
}

export function inEnglish({ key, words }: Said): string {
    return put(key, words, 'en')
}

export function text<K extends TextKey>(key: K, ...[words]: Given<WordsIn<K>>): string {
    return put(key, words ?? {}, chosen())
}

/** Of index.html, where an attribute wants it. */
export function markupText(key: string): string {
    return translated(key) ?? (ofMarkup as Readonly<Record<string, string>>)[key] ?? ''
}

/** lang: of a sentence that has to be said in English, so that a voice reads it as English. */
export function spokenProblem(given: Problem): { readonly message: string; readonly hint: string; readonly lang: string } {
    if (given.said === undefined) return sentence(given)
    const { message, hint } = given.said
    return { message: spoken(message), hint: hint === null ? given.hint : 'key' in hint ? spoken(hint) : spokenProblem(hint).hint, lang: '' }
}

/** A text with elements in the places of its words. */
export function withNodes<K extends TextKey>(key: K, words: Readonly<Record<WordsIn<K>, Node | Word>>): readonly (Node | string)[] {
    return templateOf(key, 0, chosen()).split(/(\{\w+\})/).map((part) => {
        const word = (words as Readonly<Record<string, Node | Word>>)[part.slice(1, -1)]
        return !part.startsWith('{') || word === undefined ? part : word instanceof Node ? word : String(wordOf(word, chosen()))
    })
}

/** One after the other, as the language separates them. */
export function joined(parts: readonly string[]): string {
    return parts.join({ ja: '、', 'zh-Hans': '，' }[chosen() as string] ?? ', ')
}

/** most: of more names, how many there are. */
export function listed(names: readonly string[], most = Infinity): string {
    const list = joined(names.slice(0, most))
    return names.length > most ? text('names.more', { names: list, count: names.length - most }) : list
}

function put(key: TextKey, words: Words, language: Language): string {
    const { count } = words
    const given = Object.fromEntries(Object.entries(words).map(([name, word]) => [name, typeof word === 'number' && language === 'en' ? String(word) : wordOf(word, language)]))
    return filled(templateOf(key, typeof count === 'number' ? count : 0, language), given)
}

function wordOf(word: Word, language: Language): string | number {
    if (typeof word !== 'object') return word
    if (word instanceof Date) return language === chosen() ? utcMinute(word) : `${word.toISOString().slice(0, 16).replace('T', ' ')} UTC`
    if ('key' in word) return put(word.key, word.words, language)
    return language === 'en' ? word.message : spokenProblem(word).message
}

function templateOf(key: TextKey, count: number, language: Language): string {
    const own = language === 'en' ? () => undefined : translated
    if (Object.hasOwn(english, key)) return own(key) ?? english[key as keyof Texts]
    const form = new Intl.PluralRules(language).select(count) === 'one' ? 'one' : 'other'
    return own(`${key}.${form}`) ?? own(`${key}.other`) ?? english[`${key}.${form}` as keyof Texts]
}
