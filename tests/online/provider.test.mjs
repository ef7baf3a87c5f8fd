// The run knows no cloud: it takes a CA through one that has no etags, no entry before the proof, and codes of its own form.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'

import { repository } from '../support/fixtures.mjs'
import { caOf, online, signed } from '../support/online-logic.mjs'
import { onRun } from '../support/online-run.mjs'

const { CloudError } = online

/** One code for all, and CA and proof in one step, as some clouds have it. */
class OneStepCloud {
    code = 'c7be2c17-3e5c-4f06-a9be-f2ffb1a2f3d4'.replaceAll('-', '').repeat(2)
    registered = new Map()
    #pending = new Map()

    #entry(service, name, der, isVerified) {
        const { subject, fingerprint } = new X509Certificate(der)
        return {
            id: `${service.id}/certificates/${name}`, name, etag: isVerified ? 'registered' : 'pending', subject,
            thumbprint: fingerprint.replaceAll(':', '').toLowerCase(), isVerified, expiry: null, updated: null, certificate: new Uint8Array(der),
        }
    }

    async list(service) {
        return [this.#pending, this.registered].flatMap((all, index) => [...all].map(([name, der]) => this.#entry(service, name, der, index === 1)))
    }

    async get(service, name) {
        return (await this.list(service)).find((entry) => entry.name === name)
    }

    async upload(service, name, der) {
        this.#pending.set(name, der)
        return this.#entry(service, name, der, false)
    }

    async generateVerificationCode(service, { name }) {
        return { entry: await this.get(service, name), verificationCode: this.code }
    }

    async mayChange() {
        return null
    }

    async verify(service, { name }, der) {
        const ca = this.#pending.get(name)
        const given = new X509Certificate(der)
        if (!given.verify(new X509Certificate(ca).publicKey) || given.subject !== `CN=${this.code}`) {
            throw new CloudError({ code: 'PROOF_REFUSED', message: 'No.' })
        }
        this.registered.set(name, ca)
        this.#pending.delete(name)
        return this.get(service, name)
    }

    async remove(_, { name }) {
        for (const all of [this.#pending, this.registered]) all.delete(name)
    }
}

const service = { kind: 'DPS', id: 'account/region', name: 'account', resourceGroup: '', subscriptionId: 'account', region: 'region', state: '' }

test('a cloud of another shape, from nothing to verified, and back', async () => {
    const cloud = new OneStepCloud()
    const seen = onRun(cloud)
    seen.run.setServices([service])
    await seen.run.prove()
    assert.equal(seen.status(), 'waiting-for-signature')
    assert.equal(cloud.registered.size, 0)
    await seen.sign(({ verificationCode }) => signed(verificationCode, { ca: 'p256-other' }))
    assert.equal(seen.row().error.code, 'PROOF_REFUSED')
    await seen.retry(service.id)
    assert.equal(seen.status(), 'verified', seen.row().error?.message)
    assert.ok(Buffer.from(cloud.registered.get('CA-ca-p256')).equals(Buffer.from(caOf().der)))
    await seen.run.remove(service.id, seen.row().entry)
    assert.equal(seen.status(), 'missing')
})

test('what is not Azure’s knows nothing of it: access.ts alone picks a cloud', () => {
    const online = join(repository, 'web/src/online')
    const files = readdirSync(online, { recursive: true }).filter((name) => name.endsWith('.ts') && !/^azure\b/.test(name))
    assert.ok(files.length > 30, `${files.length} files`)
    const speaking = files.filter((name) => /from '[./]*azure\//.test(readFileSync(join(online, name), 'utf8')))
    // msal.ts loads Azure's sign-in library, and has its type from there.
    assert.deepEqual(speaking.sort(), ['access.ts', 'msal.ts'])
})

test('requests start from actions: nobody but views listens to the state', () => {
    const online = join(repository, 'web/src/online')
    const listening = readdirSync(online, { recursive: true }).filter((name) => name.endsWith('.ts') && readFileSync(join(online, name), 'utf8').includes('.subscribe('))
    assert.ok(listening.length > 3)
    assert.deepEqual(listening.filter((name) => !/^view\b/.test(name)), [])
    const writing = readdirSync(join(online, 'view')).filter((name) => readFileSync(join(online, 'view', name), 'utf8').includes('store.update('))
    assert.deepEqual(writing, [])
})
