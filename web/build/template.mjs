/** The templates of pages, and what all pages have in common: the frame, the mark, the icons, the choice of a language. */
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { source } from './bundle.mjs'

const read = (path) => readFile(source(path), 'utf8')

const frame = await read('page/page.html')
const symbols = new Map([...(await read('page/icons.svg')).matchAll(/<symbol id="icon-(\w+)".*/g)].map(([symbol, name]) => [name, symbol]))
const inAddress = { '"': "'", '<': '%3C', '>': '%3E', '#': '%23' }
export const languageMenu = (await read('page/languages.html')).trim()

/** What every page may name: `{{mark}}`, for one. */
const common = {
    // page/later.ts lets it be seen.
    icon: `<link rel="icon" href="data:," data-href="data:image/svg+xml,${(await read('page/icon.svg')).trim().replaceAll(/["<>#]/g, (character) => inAddress[character])}">`,
    mark: '<svg class="mark" aria-hidden="true"><use href="#icon-mark"/></svg>',
    languages: withoutForeignLetters(languageMenu),
}

/**
 * Letters that the page's font has not are looked for in every font of the machine, which takes longer than all else of the first
 * picture; and the width of a menu wants all of its names. page/language-menu.ts puts them in.
 */
function withoutForeignLetters(menu) {
    return menu.replaceAll(/<option value="(ja|zh-Hans)" lang="\1">([^<]+)/g, (_, tag, name) => `<option value="${tag}" lang="${tag}" data-name="${name}">${{ ja: 'Nihongo', 'zh-Hans': 'Zhongwen' }[tag]}`)
}

export const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const indented = (lines, indent) => indent + lines.join(`\n${indent}`)

/** A piece of HTML that a page has several times, beside it: `{{zone id=ca}}` is zone.html, in which `ca` stands for `{{id}}`. */
async function withPieces(text, folder) {
    const used = [...text.matchAll(/( *)\{\{([\w-]+)((?: \w+=\w+)+)\}\}/g)]
    const pieces = await Promise.all(used.map(async ([, indent, name, given]) => {
        const values = Object.fromEntries(given.trim().split(' ').map((each) => each.split('=')))
        const piece = (await read(`${folder}/${name}.html`)).trimEnd().replaceAll(/\{\{(\w+)\}\}/g, (all, word) => values[word] ?? all)
        return indented(piece.split('\n'), indent)
    }))
    return used.reduce((filled, [all], at) => filled.replace(all, () => pieces[at]), text)
}

/**
 * The page of which `path`, in web/src, is the title and then the body. `{{icons lock key}}` in it becomes these of page/icons.svg. Left
 * are the names that `filled` knows.
 */
export async function templateOf(path) {
    const page = await withPieces((await read(path)).trimEnd(), dirname(path))
    const [title, body] = page.split(/(?<=<\/title>)\n/)
    return frame
        .replaceAll(/\{\{(title|body)\}\}/g, (_, name) => ({ title, body })[name])
        .replaceAll(/( *)\{\{icons ([\w ]+)\}\}/g, (_, indent, names) => indented(names.split(' ').map((name) => {
            if (!symbols.has(name)) throw new Error(`${path} wants the icon '${name}', which page/icons.svg has not.`)
            return symbols.get(name)
        }), indent))
        .replaceAll(/( *)\{\{(icon|mark|languages)\}\}/g, (_, indent, name) => indented(common[name].split('\n'), indent))
}

/** Puts in the parts that a template names: the policy, styles and scripts, and what the page says of itself. */
export function filled(template, parts) {
    return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => parts[name])
}
