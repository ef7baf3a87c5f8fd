/** Bundles of web/src by esbuild, with what CMake built. The same input gives the same octets. */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { compress } from 'lzma1'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const source = (path) => join(root, 'web/src', path)

export const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))

export async function bundle(entry, settings) {
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

/** `wasm/popcert-core` and `.wasm`, as the sources import them, are what CMake put into the folder `core`. */
export function builtCore(core) {
    return {
        name: 'built core',
        setup(bundler) {
            bundler.onResolve({ filter: /wasm\/popcert-core(\.wasm)?$/ }, async ({ path }) => {
                const file = resolve(core, path.endsWith('.wasm') ? 'popcert-core.wasm' : 'popcert-core.mjs')
                await stat(file).catch(() => { throw new Error(`${relative(root, file)} is missing: ./dev build makes it.`) })
                return { path: file }
            })
        },
    }
}

/** The core as the pages carry it: a sixth smaller than with deflate. In JavaScript, so that every machine makes the same. */
export async function packedCore(core) {
    return made('packed-core', compress(await readFile(resolve(core, 'popcert-core.wasm')), 9), 'binary')
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
