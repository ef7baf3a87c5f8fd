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

globalThis.popcertWorkers = { first: startWorker('first'), start: () => startWorker('next') }
