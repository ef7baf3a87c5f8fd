import type { Answer, FromWorker, Served, ToWorker } from './call'
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

    let turn = Promise.resolve()
    post({ isUp: true })

    // An error in an async handler would not reach the page's onerror: answer() catches all.
    self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
        if ('module' in data) {
            loading = data.module === null ? compileFirst() : LoadedCore.load(data.module, { spare: false })
            return
        }
        const { id, call, input } = data
        const asked = calls.get(call)
        // Files are read while the core compiles, or answers what came before.
        const reading = asked === undefined ? null : new Reading(asked, input)
        const say = (answer: Answer) => post({ id, ...answer })
        turn = turn.then(async () => say(reading === null ? { output: undefined } : await answer(reading, loading, say)))
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

/** What a call is made with, its files as they come in. */
class Reading {
    readonly asked: Served
    readonly unread: string[] = []
    readonly input: Promise<object>
    readonly #octets: Bytes[] = []

    constructor(asked: Served, input: object) {
        this.asked = asked
        this.input = Promise.all(Object.entries(input).map(async ([name, value]) => [name, await this.#octetsOf(name, value)] as const)).then(Object.fromEntries)
        // A refusal is seen by whoever waits for the input, in its turn.
        this.input.catch(() => {})
    }

    /** The worker may live on, and a browser may keep the memory of one that does not. */
    wipe(): void {
        for (const octets of this.#octets) octets.fill(0)
    }

    async #octetsOf(name: string, value: unknown): Promise<unknown> {
        if (!(value instanceof Blob)) return this.#kept(value)
        const field = (this.asked.call.files as Readonly<Record<string, Field | null>>)[name] ?? null
        if (value.size > maxInputOctets) throw new Refused(refusals.inputTooLarge(field))
        const octets = await value.arrayBuffer().then((buffer) => new Uint8Array(buffer), () => null)
        if (octets === null) this.unread.push(name)
        return this.#kept(octets)
    }

    #kept(value: unknown): unknown {
        if (value instanceof Uint8Array) this.#octets.push(value as Bytes)
        return value
    }
}

async function answer(reading: Reading, loading: Promise<LoadedCore>, say: (answer: Answer) => void): Promise<Answer> {
    const { call, run } = reading.asked
    try {
        const core = await loading.catch(() => { throw new Refused(refusals.coreUnavailable()) })
        const input = await reading.input
        if (reading.unread.length !== 0) return { unread: reading.unread }
        return { output: run(core, input as never, ((part: unknown) => say({ part })) as never) }
    } catch (error) {
        return { output: call.refused(error instanceof Refused ? error.error : refusals.coreCrashed()) }
    } finally {
        reading.wipe()
    }
}
