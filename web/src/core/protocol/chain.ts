import type { Bytes, Finding } from './errors'
import type { CertificateItem, OtherItem, PrivateKeyItem } from './items'

/** A CA certificate that the service lists. */
export interface Anchor {
    /** SHA-1 over the DER, 40 hex characters; the service's thumbprint. */
    readonly sha1: string
    readonly verified: boolean
}

export interface CheckChainInput {
    /** A device's chain: one or more certificates in any order, PEM, DER or PKCS #7. Keys in it are left alone. */
    readonly certificates: Bytes
    /** CA certificates that are at hand besides, such as those that the service gave; each in any form that can be read. */
    readonly known?: readonly Bytes[] | undefined
    readonly anchors: readonly Anchor[]
    /** The clock's time where absent. */
    readonly now?: Date | undefined
}

/** One certificate of the chain. */
export interface ChainLink {
    readonly certificate: CertificateItem
    /** The device sends it, or it was only known; a service builds its chain from what the device sends. */
    readonly source: 'file' | 'known'
    /** Its place among the certificates of the file, or of its octets in `known`; from 0. */
    readonly index: number
    /** Place in `links` of the certificate that issued it: the next, or its own for a root; null: it is not here. */
    readonly issuedBy: number | null
    /**
     * `unchecked`: of an algorithm that popcert does not verify; `weak`: made with SHA-1 or MD5, and not accepted; `issuer-missing`:
     * there is no key to verify it with.
     */
    readonly signature: 'verified' | 'wrong' | 'weak' | 'unchecked' | 'issuer-missing'
    /** Such as `RSA, SHA-256`, `ECDSA, SHA-384`, `RSA-PSS`. */
    readonly signatureAlgorithm: string
    readonly validity: 'valid' | 'expired' | 'not-yet-valid'
    /** Whether it may issue what stands below it; for the leaf null. `unstated`: of an old kind that does not say. */
    readonly mayIssue: 'yes' | 'unstated' | 'not-a-ca' | 'no-key-cert-sign' | 'path-too-long' | null
    /** What the service lists; null where it does not have this certificate. */
    readonly anchor: 'verified' | 'unverified' | null
    /** What is wrong with it; empty where nothing is. */
    readonly findings: readonly Finding[]
}

export interface ChainCheck {
    /** From the leaf up. At least one. */
    readonly links: readonly ChainLink[]
    /**
     * The answer; its `text` says which: `chain.verified` rolls up to a verified certificate (a warning without a code where OpenSSL
     * and AWS refuse the root, and Azure was seen to take such: `CHAIN_V3_CA_UNSTATED` at `link`); `CHAIN_ANCHOR_UNVERIFIED` verify
     * the one at `link`; `CHAIN_NO_ANCHOR` upload the one at `link` and verify it; `CHAIN_ISSUER_MISSING` the file stops before
     * a root and nothing in it is listed; `CHAIN_LEAF_ALONE` only the device's own certificate is there; or the first thing that
     * is wrong below the anchor, at `link`: `CHAIN_BROKEN` an issuer's name fits, its signature does not; `CHAIN_EXPIRED`,
     * `CHAIN_NOT_YET_VALID`, `CHAIN_NOT_A_CA`, `CHAIN_NO_KEY_CERT_SIGN`, `CHAIN_PATH_TOO_LONG`, `CHAIN_SIGNATURE_WEAK`;
     * `CHAIN_LEAF_NO_NAME`; `CHAIN_LEAF_IS_CA` there are only CAs; `CHAIN_OTHER_ISSUER`, `CHAIN_NAME_NOT_ALLOWED`,
     * `CHAIN_CRITICAL_EXTENSION`, `CHAIN_EXTENSION_DAMAGED`, `CHAIN_CURVE_EXPLICIT`; `CHAIN_INCOMPLETE` the device does not send this one; or a warning:
     * `CHAIN_SIGNATURE_UNCHECKED`, `CHAIN_NAMES_UNCHECKED`, `CHAIN_EXTENSION_UNCHECKED` (not checked here), `CHAIN_NOT_FOR_CLIENTS`,
     * `CHAIN_ONLY_ANY_PURPOSE`, `CHAIN_NOT_FOR_HANDSHAKES` (no client for OpenSSL), `CHAIN_SELF_ISSUED` a CA named as its issuer, `CHAIN_UNREAD` what cannot be read may be of the chain,
     * and above a certificate that issued another one `CHAIN_V3_CA_UNSTATED`.
     */
    readonly verdict: Finding & {
        /** Place in `links` of the certificate that it is about. */
        readonly link: number
    }
    /** What else is to be said: `CHAIN_SEVERAL_LEAVES` the file holds certificates of several devices, and one was taken. */
    readonly findings: readonly Finding[]
    /** Certificates of the file that are not part of this chain. */
    readonly unused: readonly { readonly certificate: CertificateItem; readonly index: number; readonly reason: 'duplicate' | 'unrelated' }[]
    /** What else was in the file: private keys, which were not looked at, and what could not be read. */
    readonly others: readonly (PrivateKeyItem | OtherItem)[]
}
