/** One of the threads of `popcert dev devices`: a module of its own, and what it is asked for. */
import { parentPort } from 'node:worker_threads'
import { answer, loadDevPki } from '../dev/index'
import type { Request } from '../dev/maker'

const port = parentPort
const loading = loadDevPki()
port?.on('message', ({ id, request }: { readonly id: number; readonly request: Request }) => {
    void loading.then((pki) => answer(pki, request)).then(({ output, move }) => { port.postMessage({ id, output }, [...move]) })
})
