import type {
    Bytes, Checked, CheckInput, CreateAllInput, CreateAllResult, CreateInput, CreateResult, Inspected, InspectInput, Result,
} from './protocol'

/** Octets, or the file that holds them: the worker reads it, so that the page's own thread never does. */
export type Source = Bytes | Blob

type WithSources<T> = { readonly [K in keyof T]: Bytes extends T[K] ? T[K] | Blob : T[K] }

/** The calls of the worker: the core's, with files in place of octets. */
export interface Calls {
    inspect: { input: WithSources<InspectInput>; output: Result<Inspected> }
    check: { input: WithSources<CheckInput>; output: Checked }
    createVerificationCertificate: { input: WithSources<CreateInput>; output: CreateResult }
    createVerificationCertificates: { input: WithSources<CreateAllInput>; output: CreateAllResult }
}

export type Call = keyof Calls

/** One worker serves one request. */
export interface Request<K extends Call = Call> {
    readonly call: K
    readonly input: Calls[K]['input']
}
