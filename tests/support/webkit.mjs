/**
 * WebKit, the engine of Safari, as Debian packages it: plain WebDriver over HTTP (W3C), in a screen of its own. What the driver cannot
 * do here is done through the page: it has no files by name but those that are typed into the field.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'

import { until } from './browsers.mjs'

const folders = ['/usr/lib', ...(existsSync('/usr/lib') ? readdirSync('/usr/lib').filter((name) => /-linux-gnu/.test(name)).map((name) => `/usr/lib/${name}`) : []), '/usr/libexec']
const browser = folders.flatMap((folder) => ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'].map((name) => `${folder}/${name}/MiniBrowser`)).find(existsSync)
const has = (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0

/** What to give a suite as `skip`. */
export const withoutWebKit = browser !== undefined && has('WebKitWebDriver') && has('Xvfb') ? false
    : 'webkit2gtk-driver or xvfb is not installed: nothing was tried in WebKit'

function freePort() {
    return new Promise((resolve, reject) => {
        const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
            const { port } = server.address()
            server.close(() => resolve(port))
        })
    })
}

/** An element as WebDriver names it. */
const idOf = (element) => Object.values(element)[0]

export class WebKit {
    static async launch() {
        const webkit = new WebKit()
        // Xvfb takes a number that is free, and says which.
        webkit.screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1366x900x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
        const display = await new Promise((resolve, reject) => {
            webkit.screen.once('error', reject)
            webkit.screen.once('exit', () => reject(new Error('Xvfb ended')))
            webkit.screen.stdio[3].once('data', (data) => resolve(String(data).trim()))
        })
        const port = await freePort()
        webkit.driver = spawn('WebKitWebDriver', [`--port=${port}`], {
            stdio: 'ignore',
            env: {
                ...process.env, DISPLAY: `:${display}`, GDK_BACKEND: 'x11', WEBKIT_DISABLE_COMPOSITING_MODE: '1', LIBGL_ALWAYS_SOFTWARE: '1',
                ...(process.getuid?.() === 0 ? { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' } : {}),
            },
        })
        webkit.base = `http://127.0.0.1:${port}`
        await until(() => fetch(`${webkit.base}/status`).then((answer) => answer.ok, () => false), 'the driver')
        const { sessionId } = await webkit.call('POST', '/session', {
            capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } } },
        })
        webkit.base += `/session/${sessionId}`
        return webkit
    }

    async call(method, path, body) {
        const answer = await fetch(`${this.base}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
        const { value } = await answer.json()
        if (value?.error) throw new Error(`${value.error}: ${value.message}`)
        return value
    }

    open(url) { return this.call('POST', '/url', { url }) }

    /** A function's text is run in the page, or in the frame that was entered. */
    run(body, ...args) { return this.call('POST', '/execute/sync', { script: `return (${body})(...arguments)`, args }) }

    find(selector) { return this.call('POST', '/element', { using: 'css selector', value: selector }) }

    async type(selector, text) { return this.call('POST', `/element/${idOf(await this.find(selector))}/value`, { text }) }

    /** Until it is hit: what arrives late moves it away under the pointer. */
    async press(selector) {
        await until(async () => {
            await this.run("(selector) => { window.hitByTest = false; document.querySelector(selector).addEventListener('click', () => { window.hitByTest = true }, { once: true, capture: true }) }", selector)
            await this.call('POST', `/element/${idOf(await this.find(selector))}/click`, {})
            return this.run('() => window.hitByTest')
        }, `${selector} to be hit`)
    }

    async enterFrame(selector) { return this.call('POST', '/frame', { id: selector === null ? null : await this.find(selector) }) }

    async quit() {
        await this.call('DELETE', '').catch(() => {})
        this.driver.kill()
        this.screen.kill()
    }
}
