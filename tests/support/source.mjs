/** A module of web/src by itself, for a test that needs no page. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { build } from 'esbuild'

import { repository } from './fixtures.mjs'
import { temporaryFile } from './openssl.mjs'

/** path: from the repository's root. The result is the module's exports. */
export async function importSource(path) {
    const { outputFiles } = await build({ entryPoints: [join(repository, path)], bundle: true, write: false, format: 'esm', logLevel: 'warning' })
    return import(pathToFileURL(temporaryFile(outputFiles[0].text, '.mjs')).href)
}
