/**
 * What a page and the signer that it frames say to each other; docs/frame-protocol.md tells it in prose. No code but the
 * constants: which messages exist, not who sends them.
 */
import type { Bytes, CoreError, CreatedCertificate, ServiceId } from '../core/protocol'

/** A page that speaks another version is told so, and nothing else is said. */
export const frameProtocol = 1

/** What one frame takes at once. */
export const mostRequests = 1000
/** Characters of a label, an id and a code, in that order; longer ones make the message be ignored. */
export const longest = { label: 200, id: 200, verificationCode: 1000 } as const

/** The tokens of the frame's sandbox: an opaque origin, which may save the certificate and nothing else. */
export const frameSandbox = 'allow-scripts allow-downloads'

/**
 * The one message that goes through `window.postMessage`, once the frame has loaded, with one MessagePort beside it. The
 * frame takes it from the page that embeds it, once. Everything else goes through that port.
 */
export interface Connect {
    readonly popcert: 'connect'
    readonly protocol: number
}

/** One code that wants a certificate. */
export interface SigningRequest {
    /** The page's own name for it; comes back with the certificate. */
    readonly id: string
    readonly verificationCode: string
    /** What a person knows it by, such as the service's name; shown beside the code as text from the page. */
    readonly label?: string | undefined
}

export type Theme = 'light' | 'dark' | 'auto'

/**
 * How much of itself the signer shows where its page gives the codes: only what is needed to sign them, or all of it. `ca`: compact, and
 * before there are codes only what is needed to give the page the CA's certificate.
 */
export type Mode = 'compact' | 'full' | 'ca'

/** CSS values; what is no colour, length or font, or would make text unreadable, is left out. */
export interface Look {
    readonly accent?: string | undefined
    readonly background?: string | undefined
    readonly radius?: string | undefined
    readonly font?: string | undefined
}

export type ToSigner =
    /** Replaces the requests that are there. While a job runs it waits for its end. service: that the codes are from; others are passed over. */
    | { readonly type: 'requests'; readonly requests: readonly SigningRequest[]; readonly service?: ServiceId | undefined }
    /** PEM or DER; null takes back what the page gave. */
    | { readonly type: 'caCertificate'; readonly octets: Bytes | null }
    /** language: BCP 47; what is absent stays as it is. */
    | { readonly type: 'appearance'; readonly theme?: Theme; readonly language?: string; readonly mode?: Mode; readonly look?: Look }
    /** Forgets all inputs, the key too. */
    | { readonly type: 'clear' }

export type FromSigner =
    | { readonly type: 'ready'; readonly protocol: typeof frameProtocol; readonly version: string }
    /** The page's protocol is not spoken; `protocol` is the one that is. */
    | { readonly type: 'refused'; readonly protocol: typeof frameProtocol; readonly version: string }
    /** One certificate. id is null where the code was entered in the frame. */
    | { readonly type: 'created'; readonly id: string | null; readonly certificate: CreatedCertificate }
    /** One certificate could not be made; with id null: none could, the press was refused, or the code was not the page's. */
    | { readonly type: 'failed'; readonly id: string | null; readonly error: CoreError }
    /** A press of the button has been worked off. */
    | { readonly type: 'finished'; readonly created: number; readonly failed: number }
    /** The person chose to give the page the CA's certificate, which is public. DER. */
    | { readonly type: 'caCertificate'; readonly octets: Bytes }
    /** What the frame would like to be high, in CSS pixels. */
    | { readonly type: 'resized'; readonly height: number }
