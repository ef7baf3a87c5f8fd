/** The templates of pages, and what all pages have in common: the beginning of the head, the icon of the tab, the icons in the text. */
import { readFile } from 'node:fs/promises'
import { source } from './bundle.mjs'

const read = (path) => readFile(source(path), 'utf8')

const symbols = new Map([...(await read('page/icons.svg')).matchAll(/<symbol id="icon-(\w+)".*/g)].map(([symbol, name]) => [name, symbol]))
const inAddress = { '"': "'", '<': '%3C', '>': '%3E', '#': '%23' }
const icon = `<link rel="icon" href="data:image/svg+xml,${(await read('page/icon.svg')).trim().replaceAll(/["<>#]/g, (character) => inAddress[character])}">`

const headOf = (policy) => `<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">`

/** path: in web/src. `{{icons lock key}}` becomes these of page/icons.svg. */
export async function templateOf(path) {
    return (await read(path)).replaceAll(/( *)\{\{icons ([\w ]+)\}\}/g, (_, indent, names) => names.split(' ').map((name) => {
        if (!symbols.has(name)) throw new Error(`${path} wants the icon '${name}', which page/icons.svg has not.`)
        return indent + symbols.get(name)
    }).join('\n'))
}

/** Puts in what a template names: `{{head}}` and `{{icon}}`, and the parts of this page. */
export function filled(template, { policy, ...parts }) {
    const all = { head: headOf(policy), icon, ...parts }
    return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => all[name])
}
