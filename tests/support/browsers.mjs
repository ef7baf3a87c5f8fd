/** Stock Chromium by the DevTools protocol and stock Firefox by WebDriver BiDi. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import puppeteer from 'puppeteer-core'

const KINDS = {
    chromium: { variable: 'POPCERT_CHROMIUM', names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] },
    firefox: { variable: 'POPCERT_FIREFOX', names: ['firefox-esr', 'firefox'] },
}
export const BROWSERS = Object.keys(KINDS)

/** The program of a browser, or null. */
export function browserPath(kind) {
    const { variable, names } = KINDS[kind]
    if (process.env[variable]) return process.env[variable]
    for (const name of names) {
        const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' })
        if (found.status === 0) return found.stdout.trim()
    }
    return null
}

/**
 * Chromium gives a sandboxed frame a process of its own, which puppeteer switches off: here it is as people have it, since walls
 * between frames are what many tests are about.
 */
function asPeopleHaveIt(args) {
    return args.map((arg) => (arg.startsWith('--disable-features=') ? arg.replace(/,(IsolateSandboxedIframes|ProcessPerSiteUpToMainFrameThreshold)\b/g, '') : arg))
}

/** What to give a test as `skip`. */
export const withoutBrowser = (kind) => (browserPath(kind) ? false : `${kind} is not installed: nothing was tried in it`)

/**
 * What Firefox compiled of itself when it first started, and to which Firefox that belongs (another takes none of it). In a new profile
 * it would compile all of it again, for two fifths of what a start costs. Nothing of a page is in it.
 */
const COMPILED = ['startupCache', 'compatibility.ini']

/** Where the one that is named by its program keeps them. */
function compiledOf(program) {
    const { ino, size, mtimeMs } = statSync(realpathSync(program))
    return join(import.meta.dirname, '..', '..', 'build', 'firefox', `${ino}-${size}-${Math.floor(mtimeMs)}`)
}

function beginCompiled(program, profile) {
    const kept = compiledOf(program)
    if (existsSync(kept)) cpSync(kept, profile, { recursive: true })
}

/** From the first one that ended well; whole or not at all. */
function keepCompiled(program, profile) {
    const kept = compiledOf(program)
    if (existsSync(kept) || COMPILED.some((name) => !existsSync(join(profile, name)))) return
    mkdirSync(dirname(kept), { recursive: true })
    const part = mkdtempSync(`${kept}-`)
    for (const name of COMPILED) cpSync(join(profile, name), join(part, name), { recursive: true })
    try {
        renameSync(part, kept)
    } catch {
        rmSync(part, { recursive: true })  // another was faster
    }
}

/**
 * A process of a closed page waits for the next page of the same site, as it does where a person has another tab of that site open: to
 * start one costs a third of what a page costs. Sites, and files, have processes of their own as before.
 */
const KEPT = {
    'dom.ipc.keepProcessesAlive.web': 2,
    'dom.ipc.keepProcessesAlive.webIsolated.max': 4,
    'dom.ipc.keepProcessesAlive.webIsolated.perOrigin': 1,
    'dom.ipc.keepProcessesAlive.file': 1,
}

const isRoot = process.getuid?.() === 0

/**
 * @param {'chromium' | 'firefox'} kind
 * @param {{ dark?: boolean, languages?: string }} options languages: what navigator.languages says, such as `de,en`; else English
 * @returns the browser of puppeteer, with `downloads`: the folder into which it saves, and `quit()`, which removes it
 */
export async function launch(kind, options = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'popcert-browser-'))
    const downloads = join(folder, 'downloads')
    mkdirSync(downloads)
    const { acceptInsecureCerts = false, languages = 'en-US,en', protocolTimeout = 180_000 } = options
    const common = { executablePath: browserPath(kind), headless: true, timeout: 120_000, protocolTimeout, acceptInsecureCerts }
    const userDataDir = join(folder, 'profile')
    if (kind === 'firefox') {
        mkdirSync(userDataDir)
        beginCompiled(common.executablePath, userDataDir)
    }
    const args = [
        ...(isRoot ? ['--no-sandbox'] : []),
        `--lang=${languages.split(',')[0]}`, `--accept-lang=${languages}`,
        '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
        '--disable-dev-shm-usage', ...(options.args ?? []),
    ]
    const browser = kind === 'chromium'
        ? await puppeteer.launch({
            ...common,
            browser: 'chrome',
            downloadBehavior: { policy: 'allow', downloadPath: downloads },
            ignoreDefaultArgs: true,
            args: asPeopleHaveIt(puppeteer.defaultArgs({ browser: 'chrome', headless: true, userDataDir, args })),
        })
        : await puppeteer.launch({
            ...common,
            browser: 'firefox',
            userDataDir,
            extraPrefsFirefox: {
                'browser.download.dir': downloads,
                'browser.download.folderList': 2,
                'browser.download.useDownloadDir': true,
                'browser.download.alwaysOpenPanel': false,
                'browser.helperApps.neverAsk.saveToDisk': 'application/x-pem-file,application/pkix-cert,application/octet-stream',
                'intl.accept_languages': languages,
                'privacy.reduceTimerPrecision': false,
                ...KEPT,
                'ui.systemUsesDarkTheme': options.dark ? 1 : 0,
                'browser.theme.content-theme': options.dark ? 0 : 1,
                'layout.css.prefers-color-scheme.content-override': options.dark ? 0 : 1,
                ...options.prefs,
            },
        })
    browser.downloads = downloads
    browser.kind = kind
    browser.quit = async () => {
        await browser.close()
        if (kind === 'firefox') keepCompiled(common.executablePath, userDataDir)
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    }
    return browser
}

/** What the console of a page says from now on, page errors too. */
export function saidIn(page) {
    const said = []
    page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => said.push(`pageerror: ${error.message}`))
    return said
}

export const delay = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Waits until `probe` gives something true; that is the result. The time is for a machine that is busy: what is true comes as soon as it is. */
export async function until(probe, what, seconds = 60) {
    for (const end = Date.now() + seconds * 1000; ; await delay(25)) {
        const result = await probe()
        if (result) return result
        if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for ${what}`)
    }
}

/**
 * Presses what a selector finds in a page or frame until it is hit: what arrives late can move it away under the mouse, or draw it
 * anew.
 */
export async function press(scope, selector) {
    await until(async () => {
        const element = await scope.$(selector)
        if (element === null) return false
        await element.evaluate((target) => {
            window.hitByTest = false
            target.addEventListener('click', () => { window.hitByTest = true }, { once: true, capture: true })
            // As a person scrolls on, where something that stays in view lies over it.
            const { left, top, width, height } = target.getBoundingClientRect()
            const there = document.elementFromPoint(left + width / 2, top + height / 2)
            if (there !== null && !target.contains(there) && !there.contains(target)) target.scrollIntoView({ block: 'center' })
        })
        await element.click().catch(() => {})
        // Where the press led to another page, or to the same one anew, nothing is there to ask any more.
        return scope.evaluate(() => window.hitByTest !== false).catch(() => true)
    }, `${selector} to be hit`)
}

/**
 * The same for a button that is guarded: the pointer comes to rest on it first, as a person's does. Once more where it was moved
 * away meanwhile.
 */
export async function restAndPress(page, scope, selector, milliseconds = 800) {
    await until(async () => {
        const element = await scope.$(selector)
        if (element === null) return false
        await element.evaluate((target) => {
            window.hitByTest = false
            target.addEventListener('click', () => { window.hitByTest = true }, { once: true, capture: true })
        })
        await element.hover().catch(() => {})
        await delay(milliseconds)
        await page.mouse.down()
        await page.mouse.up()
        return scope.evaluate(() => window.hitByTest)
    }, `${selector} to be hit`)
}

/** Drops a file on an element. */
export async function drop(page, selector, name, octets) {
    await page.$eval(selector, (zone, name, octets) => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([new Uint8Array(octets)], name))
        for (const type of ['dragenter', 'dragover', 'drop']) {
            zone.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }))
        }
    }, name, [...octets])
}

/** The text of an element of a page or frame as it is seen: nothing where it is hidden. */
export function seenText(scope, id) {
    return scope.$eval(`#${id}`, (element) => (element.checkVisibility() ? element.innerText.trim() : ''))
}

/** The octets of the finished download after `action`, and its name. */
export async function download(browser, action, seconds = 60) {
    // A browser may write over a file of the same name, or put a number behind it: there is none.
    for (const file of readdirSync(browser.downloads)) rmSync(join(browser.downloads, file))
    await action()
    // Firefox writes under a name of its own, and renames: only what is there twice, with the same octets, is finished.
    let before = null
    const finished = () => {
        try {
            const files = readdirSync(browser.downloads)
            const name = files.some((file) => /\.(part|crdownload|tmp)$/.test(file)) ? undefined : files.find((file) => !file.startsWith('.'))
            const now = name === undefined ? null : { name, octets: readFileSync(join(browser.downloads, name)) }
            const isSame = now !== null && before?.name === now.name && now.octets.length > 0 && before.octets.equals(now.octets)
            before = now
            return isSame ? now : null
        } catch (error) {
            if (error.code !== 'ENOENT') throw error
            return null
        }
    }
    return until(finished, 'a download', seconds)
}
