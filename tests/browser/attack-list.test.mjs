// Lists that show something else than what they have signed, and codes that no service hands out.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { codeOf, listOf, portal, Victim } from '../support/attack.mjs'
import { BROWSERS, until } from '../support/browsers.mjs'
import { temporaryFile } from '../support/openssl.mjs'
import { inBrowser, SignerPage } from '../support/signer.mjs'

const LURE = `contoso-dps-weu ${codeOf(1)}`
/** What makes a label long without being seen. */
const BLANKS = {
    'em spaces': '\u2003', 'three-em dashes': '\u2e3b', 'no-break spaces': '\u00a0', 'ideographic spaces': '\u3000', 'a line of blanks and letters': ' \u2003x',
    'Hangul fillers': '\u3164', 'Braille blanks': '\u2800', 'lines': '\n', 'letters': 'W', 'narrow letters in words': 'WWWWW ', 'line separators': '\u2028',
}
const UNLIKE = ['device-0042', 'CN=admin', 'admin@contoso.example', codeOf(1).toLowerCase(), codeOf(1).slice(1), `${codeOf(1)}\u0301`, 'a'.repeat(63)]

/** For each entry whether its whole code lies inside the box of the list and inside the frame, as it stands. */
const codesInBox = (victim) => victim.frame.evaluate(() => {
    const box = document.getElementById('requests-box').getBoundingClientRect()
    return [...document.querySelectorAll('#requests-list li')].map((item) => {
        const { top, bottom, left, right } = item.querySelector('code').getBoundingClientRect()
        return top >= box.top - 1 && bottom <= box.bottom + 1 && left >= box.left - 1 && right <= box.right + 1
    })
})

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const open = async (path = '/portal') => {
            const victim = await Victim.open(context.browser, `${context.server.url}${path}`, { height: 1500 })
            await victim.prepare(listOf(1))
            return victim
        }
        /** Sends a list, and waits until what came after it is there: then it was taken, or will never be. */
        const sendList = async (victim, requests) => {
            await victim.send({ type: 'requests', requests })
            await victim.send({ type: 'appearance', theme: 'dark' })
            await until(() => victim.frame.evaluate(() => document.documentElement.style.colorScheme === 'dark'), 'the message after it')
        }

        for (const [name, blank] of Object.entries(BLANKS)) {
            test(`a label of ${name} does not push the code out of its box`, async () => {
                const victim = await open('/narrow')
                const label = `${LURE}${blank.repeat(200)}`.slice(0, 200)
                await sendList(victim, [{ id: 'lure', verificationCode: codeOf(6666), label }])
                await victim.look()
                const isTaken = (await victim.frame.$eval('#requests-list', (list) => list.textContent)).includes(codeOf(6666))
                const [isInView] = await codesInBox(victim)
                await victim.press()
                await victim.end()
                if (!isTaken) assert.deepEqual(await victim.codes(), [codeOf(1)], 'the list before is still what is signed')
                else if (!isInView) assert.deepEqual(await victim.codes(), [], 'signed, and its code never in view')
                await victim.close()
            })
        }

        test('of two hundred codes, those that were never in view are not signed', async () => {
            const victim = await open()
            const wanted = listOf(...Array.from({ length: 200 }, (_, index) => 1000 + index))
            await victim.send({ type: 'requests', requests: wanted })
            await until(() => victim.frame.evaluate(() => document.querySelectorAll('#requests-list li').length === 200), 'the list')
            await victim.look({ wholeList: false })
            const everInView = await victim.frame.evaluate(() => {
                const box = document.getElementById('requests-box').getBoundingClientRect()
                return [...document.querySelectorAll('#requests-list li')].map((item) => {
                    const { top, bottom } = item.getBoundingClientRect()
                    return bottom > box.top && top < box.bottom
                })
            })
            const seen = new Set(wanted.filter((_, at) => everInView[at]).map(({ verificationCode }) => verificationCode))
            assert.ok(seen.size > 2 && seen.size < 50, `${seen.size} in view`)
            await victim.press()
            await victim.end()
            const unseen = (await victim.codes()).filter((code) => !seen.has(code))
            assert.equal(unseen.length, 0, 'signed, and never in view')
            const refusals = (await victim.got('failed')).map(({ error }) => error.code)
            assert.deepEqual([...new Set(refusals)], ['CODES_UNSEEN'])
            await victim.look()
            await victim.press()
            assert.deepEqual(await victim.message('finished'), { type: 'finished', created: 200, failed: 0 }, 'who scrolled through them has them')
            await victim.close()
        })

        for (const code of UNLIKE) {
            test(`from a page, ${JSON.stringify(code)} is signed in no list`, async () => {
                const victim = await open()
                const [good] = listOf(5)
                await victim.send({ type: 'requests', requests: [good, { id: 'odd', verificationCode: code, label: 'contoso-dps-7' }] })
                await until(async () => /^2 /.test(await victim.text('requests-title')), 'two codes')
                await victim.look()
                await victim.press()
                await victim.end()
                assert.deepEqual(await victim.codes(), [good.verificationCode])
                assert.deepEqual((await victim.got('failed')).map(({ id }) => id), ['odd'])
                await victim.close()
            })
        }

        test('from a page, a name alone is not signed, and the list says why', async () => {
            const victim = await open()
            // On a busy machine a press may come before the guard has seen the list at rest; it is refused for that, and a person presses again.
            let known = 0
            await until(async () => {
                await victim.send({ type: 'requests', requests: [{ id: 'odd', verificationCode: 'device-0042' }] })
                await until(async () => /device-0042/.test((await victim.text('requests-list')).replace(/\s/g, '')), 'the name in the list')
                await until(() => victim.frame.$eval('#requests-list', (list) => list.querySelector('use')?.getAttribute('href') === '#icon-fail'), 'an error in the list')
                const others = await victim.codes()  // of the rounds before
                assert.ok(others.every((code) => /^9999/.test(code)), others.join())
                await victim.look()
                await victim.press()
                await victim.assertOnlySigned(...others)
                const refusals = (await victim.got('failed')).slice(known).map(({ error }) => error.code)
                known += refusals.length
                assert.deepEqual(refusals.filter((code) => !['CODE_UNLIKE_SERVICE', 'REQUESTS_CHANGED'].includes(code)), [])
                return !refusals.includes('REQUESTS_CHANGED')
            }, 'a press that is not refused as too early')
            await victim.close()
        })

        test('from a request file, a name is not signed', async () => {
            const signer = await SignerPage.open(context.browser, context.http)
            const requests = [...listOf(1), { verificationCode: 'device-0042', service: 'contoso-dps-7' }]
            await signer.choose('requests-file', temporaryFile(JSON.stringify({ popcert: 'request', version: 1, requests }), '.json'))
            await signer.chooseKey('keys/p256-pkcs8.pem')
            await signer.chooseCa('certs/ca-p256.pem')
            await signer.waitFor(async () => /belong/.test(await signer.text('match')), 'key and certificate')
            await signer.create()
            await signer.waitFor(() => signer.text('batch-title'), 'the results')
            const { octets } = await signer.download('download-response')
            assert.deepEqual(JSON.parse(octets.toString()).responses.map(({ verificationCode }) => verificationCode), [codeOf(1)])
            await signer.close()
        })

        test('typed, a name is signed only after a second act', async () => {
            const signer = await SignerPage.open(context.browser, context.http)
            await signer.fill({ code: 'device-0042' })
            await signer.waitFor(async () => /belong/.test(await signer.text('match')), 'key and certificate')
            await signer.waitFor(() => signer.page.$('#code-confirm'), 'a box to tick')
            assert.equal(await signer.page.$eval('#code-confirm', ({ checked }) => checked), false)
            await signer.create()
            await signer.waitForError('code-error')
            assert.equal(await signer.visible('result'), false)
            await signer.press('code-confirm')
            await signer.create()
            await signer.waitForResult()
            await signer.close()
        })

        test('the second act holds for one name, not for the next', async () => {
            const signer = await SignerPage.open(context.browser, context.http)
            await signer.fill({ code: 'device-0042' })
            await signer.waitFor(() => signer.page.$('#code-confirm'), 'a box to tick')
            await signer.waitFor(() => signer.visible('code-confirm'), 'the box')
            await signer.press('code-confirm')
            await signer.type('code', 'admin')
            await signer.create()
            await signer.waitForError('code-error')
            assert.equal(await signer.visible('result'), false)
            await signer.close()
        })

        test('a code of a service’s form needs no second act', async () => {
            const signer = await SignerPage.open(context.browser, context.http)
            await signer.fill({ code: codeOf(1) })
            await signer.waitFor(async () => /belong/.test(await signer.text('match')), 'key and certificate')
            await signer.create()
            await signer.waitForResult()
            await signer.close()
        })
    }, { pages: { '/portal': portal(), '/narrow': portal({ style: 'width: 240px' }) } })
}
