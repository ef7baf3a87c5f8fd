import { maxInputOctets } from '../../core/limits'
import { lenient, list, object, octets, oneOf, optional, orNull, such, text, variant, type Decoder } from '../../decode/decode'
import { longest, mostRequests, type Look, type Mode, type SigningRequest, type Theme, type ToSigner } from '../../frame/protocol'
import type { ServiceId } from '../../core/protocol'
import { serviceIds } from '../../core/service-ids'
import { isLabel } from '../../requests/label'

/** What a page sends, as the protocol has it and within its limits. Of all else nothing is said. */

const longestStyle = 200

const request: Decoder<SigningRequest> = object<SigningRequest>({
    id: text(longest.id),
    verificationCode: text(longest.verificationCode),
    label: optional(such(text(longest.label), isLabel, 'holds what cannot be seen'), undefined),
})

const style = lenient(text(longestStyle), undefined)
const look = object<Look>({ accent: style, background: style, radius: style, font: style })

const isLanguage = (tag: string) => /^[a-z]{2,8}(-[a-z\d]{1,8})*$/i.test(tag)

type Appearance = Omit<Extract<ToSigner, { type: 'appearance' }>, 'type'>

const message = variant('type', {
    requests: object({ requests: list(request, mostRequests), service: lenient(oneOf<ServiceId>(...serviceIds), undefined) }),
    caCertificate: object({ octets: orNull(octets(maxInputOctets)) }),
    appearance: object<{ [K in keyof Appearance]-?: Appearance[K] | undefined }>({
        theme: optional(oneOf<Theme>('light', 'dark', 'auto'), undefined),
        language: optional(such(text(35), isLanguage, 'is no language'), undefined),
        mode: optional(lenient(oneOf<Mode>('compact', 'full', 'ca'), 'compact'), undefined),
        look: optional(look, undefined),
    }),
    clear: object({}),
})

export function decodeToSigner(data: unknown): ToSigner | null {
    const decoded = message(data)
    if (!decoded.ok) return null
    // Of `clear` nothing but its name comes along.
    return decoded.value.type === 'clear' ? { type: 'clear' } : decoded.value as ToSigner
}
