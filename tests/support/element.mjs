/** Pages that embed the element, and a page that plays the signer in its frame. */
import { saidIn, until } from './browsers.mjs'

const EVENTS = ['ready', 'created', 'failed', 'finished', 'resized', 'ca-certificate']

/** Writes down every event of the element that comes to the document. */
const recorder = `
    const events = []
    for (const name of ${JSON.stringify(EVENTS)}) {
        document.addEventListener('popcert-' + name, (event) => events.push({ name, detail: event.detail, target: event.target.id, event }))
    }
`

/** A page around `body`. Its own script is a file, since the policy of many a host wants it so: see \`hostFiles\`. */
export const hostPage = (body, { element = '/popcert/element.js' } = {}) => `<!doctype html><html lang="en"><meta charset="utf-8">
<link rel="icon" href="data:,"><title>A portal</title><script src="/recorder.js"></script>
${element === null ? '' : `<script type="module" src="${element}"></script>`}
<main><h1>A portal</h1>${body}</main></html>`

/** Speaks the protocol as the signer does, and writes down what it is told. A test speaks for it through \`port\`. */
export const FAKE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>a fake signer</title><main>fake</main><script>
    const got = [], origins = []
    let port = null
    addEventListener('message', (event) => {
        origins.push(event.origin)
        if (event.source !== parent || event.data?.popcert !== 'connect' || port !== null) return
        port = event.ports[0]
        // A member that is undefined is none.
        port.onmessage = ({ data }) => got.push(Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)))
        const answer = new URLSearchParams(location.search).get('answer') ?? 'ready'
        const say = () => port.postMessage({ type: answer, protocol: answer === 'ready' ? 1 : 2, version: '0.0.0-fake' })
        const wait = Number(new URLSearchParams(location.search).get('wait') ?? 0)
        if (answer === 'nothing') return
        if (wait === 0) say(); else setTimeout(say, wait)
    })
</script></html>`

/** For `pages` of the server. */
export const hostFiles = {
    '/recorder.js': { body: recorder, headers: { 'content-type': 'text/javascript' } },
    '/fake.html': FAKE,
    '/other-fake.html': FAKE.replace('0.0.0-fake', '0.0.0-other'),
}

export class Host {
    constructor(page) {
        this.page = page
        this.said = saidIn(page)
    }

    /** hurried: the page's clock runs a hundred times as fast for long waits, ten times for those in which a frame has to answer. */
    static async open(browser, url, { hurried = false, width = 1000, height = 900 } = {}) {
        const page = await browser.newPage()
        await page.setViewport({ width, height })
        const host = new Host(page)
        if (hurried) {
            await page.evaluateOnNewDocument(() => {
                if (window !== top) return
                const wait = setTimeout
                window.setTimeout = (job, milliseconds, ...rest) => wait(job, milliseconds / (milliseconds > 10_000 ? 100 : 10), ...rest)
            })
        }
        await page.goto(url)
        return host
    }

    /** Opens pages of a server by their paths: at once, or when the signer in it is there. */
    static opening(context) {
        const open = (path, options) => Host.open(context.browser, context.server.url + path, options)
        const ready = async (path, options) => {
            const host = await open(path, options)
            await host.waitForEvent('ready')
            return host
        }
        return { open, ready }
    }

    close() { return this.page.close() }

    /** The events so far, without what cannot be sent. */
    events(name) {
        return this.page.evaluate((name) => events.filter((each) => name === undefined || each.name === name)
            .map(({ name, target, detail }) => ({ name, target, detail })), name)
    }

    async waitForEvent(name, count = 1) {
        await until(() => this.page.evaluate((name, count) => events.filter((each) => each.name === name).length >= count, name, count),
            `${count} × popcert-${name}`).catch(async (error) => {
            throw new Error(`${error.message}; there were ${JSON.stringify(await this.events())}; ${this.said.join('; ')}`)
        })
        return (await this.events(name)).at(-1)
    }

    /** The frames with an address that ends so, in the order in which they came. */
    frames(ending) { return this.page.frames().filter((frame) => frame !== this.page.mainFrame() && frame.url().includes(ending)) }

    async frame(ending = '/fake.html') {
        const [frame] = await until(() => (this.frames(ending).length > 0 ? this.frames(ending) : null), `a frame with ${ending}`)
        return frame
    }

    /** What the frame has been told, once `enough` of that type are there. */
    async told(type, enough = 1, frame) {
        frame ??= await this.frame()
        const all = () => frame.evaluate((type) => got.filter((each) => each.type === type)
            .map((each) => (each.octets ? { ...each, octets: new TextDecoder('latin1').decode(each.octets) } : each)), type)
        return until(async () => { const found = await all(); return found.length >= enough ? found : null }, `${enough} × ${type} in the frame`)
    }

    /** What the element says itself, above the frame. */
    notice(role, selector = 'popcert-signer') {
        return this.page.$eval(selector, (element, role) => element.shadowRoot.querySelector(`[role=${role}]`).innerText.trim(), role)
    }

    /** Changes the element in the page, with `job` run there. */
    change(job, ...values) { return this.page.$eval('popcert-signer', job, ...values) }
}

/** An element whose signer is the fake one. */
export const fake = (rest = '') => `<popcert-signer id="signer" src="/fake.html" ${rest}></popcert-signer>`

const CERTIFICATE = `({ pem: 'PEM', der: new Uint8Array([48, 0]), fileName: 'a', verificationCode: 'c', subject: 's', issuer: 'i', serial: '01',
    notBefore: new Date(0), notAfter: new Date(1000), signatureAlgorithm: 'RSA', sha1: '00', sha256: '00', caSha1: '00' })`
const ERROR = "({ code: 'KEY_MISSING', category: 'no-private-key', message: 'm', hint: 'h', offset: 0, field: null })"

/** Says something in the name of the signer; in the expression `c` is a sound certificate and `e` a sound error. */
export const say = (frame, expression) => frame.evaluate(`{ const c = ${CERTIFICATE}, e = ${ERROR}; port.postMessage(${expression}) }`)
