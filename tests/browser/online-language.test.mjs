// The online page speaks the language of the browser, whole, and changes it while it is used; what it saves stays English.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'

import axe from 'axe-core'

import { tooWide } from '../support/accessible.mjs'
import { BROWSERS } from '../support/browsers.mjs'
import { fixture, fixturePath, repository } from '../support/fixtures.mjs'
import { inOnline, OnlinePage, someServices } from '../support/online.mjs'
import { temporaryFile } from '../support/openssl.mjs'
import { importSource } from '../support/source.mjs'

const LANGUAGES = ['de', 'es', 'fr', 'ja', 'zh-Hans']
const { ofMarkup, ofViews } = await importSource('web/src/online/texts/en.ts')
const { ofMessages } = await importSource('web/src/online/texts/messages.ts')
const english = { ...ofMarkup, ...ofViews, ...ofMessages }
const signer = await importSource('web/src/texts/en.ts')
const json = (path) => JSON.parse(readFileSync(join(repository, 'web/src', path), 'utf8'))
const texts = (language) => (language === 'en' ? { ...signer.ofMarkup, ...signer.ofViews, ...english } : { ...json(`texts/${language}.json`), ...json(`online/texts/${language}.json`) })

/** The page as it opens where the browser wants this language. */
async function open(context, url, language) {
    const page = await context.browser.newPage()
    await page.setViewport({ width: 1000, height: 900 })
    await page.evaluateOnNewDocument((language) => {
        Object.defineProperty(navigator, 'languages', { get: () => [language] })
    }, language)
    const online = new OnlinePage(context.browser, page)
    await page.goto(url)
    await online.waitFor(() => page.$eval('#cloud', (select) => select.options.length > 1), 'the clouds')
    return online
}

const written = (page) => page.evaluate(() => Object.fromEntries([...document.querySelectorAll('[data-text]')]
    .filter((each) => each.id === '').map((each) => [each.dataset.text, each.textContent])))

/** Pieces of English that are long enough to be nothing else, but for names that are the same. */
const englishBeside = (language) => Object.entries(english).flatMap(([key, text]) => text.split(/\{\w+\}|`[^`]*`/)
    .map((piece) => piece.trim()).filter((piece) => piece.split(' ').length > 2 && !texts(language)[key]?.includes(piece)))

async function assertNothingInEnglish(page, where) {
    const shown = await page.evaluate(() => {
        const hidden = [...document.querySelectorAll('main details:not([open])')]
        for (const each of hidden) each.open = true
        const text = `${document.querySelector('main').innerText}\n${[...document.querySelectorAll('[aria-label], [placeholder]')].map((each) => `${each.ariaLabel} ${each.getAttribute('placeholder')}`).join('\n')}`
        for (const each of hidden) each.open = false
        return text
    })
    const language = await page.evaluate(() => document.documentElement.lang)
    assert.deepEqual(englishBeside(language).filter((piece) => shown.includes(piece)), [], where)
}

const device = (name) => Buffer.from(fixture(`device/${name}.pem`)).toString()
/** A device's chain as a file, the service that is asked, and what is said: `also` besides the verdict. */
const chains = [
    { file: ['leaf', 'ica', 'root'], service: 'of-root', verdict: 'chain.verified', words: { name: 'Root' }, status: 'pass' },
    { file: ['leaf', 'ica', 'root-silent'], service: 'of-silent', verdict: 'chain.verified', hint: 'chain.verified.hint', words: { name: 'Root' }, status: 'warn', also: ['CHAIN_V3_CA_UNSTATED'] },
    { file: ['leaf-no-ids', 'impostor-no-ids', 'root'], service: 'of-root', verdict: 'CHAIN_BROKEN', hint: 'CHAIN_BROKEN.hint', words: { name: 'device-5' }, status: 'fail' },
    { file: ['leaf-expired', 'ica-expired', 'root'], service: 'of-root', verdict: 'CHAIN_EXPIRED', hint: 'CHAIN_EXPIRED.hint', words: { name: 'device-8', date: '2020-01-01' }, status: 'fail' },
    { file: ['leaf-dns', 'nc-dns', 'root'], service: 'of-root', verdict: 'CHAIN_NAME_NOT_ALLOWED', hint: 'CHAIN_NAME_NOT_ALLOWED.hint', words: { name: 'device-9', value: '2' }, status: 'fail' },
    { file: ['by-root-pss', 'root'], service: 'of-root', verdict: 'CHAIN_SIGNATURE_UNCHECKED', hint: 'CHAIN_SIGNATURE_UNCHECKED.hint', words: { name: 'device-6' }, status: 'warn' },
    { file: ['leaf', 'leaf-dns', 'ica', 'root'], service: 'of-root', verdict: 'chain.verified', words: { name: 'Root' }, status: 'pass', also: ['CHAIN_SEVERAL_LEAVES'] },
    { file: ['leaf', 'ica', 'root'], service: 'of-silent', verdict: 'CHAIN_NO_ANCHOR', hint: 'CHAIN_NO_ANCHOR.hint', words: { name: 'Root' }, status: 'fail' },
]
/** Of all that the core can say about a chain, the pieces that are nothing but English. */
const coreInEnglish = JSON.parse(readFileSync(join(repository, 'core/sentences/sentences.json'), 'utf8')).chain
    .flatMap(({ message, hint }) => `${message} ${hint}`.split(/\{\w+\}|"|[.:;,()]/)).map((piece) => piece.trim()).filter((piece) => piece.split(' ').length > 2 && !piece.startsWith('openssl'))

/** A sentence of the core in a language, with its words. */
function coreText(language, key, words) {
    const day = (date) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(date))
    return json(`texts/sentences/${language}.json`)[key].replace(/\{(\w+)\}/g, (_, word) => (word === 'date' ? day(words.date) : words[word]))
}

function assertChainIn(language, { hint, words, also = [] }, { shown, languages }) {
    const own = json(`texts/sentences/${language}.json`)
    if (hint !== undefined) assert.ok(shown.includes(coreText(language, hint, words)), `${language}: ${hint}`)
    for (const each of also) assert.ok(shown.includes(own[`${each}.hint`]), `${language}: ${each}`)
    assert.deepEqual(coreInEnglish.filter((piece) => shown.includes(piece)), [], language)
    assert.doesNotMatch(shown.replaceAll(/openssl verify .*/g, ''), /\b(the|is|of|which|have|issued|with)\b/i, language)
    assert.deepEqual(languages, [], 'nothing is marked as of another language, or of none')
}

const states = (online) => online.page.$$eval('tr.service', (rows) => rows.map((row) => row.cells[4].innerText.trim()))

for (const kind of BROWSERS) {
    inOnline({ suite, before, after }, kind, (context) => {
        for (const language of LANGUAGES) {
            test(`${language}: all is said in it, from the opening to the report, and axe finds nothing`, async () => {
                const { emulator, url, end } = await context.fresh({ services: someServices(3) })
                // Not told before: it is refused.
                emulator.faults.add({ service: 'contoso-dps-02', operation: 'permissions', status: 403, times: null })
                emulator.state.service('contoso-dps-02').readOnly = true
                const online = await open(context, url, language)
                const own = texts(language)
                assert.equal(await online.page.evaluate(() => document.documentElement.lang), language)
                assert.equal(await online.page.title(), own['page.title'])
                assert.equal(await online.page.$eval('#filter-text', (field) => field.placeholder), own['filter.what'])
                for (const [key, text] of Object.entries(await written(online.page))) assert.equal(text, own[key].replaceAll('`', ''), key)
                await assertNothingInEnglish(online.page, 'as opened')

                await online.drop('#ca-zone', 'key.pem', fixture('keys/p256-pkcs8.pem'))
                await online.waitFor(async () => (await online.text('#ca-error')).includes(own['holds.key']), 'the refusal of a key')
                await online.press('#demo-token')
                await online.waitFor(async () => (await online.page.$$('tr.service')).length === 3, 'the services')
                await online.chooseCa('certs/ca-rsa2048.pem')
                await online.waitFor(async () => (await states(online)).every((state) => state === own['place.missing']), 'the state of the services')
                await online.waitFor(() => online.page.$eval('#select-all', (box) => box.checked), 'what needs work, selected')
                assert.equal(await online.text('#run'), own['run.count.other'].replace('{count}', '3'))
                await online.press('#run')
                await online.waitFor(async () => Object.values(await online.rowErrors()).some((said) => said.includes(own['answer.forbidden'])), 'what was refused')
                await online.waitFor(async () => (await states(online)).filter((state) => state.includes(own['step.signing'])).length === 2, 'two codes')
                await online.openDetails('contoso-dps-01')
                const frame = await online.signer()
                await online.waitFor(() => frame.evaluate((language) => document.documentElement.lang === language, language), 'the signer in the same language')
                await assertNothingInEnglish(online.page, 'codes wait')
                await online.press('#elsewhere summary')
                await online.choose('#response-file', fixturePath('certs/ca-p256.pem'))
                const ofCore = { ...json(`texts/${language}.json`), ...json(`texts/sentences/${language}.json`) }
                await online.waitFor(async () => (await online.text('#response-error')).includes(ofCore['file.OBJECT_IS_PEM']), 'that this is no response file')
                assert.ok((await online.text('#response-error')).includes(ofCore['file.OBJECT_IS_PEM.hint']))
                await online.page.evaluate(axe.source)
                const { violations } = await online.page.evaluate(() => axe.run({ exclude: ['popcert-signer'] }, { resultTypes: ['violations'] }))
                assert.deepEqual(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' ')}`), [])
                for (const width of [320, 768]) {
                    await online.page.setViewport({ width, height: 800 })
                    assert.deepEqual({ width, ...await tooWide(online.page) }, { width, over: 0, outside: [] })
                }

                const csv = await online.download('#report-csv')
                assert.match(csv.octets.toString(), /^\ufeffService,Kind,[\s\S]*Waits for the signature[\s\S]*uploaded \d/, 'files are in English')
                await online.choose('.detail-row:not([hidden]) input[type=file]', fixturePath('bad/noise'))
                await online.waitFor(async () => Object.values(await online.rowErrors()).some((said) => said.includes(ofCore.INPUT_NOT_RECOGNIZED)), 'that this is no proof')
                const [said] = Object.values(await online.rowErrors()).filter((said) => said.includes(ofCore.INPUT_NOT_RECOGNIZED))
                assert.ok(said.includes(ofCore['INPUT_NOT_RECOGNIZED.hint']), said)
                await online.close()
                await end()
            })
        }

        test('ja, and de by the menu: a chain that holds, one in doubt and broken ones are said in it, and no English of the core is left', async () => {
            const services = ['root', 'root-silent'].map((name) => ({ name: `of-${name.split('-').at(-1)}`, entries: [{ name, certificate: device(name), isVerified: true }] }))
            const { url, end } = await context.fresh({ services })
            const online = await open(context, url, 'ja')
            const seen = () => online.page.$eval('#chain-result', (result) => ({
                shown: result.innerText, strong: result.querySelector('.verdict strong')?.textContent, className: result.querySelector('.verdict')?.className,
                languages: [...result.querySelectorAll('[lang]')].map((each) => each.outerHTML),
            }))
            await online.press('#demo-token')
            await online.waitFor(async () => (await online.page.$$('#chain-service option')).length === 3, 'the services')
            const idOf = (name) => online.page.$$eval('#chain-service option', (options, name) => options.find((each) => each.textContent === name).value, name)
            for (const chain of chains) {
                await online.page.select('#language', 'ja')
                await online.page.select('#chain-service', await idOf(chain.service))
                await online.choose('#chain-file', temporaryFile(chain.file.map(device).join(''), '.pem'))
                for (const language of ['ja', 'de']) {
                    await online.page.select('#language', language)
                    const wanted = coreText(language, chain.verdict, chain.words)
                    const there = await online.waitFor(async () => {
                        const now = await seen()
                        return now.strong === wanted && now.className === `verdict ${chain.status}` && now
                    }, `“${wanted}”, ${chain.status}`).catch(async (error) => { throw new Error(`${error.message}; it says ${(await seen()).strong}`) })
                    assertChainIn(language, chain, there)
                }
            }
            await online.page.setViewport({ width: 320, height: 800 })
            assert.deepEqual(await tooWide(online.page), { over: 0, outside: [] })
            online.assertSilent()
            await online.close()
            await end()
        })

        test('the menu changes it while the page is used: what was said is said anew, and what was entered and chosen stays', async () => {
            const { url, end } = await context.fresh({ services: someServices(4) })
            const online = await open(context, url, 'sv')
            assert.equal(await online.page.evaluate(() => document.documentElement.lang), 'en')
            const before = await written(online.page)
            await online.begin()
            await online.waitFor(() => online.page.$eval('#select-all', (box) => box.checked), 'what needs work, selected')
            await online.select('contoso-hub-03')
            await online.page.type('#filter-text', 'contoso')
            await online.drop('#chain-zone', 'key.pem', fixture('keys/p256-pkcs8.pem'))
            await online.waitFor(async () => (await online.text('#chain-error')).includes(english['holds.key']), 'an error')
            for (const language of ['de', 'ja', 'en']) {
                const own = texts(language)
                await online.page.select('#language', language)
                await online.waitFor(() => online.page.evaluate((language) => document.documentElement.lang === language, language), language)
                assert.equal(await online.page.title(), own['page.title'])
                assert.ok((await online.text('#chain-error')).includes(own['holds.key']))
                assert.equal(await online.text('#run'), (own['run.count.one'] ?? own['run.count.other']).replace('{count}', '1'))
                assert.ok((await states(online)).every((state) => state === own['place.missing']))
                assert.equal(await online.page.$eval('#filter-text', (field) => field.value), 'contoso')
                assert.equal(await online.page.$eval('#cloud', (select) => select.value), 'emulator')
                assert.deepEqual(await online.page.$$eval('tr.selected', (rows) => rows.map((row) => row.dataset.service)), ['contoso-hub-03'])
                if (language !== 'en') await assertNothingInEnglish(online.page, language)
            }
            assert.deepEqual(await written(online.page), before, 'English comes back word for word')
            assert.equal(await online.page.$$eval('[data-text][lang]', (all) => all.length), 0)
            online.assertSilent()
            await online.close()
            await end()
        })
    })
}
