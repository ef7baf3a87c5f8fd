/**
 * signer.html: the page in one file, with styles, script, worker and WebAssembly inside, under a policy with their hashes. Its editions, one
 * per language, are the same with other texts: English and that language, whole.
 */
import { bundle, squeezed, startScript, version, withTexts } from './bundle.mjs'
import { sealedPage } from './sealed-page.mjs'
import { languageMenu, templateOf } from './template.mjs'
import { bareKeys, bareTexts, translations, translationsOf, translationsOfEdition, withEnglish, withoutEditions } from './texts.mjs'

/** core: the folder into which CMake built it. edition: a language, for the edition in it. */
export async function signerPage(core, edition) {
    const file = edition === undefined ? 'signer.html' : `signer.${edition}.html`
    // Not indented: that alone would be a good hundred octets of the limit.
    const whole = withEnglish(await templateOf('signer/index.html')).replaceAll(/\n +/g, '\n')
    const bare = await bareTexts(edition)
    const template = edition === undefined ? withoutEditions(whole) : ofEdition(whole, edition, bare)
    const start = await startScript('signer/worker.ts', core, 'popcert-signer', 'signer/start.ts')
    const texts = edition === undefined ? await translationsOf(template) : await translationsOfEdition(template, edition)
    const script = whenRead(withTexts(await signerScript(), { TRANSLATIONS: texts }))
    const styles = await bundle('signer/signer.css', {})
    // Each calls itself by its own name.
    const named = (text) => text.replaceAll('signer.html', file)
    return sealedPage(file, named(template), { styles, start, script: named(script), noscript: bare.noscript })
}

/** name -> text of each edition. */
export async function editions(core) {
    return Object.fromEntries(await Promise.all(translations.map(async (language) => [`signer.${language}.html`, await signerPage(core, language)])))
}

async function signerScript() {
    return squeezed(await bundle('signer/main.ts', { format: 'esm', define: { POPCERT_VERSION: JSON.stringify(version) } }), { module: true })
}

/** When all of the page has been read, and before anybody is told so. No module: development servers take these out of the page and break its policy. */
function whenRead(script) {
    return `"use strict";document.onreadystatechange=()=>{document.onreadystatechange=null;${script}}`
}

/** Its menu has two languages, its own first: that is the one it begins with. Without a script it says what it is, and that it needs one. */
function ofEdition(template, edition, bare) {
    const optionOf = (language) => new RegExp(`<option value="${language}"[^]*?(?=<option|</select>)`).exec(languageMenu)[0]
    const inOwnWords = (page, key) => page.replace(new RegExp(`( data-text="${key}")>[^<]*`), (_, name) => `${name} lang="${edition}">${bare[key]}`)
    return bareKeys.reduce(inOwnWords, template)
        .replace('<html ', '<html class="edition" ')
        .replace('<noscript><p ', `<noscript><p lang="${edition}" `)
        .replace(/(<select id="language"[^>]*>)[^]*?(?=<\/select>)/, (_, menu) => menu + optionOf(edition) + optionOf('en'))
        .replace('<ul lang="en">', '<ul>')
}
