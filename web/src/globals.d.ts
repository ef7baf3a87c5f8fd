/** What the build puts in, and what TypeScript's own library does not know yet. */

declare module '*.wasm' {
    const octets: Uint8Array
    export default octets
}

/** The bundle of the page's worker as text. */
declare module 'worker-script' {
    const text: string
    export default text
}

declare const POPCERT_VERSION: string

/** wasm/popcert-core.wasm, packed with LZMA, in base64. */
declare const PACKED_CORE: string
/** The translations in web/src/texts, in the same way. */
declare const PACKED_TEXTS: string

interface TrustedTypePolicyLike {
    createScriptURL(input: string): string
}

declare var trustedTypes: {
    createPolicy(name: string, rules: { createScriptURL(input: string): string }): TrustedTypePolicyLike
} | undefined
