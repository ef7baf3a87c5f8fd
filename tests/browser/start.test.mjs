// From opening the page to the certificate nothing is done twice, and nothing heavy on the page's own thread; and a browser that lacks
// what the fast way needs takes the slower one. No clock is asked: what is counted is what was done.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'

import { BROWSERS, until } from '../support/browsers.mjs'
import { CODE, dist, fixture } from '../support/fixtures.mjs'
import { Host, hostFile, hostPage } from '../support/host.mjs'
import { inBrowser, SignerPage, WAYS } from '../support/signer.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'
import { LACKING, watch, Watched } from '../support/watched.mjs'

const pages = { '/host': hostPage() }
const request = { id: 'one', label: 'service one', verificationCode: CODE }

/** The page, watched from before its first script. */
async function open(context, way, without) {
    const signer = await SignerPage.open(context.browser, 'about:blank')
    await watch(signer.page, without)
    await signer.page.goto(context[way])
    return { signer, watched: new Watched(signer.page) }
}

/** As a person does it: the code is typed, the files are chosen, the button is pressed. */
async function work(signer, { key = 'keys/rsa2048-pkcs8.pem', ca = 'certs/ca-rsa2048' } = {}) {
    await signer.type('code', CODE)
    await signer.chooseKey(key)
    await signer.chooseCa(`${ca}.pem`)
    await signer.create()
    await signer.waitForResult()
    const pem = await signer.value('pem')
    assertOpensslAccepts(fixture(`${ca}.der`), Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'))
}

/** In a sandboxed frame, the code given by the page around. */
async function workFramed(context, url, without) {
    const page = await context.browser.newPage()
    await page.setViewport({ width: 1000, height: 900 })
    await watch(page, without)
    await page.goto(url)
    const host = Object.assign(new Host(), { page })
    host.frame = await (await page.waitForSelector('#signer')).contentFrame()
    await host.frame.waitForSelector('#create')
    await host.message('ready')
    await host.prepare([request])
    await host.look()
    await host.press()
    const { certificate } = await host.message('created')
    const pem = await page.evaluate(() => got.find(({ type }) => type === 'created').certificate.pem)
    assert.equal(typeof certificate.pem, 'string')
    assertOpensslAccepts(fixture('certs/ca-p256.der'), Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'))
    return { host, watched: new Watched(host.frame) }
}

function assertTakenAway(seen, without) {
    const did = seen.workers.flatMap((worker) => worker.did)
    for (const each of without) {
        const { seen: instead, unseen } = LACKING[each]
        // Where nothing streams, nothing is compiled while it streams.
        if (instead !== 'compile' || !without.includes('DecompressionStream')) assert.ok(did.includes(instead), `without ${each}: ${did}`)
        if (unseen !== null) assert.ok(!did.includes(unseen), `without ${each}: ${did}`)
    }
}

/** A line on which the page's own script, which is the last of it, comes only when it is let through. */
async function slowLine() {
    const page = readFileSync(join(dist, 'signer.html'), 'utf8')
    const last = page.lastIndexOf('<script')
    let letThrough
    const rest = new Promise((resolve) => { letThrough = resolve })
    const server = createServer(async (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).write(page.slice(0, last))
        await rest
        response.end(page.slice(last))
    })
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    return { url: `http://127.0.0.1:${server.address().port}/`, letThrough, close: () => server.close() }
}

/** What can be seen when all of the page has been read and its own script has not run, and when that has. */
function watchSight() {
    const isSeen = (element) => element.checkVisibility()
    document.addEventListener('readystatechange', () => {
        const seen = (globalThis.sight ??= {})
        seen[document.readyState] = { header: isSeen(document.querySelector('header')), form: isSeen(document.querySelector('#form')) }
    })
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        for (const way of WAYS) {
            test(`${way}: compiled once, in the first worker; two workers at most; the page's thread unpacks nothing`, async () => {
                const { signer, watched } = await open(context, way)
                await work(signer)
                const seen = await watched.seen()
                const told = JSON.stringify(seen)
                assert.equal(Watched.compiled(seen), 1, told)
                assert.deepEqual(seen.workers[0].did, ['fromBase64', 'DecompressionStream', 'compileStreaming'], told)
                assert.ok(Watched.startedFor(seen) <= 2, told)
                assert.deepEqual(seen.page, [], 'what the page\'s own thread did')
                signer.assertSilent()
                await signer.close()
            })
        }

        test('negative control: what the page\'s own thread unpacks or compiles is seen', async () => {
            const { signer, watched } = await open(context, 'http')
            await signer.page.evaluate(async () => {
                new DecompressionStream('deflate-raw')
                atob('A'.repeat(12_000))
                Uint8Array.fromBase64('A'.repeat(12_000))
                new Uint8Array(60_000)
                await WebAssembly.compile(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]))
            })
            const seen = await watched.seen()
            assert.deepEqual(seen.page, ['DecompressionStream', 'large base64', 'fromBase64', 'large octets', 'compile'])
            await signer.close()
        })

        test('the worker is asked for before anything else of the page is there', async () => {
            const { signer } = await open(context, 'http')
            const scripts = await signer.page.$$eval('script', (all) => all.map((script) => ({ inHead: document.head.contains(script), asks: /new Worker\(/.test(script.textContent.slice(-2000)) || /popcertWorkers=/.test(script.textContent) })))
            assert.deepEqual(scripts.map(({ inHead, asks }) => [inHead, asks]), [[true, true], [false, false]])
            await signer.close()
        })

        test('over a slow line the worker is done before the page listens: nothing that it said is lost', async () => {
            const line = await slowLine()
            const signer = await SignerPage.open(context.browser, 'about:blank')
            await watch(signer.page)
            const opening = signer.page.goto(line.url)
            await until(() => signer.page.evaluate(() => globalThis.popcertWorkers?.early.some((said) => 'module' in said) === true).catch(() => false), 'the module')
            line.letThrough()
            await opening
            await work(signer)
            const watched = new Watched(signer.page)
            await until(async () => (await watched.seen()).workers.length >= 2, 'the one that stands by')
            const seen = await watched.seen()
            assert.equal(Watched.compiled(seen), 1, JSON.stringify(seen))
            await signer.close()
            line.close()
        })

        for (const [languages, header] of [[['en-GB', 'de'], true], [['de-AT', 'en'], false]]) {
            test(`in ${languages[0]} the ${header ? 'header comes first' : 'page comes when it is translated'}; the form in its turn`, async () => {
                const signer = await SignerPage.open(context.browser, 'about:blank')
                await signer.page.evaluateOnNewDocument(watchSight)
                await signer.page.evaluateOnNewDocument((languages) => { Object.defineProperty(navigator, 'languages', { get: () => languages }) }, languages)
                await signer.page.goto(context.http)
                assert.deepEqual((await signer.page.evaluate(() => globalThis.sight)).interactive, { header, form: false })
                await until(() => signer.visible('form'), 'the form')
                await until(() => signer.page.evaluate(() => document.activeElement.id === 'code'), 'whoever opens the page begins with the code')
                await signer.close()
            })
        }

        test('where no worker can be started, the form comes all the same', async () => {
            const signer = await SignerPage.open(context.browser, 'about:blank')
            await signer.page.evaluateOnNewDocument(() => { globalThis.Worker = class { constructor() { throw new Error('The test wants it.') } } })
            await signer.page.goto(context.http)
            await until(() => signer.visible('form'), 'the form')
            await signer.close()
        })

        test('a frame in a sandbox: compiled once, two workers at most, the page\'s thread unpacks nothing', async () => {
            const { host, watched } = await workFramed(context, `${context.server.url}/host`)
            const seen = await watched.seen()
            const told = JSON.stringify(seen)
            assert.equal(Watched.compiled(seen), 1, told)
            assert.ok(Watched.startedFor(seen) <= 2, told)
            assert.deepEqual(seen.page, [], told)
            await host.close()
        })

        const lacking = [...Object.keys(LACKING).map((each) => [each]), Object.keys(LACKING)]
        for (const without of lacking) {
            const name = without.length === 1 ? without[0] : 'all of these'
            for (const way of WAYS) {
                test(`${way}: without ${name} a certificate is made`, async () => {
                    const { signer, watched } = await open(context, way, without)
                    await work(signer, { key: 'keys/p256-pkcs8.pem', ca: 'certs/ca-p256' })
                    const seen = await watched.seen()
                    assertTakenAway(seen, without)
                    assert.deepEqual(seen.page, [], JSON.stringify(seen))
                    // And another, by the worker that stood by.
                    await signer.chooseKey('keys/rsa2048-pkcs8.pem')
                    await signer.chooseCa('certs/ca-rsa2048.pem')
                    await until(async () => /RSA/.test(await signer.text('key-zone')) && /belong/.test(await signer.text('match')), 'the other key')
                    await signer.create()
                    await until(async () => /CA ca-rsa2048/.test(await signer.text('result')), 'the other certificate')
                    assert.deepEqual((await watched.seen()).page, [])
                    signer.assertSilent()
                    await signer.close()
                })
            }
        }

        for (const [name, url] of [['http', (context) => `${context.server.url}/host`], ['file', () => hostFile()]]) {
            test(`${name}: without all of these, in a frame in a sandbox, a certificate is made`, async () => {
                const without = Object.keys(LACKING)
                const { host, watched } = await workFramed(context, url(context), without)
                assertTakenAway(await watched.seen(), without)
                await host.close()
            })
        }
    }, { pages })
}
