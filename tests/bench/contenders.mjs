/** What is compared: signer.html, and pages that a library or WebCrypto alone would make. Each is one file, built into build/bench. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { build } from 'esbuild'

import { startScript } from '../../web/build/bundle.mjs'
import { dist, fixturePath, repository } from '../support/fixtures.mjs'

/** The CA keys that are compared. */
export const COMPARED = { rsa2048: 'RSA-2048', rsa4096: 'RSA-4096', p256: 'P-256' }
/** All that are measured. */
export const KEYS = { rsa2048: 'RSA-2048', rsa3072: 'RSA-3072', rsa4096: 'RSA-4096', p256: 'P-256', p384: 'P-384', p521: 'P-521' }

/** `leaf`: the key of the certificate, as far as it is another than P-256; `cas`: what it can sign with. */
const PEERS = [
    { name: 'raw-webcrypto', title: 'WebCrypto by hand', cas: Object.keys(COMPARED) },
    { name: 'pkijs', title: `pkijs ${versionOf('pkijs')}`, cas: Object.keys(COMPARED) },
    { name: 'node-forge', title: `node-forge ${versionOf('node-forge')}, own key RSA-2048`, cas: ['rsa2048', 'rsa4096'] },
]
export const FLOOR = 'raw-webcrypto'
/** The peers' page with popcert's worker and core behind it: what a certificate takes at least whose key is only in a worker. */
export const BARE = 'popcert-bare'
/** A page of the peers without any script: what the browser itself takes. */
export const EMPTY = 'empty-page'
/** The same, and its first line asks for a worker that does nothing but answer: what a page takes at least that keeps the key in one. */
export const WORKER = 'empty-page-with-worker'

function versionOf(name) {
    return JSON.parse(readFileSync(join(repository, 'node_modules', name, 'package.json'), 'utf8')).version
}

export const sizeOf = (octets) => ({ raw: octets.length, gzip: gzipSync(octets, { level: 9 }).length })

/** A new code each time, of the form of Azure's. */
export const newCode = () => Array.from(crypto.getRandomValues(new Uint8Array(24)), (octet) => octet.toString(16).padStart(2, '0')).join('').toUpperCase()

const text = (name) => readFileSync(fixturePath(name), 'utf8')
export const caFile = (ca) => fixturePath(`certs/ca-${ca}.pem`)
export const jobFor = (ca) => ({ key: text(`keys/${ca}-pkcs8.pem`), ca: text(`certs/ca-${ca}.pem`) })

/** @returns {Promise<{ folder: string, all: { name: string, title: string, file: string, cas: string[], size: { raw: number, gzip: number } }[] }>} */
export async function buildContenders() {
    const folder = join(repository, 'build', 'bench')
    mkdirSync(join(folder, 'popcert'), { recursive: true })
    copyFileSync(join(dist, 'signer.html'), join(folder, 'signer.html'))
    copyFileSync(join(dist, 'popcert', 'index.js'), join(folder, 'popcert', 'index.js'))
    for (const ending of ['mjs', 'wasm']) {
        const part = join(repository, 'build', 'wasm', `popcert-core-parts.${ending}`)
        if (!existsSync(part)) throw new Error('popcert-core-parts is missing: ./dev bench builds it')
        copyFileSync(part, join(folder, `parts.${ending}`))
    }
    const template = readFileSync(join(repository, 'tests/bench/peers/page.html'), 'utf8')
    const write = (name, script, first = '') => {
        const page = template.replace('<title>', () => `${first}<title>`).replace('{{script}}', () => script.replaceAll('</script', '<\\/script'))
        writeFileSync(join(folder, `${name}.html`), page)
        return { name, file: `${name}.html`, size: sizeOf(readFileSync(join(folder, `${name}.html`))) }
    }
    const all = [{ name: 'popcert', title: 'popcert, signer.html', file: 'signer.html', cas: Object.keys(KEYS), size: sizeOf(readFileSync(join(folder, 'signer.html'))) }]
    for (const peer of PEERS) {
        const { outputFiles } = await build({
            entryPoints: [join(repository, 'tests/bench/peers/page.js')], bundle: true, minify: true, write: false, format: 'iife', platform: 'browser',
            target: 'es2022', legalComments: 'none', alias: { peer: join(repository, `tests/bench/peers/${peer.name}.js`) }, external: ['crypto'],
        })
        all.push({ ...peer, ...write(peer.name, outputFiles[0].text) })
    }
    const start = await startScript('signer/worker.ts', join(repository, 'build', 'wasm'), 'popcert-signer')
    const bare = write(BARE, readFileSync(join(repository, 'tests/bench/peers/bare.js'), 'utf8'), `<script>${start}</script>\n`)
    all.push({ title: "popcert's worker, the page of the others", cas: Object.keys(COMPARED), ...bare })
    all.push({ title: 'an empty page', cas: [], ...write(EMPTY, '') })
    all.push({ title: 'an empty page with a worker', cas: [], ...write(WORKER, '', `<script>
const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(0)'])))
globalThis.answered = new Promise((resolve) => { worker.onmessage = () => resolve(performance.now()) })
</script>`) })
    return { folder, all }
}

export function shuffled(list) {
    const out = [...list]
    for (let at = out.length - 1; at > 0; at--) {
        const other = Math.floor(Math.random() * (at + 1));
        [out[at], out[other]] = [out[other], out[at]]
    }
    return out
}
