// axe finds nothing to complain about in any state of the online page, light and dark, and no window is too narrow.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import axe from 'axe-core'

import { BROWSERS } from '../support/browsers.mjs'
import { fixture } from '../support/fixtures.mjs'
import { inOnline, someServices } from '../support/online.mjs'

/** Each state follows from the one before, as on the way of a person through the page. */
const STATES = [
    ['as opened', async () => {}],
    ['a wrong endpoint', async (online) => {
        await online.page.select('#cloud', 'custom')
        await online.page.type('#custom-management', 'http://example.com/')
        await online.press('#cloud-use')
        await online.waitFor(() => online.text('#cloud-error'), 'the error')
    }],
    ['the cloud is settled, and a wrong token', async (online) => {
        await online.useCloud('emulator')
        await online.useToken('hunter2')
        await online.waitFor(() => online.text('#access-error'), 'the error')
    }],
    ['services are listed, a key was dropped', async (online) => {
        await online.press('#demo-token')
        await online.waitFor(async () => (await online.page.$$('tr.service')).length === 6, 'the services')
        await online.drop('#ca-zone', 'key.pem', fixture('keys/p256-pkcs8.pem'))
        await online.waitFor(() => online.text('#ca-error'), 'the refusal')
    }],
    ['a chain to choose from', (online) => online.chooseCa('chains/fullchain.pem')],
    ['codes wait, one row failed, details and a question are open', async (online) => {
        await online.chooseCa('certs/ca-rsa2048.pem')
        await online.waitForRows(6)
        await online.selectAll()
        await online.press('#run')
        await online.waitFor(async () => Object.keys(await online.rowErrors()).length === 1, 'the error')
        await online.waitForState('contoso-dps-01', /Waiting/)
        await online.openDetails('contoso-dps-01')
        await online.pressIn('contoso-dps-01', 'Delete…')
        await online.signer()
    }],
    ['everything folded out', (online) => online.page.$$eval('details', (all) => { for (const each of all) each.open = true })],
]

for (const kind of BROWSERS) {
    for (const dark of [false, true]) {
        const theme = dark ? 'dark' : 'light'
        suite(theme, () => inOnline({ suite, before, after }, kind, (context) => {
            test(`${theme}: axe finds no violation, and no window is too narrow`, async () => {
                const { emulator, openPage, end } = await context.fresh({ services: someServices(6) })
                // Not told before: it is refused.
                emulator.faults.add({ service: 'contoso-dps-02', operation: 'permissions', status: 403, times: null })
                emulator.state.service('contoso-dps-02').readOnly = true
                const online = await openPage({ dark })
                assert.equal(await online.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches), dark)
                await online.page.evaluate(axe.source)
                for (const [state, reach] of STATES) {
                    await reach(online)
                    await online.page.evaluate(() => Promise.all(document.getAnimations().filter((each) => each.effect.getTiming().iterations !== Infinity).map((each) => each.finished.catch(() => {}))))
                    // The frame has tests of its own; axe cannot enter it.
                    const { violations, passes } = await online.page.evaluate(() => axe.run({ exclude: ['popcert-signer'] }, { resultTypes: ['violations'] }))
                    assert.ok(passes.length > 10, 'axe did look')
                    assert.deepEqual(violations.map((each) => `${each.id}: ${each.help}: ${each.nodes.map((node) => node.html).join(' ')}`), [], state)
                    for (const width of [320, 360, 704, 768, 1280]) {
                        await online.page.setViewport({ width, height: 800 })
                        const wide = await online.page.evaluate(() => {
                            const { scrollWidth, clientWidth } = document.documentElement
                            const outside = [...document.querySelectorAll('main *')].filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > clientWidth + 1 &&
                                !each.closest('textarea, .visually-hidden, svg, popcert-signer') && getComputedStyle(each).position !== 'absolute')
                            return { over: scrollWidth - clientWidth, outside: outside.map((each) => `${each.localName}#${each.id}.${each.className}`).slice(0, 5) }
                        })
                        assert.deepEqual({ state, width, ...wide }, { state, width, over: 0, outside: [] })
                    }
                    await online.page.setViewport({ width: 1000, height: 900 })
                }
                await online.close()
                await end()
            })
        }, { dark }))
    }

    inOnline({ suite, before, after }, kind, (context) => {
        test('by keyboard alone: token, services, run', async () => {
            const { openPage, end } = await context.fresh({ services: someServices(2) })
            const online = await openPage()
            const { keyboard } = online.page
            const tabTo = (selector, key = ['Tab']) => online.waitFor(async () => {
                if (await online.page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, selector)) return true
                for (const each of key.slice(0, -1)) await keyboard.down(each)
                await keyboard.press(key.at(-1))
                for (const each of key.slice(0, -1)) await keyboard.up(each)
                return false
            }, `the focus on ${selector}`)
            await tabTo('#demo-token')
            await keyboard.press('Enter')
            await online.waitFor(async () => (await online.page.$$('tr.service')).length === 2, 'the services')
            await online.chooseCa('certs/ca-rsa2048.pem')
            await online.waitForRows(2)
            await online.waitFor(() => online.page.$eval('#select-all', (box) => box.checked), 'what needs work, selected by itself')
            await tabTo('#select-all', ['Shift', 'Tab'])  // the page has led to the button
            await keyboard.press(' ')
            await keyboard.press(' ')
            await tabTo('tr.service td:last-child button')
            await keyboard.press('Enter')
            await online.waitFor(() => online.details('contoso-dps-01'), 'the details')
            await tabTo('#run', ['Shift', 'Tab'])  // the commands stand above the rows
            await keyboard.press('Enter')
            await online.waitForState('contoso-dps-02', /aiting for your signature/)
            await online.close()
            await end()
        })

        test('every control has a size that a finger finds', async () => {
            const { openPage, end } = await context.fresh()
            const online = await openPage({ width: 360 })
            await online.begin()
            await online.waitForRows(4)
            await online.openDetails('contoso-dps-01')
            const small = await online.page.$$eval('button, summary, select, label.button, label.choice', (all) =>
                all.filter((each) => each.checkVisibility()).map((each) => [each.id || each.innerText, each.getBoundingClientRect()])
                    .filter(([, { width, height }]) => width < 24 || height < 24).map(([name]) => name))
            assert.deepEqual(small, [], 'WCAG 2.2, 2.5.8')
            await online.close()
            await end()
        })
    })
}
