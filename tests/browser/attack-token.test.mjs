// The online page after a person has left it: the token does not come back with it.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { BROWSERS, until } from '../support/browsers.mjs'
import { inOnline } from '../support/online.mjs'

for (const kind of BROWSERS) {
    inOnline({ suite, before, after }, kind, (context) => {
        const elsewhere = { body: '<!doctype html><link rel="icon" href="data:,"><title>elsewhere</title>', headers: { 'cache-control': 'no-cache' } }
        const pages = { '/kept.html': { file: 'index.html', headers: { 'cache-control': 'no-cache' } }, '/elsewhere': elsewhere }
        /** Whether the page still does anything with a token: requests to the management endpoint after a press of whatever reads. */
        const signedIn = async (online) => {
            await online.begin({ ca: null })
            assert.ok(Object.keys(await online.states()).length > 0)
        }
        const assertForgotten = async (online, emulator) => {
            await until(() => online.page.evaluate(() => document.readyState === 'complete' && document.getElementById('token') !== null).catch(() => false), 'the page')
            assert.equal(await online.page.$eval('#token', ({ value }) => value), '')
            await until(async () => (await online.page.$$('tr.service')).length === 0, 'the services to be gone', 5)
            assert.ok(await online.visible('#token-use'), 'it asks for a token')
            assert.ok(emulator !== undefined)
        }

        for (const [way, leave] of Object.entries({
            'back': async (page, url) => {
                await page.goto(`${url}/elsewhere`)
                await page.goBack()
            },
            'a reload': (page) => page.reload(),
        })) {
            test(`${way}: the token is forgotten`, async () => {
                const { emulator, server, end } = await context.fresh(undefined, { pages })
                const { OnlinePage } = await import('../support/online.mjs')
                const online = await OnlinePage.open(context.browser, `${server.url}/kept.html`)
                await signedIn(online)
                await leave(online.page, server.url)
                await assertForgotten(online, emulator)
                await online.close()
                await end()
            })
        }
    })
}
