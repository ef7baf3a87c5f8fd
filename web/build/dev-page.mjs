/**
 * dev-certs.html: development certificates in one file, under the policy of signer.html, with a WebAssembly module of its own: what
 * gives keys out is in no other page.
 */
import { bundle, startScript, version } from './bundle.mjs'
import { sealedPage } from './sealed-page.mjs'
import { templateOf } from './template.mjs'

/** core: the folder into which CMake built it. */
export async function devPage(core) {
    const template = (await templateOf('dev/page/index.html')).replaceAll(/\n +/g, '\n')
    const start = await startScript('dev/page/worker.ts', core, 'popcert-devpki')
    const script = await bundle('dev/page/main.ts', { format: 'iife', define: { POPCERT_VERSION: JSON.stringify(version) } })
    const styles = await bundle('dev/page/dev.css', {})
    return sealedPage('dev-certs.html', template, { styles, start, script })
}
