import type { CertificateItem, PrivateKeyItem } from '../core/protocol'

/** Facts in people's words. Dates have the month's name, which reads the same everywhere. */

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })
const minute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

/** In this computer's time zone. */
export function localDay(date: Date): string {
    return day.format(date)
}

export function utcMinute(date: Date): string {
    return `${minute.format(date)} UTC`
}

export function keyText({ keyType, bits, curve }: Pick<PrivateKeyItem | CertificateItem, 'keyType' | 'bits' | 'curve'>): string {
    return keyType === 'RSA' ? `RSA key, ${bits} bits` : `EC key, ${curve}`
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
