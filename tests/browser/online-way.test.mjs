// The way of a person through the page: what is wanted next comes into view and has the focus, step by step, with nothing in between.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { BROWSERS, delay, press, restAndPress } from '../support/browsers.mjs'
import { fixturePath, PASSWORD } from '../support/fixtures.mjs'
import { inOnline, someServices } from '../support/online.mjs'

const focused = (where) => where.evaluate(() => document.activeElement?.id ?? '')
const inView = (where, selector) => where.$eval(selector, (element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return element.checkVisibility() && top >= 0 && bottom <= innerHeight
})

for (const kind of BROWSERS) {
    inOnline({ suite, before, after }, kind, (context) => {
        test('nothing but a PFX and its password: seven acts from the start to Verified, each where the page has led', async () => {
            const { emulator, openPage, end } = await context.fresh({ services: someServices(2) })
            const online = await openPage({ width: 1366, height: 768 })
            const { page } = online
            const acts = []
            const act = async (name, run) => { acts.push(name); await run() }

            await act('access', () => online.press('#demo-token'))
            await online.waitFor(async () => await focused(page) === 'ca-file', 'the focus on the CA’s file')
            assert.ok(await inView(page, '#ca-from-signer'))
            await act('the way for a PFX', () => online.press('#ca-from-signer'))
            const signer = await online.signer()
            await online.waitFor(() => signer.evaluate(() => document.documentElement.classList.contains('asked-for-ca')), 'a signer that is asked for the CA')
            await online.waitFor(() => inView(page, '#signer-place'), 'the signer in view, whole')
            assert.equal(await online.visible('#table'), false, 'what cannot be done yet does not stand between')
            for (const id of ['#code-row', '#ca-row', '#create', '.folds']) assert.equal(await signer.$eval(id, (each) => each.checkVisibility()), false, id)

            await act('the file', async () => (await signer.$('#key-file')).uploadFile(fixturePath('pfx/modern-p256.p12')))
            await online.waitFor(() => signer.$eval('#key-lock', (lock) => lock.checkVisibility()), 'the question for the password')
            await act('the password', async () => {
                await press(signer, '#key-password')
                await page.keyboard.type(PASSWORD)
                await page.keyboard.press('Enter')
            })
            await online.waitFor(async () => await focused(signer) === 'give-ca', 'the focus on the one confirmation')
            await act('the confirmation', () => page.keyboard.press('Enter'))

            await online.waitFor(async () => await focused(page) === 'run', 'the focus on the button', 30)
            assert.match(await online.text('#ca-name'), /p256/)
            assert.equal(await online.text('#run'), 'Verify 2 services')
            await online.waitFor(() => inView(page, '#run'), 'the button in view')
            await act('the services', () => page.keyboard.press('Enter'))

            await online.waitFor(async () => await focused(page) === 'sign-title', 'the focus on the signer’s step', 30)
            await online.waitFor(() => inView(page, '#sign-title'), 'the signer’s step in view')
            await online.waitFor(() => signer.$$eval('#requests-list li', (lines) => lines.length === 2), 'two codes in the signer')
            assert.equal(await signer.$eval('#key-row', (row) => row.classList.contains('done')), true, 'the key is there still')
            await act('the signature', async () => {
                await signer.$eval('#create', (button) => button.scrollIntoView({ block: 'center' }))
                await delay(900)  // the guard wants what is signed to have been in view
                await restAndPress(page, signer, '#create')
            })
            for (const { name } of emulator.state.services) await online.waitForState(name, /^Verified$/)
            assert.ok(emulator.state.services.every((service) => service.list().every(({ isVerified }) => isVerified)))
            assert.equal(acts.length, 7, acts.join(', '))
            online.assertSilent()
            await online.close()
            await end()
        })

        test('a key without its certificate: the frame asks for that next, and then hands it over', async () => {
            const { openPage, end } = await context.fresh({ services: someServices(2) })
            const online = await openPage()
            await online.press('#demo-token')
            await online.press('#ca-from-signer')
            const signer = await online.signer()
            await online.waitFor(() => signer.evaluate(() => document.documentElement.classList.contains('asked-for-ca')), 'a signer that is asked for the CA')
            await (await signer.$('#key-file')).uploadFile(fixturePath('keys/rsa2048-pkcs8.pem'))
            await online.waitFor(() => signer.$eval('#ca-row', (row) => row.checkVisibility()), 'the row of the CA')
            await (await signer.$('#ca-file')).uploadFile(fixturePath('certs/ca-rsa2048.pem'))
            await online.waitFor(() => signer.$eval('#give-ca', (button) => button.checkVisibility()), 'the one confirmation')
            await online.waitFor(async () => {
                if (/rsa2048/.test(await online.text('#ca-name'))) return true
                await restAndPress(online.page, signer, '#give-ca').catch(() => {})
                return false
            }, 'the CA on the page', 60)
            await online.waitFor(async () => await online.text('#run') === 'Verify 2 services', 'what comes next')
            await online.close()
            await end()
        })

        test('with a certificate’s file the focus goes on, too; it is not taken from who types elsewhere', async () => {
            const { openPage, end } = await context.fresh({ services: someServices(2), latency: 400 })
            const online = await openPage({ width: 1366, height: 768 })
            await online.press('#demo-token')
            await online.waitFor(async () => await focused(online.page) === 'ca-file', 'the focus on the CA’s file')
            await online.waitForRows(2)
            await online.chooseCa('certs/ca-rsa2048.pem')
            await online.waitFor(async () => await focused(online.page) === 'run', 'the focus on the button')
            // Elsewhere at once: before the page has got any further than the press.
            await online.page.evaluate(() => {
                document.getElementById('run').click()
                document.getElementById('filter-text').focus()
            })
            await online.page.keyboard.type('contoso')
            await online.waitFor(async () => Object.values(await online.states()).every((state) => /aiting for your signature/.test(state)), 'all codes')
            assert.equal(await focused(online.page), 'filter-text')
            await online.close()
            await end()
        })

        test('who presses the button in the moment when the focus comes there is not told to select anything', async () => {
            const { openPage, end } = await context.fresh({ services: someServices(2) })
            const online = await openPage()
            await online.press('#demo-token')
            await online.waitForRows(2)
            await online.page.evaluate(() => document.addEventListener('focusin', ({ target }) => {
                if (target.id === 'run') target.click()
            }))
            await online.chooseCa('certs/ca-rsa2048.pem')
            await online.waitFor(async () => Object.values(await online.states()).every((state) => /aiting for your signature/.test(state)), 'all codes')
            assert.equal(await online.visible('#run-error'), false)
            await online.close()
            await end()
        })

        test('the token ends in the middle: the focus goes to its field, the sum says so, and after it all goes on to the signer', async () => {
            const { emulator, openPage, end } = await context.fresh({ services: someServices(6) })
            const online = await openPage({ width: 1366, height: 768 })
            await online.begin()
            await online.waitFor(async () => await focused(online.page) === 'run', 'the focus on the button')
            emulator.faults.add({ operation: 'generate', expire: true, skip: 2 })
            await online.page.keyboard.press('Enter')
            await online.waitFor(async () => await focused(online.page) === 'token', 'the focus on the token’s field')
            await online.waitFor(() => inView(online.page, '#token'), 'the field in view')
            assert.ok(await inView(online.page, '#access-error'))
            assert.match(await online.text('#overview'), /under way, a new token is wanted in step 1$/)
            assert.equal(await online.text('#run'), 'Verify 6 services', 'what was pressed, and no countdown')
            await online.useToken(emulator.token())
            await online.waitFor(async () => await focused(online.page) === 'sign-title', 'the focus on the signer’s step')
            assert.doesNotMatch(await online.text('#overview'), /token/)
            await online.close()
            await end()
        })

        test('a certificate that is no CA’s: why not is in view, and no sum of services stands over it', async () => {
            const { openPage, end } = await context.fresh({ services: someServices(2) })
            const online = await openPage({ width: 1366, height: 768 })
            await online.press('#demo-token')
            await online.waitForRows(2)
            await online.chooseCa('certs/leaf-p256.pem')
            await online.waitFor(() => online.page.$('#ca-problem p'), 'the reason')
            await online.waitFor(() => inView(online.page, '#ca-problem p'), 'the reason in view')
            await online.waitForRows(2)
            assert.equal(await online.visible('#overview'), false)
            await online.close()
            await end()
        })

        test('a press without a CA: what is said beside the button leads to the step that it speaks of', async () => {
            const { openPage, end } = await context.fresh({ services: someServices(2) })
            const online = await openPage({ width: 1366, height: 768 })
            await online.press('#demo-token')
            await online.waitForRows(2)
            await online.select('contoso-dps-01')
            await online.press('#run')
            await online.waitFor(async () => /No CA certificate was chosen/.test(await online.text('#run-error')), 'the reason beside the button')
            await online.press('#run-error button')
            assert.equal(await focused(online.page), 'ca-file')
            await online.waitFor(() => inView(online.page, '#ca-zone'), 'the place for the file in view')
            await online.close()
            await end()
        })

        test('a subscription without services: said, and nothing is there to filter', async () => {
            const { openPage, end } = await context.fresh({ services: [] })
            const online = await openPage()
            await online.press('#demo-token')
            await online.waitFor(async () => /no IoT hub in this subscription/.test(await online.text('#services-empty')), 'the sentence')
            assert.equal(await online.visible('#filters'), false)
            assert.ok(await online.visible('#reload'))
            assert.equal(await online.page.$eval('#chain-service', (select) => select.selectedOptions[0].text), 'None')
            await online.close()
            await end()
        })

        test('the CA is given before there is access: the services come as soon as they are listed', async () => {
            const { openPage, end } = await context.fresh({ services: someServices(2) })
            const online = await openPage()
            await online.useCloud('emulator')
            await online.chooseCa('certs/ca-rsa2048.pem')
            await online.press('#demo-token')
            await online.waitFor(async () => await focused(online.page) === 'run', 'the focus on the button')
            assert.equal(await online.text('#run'), 'Verify 2 services')
            await online.close()
            await end()
        })
    })
}
