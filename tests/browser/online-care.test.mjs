// What an operator sees over the years: certificates that expire, a CA that was renewed, cleaning up, and the report of it.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, before, suite, test } from 'node:test'

import axe from 'axe-core'

import { BROWSERS } from '../support/browsers.mjs'
import { fixture } from '../support/fixtures.mjs'
import { inOnline } from '../support/online.mjs'

const pem = (name) => Buffer.from(fixture(`certs/${name}.pem`)).toString()
const entry = (name, certificate, isVerified = false) => ({ name, certificate: pem(certificate), isVerified })

const services = [
    { name: 'contoso-dps-old', entries: [entry('fleet-root', 'ca-p256', true)] },
    { name: 'contoso-dps-gone', entries: [entry('gone', 'ca-p256-expired', true), entry('kept', 'ca-p256-other', true)] },
    { name: 'contoso-dps-asleep', state: 'Suspended', entries: [entry('gone', 'ca-p256-expired')] },
    { kind: 'IoTHub', name: 'contoso-hub-new', region: 'westeurope' },
]

for (const kind of BROWSERS) {
    inOnline({ suite, before, after }, kind, (context) => {
        const assertAccessible = async (online, state) => {
            const { violations } = await online.page.evaluate(() => axe.run({ exclude: ['popcert-signer'] }, { resultTypes: ['violations'] }))
            assert.deepEqual(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' ')}`), [], state)
        }

        test('an expired CA: said beside Verified, and the button sends nothing', async () => {
            const { emulator, openPage, end } = await context.fresh({ services })
            const online = await openPage()
            await online.begin({ ca: 'certs/ca-p256-expired.pem' })
            await online.waitForState('contoso-dps-gone', /^Verified, expired \d+ days ago$/)
            await online.waitForState('contoso-dps-asleep', /^Unverified, expired \d+ days ago$/)
            assert.match(await online.page.$eval('tr[data-service="contoso-dps-asleep"]', (row) => row.innerText), /Suspended/)
            assert.match(await online.page.$eval('tr[data-service="contoso-hub-new"]', (row) => row.innerText), /IoT Hub\s+West Europe/)
            await online.waitFor(async () => /expired on 2020-01-01/.test(await online.text('#ca-problem')), 'the reason')
            await online.select('contoso-hub-new')
            await online.press('#run')
            await online.waitFor(async () => /expired on 2020-01-01/.test(await online.text('#run-error')), 'the reason beside the button')
            assert.equal(emulator.requests.filter(({ method }) => method !== 'GET').length, 0)
            await online.close()
            await end()
        })

        test('of what is selected the button says how many it means, where some are verified', async () => {
            const { openPage, end } = await context.fresh({ services: [{ name: 'contoso-dps-done', entries: [entry('fleet-root', 'ca-p256', true)] }, { name: 'contoso-dps-new' }] })
            const online = await openPage()
            await online.begin({ ca: 'certs/ca-p256.pem' })
            await online.waitForState('contoso-dps-done', /^Verified$/)
            await online.waitFor(async () => await online.text('#run') === 'Verify 1 service', 'what is selected by itself')
            await online.select('contoso-dps-done', 'contoso-dps-new')
            await online.waitFor(async () => await online.text('#run') === 'Verify 1 of 2', 'one of the two')
            await online.close()
            await end()
        })

        test('a renewed CA replaces the one in its entry after a question, and is proved as usual', async () => {
            const { emulator, openPage, end } = await context.fresh({ services })
            const online = await openPage()
            await online.page.evaluate(axe.source)
            await online.begin({ ca: 'certs/ca-p256-renewed.pem' })
            await online.waitForState('contoso-dps-old', /Another one of this CA/)
            await online.select('contoso-dps-old', 'contoso-hub-new')
            assert.equal(await online.text('#run'), 'Verify 2 services')
            await online.press('#run')
            await online.waitFor(() => online.visible('#question'), 'the question')
            assert.match(await online.text('#question'), /contoso-dps-old “fleet-root”: .*verified, valid until \S.* \(the service does not say from when\).*Yours: CA ca-p256, valid \S.* – \S/s)
            await assertAccessible(online, 'the question')
            assert.equal(emulator.requests.filter(({ method }) => method !== 'GET').length, 0)
            await online.press('#question-replace')
            await online.press('#question-go')
            for (const name of ['contoso-dps-old', 'contoso-hub-new']) await online.waitForState(name, /aiting for your signature/)
            await online.sign({ key: 'keys/p256-pkcs8.pem', codes: 2 })
            for (const name of ['contoso-dps-old', 'contoso-hub-new']) await online.waitForState(name, /^Verified$/)
            assert.deepEqual(emulator.state.service('contoso-dps-old').list().map(({ name, isVerified }) => [name, isVerified]), [['fleet-root', true]])
            assert.equal(await online.text('#sum'), '2 of 2 verified')
            assert.match(await online.page.title(), /^2 of 2 verified/)
            const { name, octets } = await online.download('#report-json')
            assert.match(name, /^popcert-report-CA-ca-p256-\d{4}-\d\d-\d\d\.json$/)
            const report = JSON.parse(octets)
            assert.deepEqual(report.lines.map(({ outcome, proof, by, steps }) => [outcome, proof, by.length, steps.map(({ what }) => what).join()]), [
                ['Verified', 'with', 1, 'replaced,code-generated,verified'], ['Verified', 'with', 1, 'uploaded,code-generated,verified']])
            await online.close()
            await end()
        })

        test('replacing shows both validities side by side, from when until when; a link leads to the portal', async () => {
            const hub = { kind: 'IoTHub', name: 'contoso-hub-old', entries: [entry('fleet-root', 'ca-p256', true)] }
            const { emulator, openPage, end } = await context.fresh({ services: [hub] }, { cloud: { portal: 'https://portal.stack.contoso.example' } })
            const online = await openPage()
            await online.begin({ ca: 'certs/ca-p256-renewed.pem' })
            await online.waitForState('contoso-hub-old', /Another one of this CA/)
            const wanted = ['ca-p256', 'ca-p256-renewed'].flatMap((name) => {
                const { validFrom, validTo } = new X509Certificate(pem(name))
                return [validFrom, validTo].map((date) => new Date(date).toISOString())
            })
            const shownIn = (place) => online.page.$$eval(`${place} time`, (times) => times.map((time) => time.dateTime))
            // What changes a row draws its details anew, and closes what was asked there.
            await online.waitFor(() => online.page.$('tr.service.selected'), 'what needs work, selected by itself')
            await online.openDetails('contoso-hub-old')
            await online.pressIn('contoso-hub-old', 'Replace')
            await online.waitFor(async () => (await shownIn('.sides')).length === 4, 'both validities in the details')
            assert.deepEqual(await shownIn('.sides'), wanted)
            await online.pressIn('contoso-hub-old', 'Keep it')
            await online.select('contoso-hub-old')
            await online.press('#run')
            await online.waitFor(async () => (await shownIn('#question')).length === 4, 'both validities in the question')
            assert.deepEqual(await shownIn('#question'), wanted)
            const { id } = emulator.state.service('contoso-hub-old')
            assert.match(await online.page.$eval('tr.service a', (link) => link.href), new RegExp(`^https://portal\\.stack\\.contoso\\.example/#@[0-9a-f-]{36}/resource${id}$`))
            await online.press('#question input')
            await online.press('#question-go')
            await online.waitForState('contoso-hub-old', /aiting for your signature/)
            assert.deepEqual(await online.page.$eval('#report-body a', ({ text, href }) => [text, href]),
                ['contoso-hub-old', await online.page.$eval('tr.service a', ({ href }) => href)], 'and the report’s line, too')
            await online.close()
            await end()
        })

        test('all certificates: filtered, and the old ones deleted after typing how many; the rest stays', async () => {
            const { emulator, openPage, end } = await context.fresh({ services })
            const online = await openPage()
            await online.page.evaluate(axe.source)
            await online.begin({ ca: null })
            await online.waitForRows(4)
            await online.press('#inventory-fold summary')
            const lines = () => online.page.$$eval('#inventory-rows tr', (rows) => rows.map((row) => row.innerText.replaceAll(/\s+/g, ' ').trim()))
            await online.waitFor(async () => (await lines()).length === 4, 'four certificates')
            assert.match((await lines())[0], /ca-p256-expired gone [0-9A-F]{4} .* of 25 .*Expired \d+ days ago/)
            await online.page.select('#inventory-ending', 'expired')
            await online.waitFor(async () => (await lines()).length === 2, 'two that expired')
            await online.press('#inventory-all')
            await online.press('#inventory-delete')
            await online.waitFor(() => online.visible('#deletion'), 'the question')
            assert.match(await online.text('#deletion'), /contoso-dps-gone[\s\S]*1 of them is verified[\s\S]*delete 2/)
            await assertAccessible(online, 'the deletion')
            await online.page.type('#deletion-typed', 'delete')
            await online.press('#deletion-go')
            await online.waitFor(async () => /nothing was deleted/.test(await online.text('#deletion-error')), 'the refusal')
            await online.page.type('#deletion-typed', ' 2')
            await online.press('#deletion-go')
            await online.waitFor(async () => (await online.text('#deletion-note')) === '2 of 2 deleted.', 'the end')
            assert.deepEqual(emulator.state.services.map((service) => service.list().map(({ name }) => name).join()), ['fleet-root', 'kept', '', ''])
            await online.page.select('#inventory-ending', '')
            assert.equal((await lines()).length, 2)
            const csv = await online.download('#inventory-csv')
            assert.match(csv.octets.toString(), /^\ufeffSubject,[^\r]*\r\n[^\r]*,Verified,[^\r]*\r\n[^\r]*,Verified,[^\r]*\r\n$/)
            await online.close()
            await end()
        })
    })
}
