// No request leaves the page: in normal use, when it is asked to, and without a network at all.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, suite, test } from 'node:test'

import { BROWSERS, delay, until } from '../support/browsers.mjs'
import { CODE, fixture, fixturePath, PASSWORD } from '../support/fixtures.mjs'
import { openssl } from '../support/openssl.mjs'
import { inBrowser, signerFile, SignerPage, WAYS } from '../support/signer.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'

const html = readFileSync(signerFile, 'utf8')

suite('the file', () => {
    test('the script has no door that a policy cannot close', () => {
        const script = /<script>([\s\S]*)<\/script>/.exec(html)[1]
        assert.ok(script.length > 10_000)
        // What connect-src closes anyway (fetch and so on) may stand in Emscripten's part.
        const doors = {
            WebRTC: /RTCPeerConnection|RTCDataChannel|webkitRTC/,
            'a new window': /window\.open|[^.\w]open\(["'`]/,
            navigation: /\blocation\s*(\.href\s*)?=[^=]|location\.(assign|replace|reload)|navigation\.navigate|history\.(push|replace)/,
            'code from strings': /\beval\(|new Function\b|setTimeout\(["'`]/,
            storage: /localStorage|sessionStorage|indexedDB|document\.cookie|navigator\.storage/,
            'a connection that no policy stops': /preconnect|dns-prefetch|prerender|speculationrules|<iframe|createElement\(["'`]i?frame|["'`]iframe["'`]/,
            'messages to other pages': /parent\.postMessage|opener\.(postMessage|location)|BroadcastChannel|serviceWorker/,
        }
        // The worker's script is inside as a string: its quotes are escaped, its words are not.
        for (const [name, door] of Object.entries(doors)) assert.equal(door.exec(script)?.[0], undefined, name)
        assert.doesNotMatch(html.replace(script, ''), /preconnect|dns-prefetch|prerender|speculationrules|<(?:iframe|frame|object|embed|portal|base)\b|http-equiv="refresh"|<a\b/i)
    })

    test('a link that the script presses is a download', () => {
        const script = /<script>([\s\S]*)<\/script>/.exec(html)[1]
        const presses = [...script.matchAll(/\.click\(\)/g)]
        assert.ok(presses.length > 0, 'the download presses one')
        for (const { index } of presses) assert.match(script.slice(Math.max(0, index - 300), index), /\.download\s*=/, script.slice(index - 60, index + 20))
        // Nothing else gives anything an address to go to, but for the portal, and the list of errors, which on the site lies beside the page.
        for (const [address] of script.matchAll(/\.href\s*=[^=][^,;]{0,40}/g)) assert.match(address, /^\.href\s*=\s*(\w+|URL\.createObjectURL|"https:\/\/portal\.azure\.com\/"|`errors\.html#\$\{\w+\}`)/)
    })

    test('the policy stands first, and allows nothing that is not named', () => {
        const policy = /<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy" content="([^"]*)">/i.exec(html)[1]
        const directives = Object.fromEntries(policy.split(';').map((each) => each.trim().split(/\s+/)).filter(([name]) => name).map(([name, ...values]) => [name, values.join(' ')]))
        assert.equal(directives['default-src'], "'none'")
        assert.equal(directives['connect-src'], "'none'")
        assert.equal(directives['base-uri'], "'none'")
        assert.equal(directives['form-action'], "'none'")
        assert.equal(directives['worker-src'], 'blob:')
        assert.match(directives['script-src'], /^'sha256-[\w+/=]{44}' 'sha256-[\w+/=]{44}' 'wasm-unsafe-eval'$/)
        assert.match(directives['style-src'], /^'sha256-[\w+/=]{44}'$/)
        assert.doesNotMatch(policy, /'unsafe-inline'|'unsafe-eval'|https?:|\*/)
    })

    test('it refers to nothing outside itself', () => {
        const markup = html.replace(/<script>[\s\S]*<\/script>/, '').replace(/<style>[\s\S]*<\/style>/, '')
        for (const [, address] of markup.matchAll(/\b(?:src|href|action|srcset|poster|data)="([^"]*)"/g)) assert.match(address, /^(#|data:,$|data:image\/svg\+xml,)/)
        assert.doesNotMatch(/<style>([\s\S]*)<\/style>/.exec(html)[1], /@import|url\(/)
    })
})

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        test('negative control: from another page of the same server a request arrives', async () => {
            const page = await context.browser.newPage()
            await page.goto(`${context.server.url}/plain`)
            await page.evaluate(() => fetch('/counted'))
            assert.ok(context.server.requests.includes('GET /counted'))
            await page.close()
        })

        for (const way of WAYS) {
            test(`${way}: a whole job makes no request`, async () => {
                const signer = await SignerPage.open(context.browser, 'about:blank')
                const seen = []
                signer.page.on('request', (request) => seen.push(request.url()))
                const before = context.server.requests.length
                await signer.page.goto(context[way])
                await signer.fill({ key: 'pfx/modern-rsa2048.p12', ca: 'certs/ca-rsa2048.pem' })
                await until(() => signer.visible('key-password'), 'the question')
                await signer.type('key-password', PASSWORD)
                await signer.page.keyboard.press('Enter')
                await signer.waitFor(async () => /RSA/.test(await signer.text('key-zone')), 'the key')
                await signer.create()
                await signer.waitForResult()
                await signer.download('download-pem')
                await delay(300)
                assert.deepEqual(context.server.requests.slice(before), way === 'http' ? ['GET /signer.html'] : [])
                // Firefox does not report the page itself when it comes from a file.
                assert.deepEqual(seen.filter((url) => !/^(blob|data):/.test(url) && url !== context[way]), [])
                signer.assertSilent()
                await signer.close()
            })

            test(`${way}: what a hostile script would try is blocked, in page and worker`, async () => {
                const signer = await SignerPage.open(context.browser, context[way])
                await signer.fill()
                const before = context.server.requests.length
                const target = context.server.url
                const tried = await signer.page.evaluate(async (target) => {
                    const outcome = {}
                    const attempt = async (name, job) => {
                        try {
                            await job()
                            outcome[name] = 'went through'
                        } catch (error) {
                            outcome[name] = `blocked: ${error?.name ?? error}`
                        }
                    }
                    const loads = (element, attribute) => new Promise((resolve, reject) => {
                        element.onload = resolve
                        element.onerror = () => reject(new Error('not loaded'))
                        setTimeout(() => reject(new Error('nothing happened')), 1500)
                        element[attribute] = `${target}/stolen-by-${element.localName}`
                        document.body.append(element)
                    })
                    await attempt('fetch', () => fetch(`${target}/stolen-by-fetch`, { mode: 'no-cors' }))
                    await attempt('XMLHttpRequest', () => new Promise((resolve, reject) => {
                        const request = new XMLHttpRequest()
                        request.onload = resolve
                        request.onerror = () => reject(new Error('not sent'))
                        request.open('GET', `${target}/stolen-by-xhr`)
                        request.send()
                    }))
                    await attempt('sendBeacon', () => { if (!navigator.sendBeacon(`${target}/stolen-by-beacon`, 'x')) throw new Error('refused') })
                    await attempt('WebSocket', () => new Promise((resolve, reject) => {
                        const socket = new WebSocket(`${target.replace('http', 'ws')}/stolen-by-socket`)
                        socket.onopen = resolve
                        socket.onerror = () => reject(new Error('not opened'))
                    }))
                    await attempt('image', () => loads(new Image(), 'src'))
                    await attempt('script', () => loads(document.createElement('script'), 'src'))
                    // A frame that is blocked loads an error page, and says that it has loaded: the server knows better.
                    await loads(document.createElement('iframe'), 'src').catch(() => {})
                    await attempt('style sheet', () => {
                        const link = document.createElement('link')
                        link.rel = 'stylesheet'
                        return loads(link, 'href')
                    })
                    await attempt('form', () => {
                        const form = document.createElement('form')
                        form.action = `${target}/stolen-by-form`
                        form.method = 'post'
                        form.target = '_self'
                        document.body.append(form)
                        form.submit()
                        throw new Error('nothing happened yet')
                    })
                    await attempt('import', () => import(`${target}/stolen-by-import`))
                    await attempt('worker', () => new Promise((resolve, reject) => {
                        const blob = new Blob([`fetch('${target}/stolen-by-worker', { mode: 'no-cors' }).then(() => postMessage(1), () => postMessage(0))`])
                        const worker = new Worker(URL.createObjectURL(blob))
                        worker.onmessage = ({ data }) => (data ? resolve() : reject(new Error('not fetched')))
                        worker.onerror = () => reject(new Error('did not start'))
                    }))
                    return outcome
                }, target)
                await delay(700)
                // A beacon only says that it was queued; whether it was sent, the server knows.
                delete tried.sendBeacon
                for (const [name, outcome] of Object.entries(tried)) assert.match(outcome, /^blocked/, name)
                const stolen = context.server.requests.slice(before).filter((request) => request.includes('stolen'))
                assert.deepEqual(stolen, [])
                assert.ok(signer.said.some((line) => /Content.Security.Policy/i.test(line)), 'and it was the policy that blocked it')
                assert.equal(signer.page.url(), context[way], 'the page is still there')
                await signer.close()
            })
        }

        test("the product's own worker has no network either", async (t) => {
            const before = context.server.requests.length
            const ask = (worker) => worker.evaluate((target) =>
                fetch(`${target}/stolen-by-own-worker`, { mode: 'no-cors' }).then(() => 'went through', (error) => error.name), context.server.url)
            if (kind === 'firefox') {
                t.diagnostic("Firefox's driver cannot ask a worker: only the worker of the test above was tried")
                return
            }
            // On a busy machine the session of a worker that has just begun is closed at times, and it is not known why: then another page.
            const answer = await until(async () => {
                const signer = await SignerPage.open(context.browser, context.http)
                const asked = until(async () => {
                    const answers = await Promise.all(signer.page.workers().map((worker) => ask(worker).catch(() => null)))
                    return answers.find((each) => each !== null)
                }, 'an answer', 5).catch(() => null)
                const answer = await Promise.race([asked, delay(8000)])
                await signer.close()
                return answer
            }, 'a worker that answers', 180)
            assert.equal(answer, 'TypeError')
            assert.deepEqual(context.server.requests.slice(before).filter((line) => line.includes('stolen')), [])
        })

        test('without a network: the page that is open makes a certificate', async () => {
            const signer = await SignerPage.open(context.browser, context.http)
            await signer.page.setOfflineMode(true)
            const reachable = await signer.page.evaluate(() => navigator.onLine)
            await signer.fill({ key: 'keys/rsa2048-pkcs8.pem', ca: 'certs/ca-rsa2048.pem' })
            await signer.create()
            await signer.waitForResult()
            assert.equal(reachable, false)
            assertOpensslAccepts(fixture('certs/ca-rsa2048.der'), openssl(['x509', '-outform', 'DER'], await signer.value('pem')))
            await signer.page.setOfflineMode(false)
            signer.assertSilent()
            await signer.close()
        })

        test('in a sandboxed frame: an opaque origin, and it still works', async () => {
            const page = await context.browser.newPage()
            await page.goto(`${context.server.url}/framed`)
            const frame = await (await page.$('iframe')).contentFrame()
            await frame.waitForSelector('#code')
            assert.equal(await frame.evaluate(() => self.origin), 'null')
            await frame.type('#code', CODE)
            for (const [id, file] of [['key-file', 'keys/p256-pkcs8.pem'], ['ca-file', 'certs/ca-p256.pem']]) {
                await (await frame.$(`#${id}`)).uploadFile(fixturePath(file))
            }
            await until(() => frame.$eval('#match', (element) => /belong/.test(element.textContent)), 'both files')
            await frame.focus('#options > summary')
            await page.keyboard.press('Tab')
            await delay(800)  // as the guard wants it of a person
            await page.keyboard.press('Enter')
            await until(() => frame.$eval('#result', (element) => element.checkVisibility()), 'the result')
            const pem = await frame.$eval('#pem', (field) => field.value)
            assertOpensslAccepts(fixture('certs/ca-p256.der'), openssl(['x509', '-outform', 'DER'], pem))
            await page.close()
        })

        test('nothing is stored', async () => {
            const signer = await SignerPage.open(context.browser, context.http)
            await signer.fill()
            await signer.create()
            await signer.waitForResult()
            const stored = await signer.page.evaluate(async () => ({
                local: localStorage.length,
                session: sessionStorage.length,
                cookie: document.cookie,
                databases: (await indexedDB.databases?.())?.length ?? 0,
                title: document.title.includes('106A5'),
                address: location.href,
            }))
            assert.deepEqual(stored, { local: 0, session: 0, cookie: '', databases: 0, title: false, address: context.http })
            await signer.close()
        })
    }, {
        pages: {
            '/plain': '<!doctype html><link rel="icon" href="data:,"><title>plain</title>',
            '/framed': '<!doctype html><link rel="icon" href="data:,"><title>framed</title><iframe sandbox="allow-scripts allow-downloads" src="/signer.html" width="900" height="700"></iframe>',
        },
    })
}
