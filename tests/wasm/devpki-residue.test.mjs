// Of development certificates the keys are what leaves. All else, the CA's key, both passwords, what was derived of them, the keys that
// were made, as numbers, reversed and as the 31-bit limbs of BearSSL, is looked for in the whole memory: after each certificate nothing
// of its key is left, and when the run is closed nothing of the CA and the password. In a build without any wiping they must be found.
import assert from 'node:assert/strict'
import { pbkdf2Sync } from 'node:crypto'
import { test } from 'node:test'

import { found, load, secretsOfKey } from '../support/memory-search.mjs'

const issuerPassword = 'k7Qz-mV2x!Rb9_Tw4pLd8@Hs6#Yf3$Gn5%Jc1^Ua0&Ez7*Wo2(Xi4)Kv6+Pq8=Ms9'
const newPassword = 'uW3-rT8e!Kd2_Bz7nMx5@Lq1#Vh9$Pf4%Sc6^Gj0&Ya2*Ro8(Ei5)Nu3+Tk7=Wb1'
const now = Math.floor(Date.now() / 1000)
const random = (size) => globalThis.crypto.getRandomValues(new Uint8Array(size))
const octets = (text) => new TextEncoder().encode(text)
const order = (kind, keyType) => ({
    kind, keyType, subject: { commonName: `${kind} x`, organization: 'Development only', organizationalUnit: '', locality: '', state: '', country: '' },
    serverNames: [], notBefore: now, notAfter: now + 86_400, random: random(128),
})

function ok(result) {
    assert.ok(result.ok, result.ok || result.error.message)
    return result.value
}

/** Salt and rounds of PBKDF2 as they stand in the file; what it derives there is as secret as the password. */
function derivedOf(pem, password) {
    const der = Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64')
    const at = der.indexOf(Buffer.from('2a864886f70d01050c', 'hex'))
    const salt = der.subarray(at + 13, at + 13 + der[at + 12])
    const count = der.subarray(at + 13 + salt.length)
    return pbkdf2Sync(password, salt, count.readUIntBE(2, count[1]), 32, 'sha256')
}

/** "keyType, step: secret" for all that is in memory where it should not be. */
async function left(name, keyType) {
    const { core, memory } = await load(name)
    const lines = []
    const look = (step, secrets) => lines.push(...found(memory, secrets).map((what) => `${keyType}, ${step}: ${what}`))

    ok(core.open({ password: octets(issuerPassword), pfx: 'none', now, random: random(32) }))
    const root = ok(core.make(order('root', keyType)))
    const rootPem = new TextDecoder().decode(root.key)
    const ofRoot = secretsOfKey({ key: rootPem, passphrase: issuerPassword })
    look('a root was made', ofRoot)
    core.close(undefined)
    const ofFirstRun = { issuerPassword: Buffer.from(issuerPassword), issuerDerived: derivedOf(rootPem, issuerPassword) }
    look('the first run was closed', { ...ofRoot, ...ofFirstRun })

    for (const pfx of ['modern', 'old']) {
        ok(core.open({
            issuerKey: root.key, issuerCertificate: octets(root.pem), issuerPassword: octets(issuerPassword), password: octets(newPassword), pfx, now, random: random(32),
        }))
        look(`opened, ${pfx}`, ofFirstRun)
        for (const kind of ['device', 'edge-ca', 'verification']) {
            const input = order(kind, keyType)
            const seed = Buffer.from(input.random.subarray(16, 80))
            const { key } = ok(core.make(input))
            look(`${kind}, ${pfx}`, { seed, ...(key === null ? {} : secretsOfKey({ key: Buffer.from(key), passphrase: newPassword })) })
        }
        const device = ok(core.make(order('device', keyType)))
        const fresh = ok(core.renew({ certificate: octets(device.pem), keyType, notBefore: now, notAfter: now + 999, random: random(128) }))
        look(`renewed, ${pfx}`, secretsOfKey({ key: Buffer.from(fresh.key), passphrase: newPassword }))
        ok(core.renew({
            certificate: octets(device.pem), key: device.key, keyPassword: octets(newPassword), keyType, notBefore: now, notAfter: now + 999, random: random(128),
        }))
        look(`renewed with its own key, ${pfx}`, secretsOfKey({ key: Buffer.from(device.key), passphrase: newPassword }))
        core.close(undefined)
        const derived = derivedOf(new TextDecoder().decode(device.key), newPassword)
        look(`closed, ${pfx}`, { ...ofRoot, ...ofFirstRun, newPassword: Buffer.from(newPassword), derived })
    }
    const refused = core.open({ issuerKey: root.key, issuerCertificate: octets(root.pem), issuerPassword: octets(newPassword), pfx: 'none', now, random: random(32) })
    assert.equal(refused.error.code, 'PASSWORD_WRONG')
    look('a wrong password', { newPassword: Buffer.from(newPassword) })
    return lines
}

for (const keyType of ['P-256', 'P-384', 'RSA-2048']) {
    test(`nothing stays but what a run is about: ${keyType}`, async () => assert.deepEqual(await left('popcert-devpki', keyType), []))
}

test('without wiping the same search finds them', async () => {
    const lines = [...await left('popcert-devpki-unwiped', 'P-256'), ...await left('popcert-devpki-unwiped', 'RSA-2048')]
    for (const what of ['d', 'p', 'q', 'issuerPassword', 'newPassword', 'seed']) assert.ok(lines.some((line) => line.includes(`: ${what}, `)), `${what} was not found`)
})
