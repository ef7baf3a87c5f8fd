/** The documentation as pages: the Markdown of the repository, by marked. */
import { readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { Marked } from 'marked'
import { root } from './bundle.mjs'
import { sitePage } from './site-page.mjs'
import { escaped } from './template.mjs'

/** Audience -> file of the repository -> what it is for. Every page of the site that comes from Markdown is here. */
export const audiences = {
    'At the desk': { 'SUPPORT.md': 'Help, and which browsers are kept working', 'docs/formats.md': 'What is read, and what may stand around it' },
    'In the ceremony, without a network': { 'docs/request-file.md': 'Many codes in one file, one response file back', 'SECURITY.md': 'What is promised, what is not, and how each can be checked' },
    'An operator of many services': { 'docs/online-page.md': 'The online page: what it does and what it may reach', 'docs/config.md': 'Setting it up: sign-in, clouds, versions' },
    'A portal developer': { 'docs/embedding.md': 'The signer in your page', 'docs/frame-protocol.md': 'What page and frame say to each other' },
    'A programmer, a pipeline': { 'docs/command-line.md': 'The command popcert', 'docs/development-certificates.md': 'A CA and devices to try a service with' },
    'Whoever builds or checks it': {
        'docs/releasing.md': 'What a release is, how it is made, and how anybody can make it again', 'docs/benchmarks.md': 'Size and speed',
        'CONTRIBUTING.md': 'Where everything is', 'CHANGELOG.md': 'What changed',
    },
}

export const pageOf = (file) => `${file.replace(/^.*\//, '').replace(/\.md$/, '').toLowerCase()}.html`
const files = Object.values(audiences).flatMap((each) => Object.keys(each))

/** As the repository's host makes anchors of headings, so that links within the texts hold in both. */
const anchorOf = (text) => text.toLowerCase().replaceAll(/<[^>]*>/g, '').replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').trim().replaceAll(/\s/g, '-')

/** Where a link of one file goes on the site; null: to something that is only in the repository. */
function targetOf(href, from) {
    if (/^(https?:|#)/.test(href)) return href
    const [path, anchor] = href.split('#')
    const file = normalize(join(dirname(from), path))
    if (/^docs\/[\w-]+\.png$/.test(file)) return file.replace('docs/', 'images/')
    return files.includes(file) ? pageOf(file) + (anchor === undefined ? '' : `#${anchor}`) : null
}

function rendererFor(from) {
    const used = new Map()
    return new Marked({
        renderer: {
            heading({ tokens, depth }) {
                const text = this.parser.parseInline(tokens)
                const anchor = anchorOf(text)
                const count = used.get(anchor) ?? 0
                used.set(anchor, count + 1)
                return `<h${depth} id="${anchor}${count === 0 ? '' : `-${count}`}">${text}</h${depth}>\n`
            },
            link({ href, tokens }) {
                const text = this.parser.parseInline(tokens)
                const target = targetOf(href, from)
                return target === null ? text : `<a href="${escaped(target)}">${text}</a>`
            },
            image({ href, text }) {
                return `<img src="${escaped(targetOf(href, from) ?? '')}" alt="${escaped(text)}">`
            },
            // What is wider than a window scrolls, also by keyboard.
            code({ text }) {
                return `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`
            },
            table({ header, rows }) {
                const cells = (row, tag) => `<tr>${row.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>`
                const isNamed = header.some(({ text }) => text !== '')
                const head = isNamed ? `<thead>${cells(header, 'th').replaceAll('<th></th>', '<td></td>')}</thead>` : ''
                return `<div class="table" tabindex="0" role="group" aria-label="Table"><table>${head}<tbody>${rows.map((row) => cells(row, 'td')).join('\n')}</tbody></table></div>\n`
            },
        },
    })
}

/** name -> HTML */
export async function docsPages() {
    const pages = await Promise.all(files.map(async (file) => {
        const text = await readFile(join(root, file), 'utf8')
        const html = rendererFor(file).parse(text)
        return [pageOf(file), sitePage(`${/^# (.*)$/m.exec(text)?.[1] ?? file} · popcert`, html)]
    }))
    const lists = Object.entries(audiences).map(([audience, those]) =>
        `<h2>${audience}</h2>\n<ul>\n${Object.entries(those).map(([file, what]) => `<li><a href="${pageOf(file)}">${what}</a></li>`).join('\n')}\n</ul>`)
    return { ...Object.fromEntries(pages), 'docs.html': sitePage('Documentation · popcert', `<h1>Documentation</h1>\n${lists.join('\n')}`) }
}
