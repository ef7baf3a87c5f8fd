/** A person before a signer that stands in a frame. */
import { restAndPress, seenText, until } from './browsers.mjs'
import { fixturePath } from './fixtures.mjs'

export class EmbeddedSigner {
    constructor(frame) { this.frame = frame }

    /** Of the page's frames the one that holds a signer. */
    static async find(page, number = 0) {
        const found = async () => {
            const frames = page.frames().filter((frame) => frame !== page.mainFrame())
            const signers = []
            for (const frame of frames) if (await frame.$('#key-file').catch(() => null)) signers.push(frame)
            return signers[number]
        }
        return new EmbeddedSigner(await until(found, 'a signer in a frame'))
    }

    async choose(id, name) {
        const field = await this.frame.$(`#${id}`)
        await field.uploadFile(fixturePath(name))
    }

    /** Key and certificate; null for a certificate that the page gives. */
    async fill({ key = 'keys/p256-pkcs8.pem', ca = 'certs/ca-p256.pem' } = {}) {
        await this.choose('key-file', key)
        if (ca !== null) await this.choose('ca-file', ca)
        await until(() => this.frame.$eval('#match', (element) => /belong/.test(element.textContent)), 'that they belong together')
    }

    text(id) { return seenText(this.frame, id) }

    /** Presses the button as a person does who looks first. */
    async create() {
        await this.frame.$eval('#create', (button) => button.scrollIntoView({ block: 'center' }))
        await restAndPress(this.frame.page(), this.frame, '#create')  // shorter is no look at it
    }

    errors() {
        return this.frame.$$eval('.error', (all) => all.filter((each) => each.checkVisibility()).map((each) => each.innerText.trim()).filter(Boolean))
    }

    /** Until a certificate has been made. */
    async sign(files) {
        await this.fill(files)
        const isMade = () => this.frame.$$eval('#result, #batch', (all) => all.some((each) => each.checkVisibility()))
        await until(async () => {
            if (await isMade()) return true
            await this.create()
            return until(isMade, 'a result', 3).catch(() => false)
        }, 'a certificate', 120).catch(async (error) => {
            throw new Error(`${error.message}; the signer says: ${(await this.errors()).join(' | ')}`)
        })
    }
}
