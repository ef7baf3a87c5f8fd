// Sizes, times and memory, as the README shows them: `./dev bench [--quick]`; quick leaves the passwords out,
// unless --kdf asks for them.
// Times are medians with the least and the most; each is taken by the browser's own clock.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { arch, cpus, type } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'

import { BROWSERS, browserPath, launch } from '../support/browsers.mjs'
import { memoryOfChromium } from './memory.mjs'
import { coldPage, warmPage } from './pages.mjs'
import { milliseconds, spread, table } from './report.mjs'

const repository = new URL('../../', import.meta.url).pathname
const { values: options } = parseArgs({ options: { quick: { type: 'boolean' }, kdf: { type: 'boolean' } } })
const RUNS = options.quick ? 3 : 11

const made = spawnSync(join(repository, 'tests/vectors/make-fixtures'), [], { stdio: ['ignore', 'inherit', 'inherit'] })
if (made.status !== 0) process.exit(1)
// The fixtures module wants them to be there already.
const { dist, fixture, CODE } = await import('../support/fixtures.mjs')
const { startServer } = await import('../support/server.mjs')

const KEYS = { rsa2048: 'RSA-2048', rsa3072: 'RSA-3072', rsa4096: 'RSA-4096', p256: 'P-256', p384: 'P-384', p521: 'P-521' }
const text = (name) => Buffer.from(fixture(name)).toString('base64')
const job = (key) => ({ code: CODE, key: text(`keys/${key}-pkcs8.pem`), ca: text(`certs/ca-${key}.pem`) })

// ------------------------------------------------------------------------------------------------ sizes
const kilobytes = (octets) => (octets / 1000).toFixed(1)
function sizes() {
    const found = {}
    const add = (name, octets) => { found[name] = { raw: octets.length, gzip: gzipSync(octets, { level: 9 }).length } }
    add('signer.html', readFileSync(join(dist, 'signer.html')))
    add('popcert/index.js', readFileSync(join(dist, 'popcert', 'index.js')))
    for (const [name, where] of [['popcert-signer', 'signer.html'], ['popcert-core', 'the package and index.html']]) {
        const core = join(repository, 'build', 'wasm', `${name}.wasm`)
        if (existsSync(core)) add(`${name}.wasm (inside ${where})`, readFileSync(core))
    }
    return found
}

// ------------------------------------------------------------------------------------------------ times
/** From the start of the navigation to the certificate on the screen: a new page each time. */
async function cold(browser, url, input) {
    const times = []
    for (let run = 0; run <= RUNS; run++) {
        const page = await browser.newPage()
        const time = await coldPage(page, url, input)
        if (run > 0) times.push(time)  // the first one also pays for what the browser keeps afterwards
        await page.close()
    }
    return spread(times)
}

/** One certificate after another in the module, loaded once. */
async function warm(browser, server, key) {
    const page = await browser.newPage()
    await page.goto(`${server.url}/blank`)
    const { times, wasmOctets } = await warmPage(page, `${server.url}/popcert/index.js`, job(key), RUNS)
    await page.close()
    return { ...spread(times), wasmOctets }
}

const result = {
    when: new Date().toISOString(),
    machine: { processor: cpus()[0].model.trim(), cores: cpus().length, system: `${type()} ${arch()}` },
    runs: RUNS,
    sizes: sizes(),
    browsers: {},
}

const server = await startServer(dist, { '/blank': '<!doctype html><link rel="icon" href="data:,"><title>bench</title>' })
for (const kind of BROWSERS) {
    if (!browserPath(kind)) {
        console.error(`bench: ${kind} is not installed, and left out`)
        continue
    }
    const browser = await launch(kind)
    const of = (result.browsers[kind] = { version: await browser.version(), cold: {}, warm: {}, wasmOctets: 0, memory: null })
    for (const key of Object.keys(KEYS)) {
        console.error(`bench: ${kind}, ${KEYS[key]}`)
        of.cold[key] = await cold(browser, `${server.url}/signer.html`, job(key))
        const { wasmOctets, ...times } = await warm(browser, server, key)
        of.warm[key] = times
        of.wasmOctets = Math.max(of.wasmOctets, wasmOctets)
    }
    if (kind === 'chromium') of.memory = await memoryOfChromium(browser, server, job('rsa4096'))
    await browser.quit()
}

// ------------------------------------------------------------------------------------------------ report
const kinds = Object.keys(result.browsers)
const lines = [
    `Measured on ${result.machine.processor}, ${result.machine.cores} cores, ${result.machine.system}; ${RUNS} runs each, median (least–most).`,
    '',
    table(['File', 'KB', 'KB gzip -9'], Object.entries(result.sizes).map(([name, { raw, gzip }]) => [name, kilobytes(raw), kilobytes(gzip)])),
    '',
    table(['CA key', ...kinds.flatMap((kind) => [`${result.browsers[kind].version}: open to certificate, ms`, 'each further one, ms'])],
        Object.entries(KEYS).map(([key, name]) => [name, ...kinds.flatMap((kind) => [milliseconds(result.browsers[kind].cold[key]), milliseconds(result.browsers[kind].warm[key])])])),
    '',
    table(['Peak memory', ...kinds.map((kind) => result.browsers[kind].version)], [
        ['WebAssembly, MB', ...kinds.map((kind) => (result.browsers[kind].wasmOctets / 1e6).toFixed(1))],
        ['JavaScript heap of the page, MB', ...kinds.map((kind) => result.browsers[kind].memory?.heap?.toFixed(1) ?? '—')],
        ["the page's process beyond an empty page's, MB", ...kinds.map((kind) => result.browsers[kind].memory?.process?.toFixed(1) ?? '—')],
    ]),
]
if (options.kdf || !options.quick) {
    const { measureDerivations } = await import('./kdf.mjs')
    const { derivations, report } = await measureDerivations({ runs: options.quick ? 2 : 5 })
    result.derivations = derivations
    lines.push('', report)
}
await server.close()
mkdirSync(join(repository, 'build'), { recursive: true })
writeFileSync(join(repository, 'build', 'bench.json'), `${JSON.stringify(result, null, 2)}\n`)
console.log(lines.join('\n'))
