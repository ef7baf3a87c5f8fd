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

/** The WebAssembly, packed by deflate, in base64: only in the worker's script. */
declare const PACKED_CORE: string
/** The translations in web/src/texts, as JSON; languages.ts says what is in it. */
declare const TRANSLATIONS: string

/** What start.ts leaves for the page's own script. */
declare var popcertWorkers: { first: Worker | null; readonly early: readonly unknown[]; start(): Worker | null }

interface TrustedTypePolicyLike {
    createScriptURL(input: string): string
}

declare var trustedTypes: {
    createPolicy(name: string, rules: { createScriptURL(input: string): string }): TrustedTypePolicyLike
} | undefined
