import type { CertificateItem, PrivateKeyItem } from '../core/protocol'
import { formatLocale, text } from '../texts/catalogue'

/** Facts in people's words and language. */

const days = { dateStyle: 'medium' } as const
const minutes = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const
/** To make one takes longer than all that is done with it. */
const formats = new Map<typeof days | typeof minutes, { readonly locale: string; readonly format: Intl.DateTimeFormat }>()

function formatOf(options: typeof days | typeof minutes): Intl.DateTimeFormat {
    const locale = formatLocale()
    const known = formats.get(options)
    if (known?.locale === locale) return known.format
    const format = new Intl.DateTimeFormat(locale, options)
    formats.set(options, { locale, format })
    return format
}

/** What the platform needs for dates, loaded while the page has nothing else to do: the first date takes a hundred times as long as the next. */
export function prepareDates(): void {
    formatOf(days)
    formatOf(minutes)
}

/** In this computer's time zone. */
export function localDay(date: Date): string {
    return formatOf(days).format(date)
}

export function utcMinute(date: Date): string {
    return `${formatOf(minutes).format(date)} UTC`
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
