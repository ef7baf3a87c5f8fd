/** What the build puts in, and what TypeScript's own library does not know yet. */

declare module '*.wasm' {
    const octets: Uint8Array
    export default octets
}

/** wasm/popcert-core.wasm, packed with LZMA. */
declare module 'packed-core' {
    const octets: Uint8Array<ArrayBuffer>
    export default octets
}

/** The bundle of the page's worker as text. */
declare module 'worker-script' {
    const text: string
    export default text
}

declare const POPCERT_VERSION: string

interface TrustedTypePolicyLike {
    createScriptURL(input: string): string
}

declare var trustedTypes: {
    createPolicy(name: string, rules: { createScriptURL(input: string): string }): TrustedTypePolicyLike
} | undefined
