/** dist/popcert: the package for npm. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ts from 'typescript'
import { addresses, builtCore, bundle, root, source, version } from './bundle.mjs'

const read = (path) => readFile(join(root, path), 'utf8')

/** The headless types in one file: the sources of types hold no code, and their imports of each other fall away. */
async function coreTypes() {
    const protocol = [...(await readFile(source('core/protocol.ts'), 'utf8')).matchAll(/from '\.\/(.*)'/g)].map(([, path]) => `core/${path}.ts`)
    const files = await Promise.all([...protocol, 'core/api.ts', 'services/steps.ts'].map((path) => readFile(source(path), 'utf8')))
    const { curves, hashes } = JSON.parse(await read('core/crypto/algorithms.json'))
    const union = (rows) => Object.keys(rows).map((name) => `'${name}'`).join(' | ')
    const bodies = files.map((text) => text.replaceAll(/^import type [^']*'[^']*'\n/gm, '').trim()
        .replace('keyof typeof algorithms.curves', union(curves)).replace('keyof typeof algorithms.hashes', union(hashes)))
    return `${bodies.join('\n\n')}

/**
 * Loads the core from the octets that this module carries: no request is made, and only an environment without WebAssembly
 * can fail it.
 */
export declare function loadCore(): Promise<Core>

/** From the file to the state "verified": where to go, what to type, and what is honest to know. */
export declare function nextSteps(service: ServiceId, files: NextStepFiles): NextSteps
`
}

/** The types of one source, which refer to those of the package's other modules. */
async function typesOf(path) {
    const { outputText } = ts.transpileDeclaration(await readFile(source(path), 'utf8'), {
        fileName: path, compilerOptions: { target: ts.ScriptTarget.ES2022 },
    })
    return outputText
        .replaceAll(/from '\.\.\/core\/\w+'/g, "from './index.js'")
        .replaceAll("from '../frame/protocol'", "from './frame-protocol.js'")
}

const elementClass = `
/** The class behind \`<popcert-signer>\`, which this module registers; another tag needs a class that extends it. */
export declare const PopcertSigner: {
    new (): PopcertSignerElement;
    readonly prototype: PopcertSignerElement;
    readonly observedAttributes: readonly string[];
};
`

const packageJson = {
    name: 'popcert',
    version,
    description: "Makes verification certificates: proof to a provisioning service that you hold a CA's private key",
    keywords: ['x509', 'cli', 'ca', 'verification-certificate', 'proof-of-possession', 'azure-iot', 'dps', 'iot-hub', 'custom-element', 'webassembly'],
    license: 'MIT',
    ...addresses,
    type: 'module',
    sideEffects: ['./element.js', './cli.js'],
    engines: { node: '>=20' },
    bin: { popcert: 'cli.js' },
    exports: {
        '.': { types: './index.d.ts', default: './index.js' },
        './dev': { types: './dev.d.ts', default: './dev.js' },
        './element': { types: './element.d.ts', default: './element.js' },
        './frame-protocol': { types: './frame-protocol.d.ts', default: './frame-protocol.js' },
        './react': { types: './react.d.ts', default: './element.js' },
        './signer.html': './signer.html',
        './custom-elements.json': './custom-elements.json',
        './package.json': './package.json',
    },
    types: './index.d.ts',
    customElements: 'custom-elements.json',
    files: ['*.js', '*.d.ts', 'signer.html', 'custom-elements.json', 'THIRD-PARTY-NOTICES.txt'],
}

/** The command uses the package's own core, so that there is one of it. */
const packagedCore = {
    name: 'packaged core',
    setup(bundler) {
        bundler.onResolve({ filter: /^\.\.\/index$/ }, () => ({ path: './index.js', external: true }))
        bundler.onResolve({ filter: /^\.\.\/dev\/index$/ }, () => ({ path: './dev.js', external: true }))
    },
}

const devSources = ['protocol', 'maker', 'manifest', 'ids', 'password', 'run', 'set', 'tree', 'zip']

/** The types of `popcert/dev` in one file: those of its modules without their imports of each other. */
async function devTypes() {
    const bodies = await Promise.all(devSources.map((name) => typesOf(`dev/${name}.ts`)))
    const types = bodies.join('\n').replaceAll(/^import [^']*'[^']*';\n/gm, '').replaceAll(/^export declare const (?!generatedPassword).*\bDecoder<Manifest>.*$/gm, (line) => line.replace('Decoder<Manifest>', '(value: unknown) => { readonly ok: true; readonly value: Manifest } | { readonly ok: false }'))
    return `import type { Bytes, ErrorCategory, Parameters as Words } from './index.js';\n${types}
/** From the octets that this module carries: no request is made. One run at a time; for several cores load it in several threads. */
export declare function loadDevPki(): Promise<DevPki>;
`
}

function commandLine() {
    return bundle('cli/main.ts', {
        format: 'esm', platform: 'node', target: 'node20', banner: { js: '#!/usr/bin/env node' }, plugins: [packagedCore],
        define: { POPCERT_VERSION: JSON.stringify(version) },
    })
}

/** name -> text. core: the folder into which CMake built it; signer: the text of signer.html. */
export async function packageFiles(core, signer) {
    return {
        'index.js': await bundle('index.ts', { format: 'esm', platform: 'neutral', plugins: [builtCore(core)] }),
        'index.d.ts': await coreTypes(),
        // Its own address is where it looks for signer.html.
        'dev.js': await bundle('dev/index.ts', { format: 'esm', platform: 'neutral', mainFields: ['module', 'main'], plugins: [builtCore(core, 'popcert-devpki')] }),
        'dev.d.ts': await devTypes(),
        'dev-thread.js': await bundle('cli/dev-thread.ts', { format: 'esm', platform: 'node', target: 'node20', plugins: [packagedCore] }),
        'element.js': await bundle('element/define.ts', { format: 'esm', define: {} }),
        'element.d.ts': await typesOf('element/api.ts') + elementClass,
        'frame-protocol.js': await bundle('frame/protocol.ts', { format: 'esm' }),
        'frame-protocol.d.ts': await typesOf('frame/protocol.ts'),
        'cli.js': await commandLine(),
        'react.d.ts': await read('web/package/react.d.ts'),
        'signer.html': signer,
        'custom-elements.json': await read('web/package/custom-elements.json'),
        'README.md': await read('web/package/README.md'),
        'LICENSE': await read('LICENSE'),
        'THIRD-PARTY-NOTICES.txt': await read('third_party/notices.txt'),
        'package.json': `${JSON.stringify(packageJson, null, 2)}\n`,
    }
}
