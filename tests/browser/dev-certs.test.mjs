// dev-certs.html as a person uses it: a CA, devices, the code, a loaded CA, what is refused, pause and cancel, a folder, and going on.
import assert from 'node:assert/strict'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { unzipSync } from 'fflate'

import { startEmulator } from '../emulator/server.mjs'
import { assertAccessible } from '../support/accessible.mjs'
import { BROWSERS, download, launch, until, withoutBrowser } from '../support/browsers.mjs'
import { DevPage } from '../support/dev-page.mjs'
import { dist } from '../support/fixtures.mjs'
import { derOf, Management } from '../support/management.mjs'
import { opensslVerify, run, temporaryFile } from '../support/openssl.mjs'
import { startServer } from '../support/server.mjs'

const file = join(dist, 'dev-certs.html')
const PASSWORD = 'seven wooden boats'

function assertDevice(files, id, password, above = `${files['ca/intermediate.cert.pem']}${files['ca/root.cert.pem']}`) {
    const certificate = files[`devices/${id}/${id}.cert.pem`].toString()
    assert.ok(opensslVerify(above, certificate, ['-purpose', 'sslclient']).accepted, id)
    assert.ok(new X509Certificate(certificate).checkPrivateKey(createPrivateKey({ key: files[`devices/${id}/${id}.key.pem`], passphrase: password })), id)
    return new X509Certificate(certificate)
}

/** A browser's own file system in the place of a folder that a person chooses. The run is paused when its first part is there, however fast the machine. */
const withFolder = `window.showDirectoryPicker = async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('popcert', { create: true })
    const getFileHandle = folder.getFileHandle.bind(folder)
    folder.getFileHandle = (name, ...options) => {
        if (name === 'manifest.json' && !window.goesOn) document.getElementById('pause').click()
        return getFileHandle(name, ...options)
    }
    return folder
}`
/** Likewise when the first download is pressed. */
const pausing = `{
    const { click } = HTMLAnchorElement.prototype
    HTMLAnchorElement.prototype.click = function () {
        click.call(this)
        HTMLAnchorElement.prototype.click = click
        document.getElementById('pause').click()
    }
}`
const folderFiles = (page) => page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('popcert', { create: true })
    const files = {}
    for await (const [name, handle] of folder) files[name] = await handle.getFile().then((file) => file.arrayBuffer()).then((buffer) => [...new Uint8Array(buffer)], () => [])
    return files
})

for (const kind of BROWSERS) {
    suite(kind, { skip: withoutBrowser(kind) }, () => {
        let browser, server, ca
        const http = () => `${server.url}/dev-certs.html`
        before(async () => {
            server = await startServer(dist)
            browser = await launch(kind, kind === 'firefox' ? { prefs: { 'browser.helperApps.neverAsk.saveToDisk': 'application/zip,application/x-pem-file', 'browser.download.alwaysOpenPanel': false } } : {})
        })
        after(async () => {
            await browser?.quit()
            await server?.close()
        })

        for (const way of ['http', 'file']) {
            test(`${way}: CA and devices in one ZIP, whose keys the shown password opens`, async () => {
                const dev = await DevPage.open(browser, way === 'http' ? http() : pathToFileURL(file).href)
                await dev.fill('ids', 'sensor-{01..12}')
                assert.equal(await dev.text('ids-count'), '12 certificates')
                const password = await dev.value('password')
                assert.match(password, /^(\w{6}-){3}\w{6}$/)
                const files = await dev.made()
                assert.equal(Object.keys(files).filter((name) => name.startsWith('devices/')).length, 36)
                assert.match(assertDevice(files, 'sensor-01', password).subject, /O=Development only/)
                assertDevice(files, 'sensor-12', password)
                assert.ok(!files['README.txt'].includes(password))
                assert.match(await dev.text('result'), /12 certificates made and saved/)
                ca = { files, password }
                await dev.done()
            })
        }

        test('the code of a service is signed with the CA at hand, and the service verifies it', async () => {
            const emulator = await startEmulator({ services: [{ name: 'weu' }] })
            const dev = await DevPage.open(browser, http())
            const files = await dev.made()
            const service = new Management(emulator, 'weu')
            const put = await service.put('dev', derOf(files['ca/root.cert.pem']).toString('base64'))
            assert.equal(put.status, 200, put.text)
            const { body } = await service.generate('dev', put.body.etag)
            await dev.fill('code', body.properties.verificationCode)
            const { octets } = await download(browser, () => dev.press('prove'))
            const verified = await service.verify('dev', body.etag, Buffer.from(octets).toString('base64'))
            assert.equal(verified.status, 200, verified.text)
            assert.equal((await service.get('dev')).body.properties.isVerified, true)
            await emulator.close()

            await dev.fill('code', '')
            await dev.press('prove')
            assert.match(await until(() => dev.text('code-error'), 'an error'), /code/i)
            await dev.done()
        })

        test('with a CA that is loaded: servers with their names, PFX, a renewal', async () => {
            const dev = await DevPage.open(browser, http())
            await dev.fill('ca-load', true)
            await dev.choose('ca-key', temporaryFile(ca.files['ca/intermediate.key.pem'], '.pem'))
            await dev.choose('ca-certificate', temporaryFile(ca.files['ca/intermediate.chain.pem'], '.pem'))
            await dev.fill('kind', 'server')
            await dev.fill('ids', 'gateway.local')
            await dev.fill('server-names', '10.0.0.7')
            await dev.fill('pfx', 'modern')
            await dev.press('make')
            assert.match(await until(() => dev.text('ca-error'), 'an error'), /password/i)
            await dev.fill('ca-password', ca.password)
            const files = await dev.made()
            const certificate = new X509Certificate(files['servers/gateway.local/gateway.local.cert.pem'])
            assert.equal(certificate.subjectAltName, 'DNS:gateway.local, IP Address:10.0.0.7')
            assert.equal(run('openssl', ['pkcs12', '-in', temporaryFile(files['servers/gateway.local/gateway.local.pfx']), '-passin', `pass:${await dev.value('password')}`, '-nokeys']).status, 0)
            assert.ok(!Object.keys(files).some((name) => name.startsWith('ca/')), 'nothing of the CA is handed out again')

            await dev.choose('renew-certificate', temporaryFile(files['servers/gateway.local/gateway.local.cert.pem'], '.pem'))
            await dev.fill('days', '30')
            const { octets } = await download(browser, () => dev.press('renew'))
            const renewed = unzipSync(octets)['devices/renewed/renewed.cert.pem']
            assert.equal(new X509Certificate(Buffer.from(renewed)).subject, certificate.subject)
            await dev.done()
        })

        test('what is refused stands beside its field, and nothing is saved', async () => {
            const dev = await DevPage.open(browser, http())
            const refused = async (changes, where, what) => {
                for (const [id, value] of Object.entries(changes)) await dev.fill(id, value)
                await dev.press('make')
                await until(async () => what.test((await dev.errors())[where] ?? ''), `${where}: ${what}`)
                assert.equal(await dev.text('result'), '')
            }
            await refused({ ids: 'fine\n../../etc/passwd' }, 'ids-error', /line 2 contains "\/"/)
            await refused({ ids: 's{9..1}' }, 'ids-error', /counts from 9 down to 1/)
            await refused({ ids: 'a\nA' }, 'ids-error', /stands in line 1 and again in line 2/)
            await refused({ ids: 'a', days: '0' }, 'days-error', /whole number/)
            await refused({ days: '90', password: '1234' }, 'password-error', /fewer than 12/)
            await refused({ password: PASSWORD, country: 'D1' }, 'subject-error', /country/)
            await refused({ country: '', 'ca-load': true }, 'ca-error', /no CA/)
            await dev.choose('ca-key', temporaryFile('noise'))
            await refused({}, 'ca-error', /neither a key nor a certificate/)
            await dev.choose('ids-file', temporaryFile('id,place\n"x""1",a\n', '.csv'))
            await until(async () => (await dev.value('ids')) === 'x"1', 'the ids of the CSV')
            await refused({}, 'ids-error', /contains """/)
            await dev.done()
        })

        test('pause, go on, cancel: nothing half-made comes', async () => {
            const dev = await DevPage.open(browser, http())
            await dev.fill('key-type', 'P-384')
            await dev.fill('ids', 'sensor-{0001..3000}')
            await dev.press('make')
            await until(async () => /per second/.test(await dev.text('progress-text')), 'progress', 60)
            await dev.press('pause')
            await until(async () => /paused/.test(await dev.text('progress-text')), 'the pause')
            const made = async () => Number(/^[\d,]+/.exec(await dev.text('progress-text'))[0].replace(',', ''))
            // What the workers have in hand at the moment is still finished.
            let before = await made()
            await until(async () => { const now = await made(); const same = now === before; before = now; return same }, 'the workers to rest')
            await dev.press('pause')
            await until(async () => (await made()) > before, 'going on')
            await dev.press('cancel')
            assert.match(await until(() => dev.text('form-error'), 'what is said'), /cancelled/)
            assert.equal(await dev.text('result'), '')
            // The same page makes another one.
            await dev.fill('key-type', 'P-256')
            await dev.fill('ids', 'sensor-1')
            assertDevice(await dev.made(), 'sensor-1', await dev.value('password'))
            await dev.done()
        })

        test('into a folder, part by part, and after a crash from the manifest on', { skip: kind === 'firefox' ? 'Firefox has no File System Access API: each part is a download there, as the next test has it' : false }, async () => {
            const dev = await DevPage.open(browser, http(), withFolder)
            await dev.fill('ids', 'sensor-{0001..2100}')
            await dev.fill('password', PASSWORD)
            assert.match(await dev.text('ids-count'), /2,100 certificates, in 3 ZIP files/)
            await dev.fill('into-folder', true)
            await dev.press('make')
            await until(async () => ((await folderFiles(dev.page))['manifest.json'] ?? []).length > 0, 'the first part', 180)
            // The page goes as a browser goes that crashes; what it wrote stays.
            await dev.page.evaluate(() => { window.onbeforeunload = null })
            const other = await DevPage.open(browser, http(), `window.goesOn = true; ${withFolder}`)
            await dev.page.close({ runBeforeUnload: false })
            const whole = (files) => Object.entries(files).filter(([name, octets]) => name.endsWith('.zip') && octets.length > 0).map(([name]) => name)
            const before = await folderFiles(other.page)
            assert.deepEqual(whole(before), ['popcert-dev-certs-1-of-3.zip'])
            const first = unzipSync(Uint8Array.from(before['popcert-dev-certs-1-of-3.zip']))
            const firstFiles = Object.fromEntries(Object.entries(first).map(([name, content]) => [name, Buffer.from(content)]))

            await other.page.$eval('#resume', (element) => { element.open = true })
            await other.choose('manifest', temporaryFile(Buffer.from(before['manifest.json']), '.json'))
            assert.match(await until(() => other.text('manifest-said'), 'what it is'), /^1,000 of 2,100 are made/)
            await other.choose('ca-key', temporaryFile(firstFiles['ca/intermediate.key.pem'], '.pem'))
            await other.choose('ca-certificate', temporaryFile(firstFiles['ca/intermediate.chain.pem'], '.pem'))
            await other.fill('ca-password', PASSWORD)
            await other.fill('password', PASSWORD)
            await other.fill('into-folder', true)
            await other.press('make')
            await until(() => other.text('result'), 'the rest', 180)
            const all = await folderFiles(other.page)
            assert.equal(whole(all).length, 3)
            const ids = new Set()
            for (const name of whole(all)) {
                const files = unzipSync(Uint8Array.from(all[name]))
                for (const path of Object.keys(files).filter((each) => each.endsWith('.key.pem') && each.startsWith('devices/'))) assert.ok(!ids.has(path) && ids.add(path), path)
            }
            assert.equal(ids.size, 2100)
            await other.page.evaluate(async () => (await navigator.storage.getDirectory()).removeEntry('popcert', { recursive: true }))
            await other.done()
        })

        test('without a folder each part is a download, and the last that came is enough to go on by', async () => {
            const dev = await DevPage.open(browser, http(), pausing)
            await dev.fill('ids', 'sensor-{0001..1900}')
            await dev.fill('password', PASSWORD)
            const first = await download(browser, () => dev.press('make'), 180)
            assert.equal(first.name, 'popcert-dev-certs-1-of-2.zip')
            await dev.press('cancel')
            assert.match(await until(() => dev.text('form-error'), 'what is said'), /cancelled/)
            const files = unzipSync(first.octets)

            await dev.page.$eval('#resume', (element) => { element.open = true })
            await dev.choose('manifest', temporaryFile(first.octets, '.zip'))
            assert.match(await until(() => dev.text('manifest-said'), 'what it is'), /^1,000 of 1,900 are made/)
            await dev.choose('ca-key', temporaryFile(files['ca/intermediate.key.pem'], '.pem'))
            await dev.choose('ca-certificate', temporaryFile(files['ca/intermediate.chain.pem'], '.pem'))
            for (const id of ['ca-password', 'password']) await dev.fill(id, PASSWORD)
            const second = await download(browser, () => dev.press('make'), 180)
            assert.equal(second.name, 'popcert-dev-certs-2-of-2.zip')
            const names = [first, second].map(({ octets }) => Object.keys(unzipSync(octets)).filter((name) => /^devices.*key\.pem$/.test(name)))
            assert.deepEqual(names.map(({ length }) => length), [1000, 900])
            assert.equal(new Set(names.flat()).size, 1900)
            await until(() => dev.text('result'), 'the result')

            await dev.choose('manifest', temporaryFile('{}', '.json'))
            assert.match(await until(() => dev.text('manifest-error'), 'an error'), /no manifest/)
            await dev.done()
        })

        test('no address is asked for, and the policy forbids what would', async () => {
            const dev = await DevPage.open(browser, http())
            const asked = server.requests?.length
            await dev.fill('ids', 'sensor-1')
            await dev.made()
            assert.equal(server.requests?.length, asked)
            assert.equal(await dev.page.evaluate(() => fetch('/signer.html').then(() => 'fetched', () => 'refused')), 'refused')
            await dev.page.close()
        })

        test('accessible in every state, and narrow', async () => {
            const dev = await DevPage.open(browser, http())
            await assertAccessible(dev.page)
            await dev.fill('ids', 'a,b/c')
            await dev.fill('kind', 'server')
            for (const details of await dev.page.$$('details')) await details.evaluate((element) => { element.open = true })
            await dev.press('make')
            await until(() => dev.text('ids-error'), 'an error')
            await assertAccessible(dev.page)
            await dev.fill('ca-load', true)
            await assertAccessible(dev.page, [320])
            await dev.fill('ca-make', true)
            await dev.fill('kind', 'device')
            await dev.fill('ids', 'a')
            await dev.made()
            await assertAccessible(dev.page)
            await dev.page.close()
        })
    })
}
