import type { Parameters } from '../core/protocol'
import { filled, formatLocale, translated } from './catalogue'

/** What the core says, in the language that is chosen. */

/** An error or a finding. */
export interface Sentence {
    readonly message: string
    readonly hint: string
    readonly parameters?: Parameters | undefined
    readonly code?: string | null | undefined
    readonly text?: string | undefined
}

/** Days that the core writes as yyyy-mm-dd. */
function wordOf(value: string): string {
    if (!/^\d{4}-\d\d-\d\d$/.test(value)) return translated(`word.${value}`) ?? value
    return new Intl.DateTimeFormat(formatLocale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(value))
}

/** The core's own words where there is no translation, or where one wants a word that the core did not give. */
function said(key: string, own: string, parameters: Parameters): string {
    const translation = own === '' ? undefined : translated(key)
    if (translation === undefined) return own
    const words = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, wordOf(value)]))
    const result = filled(translation, words)
    return /\{\w+\}/.test(result) ? own : result
}

export function sentence(given: Sentence): { readonly message: string; readonly hint: string } {
    const key = given.text ?? given.code ?? ''
    const { message, hint, parameters = {} } = given
    return { message: said(key, message, parameters), hint: said(`${key}.hint`, hint, parameters) }
}
