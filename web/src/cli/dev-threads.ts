import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { remoteMaker, type Maker } from '../dev/index'

/** A maker for each processor that is wanted, in threads of their own. */
export function threadMakers(count: number): readonly Maker[] {
    return Array.from({ length: count }, () => {
        const worker = new Worker(new URL('./dev-thread.js', import.meta.url))
        return remoteMaker({
            post: (message) => worker.postMessage(message),
            end: () => { void worker.terminate() },
            onMessage: (listen) => { worker.on('message', listen) },
            onCrash: (listen) => { worker.on('error', listen).on('exit', listen) },
        })
    })
}

/** For few a thread costs more than it saves: each opens the CA anew. */
export function usualThreads(certificates: number, keyType: string): number {
    const worthwhile = keyType.startsWith('RSA') ? certificates : Math.ceil(certificates / 500)
    return Math.max(1, Math.min(availableParallelism(), worthwhile))
}
