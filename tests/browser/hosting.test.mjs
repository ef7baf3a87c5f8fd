// What the server and the page around the signer may ask for, and what breaks it; docs/embedding.md says the same in words.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'

import { BROWSERS } from '../support/browsers.mjs'
import { Host, hostFiles, hostPage } from '../support/element.mjs'
import { EmbeddedSigner } from '../support/embedded.mjs'
import { CODE, dist, fixture } from '../support/fixtures.mjs'
import { openssl } from '../support/openssl.mjs'
import { inBrowser } from '../support/signer.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'

/** Names that lead to this machine, of origins that no browser takes for secure ones. */
const PORTAL = 'portal.example'
const ELSEWHERE = 'elsewhere.example'

const SIGNER = '{portal}/popcert/signer.html'
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
const EMBEDDABLE = { 'cross-origin-embedder-policy': 'require-corp' }
const CREDENTIALLESS = { ...ISOLATED, 'cross-origin-embedder-policy': 'credentialless' }
const corp = (value) => ({ 'cross-origin-resource-policy': value })
const csp = (policy) => ({ 'content-security-policy': policy })

/**
 * host, signer: headers. src: of the element. outcome: `works`, or the error's code, or one for each browser. as: `portal` (an
 * insecure origin), or `loopback`, which browsers take for a secure one. {portal}, {elsewhere}, {localhost}: origins.
 */
const ROWS = [
    { name: 'nothing special', outcome: 'works' },
    { name: 'a secure origin', as: 'loopback', outcome: 'works' },
    { name: 'the signer on another server', src: '{elsewhere}/popcert/signer.html', outcome: 'works' },
    { name: 'sub-paths', path: '/company/devices/portal/', src: '../../../popcert/signer.html', outcome: 'works' },

    { name: 'frame-src with the exact address', host: csp(`frame-src ${SIGNER}`), outcome: 'works' },
    { name: "frame-src 'self'", host: csp("frame-src 'self'"), outcome: 'works' },
    { name: 'frame-src with another address', host: csp('frame-src {portal}/other.html'), outcome: 'FRAME_BLOCKED' },
    { name: "frame-src 'none'", host: csp("frame-src 'none'"), outcome: 'FRAME_BLOCKED' },
    { name: 'frame-src with the address on another server', host: csp('frame-src {elsewhere}/popcert/signer.html'), src: '{elsewhere}/popcert/signer.html', outcome: 'works' },
    { name: 'frame-src without the other server', host: csp("frame-src 'self'"), src: '{elsewhere}/popcert/signer.html', outcome: 'FRAME_BLOCKED' },
    { name: 'child-src, where there is no frame-src', host: csp(`child-src ${SIGNER}`), outcome: 'works' },
    { name: "child-src 'none'", host: csp("child-src 'none'"), outcome: 'FRAME_BLOCKED' },
    { name: "default-src 'self', and nothing for frames", host: csp("default-src 'self'; img-src data:"), outcome: 'works' },
    { name: "default-src 'none', and nothing for frames", host: csp("default-src 'none'; script-src 'self'; img-src data:"), outcome: 'FRAME_BLOCKED' },
    { name: 'Trusted Types, none of them', host: csp("require-trusted-types-for 'script'; trusted-types 'none'"), outcome: 'works' },

    { name: 'the policy of the portal on signer.html too', signer: csp("default-src 'self'"), outcome: 'FRAME_NOT_LOADED' },
    { name: "frame-ancestors 'self' on signer.html", signer: csp("frame-ancestors 'self'"), outcome: 'works' },
    { name: 'frame-ancestors with the portal on signer.html elsewhere', src: '{elsewhere}/popcert/signer.html', signer: csp('frame-ancestors {portal}'), outcome: 'works' },
    { name: "frame-ancestors 'none' on signer.html", signer: csp("frame-ancestors 'none'"), outcome: 'FRAME_NOT_LOADED' },
    { name: 'sandbox on signer.html', signer: csp('sandbox allow-scripts allow-downloads'), outcome: 'works' },
    { name: 'X-Frame-Options: SAMEORIGIN on signer.html', signer: { 'x-frame-options': 'SAMEORIGIN' }, outcome: 'works' },
    { name: 'X-Frame-Options: DENY on signer.html', signer: { 'x-frame-options': 'DENY' }, outcome: 'FRAME_NOT_LOADED' },
    { name: 'X-Frame-Options: DENY on the portal', host: { 'x-frame-options': 'DENY' }, outcome: 'works' },
    { name: 'signer.html as plain text', signer: { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' }, outcome: 'FRAME_NOT_LOADED' },

    { name: 'isolated portal, plain signer', as: 'loopback', host: ISOLATED, outcome: 'FRAME_NOT_LOADED' },
    // Firefox takes the sandbox's origin for another one than the portal's.
    { name: 'isolated portal, signer with COEP', as: 'loopback', host: ISOLATED, signer: EMBEDDABLE, outcome: { chromium: 'works', firefox: 'FRAME_NOT_LOADED' }, isolated: true },
    { name: 'isolated portal, signer with COEP and CORP: same-origin', as: 'loopback', host: ISOLATED, signer: { ...EMBEDDABLE, ...corp('same-origin') }, outcome: { chromium: 'works', firefox: 'FRAME_NOT_LOADED' }, isolated: true },
    { name: 'isolated portal, signer with COEP and CORP: cross-origin', as: 'loopback', host: ISOLATED, signer: { ...EMBEDDABLE, ...corp('cross-origin') }, outcome: 'works', isolated: true },
    { name: 'isolated portal, signer with COEP elsewhere', as: 'loopback', host: ISOLATED, signer: EMBEDDABLE, src: '{localhost}/popcert/signer.html', outcome: 'FRAME_NOT_LOADED' },
    { name: 'isolated portal, signer with COEP and CORP: cross-origin elsewhere', as: 'loopback', host: ISOLATED, signer: { ...EMBEDDABLE, ...corp('cross-origin') }, src: '{localhost}/popcert/signer.html', outcome: 'works', isolated: true },
    { name: 'portal isolated by credentialless, plain signer', as: 'loopback', host: CREDENTIALLESS, outcome: 'FRAME_NOT_LOADED' },
    { name: 'portal isolated by credentialless, signer with COEP and CORP: cross-origin', as: 'loopback', host: CREDENTIALLESS, signer: { ...EMBEDDABLE, ...corp('cross-origin') }, outcome: 'works', isolated: true },
    { name: 'CORP: same-origin on signer.html, nothing isolated', signer: corp('same-origin'), outcome: 'works' },
    { name: 'COOP on the portal', as: 'loopback', host: { 'cross-origin-opener-policy': 'same-origin' }, outcome: 'works' },

    { name: 'Permissions-Policy that allows nothing', as: 'loopback', host: { 'permissions-policy': 'clipboard-write=(), clipboard-read=(), camera=(), geolocation=(), microphone=(), usb=()' }, outcome: 'works' },
    { name: 'a portal in a sandbox with an origin', host: csp('sandbox allow-scripts allow-same-origin allow-downloads'), outcome: 'works' },
    { name: 'a portal in a sandbox without an origin', host: csp('sandbox allow-scripts'), files: { 'access-control-allow-origin': '*' }, outcome: 'works' },
]

const element = readFileSync(join(dist, 'popcert', 'element.js'))
const integrity = (octets) => `sha384-${createHash('sha384').update(octets).digest('base64')}`
const withIntegrity = (value) => hostPage('<popcert-signer></popcert-signer>').replace('src="/popcert/element.js"', `src="/popcert/element.js" integrity="${value}"`)

/** The headers of the row that is under way: one page, one signer, for all rows. */
const pages = {
    ...hostFiles,
    '/integrity': withIntegrity(integrity(element)),
    '/wrong-integrity': withIntegrity(integrity('another file')),
    '/login': () => ({ body: hostPage('<popcert-signer></popcert-signer>'), headers: { 'set-cookie': 'session=1; SameSite=Strict; HttpOnly; Path=/' } }),
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const origin = (name) => `http://${name}:${new URL(context.server.url).port}`
        const named = (text) => text?.replaceAll('{portal}', origin(PORTAL)).replaceAll('{elsewhere}', origin(ELSEWHERE)).replaceAll('{localhost}', origin('localhost'))
        const headersOf = (headers = {}) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, named(value)]))
        const cookies = []

        before(() => {
            pages['/popcert/signer.html'] = (request) => {
                cookies.push(request.headers.cookie)
                return { file: '/popcert/signer.html' }
            }
        })

        const openRow = ({ as, host, signer, src, files, outcome, path = '/portal' }) => {
            pages[path] = () => ({ body: hostPage(`<popcert-signer ${src ? `src="${named(src)}"` : ''} verification-code="${CODE}"></popcert-signer>`), headers: headersOf(host) })
            pages['/popcert/signer.html'] = () => ({ file: '/popcert/signer.html', headers: headersOf(signer) })
            pages['/popcert/element.js'] = () => ({ file: '/popcert/element.js', headers: { ...files } })
            pages['/recorder.js'] = { ...hostFiles['/recorder.js'], headers: { ...hostFiles['/recorder.js'].headers, ...files } }
            return Host.open(context.browser, (as === 'loopback' ? context.server.url : origin(PORTAL)) + path, { hurried: outcome !== 'works', height: 1600 })
        }

        for (const row of ROWS) {
            const outcome = row.outcome[kind] ?? row.outcome
            test(`${row.name}: ${outcome}`, async () => {
                const host = await openRow({ ...row, outcome })
                const found = await host.page.evaluate(() => ({ secure: isSecureContext, subtle: typeof crypto.subtle }))
                if (row.as !== 'loopback') assert.deepEqual(found, { secure: false, subtle: 'undefined' }, 'an insecure origin')
                if (outcome === 'works') {
                    await host.waitForEvent('ready')
                    // The worker runs, and WebAssembly in it.
                    await (await EmbeddedSigner.find(host.page)).fill()
                    assert.deepEqual((await host.events('failed')), [])
                } else {
                    assert.equal((await host.waitForEvent('failed')).detail.error.code, outcome)
                    assert.deepEqual(await host.events('ready'), [])
                }
                if (row.isolated) assert.equal(await host.page.evaluate(() => crossOriginIsolated), true)
                await host.close()
            })
        }

        test('an insecure origin: a certificate is made, without crypto.subtle', async () => {
            const host = await openRow({})
            const signer = await EmbeddedSigner.find(host.page)
            assert.equal(await signer.frame.evaluate(() => typeof crypto.subtle), 'undefined')
            await signer.sign()
            const { detail } = await host.waitForEvent('created')
            assertOpensslAccepts(fixture('certs/ca-p256.der'), openssl(['x509', '-outform', 'DER'], detail.certificate.pem))
            await host.close()
        })

        test('integrity: the element runs with its hash, and does not with another', async () => {
            const good = await Host.open(context.browser, `${context.server.url}/integrity`)
            await good.waitForEvent('ready')
            await good.close()
            const wrong = await Host.open(context.browser, `${context.server.url}/wrong-integrity`)
            assert.equal(await wrong.page.evaluate(() => customElements.get('popcert-signer')), undefined)
            await wrong.close()
        })

        test('a portal behind a login: its cookie goes with the request for signer.html, and is out of reach in there', async () => {
            pages['/popcert/signer.html'] = (request) => {
                cookies.push(request.headers.cookie)
                return { file: '/popcert/signer.html' }
            }
            const host = await Host.open(context.browser, `${context.server.url}/login`)
            await host.waitForEvent('ready')
            assert.equal(cookies.at(-1), 'session=1')
            const { frame } = await EmbeddedSigner.find(host.page)
            assert.match(await frame.evaluate(() => { try { return document.cookie } catch (error) { return error.name } }), /^SecurityError$/)
            await host.close()
        })
    }, {
        pages,
        args: [`--host-resolver-rules=MAP ${PORTAL} 127.0.0.1, MAP ${ELSEWHERE} 127.0.0.1`],
        prefs: { 'network.dns.localDomains': `${PORTAL},${ELSEWHERE}` },
    })
}
