/** signer.html: the page in one file, with styles, script, worker and WebAssembly inside, under a policy with their hashes. */
import { readFile } from 'node:fs/promises'
import { bundle, source, startScript, version, withTexts } from './bundle.mjs'
import { sealedPage } from './sealed-page.mjs'
import { translationsOf, withEnglish } from './texts.mjs'

/** What would end the inline script early, or open a way out that no policy closes. */
const forbidden = [
    /<\/script/i, /<!--/, /RTCPeerConnection/, /window\.open/, /\beval\(/, /new Function/,
    /\blocation(\.\w+)?\s*=[^=]/, /\blocation\.(assign|replace|reload)/,
    // Browsers look names up and open connections for these, whatever the policy says.
    /preconnect|dns-prefetch|modulepreload|prerender|speculationrules/, /<(iframe|object|embed|form)\b/i, /createElement\("?(iframe|object|embed|form|base|meta)"?\)/,
    /\.submit\(|requestSubmit/,
]

function refuse(text) {
    for (const pattern of forbidden) {
        const found = pattern.exec(text)
        if (found) throw new Error(`The script of signer.html contains '${found[0]}'.`)
    }
    return text
}

/** core: the folder into which CMake built it. */
export async function signerPage(core) {
    // Not indented: that alone would be a good hundred octets of the limit.
    const template = withEnglish(await readFile(source('signer/index.html'), 'utf8')).replaceAll(/\n +/g, '\n')
    const start = refuse(await startScript('signer/worker.ts', core, 'popcert-signer'))
    const script = withTexts(refuse(await bundle('signer/main.ts', {
        format: 'iife', define: { POPCERT_VERSION: JSON.stringify(version) },
    })), { TRANSLATIONS: await translationsOf(template) })
    const styles = await bundle('signer/signer.css', {})
    return sealedPage('signer.html', template, { styles, start, script })
}
