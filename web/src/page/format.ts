import type { CertificateItem, PrivateKeyItem } from '../core/protocol'
import { formatLocale, text } from '../texts/catalogue'

/** Facts in people's words and language. */

/** In this computer's time zone. */
export function localDay(date: Date): string {
    return new Intl.DateTimeFormat(formatLocale(), { dateStyle: 'medium' }).format(date)
}

export function utcMinute(date: Date): string {
    return `${new Intl.DateTimeFormat(formatLocale(), { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(date)} UTC`
}

export function keyText({ keyType, bits, curve }: Pick<PrivateKeyItem | CertificateItem, 'keyType' | 'bits' | 'curve'>): string {
    return keyType === 'RSA' ? text('key.rsa', { bits: String(bits) }) : text('key.ec', { curve: curve ?? '' })
}

/** Four letters each, to compare by eye. */
export function groups(text: string): readonly string[] {
    return text.match(/.{1,4}/gsu) ?? []
}

/** As the portal shows a thumbprint. */
export function hexGroups(hex: string): readonly string[] {
    return groups(hex.toUpperCase())
}

export function countText(count: number, one: string, many: string): string {
    return `${count} ${count === 1 ? one : many}`
}
