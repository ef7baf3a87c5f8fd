// What a browser lets a page read of the emulator's answers, from another origin and from a file: the real thing decides the
// same way, though nobody has written down what it decides for files.
import assert from 'node:assert/strict'
import { pathToFileURL } from 'node:url'
import { after, before, suite, test } from 'node:test'

import { BROWSERS, launch, withoutBrowser } from '../support/browsers.mjs'
import { temporaryFile, temporaryFolder } from '../support/openssl.mjs'
import { startServer } from '../support/server.mjs'
import { startEmulator } from '../emulator/server.mjs'

const html = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>A page</title>'

for (const kind of BROWSERS) {
    suite(kind, { skip: withoutBrowser(kind) }, () => {
        let browser, server, addresses
        before(async () => {
            browser = await launch(kind)
            server = await startServer(temporaryFolder, { '/page': html })
            addresses = { 'another origin': `${server.url}/page`, 'a file': pathToFileURL(temporaryFile(html, '.html')).href }
        })
        after(async () => {
            await browser?.quit()
            await server?.close()
        })

        /** Does what the page does, in a page at an address; what the page could read of it. */
        async function ask(address, emulator, { method = 'GET', path = '', ifMatch } = {}) {
            const page = await browser.newPage()
            try {
                await page.goto(address)
                const url = `${emulator.url}${emulator.state.services[0].id}/certificates${path}?api-version=2022-12-12`
                return await page.evaluate(async (url, token, method, ifMatch) => {
                    const headers = { Authorization: `Bearer ${token}`, Accept: 'application/json', ...(ifMatch ? { 'If-Match': ifMatch } : {}) }
                    try {
                        const response = await fetch(url, { method, headers, cache: 'no-store', credentials: 'omit', redirect: 'error' })
                        return { status: response.status, text: await response.text(), retryAfter: response.headers.get('retry-after') }
                    } catch (error) {
                        return { failed: error.name }
                    }
                }, url, emulator.token(), method, ifMatch ?? null)
            } finally {
                await page.close()
            }
        }

        /** An emulator of its own: preflights are remembered by origin. */
        async function inWorld(options, use) {
            const emulator = await startEmulator({ services: [{ name: 'dps' }], ...options })
            try {
                await use(emulator)
            } finally {
                await emulator.close()
            }
        }

        for (const from of ['another origin', 'a file']) {
            test(`a page from ${from} reads answers, refusals, and when to come back`, async () => {
                await inWorld({}, async (emulator) => {
                    const listed = await ask(addresses[from], emulator)
                    assert.deepEqual(listed, { status: 200, text: '{"value":[]}', retryAfter: null })
                    assert.equal(emulator.requests[0].origin, from === 'a file' ? 'null' : new URL(server.url).origin)
                    const stale = await ask(addresses[from], emulator, { method: 'POST', path: '/ca/generateVerificationCode', ifMatch: 'AAAA' })
                    assert.equal(stale.status, 404)
                    assert.equal(emulator.requests[1].ifMatch, 'AAAA', 'If-Match went through the preflight')
                    emulator.faults.add({ status: 429, retryAfter: 7 })
                    assert.equal((await ask(addresses[from], emulator)).retryAfter, '7')
                })
            })

            test(`a page from ${from} cannot read headers that are not exposed`, async () => {
                await inWorld({ cors: 'unexposed' }, async (emulator) => {
                    emulator.faults.add({ status: 429, retryAfter: 7 })
                    const { status, retryAfter } = await ask(addresses[from], emulator)
                    assert.deepEqual([status, retryAfter], [429, null])
                })
            })

            test(`a page from ${from} that is not let in learns nothing, and changes nothing`, async () => {
                await inWorld({ cors: from === 'a file' ? 'no-null' : 'none' }, async (emulator) => {
                    assert.deepEqual(await ask(addresses[from], emulator), { failed: 'TypeError' })
                    assert.deepEqual(emulator.requests, [], 'the preflight ended it')
                })
            })
        }

        test('no page may ask for trouble, nor read what is there', async () => {
            await inWorld({}, async (emulator) => {
                const page = await browser.newPage()
                await page.goto(addresses['another origin'])
                const tried = await page.evaluate(async (url) => {
                    const attempt = (path, options) => fetch(`${url}/emulator/${path}`, options).then(({ type, status }) => `${type} ${status}`, ({ name }) => name)
                    return [
                        await attempt('state'),
                        await attempt('faults', { method: 'POST', body: '{"status":500,"times":null}' }),
                        await attempt('faults', { method: 'POST', body: '{"status":500,"times":null}', mode: 'no-cors' }),
                        await attempt('faults', { method: 'POST', body: '{"status":500}', headers: { 'Content-Type': 'application/json' } }),
                    ]
                }, emulator.url)
                await page.close()
                assert.deepEqual(tried, ['TypeError', 'TypeError', 'opaque 0', 'TypeError'])
                assert.deepEqual(emulator.faults.waiting, [])
            })
        })
    })
}
