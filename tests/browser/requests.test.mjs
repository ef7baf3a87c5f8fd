// A request file goes in, a response file comes out, from a page that was opened as a file: what an offline machine does.
import assert from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import { after, before, suite, test } from 'node:test'

import { BROWSERS, until } from '../support/browsers.mjs'
import { assertCheckerAccepts } from '../support/checker.mjs'
import { CODE, fixture } from '../support/fixtures.mjs'
import { openssl, sha1, sha256, temporaryFile } from '../support/openssl.mjs'
import { inBrowser, SignerPage } from '../support/signer.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'

const text = (name) => Buffer.from(fixture(name)).toString()
const codeOf = (index) => `${String(index).padStart(4, '0')}${CODE}`.slice(0, 48)

const entries = (count) => Array.from({ length: count }, (_, index) =>
    ({ id: `entry ${index}`, verificationCode: codeOf(index), service: `contoso-dps-${index}`, kind: 'DPS', resource: `/subscriptions/1/${index}` }))

const requestFile = (members) => temporaryFile(JSON.stringify({ popcert: 'request', version: 1, ...members }), '.json')

/** Each certificate of a response file against the code that it answers, by OpenSSL and the independent checker. */
function judge({ octets, name }, caName, wanted) {
    const response = JSON.parse(octets.toString())
    const ca = fixture(`certs/ca-${caName}.der`)
    assert.match(name, /^popcert-[\w.-]+-response\.json$/)
    assert.deepEqual([response.popcert, response.version], ['response', 1])
    assert.deepEqual([response.ca.sha1, response.ca.sha256], [sha1(ca), sha256(ca)])
    assert.deepEqual(response.responses.map(({ certificate, ...said }) => said), wanted)
    for (const { verificationCode, certificate } of response.responses) {
        assertOpensslAccepts(ca, openssl(['x509', '-outform', 'DER'], certificate))
        assertCheckerAccepts(ca, verificationCode, certificate)
    }
    return response
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const open = (way = 'file') => SignerPage.open(context.browser, context[way])
        const chooseRequest = async (signer, members) => {
            await signer.choose('requests-file', requestFile(members))
            await until(async () => (await signer.text('requests-title')) !== '' || (await signer.text('code-error')) !== '', 'the list or an error')
        }
        const results = (signer) => until(() => signer.text('batch-title'), 'the results', 60)

        test('from file://: codes and certificate in one file, then only the key is missing', async () => {
            const signer = await open()
            const wanted = entries(3)
            const ca = { subject: 'CN=CA ca-p256,O=popcert tests', sha256: sha256(fixture('certs/ca-p256.der')), certificate: text('certs/ca-p256.pem') }
            await chooseRequest(signer, { ca, requests: wanted })
            await until(async () => /From the request file/.test(await signer.text('ca-zone')), 'the certificate of the file')
            assert.equal(await signer.text('requests-title'), '3 verification codes')
            await signer.chooseKey('keys/p256-pkcs8.pem')
            await until(async () => /belong/.test(await signer.text('match')), 'key and certificate')
            assert.equal(await signer.text('create'), 'Create 3 certificates')
            await signer.create()
            assert.equal(await results(signer), '3 certificates are ready')
            judge(await signer.download('download-response'), 'p256', wanted)
            const one = await signer.page.$eval('#batch-list li:nth-child(2) button', (button) => button.getAttribute('aria-label'))
            assert.equal(one, 'Download .pem for contoso-dps-1')
            signer.assertSilent()
            await signer.close()
        })

        test('the smallest request, dropped together with key and certificate', async () => {
            const signer = await open()
            await signer.page.evaluate((files) => {
                const transfer = new DataTransfer()
                for (const [name, octets] of files) transfer.items.add(new File([new Uint8Array(octets)], name))
                document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }))
            }, [
                ['ca.pem', [...fixture('certs/ca-rsa2048.pem')]],
                ['request.json', [...Buffer.from(`{"popcert":"request","version":1,"requests":[{"verificationCode":"${CODE}"}]}`)]],
                ['ca.key', [...fixture('keys/rsa2048-pkcs8.pem')]],
            ])
            await until(async () => /belong/.test(await signer.text('match')), 'key and certificate')
            assert.equal(await signer.text('requests-title'), '1 verification code')
            await signer.create()
            assert.equal(await results(signer), '1 certificate is ready')
            judge(await signer.download('download-response'), 'rsa2048', [{ id: '1', verificationCode: CODE }])
            await signer.close()
        })

        test('fifty codes, one of them of no use: the others are made', async () => {
            const signer = await open()
            const wanted = entries(50)
            wanted[20] = { ...wanted[20], verificationCode: 'X'.repeat(65) }
            await chooseRequest(signer, { requests: wanted })
            await signer.chooseKey('keys/rsa2048-pkcs8.pem')
            await signer.chooseCa('certs/ca-rsa2048.pem')
            await until(async () => /belong/.test(await signer.text('match')), 'key and certificate')
            await until(async () => (await signer.text('create')) === 'Create 49 certificates', 'the count')
            assert.match(await signer.wholeText('requests-list'), /Error: /)
            assert.match(await signer.text('checklist'), /1 of 50 codes cannot be signed/)
            await signer.create()
            assert.equal(await results(signer), '49 certificates are ready, 1 failed')
            assert.equal((await signer.page.$$('#batch-list .fail')).length, 1)
            judge(await signer.download('download-response'), 'rsa2048', wanted.filter((_, index) => index !== 20))
            signer.assertSilent()
            await signer.close()
        })

        test('another CA than the one of the request is refused beside its field', async () => {
            const signer = await open()
            for (const ca of [{ subject: 'CN=Wanted', sha256: sha256(fixture('certs/ca-p384.der')) }, { subject: 'CN=Wanted', sha1: sha1(fixture('certs/ca-p384.der')) }]) {
                await chooseRequest(signer, { ca, requests: entries(2) })
                await signer.chooseKey('keys/p256-pkcs8.pem')
                await signer.chooseCa('certs/ca-p256.pem')
                assert.match(await signer.waitForError('ca-error'), /for another CA: CN=Wanted/)
                await signer.create()
                await until(() => signer.page.evaluate(() => document.activeElement?.id === 'ca-file'), 'the focus on the field')
                assert.equal(await signer.text('batch'), '')
            }
            // The right one is taken, and the error goes.
            await signer.chooseCa('certs/ca-p384.pem')
            await signer.chooseKey('keys/p384-pkcs8.pem')
            await until(async () => (await signer.text('ca-error')) === '' && /belong/.test(await signer.text('match')), 'no error')
            await signer.create()
            assert.equal(await results(signer), '2 certificates are ready')
            await signer.close()
        })

        test('a JWK that is dropped is a key, and none of it comes into the page as a request', async () => {
            const signer = await open()
            const jwk = createPrivateKey(text('keys/p256-pkcs8.pem')).export({ format: 'jwk' })
            await signer.drop('body', 'key.json', Buffer.from(JSON.stringify(jwk)))
            await until(async () => /P-256/.test(await signer.text('key-zone')), 'the key')
            assert.equal(await signer.text('requests-title'), '')
            // Chosen in the wrong place, it is named, and not quoted.
            await signer.choose('requests-file', temporaryFile(JSON.stringify(jwk), '.json'))
            const error = await signer.waitForError('code-error')
            assert.match(error, /JSON Web Key/)
            assert.ok(!(await signer.page.evaluate(() => document.documentElement.outerHTML)).includes(jwk.d))
            await signer.close()
        })

        test('files that are no good request are named as such', async () => {
            const signer = await open()
            const good = { requests: entries(1) }
            const files = {
                'of a newer version': [{ ...good, version: 2 }, /version 2/],
                'a response': [{ ...good, popcert: 'response' }, /response file/],
                'without codes': [{ requests: [] }, /no requests/],
                'too many': [{ requests: Array.from({ length: 1001 }, () => ({ verificationCode: 'X' })) }, /1001/],
            }
            for (const [what, [members, message]] of Object.entries(files)) {
                await signer.drop('body', 'request.json', Buffer.from(JSON.stringify({ popcert: 'request', version: 1, ...members })))
                await until(async () => message.test(await signer.text('code-error')), `the error of a file ${what}`)
            }
            await chooseRequest(signer, good)
            await until(async () => (await signer.text('code-error')) === '', 'no error')
            await signer.press('requests-remove')
            await until(() => signer.visible('code'), 'the field for a code')
            await signer.close()
        })

        test('cancelled midway: what is made stays, and the rest is said to be missing', async () => {
            const signer = await open()
            const wanted = entries(200)
            await chooseRequest(signer, { requests: wanted })
            await signer.chooseKey('keys/rsa4096-pkcs8.pem')
            await signer.chooseCa('certs/ca-rsa4096.pem')
            await until(async () => /belong/.test(await signer.text('match')), 'key and certificate')
            await signer.create()
            await until(async () => Number(/(\d+) of 200/.exec(await signer.text('progress-text'))?.[1]) > 0, 'the first part', 60)
            await signer.press('cancel')
            const [, made, failed] = /^(\d+) certificates are ready, (\d+) failed$/.exec(await results(signer))
            assert.equal(Number(made) + Number(failed), 200)
            assert.match(await signer.wholeText('batch-list'), /cancelled/)
            // Workers that share a list are not at the same place when they are ended.
            const file = await signer.download('download-response')
            const answered = new Set(JSON.parse(file.octets.toString()).responses.map(({ id }) => id))
            assert.equal(answered.size, Number(made))
            judge(file, 'rsa4096', wanted.filter(({ id }) => answered.has(id)))
            await signer.close()
        })

        test('a thousand codes are shown, and the page still answers', async () => {
            const signer = await open('http')
            await chooseRequest(signer, { requests: entries(1000) })
            assert.equal((await signer.page.$$('#requests-list li')).length, 1000)
            const { box, page } = await signer.page.evaluate(() => ({
                box: document.getElementById('requests-box').clientHeight, page: document.documentElement.scrollWidth - innerWidth,
            }))
            assert.ok(box < 400, 'a box that scrolls')
            assert.ok(page <= 0)
            await signer.close()
        })
    })
}
