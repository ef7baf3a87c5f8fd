/** A page that embeds the signer and speaks the plain protocol of docs/frame-protocol.md, without any of our code. */
import { pathToFileURL } from 'node:url'

import { delay, press, restAndPress, seenText, until } from './browsers.mjs'
import { assertCheckerAccepts } from './checker.mjs'
import { CODE, fixture, fixturePath } from './fixtures.mjs'
import { openssl, temporaryFile } from './openssl.mjs'
import { signerFile } from './signer.mjs'
import { assertOpensslAccepts } from './verification.mjs'

/** The page keeps what comes in `got`, and follows the height that the frame would like, unless `height` is given. */
export function hostPage({ signer = '/signer.html', height, style = '', before = '', connect = true } = {}) {
    return `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>A portal</title>
<style>body { margin: 1rem; ${style} } iframe { width: 100%; border: 0; height: ${height ?? 900}px }</style>
<h1>A portal</h1>${before}
<div id="holder"><iframe id="signer" name="signer" src="${signer}" sandbox="allow-scripts allow-downloads" title="signer"></iframe></div>
<script>
const got = []
const frame = document.getElementById('signer')
let port
function connect(message = { popcert: 'connect', protocol: 1 }) {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => {
        got.push(data)
        if (data.type === 'resized' && ${height === undefined}) frame.style.height = data.height + 'px'
    }
    frame.contentWindow.postMessage(message, '*', [port2])
    return port1
}
${connect ? "frame.addEventListener('load', () => { port = connect() }, { once: true })" : ''}
</script></html>`
}

/** The host as a file beside nothing: it names the signer by its own address. */
export const hostFile = (options) => pathToFileURL(temporaryFile(hostPage({ signer: pathToFileURL(signerFile).href, ...options }), '.html')).href

export class Host {
    static async open(browser, url, { width = 1000, height = 900, dark = false } = {}) {
        const host = new Host()
        host.page = await browser.newPage()
        await host.page.setViewport({ width, height })
        if (browser.kind === 'chromium') await host.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }])
        await host.page.goto(url)
        host.frame = await (await host.page.waitForSelector('#signer')).contentFrame()
        await host.frame.waitForSelector('#create')
        return host
    }

    static async connected(...given) {
        const host = await Host.open(...given)
        await host.message('ready')
        return host
    }

    close() { return this.page.close() }

    /** All messages of a type, with `certificate.der` and so on as arrays. */
    got(type) {
        return this.page.evaluate((type) => got.filter((each) => type === undefined || each.type === type).map((each) =>
            (each.octets ? { ...each, octets: [...each.octets] } : each)), type)
    }

    message(type, count = 1) {
        return until(async () => { const all = await this.got(type); return all.length >= count ? all.at(-1) : null }, `${count} × '${type}'`)
            .catch(async (error) => { throw new Error(`${error.message}; came: ${JSON.stringify((await this.got()).map(({ type, error }) => [type, error?.code]))}; ${await this.text('form-error')}`) })
    }

    send(message) { return this.page.evaluate((message) => { port.postMessage(message) }, message) }

    sendCa(name = 'certs/ca-p256.pem') {
        return this.page.evaluate((octets) => { port.postMessage({ type: 'caCertificate', octets: new Uint8Array(octets) }) }, [...fixture(name)])
    }

    async chooseKey(name = 'keys/p256-pkcs8.pem') {
        await (await this.frame.$('#key-file')).uploadFile(fixturePath(name))
    }

    /** What is seen of an element; nothing where it is hidden. */
    text(id) { return seenText(this.frame, id) }

    /** Codes, certificate and key: all but the press. */
    async prepare(requests, { ca, key } = {}) {
        await this.send({ type: 'requests', requests })
        await this.sendCa(ca)
        await this.chooseKey(key)
        await until(async () => /belong/.test(await this.text('match')), 'key and certificate')
        await until(async () => (await this.text('requests-title')) !== '', 'the list')
    }

    /** The whole list in view for longer than a look (or only where it begins), then the button. */
    async look({ wholeList = true } = {}) {
        for (const id of ['requests-box', 'create']) {
            await this.frame.$eval(`#${id}`, (element) => element.scrollIntoView({ block: 'center' }))
            // Not a race: the longer it takes, the longer it was in view.
            await delay(900)
            if (id === 'requests-box' && wholeList) await this.scrollThroughList()
        }
    }

    /** A list that is longer than its box is read page by page. */
    async scrollThroughList() {
        const scroll = () => this.frame.$eval('#requests-box', (box) => {
            const before = box.scrollTop
            box.scrollTop += box.clientHeight * 0.7
            return box.scrollTop > before
        })
        while (await scroll()) await delay(500)
    }

    press(id = 'create') { return id === 'create' ? restAndPress(this.page, this.frame, '#create') : press(this.frame, `#${id}`) }

    /** To the button by Tab, from what stands before it, and for longer than a look. */
    async walkToButton() {
        await this.frame.focus('#options > summary')
        await until(async () => {
            await this.page.keyboard.press('Tab')
            return this.frame.evaluate(() => document.activeElement.id === 'create')
        }, 'the focus on the button')
        await delay(800)
    }

    async pressByKeyboard(key = 'Enter') {
        await this.walkToButton()
        await this.page.keyboard.press(key)
    }
}

/** Codes of a service's form, each with a name. */
export const requests = (count, prefix = '') => Array.from({ length: count }, (_, index) =>
    ({ id: `id ${prefix}${index}`, verificationCode: `${prefix}${String(index).padStart(4, '0')}${CODE}`.slice(0, 48), label: `contoso-dps-${prefix}${index}` }))

/** Has OpenSSL and the checker judge what a frame made. */
export const judge = (created, ca = 'certs/ca-p256.der') => {
    const { pem, verificationCode } = created.certificate
    assertOpensslAccepts(fixture(ca), openssl(['x509', '-outform', 'DER'], pem))
    assertCheckerAccepts(fixture(ca), verificationCode, pem)
}
