/** Many certificates for one CA key: the key opened once, then one after the other, on the page's thread, by everybody alike. */
import { jobFor, newCode, shuffled } from './contenders.mjs'

/** What takes longer than this is stopped, and said to be an estimate. */
const patienceSeconds = 60
/** What the core signs in one call. */
const atOnce = 1000

/** Runs in the page of a peer. */
async function manyByPeer({ key, ca, codes }, patience) {
    const start = performance.now()
    const opened = await globalThis.peer.open(key, ca)
    const pems = []
    for (const code of codes) {
        pems.push(await globalThis.peer.make(opened, code))
        if (performance.now() - start > patience) break
    }
    return { pems, milliseconds: performance.now() - start }
}

/** Runs in a page with the headless API; compiled before the clock starts, as the peers' scripts are. */
async function manyByPopcert({ key, ca, codes }, patience, atOnce) {
    let memory = null
    const { instantiate } = WebAssembly
    WebAssembly.instantiate = async (...given) => {
        const made = await instantiate(...given)
        memory ??= Object.values((made.instance ?? made).exports).find((each) => each instanceof WebAssembly.Memory)
        return made
    }
    const core = await (await import('/popcert/index.js')).loadCore()
    const octets = (text) => new TextEncoder().encode(text)
    /** After each call, in octets: the core's memory; the page's heap, certificates included, where the browser tells it. */
    const memories = []
    const start = performance.now()
    const input = { privateKey: octets(key), caCertificate: octets(ca) }
    const pems = []
    for (let at = 0; at < codes.length && performance.now() - start < patience; at += atOnce) {
        const all = core.createEach({ ...input, verificationCodes: codes.slice(at, at + atOnce) }, (result) => { if (result.ok) pems.push(result.value.pem) })
        if (!all.ok) throw new Error(all.error.code)
        memories.push({ core: memory.buffer.byteLength, heap: performance.memory?.usedJSHeapSize ?? null })
    }
    return { pems, milliseconds: performance.now() - start, memories }
}

/**
 * ownCounts: these of popcert alone
 * @returns rows: { contender, ca, count, made, milliseconds, memories }; made is less than count where patience ended
 */
export async function measureBatches({ browser, server, contenders, cas, counts, ownCounts, judge, say }) {
    const countsOf = ({ name }) => name === 'popcert' ? [...counts, ...ownCounts] : counts
    const cases = contenders.flatMap((contender) => cas.filter((ca) => contender.cas.includes(ca)).flatMap((ca) => countsOf(contender).map((count) => ({ contender, ca, count }))))
    const rows = []
    for (const { contender, ca, count } of shuffled(cases)) {
        const context = await browser.createBrowserContext()
        const page = await context.newPage()
        const isOurs = contender.name === 'popcert'
        await page.goto(`${server.url}/${isOurs ? 'blank' : contender.file}`)
        const codes = Array.from({ length: count }, newCode)
        const { pems, milliseconds, memories } = await page.evaluate(isOurs ? manyByPopcert : manyByPeer, { ...jobFor(ca), codes }, patienceSeconds * 1000, atOnce)
        await context.close()
        pems.forEach((pem, at) => judge.keep(ca, codes[at], pem))
        rows.push({ contender: contender.name, ca, count, made: pems.length, milliseconds, memories })
        say(`${contender.name}, ${ca}, ${count}`)
    }
    return rows
}

/** The milliseconds for all of them, also where only some were made. */
export const wholeTime = ({ count, made, milliseconds }) => milliseconds / made * count
