/** Every certificate that was made while the clock ran, verified by OpenSSL when it has stopped. */
import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'

import { temporaryFile } from '../support/openssl.mjs'
import { caFile } from './contenders.mjs'

/** Files that one process of OpenSSL is given. */
const atOnce = 500

export class Judge {
    #kept = []
    #verified = 0

    keep(ca, code, pem) { this.#kept.push({ ca, code, pem }) }

    /** Throws for the first that OpenSSL does not take, or whose subject is another than its code. @returns how many in all */
    verify() {
        for (const ca of new Set(this.#kept.map((each) => each.ca))) {
            const all = this.#kept.filter((each) => each.ca === ca)
            for (const { code, pem } of all) {
                const { subject } = new X509Certificate(pem)
                if (subject !== `CN=${code}`) throw new Error(`A certificate for ${code} says ${subject}.`)
            }
            for (let at = 0; at < all.length; at += atOnce) {
                const files = all.slice(at, at + atOnce).map(({ pem }) => temporaryFile(pem, '.pem'))
                const done = spawnSync('openssl', ['verify', '-partial_chain', '-CAfile', caFile(ca), ...files], { encoding: 'utf8', maxBuffer: 1 << 26 })
                const good = (done.stdout.match(/: OK$/gm) ?? []).length
                if (done.status !== 0 || good !== files.length) throw new Error(`OpenSSL refuses a certificate of ${ca}: ${done.stderr}`)
            }
        }
        this.#verified += this.#kept.length
        this.#kept = []
        return this.#verified
    }
}
