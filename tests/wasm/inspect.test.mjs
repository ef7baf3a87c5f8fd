// Everything that must open does, and what is said of it is what OpenSSL says.
import assert from 'node:assert/strict'
import test from 'node:test'

import { assertWellFormed, categoriesOf, itemsOf, loadCore } from '../support/core.mjs'
import { certificateFile, fixture, fixtureIndex, PASSWORD } from '../support/fixtures.mjs'
import { certificateFacts, openssl, sha1, sha256, spkiSha256OfCertificate } from '../support/openssl.mjs'

const CURVES = { p256: 'P-256', p384: 'P-384', p521: 'P-521' }
const spkiSha256 = (key) => sha256(fixture(`keys/${key}-spki.der`))

// Every file of certs/ and names/ is looked at once; the rest are the same certificates in other clothes.
const facts = new Map()
function factsOf(name) {
    if (!facts.has(name)) {
        const der = fixture(certificateFile(name))
        facts.set(name, { ...certificateFacts(der), sha1: sha1(der), spkiSha256: spkiSha256OfCertificate(der), der })
    }
    return facts.get(name)
}

// The same text many times over: OpenSSL is asked once for each.
const derOfPem = new Map()
function opensslDerOf(pem) {
    if (!derOfPem.has(pem)) derOfPem.set(pem, openssl(['x509', '-outform', 'DER'], pem))
    return derOfPem.get(pem)
}

function assertKey(item, key) {
    const type = key.split('-')[0]
    assert.equal(item.spkiSha256, spkiSha256(key))
    assert.equal(sha256(item.spki), item.spkiSha256)
    assert.equal(item.keyType, type in CURVES ? 'EC' : 'RSA')
    assert.equal(item.curve, CURVES[type] ?? null)
    assert.equal(item.bits, Number(type.replace(/^\D+/, '')))
    assert.ok(item.format.length > 0)
}

function assertCertificate(item, name) {
    const known = factsOf(name)
    assert.equal(item.sha256, known.sha256)
    assert.equal(item.sha1, known.sha1)
    assert.deepEqual(Buffer.from(item.der), Buffer.from(known.der))
    assert.deepEqual(opensslDerOf(item.pem), Buffer.from(known.der))
    assert.equal(item.spkiSha256, known.spkiSha256)
    assert.equal(item.version, known.version)
    assert.equal(item.bits, known.bits)
    assert.equal(item.serial.replace(/^(00)+(?=..)/, ''), known.serial)
    assert.equal(item.notBefore.getTime(), known.notBefore.getTime())
    assert.equal(item.notAfter.getTime(), known.notAfter.getTime())
    assert.equal(item.isCa, known.extensions['X509v3 Basic Constraints'] ? known.isCa : null, 'null: it does not say')
    assert.ok(item.subject.length > 0 && item.subjectShort.length > 0 && item.issuer.length > 0)
}

const byNumber = (key) => (a, b) => (a[key] < b[key] ? -1 : 1)

for (const row of fixtureIndex()) {
    test(`opens ${row.file} of ${row.tool}`, async () => {
        const core = await loadCore()
        const result = await core.inspect(fixture(row.file), row.password === undefined ? {} : { password: row.password })
        assert.ok(result.ok, result.ok ? '' : result.error.message)
        const keys = itemsOf(result, 'privateKey')
        const certificates = itemsOf(result, 'certificate')
        assert.equal(keys.length, row.keys.length)
        assert.equal(certificates.length, row.certificates.length)
        // A PFX has no order of its own; other files are shown from top to bottom.
        const sorted = row.file.startsWith('pfx/')
        const wantedKeys = row.keys.map((name) => ({ name, spkiSha256: spkiSha256(name) }))
        const wantedCertificates = row.certificates.map((name) => ({ name, sha256: factsOf(name).sha256 }))
        if (sorted) {
            for (const list of [keys, wantedKeys]) list.sort(byNumber('spkiSha256'))
            for (const list of [certificates, wantedCertificates]) list.sort(byNumber('sha256'))
        }
        wantedKeys.forEach((wanted, i) => assertKey(keys[i], wanted.name))
        wantedCertificates.forEach((wanted, i) => assertCertificate(certificates[i], wanted.name))
    })
}

const OPENS_WITHOUT_PASSWORD = /empty-password/

for (const row of fixtureIndex().filter((row) => row.password !== undefined)) {
    test(`asks for the password of ${row.file}, and knows a wrong one`, async () => {
        const core = await loadCore()
        const without = await core.inspect(fixture(row.file), {})
        if (!OPENS_WITHOUT_PASSWORD.test(row.file)) {
            assert.equal(without.ok, false)
            assert.equal(without.error.category, 'password-required')
            assertWellFormed(without.error)
        }
        const wrong = await core.inspect(fixture(row.file), { password: `${row.password}x` })
        // The empty one is tried besides the one that was typed.
        if (OPENS_WITHOUT_PASSWORD.test(row.file)) return assert.ok(wrong.ok)
        assert.equal(wrong.ok, false)
        assert.equal(wrong.error.category, 'wrong-password')
        assertWellFormed(wrong.error)
    })
}

test('a password that nobody asked for does no harm', async () => {
    const core = await loadCore()
    for (const file of ['keys/p256-pkcs8.pem', 'keys/rsa2048-pkcs1.der', 'certs/ca-p256.pem', 'chains/fullchain.p7b']) {
        assert.ok((await core.inspect(fixture(file), { password: PASSWORD })).ok, file)
    }
})

test('octets that were handed in are unchanged, and octets that come out are copies', async () => {
    const core = await loadCore()
    const given = fixture('certs/ca-p256.der')
    const before = Buffer.from(given)
    const first = await core.inspect(given)
    assert.deepEqual(Buffer.from(given), before)
    const [item] = itemsOf(first, 'certificate')
    await core.inspect(fixture('certs/ca-rsa4096.pem'))
    assert.deepEqual(Buffer.from(item.der), before)
})

test('a view into a larger buffer is read from its own start to its own end', async () => {
    const core = await loadCore()
    const key = fixture('keys/p256-pkcs8.der')
    const large = new Uint8Array(key.length + 64).fill(0x30)
    large.set(key, 32)
    const result = await core.inspect(large.subarray(32, 32 + key.length))
    assert.ok(result.ok)
    assertKey(itemsOf(result, 'privateKey')[0], 'p256')
    assert.deepEqual(categoriesOf(result), [])
})

test('wanted: anything: what is of no use is listed too, and what is of use is the same', async () => {
    const core = await loadCore()
    const octets = Buffer.concat(['wrong/request-p256.pem', 'wrong/crl.pem', 'wrong/public-p256.pem', 'bad/not-base64.pem'].map(fixture))
    assert.equal(core.inspect(octets).ok, false)
    const all = core.inspect(octets, { wanted: 'anything' })
    for (const { error } of all.value.items) assertWellFormed(error)
    assert.deepEqual(all.value.items.map(({ kind }) => kind), ['certificateRequest', 'crl', 'publicKey', 'other'])
    for (const file of ['chains/chain-and-key.pem', 'wrapped/secret.json']) assert.deepEqual(core.inspect(fixture(file), { wanted: 'anything' }), core.inspect(fixture(file)))
    assert.equal(core.inspect(fixture('wrong/letter.txt'), { wanted: 'anything' }).ok, false, 'nothing was found')
    assert.equal(core.inspect(octets, { wanted: 'something' }).error.code, 'INVALID_ARGUMENT')
})
