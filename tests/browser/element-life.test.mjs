// <popcert-signer>: what becomes of it when its signer does not come, and when a page moves, removes or doubles it.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import axe from 'axe-core'

import { BROWSERS, until } from '../support/browsers.mjs'
import { fake, FAKE, Host, hostFiles, hostPage, say } from '../support/element.mjs'
import { CODE } from '../support/fixtures.mjs'
import { inBrowser } from '../support/signer.mjs'

const pages = {
    ...hostFiles,
    '/plain': hostPage(fake()),
    '/empty': hostPage(''),
    '/late': hostPage(fake('verification-code="FROM-ATTRIBUTE"'), { element: null }),
    '/code': hostPage(fake(`verification-code="${CODE}" theme="dark" language="de" style="--popcert-accent: rgb(1, 2, 3); --popcert-radius: 2px"`)),
    '/plain-frame.html': '<!doctype html><title>a frame</title>',
    '/missing': hostPage('<popcert-signer id="signer" src="/not-there.html"></popcert-signer>'),
    '/wrong': hostPage('<popcert-signer id="signer" src="/wrong.html"></popcert-signer>'),
    '/wrong.html': '<!doctype html><title>something else</title>',
    '/denied': hostPage('<popcert-signer id="signer" src="/denied.html"></popcert-signer>'),
    '/denied.html': { body: FAKE, headers: { 'x-frame-options': 'DENY' } },
    '/blocked': { body: hostPage(fake()), headers: { 'content-security-policy': "frame-src 'none'" } },
    '/newer': hostPage('<popcert-signer id="signer" src="/fake.html?answer=refused"></popcert-signer>'),
    '/script-address': hostPage('<popcert-signer id="signer" src="javascript:parent.stolen = 1"></popcert-signer>'),
    '/no-address': hostPage('<popcert-signer id="signer" src="http://["></popcert-signer>'),
    '/one': hostPage('<popcert-signer id="one" src="/fake.html" verification-code="1"></popcert-signer>'),
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const { open, ready } = Host.opening(context)

        for (const [path, code, hint] of [
            ['/missing', 'FRAME_NOT_LOADED', /not-there\.html has to be reachable/],
            ['/wrong', 'FRAME_NOT_LOADED', /wrong\.html/],
            ['/denied', 'FRAME_NOT_LOADED', /denied\.html .*allow that this page frames it/],
            ['/script-address', 'FRAME_NOT_LOADED', /reachable/],
            ['/no-address', 'FRAME_NOT_LOADED', /http:\/\/\[/],
            ['/blocked', 'FRAME_BLOCKED', /name http:.*fake\.html in frame-src/],
            ['/newer', 'PROTOCOL_UNSUPPORTED', /same release/],
        ]) {
            test(`${path}: ${code}, in an event and in words`, async () => {
                const host = await open(path, { hurried: true })
                const { detail } = await host.waitForEvent('failed')
                assert.equal(detail.id, null)
                assert.equal(detail.error.code, code)
                assert.match(detail.error.hint, hint)
                const text = await host.notice('alert')
                assert.ok(text.includes('The signer could not be loaded.') && text.includes(detail.error.hint) && text.includes('Try again'), text)
                assert.equal((await host.events()).length, 1, 'said once')
                assert.equal(await host.page.evaluate(() => window.stolen), undefined)
                await host.close()
            })
        }

        test('preventDefault leaves the words to the page', async () => {
            const host = await open('/empty', { hurried: true })
            await host.page.evaluate(() => {
                document.addEventListener('popcert-failed', (event) => event.preventDefault())
                document.querySelector('main').append(Object.assign(document.createElement('popcert-signer'), { src: '/not-there.html' }))
            })
            await host.waitForEvent('failed')
            assert.equal(await host.notice('alert'), '')
            await host.close()
        })

        test('"Try again" and refresh() load it again; a signer that comes late is welcome', async () => {
            const host = await open('/plain', { hurried: true })
            await host.waitForEvent('ready')
            await host.change((element) => { element.src = '/not-there.html' })
            await host.waitForEvent('failed')
            const requests = () => context.server.requests.filter((line) => line.includes('not-there')).length
            const before = requests()
            await (await host.page.$('popcert-signer >>> button')).click()
            await host.waitForEvent('failed', 2)
            await host.change((element) => element.refresh())
            await host.waitForEvent('failed', 3)
            assert.equal(requests(), before + 2)
            await host.change((element) => { element.src = '/fake.html?wait=500' })
            await host.waitForEvent('failed', 4)
            await host.waitForEvent('ready', 2)
            assert.equal(await host.notice('alert'), '')
            assert.equal(await host.page.$eval('popcert-signer', (element) => element.shadowRoot.querySelector('iframe').checkVisibility()), true)
            await host.close()
        })

        test('moved: loaded again once, told everything again, and the person is told', async () => {
            const host = await ready('/code')
            await host.change((element) => { element.caCertificate = 'PEM' })
            await host.told('caCertificate', 2)
            await host.page.evaluate(() => {
                const element = document.querySelector('popcert-signer')
                for (let i = 0; i < 5; i++) document.querySelector('main').append(document.createElement('section'), element)
                document.querySelector('main > section').append(element)
            })
            await host.waitForEvent('ready', 2)
            assert.deepEqual((await host.told('requests'))[0].requests, [{ id: 'verification-code', verificationCode: CODE }])
            assert.equal((await host.told('caCertificate'))[0].octets, 'PEM')
            assert.equal((await host.told('appearance'))[0].theme, 'dark')
            assert.equal((await host.events('ready')).length, 2)
            assert.equal(await host.notice('status'), 'Der Signierer wurde neu geladen. Wählen Sie den Schlüssel erneut.')
            await say(await host.frame(), '{ type: "created", id: null, certificate: c }')
            await host.waitForEvent('created')
            assert.equal(await host.notice('status'), '')
            await host.close()
        })

        test('moveBefore(): the frame is kept, where the browser keeps one in a shadow tree', async (t) => {
            const host = await ready('/plain')
            const keeps = await host.page.evaluate(async () => {
                if (!('moveBefore' in Element.prototype)) return false
                const main = document.querySelector('main')
                const box = main.appendChild(document.createElement('div'))
                const frame = document.createElement('iframe')
                const loaded = () => new Promise((resolve) => { frame.onload = resolve })
                box.attachShadow({ mode: 'open' }).append(Object.assign(frame, { src: '/plain-frame.html' }))
                await loaded()
                frame.contentWindow.kept = true
                main.moveBefore(box, main.firstChild)
                await Promise.race([loaded(), new Promise((resolve) => setTimeout(resolve, 500))])
                return frame.contentWindow.kept === true
            })
            if (!keeps) t.diagnostic(`${kind} does not`)
            await (await host.frame()).evaluate(() => { window.kept = 1 })
            await host.page.evaluate((method) => {
                const main = document.querySelector('main')
                main[method](document.querySelector('popcert-signer'), main.firstChild)
            }, keeps ? 'moveBefore' : 'insertBefore')
            if (!keeps) await host.waitForEvent('ready', 2)
            const frame = await host.frame()
            assert.equal(await frame.evaluate(() => window.kept), keeps ? 1 : undefined)
            await say(frame, '{ type: "finished", created: 1, failed: 0 }')
            await host.waitForEvent('finished')
            await host.close()
        })

        test('removed: nothing of it stays', async (t) => {
            const host = await open('/empty')
            const { page } = host
            await page.evaluate(async () => {
                window.kept = []
                for (let i = 0; i < 5; i++) {
                    const element = Object.assign(document.createElement('popcert-signer'), { src: '/fake.html', verificationCode: String(i) })
                    const ready = new Promise((resolve) => element.addEventListener('popcert-ready', resolve, { once: true }))
                    document.querySelector('main').append(element)
                    await ready
                    kept.push(new WeakRef(element))
                    element.remove()
                }
                events.length = 0
            })
            assert.equal(host.frames('fake').length, 0)
            if (kind === 'firefox') t.diagnostic("Firefox's driver cannot collect garbage: only that the frames went was tried")
            else {
                const client = await page.createCDPSession()
                await until(async () => {
                    await client.send('HeapProfiler.collectGarbage')
                    return page.evaluate(() => kept.every((each) => each.deref() === undefined))
                }, 'the elements to be collected')
            }
            await host.close()
        })

        test('two on a page do not hear each other', async () => {
            const host = await ready('/one')
            // Chromium's driver loses one of two frames that come at the same time (its wait for the frames of a new process is shared).
            await host.told('requests')
            await host.page.evaluate(() => {
                document.querySelector('main').append(Object.assign(document.createElement('popcert-signer'), { id: 'two', src: '/other-fake.html', verificationCode: '2' }))
            })
            await host.waitForEvent('ready', 2)
            const other = await host.frame('/other-fake.html')
            assert.equal((await host.told('requests', 1, await host.frame()))[0].requests[0].verificationCode, '1')
            assert.equal((await host.told('requests', 1, other))[0].requests[0].verificationCode, '2')
            await say(other, '{ type: "finished", created: 2, failed: 0 }')
            assert.equal((await host.waitForEvent('finished')).target, 'two')
            await host.close()
        })

        test('upgraded late: what was set before holds; loaded twice: nothing happens', async () => {
            const host = await open('/late')
            await host.change((element) => {
                element.requests = [{ id: 'early', verificationCode: 'E' }]
                element.caCertificate = 'EARLY'
                element.theme = 'dark'
            })
            await host.page.evaluate(() => import('/popcert/element.js'))
            await host.waitForEvent('ready')
            assert.deepEqual((await host.told('requests'))[0].requests, [{ id: 'early', verificationCode: 'E' }])
            assert.equal((await host.told('caCertificate'))[0].octets, 'EARLY')
            assert.equal((await host.told('appearance'))[0].theme, 'dark')
            await host.change((element) => { element.requests = [] })
            assert.deepEqual((await host.told('requests', 2))[1].requests, [])
            assert.equal(await host.page.evaluate(async () => {
                const { PopcertSigner } = await import('/popcert/element.js?again')
                return PopcertSigner === customElements.get('popcert-signer')
            }), false)
            assert.deepEqual(host.said, [])
            await host.close()
        })

        test('in six languages, and axe finds nothing', async () => {
            const host = await open('/missing', { hurried: true })
            await host.waitForEvent('failed')
            const texts = new Set()
            for (const language of ['en', 'de-AT', 'fr', 'es-MX', 'ja', 'zh-Hans', 'tlh']) {
                const before = (await host.events('failed')).length
                await host.change((element, language) => { element.language = language; element.refresh() }, language)
                await host.waitForEvent('failed', before + 1)
                texts.add(await host.notice('alert'))
                const marked = await host.page.$eval('popcert-signer', (element) => element.shadowRoot.querySelector('[role=alert] > div').lang)
                assert.equal(marked, language === 'tlh' ? 'en' : language.slice(0, 2))
            }
            assert.equal(texts.size, 6)
            await host.page.evaluate(axe.source)
            const violations = () => host.page.evaluate(async () => (await axe.run(document, { iframes: false })).violations.map((each) => `${each.id}: ${each.nodes.map(({ html }) => html)}`))
            assert.deepEqual(await violations(), [])
            await host.change((element) => { element.src = '/fake.html' })
            await host.waitForEvent('ready')
            await host.change((element) => { document.querySelector('main').append(element) })
            await host.waitForEvent('ready', 2)
            assert.equal(await host.notice('status'), 'The signer was loaded again. Choose your key once more.')
            assert.deepEqual(await violations(), [])
            await host.close()
        })
    }, { pages })
}
