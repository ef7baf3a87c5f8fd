/** What `<popcert-signer>` promises to the page around it. No code: popcert-signer.ts keeps it. */
import type { Bytes, CoreError, CreatedCertificate, ServiceId } from '../core/protocol'
import type { SigningRequest, Theme } from '../frame/protocol'

export interface PopcertReady {
    /** Of the signer in the frame, such as `0.2.0`. */
    readonly version: string
}

/** Public data only. The certificate was verified by the frame; the page has the frame's word for it, and no more. */
export interface PopcertCreated {
    /** Of the request; `verification-code` for the attribute's, null for a code that was typed in the frame. */
    readonly id: string | null
    readonly certificate: CreatedCertificate
}

/**
 * `error.code` is one of the core's, or of the element's own: `FRAME_NOT_LOADED`, `FRAME_BLOCKED`, `PROTOCOL_UNSUPPORTED`, and
 * `INVALID_ARGUMENT` for what the page gave in a form that cannot be used.
 */
export interface PopcertFailed {
    /** Null where it is about no single request. */
    readonly id: string | null
    readonly error: CoreError
}

/** A press of the button in the frame has been worked off. */
export interface PopcertFinished {
    readonly created: number
    readonly failed: number
}

export interface PopcertResized {
    /** CSS pixels that the frame now has. */
    readonly height: number
}

export interface PopcertCaCertificate {
    /** DER. */
    readonly octets: Bytes
}

/** All bubble, and leave shadow roots. */
export interface PopcertSignerEventMap {
    'popcert-ready': CustomEvent<PopcertReady>
    'popcert-created': CustomEvent<PopcertCreated>
    /** preventDefault() on the element's own errors: the page shows them, the element does not. */
    'popcert-failed': CustomEvent<PopcertFailed>
    'popcert-finished': CustomEvent<PopcertFinished>
    'popcert-resized': CustomEvent<PopcertResized>
    /** The person pressed "Give the CA certificate to the page". */
    'popcert-ca-certificate': CustomEvent<PopcertCaCertificate>
}

/**
 * Makes verification certificates in a sandboxed frame without network: the CA's private key never enters the page around
 * it. The look comes from the custom properties `--popcert-accent`, `--popcert-background`, `--popcert-radius` and
 * `--popcert-font` of the element.
 */
export interface PopcertSignerElement extends HTMLElement {
    /** Address of signer.html, as the attribute has it; empty: beside this module. A new one loads the frame anew. */
    src: string
    /** One code that wants a certificate; the attribute `verification-code`. `requests` go before it. */
    verificationCode: string
    /** Several codes, at most 1,000, each with an id of its own; null where there are none. */
    requests: readonly SigningRequest[] | null
    /** PEM or DER, one or a chain; null where the person chooses it. Octets are copied. */
    caCertificate: Bytes | string | null
    /** That the codes are from, such as `aws`: its words and rules. Empty: as the codes look; another word is passed over. */
    service: ServiceId | ''
    theme: Theme
    /** BCP 47, such as `de`; empty: the browser's. */
    language: string
    /** The person's inputs are forgotten, the key too. What the page gave stays. */
    clear(): void
    /** Reads the look anew, after a change that only CSS knows of. A frame that could not be loaded is loaded again. */
    refresh(): void
}

declare global {
    interface HTMLElementTagNameMap {
        'popcert-signer': PopcertSignerElement
    }
    interface GlobalEventHandlersEventMap extends PopcertSignerEventMap {}
}
