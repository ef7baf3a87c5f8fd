// The service is recognised by the code or chosen; its words, and the question which of several CAs is meant, on the page.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'

import { BROWSERS } from '../support/browsers.mjs'
import { CODE, fixture, fixturePath, repository } from '../support/fixtures.mjs'
import { inBrowser, SignerPage } from '../support/signer.mjs'
import { temporaryFile } from '../support/openssl.mjs'

const folder = join(repository, 'services')
const services = readdirSync(folder).filter((file) => file.endsWith('.json')).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')))
const UUID = '2c8b5905-b34a-4b64-8112-f6c047ae065c'
const AWS_CODE = 'fb57b1ef40a4a3fd0c7fb57b1ef40a4a3fd0c7fb57b1ef40a4a3fd0c78ad0730'.slice(0, 64)
/** A code as the service hands it out. */
const codeOf = ({ id, code }) => id === 'aws' ? AWS_CODE : id === 'alibaba-iot' ? '7dc9a483ebbf7e6997b7ab7dc9a483eb'
    : id === 'alibaba-mqtt' ? `${UUID}2089abcdef` : code.uuid ? UUID : id === 'openziti' ? '9aB.c-D3xQ' : CODE

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        test('every service: its words, and each command with the file names in it', async () => {
            const signer = await SignerPage.open(context.browser, context.http)
            for (const service of services) {
                await signer.page.select('#service', service.id)
                await signer.fill({ code: codeOf(service) })
                if (service.id !== 'azure') assert.equal(await signer.wholeText('service-where'), service.where)
                await signer.waitFor(async () => (await signer.page.$eval('#match', ({ textContent }) => textContent)) !== '', 'the check')
                if (![CODE, AWS_CODE].includes(codeOf(service))) {
                    // It could be a name, whatever service was chosen; that is said when the field is left.
                    await signer.page.$eval('#code', (field) => field.blur())
                    await signer.waitFor(() => signer.visible('code-confirm-line'), 'the box to tick')
                    await signer.press('code-confirm')
                }
                await signer.create()
                await signer.waitForResult()
                const next = await signer.wholeText('next')
                const file = await signer.wholeText('saved-as')
                assert.match(file, /\.pem$/)
                assert.ok(service.id === 'azure' || next.includes(service.title), next)
                for (const { text } of service.commands) {
                    const command = text.replaceAll('{certificate}', file).replaceAll('{ca}', 'ca-p256.pem')
                    assert.ok(next.includes(command), `${service.id}: ${command} in ${next}`)
                }
                if (service.id !== 'azure') for (const note of service.notes) assert.ok(next.includes(note), note)
                assert.doesNotMatch(next, /\{[a-z]+\}/)
                await signer.press('clear')
                await signer.waitForNoResult()
            }
            signer.assertSilent()
            await signer.close()
        })

        test('several certificates at once: the next step for each, with what is the person’s to fill in', async () => {
            const signer = await SignerPage.open(context.browser, context.http)
            const lists = {
                aws: { codes: [AWS_CODE, AWS_CODE.replaceAll('7', '8')], says: [/Next step: AWS IoT/, /--verification-certificate file:\/\/VERIFICATION\.pem/] },
                azure: { codes: [CODE, CODE.split('').reverse().join('')], says: [/^Next stepFor each/, /choose VERIFICATION\.pem/, /--path VERIFICATION\.pem/] },
            }
            for (const [service, { codes, says }] of Object.entries(lists)) {
                const requests = codes.map((verificationCode, index) => ({ id: String(index + 1), verificationCode }))
                await signer.choose('requests-file', temporaryFile(JSON.stringify({ popcert: 'request', version: 1, requests }), '.json'))
                await signer.waitFor(async () => await signer.text('requests-title') === '2 verification codes', 'the list')
                await signer.chooseKey('keys/p256-pkcs8.pem')
                await signer.chooseCa('certs/ca-p256.pem')
                await signer.create()
                await signer.waitFor(() => signer.visible('batch'), 'the results')
                const next = await signer.wholeText('batch-next')
                assert.match(next, /For each certificate, unless a page takes the response file:/, service)
                for (const said of says) assert.match(next, said, service)
                await signer.press('clear')
                await signer.waitFor(async () => !await signer.visible('batch'), 'nothing')
                assert.equal(await signer.wholeText('batch-next'), '')
            }
            signer.assertSilent()
            await signer.close()
        })

        test('the code tells the service, and its rules hold', async () => {
            const signer = await SignerPage.open(context.browser, context.http)
            await signer.fill({ code: AWS_CODE, key: 'keys/p384-pkcs8.pem', ca: 'certs/ca-p384.pem' })
            await signer.waitFor(async () => (await signer.wholeText('checklist')).includes('AWS'), 'AWS in the checklist')
            await signer.create()
            await signer.waitForResult()
            assert.match(await signer.wholeText('next'), /aws iot register-ca-certificate/)
            // AWS documents P-384; Azure is not known to take it.
            assert.doesNotMatch(await signer.wholeText('checklist'), /Azure is publicly known/)
            await signer.paste('code', CODE)
            await signer.waitFor(async () => (await signer.wholeText('checklist')).includes('Azure is publicly known'), 'the warning of Azure')
            await signer.close()
        })

        test('several CAs of one key: the one that is pressed signs', async () => {
            const signer = await SignerPage.open(context.browser, context.http)
            const names = ['ica', 'ica-two']
            const pems = names.map((name) => Buffer.from(fixture(`device/${name}.pem`)).toString())
            await signer.paste('code', CODE)
            await signer.choose('key-file', fixturePath('device/ica.key'))
            await signer.choose('ca-file', temporaryFile(pems.join(''), '.pem'))
            await signer.waitFor(() => signer.visible('which-ca'), 'the question')
            for (const pem of [pems[1], pems[0]]) {
                const sha1 = new X509Certificate(pem).fingerprint.replaceAll(':', '').toLowerCase()
                const choice = `#which-ca input[value="${sha1}"]`
                await signer.page.$eval(choice, (input) => input.click())
                await signer.waitFor(() => signer.page.$eval(choice, ({ checked }) => checked), 'the choice')
                await signer.create()
                await signer.waitFor(async () => {
                    const made = await signer.value('pem')
                    return made !== '' && new X509Certificate(made).issuer === new X509Certificate(pem).subject
                }, 'the certificate of this CA')
            }
            assert.match(await signer.wholeText('which-ca'), /Intermediate Two/)
            await signer.press('clear')
            await signer.waitFor(async () => !await signer.visible('which-ca'), 'the question to go')
            signer.assertSilent()
            await signer.close()
        })
    })
}
