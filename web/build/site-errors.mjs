/** Every error that the core can tell, with its id as anchor: made from the core's own sentences, so that it cannot fall behind. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './bundle.mjs'
import { escaped, sitePage } from './site-page.mjs'

/** By id. */
async function errorSentences() {
    const { errors, chain, elsewhere } = JSON.parse(await readFile(join(root, 'core/sentences/sentences.json'), 'utf8'))
    return [...errors, ...[...chain, ...elsewhere].filter(({ severity }) => severity !== 'pass')].sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** Words in braces are filled with what is in the file. */
const shown = (text) => escaped(text).replaceAll(/`([^`]*)`/g, '<code>$1</code>').replaceAll(/\{(\w+)\}/g, '<var>$1</var>')

export async function errorsPage() {
    const sentences = await errorSentences()
    const entries = sentences.map(({ id, message, hint = '' }) =>
        `<section class="error" id="${id}">\n<h2><a href="#${id}">${id}</a></h2>\n<p>${shown(message)}</p>\n${hint === '' ? '' : `<p><strong>What to do:</strong> ${shown(hint)}</p>\n`}</section>`)
    return sitePage('Error messages · popcert', `<h1>Error messages</h1>
<p>All ${sentences.length} that the signer, the library and the command can tell of a file, a code or a chain, by their ids. An id never changes
and is the same in every language; search this page for yours, or for words of the sentence. Words in <var>italics</var> are filled with what is in
your file.</p>
${entries.join('\n')}`)
}
