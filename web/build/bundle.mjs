/** Bundles of web/src by esbuild, with what CMake built. The same input gives the same octets. */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { minify } from 'terser'

import { addressesOf } from './addresses.mjs'
import { deflated } from './deflate.mjs'

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

export async function bundle(entry, settings) {
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

/** Of Emscripten's glue, what no page needs: it is given the module, so it has nothing to fetch; no text is wide, no name bound twice, no type unknown; and an error is an error. */
const unneeded = ['instantiateArrayBuffer', 'getBinaryPromise', 'getBinary', 'UTF16ToString', 'stringToUTF16', 'lengthBytesUTF16', 'UTF32ToString', 'stringToUTF32', 'lengthBytesUTF32']
const emptied = ['instantiateAsync', 'throwUnboundTypeError', 'getTypeName', '__embind_register_std_wstring', 'ensureOverloadTable', 'count_emval_handles', 'get_first_emval']

/** The glue without these, for a worker of a page. Another Emscripten may name them otherwise, and keeps them. */
export function leanGlue() {
    return {
        name: 'lean glue',
        setup(bundler) {
            bundler.onLoad({ filter: /popcert-(core|signer|devpki)\.mjs$/ }, async ({ path }) => {
                let contents = (await readFile(path, 'utf8'))
                    .replaceAll(/var ENVIRONMENT_IS_\w+=[^;]*;/g, '').replaceAll(/\bENVIRONMENT_IS_\w+\b/g, 'false')
                for (const name of unneeded) contents = withoutFunction(contents, name, '')
                for (const name of emptied) contents = withoutFunction(contents, name, `function ${name}(){}`)
                contents = withoutFunction(contents, 'emval_get_global', 'function emval_get_global(){return globalThis}')
                contents = withoutFunction(contents, 'extendError', 'function extendError(base){return base}')
                    .replace('var UTF16Decoder=new TextDecoder("utf-16le");', '')
                    .replace(/if\(Module\["locateFile"\]\)\{wasmBinaryFile=.*?toString\(\)\}/, '')
                    .replaceAll(/Module\["preloaded\w+"\]=\{\};|Module\["HEAP\w+"\]=(?=HEAP)|if\(Module\["wasmBinary"\]\)wasmBinary=Module\["wasmBinary"\];/g, '')
                return { contents, loader: 'js' }
            })
        },
    }
}

function withoutFunction(script, name, instead) {
    const start = script.indexOf(`function ${name}(`)
    if (start < 0) return script
    let depth = 0
    for (let at = script.indexOf('{', start); at < script.length; at++) {
        if (script[at] === '{') depth++
        if (script[at] === '}' && --depth === 0) return script.slice(0, start) + instead + script.slice(at + 1)
    }
    return script
}

const packed = new Map()

/**
 * The core as the pages carry it: deflate, which browsers unpack by themselves, in base64.
 */
export function packedCore(core, name = 'popcert-core') {
    const file = resolve(core, `${name}.wasm`)
    if (!packed.has(file)) packed.set(file, readFile(file).then(deflated).then((octets) => octets.toString('base64')))
    return packed.get(file)
}

/**
 * The first script of a page, which starts the worker: web/src/core/start.ts. entry: the worker's source; it carries the core.
 * core, name: as for packedCore.
 */
export async function startScript(entry, core, name = 'popcert-core') {
    const worker = await squeezed(await bundle(entry, { format: 'iife', plugins: [leanGlue(), builtCore(core, name)] }))
    // At its beginning: what stands before it in the page is short, and gzip makes a table of its own of these 64 letters.
    const text = `{const PACKED_CORE="${await packedCore(core, name)}";${worker}}`
    return bundle('core/start.ts', { format: 'iife', plugins: [made('worker-script', text, 'text')] })
}

/** Minified once more: what esbuild leaves for the sake of speed is a fiftieth, and signer.html has a limit. */
export async function squeezed(script) {
    const { code } = await minify(script, { ecma: 2022, compress: { passes: 3 } })
    return code
}

/**
 * A script with large texts at its end: between others they would stand in the way of gzip, which looks back 32 KB and makes one
 * table for 16,000 letters. given: name of a global -> text.
 */
export function withTexts(script, given) {
    return `((${Object.keys(given).join(',')})=>{${script}})(${Object.values(given).map((text) => JSON.stringify(text)).join(',')})`
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
