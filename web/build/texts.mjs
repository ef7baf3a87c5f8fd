/** The texts of signer.html, its editions and index.html: English goes into the page as it is written, the translations into one text. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root, source } from './bundle.mjs'
import { escaped } from './template.mjs'

/** The exports of a module of web/src that imports nothing that is made by the build. */
async function load(path) {
    const { outputFiles } = await build({ entryPoints: [source(path)], bundle: true, write: false, format: 'esm' })
    return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`)
}

const { ofMarkup, ofViews, ofEditions, ofNoScript } = await load('texts/en.ts')
export const { translations } = await load('texts/catalogue.ts')
const online = await load('online/texts/en.ts')
const { shared } = await load('online/texts/shared.ts')

const ofSigner = { ...ofMarkup, ...ofViews }
const english = { ...ofSigner, ...ofEditions, ...online.ofMarkup, ...online.ofViews }

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

/** What only editions translate stands in signer.html as English, and needs no name. */
export function withoutEditions(template) {
    const isTheirs = (key) => Object.hasOwn(ofEditions, key)
    return template
        .replaceAll(/<span data-text="([\w.]+)">(.*?)<\/span>/g, (all, key, text) => (isTheirs(key) ? text : all))
        .replaceAll(/ data-text="([\w.]+)"/g, (all, key) => (isTheirs(key) ? '' : all))
}

const named = (template) => [...template.matchAll(/ data-text="([\w.]+)"/g)].map(([, key]) => key)
const read = async (path) => JSON.parse(await readFile(source(path), 'utf8'))

/** texts: of each language its own, key -> text. web/src/texts/languages.ts says what comes out. */
async function packed(template, texts, wanted = translations) {
    const languages = await Promise.all(wanted.map(async (language) => [language, await texts(language)]))
    const ofPage = [...Object.keys(ofViews), ...named(template)]
    const all = [...new Set([...ofPage, ...languages.flatMap(([, given]) => Object.keys(given))])]
    const keys = all.filter((key) => !ofPage.includes(key)).join('\n').replaceAll(/^(.+)\n\1\.hint$/gm, '$1+').split('\n')
    const blocks = [keys, ...languages.map(([language, given]) => [language, ...all.map((key) => given[key] ?? '')])]
    if (blocks.flat().some((text) => text.includes('\n'))) throw new Error('A text has more than one line.')
    return blocks.map((lines) => lines.join('\n')).join('\n=\n')
}

/** TRANSLATIONS of signer.html. */
export function translationsOf(template) {
    return packed(template, (language) => read(`texts/${language}.json`))
}

/** What an edition has in its language before its script runs, or without it. */
export const bareKeys = ['title']

/** The texts of a page without its script. */
export async function bareTexts(edition) {
    return edition === undefined ? { ...ofMarkup, ...ofNoScript } : { ...await read(`texts/${edition}.json`), ...await read(`texts/editions/${edition}.json`) }
}

const { chain, errors } = JSON.parse(await readFile(join(root, 'core/sentences/sentences.json'), 'utf8'))
const beyondSigner = [...chain, ...errors.filter(({ signer }) => signer === false)]

/** Of the sentences: all but those about a device's chain, and about what is signed elsewhere, which only the online page and the command say. */
const isOfSigner = (key) => !beyondSigner.some(({ id }) => `${key.replace(/^word\./, '')}.`.startsWith(`${id}.`))

/** Of each service a text of its lines: where its code is, what to do with the certificate, what is honest to know. */
async function ofServices(language) {
    return Object.fromEntries(Object.entries(await read(`texts/services/${language}.json`))
        .map(([service, { where, path, notes }]) => [`service.${service}`, [where, path, ...notes].join('|')]))
}

/** TRANSLATIONS of an edition: all of one language that the signer can say; and in English what the page has not. */
export function translationsOfEdition(template, edition) {
    return packed(template, async (language) => {
        if (language === 'en') return Object.fromEntries(bareKeys.map((key) => [key, ofMarkup[key]]))
        const sentences = Object.entries(await read(`texts/sentences/${language}.json`)).filter(([key]) => isOfSigner(key))
        const { noscript: _, ...whole } = await read(`texts/editions/${language}.json`)
        return { ...await read(`texts/${language}.json`), ...Object.fromEntries(sentences), ...await ofServices(language), ...whole }
    }, [edition, 'en'])
}

/** TRANSLATIONS of index.html: its own, of the signer's what both say, and all that the core says. */
export function translationsOfOnline(template) {
    const wanted = new Set([...shared, ...named(template)])
    return packed(template, async (language) => {
        const ofBoth = Object.entries(await read(`texts/${language}.json`)).filter(([key]) => wanted.has(key) || !(key in ofSigner))
        return { ...Object.fromEntries(ofBoth), ...await read(`texts/sentences/${language}.json`), ...await read(`online/texts/${language}.json`) }
    })
}
