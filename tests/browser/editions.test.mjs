// languages/signer.<tag>.html in a browser that wants English: it speaks its language from the start and in all that happens, with no
// sentence of English left; its menu has the two; and an element that names it finds a signer.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'

import { assertAccessible } from '../support/accessible.mjs'
import { BROWSERS, until } from '../support/browsers.mjs'
import { hostFiles, hostPage } from '../support/element.mjs'
import { EmbeddedSigner } from '../support/embedded.mjs'
import { CODE, fixture, PASSWORD, repository } from '../support/fixtures.mjs'
import { temporaryFile } from '../support/openssl.mjs'
import { inBrowser, SignerPage } from '../support/signer.mjs'
import { importSource } from '../support/source.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'

const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
const LANGUAGES = ['de', 'es', 'fr', 'ja', 'zh-Hans']
const { ofMarkup, ofViews, ofEditions } = await importSource('web/src/texts/en.ts')
const english = { ...ofMarkup, ...ofViews, ...ofEditions }

/** All that an edition can say of itself and of the core. */
function textsOf(language) {
    const all = ['sentences/', '', 'editions/'].map((folder) => JSON.parse(readFileSync(join(repository, 'web/src/texts', folder, `${language}.json`), 'utf8')))
    return JSON.parse(JSON.stringify(Object.assign({}, ...all)).replaceAll('signer.html', `signer.${language}.html`))
}

/** The words of a text that are the same whatever is filled in. */
const piecesOf = (text) => text.split(/\{\w+\}|`/).map((piece) => piece.trim()).filter((piece) => piece !== '')

const written = (where) => where.evaluate(() => Object.fromEntries([...document.querySelectorAll('[data-text]')].map((each) =>
    [each.dataset.text, each.textContent])))

/** What is marked as English, and what looks like it, folded away or not; commands and certificates are the same in all languages. */
async function assertNothingInEnglish(page, where) {
    const { marked, shown } = await page.evaluate(() => {
        const isSeen = (element) => element.closest('option, #sample-line, [hidden]') === null
        const marked = [...document.querySelectorAll('body [lang=en]')].filter(isSeen).map(({ outerHTML }) => outerHTML)
        const folded = [...document.querySelectorAll('details:not([open])')]
        for (const each of folded) each.open = true
        const apart = [...document.querySelectorAll('code, pre, textarea, option, [lang=en]')].map((each) => each.innerText).filter(Boolean)
        let shown = document.body.innerText
        for (const each of apart) shown = shown.replaceAll(each, ' ')
        for (const each of folded) each.open = false
        return { marked, shown }
    })
    assert.deepEqual(marked, [], where)
    assert.deepEqual(shown.match(/[^\n]*\b(the|is|are|of|this|which|with|your|for|has)\b[^\n]*/gi), null, where)
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        for (const language of LANGUAGES) {
            test(`${language}: a wrong file, a wrong password, a refused code and a certificate are said in it, and nothing in English`, async () => {
                const signer = await SignerPage.open(context.browser, `${context.server.url}/languages/signer.${language}.html`)
                const { page } = signer
                const own = textsOf(language)
                const says = (id, key) => signer.waitFor(async () => {
                    const text = await signer.wholeText(id)
                    return piecesOf(own[key]).every((piece) => text.includes(piece))
                }, `${key} in #${id}`, 30).catch(async (error) => { throw new Error(`${error.message}; it says ${await signer.wholeText(id)}`) })
                assert.match((await page.evaluate(() => navigator.language)), /^en/)
                assert.equal(await page.evaluate(() => document.documentElement.lang), language)
                for (const [key, text] of Object.entries(await written(page))) assert.equal(text, own[key].replaceAll('`', ''), key)
                assert.deepEqual(await page.$$eval('#language option', (all) => all.map(({ value }) => value)), [language, 'en'])
                assert.equal(await signer.value('language'), language)
                assert.equal(await signer.visible('edition'), false)
                await assertNothingInEnglish(page, 'as opened')

                await signer.press('to-check')
                await signer.press('try')
                await says('try-said', 'verify.refused')
                await page.$eval('#check', (details) => { details.open = false })

                await signer.create()
                await says('key-error', 'missing.key')
                await says('ca-error', 'missing.ca')
                await signer.chooseKey('wrong/ed25519.pem')
                await says('key-error', 'KEY_TYPE_UNSUPPORTED')
                await assertNothingInEnglish(page, 'a wrong file')
                await assertAccessible(page, [320, 1280])

                await signer.paste('code', CODE.slice(0, -1))
                await signer.chooseKey('encrypted/pbes2-rsa2048.pem')
                await signer.chooseCa('certs/ca-rsa2048.pem')
                await signer.waitFor(() => signer.visible('key-password'), 'the question')
                await signer.type('key-password', 'wrong')
                await page.keyboard.press('Enter')
                await says('password-error', 'PASSWORD_WRONG')
                await assertNothingInEnglish(page, 'a wrong password')

                await signer.paste('code', 'A'.repeat(100))
                await signer.create()
                await says('code-error', 'CODE_TOO_LONG')
                await assertNothingInEnglish(page, 'a refused code')

                await signer.paste('code', CODE)
                await signer.type('key-password', PASSWORD)
                await page.keyboard.press('Enter')
                await says('match', 'match.pass')
                await signer.create()
                await signer.waitForResult()
                await says('checklist', 'ca.pass')
                assert.equal(await page.$eval('#result h2', ({ innerText }) => innerText.trim()), own.result)
                assertOpensslAccepts(fixture('certs/ca-rsa2048.der'), new X509Certificate(await signer.value('pem')).raw)
                await assertNothingInEnglish(page, 'a certificate')
                await assertAccessible(page, [320, 1280])

                await page.select('#language', 'en')
                await signer.waitFor(() => page.evaluate(() => document.documentElement.lang === 'en'), 'English')
                for (const [key, text] of Object.entries(await written(page))) assert.equal(text.replaceAll(`signer.${language}.html`, 'signer.html'), english[key].replaceAll('`', ''), key)
                await page.select('#language', language)
                await signer.waitFor(() => page.evaluate((language) => document.documentElement.lang === language, language), language)
                await signer.choose('requests-file', temporaryFile('{"popcert":"response","version":1}', '.json'))
                await says('code-error', 'file.FILE_IS_RESPONSE')
                await assertNothingInEnglish(page, 'back again, and a response file')
                assert.deepEqual(signer.said.filter((line) => !line.includes('popcert.invalid')), [])
                await signer.close()
            })
        }

        test('an element whose src names one: it is a signer of this version, speaks its language or English as asked, and signs', async () => {
            const host = await context.browser.newPage()
            await host.setViewport({ width: 900, height: 1400 })
            await host.goto(`${context.server.url}/portal`)
            const event = (name) => until(() => host.evaluate((name) => events.find((each) => each.name === name)?.detail, name), name)
            assert.deepEqual(await event('ready'), { version })
            const { frame } = await EmbeddedSigner.find(host)
            await until(() => frame.evaluate(() => document.documentElement.lang === 'ja'), 'Japanese')
            assert.equal(await frame.$eval('#edition', (line) => line.checkVisibility()), false)
            const ask = (language) => host.$eval('popcert-signer', (element, language) => { element.language = language }, language)
            for (const [asked, spoken] of [['en', 'en'], ['fr', 'ja'], ['ja-JP', 'ja']]) {
                await ask(asked)
                await until(() => frame.evaluate((spoken) => document.documentElement.lang === spoken, spoken), spoken)
            }
            await ask('en')
            await new EmbeddedSigner(frame).sign()
            const { certificate } = await event('created')
            assertOpensslAccepts(fixture('certs/ca-p256.der'), new X509Certificate(certificate.pem).raw)
            await host.close()
        })
    }, { pages: { ...hostFiles, '/portal': hostPage(`<popcert-signer src="/languages/signer.ja.html" verification-code="${CODE}"></popcert-signer>`) } })
}
