// Every wrong input gets its own clear error beside its field, and what was entered stays.
import assert from 'node:assert/strict'
import { openSync, closeSync, ftruncateSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'

import { BROWSERS, until } from '../support/browsers.mjs'
import { CODE, fixture, hasFixture, PASSWORD } from '../support/fixtures.mjs'
import { openssl, sha1, sha256, temporaryFolder } from '../support/openssl.mjs'
import { inBrowser, SignerPage } from '../support/signer.mjs'

// Sparse: 100 MB that take no room.
const huge = join(temporaryFolder, 'huge.pem')
const handle = openSync(huge, 'w')
ftruncateSync(handle, 100 << 20)
closeSync(handle)

// [what, key file, certificate file, the error's place, what it says]
const CASES = [
    ['a public key where the key belongs', 'wrong/public-rsa2048.pem', 'certs/ca-rsa2048.pem', 'key-error', /public key/i],
    ['a CSR where the key belongs', 'wrong/request-p256.pem', 'certs/ca-p256.pem', 'key-error', /request|CSR/i],
    ['a CSR where the certificate belongs', 'keys/p256-pkcs8.pem', 'wrong/request-p256.pem', 'ca-error', /request|CSR/i],
    ['a public key where the certificate belongs', 'keys/p256-pkcs8.pem', 'wrong/public-p256.pem', 'ca-error', /public key|certificate/i],
    ['a leaf where the CA belongs', 'keys/p256-leaf-pkcs8.pem', 'certs/leaf-p256.pem', 'ca-error', /not a CA/i],
    ['an expired CA', 'keys/p256-pkcs8.pem', 'certs/ca-p256-expired.pem', 'ca-error', /expired/i],
    ['a CA that may not sign', 'keys/p256-pkcs8.pem', 'certs/ca-p256-no-key-cert-sign.pem', 'ca-error', /sign/i],
    ['junk as key', 'bad/noise', 'certs/ca-p256.pem', 'key-error', /neither a key nor a certificate|not/i],
    ['junk as certificate', 'keys/p256-pkcs8.pem', 'bad/noise', 'ca-error', /neither a key nor a certificate|not/i],
    ['a letter as key', 'wrong/letter.txt', 'certs/ca-p256.pem', 'key-error', /./],
    ['an empty file as key', 'bad/empty', 'certs/ca-p256.pem', 'key-error', /nothing|empty/i],
    ['an empty file as certificate', 'keys/p256-pkcs8.pem', 'bad/empty', 'ca-error', /nothing|empty/i],
    ['a key cut short', 'bad/key-cut-60.der', 'certs/ca-p256.pem', 'key-error', /cut|incomplete|damaged|ends|short/i],
    ['an Ed25519 key', 'wrong/ed25519.pem', 'certs/ca-p256.pem', 'key-error', /Ed25519/],
    ['a Java keystore', 'wrong/keystore.jks', 'certs/ca-p256.pem', 'key-error', /Java|JKS/],
    ['the key of another CA', 'keys/p256-other-pkcs8.pem', 'certs/ca-p256.pem', 'key-error', /does not belong/],
]

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        let signer
        before(async () => { signer = await SignerPage.open(context.browser, context.file) })

        test('empty fields: an error beside each', async () => {
            const fresh = await SignerPage.open(context.browser, context.http)
            await fresh.create()
            await fresh.waitForError('code-error')
            await fresh.waitForError('key-error')
            await fresh.waitForError('ca-error')
            assert.equal(await fresh.visible('result'), false)
            const described = await fresh.page.$eval('#code', (field) => [field.getAttribute('aria-invalid'), field.getAttribute('aria-describedby')])
            assert.equal(described[0], 'true')
            assert.match(described[1], /\bcode-error\b/)
            assert.equal(await fresh.page.evaluate(() => document.activeElement.id), 'code', 'the focus goes to the first of them')
            fresh.assertSilent()
            await fresh.close()
        })

        test('key and certificate swapped: both go where they belong', async () => {
            await signer.fill({ key: 'certs/ca-p256.pem', ca: 'keys/p256-pkcs8.pem' })
            await signer.waitFor(async () => /belong/.test(await signer.text('match')), 'key and certificate')
            assert.deepEqual(await signer.errors(), {})
            assert.equal(await signer.value('code'), CODE)
            assert.ok((await signer.text('key-zone')).includes('p256-pkcs8.pem'))
            assert.ok((await signer.text('ca-zone')).includes('ca-p256.pem'))
        })

        for (const [what, key, ca, place, says] of CASES) {
            // keytool makes the keystore, and not every machine has it.
            const skip = hasFixture(key) ? false : `${key} was not made: a tool for it is missing`
            test(`${what}`, { skip }, async () => {
                await signer.fill({ key, ca })
                await signer.create()
                await signer.waitFor(async () => says.test(await signer.text(place)), `${says} in #${place}; there: ${JSON.stringify(await signer.errors())}`, 8)
                await signer.waitFor(() => signer.page.evaluate(() => document.activeElement.id !== 'create'), 'the focus to go to the error')
                // No error where nothing is wrong.
                const errors = await signer.errors()
                const other = place === 'key-error' ? 'ca-error' : 'key-error'
                assert.equal(errors[other], undefined)
                assert.equal(errors['code-error'], undefined)
                assert.equal(await signer.visible('result'), false)
                // What was entered stays.
                assert.equal(await signer.value('code'), CODE)
                assert.ok((await signer.text('key-zone')).includes(key.split('/')[1]), await signer.text('key-zone'))
                assert.ok((await signer.text('ca-zone')).includes(ca.split('/')[1]), await signer.text('ca-zone'))
            })
        }

        test('a key and a certificate of two CAs: what differs is said, once, and both fields are marked until one is replaced', async () => {
            const marks = () => signer.page.$$eval('#key-file, #ca-file', (inputs) => inputs.map((input) => input.getAttribute('aria-invalid')))
            const edges = () => signer.page.$$eval('#key-zone, #ca-zone', (zones) => zones.map((zone) => getComputedStyle(zone).borderTopColor))
            await signer.fill({ key: 'keys/rsa2048-pkcs8.pem', ca: 'certs/ca-p256.pem' })
            await signer.waitFor(async () => /the key is RSA 2048, the certificate's is EC P-256\./.test(await signer.text('key-error')), 'the difference')
            assert.deepEqual(await marks(), ['true', 'true'])
            const [ofKey, ofCa] = await edges()
            assert.equal(ofKey, ofCa)
            assert.deepEqual(Object.keys(await signer.errors()), ['key-error'])
            assert.equal(await signer.text('match'), '')
            assert.match(await signer.page.$eval('#checklist li', (first) => first.className), /fail/, 'failures first')
            const wrong = await edges()
            await signer.chooseCa('certs/ca-rsa2048.pem')
            await signer.waitFor(async () => /belong/.test(await signer.text('match')), 'that they belong together')
            assert.deepEqual(await marks(), [null, null])
            assert.notDeepEqual(await edges(), wrong)
        })

        test('a certificate of a device beside its key: nothing in green calls it one of a CA', async () => {
            await signer.fill({ key: 'keys/p256-leaf-pkcs8.pem', ca: 'certs/leaf-p256.pem' })
            await signer.waitFor(async () => /not a CA certificate/.test(await signer.text('ca-error')), 'the error')
            const green = await signer.page.$$eval('#match, #checklist .pass', (lines) => lines.map((line) => line.textContent).filter((line) => /\bCA\b/.test(line)))
            assert.deepEqual(green, [])
        })

        test('100 MB in each field: said at once, the page lives on', async () => {
            for (const [input, place] of [['key-file', 'key-error'], ['ca-file', 'ca-error']]) {
                await signer.choose(input, huge)
                await signer.waitFor(async () => /larger|large|big/i.test(await signer.text(place)), `the error in #${place}`)
            }
            assert.equal(await signer.value('code'), CODE)
        })

        for (const [code, says] of [['', /no verification code/i], ['x'.repeat(65), /65 characters/], ['a\u200bb', /invisible/i]]) {
            test(`the code ${JSON.stringify(code.slice(0, 8))}`, async () => {
                await signer.fill()
                await signer.paste('code', code)
                await signer.create()
                await signer.waitFor(async () => says.test(await signer.text('code-error')), `${says} in #code-error`)
                await signer.waitFor(() => signer.page.evaluate(() => document.activeElement.id === 'code'), 'the focus to go to the error')
                assert.equal(await signer.visible('result'), false)
                assert.deepEqual(Object.keys(await signer.errors()), ['code-error'])
            })
        }

        test('after all of that the same page makes a certificate, and had no word in the console', async () => {
            await signer.fill()
            await signer.create()
            await signer.waitForResult()
            signer.assertSilent()
        })

        test('names from a certificate are shown as text', async () => {
            await signer.chooseCa('names/markup.pem')
            await until(async () => (await signer.text('ca-zone')).includes('<img'), 'the name')
            assert.equal(await signer.page.$$eval('img', (images) => images.length), 0)
            await signer.drop('#ca-zone', '<b>bold.pem', fixture('certs/ca-p256.pem'))
            await until(async () => (await signer.text('ca-zone')).includes('<b>bold.pem'), 'the file name')
            signer.assertSilent()
        })

        test('a derivation of some seconds: the page stays awake, shows that it works, and can be told to stop', async () => {
            const fresh = await SignerPage.open(context.browser, context.http)
            await fresh.fill({ key: 'encrypted/slow.pem' })
            await until(() => fresh.visible('key-password'), 'the question')
            await fresh.type('key-password', PASSWORD)
            await fresh.page.keyboard.press('Enter')
            await until(() => fresh.visible('key-progress'), 'the progress')
            await fresh.type('code', 'typed meanwhile')
            assert.equal(await fresh.value('code'), 'typed meanwhile')
            assert.equal(await fresh.text('key-remove'), 'Cancel')
            await fresh.press('key-remove')
            await until(async () => !(await fresh.visible('key-progress')), 'the end')
            await fresh.fill()
            await fresh.create()
            await fresh.waitForResult()
            fresh.assertSilent()
            await fresh.close()
        })

        for (const [what, hash, length] of [['SHA-1', sha1, 40], ['SHA-256', sha256, 64]]) {
            test(`a code that is the ${what} thumbprint of the CA is named, whichever of the two comes first`, async () => {
                const thumbprint = hash(fixture('certs/ca-p256.der')).toUpperCase()
                assert.equal(thumbprint.length, length)
                const named = (signer) => until(async () => (await signer.text('code-error')).includes(`This is the ${what} thumbprint (fingerprint) of the CA certificate`), 'the word about the thumbprint')
                for (const first of ['code', 'ca', 'key']) {
                    const signer = await SignerPage.open(context.browser, context.http)
                    if (first === 'code') await signer.paste('code', thumbprint)
                    if (first === 'key') await signer.chooseKey('chains/key-and-certificate.pem')
                    else await signer.chooseCa('certs/ca-p256.pem')
                    const own = first === 'key' ? hash(openssl(['x509', '-outform', 'DER'], fixture('chains/key-and-certificate.pem'))).toUpperCase() : thumbprint
                    if (first !== 'code') await signer.paste('code', own)
                    await named(signer)
                    // Another CA: then it may be a code, as far as anybody can tell.
                    if (first !== 'key') {
                        await signer.drop('#ca-zone', 'other.pem', fixture('certs/ca-rsa2048.pem'))
                        await until(async () => !/of the CA certificate/.test(await signer.text('code-error')), 'the word to go')
                    }
                    await signer.close()
                }
            })
        }
    })
}
