// Every error of the service stands beside its row, says what to do, and leaves the other rows be.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { BROWSERS } from '../support/browsers.mjs'
import { fixture } from '../support/fixtures.mjs'
import { inOnline, someServices } from '../support/online.mjs'

const victim = 'contoso-dps-02'

/** What happens -> what is said beside the row. */
const REFUSALS = {
    '403': [{ operation: 'put', status: 403, code: 'AuthorizationFailed' }, /\(403\).*Contributor/s],
    '404': [{ operation: 'put', status: 404, code: 'ResourceNotFound' }, /\(404\).*Read the list again/s],
    '409': [{ operation: 'generate', status: 409, code: 409050, message: 'Another operation is under way.' }, /\(409\)[\s\S]*The service: Another operation is under way/],
    '412, again and again': [{ operation: 'generate', status: 412, code: 412001, message: 'Invalid ETag supplied.', times: 5 }, /\(412\)/],
    '429, which asks to wait too long': [{ operation: 'put', status: 429, retryAfter: 3600 }, /\(429\).*left alone for 60 minutes, until \d\d:\d\d/s],
    '503': [{ operation: 'put', status: 503, retryAfter: 0, times: 10 }, /\(503\).*try again/s],
    'a broken connection': [{ operation: 'put', drop: true, times: 20 }, /could not be reached.*(offline|proxy)/s],
    'no body at all': [{ operation: 'put', status: 500, body: null }, /\(500\)/],
}

for (const kind of BROWSERS) {
    inOnline({ suite, before, after }, kind, (context) => {
        test('each refusal stands beside its row, and trying again goes on', async () => {
            const { emulator, openPage, end } = await context.fresh({ services: someServices(3) })
            const online = await openPage()
            await online.begin()
            await online.waitForRows(3)
            await online.selectAll()
            for (const [name, [fault, says]] of Object.entries(REFUSALS)) {
                for (const service of emulator.state.services) for (const entry of service.list()) service.remove(entry.name)
                await online.press('#reload')
                await online.waitFor(async () => Object.values(await online.states()).every((state) => /^Not uploaded$/.test(state)), `${name}: a new beginning`)
                emulator.faults.add({ service: victim, ...fault })
                await online.press('#run')
                await online.waitFor(async () => Object.keys(await online.rowErrors()).length !== 0, `${name}: the error`)
                const errors = await online.rowErrors()
                assert.deepEqual(Object.keys(errors), [victim], name)
                assert.match(errors[victim], says, name)
                assert.doesNotMatch(errors[victim], /undefined|NaN|\[object|Bearer/, name)
                for (const other of ['contoso-dps-01', 'contoso-hub-03']) await online.waitForState(other, /aiting for your signature/)
                emulator.faults.clear()
                await online.pressIn(victim, 'Try again')
                await online.waitForState(victim, /aiting for your signature/)
                assert.deepEqual(await online.rowErrors(), {}, name)
            }
            await online.close()
            await end()
        })

        test('401 on the list, and a wrong token that is pasted: said beside the field', async () => {
            const { emulator, openPage, end } = await context.fresh()
            const online = await openPage()
            await online.useCloud('emulator')
            for (const [token, says] of [['', /No token/], ['hunter2', /not an access token/], [emulator.token({ seconds: -60 }), /expired/],
                [emulator.token({ aud: 'https://graph.microsoft.com' }), /is for https:\/\/graph/]]) {
                await online.useToken(token)
                await online.waitFor(async () => says.test(await online.text('#access-error')), `${says}`)
            }
            const good = emulator.token()
            emulator.expireTokens()
            await online.useToken(good)
            await online.waitFor(async () => /401/.test(await online.text('#services-error')), 'the refusal')
            assert.match(await online.text('#identity-text'), /refused by the service$/, 'and not when it would have expired')
            await online.useToken(emulator.token())
            await online.waitForRows()
            assert.match(await online.text('#identity-text'), /expires in \d+ minutes$/)
            await online.close()
            await end()
        })

        test('429 with Retry-After: the row says until when, and goes on by itself', async () => {
            const { emulator, openPage, end } = await context.fresh({ services: [{ name: 'contoso-dps' }] })
            const online = await openPage()
            await online.begin()
            await online.waitForRows()
            emulator.faults.add({ operation: 'put', status: 429, retryAfter: 3 })
            await online.select('contoso-dps')
            await online.press('#run')
            await online.waitForState('contoso-dps', /Azure asks to wait: goes on in 0:0[1-3]$/)
            await online.waitForState('contoso-dps', /aiting for your signature/)
            await online.close()
            await end()
        })

        test('somebody else changes the entry meanwhile: read again once; replaces it: a person is asked', async () => {
            const { emulator, openPage, end } = await context.fresh({ services: someServices(2) })
            const online = await openPage()
            await online.begin()
            await online.waitForRows(2)
            emulator.faults.add({ service: 'contoso-dps-01', operation: 'generate', touch: true })
            emulator.faults.add({ service: 'contoso-dps-02', operation: 'generate', replace: Buffer.from(fixture('certs/ca-p256-other.pem')).toString() })
            await online.selectAll()
            await online.press('#run')
            await online.waitForState('contoso-dps-01', /aiting for your signature/)
            await online.waitFor(async () => /Somebody put another certificate/.test((await online.rowErrors())['contoso-dps-02'] ?? ''), 'the question')
            assert.match(emulator.state.service('contoso-dps-02').list()[0].x509.subject, /p256-other/, 'theirs was left alone')
            await online.close()
            await end()
        })

        test('the network is down: each row says so', async () => {
            const { openPage, end } = await context.fresh({ services: someServices(2) })
            const online = await openPage()
            await online.begin()
            await online.waitForRows(2)
            await online.selectAll()
            await online.page.setOfflineMode(true)
            await online.press('#run')
            await online.waitFor(async () => Object.keys(await online.rowErrors()).length === 2, 'two errors')
            assert.match((await online.rowErrors())['contoso-dps-01'], /could not be reached/)
            await online.page.setOfflineMode(false)
            for (const name of ['contoso-dps-01', 'contoso-dps-02']) await online.pressIn(name, 'Try again')
            for (const name of ['contoso-dps-01', 'contoso-dps-02']) await online.waitForState(name, /aiting for your signature/)
            await online.close()
            await end()
        })
    })
}
