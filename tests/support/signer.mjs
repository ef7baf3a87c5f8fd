/** signer.html as a person uses it. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { download, drop, launch, press, saidIn, seenText, until, withoutBrowser } from './browsers.mjs'
import { CODE, dist, fixturePath } from './fixtures.mjs'
import { startServer } from './server.mjs'

export const signerFile = join(dist, 'signer.html')
if (!existsSync(signerFile)) throw new Error('dist/signer.html is missing: run ./dev build first')

/** The text of the errors that may stand on the page, beside what they belong to. */
const ERRORS = ['code-error', 'key-error', 'password-error', 'ca-error', 'validity-error', 'form-error']

export class SignerPage {
    constructor(browser, page) {
        this.browser = browser
        this.page = page
        this.said = saidIn(page)
        page.on('dialog', (dialog) => dialog.accept())  // who leaves is asked while a certificate is not saved
    }

    static async open(browser, url, { dark = false, width = 1000, height = 900 } = {}) {
        const page = await browser.newPage()
        await page.setViewport({ width, height })
        if (browser.kind === 'chromium') await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }])
        const signer = new SignerPage(browser, page)
        await page.goto(url)
        return signer
    }

    close() { return this.page.close() }

    // ------------------------------------------------------------ what a person does

    async type(id, text) {
        await this.page.$eval(`#${id}`, (field) => {
            field.value = ''
            field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'deleteContentBackward' }))
        })
        await this.page.type(`#${id}`, text)
    }

    async choose(id, path) {
        const input = await this.page.$(`#${id}`)
        await input.uploadFile(path)
    }

    chooseKey(name) { return this.choose('key-file', fixturePath(name)) }
    chooseCa(name) { return this.choose('ca-file', fixturePath(name)) }

    /** As the clipboard does it: the whole text at once, with the events that belong to it. */
    async paste(id, text) {
        await this.page.$eval(`#${id}`, (field, value) => {
            for (let each = field.closest('details'); each; each = each.parentElement.closest('details')) each.open = true
            field.focus()
            field.value = value
            field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }))
            field.dispatchEvent(new Event('change', { bubbles: true }))
        }, text)
    }

    drop(selector, name, octets) { return drop(this.page, selector, name, octets) }

    /** Fills all three fields with a pair that works. */
    async fill({ code = CODE, key = 'keys/p256-pkcs8.pem', ca = 'certs/ca-p256.pem' } = {}) {
        await this.paste('code', code)
        await this.chooseKey(key)
        await this.chooseCa(ca)
    }

    press(id) { return press(this.page, `#${id}`) }

    /** A row that is done is one line: it is opened to take its file away. */
    async remove(row) {
        await until(() => this.visible(`${row}-change`), `the row of the ${row} to be done`)
        await this.press(`${row}-change`)
        await this.press(`${row}-remove`)
    }

    create() { return this.press('create') }

    chooseSubjectKey(value) { return press(this.page, `input[name=subject-key][value=${value}]`) }

    // ------------------------------------------------------------ what a person sees

    text(id) { return seenText(this.page, id) }

    /** The text of an element with what is folded away. */
    wholeText(id) { return this.page.$eval(`#${id}`, (element) => element.textContent) }

    value(id) { return this.page.$eval(`#${id}`, (field) => field.value) }

    visible(id) { return this.page.$eval(`#${id}`, (element) => element.checkVisibility()) }

    /** Every error that is seen: id -> text. */
    async errors() {
        const found = {}
        for (const id of ERRORS) {
            const text = await this.text(id)
            if (text !== '') found[id] = text
        }
        return found
    }

    waitFor(probe, what, seconds) { return until(() => probe(this), what, seconds) }

    waitForError(id) { return this.waitFor(() => this.text(id), `an error in #${id}`) }

    async waitForResult() {
        // What was wrong before may still be shown for a moment.
        await this.waitFor(() => this.visible('result'), 'a result').catch(async (error) => {
            throw new Error(`${error.message}; on the page: ${JSON.stringify(await this.errors())}`)
        })
        assert.deepEqual(await this.errors(), {})
    }

    waitForNoResult() { return this.waitFor(async () => !(await this.visible('result')), 'the result to go') }

    download(id) { return download(this.browser, () => this.press(id)) }

    /** Nothing in the console, no violation of the policy. */
    assertSilent() { assert.deepEqual(this.said, []) }
}

/** The browsers that are wanted, and how the page gets into them. */
export const WAYS = ['http', 'file']

/** The addresses of the page; `close` at the end. */
export async function serveSigner(pages) {
    const server = await startServer(dist, pages)
    return { server, http: `${server.url}/signer.html`, file: pathToFileURL(signerFile).href }
}

/** One suite of node:test for a browser, with the browser launched once: `context.browser`, `.server`, `.http`, `.file`. */
export function inBrowser({ suite, before, after }, kind, define, options) {
    const context = {}
    suite(kind, { skip: withoutBrowser(kind) }, () => {
        before(async () => {
            Object.assign(context, await serveSigner(options?.pages))
            context.browser = await launch(kind, options)
        })
        after(async () => {
            await context.browser?.quit()
            await context.server?.close()
        })
        define(context)
    })
}
