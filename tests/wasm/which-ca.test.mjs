// Several keys and several CAs: the pair that belongs together is chosen, and where a service tells apart more than one, it is asked.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import test from 'node:test'

import { assertWellFormed, created, itemsOf, loadCore, refused } from '../support/core.mjs'
import { CODE, fixture, PASSWORD } from '../support/fixtures.mjs'

const pem = (name) => Buffer.from(fixture(name)).toString()
const file = (...names) => new TextEncoder().encode(names.map(pem).join(''))
const sha1 = (name) => new X509Certificate(pem(name)).fingerprint.replaceAll(':', '').toLowerCase()
const find = (findings, id) => findings.find((finding) => finding.id === id)
const now = new Date()

async function checked(caCertificate, keyFile, more = {}) {
    const core = await loadCore()
    const keys = itemsOf(core.inspect(keyFile), 'privateKey').map(({ spki }) => spki)
    return core.check({ verificationCode: CODE, caCertificate, keys, now, ...more })
}

const job = (caCertificate, privateKey, more = {}) => ({ verificationCode: CODE, caCertificate, privateKey, now, ...more })

const ica = 'device/ica.pem'
const two = 'device/ica-two.pem'

test('one key, two CAs of different names: both are named, and the one that is meant signs', async () => {
    const cas = file(ica, two)
    const key = fixture('device/ica.key')
    const open = await checked(cas, key)
    assert.deepEqual(open.candidates, [{ caIndex: 0, keyIndex: 0 }, { caIndex: 1, keyIndex: 0 }])
    assert.ok(open.ready)
    const said = open.findings.find(({ code }) => code === 'CA_AMBIGUOUS')
    assert.equal(said.status, 'warn')
    assert.equal(said.parameters.value, '2')
    assertWellFormed(said)
    assert.equal((await created(job(cas, key))).caSha1, sha1(ica))

    for (const name of [ica, two]) {
        const chosen = { caSha1: sha1(name) }
        const made = await created(job(cas, key, chosen))
        assert.equal(made.caSha1, sha1(name))
        assert.equal(made.findings.find(({ code }) => code === 'CA_AMBIGUOUS'), undefined)
        const answer = await checked(cas, key, chosen)
        assert.equal(answer.candidates.length, 2, 'the question stays')
        assert.equal(answer.caIndex, name === ica ? 0 : 1)
    }
})

test('two keys, each with its CA: none signs until one is chosen', async () => {
    const cas = file('device/root.pem', ica)
    const keys = file('device/ica.key', 'device/root.key')
    const open = await checked(cas, keys)
    assert.deepEqual(open.candidates, [{ caIndex: 0, keyIndex: 1 }, { caIndex: 1, keyIndex: 0 }])
    assert.equal(open.ready, false)
    assert.equal((await refused(job(cas, keys))).code, 'KEY_AMBIGUOUS')
    for (const name of ['device/root.pem', ica]) {
        assert.equal((await created(job(cas, keys, { caSha1: sha1(name).toUpperCase() }))).caSha1, sha1(name))
    }
})

test('one key with its CA among others needs no question', async () => {
    for (const [cas, keys] of [
        [file('device/root.pem', ica, 'device/root2.pem'), file('device/ica.key')],
        [file(ica), file('device/root.key', 'device/leaf.key', 'device/ica.key')],
        // A certificate that may not issue goes behind one that may.
        [file('device/ica-expired.pem', ica), file('device/ica.key')],
        [file('device/ica-no-ca.pem', ica), file('device/ica.key')],
    ]) {
        const answer = await checked(cas, keys)
        assert.deepEqual(answer.candidates, [])
        assert.equal(find(answer.findings, 'match').status, 'pass')
        assert.equal((await created(job(cas, keys))).caSha1, sha1(ica))
    }
})

test('cross-signed and renewed certificates of one CA are one: a proof holds under each', async () => {
    for (const names of [[ica, 'device/ica-cross.pem'], ['device/ica-cross.pem', ica], [ica, ica], ['device/root.pem', 'device/root-renewed.pem']]) {
        const key = fixture(names[1].includes('root-') ? 'device/root.key' : 'device/ica.key')
        const answer = await checked(file(...names), key)
        assert.deepEqual(answer.candidates, [])
        const made = await created(job(file(...names), key))
        for (const name of names) {
            const judge = new X509Certificate(made.pem)
            const issuer = new X509Certificate(pem(name))
            assert.ok(judge.verify(issuer.publicKey) && judge.checkIssued(issuer), name)
        }
    }
})

test('a thumbprint of none of them, or of one with another key, signs nothing', async () => {
    const key = fixture('device/ica.key')
    const none = await refused(job(file(ica, two), key, { caSha1: sha1('device/root.pem') }))
    assert.equal(none.code, 'CA_NOT_AMONG_THESE')
    assertWellFormed(none)
    assert.equal((await refused(job(file(ica, 'device/root.pem'), key, { caSha1: sha1('device/root.pem') }))).code, 'KEY_NOT_OF_THIS_CERTIFICATE')
    for (const caSha1 of ['', 'abc', 5, 'z'.repeat(40)]) {
        const error = await refused(job(file(ica), key, { caSha1 }))
        assert.equal(error.code, 'INVALID_ARGUMENT')
        assert.equal(error.field, 'caCertificate')
    }
})

test('a PFX in the CA’s place: its certificate is taken with the key’s password, and its key is left alone', async () => {
    const core = await loadCore()
    const pfx = fixture('pfx/modern-p256.p12')
    const ask = (privateKey, password, caCertificate = pfx) => core.createVerificationCertificate({ verificationCode: CODE, privateKey, password, caCertificate })
    const signer = (result) => { assert.ok(result.ok, JSON.stringify(result.error)); return new X509Certificate(result.value.der) }
    const ca = new X509Certificate(fixture('certs/ca-p256.der'))
    for (const [name, result] of [
        ['the same file twice', ask(pfx, PASSWORD)], ['a key that needs no password', ask(fixture('keys/p256-pkcs8.pem'), PASSWORD)],
        ['no password at all', ask(fixture('keys/p256-pkcs8.pem'), undefined, fixture('pfx/empty-password.p12'))],
    ]) {
        assert.ok(signer(result).verify(ca.publicKey), name)
    }
    // Another key than the one in the PFX: that one is not used in its place.
    assert.equal(ask(fixture('keys/p256-other-pkcs8.pem'), PASSWORD).error.code, 'KEY_NOT_OF_THIS_CERTIFICATE')
    for (const password of [undefined, 'wrong']) {
        const { error } = ask(fixture('keys/p256-pkcs8.pem'), password)
        assert.deepEqual([error.code, error.field], ['OBJECT_IS_PRIVATE_KEY', 'caCertificate'])
    }
})

test('a revocation list beside the CA’s certificate stands in no way, and sends nobody to another file', async () => {
    const core = await loadCore()
    const file = new Uint8Array(Buffer.concat([fixture('wrong/crl.pem'), fixture('certs/ca-p256.pem')].map((each) => Buffer.from(each))))
    const made = core.createVerificationCertificate({ verificationCode: CODE, privateKey: fixture('keys/p256-pkcs8.pem'), caCertificate: file })
    assert.ok(made.ok)
    assert.deepEqual(made.findings.filter(({ status }) => status !== 'pass'), [])
    const { items } = core.inspect(file).value
    assert.deepEqual(items.map(({ kind }) => kind), ['crl', 'certificate'])
    assert.match(items[0].error.hint, /not needed here/)
    assert.doesNotMatch(items[0].error.hint, /choose|instead/i)
})
