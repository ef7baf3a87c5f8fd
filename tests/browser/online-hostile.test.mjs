// A script that got into the online page has all that the page has, and still no key, no signature without a click, no network
// from within the signer.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, before, suite, test } from 'node:test'

import { BROWSERS, delay } from '../support/browsers.mjs'
import { dist, fixture, fixturePath } from '../support/fixtures.mjs'
import { inOnline, someServices } from '../support/online.mjs'
import { startServer } from '../support/server.mjs'

/** Lines of the key's file, which no message and no page may hold. */
const keyText = Buffer.from(fixture('keys/rsa2048-pkcs8.pem')).toString()
const keyLines = keyText.split('\n').filter((line) => line.length === 64)

for (const kind of BROWSERS) {
    inOnline({ suite, before, after }, kind, (context) => {
        /** Codes are there, the key is in the signer, and nobody has pressed anything in it yet. */
        async function ready() {
            const world = await context.fresh({ services: someServices(2) })
            const online = await world.openPage()
            // The injected script listens to everything that comes out of the frame.
            await online.page.evaluate(() => {
                window.heard = []
                addEventListener('message', ({ data }) => heard.push(JSON.stringify(data)))
                for (const type of ['ready', 'created', 'failed', 'finished', 'ca-certificate']) {
                    document.addEventListener(`popcert-${type}`, ({ detail }) => heard.push(JSON.stringify([type, detail])))
                }
            })
            await online.begin()
            await online.waitForRows(2)
            await online.selectAll()
            await online.press('#run')
            await online.waitForState('contoso-dps-02', /aiting for your signature/)
            const signer = await online.signer()
            await (await signer.$('#key-file')).uploadFile(fixturePath('keys/rsa2048-pkcs8.pem'))
            await online.waitFor(() => signer.$eval('#match', (match) => match.textContent !== ''), 'the key in the signer')
            return { ...world, online, signer }
        }
        const heard = (online) => online.page.evaluate(() => heard)

        test('it cannot read the frame, nor the key', async () => {
            const { online, end } = await ready()
            const outcome = await online.page.evaluate(() => {
                const frame = document.querySelector('popcert-signer').shadowRoot.querySelector('iframe')
                const attempts = {
                    document: () => frame.contentWindow.document.body.innerHTML,
                    contentDocument: () => frame.contentDocument.body.innerHTML,
                    location: () => frame.contentWindow.location.href,
                    variable: () => frame.contentWindow.popcert,
                    evaluate: () => frame.contentWindow.eval('1'),
                    sandbox: () => { frame.setAttribute('sandbox', 'allow-scripts allow-same-origin'); return frame.contentWindow.document.title },
                }
                return Object.fromEntries(Object.entries(attempts).map(([name, job]) => {
                    try { return [name, `read: ${job()}`] } catch (error) { return [name, error.name] }
                }))
            })
            for (const [name, result] of Object.entries(outcome)) assert.match(result, /^(SecurityError|TypeError)$/, name)
            const all = await online.page.evaluate(() => document.documentElement.outerHTML) + (await heard(online)).join()
            for (const line of keyLines) assert.ok(!all.includes(line))
            await online.close()
            await end()
        })

        test('it cannot make it sign: forged messages, clicks, keys, and further ports', async () => {
            const { emulator, online, end } = await ready()
            await online.page.evaluate(async () => {
                const element = document.querySelector('popcert-signer')
                const frame = element.shadowRoot.querySelector('iframe')
                const forged = [
                    { type: 'sign' }, { type: 'create' }, { type: 'click' }, { type: 'requests', requests: [{ id: 'x', verificationCode: 'FORGED' }], sign: true },
                    { popcert: 'create' }, { call: 'createVerificationCertificate', input: {} }, { type: 'clear', then: 'sign' }, 'sign', null, 42,
                ]
                for (const message of forged) frame.contentWindow.postMessage(message, '*')
                for (let round = 0; round < 3; round++) {
                    const { port1, port2 } = new MessageChannel()
                    port1.onmessage = ({ data }) => heard.push(JSON.stringify(['second port', data]))
                    frame.contentWindow.postMessage({ popcert: 'connect', protocol: 1 }, '*', [port2])
                    for (const message of forged) port1.postMessage(message)
                }
                frame.focus()
                for (const type of ['click', 'mousedown', 'pointerdown', 'submit', 'keydown']) {
                    frame.dispatchEvent(new Event(type, { bubbles: true }))
                    element.dispatchEvent(new Event(type, { bubbles: true }))
                }
                await new Promise((resolve) => setTimeout(resolve, 1500))
            })
            const messages = await heard(online)
            assert.ok(!messages.some((line) => /created|BEGIN CERTIFICATE|second port/.test(line)), messages.join('\n'))
            assert.equal(emulator.requests.filter(({ operation }) => operation === 'verify').length, 0)
            await online.close()
            await end()
        })

        test('odd requests: what is signed is a verification certificate for a code that was shown, and nothing else', async () => {
            const { online, signer, end } = await ready()
            const code = '7D07A6A51F8AF1469499A1D92074D629894BE9FA8A013E49'
            const odd = [
                { id: 'ca', verificationCode: code, isCa: true, subject: 'CN=evil', extensions: ['basicConstraints=CA:TRUE'], notAfter: '2099-01-01' },
                { id: 'name', verificationCode: 'CN=evil,O=evil' }, { id: 'dns', verificationCode: 'evil.example', dns: ['evil.example'] },
            ]
            await online.page.evaluate((odd) => { document.querySelector('popcert-signer').requests = odd }, odd)
            await online.waitFor(() => signer.$$eval('#requests-list li', (lines) => lines.length === 3), 'the odd codes, shown')
            assert.match(await signer.$eval('#requests-list', (list) => list.textContent.replaceAll(/\s/g, '')), /evil\.example/)
            await online.sign({ codes: 3 })
            await delay(1500)
            const made = await online.page.evaluate(() => heard.filter((line) => line.startsWith('["created"')).map((line) => JSON.parse(line)[1].certificate.pem))
            assert.equal(made.length, 1, 'what no service hands out is not signed')
            for (const pem of made) {
                const certificate = new X509Certificate(pem)
                assert.equal(certificate.ca, false)
                assert.equal(certificate.subject, `CN=${code}`)
                assert.equal(certificate.subjectAltName, undefined)
                assert.ok(new Date(certificate.validTo) - Date.now() < 40 * 86_400_000)
            }
            await online.close()
            await end()
        })

        test('the signer has no network, whoever asks', async () => {
            const elsewhere = await startServer(dist)
            const { online, signer, end } = await ready()
            const outcome = await signer.evaluate((target) => fetch(`${target}/stolen`, { mode: 'no-cors' }).then(() => 'went through', (error) => error.name), elsewhere.url)
            assert.equal(outcome, 'TypeError')
            await online.page.evaluate((target) => {
                const element = document.querySelector('popcert-signer')
                element.src = `${target}/stolen.html`  // another page in the place of the signer
            }, elsewhere.url)
            await delay(1500)
            assert.deepEqual(elsewhere.requests, [])
            await elsewhere.close()
            await online.close()
            await end()
        })

        test('the token is in no attribute, address, storage or console', async () => {
            const { emulator, server, openPage, end } = await context.fresh({ services: someServices(2) })
            const online = await openPage()
            await online.useCloud('emulator')
            const token = emulator.token()
            await online.useToken(token)
            await online.waitForRows(0)
            await online.waitFor(async () => (await online.page.$$('tr.service')).length === 2, 'the services')
            const places = await online.page.evaluate(async () => ({
                markup: document.documentElement.outerHTML,
                fields: [...document.querySelectorAll('input, textarea')].map(({ value }) => value).join(),
                address: location.href + document.referrer + JSON.stringify(history.state),
                storage: JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + document.cookie + ((await indexedDB.databases?.())?.length ?? 0),
                globals: Object.keys(window).map((name) => { try { return String(window[name]) } catch { return '' } }).join(),
            }))
            const [, payload] = token.split('.')
            for (const [name, text] of Object.entries(places)) assert.ok(!text.includes(payload), name)
            assert.equal(places.storage, '{}{}0')
            assert.ok(!online.said.join().includes(payload))
            assert.ok(!server.requests.join().includes(payload), 'nor does the page’s own server get it')
            assert.ok(emulator.requests.length > 0)
            await online.close()
            await end()
        })
    })
}
