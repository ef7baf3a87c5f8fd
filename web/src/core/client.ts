import workerScript from 'worker-script'
import { unpackLzma } from './lzma'
import type { Answer, Calls, CallsOf } from './messages'
import type { Bytes, CoreError } from './protocol'
import { refusals, refused } from './refusal'

/** A call under way. Cancelling ends its worker, whatever it does, and settles the result with `CANCELLED`. */
export interface Job<T> {
    readonly result: Promise<T>
    cancel(): void
}

/** What a call returns that could not be made at all. */
export type RefusedBy<Own extends CallsOf<Own>> = { readonly [K in keyof Own]: (error: CoreError) => Own[K]['output'] }

type Output<T> = T extends { readonly output: infer O } ? O : never
type Input<T> = T extends { readonly input: infer I } ? I : never
type Part<T> = T extends { readonly part: infer P } ? P : never

/**
 * Runs each call in a worker of its own, which is ended with it: its memory goes with everything that was in there. The
 * next worker is started ahead, so that nobody waits for it. `Own` are the calls that the page's worker adds to the core's.
 */
export class CoreClient<Own extends CallsOf<Own> = Record<never, never>> {
    readonly #refused: Readonly<Record<string, (error: CoreError) => unknown>>
    #ahead: Worker | null = null

    constructor(own?: RefusedBy<Own>) {
        this.#refused = { ...refused, ...own }
        this.#startAhead()
    }

    /** onPart: is given what comes before the end, never afterwards. */
    call<K extends keyof (Calls & Own) & string>(
        call: K, input: Input<(Calls & Own)[K]>, onPart?: (part: Part<(Calls & Own)[K]>) => void,
    ): Job<Output<(Calls & Own)[K]>> {
        type Out = Output<(Calls & Own)[K]>
        const refuse = this.#refused[call] as (error: CoreError) => Out
        let settle: (output: Out) => void = () => {}
        const settled = new Promise<Out>((resolve) => { settle = resolve })

        let worker: Worker
        try {
            worker = this.#ahead ?? startWorker()
            this.#ahead = null
        } catch {
            return { result: Promise.resolve(refuse(refusals.coreUnavailable())), cancel: () => {} }
        }
        worker.onmessage = ({ data }: MessageEvent<Answer>) => {
            if ('output' in data) settle(data.output as Out)
            else onPart?.(data.part as Part<(Calls & Own)[K]>)
        }
        worker.onmessageerror = () => settle(refuse(refusals.coreCrashed()))
        worker.onerror = (event) => {
            event.preventDefault()
            settle(refuse(refusals.coreCrashed()))
        }
        try {
            worker.postMessage({ call, input })
        } catch {
            settle(refuse(refusals.coreCrashed()))
        }
        const result = settled.finally(() => {
            worker.terminate()
            this.#startAhead()
        })
        const cancel = () => {
            worker.onmessage = null
            settle(refuse(refusals.cancelled()))
        }
        return { result, cancel }
    }

    #startAhead(): void {
        try {
            this.#ahead ??= startWorker()
        } catch {
            this.#ahead = null  // the next call tries again, and reports it
        }
    }
}

let startWorker = (): Worker => {
    const address = URL.createObjectURL(new Blob([workerScript], { type: 'text/javascript' }))
    // The policy of the page lets scripts in only through this one door, which leads to one script.
    const trusted = globalThis.trustedTypes?.createPolicy('popcert-worker', { createScriptURL: () => address })
    let core: Bytes | null = null
    startWorker = () => {
        const worker = new Worker(trusted?.createScriptURL('') ?? address)
        worker.postMessage(core ??= unpackLzma(PACKED_CORE))  // once, while the first worker starts
        return worker
    }
    return startWorker()
}
