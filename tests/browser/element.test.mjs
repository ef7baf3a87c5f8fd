// <popcert-signer>: what it tells the frame, and what it takes from it.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { BROWSERS, until } from '../support/browsers.mjs'
import { EmbeddedSigner } from '../support/embedded.mjs'
import { fake, Host, hostFiles, hostPage, say } from '../support/element.mjs'
import { CODE, dist } from '../support/fixtures.mjs'
import { inBrowser } from '../support/signer.mjs'

const STRICT = "default-src 'none'; script-src 'self'; img-src data:; frame-src {here}/fake.html; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

const pages = {
    ...hostFiles,
    '/plain': hostPage(fake()),
    '/empty': hostPage(''),
    '/code': hostPage(fake(`verification-code="${CODE}" theme="dark" language="de" style="--popcert-accent: rgb(1, 2, 3); --popcert-radius: 2px"`)),
    '/service': hostPage('<popcert-signer id="signer" service="huawei" verification-code="2c8b5905-b34a-4b64-8112-f6c047ae065c"></popcert-signer>'),
    '/default': hostPage('<popcert-signer></popcert-signer>'),
    '/slow': hostPage('<popcert-signer id="signer" src="/fake.html?wait=1500"></popcert-signer>'),
    '/strict': { body: hostPage(fake()), headers: { 'content-security-policy': STRICT } },
}

/** Expressions over `c` (a sound certificate) and `e` (a sound error): none may become an event. */
const MALFORMED = {
    nothing: 'undefined',
    'no object': '"created"',
    'no type': '{}',
    'a type that is none': '{ type: 7 }',
    'a name of every object': '{ type: "constructor" }',
    'another name of every object': '{ type: "__proto__" }',
    'an unknown type': '{ type: "navigate", to: "https://example.com" }',
    'created without a certificate': '{ type: "created", id: "1" }',
    'created with null': '{ type: "created", id: "1", certificate: null }',
    'an id that is no text': '{ type: "created", id: { toString: 1 }, certificate: c }',
    'an id without end': '{ type: "created", id: "x".repeat(201), certificate: c }',
    'a field is missing': '{ type: "created", id: "1", certificate: { ...c, caSha1: undefined } }',
    'PEM that is no text': '{ type: "created", id: "1", certificate: { ...c, pem: ["PEM"] } }',
    'PEM without end': '{ type: "created", id: "1", certificate: { ...c, pem: "x".repeat(9_000_000) } }',
    'DER as a buffer': '{ type: "created", id: "1", certificate: { ...c, der: new ArrayBuffer(4) } }',
    'DER as text': '{ type: "created", id: "1", certificate: { ...c, der: "MAA=" } }',
    'DER without end': '{ type: "created", id: "1", certificate: { ...c, der: new Uint8Array(5_000_000) } }',
    'a date that is none': '{ type: "created", id: "1", certificate: { ...c, notAfter: new Date(NaN) } }',
    'a date as a number': '{ type: "created", id: "1", certificate: { ...c, notAfter: 1000 } }',
    'an error that is text': '{ type: "failed", id: null, error: "no" }',
    'an error with a code for a web page': '{ type: "failed", id: null, error: { ...e, code: "<img src=x>" } }',
    'an error with words without end': '{ type: "failed", id: null, error: { ...e, message: "x".repeat(3000) } }',
    'an error at no place': '{ type: "failed", id: null, error: { ...e, offset: -1 } }',
    'half a number': '{ type: "finished", created: 0.5, failed: 0 }',
    'a number as text': '{ type: "finished", created: "1", failed: 0 }',
    'a CA certificate without octets': '{ type: "caCertificate", octets: new Uint8Array(0) }',
    'a height that is none': '{ type: "resized", height: NaN }',
    'a height without end': '{ type: "resized", height: Infinity }',
    'a height with a unit': '{ type: "resized", height: "100vh" }',
    'a height below nothing': '{ type: "resized", height: -1 }',
    'ready again': '{ type: "ready", protocol: 1, version: "2" }',
    'refused, after it was ready': '{ type: "refused", protocol: 2, version: "2" }',
}

suite('without a page', () => {
    test('the module can be loaded, and registers nothing', async () => {
        const { PopcertSigner } = await import(pathToFileURL(join(dist, 'popcert', 'element.js')).href)
        assert.equal(typeof PopcertSigner, 'function')
        assert.equal(globalThis.customElements, undefined)
    })
})

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const { open, ready } = Host.opening(context)

        before(() => { pages['/strict'].headers['content-security-policy'] = STRICT.replace('{here}', context.server.url) })

        test('the frame has a sandbox, a title, and the address beside the module', async () => {
            const host = await open('/default')
            const frame = await until(() => host.page.$eval('popcert-signer', (element) => {
                const frame = element.shadowRoot.querySelector('iframe')
                return frame && { sandbox: frame.getAttribute('sandbox'), title: frame.title, src: frame.src, allow: frame.allow }
            }), 'the frame')
            assert.deepEqual(frame, {
                sandbox: 'allow-scripts allow-downloads', title: 'Make the verification certificate',
                src: `${context.server.url}/popcert/signer.html`, allow: 'clipboard-write',
            })
            await host.close()
        })

        test('attributes and custom properties are given to the frame', async () => {
            const host = await ready('/code')
            assert.deepEqual((await host.events('ready'))[0], { name: 'ready', target: 'signer', detail: { version: '0.0.0-fake' } })
            assert.deepEqual(await host.told('requests'), [{ type: 'requests', requests: [{ id: 'verification-code', verificationCode: CODE }] }])
            assert.deepEqual(await host.told('appearance'), [{ type: 'appearance', theme: 'dark', language: 'de', look: { accent: 'rgb(1, 2, 3)', radius: '2px' } }])
            assert.deepEqual(await host.told('caCertificate'), [{ type: 'caCertificate', octets: null }])
            assert.deepEqual(await (await host.frame()).evaluate(() => [origins, self.origin]), [[context.server.url], 'null'])
            assert.deepEqual(host.said, [])
            await host.close()
        })

        test('the service, as attribute and as property: the frame speaks its words', async () => {
            const host = await ready('/service')
            const signer = await EmbeddedSigner.find(host.page)
            await signer.fill({ key: 'keys/p384-pkcs8.pem', ca: 'certs/ca-p384.pem' })
            // Each says in its own words which keys it takes; a code of this form may be of several, so that none is guessed.
            const words = { huawei: 'Huawei Cloud documents RSA with SHA-256', 'tencent-mqtt': 'TDMQ documents RSA and P-256', scaleway: 'Scaleway says nothing of other keys' }
            const speaks = (wanted) => until(async () => {
                const checklist = await signer.frame.$eval('#checklist', ({ textContent }) => textContent)
                return Object.entries(words).every(([service, said]) => checklist.includes(said) === (service === wanted))
            }, `the words of ${wanted}`)
            await speaks('huawei')
            assert.equal(await host.change((element) => element.service), 'huawei')
            await host.change((element) => { element.service = 'tencent-mqtt' })
            await speaks('tencent-mqtt')
            assert.equal(await host.change((element) => element.getAttribute('service')), 'tencent-mqtt')
            await host.change((element) => element.setAttribute('service', 'scaleway'))
            await speaks('scaleway')
            for (const none of ['', 'azur']) {
                await host.change((element, none) => { element.service = none }, none)
                await speaks('none')
                await host.change((element) => { element.service = 'huawei' })
                await speaks('huawei')
            }
            await host.change((element) => element.removeAttribute('service'))
            await speaks('none')
            assert.deepEqual(host.said, [])
            await host.close()
        })

        test('changes are given too: once for each turn of the page, and only what changed', async () => {
            const host = await ready('/plain')
            await host.told('requests')
            await host.change((element) => {
                element.verificationCode = 'A'
                element.verificationCode = 'B'
                element.requests = [{ id: 'x', verificationCode: 'C', label: 'L'.repeat(300), more: 'not told' }, { id: 'y', verificationCode: 'D' }]
                element.caCertificate = '-----BEGIN'
                element.theme = 'light'
            })
            const [, requests] = await host.told('requests', 2)
            assert.deepEqual(requests.requests, [{ id: 'x', verificationCode: 'C', label: 'L'.repeat(200) }, { id: 'y', verificationCode: 'D' }])
            assert.equal((await host.told('caCertificate', 2))[1].octets, '-----BEGIN')
            assert.equal((await host.told('appearance', 2))[1].theme, 'light')
            await host.change((element) => { element.requests = null })
            assert.deepEqual((await host.told('requests', 3)).at(-1).requests, [{ id: 'verification-code', verificationCode: 'B' }])
            await host.change((element) => {
                element.caCertificate = new Uint8Array([65, 66])
                element.className = 'does not change the look'
            })
            assert.equal((await host.told('caCertificate', 3))[2].octets, 'AB')
            assert.equal((await host.told('appearance', 2)).length, 2)
            assert.deepEqual(host.said, [])
            await host.close()
        })

        test('the look is read again: at refresh(), and when the system turns dark', async (t) => {
            const host = await ready('/plain')
            await host.told('appearance')
            await host.page.evaluate(() => {
                const sheet = new CSSStyleSheet()
                sheet.replaceSync(':root { --popcert-background: white } @media (prefers-color-scheme: dark) { :root { --popcert-background: black } }')
                document.adoptedStyleSheets = [sheet]
                document.querySelector('popcert-signer').refresh()
            })
            assert.equal((await host.told('appearance', 2))[1].look.background, 'white')
            await host.page.evaluate(() => {
                document.documentElement.style.colorScheme = 'dark'
                document.querySelector('popcert-signer').language = 'no language'
            })
            const third = (await host.told('appearance', 3))[2]
            assert.deepEqual([third.theme, third.language], ['dark', undefined], 'a dark page has a dark signer')
            if (kind === 'firefox') t.diagnostic("Firefox's driver cannot turn the system dark: only refresh() was tried")
            else {
                await host.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }])
                assert.equal((await host.told('appearance', 4))[3].look.background, 'black')
            }
            await host.close()
        })

        test('what the frame says becomes events that leave shadow roots', async () => {
            const host = await open('/empty')
            await host.page.evaluate(() => {
                const root = document.querySelector('main').appendChild(document.createElement('div')).attachShadow({ mode: 'open' })
                root.append(Object.assign(document.createElement('popcert-signer'), { src: '/fake.html' }))
            })
            await host.waitForEvent('ready')
            const frame = await host.frame()
            await say(frame, '{ type: "created", id: "1", certificate: { ...c, extra: "not taken" }, extra: "not taken" }')
            await say(frame, '{ type: "created", id: null, certificate: c }')
            await say(frame, '{ type: "failed", id: "2", error: e }')
            await say(frame, '{ type: "finished", created: 1, failed: 1 }')
            await say(frame, '{ type: "caCertificate", octets: new Uint8Array([1, 2, 3]).subarray(1) }')
            await say(frame, '{ type: "resized", height: 700.2 }')
            await host.waitForEvent('resized')
            const seen = await host.page.evaluate(() => events.map(({ name, detail, event }) => ({
                name, id: detail.id, keys: Object.keys(detail), cancelable: event.cancelable,
                certificate: detail.certificate && [Object.keys(detail.certificate).length, detail.certificate.der instanceof Uint8Array, detail.certificate.notAfter instanceof Date],
                octets: detail.octets && [...detail.octets, detail.octets.buffer.byteLength], height: detail.height,
            })))
            const plain = { cancelable: false }
            assert.deepEqual(JSON.parse(JSON.stringify(seen)), [
                { ...plain, name: 'ready', keys: ['version'] },
                { ...plain, name: 'created', id: '1', keys: ['id', 'certificate'], certificate: [13, true, true] },
                { ...plain, name: 'created', id: null, keys: ['id', 'certificate'], certificate: [13, true, true] },
                { name: 'failed', id: '2', keys: ['id', 'error'], cancelable: true },
                { ...plain, name: 'finished', keys: ['created', 'failed'] },
                { ...plain, name: 'ca-certificate', keys: ['octets'], octets: [2, 3, 2] },
                { ...plain, name: 'resized', keys: ['height'], height: 701 },
            ])
            await host.close()
        })

        test('what has not the form of the protocol is ignored', async () => {
            const host = await ready('/plain')
            const frame = await host.frame()
            for (const expression of Object.values(MALFORMED)) await say(frame, expression)
            await say(frame, '{ type: "finished", created: 4, failed: 2 }')
            await host.waitForEvent('finished')
            assert.deepEqual((await host.events()).map(({ name }) => name), ['ready', 'finished'])
            assert.equal(await host.notice('alert'), '')
            assert.deepEqual(host.said, [])
            await host.close()
        })

        test('nothing counts before the frame is ready, and nothing but the port', async () => {
            const host = await open('/slow')
            const frame = await host.frame()
            await until(() => frame.evaluate(() => port !== null), 'the port')
            await say(frame, '{ type: "created", id: "early", certificate: c }')
            await frame.evaluate(() => {
                for (const type of ['ready', 'finished']) parent.postMessage({ type, protocol: 1, version: 'x', created: 1, failed: 0 }, '*')
            })
            await host.page.evaluate(() => postMessage({ type: 'ready', protocol: 1, version: 'x' }, '*'))
            await host.waitForEvent('ready')
            assert.deepEqual((await host.events()).map(({ detail }) => detail), [{ version: '0.0.0-fake' }])
            await host.close()
        })

        test('the height is what the frame wants, within bounds', async () => {
            const host = await ready('/plain')
            const frame = await host.frame()
            for (const [wanted, height] of [[640, 640], [1, 100], [1e9, 20_000]]) {
                await say(frame, `{ type: "resized", height: ${wanted} }`)
                await until(async () => (await host.events('resized')).at(-1)?.detail.height === height, `${height} px`)
                const seen = await host.page.$eval('popcert-signer', (element) => element.shadowRoot.querySelector('iframe').getBoundingClientRect().height)
                assert.equal(seen, height)
            }
            await host.close()
        })

        test('requests and certificates that cannot be used are said to be so', async () => {
            const host = await ready('/plain')
            let failures = 0
            for (const [name, wrong] of [
                ['requests', '[{ id: "1" }]'], ['requests', '"code"'], ['requests', '[null]'], ['requests', '[{ id: 1, verificationCode: "C" }]'],
                ['requests', '[{ id: "1", verificationCode: "C" }, { id: "1", verificationCode: "D" }]'],
                ['requests', '[{ id: "1", verificationCode: "C".repeat(1001) }]'],
                ['requests', 'Array.from({ length: 1001 }, (_, i) => ({ id: String(i), verificationCode: "C" }))'],
                ['caCertificate', '""'], ['caCertificate', '{}'], ['caCertificate', 'new Uint8Array(4194305)'],
            ]) {
                await host.page.evaluate(`document.querySelector('popcert-signer').${name} = ${wrong}`)
                const { detail } = await host.waitForEvent('failed', ++failures)
                assert.equal(detail.error.code, 'INVALID_ARGUMENT', wrong)
                assert.ok((await host.notice('alert')).includes(detail.error.hint))
                await host.page.evaluate(`document.querySelector('popcert-signer').${name} = null`)
                await until(async () => (await host.notice('alert')) === '', 'the words to go')
            }
            await host.change((element) => { element.requests = Array.from({ length: 1000 }, (_, i) => ({ id: String(i), verificationCode: 'C' })) })
            await until(async () => (await host.told('requests')).at(-1).requests.length === 1000, 'a thousand')
            await host.close()
        })

        test('clear() forgets what the person gave, not what the page did', async () => {
            const host = await ready('/code')
            await host.told('requests')
            await host.change((element) => element.clear())
            await host.told('requests', 2)
            assert.deepEqual(await (await host.frame()).evaluate(() => got.map(({ type }) => type)),
                ['appearance', 'caCertificate', 'requests', 'clear', 'caCertificate', 'requests'])
            await host.close()
        })

        test('a strict policy, with Trusted Types: nothing of it is broken', async () => {
            const host = await ready('/strict')
            const { display, height } = await host.page.$eval('popcert-signer', (element) => ({
                display: getComputedStyle(element).display, height: element.getBoundingClientRect().height,
            }))
            assert.equal(display, 'block')
            assert.ok(height >= 400, `${height}`)
            await say(await host.frame(), '{ type: "resized", height: 333 }')
            await host.waitForEvent('resized')
            assert.deepEqual(host.said, [])
            await host.close()
        })
    }, { pages })
}
