/** The texts of signer.html and of index.html: English goes into the page as it is written, the translations into one text. */
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
const online = await load('online/texts/en.ts')
const { shared } = await load('online/texts/shared.ts')

const ofSigner = { ...ofMarkup, ...ofViews }
const english = { ...ofSigner, ...online.ofMarkup, ...online.ofViews }

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

function textOf(key) {
    if (english[key] === undefined) throw new Error(`index.html wants the text '${key}', which no en.ts has.`)
    return escaped(english[key])
}

/** Fills the elements with `data-text`, and attributes that `data-text-…` names; `backticks` make code. */
export function withEnglish(template) {
    return template
        .replaceAll(/( data-text="([\w.]+)"[^>]*>)(?=<\/)/g, (_, start, key) => start + textOf(key).replaceAll(/`([^`]*)`/g, '<code>$1</code>'))
        .replaceAll(/ (data-text-([a-z-]+))="([\w.]+)"/g, (_, data, name, key) => ` ${name}="${textOf(key)}" ${data}="${key}"`)
}

const named = (template) => [...template.matchAll(/ data-text="([\w.]+)"/g)].map(([, key]) => key)
const read = async (path) => JSON.parse(await readFile(source(path), 'utf8'))

/** texts: of each language its own, key -> text. web/src/texts/languages.ts says what comes out. */
async function packed(template, texts) {
    const languages = await Promise.all(translations.map(async (language) => [language, await texts(language)]))
    const ofPage = [...Object.keys(ofViews), ...named(template)]
    const all = [...new Set([...ofPage, ...languages.flatMap(([, given]) => Object.keys(given))])]
    const keys = all.filter((key) => !ofPage.includes(key))
    return JSON.stringify({ keys, texts: Object.fromEntries(languages.map(([language, given]) => [language, all.map((key) => given[key] ?? null)])) })
}

/** TRANSLATIONS of signer.html. */
export function translationsOf(template) {
    return packed(template, (language) => read(`texts/${language}.json`))
}

/** TRANSLATIONS of index.html: its own, of the signer's what both say, and all that the core says. */
export function translationsOfOnline(template) {
    const wanted = new Set([...shared, ...named(template)])
    return packed(template, async (language) => {
        const ofBoth = Object.entries(await read(`texts/${language}.json`)).filter(([key]) => wanted.has(key) || !(key in ofSigner))
        return { ...Object.fromEntries(ofBoth), ...await read(`texts/sentences/${language}.json`), ...await read(`online/texts/${language}.json`) }
    })
}
