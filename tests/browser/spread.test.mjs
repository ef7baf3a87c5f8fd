// A long list is shared out among workers, as many as the machine has cores, at most four; all that a person has of it is as if one had
// made it. No clock is asked: what is counted is who was asked for certificates, and who was ended.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, before, suite, test } from 'node:test'

import { BROWSERS, until } from '../support/browsers.mjs'
import { CODE, fixture } from '../support/fixtures.mjs'
import { openssl, temporaryFile } from '../support/openssl.mjs'
import { inBrowser, SignerPage } from '../support/signer.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'
import { watch, Watched } from '../support/watched.mjs'

const entries = (count) => Array.from({ length: count }, (_, index) => ({ id: `entry ${index}`, verificationCode: `${String(index).padStart(4, '0')}${CODE}`.slice(0, 48) }))

/** The page with a list and all that signs it. */
async function open(context, { codes, cores, ca = 'p256', without }) {
    const signer = await SignerPage.open(context.browser, 'about:blank')
    await watch(signer.page, without, cores)
    await signer.page.goto(context.http)
    await signer.choose('requests-file', temporaryFile(JSON.stringify({ popcert: 'request', version: 1, requests: entries(codes) }), '.json'))
    await until(() => signer.text('requests-title'), 'the list')
    await signer.chooseKey(`keys/${ca}-pkcs8.pem`)
    await signer.chooseCa(`certs/ca-${ca}.pem`)
    await until(async () => /belong/.test(await signer.text('match')), 'key and certificate')
    return { signer, watched: new Watched(signer.page) }
}

const title = (signer) => until(() => signer.text('batch-title'), 'the results', 120)

/** What the person takes away, in the order of the file: certificates, all with other serial numbers, of these OpenSSL verifies each tenth. */
async function certificates(signer, ca) {
    const { responses } = JSON.parse((await signer.download('download-response')).octets.toString())
    const serials = new Set(responses.map(({ verificationCode, certificate }) => {
        const { subject, serialNumber } = new X509Certificate(certificate)
        assert.equal(subject, `CN=${verificationCode}`)
        return serialNumber
    }))
    assert.equal(serials.size, responses.length, 'each has a serial number of its own')
    for (const { certificate } of responses.filter((_, at) => at % 10 === 0)) {
        assertOpensslAccepts(fixture(`certs/ca-${ca}.der`), openssl(['x509', '-outform', 'DER'], certificate))
    }
    return responses
}

const makers = ({ workers }) => workers.filter(({ calls }) => calls.includes('create'))

/** Whoever made any is ended, and with them whoever else saw the key; another stands by. */
async function assertEnded(watched) {
    await watched.untilKeyIsGone()
    await until(async () => (await watched.seen()).workers.some(({ isEnded }) => !isEnded), 'one that stands by')
    const answering = await watched.answering()
    const { workers } = await watched.seen()
    for (const [at, { calls }] of workers.entries()) if (calls.includes('create')) assert.equal(answering[at], false)
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        for (const { codes, cores, workers } of [
            { codes: 60, cores: 3, workers: 3 }, { codes: 101, cores: 64, workers: 4 }, { codes: 50, cores: 4, workers: 2 },
            { codes: 100, cores: 1, workers: 1 }, { codes: 39, cores: 4, workers: 1 },
        ]) {
            test(`${codes} codes, ${cores} cores: shared by ${workers}, and all is in its order`, async () => {
                const { signer, watched } = await open(context, { codes, cores })
                await signer.create()
                assert.equal(await title(signer), `${codes} certificates are ready`)
                const seen = await watched.seen()
                assert.deepEqual(makers(seen).map(({ calls }) => calls.filter((call) => call === 'create').length), Array(workers).fill(1), JSON.stringify(seen))
                assert.equal(Watched.compiled(seen), 1, JSON.stringify(seen))
                assert.deepEqual((await certificates(signer, 'p256')).map(({ certificate, ...said }) => said), entries(codes))
                await assertEnded(watched)
                signer.assertSilent()
                await signer.close()
            })
        }

        for (const [name, act] of Object.entries({
            'Cancel': (signer) => signer.press('cancel'),
            'Remove of the key': (signer) => signer.remove('key'),
        })) {
            test(`${name} midway: all of the workers are ended, what was made stays, and the page works still`, async () => {
                const { signer, watched } = await open(context, { codes: 400, cores: 3, ca: 'rsa4096' })
                await signer.create()
                await until(async () => Number(/(\d+) of 400/.exec(await signer.text('progress-text'))?.[1]) > 0, 'the first ones', 60)
                await act(signer)
                const [, made, failed] = /^(\d+) certificates? (?:is|are) ready, (\d+) failed$/.exec(await title(signer))
                assert.equal(makers(await watched.seen()).length, 3)
                await assertEnded(watched)
                assert.equal(Number(made) + Number(failed), 400)
                const reasons = await signer.page.$$eval('#batch-list li > div > p', (all) => all.map((each) => /cancelled/.test(each.textContent)))
                assert.deepEqual(reasons, Array(Number(failed)).fill(true))
                assert.equal((await certificates(signer, 'rsa4096')).length, Number(made))

                await signer.press('requests-remove')
                await signer.fill()
                await until(async () => /EC key/.test(await signer.text('key-zone')) && /belong/.test(await signer.text('match')), 'another key')
                await signer.create()
                await signer.waitForResult()
                await signer.close()
            })
        }

        test('one of the workers crashes: the rest of its share fails, and the others make all of theirs', async () => {
            const { signer, watched } = await open(context, { codes: 90, cores: 3, without: ['health of the first'] })
            await signer.create()
            assert.equal(await title(signer), '65 certificates are ready, 25 failed')
            assert.equal(makers(await watched.seen()).length, 3)
            const made = new Set((await certificates(signer, 'p256')).map(({ id }) => id))
            const shares = entries(90).flatMap(({ id }, at) => made.has(id) ? [] : [at % 3])
            assert.equal(shares.length, 25)
            assert.equal(new Set(shares).size, 1, 'all that failed are of one share')
            const reasons = await signer.page.$$eval('#batch-list li > div > p', (all) => all.map((each) => /stopped unexpectedly/.test(each.textContent)))
            assert.deepEqual(reasons, Array(25).fill(true))
            await assertEnded(watched)
            await signer.close()
        })
    })
}
