/** Numbers as people read them, and the tables of the benchmark. */
import { wholeTime } from './batch.mjs'
import { BARE, COMPARED, FLOOR, KEYS, WORKER } from './contenders.mjs'

export function spread(values) {
    const sorted = [...values].sort((a, b) => a - b)
    const middle = sorted.length >> 1
    const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    return { median, least: sorted[0], most: sorted.at(-1), runs: sorted.length }
}

const rounded = (value) => (value < 10 ? value.toFixed(value < 1 ? 2 : 1) : Math.round(value).toLocaleString('en'))

export const milliseconds = (each) => (each ? `${rounded(each.median)} (${rounded(each.least)}–${rounded(each.most)})` : '—')
const times = (ratio) => (Number.isFinite(ratio) ? `× ${ratio.toFixed(ratio < 10 ? 2 : 0)}` : '—')
const kilobytes = (octets) => (octets / 1000).toFixed(1)

/** A Markdown table; all columns but the first are numbers. */
export function table(head, rows) {
    const line = (cells) => `| ${cells.join(' | ')} |`
    return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}

const medianOf = (values) => (values.length === 0 ? NaN : spread(values).median)

/** The median, over the rounds, of how much longer it took than another in the same round. */
function ratio(runs, contender, ca, other = FLOOR) {
    const of = (name) => new Map(runs.filter((each) => each.contender === name && (each.ca === ca || each.ca === null))
        .map(({ round, certificate, answered }) => [round, certificate ?? answered]))
    const base = of(other)
    return medianOf([...of(contender)].map(([round, time]) => time / base.get(round)))
}

/** What a worker alone takes, and one with our core, beside whole pages that do without. */
export function nothingIsFaster(runs) {
    const answered = runs.filter(({ contender }) => contender === WORKER).map((each) => each.answered)
    const toPkijs = (name) => Object.keys(COMPARED).map((ca) => `${COMPARED[ca]} ${times(ratio(runs, name, ca, 'pkijs'))}`).join(', ')
    return `signer.html beside pkijs: ${toPkijs('popcert')}; its worker and core alone, behind the page of the others: ${toPkijs(BARE)}. A worker that does nothing, asked for by the first line of an empty page, has answered after `
        + `${milliseconds(spread(answered))} ms: ${times(ratio(runs, WORKER, 'rsa2048', 'pkijs'))} of all that pkijs takes with RSA-2048, ${times(ratio(runs, WORKER, 'rsa2048'))} of WebCrypto by hand.`
}

export function coldTable(runs, contenders) {
    const cas = Object.keys(COMPARED)
    return table(
        ['page', 'KB gzip', 'first paint, ms', 'longest task, ms', ...cas.flatMap((ca) => [`${COMPARED[ca]}, ms`, '× by hand'])],
        contenders.map(({ name, title, size }) => {
            const own = runs.filter((each) => each.contender === name)
            const paints = own.map(({ paint }) => paint).filter((each) => each !== null)
            const longest = own.map((each) => each.longest)
            return [title, kilobytes(size.gzip), paints.length === 0 ? '—' : rounded(medianOf(paints)), longest.every((each) => each === 0) ? '—' : rounded(Math.max(...longest)),
                ...cas.flatMap((ca) => {
                    const certificates = own.filter((each) => each.ca === ca).map(({ certificate }) => certificate)
                    return certificates.length === 0 ? ['—', '—'] : [milliseconds(spread(certificates)), times(ratio(runs, name, ca))]
                })]
        }))
}

export function warmTable(warm) {
    return table(['CA key', 'key generation', 'signature', 'verification', 'sum', 'a certificate alone', '× sum', 'in a list, each', '× sum'],
        Object.entries(warm).map(([ca, { times: of }]) => {
            const parts = ['generation', 'signature', 'verification'].map((part) => medianOf(of[part]))
            const sum = parts.reduce((a, b) => a + b)
            return [KEYS[ca], ...parts.map(rounded), rounded(sum), ...['alone', 'listed'].flatMap((whole) => [milliseconds(spread(of[whole])), times(medianOf(of[whole]) / sum)])]
        }))
}

export function batchTable(rows, contenders) {
    const counts = [...new Set(rows.map(({ count }) => count))].sort((a, b) => a - b)
    const cas = Object.keys(COMPARED).filter((each) => rows.some(({ ca }) => ca === each))
    return table(['CA key', 'by', ...counts.flatMap((count) => [`${count.toLocaleString('en')}, ms`, '× by hand'])],
        cas.flatMap((ca) => contenders.flatMap(({ name, title }) => {
            const own = rows.filter((each) => each.contender === name && each.ca === ca)
            if (own.length === 0) return []
            return [[COMPARED[ca], name === 'popcert' ? 'popcert, headless API' : title, ...counts.flatMap((count) => {
                const row = own.find((each) => each.count === count)
                if (row === undefined) return ['—', '—']
                const floor = rows.find((each) => each.contender === FLOOR && each.ca === ca && each.count === count)
                return [`${row.made < count ? '≈ ' : ''}${rounded(wholeTime(row))}`, times(floor ? wholeTime(row) / wholeTime(floor) : NaN)]
            })]]
        })))
}

/** Of the longest batch of each key: whether it stays flat. */
export function batchMemoryTable(rows) {
    const most = Math.max(...rows.map(({ count }) => count))
    const own = rows.filter(({ memories, count }) => memories && count === most)
    const megabytes = (octets) => octets === null || octets === undefined ? '—' : (octets / 1e6).toFixed(1)
    const calls = Math.max(...own.map(({ memories }) => memories.length))
    return table(['MB after each 1,000', 'of', ...Array.from({ length: calls }, (_, at) => String((at + 1) * 1000))],
        own.flatMap(({ ca, memories }) => [['core', "the core's memory"], ['heap', 'the heap, certificates included']]
            .filter(([name]) => memories[0][name] !== null)
            .map(([name, title]) => [COMPARED[ca], title, ...Array.from({ length: calls }, (_, at) => megabytes(memories[at]?.[name]))])))
}

export function listTable(rows) {
    return table(['signer.html, a list', 'codes', 'workers', 'ms', 'heap of the page, MB'],
        rows.map(({ ca, count, workers, milliseconds: time, heap }) => [COMPARED[ca], count.toLocaleString('en'), workers, rounded(time), heap === null ? '—' : (heap / 1e6).toFixed(1)]))
}

export function sizeTable(sizes) {
    return table(['file', 'KB', 'KB gzip -9'], Object.entries(sizes).map(([name, { raw, gzip }]) => [name, kilobytes(raw), kilobytes(gzip)]))
}
