// The signer in a frame: docs/frame-protocol.md holds.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'

import { BROWSERS, delay, until } from '../support/browsers.mjs'
import { CODE, fixture, PASSWORD, repository } from '../support/fixtures.mjs'
import { Host, hostFile, hostPage, judge, requests } from '../support/host.mjs'
import { inBrowser, signerFile } from '../support/signer.mjs'

/** The example of the document, as it stands there. */
function documentedPage() {
    const text = readFileSync(join(repository, 'docs/frame-protocol.md'), 'utf8')
    const block = (language) => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(text)[1]
    return `<!doctype html><link rel="icon" href="data:,"><title>documented</title>${block('html')}<script>const code = '${CODE}'\n${block('js')}</script>`
}

const PAGES = {
    '/documented': documentedPage(),
    '/popcert/signer.html': readFileSync(signerFile, 'utf8'),
    '/host': hostPage(),
    '/unconnected': hostPage({ connect: false }),
    '/siblings': hostPage({ connect: false, before: '<iframe id="sibling" src="/sibling"></iframe>' }),
    '/sibling': '<!doctype html><link rel="icon" href="data:,"><title>sibling</title>',
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const at = (path) => `${context.server.url}${path}`
        const open = (path, options) => Host.connected(context.browser, at(path), options)

        test('the example of the document makes a certificate', async () => {
            const host = await Host.open(context.browser, at('/documented'))
            const said = []
            host.page.on('console', (message) => said.push(message.text()))
            await until(async () => (await host.text('requests-title')) === '1 verification code', 'the code of the page')
            await host.chooseKey('chains/certificate-and-key.pem')
            await until(async () => /belong/.test(await host.text('match')), 'key and certificate')
            await host.look()
            await host.press()
            const pem = await until(() => said.find((line) => line.startsWith('-----BEGIN CERTIFICATE-----')), 'the certificate')
            judge({ certificate: { pem, verificationCode: CODE } }, 'certs/ca-rsa2048.der')
            await host.close()
        })

        for (const way of ['http', 'file']) {
            test(`${way}: codes and CA in, certificates out, after a click`, async () => {
                const host = await Host.connected(context.browser, way === 'http' ? at('/host') : hostFile())
                const wanted = requests(3)
                await host.prepare(wanted)
                const name = way === 'http' ? context.server.url : 'a local file or a page without an origin'
                assert.equal(await host.text('embedder'), `Embedded by ${name}.`)
                assert.equal(await host.text('requests-from'), '', 'who asks is said once')
                assert.match(await host.text('ca-zone'), new RegExp(`From ${name.replaceAll('.', '\\.')}`))
                for (const { label } of wanted) assert.ok((await host.text('requests-list')).includes(label))
                assert.equal(await host.text('create'), 'Create 3 certificates')
                await host.look()
                assert.deepEqual(await host.got('created'), [], 'nothing without a click')
                await host.press()
                const finished = await host.message('finished')
                assert.deepEqual(finished, { type: 'finished', created: 3, failed: 0 })
                const created = await host.got('created')
                assert.deepEqual(created.map(({ id }) => id), wanted.map(({ id }) => id))
                assert.deepEqual(created.map(({ certificate }) => certificate.verificationCode), wanted.map(({ verificationCode }) => verificationCode))
                created.forEach((each) => judge(each))
                await host.close()
            })
        }

        test('ready comes first, with protocol and version; another protocol is refused, and the right one still taken', async () => {
            const host = await Host.open(context.browser, at('/unconnected'))
            await host.page.evaluate(() => { connect({ popcert: 'connect', protocol: 7 }) })
            const refused = await host.message('refused')
            assert.equal(refused.protocol, 1)
            await host.page.evaluate(() => { port = connect() })
            const ready = await host.message('ready')
            assert.match(ready.version, /^\d+\.\d+\.\d+$/)
            assert.deepEqual((await host.got()).map(({ type }) => type).slice(0, 2), ['refused', 'ready'])
            await host.close()
        })

        test('connect is taken from the embedding page alone, once, and with one port', async () => {
            const host = await Host.open(context.browser, at('/siblings'))
            const attempts = await host.page.evaluate(async () => {
                const answered = []
                const attempt = (name, sender, message, ports = 1) => {
                    const channels = Array.from({ length: ports }, () => new MessageChannel())
                    channels[0]?.port1.addEventListener('message', () => answered.push(name))
                    channels[0]?.port1.start()
                    sender.call(null, message, '*', channels.map(({ port2 }) => port2))
                }
                const own = (...given) => frame.contentWindow.postMessage(...given)
                const good = { popcert: 'connect', protocol: 1 }
                // Called by the sibling, so that it is the source.
                const sibling = document.getElementById('sibling').contentWindow
                attempt('sibling', sibling.Function('...given', 'parent.frames[1].postMessage(...given)'), good)
                attempt('no port', own, good, 0)
                attempt('two ports', own, good, 2)
                for (const [name, message] of Object.entries({
                    text: 'connect', nothing: null, list: ['connect'], other: { popcert: 'hello', protocol: 1 },
                    version: { popcert: 'connect', protocol: '1' }, polluted: JSON.parse('{"__proto__": {"popcert": "connect", "protocol": 1}}'),
                })) attempt(name, own, message)
                await new Promise((resolve) => setTimeout(resolve, 500))
                return answered
            })
            assert.deepEqual(attempts, [])
            assert.equal(await host.text('embedder'), '')
            await host.page.evaluate(() => { port = connect() })
            await host.message('ready')
            await host.page.evaluate(() => { globalThis.second = connect() })
            await host.send({ type: 'requests', requests: requests(1) })
            await until(() => host.text('requests-title'), 'the list')
            await host.page.evaluate(() => { second.postMessage({ type: 'clear' }) })
            await delay(300)
            assert.equal((await host.got('ready')).length, 1, 'a second connect is ignored')
            assert.equal(await host.text('requests-title'), '1 verification code')
            await host.close()
        })

        test('messages of another form, or over the limits, change nothing', async () => {
            const host = await open('/host')
            await host.send({ type: 'requests', requests: requests(2) })
            await until(() => host.text('requests-title'), 'the list')
            const before = await host.text('requests-list')
            await host.page.evaluate(() => {
                const one = { id: '1', verificationCode: 'X' }
                const messages = [
                    null, 1, 'clear', [], {}, { type: 'sign' }, { type: 'toString' }, { type: '__proto__' }, { type: ['clear'] },
                    { type: 'requests' }, { type: 'requests', requests: {} }, { type: 'requests', requests: [null] }, { type: 'requests', requests: ['X'] },
                    { type: 'requests', requests: [{ ...one, id: 1 }] }, { type: 'requests', requests: [{ ...one, verificationCode: null }] },
                    { type: 'requests', requests: [{ ...one, label: {} }] }, { type: 'requests', requests: [one, { id: '2' }] },
                    { type: 'requests', requests: [{ ...one, label: 'l'.repeat(10 ** 6) }] }, { type: 'requests', requests: [{ ...one, id: 'i'.repeat(201) }] },
                    { type: 'requests', requests: [{ ...one, verificationCode: 'v'.repeat(1001) }] },
                    { type: 'requests', requests: Array.from({ length: 1001 }, () => one) }, { type: 'requests', requests: Array.from({ length: 10 ** 5 }, () => one) },
                    { type: 'requests', requests: JSON.parse('[{"__proto__": {"id": "1", "verificationCode": "X"}}]') },
                    JSON.parse('{"__proto__": {"type": "clear"}}'),
                    { type: 'caCertificate' }, { type: 'caCertificate', octets: 'PEM' }, { type: 'caCertificate', octets: new ArrayBuffer(8) },
                    { type: 'caCertificate', octets: new Uint16Array(8) }, { type: 'caCertificate', octets: new Uint8Array(5 * 1024 * 1024) },
                    { type: 'appearance', theme: 'sepia' }, { type: 'appearance', language: '../../x' }, { type: 'appearance', look: 1 },
                    { type: 'appearance', look: { accent: {}, font: 1, radius: [], constructor: 'x' } },
                ]
                for (const message of messages) port.postMessage(message)
                // Through the window there is no way in at all.
                const { port2 } = new MessageChannel()
                frame.contentWindow.postMessage({ type: 'clear' }, '*')
                frame.contentWindow.postMessage({ type: 'requests', requests: [one] }, '*', [port2])
            })
            await host.send({ type: 'appearance', theme: 'dark' })
            await until(() => host.frame.evaluate(() => document.documentElement.style.colorScheme === 'dark'), 'the last message')
            assert.equal(await host.text('requests-list'), before)
            assert.equal(await host.text('ca-error'), '')
            assert.equal(await host.frame.evaluate(() => ({}).type ?? ({}).id), undefined, 'no prototype was touched')
            assert.deepEqual((await host.got()).map(({ type }) => type).filter((type) => type !== 'resized'), ['ready'])
            await host.close()
        })

        test('one code: its result is shown, and the page has it', async () => {
            const host = await open('/host')
            await host.prepare(requests(1))
            await host.look()
            await host.press()
            judge(await host.message('created'))
            await until(() => host.text('given'), 'the result')
            await host.close()
        })

        test('requests that come while signing wait for its end', async () => {
            const host = await open('/host')
            await host.prepare(requests(40), { ca: 'certs/ca-rsa4096.pem', key: 'keys/rsa4096-pkcs8.pem' })
            await host.look()
            await host.page.evaluate((next) => {
                const { onmessage } = port
                port.onmessage = (event) => {
                    onmessage(event)
                    if (event.data.type === 'created' && got.filter(({ type }) => type === 'created').length === 1) {
                        port.postMessage({ type: 'requests', requests: next })
                        port.postMessage({ type: 'caCertificate', octets: null })
                    }
                }
            }, requests(2, 'NEXT'))
            await host.press()
            assert.deepEqual(await host.message('finished'), { type: 'finished', created: 40, failed: 0 })
            assert.ok((await host.got('created')).every(({ id }) => !id.includes('NEXT')))
            await until(async () => (await host.text('requests-title')) === '2 verification codes', 'the next list')
            await until(async () => /Drop the certificate/.test(await host.text('ca-zone')), 'the certificate to be taken back')
            await host.close()
        })

        test('what fails is told to the page: one code of several, or all', async () => {
            const host = await open('/host')
            const [good, bad, other] = requests(3)
            await host.prepare([good, { ...bad, verificationCode: 'x'.repeat(200) }, other])
            await until(async () => (await host.text('create')) === 'Create 2 certificates', 'the count of what can be made')
            await host.look()
            await host.press()
            assert.deepEqual(await host.message('finished'), { type: 'finished', created: 2, failed: 1 })
            const failed = await host.got('failed')
            assert.deepEqual(failed.map(({ id }) => id), [bad.id])
            assert.equal(failed[0].error.field, 'verificationCode')
            assert.ok(failed[0].error.message.length > 10)
            await host.close()
        })

        test('appearance: what is sound and readable is taken, all else is left out', async () => {
            const host = await open('/host')
            const styles = () => host.frame.evaluate(() => {
                const style = getComputedStyle(document.documentElement)
                const button = getComputedStyle(document.getElementById('create'))
                return {
                    scheme: style.colorScheme, page: getComputedStyle(document.body).backgroundColor, accent: button.backgroundColor, label: button.color,
                    radius: button.borderRadius, font: style.fontFamily, own: document.documentElement.getAttribute('style') ?? '',
                }
            })
            const apply = async (message, probe) => {
                await host.send({ type: 'appearance', ...message })
                return until(async () => { const now = await styles(); return probe(now) ? now : null }, `the look of ${JSON.stringify(message)}`)
            }
            const plain = await styles()
            await apply({ theme: 'dark' }, ({ page }) => page === 'rgb(16, 20, 23)')
            await apply({ theme: 'light' }, ({ page }) => page === plain.page)
            const look = { accent: '#6a1b9a', background: 'hsl(0 0% 100%)', radius: '2px', font: 'Georgia, "Noto Serif", serif' }
            const dressed = await apply({ look }, ({ accent }) => accent === 'rgb(106, 27, 154)')
            assert.deepEqual([dressed.page, dressed.label, dressed.radius], ['rgb(255, 255, 255)', 'rgb(255, 255, 255)', '2px'])
            assert.match(dressed.font, /^"?Georgia"?, "?Noto Serif"?, serif/)
            const unsound = [
                { accent: '#ffee00' }, { accent: '#aaa' }, { accent: 'transparent' }, { accent: 'rgb(0 0 0 / 0.1)' }, { accent: 'var(--page)' },
                { accent: 'url(https://evil.example/x)' }, { accent: 'red; --text: red' }, { background: '#222' }, { background: '#777' },
                { background: 'url(data:,x)' }, { background: 'linear-gradient(red, red)' }, { radius: '40px' }, { radius: '9999px' }, { radius: '-1px' },
                { radius: 'calc(1px)' }, { radius: '50%' }, { font: 'Wingdings' }, { font: 'x; color: red' }, { font: 'url(x)' }, { font: 'var(--mono)' },
            ]
            for (const each of unsound) {
                await apply({ look: { ...each, ...(each.font ? { radius: '3px' } : { font: 'Probe' }) } }, ({ own }) => /Probe|3px/.test(own))
                const now = await styles()
                assert.deepEqual([now.page, now.accent, now.label], [plain.page, plain.accent, plain.label], JSON.stringify(each))
                assert.equal(now.own.replace(/--font: "Probe", sans-serif;|--radius: 3px;|color-scheme: light;/g, '').trim(), '', JSON.stringify(each))
                await apply({ look: {} }, ({ own }) => !/Probe|3px/.test(own))
            }
            // What is too pale by day may be right by night.
            await apply({ theme: 'dark', look: { accent: '#ffee00' } }, ({ accent, label }) => accent === 'rgb(255, 238, 0)' && label === 'rgb(0, 0, 0)')
            await host.close()
        })

        test('a frame whose page gives the codes is compact, and shows all of itself when the page wants that', async () => {
            const host = await open('/host')
            await host.send({ type: 'requests', requests: requests(1) })
            await host.sendCa()
            await until(async () => /CA ca-p256/.test(await host.text('ca-zone')), 'the certificate')
            const height = async () => (await host.got('resized')).at(-1).height
            await until(async () => (await height()) < 420, 'less than 420 pixels')
            for (const id of ['requests-from', 'requests-remove', 'requests-more', 'key-hint']) assert.equal(await host.text(id), '', id)
            await host.send({ type: 'appearance', mode: 'full' })
            await until(async () => (await host.text('requests-from')) !== '', 'all of it')
            assert.notEqual(await host.text('key-hint'), '')
            await host.send({ type: 'appearance', mode: 'compact' })
            await until(async () => (await host.text('requests-from')) === '', 'the compact face')
            await host.close()
        })

        test('codes that arrive one after the other are no change; with the key there, they are', async () => {
            const host = await open('/host')
            for (const count of [1, 2, 3]) {
                await host.send({ type: 'requests', requests: requests(count) })
                await until(async () => (await host.text('requests-title')).startsWith(`${count} `), `${count} codes`)
                assert.equal(await host.text('requests-changed'), '')
            }
            await host.chooseKey()
            await until(async () => /EC key/.test(await host.text('key-zone')), 'the key')
            await host.send({ type: 'requests', requests: requests(2) })
            await until(async () => (await host.text('requests-title')).startsWith('2 '), 'one less')
            assert.equal(await host.text('requests-changed'), '', 'what is gone is no danger')
            await host.send({ type: 'requests', requests: requests(4) })
            await until(async () => /changed/.test(await host.text('requests-changed')), 'the word that the list was changed')
            await host.close()
        })

        test('clear forgets all, the key too', async () => {
            const host = await open('/host')
            await host.prepare(requests(2), { key: 'keys/p256-pkcs8.pem' })
            await host.send({ type: 'clear' })
            await until(async () => /Drop your PFX or key file/.test(await host.text('key-zone')), 'the key to go')
            assert.match(await host.text('ca-zone'), /Drop the certificate/)
            assert.equal(await host.text('requests-title'), '')
            assert.match(await host.text('embedder'), /^Embedded by/)
            await host.close()
        })

        test('a person who clears keeps what the page gave', async () => {
            const host = await open('/host')
            await host.prepare(requests(2))
            await host.look()
            await host.press()
            await host.message('finished')
            await until(() => host.text('batch-title'), 'the results')
            await host.press('clear')
            await until(async () => /Drop your PFX or key file/.test(await host.text('key-zone')), 'the key to go')
            assert.equal(await host.text('requests-title'), '2 verification codes')
            assert.match(await host.text('ca-zone'), /CA ca-p256/)
            assert.equal(await host.text('batch'), '')
            await host.close()
        })

        test("the CA certificate of the key's file is given to the page when a person says so", async () => {
            const host = await open('/host')
            await host.chooseKey('pfx/modern-p256.p12')
            await host.frame.waitForSelector('#key-password', { visible: true })
            await host.frame.type('#key-password', PASSWORD)
            await host.page.keyboard.press('Enter')
            await until(async () => (await host.text('give-ca')) !== '', 'the offer')
            assert.deepEqual(await host.got('caCertificate'), [])
            await host.press('give-ca')
            const { octets } = await host.message('caCertificate')
            assert.deepEqual(Uint8Array.from(octets), fixture('certs/ca-p256.der'))
            await host.sendCa()
            await until(async () => (await host.text('give-ca')) === '', 'the offer to go: the page has one')
            await host.close()
        })

        test('the height that it asks for shows all, and comes to rest', async () => {
            const host = await open('/host', { width: 700 })
            await host.prepare(requests(30))
            // At rest: a second goes by without another height. A page that never rests fails here by its messages, or by the time.
            const atRest = async () => {
                let count = -1
                await until(async () => {
                    const before = count
                    count = (await host.got('resized')).length
                    assert.ok(count < 30, `${count} messages`)
                    return count === before || delay(1000)
                }, 'the height to come to rest')
                return count
            }
            const count = await atRest()
            assert.equal(await host.frame.evaluate(() => document.documentElement.scrollHeight - innerHeight), 0)
            await host.page.setViewport({ width: 312, height: 800 })
            await until(async () => (await host.got('resized')).length > count, 'another height')
            await atRest()
            const { wide, high } = await host.frame.evaluate(() => ({
                wide: document.documentElement.scrollWidth - innerWidth, high: document.documentElement.scrollHeight - innerHeight,
            }))
            assert.deepEqual({ wide, high }, { wide: 0, high: 0 })
            await host.close()
        })
    }, { pages: PAGES })
}
