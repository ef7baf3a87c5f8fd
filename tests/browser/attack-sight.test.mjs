// A page that lets a person press what they cannot see, as far as a browser tells a frame what can be seen of it.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { assertPlainProfile, codeOf, derOf, listOf, portal, rest, Victim } from '../support/attack.mjs'
import { BROWSERS, delay, until } from '../support/browsers.mjs'
import { fixture } from '../support/fixtures.mjs'
import { inBrowser } from '../support/signer.mjs'

/** Leaves of the frame what is around the button. */
const ONLY_THE_BUTTON = {
    'clip-path on the frame': ({ top, bottom }) => `frame.style.clipPath = 'inset(${top}px 0 ${bottom}px 0)'`,
    'clip-path around the frame': ({ top, bottom }) => `document.getElementById('holder').style.clipPath = 'inset(${top}px 0 ${bottom}px 0)'`,
    'a clip-path that is no rectangle': ({ top, y }) => `frame.style.clipPath = 'polygon(0 ${top}px, 100% ${top}px, 100% ${2 * y - top}px, 0 ${2 * y - top}px)'`,
    'a box that cuts off': ({ top, bottom, height }) => `document.getElementById('holder').style.cssText = 'overflow: hidden; height: ${height - top - bottom}px'; frame.style.marginTop = '-${top}px'`,
    'scale(3), and only the button in the window': ({ top }) => `document.getElementById('holder').style.cssText = 'transform: scale(3); transform-origin: 0 0; position: absolute; left: 0; top: ${-3 * top}px; width: 400px'`,
}

/** Hides the frame or parts of it so that no browser says so, or says so too late. */
const UNTOLD = {
    'a mask': "frame.style.cssText += '; mask-image: linear-gradient(transparent, transparent); -webkit-mask-image: linear-gradient(transparent, transparent)'",
    'a cover that comes and goes': `{
        const cover = document.body.appendChild(document.createElement('div'))
        cover.style.cssText = 'position: absolute; inset: 0; height: 9999px; background: #fff; pointer-events: none'
        const blinking = setInterval(() => { cover.hidden = !cover.hidden }, 40)
        window.uncover = () => { clearInterval(blinking); cover.remove() }
    }`,
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const open = async (path = '/portal', options = { height: 1500 }) => {
            const victim = await Victim.open(context.browser, `${context.server.url}${path}`, options)
            await victim.prepare(listOf(1))
            return victim
        }
        const assertRefused = async (victim, codes) => {
            await victim.end()
            const { error } = (await victim.got('failed')).at(-1) ?? {}
            assert.deepEqual(await victim.codes(), [], 'what was signed')
            assert.ok(codes.includes(error?.code), `refused as ${error?.code}`)
        }

        test('letters of two pixels: nothing is signed', async () => {
            const victim = await open('/fixed')
            await victim.look()
            await victim.page.evaluate(() => { document.getElementById('holder').style.cssText = 'zoom: 0.1; width: 9000px' })
            await rest()
            await victim.swap(6666)
            await rest()
            await victim.pressWhereItIs()
            await assertRefused(victim, ['FRAME_TOO_SMALL', 'FRAME_COVERED', 'CODES_UNSEEN'])
            await victim.close()
        })

        for (const [way, styles] of Object.entries(ONLY_THE_BUTTON)) {
            const skip = kind === 'firefox' && /clip-path/.test(way) && 'Firefox does not tell a frame what a clip-path cuts off'
            test(`${way}: codes that came since are not signed`, { skip }, async () => {
                const victim = await open('/portal')
                // From the second list on nothing moves: the line that says so is there already.
                await victim.swap(2)
                await victim.look()
                if (/scale/.test(way)) {
                    await victim.page.evaluate(() => { document.getElementById('holder').style.width = '400px' })
                    await rest()
                }
                const button = await victim.frame.$eval('#create', (button) => {
                    const { top, bottom } = button.getBoundingClientRect()
                    return { top: Math.floor(top - 8), bottom: Math.floor(innerHeight - bottom - 8), y: (top + bottom) / 2, height: innerHeight }
                })
                await victim.page.evaluate(styles(button))
                await rest()
                await victim.swap(6666)
                await rest()
                await victim.pressWhereItIs()
                await assertRefused(victim, ['CODES_UNSEEN', 'FRAME_COVERED', 'CLICK_TOO_EARLY'])
                await victim.close()
            })
        }

        // What no browser tells. Then the limit of what a signature can do is all that holds, and has to.
        for (const [way, hide] of Object.entries(UNTOLD)) {
            test(`${way}: if anything is signed, it opens nothing`, async () => {
                const victim = await open('/portal')
                await victim.look()
                await victim.page.evaluate(hide)
                await victim.swap(6666)
                await rest()
                await victim.pressWhereItIs()
                await victim.end()
                for (const { certificate } of await victim.got('created')) {
                    assert.equal(certificate.verificationCode, codeOf(6666))
                    assertPlainProfile(derOf(certificate.pem), fixture('certs/ca-p256.der'))
                }
                await victim.page.evaluate(() => { window.uncover?.() })
                // A name is no code, whoever presses.
                const before = await victim.codes()
                await victim.send({ type: 'requests', requests: [{ id: 'name', verificationCode: 'device-0042' }] })
                await until(async () => /device-0042/.test((await victim.text('requests-list')).replace(/\s/g, '')), 'the name in the list')
                await rest()
                await victim.pressWhereItIs()
                await victim.assertOnlySigned(...before)
                await victim.close()
            })
        }

        /** Moves the frame so that the button comes to lie under a resting pointer, and presses. How long the button was there, in milliseconds. */
        const pushUnderPointer = async (victim) => {
            await victim.look()
            await victim.page.evaluate(() => { scrollTo(0, 0) })
            await victim.frame.$eval('#create', (button) => {
                window.arrived = null
                button.addEventListener('pointerover', ({ timeStamp }) => { window.arrived ??= timeStamp }, { capture: true })
                button.addEventListener('click', ({ timeStamp }) => { window.pressedAfter = timeStamp - (window.arrived ?? timeStamp) }, { capture: true })
            })
            const { x, y } = await victim.buttonAt()
            // 120 pixels below the button, which has long been in view.
            await victim.page.mouse.move(x, y + 119)
            await victim.page.mouse.move(x, y + 120)
            await rest()
            await victim.page.evaluate(() => { document.getElementById('holder').style.cssText = 'position: relative; top: 120px' })
            await delay(60)
            await victim.page.mouse.down()
            await victim.page.mouse.up()
            return until(() => victim.frame.evaluate(() => (window.pressedAfter === undefined ? null : [window.pressedAfter])), 'the button to be hit')
        }

        test('a button that is pushed under a resting pointer is not pressed', async () => {
            for (let tries = 0; ; tries++) {
                const victim = await open('/portal', { height: 2000 })
                const [pressedAfter] = await pushUnderPointer(victim)
                // On a busy machine the press may come so late that the pointer has rested on the button: then it was no such press.
                if (pressedAfter < 450) {
                    await assertRefused(victim, ['CLICK_TOO_EARLY'])
                    await victim.assertOnlySigned()
                    return victim.close()
                }
                assert.ok(tries < 5, `the press came ${pressedAfter} ms after the button`)
                await victim.close()
            }
        })

        test('a pointer that rests on the button and then presses, signs', async () => {
            const victim = await open()
            await victim.look()
            await victim.page.evaluate(() => { scrollTo(0, 0) })
            await victim.pressWhereItIs()
            await victim.end()
            assert.deepEqual(await victim.codes(), [codeOf(1)])
            await victim.close()
        })
    }, { pages: { '/portal': portal(), '/fixed': portal({ height: 14000 }) } })
}
