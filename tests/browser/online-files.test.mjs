// The signing machine is offline: a request file goes there, a response file comes back.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { after, before, suite, test } from 'node:test'

import { BROWSERS } from '../support/browsers.mjs'
import { dist, fixturePath } from '../support/fixtures.mjs'
import { signedByOpenssl } from '../support/management.mjs'
import { inOnline, OnlinePage, someServices } from '../support/online.mjs'
import { temporaryFolder } from '../support/openssl.mjs'
import { SignerPage } from '../support/signer.mjs'

for (const kind of BROWSERS) {
    inOnline({ suite, before, after }, kind, (context) => {
        test('request and response through a signer that was opened from a file, over a page that was closed meanwhile', async () => {
            const { emulator, url, openPage, end } = await context.fresh({ services: someServices(5) })
            const online = await openPage()
            await online.begin()
            await online.waitForRows(5)
            await online.selectAll()
            await online.press('#run')
            await online.waitFor(async () => Object.values(await online.states()).every((state) => /aiting for your signature/.test(state)), 'all codes')
            await online.press('#elsewhere summary')
            const saved = await online.download('#export')
            const request = JSON.parse(saved.octets)
            assert.equal(request.requests.length, 5)
            assert.ok(!saved.octets.includes('Bearer') && !saved.octets.includes('eyJ'), 'no token is in it')
            await online.close()

            const requestFile = join(temporaryFolder, `${kind}-request.json`)
            writeFileSync(requestFile, saved.octets)
            const signer = await SignerPage.open(context.browser, pathToFileURL(join(dist, 'signer.html')).href)
            await signer.choose('requests-file', requestFile)
            await signer.chooseKey('keys/rsa2048-pkcs8.pem')
            await signer.waitFor(() => signer.page.$eval('#match', (match) => match.textContent !== ''), 'the key to fit')
            await signer.create()
            await signer.waitFor(() => signer.visible('batch'), 'the result')
            const response = await signer.download('download-response')
            await signer.close()
            const responseFile = join(temporaryFolder, `${kind}-response.json`)
            writeFileSync(responseFile, response.octets)

            const again = await OnlinePage.open(context.browser, url)
            await again.begin()
            await again.waitForRows(5)
            await again.press('#elsewhere summary')
            await again.choose('#response-file', requestFile)
            await again.waitFor(async () => /5 of its 5 codes wait/.test(await again.text('#response-note')), 'its own request file, taken back')
            await again.waitFor(async () => Object.values(await again.states()).every((state) => /aiting for your signature/.test(state)), 'the same codes, waiting again')
            await again.choose('#response-file', responseFile)
            await again.waitFor(async () => Object.values(await again.states()).every((state) => state === 'Verified'), 'Verified, five times', 30)
            assert.match(await again.text('#response-note'), /5 of 5/)
            assert.equal(emulator.state.services.filter((service) => service.list().some((entry) => entry.isVerified)).length, 5)
            await again.choose('#response-file', responseFile)
            await again.waitFor(async () => /already/.test(await again.text('#response-error')), 'that nothing is left to do')
            await again.close()
            await end()
        })

        test('a certificate that was signed by hand: taken where it is for the code, refused beside the row where it is not', async () => {
            const { emulator, openPage, end } = await context.fresh({ services: someServices(2) })
            const online = await openPage()
            await online.begin()
            await online.waitForRows(2)
            await online.openDetails('contoso-dps-01')
            await online.pressIn('contoso-dps-01', 'Upload to')
            await online.waitForState('contoso-dps-01', /^Unverified$/)
            await online.pressIn('contoso-dps-01', 'Generate code')
            await online.waitForState('contoso-dps-01', /aiting for your signature/)
            await online.choose('.detail-row:not([hidden]) input[type=file]', fixturePath('certs/leaf-p256.pem'))
            await online.waitFor(async () => /“leaf-p256”[\s\S]*Nothing was sent, and the code is still good/.test((await online.rowErrors())['contoso-dps-01'] ?? ''), 'the refusal')
            const [entry] = emulator.state.service('contoso-dps-01').list()
            assert.equal(emulator.requests.filter(({ operation }) => operation === 'verify').length, 0, 'nothing was sent')
            // The code is the same, and OpenSSL's certificate for it is taken.
            const proof = join(temporaryFolder, `${kind}-proof.pem`)
            writeFileSync(proof, signedByOpenssl('rsa2048', { code: entry.code }))
            await online.choose('.detail-row:not([hidden]) input[type=file]', proof)
            await online.waitForState('contoso-dps-01', /^Verified$/)
            assert.equal(emulator.state.service('contoso-dps-01').list()[0].isVerified, true)
            await online.close()
            await end()
        })
    })
}
