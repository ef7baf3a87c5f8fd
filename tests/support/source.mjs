/** Modules of web/src by themselves, for a test that needs no page. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { build } from 'esbuild'

import { repository } from './fixtures.mjs'
import { temporaryFile } from './openssl.mjs'

/** paths: from the repository's root. The result is the modules' exports; several share what they import. */
export async function importSource(...paths) {
    const contents = paths.map((path) => `export * from ${JSON.stringify(join(repository, path))}`).join('\n')
    const { outputFiles } = await build({ stdin: { contents, resolveDir: repository }, bundle: true, write: false, format: 'esm', logLevel: 'warning' })
    return import(pathToFileURL(temporaryFile(outputFiles[0].text, '.mjs')).href)
}
