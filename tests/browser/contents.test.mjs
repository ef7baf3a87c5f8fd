// "What is in this file?": what the page says of a file for its own sake is what OpenSSL says, what it saves is the certificate, and no
// octet of a key is anywhere in it.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { assertAccessible } from '../support/accessible.mjs'
import { BROWSERS, download, until } from '../support/browsers.mjs'
import { fixture, fixturePath, PASSWORD } from '../support/fixtures.mjs'
import { Host, hostPage, requests } from '../support/host.mjs'
import { certificateFacts, openssl, sha1, sha256, spkiSha256OfCertificate, temporaryFile } from '../support/openssl.mjs'
import { inBrowser, SignerPage } from '../support/signer.mjs'

const text = (name) => Buffer.from(fixture(name)).toString()
const derOf = (pem) => openssl(['x509', '-outform', 'DER'], pem)
const certificatesOf = (pem) => pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\n/g)
const nameOf = (der, which) => openssl(['x509', '-inform', 'DER', '-noout', `-${which}`, '-nameopt', 'RFC2253,sep_comma_plus_space'], der).toString().replace(/^\w+=\s*/, '').trim()
const hexOf = (value) => value.replace(/^keyid:|[:\s]/gi, '').toUpperCase()

/** What OpenSSL calls it, and what the page does. */
const USES = {
    'Digital Signature': 'signs data', 'Key Encipherment': 'encrypts keys', 'Certificate Sign': 'signs certificates', 'CRL Sign': 'signs CRLs',
}
const PURPOSES = { 'TLS Web Client Authentication': 'TLS client', 'TLS Web Server Authentication': 'TLS server', 'Code Signing': 'signs programs' }
const inWords = (words) => (value) => value.split(', ').map((each) => words[each] ?? assert.fail(`no word for '${each}'`)).join(', ')
const EXTENSIONS = {
    'X509v3 Basic Constraints': ['Basic constraints', (value) => ({ 'CA:FALSE': 'not a CA', 'CA:TRUE': 'a CA', 'CA:TRUE, pathlen:0': 'a CA, with no CA below it' })[value]],
    'X509v3 Key Usage': ['Key usage', inWords(USES)],
    'X509v3 Extended Key Usage': ['Purposes', inWords(PURPOSES)],
    'X509v3 Subject Key Identifier': ['Subject key identifier', (value) => hexOf(value).toLowerCase()],
    'X509v3 Authority Key Identifier': ['Authority key identifier', (value) => hexOf(value).toLowerCase()],
    'X509v3 Subject Alternative Name': ['Other names', (value) => value.replaceAll('DNS:', 'DNS ').replaceAll('IP Address:', 'IP ')],
}

/** A certificate that OpenSSL makes of a configuration, with a fresh key that stays with OpenSSL. */
function made({ subject, extensions = '' }) {
    const config = temporaryFile(`[req]\ndistinguished_name=dn\nx509_extensions=ext\nstring_mask=utf8only\nutf8=yes\nprompt=no\n[dn]\n${subject}\n[ext]\nbasicConstraints=critical,CA:TRUE\n${extensions}\n`, '.cnf')
    return openssl(['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', temporaryFile(''), '-days', '30', '-config', config]).toString()
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const open = (options) => SignerPage.open(context.browser, context.http, options)
        const isOpen = (signer) => signer.page.$eval('#contents', (dialog) => dialog.open)
        const linked = (signer, field) => until(() => signer.visible(`${field}-contents`), `the link of the ${field}`)
        const look = async (signer, field) => {
            await linked(signer, field)
            await signer.press(`${field}-contents`)
            await until(() => isOpen(signer), 'the view')
        }
        /** Each section: its title, its facts by name, its times, its buttons. */
        const sections = (signer) => signer.page.$$eval('#contents section', (all) => all.map((section) => ({
            title: section.querySelector('h3').textContent,
            facts: Object.fromEntries([...section.querySelectorAll('dt')].map((dt) => [dt.textContent, dt.nextElementSibling.textContent])),
            times: [...section.querySelectorAll('time')].map(({ dateTime }) => dateTime),
            buttons: [...section.querySelectorAll('button')].map(({ textContent }) => textContent),
        })))

        test('subject, issuer, dates, serial, fingerprints, key and extensions of a whole chain are what OpenSSL says', async () => {
            const signer = await open()
            await signer.chooseCa('chains/fullchain.pem')
            await look(signer, 'ca')
            assert.match(await signer.text('contents-found'), /^fullchain\.pem · 3 certificates in this file/)
            const found = await sections(signer)
            const certificates = certificatesOf(text('chains/fullchain.pem')).map(derOf)
            assert.equal(found.length, certificates.length)
            for (const [at, der] of certificates.entries()) {
                const { title, facts, times, buttons } = found[at]
                const known = certificateFacts(der)
                assert.ok(title.startsWith(`${at + 1}. ${known.isCa ? 'CA certificate' : 'Certificate'}: `), title)
                const [subject, issuer] = [nameOf(der, 'subject'), nameOf(der, 'issuer')]
                assert.equal(facts.Subject, subject)
                assert.equal(facts.Issuer, subject === issuer ? 'Itself (a root)' : `${issuer} (by name: number ${at + 2})`, 'file order: each is issued by the next')
                assert.deepEqual(times.map((time) => Date.parse(time)), [known.notBefore.getTime(), known.notAfter.getTime()])
                assert.equal(facts['Serial number'].toLowerCase(), known.serial)
                assert.equal(facts['Thumbprint (SHA-1)'].toLowerCase(), sha1(der))
                assert.equal(facts['SHA-256'].toLowerCase(), known.sha256)
                assert.ok(facts['Public key'].toLowerCase().endsWith(spkiSha256OfCertificate(der)))
                assert.ok(facts['Public key'].includes(known.bits === 256 ? 'P-256' : `${known.bits} bits`))
                for (const [name, { critical, value }] of Object.entries(known.extensions)) {
                    const [own, words] = EXTENSIONS[name] ?? assert.fail(`no word for ${name}`)
                    assert.equal(facts[own], `${words(value)}${critical ? ' (critical)' : ''}`, name)
                }
                assert.deepEqual(buttons, known.isCa ? ['Save as PEM', 'Save as DER'] : [], 'only CA certificates are handed out')
            }
            signer.assertSilent()
            await signer.close()
        })

        test('what is saved of the CA is, octet by octet, what OpenSSL writes; of a key there is nothing to save, and nothing to see', async () => {
            const signer = await open()
            await signer.chooseKey('chains/chain-and-key.pem')
            await look(signer, 'key')
            const pems = certificatesOf(text('chains/chain-and-key.pem'))
            const buttons = await signer.page.$$('#contents-found button')
            assert.equal(buttons.length, 2 * pems.length)
            for (const [at, pem] of pems.entries()) {
                for (const [form, button] of [['PEM', buttons[2 * at]], ['DER', buttons[2 * at + 1]]]) {
                    const { name, octets } = await download(context.browser, () => button.click())
                    assert.deepEqual(octets, openssl(['x509', '-outform', form], pem))
                    assert.match(name, form === 'PEM' ? /^ca-[\w-]+\.pem$/ : /^ca-[\w-]+\.cer$/)
                }
            }
            const key = (await sections(signer)).find(({ title }) => /Private key/.test(title))
            assert.deepEqual(key.buttons, [])
            assert.equal(key.facts['Belongs with'], 'number 1')
            assert.equal((await sections(signer))[0].facts['Belongs with'], 'number 3')
            assert.ok(key.facts['Public key'].toLowerCase().endsWith(spkiSha256OfCertificate(derOf(pems[0]))))
            // The private scalar, in the forms in which it could stand there.
            const scalar = /priv:\s*([\da-f:\s]+)pub:/.exec(openssl(['pkey', '-noout', '-text'], text('chains/chain-and-key.pem')).toString())[1].replace(/[:\s]/g, '').slice(-64)
            const lines = /BEGIN PRIVATE KEY-----\n([\s\S]*?)\n-----END/.exec(text('chains/chain-and-key.pem'))[1].split('\n')
            const page = (await signer.page.evaluate(() => document.documentElement.outerHTML + document.documentElement.textContent)).toLowerCase()
            assert.ok(page.includes(sha1(derOf(pems[0]))) || /thumbprint/.test(page), 'the search sees the view')
            for (const secret of [scalar, ...lines.slice(0, 2)]) assert.ok(!page.includes(secret.toLowerCase()))
            signer.assertSilent()
            await signer.close()
        })

        test('a PFX with its password: all that it holds, and how its key was written', async () => {
            const signer = await open()
            await signer.chooseKey('pfx/with-chain.p12')
            await until(() => signer.visible('key-password'), 'the question')
            assert.equal(await signer.visible('key-contents'), false, 'nothing can be said yet')
            await signer.type('key-password', PASSWORD)
            await signer.page.keyboard.press('Enter')
            await look(signer, 'key')
            const wanted = certificatesOf(openssl(['pkcs12', '-in', fixturePath('pfx/with-chain.p12'), '-passin', `pass:${PASSWORD}`, '-nokeys']).toString())
            const found = await sections(signer)
            assert.deepEqual(found.flatMap(({ facts }) => facts['SHA-256'] ?? []).sort(), wanted.map((pem) => sha256(derOf(pem)).toUpperCase()).sort())
            assert.equal(found.filter(({ title }) => /Private key: .*PKCS#12/.test(title)).length, 1)
            await signer.close()
        })

        test('where in the file it was found', async () => {
            const signer = await open()
            await signer.chooseKey('wrapped/secret.json')
            await look(signer, 'key')
            assert.deepEqual((await sections(signer)).map(({ facts }) => facts['Found at']).sort(), ['data.tls.crt', 'data.tls.key'])
            await signer.close()
        })

        test('a file that holds nothing of use, or nothing at all, says so and why', async () => {
            const signer = await open()
            const requestAndMore = ['wrong/request-p256.pem', 'wrong/crl.pem', 'wrong/public-p256.pem'].map(text).join('')
            for (const [octets, count, what] of [
                [fixture('wrong/letter.txt'), 1, /neither a key nor a certificate/], [fixture('bad/empty'), 1, /nothing in this input/],
                [fixture('bad/noise'), 1, /neither a key nor a certificate/], [Buffer.from(requestAndMore), 3, /certificate request[\s\S]*revocation list[\s\S]*public key/],
            ]) {
                await signer.choose('key-file', temporaryFile(octets))
                await signer.waitForError('key-error')
                await look(signer, 'key')
                assert.match(await signer.text('contents-found'), /Nothing in this file can be used here\./)
                assert.match(await signer.text('contents-found'), what)
                assert.equal((await sections(signer)).length, count)
                assert.deepEqual(await signer.page.$$('#contents-found button'), [])
                await signer.press('contents-close')
                await until(async () => !await isOpen(signer), 'the view to close')
                await until(async () => await signer.wholeText('contents-found') === '', 'nothing of it to stay')
                await signer.press('key-remove')
                await until(async () => !await signer.visible('key-contents'), 'the link to go')
            }
            signer.assertSilent()
            await signer.close()
        })

        test('names are text: markup makes nothing, what nobody sees is written out, what cannot be read is named beside the rest', async () => {
            const markup = '<img src=x onerror=document.title=1>'
            const pem = made({ subject: `CN=${markup}\u202e\u200bexe\nO=<b>\u2066`, extensions: `subjectAltName=DNS:${markup},email:a@b.example\n1.2.3.4=critical,DER:0c03e280ae` })
            const signer = await open()
            await signer.choose('ca-file', temporaryFile(`${pem}${text('bad/not-base64.pem')}`, '.pem'))
            await look(signer, 'ca')
            const [{ title, facts }, damaged] = await sections(signer)
            assert.ok(title.includes(markup))
            assert.equal(facts['Other names'], `DNS ${markup}, mail a@b.example`)
            assert.equal(facts['1.2.3.4'], '0c03e280ae (critical)')
            assert.ok(damaged !== undefined && damaged.title.startsWith('2. '))
            const dialog = await signer.page.$eval('#contents', (element) => ({ html: element.outerHTML, images: element.querySelectorAll('img, b, script').length }))
            assert.equal(dialog.images, 0)
            assert.doesNotMatch(dialog.html, /[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/)
            assert.notEqual(await signer.page.title(), '1')
            const { name } = await download(context.browser, async () => (await signer.page.$('#contents-found button')).click())
            assert.match(name, /^ca-[\w-]+\.pem$/, 'a name for any file system')
            signer.assertSilent()
            await signer.close()
        })

        test('of a file with very many certificates the first are shown, and how many there are', async () => {
            const signer = await open()
            await signer.choose('ca-file', temporaryFile(text('certs/ca-p256.pem').repeat(250), '.pem'))
            await look(signer, 'ca')
            assert.match(await signer.text('contents-found'), /250 certificates in this file[\s\S]*Shown are the first 100 of 250\.$/)
            assert.equal((await sections(signer)).length, 100)
            assert.equal((await sections(signer))[99].facts['Key usage'], 'signs certificates, signs CRLs (critical)')
            await signer.press('contents-close')
            await signer.choose('ca-file', temporaryFile(text('certs/ca-p256.pem').repeat(2000), '.pem'))  // more than are read
            await signer.waitForError('ca-error')
            await look(signer, 'ca')
            assert.ok((await signer.text('contents-found')).includes((await signer.page.$eval('#ca-error strong', (said) => said.textContent)).trim()))
            await signer.close()
        })

        test('by keyboard: it opens, Escape closes, the focus is back where it was, and no row has moved', async () => {
            const signer = await open({ width: 1366, height: 768 })
            await signer.fill()
            const isFolded = () => signer.page.$eval('#ca-row', (row) => row.classList.contains('folded'))
            const focused = () => signer.page.evaluate(() => document.activeElement?.id ?? '')
            await until(async () => await focused() === 'create' && await isFolded(), 'the rows to fold')
            await linked(signer, 'ca')
            await signer.waitFor(() => signer.visible('checks-summary'), 'the checks, which take a line above the button')
            const place = () => signer.page.$eval('#create', (button) => button.getBoundingClientRect().top)
            const before = await place()
            for (let steps = 0; await focused() !== 'ca-contents' && steps < 20; steps++) {
                await signer.page.keyboard.down('Shift')
                await signer.page.keyboard.press('Tab')
                await signer.page.keyboard.up('Shift')
            }
            assert.equal(await focused(), 'ca-contents')
            assert.ok(await isFolded(), 'to look at what is there opens no row')
            await signer.page.keyboard.press('Enter')
            await until(() => isOpen(signer), 'the view')
            assert.ok(await signer.page.evaluate(() => document.activeElement.closest('#contents') !== null), 'the focus is in it')
            for (let presses = 0; presses < 5; presses++) await signer.page.keyboard.press('Tab')
            assert.ok(await signer.page.evaluate(() => document.activeElement === document.body || document.activeElement.closest('#contents') !== null), 'and stays there')
            await signer.page.keyboard.press('Escape')
            await until(async () => !await isOpen(signer), 'the view to close')
            assert.equal(await focused(), 'ca-contents')
            assert.ok(await isFolded())
            assert.equal(await place(), before)
            assert.ok(await signer.page.evaluate(() => scrollY === 0 && document.documentElement.scrollHeight <= innerHeight), 'nothing scrolls at 1366 × 768')
            await signer.create()
            await signer.waitForResult()
            signer.assertSilent()
            await signer.close()
        })

        for (const direction of ['ltr', 'rtl']) {
            test(`${direction}: axe finds nothing with the view open, and no window is too narrow for it`, async () => {
                const signer = await open()
                await signer.page.evaluate((direction) => { document.documentElement.dir = direction }, direction)
                await signer.chooseKey('chains/chain-and-key.pem')
                await look(signer, 'key')
                await assertAccessible(signer.page, [320, 360, 1280])
                await signer.page.setViewport({ width: 360, height: 740 })
                const found = await signer.page.$eval('#contents', (dialog) => {
                    const { left, right, top, bottom } = dialog.getBoundingClientRect()
                    return { inside: left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight, over: dialog.scrollWidth - dialog.clientWidth }
                })
                assert.deepEqual(found, { inside: true, over: 0 })
                const directions = await signer.page.$$eval('#contents .hex', (all) => [...new Set(all.map((each) => getComputedStyle(each).direction))])
                assert.deepEqual(directions, ['ltr'])
                const [dt, dd] = await signer.page.$eval('#contents dt', (name) => [name, name.nextElementSibling].map((each) => each.getBoundingClientRect().left))
                assert.ok(direction === 'ltr' ? dt <= dd : true)
                await signer.close()
            })
        }

        if (kind === 'chromium') {
            test('on paper there is nothing of it', async () => {
                const signer = await open()
                await signer.chooseKey('chains/chain-and-key.pem')
                await look(signer, 'key')
                await signer.page.emulateMediaType('print')
                assert.deepEqual(await signer.page.evaluate(() => ['#contents', '#key-contents'].map((each) => document.querySelector(each).checkVisibility())), [false, false])
                await signer.close()
            })
        }

        test('in the chosen language, with what the core says in English marked as such', async () => {
            const signer = await open()
            await signer.page.select('#language', 'de')
            await signer.chooseCa('certs/ca-p256.pem')
            await look(signer, 'ca')
            assert.match(await signer.text('contents'), /^Was steht in dieser Datei\?[\s\S]*CA-Zertifikat: CA ca-p256[\s\S]*Öffentlicher Schlüssel[\s\S]*Als DER speichern$/)
            assert.equal(await signer.page.$$eval('#contents dt', (all) => all.find(({ textContent }) => textContent === 'Key usage').firstChild.lang), 'en')
            await signer.close()
        })

        test('the view goes with its file', async () => {
            const signer = await open()
            await signer.chooseCa('certs/ca-p256.pem')
            await look(signer, 'ca')
            await signer.drop('body', 'other.pem', fixture('certs/ca-rsa2048.pem'))
            await until(async () => !await isOpen(signer), 'the view to close')
            await until(async () => /ca-rsa2048/.test(await signer.text('ca-zone')), 'the other certificate')
            await look(signer, 'ca')
            assert.match(await signer.text('contents-found'), /CN=CA ca-rsa2048/)
            await signer.close()
        })

        test('a compact frame, whose page gives the codes, has no such link; a full one has', async () => {
            for (const mode of ['compact', 'full']) {
                const host = await Host.connected(context.browser, `${context.server.url}/host`)
                await host.page.evaluate((mode) => port.postMessage({ type: 'appearance', mode }), mode)
                await host.prepare(requests(2))
                assert.equal(await host.frame.$eval('#key-contents', (link) => link.checkVisibility()), mode === 'full', mode)
                await host.close()
            }
        })
    }, { pages: { '/host': hostPage() } })
}
