import { remoteMaker, type Maker } from '../maker'
import type { KeyType } from '../protocol'

/** Makers in workers: one that stays for what is small, and for a run as many as there are processors, up to four. */

type FromWorker = { readonly module: WebAssembly.Module | null } | { readonly id: number; readonly output: unknown } | { readonly crashed: true }

let module: WebAssembly.Module | null = null
let first: Worker | null = popcertWorkers.first

function makerIn(worker: Worker): Maker {
    return remoteMaker({
        post: (message) => worker.postMessage(message),
        end: () => worker.terminate(),
        onMessage: (listen) => {
            worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
                if ('module' in data) module = data.module
                else if ('id' in data) listen(data)
                else worker.dispatchEvent(new Event('error'))
            }
        },
        onCrash: (listen) => { worker.addEventListener('error', listen) },
    })
}

/** null where the browser starts no worker. */
export function newMaker(): Maker | null {
    if (first !== null) {
        const worker = first
        first = null
        for (const said of popcertWorkers.early as readonly FromWorker[]) if ('module' in said) module = said.module
        return makerIn(worker)
    }
    const worker = popcertWorkers.start()
    if (worker === null) return null
    worker.postMessage({ module })
    return makerIn(worker)
}

/** For few a further worker costs more than it saves: each opens the CA anew. */
export function usualMakers(certificates: number, keyType: KeyType): number {
    const most = Math.min(4, navigator.hardwareConcurrency || 1)
    return Math.max(1, Math.min(most, keyType.startsWith('RSA') ? certificates : Math.ceil(certificates / 200)))
}
