// A real exchange with the service, recorded in 2022, step by step: the emulator answers the same.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'

import { repository } from '../support/fixtures.mjs'
import { Management } from '../support/management.mjs'
import { startEmulator } from './server.mjs'

const file = join(repository, '..', 'shared', 'azure', 'recorded', 'dps-certificate-lifecycle-2021-10-15.json')
const skip = existsSync(file) ? false : 'the recorded exchange (../shared/azure) is not here: it was not replayed'
const steps = skip === false ? JSON.parse(readFileSync(file, 'utf8')).steps : []

/** What differs from one run to the next, or what the recorder replaced: only its form is compared. */
const forms = {
    etag: /^[A-Za-z0-9+/]+={0,2}$/,
    updated: /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
    subject: /^(?!CN=)./,  // TESTCERT and a number: a name put in place of the CA's
    verificationCode: /^[0-9A-F]{48}$/,
}

/** Every member of one is in the other, in the same order; values are equal but for those of `forms`. */
function assertSame(real, ours, where = 'body') {
    if (typeof real !== 'object' || real === null) return assert.deepEqual(ours, real, where)
    assert.deepEqual(Object.keys(ours ?? {}).sort(), Object.keys(real).sort(), where)
    for (const [name, value] of Object.entries(real)) {
        if (forms[name] === undefined) assertSame(value, ours[name], `${where}.${name}`)
        else for (const text of [value, ours[name]]) assert.match(text, forms[name], `${where}.${name}`)
    }
}

describe('the recorded exchange', () => {
    let emulator, service, etag
    before(async () => {
        if (skip) return
        const [, subscriptionId, resourceGroup, name] = /subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/.*Services\/([^/]+)\//.exec(steps[0].path)
        const start = Date.now()
        emulator = await startEmulator({
            subscriptions: [{ id: subscriptionId, name: 'recorded' }],
            services: [{ name, resourceGroup, subscriptionId }],
            // Its certificates were valid for four days.
            clock: () => new Date(Date.parse('2022-05-03T17:50:03Z') + Date.now() - start),
        })
        service = new Management(emulator, name)
    })
    after(() => emulator?.close())

    for (const [index, step] of steps.entries()) {
        const [path, apiVersion] = step.path.split('?api-version=')
        const title = `${index + 1}. ${step.method} ${path.split('/').slice(9).join('/')}: ${step.status}`
        test(title, async () => {
            // As the recorded client did, ours sends back what it got; the first upload sent none.
            const ifMatch = step.requestHeaders?.['If-Match'] === undefined ? undefined : etag
            const answer = await service.send(step.method, path, { apiVersion, ifMatch, ...(step.request ? { body: step.request } : {}) })
            assert.equal(answer.status, step.status, answer.text)
            assertSame(step.response, answer.body)
            if (answer.body?.etag !== undefined) {
                assert.notEqual(answer.body.etag, etag, 'a change gives a new etag')
                etag = answer.body.etag
            }
            // The recorded proof is for the recorded code.
            const code = step.response?.properties?.verificationCode
            if (code !== undefined) emulator.state.services[0].list()[0].code = code
        })
    }

    test('the real proof is judged: one octet more or less and it fails', { skip }, async () => {
        const put = steps.find(({ method, request }) => method === 'PUT' && request)
        const proof = Buffer.from(steps.find(({ path }) => path.includes('/verify')).request.certificate, 'base64').toString()
        const [path, apiVersion] = put.path.split('?api-version=')
        const created = (await service.send('PUT', path, { apiVersion, body: put.request })).body
        const coded = (await service.send('POST', `${path}/generateVerificationCode`, { apiVersion, ifMatch: created.etag })).body
        const verify = (certificate) => service.send('POST', `${path}/verify`, { apiVersion, ifMatch: coded.etag, body: { certificate } })
        assert.equal((await verify(proof)).status, 400, 'the code is another one')
        emulator.state.services[0].list()[0].code = '7D07A6A51F8AF1469499A1D92074D629894BE9FA8A013E49'
        const der = Buffer.from(proof.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')
        der[der.length - 1] ^= 1
        assert.equal((await verify(der.toString('base64'))).status, 400, 'the signature is damaged')
        assert.equal((await verify(proof)).status, 200)
    })
})
