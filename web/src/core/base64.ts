import type { Bytes } from './protocol'

/** Throws for what is none. Newer browsers do it by themselves, in a tenth of the time that a loop takes which runs once. */
export function octetsOfBase64(base64: string): Uint8Array<ArrayBuffer> {
    const { fromBase64 } = Uint8Array as { readonly fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }
    if (typeof fromBase64 === 'function') return fromBase64.call(Uint8Array, base64)
    const text = atob(base64)
    const octets = new Uint8Array(text.length)
    for (let at = 0; at < text.length; at++) octets[at] = text.charCodeAt(at)
    return octets
}

export function base64Of(octets: Bytes): string {
    let binary = ''
    for (const octet of octets) binary += String.fromCharCode(octet)
    return btoa(binary)
}
