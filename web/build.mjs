// Makes dist/ from web/src and the built core: `node web/build.mjs [--core DIR] [--out DIR]`.
//   signer.html   the page in one file: styles, script, worker and WebAssembly inlined, under a policy with their hashes
//   popcert/      the package: an ES module with types, WebAssembly inlined
//   SHA256SUMS    of all of it
// The same input gives the same octets.

import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import pako from 'pako'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values: options } = parseArgs({
    options: { core: { type: 'string', default: join(root, 'build/wasm') }, out: { type: 'string', default: join(root, 'dist') } },
})
const out = resolve(options.out)
const source = (path) => join(root, 'web/src', path)

/** Of signer.html, compressed: what a visitor waits for. */
const mostGzipOctets = 120_000

const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))

/** `wasm/popcert-core` and `.wasm`, as the sources import them, are what CMake built. */
const builtCore = {
    name: 'built core',
    setup(bundler) {
        bundler.onResolve({ filter: /wasm\/popcert-core(\.wasm)?$/ }, async ({ path }) => {
            const file = resolve(options.core, path.endsWith('.wasm') ? 'popcert-core.wasm' : 'popcert-core.mjs')
            await stat(file).catch(() => { throw new Error(`${relative(root, file)} is missing: ./dev build makes it.`) })
            return { path: file }
        })
    },
}

/** An import that is made here. */
function made(name, contents, loader) {
    const namespace = `made ${name}`
    return {
        name,
        setup(bundler) {
            bundler.onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: name, namespace }))
            bundler.onLoad({ filter: /.*/, namespace }, () => ({ contents, loader }))
        },
    }
}

/** In JavaScript, since what zlib makes differs from one Node to the next. */
async function deflatedCore() {
    return pako.deflateRaw(await readFile(resolve(options.core, 'popcert-core.wasm')), { level: 9, memLevel: 9 })
}

async function bundle(entry, settings) {
    const result = await build({
        entryPoints: [source(entry)],
        bundle: true,
        minify: true,
        write: false,
        platform: 'browser',
        target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
        charset: 'utf8',
        legalComments: 'none',
        loader: { '.wasm': 'binary' },
        // Emscripten's glue would look for the .wasm beside itself; it is given the octets instead.
        define: { 'import.meta.url': '""' },
        absWorkingDir: root,
        logLevel: 'warning',
        ...settings,
    })
    return result.outputFiles[0].text
}

/** What would end the inline script early, or open a way out that no policy closes. */
const forbidden = [
    /<\/script/i, /<!--/, /RTCPeerConnection/, /window\.open/, /\beval\(/, /new Function/,
    /\blocation(\.\w+)?\s*=[^=]/, /\blocation\.(assign|replace|reload)/,
]

function refuse(text) {
    for (const pattern of forbidden) {
        const found = pattern.exec(text)
        if (found) throw new Error(`The script of signer.html contains '${found[0]}'.`)
    }
    return text
}

function sha256(octets, encoding = 'hex') {
    return createHash('sha256').update(octets).digest(encoding)
}

async function signerPage() {
    const core = made('deflated-core', await deflatedCore(), 'binary')
    const worker = await bundle('core/worker.ts', { format: 'iife', plugins: [builtCore, core] })
    const script = refuse(await bundle('signer/main.ts', { format: 'iife', plugins: [made('worker-script', worker, 'text')] }))
    const styles = await bundle('signer/signer.css', {})
    const policy = [
        "default-src 'none'",
        "connect-src 'none'",
        `script-src 'sha256-${sha256(script, 'base64')}' 'wasm-unsafe-eval'`,
        'worker-src blob:',
        `style-src 'sha256-${sha256(styles, 'base64')}'`,
        'img-src data:',
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        'trusted-types popcert-worker',
    ].join('; ')
    const parts = { policy, styles, script, version }
    const template = await readFile(source('signer/index.html'), 'utf8')
    return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => parts[name])
}

/** The package's types in one file: the sources of types hold no code, and their imports of each other fall away. */
async function packageTypes() {
    const files = await Promise.all(['core/protocol.ts', 'core/api.ts'].map((path) => readFile(source(path), 'utf8')))
    const bodies = files.map((text) => text.replaceAll(/^import type [^']*'[^']*'\n/gm, '').trim())
    return `${bodies.join('\n\n')}

/**
 * Loads the core from the octets that this module carries: no request is made, and only an environment without WebAssembly
 * can fail it.
 */
export declare function loadCore(): Promise<Core>
`
}

const packageJson = {
    name: 'popcert',
    version,
    description: "Makes verification certificates: proof to a provisioning service that you hold a CA's private key",
    license: 'MIT',
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20' },
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
    types: './index.d.ts',
    files: ['index.js', 'index.d.ts'],
}

const files = {
    'signer.html': await signerPage(),
    'popcert/index.js': await bundle('index.ts', { format: 'esm', platform: 'neutral', plugins: [builtCore] }),
    'popcert/index.d.ts': await packageTypes(),
    'popcert/package.json': `${JSON.stringify(packageJson, null, 2)}\n`,
}

await rm(out, { recursive: true, force: true })
for (const [name, text] of Object.entries(files)) {
    await mkdir(join(out, name, '..'), { recursive: true })
    await writeFile(join(out, name), text)
}
const sums = Object.entries(files).map(([name, text]) => `${sha256(text)}  ${name}\n`)
await writeFile(join(out, 'SHA256SUMS'), sums.join(''))

const gzipOctets = (text) => gzipSync(text, { level: 9 }).length
const kilobytes = (octets) => `${(octets / 1000).toFixed(1)} KB`.padStart(10)
for (const [name, text] of Object.entries(files)) {
    console.log(`${name.padEnd(22)}${kilobytes(Buffer.byteLength(text))}${kilobytes(gzipOctets(text))} gzip`)
}
const pageOctets = gzipOctets(files['signer.html'])
if (pageOctets > mostGzipOctets) {
    throw new Error(`signer.html has ${pageOctets} octets compressed, and ${mostGzipOctets} are the most.`)
}
