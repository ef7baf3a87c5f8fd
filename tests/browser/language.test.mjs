// The page speaks the language of the browser or of the page around it, whole, and changes it while it is used.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'

import { assertAccessible } from '../support/accessible.mjs'
import { BROWSERS } from '../support/browsers.mjs'
import { dist, fixture, repository } from '../support/fixtures.mjs'
import { Host, hostPage } from '../support/host.mjs'
import { inBrowser, SignerPage } from '../support/signer.mjs'
import { importSource } from '../support/source.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'

const LANGUAGES = ['de', 'es', 'fr', 'ja', 'zh-Hans']
const { ofMarkup, ofViews } = await importSource('web/src/texts/en.ts')
const texts = (language) => (language === 'en' ? { ...ofMarkup, ...ofViews }
    : JSON.parse(readFileSync(join(repository, 'web', 'src', 'texts', `${language}.json`), 'utf8')))

/** The page as it opens where the browser wants this language. */
async function open(context, language, options) {
    const page = await context.browser.newPage()
    await page.evaluateOnNewDocument((language) => {
        Object.defineProperty(navigator, 'languages', { get: () => [language] })
    }, language)
    const signer = new SignerPage(context.browser, page)
    await page.setViewport({ width: 1000, height: 900, ...options })
    await page.goto(context.http)
    return signer
}

/** Every text that the page has of itself: key -> text. */
const written = (where) => where.evaluate(() => Object.fromEntries([...document.querySelectorAll('[data-text]')].map((each) =>
    [each.dataset.text, each.textContent])))

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        for (const language of LANGUAGES) {
            test(`${language}: all is said in it, from the opening to the certificate, and axe finds nothing`, async () => {
                const signer = await open(context, language)
                const own = texts(language)
                assert.equal(await signer.page.evaluate(() => document.documentElement.lang), language)
                assert.equal(await signer.page.title(), own.title)
                for (const [key, text] of Object.entries(await written(signer.page))) {
                    assert.equal(text, own[key]?.replaceAll('`', ''), key)
                }
                assert.equal(await signer.page.$eval('#check ul', ({ lang }) => lang), 'en', 'what is English is marked as such')
                const edition = `languages/signer.${language}.html`
                assert.equal(await signer.text('edition'), `${own.edition} ${edition}`, 'and where it is not')
                assert.ok(existsSync(join(dist, edition)))
                assert.equal(await signer.page.$eval('#edition a', ({ href }) => href), new URL(edition, context.http).href)

                await signer.create()
                await signer.waitForError('ca-error').catch(() => {})
                assert.ok((await signer.text('key-error')).includes(own['missing.key']), await signer.text('key-error'))
                assert.equal(await signer.page.$('#key-error [lang]'), null, 'what is in the page’s language is not marked')
                await assertAccessible(signer.page, [320, 1280])

                await signer.chooseKey('wrong/ed25519.pem')
                await signer.waitFor(() => signer.page.$('#key-error [lang=en]'), 'a sentence of the core, marked as English')
                assert.match(await signer.page.$eval('#key-error [lang=en]', (said) => said.innerText), /Ed25519/)

                await signer.fill()
                await signer.create()
                await signer.waitForResult()
                assert.equal(await signer.text('match'), own['match.pass'])
                const checks = await signer.wholeText('checklist')
                assert.ok(checks.includes(own['ca.pass']) && !/\b(The|This|is|certificate)\b/.test(checks), checks)
                assertOpensslAccepts(fixture('certs/ca-p256.der'), new X509Certificate(await signer.value('pem')).raw)
                await assertAccessible(signer.page, [320, 1280])
                signer.assertSilent()
                await signer.close()
            })
        }

        for (const [wanted, spoken] of [['de-AT', 'de'], ['zh-CN', 'zh-Hans'], ['zh-SG', 'zh-Hans'], ['zh-TW', 'en'], ['en-GB', 'en'], ['sv', 'en'], ['x', 'en']]) {
            test(`who wants ${wanted} gets ${spoken}`, async () => {
                const signer = await open(context, wanted)
                assert.equal(await signer.page.evaluate(() => document.documentElement.lang), spoken)
                assert.equal(await signer.page.title(), texts(spoken).title)
                assert.equal(await signer.visible('edition'), spoken !== 'en')
                await signer.close()
            })
        }

        test('the page around the frame chooses; what was entered stays, and English comes back word for word', async () => {
            const host = await Host.connected(context.browser, `${context.server.url}/host`)
            const english = await written(host.frame)
            await host.frame.type('#code', 'SOME-CODE')
            const speak = async (language, expected) => {
                await host.send({ type: 'appearance', language })
                await host.frame.waitForFunction((expected) => document.documentElement.lang === expected, {}, expected)
            }
            for (const [language, spoken] of [['fr-CA', 'fr'], ['ja', 'ja']]) {
                await speak(language, spoken)
                assert.equal((await written(host.frame)).code, texts(spoken).code)
                assert.equal(await host.text('create'), texts(spoken).create)
                assert.equal(await host.frame.$eval('#code', (field) => field.value), 'SOME-CODE')
                assert.equal(await host.frame.$eval('#edition', (line) => line.checkVisibility()), false, 'a page names no other page')
            }
            await speak('sv', 'en')
            assert.deepEqual(await written(host.frame), english)
            assert.equal(await host.text('create'), 'Create certificate')
            assert.equal(await host.frame.$$eval('[data-text][lang]', (all) => all.length), 0)
            await host.close()
        })
    }, { pages: { '/host': hostPage() } })

    suite(kind, () => inBrowser({ suite, before, after }, kind, (context) => {
        test('names in letters that have to be looked for are there when the menu is wanted, not before', async () => {
            const names = (signer) => signer.page.$$eval('#language option', (all) => all.map(({ text }) => text))
            const signer = await open(context, 'en')
            assert.deepEqual((await names(signer)).slice(0, 4), ['English', 'Deutsch', 'Español', 'Français'])
            assert.doesNotMatch((await names(signer)).join(''), /[日简]/u)
            await signer.page.focus('#language')
            assert.deepEqual((await names(signer)).slice(4), ['日本語', '简体中文'])

            const pointed = await open(context, 'en')
            await pointed.page.hover('#language')
            assert.deepEqual((await names(pointed)).slice(4), ['日本語', '简体中文'])
            for (const language of ['ja', 'zh-Hans']) {
                const own = await open(context, language)
                assert.deepEqual((await names(own)).slice(4), ['日本語', '简体中文'], 'who reads one of them sees them at once')
            }
        })

        test('the browser’s own setting is what counts', async () => {
            const signer = await SignerPage.open(context.browser, context.file)
            assert.equal(await signer.page.evaluate(() => document.documentElement.lang), 'fr')
            await signer.close()
        })
    }, { languages: 'fr-CA,fr,en' }))
}
