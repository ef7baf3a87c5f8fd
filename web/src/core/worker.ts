import type { Answer, FromWorker, Served, ToWorker } from './call'
import { LoadedCore } from './load'
import type { Field } from './protocol'
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

    let turn = Promise.resolve()

    // An error in an async handler would not reach the page's onerror: answer() catches all.
    self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
        if ('module' in data) {
            loading = data.module === null ? compileFirst() : LoadedCore.load(data.module, { spare: false })
            return
        }
        const { id, call, input } = data
        const asked = calls.get(call)
        // Files are read while the core compiles, or answers what came before.
        const reading = asked && read(asked, input)
        const say = (answer: Answer) => post({ id, ...answer })
        turn = turn.then(async () => say(reading ? await answer(reading, loading, say) : { output: undefined }))
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

/** A call, and what it is made with, once the files in it have been read. */
interface Reading {
    readonly asked: Served
    readonly input: Promise<object>
    readonly unread: readonly string[]
}

function read(asked: Served, given: object): Reading {
    const unread: string[] = []
    const octetsOf = async (name: string, value: unknown) => {
        if (!(value instanceof Blob)) return value
        const field = (asked.call.files as Readonly<Record<string, Field | null>>)[name] ?? null
        if (value.size > maxInputOctets) throw new Refused(refusals.inputTooLarge(field))
        return value.arrayBuffer().then((buffer) => new Uint8Array(buffer), () => { unread.push(name) })
    }
    const input = Promise.all(Object.entries(given).map(async ([name, value]) => [name, await octetsOf(name, value)] as const)).then(Object.fromEntries)
    input.catch(() => {})  // a refusal counts when it is its turn
    return { asked, input, unread }
}

async function answer({ asked: { call, run }, input, unread }: Reading, loading: Promise<LoadedCore>, say: (answer: Answer) => void): Promise<Answer> {
    try {
        const core = await loading.catch(() => { throw new Refused(refusals.coreUnavailable()) })
        const given = await input
        if (unread.length !== 0) return { unread }
        return { output: run(core, given as never, ((part: unknown) => say({ part })) as never) }
    } catch (error) {
        return { output: call.refused(error instanceof Refused ? error.error : refusals.coreCrashed()) }
    } finally {
        // The worker may live on, and a browser may keep the memory of one that does not. Also where there is no core to be asked.
        void input.then((given) => { for (const value of Object.values(given)) if (value instanceof Uint8Array) value.fill(0) }, () => {})
    }
}
