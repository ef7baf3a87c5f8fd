import type { Bytes } from './protocol'

/** A text as the octets of a file that holds it. */
export function octetsOf(text: string): Bytes {
    return new TextEncoder().encode(text)
}

/** Certificates as the file that holds them, in their order, for a call that takes a file of several. */
export function fileOf(certificates: readonly { readonly pem: string }[]): Bytes {
    return octetsOf(certificates.map(({ pem }) => pem).join(''))
}
