/** The code of the documents, so that a test runs what a reader copies, and nothing like it. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { marked } from 'marked'

import { repository } from './fixtures.mjs'

const inner = ({ tokens = [], items = [] }) => [...tokens, ...items]
const codesIn = (tokens) => tokens.flatMap((token) => (token.type === 'code' ? [token] : codesIn(inner(token))))

/**
 * Fenced blocks are one each; of indented ones, which are command lines, each line is one but for comments.
 * @returns {{ language: string, text: string }[]}
 */
export function blocksOf(document) {
    return codesIn(marked.lexer(readFileSync(join(repository, document), 'utf8'))).flatMap(({ codeBlockStyle, lang, text }) =>
        (codeBlockStyle === 'indented' ? text.split('\n').filter((line) => !/^\s*(#|$)/.test(line)).map((line) => ({ language: 'sh', text: line }))
            : [{ language: lang, text }]))
}

/** The text of the one block that begins so. */
export function block(document, begins) {
    const found = blocksOf(document).filter(({ text }) => text.startsWith(begins))
    assert.equal(found.length, 1, `${document}: ${found.length} blocks begin with ${begins}`)
    return found[0].text
}
