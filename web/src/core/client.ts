import packedCore from 'packed-core'
import workerScript from 'worker-script'
import { unpackLzma } from './lzma'
import type { Call, Calls } from './messages'
import type { Bytes, CoreError } from './protocol'
import { refusals, refused } from './refusal'

/** A call under way. Cancelling ends its worker, whatever it does, and settles the result with `CANCELLED`. */
export interface Job<T> {
    readonly result: Promise<T>
    cancel(): void
}

/**
 * Runs each call in a worker of its own, which is ended with it: its memory goes with everything that was in there. The
 * next worker is started ahead, so that nobody waits for it.
 */
export class CoreClient {
    #ahead: Worker | null = null

    constructor() {
        this.#startAhead()
    }

    call<K extends Call>(call: K, input: Calls[K]['input']): Job<Calls[K]['output']> {
        const refuse = refused[call] as (error: CoreError) => Calls[K]['output']
        let settle: (output: Calls[K]['output']) => void = () => {}
        const settled = new Promise<Calls[K]['output']>((resolve) => { settle = resolve })

        let worker: Worker
        try {
            worker = this.#ahead ?? startWorker()
            this.#ahead = null
        } catch {
            return { result: Promise.resolve(refuse(refusals.coreUnavailable())), cancel: () => {} }
        }
        worker.onmessage = (event: MessageEvent<Calls[K]['output']>) => settle(event.data)
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
        return { result, cancel: () => settle(refuse(refusals.cancelled())) }
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
        worker.postMessage(core ??= unpackLzma(packedCore))  // once, while the first worker starts
        return worker
    }
    return startWorker()
}
