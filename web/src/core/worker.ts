import { LoadedCore } from './load'
import type { Answer, Call, Request, Source } from './messages'
import type { Bytes, CheckInput, CoreError, CreateAllInput, CreateInput, Field, InspectInput } from './protocol'
import { maxInputOctets, refusals, refused } from './refusal'

/**
 * Runs one call and is then ended by its page, so that nothing of a key outlives it. A classic worker from a blob: URL: it
 * inherits the page's policy, and has no network either.
 */

class Unreadable extends Error {
    constructor(readonly error: CoreError) {
        super(error.message)
    }
}

let loading: Promise<LoadedCore> = Promise.reject(new Error('The core comes first.'))
loading.catch(() => {})

const fields: Readonly<Record<string, Field>> = {
    privateKey: 'privateKey', caCertificate: 'caCertificate', subjectKey: 'subjectKey',
}

async function read(source: Source, field: Field | null): Promise<Bytes> {
    if (!(source instanceof Blob)) return source
    if (source.size > maxInputOctets) throw new Unreadable(refusals.inputTooLarge(field))
    try {
        return new Uint8Array(await source.arrayBuffer())
    } catch {
        throw new Unreadable(refusals.fileUnreadable(field))
    }
}

/** The input with every file in it read. */
async function readFiles(input: object): Promise<object> {
    const entries = Object.entries(input).map(async ([name, value]) =>
        [name, value instanceof Blob ? await read(value, fields[name] ?? null) : value] as const)
    return Object.fromEntries(await Promise.all(entries))
}

/** A call that a page's own worker adds. input: with every file in it read. */
type OwnCall = (core: LoadedCore, input: never, report: (part: unknown) => void) => unknown

const own: Record<string, { readonly run: OwnCall; readonly refused: (error: CoreError) => unknown }> = {}

/** Before the first request: what this worker answers besides the core's calls. */
export function alsoAnswer(calls: typeof own): void {
    Object.assign(own, calls)
}

function run(core: LoadedCore, call: string, input: object, report: (part: unknown) => void): unknown {
    switch (call as Call) {
        case 'inspect': {
            const { octets, ...options } = input as InspectInput
            return core.inspect(octets, options)
        }
        case 'check': return core.check(input as CheckInput)
        case 'createVerificationCertificate': return core.createVerificationCertificate(input as CreateInput)
        case 'createVerificationCertificates': return core.createVerificationCertificates(input as CreateAllInput)
    }
    return own[call]?.run(core, input as never, report)
}

async function answer({ call, input }: Request): Promise<unknown> {
    let files: object = {}
    try {
        const core = await loading.catch(() => { throw new Unreadable(refusals.coreUnavailable()) })
        files = await readFiles(input)
        return run(core, call, files, (part) => post({ part }))
    } catch (error) {
        const refuse = own[call]?.refused ?? refused[call as Call]
        return refuse(error instanceof Unreadable ? error.error : refusals.coreCrashed())
    } finally {
        // The worker ends soon, but a browser may keep its memory for a while.
        for (const value of Object.values(files)) if (value instanceof Uint8Array) value.fill(0)
    }
}

function post(answer: Answer): void {
    self.postMessage(answer)
}

/** First the core's WebAssembly, which is made ready ahead of the request; then that one. */
self.onmessage = ({ data }: MessageEvent<Bytes | Request>) => {
    if (data instanceof Uint8Array) {
        loading = LoadedCore.load(data, { spare: false })
        loading.catch(() => {})  // reported with the request
        return
    }
    // An error in an async handler would not reach the page's onerror: answer() catches all.
    void answer(data).then((output) => post({ output }))
}
