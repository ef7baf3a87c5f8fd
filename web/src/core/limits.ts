/** What TypeScript has to know of core/base/limits.h before it calls; tests/wasm/limits.test.mjs holds them together. */

/** kMaxInputOctets, the largest file that is read: what is larger must not be copied into the core's memory to be told so. */
export const maxInputOctets = 4 * 1024 * 1024

/** kMaxCodes, which one call signs and one request file may ask for. */
export const mostCodes = 1000

/** kRandomOctets of core/proof/create.h, for each code. */
export const randomOctets = 128
