// axe finds nothing to complain about, light and dark, and no window is too narrow.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import axe from 'axe-core'

import { assertAccessible, tooWide } from '../support/accessible.mjs'
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
        await signer.fill({ code: 'two words', key: 'wrong/letter.txt', ca: 'wrong/request-p256.pem' })
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
                    await assertAccessible(signer.page)
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

        test('from right to left everything stands in the window, mirrored, and codes keep their direction', async () => {
            const signer = await SignerPage.open(context.browser, context.http)
            await signer.page.evaluate(() => { document.documentElement.dir = 'rtl' })
            await signer.fill({ key: 'keys/p521-pkcs8.pem', ca: 'certs/ca-p521.pem' })
            await signer.create()
            await signer.waitForResult()
            await assertAccessible(signer.page, [320, 1280])
            await signer.page.$eval('#checks', (details) => { details.open = true })
            const found = await signer.page.evaluate(() => {
                const box = (selector) => document.querySelector(selector).getBoundingClientRect()
                return {
                    number: box('#code-title .number').left > box('#code-label').right,
                    icon: box('#checklist .icon').left > box('#checklist li > span').left,
                    directions: ['#code', '#pem', '#next .hex'].map((each) => getComputedStyle(document.querySelector(each)).direction),
                }
            })
            assert.deepEqual(found, { number: true, icon: true, directions: ['ltr', 'ltr', 'ltr'] })
            await signer.close()
        })

        if (kind === 'chromium') {
            test('in forced colours icons, buttons, fields and the focus can be seen', async () => {
                const signer = await SignerPage.open(context.browser, context.http)
                const devtools = await signer.page.createCDPSession()
                await devtools.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] })
                await signer.create()
                await signer.waitForError('ca-error')
                await signer.page.focus('#code')
                await signer.page.keyboard.press('Tab')  // by keyboard: a mouse draws no ring
                await signer.page.focus('#create')
                const found = await signer.page.evaluate(() => {
                    const style = (selector) => getComputedStyle(document.querySelector(selector))
                    const back = style('body').backgroundColor
                    return {
                        active: matchMedia('(forced-colors: active)').matches,
                        icon: style('#ca-error .icon').stroke !== back,
                        borders: ['#create', '#code', '#key-choose', '#form'].map((each) => style(each).borderTopStyle !== 'none' && style(each).borderTopColor !== back),
                        focus: style('#create').outlineStyle !== 'none' && style('#create').outlineColor !== back,
                    }
                })
                assert.deepEqual(found, { active: true, icon: true, borders: [true, true, true, true], focus: true })
                await signer.close()
            })

            test('who wants less motion gets none', async () => {
                const signer = await SignerPage.open(context.browser, context.http)
                await signer.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }])
                await signer.create()
                await signer.waitForError('ca-error')
                assert.equal(await signer.page.evaluate(() => document.getAnimations().filter(({ effect }) => effect.getTiming().duration > 1).length), 0)
                await signer.close()
            })
        }

        test('text twice as large still fits', async () => {
            const signer = await SignerPage.open(context.browser, context.http, { width: 640 })
            await signer.page.evaluate(() => { document.documentElement.style.fontSize = '200%' })
            assert.deepEqual(await tooWide(signer.page), { over: 0, outside: [] })
            await signer.close()
        })
    })
}
