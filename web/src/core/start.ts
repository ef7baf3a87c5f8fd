import workerScript from 'worker-script'

/**
 * The first script of a page: it asks for the worker before anything is read or drawn, so that the core is compiled while the page
 * comes into being. The policy of the page lets scripts in only through this one door, which leads to one script.
 */
const address = URL.createObjectURL(new Blob([workerScript], { type: 'text/javascript' }))
const trusted = globalThis.trustedTypes?.createPolicy('popcert-worker', { createScriptURL: () => address })

function startWorker(name: string): Worker | null {
    try {
        return new Worker(trusted?.createScriptURL('') ?? address, { name })
    } catch {
        return null
    }
}

const first = startWorker('first')
const workers = { first, early: [] as unknown[], start: () => startWorker('next') }
globalThis.popcertWorkers = workers

// The page's own script may come much later, over a slow line: until it listens, what the worker says is kept.
if (first !== null) {
    first.onmessage = ({ data }) => { workers.early.push(data) }
    first.onerror = (event) => {
        event.preventDefault()
        workers.first = null
    }
}
