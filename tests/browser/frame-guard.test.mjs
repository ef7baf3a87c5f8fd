// The signer in a frame: a page gets nothing signed that nobody looked at.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { BROWSERS, delay, until } from '../support/browsers.mjs'
import { Host, hostPage, judge, requests } from '../support/host.mjs'
import { inBrowser } from '../support/signer.mjs'

const PAGES = {
    '/host': hostPage(),
    '/tiny': hostPage({ height: 150 }),
    '/below': hostPage({ height: 1900, before: '<div style="height: 3000px"></div>' }),
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const at = (path) => `${context.server.url}${path}`
        const open = (path, options) => Host.connected(context.browser, at(path), options)

        test('the keyboard signs too; Enter in a field goes to the button first', async () => {
            const host = await open('/host')
            await host.prepare(requests(1))
            await host.frame.$eval('#options', (details) => { details.open = true })
            await host.frame.focus('#not-before')
            await host.page.keyboard.press('Enter')
            await until(() => host.frame.evaluate(() => document.activeElement.id === 'create'), 'the focus on the button')
            await host.look()
            assert.deepEqual(await host.got('created'), [])
            await host.pressByKeyboard(' ')
            judge(await host.message('created'))
            await host.close()
        })

        test('a script signs nothing: no reach into the frame, and no click that is none', async () => {
            const host = await open('/host')
            await host.prepare(requests(1))
            await host.look()
            const reached = await host.page.evaluate(() => {
                const tries = {
                    document: () => frame.contentWindow.document.title, contentDocument: () => frame.contentDocument.title,
                    own: () => frame.contentWindow.store, name: () => frame.contentWindow.location.href,
                }
                return Object.entries(tries).filter(([, go]) => { try { go(); return true } catch { return false } }).map(([name]) => name)
            })
            assert.deepEqual(reached, [])
            // Even from inside: an event that no person made.
            await host.frame.evaluate(() => {
                document.getElementById('create').focus()
                document.getElementById('create').click()
            })
            const failed = await host.message('failed')
            assert.deepEqual([failed.id, failed.error.code], [null, 'CLICK_TOO_EARLY'])
            assert.deepEqual(await host.got('created'), [])
            await host.press()
            judge(await host.message('created'))
            await host.close()
        })

        test('codes that were swapped a moment ago are not signed, and the list says so', async () => {
            const host = await open('/host')
            await host.prepare(requests(1))
            await host.look()
            // All the time, so that however slow the machine is, the last change is never half a second ago.
            await host.page.evaluate((lists) => {
                let turn = 0
                globalThis.swapping = setInterval(() => { port.postMessage({ type: 'requests', requests: lists[turn++ % 2] }) }, 50)
            }, [requests(1, 'A'), requests(1, 'B')])
            await until(() => host.text('requests-changed'), 'the first swap')
            await host.pressByKeyboard()
            const { id, error } = await host.message('failed')
            assert.deepEqual([id, error.code], [null, 'CLICK_TOO_EARLY'])
            await host.page.evaluate(() => { clearInterval(swapping) })
            await host.send({ type: 'requests', requests: requests(1, 'C') })
            await until(async () => (await host.text('requests-list')).includes('contoso-dps-C0'), 'the last list')
            assert.match(await host.text('requests-changed'), /changed/)
            await host.look()
            await host.pressByKeyboard()
            judge(await host.message('created'))
            assert.deepEqual((await host.got('created')).map(({ id }) => id), ['id C0'])
            await host.close()
        })

        test('a page that hands the focus to its frame under a key gets nothing signed', async () => {
            const host = await open('/host')
            await host.prepare(requests(1))
            await host.look()
            await host.walkToButton()
            await host.page.evaluate(() => { frame.blur(); window.focus(); frame.focus() })
            await host.page.keyboard.press('Enter')
            await delay(1500)
            assert.deepEqual((await host.got()).map(({ type }) => type).filter((type) => type !== 'resized'), ['ready'])
            assert.notEqual(await host.frame.evaluate(() => document.activeElement.id), 'create')
            await host.close()
        })

        test('codes that nobody has seen are not signed', async () => {
            const host = await open('/below', { height: 500 })
            await host.prepare(requests(4))
            await delay(700)
            await host.pressByKeyboard()
            assert.equal((await host.message('failed')).error.code, 'CODES_UNSEEN')
            await host.look()
            await host.pressByKeyboard()
            await host.message('created', 4)
            await host.close()
        })

        test('in a tiny frame nothing is signed', async () => {
            const host = await open('/tiny')
            await host.prepare(requests(1))
            await host.look()
            await host.pressByKeyboard()
            const { error } = await host.message('failed')
            assert.equal(error.code, 'FRAME_TOO_SMALL')
            assert.match(error.hint, /signer\.html/)
            assert.deepEqual(await host.got('created'), [])
            await host.close()
        })

        const hidings = {
            'covered by something nearly invisible': "cover.style.cssText = 'position: absolute; inset: 0; height: 9999px; background: #fff; opacity: 0.02; pointer-events: none'",
            'faded': "frame.style.opacity = '0.03'",
            'turned': "frame.style.transform = 'rotate(180deg)'",
            'blurred': "frame.style.filter = 'blur(4px)'",
        }
        for (const [how, code] of Object.entries(hidings)) {
            test(`a frame that is ${how}: nothing is signed`, { skip: kind === 'firefox' && 'Firefox does not tell a page what covers it' }, async () => {
                const host = await open('/host')
                await host.prepare(requests(1))
                await host.look()
                await host.page.evaluate(`{ const cover = document.body.appendChild(document.createElement('div')); ${code} }`)
                await delay(500)
                await host.pressByKeyboard()
                assert.equal((await host.message('failed')).error.code, 'FRAME_COVERED')
                assert.deepEqual(await host.got('created'), [])
                await host.close()
            })
        }

        test('a button that the page cuts off: nothing is signed', async () => {
            const host = await open('/host')
            await host.prepare(requests(1))
            await host.look()
            await host.walkToButton()
            await host.page.evaluate(() => { document.getElementById('holder').style.cssText = 'height: 20px; overflow: hidden' })
            await delay(500)
            await host.page.keyboard.press('Enter')
            assert.equal((await host.message('failed')).error.code, 'FRAME_COVERED')
            await host.close()
        })
    }, { pages: PAGES })
}
