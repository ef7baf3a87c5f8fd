/** dev-certs.html as a person uses it. */
import assert from 'node:assert/strict'

import { unzipSync } from 'fflate'

import { download, press, saidIn, seenText, until } from './browsers.mjs'
import { run, temporaryFile } from './openssl.mjs'

export class DevPage {
    constructor(browser, page) {
        Object.assign(this, { browser, page, said: saidIn(page) })
    }

    static async open(browser, url, prepare) {
        const page = await browser.newPage()
        await page.setViewport({ width: 1000, height: 1200 })
        const dev = new DevPage(browser, page)
        if (prepare !== undefined) await page.evaluateOnNewDocument(prepare)
        await page.goto(url)
        return dev
    }

    text(id) { return seenText(this.page, id) }
    value(id) { return this.page.$eval(`#${id}`, (element) => element.value) }
    press(id) { return press(this.page, `#${id}`) }

    async fill(id, value) {
        await this.page.$eval(`#${id}`, (element, value) => {
            for (let each = element.closest('details'); each; each = each.parentElement.closest('details')) each.open = true
            if (element.type === 'checkbox' || element.type === 'radio') element.checked = value
            else element.value = value
            element.dispatchEvent(new Event('input', { bubbles: true }))
        }, value)
    }

    async choose(id, path) { await (await this.page.$(`#${id}`)).uploadFile(path) }

    errors() {
        return this.page.$$eval('.error', (all) => Object.fromEntries(all.filter((each) => each.id !== '' && each.innerText.trim() !== '').map((each) => [each.id, each.innerText.trim()])))
    }

    /** The files of the ZIP that comes. */
    async made() {
        const { name, octets } = await download(this.browser, () => this.press('make'))
        assert.equal(run('unzip', ['-tqq', temporaryFile(octets, '.zip')]).status, 0, `${name} as unzip sees it`)
        await until(() => this.text('result'), 'the result')
        assert.deepEqual(await this.errors(), {})
        return Object.fromEntries(Object.entries(unzipSync(octets)).map(([path, content]) => [path, Buffer.from(content)]))
    }

    async done() {
        assert.deepEqual(this.said, [], 'console')
        await this.page.close()
    }
}
