import { compilePacked } from '../../core/unpack'
import { loadDevPki } from '../load'
import { answer, type Request } from '../maker'
import type { DevPki } from '../protocol'

/** One of the page's workers: the first compiles the module for all of them. */

type ToWorker = { readonly module: WebAssembly.Module | null } | { readonly id: number; readonly request: Request }

let loading: Promise<DevPki> = self.name === 'first' ? compile() : new Promise<DevPki>(() => {})

async function compile(): Promise<DevPki> {
    const module = await compilePacked(PACKED_CORE)
    try {
        self.postMessage({ module })
    } catch {
        self.postMessage({ module: null })  // a browser in which modules stay where they are
    }
    return loadDevPki(module)
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if ('module' in data) {
        loading = data.module === null ? compile() : loadDevPki(data.module)
        return
    }
    const { id, request } = data
    void loading.then((pki) => answer(pki, request)).then(
        ({ output, move }) => { self.postMessage({ id, output }, { transfer: [...move] }) },
        () => { self.postMessage({ crashed: true }) },
    )
}
