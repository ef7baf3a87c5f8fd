// The online page after a person has left it: the token does not come back with it.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { BROWSERS, until } from '../support/browsers.mjs'
import { inOnline, OnlinePage } from '../support/online.mjs'

for (const kind of BROWSERS) {
    inOnline({ suite, before, after }, kind, (context) => {
        const elsewhere = { body: '<!doctype html><link rel="icon" href="data:,"><title>elsewhere</title>', headers: { 'cache-control': 'no-cache' } }
        const pages = { '/kept.html': { file: 'index.html', headers: { 'cache-control': 'no-cache' } }, '/elsewhere': elsewhere }
        const signedIn = async (online) => {
            await online.begin({ ca: null })
            await online.waitFor(() => online.visible('#identity'), 'whose token it is')
        }
        const assertForgotten = async (online) => {
            await until(() => online.page.evaluate(() => document.readyState === 'complete' && document.getElementById('token') !== null).catch(() => false), 'the page')
            assert.equal(await online.page.$eval('#token', ({ value }) => value), '')
            await until(async () => !(await online.visible('#identity')), 'nobody to be signed in')
        }

        for (const [way, leave] of Object.entries({
            'back': async (page, url) => {
                await page.goto(`${url}/elsewhere`)
                await page.evaluate(() => { setTimeout(() => history.back()) })
                await until(() => page.evaluate(() => location.pathname === '/kept.html').catch(() => false), 'the page to be back')
            },
            'a reload': (page) => page.reload(),
        })) {
            test(`${way}: the token is forgotten`, async () => {
                const { server, end } = await context.fresh(undefined, { pages })
                const online = await OnlinePage.open(context.browser, `${server.url}/kept.html`)
                await signedIn(online)
                await leave(online.page, server.url)
                await assertForgotten(online)
                await online.close()
                await end()
            })
        }
    })
}
