// Signing in by MSAL's window, with the host's own app registration. The sign-in service is ours, MSAL is the vendor's.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { startAuthority } from '../support/authority.mjs'
import { BROWSERS, delay } from '../support/browsers.mjs'
import { inOnline } from '../support/online.mjs'

const clientId = '11112222-3333-4444-5555-66667777aaaa'

for (const kind of BROWSERS) {
    inOnline({ suite, before, after }, kind, (context) => {
        test('sign in: a window, a token, the services; MSAL is loaded only then, and stores nothing', async () => {
            let emulator
            const authority = await startAuthority(() => emulator.token({ upn: 'signed-in@contoso.example' }))
            const world = await context.fresh(undefined, { clientId, cloud: { loginAuthority: authority.url } })
            ;({ emulator } = world)
            const online = await world.openPage()
            await online.useCloud('emulator')
            assert.ok(await online.visible('#sign-in'))
            assert.ok(!world.server.requests.some((line) => line.includes('msal')), 'not before it is needed')
            await online.press('#sign-in')
            await online.waitFor(() => online.visible('#identity'), 'whose token it is', 30).catch(async (error) => {
                throw new Error(`${error.message}; ${await online.text('#access-error')}; ${authority.requests.join()}; ${online.said.join()}`)
            })
            assert.match(await online.text('#identity-text'), /signed-in@contoso\.example/)
            await online.waitFor(async () => (await online.page.$$('tr.service')).length === 4, 'the services')
            const stored = await online.page.evaluate(async () => ({
                local: { ...localStorage }, session: JSON.stringify({ ...sessionStorage }), cookie: document.cookie, address: location.href,
            }))
            assert.deepEqual(stored.local, {})
            assert.equal(stored.cookie, '')
            assert.doesNotMatch(stored.session + stored.address, /eyJ|signed-in|contoso/)
            await delay(300)
            assert.equal((await context.browser.pages()).filter((page) => page.url().startsWith(world.url)).length, 1, 'the window has closed itself')
            await online.close()
            await world.end()
            await authority.close()
        })

        test('another msal-browser.js than the one that was built does not run, and the token way is still there', async () => {
            const pages = { '/msal-browser.js': 'window.popcertMsal = {}; window.foreign = true' }
            const { server, openPage, end } = await context.fresh(undefined, { clientId, cloud: { loginAuthority: 'https://localhost:9' }, pages })
            const online = await openPage()
            await online.useCloud('emulator')
            await online.press('#sign-in')
            await online.waitFor(async () => /could not be started.*pasted token/s.test(await online.text('#access-error')), 'the error')
            assert.ok(server.requests.some((line) => line.includes('msal-browser')), 'it was there')
            assert.equal(await online.page.evaluate(() => window.foreign), undefined)
            await online.close()
            await end()
        })

        test('without an app registration it says why there is no signing in, and the line that makes a token', async () => {
            const { openPage, end } = await context.fresh()
            const online = await openPage()
            await online.useCloud('public')
            assert.equal(await online.visible('#sign-in'), false)
            assert.match(await online.text('#sign-in-note'), /not set up here/)
            assert.match(await online.text('#token-command'), /^az account get-access-token --resource https:\/\/management\.azure\.com\/ --output json$/)
            await online.close()
            await end()
        })
    }, { acceptInsecureCerts: true })
}
