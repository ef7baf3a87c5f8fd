// checkChain as a program calls it: what comes out, and what wrong arguments get. Whether the answer is right is judged by
// OpenSSL in tests/interop/chains.test.mjs.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import test from 'node:test'

import { assertWellFormed, loadCore } from '../support/core.mjs'
import { fixture } from '../support/fixtures.mjs'

const now = new Date('2027-01-15T00:00:00Z')
const pem = (name) => Buffer.from(fixture(`device/${name}.pem`)).toString()
const file = (...names) => new TextEncoder().encode(names.map(pem).join(''))
const thumbprint = (name) => new X509Certificate(pem(name)).fingerprint

test('a chain with all that is known of it', async () => {
    const core = await loadCore()
    const result = core.checkChain({ certificates: file('root', 'ica', 'leaf'), anchors: [{ sha1: thumbprint('root'), verified: true }], now })
    assert.ok(result.ok)
    const { links, verdict, findings, unused, others } = result.value
    assert.deepEqual(links.map(({ certificate }) => certificate.subjectShort), ['device-1', 'Intermediate', 'Root'])
    assert.deepEqual(links.map(({ index, source }) => [index, source]), [[2, 'file'], [1, 'file'], [0, 'file']])
    assert.deepEqual(links.map(({ issuedBy }) => issuedBy), [1, 2, 2])
    assert.deepEqual(links.map(({ signature }) => signature), ['verified', 'verified', 'verified'])
    assert.deepEqual(links.map(({ signatureAlgorithm }) => signatureAlgorithm), ['ECDSA, SHA-256', 'RSA, SHA-256', 'RSA, SHA-256'])
    assert.deepEqual(links.map(({ mayIssue }) => mayIssue), [null, 'yes', 'yes'])
    assert.deepEqual(links.map(({ anchor }) => anchor), [null, null, 'verified'])
    assert.deepEqual(links.map(({ validity }) => validity), ['valid', 'valid', 'valid'])
    for (const { certificate, findings: problems } of links) {
        assert.deepEqual(problems, [])
        const judge = new X509Certificate(Buffer.from(certificate.der))
        assert.equal(certificate.sha1, judge.fingerprint.replaceAll(':', '').toLowerCase())
        assert.equal(certificate.notAfter.getTime(), new Date(judge.validTo).getTime())
    }
    assert.equal(verdict.text, 'chain.verified')
    assert.equal(verdict.status, 'pass')
    assert.equal(verdict.code, null)
    assert.deepEqual(verdict.parameters, { name: 'Root' })
    assert.equal(verdict.link, 2)
    assert.deepEqual([findings, unused, others], [[], [], []])
})

test('what is missing is said, with the certificate to act on', async () => {
    const core = await loadCore()
    const result = core.checkChain({ certificates: file('leaf', 'ica', 'leaf', 'root2'), anchors: [], now })
    assert.ok(result.ok)
    const { links, verdict, unused } = result.value
    assertWellFormed(verdict)
    assert.equal(verdict.text, 'CHAIN_ISSUER_MISSING')
    assert.equal(links[verdict.link].certificate.subjectShort, verdict.parameters.name)
    assert.equal(links[1].issuedBy, null)
    assert.equal(links[1].signature, 'issuer-missing')
    assert.deepEqual(unused.map(({ index, reason }) => [index, reason]), [[2, 'duplicate'], [3, 'unrelated']])
    assert.ok(unused[0].certificate.notAfter instanceof Date)
})

test('known CAs complete a chain; the clock counts without `now`', async () => {
    const core = await loadCore()
    const result = core.checkChain({
        certificates: fixture('chains/fullchain.p7b'), known: [file('root2'), file('root')], anchors: [{ sha1: thumbprint('root'), verified: false }],
    })
    assert.ok(result.ok)
    assert.equal(result.value.verdict.text, 'CHAIN_NO_ANCHOR')
    const known = core.checkChain({
        certificates: file('leaf', 'ica'), known: [file('root2'), file('root')], anchors: [{ sha1: thumbprint('root'), verified: false }],
    })
    assert.equal(known.value.verdict.text, 'CHAIN_ANCHOR_UNVERIFIED')
    assert.deepEqual([known.value.links[2].source, known.value.links[2].index, known.value.links[2].anchor], ['known', 1, 'unverified'])
})

test('private keys beside the chain are named and never come out', async () => {
    const core = await loadCore()
    const key = Buffer.from(fixture('keys/p256-leaf-pkcs8.pem')).toString()
    const encrypted = Buffer.from(fixture('encrypted/pbes2-aes-256-cbc.pem')).toString()
    const result = core.checkChain({ certificates: new TextEncoder().encode(key + pem('leaf') + encrypted), anchors: [], now })
    assert.ok(result.ok)
    assert.deepEqual(result.value.others.map(({ kind }) => kind), ['privateKey', 'encryptedPrivateKey'])
    assert.equal(result.value.verdict.text, 'CHAIN_LEAF_ALONE')
})

test('thumbprints are taken as people write them', async () => {
    const core = await loadCore()
    const plain = thumbprint('root').replaceAll(':', '')
    for (const sha1 of [plain, plain.toLowerCase(), thumbprint('root'), plain.match(/../g).join(' ')]) {
        const result = core.checkChain({ certificates: file('leaf', 'ica', 'root'), anchors: [{ sha1, verified: true }], now })
        assert.equal(result.value.verdict.text, 'chain.verified')
    }
})

test('wrong arguments and files come back as errors; nothing is thrown', async () => {
    const core = await loadCore()
    const good = { certificates: file('leaf'), anchors: [], now }
    for (const input of [
        undefined, null, 'x', {}, { ...good, certificates: 'text' }, { ...good, anchors: undefined }, { ...good, anchors: [null] },
        { ...good, anchors: [{ sha1: 'abc', verified: true }] }, { ...good, anchors: [{ sha1: thumbprint('root') }] },
        { ...good, known: {} }, { ...good, known: ['x'] }, { ...good, now: 5 }, { ...good, now: new Date(NaN) },
    ]) {
        const result = core.checkChain(input)
        assert.equal(result.ok, false)
        assert.equal(result.error.code, 'INVALID_ARGUMENT')
        assertWellFormed(result.error)
    }
    for (const [certificates, code] of [
        [fixture('bad/empty'), 'INPUT_EMPTY'], [fixture('keys/p256-pkcs8.pem'), 'OBJECT_IS_PRIVATE_KEY'],
        [new Uint8Array(5 << 20), 'INPUT_TOO_LARGE'], [file(...Array(65).fill('leaf')), 'CHAIN_TOO_LONG'],
    ]) {
        const result = core.checkChain({ ...good, certificates })
        assert.equal(result.error.code, code)
        assertWellFormed(result.error)
    }
    assert.equal(core.checkChain({ ...good, now: new Date(8.64e15) }).error.code, 'TIME_UNUSABLE')
    assert.ok(core.checkChain(good).ok)
})
