// The wall between a portal and the signer in its frame, from both sides: a hostile portal, and a hostile page in the frame.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { BROWSERS, delay, until } from '../support/browsers.mjs'
import { Host, hostFiles, hostPage } from '../support/element.mjs'
import { EmbeddedSigner } from '../support/embedded.mjs'
import { CODE, fixture } from '../support/fixtures.mjs'
import { inBrowser } from '../support/signer.mjs'

const ELSEWHERE = 'elsewhere.example'

/** For each of `attempts`, run in the page or frame: what it gave, or the name of the error that stopped it. */
async function outcomes(where, attempts) {
    return where.evaluate(async (attempts) => {
        const found = {}
        for (const [name, attempt] of attempts) {
            try {
                const value = await (0, eval)(`(async () => (${attempt}))()`)
                found[name] = value === null ? 'null' : String(value)
            } catch (error) {
                found[name] = `stopped: ${error.name}`
            }
        }
        return found
    }, Object.entries(attempts))
}

/** Of the signer's frame, as the portal has it: `w`, its window, and `f`, the frame element. */
const f = "document.querySelector('popcert-signer').shadowRoot.querySelector('iframe')"
const w = `${f}.contentWindow`
const READ = {
    'its document': `${f}.contentDocument`,
    'its document, by its window': `${w}.document`,
    'the field of the key': `${w}.document.getElementById('key-file').files`,
    'its address': `${w}.location.href`,
    'its storage': `${w}.localStorage`,
    'its caches': `${w}.indexedDB`,
    'its memory': `${w}.performance`,
    'its workers': `${w}.Worker`,
    'its objects': `${w}.WebAssembly`,
    'its frame element': `${w}.frameElement`,
    'its names': `Object.keys(${w}).filter((name) => !/^(\\d+|then)$/.test(name)).join() || null`,
}
const SCRIPT = {
    eval: `${w}.eval('1')`,
    'its functions': `${w}.Function('return 1')()`,
    timers: `${w}.setTimeout('1')`,
    'a click': `${w}.document.getElementById('create').click()`,
    'a property': `${w}.stolen = 1`,
    'a listener': `${w}.addEventListener('message', () => {})`,
    'a getter that it would call': `Object.defineProperty(${w}, 'postMessage', { value: 1 })`,
}

/** What a page in the frame tries. {server}: where requests are counted. */
const BREAK_OUT = {
    "the portal's document": 'parent.document',
    "the portal's address": 'parent.location.href',
    "the portal's script": "parent.eval('1')",
    "the portal's storage": 'parent.localStorage',
    'its frame element': 'frameElement',
    'cookies': 'document.cookie',
    'storage': 'localStorage.length',
    'storage of the session': 'sessionStorage.length',
    'a database': "await new Promise((resolve, reject) => { const open = indexedDB.open('x'); open.onsuccess = resolve; open.onerror = () => reject(open.error) })",
    'a service worker': "await navigator.serviceWorker.register('/recorder.js')",
    'the top': "void (top.location = '/stolen-by-top')",
    'a window': "window.open('/stolen-by-window')",
    'another document of this server': "await new Promise((resolve) => { const f = document.createElement('iframe'); f.onload = () => resolve(f.contentDocument); f.src = '/plain-page'; document.body.append(f) })",
}
const STOPPED = /^(stopped: (SecurityError|TypeError|InvalidStateError|InvalidAccessError|NotAllowedError|NotSupportedError|DataError|Error)|null)$/

const pages = {
    ...hostFiles,
    '/host': hostPage(`<popcert-signer id="signer" verification-code="${CODE}"></popcert-signer>`),
    '/guarded': '',
    '/siblings': '',
    '/sibling': '',
    '/hostile-host': hostPage('<popcert-signer id="signer" src="/hostile.html"></popcert-signer>'),
    '/hostile.html': hostFiles['/fake.html'],
    '/plain-page': '<!doctype html><title>a page</title>',
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const open = async (path) => {
            const host = await Host.open(context.browser, context.server.url + path, { height: 1800 })
            await host.waitForEvent('ready')
            return host
        }
        /** With the key in the frame. */
        const loaded = async (path = '/host') => {
            const host = await open(path)
            const signer = await EmbeddedSigner.find(host.page)
            await signer.fill()
            return { host, signer }
        }
        const stolen = () => context.server.requests.filter((line) => line.includes('stolen'))
        const assertAllStopped = (found) => {
            for (const [name, outcome] of Object.entries(found)) assert.match(outcome, STOPPED, name)
        }

        before(() => {
            const elsewhere = context.server.url.replace('127.0.0.1', ELSEWHERE)
            pages['/siblings'] = hostPage(`<iframe src="${elsewhere}/sibling" title="sibling"></iframe>`)
            // Speaks to every frame there is, and to the portal, all the time.
            pages['/sibling'] = `<!doctype html><title>sibling</title><script>
                const answers = [], refusals = []
                let attempts = 0
                const certificate = { pem: 'x' }
                setInterval(() => {
                    attempts++
                    for (const type of ['ready', 'created', 'finished']) parent.postMessage({ type, protocol: 1, version: 'x', id: '1', certificate, created: 1, failed: 0 }, '*')
                    for (let i = 0; i < parent.length; i++) {
                        if (parent.frames[i] === window) continue
                        const { port1, port2 } = new MessageChannel()
                        port1.onmessage = ({ data }) => answers.push(data)
                        parent.frames[i].postMessage({ popcert: 'connect', protocol: 1 }, '*', [port2])
                        try { parent.frames[i].location = '/stolen-by-sibling' } catch (error) { refusals.push(error.name) }
                    }
                }, 10)
            </script>`
            const policy = `frame-src ${context.server.url}/popcert/signer.html`
            pages['/guarded'] = { body: hostPage('<popcert-signer></popcert-signer>'), headers: { 'content-security-policy': policy } }
        })

        test('negative control: a portal reads and scripts a frame of its own origin', async () => {
            const host = await open('/host')
            const found = await host.page.evaluate(async () => {
                const frame = document.body.appendChild(document.createElement('iframe'))
                await new Promise((resolve) => { frame.onload = resolve; frame.src = '/plain-page' })
                return [frame.contentDocument.title, frame.contentWindow.eval('1 + 1'), frame.contentWindow.location.pathname]
            })
            assert.deepEqual(found, ['a page', 2, '/plain-page'])
            await host.close()
        })

        test('a portal cannot read the frame, its storage or its memory', async () => {
            const { host, signer } = await loaded()
            assert.equal(await signer.frame.$eval('#key-file', (field) => field.files.length), 1, 'the key is there')
            assertAllStopped(await outcomes(host.page, READ))
            await host.close()
        })

        test('a portal cannot run anything in the frame, and not press its button', async () => {
            const { host, signer } = await loaded()
            assertAllStopped(await outcomes(host.page, SCRIPT))
            // An address that is a script runs in no frame of another origin; the frame may stay or go.
            await host.page.evaluate(`${w}.location = 'javascript:parent.stolen = document.title'`).catch(() => {})
            await host.page.evaluate(() => {
                const frame = document.querySelector('popcert-signer').shadowRoot.querySelector('iframe')
                for (const target of [document.querySelector('popcert-signer'), frame]) target.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, clientX: 300, clientY: 900 }))
                frame.click()
            })
            await delay(300)
            assert.equal(await host.page.evaluate(() => window.stolen), undefined)
            assert.equal(await signer.frame.evaluate(() => window.stolen), undefined)
            assert.deepEqual(await host.events('created'), [])
            await host.close()
        })

        test('without the sandbox attribute: what is there stays shut, and what is loaded next knows nothing and says so', async () => {
            const { host } = await loaded()
            await host.page.evaluate(`${f}.removeAttribute('sandbox')`)
            assertAllStopped(await outcomes(host.page, READ))
            await host.page.evaluate(`${f}.src = ${f}.src`)
            await host.waitForEvent('ready', 2)
            const { frame } = await EmbeddedSigner.find(host.page)
            assert.equal(await frame.$eval('#key-file', (field) => field.files.length), 0)
            assert.doesNotMatch(await frame.$eval('#key-zone', (zone) => zone.innerText), /P-256/)
            assert.match(await frame.$eval('#embedder', (line) => line.innerText), /not sandboxed/)
            await host.close()
        })

        test('all that a portal hears of a whole job is public', async () => {
            const { host, signer } = await loaded()
            await host.page.evaluate(() => {
                window.heard = []
                addEventListener('message', ({ data }) => heard.push(data))
            })
            await signer.sign()
            await host.waitForEvent('finished')
            const everything = await host.page.evaluate(() => JSON.stringify([heard, events.map(({ detail }) => detail)], (_, value) =>
                (value instanceof Uint8Array ? `octets ${Array.from(value, (octet) => octet.toString(16).padStart(2, '0')).join('')}` : value)))
            assert.match(everything, /BEGIN CERTIFICATE/)
            const der = Buffer.from(fixture('keys/p256-pkcs8.der'))
            const scalar = der.subarray(der.indexOf(Buffer.from('0420', 'hex')) + 2).subarray(0, 32)
            const base64 = Buffer.from(fixture('keys/p256-pkcs8.pem')).toString().split('\n').slice(1, -2)
            for (const secret of [scalar.toString('hex'), scalar.toString('base64').slice(0, 42), ...base64]) assert.ok(!everything.includes(secret))
            assert.doesNotMatch(everything, /PRIVATE KEY/)
            await host.close()
        })

        test('a third frame can speak for neither, and does not find the signer at all', async () => {
            const host = await Host.open(context.browser, `${context.server.url}/siblings`, { height: 1800 })
            const sibling = await host.frame('/sibling')
            await until(() => sibling.evaluate(() => attempts > 0), 'the first attempt')
            // Only now: Chromium's driver loses one of two frames that come at the same time.
            await host.page.evaluate((code) => {
                document.querySelector('main').append(Object.assign(document.createElement('popcert-signer'), { id: 'signer', verificationCode: code }))
            }, CODE)
            await host.waitForEvent('ready')
            const signer = await EmbeddedSigner.find(host.page)
            await signer.fill()
            await until(() => sibling.evaluate(() => attempts > 20), 'some attempts')
            // A frame in a shadow tree is in no list that others could go through.
            assert.deepEqual(await sibling.evaluate(() => [parent.length, answers, [...new Set(refusals)]]), [1, [], []])
            assert.deepEqual((await host.events()).filter(({ name }) => name !== 'resized').map(({ name, detail }) => [name, detail.version !== 'x']), [['ready', true]])
            assert.deepEqual(stolen(), [])
            await host.close()
        })

        test('a portal can send the frame elsewhere: the key does not come along, and the old port is dead', async () => {
            const { host } = await loaded()
            await host.page.evaluate(`${f}.src = '/other-fake.html'`)
            await host.waitForEvent('ready', 2)
            const other = await host.frame('/other-fake.html')
            assert.deepEqual((await outcomes(other, { storage: 'localStorage.length', opener: 'opener', before: 'history.state' })),
                { storage: 'stopped: SecurityError', opener: 'null', before: 'null' })
            assert.ok((await host.told('requests', 1, other)).every(({ requests }) => requests[0].verificationCode === CODE), 'it is told what is public')
            await host.close()
        })

        for (const [path, goes] of [['/host', true], ['/guarded', false]]) {
            test(`${path}: a signer that was broken into could send itself elsewhere: ${goes ? 'yes, without frame-src' : 'not past frame-src'}`, async () => {
                const { host, signer } = await loaded(path)
                const before = stolen().length
                await signer.frame.evaluate(() => {
                    const link = document.body.appendChild(document.createElement('a'))
                    link.href = '/stolen?key=what-was-in-the-frame'
                    link.click()
                }).catch(() => {})
                if (goes) await until(() => stolen().length > before, 'the request')
                else {
                    await until(() => host.said.some((line) => /frame-src/.test(line)), 'the policy to speak')
                    assert.equal(stolen().length, before)
                }
                context.server.requests.length = 0
                await host.close()
            })
        }

        const COVERS = {
            'under a picture that lets clicks through': () => {
                const cover = document.body.appendChild(document.createElement('div'))
                cover.style.cssText = 'position: fixed; inset: 0; z-index: 9; background: white; pointer-events: none'
            },
            'all but invisible': () => { document.querySelector('popcert-signer').style.opacity = '0.02' },
            'blurred by a filter': () => { document.querySelector('popcert-signer').style.filter = 'blur(20px)' },
        }
        for (const [name, cover] of Object.entries(COVERS)) {
            test(`${name}: ${kind === 'chromium' ? 'nothing is signed' : "signed, since Firefox does not tell what is covered"}`, async () => {
                const { host, signer } = await loaded()
                await host.page.evaluate(`(${cover})()`)
                await delay(1000)
                await signer.create()
                if (kind === 'chromium') {
                    assert.equal((await host.waitForEvent('failed')).detail.error.code, 'FRAME_COVERED')
                    assert.deepEqual(await host.events('created'), [])
                } else await host.waitForEvent('created')
                await host.close()
            })
        }

        test('in a frame of a stamp’s size nothing is signed, in either browser', async () => {
            const { host, signer } = await loaded()
            // Whatever height the element gives it yet, for what the frame asks.
            await host.page.evaluate(`${f}.style.setProperty('max-height', '120px', 'important')`)
            await until(() => signer.frame.evaluate(() => innerHeight <= 120), 'the frame to be small')
            await signer.create()
            assert.equal((await host.waitForEvent('failed')).detail.error.code, 'FRAME_TOO_SMALL')
            assert.deepEqual(await host.events('created'), [])
            await host.close()
        })

        test('a hostile page in the frame cannot reach the portal, its storage, or the top', async () => {
            const host = await open('/hostile-host')
            await host.page.evaluate(() => { localStorage.setItem('portal', 'secret'); document.cookie = 'portal=secret' })
            const frame = await host.frame('/hostile.html')
            const before = (await context.browser.pages()).length
            assertAllStopped(await outcomes(frame, BREAK_OUT))
            await frame.evaluate(() => {
                const click = (target, href) => document.body.appendChild(Object.assign(document.createElement('a'), { target, href })).click()
                click('_top', '/stolen-by-link')
                click('_blank', '/stolen-by-new-window')
                click('_parent', '/stolen-by-parent')
                try { parent.location = 'javascript:window.broken = 1' } catch {}
                const form = document.body.appendChild(Object.assign(document.createElement('form'), { action: '/stolen-by-form', method: 'post' }))
                form.submit()
                alert('not shown')
            })
            await delay(500)
            assert.equal((await context.browser.pages()).length, before)
            assert.equal(host.page.url(), `${context.server.url}/hostile-host`)
            assert.deepEqual(stolen(), [])
            assert.equal(await host.page.evaluate(() => window.broken), undefined)
            await host.close()
        })

        test('the sandbox alone leaves it a network; the policy of signer.html takes that away', async () => {
            const tries = `[
                fetch('/stolen-by-fetch', { mode: 'no-cors' }).catch(() => {}),
                Promise.resolve(navigator.sendBeacon?.('/stolen-by-beacon', 'x')),
                new Promise((resolve) => { const image = new Image(); image.onload = image.onerror = resolve; image.src = '/stolen-by-image' }),
                new Promise((resolve) => {
                    const worker = new Worker(URL.createObjectURL(new Blob(['fetch("' + location.origin + '/stolen-by-worker", { mode: "no-cors" }).then(() => postMessage(1), () => postMessage(0))'])))
                    worker.onmessage = worker.onerror = resolve
                }).catch(() => {}),
            ]`
            const hostile = await open('/hostile-host')
            await (await hostile.frame('/hostile.html')).evaluate(`Promise.allSettled(${tries})`)
            await until(() => stolen().length >= 2, 'the requests of the page that has no policy')
            assert.ok(stolen().some((line) => line.includes('image')))
            await hostile.close()

            context.server.requests.length = 0
            const { host, signer } = await loaded()
            await signer.frame.evaluate(`Promise.race([Promise.allSettled(${tries}), new Promise((resolve) => setTimeout(resolve, 1000))])`)
            await delay(300)
            assert.deepEqual(stolen(), [])
            await host.close()
        })
    }, {
        pages,
        args: [`--host-resolver-rules=MAP ${ELSEWHERE} 127.0.0.1`],
        prefs: { 'network.dns.localDomains': ELSEWHERE },
    })
}
