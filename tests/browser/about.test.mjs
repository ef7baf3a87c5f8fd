// What the pages say of themselves: version and day of the source, how to check the file, and a copy of it that is the file. The online page
// says when the signer beside it is another one.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { BROWSERS, download, launch, press, until, withoutBrowser } from '../support/browsers.mjs'
import { dist, repository } from '../support/fixtures.mjs'
import { sha256 } from '../support/openssl.mjs'
import { startServer } from '../support/server.mjs'

const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
const browsers = {}
after(async () => { for (const browser of Object.values(browsers)) await browser.quit() })

/** As the online page frames it, a signer of which only the beginning matters. */
const signerThat = (says) => `<!doctype html><title>signer</title><script>onmessage = ({ ports: [port] }) => port?.postMessage(${JSON.stringify(says)})</script>`

for (const kind of BROWSERS) {
    suite(kind, { skip: withoutBrowser(kind) }, () => {
        const opened = async (url) => {
            browsers[kind] ??= await launch(kind)
            const page = await browsers[kind].newPage()
            page.said = []
            page.on('console', (message) => page.said.push(message.text()))
            page.on('dialog', (dialog) => dialog.accept())
            await page.goto(url)
            return page
        }
        const seen = (page, selector) => page.$eval(selector, (element) => element.checkVisibility())

        for (const name of ['signer.html', 'dev-certs.html']) {
            test(`${name}: version, day, commands, and a copy that is the file`, async () => {
                const server = await startServer(dist)
                try {
                    const page = await opened(`${server.url}/${name}`)
                    const footer = await page.$eval('footer', ({ textContent }) => textContent)
                    assert.ok(footer.includes(`popcert ${version}, 20`), footer)
                    const day = await page.$eval('footer time', ({ textContent, dateTime }) => [textContent, dateTime])
                    assert.match(day[0], /^20\d\d-\d\d-\d\d$/)
                    assert.equal(day[0], day[1])
                    const text = await page.$eval('main', ({ textContent }) => textContent)
                    for (const command of [`sha256sum ${name}`, `shasum -a 256 ${name}`, `certutil -hashfile ${name} SHA256`]) assert.ok(text.includes(command), command)
                    const saved = await download(browsers[kind], () => press(page, name === 'signer.html' ? '#save a' : '#save'))
                    assert.equal(saved.name, name)
                    assert.equal(sha256(saved.octets), sha256(readFileSync(join(dist, name))))
                    assert.deepEqual(page.said, [], 'the policy has nothing against it')
                    assert.match(page.url(), new RegExp(`/${name}$`), 'the page is still there')
                    await page.close()
                } finally {
                    await server.close()
                }
                const page = await opened(pathToFileURL(join(dist, name)).href)
                assert.equal(await seen(page, '#save'), false, 'a file is saved already')
                await page.close()
            })
        }

        test('the signer’s footer leads to how to check it, and offers nothing in a frame', async () => {
            const server = await startServer(dist, { '/frame.html': '<!doctype html><title>page</title><iframe src="/signer.html" sandbox="allow-scripts allow-downloads" width=900 height=900></iframe>' })
            try {
                const page = await opened(`${server.url}/signer.html`)
                await press(page, '#to-check')
                await until(() => page.$eval('#check', ({ open }) => open), 'the part to open')
                await until(() => page.$eval('#check', (element) => { const { top, bottom } = element.getBoundingClientRect(); return bottom > 0 && top < innerHeight }), 'it to be in view')
                await page.close()
                const around = await opened(`${server.url}/frame.html`)
                const frame = await (await around.waitForSelector('iframe')).contentFrame()
                await frame.waitForSelector('footer')
                await until(() => frame.$eval('html', ({ className }) => className.includes('framed')), 'the signer to know that it is framed')
                assert.equal(await seen(frame, '#own'), false)
                await around.close()
            } finally {
                await server.close()
            }
        })

        test('the online page says when the signer beside it is of another version, and takes none of another protocol', async () => {
            for (const [says, wanted] of [
                [{ type: 'ready', protocol: 1, version: '9.9.9' }, /signer\.html beside this page is popcert 9\.9\.9, and this page is /],
                [{ type: 'refused', protocol: 2, version: '9.9.9' }, /have to be of the same release of popcert/],
                [null, /^$/],
            ]) {
                const server = await startServer(dist, says === null ? {} : { '/signer.html': signerThat(says) })
                try {
                    const page = await opened(`${server.url}/index.html`)
                    await until(() => page.$eval('#cloud', ({ options }) => options.length > 1), 'the clouds')
                    await press(page, '#ca-from-signer')
                    const said = () => page.evaluate(() => {
                        const element = document.querySelector('popcert-signer')
                        return element === null ? null : document.querySelector('#signer-version').textContent + (element.shadowRoot?.textContent ?? '')
                    })
                    if (says !== null) await until(async () => wanted.test(await said() ?? ''), String(wanted))
                    else {
                        await until(async () => {
                            const frame = page.frames().find((each) => each.url().endsWith('/signer.html'))
                            return frame?.$eval('html', ({ className }) => className.includes('framed')).catch(() => false)
                        }, 'the signer')
                        assert.equal(await page.$eval('#signer-version', ({ textContent }) => textContent), '')
                    }
                    await page.close()
                } finally {
                    await server.close()
                }
            }
        })
    })
}

test('the day is the source’s, whatever the zone', () => {
    const day = execFileSync('git', ['log', '-1', '--format=%cd', '--date=format-local:%Y-%m-%d'], { cwd: repository, env: { ...process.env, TZ: 'UTC' }, encoding: 'utf8' }).trim()
    for (const TZ of ['Pacific/Kiritimati', 'Pacific/Niue']) {
        const said = execFileSync(process.execPath, ['--input-type=module', '-e', "import { sourceDate } from './web/build/about.mjs'; console.log(sourceDate)"],
            { cwd: repository, env: { PATH: process.env.PATH, TZ }, encoding: 'utf8' })
        assert.equal(said.trim(), day)
    }
    const given = execFileSync(process.execPath, ['--input-type=module', '-e', "import { sourceDate } from './web/build/about.mjs'; console.log(sourceDate)"],
        { cwd: repository, env: { PATH: process.env.PATH, SOURCE_DATE_EPOCH: '1767225600' }, encoding: 'utf8' })
    assert.equal(given.trim(), '2026-01-01')
})
