import type { Plain } from '../../../wasm/popcert-core'
import type { Item } from './protocol'

/** The core counts seconds since 1970; in TypeScript a time is a `Date`. */

export function clock(): number {
    return Math.floor(Date.now() / 1000)
}

function date(seconds: number): Date {
    return new Date(seconds * 1000)
}

export function dateOrNull(seconds: number | null): Date | null {
    return seconds === null ? null : date(seconds)
}

export function dated<T extends { readonly notBefore: number; readonly notAfter: number }>(value: T) {
    return { ...value, notBefore: date(value.notBefore), notAfter: date(value.notAfter) }
}

export function itemOf(item: Plain<Item>): Item {
    return item.kind === 'certificate' ? dated(item) : item
}
