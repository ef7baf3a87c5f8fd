/**
 * What a certificate costs when everything is compiled: one key generation, one signature and one verification by themselves, and
 * the whole certificate, alone and in a list. On one thread, the page's, by its own clock.
 */
import { jobFor, newCode } from './contenders.mjs'

const LIST = 50

/** Runs in the page. @returns milliseconds for each, several times; memory: what the core's grew to */
async function measure({ key, ca, codes }, runs) {
    const memories = []
    const { instantiate } = WebAssembly
    WebAssembly.instantiate = async (...given) => {
        const made = await instantiate(...given)
        for (const each of Object.values((made.instance ?? made).exports)) if (each instanceof WebAssembly.Memory) memories.push(each)
        return made
    }
    const octets = (text) => new TextEncoder().encode(text)
    const parts = await (await import('/parts.mjs')).default({
        instantiateWasm: (imports, use) => {
            WebAssembly.compileStreaming(fetch('/parts.wasm')).then((module) => WebAssembly.instantiate(module, imports).then((instance) => use(instance, module)))
            return {}
        },
        locateFile: (file) => file,
    })
    const core = await (await import('/popcert/index.js')).loadCore()
    const input = { privateKey: octets(key), caCertificate: octets(ca) }
    if (!parts.partOpenKey(octets(key))) throw new Error('The parts cannot open the key.')
    const has = (done, what) => { if (!done) throw new Error(`${what} failed.`) }
    const pems = []
    let next = 0
    const nextCode = () => codes[next++ % codes.length]
    const jobs = {
        generation: { count: 1, run: () => has(parts.partGenerateKey(crypto.getRandomValues(new Uint8Array(48))), 'key generation') },
        signature: { count: 1, run: () => has(parts.partSign(), 'the signature') },
        verification: { count: 1, run: () => has(parts.partVerify(), 'the verification') },
        alone: { count: 1, run: () => {
            const code = nextCode()
            const made = core.createVerificationCertificate({ ...input, verificationCode: code })
            has(made.ok, 'the certificate')
            if (pems.length < 20) pems.push([code, made.value.pem])
        } },
        listed: { count: codes.length, run: () => {
            const kept = []
            has(core.createEach({ ...input, verificationCodes: codes }, (result) => { if (result.ok) kept.push(result.value.pem) }).ok && kept.length === codes.length, 'the list')
            if (pems.length < 200) pems.push(...kept.map((pem, at) => [codes[at], pem]))
        } },
    }
    const times = Object.fromEntries(Object.keys(jobs).map((name) => [name, []]))
    const repeats = {}
    for (const [name, { run }] of Object.entries(jobs)) {
        // Browsers compile again what runs often: that is over before the clock starts. Short jobs are taken together.
        const begin = performance.now()
        let done = 0
        do { run(); done++ } while (performance.now() - begin < 400)
        repeats[name] = Math.max(1, Math.ceil(done / 8))
    }
    const names = Object.keys(jobs)
    for (let round = 0; round < runs; round++) {
        // Another order each time, so that what slows the machine down for a while does not always meet the same.
        for (const name of names.sort(() => Math.random() - 0.5)) {
            const start = performance.now()
            for (let i = 0; i < repeats[name]; i++) jobs[name].run()
            times[name].push((performance.now() - start) / repeats[name] / jobs[name].count)
        }
    }
    return { times, pems, memory: Math.max(...memories.map((each) => each.buffer.byteLength)) }
}

/** @returns {{ times: Record<'generation' | 'signature' | 'verification' | 'alone' | 'listed', number[]>, memory: number }} */
export async function measureWarm({ browser, server, ca, runs, judge }) {
    const page = await browser.newPage()
    page.setDefaultTimeout(0)
    await page.goto(`${server.url}/blank`)
    const { pems, ...rest } = await page.evaluate(measure, { ...jobFor(ca), codes: Array.from({ length: LIST }, newCode) }, runs)
    await page.close()
    for (const [code, pem] of pems) judge.keep(ca, code, pem)
    return rest
}
