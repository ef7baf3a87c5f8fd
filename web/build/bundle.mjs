/** Bundles of web/src by esbuild, with what CMake built. The same input gives the same octets. */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { minify } from 'terser'

import { addressesOf } from './addresses.mjs'
import { deflated } from './deflate.mjs'
import { leanGlue } from './glue.mjs'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const source = (path) => join(root, 'web/src', path)

const described = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
export const version = described.version
export const addresses = addressesOf(described, root)

/** Names of the npm packages of which something is in a bundle: what the bill of materials has to name. */
export const bundledPackages = new Set()

function takeDown({ outputs }) {
    for (const { inputs } of Object.values(outputs)) {
        for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
            const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]
            if (name !== undefined && bytesInOutput > 0) bundledPackages.add(name)
        }
    }
}

/** Members of limits.json as constants, which esbuild writes where they are used; of JSON it makes variables. */
const limits = {
    name: 'limits',
    setup(bundler) {
        bundler.onLoad({ filter: /core[\\/]base[\\/]limits\.json$/ }, async ({ path }) => ({
            contents: Object.entries(JSON.parse(await readFile(path, 'utf8'))).map(([name, value]) => `export const ${name} = ${value}`).join('\n'),
        }))
    },
}

export async function bundle(entry, { plugins = [], ...settings }) {
    const result = await build({
        entryPoints: [source(entry)],
        bundle: true,
        metafile: true,
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
        plugins: [limits, ...plugins],
        ...settings,
    })
    takeDown(result.metafile)
    return result.outputFiles[0].text
}

/**
 * `wasm/popcert-core` or `wasm/popcert-devpki` and `.wasm`, as the sources import them, are what CMake put into the folder `core`.
 * name: popcert-core, popcert-signer, which has only what the signer uses, or popcert-devpki.
 */
export function builtCore(core, name = 'popcert-core') {
    return {
        name: 'built core',
        setup(bundler) {
            bundler.onResolve({ filter: /wasm\/popcert-(?:core|devpki)(\.wasm)?$/ }, async ({ path }) => {
                const file = resolve(core, `${name}${path.endsWith('.wasm') ? '.wasm' : '.mjs'}`)
                await stat(file).catch(() => { throw new Error(`${relative(root, file)} is missing: ./dev build makes it.`) })
                return { path: file }
            })
        },
    }
}

const packed = new Map()

/**
 * The core as the pages carry it: deflate, which browsers unpack by themselves, in base64.
 */
function packedCore(core, name = 'popcert-core') {
    const file = resolve(core, `${name}.wasm`)
    if (!packed.has(file)) packed.set(file, readFile(file).then(deflated).then((octets) => octets.toString('base64')))
    return packed.get(file)
}

/**
 * The first script of a page, which starts the worker. entry: the worker's source; it carries the core. core, name: as for packedCore.
 * start: the script itself.
 */
export async function startScript(entry, core, name = 'popcert-core', start = 'core/start.ts') {
    const worker = await squeezed(await bundle(entry, { format: 'iife', plugins: [leanGlue(), builtCore(core, name)] }))
    // At its beginning: what stands before it in the page is short, and gzip makes a table of its own of these 64 letters.
    const text = `{const PACKED_CORE="${await packedCore(core, name)}";${worker}}`
    return bundle(start, { format: 'iife', plugins: [made('worker-script', text, 'text')] })
}

/** Minified once more: what esbuild leaves for the sake of speed is a fiftieth, and signer.html has a limit. */
export async function squeezed(script, settings = {}) {
    const { code } = await minify(script, { ecma: 2022, compress: { passes: 3, ecma: 2022, hoist_funs: true, lhs_constants: false, unsafe_arrows: true, unsafe_methods: true, keep_fargs: false }, ...settings })
    return code
}

/**
 * A script with large texts at its end: between others they would stand in the way of gzip, which looks back 32 KB and makes one
 * table for 16,000 letters. given: name of a global -> text.
 */
export function withTexts(script, given) {
    return `((${Object.keys(given).join(',')})=>{${script}})(${Object.values(given).map(asTemplate).join(',')})`
}

/** As it is, but for what ends it: escapes of each line end and quotation mark would be a third of a kilobyte. */
function asTemplate(text) {
    return `\`${text.replaceAll(/[\\`]|\$\{/g, '\\$&')}\``
}

/** An import that is made by the build. */
export function made(name, contents, loader) {
    const namespace = `made ${name}`
    return {
        name,
        setup(bundler) {
            bundler.onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: name, namespace }))
            bundler.onLoad({ filter: /.*/, namespace }, () => ({ contents, loader }))
        },
    }
}

export function sha256(octets, encoding = 'hex') {
    return createHash('sha256').update(octets).digest(encoding)
}
