/** Every error that the core can tell, with its id as anchor: made from the tables of sentences, so that it cannot fall behind. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './bundle.mjs'
import { escaped, sitePage } from './site-page.mjs'

const string = '((?:[^"\\\\|]|\\\\.)*)'

/** id, category, message, hint of each, wherever in the core its table stands; C++ joins strings that stand side by side. */
export async function errorSentences() {
    const found = new Map()
    const sources = (await readdir(join(root, 'core'), { recursive: true })).filter((name) => name.endsWith('.cc')).sort()
    for (const source of sources) {
        const text = (await readFile(join(root, 'core', source), 'utf8')).replaceAll(/"\s*\n\s*"/g, '')
        for (const [, id, category, message, hint] of text.matchAll(new RegExp(`"([A-Z][A-Z0-9_]+)\\|([\\w-]*)\\|${string}\\|${string}"`, 'g'))) {
            found.set(id, { id, category, message: unescaped(message), hint: unescaped(hint) })
        }
    }
    if (found.size < 20) throw new Error('The tables of sentences in core/ were not understood.')
    return [...found.values()].sort((one, other) => (one.id < other.id ? -1 : 1))
}

const unescaped = (text) => text.replaceAll(/\\(.)/g, '$1')

/** Words in braces are filled with what is in the file. */
const shown = (text) => escaped(text).replaceAll(/`([^`]*)`/g, '<code>$1</code>').replaceAll(/\{(\w+)\}/g, '<var>$1</var>')

export async function errorsPage() {
    const sentences = await errorSentences()
    const entries = sentences.map(({ id, message, hint }) =>
        `<section class="error" id="${id}">\n<h2><a href="#${id}">${id}</a></h2>\n<p>${shown(message)}</p>\n${hint === '' ? '' : `<p><strong>What to do:</strong> ${shown(hint)}</p>\n`}</section>`)
    return sitePage('Error messages · popcert', `<h1>Error messages</h1>
<p>All ${sentences.length} that the signer, the library and the command can tell of a file, a code or a chain, by their ids. An id never changes
and is the same in every language; search this page for yours, or for words of the sentence. Words in <var>italics</var> are filled with what is in
your file.</p>
${entries.join('\n')}`)
}
