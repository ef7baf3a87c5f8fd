/** signer.html: the page in one file, with styles, script, worker and WebAssembly inside, under a policy with their hashes. */
import { bundle, squeezed, startScript, version, withTexts } from './bundle.mjs'
import { sealedPage } from './sealed-page.mjs'
import { templateOf } from './template.mjs'
import { translationsOf, withEnglish } from './texts.mjs'

/** core: the folder into which CMake built it. */
export async function signerPage(core) {
    // Not indented: that alone would be a good hundred octets of the limit.
    const template = withEnglish(await templateOf('signer/index.html')).replaceAll(/\n +/g, '\n')
    const start = await startScript('signer/worker.ts', core, 'popcert-signer')
    const script = withTexts(await squeezed(await bundle('signer/main.ts', {
        format: 'iife', define: { POPCERT_VERSION: JSON.stringify(version) },
    })), { TRANSLATIONS: await translationsOf(template) })
    const styles = await bundle('signer/signer.css', {})
    return sealedPage('signer.html', template, { styles, start, script })
}
