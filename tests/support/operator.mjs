/** An operator with fifty services before the online page, and what has to be in the cloud when the work is done. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { delay } from './browsers.mjs'
import { created } from './core.mjs'
import { fixture } from './fixtures.mjs'
import { someServices } from './online.mjs'
import { temporaryFolder } from './openssl.mjs'

export const count = 50
export const names = someServices(count).map(({ name }) => name)
/** In DER. */
export const ca = Buffer.from(fixture('certs/ca-p256.der'))

/** What is in each service, and what it was asked that it did. */
export function assertProved(emulator, { codes = () => 1, uploads = () => 1, others = () => [] } = {}) {
    const taken = (operation, name) => emulator.requests.filter((each) => each.operation === operation && each.service === name && each.status === 200).length
    for (const service of emulator.state.services) {
        const { name } = service
        const ours = service.list().filter(({ x509 }) => x509.raw.equals(ca))
        assert.deepEqual(ours.map(({ isVerified }) => isVerified), [true], `${name}: the CA once, verified`)
        assert.deepEqual(service.list().filter((entry) => !ours.includes(entry)).map((entry) => entry.name), others(name), `${name}: and nothing else`)
        assert.ok(taken('put', name) <= uploads(name), `${name} was given the CA ${taken('put', name)} times`)
        assert.ok(taken('verify', name) <= 1, `${name} took ${taken('verify', name)} proofs`)
        assert.ok(taken('generate', name) <= codes(name), `${name} made ${taken('generate', name)} codes`)
    }
}

/** A page on which fifty services are selected, and what an operator does there. */
export class Operator {
    /** The codes for which somebody signed. */
    signed = []

    constructor(online, name) {
        this.online = online
        this.name = name
    }

    static async begin(openPage, name) {
        const operator = new Operator(await openPage({ hurried: true }), name)
        await operator.beginAnew()
        return operator
    }

    async beginAnew() {
        await this.online.begin({ ca: 'certs/ca-p256.pem' })
        await this.until(/^50 services: /, 'fifty services')
        await this.online.waitForRows(count)
        await this.online.press('#elsewhere summary')
    }

    async reload() {
        await this.online.page.reload()
        await this.online.waitFor(() => this.online.page.$eval('#cloud', (select) => select.options.length > 1), 'the clouds')
        await this.beginAnew()
    }

    async run() {
        await this.online.selectAll()
        await this.online.waitFor(() => this.online.page.$eval('#run', (button) => button.getAttribute('aria-disabled') !== 'true'), 'a button that can be pressed')
        await this.online.press('#run')
    }

    overview() { return this.online.page.$eval('#overview', (line) => line.textContent) }

    /** Asking all the time would make the page slower that is asked. */
    waitFor(probe, what) {
        return this.online.waitFor(async () => {
            await delay(75)
            return probe()
        }, what, 90)
    }

    until(pattern, what) { return this.waitFor(async () => pattern.test(await this.overview()), what) }

    /** At least so many rows are in that state, and others not yet. */
    untilSome(some, state) {
        return this.waitFor(async () => Number(new RegExp(`(\\d+) ${state}`).exec(await this.overview())?.[1] ?? 0) >= some, `${some} ${state}`)
    }

    atRest() { return this.waitFor(async () => !(await this.online.visible('#cancel')), 'the rows at rest') }

    /** Tries what failed again, and lets new codes be made where the page asks for that, until it is so. */
    async insist(pattern, what) {
        await this.waitFor(async () => {
            if (await this.online.visible('#cancel')) return false
            if (pattern.test(await this.overview())) return true
            await this.online.page.evaluate(() => {
                const all = document.querySelector('#retry-failed')
                const one = [...document.querySelectorAll('.said-row button')].find((button) => button.checkVisibility() && /^(Try again|Refresh)/.test(button.textContent))
                const asked = document.querySelector('#question-go')
                if (asked !== null && asked.checkVisibility()) asked.click()
                else if (all.checkVisibility()) all.click()
                else one?.click()
            })
            return false
        }, what).catch(async (error) => {
            throw new Error(`${error.message}: ${await this.overview()} ${JSON.stringify(await this.online.rowErrors())}`)
        })
    }

    allCodes() { return this.insist(/^50 services: 0 verified, 50 waiting for your signature$/, 'fifty codes') }
    allVerified() { return this.insist(/^50 services: 50 verified$/, 'fifty times Verified') }

    async request() { return JSON.parse((await this.online.download('#export')).octets) }

    async takeIn(file) {
        const path = join(temporaryFolder, `${this.name}-${file.popcert}.json`)
        writeFileSync(path, JSON.stringify(file))
        await this.online.choose('#response-file', path)
    }

    /** On the other computer. Without a request file: what waits on the page now. */
    async sign(request) {
        const { ca: of, requests } = request ?? await this.request()
        const { sha1, sha256, subject } = of
        const responses = await Promise.all(requests.map(async (each) => {
            this.signed.push(each.verificationCode)
            return { ...each, certificate: (await created({ verificationCode: each.verificationCode, caCertificate: ca, privateKey: fixture('keys/p256-pkcs8.pem') })).pem }
        }))
        const response = { popcert: 'response', version: 1, created: '2026-11-26T12:00:00Z', ca: { subject, sha1, sha256 }, responses }
        await this.takeIn(response)
        return response
    }

    /** Nobody signed for a code twice, nor for more services than there are. */
    assertSignedOnce() {
        assert.equal(this.signed.length, count)
        assert.equal(new Set(this.signed).size, count)
    }
}
