/** What was asked for, or why it cannot be had. `core/protocol.ts` has the same form with the core's errors. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }
