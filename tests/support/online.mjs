/** index.html as a person uses it. */
import assert from 'node:assert/strict'

import { startEmulator } from '../emulator/server.mjs'
import { delay, download, drop, launch, press, restAndPress, saidIn, until, withoutBrowser } from './browsers.mjs'
import { dist, fixturePath } from './fixtures.mjs'
import { startServer } from './server.mjs'

export class OnlinePage {
    constructor(browser, page) {
        this.browser = browser
        this.page = page
        this.said = saidIn(page)
        page.on('dialog', (dialog) => dialog.accept())
    }

    /** hurried: what a service asks to wait for passes a hundred times as fast, the longest wait for an answer thirty times. */
    static async open(browser, url, { dark = false, hurried = false, width = 1000, height = 900 } = {}) {
        const page = await browser.newPage()
        await page.setViewport({ width, height })
        if (hurried) {
            await page.evaluateOnNewDocument(() => {
                if (window !== top) return  // the signer keeps its own time
                const wait = window.setTimeout
                window.setTimeout = (job, milliseconds, ...rest) => wait(job, milliseconds === 60_000 ? 2000 : milliseconds > 1000 ? milliseconds / 100 : milliseconds, ...rest)
            })
        }
        if (browser.kind === 'chromium') await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }])
        const online = new OnlinePage(browser, page)
        await page.goto(url)
        await online.waitFor(() => page.$eval('#cloud', (select) => select.options.length > 1), 'the clouds')
        return online
    }

    close() { return this.page.close({ runBeforeUnload: false }) }

    // ------------------------------------------------------------ what a person does

    press(selector) { return press(this.page, selector) }

    async paste(selector, text) {
        await this.page.$eval(selector, (field, value) => {
            const fold = field.closest('details')
            if (fold) fold.open = true
            field.focus()
            field.value = value
            field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }))
        }, text)
    }

    async choose(selector, path) {
        const input = await this.page.$(selector)
        await input.evaluate((field) => { field.value = '' })  // as a click does: the same file again is a change
        await input.uploadFile(path)
    }

    drop(selector, name, octets) { return drop(this.page, selector, name, octets) }

    /** Settles on a cloud by its id. */
    async useCloud(id) {
        await this.page.select('#cloud', id)
        await this.press('#cloud-use')
        await this.waitFor(() => this.visible('#cloud-settled'), 'the cloud to be settled')
    }

    async useToken(token) {
        await this.page.$eval('#token', (field, value) => { field.value = value }, token)
        await this.press('#token-use')
    }

    /** Demo token, CA, and all services listed. */
    async begin({ ca = 'certs/ca-rsa2048.pem' } = {}) {
        await this.press('#demo-token')
        await this.waitForRows()
        if (ca !== null) await this.chooseCa(ca)
    }

    async chooseCa(name) {
        await this.choose('#ca-file', fixturePath(name))
        await this.waitFor(() => this.page.$eval('#ca-zone', (zone) => zone.dataset.status === 'loaded'), 'the CA')
    }

    /** These and no others. */
    async select(...names) {
        await this.waitFor(async () => {
            const selected = await this.page.$$eval('tr.service', (rows) => rows.map((row) => [row.dataset.service, row.cells[0].firstChild.checked]))
            const wrong = selected.find(([name, on]) => on !== names.includes(name))
            if (wrong !== undefined) await this.press(`tr[data-service="${wrong[0]}"] input[type=checkbox]`)
            return wrong === undefined
        }, `${names} to be selected`)
    }

    /** All that are shown and need work. */
    async selectAll() {
        await this.waitFor(async () => {
            const on = await this.page.$eval('#select-all', (box) => box.checked)
            if (!on) await this.press('#select-all')
            return on
        }, 'all to be selected')
    }

    async openDetails(name) {
        await this.press(`tr[data-service="${name}"] td:last-child button`)
        await this.waitFor(() => this.details(name), `the details of ${name}`)
    }

    /** Presses a button, by the beginning of its text, in the folded-out part of a service. */
    async pressIn(name, text) {
        await until(() => this.page.$eval(`tr[data-service="${name}"]`, (row, text) => {
            for (let next = row.nextElementSibling; next && !next.classList.contains('service'); next = next.nextElementSibling) {
                const button = [...next.querySelectorAll('button')].find((each) => each.checkVisibility() && !each.disabled && each.textContent.trim().startsWith(text))
                if (button) { button.click(); return true }
            }
            return false
        }, text), `“${text}” at ${name}`)
    }

    // ------------------------------------------------------------ what a person sees

    visible(selector) { return this.page.$eval(selector, (element) => element.checkVisibility()) }

    text(selector) {
        return this.page.$eval(selector, (element) => (element.checkVisibility() ? element.innerText.trim() : ''))
    }

    waitFor(probe, what, seconds) { return until(probe, what, seconds) }

    async waitForRows(count = 1) {
        await this.waitFor(() => this.page.$$eval('tr.service', (rows, count) => rows.length >= count && rows.every((row) => !/Not read yet|Reading/.test(row.innerText)), count),
            'the services', 30)
    }

    /** name -> what stands in the column of its state. */
    states() {
        return this.page.$$eval('tr.service', (rows) => Object.fromEntries(rows.map((row) => [row.dataset.service, row.cells[4].innerText.trim()])))
    }

    /** name -> the error beside its row. */
    rowErrors() {
        return this.page.$$eval('tr.service', (rows) => Object.fromEntries(rows.flatMap((row) => {
            const said = row.nextElementSibling
            return said?.classList.contains('said-row') && said.checkVisibility() ? [[row.dataset.service, said.innerText.trim()]] : []
        })))
    }

    details(name) {
        return this.page.$eval(`tr[data-service="${name}"]`, (row) => {
            for (let next = row.nextElementSibling; next && !next.classList.contains('service'); next = next.nextElementSibling) {
                if (next.classList.contains('detail-row') && next.checkVisibility()) return next.innerText
            }
            return ''
        })
    }

    async waitForState(name, pattern, seconds = 30) {
        await this.waitFor(async () => pattern.test((await this.states())[name] ?? ''), `${name} to be ${pattern}`, seconds).catch(async (error) => {
            throw new Error(`${error.message}; it is ${JSON.stringify((await this.states())[name])}, ${JSON.stringify(await this.rowErrors())}`)
        })
    }

    /** The frame of the signer, once it is ready. */
    async signer() {
        return this.waitFor(async () => {
            const handle = await this.page.$('popcert-signer >>> iframe')
            const frame = await handle?.contentFrame()
            return frame && (await frame.$('#create').catch(() => null)) ? frame : null
        }, 'the signer', 30)
    }

    /** In the frame, as a person does it: the key, its password, and the one click. */
    async sign({ key, password, codes } = {}) {
        const signer = await this.signer()
        const until2 = (probe, what) => this.waitFor(probe, what, 30)
        if (codes !== undefined) await until2(() => signer.$$eval('#requests-list li', (lines, codes) => lines.length === codes, codes), `${codes} codes in the signer`)
        if (key !== undefined) await (await signer.$('#key-file')).uploadFile(fixturePath(key))
        if (password !== undefined) {
            await until2(() => signer.$eval('#key-lock', (lock) => lock.checkVisibility()), 'the question for the password')
            await press(signer, '#key-password')
            await this.page.keyboard.type(password)  // by the focus that the press gave: a script that moves it is no hand
            await this.page.keyboard.press('Enter')
        }
        await until2(() => signer.$eval('#match', (match) => match.textContent !== ''), 'the key to fit')
        // The signer signs only what was before the eyes for a while: the codes, then the button.
        // Not a race: the longer it takes, the longer each was in view.
        const lines = (await signer.$$('#requests-list li')).length
        for (let at = 1; at <= lines; at++) {
            await signer.$eval(`#requests-list li:nth-child(${at})`, (line) => line.scrollIntoView({ block: 'center' }))
            await delay(250)
        }
        for (const id of ['#requests-box', '#create']) {
            await signer.$eval(id, (element) => element.scrollIntoView({ block: 'center' }))
            await delay(900)
        }
        await restAndPress(this.page, signer, '#create')
        return signer
    }

    download(selector) { return download(this.browser, () => this.press(selector)) }

    /** Nothing in the console, no violation of the policy. */
    assertSilent() { assert.deepEqual(this.said, []) }
}

/** Services of a world: one with the CA unverified, one with it verified, one that may only be looked at, and others. */
export function someServices(count = 4) {
    return Array.from({ length: count }, (_, index) => {
        const number = String(index + 1).padStart(2, '0')
        const kind = index % 3 === 2 ? 'IoTHub' : 'DPS'
        return { kind, name: `contoso-${kind === 'DPS' ? 'dps' : 'hub'}-${number}`, resourceGroup: index % 2 ? 'rg-field' : 'rg-factory', region: index % 2 ? 'japaneast' : 'westeurope' }
    })
}

/** One suite for a browser, launched once: `context.browser`, `.emulator`, `.server`, `.url`, `.file`. `fresh()` begins a new world. */
export function inOnline({ suite, before, after }, kind, define, { dark = false, ...options } = {}) {
    const context = {
        /** An emulator of its own for a test, and the address of the page that speaks with it. */
        async fresh(world = { services: someServices() }, { cloud: more = {}, pages = {}, ...config } = {}) {
            const emulator = await startEmulator(world)
            const cloud = { id: 'emulator', name: 'Local emulator', managementEndpoint: emulator.url, emulator: true, demoToken: emulator.token(), ...more }
            const server = await startServer(dist, { '/config.json': JSON.stringify({ clouds: [cloud], ...config }), ...pages })
            context.open.push(emulator, server)
            const end = async () => {
                await emulator.close()
                await server.close()
            }
            return { emulator, server, url: `${server.url}/index.html`, end, openPage: (more) => OnlinePage.open(context.browser, `${server.url}/index.html`, { dark, ...more }) }
        },
        open: [],
    }
    suite(kind, { skip: withoutBrowser(kind) }, () => {
        before(async () => { context.browser = await launch(kind, { dark, ...options }) })
        after(async () => {
            await context.browser?.quit()
            for (const each of context.open) await each.close().catch(() => {})
        })
        define(context)
    })
}
