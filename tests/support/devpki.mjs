/** popcert/dev as an embedding program uses it, and what it makes as files. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { dist } from './fixtures.mjs'

const file = join(dist, 'popcert', 'dev.js')
if (!existsSync(file)) throw new Error('dist/popcert/dev.js is missing: run ./dev build first')

export const dev = await import(pathToFileURL(file).href)
export const PASSWORD = 'Grüße an 7 Sensoren'

/** The value of a result that has to be one. */
export function ok(result) {
    assert.ok(result.ok, result.ok ? '' : `${result.error.code}: ${result.error.message}`)
    return result.value
}

/** The error of a result that must not be a value. */
export function refused(result) {
    assert.equal(result.ok, false, 'something was made')
    assertTold(result.error)
    return result.error
}

/** What every error has to be: named, one sentence, nothing left to be filled in. */
export function assertTold(error) {
    assert.match(error.code, /^[A-Z][A-Z0-9_]+$/)
    assert.match(error.message, /^\S.*[.!?]$/s)
    assert.doesNotMatch(error.message + error.hint, /\{[a-z]+\}|undefined|NaN|INTERNAL/)
    assert.notEqual(error.category, 'internal')
}

const text = (octets) => new TextDecoder().decode(octets)

/** Root, intermediate and one of every other kind, with keys of one type: name -> what was made, with `chain`, those above it. password: null for plain keys. */
export async function everyKind(keyType, { password: wanted = PASSWORD, pfx = 'none', intermediate = true, leaves = ['device', 'edge-ca', 'server', 'verification'] } = {}) {
    const password = wanted ?? undefined
    const pki = await dev.loadDevPki()
    const made = {}
    const subject = (commonName) => ({ commonName })
    ok(pki.open({ password, pfx }))
    made.root = { ...ok(pki.make({ kind: 'root', keyType, subject: subject(`root ${keyType}`) })), chain: [] }
    let above = [made.root]
    const under = (ca) => ok(pki.open({
        issuerKey: ca.key, issuerCertificate: new TextEncoder().encode(above.map(({ pem }) => pem).join('')), issuerPassword: password, password, pfx,
    }))
    assert.equal(under(made.root).chain.length, 1)
    if (intermediate) {
        made.intermediate = { ...ok(pki.make({ kind: 'intermediate', keyType, subject: subject(`intermediate ${keyType}`) })), chain: above }
        above = [made.intermediate, made.root]
        assert.equal(under(made.intermediate).chain.length, 2)
    }
    for (const kind of leaves) {
        made[kind] = {
            ...ok(pki.make({ kind, keyType, subject: subject(`${kind}-1`), serverNames: kind === 'server' ? ['gateway.local', '*.example.com', '192.168.1.10', 'fd00::1'] : [] })),
            chain: above,
        }
    }
    pki.close()
    for (const each of Object.values(made)) {
        each.chainPem = [each, ...each.chain].map(({ pem }) => pem).join('')
        each.keyText = each.key === null ? null : text(each.key)
    }
    return made
}
