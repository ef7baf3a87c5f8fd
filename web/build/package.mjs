/** dist/popcert: the package for npm. */
import { readFile } from 'node:fs/promises'
import { builtCore, bundle, source, version } from './bundle.mjs'

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

/** name -> text. core: the folder into which CMake built it. */
export async function packageFiles(core) {
    return {
        'index.js': await bundle('index.ts', { format: 'esm', platform: 'neutral', plugins: [builtCore(core)] }),
        'index.d.ts': await packageTypes(),
        'package.json': `${JSON.stringify(packageJson, null, 2)}\n`,
    }
}
