/** The templates of pages, and what all pages have in common: the frame, the mark, the icons, the choice of a language. */
import { readFile } from 'node:fs/promises'
import { source } from './bundle.mjs'

const read = (path) => readFile(source(path), 'utf8')

const frame = await read('page/page.html')
const symbols = new Map([...(await read('page/icons.svg')).matchAll(/<symbol id="icon-(\w+)".*/g)].map(([symbol, name]) => [name, symbol]))
const inAddress = { '"': "'", '<': '%3C', '>': '%3E', '#': '%23' }
export const languageMenu = (await read('page/languages.html')).trim()

/** What a page names in its text: `{{mark}}`, for one. */
const pieces = {
    icon: `<link rel="icon" href="data:image/svg+xml,${(await read('page/icon.svg')).trim().replaceAll(/["<>#]/g, (character) => inAddress[character])}">`,
    mark: '<svg class="mark" aria-hidden="true"><use href="#icon-mark"/></svg>',
    languages: languageMenu,
}

export const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const indented = (lines, indent) => indent + lines.join(`\n${indent}`)

/**
 * The page of which `path`, in web/src, is the title and then the body. `{{icons lock key}}` in it becomes these of page/icons.svg. Left
 * are the names that `filled` knows.
 */
export async function templateOf(path) {
    const [title, body] = (await read(path)).trimEnd().split(/(?<=<\/title>)\n/)
    return frame
        .replaceAll(/\{\{(title|body)\}\}/g, (_, name) => ({ title, body })[name])
        .replaceAll(/( *)\{\{icons ([\w ]+)\}\}/g, (_, indent, names) => indented(names.split(' ').map((name) => {
            if (!symbols.has(name)) throw new Error(`${path} wants the icon '${name}', which page/icons.svg has not.`)
            return symbols.get(name)
        }), indent))
        .replaceAll(/( *)\{\{(icon|mark|languages)\}\}/g, (_, indent, name) => indented(pieces[name].split('\n'), indent))
}

/** Puts in the parts that a template names: the policy, styles and scripts, and what the page says of itself. */
export function filled(template, parts) {
    return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => parts[name])
}
