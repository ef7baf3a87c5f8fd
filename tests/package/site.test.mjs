// dist/site: every link leads somewhere, nothing is asked of anybody else, axe finds nothing, and it works below any path.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { after, suite, test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { assertAccessible } from '../support/accessible.mjs'
import { BROWSERS, launch, press, until, withoutBrowser } from '../support/browsers.mjs'
import { dist, fixturePath, repository } from '../support/fixtures.mjs'
import { sha256 } from '../support/openssl.mjs'
import { startServer } from '../support/server.mjs'
import { SignerPage } from '../support/signer.mjs'

const work = mkdtempSync(join(tmpdir(), 'popcert-site-'))
const PATH = 'some/where'
const site = join(work, PATH)
after(() => rmSync(work, { recursive: true, force: true }))

/** A release as the site takes it, without the time that a real one takes. */
const release = join(work, 'release')
mkdirSync(release)
const FILES = { 'popcert-9.8.7.zip': 'zip', 'signer.html': 'page', 'signer.de.html': 'Seite', SHA256SUMS: 'sums' }
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(release, name), text)
writeFileSync(join(release, 'popcert-9.8.7.provenance.json'), JSON.stringify({ predicate: { buildDefinition: { internalParameters: { sourceDate: '2026-03-04T05:06:07.000Z', sourceIsClean: true } } } }))

const make = (out, ...more) => execFileSync(process.execPath, ['web/build/site.mjs', '--dist', dist, '--out', out, ...more], { cwd: repository, stdio: ['ignore', 'ignore', 'inherit'] })
make(site, '--release', release)

const EDITIONS = readdirSync(join(dist, 'languages'))
const pages = readdirSync(site).filter((name) => name.endsWith('.html') && name !== 'signer.html')
const textOf = (name) => readFileSync(join(site, name), 'utf8')
const idsOf = (text) => [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)

suite('the site', () => {
    test('every link, picture and anchor is there', () => {
        assert.ok(pages.length >= 12)
        for (const page of pages) {
            const links = [...textOf(page).matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, link]) => link)
            for (const link of links.filter((each) => each !== 'data:,' && !each.startsWith('https://'))) {
                assert.doesNotMatch(link, /^\/|^[a-z]+:/, `${page}: ${link} does not work from another path`)
                const [path, anchor] = link.split('#')
                const [file] = path.split('?')
                const target = file === '' ? page : normalize(join(dirname(page), file))
                assert.ok(!target.startsWith('..'), `${page}: ${link}`)
                const octets = readFileSync(join(site, target))
                if (anchor !== undefined) assert.ok(idsOf(octets.toString()).includes(decodeURIComponent(anchor)), `${page}: ${link}`)
            }
        }
    })

    test('has no script, and takes nothing from elsewhere', () => {
        for (const page of pages) {
            const text = textOf(page)
            assert.doesNotMatch(text, /<(script|iframe|form|object|embed)\b|\son\w+=|javascript:/i, page)
            assert.doesNotMatch(text, /(?:src|srcset|poster|action)="(?:https?:)?\/\//i, page)
            assert.match(text, /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^;]*'; img-src 'self' data:; base-uri 'none'; form-action 'none'">/, page)
            assert.doesNotMatch(text.replaceAll(/<pre[\s\S]*?<\/pre>/g, ''), /\{\{|undefined|\[object/, page)
        }
    })

    test('carries the signer as it was built', () => {
        assert.deepEqual(readFileSync(join(site, 'signer.html')), readFileSync(join(dist, 'signer.html')))
        assert.ok(EDITIONS.length >= 5)
        for (const file of EDITIONS) assert.deepEqual(readFileSync(join(site, 'languages', file)), readFileSync(join(dist, 'languages', file)), file)
    })

    test('"Get it" names the files of the release with their sums, and gives these out', () => {
        const page = textOf('index.html')
        for (const [name, text] of Object.entries(FILES)) {
            assert.match(page, new RegExp(`href="files/${name.replaceAll('.', '\\.')}"[\\s\\S]{0,300}?${sha256(text)}`), name)
            assert.equal(readFileSync(join(site, 'files', name), 'utf8'), text)
        }
        assert.match(page, /from the source of 2026-03-04/)
        assert.doesNotMatch(page, /trial|no release/)
    })

    test('without a release it does not say that it is one', () => {
        const other = join(work, 'plain')
        make(other)
        const page = readFileSync(join(other, 'index.html'), 'utf8')
        assert.match(page, /and no release/)
        for (const file of ['signer.html', ...EDITIONS.map((each) => `languages/${each}`)]) {
            assert.match(page, new RegExp(`href="${file.replaceAll('.', '\\.')}"[\\s\\S]{0,300}?${sha256(readFileSync(join(dist, file)))}`), file)
        }
    })

    test('every error of the core has its anchor, sentence and hint', () => {
        const page = textOf('errors.html')
        const ids = idsOf(page)
        assert.equal(new Set(ids).size, ids.length)
        const { errors, chain, elsewhere } = JSON.parse(readFileSync(join(repository, 'core/sentences/sentences.json'), 'utf8'))
        const cases = [...errors, ...chain, ...elsewhere].map(({ id }) => id).filter((id) => /^[A-Z]/.test(id))
        assert.ok(cases.length > 100)
        for (const id of cases) assert.ok(ids.includes(id), id)
        // Those of pages and files stand in their sources.
        for (const source of ['core/refusal.ts', 'requests/decode.ts', 'requests/text.ts']) {
            const found = [...readFileSync(join(repository, 'web/src', source), 'utf8').matchAll(/refus(?:e|al)\('([A-Z_]+)'/g)].map(([, id]) => id).filter((id) => id !== 'INVALID_ARGUMENT')
            assert.ok(found.length > 3, source)
            for (const id of found) assert.ok(ids.includes(id), id)
        }
        assert.match(page, /id="PASSWORD_WRONG">[\s\S]{0,200}<p>[A-Z][^<]+<\/p>\n<p><strong>What to do:<\/strong> /)
    })

    test('is the same when it is made again', () => {
        const again = join(work, 'again')
        make(again, '--release', release)
        for (const each of readdirSync(site, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())) {
            const path = join(each.parentPath ?? each.path, each.name)
            assert.deepEqual(readFileSync(path.replace(site, again)), readFileSync(path), each.name)
        }
    })
})

suite('in a browser', () => {
    const browsers = {}
    after(async () => { for (const browser of Object.values(browsers)) await browser.quit() })

    for (const kind of BROWSERS) {
        test(`${kind}: axe finds nothing on any page, below a path, at any width`, { skip: withoutBrowser(kind) }, async () => {
            browsers[kind] ??= await launch(kind)
            const server = await startServer(work)
            try {
                const page = await browsers[kind].newPage()
                const said = []
                page.on('console', (message) => said.push(message.text()))
                for (const name of pages) {
                    await page.setViewport({ width: 1280, height: 800 })
                    const answer = await page.goto(`${server.url}/${PATH}/${name}`)
                    assert.equal(answer.status(), 200)
                    await assertAccessible(page, [])
                    for (const width of [320, 768, 1280]) {
                        await page.setViewport({ width, height: 800 })
                        // Wide tables scroll in a place of their own, which the keyboard reaches.
                        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), true, `${name} at ${width}`)
                    }
                }
                assert.deepEqual(said, [])
                assert.ok(server.requests.every((request) => request.startsWith(`GET /${PATH}/`)), server.requests.join('\n'))
            } finally {
                await server.close()
            }
        })

        test(`${kind}: an error of the signer leads to its place in the list, but not from a file, in a frame, or elsewhere`, { skip: withoutBrowser(kind) }, async () => {
            browsers[kind] ??= await launch(kind)
            const server = await startServer(work, { '/frame.html': `<!doctype html><title>page</title><iframe src="/${PATH}/signer.html?site" width=900 height=900></iframe>` })
            const failed = async (address) => {
                const signer = await SignerPage.open(browsers[kind], address)
                const scope = address.endsWith('frame.html') ? await (await signer.page.waitForSelector('iframe')).contentFrame() : signer.page
                await (await scope.waitForSelector('#key-file')).uploadFile(fixturePath('bad/noise'))
                await scope.waitForSelector('#key-error p')
                return { signer, links: await scope.$$eval('.error a', (all) => all.map(({ textContent }) => textContent)) }
            }
            try {
                const { signer, links } = await failed(`${server.url}/${PATH}/signer.html?site`)
                assert.deepEqual(links, ['INPUT_NOT_RECOGNIZED'])
                await press(signer.page, '#key-error a')
                const page = await until(async () => (await browsers[kind].pages()).find((each) => each.url().includes('errors.html#INPUT_NOT_RECOGNIZED')), 'the list in a tab of its own')
                const heading = await until(() => page.$eval(':target h2', ({ textContent }) => textContent).catch(() => null), 'the place in the list')
                assert.equal(heading, 'INPUT_NOT_RECOGNIZED')
                assert.notEqual(await signer.text('key-error'), '', 'what was there is still there')
                for (const address of [`${server.url}/${PATH}/signer.html`, `${pathToFileURL(site)}/signer.html?site`, `${server.url}/frame.html`]) {
                    const other = await failed(address)
                    assert.deepEqual(other.links, [], address)
                    await other.signer.close()
                }
                await page.close()
                await signer.close()
            } finally {
                await server.close()
            }
        })

        test(`${kind}: an error's id leads to its place, and the signer opens, also from a file`, { skip: withoutBrowser(kind) }, async () => {
            browsers[kind] ??= await launch(kind)
            const page = await browsers[kind].newPage()
            await page.goto(`${pathToFileURL(site)}/errors.html#PASSWORD_WRONG`)
            assert.equal(await page.$eval(':target h2', (heading) => heading.textContent), 'PASSWORD_WRONG')
            await page.goto(`${pathToFileURL(site)}/index.html`)
            await Promise.all([page.waitForNavigation(), page.click('a.start')])
            await page.waitForSelector('main')
            assert.match(await page.title(), /popcert/i)
            await page.close()
        })
    }
})
