/** A page that means ill, around the signer of a person who works as people do. The page speaks the plain protocol, as an attacker would. */
import assert from 'node:assert/strict'

import { delay, until } from './browsers.mjs'
import { CODE, fixture, fixturePath, PASSWORD } from './fixtures.mjs'
import { Host, hostPage } from './host.mjs'
import { certificateFacts, openssl, spkiSha256OfCertificate, sha256 } from './openssl.mjs'
import { assertOpensslAccepts } from './verification.mjs'

/** A code of a service's form. */
export const codeOf = (number) => `${String(number).padStart(4, '0')}${CODE}`.slice(0, 48)

export const listOf = (...numbers) => numbers.map((number) => ({ id: `id ${number}`, verificationCode: codeOf(number), label: `contoso-dps-${number}` }))

/** Of a signer in a frame below a field of the page's own. */
export const portal = (options) => hostPage({ before: '<p><input id="search" aria-label="Search"></p>', ...options })

export const ATTACKER_KEY = { spki: fixture('keys/p256-other-spki.der'), pem: openssl(['pkey', '-pubin', '-inform', 'DER'], fixture('keys/p256-other-spki.der')).toString() }

export class Victim extends Host {
    static async open(...given) {
        const victim = await Victim.unconnected(...given)
        await victim.message('ready')
        return victim
    }

    static async unconnected(...given) { return Object.assign(new Victim(), await Host.open(...given)) }

    /** Into the page's own field; the page may do what it likes at each letter. */
    async typeIntoPage(text) {
        await this.page.click('#search')
        await this.page.keyboard.type(text)
    }

    /** A file with a password, which is typed, and not yet used. */
    async typePassword(path, password = PASSWORD) {
        await (await this.frame.$('#key-file')).uploadFile(path.startsWith('/') ? path : fixturePath(path))
        await this.frame.waitForSelector('#key-password', { visible: true })
        await this.press('key-password')
        await this.page.keyboard.type(password)
    }

    /** Where the middle of the button is in the page, whatever the page's styles have made of the frame. */
    async buttonAt() {
        const inside = await this.frame.$eval('#create', (button) => {
            const { x, y, width, height } = button.getBoundingClientRect()
            return { x: x + width / 2, y: y + height / 2, innerWidth }
        })
        const frame = await this.page.$eval('#signer', (frame) => {
            const { x, y, width } = frame.getBoundingClientRect()
            return { x, y, width }
        })
        const scale = frame.width / inside.innerWidth
        return { x: frame.x + inside.x * scale, y: frame.y + inside.y * scale }
    }

    /** A press where the button is, after a rest there; nothing is scrolled. `attack`: at the last moment. Asserts that the button was hit. */
    async pressWhereItIs(attack = () => {}) {
        await this.watchButton()
        const { x, y } = await this.buttonAt()
        await this.page.mouse.move(x - 1, y)
        await this.page.mouse.move(x, y)
        await delay(800)
        await attack()
        await this.page.mouse.down()
        await this.page.mouse.up()
        await until(() => this.wasHit(), 'the button to be hit')
    }

    watchButton() {
        return this.frame.$eval('#create', (button) => {
            window.hitByTest = false
            button.addEventListener('click', () => { window.hitByTest = true }, { once: true, capture: true })
        })
    }

    wasHit() { return this.frame.evaluate(() => window.hitByTest) }

    /** Other codes from the page, until they stand in the list. */
    async swap(...numbers) {
        await this.send({ type: 'requests', requests: listOf(...numbers) })
        await until(async () => (await this.frame.$eval('#requests-list', (list) => list.textContent)).includes(codeOf(numbers[0])), 'the other codes')
    }

    /** What the last press came to: the first end of it, whichever. */
    async end() {
        await until(async () => (await this.got()).some(({ type, id }) => type === 'finished' || (type === 'failed' && id === null)), 'the end of the press', 60)
    }

    async codes() { return (await this.got('created')).map(({ certificate }) => certificate.verificationCode) }

    /**
     * Asserts that nothing has been signed but `before`, by signing another code as a person does: messages come in order, and an
     * attack that made the frame useless has not been held either.
     */
    async assertOnlySigned(...before) {
        const [last] = listOf(9999)
        await this.send({ type: 'requests', requests: [last] })
        await until(async () => (await this.text('requests-list')).replace(/\s/g, '').includes(last.verificationCode), 'the last code in the list')
        await this.look()
        await this.pressByKeyboard()
        await until(async () => (await this.codes()).slice(before.length).includes(last.verificationCode), 'a certificate after the attack').catch(async (error) => {
            throw new Error(`${error.message}; came: ${JSON.stringify((await this.got()).map(({ type, id, error }) => [type, id, error?.code]))}; ${await this.text('form-error')}`)
        })
        assert.deepEqual(await this.codes(), [...before, last.verificationCode], 'what was signed')
    }
}

/** Asserts that a certificate is what every verification certificate is, with a key that nobody has. Both in DER. */
export function assertPlainProfile(der, caDer) {
    assertOpensslAccepts(caDer, der)
    const { extensions, notBefore, notAfter, text } = certificateFacts(der)
    const caFacts = certificateFacts(caDer)
    const day = 24 * 3600 * 1000
    // What began later than three days ago cannot be signed for from before its beginning.
    const begin = Math.max(Date.now() - 3 * day, caFacts.notBefore.getTime())
    assert.ok(Math.abs(notBefore - begin) < 0.1 * day, `from ${notBefore}`)
    assert.ok(Math.abs(notAfter - Date.now() - 30 * day) < 0.1 * day, `until ${notAfter}`)
    assert.deepEqual(Object.fromEntries(Object.entries(extensions).filter(([name]) => !/Identifier/.test(name)).map(([name, { value }]) => [name, value])), {
        'X509v3 Basic Constraints': 'CA:FALSE', 'X509v3 Key Usage': 'Digital Signature', 'X509v3 Extended Key Usage': 'TLS Web Client Authentication',
    })
    assert.deepEqual(Object.keys(extensions).filter((name) => /Identifier/.test(name)).sort(), ['X509v3 Authority Key Identifier', 'X509v3 Subject Key Identifier'])
    assert.match(text, /Public-Key: \(256 bit\)/)
    for (const known of [ATTACKER_KEY.spki, fixture('keys/p256-spki.der')]) assert.notEqual(spkiSha256OfCertificate(der), sha256(known))
}

export const derOf = (pem) => openssl(['x509', '-outform', 'DER'], pem)

/** Longer than anything in the signer that is measured in half seconds: what is refused later is not refused for being early. */
export const rest = () => delay(800)
