// A certificate is judged before it is sent: a wrong one costs no code. The right ones are OpenSSL's and the core's own.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'

import { fixture, fixturePath, repository } from '../support/fixtures.mjs'
import { derOf, signedByOpenssl } from '../support/management.mjs'
import { openssl, sha1, sha256, temporaryFile } from '../support/openssl.mjs'
import { coreClient, opensslProof } from '../support/online-core.mjs'
import { caOf, online, signed } from '../support/online-logic.mjs'
import { setUp } from '../support/online-run.mjs'

const { judgeProof } = online
const CODE = '7D07A6A5F0D3D1C3B3E9A1B2C3D4E5F60718293A4B5C6D7E'
const OTHER_CODE = CODE.replace('7D07', '0000')
const isCode = (text) => /^[0-9A-F]{48}$/.test(text)
const judged = (der, { ca = 'p256', code = CODE } = {}) => judgeProof(coreClient(), { der, code, isCode, ca: caOf(ca) })

for (const ca of ['p256', 'p384', 'rsa2048', 'rsa4096', 'p256-no-basic-constraints', 'p256-v1']) {
    test(`the right one is let through: ${ca}`, async () => {
        assert.equal(await judged(await signed(CODE, { ca, key: /^(p256|p384|rsa\d+)/.exec(ca)[0] }), { ca }), null)
        const [key] = /^(p256|p384|rsa\d+)/.exec(ca)
        assert.equal(await judged(opensslProof(key, { code: CODE, certificate: fixturePath(`certs/ca-${ca}.pem`), key: fixturePath(`keys/${key}-pkcs8.pem`) }), { ca }), null)
    })
}

test('a page that was loaded anew does not know the code, and lets each code of its CA through', async () => {
    assert.equal(await judged(await signed(OTHER_CODE), { code: null }), null)
    assert.equal((await judged(opensslProof('p256', { code: 'device-01' }), { code: null })).code, 'PROOF_FOR_ANOTHER_CODE')
    assert.equal((await judged(await signed(CODE, { ca: 'p256-other' }), { code: null })).code, 'PROOF_OF_ANOTHER_CA')
})

/** What -> [DER, code, what is said]. */
const WRONG = {
    'the CA itself': () => [fixture('certs/ca-p256.der'), 'PROOF_IS_THE_CA', /own certificate/],
    'another CA': () => [fixture('certs/ca-p256-other.der'), 'PROOF_FOR_ANOTHER_CODE', /“CA ca-p256-other”/],
    'a device’s certificate of this CA': () => [opensslProof('p256', { code: 'device-01' }), 'PROOF_FOR_ANOTHER_CODE', /“device-01”/],
    'a device’s certificate of another CA': () => [fixture('certs/leaf-p256.der'), 'PROOF_FOR_ANOTHER_CODE', /leaf-p256/],
    'for an older code': async () => [await signed(OTHER_CODE), 'PROOF_FOR_ANOTHER_CODE', /another code, 0000A6A5F0D3…/],
    'the code in lower case': () => [opensslProof('p256', { code: CODE.toLowerCase() }), 'PROOF_FOR_ANOTHER_CODE', /not for a verification code/],
    'the code as organisation': () => [opensslProof('p256', { code: CODE, subject: `/O=${CODE}` }), 'PROOF_FOR_ANOTHER_CODE', /no name at all/],
    'no name at all': () => [opensslProof('p256', { code: CODE, subject: '/' }), 'PROOF_FOR_ANOTHER_CODE', /no name at all/],
    'another CA signed': async () => [await signed(CODE, { ca: 'p256-other' }), 'PROOF_OF_ANOTHER_CA', /issued by .*p256-other.*not by .*p256/],
    'a key of another kind signed': async () => [await signed(CODE, { ca: 'rsa2048' }), 'PROOF_OF_ANOTHER_CA', /rsa2048/],
    'another key signed in the CA’s name': () => [
        new Uint8Array(derOf(forged())), 'PROOF_OF_ANOTHER_CA', /another key signed it/],
    'a changed signature': async () => {
        const der = new Uint8Array(await signed(CODE))
        der[der.length - 1] ^= 1
        return [der, 'PROOF_OF_ANOTHER_CA', /another key signed it/]
    },
    'no certificate': () => [new TextEncoder().encode('hello'), 'PROOF_UNREADABLE', /./],
    'nothing': () => [new Uint8Array(), 'PROOF_UNREADABLE', /./],
    'half a certificate': () => [fixture('certs/ca-p256.der').slice(0, 100), 'PROOF_UNREADABLE', /./],
}

/** A CA of the same name with another key, as after a careless renewal. */
function forged() {
    const key = fixturePath('keys/p256-other-pkcs8.pem')
    const certificate = openssl(['x509', '-in', fixturePath('certs/ca-p256.pem'), '-signkey', key])
    return signedByOpenssl('p256', { code: CODE, certificate: temporaryFile(certificate, '.pem'), key })
}

for (const [what, make] of Object.entries(WRONG)) {
    test(`not sent: ${what}`, async () => {
        const [der, code, says] = await make()
        const error = await judged(der)
        assert.equal(error?.code, code)
        assert.match(error.message, says)
        assert.match(error.hint, /Nothing was sent, and the code is still good\.$/)
    })
}

const proofs = join(repository, '..', 'shared', 'azure', 'recorded2', 'accepted-proofs.json')
test('every proof that Azure was recorded to accept is let through', { skip: existsSync(proofs) ? false : 'the recorded proofs (../shared/azure/recorded2) are not here' }, async () => {
    const all = JSON.parse(readFileSync(proofs))
    assert.ok(all.length >= 69)
    const core = coreClient()
    for (const { verificationCode: code, ca: base64, proof, kind, at } of all) {
        const der = new Uint8Array(Buffer.from(base64, 'base64'))
        const subject = new X509Certificate(der).subject.replaceAll('\n', ',')
        const ca = { der, pem: '', sha1: sha1(der), sha256: sha256(der), subject, subjectShort: subject }
        assert.equal(await judgeProof(core, { der: new Uint8Array(Buffer.from(proof, 'base64')), code, isCode, ca }), null, `${kind} ${at}`)
    }
})

test('handed in wrong and then right: nothing was sent for the wrong ones, the code is the first one, and the row waits on', async () => {
    const core = coreClient()
    const seen = setUp({ services: 2, judge: (der, code, ca) => judgeProof(core, { der, code, ca, isCode }) })
    await seen.run.prove()
    const [id] = seen.ids
    const code = seen.row().code.value
    const sent = seen.stub.requests.length
    for (const der of [seen.ca.der, opensslProof('p256', { code: 'device-01' }), await signed(code, { ca: 'p256-other' }), await signed(seen.row(1).code.value)]) {
        await seen.run.handIn(id, der)
        assert.match(seen.row().error.code, /^PROOF_/)
        assert.deepEqual([seen.status(), seen.row().code.value, seen.isAtWork()], ['waiting-for-signature', code, false])
    }
    assert.equal(seen.stub.requests.length, sent, 'something was sent')
    await seen.run.handIn(id, await signed(code))
    assert.deepEqual([seen.status(), seen.row().error], ['verified', null])
    assert.equal(seen.stub.count(/generate/), 2)
})
