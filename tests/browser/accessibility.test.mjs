// axe finds nothing to complain about, light and dark, and no window is too narrow.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import axe from 'axe-core'

import { BROWSERS } from '../support/browsers.mjs'
import { inBrowser, SignerPage } from '../support/signer.mjs'

const manyCodes = Buffer.from(JSON.stringify({
    popcert: 'request', version: 1, requests: Array.from({ length: 40 }, (_, index) =>
        ({ verificationCode: `${index}`.padStart(index === 1 ? 70 : 48, 'C0DE'), service: `contoso-dps-${index}`, kind: 'DPS' })),
}))

/** Every state of the page in which a person looks at it for longer. */
const STATES = {
    'as opened': async () => {},
    'everything folded out': (signer) => signer.page.$$eval('details', (all) => { for (const each of all) each.open = true }),
    'errors beside all fields': async (signer) => {
        await signer.create()
        await signer.waitForError('ca-error')
    },
    'a wrong file in each field': async (signer) => {
        await signer.fill({ code: 'two words', key: 'certs/ca-p256.pem', ca: 'keys/p256-pkcs8.pem' })
        await signer.waitForError('ca-error')
        await signer.waitForError('key-error')
    },
    'asked for a password': async (signer) => {
        await signer.fill({ key: 'encrypted/pbes2-1-round.pem' })
        await signer.waitFor(() => signer.visible('key-password'), 'the question')
        await signer.type('key-password', 'wrong')
        await signer.page.keyboard.press('Enter')
        await signer.waitForError('password-error')
    },
    'a certificate with a warning': async (signer) => {
        await signer.fill({ key: 'keys/p521-pkcs8.pem', ca: 'certs/ca-p521.pem' })
        await signer.create()
        await signer.waitForResult()
    },
    'a list of codes, one of no use': async (signer) => {
        await signer.drop('body', 'request.json', manyCodes)
        await signer.waitFor(() => signer.text('requests-list').then((text) => /64/.test(text)), 'the list')
    },
    'the certificates of a list': async (signer) => {
        await signer.drop('body', 'request.json', manyCodes)
        await signer.chooseKey('keys/p256-pkcs8.pem')
        await signer.chooseCa('certs/ca-p256.pem')
        await signer.waitFor(() => signer.text('match'), 'key and certificate')
        await signer.create()
        await signer.waitFor(() => signer.text('batch-title'), 'the results')
    },
    'a CA with a very long name': async (signer) => {
        await signer.fill({ ca: 'names/long.pem' })
        await signer.create()
        await signer.waitForResult()
    },
}

for (const kind of BROWSERS) {
    for (const dark of [false, true]) {
        const theme = dark ? 'dark' : 'light'
        suite(theme, () => inBrowser({ suite, before, after }, kind, (context) => {
            for (const [state, reach] of Object.entries(STATES)) {
                test(`${theme}, ${state}: axe finds no violation, and no window is too narrow`, async () => {
                    const signer = await SignerPage.open(context.browser, context.http, { dark })
                    assert.equal(await signer.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches), dark)
                    await reach(signer)
                    await signer.page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {}))))
                    await signer.page.evaluate(axe.source)
                    const { violations, passes } = await signer.page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }))
                    assert.ok(passes.length > 10, 'axe did look')
                    assert.deepEqual(violations.map((each) => `${each.id}: ${each.help}: ${each.nodes.map((node) => node.html).join(' ')}`), [])
                    for (const width of [320, 360, 768, 1280]) {
                        await signer.page.setViewport({ width, height: 800 })
                        const wide = await signer.page.evaluate(() => {
                            const { scrollWidth, clientWidth } = document.documentElement
                            const outside = [...document.querySelectorAll('main *')].filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > clientWidth + 1 &&
                                !each.closest('textarea, .visually-hidden, svg') && getComputedStyle(each).position !== 'absolute')
                            return { over: scrollWidth - clientWidth, outside: outside.map((each) => `${each.localName}#${each.id}.${each.className}`).slice(0, 5) }
                        })
                        assert.deepEqual({ width, ...wide }, { width, over: 0, outside: [] })
                    }
                    await signer.close()
                })
            }

            test(`${theme}: negative control: axe sees a button without a name, and text without contrast`, async () => {
                const signer = await SignerPage.open(context.browser, context.http, { dark })
                await signer.page.evaluate(() => {
                    document.querySelector('main').append(document.createElement('button'))
                    const text = document.createElement('p')
                    text.textContent = 'hardly to be seen'
                    text.style.color = '#777'
                    text.style.background = '#888'
                    document.querySelector('main').append(text)
                })
                await signer.page.evaluate(axe.source)
                const { violations } = await signer.page.evaluate(() => axe.run())
                const ids = violations.map((each) => each.id)
                assert.ok(ids.includes('button-name') && ids.includes('color-contrast'), ids.join())
                await signer.close()
            })
        }, { dark }))
    }
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        test('every control has a size that a finger finds, and a name', async () => {
            const signer = await SignerPage.open(context.browser, context.http, { width: 360 })
            const small = await signer.page.$$eval('button, summary, input:not([type=file]):not([type=radio]), label.button', (all) =>
                all.filter((each) => each.checkVisibility()).map((each) => [each.id || each.innerText, each.getBoundingClientRect()])
                    .filter(([, { width, height }]) => width < 24 || height < 24).map(([name]) => name))
            assert.deepEqual(small, [], 'WCAG 2.2, 2.5.8')
            await signer.close()
        })

        test('text twice as large still fits', async () => {
            const signer = await SignerPage.open(context.browser, context.http, { width: 640 })
            await signer.page.evaluate(() => { document.documentElement.style.fontSize = '200%' })
            const over = await signer.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
            assert.equal(over, 0)
            await signer.close()
        })
    })
}
