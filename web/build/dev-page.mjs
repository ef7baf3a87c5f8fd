/**
 * dev-certs.html: development certificates in one file, under the policy of signer.html, with a WebAssembly module of its own: what
 * gives keys out is in no other page.
 */
import { readFile } from 'node:fs/promises'
import { bundle, source, startScript, version } from './bundle.mjs'
import { sealedPage } from './sealed-page.mjs'

/** core: the folder into which CMake built it. */
export async function devPage(core) {
    const template = (await readFile(source('dev/page/index.html'), 'utf8')).replaceAll(/\n +/g, '\n')
    const start = await startScript('dev/page/worker.ts', core, 'popcert-devpki')
    const script = await bundle('dev/page/main.ts', { format: 'iife', define: { POPCERT_VERSION: JSON.stringify(version) } })
    const styles = await bundle('dev/page/dev.css', {})
    return sealedPage('dev-certs.html', template, { styles, start, script })
}
