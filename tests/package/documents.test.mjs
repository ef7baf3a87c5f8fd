// What the documents name is there: a reader who follows a path or a link that moved has lost the thread.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

import { repository } from '../support/fixtures.mjs'

const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'SUPPORT.md', 'docs/releasing.md', 'docs/command-line.md', 'docs/benchmarks.md', 'docs/development-certificates.md',
    'docs/embedding.md', 'examples/README.md', 'examples/plain-html/README.md', 'examples/react/README.md', 'examples/node/README.md']
const textOf = (name) => readFileSync(join(repository, name), 'utf8')

for (const name of DOCUMENTS) {
    test(`${name}: every link and every path in it`, () => {
        const text = textOf(name)
        const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link]) => link).filter((link) => !/^https?:/.test(link))
        for (const link of links) assert.ok(existsSync(join(repository, dirname(name), link)), link)
        // Folders of outputs are not there on every machine.
        const paths = [...text.matchAll(/`((?:core|wasm|web|tests|tools|docs|examples|third_party|cmake)\/[\w./-]+)`/g)].map(([, path]) => path)
        for (const path of paths) assert.ok(existsSync(join(repository, path)), path)
    })
}

test('every verb of ./dev that the documents name is in its help', () => {
    const help = execFileSync('./dev', ['help'], { cwd: repository, encoding: 'utf8' })
    for (const name of DOCUMENTS) {
        for (const [, verb] of textOf(name).matchAll(/\.\/dev ([a-z]+)/g)) assert.match(help, new RegExp(`^ {2}${verb}\\b`, 'm'), `${name}: ${verb}`)
    }
})
