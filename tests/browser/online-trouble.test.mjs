// Fifty services and trouble in the middle. The judge is the emulator: each service has the CA once, and took one proof of it.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'

import { BROWSERS } from '../support/browsers.mjs'
import { created } from '../support/core.mjs'
import { fixture } from '../support/fixtures.mjs'
import { inOnline, someServices } from '../support/online.mjs'
import { temporaryFolder } from '../support/openssl.mjs'

const count = 50
const names = someServices(count).map(({ name }) => name)
const ca = Buffer.from(fixture('certs/ca-p256.der'))

/** What is in each service, and what it was asked that it did. */
function assertProved(emulator, { codes = () => 1 } = {}) {
    const taken = (operation, name) => emulator.requests.filter((each) => each.operation === operation && each.service === name && each.status === 200).length
    for (const service of emulator.state.services) {
        const { name } = service
        assert.deepEqual(service.list().map(({ isVerified, x509 }) => [isVerified, x509.raw.equals(ca)]), [[true, true]], `${name}: the CA, verified, and nothing else`)
        assert.ok(taken('put', name) <= 1, `${name} was given the CA ${taken('put', name)} times`)
        assert.ok(taken('verify', name) <= 1, `${name} took ${taken('verify', name)} proofs`)
        assert.ok(taken('generate', name) <= codes(name), `${name} made ${taken('generate', name)} codes`)
    }
}

/** A page on which fifty services are selected, and what an operator does there. */
class Operator {
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
        await this.online.press('#run')
    }

    overview() { return this.online.page.$eval('#overview', (line) => line.textContent) }

    until(pattern, what) { return this.online.waitFor(async () => pattern.test(await this.overview()), what, 90) }

    /** At least so many rows are in that state, and others not yet. */
    untilSome(some, state) {
        return this.online.waitFor(async () => Number(new RegExp(`(\\d+) ${state}`).exec(await this.overview())?.[1] ?? 0) >= some, `${some} ${state}`, 60)
    }

    atRest() { return this.online.waitFor(async () => !(await this.online.visible('#cancel')), 'the rows at rest', 60) }

    /** Tries what failed again, and lets new codes be made where the page asks for that, until it is so. */
    async insist(pattern, what) {
        await this.online.waitFor(async () => {
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
        }, what, 90).catch(async (error) => {
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

/** Trouble by a service's place in the list; each kind three times at least. */
const storm = [
    { operation: 'list', status: 503, retryAfter: 0 },
    { operation: 'put', status: 500, body: '<html>Internal Server Error</html>' },
    { operation: 'put', status: 429, retryAfter: 2 },
    { operation: 'put', lose: true },
    { operation: 'put', drop: true, times: 2 },
    { operation: 'generate', status: 503, body: '<html>Service Unavailable</html>', retryAfter: 1, times: 2 },
    { operation: 'generate', status: 409, code: 409050, message: 'Another operation is under way.' },
    { operation: 'generate', touch: true },
    { operation: 'generate', lose: true },
    { operation: 'verify', touch: true },
    { operation: 'verify', lose: true },
    { operation: 'verify', status: 500, times: 2 },
    { operation: 'verify', status: 412, code: 412001, message: 'Invalid ETag supplied.' },
    { operation: 'verify', renew: true },
    { operation: 'get', status: 500 },
    { operation: 'put', status: 400, code: 400999, message: 'Trouble on demand.' },
]
const troubleOf = (name) => storm[names.indexOf(name) % storm.length]

for (const kind of BROWSERS) {
    inOnline({ suite, before, after }, kind, (context) => {
        const begin = async (world) => {
            const { emulator, openPage, end } = await context.fresh({ services: someServices(count), ...world })
            return { emulator, openPage, operator: await Operator.begin(openPage, kind), end }
        }
        const finish = async ({ emulator, operator, end }, judged) => {
            const states = Object.values(await operator.online.states())
            assert.deepEqual(states.filter((state) => state !== 'Verified'), [])
            assertProved(emulator, judged)
            await operator.online.close()
            await end()
        }

        test('every service has another trouble', async () => {
            const world = await begin()
            const { emulator, operator } = world
            for (const name of names) emulator.faults.add({ service: name, ...troubleOf(name) })
            await operator.run()
            await operator.allCodes()
            await operator.sign()
            await operator.insist(/^50 services: 47 verified, 3 waiting for your signature$/, 'all but those whose code a colleague made worthless')
            await operator.sign()
            await operator.allVerified()
            assert.equal(operator.signed.length, count + 3)
            assert.deepEqual(emulator.faults.waiting, [], 'all of it happened')
            const { lines } = JSON.parse((await operator.online.download('#report-json')).octets)
            assert.deepEqual(lines.map(({ service }) => service).sort(), names.toSorted())
            assert.deepEqual(lines.filter(({ outcome, proof }) => outcome !== 'Verified' || proof !== 'with'), [])
            // Where an answer got lost, or a colleague asked, there was another code before the one that counts.
            await finish(world, { codes: (name) => (troubleOf(name).lose === true || troubleOf(name).renew === true ? 2 : 1) })
        })

        test('the token ends in the middle of the codes, and again in the middle of the proofs', async () => {
            const world = await begin()
            const { emulator, operator } = world
            const waits = () => operator.online.waitFor(async () => Object.values(await operator.online.states()).some((state) => /Waits for a new token/.test(state)), 'rows that wait')
            emulator.faults.add({ operation: 'generate', expire: true, skip: 20 })
            await operator.run()
            await waits()
            await operator.online.useToken(emulator.token())
            await operator.allCodes()
            emulator.faults.add({ operation: 'verify', expire: true, skip: 20 })
            await operator.sign()
            await waits()
            await operator.online.press('#cancel')
            await operator.atRest()
            await operator.online.useToken(emulator.token())
            await operator.run()
            await operator.allVerified()
            operator.assertSignedOnce()
            await finish(world)
        })

        test('throttled for minutes, then for an hour; a burst of 503', async () => {
            const world = await begin()
            const { emulator, operator } = world
            for (const service of names.slice(0, 12)) emulator.faults.add({ service, operation: 'put', status: 429, retryAfter: 280 })
            for (const service of names.slice(6, 18)) emulator.faults.add({ service, operation: 'generate', status: 503, retryAfter: 20, retryAfterAs: 'date', times: 3 })
            await operator.run()
            await operator.online.waitFor(async () => Object.values(await operator.online.states()).some((state) => /Azure asks to wait/.test(state)), 'a row that waits')
            await operator.until(/ 0 verified, 50 waiting/, 'fifty codes, with nobody pressing anything')
            for (const service of names.slice(20, 30)) emulator.faults.add({ service, operation: 'verify', status: 429, retryAfter: 3600 })
            await operator.sign()
            await operator.until(/ 40 verified, 10 failed/, 'ten that are left alone for an hour')
            assert.equal(emulator.requests.filter(({ operation, status }) => operation === 'verify' && status === 429).length, 10, 'none was asked again')
            await operator.allVerified()
            operator.assertSignedOnce()
            await finish(world)
        })

        test('the network goes in the middle of the codes, and in the middle of the proofs', async () => {
            const world = await begin()
            const { operator } = world
            const { page } = operator.online
            const cut = async (some, state) => {
                await operator.untilSome(some, state)
                await page.setOfflineMode(true)
                await operator.untilSome(1, 'failed')
                await operator.atRest()
                await page.setOfflineMode(false)
            }
            await operator.run()
            await cut(15, 'waiting')
            await operator.allCodes()
            await operator.sign()
            await cut(15, 'verified')
            await operator.allVerified()
            operator.assertSignedOnce()
            // Of an answer that was on its way nobody knows the code.
            await finish(world, { codes: () => 2 })
        })

        test('loaded anew in the middle of the codes, and in the middle of the proofs: the files go on', async () => {
            const world = await begin()
            const { emulator, operator } = world
            await operator.run()
            await operator.untilSome(15, 'waiting')
            const saved = await operator.request()
            await operator.reload()
            await operator.takeIn(saved)
            await operator.online.waitFor(async () => / wait for your signature again/.test(await operator.online.text('#response-note')), 'its codes')
            assert.equal(await operator.online.text('#response-error'), '')
            await operator.run()
            await operator.online.waitFor(() => operator.online.visible('#question'), 'the question about codes that this page does not know')
            await operator.online.press('#question-go')
            await operator.allCodes()
            const request = await operator.request()
            const codes = new Set(request.requests.map(({ verificationCode }) => verificationCode))
            assert.deepEqual(saved.requests.filter(({ verificationCode }) => !codes.has(verificationCode)), [], 'no code of the file was lost')
            const response = await operator.sign(request)
            await operator.untilSome(15, 'verified')
            await operator.reload()
            const before = emulator.requests.filter(({ operation }) => operation === 'generate').length
            await operator.takeIn(response)
            await operator.allVerified()
            assert.equal(emulator.requests.filter(({ operation }) => operation === 'generate').length, before, 'no code is made for what is signed')
            const kept = new Set(saved.requests.map(({ service }) => service))
            await finish(world, { codes: (name) => (kept.has(name) ? 1 : 2) })
        })

        test('two operators at once', async () => {
            const world = await begin()
            const { operator, openPage } = world
            const other = await Operator.begin(openPage, `${kind}-other`)
            // Both are there before either of them presses.
            for (const each of [operator, other]) await each.online.selectAll()
            await Promise.all([operator, other].map((each) => each.online.page.$eval('#run', (button) => button.click())))
            for (const each of [operator, other]) await each.insist(/ 50 waiting/, 'fifty codes')
            await other.online.page.bringToFront()
            await other.sign()
            await other.online.waitFor(async () => /of 50 verified/.test(await other.online.text('#response-note')), 'what became of them')
            await operator.online.page.bringToFront()
            await operator.sign()
            await operator.allVerified()
            await other.online.close()
            await finish(world, { codes: () => 2 })
        })

        test('slow services, some of which never answer; stopped, and begun again', async () => {
            const slow = names.filter((_, index) => index % 12 === 5)
            const world = await begin({ latency: ({ name }) => (names.indexOf(name) % 3) * 20 })
            const { emulator, operator } = world
            for (const name of slow) emulator.faults.add({ service: name, operation: ['put', 'verify'], delay: 4000, times: 1 })
            await operator.run()
            await operator.untilSome(15, 'waiting')
            const saved = await operator.request()
            await operator.online.press('#cancel')
            await operator.atRest()
            await operator.run()
            await operator.allCodes()
            const request = await operator.request()
            const codes = new Set(request.requests.map(({ verificationCode }) => verificationCode))
            assert.deepEqual(saved.requests.filter(({ verificationCode }) => !codes.has(verificationCode)), [], 'no code was lost by stopping')
            await operator.sign(request)
            await operator.untilSome(15, 'verified')
            await operator.online.press('#cancel')
            await operator.atRest()
            await operator.run()
            await operator.allVerified()
            operator.assertSignedOnce()
            await finish(world, { codes: () => 2 })
        })
    })
}
