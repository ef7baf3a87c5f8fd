/** Every error that the core and the signer can tell, with its id as anchor: made from their own sentences, so that it cannot fall behind. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundle, root, source } from './bundle.mjs'
import { sitePage } from './site-page.mjs'
import { escaped } from './template.mjs'

/** By id. */
async function errorSentences() {
    const { errors, chain, elsewhere } = JSON.parse(await readFile(join(root, 'core/sentences/sentences.json'), 'utf8'))
    const known = [...errors, ...[...chain, ...elsewhere].filter(({ severity }) => severity !== 'pass')]
    for (const each of [...await pageErrors(), ...await fileErrors()]) if (known.every(({ id }) => id !== each.id)) known.push(each)
    return known.sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** Those that arise around the core. What they name is left in braces, as in the core's sentences. */
async function pageErrors() {
    const exportsOf = async (path) => import(`data:text/javascript,${encodeURIComponent(await bundle(path, { format: 'esm', minify: false }))}`)
    const { refusals } = await exportsOf('core/refusal.ts')
    const { unsigned } = await exportsOf('signer/unsigned.ts')
    return Object.entries({ ...refusals, ...unsigned }).filter(([name]) => name !== 'invalidArgument').map(([, make]) => make('{value}', '{count}'))
        .map(({ code, message, hint }) => ({ id: code, message, hint }))
}

/** Those of request and response files. */
async function fileErrors() {
    const scripts = await Promise.all(['decode', 'text'].map((name) => readFile(source(`requests/${name}.ts`), 'utf8')))
    const found = scripts.join('\n').matchAll(/refuse\('([A-Z_]+)', '[\w-]+',\s*(['`])([^'`]*)\2(?:,\s*'([^']*)')?/g)
    return [...found].map(([, id, , message, hint]) => ({ id, message: message.replaceAll(/\$\{[^}]*\}/g, '{value}'), hint }))
}

/** Words in braces are filled with what is in the file. */
const shown = (text) => escaped(text).replaceAll(/`([^`]*)`/g, '<code>$1</code>').replaceAll(/\{(\w+)\}/g, '<var>$1</var>')

export async function errorsPage() {
    const sentences = await errorSentences()
    const entries = sentences.map(({ id, message, hint = '' }) =>
        `<section class="error" id="${id}">\n<h2><a href="#${id}">${id}</a></h2>\n<p>${shown(message)}</p>\n${hint === '' ? '' : `<p><strong>What to do:</strong> ${shown(hint)}</p>\n`}</section>`)
    return sitePage('Error messages · popcert', `<h1>Error messages</h1>
<p>All ${sentences.length} that the signer, the library and the command can tell of a file, a code, a signature or a chain, by their ids. An id never changes
and is the same in every language; search this page for yours, or for words of the sentence. Words in <var>italics</var> are filled with what is in
your file.</p>
${entries.join('\n')}`)
}
