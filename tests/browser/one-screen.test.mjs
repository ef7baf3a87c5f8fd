// The page tells its story without scrolling, and what is done folds away. Counted as a person would: steps, and how far the page is.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { otherHeights } from '../support/accessible.mjs'
import { BROWSERS, delay, until } from '../support/browsers.mjs'
import { assertCheckerAccepts } from '../support/checker.mjs'
import { CODE, fixture, PASSWORD } from '../support/fixtures.mjs'
import { inBrowser, SignerPage } from '../support/signer.mjs'

const folded = (signer, row) => signer.page.$eval(`#${row}-row`, (section) => section.classList.contains('folded'))
const focused = (signer) => signer.page.evaluate(() => document.activeElement?.id ?? '')
const inView = (signer, id) => signer.page.$eval(`#${id}`, (element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return top >= 0 && bottom <= innerHeight
})

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const open = (options) => SignerPage.open(context.browser, context.http, { width: 1366, height: 768, ...options })

        test('PFX, password, code, certificate: five steps, and no scroll at 1366 × 768', async () => {
            const signer = await open()
            const { page } = signer
            const isUnscrolled = () => page.evaluate(() => scrollY === 0)
            assert.ok(await inView(signer, 'create'), 'from the title to the button')
            await signer.paste('code', CODE)                                   // 1
            await until(async () => (await focused(signer)) === 'key-file', 'the focus on the next row')
            await signer.chooseKey('pfx/modern-p256.p12')                      // 2
            await until(async () => (await focused(signer)) === 'key-password', 'the focus on the password')
            await page.keyboard.type(PASSWORD)                                 // 3
            await page.keyboard.press('Enter')
            await until(async () => (await focused(signer)) === 'create', 'the focus on the button')
            for (const row of ['code', 'key', 'ca']) assert.ok(await folded(signer, row), row)
            assert.ok(await isUnscrolled() && await inView(signer, 'create'))
            await page.keyboard.press('Enter')                                 // 4
            await signer.waitForResult()
            await until(async () => (await focused(signer)) === 'download-pem', 'the focus on Download')
            assert.ok(await inView(signer, 'download-pem') && await inView(signer, 'result-title'))
            const { name, octets } = await signer.download('download-pem')     // 5
            assertCheckerAccepts(fixture('certs/ca-p256.der'), CODE, octets)
            assert.ok((await signer.text('next')).includes(name), 'the file by its name')
            assert.ok((await signer.text('copied')).includes(name))
            assert.equal(await page.$eval('#create', (button) => button.classList.contains('primary')), false, 'one primary button')
            signer.assertSilent()
            await signer.close()
        })

        test('a phone needs two screens from the title to the button, and the result begins at the top', async () => {
            const signer = await open({ width: 360, height: 740 })
            assert.ok(await signer.page.$eval('#create', (button) => button.getBoundingClientRect().bottom + scrollY <= 2 * 740))
            await signer.fill()
            await until(() => folded(signer, 'ca'), 'the rows to fold')
            await signer.create()
            await signer.waitForResult()
            await until(() => inView(signer, 'download-pem'), 'Download in view')
            assert.ok(await inView(signer, 'result-title'))
            await signer.close()
        })

        test('a phone shows a code whole while it is typed, in groups, and the field is as it was', async () => {
            const signer = await open({ width: 360, height: 740 })
            await signer.page.focus('#code')
            for (const [typed, seen] of [['7D07', ''], [CODE.slice(0, 30), CODE.slice(0, 30)], [CODE, CODE]]) {
                await signer.type('code', typed)
                await until(async () => (await signer.text('code-shown')).replaceAll(/\s/g, '') === seen, `${typed} to be seen`)
            }
            const lines = await signer.page.$eval('#code-shown', (shown) => {
                const tops = new Set([...shown.querySelectorAll('span')].map((group) => Math.round(group.getBoundingClientRect().top)))
                return { count: tops.size, fits: shown.scrollWidth <= shown.clientWidth, inView: shown.getBoundingClientRect().bottom <= innerHeight }
            })
            assert.deepEqual(lines, { count: 2, fits: true, inView: true })
            assert.equal(await signer.value('code'), CODE)
            await signer.close()
            const wide = await open()
            await wide.type('code', CODE)
            await until(() => wide.page.$eval('#code-shown', (shown) => shown.textContent !== ''), 'the code to be checked')
            assert.equal(await wide.visible('code-shown'), false, 'where the field shows it, it is there once')
            await wide.close()
        })

        test('buttons and fields have two heights', async () => {
            const signer = await open()
            const unfold = () => signer.page.$$eval('details', (all) => all.forEach((each) => { each.open = true }))
            await unfold()
            assert.deepEqual(await otherHeights(signer.page), [], 'as opened')
            await signer.fill()
            await until(() => folded(signer, 'ca'), 'the rows to fold')
            await signer.create()
            await signer.waitForResult()
            await unfold()
            assert.deepEqual(await otherHeights(signer.page), [], 'with a result')
            await signer.close()
        })

        test('a row that is done is one line; Change opens it, and what goes wrong too', async () => {
            const signer = await open()
            await signer.fill()
            await until(() => folded(signer, 'key'), 'the key')
            await until(() => folded(signer, 'ca'), 'the certificate')
            const line = await signer.page.$eval('#ca-row', (row) => row.getBoundingClientRect().height)
            assert.ok(line <= 56, `${line} pixels`)
            await signer.press('ca-change')
            assert.equal(await focused(signer), 'ca-file')
            assert.equal(await folded(signer, 'ca'), false)
            assert.match(await signer.text('ca-facts'), /SHA-256/)
            await signer.chooseCa('certs/ca-rsa2048.pem')
            await signer.waitForError('key-error')
            assert.equal(await folded(signer, 'key'), false, 'the row that is wrong')
            await signer.chooseCa('certs/ca-p256.pem')
            await until(async () => await folded(signer, 'key') && await folded(signer, 'ca'), 'both of them')
            // The code's field is there all the time: a press into it opens the row.
            await until(() => folded(signer, 'code').then(async (isFolded) => isFolded || (await signer.page.focus('#create'), false)), 'the code')
            await signer.page.click('#code-shown')
            await until(async () => !(await folded(signer, 'code')), 'the row of the code')
            assert.equal(await focused(signer), 'code')
            await signer.close()
        })

        test('nothing moves under a pointer that is down', async () => {
            const signer = await open()
            await signer.chooseKey('keys/p256-pkcs8.pem')
            await signer.chooseCa('certs/ca-p256.pem')
            await until(() => folded(signer, 'ca'), 'the rows')
            await signer.type('code', CODE)
            await until(async () => /All 8/.test(await signer.text('checks')), 'the checks')
            const at = () => signer.page.$eval('#create', (button) => button.getBoundingClientRect().top)
            const before = await at()
            await signer.page.hover('#create')
            await signer.page.mouse.down()
            await delay(300)
            assert.equal(await at(), before)
            await signer.page.mouse.up()
            await signer.waitForResult()
            await signer.close()
        })

        test('typing is counted, and judged when it is done', async () => {
            const signer = await open()
            await signer.page.focus('#code')
            await signer.page.keyboard.type('7D07A6A5B3C1')
            await until(async () => (await signer.text('code-count')) === '12 of 48', 'the count')
            await signer.page.keyboard.press('Backspace')
            await until(async () => (await signer.text('code-count')) === '11 of 48', 'the count')
            await delay(500)
            assert.equal(await signer.text('code-note'), '')
            await signer.page.keyboard.press('Tab')
            await until(() => signer.text('code-note'), 'a word about its length')
            await signer.close()
        })

        test('Enter in the code goes to what is missing, and blames nobody', async () => {
            const signer = await open()
            await signer.page.focus('#code')
            await signer.page.keyboard.type(CODE)
            await signer.page.keyboard.press('Enter')
            await until(async () => (await focused(signer)) === 'key-file', 'the focus on the key')
            assert.deepEqual(await signer.errors(), {})
            await signer.chooseKey('chains/certificate-and-key.pem')
            await until(async () => (await focused(signer)) === 'create', 'the focus on the button')
            await signer.close()
        })

        test('the sample shows the page at work, says what it is, and is never mixed with anything', async () => {
            const signer = await open()
            await signer.press('sample')
            await until(async () => /belong/.test(await signer.text('match')), 'key and certificate')
            assert.match(await signer.text('sample-line'), /made up/)
            await signer.create()
            await signer.waitForResult()
            assert.match(await signer.text('result'), /SAMPLE CA \(of no use\)/)
            assert.match(await signer.text('saved-as'), /sample/i)
            // A real key comes: all of the sample goes.
            await signer.chooseKey('keys/p256-pkcs8.pem')
            await until(async () => (await signer.text('sample-line')) === '', 'the word to go')
            await until(async () => /p256-pkcs8/.test(await signer.text('key-zone')), 'the real key')
            assert.equal(await signer.value('code'), '')
            assert.match(await signer.text('ca-zone'), /Drop the certificate/)
            signer.assertSilent()
            await signer.close()
        })

        test('let to try, the page is refused by the browser, and shows it in the browser\'s own words', async () => {
            const signer = await open()
            await signer.page.$eval('.promise details', (details) => { details.open = true })
            await signer.press('try')
            await until(() => signer.text('try-said'), 'what the browser says')
            assert.match(await signer.text('try-said'), /^Refused by your browser: its rule connect-src blocked https:\/\/popcert\.invalid/)
            await signer.close()
        })

        test('who leaves is asked while something would be lost, and not before or after', async () => {
            const signer = await open()
            const asks = () => signer.page.evaluate(() => {
                const event = new Event('beforeunload', { cancelable: true })
                dispatchEvent(event)
                return event.defaultPrevented
            })
            await signer.fill()
            await until(() => folded(signer, 'ca'), 'the rows')
            assert.equal(await asks(), false)
            await signer.create()
            await signer.waitForResult()
            assert.equal(await asks(), true)
            await signer.download('download-cer')
            assert.equal(await asks(), false)
            await signer.close()
        })
    })
}
