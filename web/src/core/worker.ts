import type { FromWorker, Served, ToWorker } from './call'
import { LoadedCore } from './load'
import type { Bytes, Field } from './protocol'
import { maxInputOctets } from './limits'
import { Refused, refusals } from './refusal'
import { compilePacked } from './unpack'

/**
 * Answers requests, one after the other, and is ended by its page when a key that it saw is no longer in hand. A classic worker
 * from a blob: URL: it inherits the page's policy, and has no network either.
 */
export function serve(all: readonly Served[]): void {
    const calls = new Map(all.map((each) => [each.call.name, each]))
    // Not within this script: what the page has sent is let through when it ends, and then is on its way while the core compiles.
    let loading = self.name === 'first' ? new Promise((resolve) => setTimeout(resolve)).then(compileFirst) : new Promise<LoadedCore>(() => {})

    // An error in an async handler would not reach the page's onerror: answer() catches all.
    self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
        if ('module' in data) loading = data.module === null ? compileFirst() : LoadedCore.load(data.module, { spare: false })
        else void answer(calls.get(data.call), data.input, loading).then(post)
    }
}

function post(message: FromWorker): void {
    self.postMessage(message)
}

/** The first worker compiles for all of them. */
async function compileFirst(): Promise<LoadedCore> {
    const module = await compilePacked(PACKED_CORE)
    try {
        post({ module })
    } catch {
        post({ module: null })  // a browser in which modules stay where they are: each worker compiles for itself
    }
    return LoadedCore.load(module, { spare: false })
}

async function answer(asked: Served | undefined, input: object, loading: Promise<LoadedCore>): Promise<FromWorker> {
    if (asked === undefined) return { output: undefined }
    const { call, run } = asked
    const read: Bytes[] = []
    try {
        const core = await loading.catch(() => { throw new Refused(refusals.coreUnavailable()) })
        const unread: string[] = []
        const entries = await Promise.all(Object.entries(input).map(async ([name, value]) => {
            if (!(value instanceof Blob)) return [name, value] as const
            const field = (call.files as Readonly<Record<string, Field | null>>)[name] ?? null
            if (value.size > maxInputOctets) throw new Refused(refusals.inputTooLarge(field))
            const octets = await value.arrayBuffer().then((buffer) => new Uint8Array(buffer), () => null)
            if (octets === null) unread.push(name)
            return [name, octets] as const
        }))
        const given = Object.fromEntries(entries) as object
        for (const value of Object.values(given)) if (value instanceof Uint8Array) read.push(value)
        if (unread.length !== 0) return { unread }
        return { output: run(core, given as never, ((part: unknown) => post({ part })) as never) }
    } catch (error) {
        return { output: call.refused(error instanceof Refused ? error.error : refusals.coreCrashed()) }
    } finally {
        // The worker may live on, and a browser may keep the memory of one that does not.
        for (const octets of read) octets.fill(0)
    }
}
