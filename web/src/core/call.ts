import type { LoadedCore } from './load'
import type { Bytes, CoreError, Field } from './protocol'

/**
 * One thing that a worker can be asked for. Each has a file in a folder `calls`, with what it takes, returns and refuses; a page's
 * worker serves those that the page uses. `Part` is what comes before the end, where there is anything.
 */
export interface Call<Input extends object, Output, Part = never> {
    readonly name: string
    /** Which of its inputs may be a file instead of octets, and the field to which one that cannot be read belongs. */
    readonly files: { readonly [K in keyof Input]?: Field | null }
    /** A key or a password may be in it: the worker that answers is ended when the key is no longer in hand. */
    readonly touchesKey: boolean
    /** Several of these at once may each take a worker of its own, the key too; none is begun again when the key is no longer in hand. */
    readonly isShared?: true
    /** What it returns when it could not be made at all. */
    refused(error: CoreError): Output
    readonly partIs?: Part
}

/** Octets, or the file that holds them: the worker reads it, so that the page's own thread never does. */
export type Source = Bytes | Blob

export type WithSources<T> = { readonly [K in keyof T]: Bytes extends T[K] ? T[K] | Blob : T[K] }

/** How a call is answered. input: with every file in it read. */
export interface Served {
    readonly call: Call<object, unknown, unknown>
    readonly run: (core: LoadedCore, input: never, report: (part: never) => void) => unknown
}

export function served<Input extends object, Output, Part = never>(
    call: Call<Input, Output, Part>, run: (core: LoadedCore, input: Input, report: (part: Part) => void) => Output,
): Served {
    return { call, run } as unknown as Served
}

/** What a page says to its worker: the module once, where another worker has compiled it; then requests, which are answered in their order. */
export type ToWorker = { readonly module: WebAssembly.Module | null } | { readonly id: number; readonly call: string; readonly input: object }

/** What became of a request: its parts, and at the end the output or the names of the files that the worker cannot read. */
export type Answer = { readonly part: unknown } | { readonly output: unknown } | { readonly unread: readonly string[] }

/** What the worker says: the module once, where it compiled it; and answers, each to the request of that id. */
export type FromWorker = { readonly module: WebAssembly.Module | null } | Answer & { readonly id: number }
