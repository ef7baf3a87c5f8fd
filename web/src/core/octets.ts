import type { Bytes } from './protocol'

/** A text as the octets of a file that holds it. */
export function octetsOf(text: string): Bytes {
    return new TextEncoder().encode(text)
}
