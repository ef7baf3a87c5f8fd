// A page that changes its codes after the press: what is signed is the list that was pressed, or nothing.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { codeOf, listOf, portal, Victim } from '../support/attack.mjs'
import { BROWSERS } from '../support/browsers.mjs'
import { fixture, fixturePath, PASSWORD } from '../support/fixtures.mjs'
import { openssl, sha1 as sha1Of, temporaryFile } from '../support/openssl.mjs'
import { inBrowser } from '../support/signer.mjs'

const many = (first) => [...first, ...listOf(...Array.from({ length: 999 }, (_, index) => 2000 + index))]
const [pressed, other] = [listOf(1), listOf(6666)]

const KEYS = {
    'PKCS #8, 600,000 rounds': temporaryFile(openssl(['pkcs8', '-topk8', '-iter', '600000', '-passout', `pass:${PASSWORD}`, '-in', fixturePath('keys/p256-pkcs8.pem')]), '.pem'),
    'PKCS #8 as OpenSSL writes it': 'encrypted/pbes2-aes-256-cbc.pem',
    'PFX as OpenSSL writes it': 'pfx/modern-p256.p12',
}

/** When the page swaps. `pressed`: what it is told by the test at the very press, which it would otherwise have to guess. */
const WAYS = {
    'as the height changes': (lists) => onmessageOf('resized', lists),
    'every few milliseconds from the press on': (lists) => `addEventListener('message', ({ data }) => {
        if (data !== 'pressed') return
        let turn = 0
        setInterval(() => { port.postMessage({ type: 'requests', requests: ${JSON.stringify(lists)}[turn++ % ${lists.length}] }) }, 4)
    })`,
    'once, 20 ms after the press': (lists) => `addEventListener('message', ({ data }) => {
        if (data === 'pressed') setTimeout(() => { port.postMessage({ type: 'requests', requests: ${JSON.stringify(lists[0])} }) }, 20)
    })`,
}

const onmessageOf = (type, lists) => `{
    const { onmessage } = port
    let turn = 0
    port.onmessage = (event) => {
        onmessage(event)
        if (event.data.type === '${type}') port.postMessage({ type: 'requests', requests: ${JSON.stringify(lists)}[turn++ % ${lists.length}] })
    }
}`

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        /** A person who has looked at the one code, and presses; the page is hostile from then on. */
        const attacked = async (victim, attack) => {
            await victim.look()
            await victim.frame.evaluate(() => {
                document.getElementById('create').addEventListener('click', () => { parent.postMessage('pressed', '*') }, { capture: true, once: true })
            })
            await victim.pressWhereItIs(() => victim.page.evaluate(attack))
            await victim.end()
        }
        const judge = async (victim) => {
            for (const { id, certificate } of await victim.got('created')) {
                assert.deepEqual([id, certificate.verificationCode], [pressed[0].id, codeOf(1)], 'what was signed was not in the list at the press')
            }
            // A press has one end, and says it: the list that was pressed, or a refusal that names a reason.
            for (const { id, error } of await victim.got('failed')) {
                assert.ok(id === pressed[0].id || (id === null && ['CLICK_TOO_EARLY', 'REQUESTS_CHANGED', 'CODES_UNSEEN'].includes(error.code)), `${id}: ${error.code}`)
            }
        }
        const withPassword = async (key, list = pressed) => {
            const victim = await Victim.open(context.browser, `${context.server.url}/portal`, { height: 1500 })
            await victim.send({ type: 'requests', requests: list })
            await victim.sendCa()
            await victim.typePassword(key)
            return victim
        }

        for (const [format, key] of Object.entries(KEYS)) {
            for (const [way, attack] of Object.entries(WAYS)) {
                test(`${format}, the password still to be used: swapped ${way}`, async () => {
                    const victim = await withPassword(key)
                    await attacked(victim, attack([other]))
                    await judge(victim)
                    await victim.close()
                })
            }
        }

        test('one code does not grow to a thousand', async () => {
            const victim = await withPassword(KEYS['PKCS #8, 600,000 rounds'])
            await attacked(victim, WAYS['as the height changes']([many(pressed)]))
            await judge(victim)
            await victim.close()
        })

        test('two lists by turns: neither takes the place of the one that was pressed', async () => {
            const victim = await withPassword(KEYS['PKCS #8, 600,000 rounds'])
            await attacked(victim, WAYS['every few milliseconds from the press on']([other, many(other), pressed, listOf(7777, 1)]))
            await judge(victim)
            await victim.close()
        })

        test('while the key is read, checked and signed with: what comes then is not signed', async () => {
            const victim = await Victim.open(context.browser, `${context.server.url}/portal`, { height: 1500 })
            await victim.prepare(pressed, { ca: 'certs/ca-rsa4096.pem', key: 'keys/rsa4096-pkcs8.pem' })
            await attacked(victim, WAYS['every few milliseconds from the press on']([other, many(other)]))
            await judge(victim)
            await victim.close()
        })

        test('the CA certificate of the press is the one that signs, or nothing does', async () => {
            const victim = await withPassword(KEYS['PKCS #8, 600,000 rounds'])
            const before = await victim.text('ca-name')
            const octets = JSON.stringify([...fixture('certs/ca-p256-renewed.pem')])
            await attacked(victim, `addEventListener('message', ({ data }) => {
                if (data === 'pressed') setTimeout(() => { port.postMessage({ type: 'caCertificate', octets: new Uint8Array(${octets}) }) }, 20)
            })`)
            const issued = (await victim.got('created')).map(({ certificate }) => certificate.caSha1)
            assert.ok(before !== '' && issued.every((sha1) => sha1 === sha1Of(fixture('certs/ca-p256.der'))), `issued by ${issued}`)
            await victim.close()
        })

        test('without an attack: the press opens the key by its password, and signs', async () => {
            const victim = await withPassword(KEYS['PFX as OpenSSL writes it'])
            await attacked(victim, '0')
            assert.deepEqual(await victim.codes(), [codeOf(1)])
            await victim.close()
        })
    }, { pages: { '/portal': portal() } })
}
