// Fifty services and trouble in the middle. The judge is the emulator: each service has the CA once, and took one proof of it.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { BROWSERS } from '../support/browsers.mjs'
import { fixture } from '../support/fixtures.mjs'
import { inOnline, someServices } from '../support/online.mjs'
import { assertProved, ca, count, names, Operator } from '../support/operator.mjs'

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
        const begin = async ({ prepare = () => {}, ...world } = {}) => {
            const { emulator, openPage, end } = await context.fresh({ services: someServices(count), ...world })
            prepare(emulator)
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
            const inFile = new Set(saved.requests.map(({ service }) => service))
            const unknown = emulator.state.services.filter((service) => service.list().length !== 0 && !inFile.has(service.name))
            await operator.run()
            // On a busy machine the page may have had all codes before its file was saved: only then it has nothing to ask.
            if (unknown.length !== 0) {
                await operator.online.waitFor(() => operator.online.visible('#question'), 'the question about codes that this page does not know')
                await operator.online.press('#question-go')
            }
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

        test('colleagues at work, before and meanwhile: what is theirs stays, and what they did is seen', async () => {
            const theirs = Buffer.from(fixture('certs/ca-p256-other.pem')).toString()
            const [full, done, readOnly, locked, verified, deleted, replaced, renewed] = Array.from({ length: 8 }, (_, group) => names.slice(group * 3, group * 3 + 3))
            const old = Array.from({ length: 25 }, (_, index) => `old-${index}`)
            const services = someServices(count).map((service) => ({
                ...service, readOnly: readOnly.includes(service.name), locked: locked.includes(service.name),
                entries: full.includes(service.name) ? old.map((name) => ({ name, certificate: theirs }))
                    : done.includes(service.name) ? [{ name: 'somebodys', certificate: Buffer.from(fixture('certs/ca-p256.pem')).toString(), isVerified: true }] : [],
            }))
            // What they may do is not told, and found out by pressing.
            const world = await begin({ services, prepare: ({ faults }) => faults.add({ operation: 'permissions', status: 403, times: null }) })
            const { emulator, operator } = world
            const each = (some, work) => some.forEach((name) => work(emulator.state.service(name)))
            const ourEntry = (service) => service.list().find(({ x509 }) => x509.raw.equals(ca))
            await operator.run()
            await operator.until(/^50 services: 3 verified, 38 waiting for your signature, 9 failed/, 'all but those that refuse')
            const errors = await operator.online.rowErrors()
            for (const [some, says] of [[full, /25/], [readOnly, /\(403\)/], [locked, /\(409\)/]]) for (const name of some) assert.match(errors[name], says, name)
            const request = await operator.request()
            each(full, (service) => service.remove('old-0'))
            each(readOnly, (service) => { service.readOnly = false })
            each(locked, (service) => { service.locked = false })
            each(verified, (service) => service.touch(Object.assign(ourEntry(service), { isVerified: true })))
            each(deleted, (service) => service.remove(ourEntry(service).name))
            each(replaced, (service) => service.put(ourEntry(service).name, '*', { certificate: theirs }))
            each(renewed, (service) => service.generate(ourEntry(service)))
            await operator.reload()
            await operator.sign(request)
            await operator.online.waitFor(async () => /of 38 verified/.test(await operator.online.text('#response-note')), 'what became of them')
            const told = await operator.online.rowErrors()
            for (const [some, says] of [[deleted, /was removed from the service/], [replaced, /has another certificate under/], [renewed, /code/]]) for (const name of some) assert.match(told[name], says, name)
            await operator.run()
            await operator.insist(/^50 services: 32 verified, 15 waiting for your signature, 3 failed: contoso-dps-19, contoso-dps-20, contoso-hub-21$/, 'codes for what refused, was deleted, or had a newer code')
            await operator.sign()
            await operator.insist(/^50 services: 47 verified, 3 failed/, 'all that are not somebody else’s')
            each(replaced, (service) => {
                assert.deepEqual(service.list().map(({ x509, isVerified }) => [/p256-other/.test(x509.subject), isVerified]), [[true, false]], `${service.name}: theirs was left alone`)
                service.put(service.list()[0].name, '*', { certificate: Buffer.from(fixture('certs/ca-p256.pem')).toString(), isVerified: true })
            })
            await operator.online.press('#reload')
            await operator.allVerified()
            await finish(world, {
                codes: (name) => (deleted.includes(name) || renewed.includes(name) ? 2 : 1),
                uploads: (name) => (deleted.includes(name) ? 2 : 1),
                others: (name) => (full.includes(name) ? old.slice(1) : []),
            })
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
