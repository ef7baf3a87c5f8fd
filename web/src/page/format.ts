import type { CertificateItem, PrivateKeyItem } from '../core/protocol'
import { formatLocale, language, text } from '../texts/catalogue'

/** Facts in people's words and language. */

const days = { dateStyle: 'medium' } as const
const minutes = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const
/** To make one takes longer than all that is done with it. */
const formats = new Map<typeof days | typeof minutes, { readonly locale: string; readonly format: Intl.DateTimeFormat }>()

/** As en-GB has them. English needs no more, and what the platform knows of dates takes as long to load as to sign a certificate. */
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec']

function formatted(options: typeof days | typeof minutes, date: Date): string {
    const locale = formatLocale()
    const known = formats.get(options)
    if (known?.locale === locale) return known.format.format(date)
    const format = new Intl.DateTimeFormat(locale, options)
    formats.set(options, { locale, format })
    return format.format(date)
}

/** What the platform needs for dates in other languages: the first takes a hundred times as long as the next. */
export function prepareDates(): void {
    localDay(new Date(0))
    utcMinute(new Date(0))
}

/** In this computer's time zone. */
export function localDay(date: Date): string {
    return language() === 'en' ? `${date.getDate()} ${months[date.getMonth()]} ${date.getFullYear()}` : formatted(days, date)
}

export function utcMinute(date: Date): string {
    const day = `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
    return `${language() === 'en' ? `${day}, ${date.toISOString().slice(-13, -8)}` : formatted(minutes, date)} UTC`
}

export function keyText({ keyType, bits, curve }: Pick<PrivateKeyItem | CertificateItem, 'keyType' | 'bits' | 'curve'>): string {
    return keyType === 'RSA' ? text('key.rsa', { bits: String(bits) }) : text('key.ec', { curve: curve ?? '' })
}

/** Four letters each, to compare by eye; a hyphen ends one, so that a UUID looks like one. */
export function groups(text: string): readonly string[] {
    return text.match(/-|[^-]{1,4}-?/gsu) ?? []
}

/** As the portal shows a thumbprint. */
export function hexGroups(hex: string): readonly string[] {
    return groups(hex.toUpperCase())
}
