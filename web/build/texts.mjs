/** The texts of signer.html: English goes into the page as it is written, the translations into one text. */
import { readFile } from 'node:fs/promises'
import { build } from 'esbuild'
import { source } from './bundle.mjs'

/** The exports of a module of web/src that imports nothing that is made by the build. */
async function load(path) {
    const { outputFiles } = await build({ entryPoints: [source(path)], bundle: true, write: false, format: 'esm' })
    return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`)
}

const { ofMarkup, ofViews } = await load('texts/en.ts')
const { translations } = await load('texts/catalogue.ts')

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Fills the elements with `data-text`; `backticks` make code. */
export function withEnglish(template) {
    return template.replaceAll(/( data-text="([\w.]+)"[^>]*>)(?=<\/)/g, (_, start, key) => {
        const text = ofMarkup[key] ?? ofViews[key]
        if (text === undefined) throw new Error(`index.html wants the text '${key}', which en.ts does not have.`)
        return start + escaped(text).replaceAll(/`([^`]*)`/g, '<code>$1</code>')
    })
}

/** TRANSLATIONS; web/src/texts/languages.ts says what is in it. */
export async function translationsOf(template) {
    const languages = await Promise.all(translations.map(async (language) =>
        [language, JSON.parse(await readFile(source(`texts/${language}.json`), 'utf8'))]))
    const named = [...Object.keys(ofViews), ...[...template.matchAll(/ data-text="([\w.]+)"/g)].map(([, key]) => key)]
    const all = [...new Set([...named, ...languages.flatMap(([, texts]) => Object.keys(texts))])]
    const keys = all.filter((key) => !named.includes(key))
    const texts = Object.fromEntries(languages.map(([language, given]) => [language, all.map((key) => given[key] ?? null)]))
    return JSON.stringify({ keys, texts })
}
