/**
 * What a page and its workers do with the core, watched from inside: who compiles it and how, what is unpacked where, which workers
 * are started, what they are asked, and which are ended. Also takes away what old browsers lack. The page is the shipped one: all of
 * this is put before its first script by the driver, and before the worker's script where the page makes its Blob.
 */
import { until } from './browsers.mjs'

/** What can be taken away, and what a worker must then be seen to do instead. */
export const LACKING = {
    fromBase64: { seen: 'large base64', unseen: 'fromBase64' },
    DecompressionStream: { seen: 'large octets', unseen: 'DecompressionStream' },
    compileStreaming: { seen: 'compile', unseen: 'compileStreaming' },
    'sending modules': { seen: 'module refused', unseen: null },
}

/** Runs in page and worker. tell: is given the name of each thing that happens. */
function watchThread(without, tell) {
    const overwrite = (owner, name, wrap) => { if (typeof owner?.[name] === 'function') owner[name] = wrap(owner[name]) }
    const isModule = (value) => value instanceof WebAssembly.Module

    for (const name of ['compile', 'compileStreaming', 'instantiateStreaming']) {
        overwrite(WebAssembly, name, (real) => (...given) => { tell(name); return real.apply(WebAssembly, given) })
    }
    overwrite(WebAssembly, 'instantiate', (real) => (...given) => { if (!isModule(given[0])) tell('compile'); return real.apply(WebAssembly, given) })
    const told = (name, when = () => true) => (real) => new Proxy(real, {
        construct(target, given, made) {
            if (when(...given)) tell(name)
            return Reflect.construct(target, given, made)
        },
    })
    overwrite(WebAssembly, 'Module', told('compile'))
    overwrite(globalThis, 'DecompressionStream', told('DecompressionStream'))
    // Who inflates by hand needs room for what comes out; views of a memory are none of that.
    overwrite(globalThis, 'Uint8Array', told('large octets', (size) => typeof size === 'number' && size > 50_000))
    overwrite(Uint8Array, 'fromBase64', (real) => (text, ...rest) => { if (text.length > 10_240) tell('fromBase64'); return real.call(Uint8Array, text, ...rest) })
    overwrite(globalThis, 'atob', (real) => (text) => { if (text.length > 10_240) tell('large base64'); return real(text) })

    if (without.includes('fromBase64')) delete Uint8Array.fromBase64
    if (without.includes('DecompressionStream')) delete globalThis.DecompressionStream
    if (without.includes('compileStreaming')) {
        delete WebAssembly.compileStreaming
        delete WebAssembly.instantiateStreaming
    }
    if (without.includes('randomness')) Crypto.prototype.getRandomValues = () => { throw new DOMException('There is none.', 'OperationError') }
    if (!without.includes('sending modules')) return
    const refusing = (real) => function (message, ...rest) {
        if (message !== null && typeof message === 'object' && Object.values(message).some(isModule)) {
            tell('module refused')
            throw new DOMException('A module stays where it is.', 'DataCloneError')
        }
        return real.call(this, message, ...rest)
    }
    if (typeof document === 'undefined') overwrite(globalThis, 'postMessage', refusing)
    else overwrite(Worker.prototype, 'postMessage', refusing)
}

/** Before the worker's own script. */
function watchWorker(without, watchThread) {
    const post = globalThis.postMessage.bind(globalThis)
    watchThread(without, (happened) => post({ watched: happened }))
    if (without.includes('health of the first') && globalThis.name === 'first') {
        // As it works off a list, where no message reaches it: an error that nobody catches.
        let parts = 0
        globalThis.postMessage = (message) => {
            post(message)
            if (message.part === undefined || ++parts < 5) return
            reportError(new Error('The test wants it.'))
            for (;;) {}  // it gets no further, however late the page hears of it
        }
    }
    globalThis.addEventListener('message', (event) => {
        if (event.data?.probe === undefined) return
        event.stopImmediatePropagation()
        if (event.data.probe === 'fail') throw new Error('The test wants it.')
        post({ watched: null, answers: event.data.probe })
    })
}

/** Before the page's first script. */
function watchPage(without, watchThread, workerPrefix, cores) {
    if (location.protocol === 'about:') return
    if (cores !== null) Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => cores })
    const watched = { page: [], workers: [], order: [], idle: () => {} }
    globalThis.watched = watched
    watchThread(without, (happened) => watched.page.push(happened))

    globalThis.Blob = new Proxy(Blob, {
        construct: (target, [parts, options], made) => Reflect.construct(target, [options?.type === 'text/javascript' ? [workerPrefix, ...parts] : parts, options], made),
    })
    globalThis.Worker = new Proxy(Worker, {
        construct(target, given) {
            const worker = Reflect.construct(target, given)
            const seen = { did: [], calls: [], isEnded: false, answers: 0, probe: (number) => worker.postMessage({ probe: number }) }
            watched.workers.push(seen)
            watched.order.push('start')
            worker.addEventListener('message', (event) => {
                if (event.data?.watched === undefined) return
                event.stopImmediatePropagation()
                if (event.data.watched === null) seen.answers = event.data.answers
                else seen.did.push(event.data.watched)
            })
            const { postMessage, terminate } = worker
            worker.postMessage = function (message, ...rest) {
                if (message.call !== undefined) seen.calls.push(message.call)
                return postMessage.call(worker, message, ...rest)
            }
            worker.terminate = () => {
                seen.isEnded = true
                watched.order.push('end')
                terminate.call(worker)
            }
            return worker
        },
    })

    // Minutes pass when the test says so.
    const { setTimeout, clearTimeout } = globalThis
    const long = new Map()
    globalThis.setTimeout = (run, milliseconds, ...rest) => {
        if (!(milliseconds >= 60_000)) return setTimeout(run, milliseconds, ...rest)
        const id = setTimeout(() => {}, 0)
        long.set(id, run)
        return id
    }
    globalThis.clearTimeout = (id) => {
        long.delete(id)
        clearTimeout(id)
    }
    watched.idle = () => { for (const [id, run] of long) { long.delete(id); run() } }

    addEventListener('DOMContentLoaded', () => {
        for (const id of ['result', 'batch']) {
            const section = document.getElementById(id)
            new MutationObserver(() => { if (!section.hidden) watched.order.push('certificate') }).observe(section, { attributes: true, attributeFilter: ['hidden'] })
        }
    })
}

/**
 * Call it before the page is opened; its frames are watched too.
 * without: of LACKING, `randomness`, and `health of the first`: that worker crashes when it has made five of a list
 * cores: that the machine says it has
 */
export async function watch(page, without = [], cores = null) {
    const workerPrefix = `(${watchWorker})(${JSON.stringify(without)}, ${watchThread});\n`
    await page.evaluateOnNewDocument(`(${watchPage})(${JSON.stringify(without)}, ${watchThread}, ${JSON.stringify(workerPrefix)}, ${cores})`)
}

/** The watched page, or a frame in it. */
export class Watched {
    constructor(scope) { this.scope = scope }

    /** `page`: what its own thread did; `workers`: of each what it did, what it was asked, whether it was ended; `order`. */
    seen() {
        return this.scope.evaluate(() => ({
            page: watched.page, order: watched.order, workers: watched.workers.map(({ did, calls, isEnded }) => ({ did, calls, isEnded })),
        }))
    }

    /** How often anything was compiled, anywhere. */
    static compiled({ page, workers }) {
        return [page, ...workers.map(({ did }) => did)].flat().filter((each) => /^(compile|compileStreaming|instantiateStreaming)$/.test(each)).length
    }

    /** Workers that were started before the first certificate was there. */
    static startedFor({ order }) {
        const end = order.indexOf('certificate')
        return order.slice(0, end < 0 ? undefined : end).filter((each) => each === 'start').length
    }

    /** Waits until every worker that was given what may be a key has been ended. */
    async untilKeyIsGone(touching = /^(inspect|create|sort|readRequests)$/) {
        await until(async () => (await this.seen()).workers.every(({ calls, isEnded }) => isEnded || !calls.some((each) => touching.test(each))),
            'the worker that saw the key to be ended').catch(async (error) => {
            throw new Error(`${error.message}: ${JSON.stringify(await this.seen())}`)
        })
    }

    /** Asks every worker for a sign of life, and again those that live, until these have answered. @returns {Promise<boolean[]>} who did */
    async answering() {
        const numbers = [1, 2].map((each) => each + Date.now())
        for (const number of numbers) {
            await until(() => this.scope.evaluate((number) => {
                // Each time: another may have been started meanwhile.
                const silent = watched.workers.filter(({ answers }) => answers !== number)
                for (const each of silent) each.probe(number)
                return silent.every(({ isEnded }) => isEnded)
            }, number), 'the living to answer')
        }
        return this.scope.evaluate((last) => watched.workers.map(({ answers }) => answers === last), numbers[1])
    }

    /** An error that nobody catches, in one of the workers. */
    fail(index) { return this.scope.evaluate((index) => watched.workers[index].probe('fail'), index) }

    /** Five minutes without any call. */
    idle() { return this.scope.evaluate(() => watched.idle()) }
}
