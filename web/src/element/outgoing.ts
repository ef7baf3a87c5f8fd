import { maxInputOctets } from '../core/limits'
import type { Bytes } from '../core/protocol'
import { longest, mostRequests, type SigningRequest, type ToSigner, type Mode } from '../frame/protocol'
import type { PopcertSignerElement } from './api'

/** What the page gave, in the form in which the frame takes it. The frame ignores anything else without a word. */

const fits = (value: unknown, length: number): value is string => typeof value === 'string' && value.length <= length

/** Copies without what else the page's objects hold; null where one is not as it should be. */
export function requestsFrom(given: readonly SigningRequest[]): readonly SigningRequest[] | null {
    if (!Array.isArray(given) || given.length > mostRequests) return null
    const ids = new Set<string>()
    const taken: SigningRequest[] = []
    for (const request of given as readonly (Partial<SigningRequest> | null | undefined)[]) {
        const { id, verificationCode, label } = request ?? {}
        if (!fits(id, longest.id) || ids.has(id) || !fits(verificationCode, longest.verificationCode)) return null
        ids.add(id)
        // A label is only for people: one that is too long is cut, and what the frame would not show becomes a blank.
        taken.push({ id, verificationCode, ...(label == null ? {} : { label: String(label).replace(/[\p{C}\p{Z}\p{DI}\u2800]+/gu, ' ').slice(0, longest.label) }) })
    }
    return taken
}

/** Octets of its own; null where it is nothing that could be a certificate. */
export function octetsFrom(given: Bytes | string): Bytes | null {
    const octets = typeof given === 'string' ? new TextEncoder().encode(given)
        : ArrayBuffer.isView(given) ? new Uint8Array(given) : null
    return octets !== null && octets.length > 0 && octets.length <= maxInputOctets ? octets : null
}

const lookNames = ['accent', 'background', 'radius', 'font'] as const

/**
 * The look is what the custom properties on the element, or around it, say. A page that is only light or only dark has a signer
 * that is the same, where nothing else is asked for: browsers do not agree on whether a frame knows that.
 */
export function appearanceFrom(element: PopcertSignerElement): ToSigner & { readonly type: 'appearance' } {
    const style = getComputedStyle(element)
    const { colorScheme } = style
    const { language, theme } = element
    const mode = (element.getAttribute('mode') ?? undefined) as Mode  // or none; the frame takes what it does not know for the usual one
    const look: Record<string, string> = {}
    for (const name of lookNames) {
        const value = style.getPropertyValue(`--popcert-${name}`).trim()
        if (value !== '' && value.length <= 200) look[name] = value
    }
    return {
        type: 'appearance',
        theme: theme === 'auto' && (colorScheme === 'light' || colorScheme === 'dark') ? colorScheme : theme,
        ...(/^[a-z]{2,8}(-[a-z\d]{1,8}){0,4}$/i.test(language) && { language }),
        mode,
        look,
    }
}
