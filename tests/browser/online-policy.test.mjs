// The online page's own policy: wide until the cloud is chosen, then only that cloud; one address in its frame.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { after, before, suite, test } from 'node:test'

import { BROWSERS, delay, launch, withoutBrowser } from '../support/browsers.mjs'
import { dist, repository } from '../support/fixtures.mjs'
import { OnlinePage } from '../support/online.mjs'
import { sha256, temporaryFolder } from '../support/openssl.mjs'
import { startServer } from '../support/server.mjs'

const html = readFileSync(join(dist, 'index.html'), 'utf8')
const policyOf = (text) => {
    const policy = /<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy" content="([^"]*)">/i.exec(text)[1]
    return Object.fromEntries(policy.split(';').map((each) => each.trim().split(/\s+/)).map(([name, ...values]) => [name, values.join(' ')]))
}

suite('the file', () => {
    test('the policy stands first, runs three scripts by their hashes, and frames nothing foreign', () => {
        const policy = policyOf(html)
        assert.equal(policy['default-src'], "'none'")
        assert.equal(policy['frame-src'], "'self'")
        for (const name of ['base-uri', 'form-action', 'object-src']) assert.equal(policy[name], "'none'", name)
        const msal = Buffer.from(sha256(readFileSync(join(dist, 'msal-browser.js'))), 'hex').toString('base64')
        const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => Buffer.from(sha256(script), 'hex').toString('base64'))
        assert.equal(scripts.length, 2, 'the one that starts the worker, and the page')
        assert.equal(policy['script-src'], `${scripts.map((hash) => `'sha256-${hash}'`).join(' ')} 'sha256-${msal}' 'wasm-unsafe-eval'`)
        assert.equal(policy['require-trusted-types-for'], "'script'")
        assert.doesNotMatch(JSON.stringify(policy), /unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|\*(?<!:\*)/)
    })

    test('it keeps nothing, and has no door that a policy cannot close', () => {
        const script = /<script>([\s\S]*)<\/script>/.exec(html)[1]
        for (const door of [/localStorage|sessionStorage|indexedDB|document\.cookie/, /RTCPeerConnection/, /window\.open/, /\.innerHTML|insertAdjacentHTML/]) {
            assert.equal(door.exec(script)?.[0], undefined)
        }
    })

    test('--connect fixes what can be reached at all, and refuses what is no origin', () => {
        const build = (connect) => spawnSync(process.execPath, ['web/build.mjs', '--out', join(temporaryFolder, 'fixed'), '--connect', connect,
            ...(process.env.POPCERT_CORE ? ['--core', process.env.POPCERT_CORE] : [])], { cwd: repository, encoding: 'utf8' })
        const done = build('https://management.azure.com https://login.microsoftonline.com')
        assert.equal(done.status, 0, done.stderr)
        const policy = policyOf(readFileSync(join(temporaryFolder, 'fixed', 'index.html'), 'utf8'))
        assert.equal(policy['connect-src'], "'self' https://management.azure.com https://login.microsoftonline.com")
        for (const wrong of ['https:', 'https://a.example/path', "https://a.example; script-src 'unsafe-inline'", '*']) assert.notEqual(build(wrong).status, 0, wrong)
    })
})

/** What a page's script would try, and whether it went through. */
async function tryToSend(page, target) {
    return page.evaluate(async (target) => {
        const outcome = {}
        const attempt = async (name, job) => {
            outcome[name] = await Promise.race([job(), new Promise((resolve) => setTimeout(() => resolve('blocked'), 1500))])
                .then((result) => result ?? 'went through', () => 'blocked')
        }
        await attempt('fetch', () => fetch(`${target}/stolen-by-fetch`, { mode: 'no-cors' }).then(() => undefined))
        await attempt('XMLHttpRequest', () => new Promise((resolve, reject) => {
            const request = new XMLHttpRequest()
            request.onload = () => resolve()
            request.onerror = reject
            request.open('GET', `${target}/stolen-by-xhr`)
            request.send()
        }))
        await attempt('WebSocket', () => new Promise((resolve, reject) => {
            const socket = new WebSocket(`${target.replace('http', 'ws')}/stolen-by-socket`)
            socket.onopen = () => resolve()
            socket.onerror = reject
        }))
        await attempt('EventSource', () => new Promise((resolve, reject) => {
            const source = new EventSource(`${target}/stolen-by-events`)
            source.onopen = () => resolve()
            source.onerror = () => { source.close(); reject() }
        }))
        navigator.sendBeacon(`${target}/stolen-by-beacon`, 'x')
        await attempt('image', () => new Promise((resolve, reject) => {
            const image = new Image()
            image.onload = () => resolve()
            image.onerror = reject
            image.src = `${target}/stolen-by-image`
        }))
        return outcome
    }, target)
}

const stolen = (server) => server.requests.filter((line) => line.includes('stolen'))

for (const kind of BROWSERS) {
    suite(kind, { skip: withoutBrowser(kind) }, () => {
        let browser, home, cloud, elsewhere
        before(async () => {
            browser = await launch(kind)
            home = await startServer(join(dist, '..'))
            ;[cloud, elsewhere] = await Promise.all([startServer(dist), startServer(dist)])
        })
        after(async () => {
            await browser?.quit()
            for (const server of [home, cloud, elsewhere]) await server?.close()
        })
        const base = dist.replace(/\/$/, '').split('/').at(-1)
        const addresses = { 'http, from a sub-path': () => `${home.url}/${base}/index.html`, file: () => pathToFileURL(join(dist, 'index.html')).href }

        const openSettled = async (address) => {
            const online = await OnlinePage.open(browser, address)
            await online.page.select('#cloud', 'custom')
            await online.page.type('#custom-management', cloud.url)
            await online.press('#cloud-use')
            await online.waitFor(() => online.visible('#cloud-settled'), 'the cloud to be settled')
            return online
        }

        for (const [way, address] of Object.entries(addresses)) {
            test(`${way}: once the cloud is chosen, nothing else can be reached`, async () => {
                const online = await openSettled(address())
                const outcome = await tryToSend(online.page, elsewhere.url)
                for (const [name, result] of Object.entries(outcome)) assert.equal(result, 'blocked', name)
                await online.page.evaluate(() => { for (const meta of document.querySelectorAll('meta')) meta.remove() })
                assert.equal((await tryToSend(online.page, elsewhere.url)).fetch, 'blocked', 'also after the policy was taken out of the page')
                await online.page.evaluate(() => {
                    const meta = document.createElement('meta')
                    meta.httpEquiv = 'Content-Security-Policy'
                    meta.content = 'connect-src *'
                    document.head.append(meta)
                })
                assert.equal((await tryToSend(online.page, elsewhere.url)).fetch, 'blocked', 'also after a wider one was put in')
                await delay(300)
                assert.deepEqual(stolen(elsewhere), [])
                assert.equal((await tryToSend(online.page, cloud.url)).fetch, 'went through', 'the chosen cloud can be reached')
                await online.close()
            })

            test(`${way}: negative control: before the cloud is chosen, another origin can be reached`, async () => {
                const online = await OnlinePage.open(browser, address())
                const before = stolen(elsewhere).length
                assert.equal((await tryToSend(online.page, elsewhere.url)).fetch, 'went through')
                assert.ok(stolen(elsewhere).length > before)
                elsewhere.requests.length = 0
                await online.close()
            })

            test(`${way}: the frame is the signer, and cannot be led elsewhere`, async () => {
                const online = await OnlinePage.open(browser, address())
                await online.press('#ca-from-signer')
                const signer = await online.signer()
                assert.equal(await signer.evaluate(() => self.origin), 'null')
                elsewhere.requests.length = 0
                await online.page.evaluate((target) => {
                    const frame = document.querySelector('popcert-signer').shadowRoot.querySelector('iframe')
                    frame.contentWindow.location.href = `${target}/stolen-by-frame`
                    const other = document.createElement('iframe')
                    other.src = `${target}/stolen-by-other-frame`
                    document.body.append(other)
                }, elsewhere.url)
                await delay(1000)
                assert.deepEqual(elsewhere.requests, [])
                await online.close()
            })
        }

        test('http: only signer.html may be framed, not even another page beside it', async (t) => {
            const online = await OnlinePage.open(browser, addresses['http, from a sub-path']())
            const before = home.requests.length
            await online.page.evaluate(() => {
                const other = document.createElement('iframe')
                other.src = 'config.example.json'
                document.body.append(other)
            })
            await delay(500)
            assert.deepEqual(home.requests.slice(before), [])
            t.diagnostic('from a file: every file may be framed, as the policy has no word for one; the network stays closed')
            await online.close()
        })

        test('markup and scripts that are put in do not run', async () => {
            const online = await OnlinePage.open(browser, addresses['http, from a sub-path']())
            const ran = await online.page.evaluate(async () => {
                const outcome = {}
                window.ran = []
                try { document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="ran.push(1)">') } catch (error) { outcome.html = error.name }
                const script = document.createElement('script')
                try { script.textContent = 'ran.push(2)'; document.head.append(script) } catch (error) { outcome.script = error.name }
                try { new Worker('data:text/javascript,1') } catch (error) { outcome.worker = error.name }
                // A driver may evaluate what the page may not: the page's own turn is asked.
                await new Promise((resolve) => setTimeout(() => {
                    try { outcome.eval = (0, eval)('1 + 1') } catch (error) { outcome.eval = error.name }
                    resolve()
                }, 300))
                return { ...outcome, ran: window.ran }
            })
            assert.deepEqual(ran.ran, [])
            assert.equal(ran.html, 'TypeError')
            assert.match(String(ran.eval), /EvalError|TypeError/)
            await online.close()
        })

        test('msal-browser.js is loaded by nobody who does not sign in', async () => {
            const online = await openSettled(addresses['http, from a sub-path']())
            assert.ok(!home.requests.some((line) => line.includes('msal-browser')), home.requests.join())
            await online.close()
        })

        test('another cloud takes a reload', async () => {
            const online = await openSettled(addresses['http, from a sub-path']())
            await Promise.all([online.page.waitForNavigation(), online.press('#cloud-change')])
            await online.waitFor(() => online.visible('#cloud-choice'), 'the choice again')
            await online.close()
        })
    })
}
