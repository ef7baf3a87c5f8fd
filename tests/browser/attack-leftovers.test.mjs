// What is left of a person's work for whoever comes next, opened the window, or holds the page around: nothing, or it is said.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { codeOf, listOf, portal, rest, Victim } from '../support/attack.mjs'
import { BROWSERS, until } from '../support/browsers.mjs'
import { PASSWORD } from '../support/fixtures.mjs'
import { inBrowser, SignerPage } from '../support/signer.mjs'

/** Without `no-store`, since a page that may be kept is what a browser brings back by *Back*. */
const kept = (file) => ({ file, headers: { 'cache-control': 'no-cache' } })
const page = (body) => ({ body: `<!doctype html><link rel="icon" href="data:,"><title>a page</title>${body}`, headers: { 'cache-control': 'no-cache' } })

/** Away and back, as the browser's own buttons do it; whether it was the same page again. */
async function awayAndBack(page, elsewhere, t) {
    await page.evaluate(() => { window.isSamePage = true })
    await page.goto(elsewhere)
    // Not the driver's own way, which waits for the load of a page that is not loaded again.
    await page.evaluate(() => { setTimeout(() => history.back()) })
    await until(() => page.evaluate((elsewhere) => location.href !== elsewhere && document.readyState === 'complete', elsewhere).catch(() => false), 'the page to be back')
    const isSame = await page.evaluate(() => window.isSamePage === true)
    t.diagnostic(isSame ? 'the browser brought the same page back' : 'the browser loaded the page anew')
    return isSame
}

/** The window that comes next: what to wait with. */
function popupOf(page) {
    let popup
    page.once('popup', (opened) => { popup = opened })
    return () => until(() => popup, 'the window')
}

/** What an expression gives in the signer's frame in Chromium. The driver loses a frame that comes back with its page; its process is there. */
async function inSigner(page, expression) {
    const target = page.browser().targets().find((each) => each.url().endsWith('/signer.html'))
    const session = await target?.createCDPSession()
    const { result } = await session?.send('Runtime.evaluate', { expression }) ?? { result: {} }
    await session?.detach()
    return result.value
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const at = (path) => `${context.server.url}${path}`
        const assertForgotten = async (scope) => {
            const left = await scope.evaluate(() => ({
                key: document.getElementById('key-zone').dataset.status, password: document.getElementById('key-password').value,
                files: document.getElementById('key-file').files.length, pasted: document.getElementById('key-text').value,
                code: document.getElementById('code').value, codes: document.querySelectorAll('#requests-list li').length,
                result: [...document.querySelectorAll('#result, #batch')].some((each) => each.checkVisibility()),
            }))
            assert.deepEqual({ ...left, files: 0 }, { key: 'empty', password: '', files: 0, pasted: '', code: '', codes: 0, result: false })
        }
        const signedAlone = async () => {
            const signer = await SignerPage.open(context.browser, at('/kept.html'))
            await signer.fill({ code: codeOf(1), key: 'pfx/modern-p256.p12' })
            await signer.waitFor(() => signer.visible('key-password'), 'the question')
            await signer.type('key-password', PASSWORD)
            await signer.page.keyboard.press('Enter')
            await signer.waitFor(async () => /belong/.test(await signer.text('match')), 'key and certificate')
            await signer.create()
            await signer.waitForResult()
            return signer
        }

        test('back after signing: no key, no password, no code', async (t) => {
            const signer = await signedAlone()
            await awayAndBack(signer.page, at('/elsewhere'), t)
            await assertForgotten(signer.page)
            await signer.create()
            await rest()
            assert.equal(await signer.visible('result'), false)
            await signer.close()
        })

        test('back with a password that was typed and not used', async (t) => {
            const signer = await SignerPage.open(context.browser, at('/kept.html'))
            await signer.chooseKey('pfx/modern-p256.p12')
            await signer.waitFor(() => signer.visible('key-password'), 'the question')
            await signer.type('key-password', PASSWORD)
            await awayAndBack(signer.page, at('/elsewhere'), t)
            await assertForgotten(signer.page)
            await signer.close()
        })

        test('a reload: no key, no password, no code', async () => {
            const signer = await signedAlone()
            await signer.page.reload()
            await signer.page.waitForSelector('#create')
            await assertForgotten(signer.page)
            await signer.close()
        })

        test('back to a portal: its frame has no key and no codes of before', async (t) => {
            const victim = await Victim.open(context.browser, at('/portal'), { height: 1500 })
            await victim.prepare(listOf(1))
            await victim.look()
            await victim.press()
            await victim.end()
            const { x, y } = await victim.buttonAt()
            await awayAndBack(victim.page, at('/elsewhere'), t)
            if (kind === 'chromium') {
                const left = await until(() => inSigner(victim.page, `document.getElementById('create') && [document.getElementById('key-zone').dataset.status,
                    document.getElementById('key-password').value, document.querySelectorAll('#requests-list li').length].join()`), 'the frame')
                assert.equal(left, 'empty,,0')
            } else t.diagnostic("Firefox's driver loses a frame that comes back with its page: only the press was tried")
            await victim.page.mouse.move(x - 1, y)
            await victim.page.mouse.move(x, y)
            await rest()
            await victim.page.mouse.down()
            await victim.page.mouse.up()
            await rest()
            await rest()
            const signed = await victim.codes()
            assert.ok(signed.length <= 1, `signed again with the key of before: ${signed}`)
            await victim.close()
        })

        test('a window that a page of the same origin opened, says that this page could read along', async () => {
            const page = await context.browser.newPage()
            await page.goto(at('/opener'))
            const opened = popupOf(page)
            await page.click('button')
            const popup = await opened()
            await popup.waitForSelector('#create')
            assert.equal(await page.evaluate(() => opened.document.getElementById('key-file').files.length), 0, 'the attack: the opener reaches in')
            const { shown, icon } = await popup.$eval('#embedder', (line) => ({ shown: line.checkVisibility() ? line.innerText.trim() : '', icon: line.querySelector('use')?.getAttribute('href') }))
            assert.match(shown, /\S+ \S+ \S+/)
            assert.equal(icon, '#icon-warn')
            await popup.close()
            await page.close()
        })

        test('a window that is opened by a link, or by hand, has no such line', async () => {
            const page = await context.browser.newPage()
            await page.goto(at('/opener'))
            const opened = popupOf(page)
            await page.click('a')
            const popup = await opened()
            await popup.waitForSelector('#create')
            assert.equal(await popup.$eval('#embedder', (line) => line.checkVisibility()), false)
            await popup.close()
            await page.close()
        })

        test('a page that takes the focus in the middle of a password: the signer says where the rest went', async () => {
            const victim = await Victim.open(context.browser, at('/portal'), { height: 1500 })
            await victim.typePassword('pfx/modern-p256.p12', 'gehe')
            const lock = () => victim.text('key-lock')
            const before = await lock()
            await victim.page.evaluate(() => { document.getElementById('search').focus() })
            await victim.page.keyboard.type('im123')
            const got = await victim.page.$eval('#search', ({ value }) => value)
            assert.ok('im123'.endsWith(got) && got !== '', `the attack: the page has the rest (${got.length} letters)`)
            await until(async () => (await lock()) !== before, 'a sentence beside the password').catch(() => {})
            assert.notEqual(await lock(), before)
            assert.match((await lock()).replace(before, ''), /\w+ \w+ \w+/)
            await victim.close()
        })

        test('who leaves the password by Tab, or by the mouse within the frame, hears nothing of it', async () => {
            const victim = await Victim.open(context.browser, at('/portal'), { height: 1500 })
            await victim.typePassword('pfx/modern-p256.p12', 'gehe')
            const lock = () => victim.text('key-lock')
            const before = await lock()
            await victim.page.keyboard.press('Tab')
            await victim.press('key-password')
            await victim.press('code')
            await victim.press('key-password')
            await victim.page.keyboard.type('im')
            await rest()
            assert.equal(await lock(), before)
            await victim.close()
        })
    }, {
        pages: {
            '/portal': { ...page(''), body: portal() }, '/kept.html': kept('signer.html'), '/elsewhere': page('elsewhere'),
            '/opener': page('<button onclick="window.opened = window.open(\'/signer.html\')">Open</button> <a href="/signer.html" target="_blank" rel="noopener">Open</a>'),
        },
    })
}
