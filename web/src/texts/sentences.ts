import type { Parameters } from '../core/protocol'
import { filled, formatLocale, language, translated } from './catalogue'

/** What the core says, in the language that is chosen. */

/** An error or a finding. */
export interface Sentence {
    readonly message: string
    readonly hint: string
    readonly parameters?: Parameters | undefined
    readonly code?: string | null | undefined
    readonly text?: string | undefined
}

/** A phrase of the program's own. Its key is its English, in which {1}, {2} stand for its numbers and what it quotes. */
export function phrase(key: string, english: string): string {
    const parts = ['']
    const translation = translated(key + english.replace(/(?<= )\d+|"\w+"/g, (part) => `{${parts.push(part) - 1}}`))
    return translation === undefined ? english : filled(translation, Object.fromEntries(parts.entries()))
}

/** Days come as yyyy-mm-dd. A phrase of the core's own is translated for its sentence; a name out of a file stays, even where it looks like these. */
function wordOf(key: string, name: string, value: string): string {
    if (!/^(date|from)\d{4}-\d\d-\d\d$/.test(name + value)) return phrase(`word.${key}.`, value)
    return new Intl.DateTimeFormat(formatLocale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(value))
}

/** The core's own words where there is no translation, or where one wants a word that the core did not give. */
function said(key: string, own: string, parameters: Parameters): string {
    const translation = own === '' ? undefined : translated(key)
    if (translation === undefined || translation.match(/\w+(?=\})/g)?.some((name) => !(name in parameters))) return own
    return filled(translation, Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, wordOf(key, name, value)])))
}

/** lang: `en` where the core's own words have to do, so that a screen reader speaks them as English; else empty. */
export function sentence(given: Sentence): { readonly message: string; readonly hint: string; readonly lang: string } {
    const key = given.text ?? given.code ?? ''
    const { hint, parameters = {} } = given
    const message = said(key, given.message, parameters)
    return { message, hint: said(`${key}.hint`, hint, parameters), lang: key !== '' && message === given.message && language() !== 'en' ? 'en' : '' }
}
