// Sizes, times and memory, beside what people would use instead: `./dev bench [--quick] [--long] [--write]`.
//   --quick            few rounds, small batches, no passwords (unless --kdf asks for them)
//   --long             batches of 10,000 of the others too
//   --rounds N         how often each case is run
//   --browser NAME     only in this one
//   --phases a,b       of cold, file, warm, batch, memory, kdf; without it all
//   --write            puts the tables into docs/benchmarks.md
// All is measured in one run, the cases of a round in another order each time, by the browser's own clock. What was made is
// verified by OpenSSL afterwards; one that it refuses ends the run. All numbers go to build/bench.json too.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, arch, type } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pathToFileURL } from 'node:url'

import { BROWSERS, browserPath, launch } from '../support/browsers.mjs'

const repository = new URL('../../', import.meta.url).pathname
const { values: options } = parseArgs({
    options: {
        quick: { type: 'boolean' }, long: { type: 'boolean' }, kdf: { type: 'boolean' }, write: { type: 'boolean' },
        rounds: { type: 'string' }, browser: { type: 'string' }, phases: { type: 'string' },
    },
})
const rounds = Number(options.rounds ?? (options.quick ? 3 : 11))
const counts = options.quick ? [1, 100] : [1, 10, 100, 1000, ...(options.long ? [10_000] : [])]
/** Ours alone, whether time stays linear and memory flat. */
const ownCounts = options.quick || options.long ? [] : [10_000]
/** In docs/benchmarks.md, what was measured stands between these. */
const [MARK, END] = ['<!-- measured -->', '<!-- end -->']
const phases = options.phases?.split(',') ?? ['cold', 'file', 'warm', 'batch', 'memory', ...(options.kdf || !options.quick ? ['kdf'] : [])]

const made = spawnSync(join(repository, 'tests/vectors/make-fixtures'), [], { stdio: ['ignore', 'inherit', 'inherit'] })
if (made.status !== 0) process.exit(1)
// The fixtures module wants them to be there already.
const { dist } = await import('../support/fixtures.mjs')
const { startServer } = await import('../support/server.mjs')
const { BARE, buildContenders, COMPARED, KEYS, sizeOf } = await import('./contenders.mjs')
const { measureCold } = await import('./cold.mjs')
const { measureWarm } = await import('./warm.mjs')
const { measureBatches } = await import('./batch.mjs')
const { measureLists } = await import('./list.mjs')
const { memoryOfChromium } = await import('./memory.mjs')
const { Judge } = await import('./judge.mjs')
const { batchMemoryTable, batchTable, coldTable, listTable, nothingIsFaster, sizeTable, spread, milliseconds, table, warmTable } = await import('./report.mjs')

/** How many cores are at work while this program waits. The load would count the build that came before. */
async function busyCores(seconds) {
    const idle = () => cpus().reduce((sum, { times }) => sum + times.idle, 0)
    const before = idle()
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
    return Math.max(0, cpus().length - (idle() - before) / (seconds * 1000))
}

const { folder, all: contenders } = await buildContenders()
const server = await startServer(folder, { '/blank': '<!doctype html><link rel="icon" href="data:,"><title>bench</title>' })
const judge = new Judge()
const sizes = Object.fromEntries([
    ...['signer.html', 'index.html', 'popcert/element.js', 'popcert/index.js'].map((name) => [name, join(dist, name)]),
    ...['popcert-signer', 'popcert-core'].map((name) => [`${name}.wasm, inside`, join(repository, 'build/wasm', `${name}.wasm`)]),
].map(([name, path]) => [name, sizeOf(readFileSync(path))]))
const othersAtStart = await busyCores(3)
const result = {
    when: new Date().toISOString(), rounds, machine: { processor: cpus()[0].model.trim(), cores: cpus().length, system: `${type()} ${arch()}` }, sizes, browsers: {},
}

for (const kind of options.browser ? [options.browser] : BROWSERS) {
    if (!browserPath(kind)) {
        console.error(`bench: ${kind} is not installed, and left out`)
        continue
    }
    const browser = await launch(kind, { protocolTimeout: 0 })
    const of = (result.browsers[kind] = { version: (await browser.version()).replace('/', ' ').replace(/^f/, 'F') })
    const compared = Object.keys(COMPARED)
    const saying = (phase) => (what) => console.error(`bench: ${kind}, ${phase}: ${what}`)
    const given = { browser, server, contenders, judge, rounds }
    if (phases.includes('cold')) {
        of.cold = await measureCold({ ...given, onlyCompared: Object.keys(KEYS), address: (file) => `${server.url}/${file}`, say: saying('over http') })
    }
    if (phases.includes('file')) {
        of.file = await measureCold({ ...given, onlyCompared: compared, address: (file) => pathToFileURL(join(folder, file)).href, say: saying('from a file') })
    }
    if (phases.includes('warm')) {
        of.warm = {}
        for (const ca of Object.keys(KEYS)) {
            of.warm[ca] = await measureWarm({ ...given, ca, runs: rounds })
            saying('warm')(KEYS[ca])
        }
    }
    if (phases.includes('batch')) {
        of.batch = await measureBatches({ ...given, contenders: contenders.filter(({ name, cas }) => cas.length !== 0 && name !== BARE), cas: compared, counts, ownCounts, say: saying('batch') })
        of.list = await measureLists({ ...given, cas: ['rsa2048', 'p256'], count: options.quick ? 100 : 1000, say: saying('list') })
    }
    if (phases.includes('memory') && kind === 'chromium') of.memory = await memoryOfChromium(browser, server)
    await browser.quit()
    console.error(`bench: OpenSSL verified all ${judge.verify()} certificates so far`)
}
const verified = judge.verify()
await server.close()
const load = loadavg()[0]

// ------------------------------------------------------------------------------------------------ report
const lines = [
    `${result.when.slice(0, 10)}, ${result.machine.processor}, ${result.machine.cores} cores, ${result.machine.system}. ${rounds} rounds; medians, in brackets the least and the most.`,
    `OpenSSL verified all ${verified.toLocaleString('en')} certificates that were made.`,
    `Others kept ${othersAtStart.toFixed(1)} cores busy when it began; the load was ${load.toFixed(1)} when it ended, of which its own is about 1.5.`,
    ...(othersAtStart > 0.5 ? ['\n**Other programs were running: these times are no measure of anything.**'] : []),
    '', '## Sizes', '', sizeTable(sizes),
]
for (const { version, cold, file, warm, batch, list, memory } of Object.values(result.browsers)) {
    if (cold) {
        lines.push('', `## ${version}: open over http, to the certificate`, '', coldTable(cold, contenders), '', nothingIsFaster(cold))
        const others = Object.keys(KEYS).filter((ca) => !(ca in COMPARED))
        lines.push('', `signer.html with other keys: ${others.map((ca) => `${KEYS[ca]} ${milliseconds(spread(cold.filter((each) => each.ca === ca).map(({ certificate }) => certificate)))} ms`).join(', ')}.`)
    }
    if (file) lines.push('', `## ${version}: opened from a file, to the certificate`, '', coldTable(file, contenders), '', nothingIsFaster(file))
    if (warm) {
        lines.push('', `## ${version}: each further certificate, in milliseconds`, '', warmTable(warm),
            '', `The core's memory: ${(Math.max(...Object.values(warm).map((each) => each.memory)) / 1e6).toFixed(1)} MB at most.`)
    }
    if (batch) lines.push('', `## ${version}: many certificates`, '', batchTable(batch, contenders))
    if (batch && batch.some(({ count }) => count > 1000)) lines.push('', batchMemoryTable(batch))
    if (list) lines.push('', listTable(list))
    if (memory) {
        lines.push('', table(['memory of signer.html, MB', version], [
            ['JavaScript heap of the page', memory.heap.toFixed(1)], ["the page's process beyond an empty page's", memory.process?.toFixed(1) ?? '—'],
        ]))
    }
}
if (phases.includes('kdf')) {
    const { measureDerivations } = await import('./kdf.mjs')
    const { derivations, report } = await measureDerivations({ runs: options.quick ? 2 : 5 })
    result.derivations = derivations
    lines.push('', '## Passwords', '', report)
}
mkdirSync(join(repository, 'build'), { recursive: true })
writeFileSync(join(repository, 'build', 'bench.json'), `${JSON.stringify(result, null, 2)}\n`)
console.log(lines.join('\n'))
if (options.write) {
    const page = join(repository, 'docs', 'benchmarks.md')
    const text = readFileSync(page, 'utf8')
    const before = text.slice(0, text.indexOf(MARK) + MARK.length)
    const after = text.slice(text.indexOf(END))
    writeFileSync(page, `${before}\n\n${lines.join('\n')}\n\n${after}`)
}
