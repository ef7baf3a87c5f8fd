/**
 * dev-certs.html: development certificates in one file, under the policy of signer.html, with a WebAssembly module of its own: what
 * gives keys out is in no other page.
 */
import { readFile } from 'node:fs/promises'
import { bundle, source, startScript, version } from './bundle.mjs'
import { sealedPage } from './sealed-page.mjs'

/** As in signer.html: what would end the inline script early, or open a way out that no policy closes. */
const forbidden = [
    /<\/script/i, /<!--/, /RTCPeerConnection/, /window\.open/, /\beval\(/, /new Function/, /innerHTML|outerHTML|insertAdjacentHTML/,
    /\blocation(\.\w+)?\s*=[^=]/, /\blocation\.(assign|replace|reload)/, /localStorage|sessionStorage|indexedDB|document\.cookie/,
    /preconnect|dns-prefetch|modulepreload|prerender|speculationrules/, /<(iframe|object|embed|form)\b/i, /createElement\("?(iframe|object|embed|form|base|meta)"?\)/,
    /\.submit\(|requestSubmit/,
]

function refuse(text) {
    for (const pattern of forbidden) {
        const found = pattern.exec(text)
        if (found) throw new Error(`The script of dev-certs.html contains '${found[0]}'.`)
    }
    return text
}

/** core: the folder into which CMake built it. */
export async function devPage(core) {
    const template = (await readFile(source('dev/page/index.html'), 'utf8')).replaceAll(/\n +/g, '\n')
    const start = refuse(await startScript('dev/page/worker.ts', core, 'popcert-devpki'))
    const script = refuse(await bundle('dev/page/main.ts', { format: 'iife', define: { POPCERT_VERSION: JSON.stringify(version) } }))
    const styles = await bundle('dev/page/dev.css', {})
    return sealedPage('dev-certs.html', template, { styles, start, script })
}
