// From three inputs to a certificate that OpenSSL accepts, as a user does it.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { BROWSERS, until } from '../support/browsers.mjs'
import { assertCheckerAccepts } from '../support/checker.mjs'
import { CODE, fixture, fixturePath, PASSWORD } from '../support/fixtures.mjs'
import { certificateFacts, openssl, sha1, sha256, temporaryFile } from '../support/openssl.mjs'
import { inBrowser, SignerPage, WAYS } from '../support/signer.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'

/** Long enough to type while it is tried. */
const SLOW_KEY = temporaryFile(openssl(['pkcs8', '-topk8', '-iter', '1500000', '-passout', `pass:${PASSWORD}`, '-in', fixturePath('keys/p256-pkcs8.pem')]), '.pem')

/** Downloads both files, compares them, and has them judged. */
async function judgeDownloads(signer, caDer, code = CODE) {
    const pem = await signer.download('download-pem')
    const cer = await signer.download('download-cer')
    assert.match(pem.name, /^[\w.-]+\.pem$/)
    assert.match(cer.name, /^[\w.-]+\.cer$/)
    assert.ok(pem.name.includes(code.slice(0, 4)), pem.name)
    assert.deepEqual(openssl(['x509', '-outform', 'DER'], pem.octets), cer.octets)
    assertOpensslAccepts(caDer, cer.octets)
    assertCheckerAccepts(caDer, code, pem.octets)
    return { pem: pem.octets.toString(), der: cer.octets }
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const open = (way, options) => SignerPage.open(context.browser, context[way], options)

        for (const way of WAYS) {
            for (const type of ['rsa2048', 'p256']) {
                test(`${way}: files for ${type}, one button, downloads`, async () => {
                    const signer = await open(way)
                    await signer.fill({ key: `keys/${type}-pkcs8.pem`, ca: `certs/ca-${type}.der` })
                    await signer.create()
                    await signer.waitForResult()
                    const caDer = fixture(`certs/ca-${type}.der`)
                    const { pem, der } = await judgeDownloads(signer, caDer)
                    // What is shown is what was made.
                    assert.equal((await signer.value('pem')).trim(), pem.trim())
                    const shown = (await signer.wholeText('result')).replace(/[\s:]/g, '').toLowerCase()
                    assert.ok(shown.includes(CODE.toLowerCase()))
                    assert.ok(shown.includes(sha1(der)) || shown.includes(sha256(der)), 'a fingerprint of the certificate')
                    assert.ok(shown.includes(sha1(caDer)), "the CA's thumbprint, to find it in the portal")
                    signer.assertSilent()
                    await signer.close()
                })
            }
        }

        for (const type of ['rsa3072', 'rsa4096', 'p384', 'p521']) {
            test(`file: files for ${type}`, async () => {
                const signer = await open('file')
                await signer.fill({ key: `keys/${type}-pkcs8.der`, ca: `certs/ca-${type}.pem` })
                await signer.create()
                await signer.waitForResult()
                await judgeDownloads(signer, fixture(`certs/ca-${type}.der`))
                signer.assertSilent()
                await signer.close()
            })
        }

        test('what was loaded is shown at once: type, subject, validity, fingerprints, "belongs together"', async () => {
            const signer = await open('http')
            await signer.chooseKey('keys/rsa2048-pkcs1.pem')
            await until(async () => /RSA/.test(await signer.text('key-zone')) && /2048/.test(await signer.text('key-zone')), 'the key')
            await signer.chooseCa('certs/ca-rsa2048.pem')
            const der = fixture('certs/ca-rsa2048.der')
            const facts = certificateFacts(der)
            await until(async () => (await signer.text('ca-zone')).includes('CA ca-rsa2048'), 'the certificate')
            const compact = async () => (await signer.wholeText('ca-zone')).replace(/[\s:]/g, '').toLowerCase()
            await until(async () => (await compact()).includes(sha1(der)), 'the SHA-1 fingerprint')
            assert.ok((await compact()).includes(sha256(der)), 'the SHA-256 fingerprint')
            assert.ok((await compact()).includes(String(facts.notAfter.getUTCFullYear())))
            await until(async () => /belong/i.test(await signer.text('match')), 'that they belong together')
            signer.assertSilent()
            await signer.close()
        })

        test('pasted texts, code with white space around it', async () => {
            const signer = await open('http')
            await signer.paste('code', `  ${CODE} \n`)
            await signer.paste('key-text', Buffer.from(fixture('text/key-crlf.pem')).toString())
            await signer.paste('ca-text', Buffer.from(fixture('text/certificate-quoted.pem')).toString())
            await signer.create()
            // key and certificate are of two CAs: said so, and mended by another paste
            await signer.waitForError('key-error')
            await signer.paste('ca-text', Buffer.from(fixture('certs/ca-p256.pem')).toString())
            await signer.create()
            await signer.waitForResult()
            await judgeDownloads(signer, fixture('certs/ca-p256.der'))
            signer.assertSilent()
            await signer.close()
        })

        test('files dropped on their fields', async () => {
            const signer = await open('file')
            await signer.type('code', CODE)
            await signer.drop('#key-zone', 'ca.key', fixture('keys/p256-sec1.der'))
            await signer.drop('#ca-zone', 'chain.pem', fixture('chains/same-key-twice.pem'))
            await signer.create()
            await signer.waitForResult()
            await judgeDownloads(signer, fixture('certs/ca-p256.der'))
            signer.assertSilent()
            await signer.close()
        })

        test('a chain: the certificate of the key is chosen, and named', async () => {
            const signer = await open('http')
            await signer.fill({ key: 'keys/p256-sub-pkcs8.pem', ca: 'chains/fullchain.pem' })
            await until(async () => /sub-p256/.test(await signer.text('checklist') + (await signer.text('ca-zone'))), 'the name')
            await signer.create()
            await signer.waitForResult()
            await judgeDownloads(signer, fixture('certs/sub-p256.der'))
            await signer.close()
        })

        test('an encrypted key: asks for the password, says a wrong one, keeps everything else', async () => {
            const signer = await open('file')
            assert.equal(await signer.visible('key-password'), false, 'not before it is needed')
            await signer.fill({ key: 'encrypted/pbes2-rsa2048.pem', ca: 'certs/ca-rsa2048.pem' })
            await until(() => signer.visible('key-password'), 'the question')
            await signer.type('key-password', 'wrong')
            await signer.page.keyboard.press('Enter')
            await signer.waitForError('password-error')
            assert.equal(await signer.value('code'), CODE)
            assert.ok((await signer.text('ca-zone')).includes('CA ca-rsa2048'))
            await signer.type('key-password', PASSWORD)
            await signer.page.keyboard.press('Enter')
            await until(async () => /RSA/.test(await signer.text('key-zone')), 'the key')
            await signer.create()
            await signer.waitForResult()
            await judgeDownloads(signer, fixture('certs/ca-rsa2048.der'))
            signer.assertSilent()
            await signer.close()
        })

        for (const [what, begin] of [
            ['Enter', (signer) => signer.page.keyboard.press('Enter')],
            ['the button', (signer) => signer.create()],
        ]) {
            test(`while a wrong password is tried by ${what}, the right one can be typed, and nothing of it is lost`, async () => {
                const signer = await open('http')
                await signer.fill()
                await signer.choose('key-file', SLOW_KEY)
                await signer.waitFor(() => signer.visible('key-password'), 'the question')
                await signer.type('key-password', 'wrong')
                await begin(signer)
                await signer.waitFor(() => signer.visible('key-progress'), 'the work')
                await signer.type('key-password', PASSWORD.slice(0, 5))
                await signer.waitForError('password-error')
                await signer.page.keyboard.type(PASSWORD.slice(5))
                assert.equal(await signer.value('key-password'), PASSWORD)
                await signer.page.keyboard.press('Enter')
                await signer.waitFor(async () => /belong/.test(await signer.text('match')), 'key and certificate')
                signer.assertSilent()
                await signer.close()
            })
        }

        test('what comes of a password takes nobody away from a field in which he types', async () => {
            const signer = await open('http')
            await signer.chooseCa('certs/ca-p256.pem')
            await signer.choose('key-file', SLOW_KEY)
            await signer.waitFor(() => signer.visible('key-password'), 'the question')
            await signer.type('key-password', 'wrong')
            await signer.create()
            await signer.waitFor(() => signer.visible('key-progress'), 'the work')
            await signer.type('code', CODE.slice(0, 5))
            await signer.waitForError('password-error')
            await signer.page.keyboard.type(CODE.slice(5))
            assert.equal(await signer.value('code'), CODE)
            assert.equal(await signer.value('key-password'), 'wrong')
            signer.assertSilent()
            await signer.close()
        })

        test('a password that is entered while another one is tried is tried too', async () => {
            const signer = await open('http')
            await signer.fill()
            await signer.choose('key-file', SLOW_KEY)
            await signer.waitFor(() => signer.visible('key-password'), 'the question')
            for (const password of ['wrong', PASSWORD]) {
                await signer.type('key-password', password)
                await signer.page.keyboard.press('Enter')
            }
            await signer.waitFor(async () => /belong/.test(await signer.text('match')), 'key and certificate')
            assert.deepEqual(await signer.errors(), {})
            signer.assertSilent()
            await signer.close()
        })

        test('a PFX fills both fields', async () => {
            const signer = await open('http')
            await signer.type('code', CODE)
            await signer.chooseKey('pfx/modern-p256.p12')
            await until(() => signer.visible('key-password'), 'the question')
            await signer.type('key-password', PASSWORD)
            await signer.press('password-open')
            await until(async () => (await signer.text('ca-zone')).includes('CA ca-p256'), 'the certificate in its field')
            await signer.create()
            await signer.waitForResult()
            await judgeDownloads(signer, fixture('certs/ca-p256.der'))
            signer.assertSilent()
            await signer.close()
        })

        test('one PEM with key and certificate fills both fields', async () => {
            const signer = await open('file')
            await signer.type('code', CODE)
            await signer.chooseKey('chains/certificate-and-key.pem')
            await until(async () => (await signer.text('ca-zone')).includes('CA ca-rsa2048'), 'the certificate in its field')
            await signer.create()
            await signer.waitForResult()
            await judgeDownloads(signer, fixture('certs/ca-rsa2048.der'))
            await signer.close()
        })

        test('a doubtful CA: the certificate is made, with the warning beside it', async () => {
            const signer = await open('http')
            await signer.fill({ key: 'keys/p384-pkcs8.pem', ca: 'certs/ca-p384.pem' })
            await until(async () => /P-384/.test(await signer.text('checklist')), 'the warning')
            await signer.create()
            await signer.waitForResult()
            assert.match(await signer.text('checklist'), /publicly known to accept/)
            await signer.close()
        })

        test('validity, and another kind of key', async () => {
            const signer = await open('file')
            await signer.fill()
            const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
            await signer.page.$eval('#options', (details) => { details.open = true })
            await signer.page.$eval('#not-after', (field, value) => {
                field.value = value
                field.dispatchEvent(new Event('input', { bubbles: true }))
                field.dispatchEvent(new Event('change', { bubbles: true }))
            }, `${tomorrow}T10:30`)
            await signer.chooseSubjectKey('RSA-2048')
            await signer.create()
            await signer.waitForResult()
            const { der } = await judgeDownloads(signer, fixture('certs/ca-p256.der'))
            const facts = certificateFacts(der)
            assert.equal(facts.notAfter.toISOString(), `${tomorrow}T10:30:00.000Z`)
            assert.equal(facts.bits, 2048)
            await signer.close()
        })

        test('the text can be copied', async () => {
            const signer = await open('http')
            await signer.fill()
            await signer.create()
            await signer.waitForResult()
            await signer.press('copy')
            await until(() => signer.text('copied'), 'a word that it was copied')
            // Pasted where a person would look at it; reading the clipboard is not allowed to a page.
            await signer.page.evaluate(() => {
                document.body.append(Object.assign(document.createElement('textarea'), { id: 'elsewhere' }))
                document.getElementById('elsewhere').focus()
            })
            await signer.page.keyboard.down('Control')
            await signer.page.keyboard.press('v')
            await signer.page.keyboard.up('Control')
            assert.match(await signer.value('elsewhere'), /^-----BEGIN CERTIFICATE-----/)
            await signer.close()
        })

        test('a second certificate in the same page; a change makes the first one stale', async () => {
            const signer = await open('file')
            await signer.fill()
            await signer.create()
            await signer.waitForResult()
            const first = await signer.value('pem')
            const next = CODE.split('').reverse().join('')
            await signer.type('code', next)
            await until(async () => !(await signer.visible('result')) || (await signer.text('result-stale')) !== '', 'a word that it is stale')
            await signer.create()
            await until(async () => { const pem = await signer.value('pem'); return pem !== '' && pem !== first }, 'the second certificate')
            await judgeDownloads(signer, fixture('certs/ca-p256.der'), next)
            signer.assertSilent()
            await signer.close()
        })

        test('"Clear everything" leaves nothing behind', async () => {
            const signer = await open('http')
            await signer.fill()
            await signer.create()
            await signer.waitForResult()
            await signer.press('clear')
            await signer.waitForNoResult()
            assert.equal(await signer.value('code'), '')
            assert.equal(await signer.value('pem'), '')
            assert.equal(await signer.value('key-file'), '')
            assert.ok(!(await signer.text('ca-zone')).includes('CA ca-p256'))
            await signer.create()
            await signer.waitForError('code-error')
            await signer.close()
        })

        test('the keyboard alone: Tab, Enter and Space', async () => {
            const signer = await open('http')
            const { keyboard } = signer.page
            const focused = () => signer.page.evaluate(() => document.activeElement?.id ?? '')
            const tabTo = async (id, attempts = 60) => {
                for (let i = 0; i < attempts; i++) {
                    if ((await focused()) === id) return
                    await keyboard.press('Tab')
                }
                assert.fail(`Tab never came to #${id}`)
            }
            await tabTo('code')
            await keyboard.type(CODE)
            // A system's file dialog cannot be driven; that the fields can be reached and opened by keyboard can be shown.
            await tabTo('key-file')
            await signer.chooseKey('encrypted/pbes2-1-round.pem')
            await until(() => signer.visible('key-password'), 'the question')
            await signer.page.focus('#key-file')
            await tabTo('key-password')
            await keyboard.type(PASSWORD)
            await keyboard.press('Enter')
            await until(async () => /P-256/.test(await signer.text('key-zone')), 'the key')
            await signer.page.focus('#key-file')
            const openPaste = async () => {
                for (let i = 0; i < 20; i++) {
                    if (await signer.page.evaluate(() => document.activeElement?.parentElement?.id === 'ca-paste')) return
                    await keyboard.press('Tab')
                }
                assert.fail('Tab never came to the paste field of the certificate')
            }
            await openPaste()
            await keyboard.press(' ')
            await until(() => signer.visible('ca-text'), 'the field to paste into')
            await tabTo('ca-text')
            await signer.paste('ca-text', Buffer.from(fixture('certs/ca-p256.pem')).toString())
            await until(async () => /belong/i.test(await signer.text('match')), 'that they belong together')
            await tabTo('create')
            await keyboard.press(' ')
            await signer.waitForResult()
            await tabTo('download-pem')
            const focusRing = await signer.page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle)
            assert.notEqual(focusRing, 'none', 'the focus is seen')
            assertOpensslAccepts(fixture('certs/ca-p256.der'), openssl(['x509', '-outform', 'DER'], await signer.value('pem')))
            signer.assertSilent()
            await signer.close()
        })
    })
}
