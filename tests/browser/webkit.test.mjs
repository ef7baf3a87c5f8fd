// WebKit, the engine of Safari: the whole way over http, from a file, and in a sandboxed frame; the policy holds there too.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { delay, until } from '../support/browsers.mjs'
import { CODE, fixture, fixturePath, PASSWORD } from '../support/fixtures.mjs'
import { hostPage } from '../support/host.mjs'
import { openssl } from '../support/openssl.mjs'
import { serveSigner, WAYS } from '../support/signer.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'
import { WebKit, withoutWebKit } from '../support/webkit.mjs'

suite('webkit', { skip: withoutWebKit }, () => {
    let webkit, served
    before(async () => {
        served = await serveSigner({ '/host': hostPage() })
        webkit = await WebKit.launch()
    })
    after(async () => {
        await webkit?.quit()
        await served?.server.close()
    })

    const judge = (pem) => assertOpensslAccepts(fixture('certs/ca-p256.der'), openssl(['x509', '-outform', 'DER'], pem))
    const text = (id) => webkit.run('(id) => document.getElementById(id).innerText', id)
    const status = (id) => webkit.run('(id) => document.getElementById(id).dataset.status', id)
    const keyIs = (wanted) => until(async () => (await status('key-zone')) === wanted, `a key that is ${wanted}`).catch(async (error) => {
        throw new Error(`${error.message}: ${await text('key-zone')} ${await text('key-error')}`)
    })
    const result = () => until(() => webkit.run("() => document.getElementById('result').hidden ? '' : document.getElementById('pem').value"), 'a certificate')
        .catch(async (error) => { throw new Error(`${error.message}: ${await text('form-error')} ${await text('code-error')} ${await text('ca-error')}`) })

    for (const way of WAYS) {
        test(`${way}: a PFX, its password, a code: a certificate`, async () => {
            await webkit.open(served[way])
            await webkit.type('#code', CODE)
            await webkit.type('#key-file', fixturePath('pfx/modern-p256.p12'))
            await keyIs('locked')
            await webkit.type('#key-password', PASSWORD)
            await webkit.press('#create')
            judge(await result())
        })

        test(`${way}: a key and a certificate in files of their own`, async () => {
            await webkit.open(served[way])
            await webkit.type('#code', CODE)
            await webkit.type('#key-file', fixturePath('keys/p256-pkcs8.pem'))
            await webkit.type('#ca-file', fixturePath('certs/ca-p256.pem'))
            await keyIs('loaded')
            await webkit.press('#create')
            judge(await result())
        })
    }

    test('the policy refuses requests of the page', async () => {
        await webkit.open(served.http)
        await webkit.run("(url) => { window.tried = ''; fetch(url).then(() => { tried = 'reached' }, () => { tried = 'refused' }) }", `${served.server.url}/signer.html`)
        assert.equal(await until(() => webkit.run('() => tried'), 'an end'), 'refused')
    })

    test("in a sandboxed frame: the page's code, the person's key, a press: the page has the certificate", async () => {
        await webkit.open(`${served.server.url}/host`)
        await until(() => webkit.run("() => got.some(({ type }) => type === 'ready')"), 'the signer')
        await webkit.run("(code) => { port.postMessage({ type: 'requests', requests: [{ id: '1', verificationCode: code }] }) }", CODE)
        await webkit.enterFrame('#signer')
        await webkit.type('#key-file', fixturePath('keys/p256-pkcs8.pem'))
        await webkit.type('#ca-file', fixturePath('certs/ca-p256.pem'))
        await keyIs('loaded')
        const made = async () => {
            await webkit.enterFrame(null)
            const pem = await webkit.run("() => got.find(({ type }) => type === 'created')?.certificate.pem ?? ''")
            await webkit.enterFrame('#signer')
            return pem
        }
        const pem = await until(async () => {
            for (const selector of ['#requests-box', '#create']) {
                // Here a frame does not scroll the page around it.
                const top = await webkit.run('(selector) => document.querySelector(selector).getBoundingClientRect().top', selector)
                await webkit.enterFrame(null)
                await webkit.run('(top) => { scrollTo(0, frame.offsetTop + top - innerHeight / 2) }', top)
                await webkit.enterFrame('#signer')
                await delay(900)  // not a race: the longer it takes, the longer it was in view
            }
            await webkit.press('#create')
            return until(made, 'a certificate', 3).catch(() => '')
        }, 'a certificate', 120).catch(async (error) => { throw new Error(`${error.message}: ${await text('form-error')}`) })
        judge(pem)
    })
})
