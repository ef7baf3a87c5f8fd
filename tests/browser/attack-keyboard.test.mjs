// A page that leads the keyboard into its frame: keys that are meant for the page sign nothing, fill no field and press no button.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { ATTACKER_KEY, derOf, listOf, portal, rest, Victim } from '../support/attack.mjs'
import { BROWSERS, delay, until } from '../support/browsers.mjs'
import { sha256, spkiSha256OfCertificate } from '../support/openssl.mjs'
import { inBrowser } from '../support/signer.mjs'

/** In Firefox the keyboard follows a fragment only from a timer. */
const to = (fragment) => `setTimeout(() => { frame.src = '/signer.html#${fragment}' }, 30)`

/** How a page tries to lead the keyboard to the button; `walked`: where a person has been on it before. */
const LEADS = {
    'a fragment': { go: to('create') },
    'a fragment, at once': { go: "frame.src = '/signer.html#create'" },
    'a fragment, again and again': { go: `let n = 0; setInterval(() => { frame.src = '/signer.html#' + (n++ % 2 ? 'create' : 'top') }, 100)` },
    'a fragment and the focus': { go: `${to('create')}; setTimeout(() => { frame.focus(); frame.contentWindow.focus() }, 150)` },
    'a fragment by a link': { go: "const link = document.createElement('a'); link.target = 'signer'; link.href = '/signer.html#create'; link.click()" },
    'the history': { prepare: `${to('create')}; setTimeout(() => { ${to('top')} }, 200)`, go: 'history.back()' },
    'focus() of the frame': { walked: true, go: 'frame.focus()' },
    'focus() of its window': { walked: true, go: 'frame.contentWindow.focus()' },
    'a fragment to where a person has been': { walked: true, go: to('create') },
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const open = () => Victim.open(context.browser, `${context.server.url}/portal`, { height: 1500 })
        /** From the fourth letter in the page's field on, the page does `go`. */
        const lie = (victim, go) => victim.page.evaluate((go) => {
            document.getElementById('search').addEventListener('input', ({ target }) => { if (target.value.length === 4) (0, eval)(go) })
        }, go)

        for (const [name, { go, prepare, walked }] of Object.entries(LEADS)) {
            for (const key of name === 'a fragment' ? [' ', 'Enter'] : [' ']) {
                test(`${name}: ${key === ' ' ? 'a blank' : key} is not a press`, async () => {
                    const victim = await open()
                    await victim.prepare(listOf(1))
                    await victim.look()
                    if (prepare) {
                        await victim.page.evaluate(prepare)
                        await rest()
                    }
                    if (walked) await victim.walkToButton()
                    await lie(victim, go)
                    await victim.typeIntoPage('cont')
                    await rest()
                    await victim.page.keyboard.press(key)
                    await rest()
                    await victim.page.evaluate(() => { for (let timer = setInterval(() => {}, 9999); timer > 0; timer--) clearInterval(timer) })
                    await victim.assertOnlySigned()
                    await victim.close()
                })
            }
        }

        test('a list that was swapped behind the typing is not signed by the next blank', async () => {
            const victim = await open()
            await victim.prepare(listOf(1))
            await victim.look()
            await lie(victim, `port.postMessage({ type: 'requests', requests: ${JSON.stringify(listOf(6666))} }); setTimeout(() => { ${to('create')} }, 1300)`)
            await victim.typeIntoPage('cont')
            await delay(2500)
            await victim.page.keyboard.type(' oso')
            await victim.assertOnlySigned()
            await victim.close()
        })

        const FIELDS = {
            code: async (victim) => assert.equal(await victim.frame.$eval('#code', ({ value }) => value), ''),
            'key-password': async (victim) => assert.equal(await victim.frame.$eval('#key-password', ({ value }) => value), ''),
        }
        for (const [id, judge] of Object.entries(FIELDS)) {
            test(`a fragment to #${id}: letters do not go there`, async () => {
                const victim = await open()
                if (id === 'key-password') {
                    await victim.chooseKey('pfx/modern-p256.p12')
                    await victim.frame.waitForSelector('#key-password', { visible: true })
                }
                await lie(victim, to(id))
                await victim.typeIntoPage('cont')
                await rest()
                await victim.page.keyboard.type('oso dps')
                await delay(300)
                await judge(victim)
                await victim.close()
            })
        }

        test('a fragment to #key-remove: a blank does not take the key away', async () => {
            const victim = await open()
            await victim.prepare(listOf(1))
            await lie(victim, to('key-remove'))
            await victim.typeIntoPage('cont')
            await rest()
            await victim.page.keyboard.press(' ')
            await victim.look()
            assert.match(await victim.text('key-zone'), /P-256/)
            await victim.close()
        })

        test("a fragment to #give-ca: a blank does not give the page the certificate of the key's file", async () => {
            const victim = await open()
            await victim.chooseKey('chains/certificate-and-key.pem')
            await until(async () => (await victim.text('give-ca')) !== '', 'the offer')
            await lie(victim, to('give-ca'))
            await victim.typeIntoPage('cont')
            await rest()
            await victim.page.keyboard.press(' ')
            await rest()
            assert.deepEqual(await victim.got('caCertificate'), [])
            await victim.close()
        })

        test('a fragment unfolds no options', async () => {
            const victim = await open()
            await lie(victim, to('validity-hint'))
            await victim.typeIntoPage('cont')
            await rest()
            assert.equal(await victim.frame.$eval('#options', ({ open }) => open), false)
            await victim.close()
        })

        test('five keys at the request of the page certify no key of the page’s', async () => {
            const victim = await open()
            await victim.prepare(listOf(42))
            await victim.look()
            await victim.page.evaluate((key) => {
                const lead = (...fragments) => fragments.forEach((fragment, at) => setTimeout(() => { frame.src = `/signer.html#${fragment}` }, at * 300))
                const copy = document.body.appendChild(document.createElement('textarea'))
                copy.id = 'copy'
                copy.value = key
                document.getElementById('search').addEventListener('input', ({ target }) => { if (target.value.length === 4) lead('validity-hint', 'create') })
                globalThis.lead = lead
            }, ATTACKER_KEY.pem)
            const control = async (key) => {
                await victim.page.keyboard.down('Control')
                await victim.page.keyboard.press(key, kind === 'chromium' ? { commands: [{ a: 'selectAll', c: 'copy', v: 'paste' }[key]] } : {})
                await victim.page.keyboard.up('Control')
            }
            await victim.page.click('#copy')
            await control('a')
            await control('c')
            await victim.typeIntoPage('test')
            await delay(1500)
            await victim.page.keyboard.down('Shift')
            await victim.page.keyboard.press('Tab')
            await victim.page.keyboard.up('Shift')
            await victim.page.keyboard.press('ArrowUp')
            await victim.page.keyboard.press('Tab')
            await control('v')
            await rest()
            await victim.page.evaluate(() => lead('top', 'create'))
            await delay(1500)
            await victim.page.keyboard.press('Enter')
            await delay(1500)
            for (const { certificate } of await victim.got('created')) {
                assert.notEqual(spkiSha256OfCertificate(derOf(certificate.pem)), sha256(ATTACKER_KEY.spki), "the page's key was certified")
            }
            await victim.assertOnlySigned()
            await victim.close()
        })

        test('who walks to the button by Tab, looks, and presses, signs', async () => {
            const victim = await open()
            await victim.prepare(listOf(1))
            await victim.look()
            for (const key of ['Enter', ' ']) {
                await victim.pressByKeyboard(key)
                await victim.message('finished', key === 'Enter' ? 1 : 2)
            }
            assert.equal((await victim.codes()).length, 2)
            await victim.close()
        })
    }, { pages: { '/portal': portal() } })
}
