// Download all: one ZIP with a certificate for each code, by Python, unzip and OpenSSL; whatever the services are called.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { unzipped } from '../support/archive.mjs'
import { BROWSERS, until } from '../support/browsers.mjs'
import { assertCheckerAccepts } from '../support/checker.mjs'
import { CODE, fixture } from '../support/fixtures.mjs'
import { openssl, temporaryFile } from '../support/openssl.mjs'
import { inBrowser, SignerPage } from '../support/signer.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'

const codeOf = (index) => `${String(index).padStart(4, '0')}${CODE}`.slice(0, 48)

/** [what a request file calls the service, the name of its file]; null: by the code. */
const SERVICES = [
    ['contoso-dps-0', 'popcert-contoso-dps-0'],
    ['../../etc/passwd', 'popcert-etc-passwd'],
    ['C:\\Windows\\x', 'popcert-C-Windows-x'],
    ['CON', 'popcert-CON'],
    ['lpt1.txt', 'popcert-lpt1.txt'],
    ['..', null],
    ['東京', null],
    [undefined, null],
    ['x'.repeat(200), `popcert-${'x'.repeat(64)}`],
    ['Contoso-DPS-0', 'popcert-Contoso-DPS-0-2'],
    ['contoso-dps-0', 'popcert-contoso-dps-0-3'],
    ['contoso dps', 'popcert-contoso-dps'],
    ['contoso/dps. ', 'popcert-contoso-dps-2'],
    [`${'x'.repeat(199)}!`, `popcert-${'x'.repeat(54)}-2`],
]

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const signed = async (requests) => {
            const signer = await SignerPage.open(context.browser, context.file)
            await signer.choose('requests-file', temporaryFile(JSON.stringify({ popcert: 'request', version: 1, requests }), '.json'))
            await until(() => signer.text('requests-title'), 'the list')
            await signer.chooseKey('keys/p256-pkcs8.pem')
            await signer.chooseCa('certs/ca-p256.pem')
            await until(async () => /belong/.test(await signer.text('match')), 'key and certificate')
            await signer.create()
            await until(() => signer.text('batch-title'), 'the results', 60)
            return signer
        }
        const ca = fixture('certs/ca-p256.der')

        test('names of a hostile file: plain ones, no two alike, and each with its certificate', async () => {
            const signer = await signed(SERVICES.map(([service], index) => ({ verificationCode: codeOf(index), service })))
            const { name, octets } = await signer.download('download-all')
            assert.match(name, /^popcert-[\w.-]+\.zip$/)
            const files = [...unzipped(octets)]
            assert.deepEqual(files.map(([file]) => file), SERVICES.map(([, wanted], index) => `${wanted ?? `popcert-CA-ca-p256-${codeOf(index).slice(0, 8)}`}.pem`))
            for (const [index, [file, pem]] of files.entries()) {
                assert.match(file, /^popcert-[A-Za-z0-9._-]{1,64}\.pem$/)
                assertOpensslAccepts(ca, openssl(['x509', '-outform', 'DER'], pem))
                assertCheckerAccepts(ca, codeOf(index), pem.toString())
            }
            signer.assertSilent()
            await signer.close()
        })

        test('the format is chosen once, for the ZIP and for each; what failed stands first, and is not in it', async () => {
            const signer = await signed([{ verificationCode: codeOf(1), service: 'one' }, { verificationCode: 'X'.repeat(65), service: 'bad' }, { verificationCode: codeOf(2), service: 'two' }])
            const items = () => signer.page.$$eval('#batch-list li', (all) => all.map((item) => [item.querySelector('bdi').textContent, item.querySelectorAll('button').length]))
            assert.deepEqual(await items(), [['bad', 0], ['one', 1], ['two', 1]])
            await signer.page.select('#download-format', 'cer')
            assert.deepEqual(await items(), [['bad', 0], ['one', 1], ['two', 1]])
            const files = unzipped((await signer.download('download-all')).octets)
            assert.deepEqual([...files.keys()], ['popcert-one.cer', 'popcert-two.cer'])
            for (const der of files.values()) assertOpensslAccepts(ca, der)
            await signer.page.$eval('#batch-list li:nth-child(3) button', (button) => { button.id = 'of-two' })
            assert.equal(await signer.page.$eval('#of-two', (button) => button.getAttribute('aria-label')), 'Download .cer for two')
            const one = await signer.download('of-two')
            assert.equal(one.name, 'popcert-two.cer')
            assert.ok(one.octets.equals(files.get('popcert-two.cer')))
            signer.assertSilent()
            await signer.close()
        })

        test('a thousand services of one name: as many files', async () => {
            const signer = await signed(Array.from({ length: 1000 }, (_, index) => ({ verificationCode: codeOf(index), service: 'same' })))
            const files = unzipped((await signer.download('download-all')).octets)
            assert.equal(files.size, 1000)
            assert.match(openssl(['x509', '-noout', '-subject'], files.get('popcert-same-1000.pem')).toString(), new RegExp(codeOf(999)))
            await signer.close()
        })
    })
}
