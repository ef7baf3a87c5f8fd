// How it stands is in view wherever somebody is on the page; what failed stands first; no word is broken.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { otherHeights } from '../support/accessible.mjs'
import { BROWSERS, until } from '../support/browsers.mjs'
import { fixture } from '../support/fixtures.mjs'
import { inOnline, someServices } from '../support/online.mjs'

for (const kind of BROWSERS) {
    inOnline({ suite, before, after }, kind, (context) => {
        test('the sum stays in view and names what failed, which stands first in the list', async () => {
            const { emulator, openPage, end } = await context.fresh({ services: someServices(8) })
            const online = await openPage()
            await online.begin()
            await online.waitForRows(8)
            await until(async () => (await online.text('#overview')) === '8 services: 0 verified', 'the sum')
            emulator.faults.add({ service: 'contoso-dps-05', operation: 'put', status: 403, code: 'AuthorizationFailed' })
            await online.selectAll()
            assert.equal(await online.text('#run'), 'Verify 8 services')
            await online.press('#run')
            await until(async () => /^8 services: 0 verified, 7 waiting for your signature, 1 failed: contoso-dps-05$/.test(await online.text('#overview')), 'the sum', 60)
            await until(() => online.page.$eval('tr.service', (row) => row.dataset.service === 'contoso-dps-05'), 'the failed one to be first')
            for (const y of [0, 400]) {
                await online.page.evaluate((y) => scrollTo(0, y), y)
                await until(() => online.page.$eval('#overview', (line) => line.getBoundingClientRect().bottom <= innerHeight), `the sum, ${y} pixels down`)
            }
            await online.close()
            await end()
        })

        test('what may only be read says so before anything is pressed, and is left alone by the button', async () => {
            const services = [{ name: 'contoso-dps-01' }, { name: 'contoso-dps-02', readOnly: true }, { name: 'contoso-dps-03' }]
            const { emulator, openPage, end } = await context.fresh({ services })
            const online = await openPage()
            await online.begin()
            await online.waitForRows(3)
            await until(async () => (await online.text('#run')) === 'Verify 2 services', 'the two to be selected')
            assert.equal(emulator.requests.filter(({ method }) => method !== 'GET').length, 0)
            const shown = () => online.page.$$eval('tr.service', (rows) => rows.map((row) => [row.dataset.service, row.querySelector('.service-state').innerText, row.querySelector('input').checked]))
            assert.deepEqual(await shown(), [['contoso-dps-01', '', true], ['contoso-dps-02', 'You may only read here', false], ['contoso-dps-03', '', true]])
            assert.equal(await online.text('#overview'), '3 services: 0 verified, 1 read-only')
            await online.openDetails('contoso-dps-02')
            assert.match(await online.page.$eval('.details', (details) => details.innerText), /A role that may write certificates is needed/)
            await online.press('tr[data-service=contoso-dps-02] input')
            assert.equal(await online.text('#run'), 'Verify 2 of 3')
            await online.press('#run')
            await until(async () => /^3 services: 0 verified, 2 waiting for your signature, 1 read-only$/.test(await online.text('#overview')), 'two codes')
            assert.equal(emulator.requests.filter(({ method, service }) => method !== 'GET' && service === 'contoso-dps-02').length, 0)
            // A role that is given meanwhile is found by Refresh.
            emulator.state.service('contoso-dps-02').readOnly = false
            await online.press('#reload')
            await until(async () => (await shown())[1][1] === '', 'the role')
            online.assertSilent()
            await online.close()
            await end()
        })

        test('buttons and fields have two heights', async () => {
            const { openPage, end } = await context.fresh({ services: someServices(2) })
            const online = await openPage()
            assert.deepEqual(await otherHeights(online.page), [], 'as opened')
            await online.begin()
            await online.waitForRows(2)
            await online.openDetails('contoso-dps-01')
            await online.page.$$eval('details', (all) => all.forEach((each) => { each.open = true }))
            assert.deepEqual(await otherHeights(online.page), [], 'with services')
            await online.close()
            await end()
        })

        test('no name is broken in the table, from 768 to 1366 pixels', async () => {
            const { openPage, end } = await context.fresh({ services: someServices(4) })
            const online = await openPage()
            await online.begin()
            await online.waitForRows(4)
            for (const width of [768, 1024, 1280, 1366]) {
                await online.page.setViewport({ width, height: 768 })
                const broken = await online.page.$$eval('tr.service', (rows) => rows.flatMap((row) => [row.querySelector('.name'), row.cells[2], row.cells[3]]).filter((cell) => {
                    const range = document.createRange()
                    range.selectNodeContents(cell)
                    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1
                }).map(({ innerText }) => innerText))
                assert.deepEqual(broken, [], `${width} pixels`)
            }
            await online.close()
            await end()
        })

        test('a certificate that is dropped beside everything is the CA', async () => {
            const { openPage, end } = await context.fresh()
            const online = await openPage()
            await online.drop('h1', 'ca.pem', fixture('certs/ca-rsa2048.pem'))
            await until(async () => /CA ca-rsa2048/.test(await online.text('#ca-zone')), 'the CA')
            online.assertSilent()
            await online.close()
            await end()
        })
    })
}
