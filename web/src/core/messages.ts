import type {
    Bytes, Checked, CheckInput, CreateAllInput, CreateAllResult, CreateInput, CreateResult, Inspected, InspectInput, Result,
} from './protocol'

/** Octets, or the file that holds them: the worker reads it, so that the page's own thread never does. */
export type Source = Bytes | Blob

export type WithSources<T> = { readonly [K in keyof T]: Bytes extends T[K] ? T[K] | Blob : T[K] }

/** The calls of the worker: the core's, with files in place of octets. */
export interface Calls {
    inspect: { input: WithSources<InspectInput>; output: Result<Inspected> }
    check: { input: WithSources<CheckInput>; output: Checked }
    createVerificationCertificate: { input: WithSources<CreateInput>; output: CreateResult }
    createVerificationCertificates: { input: WithSources<CreateAllInput>; output: CreateAllResult }
}

export type Call = keyof Calls

/** What a page's own worker can do besides: each call's input, its output, and the parts that may come before it. */
export type CallsOf<Own> = { [K in keyof Own]: { readonly input: object; readonly output: unknown; readonly part?: unknown } }

/** One worker serves one request. */
export interface Request {
    readonly call: string
    readonly input: object
}

/** What the worker answers: parts, where the call has any, and at the end the output. */
export type Answer = { readonly part: unknown } | { readonly output: unknown }
