// Files and text go where they belong, wherever they were dropped, pasted or chosen, and the page says what it did.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { zipSync } from 'fflate'

import { BROWSERS, until } from '../support/browsers.mjs'
import { CODE, fixture, PASSWORD } from '../support/fixtures.mjs'
import { temporaryFile } from '../support/openssl.mjs'
import { inBrowser, SignerPage } from '../support/signer.mjs'

const text = (name) => Buffer.from(fixture(name)).toString()
const request = Buffer.from(JSON.stringify({ popcert: 'request', version: 1, requests: [{ verificationCode: CODE }] }))
const OTHER = CODE.split('').reverse().join('')
/** Of the form that the service gives: hex alone. */
const HEX = '7D07A6A5B3C1E5F2098A4D6C7B8E9F0011223344556677AB'

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const open = () => SignerPage.open(context.browser, context.http)
        const notice = (signer, pattern) => until(async () => pattern.test(await signer.text('notice')), `${pattern} in the notice`)
        const belong = (signer) => until(async () => /belong/.test(await signer.text('match')), 'key and certificate')
        const drop = (signer, files) => signer.page.evaluate((files) => {
            const transfer = new DataTransfer()
            for (const [name, octets] of files) transfer.items.add(new File([new Uint8Array(octets)], name))
            document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }))
        }, files.map(([name, octets]) => [name, [...octets]]))
        const holds = (signer, code) => until(async () => (await signer.value('code')) === code, `${code} in the field`)
        /** As the clipboard gives it, line ends and all. */
        const paste = (signer, selector, pasted) => signer.page.$eval(selector, (target, pasted) => {
            target.focus?.()
            const clipboardData = new DataTransfer()
            clipboardData.setData('text/plain', pasted)
            const event = new Event('paste', { bubbles: true, cancelable: true })
            Object.defineProperty(event, 'clipboardData', { value: clipboardData })  // Firefox makes such events without it
            if (target.dispatchEvent(event) && target.matches('input')) {
                target.value = pasted.replace(/[\r\n]/g, '')
                target.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }))
            }
        }, pasted)

        test('the wrong zone is no error: certificate, key, PFX and request file are moved', async () => {
            const signer = await open()
            await signer.chooseKey('certs/ca-p256.pem')
            await notice(signer, /ca-p256\.pem belongs to step 3/)
            assert.match(await signer.text('ca-zone'), /CA ca-p256/)
            assert.match(await signer.text('key-zone'), /Drop your PFX/)
            await signer.chooseCa('keys/p256-pkcs8.pem')
            await notice(signer, /p256-pkcs8\.pem belongs to step 2/)
            await belong(signer)
            assert.match(await signer.text('ca-zone'), /CA ca-p256/, 'what was there stays')
            await signer.drop('#ca-zone', 'request.json', request)
            await until(async () => (await signer.text('requests-title')) === '1 verification code', 'the code')
            assert.deepEqual(await signer.errors(), {})
            assert.match(await signer.text('ca-zone'), /CA ca-p256/)
            await signer.create()
            await until(() => signer.text('batch-title'), 'the certificate')
            signer.assertSilent()
            await signer.close()
        })

        test('a PFX anywhere fills both', async () => {
            const signer = await open()
            await signer.type('code', CODE)
            await signer.chooseCa('pfx/modern-p256.p12')
            await until(() => signer.visible('key-password'), 'the question for its password')
            await signer.type('key-password', PASSWORD)
            await signer.page.keyboard.press('Enter')
            await belong(signer)
            await signer.create()
            await signer.waitForResult()
            await signer.close()
        })

        test('a certificate on the zone of a key that needs its password still: the key stays, and opens', async () => {
            const signer = await open()
            await signer.type('code', CODE)
            await signer.chooseKey('encrypted/pbes2-1-round.pem')
            await until(() => signer.visible('key-password'), 'the question')
            await signer.type('key-password', PASSWORD)
            await signer.page.keyboard.press('Enter')
            await until(async () => /P-256/.test(await signer.text('key-zone')), 'the key')
            await signer.chooseKey('certs/ca-p256.pem')
            await notice(signer, /step 3/)
            await belong(signer)
            await signer.create()
            await signer.waitForResult()
            await signer.close()
        })

        for (const [way, into] of [['from the clipboard', paste], ['by the field itself', (signer, selector, pasted) => signer.paste(selector.slice(1), pasted)]]) {
            test(`a private key in the code's field leaves it at once, and is the key: ${way}`, async () => {
                const signer = await open()
                const pem = text('keys/p256-pkcs8.pem')
                await into(signer, '#code', pem)
                assert.equal(await signer.value('code'), '')
                await notice(signer, /no code but a private key/)
                await until(async () => /EC key/.test(await signer.text('key-zone')), 'the key')
                const secret = pem.split('\n')[1]
                assert.ok(!(await signer.page.evaluate(() => document.documentElement.outerHTML + [...document.querySelectorAll('input:not([type=file]), textarea')].map(({ value }) => value).join())).includes(secret))
                await into(signer, '#code', text('certs/ca-p256.pem'))
                await notice(signer, /no code but a certificate/)
                await belong(signer)
                signer.assertSilent()
                await signer.close()
            })
        }

        for (const [what, pasted] of Object.entries({
            'with its label': `Verification code: ${HEX}`,
            'label and code on two lines': `Verification code\r\n${HEX}\r\n`,
            'in what az says': JSON.stringify({ properties: { thumbprint: 'A'.repeat(40), verificationCode: HEX } }, null, 2),
            'in groups': HEX.match(/.{4}/g).join(' '),
            'in quotes': `"${HEX}"`,
        })) {
            test(`a code ${what} is taken out, which is said`, async () => {
                const signer = await open()
                await paste(signer, '#code', pasted)
                await holds(signer, HEX)
                await notice(signer, /taken out/)
                await signer.close()
            })
        }

        for (const [what, octets, zone] of [
            ['what az wrote', Buffer.from(JSON.stringify({ etag: 'AAAAAAFXyz0=', properties: { verificationCode: HEX } })), null],
            ['UTF-16, as PowerShell writes it', Buffer.from(`\ufeff${HEX}\r\n`, 'utf16le'), null],
            ['on the zone of the key', Buffer.from(`${HEX}\n`), 'key'],
        ]) {
            test(`a file that holds the code goes into the code's field: ${what}`, async () => {
                const signer = await open()
                if (zone === null) await drop(signer, [['code.txt', octets]])
                else {
                    await signer.choose(`${zone}-file`, temporaryFile(octets, '.txt'))
                    await notice(signer, /belongs to step 1/)
                }
                await holds(signer, HEX)
                await signer.chooseKey('keys/p256-pkcs8.pem')
                await signer.chooseCa('certs/ca-p256.pem')
                await signer.create()
                await signer.waitForResult()
                signer.assertSilent()
                await signer.close()
            })
        }

        test('a file with two codes becomes a list; code, key and certificate dropped together fill all three', async () => {
            const signer = await open()
            await drop(signer, [['codes.txt', Buffer.from(`${HEX}\n${HEX.replace('7D', '8E')}\n`)]])
            await until(async () => (await signer.text('requests-title')) === '2 verification codes', 'the list')
            assert.match(await signer.text('requests-from'), /codes\.txt/)
            await signer.close()
            const other = await open()
            await drop(other, [['ca.pem', fixture('certs/ca-p256.pem')], ['code.json', Buffer.from(JSON.stringify({ verificationCode: HEX }))], ['ca.key', fixture('keys/p256-pkcs8.pem')]])
            await holds(other, HEX)
            await belong(other)
            assert.equal(await other.text('notice'), '')
            await other.create()
            await other.waitForResult()
            await other.close()
        })

        for (const [what, pasted] of Object.entries({
            'an answer whose code is still empty': JSON.stringify({ verificationCode: '', sha256: '5A'.repeat(32) }),
            'two ids': '3f2504e0-4f89-11d3-9a0c-0305e82c3301 3f2504e0-4f89-11d3-9a0c-0305e82c3302',
        })) {
            test(`${what}: nothing in it is taken for a code`, async () => {
                const signer = await open()
                await paste(signer, '#code', pasted)
                await signer.create()
                await signer.waitForError('code-error')
                assert.equal(await signer.value('code'), pasted)
                assert.equal(await signer.text('notice'), '')
                await signer.close()
            })
        }

        test('a code that is a character short and has a label: what would be signed is seen beside the question', async () => {
            const signer = await open()
            await signer.fill({ code: `Verification code: ${HEX.slice(1)}` })
            await signer.waitFor(() => signer.page.$eval('#code-confirm', (input) => input.checkVisibility()), 'the question')
            const asked = await signer.page.$eval('#code-confirm', (input) => input.closest('label').textContent)
            assert.ok(asked.replaceAll(/\s/g, '').endsWith(HEX.slice(1)), asked)
            await signer.close()
        })

        test('a code pasted or dropped anywhere is taken while the field is empty; two of them become a list', async () => {
            const signer = await open()
            await paste(signer, 'body', ` ${HEX}\n`)
            await holds(signer, HEX)
            await paste(signer, 'body', HEX.replace('7D', '8E'))
            await paste(signer, '#code', `${HEX}\n${HEX.replace('7D', '9F')}\n`)
            await until(async () => (await signer.text('requests-title')) === '2 verification codes', 'the list')
            // What came from elsewhere has been looked at by now.
            assert.deepEqual(await signer.page.$$eval('#requests-box code', (all) => all.map(({ textContent }) => textContent.replaceAll(/\s/g, ''))), [HEX, HEX.replace('7D', '9F')])
            await signer.close()
        })

        test('a ZIP, on a zone too: sorted as if its files had been chosen', async () => {
            const signer = await open()
            const zip = zipSync({ 'certs/readme.txt': Buffer.from('hello'), 'certs/ca.pem': fixture('certs/ca-rsa2048.pem'), 'private/ca.key': fixture('keys/rsa2048-pkcs8.pem') })
            await drop(signer, [['ca.zip', zip]])
            await belong(signer)
            assert.match(await signer.text('key-zone'), /ca\.key/)
            await notice(signer, /Left out: readme\.txt/)
            await signer.type('code', CODE)
            await signer.create()
            await signer.waitForResult()
            const again = await open()
            await again.choose('ca-file', temporaryFile(Buffer.from(zip), '.zip'))
            await belong(again)
            assert.deepEqual(await again.errors(), {})
            for (const each of [signer, again]) {
                each.assertSilent()
                await each.close()
            }
        })

        test('a ZIP that lies or is damaged is said to be of no use, and the page lives on', async () => {
            const signer = await open()
            const zip = Buffer.from(zipSync({ 'bomb.pem': new Uint8Array(8 << 20) }))
            for (const octets of [zip, zip.subarray(0, zip.length / 2), Buffer.from('PK\x03\x04')]) {
                await drop(signer, [['ca.zip', octets]])
                await signer.waitForError('key-error')
                await signer.press('key-remove')
                await until(async () => (await signer.text('key-error')) === '', 'the error to go')
            }
            await signer.fill()
            await signer.create()
            await signer.waitForResult()
            await signer.close()
        })

        test('many files: the pair that belongs together is taken, and of two pairs one is asked for', async () => {
            const signer = await open()
            const rsa = [['device.pem', fixture('certs/ca-p384.pem')], ['rsa.pem', fixture('certs/ca-rsa2048.pem')], ['rsa.key', fixture('keys/rsa2048-pkcs8.pem')]]
            await drop(signer, rsa)
            await belong(signer)
            assert.match(await signer.text('ca-zone'), /CA ca-rsa2048/)
            await notice(signer, /Left out: device\.pem/)
            await signer.press('clear')
            await drop(signer, [...rsa, ['ec.key', fixture('keys/p256-pkcs8.pem')], ['ec.pem', fixture('certs/ca-p256.pem')]])
            await notice(signer, /Which one/)
            assert.match(await signer.text('key-zone'), /Drop your PFX/, 'nothing is guessed')
            const names = await signer.page.$$eval('#notice button', (buttons) => buttons.map(({ innerText }) => innerText))
            assert.deepEqual(names, ['CA ca-rsa2048 · rsa.key', 'CA ca-p256 · ec.key'])
            await signer.page.$$eval('#notice button', ([, second]) => second.click())
            await belong(signer)
            assert.match(await signer.text('ca-zone'), /CA ca-p256/)
            signer.assertSilent()
            await signer.close()
        })

        // A script cannot make a drop with a real folder in it: webkitGetAsEntry is faked, with entries that behave as browsers' do.
        test('a folder that is dropped: its files are found at any depth, the pair is taken, and each can be looked into', async () => {
            const signer = await open()
            const files = {
                'readme.txt': 'hello', 'certs/ca.pem': text('certs/ca-rsa2048.pem'), 'private/deep/er/ca.key': text('keys/rsa2048-pkcs8.pem'),
                ...Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`certs/many/${at}.txt`, 'nothing'])),
            }
            await signer.page.evaluate((files) => {
                const tree = {}
                for (const [path, content] of Object.entries(files)) {
                    const parts = path.split('/')
                    const name = parts.pop()
                    parts.reduce((folder, part) => (folder[part] ??= {}), tree)[name] = new File([content], name)
                }
                const entryOf = (name, node) => (node instanceof File
                    ? { name, isFile: true, isDirectory: false, file: (take) => setTimeout(() => take(node)) }
                    : {
                        name, isFile: false, isDirectory: true,
                        // A hundred at a time, and at the end none, as browsers give them.
                        createReader: () => {
                            const rest = Object.entries(node).map((each) => entryOf(...each))
                            return { readEntries: (take) => setTimeout(() => take(rest.splice(0, 100))) }
                        },
                    })
                DataTransferItem.prototype.webkitGetAsEntry = () => entryOf('ca', tree)
                const transfer = new DataTransfer()
                transfer.items.add(new File([''], 'ca'))  // as browsers show a folder among the files
                document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }))
            }, files)
            await belong(signer)
            assert.match(await signer.text('key-zone'), /ca\.key/)
            await notice(signer, /Left out: .*, …\./)
            await until(() => signer.visible('ca-contents'), 'the link to what is in it')
            await signer.press('ca-contents')
            await until(async () => /^ca\.pem · 1 certificate in this file/.test(await signer.text('contents-found')), 'the view')
            signer.assertSilent()
            await signer.close()
        })
    })
}
